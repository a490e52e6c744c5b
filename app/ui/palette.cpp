#include "ui/palette.h"

#include <algorithm>
#include <cctype>
#include <span>
#include <utility>

#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/frame.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"

namespace huikuan::ui {

namespace {

// What it offers beside the menu: what can be begun, and, to who searches, what is rare and the
// pages within pages.
struct Jump {
    Icon icon;
    const char* key;
    const char* route;
};
constexpr Jump palette_actions[] = {
    {Icon::coin, "receipts.record", "/receipts?new=receipt"},
    {Icon::document, "invoices.issue", "/receivables/invoices?new=invoice"},
    {Icon::people, "customers.new", "/customers?new=customer"},
    {Icon::check, "task.new", "/today?new=task"},
};
constexpr Jump palette_rare[] = {
    {Icon::document, "credit.new.credit_note", "/customers?new=credit_note"},
    {Icon::document, "debit.new.debit_note", "/customers?new=debit_note"},
    {Icon::coin, "credit.new.advance", "/customers?new=advance"},
    {Icon::document, "debit.new.opening", "/customers?new=opening"},
    {Icon::coin, "credit.new.opening_credit", "/customers?new=opening_credit"},
    {Icon::scales, "case.new", "/legal?escalate=new"},
};
constexpr Jump palette_pages[] = {
    {Icon::people, "visits.title", "/today/visits"},
    {Icon::calendar, "month.title", "/today/calendar"},
    {Icon::check, "promises.title", "/today/promises"},
    {Icon::check, "improve.title", "/today/improvements"},
    {Icon::people, "duplicates.title", "/customers/duplicates"},
    {Icon::document, "invoices.title", "/receivables/invoices"},
    {Icon::calendar, "forecast.title", "/receivables/forecast"},
    {Icon::coin, "bank.tab", "/receipts/bank"},
    {Icon::document, "statement.tab", "/receipts/statements"},
    {Icon::coin, "suggestions.title", "/receipts/apply"},
    {Icon::coin, "bills.title", "/receipts/bills"},
    {Icon::coin, "write_offs.title", "/receipts/write-offs"},
    {Icon::coin, "gains.title", "/receipts/gains"},
    {Icon::mail, "dunning.tab.sent", "/dunning/sent"},
    {Icon::mail, "dunning.tab.letters", "/dunning/letters"},
    {Icon::mail, "dunning.tab.ladders", "/dunning/ladders"},
    {Icon::shield, "law.tab.guarantees", "/legal/guarantees"},
    {Icon::document, "law.tab.cases", "/legal/cases"},
    {Icon::calendar, "calendar.title", "/settings/calendar"},
    {Icon::coin, "rates.title", "/settings/rates"},
    {Icon::settings, "process.title", "/settings/process"},
    {Icon::settings, "conduct_page.title", "/settings/conduct"},
    {Icon::scales, "law_page.title", "/settings/law"},
};

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

void Palette::find(Desk& desk, std::vector<PaletteAction> fixed) {
    lines_.clear();
    const auto offer = [&](std::span<const Jump> jumps, const char* kind, bool searched) {
        for (const Jump& jump : jumps) {
            fixed.push_back({jump.icon, say(jump.key), say(kind),
                             [route = jump.route](Desk& d) { d.go(route); }, searched});
        }
    };
    offer(palette_actions, "palette.action", false);
    offer(palette_rare, "palette.action", true);
    offer(palette_pages, "palette.page", true);
    const std::string wanted = lower(typed_);
    for (PaletteAction& action : fixed) {
        if (wanted.empty() ? !action.searched : lower(action.label).contains(wanted))
            lines_.push_back(std::move(action));
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
