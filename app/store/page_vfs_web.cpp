// The only VFS that a page has from the start: it knows the time and chance, and opens nothing.
// Books in memory need it, and PageVfs comes beside it. Where SQLite was built with its own (the
// unit tests under Node), that one counts: this is weak.
#include "store/page_vfs.h"

#include <sqlite3.h>

#include <cstring>

#include "store/page_clock.h"

namespace {

int open_nothing(sqlite3_vfs*, const char*, sqlite3_file* file, int, int*) {
    file->pMethods = nullptr;
    return SQLITE_CANTOPEN;
}
int delete_nothing(sqlite3_vfs*, const char*, int) { return SQLITE_OK; }
int find_nothing(sqlite3_vfs*, const char*, int, int* result) {
    *result = 0;
    return SQLITE_OK;
}
int same_name(sqlite3_vfs*, const char* name, int room, char* out) {
    const std::size_t length = std::strlen(name);
    if (length >= static_cast<std::size_t>(room)) return SQLITE_CANTOPEN;
    std::memcpy(out, name, length + 1);
    return SQLITE_OK;
}

} // namespace

extern "C" {

[[gnu::weak]] int sqlite3_os_init() {
    static sqlite3_vfs vfs{};
    vfs.iVersion = 2;
    vfs.szOsFile = sizeof(sqlite3_file);
    vfs.mxPathname = 256;
    vfs.zName = "nothing";
    vfs.xOpen = open_nothing;
    vfs.xDelete = delete_nothing;
    vfs.xAccess = find_nothing;
    vfs.xFullPathname = same_name;
    huikuan::store::give_time_and_chance(vfs);
    return sqlite3_vfs_register(&vfs, 1);
}
[[gnu::weak]] int sqlite3_os_end() { return SQLITE_OK; }

} // extern "C"
