#include "store/schema.h"

#include <array>

namespace huikuan::store {
namespace {

constexpr std::array all_migrations{
    Migration{
        "2026_11_22_first",
#include "embed/app/store/migrations/2026_11_22_first.sql"
    },
    Migration{
        "2026_11_22_ledger",
#include "embed/app/store/migrations/2026_11_22_ledger.sql"
    },
    Migration{
        "2026_11_22_work",
#include "embed/app/store/migrations/2026_11_22_work.sql"
    },
    Migration{
        "2026_11_22_bank",
#include "embed/app/store/migrations/2026_11_22_bank.sql"
    },
    Migration{
        "2026_11_23_letters",
#include "embed/app/store/migrations/2026_11_23_letters.sql"
    },
    Migration{
        "2026_11_23_legal",
#include "embed/app/store/migrations/2026_11_23_legal.sql"
    },
    Migration{
        "2026_12_01_statements",
#include "embed/app/store/migrations/2026_12_01_statements.sql"
    },
    Migration{
        "2026_12_01_z_ledger",
#include "embed/app/store/migrations/2026_12_01_z_ledger.sql"
    },
    Migration{
        "2026_12_01_z_files",
#include "embed/app/store/migrations/2026_12_01_z_files.sql"
    },
    Migration{
        "2026_12_01_z_dunning",
#include "embed/app/store/migrations/2026_12_01_z_dunning.sql"
    },
    Migration{
        "2026_12_02_a_collect",
#include "embed/app/store/migrations/2026_12_02_a_collect.sql"
    },
    Migration{
        "2026_12_02_c_bank",
#include "embed/app/store/migrations/2026_12_02_c_bank.sql"
    },
    Migration{
        "2026_12_02_d_plans",
#include "embed/app/store/migrations/2026_12_02_d_plans.sql"
    },
};

std::span<const Migration> in_force = all_migrations;

// A migration gives the same changes another shape; not one of them goes, or comes. (That each is
// still what it was, the chain of hashes says: see Store::check.)
std::int64_t changes(Database& database) { return database.integer("SELECT count(*) FROM change"); }

core::Result<void> migrate(Database& database, std::int64_t from) {
    Transaction transaction(database);
    const std::int64_t before = from > 0 ? changes(database) : 0;
    for (auto i = static_cast<std::size_t>(from); i < in_force.size(); ++i) {
        database.run(std::string(in_force[i].sql));
    }
    if (auto error = database.take_error()) return std::unexpected(*error);
    if (from > 0 && changes(database) != before)
        return core::fail(core::ErrorCode::corrupt, "migration", "changes are missing");
    database.run("PRAGMA application_id = " + std::to_string(application_id));
    database.run("PRAGMA user_version = " + std::to_string(in_force.size()));
    return transaction.commit();
}

} // namespace

std::span<const Migration> migrations() { return in_force; }
OtherMigrations::OtherMigrations(std::span<const Migration> list) { in_force = list; }
OtherMigrations::~OtherMigrations() { in_force = all_migrations; }

core::Result<void> make_book(Database& database) {
    if (database.integer("SELECT count(*) FROM sqlite_schema") != 0 ||
        database.integer("PRAGMA application_id") != 0) {
        return core::fail(core::ErrorCode::not_a_book, "database", "not empty");
    }
    return migrate(database, 0);
}

core::Result<std::int64_t> book_format(Database& database) {
    const std::int64_t application = database.integer("PRAGMA application_id");
    const std::int64_t format = database.integer("PRAGMA user_version");
    if (auto error = database.take_error()) return std::unexpected(*error);
    if (application != application_id || format < 1) {
        return core::fail(core::ErrorCode::not_a_book, "database");
    }
    const auto newest = static_cast<std::int64_t>(in_force.size());
    if (format > newest) {
        return core::fail(core::ErrorCode::unsupported, "format", std::to_string(format));
    }
    return format;
}

core::Result<bool> open_book(Database& database, bool read_only) {
    const auto found = book_format(database);
    if (!found) return std::unexpected(found.error());
    const std::int64_t format = *found;
    if (format == static_cast<std::int64_t>(in_force.size())) return false;
    if (read_only) return core::fail(core::ErrorCode::read_only, "format", std::to_string(format));
    if (auto done = migrate(database, format); !done) return std::unexpected(done.error());
    return true;
}

} // namespace huikuan::store
