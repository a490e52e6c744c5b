#pragma once
// What a Store is made of; for the files of this room only.
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "core/contract.h"
#include "store/columns.h"
#include "store/database.h"
#include "store/exceptions.h"
#include "store/log.h"
#include "store/projection.h"
#include "store/store.h"

namespace huikuan::store {

inline constexpr int deepest_group = 64; // a hostile circle ends here

// What a list looks at of every invoice, or every receipt, in one order. It stays until one of
// these documents changes in what stands here: what pays an invoice does not.
struct Listing {
    struct Entry {
        std::int64_t no = 0, customer = 0, minor = 0;
        core::Date date, ends;
        core::Currency currency;
        std::uint32_t type = 0;
        std::size_t search = 0, search_size = 0; // where its text lies
    };
    std::string order; // empty: not read
    std::vector<Entry> entries;
    std::string text;
};

struct Store::Inside {
    Inside(std::unique_ptr<Database> opened, StoreOptions given)
        : options(std::move(given)), database(std::move(opened)), log(*database),
          exceptions(*database, options.hash), projection(*database, log, exceptions, options),
          columns(*database, log) {}

    core::Result<void> load();
    // After a transaction was taken back: memory follows the tables again.
    void reload();
    StoreOptions options;
    std::unique_ptr<Database> database;
    Log log;
    Exceptions exceptions;
    Projection projection;
    Columns columns;
    std::uint64_t revision = 1;

    // The running intake
    bool taking = false;
    IntakeReport report;
    std::vector<core::DeviceId> devices;

    // Balances of all parties at one date, of one revision; of the last few dates that were asked
    // for: a statement has two, the list beside it a third.
    struct Balances {
        std::uint64_t revision = 0;
        core::Date as_of;
        std::vector<core::CustomerRow::Balance> of_party; // by party
    };
    std::array<Balances, 4> balances;
    std::size_t next_balances = 0;
    Listing invoice_listing, receipt_listing;
    void relist(std::span<const std::int64_t> changed); // these documents
    void forget_listings() {
        invoice_listing = receipt_listing = {};
        agreed_plans.clear();
    }
    // Plans are asked for by every day's list: what a change says of one is read once.
    std::map<ChangeKey, core::PlanAgreed> agreed_plans;
    // Stands until four more dates were asked for.
    const Balances& balances_at(core::Date as_of);

    // Of one version of the projection each: what every day's list is made of.
    // All work by day, as it was read last; `numbers`: the entity of each row.
    struct AllWork {
        std::uint64_t version = 0, customers = 0;
        std::vector<core::WorkRow> rows;
        std::vector<std::int64_t> numbers;
    };
    std::optional<AllWork> all_work;
    std::optional<std::pair<std::uint64_t, std::vector<core::LegalRow>>> all_legal;
    std::optional<std::pair<std::uint64_t, std::vector<core::StatementStepRow>>> all_statements;
    std::optional<std::pair<std::uint64_t, std::vector<std::pair<core::EntityId, core::Fields>>>>
        all_tasks;
    std::optional<std::pair<std::uint64_t, std::vector<core::CustomerBrief>>> all_briefs;

    std::optional<std::pair<std::uint64_t, core::BookCounts>> counts; // of one revision
    std::optional<std::pair<std::uint64_t, core::BookRow>> book; // of one version of the settings
    // Customers about whom something is written that only a newer version understands.
    std::optional<std::pair<std::uint64_t, std::set<std::int64_t>>> newer; // of one revision
    bool needs_newer_version(std::int64_t customer);

    // The records that count as one with this customer; none where it was never merged.
    std::vector<std::int64_t> same_as(std::int64_t customer);
    // What a letter charged; and what of it goes with it: what stands, but for what another letter
    // that stands charged too.
    std::vector<core::EntityId> charges_of(const core::LetterSent& letter);
    std::vector<core::Approach> approaches(std::int64_t holder, const core::ContactLogged& wish);
    std::vector<core::EntityId> carried_by(std::int64_t no, const core::LetterSent& letter);
    // Those, and everybody of its group; none where it stands alone.
    std::vector<std::int64_t> family_of(std::int64_t customer);
    std::optional<std::pair<std::uint64_t, bool>> groups; // any, as of a version of customers
    bool has_groups();
    // Plans that stand, that none but `wish` replaces, and that are not paid whole on its day.
    std::vector<core::EntityId> running_plans(std::int64_t holder, core::Currency currency,
                                              const core::PlanAgreed& wish);
    [[nodiscard]] std::vector<std::pair<std::string, std::string>>
    fields_of(core::RegisterKind kind, core::EntityId entity);
};

// The name by which a reader finds a text: folded as core does it.
std::string search_key(std::string_view text);
// The digits of a search that could be a telephone and is written with more than them; else empty.
std::string phone_needle(std::string_view needle);
// Of a telephone, the digits.
std::string phone_digits(std::string_view phone);

} // namespace huikuan::store
