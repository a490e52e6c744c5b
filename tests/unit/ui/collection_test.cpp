// A collector's day in the interface without a window: the list, a call with a promise, putting
// off, handing over, a task with its end, instalments; at a desk and at a phone's width.
#include "ui/collection_words.h"

#include <algorithm>
#include <imgui.h>

#include "platform/native.h"
#include "session/ledger.h"
#include "ui/kit/format.h"
#include "ui/plan_form.h"
#include "ui/world.h"

using namespace huikuan;
using namespace huikuan::ui;
using huikuan::test::day;
using huikuan::test::World;

namespace {

// Two customers, 48,000.00 and 30.00 late; nobody's.
struct Day {
    World world;
    core::CustomerId large, small;

    explicit Day(float width = 1440) : world(width, 844) {
        world.open_book(0, 0);
        large = add("青云机械", "A-1", 4'800'000, "2026-07-01");
        small = add("白石建材", "B-1", 3'000, "2026-10-01");
        world.visit("/today");
    }
    core::CustomerId add(const char* name, const char* number, std::int64_t minor,
                         const char* issued) {
        session::Session& book = world.book();
        const core::EntityId id = book.mint();
        REQUIRE(book.run(core::SetFields{
            {core::RegisterKind::customer, id, {{"name", name}, {"phone", "138 0013 8000"}}}}));
        core::IssueInvoice issue;
        issue.invoice.id = core::id_cast<core::InvoiceId>(book.mint());
        issue.invoice.customer = core::id_cast<core::CustomerId>(id);
        issue.invoice.number = number;
        issue.invoice.amount = {minor, core::parse_currency("CNY").value()};
        issue.invoice.issued = day(issued);
        REQUIRE(book.run(issue));
        return issue.invoice.customer;
    }
    // By the digit and the word of its chip.
    bool outcome(const char* digit, core::ContactOutcome what) {
        return world.press(Role::checkbox, digit + outcome_words(what));
    }
    session::Collections collections() { return session::Collections(world.book()); }
    [[nodiscard]] std::string sheet() const {
        return parse_route(world.backend->route()).option("contact");
    }
};

} // namespace

TEST_CASE("a call that ends in a promise is logged, and the next customer slides in") {
    for (const float width : {1440.0F, 390.0F}) {
        CAPTURE(width);
        Day one(width);
        World& world = one.world;
        CHECK(world.shows("青云机械"));
        CHECK(world.press(Role::button, say("today.start")));
        CHECK(one.sheet() == core::to_text(one.large));
        CHECK(world.shows(say("why.never")));
        CHECK(world.press(Role::button, say("contact.save_next")));
        CHECK(world.shows(say("contact.outcome_missing"))); // nothing is written without
        CHECK(one.collections().contacts(one.large).empty());
        CHECK(one.outcome("1 ", core::ContactOutcome::promised));
        CHECK(world.type(say("contact.promised"), "2.4万"));
        CHECK(world.press(Role::button, say("contact.save_next")));
        CHECK(one.collections().contacts(one.large).empty()); // by when?
        CHECK(world.type(say("contact.promised_by"), "2026-11-30"));
        CHECK(world.type(say("contact.whom"), "张经理"));
        CHECK(world.press(Role::button, say("contact.save_next")));
        const auto contacts = one.collections().contacts(one.large);
        REQUIRE(contacts.size() == 1);
        CHECK(contacts[0].contact.whom == "张经理");
        CHECK(contacts[0].contact.reached);
        const auto promises = one.collections().promises(one.large, world.book().today());
        REQUIRE(promises.size() == 1);
        CHECK(promises[0].promise.amount.minor == 2'400'000);
        CHECK(promises[0].promise.contact == contacts[0].contact.id);
        CHECK(one.sheet() == core::to_text(one.small)); // slid in
        CHECK(one.outcome("9 ", core::ContactOutcome::no_answer));
        CHECK(world.press(Role::button, say("contact.save_next")));
        CHECK_FALSE(one.collections().contacts(one.small)[0].contact.reached);
        CHECK(one.sheet().empty()); // nobody is left
        CHECK(world.press(Role::button, say("undo")));
        CHECK(one.collections().contacts(one.small).empty());
    }
}

TEST_CASE("whoever is put off waits for a reason and until a day; a hand-over leaves a note") {
    Day one;
    World& world = one.world;
    const auto typing_in = [&](std::string_view label) {
        return std::ranges::any_of(world.backend->app()->nodes(), [&](const Node& node) {
            return node.label == label && (node.flags & node_focused) != 0;
        });
    };
    for (int time = 0; time < 2; ++time) { // whenever the field comes anew
        world.visit("/today");
        world.visit("/today?contact=" + core::to_text(one.large));
        CHECK(world.press(Role::button, say("contact.snooze")));
        CHECK(typing_in(say("label.reason")));
    }
    CHECK(world.press(Role::button, say("kit.save")));
    CHECK(world.shows(say("contact.reason_missing")));
    CHECK(world.type(say("label.reason"), "对方盘点"));
    CHECK(world.type(say("contact.until"), "2026-11-25"));
    CHECK(world.press(Role::button, say("kit.save")));
    const auto holds = one.collections().holds(one.large);
    REQUIRE(holds.size() == 1);
    CHECK(holds[0].hold.until == day("2026-11-25"));
    world.visit("/customers/" + core::to_text(one.large));
    CHECK(world.press(Role::tab, say("customer.tab.collection")));
    CHECK(world.shows(say("collection.held", "2026-11-25", "对方盘点")));
    CHECK(world.press(Role::button, say("collection.end_hold")));
    CHECK(one.collections().holds(one.large).empty());
    world.visit("/today?contact=" + core::to_text(one.small));
    CHECK(world.press(Role::button, say("contact.hand_over")));
    CHECK(typing_in(say("contact.to")));
    CHECK(world.type(say("contact.to"), "李"));
    CHECK(world.press(Role::button, say("kit.save")));
    CHECK(world.book().customer(one.small, world.book().today())->owner == "李");
    CHECK(one.sheet() == core::to_text(one.large)); // not the one who is a colleague's now
    world.visit("/today?contact=nonsense");
    CHECK(world.shows(say("customer.gone")));
}

TEST_CASE("a visit is planned, ticked off, and its result stays with the customer") {
    Day one;
    World& world = one.world;
    world.visit("/customers/" + core::to_text(one.large));
    CHECK(world.press(Role::tab, say("customer.tab.collection")));
    CHECK(world.press(Role::button, say("task.visit")));
    CHECK(world.type(say("task.what"), "")); // it came with a title
    CHECK(world.press(Role::button, say("kit.save")));
    CHECK(world.shows(say("task.title_missing")));
    CHECK(world.type(say("task.what"), "上门对账"));
    CHECK(world.type(say("task.due"), "2026-11-27"));
    CHECK(world.type(say("task.area"), "浦东"));
    CHECK(world.press(Role::button, say("kit.save")));
    auto tasks = one.collections().tasks({}, one.large);
    REQUIRE(tasks.size() == 1);
    CHECK(tasks[0].task.kind == core::TaskKind::visit);
    CHECK(tasks[0].task.due == day("2026-11-27"));
    const auto checks = core::read_checklist(tasks[0].task.checklist);
    REQUIRE(checks.size() == 4);
    world.visit("/today?task=" + core::to_text(tasks[0].id));
    CHECK(world.press(Role::checkbox, checks[2].what));
    CHECK(world.type(say("task.account"), "已签收", Role::textarea));
    CHECK(world.press(Role::button, say("task.finish")));
    CHECK(world.shows(say("contact.outcome_missing"))); // a visit is a contact as well
    CHECK(one.collections().tasks({}, one.large)[0].task.open());
    CHECK(world.press(Role::checkbox, outcome_words(core::ContactOutcome::promised)));
    CHECK(world.press(Role::button, say("task.finish")));
    CHECK(one.collections().contacts(one.large).empty()); // how much, and by when?
    CHECK(world.type(say("contact.promised"), "3000"));
    CHECK(world.type(say("contact.promised_by"), "2026-12-01"));
    CHECK(world.press(Role::button, say("task.finish")));
    const auto contacts = one.collections().contacts(one.large);
    REQUIRE(contacts.size() == 1);
    CHECK(contacts[0].contact.channel == core::Channel::visit);
    CHECK(contacts[0].contact.task == tasks[0].id);
    CHECK(contacts[0].contact.note == "已签收");
    const auto promised = one.collections().promises(one.large, world.book().today());
    REQUIRE(promised.size() == 1);
    CHECK(promised[0].promise.amount.minor == 300'000);
    tasks = one.collections().tasks({}, one.large);
    CHECK_FALSE(tasks[0].task.open());
    CHECK(core::read_checklist(tasks[0].task.checklist)[2].ticked);
    world.visit("/today?task=0199b0c2-0000-7000-8000-000000000000");
    CHECK(world.shows(say("task.gone")));
}

namespace {

class Recording final : public platform::File {
public:
    [[nodiscard]] std::string name() const override { return "录音.M4A"; }
    [[nodiscard]] std::uint64_t size() const override { return 4; }
    void read(std::uint64_t, std::size_t, Done done) override {
        done(std::vector<std::uint8_t>{1, 2, 3, 4});
    }
};
// A picture that the browser could not draw anew.
class Nothing final : public platform::File {
public:
    [[nodiscard]] std::string name() const override { return "IMG_1.HEIC"; }
    [[nodiscard]] std::uint64_t size() const override { return 0; }
    void read(std::uint64_t, std::size_t, Done done) override { done({}); }
};

bool holds(const World& world, std::string_view label, std::string_view value) {
    return std::ranges::any_of(world.backend->app()->nodes(), [&](const Node& node) {
        return node.label == label && node.value == value;
    });
}

} // namespace

TEST_CASE("one key begins the calls of the day") {
    Day one(1440);
    World& world = one.world;
    world.visit("/today");
    for (const bool down : {true, false}) {
        ImGui::GetIO().AddKeyEvent(ImGuiKey_C, down);
        world.backend->loop().wake();
        world.settle();
    }
    CHECK(world.backend->route().contains("contact="));
}

TEST_CASE("a contact opens as it is on the record, takes a recording, and is taken back") {
    for (const float width : {1440.0F, 390.0F}) {
        CAPTURE(width);
        Day one(width);
        World& world = one.world;
        world.visit("/today?contact=" + core::to_text(one.large));
        CHECK(one.outcome("6 ", core::ContactOutcome::cannot_pay));
        CHECK(world.type(say("contact.whom"), "张经理"));
        CHECK(world.press(Role::checkbox, say("contact.third_party")));
        CHECK(world.press(Role::button, say("contact.dated")));
        CHECK(world.type(say("contact.date"), "2026-11-23"));
        CHECK(world.press(Role::button, say("kit.save")));
        CHECK(world.shows(say("contact.not_yet")));
        CHECK(world.type(say("contact.date"), "2026-11-20"));
        CHECK(world.type(say("contact.time"), "07:30"));
        CHECK(world.press(Role::button, say("kit.save")));
        const auto lines = one.collections().contacts(one.large);
        REQUIRE(lines.size() == 1);
        const core::EntityId id = lines[0].contact.id;
        CHECK(lines[0].contact.date == day("2026-11-20"));
        CHECK(lines[0].contact.minute == 450);

        world.visit("/customers/" + core::to_text(one.large) + "?tab=collection");
        CHECK(world.shows("2026-11-20 07:30"));
        world.visit("/customers/" + core::to_text(one.large) + "?logged=" + core::to_text(id));
        CHECK(world.shows("张经理"));
        for (const char* rule : {"evidence.against.hours", "evidence.against.third_party"}) {
            CHECK(world.shows(say("contact.went_against", word(rule))));
        }
        platform::set_next_pick(std::make_shared<Nothing>());
        CHECK(world.press(Role::button, say("task.photo")));
        CHECK(world.shows(say("files.no_picture", "IMG_1.HEIC")));
        CHECK(session::Ledger(world.book()).attachments(id).empty());
        platform::set_next_pick(std::make_shared<Recording>());
        CHECK(world.press(Role::button, say("files.add")));
        const auto files = session::Ledger(world.book()).attachments(id);
        REQUIRE(files.size() == 1);
        CHECK(files[0].media == "audio/mp4");
        CHECK(one.collections().contacts(one.large)[0].files == 1);
        CHECK(world.press(Role::button, say("history.undo")));
        CHECK(one.collections().contacts(one.large).empty());
        CHECK(world.shows(say("status.voided")));
        world.visit("/today?logged=nonsense");
        CHECK(world.shows(say("contact.gone")));
    }
}

TEST_CASE("whom it is with: the customer's people by a press, and never one of us") {
    Day one;
    World& world = one.world;
    session::Session& book = world.book();
    const auto person = book.mint();
    REQUIRE(book.run(core::SetFields{
        {core::RegisterKind::contact,
         person,
         {{"customer", core::to_text(one.large)}, {"name", "张经理"}, {"title", "财务"}}}}));
    REQUIRE(one.collections().hand_over(one.large, "李", "王", "请跟进"));
    world.settle();
    world.visit("/today?contact=" + core::to_text(one.large));
    CHECK(holds(world, say("contact.whom"), ""));
    CHECK(world.press(Role::checkbox, "张经理 · 财务"));
    CHECK(holds(world, say("contact.whom"), "张经理"));
    CHECK(one.outcome("8 ", core::ContactOutcome::call_back));
    CHECK(world.press(Role::button, say("kit.save")));
    CHECK(one.collections().contacts(one.large)[0].contact.person == person);
    world.visit("/today?contact=" + core::to_text(one.large)); // as the last time
    CHECK(holds(world, say("contact.whom"), "张经理"));
    CHECK(world.type(say("contact.whom"), "门卫")); // not that person any more
    CHECK(one.outcome("8 ", core::ContactOutcome::call_back));
    CHECK(world.press(Role::button, say("kit.save")));
    const auto lines = one.collections().contacts(one.large);
    CHECK(std::ranges::count(lines, person, [](const auto& line) { return line.contact.person; }) ==
          1);
}

TEST_CASE(
    "what was typed of a contact or a visit survives the page, and is forgotten when cleared") {
    Day one(390);
    World& world = one.world;
    const std::string sheet = "/today?contact=" + core::to_text(one.large);
    world.visit(sheet);
    CHECK(world.type(say("label.note"), "对方说月底", Role::textarea));
    CHECK(one.outcome("1 ", core::ContactOutcome::promised));
    CHECK(world.type(say("contact.promised_by"), "2026-11-30"));
    world.visit("/customers");
    world.visit("/today?contact=" + core::to_text(one.small)); // his own, not the other's
    CHECK(holds(world, say("label.note"), ""));
    world.visit(sheet);
    CHECK(holds(world, say("label.note"), "对方说月底"));
    CHECK(holds(world, say("contact.promised_by"), "2026-11-30"));
    CHECK(one.outcome("1 ", core::ContactOutcome::promised));
    CHECK(world.type(say("label.note"), "", Role::textarea));
    CHECK(world.press(Role::button, say("kit.save")));
    world.visit(sheet);
    CHECK(holds(world, say("label.note"), ""));

    const auto id = world.book().mint();
    REQUIRE(world.book().run(core::SetFields{{core::RegisterKind::task,
                                              id,
                                              {{"customer", core::to_text(one.large)},
                                               {"due", "2026-11-20"},
                                               {"kind", "visit"},
                                               {"minute", "09:30"},
                                               {"title", "上门"}}}}));
    world.settle();
    const std::string visit = "/today/visits?task=" + core::to_text(id);
    world.visit(visit);
    CHECK(world.type(say("task.account"), "已签收", Role::textarea));
    CHECK(world.type(say("contact.whom"), "周会计"));
    CHECK(world.type(say("contact.next"), "2026-11-28"));
    CHECK(world.type(say("task.check_new"), "合影"));
    CHECK(world.press(Role::button, say("task.check_add")));
    world.visit("/customers");
    world.visit(visit);
    CHECK(holds(world, say("task.account"), "已签收"));
    CHECK(world.press(Role::checkbox, "合影"));
    CHECK(world.press(Role::checkbox, outcome_words(core::ContactOutcome::processing)));
    CHECK(world.press(Role::button, say("task.finish")));
    const auto done = one.collections().task(id);
    REQUIRE(done);
    CHECK(done->task.done == day("2026-11-20")); // when it was planned, unless somebody says else
    CHECK(done->task.checklist == "[x] 合影");
    const auto lines = one.collections().contacts(one.large);
    const auto line =
        std::ranges::find(lines, id, [](const auto& each) { return each.contact.task; });
    REQUIRE(line != lines.end());
    CHECK(line->contact.date == day("2026-11-20"));
    CHECK(line->contact.minute == 570);
    CHECK(line->contact.whom == "周会计");
    CHECK(line->contact.next == day("2026-11-28"));
    CHECK(line->visit == id);
}

TEST_CASE("a visit is planned from the day's plan and from a contact, for a customer in either") {
    Day one;
    World& world = one.world;
    world.visit("/today/visits");
    CHECK(world.press(Role::button, say("visits.add")));
    CHECK(world.press(Role::button, say("kit.save")));
    CHECK(world.shows(say("task.customer_missing")));
    CHECK(world.type(say("label.customer"), "青云"));
    std::string option; // with the balance beside the name
    for (const Node& node : world.backend->app()->nodes()) {
        if (node.role == Role::option && node.label.starts_with("青云机械")) option = node.label;
    }
    CHECK(world.press(Role::option, option));
    CHECK(world.press(Role::button, say("kit.save")));
    const auto tasks = one.collections().tasks({}, one.large);
    REQUIRE(tasks.size() == 1);
    CHECK(tasks[0].task.due == world.book().today());
    world.visit("/today?contact=" + core::to_text(one.small));
    CHECK(world.press(Role::button, say("task.visit")));
    CHECK(parse_route(world.backend->route()).option("customer") == core::to_text(one.small));
    world.visit("/today?contact=" + core::to_text(one.small));
    CHECK(world.press(Role::button, say("plan.title")));
    CHECK(parse_route(world.backend->route()).option("new") == "plan");
}

TEST_CASE("Ctrl+Enter saves the form in which it is pressed") {
    Day one;
    World& world = one.world;
    world.visit("/today?contact=" + core::to_text(one.large));
    CHECK(one.outcome("9 ", core::ContactOutcome::no_answer));
    for (const Node& node : world.backend->app()->nodes()) {
        if (node.role != Role::dialog) continue;
        world.backend->post({NodeEventKind::commit, node.id, {}, 0});
        break;
    }
    world.settle();
    CHECK(one.collections().contacts(one.large).size() == 1);
    CHECK(one.sheet() == core::to_text(one.small));
}

TEST_CASE("instalments are shown to the cent before they are agreed, and printed") {
    Day one;
    World& world = one.world;
    world.visit("/customers/" + core::to_text(one.large) +
                "?new=plan&customer=" + core::to_text(one.large));
    CHECK(world.type(say("plan.amount"), "100"));
    CHECK(world.type(say("plan.guarantor"), "张三"));
    CHECK(world.shows("33.34"));
    CHECK(world.shows(say("collection.no_consent", "张三")));
    CHECK(world.press(Role::button, say("plan.print_zh")));
    CHECK(world.backend->printed.contains("33.34"));
    CHECK(world.backend->printed.contains("<h1>还款协议</h1>"));
    CHECK(world.press(Role::button, say("plan.print_en")));
    CHECK(world.backend->printed.contains("<h1>Repayment agreement</h1>"));
    // It names what is owed, and how much of it is meant.
    const auto prints = [&](std::string_view words) {
        return world.backend->printed.contains(words);
    };
    CHECK(prints("<td class=\"whole\">A-1</td><td class=\"whole\">2026-07-01</td>"));
    CHECK(prints("Together CNY\u00a048,000.00"));
    CHECK(prints("Of this, CNY\u00a0100.00 is what"));
    CHECK_FALSE(prints("B-1")); // of somebody else
    CHECK(one.collections().plans(one.large, world.book().today()).empty());
    CHECK(world.type(say("plan.parts"), "0"));
    CHECK(world.shows(say("plan.parts_wrong")));
    CHECK(world.type(say("plan.parts"), "2"));
    // What was typed and cannot be read makes no other plan: nothing is agreed.
    const auto refuses = [&](const char* field, const char* typed, const char* right) {
        CHECK(world.type(say(field), typed));
        static_cast<void>(world.press(Role::button, say("plan.agree")));
        CHECK(one.collections().plans(one.large, world.book().today()).empty());
        CHECK(world.type(say(field), right));
    };
    refuses("plan.accelerate", "15天", "15");
    refuses("plan.income", "many", "5000");
    refuses("plan.first_due", "soon", "2027-01-31");
    CHECK(world.press(Role::button, say("plan.agree")));
    const auto plans = one.collections().plans(one.large, world.book().today());
    REQUIRE(plans.size() == 1);
    CHECK(plans[0].plan.lines.size() == 2);
    CHECK(core::lacks_consent(plans[0].plan));
    CHECK(plans[0].plan.accelerate_days == 15);
    CHECK(plans[0].plan.income == 500'000);
    // A revision begins with what was agreed, and replaces it.
    world.visit("/customers/" + core::to_text(one.large) +
                "?new=plan&customer=" + core::to_text(one.large));
    CHECK(world.shows(say("plan.replaces")));
    CHECK(world.press(Role::button, say("plan.agree")));
    const auto revised = one.collections().plans(one.large, world.book().today());
    REQUIRE(revised.size() == 2);
    CHECK(revised[0].plan.accelerate_days == 15);
    CHECK(revised[0].plan.supersedes == plans[0].plan.id);
    // With the customer: what comes next, the clauses, what it takes, and the one before.
    world.visit("/customers/" + core::to_text(one.large) + "?tab=collection");
    CHECK(world.shows(say("collection.next_part")));
    CHECK(world.shows(say("agreement.accelerate", 15)));
    CHECK(world.shows(carries_words(revised[0].sheet, revised[0].plan.currency)));
    std::size_t papers = 0;
    for (const Node& node : world.backend->app()->nodes()) {
        papers += node.role == Role::button && node.label == say("plan.print_zh") ? 1 : 0;
    }
    CHECK(papers == 2);
}

TEST_CASE("a percentage is read as people type it, and nothing else is") {
    CHECK(read_percent("3.65") == 36'500);
    CHECK(read_percent(" 3.65 % ") == std::nullopt); // a blank before the sign
    CHECK(read_percent("3.65%") == 36'500);
    CHECK(read_percent("") == 0);
    CHECK(read_percent("100") == 1'000'000);
    CHECK(read_percent("0.0001") == 1);
    for (const char* wrong : {"100.0001", "-1", "3,65", "abc", "1.2.3", "0.00001", "99999999999"}) {
        CAPTURE(wrong);
        CHECK_FALSE(read_percent(wrong));
    }
}

TEST_CASE("rates and scores in words") {
    set_language(Language::en);
    CHECK(percent_words(-1) == "–");
    CHECK(percent_words(600'000) == "60.00%");
    CHECK(percent_words(1) == "0.00%");
    core::WorkFacts facts;
    facts.today = core::parse_iso("2026-11-22").value();
    facts.overdue = true;
    facts.overdue_major = 10;
    facts.last_contact = facts.today;
    session::WorkItem item;
    item.facts = facts;
    item.score = core::score(facts);
    CHECK(score_words(item.score) == "amount 12 + likely 18 = 30");
    CHECK(why_words(item) == "Contacted today");
    // A promise that approaches may wait still, and says so.
    item.facts.last_contact = core::add_days(facts.today, -1);
    item.facts.promise_due = core::add_days(facts.today, 2);
    item.facts.promised = item.facts.overdue_minor = 1'000;
    item.score = core::score(item.facts);
    CHECK(score_words(item.score) == "amount 12 + likely 18 + silence 1 + due soon 10 = 41");
    CHECK(why_words(item) == say("wait.promise_soon", date_text(*item.facts.promise_due)));
    set_language(Language::zh);
}

TEST_CASE("how it will be paid is said with a promise; what went against the rules is told after") {
    for (const float width : {1440.0F, 390.0F}) {
        CAPTURE(width);
        Day one(width);
        World& world = one.world;
        world.visit("/today?contact=" + core::to_text(one.large));
        CHECK(one.outcome("1 ", core::ContactOutcome::promised));
        CHECK(world.type(say("contact.promised"), "100"));
        CHECK(world.type(say("contact.promised_by"), "2026-11-30"));
        CHECK(world.press(Role::combobox, say("contact.how")));
        CHECK(world.press(Role::option, method_words("bill")));
        CHECK(world.press(Role::checkbox, say("contact.third_party")));
        CHECK(world.shows(say("conduct.third_party")));
        CHECK(world.type(say("label.note"), "邻居接的", Role::textarea));
        CHECK(world.press(Role::button, say("kit.save")));
        const auto promises = one.collections().promises(one.large, world.book().today());
        REQUIRE(promises.size() == 1);
        CHECK(promises[0].promise.how == "bill");
        const auto logged = one.collections().contacts(one.large)[0].contact;
        REQUIRE(logged.overruled == std::vector{core::ConductRule::third_party});
        const std::string against =
            say("contact.against", "邻居接的", say("evidence.against.third_party"));
        world.visit("/customers/" + core::to_text(one.large) + "?tab=collection");
        CHECK(world.press(Role::tab, say("customer.tab.collection")));
        CHECK(world.shows(against));
        CHECK(world.shows(method_words("bill")));
        world.visit("/today?contact=" + core::to_text(one.large));
        CHECK(world.shows(say("evidence.against.third_party")));
    }
}

TEST_CASE("an outcome in dispute leads on to its form: what is due first, or another invoice") {
    Day one;
    World& world = one.world;
    core::IssueInvoice second;
    second.invoice.id = core::id_cast<core::InvoiceId>(world.book().mint());
    second.invoice.customer = one.large;
    second.invoice.number = "A-2";
    second.invoice.amount = {7'000, core::parse_currency("CNY").value()};
    second.invoice.issued = day("2026-08-01");
    REQUIRE(world.book().run(second));
    world.visit("/today?contact=" + core::to_text(one.large));
    CHECK(one.outcome("5 ", core::ContactOutcome::disputed));
    CHECK(world.shows(say("dispute.next")));
    CHECK(world.press(Role::button, say("contact.save_next")));
    CHECK(one.collections().contacts(one.large).size() == 1);
    CHECK(parse_route(world.backend->route()).option("dispute") == core::to_text(one.large));
    CHECK(world.shows("A-1 · CNY 48,000.00"));
    CHECK(world.press(Role::combobox, say("label.number")));
    CHECK(world.press(Role::option, "A-2 · CNY 70.00"));
    CHECK(world.type(say("dispute.amount"), "20"));
    CHECK(world.type(say("label.reason"), "少货"));
    CHECK(world.press(Role::button, say("dispute.save")));
    const auto disputes = session::Ledger(world.book()).disputes(core::entity_of(one.large));
    REQUIRE(disputes.size() == 1);
    CHECK(disputes[0].invoice_number == "A-2");
    // The book has it: said again, nothing more is asked.
    world.visit("/today?contact=" + core::to_text(one.large));
    CHECK(one.outcome("5 ", core::ContactOutcome::disputed));
    CHECK_FALSE(world.shows(say("dispute.next")));
    CHECK(world.press(Role::button, say("kit.save")));
    CHECK(parse_route(world.backend->route()).option("dispute").empty());
}

TEST_CASE(
    "on a phone the day's first customer is in sight, and what lies beside is one press away") {
    Day one(390);
    World& world = one.world;
    core::PlaceHold hold;
    hold.hold.id = world.book().mint();
    hold.hold.customer = one.small;
    hold.hold.date = hold.hold.until = world.book().today();
    hold.hold.reason = "盘点";
    REQUIRE(world.book().run(hold));
    world.visit("/today");
    const Node* first = world.backend->find(Role::rowheader, "青云机械");
    REQUIRE(first != nullptr);
    CHECK(first->rect.y + first->rect.h < 844 * 0.45F);
    CHECK(world.backend->find(Role::button, say("visits.title")) == nullptr);
    for (const char* place : {"visits", "calendar", "improvements"}) {
        world.visit("/today");
        const char* words = place == std::string_view("visits")     ? "visits.title"
                            : place == std::string_view("calendar") ? "month.title"
                                                                    : "improve.title";
        CHECK(world.press(Role::button, say("today.waiting", 1)));
        CHECK(world.press(Role::button, say(words)));
        CHECK(parse_route(world.backend->route()).part(1) == place);
    }
    // Letters that are due are told there too.
    world.visit("/today");
    CHECK(world.press(Role::button, say("today.waiting", 1)));
    CHECK(world.press(Role::button, say("today.letters", "1")));
    CHECK(parse_route(world.backend->route()).part(0) == "dunning");
}
