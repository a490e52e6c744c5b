#pragma once
// SQLite's way to a PageMemory: a VFS of one book. Its main file is the memory; journals and
// temporary files are plain memory that nobody keeps. No clock, disk or network is behind it.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace huikuan::store {

class PageMemory;

class PageVfs {
public:
    // `committed` is called when SQLite has made a commit final.
    PageVfs(PageMemory& memory, std::function<void()> committed);
    ~PageVfs();
    PageVfs(const PageVfs&) = delete;
    PageVfs& operator=(const PageVfs&) = delete;

    static constexpr const char* main_file = "book";
    [[nodiscard]] const std::string& name() const; // for sqlite3_open_v2
    [[nodiscard]] bool writing() const;            // a write transaction is open
    [[nodiscard]] bool reading() const;            // any transaction is open
    void set_read_only(bool read_only);            // writes answer SQLITE_READONLY

    struct Inside;

private:
    std::unique_ptr<Inside> inside_;
};

} // namespace huikuan::store
