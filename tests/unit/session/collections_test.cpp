#include "session/collections.h"

#include <algorithm>
#include <random>
#include <set>

#include "session/aging_book.h"
#include "session/resolve.h"
#include "session/world.h"

using namespace huikuan;
using namespace huikuan::test;

namespace {

core::LogContact contact_of(session::Session& book, core::CustomerId customer,
                            core::ContactOutcome outcome) {
    core::LogContact log;
    log.contact.id = book.mint();
    log.contact.customer = customer;
    log.contact.date = book.today();
    log.contact.minute = 600;
    log.contact.outcome = outcome;
    log.contact.reached = true;
    return log;
}
core::MakePromise promise_of(session::Session& book, core::CustomerId customer, std::int64_t minor,
                             const char* made, const char* due) {
    core::MakePromise make;
    make.promise.id = book.mint();
    make.promise.customer = customer;
    make.promise.amount = {minor, cny()};
    make.promise.date = day(made);
    make.promise.due = day(due);
    return make;
}

const session::WorkItem* find(const session::TodayList& list, core::CustomerId customer) {
    const auto found = std::ranges::find(list.items, customer, &session::WorkItem::customer);
    return found == list.items.end() ? nullptr : &*found;
}

} // namespace

TEST_CASE("a day: the call, the promise, its kept and its broken end, and who comes next") {
    const Book book = new_book();
    const auto late = add_customer(*book, "乙");
    const auto small = add_customer(*book, "丙");
    REQUIRE(book->run(invoice(book->mint(), late, "A", 5'000'000, "2026-07-01", "2026-07-31")));
    REQUIRE(book->run(invoice(book->mint(), small, "B", 1, "2026-10-01", "2026-11-22")));
    session::Collections collections(*book);
    auto list = collections.today(book->today());
    REQUIRE(list.items.size() == 2);
    CHECK(list.items[0].customer == late);
    CHECK(list.items[0].score.group == core::WorkGroup::at_risk);
    CHECK(find(list, small)->facts.overdue); // 0.01, due today

    const auto said = contact_of(*book, late, core::ContactOutcome::promised);
    auto promise = promise_of(*book, late, 2'000'000, "2026-11-22", "2026-11-30");
    promise.promise.contact = said.contact.id;
    const auto outcome = collections.log(said, promise);
    REQUIRE(outcome);
    CHECK(outcome->undo.size() == 2);
    list = collections.today(book->today());
    CHECK(find(list, late)->score.waits == core::WaitReason::contacted);
    CHECK(list.items[0].customer == small); // the next one
    CHECK(collections.today(day("2026-11-25")).items.size() == 2);
    // It covers two fifths of what is overdue: he may wait for it only where the book says so.
    CHECK(find(collections.today(day("2026-11-25")), late)->score.waits == core::WaitReason::none);
    REQUIRE(book->run(core::SetFields{
        {core::RegisterKind::setting, core::settings_entity, {{"promise.cover", "40"}}}}));
    CHECK(find(collections.today(day("2026-11-25")), late)->score.waits ==
          core::WaitReason::promise);
    CHECK(find(collections.today(day("2026-11-30")), late)->facts.promise_due == day("2026-11-30"));
    CHECK(find(collections.today(day("2026-12-04")), late)->facts.promises_broken == 1);

    // Recorded late, dated in time.
    REQUIRE(book->run(receipt(book->mint(), late, 1'200'000, "2026-11-29")));
    CHECK(collections.promises(late, day("2026-12-04"))[0].result.state ==
          core::PromiseState::partly);
    const auto rest = book->mint();
    REQUIRE(book->run(receipt(rest, late, 800'000, "2026-12-03")));
    CHECK(collections.promises(late, day("2026-12-04"))[0].result.state ==
          core::PromiseState::kept);
    CHECK(find(collections.today(day("2026-12-04")), late)->facts.promises_broken == 0);
    // The second one bounces.
    REQUIRE(book->run(core::Reverse{book->mint(), rest, day("2026-12-05"), "bounced"}));
    CHECK(collections.promises(late, day("2026-12-05"))[0].result.state ==
          core::PromiseState::partly);
    const auto rates = collections.kept_rates(day("2026-12-05"));
    REQUIRE(rates.size() == 1);
    CHECK(rates[0].second.by_count() == 0);
    CHECK(rates[0].second.by_amount() == 600'000);
}

TEST_CASE("aging says what of a debt is promised: as long as the date is open, less what came") {
    const Book book = new_book();
    const auto late = add_customer(*book, "乙");
    REQUIRE(book->run(invoice(book->mint(), late, "A", 5'000'000, "2026-07-01", "2026-07-31")));
    const auto promise = promise_of(*book, late, 2'000'000, "2026-11-22", "2026-11-30");
    REQUIRE(book->run(promise));
    REQUIRE(book->run(receipt(book->mint(), late, 500'000, "2026-11-25")));
    const auto promised = [&](const char* as_of) {
        const session::AgingBook aging(*book);
        const auto report = aging.aging({.as_of = day(as_of)}, session::AgingKey::customer);
        return report.groups.empty() ? -1 : report.groups[0].promised;
    };
    CHECK(promised("2026-11-21") == 0); // not made yet
    CHECK(promised("2026-11-22") == 2'000'000);
    CHECK(promised("2026-11-25") == 1'500'000);
    CHECK(promised("2026-11-30") == 1'500'000);
    CHECK(promised("2026-12-20") == 0); // broken: no promise any more
    REQUIRE(
        book->run(core::Reverse{book->mint(), promise.promise.id, day("2026-11-26"), "withdrawn"}));
    CHECK(promised("2026-11-25") == 1'500'000);
    CHECK(promised("2026-11-26") == 0);
}

TEST_CASE(
    "of two contacts of one day the later is the latest, in whatever order they were logged") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "乙");
    REQUIRE(book->run(invoice(book->mint(), customer, "A", 10'000, "2026-07-01", "2026-07-31")));
    auto evening = contact_of(*book, customer, core::ContactOutcome::call_back);
    evening.contact.minute = 17 * 60;
    evening.contact.next = day("2026-11-25");
    auto morning = contact_of(*book, customer, core::ContactOutcome::no_answer);
    morning.contact.minute = 9 * 60;
    REQUIRE(book->run(evening));
    REQUIRE(book->run(morning)); // remembered afterwards
    const session::Collections collections(*book);
    CHECK(collections.contacts(customer).at(0).contact.id == evening.contact.id);
    const auto list = collections.today(book->today());
    CHECK(find(list, customer)->facts.next == day("2026-11-25"));
}

TEST_CASE("the same contact twice is one; what it went against was found when it was logged") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "乙");
    std::vector<core::LogContact> logged;
    for (int i = 0; i < 4; ++i) {
        logged.push_back(contact_of(*book, customer, core::ContactOutcome::no_answer));
        const auto done = book->run(logged.back());
        REQUIRE(done);
        const auto& fact = std::get<core::ContactLogged>(done->facts.at(0));
        CHECK(fact.overruled.empty() == (i < 3));
    }
    const auto again = book->run(logged.front());
    REQUIRE(again);
    CHECK(again->repeated);
    CHECK(session::Collections(*book).contacts(customer).size() == 4);
    logged.front().contact.note = "other";
    CHECK(book->run(logged.front()).error().code == core::ErrorCode::duplicate_id);
}

TEST_CASE("what cannot be logged, promised, agreed or held is refused") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "乙");
    REQUIRE(book->run(invoice(book->mint(), customer, "A", 10'000, "2026-07-01", "2026-07-31")));
    const auto code = [&](const core::Command& command) {
        const auto done = book->preview(command);
        return done ? core::ErrorCode::cancelled : done.error().code;
    };
    auto said = contact_of(*book, customer, core::ContactOutcome::other);
    said.contact.next = day("2026-11-21");
    CHECK(code(said) == core::ErrorCode::date_order);
    said.contact.next = day("2026-11-22");
    CHECK(code(said) == core::ErrorCode::cancelled);
    said.contact.minute = 1440;
    CHECK(code(said) == core::ErrorCode::out_of_range);
    said.contact.minute = 0;
    said.contact.note = std::string(2001, 'x');
    CHECK(code(said) == core::ErrorCode::too_long);
    said.contact.note = "好的\n𠮷 🙂 ‏";
    CHECK(code(said) == core::ErrorCode::cancelled);
    said.contact.task = book->mint();
    CHECK(code(said) == core::ErrorCode::unknown_document);
    said = contact_of(*book, core::id_cast<core::CustomerId>(book->mint()), {});
    CHECK(code(said) == core::ErrorCode::unknown_customer);
    said = contact_of(*book, customer, core::ContactOutcome::other);
    said.contact.date = day("2026-11-23"); // nobody has said anything tomorrow
    CHECK(code(said) == core::ErrorCode::date_order);
    CHECK(book->run_batch(std::vector<core::Command>{said}).error().code ==
          core::ErrorCode::date_order);
    CHECK(code(promise_of(*book, customer, 1, "2026-11-23", "2026-11-30")) ==
          core::ErrorCode::date_order);
    CHECK(code(promise_of(*book, customer, 0, "2026-11-22", "2026-11-22")) ==
          core::ErrorCode::amount_not_positive);
    const auto early = book->preview(promise_of(*book, customer, 1, "2026-11-22", "2026-11-21"));
    REQUIRE_FALSE(early);
    CHECK(early.error().code == core::ErrorCode::date_order);
    CHECK(early.error().field == "promised_for"); // a promise has no invoice date
    core::AgreePlan agree;
    agree.plan.id = book->mint();
    agree.plan.customer = customer;
    agree.plan.date = day("2026-11-22");
    CHECK(code(agree) == core::ErrorCode::required);
    agree.plan.lines = {{day("2026-12-31"), 10'001, 0}};
    CHECK(code(agree) == core::ErrorCode::exceeds_open);
    agree.plan.lines = {{day("2026-12-31"), 5'000, 0}, {day("2026-12-31"), 5'000, 0}};
    CHECK(code(agree) == core::ErrorCode::date_order);
    agree.plan.lines = {{day("2026-11-21"), 10'000, 0}};
    CHECK(book->preview(agree).error().field == "part");
    agree.plan.lines = {{day("2026-12-31"), 10'000, 5}};
    CHECK(code(agree) == core::ErrorCode::cancelled);
    agree.plan.offers = {{day("2026-11-20"), false, 500}, {day("2026-11-22"), true, 0}};
    CHECK(code(agree) == core::ErrorCode::amount_not_positive);
    agree.plan.offers[1] = {day("2026-11-23"), true, 1'000};
    CHECK(code(agree) == core::ErrorCode::date_order);
    agree.plan.offers[1].date = day("2026-11-22");
    CHECK(code(agree) == core::ErrorCode::cancelled);
    agree.plan.consent_on = day("2026-11-22");
    CHECK(code(agree) == core::ErrorCode::required);
    agree.plan.consent = true;
    CHECK(code(agree) == core::ErrorCode::cancelled);
    // A year ahead, and a day more.
    CHECK(code(promise_of(*book, customer, 1, "2026-11-22", "2027-11-23")) ==
          core::ErrorCode::cancelled);
    CHECK(code(promise_of(*book, customer, 1, "2026-11-22", "2027-11-24")) ==
          core::ErrorCode::out_of_range);
    said = contact_of(*book, customer, core::ContactOutcome::other);
    said.contact.next = day("2027-11-23");
    CHECK(code(said) == core::ErrorCode::cancelled);
    said.contact.next = day("2199-12-31");
    CHECK(code(said) == core::ErrorCode::out_of_range);
    core::PlaceHold hold;
    hold.hold.id = book->mint();
    hold.hold.customer = customer;
    hold.hold.date = day("2026-11-22");
    hold.hold.until = day("2026-11-30");
    CHECK(code(hold) == core::ErrorCode::required);
    hold.hold.reason = "away";
    CHECK(code(hold) == core::ErrorCode::cancelled);
    hold.hold.until = day("2026-11-21");
    CHECK(code(hold) == core::ErrorCode::date_order);
    hold.hold.until = day("2027-11-23"); // a year, and a day of grace
    CHECK(code(hold) == core::ErrorCode::cancelled);
    hold.hold.until = day("2027-11-24");
    CHECK(code(hold) == core::ErrorCode::out_of_range);
    hold.hold.kind = core::HoldKind::legal; // a suit takes as long as it takes
    CHECK(code(hold) == core::ErrorCode::cancelled);
}

TEST_CASE("a plan, its progress from cash, and the version after it") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "乙");
    REQUIRE(book->run(invoice(book->mint(), customer, "A", 30'000, "2026-01-01", "2026-01-31")));
    core::AgreePlan agree;
    agree.plan.id = book->mint();
    agree.plan.customer = customer;
    agree.plan.currency = cny();
    agree.plan.date = day("2026-10-31");
    agree.plan.lines = {{day("2026-11-30"), 15'000, 0}, {day("2026-12-31"), 15'000, 0}};
    REQUIRE(book->run(agree));
    CHECK(book->run(agree)->repeated);
    const session::Collections collections(*book);
    CHECK(find(collections.today(day("2026-11-29")), customer)->score.waits ==
          core::WaitReason::plan);
    const auto due = collections.today(day("2026-11-30"));
    CHECK(find(due, customer)->facts.plan_part_due); // today is the day of its first part
    CHECK(find(due, customer)->score.waits == core::WaitReason::none);
    CHECK(find(collections.today(day("2026-12-01")), customer)->score.group ==
          core::WorkGroup::at_risk);
    REQUIRE(book->run(receipt(book->mint(), customer, 15'000, "2026-11-30")));
    CHECK(find(collections.today(day("2026-12-01")), customer)->score.waits ==
          core::WaitReason::plan);
    CHECK(book->run(agree)->repeated); // though half of what it was about is paid
    auto beside = agree;
    beside.plan.id = book->mint();
    beside.plan.date = day("2026-12-01");
    beside.plan.lines = {{day("2027-02-28"), 15'000, 0}};
    CHECK(book->run(beside).error().code == core::ErrorCode::required);
    CHECK(book->run(beside).error().field == "supersedes");
    auto revised = agree;
    revised.plan.id = book->mint();
    revised.plan.supersedes = agree.plan.id;
    revised.plan.date = day("2026-12-01");
    revised.plan.lines = {{day("2027-02-28"), 15'000, 0}};
    REQUIRE(book->run(revised));
    const auto plans = collections.plans(customer, day("2026-12-31"));
    REQUIRE(plans.size() == 2);
    CHECK(plans[0].current);
    CHECK_FALSE(plans[1].current);
    CHECK(plans[0].progress.paid == 0);
    CHECK(find(collections.today(day("2027-01-15")), customer)->score.waits ==
          core::WaitReason::plan);
    // The revision is taken back: the first one stands again.
    REQUIRE(book->run(core::Reverse{book->mint(), revised.plan.id, {}, "typo"}));
    CHECK(collections.plans(customer, day("2027-01-15"))[0].current);
    CHECK(find(collections.today(day("2027-01-15")), customer)->facts.plan_behind);
}

TEST_CASE("a customer is handed over with a note, and undone as one step") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "乙");
    REQUIRE(book->run(invoice(book->mint(), customer, "A", 100, "2026-01-01", "2026-01-31")));
    session::Collections collections(*book);
    CHECK(collections.hand_over(customer, "", "王", "").error().code == core::ErrorCode::required);
    const auto done = collections.hand_over(customer, "李", "王", "出差");
    REQUIRE(done);
    CHECK(collections.today(book->today(), "李").items.size() == 1);
    CHECK(collections.today(book->today(), "王").items.empty());
    CHECK(collections.today(book->today(), "").items.empty());
    const auto log = collections.contacts(customer);
    REQUIRE(log.size() == 1);
    CHECK(log[0].contact.channel == core::Channel::internal);
    CHECK_FALSE(find(collections.today(book->today()), customer)->facts.last_contact);
    // What he had to do goes along, what others have to do does not; all of it comes back.
    const auto task = [&](const std::string& owner) {
        const auto id = book->mint();
        REQUIRE(book->run(core::SetFields{
            {core::RegisterKind::task,
             id,
             {{"customer", core::to_text(customer)}, {"owner", owner}, {"title", "对账"}}}}));
        return id;
    };
    const auto own = task("李");
    const auto other = task("赵");
    const auto again = collections.hand_over(customer, "陈", "李", "");
    REQUIRE(again);
    CHECK(collections.task(own)->task.owner == "陈");
    CHECK(collections.task(other)->task.owner == "赵");
    REQUIRE(session::undo(*book, *again, "看错了"));
    CHECK(collections.task(own)->task.owner == "李");
    CHECK(book->customer(customer, book->today())->owner == "李");
}

TEST_CASE("a call that was agreed and a promise that broke come though nothing is overdue") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "乙");
    const session::Collections collections(*book);
    REQUIRE(book->run(invoice(book->mint(), customer, "A", 10'000, "2026-11-01", "2027-01-31")));
    auto said = contact_of(*book, customer, core::ContactOutcome::call_back);
    said.contact.next = day("2026-11-30");
    REQUIRE(book->run(said));
    CHECK(find(collections.today(day("2026-11-29")), customer) == nullptr);
    const auto due = collections.today(day("2026-11-30"));
    REQUIRE(find(due, customer) != nullptr);
    CHECK(find(due, customer)->score.waits == core::WaitReason::none);
    // A note among colleagues changes no day that was agreed: neither here nor in the calendar.
    const auto entries = [&] {
        std::size_t count = 0;
        for (const auto& entry : collections.calendar(day("2026-11-30"), day("2026-11-30"))) {
            count += entry.kind == session::CalendarEntry::Kind::next_contact ? 1U : 0U;
        }
        return count;
    };
    CHECK(entries() == 1);
    REQUIRE(session::Collections(*book).hand_over(customer, "李", "王", "出差"));
    CHECK(entries() == 1);
    CHECK(find(collections.today(day("2026-11-30")), customer) != nullptr);
    said = contact_of(*book, customer, core::ContactOutcome::other);
    REQUIRE(book->run(said));
    CHECK(entries() == 0);
    REQUIRE(book->run(promise_of(*book, customer, 5'000, "2026-11-22", "2026-11-25")));
    const auto broke = collections.today(day("2026-11-29"));
    REQUIRE(find(broke, customer) != nullptr);
    CHECK(find(broke, customer)->facts.broke);
    CHECK(find(broke, customer)->score.group == core::WorkGroup::at_risk);
    book->set_today(day("2026-11-29"));
    said = contact_of(*book, customer, core::ContactOutcome::no_answer);
    said.contact.date = day("2026-11-29");
    REQUIRE(book->run(said));
    CHECK(find(collections.today(day("2026-11-30")), customer) == nullptr);
}

TEST_CASE("a mail or a message that was sent counts in the caps of conduct; a posted letter not") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "乙");
    const auto letter = [&](core::Channel channel) {
        core::SendLetter send;
        send.letter.id = book->mint();
        send.letter.customer = customer;
        send.letter.date = book->today();
        send.letter.channel = channel;
        send.letter.letter = "statement";
        send.letter.language = "zh";
        send.letter.text = "对账";
        REQUIRE(book->run(send));
    };
    const auto warned = [&] {
        const auto done = book->preview(contact_of(*book, customer, core::ContactOutcome::other));
        REQUIRE(done);
        return !std::get<core::ContactLogged>(done->facts.at(0)).overruled.empty();
    };
    letter(core::Channel::wechat);
    letter(core::Channel::mail);
    letter(core::Channel::letter);
    CHECK_FALSE(warned());
    letter(core::Channel::sms);
    CHECK(warned());
}

// Nothing overdue can hide: whatever was said, promised, held or agreed, every customer with
// anything overdue is on the list, and on the list of its owner; who may wait says until when.
TEST_CASE("every customer with overdue money is on somebody's list") {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        CAPTURE(seed);
        std::mt19937_64 random(seed);
        const auto below = [&](std::uint64_t most) { return random() % most; };
        const Book book = new_book();
        book->set_today(day("2026-06-01"));
        std::vector<core::CustomerId> customers;
        for (int i = 0; i < 6; ++i) {
            customers.push_back(add_customer(*book, "C" + std::to_string(i)));
            if (below(3) > 0) {
                REQUIRE(book->run(core::SetFields{{core::RegisterKind::customer,
                                                   core::entity_of(customers.back()),
                                                   {{"owner", below(2) == 0 ? "王" : "李"}}}}));
            }
        }
        session::Collections collections(*book);
        for (int step = 0; step < 60; ++step) {
            book->set_today(core::add_days(book->today(), static_cast<int>(below(5))));
            const core::Date today = book->today();
            const auto customer = customers[below(customers.size())];
            const core::Date later = core::add_days(today, static_cast<int>(below(40)));
            const std::string soon = core::to_text(later);
            const std::string now = core::to_text(today);
            switch (below(7)) {
            case 0:
            case 1:
                REQUIRE(book->run(invoice(book->mint(), customer, std::to_string(step),
                                          static_cast<std::int64_t>(1 + below(100'000)),
                                          now.c_str(), soon.c_str())));
                break;
            case 2:
                REQUIRE(
                    book->run(receipt(book->mint(), customer,
                                      static_cast<std::int64_t>(1 + below(100'000)), now.c_str())));
                break;
            case 3: {
                auto said =
                    contact_of(*book, customer, static_cast<core::ContactOutcome>(below(12)));
                if (below(2) == 0) { said.contact.next = later; }
                REQUIRE(book->run(said));
                break;
            }
            case 4:
                REQUIRE(book->run(promise_of(*book, customer, 5'000, now.c_str(), soon.c_str())));
                break;
            case 5: {
                core::PlaceHold hold;
                hold.hold = {.id = book->mint(),
                             .customer = customer,
                             .date = today,
                             .until = later,
                             .reason = "r"};
                REQUIRE(book->run(hold));
                break;
            }
            default: {
                core::MergeCustomers merge;
                merge.merge = {book->mint(), customer, customers[below(6)], today, "same"};
                static_cast<void>(book->run(merge));
            }
            }
            const auto list = collections.today(today);
            std::set<core::CustomerId> listed;
            for (const auto& item : list.items) {
                CHECK(listed.insert(item.customer).second);
                const bool waits = item.score.waits != core::WaitReason::none;
                CHECK((item.score.group == core::WorkGroup::can_wait) == waits);
                if (item.score.waits == core::WaitReason::hold) {
                    CHECK(!item.hold.is_nil());
                    CHECK(item.facts.hold_until >= today);
                }
                const auto own = collections.today(today, item.owner);
                CHECK(find(own, item.customer) != nullptr);
            }
            std::int64_t overdue = 0;
            for (const auto id : customers) {
                const auto row = book->customer(id, today);
                for (const auto& balance : row->balances) {
                    if (balance.overdue <= 0) { continue; }
                    CHECK(listed.contains(id));
                    ++overdue;
                }
            }
            CHECK(list.overdue_customers == overdue);
        }
    }
}

TEST_CASE("two devices log, promise and finish apart, and agree after an exchange") {
    const Book office = new_book();
    const auto customer = add_customer(*office, "乙");
    REQUIRE(
        office->run(invoice(office->mint(), customer, "A", 10'000, "2026-01-01", "2026-01-31")));
    const auto task = office->mint();
    REQUIRE(office->run(
        core::SetFields{{core::RegisterKind::task, task, {{"title", "拜访"}, {"kind", "visit"}}}}));
    const Book field = new_book("");
    merged(*field, exported(*office));
    field->set_today(office->today());
    // On the road it is finished, in the office given to somebody else: done is done.
    REQUIRE(
        field->run(core::SetFields{{core::RegisterKind::task, task, {{"done", "2026-11-22"}}}}));
    REQUIRE(office->run(core::SetFields{{core::RegisterKind::task, task, {{"owner", "李"}}}}));
    REQUIRE(field->run(contact_of(*field, customer, core::ContactOutcome::promised)));
    REQUIRE(field->run(promise_of(*field, customer, 10'000, "2026-11-22", "2026-11-22")));
    REQUIRE(office->run(receipt(office->mint(), customer, 10'000, "2026-11-22")));
    merged(*field, exported(*office));
    merged(*office, exported(*field));
    for (session::Session* book : {office.get(), field.get()}) {
        const session::Collections collections(*book);
        const auto tasks = collections.tasks();
        REQUIRE(tasks.size() == 2); // and it was settled after somebody had asked
        CHECK(tasks[0].derived);
        CHECK_FALSE(tasks[1].task.open());
        CHECK(tasks[1].task.owner == "李");
        CHECK(collections.promises(customer, book->today())[0].result.state ==
              core::PromiseState::kept);
        CHECK(collections.contacts(customer).size() == 1);
    }
    CHECK(session::check_integrity(*office).view_digest ==
          session::check_integrity(*field).view_digest);
}

TEST_CASE("the calendar that leaves is one that others read") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "乙; 丙, 丁");
    REQUIRE(
        book->run(core::SetFields{{core::RegisterKind::task,
                                   book->mint(),
                                   {{"customer", core::to_text(customer)},
                                    {"due", "2028-02-29"},
                                    {"minute", "09:30"},
                                    {"note", "带\n对账单"},
                                    {"title", std::string(40, 'x') + "长长的标题长长的标题"}}}}));
    REQUIRE(book->run(promise_of(*book, customer, 1, "2026-11-22", "2026-11-30")));
    const std::string file = session::calendar_file(
        session::Collections(*book), *book, {}, [](const session::CalendarEntry& one) {
            return one.title.empty() ? one.customer_name : one.title + " · " + one.customer_name;
        });
    CHECK(file.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
    CHECK(file.ends_with("END:VCALENDAR\r\n"));
    CHECK(file.contains("DTSTART:20280229T093000\r\n"));
    CHECK(file.contains("DTSTART;VALUE=DATE:20261130\r\n"));
    CHECK(file.contains("DESCRIPTION:带\\n对账单\r\n"));
    std::size_t from = 0;
    std::string unfolded;
    while (from < file.size()) {
        const auto end = file.find("\r\n", from);
        REQUIRE(end != std::string::npos);
        const std::string line = file.substr(from, end - from);
        CHECK(line.size() <= 75);
        CHECK(!line.contains('\n'));
        unfolded += line.starts_with(' ') ? line.substr(1) : "\n" + line;
        from = end + 2;
    }
    CHECK(unfolded.contains("长长的标题长长的标题 · 乙\\; 丙\\, 丁"));
}

TEST_CASE("the steps of a company's process are data, and due by the days that an item is late") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "乙");
    REQUIRE(book->run(invoice(book->mint(), customer, "A", 100, "2026-10-01", "2026-10-31")));
    const session::Collections collections(*book);
    CHECK(collections.steps_due(customer, book->today()).empty());
    REQUIRE(book->run(core::SetFields{{core::RegisterKind::setting,
                                       core::settings_entity,
                                       {{"process.10", "call|电话||3|"},
                                        {"process.20", "letter|催款函|法务|22|对账单"},
                                        {"process.30", "visit|上门||23|"}}}}));
    CHECK(collections.process().size() == 3);
    // 22 days late: it stands at the letter, and the call is past.
    auto due = collections.steps_due(customer, book->today());
    REQUIRE(due.size() == 1);
    CHECK(due[0].title == "催款函");
    due = collections.steps_due(customer, day("2026-11-21"));
    REQUIRE(due.size() == 1);
    CHECK(due[0].name == "call");
    CHECK(collections.steps_due(customer, day("2026-11-02")).empty());
    REQUIRE(book->run(core::SetFields{{core::RegisterKind::task,
                                       book->mint(),
                                       {{"customer", core::to_text(customer)},
                                        {"kind", "step"},
                                        {"step", "letter"},
                                        {"title", "催款函"}}}}));
    CHECK(collections.steps_due(customer, book->today()).empty());
    due = collections.steps_due(customer, day("2026-11-23"));
    REQUIRE(due.size() == 1);
    CHECK(due[0].name == "visit");
}
