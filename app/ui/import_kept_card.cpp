#include "ui/import_kept_card.h"

#include "ui/import_preview.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"

namespace huikuan::ui {

void ImportKeptCard::draw(Desk& desk) {
    const auto& all =
        kept_.get(desk.session.revision(), [&] { return session::kept_imports(desk.session); });
    const auto& banks = banks_.get(desk.session.revision(),
                                   [&] { return session::kept_bank_layouts(desk.session); });
    if (all.empty() && banks.empty()) return;
    Panel panel(say("import.kept"), 16, 8);
    heading(say("import.kept"), 2);
    caption(say("import.kept_hint"));
    for (const session::KeptImport& kept : all) draw_one(desk, kept);
    for (const session::KeptBankLayout& kept : banks) {
        const Named named(kept.name);
        Row row(12, true, 36);
        const std::string words = kept.account.empty() ? kept.name.substr(0, 6) : kept.account;
        text(say("import.kept_bank", words));
        if (button(say("import.kept_remove", words), {.kind = ButtonKind::quiet})) {
            desk.act(
                [kept](session::Session& book) { return session::forget_bank_layout(book, kept); },
                say("import.kept_removed", words));
        }
    }
}

void ImportKeptCard::draw_one(Desk& desk, const session::KeptImport& kept) {
    const Named named(kept.key);
    if (renaming_ != kept.key) {
        Row row(12, true, 36);
        text(kept.name);
        caption(import_kind_words(kept.kind));
        if (button(say("import.kept_rename", kept.name), {.kind = ButtonKind::quiet})) {
            renaming_ = kept.key;
            name_ = kept.name;
            problem_.clear();
        }
        if (button(say("import.kept_remove", kept.name), {.kind = ButtonKind::quiet})) {
            desk.act([key = kept.key](
                         session::Session& book) { return session::remove_kept_import(book, key); },
                     say("import.kept_removed", kept.name));
        }
        return;
    }
    const auto field = text_field(say("import.preset_name"), name_,
                                  {.error = problem_, .width = 240, .autofocus = true});
    Row row(8);
    const bool save = button(say("kit.save"), {.kind = ButtonKind::primary}) || field.committed;
    if (save) {
        desk.act(
            [key = kept.key, name = name_](session::Session& book) {
                return session::rename_kept_import(book, key, name);
            },
            say("import.kept_renamed", name_),
            [this](const auto& outcome) {
                problem_ = outcome ? std::string() : error_words(outcome.error());
                if (outcome) renaming_.clear();
            });
    }
    if (button(say("kit.cancel")) || field.cancelled) renaming_.clear();
}

} // namespace huikuan::ui
