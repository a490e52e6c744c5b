#pragma once
// The projection: from changes to tables, incrementally. It is the design's function f, so it is
//   pure   what the tables say depends on the set of changes only: every choice between changes is
//          made by their contents and by the total order (time, device, sequence, hash);
//   total  missing references have no effect and wait, what cannot be true has no effect and is
//          listed, nothing throws.
//
// apply() writes what one change says by itself and notes what it touches. settle() then brings
// everything that depends on what was touched up to date, once per batch: references that came,
// ends of reversed facts, allocations of the touched documents, what is open, exceptions.
//
// Settling is local. A document that all its allocations together do not exceed never clamps one
// of them, so what one allocation gets depends on another only through documents that are asked for
// more than they have: the component is followed through these alone, and recording one more
// payment in a large book costs as much as in a small one.
#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/settlement.h"
#include "store/database.h"
#include "store/exceptions.h"
#include "store/log.h"
#include "store/schema.h"
#include "store/store.h"

namespace huikuan::store {

template <class Value>
void sort_unique(std::vector<Value>& values) {
    std::ranges::sort(values);
    const auto doubled = std::ranges::unique(values);
    values.erase(doubled.begin(), doubled.end());
}

// Of which register a field is one where two values at once are for a person to choose from.
inline Kind kind_of_critical(std::string_view field) {
    return field == "decided" ? Kind::task_set : Kind::customer_set;
}

class Projection {
public:
    Projection(Database& database, Log& log, Exceptions& exceptions, const StoreOptions& options);

    void load(); // after opening, and after a transaction was taken back
    // The number of an id. Every id that a change names goes through here.
    Log::Entity mention(const core::EntityId& id);
    std::int64_t mention_if(const core::EntityId& id) { return id.is_nil() ? 0 : mention(id).no; }
    // The change is in the log at `key`; `entity` is what mention said of its entity.
    void apply(const core::Change& change, ChangeKey key, Log::Entity entity);
    void forked(ChangeKey key) { forks_.push_back(key); }
    void settle();
    [[nodiscard]] bool wants_to_settle() const; // so much is touched that it takes memory

    // Empties every derived table, to apply the whole log again.
    void start_rebuild();
    void end_rebuild();

    // Invoices and receipts whose figures changed since the last call.
    std::vector<std::int64_t> take_changed_documents();
    struct Counts {
        std::uint64_t created = 0;
        std::uint64_t changed = 0;
        std::uint64_t unknown = 0;
    };
    Counts take_counts() { return std::exchange(counts_, {}); }
    // They grow whenever customers and merges, or the work of collecting, may have changed.
    [[nodiscard]] std::uint64_t customers_version() const { return customers_version_; }
    [[nodiscard]] std::uint64_t settings_version() const { return settings_version_; }
    [[nodiscard]] std::uint64_t work_version() const { return work_version_; }
    // Rows of work that were written, ended or retracted since this was asked last; nullopt: all.
    std::optional<std::vector<std::int64_t>> take_touched_work();

    // Shared with the readers.
    struct Shown {
        Slot slot = Slot::none;
        ChangeKey change = 0;
    };
    Shown shown(std::int64_t entity);
    // Whose document or fact it is, as far as the book knows; 0: nobody's.
    std::int64_t customer_of(std::int64_t entity);
    // With whom a customer counts: itself, unless it was merged.
    [[nodiscard]] std::int64_t holder_of(std::int64_t customer) const;
    [[nodiscard]] std::optional<core::Fact> decode(ChangeKey key);
    bool is_customer(std::int64_t entity);

private:
    struct Document {
        std::int64_t customer = 0;
        std::int64_t minor = 0;
        core::Currency currency;
        core::Date start;
        core::Date ends;
        bool known = false;
        bool exists = false;
        std::int64_t open = 0;
        std::string number; // invoices
        std::int64_t type = 0;
        std::int64_t against = 0;
    };
    enum class Side : std::uint8_t { receipt, invoice };
    struct Allocation {
        std::int64_t no = 0, receipt = 0, invoice = 0;
        std::int64_t minor = 0;
        core::Currency currency;
        core::Date date, ends;
        core::SettledAllocation kept; // as the table has it
        bool across = false;
    };
    struct Payment { // receipts that could be one payment entered twice
        std::int64_t customer = 0;
        std::int64_t minor = 0;
        std::string currency;
        friend auto operator<=>(const Payment&, const Payment&) = default;
    };
    struct Movement { // lines of statements that could be one told twice
        std::int64_t day = 0;
        std::int64_t minor = 0;
        friend auto operator<=>(const Movement&, const Movement&) = default;
    };

    // facts (projection_facts.cpp)
    void apply_fact(const core::Fact& fact, ChangeKey key, Log::Entity entity);
    void contend(std::int64_t entity, ChangeKey shown_key, ChangeKey key);
    void establish(std::int64_t entity, const core::Fact& fact, ChangeKey key, bool fresh);
    void retract(std::int64_t entity);
    Slot put(std::int64_t no, const core::InvoiceIssued& fact, bool fresh);
    Slot put(std::int64_t no, const core::ReceiptRecorded& fact, bool fresh);
    Slot put(std::int64_t no, const core::AllocationMade& fact, bool fresh);
    Slot put(std::int64_t no, const core::Reversed& fact, bool fresh);
    Slot put(std::int64_t no, const core::ExceptionResolved& fact, bool fresh);
    Slot put(std::int64_t no, const core::FieldsSet& fact, bool fresh);
    Slot put(std::int64_t no, const core::CustomersMerged& fact, bool fresh);
    Slot put(std::int64_t no, const core::AttachmentAdded& fact, bool fresh);
    Slot put(std::int64_t no, const core::DisputeOpened& fact, bool fresh);
    Slot put(std::int64_t no, const core::BillMoved& fact, bool fresh);
    Slot put(std::int64_t no, const core::ContactLogged& fact, bool fresh);
    Slot put(std::int64_t no, const core::PromiseMade& fact, bool fresh);
    Slot put(std::int64_t no, const core::PlanAgreed& fact, bool fresh);
    Slot put(std::int64_t no, const core::HoldPlaced& fact, bool fresh);
    Slot put(std::int64_t no, const core::LetterSent& fact, bool fresh);
    Slot put(std::int64_t no, const core::DisputeSettled& fact, bool fresh);
    Slot put(std::int64_t no, const core::BankLinesImported& fact, bool fresh);
    Slot put(std::int64_t no, const core::BankLineUsed& fact, bool fresh);
    Slot put(std::int64_t no, const core::LegalEventNoted& fact, bool fresh);
    Slot put(std::int64_t no, const core::CaseStepTaken& fact, bool fresh);
    Slot put(std::int64_t no, const core::CaseCostPaid& fact, bool fresh);
    Slot put(std::int64_t no, const core::StatementIssued& fact, bool fresh);
    Slot put(std::int64_t no, const core::StatementSent& fact, bool fresh);
    Slot put(std::int64_t no, const core::StatementAnswered& fact, bool fresh);
    Slot put(std::int64_t no, const core::DifferenceSettled& fact, bool fresh);
    void touch_lines_of(std::int64_t bank_import);
    void retract_resolution(std::int64_t entity);
    void apply_unknown(const core::Change& change, ChangeKey key, std::int64_t entity);

    // registers (registers.cpp)
    void apply_fields(const core::Change& change, const core::FieldsSet& fact, ChangeKey key,
                      Log::Entity entity);
    void write_field(std::int64_t entity, std::int64_t kind, const std::string& field,
                     const std::string& value, const core::Change& change, ChangeKey key);
    struct FieldWrite {
        ChangeKey key = 0;
        std::string value;
    };
    std::optional<FieldWrite> latest_write(std::int64_t entity, std::int64_t kind,
                                           const std::string& field);
    void refresh_customer(std::int64_t entity, const core::FieldsSet* whole);
    // Whose contact it is by now; 0: nobody's that the book has.
    std::int64_t customer_of_contact(std::int64_t contact);
    bool has_registers(std::int64_t entity);

    // ends and ties (ties.cpp)
    void touch_ties(std::int64_t document);
    std::vector<std::int64_t> tied_to(std::int64_t document);
    core::Date end_of(std::int64_t entity, Slot slot);
    core::Date own_end(std::int64_t entity);
    void list_references(std::int64_t entity, Slot slot, std::vector<std::string>& waits,
                         std::vector<std::string>& invalid);
    void doubt_those_that_name(std::int64_t entity);

    // merges (merging.cpp)
    void load_merges();
    void settle_merges();
    void hold(std::int64_t customer, std::int64_t holder);

    // settling (settling.cpp)
    void settle_appeared();
    void settle_customer(std::int64_t entity);
    void settle_ends();
    void settle_allocations();
    void settle_open();
    const Document& document(Side side, std::int64_t no);
    Document load_document(Side side, std::int64_t no);
    bool is_asked_too_much(Side side, std::int64_t no);
    void note_document(Side side, std::int64_t no, const Document& document);
    std::optional<Allocation> load_allocation(std::int64_t no);
    void allocations_of(Side side, std::int64_t no, std::vector<std::int64_t>& into);
    void keep(const Allocation& allocation, const core::SettledAllocation& settled);
    enum class Standing : std::uint8_t { counts, silent, waits, invalid };
    Standing standing_of(const Allocation& allocation);

    // exceptions (exception_scopes.cpp)
    void settle_exceptions();
    void list_doubts(std::int64_t entity);
    void list_allocation(const Allocation& allocation, Standing standing, std::int64_t parked);
    void list_number(std::int64_t customer, const std::string& number);
    void list_same_number(Statement& same, std::int64_t customer, const std::string& number,
                          const std::string& scope);
    void list_payments(const Payment& payment);
    void list_movements(const Movement& movement);
    void list_reversals(std::int64_t target);
    void list_clash(std::int64_t entity);
    void note_plan(std::int64_t entity);
    void list_plans(std::int64_t replaced);
    void list_plans_beside(std::int64_t customer);
    void list_letters(std::int64_t customer);
    void list_conflict(std::int64_t entity, const std::string& field);
    void list_newer(std::int64_t entity);
    void list_fork(ChangeKey key);
    void list(core::ExceptionKind kind, std::int64_t scope, std::int64_t subject,
              std::vector<std::string> members);
    std::string id_text(std::int64_t entity);

    Database& database_;
    Log& log_;
    Exceptions& exceptions_;
    const StoreOptions& options_;

    // what was touched
    std::vector<std::int64_t> appeared_;    // entities that others named before they were there
    std::vector<std::int64_t> ends_;        // targets of reversals
    std::vector<std::int64_t> allocations_; // to be settled again
    std::vector<std::int64_t> receipts_;    // all of whose allocations are to be settled again
    std::vector<std::int64_t> invoices_;
    std::vector<std::int64_t> doubts_; // may wait or be invalid
    std::vector<std::pair<std::int64_t, std::string>> numbers_;
    std::vector<Payment> payments_;
    std::vector<Movement> movements_;
    std::vector<std::int64_t> clashes_;
    void note_letter(std::int64_t work); // a letter came or went, where it is one
    std::vector<std::int64_t> lettered_; // customers whose letters came or went
    std::vector<std::pair<std::int64_t, std::string>> conflicts_;
    std::vector<std::int64_t> replaced_plans_, planned_; // plans, customers
    std::vector<std::int64_t> newer_;
    std::vector<ChangeKey> forks_;
    std::vector<std::int64_t> changed_documents_;
    Counts counts_;

    std::unordered_set<std::int64_t> customers_;
    std::unordered_map<std::int64_t, std::int64_t> holders_; // of those that were merged
    std::uint64_t customers_version_ = 1;
    void settings_changed();
    std::uint64_t settings_version_ = 0; // of the book's own registers
    std::uint64_t work_version_ = 1;
    std::vector<std::int64_t> touched_work_;
    bool all_work_touched_ = true;
    void touch_work(std::int64_t no);
    bool has_merges_ = false;
    bool merges_touched_ = false;
    bool rebuilding_ = false;
    std::vector<bool> spoken_of_; // while rebuilding
    // while settling
    std::unordered_map<std::int64_t, Document> documents_[2];
    std::unordered_map<std::int64_t, bool> asked_too_much_[2];

    Statement shown_;
    Statement set_shown_;
    Statement insert_invoice_;
    Statement insert_line_;
    Statement insert_receipt_;
    Statement insert_allocation_;
    Statement insert_reversal_;
    Statement insert_resolution_;
    Statement insert_unknown_;
    Statement insert_merging_;
    Statement insert_attachment_;
    Statement insert_dispute_;
    Statement insert_bill_step_;
    Statement insert_work_;
    Statement insert_letter_item_;
    Statement insert_bank_import_;
    Statement insert_bank_line_;
    Statement insert_bank_use_;
    Statement insert_legal_;
    Statement insert_statement_;
    Statement insert_difference_;
    Statement of_receipt_against_;
    Statement insert_rival_;
    Statement rivals_;
    Statement register_;
    Statement insert_register_;
    Statement update_register_;
    Statement writes_;
    Statement insert_write_;
    Statement erase_writes_;
    Statement shown_fields_;
    Statement contact_words_; // names and telephones of a customer's contacts
    Statement insert_customer_;
    Statement update_customer_;
    Statement document_[2];
    Statement asks_[2];
    Statement of_document_[2];
    Statement effective_[2];
    Statement set_open_[2];
    Statement allocation_;
    Statement update_allocation_;
    Statement reversals_;
    Statement first_reversal_;
    Statement same_number_;
    Statement same_note_; // of credit notes
    Statement same_payment_;
    Statement same_movement_;
};

} // namespace huikuan::store
