#pragma once
// What SQLite asks of every VFS besides files: the time, and chance.
struct sqlite3_vfs;

namespace huikuan::store {

void give_time_and_chance(sqlite3_vfs& vfs);

} // namespace huikuan::store
