#include "store/page_clock.h"

#include <sqlite3.h>

#include <chrono>
#include <random>

namespace huikuan::store {
namespace {

int vfs_randomness(sqlite3_vfs*, int count, char* out) {
    std::random_device device;
    for (int i = 0; i < count; ++i) out[i] = static_cast<char>(device());
    return count;
}
int vfs_sleep(sqlite3_vfs*, int) { return 0; }
int vfs_time64(sqlite3_vfs*, sqlite3_int64* out) {
    constexpr sqlite3_int64 unix_epoch = 210866760000000; // Julian day 2440587.5 in milliseconds
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    *out = unix_epoch + std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
    return SQLITE_OK;
}
int vfs_time(sqlite3_vfs* vfs, double* out) {
    sqlite3_int64 now = 0;
    vfs_time64(vfs, &now);
    *out = static_cast<double>(now) / 86400000.0;
    return SQLITE_OK;
}
int vfs_last_error(sqlite3_vfs*, int, char*) { return 0; }

} // namespace

void give_time_and_chance(sqlite3_vfs& vfs) {
    vfs.xRandomness = vfs_randomness;
    vfs.xSleep = vfs_sleep;
    vfs.xCurrentTime = vfs_time;
    vfs.xGetLastError = vfs_last_error;
    vfs.xCurrentTimeInt64 = vfs_time64;
}

} // namespace huikuan::store
