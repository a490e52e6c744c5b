#include "ui/shell.h"

#include <algorithm>
#include <cmath>

#include "session/resolve.h"
#include "ui/kit/format.h"
#include "ui/kit/frame.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/pages.h"
#include "ui/storage_card.h"

namespace huikuan::ui {

namespace {

struct Place {
    PageName name;
    Icon icon;
    const char* key;
    const char* route;
};
constexpr std::array<Place, page_count> menu_places{{
    {PageName::today, Icon::home, "nav.today", "/today"},
    {PageName::customers, Icon::people, "nav.customers", "/customers"},
    {PageName::receivables, Icon::document, "nav.receivables", "/receivables/aging"},
    {PageName::receipts, Icon::coin, "nav.receipts", "/receipts"},
    {PageName::dunning, Icon::mail, "nav.dunning", "/dunning"},
    {PageName::import, Icon::import, "nav.import", "/import"},
    {PageName::legal, Icon::scales, "nav.legal", "/legal"},
    {PageName::exceptions, Icon::inbox, "nav.exceptions", "/exceptions"},
    {PageName::integrity, Icon::shield, "nav.integrity", "/integrity"},
    {PageName::settings, Icon::settings, "nav.settings", "/settings"},
}};

constexpr float top_bar_height = 60;
constexpr float bottom_bar_height = 64;

} // namespace

Shell::Shell(Backend& backend, std::unique_ptr<Library> library)
    : backend_(backend), kit_(std::make_unique<Kit>(backend.fonts())),
      library_(std::move(library)) {
    library_->on_leave([this] { put_away(); });
    take_settings();
}

Shell::~Shell() { session::watch_idle(0, {}); }

void Shell::take_settings() {
    const auto tag = backend_.setting("language");
    set_language(language_of(tag ? *tag : backend_.environment().language));
    const auto theme = backend_.setting("theme");
    choose_theme(theme == "dark"    ? ThemeChoice::dark
                 : theme == "light" ? ThemeChoice::light
                                    : ThemeChoice::system);
    collapsed_ = backend_.setting("rail") == "collapsed";
    backend_.prewarm(all_text(language()));
}

std::span<const Node> Shell::nodes() const { return kit_->recorder().nodes(); }

Page& Shell::page(PageName name) { return *pages_[static_cast<std::size_t>(name)]; }

PageName Shell::shown_page() const {
    const std::string first = desk_ ? desk_->route.part(0) : std::string();
    for (const Place& entry : menu_places) {
        if (parse_route(entry.route).part(0) == first) return entry.name;
    }
    return PageName::customers;
}

// The book that was open when the page went is open again when it comes: a link, a reload and the
// browser's back lead to the same place. One that is sealed waits for its passphrase.
void Shell::return_to_last_book() {
    if (returned_ || library_->state() != LibraryState::closed) return;
    returned_ = true;
    const std::string last = backend_.setting("book").value_or("");
    for (const session::BookEntry& book : library_->books()) {
        if (book.name != last || book.sealed) continue;
        library_->open(last);
        return;
    }
}

// The open book is about to go, and all that looks at it goes before it.
void Shell::put_away() {
    met_ = nullptr;
    backend_.set_setting("book", "");
    undoable_.clear();
    backend_.on_files_dropped({});
    backend_.set_unsaved(false);
    sheets_ = Sheets{};
    for (auto& one : pages_) one.reset();
    desk_.reset();
}

// A book has opened: it gets pages of its own.
void Shell::meet_session() {
    session::Session* now = library_->state() == LibraryState::open ? library_->session() : nullptr;
    if (now == met_) return;
    met_ = now;
    backend_.set_setting("book", now == nullptr ? std::string() : now->vault());
    undoable_.clear();
    slice_.forget();
    desk_.reset();
    sheets_ = Sheets{};
    backend_.on_files_dropped({});
    for (auto& one : pages_) one.reset();
    if (now == nullptr) return;
    desk_ = std::make_unique<Desk>(*now, *library_, backend_);
    pages_ = make_pages();
    desk_->as_of = now->today();
    as_of_follows_today_ = true;
    const AfterOpening plan = start_.take_plan();
    if (plan == AfterOpening::nothing) {
        const std::string first = parse_route(backend_.route()).part(0);
        if (first.empty() || first == "start") { backend_.set_route("/today", true); }
        return;
    }
    if (plan == AfterOpening::sample) fill_with_sample(page(PageName::settings), *desk_);
    if (plan == AfterOpening::join) {
        join_from_file(page(PageName::settings), *desk_, start_.take_file());
    }
    backend_.set_route(plan == AfterOpening::import ? "/import"
                       : plan == AfterOpening::join ? "/settings"
                                                    : "/today",
                       true);
}

double Shell::frame(std::span<const NodeEvent> events) {
    const double started = seconds_now() * 1000;
    const Environment& e = backend_.environment();
    for (const NodeEvent& event : events) kit_->recorder().post(event);
    Surface surface;
    surface.width = e.width;
    surface.height = e.height;
    surface.density = e.scale;
    surface.touch = e.touch;
    surface.dark_preferred = e.dark;
    surface.reduced_motion = e.reduced_motion;
    surface.forced_colors = e.forced_colors;
    surface.system_colors = e.system_colors;
    surface.inset_top = e.safe_top;
    surface.inset_right = e.safe_right;
    surface.inset_bottom = std::max(0.0F, e.safe_bottom - e.keyboard);
    surface.inset_left = e.safe_left;
    surface.keyboard = e.keyboard;
    kit_->begin_frame(surface);
    const std::uint32_t ground = color(Tone::page);
    if (!colors_told_ || dark_told_ != dark_theme() || ground_told_ != ground) {
        colors_told_ = true;
        ground_told_ = ground;
        dark_told_ = dark_theme();
        backend_.set_page_colors(dark_told_, color(Tone::page), color(Tone::accent));
    }
    return_to_last_book();
    meet_session();
    if (const auto setback = library_->take_setback()) toast(error_words(*setback), {}, true);
    watch_idle();
    const bool ready = desk_ && desk_->session.ready();
    if (ready) {
        draw_book();
    } else if (library_->state() == LibraryState::closed) {
        start_.draw(*library_, backend_, core::Date{});
        if (title_ != say("app.name")) backend_.set_title(title_ = say("app.name"));
    } else {
        start_.draw_opening(*library_);
    }
    draw_toasts();
    kit_->end_frame();
    if (std::string clip = kit_->take_clip(); !clip.empty()) {
        backend_.copy_text({std::move(clip), {}});
        toast(say("list.copied", count_text(1)));
    }
    if (ready) fulfil();
    if (ready && desk_) reminders_.tell(*desk_);
    const double next = work(started);
    const double wake = kit_->wake_s();
    if (wake < 0) return next;
    return next < 0 ? wake * 1000 : std::min(next, wake * 1000);
}

void Shell::draw_book() {
    Desk& desk = *desk_;
    desk.today = desk.session.today();
    if (as_of_follows_today_) desk.as_of = desk.today;
    desk.route = parse_route(backend_.route());
    desk.copy_rows = nullptr;
    desk.can_print = false;
    desk.take_files = nullptr;
    const Window window = window_css();
    Page& shown = page(shown_page());
    const bool small = narrow();
    const float rail = small ? 0 : collapsed_ ? 64.F : 216.F;
    const float foot = small ? bottom_bar_height + window.bottom_inset : 0;
    if (!small) draw_rail(window, rail);
    draw_top_bar(window, window.left + rail, window.width - rail);
    {
        const Area main({.role = Role::main,
                         .name = shown.title(desk),
                         .left = window.left + rail,
                         .top = window.top + top_bar_height,
                         .width = window.width - rail,
                         .height = window.height - top_bar_height - foot,
                         .padding_x = small ? 12.F : 28.F,
                         .padding_y = small ? 12.F : 20.F,
                         .gap = 14,
                         .scrolls = true,
                         .max_width = 1560});
        draw_save_problem();
        backup_reminder(desk);
        if (desk.session.status().read_only && !library_->keeping()->stranded()) {
            notice(say("status.read_only"), BadgeKind::warn);
            if (button(say("status.take_over"))) take_over();
        }
        if (const auto& part = slice()) {
            notice(say("slice.notice", std::to_string(part->customers), part->made.substr(0, 10),
                       part->device.view().substr(0, 6)),
                   BadgeKind::warn);
        }
        shown.draw(desk);
    }
    as_of_follows_today_ = desk.as_of == desk.today;
    sheets_.draw(desk);
    desk.prints = false; // whoever is printed was drawn by now
    if (small) draw_bottom_bar(window);
    draw_more();
    if (page_key('n')) shown.start_new(desk);
    if (page_key('/')) palette_.open();
    std::vector<PaletteAction> actions;
    if (palette_.is_open()) {
        for (const Place& page : menu_places) {
            const std::string route = page.route;
            actions.push_back(
                {page.icon, say(page.key), say("palette.page"), [route](Desk& d) { d.go(route); }});
        }
    }
    palette_.draw(desk, actions);
    draw_job();
    const std::string title = shown.title(desk) + " · " + desk.session.book().company;
    if (title != title_) backend_.set_title(title_ = title);
}

// What could not be saved stays in memory, and leaves as a file if the person wants it now.
void Shell::draw_save_problem() {
    Desk& desk = *desk_;
    const session::Status status = desk.session.status();
    session::BookKeeping* keeping = library_->keeping();
    if (status.save != session::SaveState::failed || keeping == nullptr) return;
    const bool stranded = keeping->stranded();
    notice(say(stranded ? "save.stranded" : "save.problem", error_words(status.problem),
               count_text(static_cast<std::int64_t>(status.unsaved))),
           BadgeKind::bad, true);
    Row row(8);
    if (button(say("save.as_file"), {.kind = ButtonKind::primary, .icon = Icon::save})) {
        desk.later([&desk] { save_book_file(desk); });
    }
    if (stranded) {
        if (button(say("save.give_up"), {.kind = ButtonKind::danger})) {
            desk.later([this, keeping] {
                keeping->give_up_unsaved([this](core::Result<void> done) {
                    if (!done) toast(error_words(done.error()), {}, true);
                    backend_.request_frame();
                });
            });
        }
    } else if (button(say("save.retry"), {.icon = Icon::undo})) {
        desk.later([keeping] { keeping->retry(); });
    }
}

// --- the lock of a sealed book

void Shell::watch_idle() {
    const bool sealed = met_ != nullptr && library_->keeping()->sealed();
    const int minutes = sealed ? lock_minutes(backend_) : 0;
    if (minutes == idle_minutes_) return;
    idle_minutes_ = minutes;
    session::watch_idle(minutes, [this] { lock(); });
}

// What is not saved yet, or still being imported, is finished first: this is called again.
void Shell::lock() {
    if (!desk_ || !library_->keeping()->sealed() || working_) return;
    if (desk_->session.status().unsaved > 0) {
        library_->keeping()->retry();
        return;
    }
    library_->lock();
    backend_.request_frame();
}

void Shell::take_over() {
    desk_->later([this] {
        if (library_->keeping() == nullptr) return;
        library_->keeping()->take_over([this](core::Result<void> taken) {
            if (!taken) toast(error_words(taken.error()), {}, true);
            backend_.request_frame();
        });
    });
}

void Shell::draw_rail(const Window& window, float width) {
    const Area rail({.role = Role::navigation,
                     .name = say("nav.main"),
                     .left = window.left,
                     .top = window.top,
                     .width = width,
                     .height = window.height,
                     .ground = Tone::surface,
                     .edge_right = true,
                     .padding_x = 12,
                     .padding_y = 12,
                     .gap = 4});
    const std::string company = desk_->session.book().company;
    if (!collapsed_) {
        Row indent(0);
        space(12);
        Stack brand(2);
        text(say("app.name"), {.letters = Letters::title, .tone = Tone::accent, .wrap = false});
        text(company, {.letters = Letters::caption, .tone = Tone::soft, .wrap = false});
    } else {
        text(say("app.mark"), {.letters = Letters::title,
                               .tone = Tone::accent,
                               .align = Align::center,
                               .wrap = false});
    }
    space(10);
    const PageName shown = shown_page();
    const auto waiting = desk_->session.counts().exceptions;
    for (const Place& entry : menu_places) {
        if (entry.name == PageName::import || entry.name == PageName::settings) space(8);
        const bool pressed = nav_item(entry.icon, say(entry.key), entry.route,
                                      {.current = shown == entry.name,
                                       .collapsed = collapsed_,
                                       .count = entry.name == PageName::exceptions ? waiting : 0});
        if (pressed) desk_->go(entry.route);
    }
    space(std::max(0.0F, rest_height_css(52, 0) - 12));
    const Icon icon = collapsed_ ? Icon::chevron_right : Icon::chevron_left;
    if (icon_button(icon, say(collapsed_ ? "nav.expand" : "nav.collapse"))) {
        collapsed_ = !collapsed_;
        backend_.set_setting("rail", collapsed_ ? "collapsed" : "wide");
    }
}

const std::optional<session::SliceInfo>& Shell::slice() {
    return slice_.get(desk_->session.revision(), [&] { return session::slice_of(desk_->session); });
}

void Shell::draw_bottom_bar(const Window& window) {
    const float height = bottom_bar_height + window.bottom_inset;
    const Area bar({.role = Role::navigation,
                    .name = say("nav.main"),
                    .left = window.left,
                    .top = window.top + window.height - height,
                    .width = window.width,
                    .height = height,
                    .ground = Tone::surface,
                    .edge_top = true,
                    .padding_y = 2});
    Row row(0, false);
    std::vector<std::string> labels;
    for (std::size_t i = 0; i < 4; ++i) labels.push_back(say(menu_places[i].key));
    labels.push_back(say("nav.more"));
    const auto widths = bar_widths(labels, window.width);
    const PageName shown = shown_page();
    bool in_bar = false;
    for (std::size_t i = 0; i < 4; ++i) {
        const Place& entry = menu_places[i];
        in_bar = in_bar || shown == entry.name;
        if (nav_item(entry.icon, say(entry.key), entry.route,
                     {.current = shown == entry.name, .bottom = true, .width = widths[i]})) {
            desk_->go(entry.route);
        }
    }
    if (nav_item(Icon::more, say("nav.more"), desk_->route.text(),
                 {.current = !in_bar,
                  .bottom = true,
                  .width = widths[4],
                  .count = desk_->session.counts().exceptions})) {
        more_open_ = true;
    }
}

void Shell::draw_more() {
    Sheet sheet("more", say("nav.more"), more_open_, 360);
    if (!sheet) return;
    Stack list(2);
    for (std::size_t i = 4; i < menu_places.size(); ++i) {
        const Place& entry = menu_places[i];
        const auto waiting = desk_->session.counts().exceptions;
        const bool counts = entry.name == PageName::exceptions && waiting > 0;
        if (menu_line(entry.icon, say(entry.key), counts ? count_text(waiting) : std::string(),
                      false)) {
            desk_->go(entry.route);
            more_open_ = false;
        }
    }
}

void Shell::draw_status() {
    const session::Status status = desk_->session.status();
    switch (status.save) {
    case session::SaveState::saved: badge(say("save.saved"), BadgeKind::good); break;
    case session::SaveState::saving: badge(say("save.saving"), BadgeKind::neutral); break;
    case session::SaveState::failed: badge(say("save.failed"), BadgeKind::bad); break;
    case session::SaveState::memory_only: badge(say("save.memory_only"), BadgeKind::warn); break;
    }
    if (!backend_.environment().online) badge(say("save.offline"), BadgeKind::neutral);
}

void Shell::draw_top_bar(const Window& window, float left, float width) {
    const Area bar({.role = Role::banner,
                    .name = say("nav.top"),
                    .left = left,
                    .top = window.top,
                    .width = width,
                    .height = top_bar_height,
                    .ground = Tone::surface,
                    .edge_bottom = true,
                    .padding_x = narrow() ? 12.F : 28.F,
                    .padding_y = 6});
    Row row(10, false, top_bar_height - 12);
    if (narrow()) {
        if (icon_button(Icon::search, say("palette.title"))) palette_.open();
    } else if (search_button(say("palette.field"), "Ctrl K", std::min(380.F, width * 0.36F))) {
        palette_.open();
    }
    if (const auto date = date_button(say("asof"), desk_->as_of, desk_->today)) {
        desk_->as_of = *date;
        as_of_follows_today_ = *date == desk_->today;
    }
    if (!as_of_follows_today_ && !narrow()) {
        if (button(say("asof.today"), {.kind = ButtonKind::quiet})) desk_->as_of = desk_->today;
    }
    if (!narrow() && slice()) { badge(say("slice.badge"), BadgeKind::warn); }
    draw_status();
}

// --- after drawing

void Shell::fulfil() {
    if (!desk_) return;
    Desk& desk = *desk_;
    auto runs = std::exchange(desk.runs, {});
    for (Desk::Run& run : runs) {
        auto outcome = run.act ? run.act(desk.session) : desk.session.run(run.command);
        if (outcome && !run.done.empty()) {
            const bool can_undo =
                !outcome->undo.empty() || outcome->restore.has_value() || !outcome->again.empty();
            const auto number = toast(run.done, can_undo ? say("undo") : std::string());
            if (can_undo) undoable_[number] = *outcome;
        } else if (!outcome && !run.then) {
            toast(error_words(outcome.error()), {}, true);
        }
        if (run.then) run.then(outcome);
    }
    if (const auto number = toast_action()) undo(*number);
    auto wishes = std::exchange(desk.wishes, {});
    for (const auto& wish : wishes) {
        wish();
        if (!desk_) return backend_.request_frame(); // it closed the book
    }
    if (desk.wanted_route) {
        backend_.set_route(desk.wanted_route->first, desk.wanted_route->second);
        desk.wanted_route.reset();
        backend_.request_frame();
    }
    if (!runs.empty() || !wishes.empty()) backend_.request_frame();
    backend_.set_unsaved(desk.session.status().unsaved > 0);
}

void Shell::undo(std::uint64_t toast_number) {
    const auto at = undoable_.find(toast_number);
    if (at == undoable_.end()) return;
    const auto outcome = session::undo(desk_->session, at->second, say("undo.reason"));
    if (!outcome) {
        toast(error_words(outcome.error()), {}, true);
        return;
    }
    undoable_.erase(at);
    toast(say("undo.done"));
    backend_.request_frame();
}

// Most jobs end before anyone wonders; what takes longer says how far it is.
void Shell::draw_job() {
    Desk& desk = *desk_;
    if (!desk.job) job_since_ = 0;
    else if (job_since_ <= 0) job_since_ = seconds_now();
    constexpr double patience_s = 0.6;
    bool open = desk.job && seconds_now() - job_since_ > patience_s;
    Dialog dialog("job", desk.job ? desk.job->title() : std::string(), open, 420);
    if (!dialog || !desk.job) return;
    progress(desk.job->title(), desk.job->progress(), desk.job->detail());
    if (button(say("kit.cancel"), {.icon = Icon::close}) || !open) desk.job->cancel();
}

double Shell::work(double started_ms) {
    if (!desk_) return library_->state() == LibraryState::closed ? -1 : 16;
    constexpr double frame_budget_ms = 12;
    double next = -1;
    working_ = false;
    for (auto& one : pages_) {
        if (!desk_->session.ready()) break;
        const double wish = one->work(*desk_);
        if (wish >= 0) next = next < 0 ? wish : std::min(next, wish);
    }
    if (desk_->job && desk_->session.ready()) {
        if (desk_->job->step(job_budget_ms)) desk_->job.reset();
        backend_.request_frame();
        next = 0;
    }
    const double left = std::max(1.0, frame_budget_ms - (seconds_now() * 1000 - started_ms));
    working_ = next == 0;
    const int tick = desk_->session.tick(left);
    if (tick >= 0) next = next < 0 ? tick : std::min(next, static_cast<double>(tick));
    return next;
}

// A hidden tab: what was begun goes on, nothing is drawn.
double Shell::work_unseen() {
    if (!desk_ || met_ != library_->session()) return -1;
    return work(seconds_now() * 1000);
}

bool Shell::busy() const {
    if (working_) return true;
    if (desk_ == nullptr) return false;
    const session::SaveState save = desk_->session.status().save; // failed: it is tried again
    return save == session::SaveState::saving || save == session::SaveState::failed;
}

bool Shell::paste(const std::string& text) {
    if (!desk_ || !desk_->session.ready()) return false;
    const bool taken = sheets_.paste(*desk_, text) || page(shown_page()).paste(*desk_, text) ||
                       page(PageName::import).paste(*desk_, text);
    if (taken) backend_.request_frame();
    return taken;
}

std::optional<Clip> Shell::copy() {
    if (desk_ && desk_->copy_rows) return Clip{desk_->copy_rows(), {}};
    if (kit_->copy_text().empty()) return std::nullopt;
    return Clip{kit_->copy_text(), {}};
}

bool Shell::shortcut(Shortcut shortcut) {
    if (!desk_) return false;
    if (shortcut == Shortcut::palette || shortcut == Shortcut::find) {
        palette_.open();
        backend_.request_frame();
        return true;
    }
    if (shortcut == Shortcut::print) {
        if (page(shown_page()).print(*desk_)) return true;
        if (!desk_->can_print) return false;
        desk_->prints = true;
        backend_.request_frame();
        return true;
    }
    return shortcut == Shortcut::save; // everything is saved already
}

} // namespace huikuan::ui
