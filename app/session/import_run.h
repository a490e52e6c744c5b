#pragma once
// One pass of an import that means it (or rehearses it, or takes it out again): typed rows against
// the book, in batches. Whose is it, is it there already, does the book accept it; what is refused
// keeps its line. Invoices: import_run_invoices.cpp; everything else: import_run_records.cpp.
#include <functional>
#include <map>
#include <memory>
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
    ImportRun(Session& session, core::ImportReading reading, ImportWish wish);

    void take(std::int64_t line, std::span<const std::string_view> cells);
    // Rows that are one document, or that ask for others of the file, wait for its end: then so
    // many of them become pending. False: none is left.
    bool release(std::size_t most);
    [[nodiscard]] std::size_t pending() const { return pending_.size(); }
    // Writes what is pending in one transaction; rows that the book refuses are set aside and the
    // others go in. An error: nothing more can be written (read-only, no space, damaged).
    core::Result<void> flush();
    void sort_refused(); // by line, once at the end: batches refuse later than cells do

    [[nodiscard]] const ImportResult& result() const { return result_; }
    [[nodiscard]] const std::vector<RefusedRow>& refused() const { return refused_; }
    [[nodiscard]] const std::vector<RefusedLine>& refused_lines() const { return lines_; }
    // What stood in the fields that were filled in.
    [[nodiscard]] std::vector<core::FieldsSet>& filled() { return filled_; }

private:
    struct Customer {
        core::CustomerId id;
        bool in_book = false;
        std::vector<std::pair<std::string, std::string>> fields; // of a new one
    };
    enum class Counts : std::uint8_t { created, updated, taken_out };
    struct Pending {
        std::vector<std::int64_t> lines;
        Customer* customer = nullptr; // who is made with it, where he is new
        std::vector<core::Command> commands;
        Counts counts = Counts::created;
        int receipts = 0;
        bool credit = false;
        std::optional<core::FieldsSet> before; // of fields that are filled in
        bool answerable = true; // the book as it is can say in a rehearsal what it would answer
    };
    struct Seen {
        std::int64_t line = 0;
        std::uint64_t content = 0;
    };
    // Several rows of one invoice or receipt, or a row that waits.
    struct Group {
        std::vector<std::int64_t> lines;
        std::int64_t wrong_line = 0; // one of them cannot be read
        core::ImportedInvoice invoice;
        std::map<std::optional<core::Date>, std::int64_t> parts;                 // by due date
        std::vector<std::pair<std::int64_t, std::optional<std::int64_t>>> opens; // of the lines
        std::unique_ptr<core::ImportedRecord> kept;             // of every kind but invoices
        std::vector<std::pair<std::string, std::int64_t>> pays; // invoice numbers; 0: what is open

        [[nodiscard]] const core::ImportedRecord& record() const { return *kept; }
    };
    // What the book has under a name: a fact that was taken out comes again under the next one.
    struct Standing {
        core::EntityId id;
        bool there = false;
        bool voided = false; // by somebody who meant it
    };

    void load_customers();
    [[nodiscard]] core::Result<core::CustomerId> known_customer(std::string_view code,
                                                                std::string_view name) const;
    [[nodiscard]] std::optional<core::CustomerId> uncoded_customer(const std::string& name) const;
    core::Result<Customer*> customer_of(const core::ImportedInvoice& row);
    // `ended`: whether a fact is void; nullopt: the book has none of this id.
    using Ended = std::function<std::optional<bool>(core::EntityId)>;
    [[nodiscard]] Standing standing_of(const std::string& name, const Ended& ended) const;
    // The row of what is there goes into `row`.
    Standing standing_of_invoice(const std::string& name,
                                 std::optional<core::InvoiceRow>& row) const;
    Standing standing_of_receipt(const std::string& name,
                                 std::optional<core::ReceiptRow>& row) const;

    // invoices
    void take_invoice(std::int64_t line, std::span<const std::string_view> cells);
    void take_line(std::int64_t line, std::span<const std::string_view> cells);
    bool seen_before(std::int64_t line, core::EntityId id, const core::ImportedInvoice& row);
    bool tell_open(Group& group);
    void plan_invoice(const Group& group);
    void plan_known(Pending next, const core::InvoiceRow& known, const Group& group);
    void take_invoice_out(Pending next, const core::InvoiceRow& known, const Group& group);
    void plan_credit(const Group& group, Pending next);
    core::ReceiptId plan_paid(Pending& next, core::InvoiceId invoice,
                              const core::ImportedInvoice& row);
    core::ReceiptId plan_settlement(Pending& next, core::InvoiceId invoice,
                                    const core::ImportedInvoice& row);

    // customers, contacts, receipts, contacts that were made
    void take_record(std::int64_t line, std::span<const std::string_view> cells);
    void join_receipt(std::int64_t line, core::ImportedRecord row);
    void plan_record(const Group& group);
    void plan_customer(const Group& group);
    void plan_contact(const Group& group, core::CustomerId customer);
    void plan_receipt(const Group& group, core::CustomerId customer);
    void plan_contact_log(const Group& group, core::CustomerId customer);
    void plan_fields(const Group& group, core::RegisterKind kind, core::EntityId entity, bool there,
                     std::vector<std::pair<std::string, std::string>> said);
    bool repeats(const Group& group, core::EntityId entity, std::string_view what);
    void archive(const Group& group, core::RegisterKind kind, core::EntityId entity, bool there);
    void take_fact_out(const Group& group, const Standing& standing);
    [[nodiscard]] std::vector<std::size_t> parents_first() const;
    [[nodiscard]] std::string parent_of(const core::ImportedRecord& row) const;
    core::Result<std::vector<core::AllocationPart>>
    allocations_of(const Group& group, core::CustomerId customer, core::Money amount);
    [[nodiscard]] bool entered_otherwise(const Group& group, core::CustomerId customer,
                                         core::Money amount, int ordinal, const std::string& name);

    core::Command reversal_of(core::EntityId fact) const;
    core::Result<void> run(std::span<Pending> rows);
    void rehearse(Pending& row);
    void count(const Pending& row);
    void skip(const std::vector<std::int64_t>& lines);
    void refuse(std::int64_t line, std::vector<core::Error> errors);
    void refuse(const std::vector<std::int64_t>& lines, core::Error error);
    void refuse(const std::vector<std::int64_t>& lines, core::ErrorCode code,
                core::ImportField field, std::string detail);

    Session& session_;
    core::ImportReading reading_;
    ImportWish wish_;
    ImportResult result_;
    bool invoices_in_book_ = false;
    bool receipts_in_book_ = false;
    std::vector<RefusedRow> refused_;
    std::vector<RefusedLine> lines_;
    std::vector<Pending> pending_;
    std::vector<core::FieldsSet> filled_;
    std::int64_t last_taken_ = 0;
    std::unordered_map<core::EntityId, Seen> seen_;
    std::unordered_map<std::string, Customer> customers_; // by the name of their id
    std::vector<Group> groups_;                           // that wait, in the order of the file
    std::unordered_map<std::string, std::size_t> group_of_;
    std::string last_group_;
    std::vector<std::size_t> order_; // in which groups are released
    std::size_t released_ = 0;
    std::unordered_map<std::string, int> equal_;             // rows of one name so far
    std::unordered_map<core::InvoiceId, std::int64_t> open_; // after what this run pays
    struct ReceiptBefore {
        core::ReceiptId id;
        core::Date date;
        core::Money amount;
        std::string reference;
    };
    // Of customers whose receipts come in: those that the book had before.
    std::unordered_map<core::CustomerId, std::vector<ReceiptBefore>> receipts_before_;
    std::unordered_map<core::EntityId, bool> contacts_ended_;
    std::unordered_map<std::string, core::CustomerId> named_here_; // new customers of this file
    // What the book has, once at the start.
    std::unordered_map<std::string, core::CustomerId> by_code_;
    std::unordered_map<std::string, core::CustomerId> by_tax_no_;
    std::unordered_map<std::string, std::vector<core::CustomerId>> by_name_;
    std::unordered_set<core::CustomerId> by_id_;
};

} // namespace huikuan::session
