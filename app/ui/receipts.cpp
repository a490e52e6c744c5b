// 收款: what came in, what of it is not used yet; and what stands beside it: bank lines, statements
// of account, bills, write-offs, gains.
#include <algorithm>

#include "ui/bank_view.h"
#include "ui/cash_lists.h"
#include "ui/document_tables.h"
#include "ui/gain_list.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/pages.h"
#include "ui/statement_view.h"

namespace huikuan::ui {

namespace {

struct Tab {
    const char* route; // the second part of the address
    const char* key;
};
constexpr Tab page_tabs[] = {
    {"", "receipts.tab"},           {"bank", "bank.tab"},     {"statements", "statement.tab"},
    {"apply", "suggestions.title"}, {"bills", "bills.title"}, {"write-offs", "write_offs.title"},
    {"gains", "gains.title"}};

int receipts_tab(const Route& route) {
    const auto at = std::ranges::find(page_tabs, route.part(1), &Tab::route);
    return at == std::end(page_tabs) ? 0 : static_cast<int>(at - std::begin(page_tabs));
}

class ReceiptsPage final : public Page {
public:
    std::string title(Desk& desk) override {
        const int tab = receipts_tab(desk.route);
        return say(tab == 0 ? "nav.receipts" : page_tabs[tab].key);
    }
    void start_new(Desk& desk) override {
        if (receipts_tab(desk.route) == 1) bank_.start_new(desk);
        else desk.go(with_sheet(desk, "new", "receipt"));
    }
    double work(Desk& desk) override {
        const double bank = bank_.work(desk);
        const double statement = statements_.work(desk);
        return bank < 0 ? statement : statement < 0 ? bank : std::min(bank, statement);
    }
    bool paste(Desk& desk, const std::string& text) override {
        return receipts_tab(desk.route) == 1 && bank_.paste(desk, text);
    }
    void draw(Desk& desk) override;
    bool print(Desk& desk) override;

private:
    void draw_receipts(Desk& desk);

    BankView bank_;
    StatementView statements_;
    ReceiptTable receipts_;
    SuggestionList suggestions_;
    BillList bills_;
    WriteOffList write_offs_;
    GainList gains_;
    StandingCount standing_;
};

bool ReceiptsPage::print(Desk& desk) {
    switch (receipts_tab(desk.route)) {
    case 1: return false;
    case 2: return statements_.print(desk);
    case 3: return suggestions_.print(desk);
    case 4: return bills_.print(desk);
    case 5: return write_offs_.print(desk);
    case 6: return gains_.print(desk);
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
    const bool bank = receipts_tab(desk.route) == 1;
    if (page_head(say("nav.receipts"), summary, say(bank ? "bank.import" : "receipts.record"),
                  bank ? Icon::upload : Icon::coin)) {
        start_new(desk);
    }
    std::vector<std::string> labels;
    for (const Tab& tab : page_tabs) labels.push_back(say(tab.key));
    int tab = receipts_tab(desk.route);
    if (tabs(say("nav.receipts"), labels, tab)) {
        const std::string part = page_tabs[tab].route;
        desk.go(part.empty() ? "/receipts" : "/receipts/" + part);
    }
    switch (tab) {
    case 1: return bank_.draw(desk);
    case 2: return statements_.draw(desk);
    case 3: return suggestions_.draw(desk);
    case 4: return bills_.draw(desk);
    case 5: return write_offs_.draw(desk);
    case 6: return gains_.draw(desk);
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
    // What narrows the list stands in the address: figures elsewhere lead to it.
    receipts_.query.open_only = desk.route.option("only") == "unapplied";
    receipts_.query.credit = core::parse_credit_type(desk.route.option("credit"));
    const auto narrow_to = [&](const char* option, std::string_view value) {
        Route route = desk.route;
        route.set(option, std::string(value));
        desk.go(route.text(), true);
    };
    {
        Row filters(8, true, 36);
        list_search(say("receipts.search"), receipts_.query.search);
        {
            const Strip chips(say("receipts.search"), tools_width() + 8);
            bool& unapplied = receipts_.query.open_only;
            if (chip(say("receipts.unapplied_only"), unapplied)) {
                narrow_to("only", unapplied ? "unapplied" : "");
            }
            auto& credit = receipts_.query.credit;
            if (credit_chips(credit)) narrow_to("credit", credit ? core::name_of(*credit) : "");
            chip(say("list.with_void"), receipts_.query.with_void);
        }
        receipts_.draw_tools(desk);
    }
    if (!receipts_.draw(desk)) {
        const EmptyAction clear{say("list.clear"), Icon::close};
        if (empty_state(Icon::search, say("list.none"), say("list.none_detail"),
                        std::span(&clear, 1))) {
            receipts_.query.search.clear();
            desk.go("/receipts", true);
        }
    }
}

} // namespace

std::unique_ptr<Page> make_receipts_page() { return std::make_unique<ReceiptsPage>(); }

} // namespace huikuan::ui
