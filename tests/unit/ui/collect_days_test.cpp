// The days of a collector in the interface without a window: visits with a photo and a place, their
// order, the calendar, the return visit with its point of improvement, an approval, the process.
#include <doctest/doctest.h>

#include <algorithm>

#include "platform/senses.h"
#include "session/ledger.h"
#include "ui/collection_words.h"
#include "ui/kit/format.h"
#include "ui/world.h"

using namespace huikuan;
using namespace huikuan::ui;
using huikuan::test::day;
using huikuan::test::World;

namespace {

class Photo final : public platform::File {
public:
    [[nodiscard]] std::string name() const override { return "IMG_1.JPG"; }
    [[nodiscard]] std::uint64_t size() const override { return 3; }
    void read(std::uint64_t, std::size_t, Done done) override {
        done(std::vector<std::uint8_t>{0xFF, 0xD8, 0xFF});
    }
};

struct Days {
    World world;
    core::CustomerId customer;

    explicit Days(float width = 1440) : world(width, 844) {
        world.open_book(0, 0);
        session::Session& book = world.book();
        customer = core::id_cast<core::CustomerId>(book.mint());
        REQUIRE(book.run(core::SetFields{{core::RegisterKind::customer,
                                          core::entity_of(customer),
                                          {{"address", "上海市浦东新区张江路1号"},
                                           {"name", "青云机械"},
                                           {"phone", "138 0013 8000"}}}}));
        core::IssueInvoice issue;
        issue.invoice.id = core::id_cast<core::InvoiceId>(book.mint());
        issue.invoice.customer = customer;
        issue.invoice.number = "A-1";
        issue.invoice.amount = {100'000, core::parse_currency("CNY").value()};
        issue.invoice.issued = day("2026-08-01");
        REQUIRE(book.run(issue));
    }
    core::EntityId task(std::vector<std::pair<std::string, std::string>> fields) {
        const core::EntityId id = world.book().mint();
        fields.emplace_back("customer", core::to_text(customer));
        REQUIRE(world.book().run(core::SetFields{{core::RegisterKind::task, id, fields}}));
        world.settle();
        return id;
    }
    session::Collections collections() { return session::Collections(world.book()); }
};

} // namespace

TEST_CASE("on a visit a photo is taken and the place is kept; a refusal is fine") {
    Days one(390);
    World& world = one.world;
    const auto id = one.task({{"due", "2026-11-22"}, {"kind", "visit"}, {"title", "上门"}});
    world.visit("/today/visits?task=" + core::to_text(id));
    platform::set_next_position(std::nullopt);
    CHECK(world.press(Role::button, say("task.place")));
    CHECK(world.shows(say("task.place_unknown")));
    platform::set_next_position("31.230416,121.473701");
    CHECK(world.press(Role::button, say("task.place")));
    CHECK(world.shows(say("task.place_is", "31.230416,121.473701")));
    platform::set_next_pick(std::make_shared<Photo>());
    CHECK(world.press(Role::button, say("task.photo")));
    const auto files = session::Ledger(world.book()).attachments(id);
    REQUIRE(files.size() == 1);
    CHECK(files[0].media == "image/jpeg");
    CHECK(files[0].bytes == 3);
    CHECK(world.press(Role::checkbox, outcome_words(core::ContactOutcome::no_answer)));
    CHECK(world.press(Role::button, say("task.finish")));
    const auto done = one.collections().task(id);
    REQUIRE(done);
    CHECK(done->task.place == "31.230416,121.473701");
    const auto contacts = one.collections().contacts(one.customer);
    REQUIRE(contacts.size() == 1);
    CHECK_FALSE(contacts[0].contact.reached);
    CHECK(world.press(Role::button, say("undo")));
    CHECK(one.collections().contacts(one.customer).empty());
    CHECK(one.collections().task(id)->task.open());
}

TEST_CASE("on the spot comes first what is done; what is planned unfolds by a press") {
    Days one(390);
    World& world = one.world;
    const auto id = one.task({{"due", "2026-11-22"}, {"kind", "visit"}, {"title", "上门"}});
    const auto find = [&](Role role, const std::string& label) -> const Node* {
        for (const Node& node : world.backend->app()->nodes()) {
            if (node.role == role && node.label == label) return &node;
        }
        return nullptr;
    };
    world.visit("/today/visits?task=" + core::to_text(id));
    CHECK(find(Role::textbox, say("task.area")) == nullptr);
    CHECK(world.press(Role::button, say("contact.call")));
    CHECK(world.press(Role::checkbox, outcome_words(core::ContactOutcome::promised)));
    // How it will be paid stands within the sheet.
    const Node* way = find(Role::combobox, say("contact.how"));
    REQUIRE(way != nullptr);
    CHECK(way->rect.x >= 0);
    CHECK(world.press(Role::button, say("task.arrange")));
    CHECK(world.type(say("task.area"), "浦东"));
    CHECK(world.type(say("task.due"), "soon"));
    CHECK(world.press(Role::button, say("task.arrange")));
    CHECK(find(Role::textbox, say("task.area")) == nullptr);
    // What cannot be read is shown where it is.
    CHECK(world.press(Role::button, say("kit.save")));
    CHECK(world.shows(say("form.above")));
    CHECK(find(Role::textbox, say("task.due")) != nullptr);
    CHECK(one.collections().task(id)->task.area.empty());
    CHECK(world.type(say("task.due"), "2026-11-24"));
    CHECK(world.press(Role::button, say("kit.save")));
    CHECK(one.collections().task(id)->task.area == "浦东");
    CHECK(one.collections().task(id)->task.due == day("2026-11-24"));
}

TEST_CASE("a visit that was made leads to the contact that it was") {
    Days one(390);
    World& world = one.world;
    const auto id = one.task({{"due", "2026-11-22"}, {"kind", "visit"}, {"title", "上门"}});
    world.visit("/today/visits?task=" + core::to_text(id));
    CHECK(world.press(Role::checkbox, outcome_words(core::ContactOutcome::processing)));
    CHECK(world.type(say("contact.whom"), "周会计"));
    CHECK(world.press(Role::button, say("task.finish")));
    world.visit("/today/visits?task=" + core::to_text(id));
    CHECK(world.shows("周会计"));
    CHECK(world.press(Role::link, say("contact.one")));
    CHECK(parse_route(world.backend->route()).option("logged") ==
          core::to_text(one.collections().contacts(one.customer).at(0).contact.id));
}

TEST_CASE("what speaks against a call stands beside the telephone before it is made") {
    for (const float width : {1440.0F, 390.0F}) {
        Days one(width);
        World& world = one.world;
        const std::string sheet = "/today?contact=" + core::to_text(one.customer);
        for (int calls = 0; calls < 3; ++calls) {
            world.visit(sheet);
            CHECK_FALSE(world.shows(say("conduct.daily")));
            CHECK(
                world.press(Role::checkbox, "9 " + outcome_words(core::ContactOutcome::no_answer)));
            CHECK(world.press(Role::button, say("kit.save")));
            world.visit("/customers");
        }
        world.visit(sheet);
        float warned = 0;
        float channels = 0;
        for (const Node& node : world.backend->app()->nodes()) {
            if (node.label.contains(say("conduct.daily"))) warned = node.rect.y;
            if (node.label == channel_words(core::Channel::phone)) channels = node.rect.y;
        }
        CHECK(warned > 0);
        CHECK(warned < channels);
    }
}

TEST_CASE("tasks of all departments, and what came of those that are done") {
    for (const float width : {1440.0F, 390.0F}) {
        Days one(width);
        World& world = one.world;
        one.task({{"department", "财务部"}, {"due", "2026-11-30"}, {"title", "补开发票"}});
        one.task({{"done", "2026-11-20"}, {"result", "已补寄"}, {"title", "寄合同"}});
        world.visit("/today");
        CHECK(world.press(Role::tab, say("today.tasks", 1)));
        CHECK(world.shows("财务部"));
        CHECK_FALSE(world.shows("寄合同"));
        CHECK(world.press(Role::checkbox, say("today.with_done", 1)));
        CHECK(world.shows("寄合同"));
        CHECK(world.shows("已补寄"));
    }
}

TEST_CASE("promises and plans of everybody: what became of them, and a press leads to whose") {
    for (const float width : {1440.0F, 390.0F}) {
        Days one(width);
        World& world = one.world;
        world.visit("/today/promises");
        CHECK(world.shows(say("promises.none")));
        const auto promise = [&](const char* made, const char* due, std::int64_t minor) {
            core::MakePromise make;
            make.promise.id = world.book().mint();
            make.promise.customer = one.customer;
            make.promise.amount = {minor, core::parse_currency("CNY").value()};
            make.promise.date = day(made);
            make.promise.due = day(due);
            REQUIRE(world.book().run(make));
        };
        promise("2026-11-01", "2026-11-05", 10'000); // broken
        promise("2026-11-20", "2026-11-30", 20'000);
        core::AgreePlan agree;
        agree.plan.id = world.book().mint();
        agree.plan.customer = one.customer;
        agree.plan.date = day("2026-11-20");
        agree.plan.currency = core::parse_currency("CNY").value();
        agree.plan.lines = {{day("2026-11-21"), 30'000, 0}, {day("2026-12-31"), 40'000, 0}};
        REQUIRE(world.book().run(agree));
        world.settle();
        world.visit("/today");
        world.unfold_waiting();
        CHECK(world.shows(say("today.promises", 1)));
        world.visit("/today/promises");
        CHECK(world.shows("青云机械"));
        CHECK(world.shows("2026-11-05"));
        CHECK(world.shows("2026-11-30"));
        CHECK(world.shows(say("promises.of", 0, 1)));
        CHECK(world.shows(say("promises.plans")));
        CHECK(world.shows("300.00")); // behind
        const std::string open = promise_state_words(core::PromiseState::open) + " 1";
        CHECK(world.press(Role::checkbox, open));
        CHECK_FALSE(world.shows("2026-11-05"));
        CHECK(world.press(Role::checkbox, open));
        CHECK(world.shows("2026-11-05"));
        CHECK(world.backend->click_on(Role::rowheader, "青云机械"));
        world.settle();
        CHECK(parse_route(world.backend->route()).option("tab") == "collection");
    }
}

TEST_CASE("the visits of a day change their order by a press, and are taken along as a slice") {
    for (const float width : {1440.0F, 390.0F}) {
        Days one(width);
        World& world = one.world;
        world.visit("/today/visits");
        CHECK(world.shows(say("visits.none")));
        const auto first = one.task(
            {{"due", "2026-11-24"}, {"kind", "visit"}, {"minute", "09:00"}, {"title", "一"}});
        const auto second = one.task(
            {{"due", "2026-11-24"}, {"kind", "visit"}, {"minute", "10:00"}, {"title", "二"}});
        world.visit("/today/visits?day=2026-11-24");
        CHECK(world.shows("浦东新区")); // by the address
        CHECK(one.collections().visits(day("2026-11-24")).visits[0].row.id == first);
        CHECK(world.press(Role::button, say("visits.later")));
        CHECK(one.collections().visits(day("2026-11-24")).visits[0].row.id == second);
        CHECK(world.press(Role::button, say("visits.take_along")));
        CHECK(world.saved_name.ends_with(".gz"));
        CHECK(!world.saved.empty());
        CHECK(world.press(Role::button, say("visits.day_before")));
        CHECK(world.shows(say("visits.none")));
        world.visit("/today/visits?day=nonsense");
        CHECK(world.shows(say("visits.none"))); // today
    }
}

TEST_CASE("the calendar shows a month, opens its days, and reminds only after a press") {
    for (const float width : {1440.0F, 390.0F}) {
        Days one(width);
        World& world = one.world;
        platform::set_reminding(true);
        one.task({{"due", "2026-11-22"}, {"minute", "15:30"}, {"title", "对账"}});
        world.visit("/today/calendar");
        CHECK(platform::reminders().empty()); // nobody was asked
        CHECK(world.press(Role::button, say("month.day", date_words(day("2026-11-22")), 1)));
        CHECK(world.shows("对账 · 青云机械"));
        CHECK(world.press(Role::button, say("month.remind")));
        REQUIRE(platform::reminders().size() == 1);
        CHECK(platform::reminders()[0].minute == 930);
        CHECK(world.shows(say("month.remind_on")));
        CHECK(world.press(Role::button, say("kit.month_after")));
        CHECK(parse_route(world.backend->route()).option("day") == "2026-12-22");
        CHECK(world.shows(say("month.nothing")));
        world.visit("/today/calendar?day=2028-02-29");
        CHECK(world.press(Role::button, say("kit.month_before")));
        CHECK(parse_route(world.backend->route()).option("day") == "2028-01-29");
        platform::set_reminding(false);
        world.visit("/today/calendar");
        CHECK(world.press(Role::button, say("month.remind")));
        CHECK(world.shows(say("month.remind_refused")));
    }
}

TEST_CASE("a return visit comes by itself; its words become a point of improvement") {
    Days one;
    World& world = one.world;
    session::Session& book = world.book();
    core::LogContact log;
    log.contact.id = book.mint();
    log.contact.customer = one.customer;
    log.contact.date = day("2026-11-10");
    REQUIRE(book.run(log));
    core::RecordReceipt cash;
    cash.receipt.id = core::id_cast<core::ReceiptId>(book.mint());
    cash.receipt.customer = one.customer;
    cash.receipt.amount = {100'000, core::parse_currency("CNY").value()};
    cash.receipt.date = day("2026-11-20");
    cash.receipt.method = "bank";
    cash.plan.rule = core::AllocationRule::oldest_due_first;
    REQUIRE(book.run(cash));
    const auto due = one.collections().return_visits(book.today());
    REQUIRE(due.size() == 1);
    world.visit("/today?task=" + core::to_text(due[0].id));
    CHECK(world.press(Role::checkbox, say("task.score_of", 2)));
    CHECK(world.type(say("task.voice"), "对账单太晚\n希望月初发", Role::textarea));
    CHECK(world.type(say("task.improver"), "财务小李"));
    CHECK(world.type(say("task.improve_by"), "2026-11-30"));
    CHECK(world.press(Role::button, say("task.finish")));
    CHECK(one.collections().return_visits(book.today()).empty());
    const auto tasks = one.collections().tasks({}, one.customer);
    REQUIRE(tasks.size() == 2);
    CHECK(tasks[0].task.kind == core::TaskKind::improvement);
    CHECK(tasks[0].task.title == "对账单太晚");
    CHECK(tasks[0].task.owner == "财务小李");
    CHECK(tasks[0].task.due == day("2026-11-30"));
    CHECK(tasks[0].task.parent == due[0].id);
    CHECK(tasks[1].id == due[0].id);
    CHECK(tasks[1].task.score == 2);
    CHECK(tasks[1].task.title == say("task.return_visit"));
    world.visit("/today/improvements");
    CHECK(world.shows("对账单太晚"));
    CHECK(world.shows(say("improve.average", "2.0", 1)));
    world.visit("/customers/" + core::to_text(one.customer) + "?tab=collection");
    CHECK(world.shows(say("collection.visited", "2026-11-22")));
    // The point says where it came from; thanks are on the record, and reach nobody.
    world.visit("/today?task=" + core::to_text(tasks[0].id));
    CHECK(world.press(Role::link, say("task.from", say("task.return_visit"))));
    CHECK(world.press(Role::button, say("task.thank")));
    const auto thanked = one.collections().contacts(one.customer);
    REQUIRE(thanked.size() == 2);
    CHECK(thanked[0].contact.task == due[0].id);
    CHECK_FALSE(thanked[0].contact.reached);
    // Saved again without new words: no second point.
    world.visit("/today?task=" + core::to_text(due[0].id));
    CHECK(world.type(say("task.result"), "已致歉", Role::textarea));
    CHECK(world.press(Role::button, say("kit.save")));
    CHECK(one.collections().tasks({}, one.customer).size() == 2);
}

TEST_CASE("a return visit to who owes again says so wherever it stands, and is not late") {
    for (const float width : {1440.0F, 390.0F}) {
        Days one(width);
        World& world = one.world;
        platform::set_reminding(true);
        const auto id = one.task({{"due", "2026-11-22"},
                                  {"kind", "return_visit"},
                                  {"minute", "23:59"},
                                  {"title", "回访"}});
        world.visit("/today");
        world.press(Role::tab, say("today.tasks", 1));
        CHECK(world.shows(say("task.waits")));
        world.visit("/customers/" + core::to_text(one.customer) + "?tab=collection");
        CHECK(world.shows(say("task.waits")));
        world.visit("/today?task=" + core::to_text(id));
        CHECK(world.shows(say("task.waits_why")));
        world.visit("/today/calendar");
        CHECK(world.shows(say("month.nothing")));
        CHECK(world.press(Role::button, say("month.remind")));
        CHECK(platform::reminders().empty());
    }
}

TEST_CASE("an approval waits on Today until somebody else says yes, or no and why") {
    Days one;
    World& world = one.world;
    const auto id = one.task({{"asked_by", "王"}, {"kind", "approval"}, {"title", "减免利息"}});
    world.visit("/today");
    CHECK(world.shows(say("today.approvals", 1)));
    world.visit("/today?task=" + core::to_text(id));
    CHECK(world.press(Role::button, say("task.reject")));
    CHECK(world.shows(say("task.reject_why")));
    CHECK(one.collections().task(id)->task.open());
    CHECK(world.type(say("task.result"), "无依据", Role::textarea));
    CHECK(world.press(Role::button, say("task.reject")));
    CHECK(one.collections().task(id)->task.decided.empty()); // nobody said who decides here
    world.visit("/settings");
    CHECK(world.type(say("settings.me"), "李"));
    CHECK(world.press(Role::button, say("settings.me_keep")));
    world.visit("/today?task=" + core::to_text(id));
    CHECK(world.type(say("task.result"), "无依据", Role::textarea));
    CHECK(world.press(Role::button, say("task.reject")));
    CHECK(one.collections().task(id)->task.decided == "no");
    CHECK(one.collections().task(id)->task.decided_by == "李");
    CHECK_FALSE(one.collections().task(id)->task.open());
    world.visit("/today");
    CHECK_FALSE(world.shows(say("today.approvals", 1)));
}

TEST_CASE("the process and the rules of conduct are set by their pages") {
    for (const float width : {1440.0F, 390.0F}) {
        Days one(width);
        World& world = one.world;
        world.visit("/settings/process");
        CHECK(world.press(Role::button, say("process.usual")));
        CHECK(one.collections().process().size() == 6);
        CHECK(world.press(Role::button, say("kit.save")));
        CHECK(world.shows(say("process.days_wrong")));
        CHECK(world.type(say("process.step"), "总经理|拜访"));
        CHECK(world.type(say("process.days"), "45"));
        CHECK(world.type(say("process.who"), "总经理"));
        CHECK(world.press(Role::button, say("kit.save")));
        const auto steps = one.collections().process();
        REQUIRE(steps.size() == 7);
        const auto made = std::ranges::find(steps, 45, &core::ProcessStep::days);
        REQUIRE(made != steps.end());
        CHECK(made->title == "总经理/拜访"); // a bar parts the parts
        CHECK(made->who == "总经理");
        // 83 days late: all steps up to then are asked for, and one press makes a task.
        world.visit("/customers/" + core::to_text(one.customer) + "?tab=collection");
        CHECK(world.shows(say("process.due")));
        CHECK(world.press(Role::button, say("process.make")));
        CHECK(one.collections().tasks({}, one.customer).size() == 1);
        world.visit("/settings/conduct");
        CHECK(world.type(say("conduct_page.from"), "25:00"));
        CHECK(world.press(Role::button, say("kit.save")));
        CHECK(world.shows(say("conduct_page.wrong_time")));
        CHECK(world.type(say("conduct_page.from"), "22:30"));
        CHECK(world.press(Role::button, say("kit.save")));
        CHECK(world.shows(say("conduct_page.order")));
        CHECK(world.type(say("conduct_page.from"), "09:00"));
        CHECK(world.type(say("conduct_page.daily"), "-1"));
        CHECK(world.press(Role::button, say("kit.save")));
        CHECK(world.type(say("conduct_page.daily"), "2"));
        CHECK(world.press(Role::button, say("kit.save")));
        const auto& policy = session::Ledger(world.book()).policy().collection;
        CHECK(policy.from_minute == 540);
        CHECK(policy.daily == 2);
        CHECK(policy.weekly == 7);
    }
}
