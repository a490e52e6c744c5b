#include "ui/storage_card.h"

#include <array>
#include <charconv>
#include <utility>

#include "ui/backend/backend.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"

namespace huikuan::ui {

namespace {

std::string megabytes(std::int64_t bytes) {
    const std::int64_t tenths = bytes / 104'858; // of 1,048,576 bytes
    return count_text(tenths / 10) + "." + std::to_string(tenths % 10) + " MB";
}

// Says in a toast how something ended.
session::Done told(Backend& backend, std::string done) {
    return [&backend, done = std::move(done)](core::Result<void> result) {
        if (result) toast(done);
        else toast(error_words(result.error()), {}, true);
        backend.request_frame();
    };
}

// Some are made by the app, the rest is what a person typed.
std::string snapshot_words(const std::string& label) {
    if (label == "import") return say("snapshot.import");
    if (label == "merge") return say("snapshot.merge");
    if (label == "upgrade") return say("snapshot.upgrade");
    return label;
}

int setting_number(const std::string& text, int otherwise) {
    int value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failed == std::errc{} && end == text.data() + text.size() && value >= 0 ? value
                                                                                   : otherwise;
}
std::string backup_key(const Desk& desk) { return "backup/" + desk.session.vault(); }
int backup_days(const Desk& desk) { return setting_number(desk.setting("backup_days"), 14); }

} // namespace

int lock_minutes(const Backend& backend) {
    return setting_number(backend.setting("lock_minutes").value_or(""), 15);
}

void save_book_file(Desk& desk) {
    const std::string name = desk.session.book().company + ".huikuan";
    auto out = desk.library.save_file(name, "application/vnd.sqlite3");
    if (!out || desk.library.keeping() == nullptr) return;
    const auto saved = desk.library.keeping()->save_file(*out);
    if (!saved) return void(toast(error_words(saved.error()), {}, true));
    note_backup(desk);
    toast(say("storage.file_saved", name));
}

void note_backup(Desk& desk) {
    if (!desk.session.vault().empty())
        desk.keep_setting(backup_key(desk), core::to_text(desk.today));
}

void backup_reminder(Desk& desk) {
    const int days = backup_days(desk);
    if (days == 0 || desk.session.vault().empty()) return;
    const auto last = core::parse_iso(desk.setting(backup_key(desk)));
    if (!last) return note_backup(desk); // a book that is new here counts from today
    const std::int32_t since = core::days_between(*last, desk.today);
    if (since <= days) return;
    notice(say("backup.reminder", count_text(since)), BadgeKind::warn);
    Row row(8);
    if (button(say("storage.save_file"), {.icon = Icon::save}))
        desk.later([&desk] { save_book_file(desk); });
}

void StorageCard::ask_state(Desk& desk) {
    if (asked_) return;
    asked_ = true;
    session::storage_state([answers = answers_, &backend = desk.backend](auto state) {
        answers->state = state;
        answers->known = true;
        backend.request_frame();
    });
}

void StorageCard::draw(Desk& desk) {
    session::BookKeeping* keeping = desk.library.keeping();
    if (keeping == nullptr) return;
    ask_state(desk);
    const session::OpeningReport report = keeping->opening();
    if (report.repaired) notice(say("storage.repaired"), BadgeKind::warn);
    if (!report.returned_to.empty()) {
        notice(say("storage.returned", report.returned_to), BadgeKind::warn);
    }
    draw_damage(desk);
    draw_room(desk);
    draw_file(desk);
    draw_snapshots(desk);
    draw_passphrase(desk);
    draw_remove(desk);
}

void StorageCard::draw_room(Desk& desk) {
    Panel panel(say("storage.title"), 20, 12);
    heading(say("storage.title"), 2);
    text(say("settings.storage"), {.tone = Tone::soft});
    if (!answers_->known) return;
    {
        Row facts(28);
        const session::StorageState& state = answers_->state;
        if (state.used >= 0) fact(say("storage.used"), megabytes(state.used));
        if (state.quota >= 0) fact(say("storage.quota"), megabytes(state.quota));
        fact(say("storage.promise"), say(state.persistent ? "storage.kept" : "storage.may_go"),
             state.persistent ? Tone::green : Tone::amber);
    }
    if (answers_->state.persistent) return;
    if (button(say("storage.ask"), {.icon = Icon::shield})) {
        session::ask_persistence([answers = answers_, &backend = desk.backend](bool granted) {
            answers->state.persistent = granted;
            toast(say(granted ? "storage.granted" : "storage.refused"), {}, !granted);
            backend.request_frame();
        });
    }
}

void StorageCard::draw_file(Desk& desk) {
    Panel panel(say("storage.file"), 20, 12);
    heading(say("storage.file"), 2);
    text(say("storage.file_detail"), {.tone = Tone::soft});
    if (button(say("storage.save_file"), {.icon = Icon::save}))
        desk.later([&desk] { save_book_file(desk); });
    constexpr std::array days{3, 7, 14, 30, 90, 0};
    std::vector<std::string> words;
    int chosen = 0;
    for (std::size_t i = 0; i < days.size(); ++i) {
        words.push_back(days[i] == 0 ? say("backup.never")
                                     : say("backup.days", std::to_string(days[i])));
        if (days[i] == backup_days(desk)) chosen = static_cast<int>(i);
    }
    if (select(say("backup.remind"), chosen, words)) {
        desk.keep_setting("backup_days", std::to_string(days[static_cast<std::size_t>(chosen)]));
    }
}

void StorageCard::draw_damage(Desk& desk) {
    session::BookKeeping& keeping = *desk.library.keeping();
    const session::OpeningReport report = keeping.opening();
    if (report.damaged.empty()) return;
    text(say("storage.damaged", count_text(static_cast<std::int64_t>(report.damaged.size()))),
         {.tone = Tone::soft});
    if (!button(say("storage.save_damaged"), {.icon = Icon::save})) return;
    desk.later([&desk] {
        auto out = desk.library.save_file("damaged.bin", "application/octet-stream");
        desk.library.keeping()->save_damaged(
            std::move(out), told(desk.backend, say("storage.file_saved", "damaged.bin")));
    });
}

void StorageCard::draw_snapshots(Desk& desk) {
    session::BookKeeping& keeping = *desk.library.keeping();
    if (!keeping.in_browser()) return;
    Panel panel(say("storage.snapshots"), 20, 12);
    heading(say("storage.snapshots"), 2);
    text(say("storage.snapshots_detail"), {.tone = Tone::soft});
    const auto field = text_field(say("storage.label"), snapshot_label_,
                                  {.placeholder = say("storage.label_hint")});
    if (button(say("storage.take"), {.icon = Icon::clock}) || field.committed) {
        const std::string label = snapshot_label_.empty() ? date_text(desk.today) : snapshot_label_;
        snapshot_label_.clear();
        desk.later([&desk, label] {
            desk.library.keeping()->snapshot(label,
                                             told(desk.backend, say("storage.taken", label)));
        });
    }
    for (const session::BookSnapshot& snapshot : keeping.snapshots()) {
        const Named named(snapshot.key);
        Row row(10, true, 36);
        text(snapshot_words(snapshot.label), {.letters = Letters::strong});
        caption(moment_text(snapshot.made_ms) + " · " +
                megabytes(static_cast<std::int64_t>(snapshot.bytes)));
        if (button(say("storage.return"), {.kind = ButtonKind::quiet, .icon = Icon::undo})) {
            return_key_ = snapshot.key;
            return_label_ = snapshot.label;
            return_open_ = true;
        }
        if (icon_button(Icon::close, say("storage.forget", snapshot.label))) {
            desk.later([&desk, key = snapshot.key] {
                desk.library.keeping()->forget_snapshot(
                    key, told(desk.backend, say("storage.forgotten")));
            });
        }
    }
    Dialog dialog("return", say("storage.return_title"), return_open_);
    if (!dialog) return;
    text(say("storage.return_detail", return_label_));
    Row row(8);
    if (button(say("storage.return"), {.kind = ButtonKind::primary, .icon = Icon::undo})) {
        return_open_ = false;
        desk.later([&desk, key = return_key_, label = return_label_] {
            desk.library.keeping()->return_to(key,
                                              told(desk.backend, say("storage.returned", label)));
        });
    }
    if (button(say("kit.cancel"))) return_open_ = false;
}

void StorageCard::draw_passphrase(Desk& desk) {
    session::BookKeeping& keeping = *desk.library.keeping();
    if (!keeping.in_browser()) return;
    Panel panel(say("seal.title"), 20, 12);
    heading(say("seal.title"), 2);
    text(say(keeping.sealed() ? "seal.on" : "seal.off"), {.tone = Tone::soft});
    {
        Row row(8);
        const auto open = [&](bool unsealing) {
            seal_open_ = true;
            unsealing_ = unsealing;
            final_ = false;
            old_passphrase_.clear();
            new_passphrase_.clear();
            again_.clear();
        };
        if (button(say(keeping.sealed() ? "seal.change" : "seal.set"), {.icon = Icon::shield}))
            open(false);
        if (keeping.sealed()) {
            if (button(say("seal.remove"))) open(true);
            if (button(say("seal.lock_now"))) desk.later([&desk] { desk.library.lock(); });
        }
    }
    if (keeping.sealed()) draw_lock(desk);
    draw_seal_dialog(desk);
}

void StorageCard::draw_lock(Desk& desk) {
    constexpr std::array minutes{1, 5, 15, 30, 60, 0};
    std::vector<std::string> words;
    int chosen = 0;
    for (std::size_t i = 0; i < minutes.size(); ++i) {
        words.push_back(minutes[i] == 0 ? say("seal.never")
                                        : say("seal.minutes", std::to_string(minutes[i])));
        if (minutes[i] == lock_minutes(desk.backend)) chosen = static_cast<int>(i);
    }
    if (!select(say("seal.lock_after"), chosen, words)) return;
    const int wanted = minutes[static_cast<std::size_t>(chosen)];
    desk.keep_setting("lock_minutes", std::to_string(wanted));
}

// Setting a seal and taking it off copy the book (Library::reseal); changing the passphrase only
// wraps the key anew.
void StorageCard::draw_seal_dialog(Desk& desk) {
    Dialog dialog("passphrase", say(unsealing_ ? "seal.remove" : "seal.title"), seal_open_);
    if (!dialog) return;
    const bool sealed = desk.library.keeping()->sealed();
    text(say(unsealing_ ? "seal.remove_detail" : "seal.final"), {.tone = Tone::amber});
    if (sealed) {
        text_field(say("seal.old"), old_passphrase_,
                   {.kind = FieldKind::password, .required = true, .autofocus = true});
    }
    bool ready = !sealed || !old_passphrase_.empty();
    if (!unsealing_) {
        text_field(say("seal.new"), new_passphrase_,
                   {.kind = FieldKind::password, .required = true});
        const bool differs = !again_.empty() && again_ != new_passphrase_;
        text_field(say("seal.again"), again_,
                   {.kind = FieldKind::password,
                    .error = differs ? word("seal.differs") : std::string_view{},
                    .required = true});
        checkbox(say("seal.understood"), final_);
        ready = ready && final_ && !new_passphrase_.empty() && again_ == new_passphrase_;
    }
    Row row(8);
    if (button(say(unsealing_ ? "seal.remove" : "kit.save"),
               {.kind = unsealing_ ? ButtonKind::danger : ButtonKind::primary, .enabled = ready})) {
        seal_open_ = false;
        desk.later([&desk, sealed, unsealing = unsealing_, was = std::exchange(old_passphrase_, {}),
                    is = std::exchange(new_passphrase_, {})] {
            if (desk.session.status().unsaved > 0)
                return void(toast(say("settings.still_saving"), {}, true));
            if (sealed && !unsealing) {
                desk.library.keeping()->change_passphrase(was, is,
                                                          told(desk.backend, say("seal.changed")));
            } else {
                desk.library.reseal(was, unsealing ? std::string() : is);
            }
        });
        again_.clear();
    }
    if (button(say("kit.cancel"))) seal_open_ = false;
}

void StorageCard::draw_remove(Desk& desk) {
    if (desk.session.vault().empty()) return;
    Panel panel(say("remove.title"), 20, 12);
    heading(say("remove.title"), 2);
    text(say("remove.detail"), {.tone = Tone::soft});
    if (button(say("remove.start"), {.kind = ButtonKind::danger, .icon = Icon::close})) {
        remove_open_ = true;
        remove_typed_.clear();
    }
    Dialog dialog("remove", say("remove.title"), remove_open_);
    if (!dialog) return;
    const std::string company = desk.session.book().company;
    text(say("remove.confirm", company));
    text_field(say("label.company"), remove_typed_, {.placeholder = company, .autofocus = true});
    Row row(8);
    if (button(say("remove.do"),
               {.kind = ButtonKind::danger, .enabled = remove_typed_ == company})) {
        remove_open_ = false;
        desk.later([&desk] {
            const std::string name = desk.session.vault();
            Library& library = desk.library;
            library.close();
            library.remove(name);
        });
    }
    if (button(say("kit.cancel"))) remove_open_ = false;
}

} // namespace huikuan::ui
