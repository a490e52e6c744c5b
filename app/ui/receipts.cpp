// 收款: what came in, what of it is not used yet.
#include "ui/document_tables.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/pages.h"

namespace huikuan::ui {

namespace {

class ReceiptsPage final : public Page {
public:
    std::string title(Desk&) override { return say("nav.receipts"); }
    void start_new(Desk& desk) override { desk.go(with_sheet(desk, "new", "receipt")); }
    void draw(Desk& desk) override;
    bool print(Desk& desk) override { return receipts_.print(desk); }

private:
    ReceiptTable receipts_;
    StandingCount standing_;
};

void ReceiptsPage::draw(Desk& desk) {
    const auto counts = desk.session.counts();
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
    if (counts.receipts == 0) {
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
