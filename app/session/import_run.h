#pragma once
// One pass of an import that means it (or rehearses it): typed rows against the book, in batches.
// Which customer, is it there already, does the book accept it; what is refused keeps its line.
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/command.h"
#include "core/import.h"
#include "session/import.h"

namespace huikuan::session {

// A refused line in few bytes: all of them are kept, the first with their words.
struct RefusedLine {
    std::int64_t line = 0;
    core::ErrorCode code{};
    std::uint8_t field = core::import_field_count; // none
};

class ImportRun {
public:
    ImportRun(Session& session, core::ImportReading reading, bool dry_run);

    void take(std::int64_t line, std::span<const std::string_view> cells);
    [[nodiscard]] std::size_t pending() const { return pending_.size(); }
    // Writes what is pending in one transaction; rows that the book refuses are set aside and the
    // others go in. An error: nothing more can be written (read-only, no space, damaged).
    core::Result<void> flush();
    void sort_refused(); // by line, once at the end: batches refuse later than cells do

    [[nodiscard]] const ImportResult& result() const { return result_; }
    [[nodiscard]] const std::vector<RefusedRow>& refused() const { return refused_; }
    [[nodiscard]] const std::vector<RefusedLine>& refused_lines() const { return lines_; }

private:
    struct Customer {
        core::CustomerId id;
        bool in_book = false;
        std::vector<std::pair<std::string, std::string>> fields; // of a new one
    };
    struct Pending {
        std::int64_t line = 0;
        Customer* customer = nullptr;
        std::optional<core::IssueInvoice> issue;
        std::optional<core::RecordReceipt> receipt;
    };
    struct Seen {
        std::int64_t line = 0;
        std::uint64_t content = 0;
    };

    void load_customers();
    core::Result<Customer*> customer_of(const core::ImportedInvoice& row);
    bool seen_before(std::int64_t line, core::InvoiceId id, const core::ImportedInvoice& row);
    void plan(std::int64_t line, const core::ImportedInvoice& row);
    void plan_known(Pending next, const core::InvoiceRow& known, const core::ImportedInvoice& row);
    void plan_receipt(Pending& next, core::InvoiceId invoice, const core::ImportedInvoice& row);
    core::Result<void> run(std::span<Pending> rows);
    void rehearse(Pending& row);
    void count(const Pending& row);
    void refuse(std::int64_t line, std::vector<core::Error> errors);
    void refuse(std::int64_t line, core::ErrorCode code, core::ImportField field,
                std::string detail);

    Session& session_;
    core::ImportReading reading_;
    ImportResult result_;
    bool invoices_in_book_ = false;
    std::vector<RefusedRow> refused_;
    std::vector<RefusedLine> lines_;
    std::vector<Pending> pending_;
    std::int64_t last_taken_ = 0;
    std::unordered_map<core::InvoiceId, Seen> seen_;
    std::unordered_map<std::string, Customer> customers_; // by the name of their id
    // What the book has, once at the start.
    std::unordered_map<std::string, core::CustomerId> by_code_;
    std::unordered_map<std::string, std::vector<core::CustomerId>> by_name_;
    std::unordered_set<core::CustomerId> by_id_;
};

} // namespace huikuan::session
