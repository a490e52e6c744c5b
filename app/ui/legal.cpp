// 法务: until when every debt can be enforced, what guarantors still stand for, and the cases.
#include <array>

#include "session/ledger.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/legal_tables.h"
#include "ui/lists.h"
#include "ui/pages.h"

namespace huikuan::ui {

namespace {

constexpr std::array<const char*, 3> part_routes{"clocks", "guarantees", "cases"};

class LegalPage final : public Page {
public:
    std::string title(Desk&) override { return say("nav.legal"); }

    void draw(Desk& desk) override {
        const LegalTables::Figures figures = tables_.figures(desk);
        const core::LegalPolicy& law = session::Ledger(desk.session).policy().legal;
        if (page_head(say("nav.legal"),
                      say("law.summary", figures.near, figures.urgent, figures.over, figures.cases,
                          law.first_warning_days, law.last_warning_days),
                      say("case.new"))) {
            start_new(desk);
        }
        std::vector<std::string> labels;
        int part = 0;
        for (std::size_t i = 0; i < part_routes.size(); ++i) {
            labels.push_back(say(std::string("law.tab.") + part_routes[i]));
            if (desk.route.part(1) == part_routes[i]) part = static_cast<int>(i);
        }
        if (tabs(say("law.tabs"), labels, part)) {
            desk.go(std::string("/legal/") + part_routes[static_cast<std::size_t>(part)], true);
        }
        if (part == 0) draw_clocks(desk);
        else if (part == 1) draw_guarantees(desk);
        else draw_cases(desk);
    }
    void start_new(Desk& desk) override { open_weighing(desk, {}); }

private:
    void draw_clocks(Desk& desk) {
        {
            Row row(8);
            list_search(say("law.search"), search_);
            chip(say("law.near_only"), near_only_);
        }
        caption(say("law.rule"));
        if (tables_.draw_clocks(desk, {}, search_, near_only_) == 0) {
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
    std::string search_;
    bool near_only_ = false;
};

} // namespace

std::unique_ptr<Page> make_legal_page() { return std::make_unique<LegalPage>(); }

} // namespace huikuan::ui
