#pragma once
// 证据材料: all that proves a customer's debts, as one ZIP in the order of a court's list: who they
// are and what was agreed, what was delivered and invoiced, what was paid and is owed, how it was
// asked for, what being late costs, until when it can be claimed, and that the record was not
// changed since. An index (证据目录) says of each exhibit what it proves and on which pages it is;
// a file has one page here, a slip, and the pages of a PDF follow it: they are counted and
// numbered, and whoever binds the bundle puts them behind it. Of the book's changes those are given
// whole of which the exhibits print all; of every other one its hash alone, so that the chain holds
// and nothing internal leaves with it. A debt whose limitation is over is not in the exhibit that
// says that the claim is in time; Legal::barred names it before. Files that the book knows lie
// beside it; what this device does not have is said, not left out.
//
// The day is an argument and nothing else decides: equal books give equal bytes on every machine.
// Words come from whoever asks: session has none.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/id.h"
#include "core/result.h"
#include "session/session.h"

namespace huikuan::session {

struct EvidenceQuery {
    core::CustomerId customer;
    std::vector<core::InvoiceId> invoices; // empty: all that is open
    core::Date day;
    // The words of a key "evidence....", and of other keys that ui and the command line share.
    std::function<std::string(std::string_view key)> word;
    core::EntityId of_case{}; // that one alone is told; nil: all
};

struct EvidenceExhibit {
    std::string title;
    std::string proves;
    int first_page = 0, last_page = 0;
    std::vector<std::string> files; // "01 签收单.png", as they are called in the index
};

class EvidenceMaker {
public:
    EvidenceMaker(Session& session, EvidenceQuery query);
    ~EvidenceMaker();
    EvidenceMaker(const EvidenceMaker&) = delete;
    EvidenceMaker& operator=(const EvidenceMaker&) = delete;

    // One exhibit a step; false: there is no more to do. On a page the last one waits for whoever
    // counts the pages of PDFs, which answers between two frames; there finish() comes after it.
    bool step();
    [[nodiscard]] int permille() const;
    // unknown_customer; nothing_to_do: nothing is owed; too_large.
    core::Result<std::string> finish(); // the bytes of the ZIP
    [[nodiscard]] const std::vector<EvidenceExhibit>& exhibits() const;
    [[nodiscard]] std::string file_name() const; // "证据材料 青云机械 2026-11-22.zip"

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

} // namespace huikuan::session
