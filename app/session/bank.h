#pragma once
// The matching desk (认领): lines that came in, what they could pay, and what a person makes of
// them.
#include <string>
#include <vector>

#include "core/bank_match.h"
#include "core/view.h"
#include "session/session.h"

namespace huikuan::session {

// One file's imports, which go out again together.
struct BankBatch {
    std::vector<core::EntityId> imports;
    std::string account;
    std::string file;
    std::int64_t lines = 0;
    std::int64_t used = 0;
    core::Date first, last;
    std::int64_t ms = 0; // when it came in
};

class Bank {
public:
    explicit Bank(Session& session) : session_(session) {}

    [[nodiscard]] std::vector<core::BankLineRow> lines(bool open_only) const; // newest first
    [[nodiscard]] std::vector<BankBatch> batches() const; // that stand, newest first
    [[nodiscard]] std::vector<std::string> accounts() const;
    // In the order of the rows. What came in alone is proposed for.
    [[nodiscard]] std::vector<core::MatchProposal>
    propose(std::span<const core::BankLineRow> rows) const;

    // Where a person says who paid.
    [[nodiscard]] core::MatchProposal propose_for(const core::BankLineRow& row,
                                                  core::CustomerId customer) const;

    // Books what the proposals say: receipts, what they pay, and that the lines are these. One
    // outcome, one undo. The receipt of a line has an id that is named after the line, so that two
    // devices that confirm one line book one receipt.
    core::Result<Outcome> confirm(std::span<const core::BankLineRow> rows,
                                  std::span<const core::MatchProposal> proposals);
    // The same, but what the book refuses (two likely answers may ask for one item) keeps nothing
    // from the others: it is told line by line. One undo of all that went in.
    struct Confirmed {
        Outcome outcome;
        std::vector<std::pair<core::EntityId, core::Error>> refused; // by line
    };
    Confirmed confirm_each(std::span<const core::BankLineRow> rows,
                           std::span<const core::MatchProposal> proposals);
    // Nothing that concerns receivables: the reason says what (interest, own transfer ...).
    core::Result<Outcome> set_aside(std::span<const core::EntityId> lines,
                                    const std::string& reason);
    // Open again; a receipt that was booked from the line is reversed.
    core::Result<Outcome> take_back(core::EntityId line, const std::string& reason);
    // The import, and what was booked from the lines that it alone has.
    core::Result<Outcome> take_out(const BankBatch& batch, const std::string& reason);

private:
    [[nodiscard]] bool booked_from(core::ReceiptId receipt, core::EntityId line) const;
    Session& session_;
};

} // namespace huikuan::session
