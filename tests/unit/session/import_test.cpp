#include "session/import.h"

#include <deque>
#include <doctest/doctest.h>
#include <filesystem>

#include "platform/native.h"
#include "session/import_kept.h"
#include "session/resolve.h"
#include "session/world.h"

using namespace huikuan;
using namespace huikuan::test;
using session::ImportJob;
using session::ImportPhase;

namespace {

// A file as a browser has it: what is asked for arrives later, when `deliver` is called.
class SlowFile final : public platform::File {
public:
    explicit SlowFile(std::string bytes) : bytes_(std::move(bytes)) {}
    [[nodiscard]] std::string name() const override { return "slow.csv"; }
    [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
    void read(std::uint64_t offset, std::size_t length, Done done) override {
        ++reads;
        largest = std::max(largest, length);
        waiting.emplace_back([this, offset, length, done] {
            if (broken) return done(std::nullopt);
            const auto part = std::string_view(bytes_).substr(offset, length);
            done(std::vector<std::uint8_t>(part.begin(), part.end()));
        });
    }
    bool deliver() {
        if (waiting.empty()) return false;
        const auto next = std::move(waiting.front());
        waiting.pop_front();
        next();
        return true;
    }

    std::deque<std::function<void()>> waiting;
    bool broken = false;
    int reads = 0;
    std::size_t largest = 0;

private:
    std::string bytes_;
};

std::shared_ptr<MemoryFile> file(std::string bytes) {
    return std::make_shared<MemoryFile>(std::move(bytes));
}

void run(ImportJob& job, SlowFile* slow = nullptr) {
    for (int steps = 0; !job.idle(); ++steps) {
        REQUIRE(steps < 100'000);
        job.step(5);
        if (slow != nullptr) slow->deliver();
    }
}

// "read 3 created 2 ..." of a whole import.
std::string counts(const session::ImportResult& result) {
    return "read " + std::to_string(result.read) + " created " + std::to_string(result.created) +
           " updated " + std::to_string(result.updated) + " skipped " +
           std::to_string(result.skipped) + " refused " + std::to_string(result.refused);
}

std::string imported(session::Session& book, const std::string& text, bool dry_run = false) {
    ImportJob job(book, file(text));
    run(job);
    REQUIRE(job.phase() == ImportPhase::ready);
    REQUIRE(job.start(dry_run));
    run(job);
    REQUIRE(job.phase() == ImportPhase::done);
    CHECK(job.progress() == 1000);
    return counts(job.result());
}

const std::string header_line = "customer_id,invoice_no,invoice_date,due_date,amount,paid_date\n";

std::string sheet(int rows, int customers = 7) {
    std::string text = header_line;
    for (int i = 0; i < rows; ++i) {
        text += "C" + std::to_string(i % customers) + ",N" + std::to_string(i) +
                ",2026-01-01,2026-02-01," + std::to_string(100 + i) + ".50," +
                (i % 2 == 0 ? "2026-02-03" : "") + "\n";
    }
    return text;
}

} // namespace

TEST_CASE("a dry run counts what an import would do and writes nothing; the import does it once") {
    const Book book = new_book();
    CHECK(imported(*book, sheet(500), true) ==
          "read 500 created 500 updated 0 skipped 0 refused 0");
    CHECK(book->counts().invoices == 0);
    CHECK(imported(*book, sheet(500)) == "read 500 created 500 updated 0 skipped 0 refused 0");
    CHECK(book->counts().invoices == 500);
    CHECK(book->counts().receipts == 250);
    CHECK(book->counts().allocations == 250);
    CHECK(book->counts().customers == 7);
    const auto changes = book->counts().changes;
    CHECK(imported(*book, sheet(500)) == "read 500 created 0 updated 0 skipped 500 refused 0");
    CHECK(imported(*book, sheet(600)) == "read 600 created 100 updated 0 skipped 500 refused 0");
    CHECK(book->counts().changes == changes + 100 + 2 * 50);
    CHECK(session::check_integrity(*book).sound);
    CHECK(book->counts().exceptions == 0);
}

TEST_CASE("two devices that import one file by themselves have the same facts after a merge") {
    const Book office = new_book();
    const Book field = new_book("");
    merged(*field, exported(*office));
    imported(*office, sheet(40));
    imported(*field, sheet(40));
    merged(*office, exported(*field));
    merged(*field, exported(*office));
    CHECK(office->counts().invoices == 40);
    CHECK(office->counts().receipts == 20);
    CHECK(office->counts().exceptions == 0);
    CHECK(digest(*office) == digest(*field));
}

TEST_CASE("slices may arrive late, and never more than a slice at once") {
    const Book book = new_book();
    const std::string text = sheet(30'000);
    const auto slow = std::make_shared<SlowFile>(text);
    ImportJob job(*book, slow);
    job.step(5);
    CHECK(job.phase() == ImportPhase::looking);
    job.step(5); // nothing has arrived: nothing is asked for again
    CHECK(slow->reads == 1);
    run(job, slow.get());
    REQUIRE(job.phase() == ImportPhase::ready);
    CHECK(job.file().rows == 30'000);
    CHECK(job.file().encoding == "utf-8");
    REQUIRE(job.start(true));
    int last = 0;
    while (!job.idle()) {
        job.step(1);
        slow->deliver();
        CHECK(job.progress() >= last);
        last = job.progress();
    }
    CHECK(job.result().created == 30'000);
    CHECK(slow->largest <= 512 * 1024);
}

TEST_CASE("a job that is dropped while its slice is on its way leaves nothing behind") {
    const Book book = new_book();
    const auto slow = std::make_shared<SlowFile>(sheet(10));
    {
        ImportJob job(*book, slow);
        job.step(5);
    }
    CHECK(slow->deliver());
    CHECK(book->counts().invoices == 0);
}

TEST_CASE("a file that can no longer be read fails the job and nothing else") {
    const Book book = new_book();
    const auto slow = std::make_shared<SlowFile>(sheet(10));
    ImportJob job(*book, slow);
    run(job, slow.get());
    REQUIRE(job.start(false));
    slow->broken = true;
    run(job, slow.get());
    CHECK(job.phase() == ImportPhase::failed);
    CHECK(job.error().code == core::ErrorCode::io);
    CHECK(book->counts().invoices == 0);

    const auto gone = std::make_shared<SlowFile>(sheet(10));
    gone->broken = true;
    ImportJob never(*book, gone);
    run(never, gone.get());
    CHECK(never.error().code == core::ErrorCode::io);
    CHECK(!never.start(false));
}

TEST_CASE("cancelling keeps finished batches; running again completes the rest") {
    const Book book = new_book();
    const std::string text = sheet(20'000);
    ImportJob job(*book, file(text));
    run(job);
    REQUIRE(job.start(false));
    while (job.result().created < 1000) { job.step(1); }
    CHECK(job.progress() == job.result().read / 20); // of rows, not of what was read ahead
    job.cancel();
    CHECK(job.phase() == ImportPhase::cancelled);
    const auto kept = job.result();
    CHECK(kept.created >= 1000);
    CHECK(kept.created < 20'000);
    CHECK(book->counts().invoices == kept.created);
    CHECK(kept.last_line == kept.created + 1); // the header is line 1
    REQUIRE(job.start(false));                 // the same job may go on
    run(job);
    CHECK(job.result().created + kept.created == 20'000);
    CHECK(job.result().skipped == kept.created);
    CHECK(book->counts().invoices == 20'000);

    ImportJob other(*book, file(text));
    other.step(0);
    other.cancel();
    CHECK(other.phase() == ImportPhase::cancelled);
    CHECK(!other.start(false)); // it never saw the whole file
}

TEST_CASE("questions are answered by a mapping, and the preview follows") {
    const Book book = new_book();
    ImportJob job(*book, file("customer_id,invoice_no,day,amount\nC1,1,01/02/2026,\"1,234.50\"\n"
                              "C1,2,03/04/2026,5\n"));
    run(job);
    REQUIRE(job.phase() == ImportPhase::ready);
    // The only column of dates is taken for the date although its heading says little.
    REQUIRE(job.questions().size() == 1);
    CHECK(job.questions()[0] == core::Error{core::ErrorCode::ambiguous, "issued", "01/02/2026", 0});
    CHECK(job.start(false).error() == job.questions()[0]);
    CHECK(job.preview().size() == 2);
    CHECK(job.preview()[0].errors.size() == 1);

    core::ImportMapping mapping = job.mapping();
    mapping.date_order = core::DateOrder::dmy;
    job.set_mapping(mapping);
    CHECK(job.questions().empty());
    REQUIRE(job.preview()[0].errors.empty());
    CHECK(job.preview()[0].invoice.issued == day("2026-02-01"));
    CHECK(job.preview()[0].invoice.amount.minor == 123'450);
    CHECK(job.preview()[0].line == 2);
    mapping.date_order = core::DateOrder::mdy;
    job.set_mapping(mapping);
    CHECK(job.preview()[1].invoice.issued == day("2026-03-04"));

    const std::string json = job.mapping_json();
    mapping[core::ImportField::amount] = -1;
    job.set_mapping(mapping);
    CHECK(job.questions().at(0).field == "amount");
    REQUIRE(job.use_json(json));
    CHECK(job.questions().empty());
    CHECK(job.use_json("{}").error().code == core::ErrorCode::malformed);
    CHECK(job.questions().empty()); // a map that is refused changes nothing
}

TEST_CASE("a mapping is kept in the book, found by its name, and proposed for its headings") {
    const Book book = new_book();
    const std::string text = "Wer,Was,Wann,Wieviel\nA B,1,2026-01-01,5\n";
    ImportJob job(*book, file(text));
    run(job);
    CHECK(job.proposed().empty());
    CHECK_FALSE(job.corrected());
    core::ImportMapping mapping;
    mapping[core::ImportField::customer_name] = 0;
    mapping[core::ImportField::number] = 1;
    mapping[core::ImportField::issued] = 2;
    mapping[core::ImportField::amount] = 3;
    job.set_mapping(mapping);
    CHECK(job.corrected());
    REQUIRE(job.keep_preset(" 德国子公司 "));
    CHECK_FALSE(job.corrected());
    CHECK(job.presets() == std::vector<std::string>{"kingdee", "yonyou", "einvoice", "erpnext",
                                                    "odoo", "zoho", "德国子公司"});
    // On any device, whatever the order of the columns; of another kind only what fits that kind.
    const Book field = new_book("");
    merged(*field, exported(*book));
    ImportJob again(*field, file("Wieviel,Wann,Was,Wer\n5,2026-01-01,2,A B\n"));
    run(again);
    CHECK(again.proposed() == "德国子公司");
    CHECK(again.mapping()[core::ImportField::amount] == 0);
    again.set_kind(core::ImportKind::receipts);
    CHECK(again.proposed().empty());
    CHECK(again.presets() ==
          std::vector<std::string>{"kingdee", "yonyou", "erpnext", "odoo", "zoho"});
    again.set_kind(core::ImportKind::invoices);
    CHECK(again.proposed() == "德国子公司");
    CHECK(again.use_preset("nobody").error().code == core::ErrorCode::malformed);
    CHECK(again.use_preset("kingdee").error().code == core::ErrorCode::required);

    // Under another name it is the same one; away is away, and Undo brings it back.
    const auto kept = session::kept_imports(*field);
    REQUIRE(kept.size() == 1);
    CHECK(session::rename_kept_import(*field, kept[0].key, " ").error().code ==
          core::ErrorCode::required);
    CHECK(session::rename_kept_import(*field, "import.map.0", "x").error().code ==
          core::ErrorCode::malformed);
    REQUIRE(session::rename_kept_import(*field, kept[0].key, "德国"));
    REQUIRE(again.use_preset("德国"));
    REQUIRE(again.keep_preset("第二"));
    CHECK(session::rename_kept_import(*field, kept[0].key, "第二").error() ==
          core::Error{core::ErrorCode::duplicate_number, "preset", "第二", 0});
    const auto removed = session::remove_kept_import(*field, kept[0].key);
    REQUIRE(removed);
    CHECK(session::kept_imports(*field).size() == 1);
    REQUIRE(session::undo(*field, *removed, "误删"));
    CHECK(session::kept_imports(*field).size() == 2);
    CHECK(session::remove_kept_import(*field, "import.map.0").error().code ==
          core::ErrorCode::malformed);
}

TEST_CASE("refused lines are listed in order and saved as they were, with the reasons") {
    const Book book = new_book();
    const std::string text = header_line + "C1,1,2026-01-01,,5,\n"
                                           "C1,2,2026-13-01,,5,\n"
                                           "C1,\"=2\"\"+\",2026-01-01,,,\n"
                                           "C1,1,2026-01-01,,6,\n";
    ImportJob job(*book, file(text));
    run(job);
    REQUIRE(job.start(false));
    run(job);
    CHECK(counts(job.result()) == "read 4 created 1 updated 0 skipped 0 refused 3");
    std::vector<std::int64_t> lines;
    for (const auto& row : job.refused()) lines.push_back(row.line);
    CHECK(lines == std::vector<std::int64_t>{3, 4, 5});
    CHECK(job.refused()[2].errors[0] ==
          core::Error{core::ErrorCode::duplicate_number, "line", "2", 5});

    std::string saved;
    job.save_refused(
        std::make_unique<MemoryOutgoing>(saved),
        [](const core::Error& error) { return std::string(core::name_of(error.code)); }, "why");
    CHECK(job.phase() == ImportPhase::saving);
    run(job);
    CHECK(job.phase() == ImportPhase::done);
    CHECK(saved == "\xEF\xBB\xBF"
                   "customer_id,invoice_no,invoice_date,due_date,amount,paid_date,why\r\n"
                   "C1,2,2026-13-01,,5,,malformed\r\n"
                   "C1,\"'=2\"\"+\",2026-01-01,,,,required\r\n"
                   "C1,1,2026-01-01,,6,,duplicate_number\r\n");
    CHECK(job.result().refused == 3);
}

TEST_CASE("a book that refuses one row of a batch takes the others") {
    const Book book = new_book();
    const auto customer = book->mint();
    REQUIRE(book->run(core::SetFields{
        {core::RegisterKind::customer, customer, {{"code", "C0"}, {"name", "甲"}}}}));
    const auto id = core::id_cast<core::CustomerId>(customer);
    for (const char* number : {"N0", "N7", "N14", "N693"}) { // of the sheet's C0
        REQUIRE(book->run(invoice(book->mint(), id, number, 5, "2026-01-01", "2026-02-01")));
    }
    const std::string text = sheet(700);
    CHECK(imported(*book, text, true) == "read 700 created 696 updated 0 skipped 0 refused 4");
    CHECK(imported(*book, text) == "read 700 created 696 updated 0 skipped 0 refused 4");
    CHECK(book->counts().customers == 7); // C0 was there
    CHECK(book->counts().invoices == 700);
}

TEST_CASE("rows whose own customer cannot be made are refused, others of it too, and no more") {
    const Book book = new_book();
    // A name of 201 bytes is refused by the row; the code is good, so a later row makes it.
    const std::string text = "customer_id,customer_name,invoice_no,invoice_date,amount\nC1," +
                             std::string(201, 'x') + ",1,2026-01-01,5\nC1,Short,2,2026-01-01,5\n";
    CHECK(imported(*book, text) == "read 2 created 1 updated 0 skipped 0 refused 1");
    CHECK(book->customer_by_code("C1")->name == "Short");
}

TEST_CASE("a reversed import is not done again by importing again") {
    const Book book = new_book();
    const std::string text = header_line + "C1,1,2026-01-01,,5,2026-01-05\n";
    imported(*book, text);
    core::ListQuery all;
    all.as_of = book->today();
    const auto invoices = book->invoices(book->invoice_keys(all), book->today());
    REQUIRE(invoices.size() == 1);
    REQUIRE(book->run(core::Reverse{book->mint(), core::entity_of(invoices[0].id), {}, "误"}));
    CHECK(imported(*book, text) == "read 1 created 0 updated 0 skipped 1 refused 0");
    const auto receipts = book->receipts(book->receipt_keys(all), book->today());
    REQUIRE(receipts.size() == 1);
    CHECK(receipts[0].unapplied == 500); // the money is still there, on the account
}

TEST_CASE("limits are said before anything is imported") {
    const Book book = new_book();
    class Huge final : public platform::File {
    public:
        [[nodiscard]] std::string name() const override { return "huge.csv"; }
        [[nodiscard]] std::uint64_t size() const override {
            return session::import_limit_bytes + 1;
        }
        void read(std::uint64_t, std::size_t, Done) override { FAIL("it must not be read"); }
    };
    ImportJob job(*book, std::make_shared<Huge>());
    run(job);
    CHECK(job.error() == core::Error{core::ErrorCode::too_large, "file",
                                     std::to_string(session::import_limit_bytes), 0});
}

TEST_CASE("bank files with preambles, blanks and closing delimiters are looked at without harm") {
    // Their lines are no invoices; what counts here is that encoding, delimiter and header are
    // found and every row is reached.
    const char* place = std::getenv("HUIKUAN_DATA");
    const std::filesystem::path folder =
        std::filesystem::path(place != nullptr ? place : "../shared/data") / "bank";
    struct Known {
        const char* name;
        const char* encoding;
        std::int64_t header_line;
        const char* first_heading;
    };
    for (const auto& [name, encoding, line, heading] :
         {Known{"alipay.csv", "gb18030", 25, "交易时间"},
          Known{"wechat.csv", "utf-8", 17, "交易时间"},
          Known{"cmb-debit.csv", "utf-8", 1, "记账日期"},
          Known{"boc-debit.csv", "utf-8", 2, "记账日期"},
          Known{"icbc-debit-v2.csv", "utf-8", 7, "交易日期"},
          Known{"abc_debit.csv", "utf-8", 1, "交易日期"}}) {
        if (!std::filesystem::exists(folder / name)) continue;
        CAPTURE(name);
        const Book book = new_book();
        ImportJob job(*book, platform::open_path((folder / name).string()));
        for (int steps = 0; !job.idle() && steps < 1000; ++steps) {
            job.step(5);
            platform::run_file_callbacks();
        }
        CAPTURE(core::name_of(job.error().code));
        CHECK(job.phase() == ImportPhase::ready);
        CHECK(job.file().encoding == encoding);
        CHECK(job.file().header_line == line);
        REQUIRE(!job.file().header.empty());
        CHECK(job.file().header[0] == heading);
        CHECK(job.file().rows > 0);
    }
    for (const auto& [name, line, heading] :
         {std::tuple("wechat.xlsx", 18, "交易时间"), std::tuple("spdb_debit.xls", 2, "顺序号")}) {
        if (!std::filesystem::exists(folder / name)) continue;
        CAPTURE(name);
        const Book book = new_book();
        ImportJob job(*book, platform::open_path((folder / name).string()));
        while (!job.idle()) {
            job.step(5);
            platform::run_file_callbacks();
        }
        CHECK(job.phase() == ImportPhase::ready);
        CHECK(job.file().header_line == line);
        REQUIRE(!job.file().header.empty());
        CHECK(job.file().header[0] == heading);
        CHECK(job.file().workbook.has_value());
    }
}

TEST_CASE("a copy of the book as it was lies beside it before a file goes in") {
    const std::string path = "import-backup-test.huikuan";
    const std::string copy = path + ".before-import";
    const auto clear = [&] {
        for (const char* ending : {"", ".before-import", "-journal"})
            std::filesystem::remove(path + ending);
    };
    clear();
    {
        auto book =
            session::Session::create_file(path, {"江南", core::parse_currency("CNY").value()})
                .value();
        const auto import = [&](const std::string& rows, bool dry_run) {
            ImportJob job(*book, file("customer,invoice number,invoice date,amount\n" + rows));
            run(job);
            REQUIRE(job.phase() == ImportPhase::ready);
            REQUIRE(job.start(dry_run).has_value());
            run(job);
            REQUIRE(job.phase() == ImportPhase::done);
            return job.result().created;
        };
        CHECK(import("甲,A-1,2026-01-05,100.00\n", false) == 1);
        CHECK_FALSE(std::filesystem::exists(copy)); // the book was empty
        CHECK(import("甲,A-2,2026-01-06,200.00\n", true) == 1);
        CHECK_FALSE(std::filesystem::exists(copy)); // nothing was written
        CHECK(import("甲,A-2,2026-01-06,200.00\n", false) == 1);
        CHECK(book->counts().invoices == 2);
        auto before = session::Session::open_file(copy).value();
        CHECK(before->counts().invoices == 1);
    }
    clear();
}

TEST_CASE("open items: what is open, what is void, what was brought forward, what is below zero") {
    auto book = new_book();
    const std::string items = "客户编号,客户名称,单据编号,单据日期,到期日,金额,未收金额,状态\n"
                              "C1,青云,A-1,2026-01-05,2026-02-05,1000.00,400.00,已审核\n"
                              "C1,青云,A-2,2026-01-06,2026-02-06,500.00,0.00,Paid\n"
                              "C1,青云,A-3,2026-01-07,2026-02-07,70.00,70.00,已作废\n"
                              "C1,青云,A-4,2026-01-07,2026-02-07,71.00,71.00,未审核\n"
                              "C1,青云,,2025-12-31,2025-12-31,300.00,300.00,期初余额\n"
                              "C1,青云,R-1,2026-01-08,,-80.00,-30.00,已审核\n"
                              "C1,青云,A-5,2026-01-09,2026-02-09,10.00,11.00,已审核\n";
    const auto import = [&](const std::string& text, session::ImportWish wish) {
        ImportJob job(*book, file(text));
        run(job);
        REQUIRE(job.phase() == ImportPhase::ready);
        REQUIRE(job.questions().empty());
        REQUIRE(job.start(std::move(wish)));
        run(job);
        return job.result();
    };
    session::ImportWish wish;
    wish.paid_on = day("2026-01-31");
    const auto done = import(items, wish);
    CHECK(done.created == 4);
    CHECK(done.left_out == 2);
    CHECK(done.refused == 1); // more open than it ever was
    CHECK(done.read == 7);
    const auto balance = [&](const char* on) {
        core::ListQuery all;
        all.as_of = day(on);
        return book->customers(book->customer_keys(all), day(on)).at(0).balances.at(0).balance;
    };
    CHECK(balance("2026-01-31") == (400 + 300 - 30) * 100);
    CHECK(balance("2026-01-30") == (1000 + 500 + 300 - 30) * 100);
    core::ListQuery opening;
    opening.as_of = day("2026-02-01");
    opening.debit = core::DebitType::opening;
    CHECK(book->invoice_keys(opening).size() == 1);
    opening.debit.reset();
    opening.credit = core::CreditType::credit_note;
    CHECK(book->receipt_keys(opening).size() == 1);

    // Again, on another day: nothing twice.
    const auto again = import(items, {});
    CHECK(again.created == 0);
    CHECK(again.skipped == 4);
    CHECK(balance("2026-01-31") == (400 + 300 - 30) * 100);
    session::ImportWish out;
    out.take_out = true;
    out.reason = "x";
    CHECK(import(items, out).taken_out == 4);
    CHECK(balance("2027-01-31") == 0);
}

TEST_CASE("what was received without a date does not stop a file") {
    auto book = new_book();
    ImportJob job(*book, file("客户名称,发票号,开票日期,金额,已核销金额\n"
                              "青云,B-1,2026-01-05,100.00,40.00\n"
                              "青云,B-2,2026-01-05,100.00,0.00\n"
                              "青云,B-3,2026-01-05,100.00,140.00\n"));
    run(job);
    REQUIRE(job.questions().empty());
    REQUIRE(job.start(session::ImportWish{}));
    run(job);
    CHECK(job.result().created == 2);
    CHECK(job.result().receipts_created == 1);
    CHECK(job.result().refused == 1);
}
