// A page without a screen: the keeper, the pages and the vault as the app has them, driven by SQL
// text. The kill driver, the tests of several tabs and the bench use it (tests/kill/page.mjs).
#include <emscripten.h>
#include <sqlite3.h>

#include <memory>
#include <string>
#include <vector>

#include "session/keeper.h"

using huikuan::core::Result;
using huikuan::session::Keeper;

// clang-format off
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wextra-semi" // EM_JS ends what it declares itself
EM_JS(void, answer, (int request, const char* json), {
    Module.host.answer(request, JSON.parse(UTF8ToString(json)));
});
EM_JS(void, heard, (const char* what), { Module.host.heard(UTF8ToString(what)); });
#pragma clang diagnostic pop
// clang-format on

namespace {

std::unique_ptr<Keeper> keeper;
sqlite3* book = nullptr;
std::vector<sqlite3_stmt*> compiled;

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (static_cast<unsigned char>(c) < 0x20) {
            constexpr std::string_view digits = "0123456789abcdef";
            const auto code = static_cast<unsigned>(c);
            out += "\\u00";
            out += digits[code >> 4U];
            out += digits[code & 15U];
            continue;
        }
        out += c;
    }
    return out + "\"";
}
std::string error_json(const huikuan::core::Error& error) {
    return R"({"error":)" + quoted(huikuan::core::name_of(error.code)) + R"(,"field":)" +
           quoted(error.field) + R"(,"detail":)" + quoted(error.detail) + "}";
}
void answer_result(int request, const Result<void>& result) {
    answer(request, result ? "{}" : error_json(result.error()).c_str());
}

void open_book() {
    if (sqlite3_open_v2(Keeper::file().c_str(), &book, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                        keeper->vfs_name().c_str()) != SQLITE_OK)
        return heard("cannot open");
    sqlite3_exec(book,
                 "PRAGMA journal_mode=MEMORY; PRAGMA temp_store=MEMORY;"
                 "PRAGMA mmap_size=2000000000; PRAGMA cache_size=-4000",
                 nullptr, nullptr, nullptr);
}
void close_book() {
    for (sqlite3_stmt* statement : compiled) sqlite3_finalize(statement);
    compiled.clear();
    sqlite3_close(book);
    book = nullptr;
}

std::string status_json() {
    const auto status = keeper->status();
    constexpr const char* words[] = {"saved", "saving", "failed", "memory_only"};
    return R"({"save":")" + std::string(words[static_cast<int>(status.save)]) + R"(","detail":)" +
           quoted(status.problem.detail) + R"(,"read_only":)" +
           (status.read_only ? "true" : "false") + R"(,"unsaved":)" +
           std::to_string(status.unsaved) + "}";
}
std::string report_json() {
    const auto& report = keeper->report();
    std::string damaged;
    for (const std::string& key : report.damaged)
        damaged += (damaged.empty() ? "" : ",") + quoted(key);
    return R"({"replayed":)" + std::to_string(report.replayed) + R"(,"bytes":)" +
           std::to_string(report.bytes) + R"(,"cut":)" + (report.cut ? "true" : "false") +
           R"(,"repaired_root":)" + (report.repaired_root ? "true" : "false") +
           R"(,"returned_to":)" + quoted(report.returned_to) + R"(,"sealed":)" +
           (keeper->sealed() ? "true" : "false") + R"(,"damaged":[)" + damaged + "]}";
}

} // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void page_open(int request, const char* name, int create,
                                    const char* passphrase) {
    Keeper::Options options;
    options.create = create != 0;
    options.passphrase = passphrase;
    Keeper::open(name, std::move(options), [request](Result<std::unique_ptr<Keeper>> opened) {
        if (!opened) return answer(request, error_json(opened.error()).c_str());
        keeper = std::move(*opened);
        keeper->listen({.changed = [] { heard("changed"); },
                        .close = close_book,
                        .reopen =
                            [] {
                                open_book();
                                heard("reopened");
                            },
                        .status = [] { heard("status"); }});
        open_book();
        answer(request, report_json().c_str());
    });
}
EMSCRIPTEN_KEEPALIVE void page_close() {
    close_book();
    if (keeper) keeper->wipe();
    keeper.reset();
}
// Rows as JSON arrays of text, or {"error": message}. A write is handed to the keeper.
EMSCRIPTEN_KEEPALIVE const char* page_sql(const char* sql) {
    static std::string rows;
    rows = "[";
    char* message = nullptr;
    const auto row = [](void*, int count, char** cells, char**) {
        rows += rows.size() > 1 ? ",[" : "[";
        for (int i = 0; i < count; ++i)
            rows += (i > 0 ? "," : "") + (cells[i] == nullptr ? "null" : quoted(cells[i]));
        rows += "]";
        return 0;
    };
    const int code = sqlite3_exec(book, sql, row, nullptr, &message);
    rows += "]";
    if (code != SQLITE_OK) {
        rows = R"({"error":)" + quoted(message == nullptr ? "?" : message) + "}";
        sqlite3_free(message);
    }
    keeper->after_commit();
    return rows.c_str();
}
// A commit that is done often: its statements stay compiled, as the app's do (store/database).
EMSCRIPTEN_KEEPALIVE void page_compile(const char* sql) {
    while (*sql != '\0') {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v3(book, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, &sql) !=
            SQLITE_OK)
            return heard("cannot compile");
        if (statement != nullptr) compiled.push_back(statement);
    }
}
// All of them, in order, with ?1 and ?2 where they have them. 0, or SQLite's code of the error.
EMSCRIPTEN_KEEPALIVE int page_run(int first, int second) {
    for (sqlite3_stmt* statement : compiled) {
        const int values = sqlite3_bind_parameter_count(statement);
        if (values > 0) sqlite3_bind_int(statement, 1, first);
        if (values > 1) sqlite3_bind_int(statement, 2, second);
        sqlite3_step(statement);
        if (const int code = sqlite3_reset(statement); code != SQLITE_OK) return code;
    }
    keeper->after_commit();
    return 0;
}
EMSCRIPTEN_KEEPALIVE void page_when_saved(int request) {
    keeper->when_saved([request](const Result<void>& saved) { answer_result(request, saved); });
}
EMSCRIPTEN_KEEPALIVE int page_tick() { return keeper ? keeper->tick(4) : -1; }
EMSCRIPTEN_KEEPALIVE const char* page_status() {
    static std::string text;
    text = status_json();
    return text.c_str();
}
EMSCRIPTEN_KEEPALIVE void page_thresholds(double bytes, double items) {
    keeper->set_thresholds({static_cast<std::uint64_t>(bytes), static_cast<std::uint64_t>(items)});
}
EMSCRIPTEN_KEEPALIVE void page_take_over(int request) {
    keeper->take_over([request](const Result<void>& done) { answer_result(request, done); });
}
EMSCRIPTEN_KEEPALIVE void page_snapshot(int request, const char* label) {
    keeper->snapshot(label, [request](const Result<void>& done) { answer_result(request, done); });
}
EMSCRIPTEN_KEEPALIVE const char* page_snapshots() {
    static std::string text;
    text = "[";
    for (const auto& one : keeper->snapshots())
        text += std::string(text.size() > 1 ? "," : "") + "[" + quoted(one.key) + "," +
                quoted(one.label) + "]";
    text += "]";
    return text.c_str();
}
EMSCRIPTEN_KEEPALIVE void page_return_to(int request, const char* key) {
    keeper->return_to(key, [request](const Result<void>& done) { answer_result(request, done); });
}
EMSCRIPTEN_KEEPALIVE void page_passphrase(int request, const char* was, const char* is) {
    keeper->change_passphrase(
        was, is, [request](const Result<void>& done) { answer_result(request, done); });
}
EMSCRIPTEN_KEEPALIVE void page_list(int request) {
    huikuan::platform::list_vaults([request](auto status, const auto& entries) {
        std::string text;
        for (const auto& entry : entries)
            text +=
                (text.empty() ? "" : ",") + ("[" + quoted(entry.name) + "," + quoted(entry.label) +
                                             (entry.sealed ? ",true]" : ",false]"));
        answer(request, (R"({"status":)" + quoted(huikuan::platform::name_of(status)) +
                         R"(,"entries":[)" + text + "]}")
                            .c_str());
    });
}
EMSCRIPTEN_KEEPALIVE void page_label(int request, const char* name, const char* label) {
    huikuan::platform::label_vault(name, label, [request](auto status, const auto&) {
        answer(request,
               (R"({"status":)" + quoted(huikuan::platform::name_of(status)) + "}").c_str());
    });
}
EMSCRIPTEN_KEEPALIVE void page_delete(int request, const char* name) {
    huikuan::platform::delete_vault(name, [request](auto status, const auto&) {
        answer(request,
               (R"({"status":)" + quoted(huikuan::platform::name_of(status)) + "}").c_str());
    });
}

} // extern "C"

int main() { return 0; }
