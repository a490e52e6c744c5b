// 应收: the aging report, the list of invoices and what is expected to come in.
#include <algorithm>
#include <iterator>

#include "ui/aging_view.h"
#include "ui/document_tables.h"
#include "ui/forecast_view.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/pages.h"

namespace huikuan::ui {

namespace {

class ReceivablesPage final : public Page {
public:
    std::string title(Desk& desk) override { return say(titles[part_of(desk)]); }
    void draw(Desk& desk) override;
    bool print(Desk& desk) override {
        switch (part_of(desk)) {
        case 1: return invoices_.print(desk);
        case 2: return forecast_.print(desk);
        default: return aging_.print(desk);
        }
    }
    void start_new(Desk& desk) override { desk.go(with_sheet(desk, "new", "invoice")); }

private:
    static constexpr const char* titles[] = {"aging.title", "invoices.title", "forecast.title"};
    static constexpr const char* parts[] = {"aging", "invoices", "forecast"};
    static std::size_t part_of(const Desk& desk) {
        const auto found = std::ranges::find(parts, desk.route.part(1));
        return found == std::end(parts) ? 0 : static_cast<std::size_t>(found - parts);
    }
    void draw_invoices(Desk& desk);

    AgingView aging_;
    InvoiceTable invoices_;
    ForecastView forecast_;
    StandingCount standing_;
};

void ReceivablesPage::draw(Desk& desk) {
    const std::size_t part = part_of(desk);
    if (page_head(say("nav.receivables"),
                  say("invoices.summary", count_text(standing_.invoices(desk)),
                      count_text(standing_.receipts(desk))),
                  say("invoices.issue"))) {
        start_new(desk);
    }
    std::vector<std::string> labels;
    for (const char* title : titles) labels.push_back(say(title));
    int tab = static_cast<int>(part);
    if (tabs(say("nav.receivables"), labels, tab)) {
        desk.go(std::string("/receivables/") + parts[tab]);
    }
    switch (part) {
    case 1: draw_invoices(desk); break;
    case 2: forecast_.draw(desk); break;
    default: aging_.draw(desk); break;
    }
}

void ReceivablesPage::draw_invoices(Desk& desk) {
    if (desk.session.counts().invoices == 0) {
        const EmptyAction actions[] = {{say("customers.import"), Icon::import},
                                       {say("invoices.issue"), Icon::document}};
        const auto chosen = empty_state(Icon::document, say("invoices.empty"),
                                        say("invoices.empty_detail"), actions);
        if (chosen == 0) desk.go("/import");
        if (chosen == 1) start_new(desk);
        return;
    }
    if (invoices_.query.sort.empty()) invoices_.query.sort = "due";
    {
        Row filters(8, true, 36);
        list_search(say("invoices.search"), invoices_.query.search);
        {
            const Strip chips(say("invoices.search"), tools_width() + 8);
            chip(say("invoices.open_only"), invoices_.query.open_only);
            chip(say("customers.overdue"), invoices_.query.overdue_only);
            chip(say("list.with_void"), invoices_.query.with_void);
        }
        invoices_.draw_tools(desk);
    }
    if (!invoices_.draw(desk)) {
        const EmptyAction clear{say("list.clear"), Icon::close};
        if (empty_state(Icon::search, say("list.none"), say("list.none_detail"),
                        std::span(&clear, 1))) {
            invoices_.query.search.clear();
            invoices_.query.open_only = invoices_.query.overdue_only = false;
        }
    }
}

} // namespace

std::unique_ptr<Page> make_receivables_page() { return std::make_unique<ReceivablesPage>(); }

} // namespace huikuan::ui
