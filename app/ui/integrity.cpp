// 完整性: is every change as its device wrote it, and do the tables follow from the changes? What
// an auditor asks first.
#include "session/bundle.h"
#include "ui/kit/format.h"
#include "ui/kit/frame.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/table.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/pages.h"

namespace huikuan::ui {

namespace {

class IntegrityPage final : public Page {
public:
    std::string title(Desk&) override { return say("nav.integrity"); }
    void draw(Desk& desk) override;
    double work(Desk& desk) override;

private:
    void draw_report(Desk& desk);
    void draw_devices();

    std::unique_ptr<session::IntegrityJob> job_;
    bool checked_ = false;
    session::IntegrityReport report_;
    std::uint64_t revision_ = 0;
    TableState devices_;
};

double IntegrityPage::work(Desk& desk) {
    if (!job_) return -1;
    job_->step(job_budget_ms);
    ask_frame_in(0);
    if (!job_->finished()) return 0;
    report_ = job_->report();
    revision_ = desk.session.revision();
    checked_ = true;
    job_.reset();
    return 0;
}

void IntegrityPage::draw(Desk& desk) {
    if (page_head(say("nav.integrity"), say("integrity.summary"), say("integrity.check"),
                  Icon::shield)) {
        job_ = std::make_unique<session::IntegrityJob>(desk.session);
        ask_frame_in(0);
    }
    const auto counts = desk.session.counts();
    {
        Panel panel(say("integrity.book"), 20, 12);
        Row facts(32);
        fact(say("integrity.changes"), count_text(counts.changes));
        fact(say("nav.customers"), count_text(counts.customers));
        fact(say("invoices.title"), count_text(counts.invoices));
        fact(say("nav.receipts"), count_text(counts.receipts));
        fact(say("allocate.list"), count_text(counts.allocations));
        fact(say("integrity.held"), count_text(counts.held),
             counts.held > 0 ? Tone::amber : Tone::text);
    }
    if (job_) {
        progress(say("integrity.checking"), job_->progress(),
                 say("percent", job_->progress() / 10));
        if (button(say("kit.cancel"), {.icon = Icon::close})) job_.reset();
    } else if (checked_) {
        draw_report(desk);
    } else {
        text(say("integrity.not_yet"), {.tone = Tone::soft});
    }
}

void IntegrityPage::draw_report(Desk& desk) {
    if (report_.sound) {
        notice(say("integrity.sound", count_text(static_cast<std::int64_t>(report_.changes))),
               BadgeKind::good, true);
    } else {
        notice(say("integrity.bad", error_words(report_.first_bad)), BadgeKind::bad, true);
    }
    if (revision_ != desk.session.revision()) {
        notice(say("integrity.older"), BadgeKind::neutral);
    }
    {
        Panel panel(say("integrity.digests"), 20, 8);
        caption(say("integrity.set_digest"));
        text(report_.set_digest.empty() ? "–" : report_.set_digest);
        caption(say("integrity.view_digest"));
        text(report_.view_digest.empty() ? "–" : report_.view_digest);
        caption(say("integrity.digest_hint"));
    }
    draw_devices();
}

void IntegrityPage::draw_devices() {
    if (report_.devices.empty()) return;
    heading(say("integrity.devices"), 2);
    const std::vector<TableColumn> columns{
        {say("integrity.device"), 1.4F, 170, Align::left, {}, 0},
        {say("integrity.count"), 0.6F, 90, Align::right, {}, 0},
        {say("integrity.last"), 0.6F, 90, Align::right, {}, 3},
        {say("integrity.last_time"), 1, 170, Align::left, {}, 2},
        {say("label.status"), 1, 130, Align::left, {}, 0},
    };
    Panel panel({}, 4, 0);
    plain_table(devices_, report_.devices.size(),
                {.name = say("integrity.devices"), .columns = columns, .opens = false},
                [&](std::size_t index, std::size_t column) -> Cell {
                    const session::DeviceIntegrity& it = report_.devices[index];
                    switch (column) {
                    case 0: {
                        std::string name(it.device.view());
                        if (it.own) name += " " + say("integrity.own");
                        if (it.slice) name += " · " + say("slice.badge");
                        return {.text = name, .strong = it.own};
                    }
                    case 1: return {.text = count_text(static_cast<std::int64_t>(it.count))};
                    case 2: return {.text = count_text(static_cast<std::int64_t>(it.last))};
                    case 3: return {.text = moment_text(it.last_time.ms), .tone = Tone::soft};
                    default:
                        if (it.altered) {
                            return {.text = say("integrity.altered"), .badge = BadgeKind::bad};
                        }
                        if (it.fork) {
                            return {.text = say("integrity.fork"), .badge = BadgeKind::bad};
                        }
                        if (it.held > 0) {
                            return {.text = say("integrity.held"), .badge = BadgeKind::warn};
                        }
                        if (it.clock_odd) {
                            return {.text = say("integrity.clock"), .badge = BadgeKind::warn};
                        }
                        return {.text = say("integrity.good"), .badge = BadgeKind::good};
                    }
                });
}

} // namespace

std::unique_ptr<Page> make_integrity_page() { return std::make_unique<IntegrityPage>(); }

std::array<std::unique_ptr<Page>, page_count> make_pages() {
    return {make_today_page(),    make_customers_page(),  make_receivables_page(),
            make_receipts_page(), make_dunning_page(),    make_import_page(),
            make_legal_page(),    make_exceptions_page(), make_integrity_page(),
            make_settings_page()};
}

} // namespace huikuan::ui
