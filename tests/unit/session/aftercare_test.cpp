// Return visits that follow from the ledger; visits of a day; the calendar.
#include <doctest/doctest.h>

#include <algorithm>

#include "session/collections.h"
#include "session/resolve.h"
#include "session/world.h"

using namespace huikuan;
using namespace huikuan::test;

namespace {

core::LogContact processing_call(session::Session& book, core::CustomerId customer,
                                 const char* date) {
    core::LogContact log;
    log.contact.id = book.mint();
    log.contact.customer = customer;
    log.contact.date = day(date);
    log.contact.reached = true;
    log.contact.outcome = core::ContactOutcome::processing;
    return log;
}

core::SetFields task(session::Session& book, core::CustomerId customer,
                     std::vector<std::pair<std::string, std::string>> fields) {
    fields.emplace_back("customer", core::to_text(customer));
    return core::SetFields{{core::RegisterKind::task, book.mint(), std::move(fields)}};
}

// 100.00 due 1 November, called on the 10th, paid on the 20th.
core::CustomerId settled_customer(session::Session& book, const char* name) {
    const auto customer = add_customer(book, name);
    REQUIRE(book.run(invoice(book.mint(), customer, name, 10'000, "2026-10-01", "2026-11-01")));
    REQUIRE(book.run(processing_call(book, customer, "2026-11-10")));
    REQUIRE(book.run(receipt(book.mint(), customer, 10'000, "2026-11-20")));
    return customer;
}

} // namespace

TEST_CASE("who has settled after being asked is visited a week later, unless somebody was") {
    const Book book = new_book();
    session::Collections collections(*book);
    const auto never_asked = add_customer(*book, "从不催");
    REQUIRE(book->run(invoice(book->mint(), never_asked, "N", 1, "2026-10-01", "2026-11-01")));
    REQUIRE(book->run(receipt(book->mint(), never_asked, 1, "2026-11-20")));
    CHECK(collections.return_visits(book->today()).empty());
    const auto customer = settled_customer(*book, "结清");
    auto visits = collections.return_visits(book->today());
    REQUIRE(visits.size() == 1);
    CHECK(visits[0].task.customer == customer);
    CHECK(visits[0].task.due == day("2026-11-27"));
    CHECK(visits[0].derived);
    // It stands among the tasks, of the customer's owner.
    CHECK(collections.tasks({}, customer).size() == 1);
    CHECK(collections.tasks(std::string("王")).empty());
    const core::EntityId id = visits[0].id;
    CHECK(collections.task(id)->derived);
    // The cash bounces: nothing is settled. It comes again later: another settlement.
    const auto again = book->mint();
    REQUIRE(book->run(receipt(again, customer, 10'000, "2026-11-21"))); // unapplied
    CHECK(collections.return_visits(book->today()).size() == 1);
    // Said about it, it is in the book, and is asked for no more.
    REQUIRE(book->run(core::SetFields{{core::RegisterKind::task,
                                       id,
                                       {{"customer", core::to_text(customer)},
                                        {"kind", "return_visit"},
                                        {"title", "回访"},
                                        {"due", "2026-11-27"},
                                        {"score", "5"},
                                        {"done", "2026-11-22"}}}}));
    CHECK(collections.return_visits(book->today()).empty());
    CHECK(collections.tasks({}, customer).size() == 1);
    CHECK_FALSE(collections.task(id)->derived);
}

TEST_CASE("a reversed payment takes the return visit back; a write-off asks for none") {
    const Book book = new_book();
    session::Collections collections(*book);
    const auto customer = add_customer(*book, "退票");
    REQUIRE(book->run(invoice(book->mint(), customer, "A", 100, "2026-10-01", "2026-11-01")));
    REQUIRE(book->run(processing_call(*book, customer, "2026-11-10")));
    const auto cash = book->mint();
    REQUIRE(book->run(receipt(cash, customer, 100, "2026-11-15")));
    REQUIRE(collections.return_visits(book->today()).size() == 1);
    REQUIRE(book->run(core::Reverse{book->mint(), cash, day("2026-11-18"), "bounced"}));
    CHECK(collections.return_visits(book->today()).empty());
    core::RecordReceipt off = receipt(book->mint(), customer, 100, "2026-11-20");
    off.receipt.type = core::CreditType::write_off;
    off.receipt.reason = "bankrupt";
    REQUIRE(book->run(off));
    // Cash came on the 15th and went on the 18th: nothing was paid when it was settled.
    CHECK(collections.return_visits(book->today()).empty());
}

TEST_CASE("a return visit that is written waits while its payment has bounced, and comes again") {
    const Book book = new_book();
    session::Collections collections(*book);
    const auto customer = add_customer(*book, "退票");
    REQUIRE(book->run(invoice(book->mint(), customer, "A", 100, "2026-10-01", "2026-10-20")));
    REQUIRE(book->run(processing_call(*book, customer, "2026-10-22")));
    const auto cash = book->mint();
    REQUIRE(book->run(receipt(cash, customer, 100, "2026-11-01")));
    const auto derived = collections.return_visits(book->today());
    REQUIRE(derived.size() == 1);
    const core::EntityId id = derived[0].id;
    // Somebody gives it to a colleague: it is in the book, and open.
    REQUIRE(book->run(core::SetFields{{core::RegisterKind::task,
                                       id,
                                       {{"customer", core::to_text(customer)},
                                        {"due", "2026-11-08"},
                                        {"kind", "return_visit"},
                                        {"owner", "李"},
                                        {"title", "回访"}}}}));
    const auto only = [&] {
        const auto rows = collections.tasks({}, customer);
        REQUIRE(rows.size() == 1);
        return rows[0];
    };
    const auto on_calendar = [&] {
        const auto all = collections.calendar(day("2026-11-01"), day("2026-12-31"));
        return std::ranges::count(all, session::CalendarEntry::Kind::task,
                                  &session::CalendarEntry::kind);
    };
    CHECK_FALSE(only().waits);
    CHECK(on_calendar() == 1);
    REQUIRE(book->run(core::Reverse{book->mint(), cash, day("2026-11-10"), "bounced"}));
    CHECK(only().waits);
    CHECK(collections.task(id)->waits);
    CHECK(on_calendar() == 0);
    // Paid again: the same visit, so long after that, and no second one beside it.
    const auto again = book->mint();
    REQUIRE(book->run(receipt(again, customer, 100, "2026-11-21")));
    CHECK_FALSE(only().waits);
    CHECK(only().id == id);
    CHECK(only().task.due == day("2026-11-28"));
    CHECK(only().task.owner == "李");
    CHECK(collections.task(id)->task.due == day("2026-11-28"));
    CHECK(on_calendar() == 1);
    // That one bounces too.
    REQUIRE(book->run(core::Reverse{book->mint(), again, day("2026-11-22"), "bounced"}));
    CHECK(only().waits);
}

TEST_CASE("two devices offline ask for one return visit, and both write about the same") {
    const Book office = new_book();
    const auto customer = settled_customer(*office, "乙");
    const Book field = new_book("");
    merged(*field, exported(*office));
    const auto here = session::Collections(*office).return_visits(office->today());
    const auto there = session::Collections(*field).return_visits(field->today());
    REQUIRE(here.size() == 1);
    REQUIRE(there.size() == 1);
    CHECK(here[0].id == there[0].id);
    for (session::Session* one : {office.get(), field.get()}) {
        REQUIRE(one->run(core::SetFields{{core::RegisterKind::task,
                                          here[0].id,
                                          {{"customer", core::to_text(customer)},
                                           {"kind", "return_visit"},
                                           {"due", "2026-11-27"},
                                           {"title", "回访"}}}}));
    }
    merged(*office, exported(*field));
    merged(*field, exported(*office));
    CHECK(session::Collections(*office).tasks({}, customer).size() == 1);
    CHECK(session::check_integrity(*office).view_digest ==
          session::check_integrity(*field).view_digest);
}

TEST_CASE("one device gives the return visit away while the other takes the payment back") {
    const Book office = new_book();
    const auto customer = add_customer(*office, "乙");
    REQUIRE(office->run(invoice(office->mint(), customer, "A", 100, "2026-10-01", "2026-11-01")));
    REQUIRE(office->run(processing_call(*office, customer, "2026-11-10")));
    const auto cash = office->mint();
    REQUIRE(office->run(receipt(cash, customer, 100, "2026-11-15")));
    const Book field = new_book("");
    merged(*field, exported(*office));
    const auto derived = session::Collections(*field).return_visits(field->today());
    REQUIRE(derived.size() == 1);
    REQUIRE(field->run(core::SetFields{{core::RegisterKind::task,
                                        derived[0].id,
                                        {{"customer", core::to_text(customer)},
                                         {"due", "2026-11-22"},
                                         {"kind", "return_visit"},
                                         {"owner", "李"},
                                         {"title", "回访"}}}}));
    REQUIRE(office->run(core::Reverse{office->mint(), cash, day("2026-11-18"), "bounced"}));
    CHECK(session::Collections(*office).tasks({}, customer).empty()); // nobody wrote it there
    merged(*office, exported(*field));
    merged(*field, exported(*office));
    for (session::Session* one : {office.get(), field.get()}) {
        const auto rows = session::Collections(*one).tasks({}, customer);
        REQUIRE(rows.size() == 1);
        CHECK(rows[0].waits);
    }
    // Paid again where it had bounced: the other has the same visit, on the same day.
    REQUIRE(office->run(receipt(office->mint(), customer, 100, "2026-11-22")));
    merged(*field, exported(*office));
    for (session::Session* one : {office.get(), field.get()}) {
        const auto rows = session::Collections(*one).tasks({}, customer);
        REQUIRE(rows.size() == 1);
        CHECK_FALSE(rows[0].waits);
        CHECK(rows[0].task.due == day("2026-11-22")); // as it was planned: not before that payment
    }
}

TEST_CASE("the visits of a day: by area until somebody orders them, and who lies on the way") {
    const Book book = new_book();
    session::Collections collections(*book);
    const auto at = [&](const char* name, const char* address, std::int64_t owed) {
        const auto id = book->mint();
        REQUIRE(book->run(core::SetFields{
            {core::RegisterKind::customer, id, {{"address", address}, {"name", name}}}}));
        const auto customer = core::id_cast<core::CustomerId>(id);
        if (owed > 0) {
            REQUIRE(
                book->run(invoice(book->mint(), customer, name, owed, "2026-08-01", "2026-09-01")));
        }
        return customer;
    };
    const auto east = at("甲", "上海市浦东新区张江路1号", 100'00);
    const auto west = at("乙", "上海市徐汇区漕溪路2号", 100'00);
    const auto way = at("丙", "上海市浦东新区金桥路3号", 1);
    at("丁", "上海市黄浦区南京路4号", 100'00);
    at("戊", "上海市浦东新区世纪大道5号", 0); // owes nothing
    const auto visit = [&](core::CustomerId customer, const char* due, const char* minute) {
        auto set = task(*book, customer,
                        {{"due", due}, {"kind", "visit"}, {"minute", minute}, {"title", "上门"}});
        REQUIRE(book->run(set));
        return set.fields.entity;
    };
    const auto first = visit(west, "2026-11-24", "");
    const auto second = visit(east, "2026-11-24", "14:00");
    const auto third = visit(east, "2026-11-24", "09:30");
    visit(east, "2026-11-25", "");
    auto plan = collections.visits(day("2026-11-24"));
    REQUIRE(plan.visits.size() == 3);
    CHECK(plan.visits[0].row.id == first); // 徐 before 浦 in the order of characters
    CHECK(plan.visits[1].row.id == third);
    CHECK(plan.visits[1].row.task.area == "浦东新区");
    CHECK(plan.visits[1].address == "上海市浦东新区张江路1号");
    REQUIRE(plan.near.size() == 1); // of an area of the day, owing, not on the plan yet
    CHECK(plan.near[0].customer == way);
    CHECK(plan.near[0].most.overdue == 1);

    const core::EntityId order[] = {second, first, third};
    REQUIRE(collections.arrange(order));
    plan = collections.visits(day("2026-11-24"));
    CHECK(plan.visits[0].row.id == second);
    CHECK(plan.visits[1].row.id == first);
    CHECK(plan.visits[2].row.id == third);
    const auto revision = book->revision();
    REQUIRE(collections.arrange(order)); // nothing differs: nothing is written
    CHECK(book->revision() == revision);
    CHECK(collections.visits(day("2026-11-23")).visits.empty());
}

TEST_CASE("a visit that is finished is a contact, and one Undo takes both back") {
    const Book book = new_book();
    session::Collections collections(*book);
    const auto customer = add_customer(*book, "乙");
    auto set = task(*book, customer, {{"due", "2026-11-22"}, {"kind", "visit"}, {"title", "上门"}});
    REQUIRE(book->run(set));
    core::LogContact log = processing_call(*book, customer, "2026-11-22");
    log.contact.channel = core::Channel::visit;
    log.contact.task = set.fields.entity;
    const auto done = collections.finish_visit(
        core::SetFields{{core::RegisterKind::task, set.fields.entity, {{"done", "2026-11-22"}}}},
        log, {});
    REQUIRE(done);
    CHECK(collections.contacts(customer).size() == 1);
    CHECK_FALSE(collections.tasks({}, customer)[0].task.open());
    REQUIRE(session::undo(*book, *done, "undo"));
    CHECK(collections.contacts(customer).empty());
    CHECK(collections.tasks({}, customer)[0].task.open());
    // Undo of what made a task puts it away: it cannot be without a title.
    auto fresh = task(*book, customer, {{"title", "新"}});
    const auto made = book->run(fresh);
    REQUIRE(made);
    CHECK(collections.tasks({}, customer).size() == 2);
    REQUIRE(session::undo(*book, *made, "undo"));
    CHECK(collections.tasks({}, customer).size() == 1);
}

TEST_CASE("a month of the calendar: tasks, promises, instalments and next contacts by day") {
    const Book book = new_book();
    session::Collections collections(*book);
    const auto customer = add_customer(*book, "乙");
    REQUIRE(book->run(invoice(book->mint(), customer, "A", 300'00, "2026-08-01", "2026-09-01")));
    REQUIRE(book->run(
        task(*book, customer, {{"due", "2026-11-30"}, {"minute", "09:30"}, {"title", "对账"}})));
    REQUIRE(book->run(
        task(*book, customer, {{"done", "2026-11-05"}, {"due", "2026-11-04"}, {"title", "旧"}})));
    core::LogContact log = processing_call(*book, customer, "2026-11-20");
    log.contact.next = day("2026-11-25");
    REQUIRE(book->run(log));
    core::MakePromise promise;
    promise.promise.id = book->mint();
    promise.promise.customer = customer;
    promise.promise.amount = {50'00, cny()};
    promise.promise.date = day("2026-11-20");
    promise.promise.due = day("2026-11-30");
    REQUIRE(book->run(promise));
    core::AgreePlan agree;
    agree.plan.id = book->mint();
    agree.plan.customer = customer;
    agree.plan.date = day("2026-11-20");
    agree.plan.currency = cny();
    agree.plan.lines = {{day("2026-11-30"), 100'00, 0}, {day("2026-12-31"), 200'00, 0}};
    REQUIRE(book->run(agree));
    const auto month = collections.calendar(day("2026-11-01"), day("2026-11-30"));
    using Kind = session::CalendarEntry::Kind;
    std::vector<std::pair<std::string, Kind>> seen;
    for (const auto& one : month) { seen.emplace_back(core::to_text(one.day), one.kind); }
    const std::vector<std::pair<std::string, Kind>> wanted{{"2026-11-05", Kind::task},
                                                           {"2026-11-25", Kind::next_contact},
                                                           {"2026-11-30", Kind::task},
                                                           {"2026-11-30", Kind::promise},
                                                           {"2026-11-30", Kind::plan_part}};
    CHECK(seen == wanted);
    CHECK(month[0].done);
    CHECK(month[2].minute == 570);
    // Part of the instalment is paid: what is missing of it stands there.
    REQUIRE(book->run(receipt(book->mint(), customer, 30'00, "2026-11-21")));
    const auto later = collections.calendar(day("2026-11-30"), day("2026-12-31"));
    REQUIRE(later.size() == 4);
    CHECK(later[2].amount->minor == 70'00);
    CHECK(later[3].amount->minor == 200'00);
    const auto others = std::string("王"); // neither the tasks nor the customer are his
    CHECK(collections.calendar(day("2026-11-01"), day("2026-12-31"), others).empty());
}

TEST_CASE("plans run from their day until they are paid, whatever is dated back or bounces") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "乙");
    REQUIRE(book->run(invoice(book->mint(), customer, "A", 300'00, "2026-08-01", "2026-09-01")));
    core::AgreePlan agree;
    agree.plan.id = book->mint();
    agree.plan.customer = customer;
    agree.plan.date = day("2026-11-20");
    agree.plan.currency = cny();
    agree.plan.lines = {{day("2026-11-30"), 100'00, 0}, {day("2026-12-31"), 200'00, 0}};
    REQUIRE(book->run(agree));
    const auto behind = [&](const char* on) {
        const auto plans = session::running_plans(*book, day(on));
        return plans.empty() ? -1 : plans.at(0).progress.behind;
    };
    CHECK(behind("2026-11-19") == -1); // not agreed yet
    CHECK(behind("2026-11-30") == 0);
    CHECK(behind("2026-12-01") == 100'00);
    const auto cash = book->mint();
    REQUIRE(book->run(receipt(cash, customer, 99'99, "2026-11-30")));
    CHECK(behind("2026-12-01") == 1);                                     // a cent is missing
    REQUIRE(book->run(receipt(book->mint(), customer, 1, "2026-11-30"))); // back-dated
    CHECK(behind("2026-12-01") == 0);
    CHECK(session::running_plans(*book, day("2026-12-01"), customer).at(0).progress.next_due ==
          day("2026-12-31"));
    REQUIRE(book->run(core::Reverse{book->mint(), cash, day("2026-12-05"), "bounced"}));
    CHECK(behind("2026-12-05") == 99'99);
    CHECK(behind("2026-12-04") == 0);
    REQUIRE(book->run(receipt(book->mint(), customer, 299'99, "2026-12-06")));
    CHECK(behind("2026-12-06") == -1); // paid whole
}
