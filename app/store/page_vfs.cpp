#include "store/page_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <new>
#include <vector>

#include "store/page_clock.h"
#include "store/page_memory.h"

namespace huikuan::store {

struct PageVfs::Inside {
    PageMemory& memory;
    std::function<void()> committed;
    std::string name;
    sqlite3_vfs vfs{};
    bool read_only = false;
    // Locks of the connections to the main file, as SQLite counts them.
    int shared = 0;
    const void* reserved = nullptr;
    bool exclusive = false;
    std::map<std::string, std::shared_ptr<Bytes>> others; // journals, by name
};

namespace {

using Inside = PageVfs::Inside;

struct MainFile {
    sqlite3_file base;
    Inside* inside;
    int lock;
};
struct OtherFile {
    sqlite3_file base;
    std::shared_ptr<Bytes> bytes;
};

Inside& of(sqlite3_file* file) { return *reinterpret_cast<MainFile*>(file)->inside; }
Bytes& other(sqlite3_file* file) { return *reinterpret_cast<OtherFile*>(file)->bytes; }

// --- the main file

void unlock_to(MainFile* file, int level) {
    Inside& inside = *file->inside;
    if (file->lock >= SQLITE_LOCK_EXCLUSIVE && level < SQLITE_LOCK_EXCLUSIVE)
        inside.exclusive = false;
    if (file->lock >= SQLITE_LOCK_RESERVED && level < SQLITE_LOCK_RESERVED)
        inside.reserved = nullptr;
    if (file->lock >= SQLITE_LOCK_SHARED && level < SQLITE_LOCK_SHARED) --inside.shared;
    file->lock = std::min(file->lock, level);
}

int main_close(sqlite3_file* file) {
    unlock_to(reinterpret_cast<MainFile*>(file), SQLITE_LOCK_NONE);
    return SQLITE_OK;
}
int main_read(sqlite3_file* file, void* to, int count, sqlite3_int64 offset) {
    const bool whole =
        of(file).memory.read(static_cast<std::uint64_t>(offset),
                             {static_cast<std::uint8_t*>(to), static_cast<std::size_t>(count)});
    return whole ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}
int main_write(sqlite3_file* file, const void* from, int count, sqlite3_int64 offset) {
    const bool done = of(file).memory.write(
        static_cast<std::uint64_t>(offset),
        {static_cast<const std::uint8_t*>(from), static_cast<std::size_t>(count)});
    return done ? SQLITE_OK : SQLITE_FULL;
}
int main_truncate(sqlite3_file* file, sqlite3_int64 size) {
    of(file).memory.truncate(static_cast<std::uint64_t>(size));
    return SQLITE_OK;
}
int main_size(sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(of(file).memory.size());
    return SQLITE_OK;
}
int main_lock(sqlite3_file* base, int level) {
    auto* file = reinterpret_cast<MainFile*>(base);
    Inside& inside = *file->inside;
    if (file->lock >= level) return SQLITE_OK;
    if (level == SQLITE_LOCK_SHARED) {
        if (inside.exclusive) return SQLITE_BUSY;
        ++inside.shared;
    } else {
        // Refused at the door: a write that fails later would have to be rolled back by writing.
        if (inside.read_only && inside.reserved != file) return SQLITE_READONLY;
        if (inside.reserved != nullptr && inside.reserved != file) return SQLITE_BUSY;
        if (level == SQLITE_LOCK_EXCLUSIVE) {
            if (inside.shared > 1) return SQLITE_BUSY;
            inside.exclusive = true;
        }
        inside.reserved = file;
    }
    file->lock = level;
    return SQLITE_OK;
}
int main_unlock(sqlite3_file* file, int level) {
    unlock_to(reinterpret_cast<MainFile*>(file), level);
    return SQLITE_OK;
}
int main_check_reserved(sqlite3_file* file, int* result) {
    *result = of(file).reserved != nullptr ? 1 : 0;
    return SQLITE_OK;
}
int main_control(sqlite3_file* file, int operation, void* argument) {
    switch (operation) {
    case SQLITE_FCNTL_COMMIT_PHASETWO: of(file).committed(); return SQLITE_OK;
    case SQLITE_FCNTL_MMAP_SIZE: {
        auto* size = static_cast<sqlite3_int64*>(argument);
        if (*size < 0) *size = static_cast<sqlite3_int64>(book_size_limit);
        return SQLITE_OK;
    }
    default: return SQLITE_NOTFOUND;
    }
}
int main_fetch(sqlite3_file* file, sqlite3_int64 offset, int count, void** page) {
    *page =
        of(file).memory.fetch(static_cast<std::uint64_t>(offset), static_cast<std::size_t>(count));
    return SQLITE_OK;
}
int main_unfetch(sqlite3_file*, sqlite3_int64, void*) { return SQLITE_OK; }

// --- journals and temporary files

int other_close(sqlite3_file* file) {
    reinterpret_cast<OtherFile*>(file)->~OtherFile();
    return SQLITE_OK;
}
int other_read(sqlite3_file* file, void* to, int count, sqlite3_int64 offset) {
    const Bytes& bytes = other(file);
    const auto from = static_cast<std::size_t>(offset);
    const auto wanted = static_cast<std::size_t>(count);
    const std::size_t there = from < bytes.size() ? std::min(wanted, bytes.size() - from) : 0;
    std::memset(to, 0, wanted);
    if (there > 0) std::memcpy(to, bytes.data() + from, there);
    return there == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}
int other_write(sqlite3_file* file, const void* from, int count, sqlite3_int64 offset) {
    Bytes& bytes = other(file);
    const auto end = static_cast<std::size_t>(offset) + static_cast<std::size_t>(count);
    try {
        if (bytes.size() < end) bytes.resize(end);
    } catch (const std::bad_alloc&) { return SQLITE_FULL; }
    if (count > 0) std::memcpy(bytes.data() + offset, from, static_cast<std::size_t>(count));
    return SQLITE_OK;
}
int other_truncate(sqlite3_file* file, sqlite3_int64 size) {
    other(file).resize(static_cast<std::size_t>(size));
    return SQLITE_OK;
}
int other_size(sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(other(file).size());
    return SQLITE_OK;
}

int no_sync(sqlite3_file*, int) { return SQLITE_OK; } // the vault does that, after the commit
int no_lock(sqlite3_file*, int) { return SQLITE_OK; }
int not_reserved(sqlite3_file*, int* result) {
    *result = 0;
    return SQLITE_OK;
}
int no_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector(sqlite3_file*) { return static_cast<int>(block_size); }
int characteristics(sqlite3_file*) {
    return SQLITE_IOCAP_ATOMIC | SQLITE_IOCAP_SAFE_APPEND | SQLITE_IOCAP_SEQUENTIAL |
           SQLITE_IOCAP_POWERSAFE_OVERWRITE | SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN;
}

const sqlite3_io_methods main_methods = {3,
                                         main_close,
                                         main_read,
                                         main_write,
                                         main_truncate,
                                         no_sync,
                                         main_size,
                                         main_lock,
                                         main_unlock,
                                         main_check_reserved,
                                         main_control,
                                         sector,
                                         characteristics,
                                         nullptr,
                                         nullptr,
                                         nullptr,
                                         nullptr,
                                         main_fetch,
                                         main_unfetch};
const sqlite3_io_methods other_methods = {
    1,       other_close, other_read,   other_write, other_truncate, no_sync,         other_size,
    no_lock, no_lock,     not_reserved, no_control,  sector,         characteristics, nullptr,
    nullptr, nullptr,     nullptr,      nullptr,     nullptr};

// --- the VFS

Inside& of(sqlite3_vfs* vfs) { return *static_cast<Inside*>(vfs->pAppData); }

int vfs_open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    Inside& inside = of(vfs);
    if ((flags & SQLITE_OPEN_MAIN_DB) != 0) {
        if (name == nullptr || std::strcmp(name, PageVfs::main_file) != 0) {
            file->pMethods = nullptr;
            return SQLITE_CANTOPEN;
        }
        auto* opened = reinterpret_cast<MainFile*>(file);
        opened->inside = &inside;
        opened->lock = SQLITE_LOCK_NONE;
        opened->base.pMethods = &main_methods;
    } else {
        auto* opened = new (file) OtherFile{};
        opened->bytes = name == nullptr ? std::make_shared<Bytes>() : inside.others[name];
        if (opened->bytes == nullptr)
            opened->bytes = inside.others[name] = std::make_shared<Bytes>();
        opened->base.pMethods = &other_methods;
    }
    if (out_flags != nullptr) *out_flags = flags;
    return SQLITE_OK;
}
int vfs_delete(sqlite3_vfs* vfs, const char* name, int) {
    of(vfs).others.erase(name);
    return SQLITE_OK;
}
int vfs_access(sqlite3_vfs* vfs, const char* name, int, int* result) {
    *result = std::strcmp(name, PageVfs::main_file) == 0 || of(vfs).others.contains(name) ? 1 : 0;
    return SQLITE_OK;
}
int vfs_full_name(sqlite3_vfs*, const char* name, int room, char* out) {
    const std::size_t length = std::strlen(name);
    if (length >= static_cast<std::size_t>(room)) return SQLITE_CANTOPEN;
    std::memcpy(out, name, length + 1);
    return SQLITE_OK;
}
} // namespace

PageVfs::PageVfs(PageMemory& memory, std::function<void()> committed)
    : inside_(new Inside{.memory = memory, .committed = std::move(committed), .name = {}}) {
    static std::uint64_t count = 0;
    inside_->name = "pages-" + std::to_string(++count);
    sqlite3_vfs& vfs = inside_->vfs;
    vfs.iVersion = 2;
    vfs.szOsFile = static_cast<int>(std::max(sizeof(MainFile), sizeof(OtherFile)));
    vfs.mxPathname = 256;
    vfs.zName = inside_->name.c_str();
    vfs.pAppData = inside_.get();
    vfs.xOpen = vfs_open;
    vfs.xDelete = vfs_delete;
    vfs.xAccess = vfs_access;
    vfs.xFullPathname = vfs_full_name;
    give_time_and_chance(vfs);
    sqlite3_vfs_register(&vfs, 0);
}
PageVfs::~PageVfs() { sqlite3_vfs_unregister(&inside_->vfs); }

const std::string& PageVfs::name() const { return inside_->name; }
bool PageVfs::writing() const { return inside_->reserved != nullptr; }
bool PageVfs::reading() const { return inside_->shared > 0; }
void PageVfs::set_read_only(bool read_only) { inside_->read_only = read_only; }

} // namespace huikuan::store
