#pragma once
// What a Store is made of; for the files of this room only.
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

    // Balances of all parties at one date, of one revision.
    struct Balances {
        std::uint64_t revision = 0;
        core::Date as_of;
        std::vector<core::CustomerRow::Balance> of_party; // by party
    };
    std::optional<Balances> balances;
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
    // Those, and everybody of its group; none where it stands alone.
    std::vector<std::int64_t> family_of(std::int64_t customer);
    // Plans that stand, that none but `wish` replaces, and that are not paid whole on its day.
    std::vector<core::EntityId> running_plans(std::int64_t holder, core::Currency currency,
                                              const core::PlanAgreed& wish);
    // Money that came in from whoever counts as this holder, by day.
    std::vector<core::Cash> cash_of(std::int64_t holder, core::Currency currency);
    [[nodiscard]] std::vector<std::pair<std::string, std::string>>
    fields_of(core::RegisterKind kind, core::EntityId entity);
};

// The name by which a reader finds a text: folded as core does it.
std::string search_key(std::string_view text);

} // namespace huikuan::store
