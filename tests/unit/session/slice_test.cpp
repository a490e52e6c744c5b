// A field visit: chosen customers travel as a slice, are read and worked with away from the book,
// and what was written there comes home as an ordinary bundle.
#include "session/bundle.h"

#include "session/ledger.h"

#include "session/world.h"

using namespace huikuan;
using namespace huikuan::test;

namespace {

struct Office {
    Book book = new_book();
    core::CustomerId visited = add_customer(*book, "乙公司");
    core::CustomerId other = add_customer(*book, "丙公司");
    core::EntityId first = book->mint(), second = book->mint(), foreign = book->mint();
    core::EntityId paid = book->mint();

    Office() {
        REQUIRE(book->run(invoice(first, visited, "A-1", 1'000, "2026-09-01", "2026-10-01")));
        REQUIRE(book->run(invoice(second, visited, "A-2", 700, "2026-09-02", "2026-10-02")));
        REQUIRE(book->run(invoice(foreign, other, "B-1", 9'000, "2026-09-01", "2026-10-01")));
        REQUIRE(book->run(receipt(paid, visited, 300, "2026-10-05")));
        REQUIRE(book->run(core::Reverse{book->mint(), second, std::nullopt, "写错"}));
    }
    [[nodiscard]] std::string slice(session::BundleForm form = session::BundleForm::ndjson) const {
        session::ExportOptions options;
        options.form = form;
        options.customers = {visited};
        return exported(*book, options);
    }
};

core::Error refused(session::Session& book, const std::string& bytes) {
    session::MergeJob job(book, std::make_shared<MemoryFile>(bytes));
    while (job.phase() == session::JobPhase::working) job.step(1000);
    CHECK(job.phase() == session::JobPhase::failed);
    return job.error();
}

std::vector<core::InvoiceRow> invoices(session::Session& book, core::CustomerId customer) {
    core::ListQuery query;
    query.customer = customer;
    query.with_void = true;
    query.as_of = book.today();
    return book.invoices(book.invoice_keys(query), book.today());
}

} // namespace

TEST_CASE("a slice shows the chosen customers as the book does, and nobody else") {
    const Office office;
    for (const auto form : {session::BundleForm::ndjson, session::BundleForm::ndjson_gzip,
                            session::BundleForm::json}) {
        const Book field = new_book("");
        const auto report = merged(*field, office.slice(form));
        CHECK(report.slice);
        CHECK(report.fresh == report.read);
        CHECK(field->book().id == office.book->book().id);
        CHECK(field->book().company == "甲公司");
        CHECK(field->counts().customers == 1);
        CHECK(!field->customer(office.other, field->today()));
        CHECK(field->customer(office.visited, field->today())->balances.at(0).balance ==
              office.book->customer(office.visited, field->today())->balances.at(0).balance);
        const auto here = invoices(*field, office.visited);
        const auto there = invoices(*office.book, office.visited);
        REQUIRE(here.size() == there.size());
        for (std::size_t i = 0; i < here.size(); ++i) {
            CHECK(here[i].number == there[i].number);
            CHECK(here[i].open == there[i].open);
            CHECK(here[i].status == there[i].status);
        }
        CHECK(field->history(office.first).size() == office.book->history(office.first).size());
        const auto info = session::slice_of(*field);
        REQUIRE(info);
        CHECK(info->customers == 1);
        CHECK(info->made == report.made);
        CHECK(!session::slice_of(*office.book));
        const auto checked = session::check_integrity(*field);
        CHECK(checked.sound);
        CHECK(checked.devices.at(0).slice);
    }
}

TEST_CASE("what is written on a visit comes home as if it had been written there") {
    const Office office;
    const Book field = new_book("");
    merged(*field, office.slice());
    const auto slice_only = session::ExportOptions{.form = session::BundleForm::ndjson};
    CHECK(merged(*office.book, exported(*field, slice_only)).read == 0);

    // 400 in the customer's office, and a new phone number.
    const auto cash = field->mint();
    REQUIRE(field->run(receipt(cash, office.visited, 400, "2026-11-20")));
    REQUIRE(field->run(core::SetFields{{core::RegisterKind::customer,
                                        core::entity_of(office.visited),
                                        {{"name", "乙公司（新名）"}}}}));
    const std::string home = exported(*field, slice_only);
    CHECK(!home.contains("B-1"));
    CHECK(!home.contains("A-1")); // nothing of the slice is handed on
    const auto report = merged(*office.book, home);
    CHECK(report.fresh == report.read);
    CHECK(report.held == 0);
    CHECK(report.new_exceptions.empty());
    CHECK(office.book->customer(office.visited, field->today())->name == "乙公司（新名）");
    CHECK(
        office.book->invoice(core::id_cast<core::InvoiceId>(office.first), field->today())->open ==
        300);
    CHECK(office.book->customer(office.visited, field->today())->balances.at(0).balance ==
          field->customer(office.visited, field->today())->balances.at(0).balance);
    CHECK(merged(*office.book, exported(*field, slice_only)).fresh == 0);
    CHECK(session::check_integrity(*office.book).sound);
    CHECK(session::check_integrity(*field).sound);
}

TEST_CASE("a photo of a visit comes home, and every file travels with what names it") {
    const Office office;
    session::Ledger ledger(*office.book);
    const auto paper = office.book->mint();
    REQUIRE(ledger.attach(paper, office.first, "合同.pdf", "application/pdf", "contract"));
    REQUIRE(
        ledger.attach(office.book->mint(), office.foreign, "b.pdf", "application/pdf", "other"));
    for (const auto form : {session::BundleForm::ndjson, session::BundleForm::ndjson_gzip,
                            session::BundleForm::json}) {
        const Book field = new_book("");
        CHECK(merged(*field, office.slice(form)).files == 1); // not the other customer's
        CHECK(session::Ledger(*field).attachments(office.first).at(0).here);
    }
    const Book field = new_book("");
    merged(*field, office.slice());
    const auto visit = field->mint();
    REQUIRE(field->run(core::SetFields{
        {core::RegisterKind::task,
         visit,
         {{"title", "上门"}, {"kind", "visit"}, {"customer", core::to_text(office.visited)}}}}));
    const std::string photo(200'000, '\x01');
    REQUIRE(session::Ledger(*field).attach(field->mint(), visit, "门口.jpg", "image/jpeg", photo));
    const std::string home = exported(*field);
    CHECK(merged(*office.book, home).files == 1);
    const auto row = ledger.attachments(visit).at(0);
    CHECK(row.here);
    CHECK(ledger.file(row.sha256) == photo);
    CHECK(merged(*office.book, home).files == 0); // once
    // The whole book, and a colleague who lacks but the photo.
    const Book colleague = new_book("");
    CHECK(merged(*colleague, exported(*office.book)).files == 3);
    CHECK(session::check_integrity(*colleague).sound);
    // Cancelled, the bytes are gone with the changes.
    const Book unsure = new_book("");
    session::MergeJob job(*unsure, std::make_shared<MemoryFile>(exported(*office.book)));
    while (job.phase() == session::JobPhase::working) job.step(1000);
    job.cancel();
    CHECK(!session::Ledger(*unsure).file(row.sha256));
}

TEST_CASE("only what is new since a colleague's file brings only the files of its changes") {
    const Office office;
    session::Ledger ledger(*office.book);
    REQUIRE(ledger.attach(office.book->mint(), office.first, "a.txt", "text/plain", "one"));
    const Book colleague = new_book("");
    merged(*colleague, exported(*office.book));
    add_customer(*colleague, "丁");
    merged(*office.book, exported(*colleague));
    REQUIRE(ledger.attach(office.book->mint(), office.first, "b.txt", "text/plain", "two"));
    session::ExportOptions options;
    options.form = session::BundleForm::ndjson;
    options.since = session::peers(*office.book).at(0).device;
    const std::string news = exported(*office.book, options);
    CHECK(news.contains("dHdv"));  // "two" in base64
    CHECK(!news.contains("b25l")); // "one"
    CHECK(merged(*colleague, news).files == 1);
}

TEST_CASE("a slice and the office write apart: the same exceptions as between two whole books") {
    const Office office;
    const Book field = new_book("");
    merged(*field, office.slice());
    REQUIRE(field->run(receipt(field->mint(), office.visited, 700, "2026-11-20")));
    REQUIRE(office.book->run(receipt(office.book->mint(), office.visited, 700, "2026-11-21")));
    const auto report = merged(*office.book, exported(*field));
    bool over = false;
    bool twice = false;
    for (const auto& row : report.new_exceptions) {
        over = over || row.kind == core::ExceptionKind::over_allocation;
        twice = twice || row.kind == core::ExceptionKind::possible_duplicate_payment;
    }
    CHECK(over);
    CHECK(twice);
}

TEST_CASE("a slice is not merged into a book, nor anything into a slice, and is not cut again") {
    const Office office;
    const auto before = office.book->counts().changes;
    const auto into_whole = refused(*office.book, office.slice());
    CHECK(into_whole.code == core::ErrorCode::unsupported);
    CHECK(into_whole.detail == "slice");
    CHECK(office.book->counts().changes == before);

    const Book field = new_book("");
    merged(*field, office.slice());
    for (const std::string& file : {exported(*office.book), office.slice()}) {
        const auto into_slice = refused(*field, file);
        CHECK(into_slice.code == core::ErrorCode::unsupported);
        CHECK(into_slice.detail == "slice_book");
    }
    session::ExportOptions again;
    again.customers = {office.visited};
    std::string bytes;
    session::ExportJob job(*field, again, std::make_unique<MemoryOutgoing>(bytes));
    while (job.phase() == session::JobPhase::working) job.step(1000);
    CHECK(job.phase() == session::JobPhase::failed);
    CHECK(job.error().code == core::ErrorCode::unsupported);
}

TEST_CASE("a customer whom the book does not have cannot be cut out") {
    const Office office;
    session::ExportOptions options;
    options.customers = {core::id_cast<core::CustomerId>(office.book->mint())};
    std::string bytes;
    session::ExportJob job(*office.book, options, std::make_unique<MemoryOutgoing>(bytes));
    CHECK(job.phase() == session::JobPhase::failed);
    CHECK(job.error().code == core::ErrorCode::unknown_customer);
    CHECK(bytes.empty());
}

TEST_CASE("a slice that was changed on its way is refused, and leaves nothing") {
    const Office office;
    const std::string good = office.slice();
    for (const auto& [from, to] : {std::pair{"A-1", "A-9"}, {"\"amt\":1000", "\"amt\":1001"}}) {
        std::string bad = good;
        bad.replace(bad.find(from), std::string_view(from).size(), to);
        const Book field = new_book("");
        CHECK(refused(*field, bad).code == core::ErrorCode::corrupt);
        CHECK(field->counts().changes == 0);
        CHECK(field->book().id.is_nil());
    }
    const Book field = new_book("");
    CHECK(refused(*field, good.substr(0, good.size() - 40)).code == core::ErrorCode::truncated);
}
