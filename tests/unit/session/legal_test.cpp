#include "session/legal.h"

#include <algorithm>

#include "core/exchange.h"
#include "session/collections.h"
#include "session/dunning.h"
#include "session/legal_world.h"
#include "sync/zip_file.h"

using namespace huikuan;
using namespace huikuan::test;

TEST_CASE("a clock from all that the book has: contact, proof, payment, reversal") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    REQUIRE(book->run(invoice(book->mint(), customer, "A", 500'000, "2023-12-01", "2023-12-31")));
    CHECK(safe_day(*book, customer) == day("2026-12-31"));

    // A call that nobody can prove does nothing; with a recording it does.
    const auto said = cannot_pay_call(*book, customer, "2026-06-01");
    REQUIRE(book->run(said));
    auto clock = session::Legal(*book).clocks(book->today(), customer).front().clock;
    CHECK(clock.safe_day == day("2026-12-31"));
    CHECK(clock.hoped_day == day("2029-06-01"));
    session::Ledger ledger(*book);
    REQUIRE(ledger.attach(book->mint(), said.contact.id, "录音.mp3", "audio/mpeg", "sound"));
    CHECK(safe_day(*book, customer) == day("2029-06-01"));

    // Money that pays a part of it is a proof by itself; if it bounces, it was none.
    const auto paid = book->mint();
    REQUIRE(book->run(receipt(paid, customer, 100, "2026-10-01")));
    CHECK(safe_day(*book, customer) == day("2029-10-01"));
    REQUIRE(book->run(core::Reverse{book->mint(), paid, day("2026-10-05"), "退票"}));
    CHECK(safe_day(*book, customer) == day("2029-06-01"));

    // What was written of a colleague of the debtor's neighbour reaches nobody.
    auto third = cannot_pay_call(*book, customer, "2026-11-01");
    third.contact.third_party = true;
    REQUIRE(book->run(third));
    REQUIRE(ledger.attach(book->mint(), third.contact.id, "b.mp3", "audio/mpeg", "other"));
    CHECK(safe_day(*book, customer) == day("2029-06-01"));
    book->set_today(day("2026-05-31")); // before all of it
    CHECK(safe_day(*book, customer) == day("2026-12-31"));
}

TEST_CASE("what was photographed on a visit proves the contact that it was") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    const auto id = book->mint();
    REQUIRE(book->run(invoice(id, customer, "A", 500'000, "2023-12-01", "2023-12-31")));
    const auto task = [&](const char* kind) {
        const auto made = book->mint();
        REQUIRE(book->run(core::SetFields{
            {core::RegisterKind::task,
             made,
             {{"title", "上门"}, {"kind", kind}, {"customer", core::to_text(customer)}}}}));
        return made;
    };
    session::Ledger ledger(*book);
    // A file of another task proves no contact.
    auto said = cannot_pay_call(*book, customer, "2026-06-01");
    said.contact.task = task("task");
    REQUIRE(book->run(said));
    REQUIRE(ledger.attach(book->mint(), said.contact.task, "a.pdf", "application/pdf", "paper"));
    CHECK(safe_day(*book, customer) == day("2026-12-31"));

    auto visited = cannot_pay_call(*book, customer, "2026-07-01");
    visited.contact.channel = core::Channel::visit;
    visited.contact.task = task("visit");
    REQUIRE(book->run(visited));
    CHECK(safe_day(*book, customer) == day("2026-12-31"));
    const auto photo = book->mint();
    REQUIRE(ledger.attach(photo, visited.contact.task, "门口.jpg", "image/jpeg", "photo"));
    CHECK(safe_day(*book, customer) == day("2029-07-01"));
    CHECK(session::Legal(*book).clocks(book->today(), {}).at(0).clock.safe_day ==
          day("2029-07-01")); // of the whole book as well
    const auto lines = session::Collections(*book).contacts(customer);
    CHECK(lines.at(0).files == 1);
    CHECK(lines.at(0).visit == visited.contact.task);
    CHECK(lines.at(1).files == 0);
    CHECK(session::Collections(*book).contact(visited.contact.id)->files == 1);
    CHECK(!session::Collections(*book).contact(id));

    // It lies in the bundle, once.
    const auto bytes = session::EvidenceMaker(*book, evidence_of(customer)).finish();
    REQUIRE(bytes);
    auto zip = sync::ZipReader::open(*bytes);
    REQUIRE(zip);
    CHECK(zip->read("evidence.folder.files/01 门口.jpg", 100).value() == "photo");

    REQUIRE(book->run(core::Reverse{book->mint(), photo, std::nullopt, "拍错"}));
    CHECK(safe_day(*book, customer) == day("2026-12-31"));
    CHECK(session::Collections(*book).contact(visited.contact.id)->files == 0);
}

TEST_CASE("an event concerns one debt, or all that was owed on its day") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    const auto first = book->mint();
    REQUIRE(book->run(invoice(first, customer, "A", 100, "2024-01-01", "2024-01-31")));
    REQUIRE(book->run(invoice(book->mint(), customer, "B", 100, "2025-01-01", "2025-01-31")));
    auto of_first = event_of(*book, customer, core::LegalEvent::demand, "2026-01-05", "EMS");
    of_first.event.of = first;
    REQUIRE(book->run(of_first));
    const auto day_of = [&](const char* number) {
        for (const auto& row : session::Legal(*book).clocks(book->today(), customer)) {
            if (row.debt.number == number) return row.clock.safe_day;
        }
        return core::first_date;
    };
    CHECK(day_of("A") == day("2029-01-05"));
    CHECK(day_of("B") == day("2028-01-31"));
    REQUIRE(book->run(
        event_of(*book, customer, core::LegalEvent::acknowledgement, "2026-02-01", "对账单")));
    CHECK(day_of("A") == day("2029-02-01"));
    CHECK(day_of("B") == day("2029-02-01"));
    REQUIRE(book->run(invoice(book->mint(), customer, "C", 100, "2026-03-01", "2026-03-31")));
    CHECK(day_of("C") == day("2029-03-31")); // was not owed then
    CHECK(session::Legal(*book).events(customer).size() == 2);
    REQUIRE(book->run(core::Reverse{book->mint(), of_first.event.id, std::nullopt, "未寄"}));
    CHECK(session::Legal(*book).events(customer).size() == 1);
    CHECK(session::Legal(*book).events(customer, true).size() == 2);
}

TEST_CASE("a promise and a plan acknowledge what is owed in their currency, and no more") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    const auto usd = core::parse_currency("USD").value();
    auto abroad = invoice(book->mint(), customer, "U", 300, "2024-01-01", "2024-01-31");
    abroad.invoice.amount.currency = usd;
    REQUIRE(book->run(abroad));
    REQUIRE(book->run(invoice(book->mint(), customer, "C", 300, "2024-01-01", "2024-01-31")));
    const auto day_of = [&](const char* number) {
        for (const auto& row : session::Legal(*book).clocks(book->today(), customer)) {
            if (row.debt.number == number) return row.clock.safe_day;
        }
        return core::first_date;
    };
    session::Ledger ledger(*book);
    core::MakePromise make;
    make.promise.id = book->mint();
    make.promise.customer = customer;
    make.promise.date = day("2026-10-01");
    make.promise.due = day("2026-11-30");
    make.promise.amount = {100, usd};
    REQUIRE(book->run(make));
    REQUIRE(ledger.attach(book->mint(), make.promise.id, "a.pdf", "application/pdf", "a"));
    CHECK(day_of("U") == day("2029-10-01"));
    CHECK(day_of("C") == day("2027-01-31"));
    core::AgreePlan agree;
    agree.plan.id = book->mint();
    agree.plan.customer = customer;
    agree.plan.date = day("2026-11-01");
    agree.plan.currency = cny();
    agree.plan.lines = {{day("2026-12-31"), 300, 0}};
    REQUIRE(book->run(agree));
    REQUIRE(ledger.attach(book->mint(), agree.plan.id, "b.pdf", "application/pdf", "b"));
    CHECK(day_of("U") == day("2029-10-01"));
    CHECK(day_of("C") == day("2029-11-01"));
}

TEST_CASE("instalments run from the last one; a settled debt has no clock") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    auto parts = invoice(book->mint(), customer, "A", 300, "2024-01-01", "2024-01-31");
    parts.due.reset();
    parts.invoice.lines = {{day("2024-01-31"), 100}, {day("2024-03-31"), 200}};
    REQUIRE(book->run(parts));
    CHECK(safe_day(*book, customer) == day("2027-03-31"));
    REQUIRE(book->run(receipt(book->mint(), customer, 300, "2026-10-01")));
    CHECK(session::Legal(*book).clocks(book->today(), customer).empty());
}

TEST_CASE("a case stops the clock of its debts alone, and the day's list knows what is near") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    const auto first = book->mint();
    REQUIRE(book->run(invoice(first, customer, "A", 100, "2023-11-01", "2023-12-10")));
    REQUIRE(book->run(invoice(book->mint(), customer, "B", 100, "2024-01-01", "2024-03-31")));
    const session::Legal legal(*book);
    CHECK(legal.near_days(book->today()).at(customer) == day("2026-12-10"));
    CHECK(legal.in_case(book->today()).empty());
    const auto id = open_case(*book, customer, core::to_text(first));
    CHECK(legal.in_case(book->today()).empty()); // nothing was done yet
    REQUIRE(book->run(step_of(*book, id, customer, core::CaseStage::filed, "2026-11-20")));
    CHECK(legal.in_case(book->today()) == std::vector{customer});
    const auto held = session::Dunning(*book).preview(book->today());
    REQUIRE(held);
    REQUIRE(held->rows.size() == 1);
    CHECK(held->rows[0].plan.why == core::DunningWhy::legal); // nobody else writes meanwhile
    const auto clocks = legal.clocks(book->today(), customer);
    CHECK(clocks.front().debt.number == "B");
    CHECK(clocks.back().clock.state == core::ClockState::in_case);
    CHECK(legal.near_days(book->today()).at(customer) == day("2027-03-31"));
    const auto list = session::Collections(*book).today(book->today());
    REQUIRE(list.items.size() == 1);
    CHECK(list.items[0].facts.limitation == day("2027-03-31"));
    CHECK(list.items[0].score.part(core::ScorePart::limitation) == 15);

    const auto row = legal.one_case(id, book->today());
    REQUIRE(row);
    CHECK(row->what.claim == 5000);
    CHECK(row->next()->kind == core::DeadlineKind::registration);
    // What the case asks for stands in the calendar, and in the file that leaves.
    const session::Collections collections(*book);
    const auto ahead = collections.calendar(day("2026-11-20"), day("2026-11-30"));
    REQUIRE(ahead.size() == 1);
    CHECK(ahead[0].kind == session::CalendarEntry::Kind::deadline);
    CHECK(ahead[0].day == day("2026-11-27"));
    CHECK(ahead[0].id == id);
    CHECK(ahead[0].deadline == core::DeadlineKind::registration);
    CHECK(ahead[0].customer_name == "甲");
    CHECK(collections.calendar(day("2026-11-20"), day("2026-11-30"), "somebody else").empty());
    const auto words = [](const session::CalendarEntry& one) { return one.customer_name; };
    CHECK(session::calendar_file(collections, *book, {}, words)
              .contains("UID:" + core::to_text(id) + "-registration@huikuan"));
    REQUIRE(book->run(receipt(book->mint(), customer, 40, "2026-11-21")));
    core::PayCaseCost cost;
    cost.cost = {book->mint(), customer,          id, core::CaseCost::court,
                 {50, cny()},  day("2026-11-21"), "", ""};
    REQUIRE(book->run(cost));
    CHECK(legal.one_case(id, book->today())->received_minor == 40);
    CHECK(legal.one_case(id, book->today())->cost_minor == 50);
    REQUIRE(book->run(step_of(*book, id, customer, core::CaseStage::settled, "2026-11-22")));
    CHECK(legal.in_case(book->today()).empty());
    CHECK(collections.calendar(day("2026-11-20"), day("2026-11-30")).empty()); // it is over
    CHECK(!legal.one_case(book->mint(), book->today()));
}

TEST_CASE("a merged customer's cases and events are those of whom it counts with") {
    const Book book = new_book();
    const auto into = add_customer(*book, "甲");
    const auto from = add_customer(*book, "甲 (旧)");
    REQUIRE(book->run(invoice(book->mint(), from, "A", 100, "2024-01-01", "2024-01-31")));
    const auto id = open_case(*book, from);
    REQUIRE(book->run(step_of(*book, id, from, core::CaseStage::filed, "2026-10-01")));
    core::MergeCustomers merge;
    merge.merge = {book->mint(), from, into, day("2026-11-01"), ""};
    REQUIRE(book->run(merge));
    CHECK(session::Legal(*book).cases(book->today(), into).size() == 1);
    CHECK(session::Legal(*book).in_case(book->today()) == std::vector{into});
    CHECK(session::Legal(*book).clocks(book->today(), into).front().clock.state ==
          core::ClockState::in_case);
}

TEST_CASE("two devices: what each noted counts on both") {
    const Book one = new_book();
    const auto customer = add_customer(*one, "甲");
    REQUIRE(one->run(invoice(one->mint(), customer, "A", 100, "2024-01-01", "2024-01-31")));
    const auto id = open_case(*one, customer);
    auto made = session::Session::create_file(":memory:", {"", cny()});
    REQUIRE(made);
    const Book two = *std::move(made);
    two->set_today(day("2026-11-22"));
    merged(*two, exported(*one));
    REQUIRE(one->run(step_of(*one, id, customer, core::CaseStage::filed, "2026-10-01")));
    REQUIRE(two->run(event_of(*two, customer, core::LegalEvent::demand, "2026-09-01", "EMS")));
    merged(*two, exported(*one));
    merged(*one, exported(*two));
    for (session::Session* book : {one.get(), two.get()}) {
        const auto clock = session::Legal(*book).clocks(book->today(), customer).front().clock;
        CHECK(clock.state == core::ClockState::in_case);
        CHECK(clock.steps.size() == 3);
    }
}

TEST_CASE("a case that was put away holds nobody") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    REQUIRE(book->run(invoice(book->mint(), customer, "A", 100, "2024-01-01", "2024-01-31")));
    const auto id = open_case(*book, customer);
    REQUIRE(book->run(step_of(*book, id, customer, core::CaseStage::filed, "2026-10-01")));
    CHECK(session::Legal(*book).in_case(book->today()) == std::vector{customer});
    REQUIRE(book->run(core::SetFields{{core::RegisterKind::legal_case, id, {{"archived", "1"}}}}));
    CHECK(session::Legal(*book).in_case(book->today()).empty());
    CHECK(session::Legal(*book).cases(book->today()).empty());
}

TEST_CASE("a claim is what is overdue, part by part, in one currency, of the invoices chosen") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    const auto first = core::id_cast<core::InvoiceId>(book->mint());
    auto parts = invoice(core::entity_of(first), customer, "A", 300, "2026-01-01", "2026-01-31");
    parts.due.reset();
    parts.invoice.lines = {{day("2026-06-30"), 100}, {day("2027-06-30"), 200}};
    REQUIRE(book->run(parts));
    const session::Legal legal(*book);
    CHECK(legal.weigh(customer, book->today()).claim == 100); // half of it is not due
    auto foreign = invoice(book->mint(), customer, "U", 70, "2026-01-01", "2026-03-31");
    foreign.invoice.amount.currency = core::parse_currency("USD").value();
    foreign.invoice.rate = core::parse_rate("7.1").value();
    REQUIRE(book->run(foreign));
    REQUIRE(book->run(invoice(book->mint(), customer, "B", 50, "2026-01-01", "2026-02-01")));
    auto what = legal.weigh(customer, book->today());
    CHECK(what.currency == cny());
    CHECK(what.claim == 150);
    REQUIRE(what.debts.size() == 3);
    CHECK(what.debts[0].number == "B");
    CHECK(what.debts[1].number == "U");
    CHECK(what.debts[2].due == day("2026-06-30"));
    CHECK(legal.weigh(customer, book->today(), {{}, {first}}).claim == 100);
    what = legal.weigh(customer, book->today(), {foreign.invoice.amount.currency, {}});
    CHECK(what.claim == 70);
    CHECK(what.fees.suit == 0); // the scale is for CNY
    // Of a customer who owes in another currency alone, that one.
    const auto abroad = add_customer(*book, "乙");
    foreign.invoice.id = core::id_cast<core::InvoiceId>(book->mint());
    foreign.invoice.customer = abroad;
    REQUIRE(book->run(foreign));
    what = legal.weigh(abroad, book->today());
    CHECK(what.currency.view() == "USD");
    CHECK(what.claim == 70);
}

TEST_CASE("what a case brought in is what pays its invoices; its judgment says when and how much") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    const auto first = book->mint();
    REQUIRE(book->run(invoice(first, customer, "A", 100, "2025-01-01", "2025-01-31")));
    const auto other = book->mint();
    REQUIRE(book->run(invoice(other, customer, "B", 500, "2024-01-01", "2024-01-31")));
    const auto id = open_case(*book, customer, core::to_text(first));
    const session::Legal legal(*book);
    REQUIRE(book->run(step_of(*book, id, customer, core::CaseStage::filed, "2026-10-01")));
    REQUIRE(book->run(receipt(book->mint(), customer, 530, "2026-10-20"))); // B first
    CHECK(legal.one_case(id, book->today())->received_minor == 30);
    // What was charged for its invoice is the case's too, what was charged for another is not.
    for (const core::EntityId of : {first, other}) {
        const auto costs_id = book->mint();
        auto costs = invoice(costs_id, customer, of == first ? "K-1" : "K-2", 20, "2026-10-25",
                             "2026-10-25");
        costs.invoice.type = core::DebitType::costs;
        costs.invoice.against = of;
        REQUIRE(book->run(costs));
        auto money = receipt(book->mint(), customer, 20, "2026-10-26");
        money.plan = {core::AllocationRule::manual,
                      {{core::id_cast<core::InvoiceId>(costs_id), 20}}};
        REQUIRE(book->run(money));
    }
    CHECK(legal.one_case(id, book->today())->received_minor == 50);
    CHECK(!legal.performance_end(id, book->today()));
    auto judged =
        step_of(*book, id, customer, core::CaseStage::effective, "2026-11-01", "2026-11-11");
    judged.step.minor = 90;
    judged.step.currency = cny();
    REQUIRE(book->run(judged));
    CHECK(legal.performance_end(id, book->today()) == day("2026-11-11"));
    CHECK(legal.one_case(id, book->today())->awarded_minor == 90);
    REQUIRE(book->run(step_of(*book, id, customer, core::CaseStage::bankruptcy, "2026-11-20")));
    CHECK(legal.one_case(id, book->today())->bankruptcy == day("2026-11-20"));
    // One that names no invoices is about all that was owed when it began.
    const auto all = open_case(*book, customer);
    CHECK(legal.one_case(all, book->today())->invoices.size() == 1);
}

TEST_CASE("a small claim is judged once: what is said there is in force, with no day to appeal") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    REQUIRE(book->run(invoice(book->mint(), customer, "A", 100, "2025-01-01", "2025-01-31")));
    const auto id = open_case(*book, customer);
    REQUIRE(book->run(step_of(*book, id, customer, core::CaseStage::accepted, "2026-09-01")));
    REQUIRE(book->run(
        step_of(*book, id, customer, core::CaseStage::judgment, "2026-10-20", "2026-11-30")));
    const session::Legal legal(*book);
    const auto waits = [&] { return legal.one_case(id, book->today())->next()->kind; };
    CHECK(waits() == core::DeadlineKind::appeal);
    CHECK(!legal.performance_end(id, book->today()));
    REQUIRE(book->run(
        core::SetFields{{core::RegisterKind::legal_case, id, {{"route", "small_claim"}}}}));
    CHECK(waits() == core::DeadlineKind::perform);
    CHECK(legal.performance_end(id, book->today()) == day("2026-11-30"));
    CHECK(legal.clocks(book->today(), customer).front().clock.safe_day == day("2028-11-30"));
}

TEST_CASE("each guarantor has a period of his own, and what was asked of one is asked of him") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    const auto contract = book->mint();
    REQUIRE(book->run(core::SetFields{{core::RegisterKind::contract,
                                       contract,
                                       {{"customer", core::to_text(customer)},
                                        {"guarantee", "王某、李某"},
                                        {"guarantee_kind", "joint"},
                                        {"number", "HT-1"}}}}));
    auto issue = invoice(book->mint(), customer, "A", 100, "2026-05-01", "2026-08-31");
    issue.invoice.contract = contract;
    REQUIRE(book->run(issue));
    auto asked = event_of(*book, customer, core::LegalEvent::guarantor_demand, "2026-10-01", "EMS");
    asked.event.of = contract;
    asked.event.guarantor = "李某";
    REQUIRE(book->run(asked));
    const auto rows = session::Legal(*book).guarantees(book->today(), customer);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].guarantor == "王某");
    CHECK(rows[0].clock.state == core::ClockState::running);
    CHECK(rows[0].clock.safe_day == day("2027-02-28"));
    CHECK(rows[1].guarantor == "李某");
    CHECK(rows[1].clock.state == core::ClockState::claimed);
    CHECK(rows[1].clock.safe_day == day("2029-10-01")); // 694: his own three years

    // 695: a plan moves the period of him alone who consented, once his paper is there.
    core::AgreePlan agree;
    agree.plan.id = book->mint();
    agree.plan.customer = customer;
    agree.plan.currency = cny();
    agree.plan.date = day("2026-11-20");
    agree.plan.lines = {{day("2026-12-31"), 50, 0}, {day("2027-08-31"), 50, 0}};
    agree.plan.guarantor = "张某；王某";
    agree.plan.consent = true;
    REQUIRE(book->run(agree));
    const auto first = [&] { return session::Legal(*book).guarantees(book->today())[0]; };
    CHECK(first().guarantor == "王某");
    CHECK(first().clock.safe_day == day("2027-02-28"));
    CHECK(first().clock.hoped_day == day("2028-02-29"));
    CHECK(first().clock.steps.back().effect == core::ClockEffect::unproven);
    REQUIRE(session::Ledger(*book).attach(book->mint(), agree.plan.id, "同意书.jpg", "image/jpeg",
                                          "signed"));
    CHECK(first().clock.safe_day == day("2028-02-29"));
    CHECK(first().clock.steps.back().effect == core::ClockEffect::extends);
    // Taken back, it never was; one without him tells why nothing moved.
    REQUIRE(book->run(core::Reverse{book->mint(), agree.plan.id, std::nullopt, "重谈"}));
    CHECK(first().clock.safe_day == day("2027-02-28"));
    agree.plan.id = book->mint();
    agree.plan.guarantor = "张某";
    REQUIRE(book->run(agree));
    CHECK(first().clock.safe_day == day("2027-02-28"));
    CHECK(first().clock.steps.back().effect == core::ClockEffect::no_consent);
}

TEST_CASE("before it is escalated: talks, fees, what the customer is worth") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    REQUIRE(
        book->run(invoice(book->mint(), customer, "A", 100'000'000, "2024-01-01", "2024-02-01")));
    auto what = session::Legal(*book).weigh(customer, book->today());
    CHECK(!what.talks_tried());
    CHECK(what.claim == 100'000'000);
    CHECK(what.fees.suit == 1'380'000);
    CHECK(what.sold_last_year == 0);
    CHECK(what.sold_in_all == 100'000'000);
    REQUIRE(book->run(cannot_pay_call(*book, customer, "2026-05-26"))); // 180 days ago
    CHECK(session::Legal(*book).weigh(customer, book->today()).talks_tried());
    book->set_today(day("2026-11-23"));
    CHECK(!session::Legal(*book).weigh(customer, book->today()).talks_tried());
}
