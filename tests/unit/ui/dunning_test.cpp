// Letters as a person meets them: the list of the day, one press that hands a letter out and keeps
// it, the next one slides in; a hole is filled by hand; templates and ladders are changed; a
// dispute ends with its outcome.
#include <algorithm>
#include <doctest/doctest.h>

#include "session/ledger.h"
#include "session/letters.h"
#include "session/refusal.h"
#include "ui/collection_words.h"
#include "ui/dunning_words.h"
#include "ui/kit/format.h"
#include "ui/kit/widgets.h"
#include "ui/world.h"

using namespace huikuan;
using namespace huikuan::ui;
using huikuan::test::day;
using huikuan::test::World;

namespace {

struct Office {
    World world;
    core::CustomerId large, small;
    core::InvoiceId of_large;

    explicit Office(float width = 1440) : world(width, 900) {
        world.open_book(0, 0);
        large = add("青云机械", "A-1", 4'800'000, "2026-08-01", "2026-08-31", &of_large);
        small = add("白石建材", "B-1", 300'000, "2026-10-01", "2026-10-31", nullptr);
    }
    core::CustomerId add(const char* name, const char* number, std::int64_t minor,
                         const char* issued, const char* due, core::InvoiceId* kept) {
        session::Session& book = world.book();
        const core::EntityId id = book.mint();
        REQUIRE(book.run(core::SetFields{
            {core::RegisterKind::customer, id, {{"name", name}, {"email", "pay@example.com"}}}}));
        core::IssueInvoice issue;
        issue.invoice.id = core::id_cast<core::InvoiceId>(book.mint());
        issue.invoice.customer = core::id_cast<core::CustomerId>(id);
        issue.invoice.number = number;
        issue.invoice.amount = {minor, core::parse_currency("CNY").value()};
        issue.invoice.issued = day(issued);
        issue.due = day(due);
        REQUIRE(book.run(issue));
        if (kept != nullptr) *kept = issue.invoice.id;
        return core::id_cast<core::CustomerId>(id);
    }
    bool choose(std::string_view list, std::string_view option) {
        return world.press(Role::combobox, list) && world.press(Role::option, option);
    }
    std::size_t sent(core::CustomerId customer) {
        return session::Dunning(world.book()).letters(customer).size();
    }
};

} // namespace

TEST_CASE("the letters of a day: one press each, the next one slides in, and none goes twice") {
    for (const float width : {1440.F, 390.F}) {
        CAPTURE(width);
        Office desk(width);
        World& world = desk.world;
        world.visit("/dunning");
        CHECK(world.shows(say("dunning.summary", "2026年11月22日", "2", "0")));
        REQUIRE(world.press(Role::button, say("dunning.first")));
        CHECK(world.shows("青云机械"));
        // The shipped first step goes by WeChat: the text is copied and kept.
        REQUIRE(world.press(Role::button, say("letter.do_copy")));
        CHECK(world.backend->copied.text.contains("A-1"));
        CHECK(world.backend->copied.text.contains("人民币 48,000.00 元"));
        CHECK(desk.sent(desk.large) == 1);
        const auto kept = session::Dunning(world.book()).letters(desk.large).front().letter;
        CHECK(kept.text == world.backend->copied.text);
        CHECK(kept.level == 1);
        // The other one is there already.
        CHECK(world.backend->route().contains(core::to_text(desk.small)));
        REQUIRE(world.press(Role::button, say("letter.do_keep")));
        CHECK(desk.sent(desk.small) == 1);
        CHECK_FALSE(world.backend->route().contains("letter="));
        CHECK(world.shows(say("dunning.none")));
        // Undone, it may be sent again.
        REQUIRE(world.press(Role::button, say("undo")));
        CHECK(desk.sent(desk.small) == 0);
        CHECK(world.shows(say("dunning.summary", "2026年11月22日", "1", "1")));
        world.visit("/dunning/sent");
        CHECK(world.shows("青云机械"));
        world.visit("/dunning/sent?sent=" + core::to_text(kept.id));
        CHECK(world.shows("A-1"));
        REQUIRE(world.press(Role::button, say("letter.print")));
        CHECK(world.backend->printed.contains("A-1"));
    }
}

TEST_CASE("a letter by hand: a hole is filled, it is printed with its table and saved as mail") {
    Office desk;
    World& world = desk.world;
    world.visit("/dunning?letter=" + core::to_text(desk.large) + "&form=lawyer");
    CHECK(world.shows(say("letter.holes_detail")));
    CHECK_FALSE(world.backend->find(Role::button, say("letter.do_mail")));
    REQUIRE(world.type(say("letter.field.law_firm"), "正大律师事务所"));
    REQUIRE(world.type(say("letter.field.lawyer"), "陈律师"));
    REQUIRE(world.press(Role::button, say("letter.fill")));
    REQUIRE(world.press(Role::button, say("letter.print")));
    CHECK(world.backend->printed.contains("<table>"));
    CHECK(world.backend->printed.contains("陈律师"));
    CHECK(
        world.backend->printed.contains("<div class=\"strong\">正大律师事务所</div>")); // his paper
    CHECK_FALSE(world.backend->printed.contains("{{"));
    // Whatever leaves the device is kept, with the way it went.
    const auto last = [&] {
        return session::Dunning(world.book()).letters(desk.large).front().letter;
    };
    const auto again = [&] {
        world.visit("/dunning");
        world.visit("/dunning?letter=" + core::to_text(desk.large) + "&form=lawyer");
        REQUIRE(world.type(say("letter.field.law_firm"), "正大律师事务所"));
        REQUIRE(world.type(say("letter.field.lawyer"), "陈律师"));
        REQUIRE(world.press(Role::button, say("letter.fill")));
    };
    REQUIRE(world.press(Role::button, say("letter.eml")));
    CHECK(desk.sent(desk.large) == 1);
    CHECK(last().channel == core::Channel::mail);
    CHECK(world.saved.contains("X-Unsent: 1\r\n"));
    CHECK(world.saved.contains("=?UTF-8?Q?=E5=BE=8B"));
    CHECK(world.saved_name.ends_with(".eml"));
    again();
    REQUIRE(world.press(Role::button, say("letter.share")));
    CHECK(world.backend->shared.contains("陈律师"));
    CHECK(desk.sent(desk.large) == 2);
    CHECK(last().channel == core::Channel::wechat);
    CHECK(last().text.contains("陈律师"));
    again();
    REQUIRE(world.type(say("letter.to"), "boss@example.com"));
    const auto letters = desk.sent(desk.large);
    // By hand it begins as a paper letter.
    REQUIRE(world.press(Role::button, say("letter.do_print")));
    CHECK(desk.sent(desk.large) == letters + 1);
    CHECK(session::Dunning(world.book()).letters(desk.large).front().letter.to ==
          "boss@example.com");
}

namespace {

// The letter of a template of one's own, on paper.
std::string paper_of(Office& desk, const std::string& body) {
    World& world = desk.world;
    REQUIRE(session::Letters(world.book()).keep({"reminder", "zh", "主题", body}));
    world.visit("/dunning");
    world.visit("/dunning/letters?template=reminder");
    REQUIRE(world.press(Role::button, say("letter.print")));
    return world.backend->printed;
}

} // namespace

TEST_CASE("who signs begins at its mark, whatever the lines look like") {
    Office desk;
    World& world = desk.world;
    const std::string page = paper_of(desk, "{{customer}}：\n\n又一短段\n{{sign}}\n"
                                            "付清为止。\n{{company}}\n\n附言");
    const std::size_t place = page.find("<div class=\"signature right\">");
    REQUIRE(place != std::string::npos);
    CHECK(page.find("又一短段") < place); // it looks as if somebody signed there
    CHECK(page.find("付清为止。") > place);
    CHECK(page.find("</div>", place) < page.find("附言"));
    // What was sent is kept with its mark, and prints again as it was.
    const auto ran = session::Letters(world.book()).run(world.book().today(), std::nullopt, "王");
    REQUIRE(ran);
    REQUIRE(desk.sent(desk.large) == 1);
    const auto sent = session::Dunning(world.book()).letters(desk.large).front().letter;
    CHECK(sent.text.contains("\n" + std::string(session::sign_mark) + "\n付清为止。"));
    world.visit("/dunning/sent?sent=" + core::to_text(sent.id));
    REQUIRE(world.press(Role::button, say("letter.print")));
    const std::string& again = world.backend->printed;
    CHECK(again.find("又一短段") < again.find("<div class=\"signature right\">"));
    CHECK(again.find("付清为止。") > again.find("<div class=\"signature right\">"));
}

TEST_CASE("a template from before there was that mark: who signs is told by how it looks") {
    Office desk;
    const std::string page =
        paper_of(desk, "{{customer}}：\n付清为止。\n\n还有一句。\n\nJiangnan Ltd.\n{{date}}");
    const std::size_t place = page.find("<div class=\"signature right\">");
    REQUIRE(place != std::string::npos);
    CHECK(page.find("还有一句。") < place);
    CHECK(page.find("Jiangnan Ltd.") > place);
}

TEST_CASE("the sample agreement has parts in the book's money that make up what is owed") {
    Office desk;
    const session::Letters letters(desk.world.book());
    for (const bool whole : {true, false}) {
        const auto sample = letters.sample(*letters.text_of("agreement", "zh"), whole);
        REQUIRE(sample);
        const std::string part = whole ? "人民币 25,250.00 元" : "人民币 27,750.00 元";
        CHECK(sample->marked.contains("\n1. 2026-12-22 " + part + "\n2. 2027-01-22 " + part));
        CHECK(sample->marked.contains(whole ? "人民币 50,500.00 元" : "人民币 55,500.00 元"));
    }
}

TEST_CASE("who signs stands together, also where his name ends with a full stop") {
    Office desk;
    World& world = desk.world;
    world.visit("/dunning/letters?template=assignment");
    REQUIRE(world.press(Role::tab, say("letter.english")));
    REQUIRE(world.press(Role::button, say("letter.print")));
    const std::string& page = world.backend->printed;
    const std::size_t place = page.find("<div class=\"signature\">");
    REQUIRE(place != std::string::npos);
    CHECK(page.find("Jiangnan Factoring Ltd.", place) != std::string::npos);
    CHECK(page.find("interrupted on that day.", place) == std::string::npos);
}

TEST_CASE("a template is changed beside its page, broken marks are refused") {
    Office desk;
    World& world = desk.world;
    world.visit("/dunning/letters?template=reminder");
    REQUIRE(
        world.type(say("letter.text"), "{{customer}}请付 {{total}} {{#items}}", Role::textarea));
    REQUIRE(world.press(Role::button, say("kit.save")));
    CHECK(world.shows("{{#items}}"));
    CHECK_FALSE(session::Letters(world.book()).text_of("reminder", "zh")->own);
    REQUIRE(world.type(say("letter.text"), "{{customer}}请付 {{total}}", Role::textarea));
    CHECK(world.shows("青云机械有限公司请付 人民币 50,723.45 元")); // the page beside it
    REQUIRE(world.press(Role::button, say("kit.save")));
    CHECK(session::Letters(world.book()).text_of("reminder", "zh")->own);
    const auto due = session::Dunning(world.book()).preview_of(desk.large, day("2026-11-22"));
    const auto draft = session::Letters(world.book()).of_step(**due, day("2026-11-22"));
    REQUIRE(draft);
    CHECK(draft->letter.text == "青云机械请付 人民币 48,000.00 元");
    REQUIRE(world.press(Role::button, say("letter.as_shipped")));
    CHECK_FALSE(session::Letters(world.book()).text_of("reminder", "zh")->own);
}

TEST_CASE("a ladder is changed and decides from then on") {
    Office desk;
    World& world = desk.world;
    world.visit("/dunning/ladders?ladder=standard");
    REQUIRE(world.type(say("ladder.tolerance"), "5000"));
    REQUIRE(world.press(Role::button, say("kit.save")));
    const auto small = session::Dunning(world.book()).preview_of(desk.small, day("2026-11-22"));
    CHECK((*small)->plan.why == core::DunningWhy::tolerance);
    world.visit("/dunning/ladders?ladder=none");
    REQUIRE(world.press(Role::button, say("ladder.make_default")));
    const auto large = session::Dunning(world.book()).preview_of(desk.large, day("2026-11-22"));
    CHECK((*large)->plan.why == core::DunningWhy::no_ladder);
    world.visit("/dunning/ladders?ladder=standard");
    REQUIRE(world.type(say("ladder.gap"), "never"));
    REQUIRE(world.press(Role::button, say("kit.save")));
    CHECK(world.shows("never")); // refused beside it
}

TEST_CASE("a dispute has a cause and an owner, is listed by its answer, and ends with an outcome") {
    Office desk;
    World& world = desk.world;
    world.visit("/receivables/invoices?dispute=" + core::to_text(desk.of_large));
    REQUIRE(world.type(say("dispute.amount"), "48000"));
    REQUIRE(world.type(say("dispute.owner"), "李"));
    REQUIRE(world.type(say("label.reason"), "少货"));
    REQUIRE(world.press(Role::button, say("dispute.save")));
    const auto open = session::Ledger(world.book()).disputes(core::entity_of(desk.large));
    REQUIRE(open.size() == 1);
    CHECK(open[0].owner == "李");
    CHECK(open[0].answer_by == day("2026-11-27")); // five business days
    world.visit("/dunning/disputes");
    CHECK(world.shows("少货"));
    CHECK(world.shows("2026-11-27"));
    const auto held = session::Dunning(world.book()).preview_of(desk.large, day("2026-11-22"));
    CHECK((*held)->plan.why == core::DunningWhy::disputed);
    world.visit("/receivables/invoices?invoice=" + core::to_text(desk.of_large));
    REQUIRE(world.press(Role::button, say("dispute.end")));
    REQUIRE(world.type(say("dispute.outcome"), "客户认可"));
    REQUIRE(world.press(Role::button, say("dispute.end_do")));
    CHECK(session::Ledger(world.book()).disputes(core::entity_of(desk.large)).empty());
    const auto goes_on = session::Dunning(world.book()).preview_of(desk.large, day("2026-11-22"));
    CHECK((*goes_on)->plan.why == core::DunningWhy::none);
}

TEST_CASE("the day's letters are printed at once, each on its own page, and one press undoes it") {
    for (const float width : {1440.F, 390.F}) {
        CAPTURE(width);
        Office desk(width);
        World& world = desk.world;
        REQUIRE(world.book().run(
            core::SetFields{{core::RegisterKind::setting,
                             core::settings_entity,
                             {{"dunning.standard.1", "一|due|1|0|letter|reminder|5000||"}}}}));
        world.visit("/dunning");
        REQUIRE(world.press(Role::button, say("post.all")));
        CHECK(world.shows(say("post.detail", "2")));
        REQUIRE(world.press(Role::button, say("post.look")));
        CHECK(world.backend->printed.contains("A-1"));
        CHECK(world.backend->printed.contains("B-1"));
        const std::string& paper = world.backend->printed; // each is a document of its own
        CHECK(paper.find("class=\"document\"") != paper.rfind("class=\"document\""));
        CHECK(desk.sent(desk.large) == 0);
        REQUIRE(world.press(Role::button, say("post.do", "2")));
        CHECK(desk.sent(desk.large) == 1);
        CHECK(desk.sent(desk.small) == 1);
        CHECK(world.shows(say("dunning.none")));
        core::ListQuery query;
        query.as_of = day("2026-11-22");
        query.customer = desk.large;
        CHECK(world.book().invoice_keys(query).size() == 2); // the fee is owed
        REQUIRE(world.press(Role::button, say("undo")));
        CHECK(desk.sent(desk.large) == 0);
        CHECK(desk.sent(desk.small) == 0);
        // One by one it says what it charges, and the sent letter names it.
        world.visit("/dunning?letter=" + core::to_text(desk.large));
        CHECK(world.shows(say("letter.charges", "1")));
        REQUIRE(world.press(Role::button, say("letter.do_keep")));
        const auto kept = session::Dunning(world.book()).letters(desk.large).front().letter.id;
        world.visit("/dunning/sent?sent=" + core::to_text(kept));
        CHECK(world.shows(say("letter.charged")));
        CHECK(world.shows("DF-20261122-"));
    }
}

TEST_CASE("what is said about a dispute stands in its sheet in order, and can be taken back") {
    for (const float width : {1440.F, 390.F}) {
        CAPTURE(width);
        Office desk(width);
        World& world = desk.world;
        core::OpenDispute open{{world.book().mint(),
                                desk.of_large,
                                {1'000'000, core::parse_currency("CNY").value()},
                                day("2026-11-20"),
                                "少货"}};
        REQUIRE(world.book().run(open));
        world.visit("/dunning/disputes?talk=" + core::to_text(open.dispute.id));
        CHECK(world.shows("少货"));
        CHECK(world.shows(say("talk.none")));
        REQUIRE(world.press(Role::button, say("talk.save")));
        CHECK(world.shows(say("talk.missing")));
        REQUIRE(world.type(say("contact.whom"), "张会计"));
        REQUIRE(world.type(say("talk.text"), "少了两箱", Role::textarea));
        REQUIRE(world.press(Role::button, say("talk.save")));
        const auto kept = session::Collections(world.book()).contacts(desk.large);
        REQUIRE(kept.size() == 1);
        CHECK(kept[0].contact.task == open.dispute.id);
        CHECK(kept[0].contact.outcome == core::ContactOutcome::disputed);
        CHECK(kept[0].contact.whom == "张会计");
        CHECK(world.shows("少了两箱"));
        // It demands nothing: the clock of the debt knows nothing of it.
        const auto clocks = session::Legal(world.book()).clocks(day("2026-11-22"), desk.large);
        REQUIRE(clocks.size() == 1);
        CHECK(std::ranges::none_of(clocks[0].clock.steps, [](const core::ClockStep& step) {
            return step.event.source == core::ClockSource::contact;
        }));
        REQUIRE(world.press(Role::button, say("history.undo")));
        CHECK_FALSE(world.shows("少了两箱"));
        world.visit("/dunning/disputes?talk=" + core::to_text(world.book().mint()));
        CHECK(world.shows(say("talk.gone")));
    }
}

TEST_CASE("a refusal is led: why, what proves it, an offer, the law with what was tried") {
    for (const float width : {1440.F, 390.F}) {
        CAPTURE(width);
        Office desk(width);
        World& world = desk.world;
        world.visit("/today?contact=" + core::to_text(desk.large));
        REQUIRE(world.press(Role::checkbox, "7 " + outcome_words(core::ContactOutcome::refused)));
        CHECK(world.shows(say("refusal.next")));
        REQUIRE(world.press(Role::button, say("contact.save_next")));
        CHECK(world.backend->route().contains("refusal=" + core::to_text(desk.large)));
        // Nothing without a reason.
        CHECK(world.shows(say("refusal.why_first")));
        REQUIRE(world.press(Role::button, say("refusal.why_save")));
        CHECK(session::Ledger(world.book()).disputes(core::entity_of(desk.large)).empty());
        REQUIRE(world.type(say("refusal.reason"), "质量不合格"));
        REQUIRE(world.press(Role::button, say("refusal.why_save")));
        const auto open = session::Ledger(world.book()).disputes(core::entity_of(desk.large));
        REQUIRE(open.size() == 1);
        CHECK(open[0].cause == core::DisputeCause::quality);
        CHECK(open[0].amount.minor == 4'800'000);
        // What is missing becomes a task with its lines.
        REQUIRE(world.press(Role::button, say("refusal.task")));
        const auto tasks = session::Collections(world.book()).tasks({}, desk.large);
        REQUIRE(tasks.size() == 1);
        CHECK(tasks[0].task.due == day("2026-11-29"));
        CHECK(core::read_checklist(tasks[0].task.checklist).size() == 4);
        // An offer with an end; a day that is over is refused.
        REQUIRE(world.type(say("refusal.offer_amount"), "4万"));
        REQUIRE(world.type(say("refusal.offer_until"), "2026-11-01"));
        REQUIRE(world.press(Role::button, say("refusal.offer_save")));
        CHECK_FALSE(session::refusal(world.book(), desk.large, day("2026-11-22")).offer);
        REQUIRE(world.type(say("refusal.offer_until"), "2026-12-01"));
        REQUIRE(world.press(Role::button, say("refusal.offer_save")));
        const auto now = session::refusal(world.book(), desk.large, day("2026-11-22"));
        REQUIRE(now.offer);
        CHECK(now.offer->next == day("2026-12-01"));
        CHECK(now.offer->note.contains("40,000.00"));
        // The case begins with what was tried.
        REQUIRE(world.press(Role::button, say("refusal.escalate")));
        CHECK(world.backend->route().contains("escalate="));
        REQUIRE(world.press(Role::button, say("case.open_do")));
        const auto cases = session::Legal(world.book()).cases(day("2026-11-22"), desk.large);
        REQUIRE(cases.size() == 1);
        CHECK(cases[0].what.talks.contains("质量不合格"));
        CHECK(cases[0].what.talks.contains("40,000.00"));
        world.visit("/today?refusal=" + core::to_text(desk.large));
        CHECK(world.shows(say("refusal.see_case")));
    }
}

TEST_CASE("a hold is placed with kind, document, owner and end, listed, extended and ended") {
    for (const float width : {1440.F, 390.F}) {
        CAPTURE(width);
        Office desk(width);
        World& world = desk.world;
        world.visit("/receivables/invoices?invoice=" + core::to_text(desk.of_large));
        REQUIRE(world.press(Role::button, say("hold.title")));
        CHECK(world.backend->route().contains("hold=" + core::to_text(desk.large)));
        REQUIRE(world.press(Role::button, say("hold.save"))); // nothing without a reason
        CHECK(session::Dunning(world.book()).holds({}, day("2026-11-22")).empty());
        REQUIRE(desk.choose(say("hold.kind"), say("hold.kind.legal")));
        REQUIRE(world.type(say("hold.until"), "2026-12-10"));
        REQUIRE(world.type(say("label.owner"), "李"));
        REQUIRE(world.type(say("label.reason"), "诉讼准备"));
        REQUIRE(world.press(Role::button, say("hold.save")));
        const auto rows = session::Dunning(world.book()).holds({}, day("2026-11-22"));
        REQUIRE(rows.size() == 1);
        CHECK(rows[0].hold.kind == core::HoldKind::legal);
        CHECK(rows[0].hold.of == core::entity_of(desk.of_large));
        CHECK(rows[0].hold.owner == "李");
        CHECK(rows[0].hold.until == day("2026-12-10"));
        const auto held = session::Dunning(world.book()).preview_of(desk.large, day("2026-11-22"));
        CHECK((*held)->plan.why == core::DunningWhy::hold);
        world.visit("/dunning/holds");
        CHECK(world.shows("诉讼准备"));
        CHECK(world.shows("A-1"));
        REQUIRE(world.press(Role::button, say("hold.extend")));
        REQUIRE(world.type(say("hold.until"), "2026-12-31"));
        REQUIRE(world.press(Role::button, say("hold.save")));
        const auto longer = session::Dunning(world.book()).holds({}, day("2026-11-22"));
        REQUIRE(longer.size() == 1);
        CHECK(longer[0].hold.until == day("2026-12-31"));
        CHECK(longer[0].hold.owner == "李");
        world.visit("/dunning/holds");
        REQUIRE(world.press(Role::button, say("collection.end_hold")));
        CHECK(session::Dunning(world.book()).holds({}, day("2026-11-22")).empty());
        CHECK(world.shows(say("hold.none")));
    }
}

TEST_CASE("a step by phone stays one, and is followed by the log of the call") {
    Office desk;
    World& world = desk.world;
    REQUIRE(world.book().run(
        core::SetFields{{core::RegisterKind::setting,
                         core::settings_entity,
                         {{"dunning.standard.1", "电话|due|3|0|phone|reminder|0||"}}}}));
    world.visit("/dunning?letter=" + core::to_text(desk.large));
    CHECK_FALSE(world.backend->find(Role::button, say("letter.do_copy")));
    REQUIRE(world.press(Role::button, say("letter.do_call")));
    CHECK(session::Dunning(world.book()).letters(desk.large).front().letter.channel ==
          core::Channel::phone);
    CHECK(world.backend->route().contains("contact=" + core::to_text(desk.large)));
}

TEST_CASE("a text that was changed is kept for its way, and not written anew without asking") {
    Office desk;
    World& world = desk.world;
    const std::string route = "/dunning?letter=" + core::to_text(desk.large);
    world.visit(route);
    REQUIRE(world.type(say("letter.text"), "请尽快付款。", Role::textarea));
    REQUIRE(desk.choose(say("contact.channel"), say("channel.sms")));
    CHECK(world.shows("请尽快付款。"));
    REQUIRE(desk.choose(say("letter.language"), say("letter.english")));
    CHECK(world.shows(say("letter.rewrite_detail")));
    REQUIRE(world.press(Role::button, say("kit.cancel")));
    CHECK(world.shows("请尽快付款。"));
    // It survives that the sheet is left.
    world.visit("/today");
    world.visit(route);
    CHECK(world.shows("请尽快付款。"));
    REQUIRE(desk.choose(say("letter.language"), say("letter.english")));
    REQUIRE(world.press(Role::button, say("letter.rewrite")));
    CHECK_FALSE(world.shows("请尽快付款。"));
    CHECK(world.shows("Payment reminder"));
    // What the book refuses is not handed out.
    world.backend->copied.text.clear();
    REQUIRE(world.type(say("letter.subject"), ""));
    REQUIRE(world.type(say("letter.text"), "", Role::textarea));
    REQUIRE(world.press(Role::button, say("letter.do_copy")));
    CHECK(world.backend->copied.text.empty());
    CHECK(desk.sent(desk.large) == 0);
}

TEST_CASE("a demand by hand says that the customer is left alone for now") {
    Office desk;
    World& world = desk.world;
    core::PlaceHold place;
    place.hold = {.id = world.book().mint(),
                  .customer = desk.large,
                  .kind = core::HoldKind::manual,
                  .date = day("2026-11-20"),
                  .until = day("2026-11-30"),
                  .reason = "谈判中"};
    REQUIRE(world.book().run(place));
    world.visit("/dunning?letter=" + core::to_text(desk.large) + "&form=demand_firm");
    const std::string held = say("letter.held", why_no_letter(core::DunningWhy::hold) + " · " +
                                                    say("dunning.again", "2026-12-01"));
    CHECK(world.shows(held));
    world.visit("/dunning?letter=" + core::to_text(desk.large) + "&form=statement");
    CHECK_FALSE(world.shows(held));
}

TEST_CASE(
    "a code that is taken is refused, a group needs values, own ones go, shipped ones return") {
    Office desk;
    World& world = desk.world;
    world.visit("/dunning/ladders?ladder=+");
    REQUIRE(world.type(say("ladder.name"), "重点"));
    REQUIRE(world.type(say("ladder.key"), "standard"));
    REQUIRE(world.press(Role::button, say("kit.save")));
    CHECK(world.shows(say("letter.name_taken", "standard")));
    REQUIRE(world.type(say("ladder.key"), "vip"));
    REQUIRE(desk.choose(say("ladder.whose"), say("ladder.of.tier")));
    REQUIRE(world.press(Role::button, say("kit.save")));
    CHECK(session::Dunning(world.book()).ladders().size() == 4); // it would match nobody
    REQUIRE(world.type(say("ladder.values"), "A"));
    REQUIRE(world.press(Role::button, say("kit.save")));
    CHECK(session::Dunning(world.book()).ladders().size() == 5);
    world.visit("/dunning/ladders?ladder=vip");
    REQUIRE(world.press(Role::button, say("letter.delete")));
    CHECK(session::Dunning(world.book()).ladders().size() == 4);
    const auto shipped = session::Dunning(world.book()).ladders();
    world.visit("/dunning/ladders?ladder=standard");
    CHECK_FALSE(world.backend->find(Role::button, say("letter.as_shipped")));
    REQUIRE(world.type(say("ladder.gap"), "9"));
    REQUIRE(world.press(Role::button, say("kit.save")));
    world.visit("/dunning/ladders?ladder=standard");
    REQUIRE(world.press(Role::button, say("letter.as_shipped")));
    CHECK(session::Dunning(world.book()).ladders() == shipped);
    world.visit("/dunning/letters?template=+");
    REQUIRE(world.type(say("letter.name"), "reminder"));
    REQUIRE(world.type(say("letter.subject"), "新"));
    REQUIRE(world.type(say("letter.text"), "新", Role::textarea));
    REQUIRE(world.press(Role::button, say("kit.save")));
    CHECK(world.shows(say("letter.name_taken", "reminder")));
    CHECK_FALSE(session::Letters(world.book()).text_of("reminder", "zh")->own);
    REQUIRE(world.type(say("letter.name"), "offer"));
    REQUIRE(world.press(Role::button, say("kit.save")));
    CHECK(session::Letters(world.book()).names().size() == 10);
    REQUIRE(world.press(Role::button, say("letter.delete")));
    CHECK(session::Letters(world.book()).names().size() == 9);
}

TEST_CASE("a letter of a later day that stops the run is one press away") {
    Office desk;
    World& world = desk.world;
    REQUIRE(session::Letters(world.book()).run(day("2026-12-01"), {}, "王"));
    world.visit("/dunning");
    REQUIRE(world.press(Role::button, say("dunning.later_letter")));
    CHECK(world.backend->route().contains("sent="));
    CHECK(world.backend->find(Role::button, say("letter.take_back")));
}

TEST_CASE("a dispute that ends with a refund names it, and it can be entered from there") {
    Office desk;
    World& world = desk.world;
    core::OpenDispute open{{world.book().mint(),
                            desk.of_large,
                            {100'000, core::parse_currency("CNY").value()},
                            day("2026-11-20"),
                            "少货"}};
    REQUIRE(world.book().run(open));
    world.visit("/receivables/invoices?invoice=" + core::to_text(desk.of_large));
    REQUIRE(world.press(Role::button, say("dispute.end")));
    REQUIRE(desk.choose(say("dispute.came"), say("dispute.outcome.refund")));
    CHECK(world.shows(say("dispute.document_first")));
    REQUIRE(world.press(Role::button, say("debit.new.refund")));
    CHECK(world.backend->route().contains("new=refund"));
    CHECK(world.backend->route().contains("amount=1000"));
    core::IssueInvoice issue;
    issue.invoice.id = core::id_cast<core::InvoiceId>(world.book().mint());
    issue.invoice.customer = desk.large;
    issue.invoice.type = core::DebitType::refund;
    issue.invoice.number = "R-1";
    issue.invoice.amount = {100'000, core::parse_currency("CNY").value()};
    issue.invoice.issued = day("2026-11-21");
    REQUIRE(world.book().run(issue));
    world.visit("/receivables/invoices?invoice=" + core::to_text(desk.of_large));
    REQUIRE(world.press(Role::button, say("dispute.end")));
    REQUIRE(desk.choose(say("dispute.came"), say("dispute.outcome.refund")));
    REQUIRE(desk.choose(say("dispute.document"), date_text(issue.invoice.issued) + " R-1 " +
                                                     money_text(issue.invoice.amount)));
    REQUIRE(world.type(say("dispute.outcome"), "已退"));
    REQUIRE(world.press(Role::button, say("dispute.end_do")));
    CHECK(session::Ledger(world.book()).disputes(core::entity_of(desk.large)).empty());
}
