#include "store/database.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>
#include <vector>

namespace huikuan::store {
namespace {

constexpr std::size_t most_compiled = 256; // statements kept idle

core::ErrorCode code_of(int sqlite_code) {
    switch (sqlite_code & 0xFF) {
    case SQLITE_NOTADB: return core::ErrorCode::not_a_book;
    case SQLITE_CORRUPT: return core::ErrorCode::corrupt;
    case SQLITE_READONLY: return core::ErrorCode::read_only;
    case SQLITE_TOOBIG:
    case SQLITE_NOMEM: return core::ErrorCode::too_large;
    default: return core::ErrorCode::io;
    }
}

} // namespace

core::Error Database::error_now(int code) const {
    return {code_of(code), "database",
            handle_ != nullptr ? sqlite3_errmsg(handle_) : sqlite3_errstr(code)};
}

core::Result<std::unique_ptr<Database>> Database::open(const DatabaseOptions& options) {
    std::unique_ptr<Database> database(new Database);
    int flags = SQLITE_OPEN_NOMUTEX;
    if (options.read_only) flags |= SQLITE_OPEN_READONLY;
    else flags |= SQLITE_OPEN_READWRITE;
    if (options.create) flags |= SQLITE_OPEN_CREATE;
    const char* vfs = options.vfs_name.empty() ? nullptr : options.vfs_name.c_str();
    const int code = sqlite3_open_v2(options.path.c_str(), &database->handle_, flags, vfs);
    if (code != SQLITE_OK) return std::unexpected(database->error_now(code));
    sqlite3_extended_result_codes(database->handle_, 1);
    if (auto done = database->configure(options); !done) return std::unexpected(done.error());
    return database;
}

core::Result<void> Database::configure(const DatabaseOptions& options) {
    // A file of ours holds data only: no schema of it may call functions that touch the world.
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    // A plan must not depend on what is bound: else each use of a statement on a table with partial
    // indexes (register) compiles it anew.
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
    sqlite3_busy_timeout(handle_, 5000);
    run("PRAGMA page_size = 4096; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF");
    const bool pages = !options.vfs_name.empty();
    if (pages) {
        // The page VFS makes a commit atomic itself and hands its pages out in place. What it
        // loads carries checksums, and a file that comes in is checked whole before it is taken:
        // to look at each cell of a page again at each read cost a twentieth of an import.
        run("PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE;"
            "PRAGMA synchronous = NORMAL; PRAGMA mmap_size = 4294967296; PRAGMA cache_size = "
            "-16384");
    } else if (!options.read_only) {
        run("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536");
    }
    if (!pages) run("PRAGMA cell_size_check = ON");
    // The first read of the file: this is where another format shows.
    (void)integer("SELECT count(*) FROM sqlite_schema");
    if (auto error = take_error()) return std::unexpected(*error);
    return {};
}

Database::~Database() {
    for (const auto& [sql, statement] : compiled_) sqlite3_finalize(statement);
    if (handle_ != nullptr) sqlite3_close_v2(handle_);
}

sqlite3_stmt* Database::take_compiled(std::string_view sql) {
    const auto found = compiled_.find(sql);
    if (found == compiled_.end()) return nullptr;
    sqlite3_stmt* statement = found->second;
    compiled_.erase(found);
    return statement;
}

void Database::give_back(std::string&& sql, sqlite3_stmt* statement) {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement); // what was bound in place may be gone by then
    const bool kept =
        compiled_.size() < most_compiled && compiled_.try_emplace(std::move(sql), statement).second;
    if (!kept) sqlite3_finalize(statement);
}

bool Database::run(const char* sql) {
    if (!ok()) return false;
    const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(error_now(code));
    return ok();
}

std::int64_t Database::integer(const char* sql) {
    Statement statement(*this, sql);
    Rows rows = statement.query();
    return rows.next() ? rows.integer(0) : 0;
}

std::string Database::text(const char* sql) {
    Statement statement(*this, sql);
    Rows rows = statement.query();
    return rows.next() ? std::string(rows.text(0)) : std::string();
}

std::optional<core::Error> Database::take_error() { return std::exchange(error_, std::nullopt); }

void Database::fail(core::Error error) {
    if (!error_) error_ = std::move(error);
}

bool Database::begin(bool write) {
    if (!Statement(*this, write ? "BEGIN IMMEDIATE" : "BEGIN").run()) return false;
    in_transaction_ = true;
    return true;
}

core::Result<void> Database::commit() {
    if (in_transaction_) Statement(*this, "COMMIT").run();
    if (auto error = take_error()) {
        rollback();
        return std::unexpected(*error);
    }
    in_transaction_ = false;
    return {};
}

void Database::rollback() {
    // SQLite may have rolled back by itself (a full disk); then there is nothing left to do.
    if (sqlite3_get_autocommit(handle_) == 0) {
        sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
    }
    in_transaction_ = false;
    error_.reset();
}

core::Result<void>
Database::read_file(const std::function<bool(std::span<const std::uint8_t>)>& sink) {
    if (sqlite3_get_autocommit(handle_) == 0) {
        return core::fail(core::ErrorCode::io, "database", "a transaction is open");
    }
    Transaction reading(*this, false);
    (void)integer("SELECT count(*) FROM sqlite_schema"); // takes the lock
    if (!ok()) return reading.commit();
    sqlite3_file* file = nullptr;
    sqlite3_file_control(handle_, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (file == nullptr || file->pMethods == nullptr) { // in memory: there is no file
        sqlite3_int64 size = 0;
        unsigned char* bytes = sqlite3_serialize(handle_, "main", &size, 0);
        if (bytes == nullptr) return core::fail(core::ErrorCode::too_large, "database");
        const bool taken = sink({bytes, static_cast<std::size_t>(size)});
        sqlite3_free(bytes);
        if (!taken) return core::fail(core::ErrorCode::cancelled);
        return reading.commit();
    }
    sqlite3_int64 size = 0;
    int code = file->pMethods->xFileSize(file, &size);
    std::vector<std::uint8_t> portion(1U << 20);
    for (sqlite3_int64 at = 0; code == SQLITE_OK && at < size;) {
        const auto count = static_cast<int>(
            std::min<sqlite3_int64>(size - at, static_cast<sqlite3_int64>(portion.size())));
        code = file->pMethods->xRead(file, portion.data(), count, at);
        if (code != SQLITE_OK) break;
        if (!sink({portion.data(), static_cast<std::size_t>(count)})) {
            return core::fail(core::ErrorCode::cancelled);
        }
        at += count;
    }
    if (code != SQLITE_OK) fail({core::ErrorCode::io, "database", sqlite3_errstr(code)});
    return reading.commit();
}

core::Result<void> Database::copy_from(Database& source) {
    sqlite3_backup* backup = sqlite3_backup_init(handle_, "main", source.handle_, "main");
    if (backup == nullptr) return std::unexpected(error_now(sqlite3_errcode(handle_)));
    sqlite3_backup_step(backup, -1);
    const int code = sqlite3_backup_finish(backup);
    if (code != SQLITE_OK) return std::unexpected(error_now(code));
    return {};
}

core::Result<std::unique_ptr<Database>> Database::from_bytes(std::span<const std::uint8_t> bytes) {
    auto database = open({.create = true});
    if (!database) return database;
    auto* copy = static_cast<unsigned char*>(sqlite3_malloc64(bytes.size() + 1));
    if (copy == nullptr) return core::fail(core::ErrorCode::too_large, "database");
    std::ranges::copy(bytes, copy);
    const auto size = static_cast<sqlite3_int64>(bytes.size());
    const int code =
        sqlite3_deserialize((*database)->handle_, "main", copy, size, size,
                            SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
    if (code != SQLITE_OK) return std::unexpected((*database)->error_now(code));
    (void)(*database)->integer("SELECT count(*) FROM sqlite_schema");
    if (auto error = (*database)->take_error()) return std::unexpected(*error);
    return database;
}

Rows::~Rows() {
    if (statement_ != nullptr) sqlite3_reset(statement_);
}

bool Rows::next() {
    if (statement_ == nullptr || !database_.ok()) return false;
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) database_.fail(database_.error_now(code));
    sqlite3_reset(statement_);
    statement_ = nullptr;
    return false;
}

std::int64_t Rows::integer(int column) const { return sqlite3_column_int64(statement_, column); }

std::string_view Rows::text(int column) const {
    const unsigned char* text = sqlite3_column_text(statement_, column);
    if (text == nullptr) return {};
    return {reinterpret_cast<const char*>(text),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view Rows::blob(int column) const {
    const void* bytes = sqlite3_column_blob(statement_, column);
    if (bytes == nullptr) return {};
    return {static_cast<const char*>(bytes),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Rows::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::optional<std::int64_t> Rows::maybe(int column) const {
    if (is_null(column)) return std::nullopt;
    return integer(column);
}

core::EntityId Rows::id(int column) const { return id_of_blob(blob(column)); }

core::Hash Rows::hash(int column) const {
    core::Hash hash{};
    const std::string_view bytes = blob(column);
    if (bytes.size() == hash.size()) std::memcpy(hash.data(), bytes.data(), hash.size());
    return hash;
}

core::Date Rows::date(int column) const {
    if (is_null(column)) return core::far_future;
    return {static_cast<std::int32_t>(integer(column))};
}

core::Currency Rows::currency(int column) const {
    core::Currency currency;
    const std::string_view code = text(column);
    if (code.size() == 3) std::memcpy(currency.code, code.data(), 3);
    return currency;
}

Statement::~Statement() {
    if (statement_ != nullptr) database_.give_back(std::move(sql_), statement_);
}

bool Statement::ready() {
    if (!database_.ok()) return false;
    if (statement_ != nullptr) {
        sqlite3_reset(statement_);
        return true;
    }
    statement_ = database_.take_compiled(sql_);
    if (statement_ != nullptr) return true;
    const int code =
        sqlite3_prepare_v3(database_.handle(), sql_.c_str(), static_cast<int>(sql_.size() + 1),
                           SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
    if (code != SQLITE_OK) database_.fail(database_.error_now(code));
    return database_.ok();
}

bool Statement::finish() {
    int code = sqlite3_step(statement_);
    while (code == SQLITE_ROW) code = sqlite3_step(statement_);
    if (code != SQLITE_DONE) database_.fail(database_.error_now(code));
    sqlite3_reset(statement_);
    return database_.ok();
}

void Statement::bind_integer(int position, std::int64_t value) {
    sqlite3_bind_int64(statement_, position, value);
}

void Statement::bind_null(int position) { sqlite3_bind_null(statement_, position); }

void Statement::bind_text(int position, std::string_view value, bool stays) {
    sqlite3_bind_text64(statement_, position, value.data() != nullptr ? value.data() : "",
                        value.size(), stays ? SQLITE_STATIC : SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Statement::bind_blob(int position, std::string_view value, bool stays) {
    sqlite3_bind_blob64(statement_, position, value.data() != nullptr ? value.data() : "",
                        value.size(), stays ? SQLITE_STATIC : SQLITE_TRANSIENT);
}

void Statement::bind_id(int position, core::EntityId id) {
    const std::string blob = to_blob(id);
    sqlite3_bind_blob64(statement_, position, blob.data(), blob.size(), SQLITE_TRANSIENT);
}

std::string to_blob(core::EntityId id) {
    std::string blob(16, '\0');
    for (unsigned i = 0; i < 8; ++i) {
        blob[i] = static_cast<char>((id.high >> (56 - 8 * i)) & 0xFF);
        blob[8 + i] = static_cast<char>((id.low >> (56 - 8 * i)) & 0xFF);
    }
    return blob;
}

namespace {
std::uint64_t big_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
    return value;
}
} // namespace

core::EntityId id_of_blob(std::string_view blob) {
    if (blob.size() != 16) return {};
    return {big_endian(blob.substr(0, 8)), big_endian(blob.substr(8))};
}

std::string to_blob(const core::Context& context) {
    std::string blob;
    blob.reserve(context.size() * 24);
    for (const core::Dot& dot : context) {
        blob.append(dot.device.text.data(), dot.device.text.size());
        for (unsigned i = 0; i < 8; ++i) {
            blob.push_back(static_cast<char>((dot.seq >> (56 - 8 * i)) & 0xFF));
        }
    }
    return blob;
}

core::Context context_of_blob(std::string_view blob) {
    core::Context context;
    for (std::size_t at = 0; at + 24 <= blob.size(); at += 24) {
        core::Dot dot;
        std::memcpy(dot.device.text.data(), blob.data() + at, 16);
        dot.seq = big_endian(blob.substr(at + 16, 8));
        context.push_back(dot);
    }
    return context;
}

std::string hex(const core::Hash& hash) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(64);
    for (const std::uint8_t byte : hash) {
        text.push_back(digits[byte >> 4]);
        text.push_back(digits[byte & 15]);
    }
    return text;
}

} // namespace huikuan::store
