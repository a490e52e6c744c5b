// 收款: what came in, what of it is not used yet; and the lists beside it: bills, write-offs,
// gains.
#include <algorithm>

#include "ui/cash_lists.h"
#include "ui/document_tables.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/pages.h"

namespace huikuan::ui {

namespace {

struct Tab {
    const char* route; // the second part of the address
    const char* key;
};
constexpr Tab page_tabs[] = {{"", "receipts.tab"},
                             {"apply", "suggestions.title"},
                             {"bills", "bills.title"},
                             {"write-offs", "write_offs.title"},
                             {"gains", "gains.title"}};

int tab_of(const Route& route) {
    const auto at = std::ranges::find(page_tabs, route.part(1), &Tab::route);
    return at == std::end(page_tabs) ? 0 : static_cast<int>(at - std::begin(page_tabs));
}

class ReceiptsPage final : public Page {
public:
    std::string title(Desk& desk) override {
        const int tab = tab_of(desk.route);
        return say(tab == 0 ? "nav.receipts" : page_tabs[tab].key);
    }
    void start_new(Desk& desk) override { desk.go(with_sheet(desk, "new", "receipt")); }
    void draw(Desk& desk) override;
    bool print(Desk& desk) override;

private:
    void draw_receipts(Desk& desk);

    ReceiptTable receipts_;
    SuggestionList suggestions_;
    BillList bills_;
    WriteOffList write_offs_;
    GainList gains_;
    StandingCount standing_;
};

bool ReceiptsPage::print(Desk& desk) {
    switch (tab_of(desk.route)) {
    case 1: return suggestions_.print(desk);
    case 2: return bills_.print(desk);
    case 3: return write_offs_.print(desk);
    case 4: return gains_.print(desk);
    default: return receipts_.print(desk);
    }
}

void ReceiptsPage::draw(Desk& desk) {
    core::AgingQuery query;
    query.as_of = desk.as_of;
    Sums unapplied;
    for (const auto& line : core::age_totals(desk.session.aging_entries(), query)) {
        if (line.line.unapplied != 0) unapplied.add({-line.line.unapplied, line.currency});
    }
    const std::string summary = unapplied.empty()
                                    ? say("receipts.summary", count_text(standing_.receipts(desk)))
                                    : say("receipts.summary_unapplied",
                                          count_text(standing_.receipts(desk)), unapplied.words());
    if (page_head(say("nav.receipts"), summary, say("receipts.record"), Icon::coin)) {
        start_new(desk);
    }
    std::vector<std::string> labels;
    for (const Tab& tab : page_tabs) labels.push_back(say(tab.key));
    int tab = tab_of(desk.route);
    if (tabs(say("nav.receipts"), labels, tab)) {
        const std::string part = page_tabs[tab].route;
        desk.go(part.empty() ? "/receipts" : "/receipts/" + part);
    }
    switch (tab) {
    case 1: return suggestions_.draw(desk);
    case 2: return bills_.draw(desk);
    case 3: return write_offs_.draw(desk);
    case 4: return gains_.draw(desk);
    default: return draw_receipts(desk);
    }
}

void ReceiptsPage::draw_receipts(Desk& desk) {
    if (desk.session.counts().receipts == 0) {
        const EmptyAction actions[] = {{say("receipts.record"), Icon::coin}};
        if (empty_state(Icon::coin, say("receipts.empty"), say("receipts.empty_detail"), actions)) {
            start_new(desk);
        }
        return;
    }
    if (receipts_.query.sort.empty()) {
        receipts_.query.sort = "date";
        receipts_.query.descending = true;
    }
    {
        Row filters(8, true, 36);
        list_search(say("receipts.search"), receipts_.query.search);
        chip(say("receipts.unapplied_only"), receipts_.query.open_only);
        chip(say("list.with_void"), receipts_.query.with_void);
        receipts_.draw_tools(desk);
    }
    if (!receipts_.draw(desk)) {
        const EmptyAction clear{say("list.clear"), Icon::close};
        if (empty_state(Icon::search, say("list.none"), say("list.none_detail"),
                        std::span(&clear, 1))) {
            receipts_.query.search.clear();
            receipts_.query.open_only = false;
        }
    }
}

} // namespace

std::unique_ptr<Page> make_receipts_page() { return std::make_unique<ReceiptsPage>(); }

} // namespace huikuan::ui
