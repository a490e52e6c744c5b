// The bundle of evidence: what it holds, in which order, on which pages, and what stays at home.
#include <algorithm>
#include <doctest/doctest.h>

#include "session/dunning_world.h"
#include "session/legal_world.h"
#include "sync/pdf_sample.h"
#include "sync/zip_file.h"

using namespace huikuan;
using namespace huikuan::test;

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
    // What all of it comes to is said before the tables: it never stands on a page of its own.
    CHECK(both.find("evidence.interest_sum") < both.find("A-1  evidence.fee"));
}

TEST_CASE("interest that letters of two devices charged is owed once, and claimed once") {
    const Book a = new_book();
    charge(*a);
    const auto customer = add_customer(*a, "甲");
    REQUIRE(a->run(invoice(a->mint(), customer, "A", 10'000'000, "2026-01-01", "2026-01-31")));
    const Book b = new_book("");
    merged(*b, exported(*a));
    for (const char* on : {"2026-02-01", "2026-02-14"}) {
        CHECK(run(*a, on) == 1);
        CHECK(run(*b, on) == 1);
    }
    merged(*a, exported(*b));
    merged(*b, exported(*a));
    for (const Book& book : {std::cref(a), std::cref(b)}) {
        // 50 and 100 of fees; 100,000 at 4.5 % for the 14 days from 1 to 14 February: 172.60.
        const auto row = book->customer(customer, day("2026-03-02"));
        REQUIRE(row);
        CHECK(row->balances[0].balance == 10'032'260);
        const auto plan = session::Dunning(*book).preview_of(customer, day("2026-03-02"));
        REQUIRE((plan && *plan));
        const auto draft = session::Letters(*book).of_step(**plan, day("2026-03-02"));
        REQUIRE(draft);
        REQUIRE(draft->letter.sums.size() == 1);
        CHECK(draft->letter.sums[0].overdue == 10'032'260);
        CHECK(interest_of(draft->letter) == 19'726); // of the 16 days since
        auto query = evidence_of(customer);
        query.day = day("2026-03-02");
        const auto bytes = session::EvidenceMaker(*book, query).finish();
        REQUIRE(bytes);
        const std::string pages =
            sync::ZipReader::open(*bytes)->read("evidence.book.html", 10'000'000).value();
        const auto says = [&](std::string_view what, std::string_view sum) {
            const std::size_t at = pages.find(what);
            return at != std::string::npos && pages.substr(at, 200).contains(sum);
        };
        CHECK(says("evidence.interest_sum", "369.86 CNY"));
        CHECK(says("evidence.interest_entered", "172.60 CNY"));
        CHECK(says("evidence.interest_rest", "197.26 CNY"));
        query.day = day("2026-02-13"); // before it was charged
        const auto before = session::EvidenceMaker(*book, query).finish();
        REQUIRE(before);
        CHECK(!sync::ZipReader::open(*before)
                   ->read("evidence.book.html", 10'000'000)
                   .value()
                   .contains("evidence.interest_entered"));
    }
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

TEST_CASE("a case of which nothing was done proves nothing; the index names the parties") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    REQUIRE(book->run(invoice(book->mint(), customer, "A", 700, "2025-12-01", "2025-12-31")));
    const auto id = open_case(*book, customer);
    const auto tells = [&] {
        session::EvidenceMaker maker(*book, evidence_of(customer));
        const auto bytes = maker.finish();
        REQUIRE(bytes);
        const std::string index =
            sync::ZipReader::open(*bytes)->read("evidence.index.html", 10'000'000).value();
        CHECK(index.contains("<p>evidence.debtor: 甲</p>"));
        return index.contains("evidence.title.cases");
    };
    CHECK_FALSE(tells());
    REQUIRE(book->run(step_of(*book, id, customer, core::CaseStage::filed, "2026-10-02")));
    CHECK(tells());
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
