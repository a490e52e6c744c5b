#include "ui/exchange.h"

#include <algorithm>

#include "ui/backend/backend.h"
#include "ui/history.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/frame.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/storage_card.h"

namespace huikuan::ui {

namespace {

using session::JobPhase;

constexpr std::size_t most_found = 30;

std::string counted(std::uint64_t value) { return count_text(static_cast<std::int64_t>(value)); }

// "2026-11-22T01:30:00Z", as files say it, in the clock of whoever reads; else as it stands there.
std::string made_words(std::string_view made) {
    const auto digits = [&](std::size_t at) { return (made[at] - '0') * 10 + made[at + 1] - '0'; };
    const auto date = core::parse_iso(made.substr(0, 10));
    if (!date || made.size() < 16 || made[10] != 'T') return std::string(made);
    const std::int64_t minutes = std::int64_t{date->days} * 24 * 60 + digits(11) * 60 + digits(14);
    return moment_text(minutes * 60'000);
}

} // namespace

// --- jobs

void Exchange::merge(Desk& desk, std::shared_ptr<platform::File> file) {
    if (!file) return;
    merge_ = std::make_unique<session::MergeJob>(desk.session, std::move(file));
    merge_open_ = true;
    merge_told_ = false;
    desk.backend.request_frame();
}

bool Exchange::work_export(Desk& desk) {
    if (!export_ || export_->phase() != JobPhase::working) return false;
    export_->step(job_budget_ms);
    if (export_->phase() == JobPhase::done) {
        if (whole_) note_backup(desk);
        toast(say("export.done", counted(export_->changes())));
        export_.reset();
    } else if (export_->phase() == JobPhase::failed) {
        toast(error_words(export_->error()), {}, true);
    }
    return true;
}

bool Exchange::work_merge(Desk& desk) {
    if (!merge_) return false;
    if (!merge_open_) { // closed before it was accepted: everything as it was
        if (merge_->phase() == JobPhase::working || merge_->phase() == JobPhase::preview) {
            merge_->cancel();
        }
        merge_.reset();
        return true;
    }
    if (merge_->phase() == JobPhase::done && !merge_told_) {
        merge_told_ = true;
        toast(say(merge_->report().slice ? "slice.opened" : "merge.done",
                  counted(merge_->report().fresh)));
        merge_open_ = false;
        desk.backend.request_frame();
    }
    if (merge_->phase() != JobPhase::working) return false;
    merge_->step(job_budget_ms);
    return true;
}

bool Exchange::work(Desk& desk) {
    const bool busy = work_export(desk);
    return work_merge(desk) || busy;
}

void Exchange::start(Desk& desk, session::ExportOptions options, std::string part) {
    desk.later([this, &desk, options = std::move(options), part = std::move(part)] {
        const bool packed = options.form == session::BundleForm::ndjson_gzip;
        const std::string name = session::bundle_file_name(desk.session, options.form, part);
        auto out = desk.library.save_file(name, packed ? "application/gzip" : "application/json");
        if (!out) return;
        whole_ = options.customers.empty(); // a slice is no backup
        export_ = std::make_unique<session::ExportJob>(desk.session, options, std::move(out));
        if (export_->phase() == JobPhase::failed) toast(error_words(export_->error()), {}, true);
        desk.backend.request_frame();
    });
}

// --- the card

void Exchange::draw(Desk& desk) {
    Panel panel(say("settings.files"), 20, 12);
    heading(say("settings.files"), 2);
    const auto slice = session::slice_of(desk.session);
    text(say(slice ? "slice.return_detail" : "export.detail"), {.tone = Tone::soft});
    draw_export(desk, slice.has_value());
    if (slice) return; // nothing can be merged into a part
    divider();
    text(say("merge.detail"), {.tone = Tone::soft});
    if (button(say("merge.choose"), {.icon = Icon::join})) {
        desk.backend.pick_file(
            ".gz,.ndjson,.json",
            [this, &desk](std::shared_ptr<platform::File> file) { merge(desk, std::move(file)); });
    }
}

void Exchange::draw_export(Desk& desk, bool slice) {
    if (export_ && export_->phase() == JobPhase::working) {
        progress(say("export.running"), export_->progress(), counted(export_->changes()));
        if (button(say("kit.cancel"), {.icon = Icon::close})) export_->cancel();
        return;
    }
    if (slice) {
        if (button(say("slice.return"), {.kind = ButtonKind::primary, .icon = Icon::download}))
            start(desk, {}, "return");
        return;
    }
    {
        Row row(8);
        if (button(say("export.start"), {.kind = ButtonKind::primary, .icon = Icon::download}))
            start(desk, {}, {});
        if (button(say("export.json"), {.icon = Icon::download})) {
            session::ExportOptions options;
            options.form = session::BundleForm::json;
            options.rows = true;
            start(desk, std::move(options), {});
        }
        if (button(say("export.ndjson_rows"), {.icon = Icon::download})) {
            session::ExportOptions options;
            options.form = session::BundleForm::ndjson;
            options.rows = true;
            start(desk, std::move(options), {});
        }
        if (button(say("slice.choose"), {.icon = Icon::download})) {
            slice_open_ = true;
            search_.clear();
            chosen_.clear();
        }
    }
    const auto& known =
        peers_.get(desk.session.revision(), [&] { return session::peers(desk.session); });
    if (known.empty()) return;
    caption(say("export.since_detail"));
    Row row(8);
    for (const session::Peer& peer : known) {
        const Named named(peer.device.view());
        const std::string when = peer.made.substr(0, 10);
        if (!button(say("export.since", device_words(peer.device), when), {.icon = Icon::download}))
            continue;
        session::ExportOptions options;
        options.since = peer.device;
        start(desk, std::move(options), std::string(peer.device.view().substr(0, 6)));
    }
}

// --- dialogs

void Exchange::draw_dialogs(Desk& desk) {
    draw_slice(desk);
    draw_merge();
}

void Exchange::draw_slice(Desk& desk) {
    Dialog dialog("slice", say("slice.title"), slice_open_, 560);
    if (!dialog) return;
    text(say("slice.detail"), {.tone = Tone::soft});
    text_field(say("slice.search"), search_, {.kind = FieldKind::search, .autofocus = true});
    const auto& found = found_.get(std::to_string(desk.session.revision()) + search_, [&] {
        core::ListQuery query;
        query.search = search_;
        query.as_of = desk.as_of;
        auto keys = desk.session.customer_keys(query);
        if (keys.size() > most_found) keys.resize(most_found);
        return desk.session.customers(keys, desk.as_of);
    });
    {
        const Scroll list(say("slice.customers"), 240, 6, 8);
        for (const core::CustomerRow& row : found) {
            const Named named(core::to_text(row.id));
            bool chosen = chosen_.contains(row.id);
            if (!checkbox(customer_label(row), chosen)) continue;
            if (chosen) chosen_[row.id] = customer_label(row);
            else chosen_.erase(row.id);
        }
        if (found.empty()) caption(say("slice.nobody"));
    }
    caption(say("slice.chosen", counted(chosen_.size())));
    Row row(8);
    if (button(say("slice.all"), {.enabled = !found.empty()})) {
        for (const core::CustomerRow& one : found) chosen_[one.id] = customer_label(one);
    }
    if (button(
            say("slice.export"),
            {.kind = ButtonKind::primary, .icon = Icon::download, .enabled = !chosen_.empty()})) {
        session::ExportOptions options;
        for (const auto& [id, name] : chosen_) options.customers.push_back(id);
        start(desk, std::move(options), "field");
        slice_open_ = false;
    }
    if (button(say("kit.cancel"))) slice_open_ = false;
}

void Exchange::draw_merge() {
    const bool slice = merge_ && merge_->phase() == JobPhase::preview && merge_->report().slice;
    Dialog dialog("merge", say(slice ? "slice.open_title" : "merge.title"), merge_open_, 560);
    if (!dialog || !merge_) return;
    switch (merge_->phase()) {
    case JobPhase::working:
        progress(say("merge.reading"), merge_->progress(), say("percent", merge_->progress() / 10));
        if (button(say("kit.cancel"), {.icon = Icon::close})) merge_open_ = false;
        break;
    case JobPhase::preview: {
        draw_report(merge_->report());
        Row row(8);
        const bool news =
            merge_->report().fresh > 0 || merge_->report().held > 0 || merge_->report().files > 0;
        const char* accept = merge_->report().slice ? "slice.open" : "merge.accept";
        if (button(say(accept), {.kind = ButtonKind::primary, .enabled = news})) {
            merge_->accept();
            ask_frame_in(0);
        }
        if (button(say(news ? "kit.cancel" : "kit.close_words"))) merge_open_ = false;
        break;
    }
    case JobPhase::failed:
        notice(error_words(merge_->error()), BadgeKind::bad, true);
        text(say("merge.nothing_changed"), {.tone = Tone::soft});
        if (button(say("kit.close_words"))) merge_open_ = false;
        break;
    case JobPhase::done:
    case JobPhase::cancelled: merge_open_ = false; break;
    }
}

void Exchange::draw_report(const session::MergeReport& report) {
    text(say("merge.from", made_words(report.made)), {.letters = Letters::strong});
    if (report.slice) notice(say("slice.preview"), BadgeKind::warn);
    const auto& news = report.new_exceptions;
    const auto conflicts = static_cast<std::uint64_t>(
        std::ranges::count(news, core::ExceptionKind::field_conflict, &core::ExceptionRow::kind));
    {
        Row facts(28);
        fact(say("merge.created"), counted(report.created), Tone::green);
        fact(say("merge.changed"), counted(report.changed));
        fact(say("merge.conflicts"), counted(conflicts), conflicts > 0 ? Tone::amber : Tone::text);
        fact(say("merge.to_resolve"), counted(news.size()),
             news.empty() ? Tone::text : Tone::amber);
        fact(say("merge.unknown"), counted(report.unknown));
    }
    {
        Row facts(28);
        fact(say("merge.fresh"), counted(report.fresh), Tone::green);
        fact(say("merge.known"), counted(report.known));
        fact(say("merge.held"), counted(report.held), report.held > 0 ? Tone::amber : Tone::text);
    }
    const auto grew = [](std::string_view name, std::int64_t before, std::int64_t after) {
        fact(name, count_text(before) + " → " + count_text(after));
    };
    {
        Row facts(28);
        grew(say("nav.customers"), report.before.customers, report.after.customers);
        grew(say("invoices.title"), report.before.invoices, report.after.invoices);
        grew(say("nav.receipts"), report.before.receipts, report.after.receipts);
        grew(say("allocate.list"), report.before.allocations, report.after.allocations);
    }
    std::map<core::ExceptionKind, int> kinds;
    for (const core::ExceptionRow& row : news) ++kinds[row.kind];
    for (const auto& [kind, count] : kinds) {
        const std::string name(word("exception." + std::string(core::name_of(kind))));
        caption(say("merge.of_kind", name, std::to_string(count)));
    }
    if (!report.devices.empty()) {
        std::string devices;
        for (const core::DeviceId device : report.devices) {
            const std::string one = device_words(device);
            devices = devices.empty() ? one : say("listed", devices, one);
        }
        caption(say("merge.devices", devices));
    }
    if (!news.empty()) {
        notice(say("merge.exceptions", std::to_string(news.size())), BadgeKind::warn);
    }
    for (const core::DeviceId device : report.clocks_ahead) {
        notice(say("merge.clock", device.view()), BadgeKind::warn);
    }
    if (report.dropped > 0) notice(say("merge.dropped", counted(report.dropped)), BadgeKind::warn);
    if (report.new_device) notice(say("merge.new_device"), BadgeKind::warn);
    if (report.backed_up) caption(say("merge.backed_up"));
    if (report.files > 0) caption(say("merge.files", counted(report.files)));
    if (report.fresh == 0 && report.files == 0) notice(say("merge.no_news"), BadgeKind::neutral);
}

} // namespace huikuan::ui
