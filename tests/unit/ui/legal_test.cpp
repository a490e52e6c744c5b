// The law in the interface without a window: a clock and its reasons, an event noted with its
// proof, talks weighed before a case, a case's progress and costs, the bundle of evidence.
#include "session/legal.h"

#include <algorithm>

#include "session/evidence.h"
#include "session/ledger.h"
#include "ui/legal_words.h"
#include "ui/lists.h"
#include "ui/world.h"

using namespace huikuan;
using namespace huikuan::ui;
using huikuan::test::day;
using huikuan::test::World;

namespace {

// One customer who owes 48,000.00 since 2023-12-31; its contract has a guarantor.
struct Debt {
    World world;
    core::CustomerId customer;
    core::InvoiceId invoice;

    explicit Debt(float width = 1440, const char* tongue = "zh-CN") : world(width, 844, tongue) {
        world.open_book(0, 0);
        session::Session& book = world.book();
        const core::EntityId id = book.mint();
        REQUIRE(
            book.run(core::SetFields{{core::RegisterKind::customer, id, {{"name", "青云机械"}}}}));
        customer = core::id_cast<core::CustomerId>(id);
        const core::EntityId contract = book.mint();
        REQUIRE(book.run(core::SetFields{{core::RegisterKind::contract,
                                          contract,
                                          {{"customer", core::to_text(id)},
                                           {"number", "HT-1"},
                                           {"guarantee", "王某"},
                                           {"guarantee_kind", "joint"}}}}));
        core::IssueInvoice issue;
        issue.invoice.id = core::id_cast<core::InvoiceId>(book.mint());
        issue.invoice.customer = customer;
        issue.invoice.number = "A-1";
        issue.invoice.amount = {4'800'000, core::parse_currency("CNY").value()};
        issue.invoice.issued = day("2023-12-01");
        issue.invoice.contract = contract;
        issue.due = day("2023-12-31");
        REQUIRE(book.run(issue));
        invoice = issue.invoice.id;
        world.settle();
    }
    session::DebtClock clock() {
        return session::Legal(world.book()).clocks(day("2026-11-22"), customer).at(0);
    }
    void check_names() const {
        for (const Node& node : world.backend->app()->nodes()) {
            const bool key =
                node.label.find(' ') == std::string::npos && has_key(Language::zh, node.label);
            CHECK_MESSAGE(!key, node.label);
        }
    }
};

} // namespace

TEST_CASE("the list shows what ends next; a row says why, and takes an event with its proof") {
    for (const float width : {1440.0F, 390.0F}) {
        for (const char* tongue : {"zh-CN", "en"}) {
            CAPTURE(width);
            CAPTURE(tongue);
            Debt one(width, tongue);
            World& world = one.world;
            world.visit("/legal");
            CHECK(world.shows("青云机械"));
            CHECK(world.shows("2026-12-31"));
            CHECK(world.shows(left_words(39)));
            world.visit("/legal?clock=" + core::to_text(one.invoice));
            CHECK(world.shows(say("law.step.starts", "2023-12-31", "2026-12-31")));
            CHECK(world.shows("王某"));
            one.check_names();
            CHECK(world.press(Role::button, say("law.note")));
            CHECK(world.type(say("law.date"), "2026-11-31"));
            CHECK(world.press(Role::button, say("law.note_save")));
            CHECK(session::Legal(world.book()).events(one.customer).empty());
            CHECK(world.type(say("law.date"), "2026-11-20"));
            CHECK(world.type(say("law.proof"), "EMS 1234"));
            CHECK(world.press(Role::button, say("law.note_save")));
            CHECK(session::Legal(world.book()).events(one.customer).size() == 1);
            CHECK(one.clock().clock.safe_day == day("2029-11-20"));
            CHECK(world.shows("EMS 1234"));
            one.check_names();
            world.visit("/legal/guarantees");
            CHECK(world.shows("王某"));
            CHECK(world.shows(say("law.state.over")));
        }
    }
}

TEST_CASE("a case is opened after talks were weighed, goes on by stages, and costs are kept") {
    for (const float width : {1440.0F, 390.0F}) {
        CAPTURE(width);
        Debt one(width);
        World& world = one.world;
        world.visit("/customers/" + core::to_text(one.customer) + "?tab=legal");
        CHECK(world.press(Role::button, say("case.new")));
        CHECK(world.shows(say("case.no_talks")));
        CHECK(world.shows("1,000.00")); // 50 + 2.5 % of 38,000
        CHECK(world.press(Role::button, say("case.open_do")));
        CHECK(world.shows(say("case.talks_missing")));
        CHECK(session::Legal(world.book()).cases(day("2026-11-22")).empty());
        CHECK(world.type(say("case.talks"), "电话三次，无人接听", Role::textarea));
        CHECK(world.press(Role::button, say("case.open_do")));
        auto cases = session::Legal(world.book()).cases(day("2026-11-22"));
        REQUIRE(cases.size() == 1);
        CHECK(cases[0].what.claim == 4'800'000);
        CHECK(parse_route(world.backend->route()).option("case") == core::to_text(cases[0].id));
        CHECK(world.shows(say("case.talked", "电话三次，无人接听")));
        one.check_names();

        CHECK(world.press(Role::button, say("case.step")));
        CHECK(world.press(Role::button, say("case.step_save"))); // the first: a lawyer's letter
        CHECK(world.shows(deadline_words(core::DeadlineKind::reply)));
        CHECK(world.shows("2026-11-29"));
        // The next step begins with what usually follows, not with the last one again.
        CHECK(world.backend->find(Role::combobox, say("case.stage")) == nullptr);
        CHECK(world.press(Role::button, say("case.step")));
        const Node* stage = world.backend->find(Role::combobox, say("case.stage"));
        REQUIRE(stage != nullptr);
        CHECK(stage->value == case_stage_words(core::CaseStage::filed));
        CHECK(world.press(Role::button, say("kit.cancel")));
        CHECK(world.press(Role::button, say("case.cost")));
        CHECK(world.press(Role::button, say("case.cost_save"))); // without an amount
        CHECK(session::Legal(world.book()).cases(day("2026-11-22"))[0].costs.empty());
        CHECK(world.type(say("label.amount"), "500"));
        CHECK(world.press(Role::button, say("case.cost_save")));
        CHECK(session::Legal(world.book()).cases(day("2026-11-22"))[0].cost_minor == 50'000);
        one.check_names();
        world.visit("/legal/cases");
        CHECK(world.shows(say("case.default_title")));
        CHECK(world.shows(case_stage_words(core::CaseStage::lawyer_letter)));
        // The day of the answer stands on the day's list, and on its day of the calendar.
        world.visit("/today");
        world.unfold_waiting();
        CHECK(world.shows(say("today.deadlines", 1)));
        world.visit("/today/calendar?day=2026-11-29");
        CHECK(world.shows(say("case.deadline.reply")));
    }
}

namespace {

core::InvoiceId add_invoice(Debt& one, const char* number, std::int64_t minor, const char* due) {
    core::IssueInvoice issue;
    issue.invoice.id = core::id_cast<core::InvoiceId>(one.world.book().mint());
    issue.invoice.customer = one.customer;
    issue.invoice.number = number;
    issue.invoice.amount = {minor, core::parse_currency("CNY").value()};
    issue.invoice.issued = issue.due.emplace(day(due));
    REQUIRE(one.world.book().run(issue));
    one.world.settle();
    return issue.invoice.id;
}

} // namespace

TEST_CASE("what is claimed is ticked and can be corrected; money pays it; a case is put away") {
    for (const float width : {1440.0F, 390.0F}) {
        CAPTURE(width);
        Debt one(width);
        World& world = one.world;
        const auto older = add_invoice(one, "A-0", 70'000, "2023-12-30");
        const auto cases = [&] { return session::Legal(world.book()).cases(day("2026-11-22")); };
        world.visit("/legal?escalate=" + core::to_text(one.customer));
        CHECK(world.shows("A-0"));
        REQUIRE(world.press(Role::checkbox, "A-0"));
        CHECK(world.type(say("case.talks"), "  ", Role::textarea));
        CHECK(world.press(Role::button, say("case.open_do")));
        CHECK(cases().empty()); // blanks say nothing
        CHECK(world.type(say("case.talks"), "电话三次", Role::textarea));
        // What was typed is there after a look elsewhere.
        world.visit("/legal");
        world.visit("/legal?escalate=" + core::to_text(one.customer));
        CHECK(world.press(Role::button, say("case.open_do")));
        REQUIRE(cases().size() == 1);
        CHECK(cases()[0].what.talks == "电话三次");
        CHECK(cases()[0].what.claim == 4'800'000);
        CHECK(cases()[0].what.invoices == std::vector{one.invoice});

        REQUIRE(world.press(Role::button, say("case.claim_edit")));
        CHECK(world.type(say("case.claim"), "四万吧"));
        CHECK(world.press(Role::button, say("kit.save")));
        CHECK(cases()[0].what.claim == 4'800'000);
        CHECK(world.type(say("case.claim"), "40000"));
        CHECK(world.press(Role::button, say("kit.save")));
        CHECK(cases()[0].what.claim == 4'000'000);
        CHECK(cases()[0].what.invoices == std::vector{one.invoice});
        REQUIRE(world.press(Role::button, say("case.claim_edit")));
        REQUIRE(world.press(Role::checkbox, "A-0"));
        CHECK(world.press(Role::button, say("kit.save")));
        CHECK(cases()[0].what.claim == 4'870'000); // what is overdue of both
        CHECK(cases()[0].what.invoices.size() == 2);
        REQUIRE(world.press(Role::button, say("case.claim_edit")));
        REQUIRE(world.press(Role::checkbox, "A-0"));
        CHECK(world.press(Role::button, say("kit.save")));
        one.check_names();

        // A step that is half typed waits as well.
        REQUIRE(world.press(Role::button, say("case.step")));
        CHECK(world.type(say("label.note"), "寄出", Role::textbox));
        const std::string at = world.backend->route();
        world.visit("/legal");
        world.visit(at);
        CHECK(world.press(Role::button, say("case.step_save")));
        REQUIRE(cases()[0].steps.size() == 1);
        CHECK(cases()[0].steps[0].note == "寄出");

        REQUIRE(world.press(Role::button, say("receipts.record")));
        CHECK(world.type(say("label.amount"), "500"));
        CHECK(world.press(Role::button, say("receipts.save")));
        CHECK(world.book().invoice(older, day("2026-11-22"))->open == 70'000);
        CHECK(cases()[0].received_minor == 50'000);

        world.visit("/legal/cases?case=" + core::to_text(cases()[0].id));
        REQUIRE(world.press(Role::button, say("case.edit")));
        REQUIRE(world.press(Role::checkbox, say("case.archived")));
        CHECK(world.press(Role::button, say("kit.save")));
        CHECK(cases().empty());
        CHECK(session::Legal(world.book()).in_case(day("2026-11-22")).empty());
    }
}

TEST_CASE("the lists of the law are searched and sorted; an event half noted waits") {
    Debt one;
    World& world = one.world;
    add_invoice(one, "B-7", 70'000, "2025-12-30");
    world.visit("/legal");
    CHECK(world.shows("B-7"));
    CHECK(world.shows("48,700.00")); // the sum of what is open
    CHECK(world.type(say("law.search"), "ｂ-7", Role::searchbox));
    CHECK(!world.shows("2026-12-31"));
    CHECK(world.shows("B-7"));
    world.visit("/legal?clock=" + core::to_text(one.invoice));
    REQUIRE(world.press(Role::button, say("law.note")));
    CHECK(world.type(say("law.proof"), "EMS 88"));
    world.visit("/legal");
    world.visit("/legal?clock=" + core::to_text(one.invoice));
    CHECK(world.press(Role::button, say("law.note_save")));
    const auto events = session::Legal(world.book()).events(one.customer);
    REQUIRE(events.size() == 1);
    CHECK(events[0].event.proof == "EMS 88");
    world.visit("/customers/" + core::to_text(one.customer) + "?tab=data");
    CHECK(world.shows(say("files.kind")));
    one.check_names();
}

TEST_CASE("a bundle that would prove a debt barred is made only after a question") {
    for (const float width : {1440.0F, 390.0F}) {
        CAPTURE(width);
        Debt one(width);
        World& world = one.world;
        add_invoice(one, "OLD-1", 100, "2020-01-31");
        world.visit("/customers/" + core::to_text(one.customer) + "?tab=legal");
        CHECK(world.press(Role::button, say("law.evidence")));
        CHECK(world.shows(say("law.evidence_barred", "OLD-1")));
        one.check_names();
        CHECK(world.press(Role::button, say("kit.cancel")));
        CHECK(!world.shows(say("law.evidence_barred", "OLD-1")));
        CHECK(world.saved.empty());
        CHECK(world.press(Role::button, say("law.evidence")));
        CHECK(world.press(Role::button, say("law.evidence_anyway")));
        for (int i = 0; i < 40 && world.saved.empty(); ++i) {
            world.backend->request_frame();
            world.settle();
        }
        CHECK(!world.saved.empty());
    }
}

TEST_CASE("the evidence leaves as the file that the command line would write") {
    Debt one;
    World& world = one.world;
    world.visit("/customers/" + core::to_text(one.customer) + "?tab=legal");
    CHECK(world.press(Role::button, say("law.evidence")));
    for (int i = 0; i < 40 && world.saved.empty(); ++i) {
        world.backend->request_frame();
        world.settle();
    }
    CHECK(world.saved_name == "证据材料 青云机械 2026-11-22.zip");
    session::EvidenceMaker maker(world.book(),
                                 {one.customer, {}, day("2026-11-22"), [](std::string_view key) {
                                      return std::string(word(key));
                                  }});
    CHECK(world.saved == maker.finish().value());
}

TEST_CASE("the periods of the law are set with their articles, checked, and put back") {
    for (const float width : {1440.0F, 390.0F}) {
        CAPTURE(width);
        Debt one(width);
        World& world = one.world;
        const auto field = [](const char* name, const char* unit) {
            return say("law_page.field", say(std::string("law_page.name.") + name),
                       say(std::string("law_page.in_") + unit));
        };
        const auto policy = [&] { return session::Ledger(world.book()).policy().legal; };
        world.visit("/settings");
        REQUIRE(world.press(Role::button, say("law_page.title")));
        CHECK(world.shows(say("law_page.article.limitation_months")));
        CHECK(world.shows(say("law_page.shipped", say("law_page.months", 36))));
        REQUIRE(world.type(field("guarantee_months", "months"), "0"));
        REQUIRE(world.press(Role::button, say("kit.save")));
        CHECK(world.shows(say("law_page.wrong", 1, 600)));
        CHECK(policy().guarantee_months == 6);
        REQUIRE(world.type(field("guarantee_months", "months"), "24"));
        REQUIRE(world.type(field("last_warning_days", "days"), "90"));
        REQUIRE(world.press(Role::button, say("kit.save")));
        CHECK(world.shows(say("law_page.order", 90)));
        REQUIRE(world.type(field("last_warning_days", "days"), "39"));
        REQUIRE(world.press(Role::button, say("kit.save")));
        CHECK(policy().guarantee_months == 24);
        // It counts at once: 39 days are left, and that is red now.
        CHECK(one.clock().clock.warning == core::ClockWarning::days_30);
        world.visit("/settings/law");
        REQUIRE(world.press(Role::button,
                            say("law_page.reset", say("law_page.name.guarantee_months"))));
        REQUIRE(world.press(Role::button, say("kit.save")));
        CHECK(policy().guarantee_months == 6);
        const auto fields = world.book().fields(core::RegisterKind::setting, core::settings_entity);
        for (const auto& [name, value] : fields) {
            if (name == "law.guarantee_months") CHECK(value.empty());
        }
        one.check_names();
    }
}

TEST_CASE("the kind of a guarantee is chosen from the list of the law, and its period follows") {
    Debt one;
    World& world = one.world;
    world.visit("/customers/" + core::to_text(one.customer) + "?tab=data");
    REQUIRE(world.press(Role::button, say("contract.edit")));
    CHECK(world.shows(say("contract.guarantee_kind.joint_hint")));
    REQUIRE(world.press(Role::combobox, say("contract.guarantee_kind")));
    REQUIRE(world.press(Role::option, say("contract.guarantee_kind.unsaid")));
    CHECK(world.shows(say("contract.guarantee_kind.unsaid_hint")));
    REQUIRE(world.press(Role::button, say("kit.save")));
    auto rows = session::Legal(world.book()).guarantees(day("2026-11-22"), one.customer);
    REQUIRE(rows.size() == 1);
    CHECK_FALSE(rows[0].joint);                         // 686
    CHECK(rows[0].clock.safe_day == day("2024-06-30")); // 692: six months from 31 December
    REQUIRE(world.press(Role::button, say("contract.edit")));
    REQUIRE(world.press(Role::combobox, say("contract.guarantee_kind")));
    REQUIRE(world.press(Role::option, say("contract.guarantee_kind.joint")));
    REQUIRE(world.press(Role::button, say("kit.save")));
    rows = session::Legal(world.book()).guarantees(day("2026-11-22"), one.customer);
    CHECK(rows.at(0).joint);
}
