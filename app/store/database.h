#pragma once
// SQLite, thin: a connection, prepared statements and transactions. SQLite's own header is seen in
// database.cpp alone.
//
// Errors latch: the first one is kept, everything after it does nothing and answers no rows, and
// the transaction that ends there says it and takes all back. So the code between reads as the
// happy path, and no failure can be half done.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>

#include "core/change.h"
#include "core/date.h"
#include "core/id.h"
#include "core/money.h"
#include "core/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace huikuan::store {

// Bytes that are not text.
struct Blob {
    std::string_view bytes;
};

struct DatabaseOptions {
    std::string path = ":memory:";
    std::string vfs_name; // empty: SQLite's own
    bool read_only = false;
    bool create = false;
};

class Database {
public:
    static core::Result<std::unique_ptr<Database>> open(const DatabaseOptions& options);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    bool run(const char* sql); // one or several statements without arguments
    bool run(const std::string& sql) { return run(sql.c_str()); }
    [[nodiscard]] std::int64_t integer(const char* sql); // first column of the first row, or 0
    [[nodiscard]] std::string text(const char* sql);

    [[nodiscard]] bool ok() const { return !error_; }
    [[nodiscard]] const std::optional<core::Error>& error() const { return error_; }
    std::optional<core::Error> take_error();
    void fail(core::Error error); // the first one counts

    bool begin(bool write = true);
    core::Result<void> commit(); // rolls back where an error has latched, and answers it
    void rollback();
    [[nodiscard]] bool in_transaction() const { return in_transaction_; }

    // The file's bytes as SQLite keeps them, outside a transaction.
    core::Result<void> read_file(const std::function<bool(std::span<const std::uint8_t>)>& sink);
    // Takes the place of everything in this database.
    core::Result<void> copy_from(Database& source);
    // A database in memory, from bytes.
    static core::Result<std::unique_ptr<Database>> from_bytes(std::span<const std::uint8_t> bytes);

    [[nodiscard]] sqlite3* handle() const { return handle_; }
    [[nodiscard]] core::Error error_now(int code) const;

    // Compiling a statement costs more than most of them take to run: those that are done with are
    // kept for the next who says the same words. A statement is one user's until it is given back.
    [[nodiscard]] sqlite3_stmt* take_compiled(std::string_view sql);
    void give_back(std::string&& sql, sqlite3_stmt* statement);

private:
    Database() = default;
    core::Result<void> configure(const DatabaseOptions& options);
    sqlite3* handle_ = nullptr;
    std::optional<core::Error> error_;
    bool in_transaction_ = false;
    struct Words {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };
    std::unordered_map<std::string, sqlite3_stmt*, Words, std::equal_to<>> compiled_; // idle ones
};

// The rows of one running statement; resets it when it goes.
class Rows {
public:
    Rows(Database& database, sqlite3_stmt* statement)
        : database_(database), statement_(statement) {}
    ~Rows();
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    bool next();
    // Columns of the row, from 0. Text and blobs live until next().
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] std::string_view blob(int column) const;
    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::optional<std::int64_t> maybe(int column) const;
    [[nodiscard]] core::EntityId id(int column) const; // nil unless 16 bytes
    [[nodiscard]] core::Hash hash(int column) const;   // zeros unless 32 bytes
    [[nodiscard]] core::Date date(int column) const;   // NULL: far_future
    [[nodiscard]] core::Currency currency(int column) const;

private:
    Database& database_;
    sqlite3_stmt* statement_;
};

// One prepared statement, compiled at its first use.
class Statement {
public:
    Statement(Database& database, std::string sql) : database_(database), sql_(std::move(sql)) {}
    ~Statement();
    Statement(Statement&&) = delete;
    Statement& operator=(Statement&&) = delete;

    // Runs to the end. Answers whether it went well.
    template <class... Values>
    bool run(const Values&... values) {
        if (!ready()) return false;
        int position = 0;
        (bind(++position, values, true), ...);
        return finish();
    }
    // Runs and answers rows. Arguments are copied.
    template <class... Values>
    [[nodiscard]] Rows query(const Values&... values) {
        if (!ready()) return {database_, nullptr};
        int position = 0;
        (bind(++position, values, false), ...);
        return {database_, statement_};
    }

private:
    bool ready();
    bool finish();
    void bind_integer(int position, std::int64_t value);
    void bind_null(int position);
    void bind_text(int position, std::string_view value, bool stays);
    void bind_blob(int position, std::string_view value, bool stays);

    template <class Value>
    void bind(int position, const Value& value, bool stays) {
        if constexpr (std::is_same_v<Value, bool> || std::is_integral_v<Value>) {
            bind_integer(position, static_cast<std::int64_t>(value));
        } else if constexpr (std::is_enum_v<Value>) {
            bind_integer(position, static_cast<std::int64_t>(value));
        } else if constexpr (std::is_same_v<Value, core::Date>) {
            if (value == core::far_future) bind_null(position);
            else bind_integer(position, value.days);
        } else if constexpr (std::is_same_v<Value, Blob>) {
            bind_blob(position, value.bytes, stays);
        } else if constexpr (std::is_same_v<Value, std::optional<Blob>>) {
            if (value) bind_blob(position, value->bytes, stays);
            else bind_null(position);
        } else if constexpr (std::is_same_v<Value, std::optional<std::int64_t>>) {
            if (value) bind_integer(position, *value);
            else bind_null(position);
        } else if constexpr (std::is_same_v<Value, core::Hash>) {
            bind_blob(position, {reinterpret_cast<const char*>(value.data()), value.size()}, stays);
        } else if constexpr (std::is_same_v<Value, core::Currency>) {
            bind_text(position, value.view(), stays);
        } else if constexpr (std::is_same_v<Value, core::EntityId>) {
            bind_id(position, value);
        } else if constexpr (std::is_same_v<Value, core::DeviceId>) {
            bind_text(position, value.view(), false);
        } else {
            bind_text(position, std::string_view(value), stays);
        }
    }
    void bind_id(int position, core::EntityId id);

    Database& database_;
    std::string sql_;
    sqlite3_stmt* statement_ = nullptr;
};

// Everything or nothing. Gone without commit: rolled back.
class Transaction {
public:
    explicit Transaction(Database& database, bool write = true) : database_(database) {
        open_ = database_.begin(write);
    }
    ~Transaction() {
        if (open_) database_.rollback();
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    core::Result<void> commit() {
        open_ = false;
        return database_.commit();
    }

private:
    Database& database_;
    bool open_ = false;
};

// 16 bytes, most significant first: sorts as the id does.
std::string to_blob(core::EntityId id);
core::EntityId id_of_blob(std::string_view blob);
// A context as 24 bytes a dot.
std::string to_blob(const core::Context& context);
core::Context context_of_blob(std::string_view blob);
std::string hex(const core::Hash& hash);

} // namespace huikuan::store
