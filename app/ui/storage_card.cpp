#include "ui/storage_card.h"

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

} // namespace

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
    if (button(say("storage.save_file"), {.icon = Icon::save})) {
        desk.later([&desk] {
            const std::string name = desk.session.book().company + ".huikuan";
            auto out = desk.library.save_file(name, "application/vnd.sqlite3");
            if (!out || desk.library.keeping() == nullptr) return;
            const auto saved = desk.library.keeping()->save_file(*out);
            if (saved) toast(say("storage.file_saved", name));
            else toast(error_words(saved.error()), {}, true);
        });
    }
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
        text(snapshot.label, {.letters = Letters::strong});
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
    if (button(say(keeping.sealed() ? "seal.change" : "seal.set"), {.icon = Icon::shield})) {
        seal_open_ = true;
        old_passphrase_.clear();
        new_passphrase_.clear();
    }
    Dialog dialog("passphrase", say("seal.title"), seal_open_);
    if (!dialog) return;
    text(say("start.passphrase_hint"), {.tone = Tone::soft});
    if (keeping.sealed()) {
        text_field(say("seal.old"), old_passphrase_,
                   {.kind = FieldKind::password, .required = true});
    }
    text_field(say("seal.new"), new_passphrase_,
               {.kind = FieldKind::password,
                .hint = keeping.sealed() ? word("seal.empty_opens") : std::string_view{}});
    Row row(8);
    const bool ready = keeping.sealed() ? !old_passphrase_.empty() : !new_passphrase_.empty();
    if (button(say("kit.save"), {.kind = ButtonKind::primary, .enabled = ready})) {
        seal_open_ = false;
        desk.later([&desk, before = old_passphrase_, after = new_passphrase_] {
            desk.library.keeping()->change_passphrase(before, after,
                                                      told(desk.backend, say("seal.changed")));
        });
        old_passphrase_.clear();
        new_passphrase_.clear();
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
