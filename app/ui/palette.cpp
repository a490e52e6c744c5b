#include "ui/palette.h"

#include <algorithm>
#include <cctype>

#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/frame.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"

namespace huikuan::ui {

namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

} // namespace

void Palette::open() {
    open_ = true;
    fresh_ = true;
    typed_.clear();
    highlighted_ = 0;
}

void Palette::find(Desk& desk, const std::vector<PaletteAction>& fixed) {
    lines_.clear();
    const std::string wanted = lower(typed_);
    for (const PaletteAction& action : fixed) {
        if (wanted.empty() ? !action.searched : lower(action.label).contains(wanted))
            lines_.push_back(action);
    }
    if (wanted.empty()) return;
    constexpr std::size_t most = 6;
    core::ListQuery query;
    query.search = typed_;
    query.as_of = desk.as_of;
    auto keys = desk.session.customer_keys(query);
    keys.resize(std::min(keys.size(), most));
    for (const auto& row : desk.session.customers(keys, desk.as_of)) {
        const std::string route = "/customers/" + core::to_text(row.id);
        lines_.push_back({Icon::people, row.name.empty() ? row.code : row.name, row.code,
                          [route](Desk& d) { d.go(route); }});
    }
    keys = desk.session.invoice_keys(query);
    keys.resize(std::min(keys.size(), most));
    for (const auto& row : desk.session.invoices(keys, desk.as_of)) {
        const std::string route = "/receivables/invoices?invoice=" + core::to_text(row.id);
        lines_.push_back({Icon::document, say("palette.invoice", row.number),
                          row.customer_name + " · " + money_text(row.amount),
                          [route](Desk& d) { d.go(route); }});
    }
}

void Palette::draw(Desk& desk, const std::vector<PaletteAction>& fixed) {
    Dialog dialog("palette", say("palette.title"), open_, 620);
    if (!dialog) return;
    const FieldAnswer answer = text_field(say("palette.field"), typed_,
                                          {.kind = FieldKind::search,
                                           .placeholder = say("palette.placeholder"),
                                           .icon = Icon::search,
                                           .autofocus = fresh_,
                                           .bare = true,
                                           .lists = true});
    if (fresh_ || asked_ != typed_ || asked_revision_ != desk.session.revision()) {
        find(desk, fixed);
        asked_ = typed_;
        asked_revision_ = desk.session.revision();
        highlighted_ = 0;
    }
    fresh_ = false;
    const int count = static_cast<int>(lines_.size());
    if (dialog_key_down()) highlighted_ = std::min(highlighted_ + 1, std::max(count - 1, 0));
    if (dialog_key_up()) highlighted_ = std::max(highlighted_ - 1, 0);
    int chosen = -1;
    if ((answer.committed || dialog_key_enter()) && count > 0) chosen = highlighted_;
    if (answer.cancelled) open_ = false;
    if (count == 0) {
        text(say("palette.nothing", typed_), {.tone = Tone::soft});
        return;
    }
    Stack list(0);
    for (int i = 0; i < count; ++i) {
        const PaletteAction& line = lines_[static_cast<std::size_t>(i)];
        if (menu_line(line.icon, line.label, line.detail, i == highlighted_)) chosen = i;
    }
    if (chosen >= 0) {
        open_ = false;
        const auto act = lines_[static_cast<std::size_t>(chosen)].act;
        desk.later([act, &desk] { act(desk); });
    }
}

} // namespace huikuan::ui
