// 法务: until when every debt can be enforced, what guarantors still stand for, and the cases.
#include <algorithm>
#include <array>
#include <string_view>

#include "session/ledger.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/legal_tables.h"
#include "ui/lists.h"
#include "ui/pages.h"

namespace huikuan::ui {

namespace {

constexpr std::array<std::string_view, 3> part_routes{"clocks", "guarantees", "cases"};

class LegalPage final : public Page {
public:
    std::string title(Desk&) override { return say("nav.legal"); }

    void draw(Desk& desk) override {
        const LegalTables::Figures figures = tables_.figures(desk);
        const core::LegalPolicy& law = session::Ledger(desk.session).policy().legal;
        if (page_head(say("nav.legal"),
                      say("law.summary", figures.near, figures.urgent, figures.over, figures.cases,
                          law.first_warning_days, law.last_warning_days, figures.guarantees),
                      say("case.new"))) {
            start_new(desk);
        }
        std::vector<std::string> labels;
        for (const std::string_view one : part_routes) {
            labels.push_back(say("law.tab." + std::string(one)));
        }
        int part = part_of(desk);
        if (tabs(say("law.tabs"), labels, part)) {
            desk.go("/legal/" + std::string(part_routes[static_cast<std::size_t>(part)]), true);
        }
        if (part == 0) draw_clocks(desk);
        else if (part == 1) draw_guarantees(desk);
        else draw_cases(desk);
    }
    void start_new(Desk& desk) override { open_weighing(desk, {}); }
    bool print(Desk& desk) override {
        return tables_.print(desk, static_cast<std::size_t>(part_of(desk)));
    }

private:
    static int part_of(const Desk& desk) {
        const auto at = std::ranges::find(part_routes, desk.route.part(1));
        return at == part_routes.end() ? 0 : static_cast<int>(at - part_routes.begin());
    }
    void draw_clocks(Desk& desk) {
        caption(say("law.rule"));
        if (tables_.draw_clocks(desk, {}) == 0) {
            empty_state(Icon::clock, say("law.none"), say("law.none_detail"));
        }
    }
    void draw_guarantees(Desk& desk) {
        caption(say("law.guarantee_rule"));
        if (tables_.draw_guarantees(desk, {}) == 0) {
            empty_state(Icon::shield, say("law.no_guarantees"), say("law.no_guarantees_detail"));
        }
    }
    void draw_cases(Desk& desk) {
        if (tables_.draw_cases(desk, {}) > 0) return;
        const EmptyAction actions[] = {{say("case.new"), Icon::plus}};
        if (empty_state(Icon::document, say("case.none"), say("case.none_detail"), actions)) {
            start_new(desk);
        }
    }

    LegalTables tables_;
};

} // namespace

std::unique_ptr<Page> make_legal_page() { return std::make_unique<LegalPage>(); }

} // namespace huikuan::ui
