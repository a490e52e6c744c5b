#include "session/legal.h"

#include <algorithm>

#include "core/exchange.h"
#include "session/collections.h"
#include "session/dunning.h"
#include "session/evidence.h"
#include "session/ledger.h"
#include "session/world.h"
#include "sync/pdf_sample.h"
#include "sync/zip_file.h"

using namespace huikuan;
using namespace huikuan::test;

namespace {

core::NoteLegalEvent event_of(session::Session& book, core::CustomerId customer,
                              core::LegalEvent what, const char* date, const char* proof) {
    core::NoteLegalEvent note;
    note.event.id = book.mint();
    note.event.customer = customer;
    note.event.what = what;
    note.event.date = day(date);
    note.event.proof = proof;
    return note;
}
core::TakeCaseStep step_of(session::Session& book, core::EntityId of, core::CustomerId customer,
                           core::CaseStage stage, const char* date, const char* due = nullptr) {
    core::TakeCaseStep take;
    take.step.id = book.mint();
    take.step.of = of;
    take.step.customer = customer;
    take.step.stage = stage;
    take.step.date = day(date);
    if (due != nullptr) take.step.due = day(due);
    return take;
}
core::EntityId open_case(session::Session& book, core::CustomerId customer,
                         const std::string& invoices = {}) {
    const auto id = book.mint();
    core::FieldsSet set{core::RegisterKind::legal_case, id, {}};
    set.fields = {{"customer", core::to_text(customer)}, {"title", "货款"}, {"claim", "5000"}};
    if (!invoices.empty()) set.fields.emplace_back("invoices", invoices);
    REQUIRE(book.run(core::SetFields{set}));
    return id;
}
core::LogContact cannot_pay_call(session::Session& book, core::CustomerId customer,
                                 const char* date) {
    core::LogContact log;
    log.contact.id = book.mint();
    log.contact.customer = customer;
    log.contact.date = day(date);
    log.contact.minute = 600;
    log.contact.outcome = core::ContactOutcome::cannot_pay;
    log.contact.reached = true;
    return log;
}
core::Date safe_day(session::Session& book, core::CustomerId customer) {
    const auto clocks = session::Legal(book).clocks(book.today(), customer);
    REQUIRE(clocks.size() == 1);
    return clocks.front().clock.safe_day;
}
session::EvidenceQuery evidence_of(core::CustomerId customer) {
    return {customer, {}, day("2026-11-22"), [](std::string_view key) {
                return key == "evidence.foot" ? std::string("%p/%n") : std::string(key);
            }};
}

} // namespace

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
    REQUIRE(book->run(invoice(book->mint(), customer, "B", 500, "2024-01-01", "2024-01-31")));
    const auto id = open_case(*book, customer, core::to_text(first));
    const session::Legal legal(*book);
    REQUIRE(book->run(step_of(*book, id, customer, core::CaseStage::filed, "2026-10-01")));
    REQUIRE(book->run(receipt(book->mint(), customer, 530, "2026-10-20"))); // B first
    CHECK(legal.one_case(id, book->today())->received_minor == 30);
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

TEST_CASE("the bundle of evidence: in order, whole, and the same bytes each time") {
    const Book book = new_book("债权<公司>");
    const auto customer = add_customer(*book, "甲/公司");
    CHECK(session::EvidenceMaker(*book, evidence_of(customer)).finish().error().code ==
          core::ErrorCode::nothing_to_do);
    CHECK(session::EvidenceMaker(*book, evidence_of({})).finish().error().code ==
          core::ErrorCode::unknown_customer);
    const auto id = book->mint();
    auto issue = invoice(id, customer, "A-1", 500'000, "2025-12-01", "2025-12-31");
    issue.invoice.note = std::string(1500, 'x') + "<script>";
    REQUIRE(book->run(issue));
    session::Ledger ledger(*book);
    REQUIRE(ledger.attach(book->mint(), id, "../签收单:1.png", "image/png", "picture"));
    REQUIRE(book->run(receipt(book->mint(), customer, 100'000, "2026-02-01")));
    auto said = cannot_pay_call(*book, customer, "2026-06-01");
    said.contact.note = "资金困难";
    REQUIRE(book->run(said));
    REQUIRE(book->run(event_of(*book, customer, core::LegalEvent::demand, "2026-07-01", "EMS")));

    session::EvidenceMaker maker(*book, evidence_of(customer));
    int steps = 0;
    while (maker.step()) ++steps;
    CHECK(steps == 13);
    CHECK(maker.permille() == 1000);
    const auto bytes = maker.finish();
    REQUIRE(bytes);
    CHECK(*bytes == session::EvidenceMaker(*book, evidence_of(customer)).finish().value());
    CHECK(maker.file_name() == "evidence.file_title 甲_公司 2026-11-22.zip");
    std::vector<std::string> titles;
    int page = 0;
    for (const auto& one : maker.exhibits()) {
        titles.push_back(one.title);
        CHECK(one.first_page == page + 1); // page after page, none without a number
        CHECK(one.last_page >= one.first_page);
        page = one.last_page;
    }
    CHECK(titles ==
          std::vector<std::string>{
              "evidence.title.parties", "evidence.title.invoices", "evidence.title.payments",
              "evidence.title.statement", "evidence.title.contacts", "evidence.title.acknowledged",
              "evidence.title.interest", "evidence.title.limitation", "evidence.title.chain"});
    auto zip = sync::ZipReader::open(*bytes);
    REQUIRE(zip);
    CHECK(zip->read("evidence.folder.files/01 _签收单_1.png", 100).value() == "picture");
    const std::string pages = zip->read("evidence.book.html", 10'000'000).value();
    CHECK(pages.find("<script>") == std::string::npos);
    CHECK(pages.find("债权&lt;公司&gt;") != std::string::npos);
    CHECK(pages.find("资金困难") != std::string::npos);
    const std::string last = std::to_string(page) + "/" + std::to_string(page);
    CHECK(pages.find("<div class=foot>" + last) != std::string::npos);
    const std::string index = zip->read("evidence.index.html", 1'000'000).value();
    CHECK(index.find("evidence.book.html#p1\"") != std::string::npos);
    const std::string chain = zip->read("evidence.folder.chain/changes.tsv", 10'000'000).value();
    CHECK(std::ranges::count(chain, '\n') >= 6);
    CHECK(chain.find("A-1") != std::string::npos);
    // The index names each file with its size: its pages are its own.
    CHECK(index.find("01 ../签收单:1.png (7 evidence.bytes)") != std::string::npos);
}

TEST_CASE("the pages of a PDF follow its slip in the numbers; where nobody knows them it is one") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    const auto id = book->mint();
    REQUIRE(book->run(invoice(id, customer, "A-1", 500'000, "2026-12-01", "2026-12-31")));
    book->set_today(day("2026-12-02"));
    session::Ledger ledger(*book);
    const auto file = [&](const char* name, const std::string& bytes, core::FileKind kind) {
        REQUIRE(ledger.attach(book->mint(), core::entity_of(customer), name, "application/pdf",
                              bytes, kind));
    };
    file("合同.pdf", sample::pdf_of_pages(3), core::FileKind::contract);
    file("坏.pdf", "%PDF-1.4 and no more", core::FileKind::contract);
    file("签收.pdf", sample::pdf_of_pages(1), core::FileKind::delivery);
    auto query = evidence_of(customer);
    query.day = book->today();
    query.word = [](std::string_view key) {
        if (key == "evidence.foot") return std::string("%p of %n");
        if (key == "evidence.file.counted") return std::string("[%n: %r]");
        if (key == "evidence.file.not_counted") return std::string("[? %n: %r]");
        if (key.starts_with("evidence.slip")) return std::string("behind this: %n, %r");
        return std::string(key);
    };
    session::EvidenceMaker maker(*book, query);
    const auto bytes = maker.finish();
    REQUIRE(bytes);
    // 1 parties; 2 contracts, a slip and three pages (3, 4-6), a slip and one (7, 8); 9 delivery,
    // its slip and page (10, 11); 12 invoices.
    const auto& exhibits = maker.exhibits();
    REQUIRE(exhibits.size() >= 4);
    CHECK(exhibits[1].first_page == 2);
    CHECK(exhibits[1].last_page == 8);
    CHECK(exhibits[2].first_page == 9);
    CHECK(exhibits[2].last_page == 11);
    CHECK(exhibits[3].first_page == 12);
    REQUIRE(exhibits[1].files.size() == 2);
    CHECK(exhibits[1].files[0].ends_with("[3: 4–6]"));
    CHECK(exhibits[1].files[1].ends_with("[? 1: 8]"));
    CHECK(exhibits[2].files[0].ends_with("[1: 11]"));
    auto zip = sync::ZipReader::open(*bytes);
    REQUIRE(zip);
    const std::string pages = zip->read("evidence.book.html", 10'000'000).value();
    const std::string all = " of " + std::to_string(exhibits.back().last_page);
    for (const char* there : {"id=p3>", "id=p7>", "id=p9>", "id=p12>", "behind this: 3, 4–6"}) {
        CAPTURE(there);
        CHECK(pages.contains(there));
    }
    CHECK(!pages.contains("id=p4>")); // that one is the contract's own
    CHECK(pages.contains("<div class=foot>12" + all));
    const std::string index = zip->read("evidence.index.html", 1'000'000).value();
    CHECK(index.contains("<td>2–8</td>"));
    CHECK(index.contains("evidence.book.html#p12\""));
    CHECK(index.contains("[3: 4–6]"));
}

TEST_CASE("after a judgment the exhibit on interest has the doubled part from its last day on") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    REQUIRE(book->run(invoice(book->mint(), customer, "A-1", 100'000, "2026-01-01", "2026-02-01")));
    const auto exhibit = [&] {
        auto query = evidence_of(customer);
        query.day = day("2026-06-30");
        const auto bytes = session::EvidenceMaker(*book, query).finish();
        REQUIRE(bytes);
        const std::string pages =
            sync::ZipReader::open(*bytes)->read("evidence.book.html", 10'000'000).value();
        const std::size_t from = pages.find("evidence.title.interest");
        return pages.substr(from, pages.find("</section>", from) - from);
    };
    CHECK(!exhibit().contains("evidence.fee.judgment"));
    auto ruled = event_of(*book, customer, core::LegalEvent::judgment, "2026-05-10", "判决书");
    ruled.event.until = day("2026-06-30");
    REQUIRE(book->run(ruled));
    CHECK(!exhibit().contains("evidence.fee.judgment")); // there is still time to pay
    REQUIRE(book->run(core::Reverse{book->mint(), ruled.event.id, std::nullopt, "笔误"}));
    ruled.event.id = book->mint();
    ruled.event.until = day("2026-05-31");
    REQUIRE(book->run(ruled));
    const std::string both = exhibit();
    // 1,000.00 at 0.0175 % from 1 to 30 June; what the law says without a judgment stands besides.
    CHECK(both.contains("A-1  evidence.fee.judgment  5.25 CNY"));
    CHECK(both.contains("2026-06-01 – 2026-06-30"));
    CHECK(both.contains("0.0175%evidence.per_day"));
    CHECK(both.contains("A-1  evidence.fee.statutory"));
}

TEST_CASE("what is internal leaves with no bundle: its hash holds the chain, its words stay") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    REQUIRE(book->run(core::SetFields{{core::RegisterKind::customer,
                                       core::entity_of(customer),
                                       {{"note", "secret-of-customer"}, {"tax_no", "9132"}}}}));
    REQUIRE(book->run(core::SetFields{
        {core::RegisterKind::setting, core::settings_entity, {{"law.guarantee_months", "7"}}}}));
    const auto id = book->mint();
    REQUIRE(book->run(invoice(id, customer, "A-1", 500'000, "2025-12-01", "2025-12-31")));
    REQUIRE(book->run(invoice(book->mint(), customer, "A-2", 9, "2025-12-01", "2025-12-31")));
    core::LogContact note;
    note.contact.id = book->mint();
    note.contact.customer = customer;
    note.contact.date = day("2026-06-01");
    note.contact.channel = core::Channel::internal;
    note.contact.outcome = core::ContactOutcome::other;
    note.contact.note = "secret-note";
    REQUIRE(book->run(note));
    core::PlaceHold hold;
    hold.hold.id = book->mint();
    hold.hold.customer = customer;
    hold.hold.kind = core::HoldKind::manual;
    hold.hold.date = day("2026-06-01");
    hold.hold.until = day("2026-07-01");
    hold.hold.reason = "secret-hold";
    REQUIRE(book->run(hold));
    const auto task = book->mint();
    REQUIRE(book->run(
        core::SetFields{{core::RegisterKind::task,
                         task,
                         {{"customer", core::to_text(customer)}, {"title", "secret-task"}}}}));
    auto noted = event_of(*book, customer, core::LegalEvent::demand, "2026-07-01", "EMS 77");
    noted.event.note = "secret-of-event";
    REQUIRE(book->run(noted));
    auto query = evidence_of(customer);
    query.invoices = {core::id_cast<core::InvoiceId>(id)};
    session::EvidenceMaker maker(*book, query);
    const auto bytes = maker.finish();
    REQUIRE(bytes);
    auto zip = sync::ZipReader::open(*bytes);
    REQUIRE(zip);
    const std::string chain = zip->read("evidence.folder.chain/changes.tsv", 10'000'000).value();
    for (const char* file :
         {"evidence.folder.chain/changes.tsv", "evidence.book.html", "evidence.index.html"}) {
        const std::string text = zip->read(file, 10'000'000).value();
        CHECK(text.find("secret") == std::string::npos);
        CHECK(text.find("guarantee_months") == std::string::npos);
    }
    CHECK(chain.find("A-1") != std::string::npos);
    CHECK(chain.find("A-2") == std::string::npos); // no part of these exhibits
    CHECK(zip->read("evidence.book.html", 10'000'000).value().find("EMS 77") != std::string::npos);
    // The chain holds: each digest that is given is the one before of the next on its device.
    std::string before;
    for (std::size_t from = 0; from < chain.size();) {
        const std::size_t end = chain.find('\n', from);
        std::vector<std::string> cells(1);
        for (const char c : chain.substr(from, end - from)) {
            if (c == '\t') cells.emplace_back();
            else cells.back() += c;
        }
        REQUIRE(cells.size() == 5);
        if (!before.empty()) CHECK(cells[2] == before);
        before = cells[3];
        from = end + 1;
    }
}

TEST_CASE("of a case its bundle; files by kind; what is barred is named before and left out") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    const auto old = book->mint();
    const auto fresh = book->mint();
    REQUIRE(book->run(invoice(old, customer, "OLD", 500, "2020-12-01", "2020-12-31")));
    REQUIRE(book->run(invoice(fresh, customer, "NEW", 700, "2025-12-01", "2025-12-31")));
    const session::Legal legal(*book);
    CHECK(legal.barred(customer, {}, book->today()) == std::vector<std::string>{"OLD"});
    const core::InvoiceId one[] = {core::id_cast<core::InvoiceId>(fresh)};
    CHECK(legal.barred(customer, one, book->today()).empty());
    session::Ledger ledger(*book);
    REQUIRE(ledger.attach(book->mint(), fresh, "送货单.pdf", "application/pdf", "d",
                          core::FileKind::delivery));
    REQUIRE(ledger.attach(book->mint(), core::entity_of(customer), "合同.pdf", "application/pdf",
                          "c", core::FileKind::contract));
    const auto id = open_case(*book, customer, core::to_text(fresh));
    const auto other = open_case(*book, customer);
    REQUIRE(book->run(step_of(*book, id, customer, core::CaseStage::lawyer_letter, "2026-10-01")));
    auto elsewhere = step_of(*book, other, customer, core::CaseStage::filed, "2026-10-02");
    elsewhere.step.note = "another case";
    REQUIRE(book->run(elsewhere));
    auto query = evidence_of(customer);
    query.of_case = id;
    query.invoices = legal.one_case(id, book->today())->what.invoices;
    session::EvidenceMaker maker(*book, query);
    const auto bytes = maker.finish();
    REQUIRE(bytes);
    std::vector<std::string> titles;
    for (const auto& exhibit : maker.exhibits()) titles.push_back(exhibit.title);
    REQUIRE(titles.size() > 3);
    CHECK(titles[1] == "evidence.title.contracts");
    CHECK(titles[2] == "evidence.title.delivery");
    CHECK(titles[3] == "evidence.title.invoices");
    CHECK(maker.exhibits()[0].files.empty());
    CHECK(maker.exhibits()[1].files.size() == 1);
    CHECK(maker.exhibits()[2].files.size() == 1);
    CHECK(maker.exhibits()[3].files.empty());
    const std::string pages =
        sync::ZipReader::open(*bytes)->read("evidence.book.html", 10'000'000).value();
    CHECK(pages.find("another case") == std::string::npos);
    // Of all that is owed the statement has the old one, the exhibit on limitation does not.
    session::EvidenceMaker whole(*book, evidence_of(customer));
    const auto all = whole.finish();
    REQUIRE(all);
    const std::string book_of_all =
        sync::ZipReader::open(*all)->read("evidence.book.html", 10'000'000).value();
    const std::size_t limits = book_of_all.rfind("evidence.title.limitation");
    const std::size_t chain = book_of_all.find("evidence.title.cases", limits);
    REQUIRE(limits != std::string::npos);
    const std::string exhibit = book_of_all.substr(limits, chain - limits);
    CHECK(exhibit.find("NEW") != std::string::npos);
    CHECK(exhibit.find("OLD") == std::string::npos);
}
