#pragma once
// How this device keeps the book: how much room there is and whether it is promised, the SQLite
// file itself, snapshots to return to, the passphrase, deleting.
#include <memory>
#include <string>

#include "ui/desk.h"

namespace huikuan::ui {

// The book as a SQLite file, to the person.
void save_book_file(Desk& desk);
// Something with the whole book in it has left this device (today); the reminder counts from there.
void note_backup(Desk& desk);
// On every page: when nothing has left the device for longer than the person wants.
void backup_reminder(Desk& desk);
// After so many minutes without a touch a sealed book is locked; 0 never.
int lock_minutes(const Backend& backend);

class StorageCard {
public:
    void draw(Desk& desk);

private:
    void ask_state(Desk& desk);
    void draw_room(Desk& desk);
    void draw_file(Desk& desk);
    void draw_snapshots(Desk& desk);
    void draw_passphrase(Desk& desk);
    void draw_damage(Desk& desk);
    void draw_lock(Desk& desk);
    void draw_seal_dialog(Desk& desk);
    void draw_remove(Desk& desk);

    // Answers of the browser come later: they write here, the card may be gone by then.
    struct Answers {
        session::StorageState state;
        bool known = false;
    };
    std::shared_ptr<Answers> answers_ = std::make_shared<Answers>();
    bool asked_ = false;
    std::string snapshot_label_;
    bool seal_open_ = false;
    bool unsealing_ = false;
    bool final_ = false; // "forgetting it is final" was read
    std::string old_passphrase_;
    std::string new_passphrase_;
    std::string again_;
    bool remove_open_ = false;
    std::string remove_typed_;
    std::string return_key_;
    std::string return_label_;
    bool return_open_ = false;
};

} // namespace huikuan::ui
