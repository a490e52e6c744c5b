#include "session/bank.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "platform/native.h"
#include "session/bank_import.h"
#include "session/resolve.h"
#include "session/world.h"

using namespace huikuan;
using namespace huikuan::test;
using session::Bank;
using session::BankImport;
using session::BankImportPhase;

namespace {

std::unique_ptr<BankImport> looked_at(session::Session& book,
                                      std::shared_ptr<platform::File> file) {
    auto import = std::make_unique<BankImport>(book, std::move(file));
    for (int steps = 0; !import->idle(); ++steps) {
        REQUIRE(steps < 10'000);
        import->step(50);
        platform::run_file_callbacks();
    }
    return import;
}
std::unique_ptr<BankImport> looked_at(session::Session& book, const std::string& text) {
    return looked_at(book, std::make_shared<MemoryFile>(text));
}
session::Outcome taken_in(session::Session& book, const std::string& text,
                          const std::string& account = "6222") {
    const auto import = looked_at(book, text);
    REQUIRE(import->phase() == BankImportPhase::ready);
    import->set_account(account);
    REQUIRE(import->questions().empty());
    const auto done = import->run();
    REQUIRE(done);
    return *done;
}

const std::string statement = "交易日期,对方户名,摘要,收入,支出,余额\n"
                              "2026-01-05,青云机械有限公司,货款 INV-1,100.00,,1100.00\n"
                              "2026-01-06,银行,手续费,,5.00,1095.00\n"
                              "2026-01-07,老王五金店,往来款,250.00,,1345.00\n";

struct Small {
    Book book = new_book();
    core::CustomerId a = add_customer(*book, "青云机械有限公司");
    core::CustomerId b = add_customer(*book, "白鹭电子有限公司");
    core::EntityId first = issue(a, "INV-1", 100'00);
    core::EntityId second = issue(b, "INV-2", 250'00);

    core::EntityId issue(core::CustomerId customer, const char* number, std::int64_t minor) {
        const auto id = book->mint();
        REQUIRE(book->run(invoice(id, customer, number, minor, "2025-12-01", "2025-12-31")));
        return id;
    }
    std::int64_t open(core::EntityId id) {
        return book->invoice(core::id_cast<core::InvoiceId>(id), book->today()).value().open;
    }
};

} // namespace

TEST_CASE("a statement comes in once, is matched, and every step can be taken back") {
    Small world;
    session::Session& book = *world.book;
    Bank bank(book);
    const auto came = taken_in(book, statement);
    CHECK(came.undo.size() == 1);
    auto rows = bank.lines(true);
    REQUIRE(rows.size() == 3);
    CHECK(rows.front().what.payer == "老王五金店"); // newest first

    auto again = looked_at(book, statement);
    CHECK(again->account() == "6222"); // learnt with the headings
    CHECK(again->fresh() == 0);
    CHECK(again->run().error().code == core::ErrorCode::nothing_to_do);

    const auto proposals = bank.propose(rows);
    CHECK(proposals[2].certainty == core::Certainty::certain);
    CHECK(proposals[2].customer == world.a);
    CHECK(proposals[0].certainty != core::Certainty::certain);
    const auto confirmed = bank.confirm({&rows[2], 1}, {&proposals[2], 1});
    REQUIRE(confirmed);
    CHECK(world.open(world.first) == 0);
    CHECK(bank.lines(true).size() == 2);
    // A line is somebody's once.
    CHECK_FALSE(bank.confirm({&rows[2], 1}, {&proposals[2], 1}));

    REQUIRE(session::undo(book, *confirmed, "x"));
    CHECK(world.open(world.first) == 100'00);
    CHECK(bank.lines(true).size() == 3);
    // And again: the receipt of the second time is another one.
    REQUIRE(bank.confirm({&rows[2], 1}, {&proposals[2], 1}));
    CHECK(world.open(world.first) == 0);

    // All of it goes out as one step, receipts included.
    const auto batches = bank.batches();
    REQUIRE(batches.size() == 1);
    CHECK(batches[0].lines == 3);
    CHECK(batches[0].used == 1);
    REQUIRE(bank.take_out(batches[0], "wrong file"));
    CHECK(bank.lines(false).empty());
    CHECK(world.open(world.first) == 100'00);
    CHECK(bank.batches().empty());
    CHECK(book.exceptions().empty());
    // And may come in again.
    taken_in(book, statement);
    CHECK(bank.lines(true).size() == 3);
}

TEST_CASE("an alias is learnt from a confirmation and unlearnt with it") {
    Small world;
    session::Session& book = *world.book;
    Bank bank(book);
    taken_in(book, statement);
    auto rows = bank.lines(true);
    const auto wished = bank.propose_for(rows[0], world.b);
    REQUIRE(wished.parts.size() == 1);
    const auto confirmed = bank.confirm({&rows[0], 1}, {&wished, 1});
    REQUIRE(confirmed);
    CHECK(world.open(world.second) == 0);

    world.issue(world.b, "INV-3", 77'00);
    taken_in(
        book,
        "交易日期,对方户名,摘要,收入,支出,余额\n2026-02-07,老王五金店,往来款,77.00,,1422.00\n");
    rows = bank.lines(true);
    const auto learnt = bank.propose({&rows[0], 1});
    CHECK(learnt[0].customer == world.b);
    CHECK(learnt[0].certainty == core::Certainty::certain);
    REQUIRE(session::undo(book, *confirmed, "x"));
    CHECK(bank.propose({&rows[0], 1})[0].certainty != core::Certainty::certain);
}

TEST_CASE("two devices import the same file and confirm the same line: one receipt") {
    Small world;
    auto other = new_book("");
    merged(*other, exported(*world.book));
    for (session::Session* book : {world.book.get(), other.get()}) {
        taken_in(*book, statement);
        Bank bank(*book);
        const auto rows = bank.lines(true);
        const auto proposals = bank.propose(rows);
        REQUIRE(bank.confirm({&rows[2], 1}, {&proposals[2], 1}));
    }
    merged(*world.book, exported(*other));
    Bank bank(*world.book);
    CHECK(bank.lines(false).size() == 3);
    CHECK(bank.lines(true).size() == 2);
    core::ListQuery all;
    all.as_of = world.book->today();
    CHECK(world.book->receipt_keys(all).size() == 1);
    CHECK(world.open(world.first) == 0);
    CHECK(world.book->exceptions().empty());
    // Taken out on one device, the lines stand as long as the other's import does.
    const auto batches = bank.batches();
    REQUIRE(batches.size() == 2);
    REQUIRE(bank.take_out(batches[0], "x"));
    CHECK(bank.lines(false).size() == 3);
    CHECK(world.open(world.first) == 0);
}

TEST_CASE("set aside, taken back; money that went out is never booked") {
    Small world;
    Bank bank(*world.book);
    taken_in(*world.book, statement);
    auto rows = bank.lines(true);
    REQUIRE(bank.set_aside({&rows[1].what.id, 1}, "手续费"));
    CHECK(bank.lines(true).size() == 2);
    CHECK_FALSE(bank.set_aside({&rows[1].what.id, 1}, "手续费"));
    CHECK_FALSE(bank.set_aside({&rows[0].what.id, 1}, ""));
    REQUIRE(bank.take_back(rows[1].what.id, "x"));
    CHECK(bank.lines(true).size() == 3);
    CHECK_FALSE(bank.take_back(rows[1].what.id, "x"));
    const core::MatchProposal wish{rows[1].what.id, world.a};
    CHECK_FALSE(bank.confirm({&rows[1], 1}, {&wish, 1}));
    const core::MatchProposal nobody{rows[0].what.id};
    CHECK(bank.confirm({&rows[0], 1}, {&nobody, 1}).error().code == core::ErrorCode::required);
}

TEST_CASE("a receipt that was recorded by hand is tied, not booked twice") {
    Small world;
    REQUIRE(world.book->run(receipt(world.book->mint(), world.a, 100'00, "2026-01-05")));
    Bank bank(*world.book);
    taken_in(*world.book, statement);
    const auto rows = bank.lines(true);
    const auto proposals = bank.propose(rows);
    REQUIRE_FALSE(proposals[2].recorded.is_nil());
    REQUIRE(bank.confirm({&rows[2], 1}, {&proposals[2], 1}));
    core::ListQuery all;
    all.as_of = world.book->today();
    CHECK(world.book->receipt_keys(all).size() == 1);
    // Taken back: the receipt that a person recorded stays.
    REQUIRE(bank.take_back(rows[2].what.id, "x"));
    CHECK(world.open(world.first) == 0);
}

TEST_CASE("an overlapping period brings only what is new, and a gap is told") {
    auto book = new_book();
    taken_in(*book, statement);
    const auto next = looked_at(*book, "交易日期,对方户名,摘要,收入,支出,余额\n"
                                       "2026-01-07,老王五金店,往来款,250.00,,1345.00\n"
                                       "2026-01-08,丙,x,5.00,,1350.00\n");
    CHECK(next->fresh() == 1);
    REQUIRE(next->reading().notes.size() == 1);
    CHECK(next->reading().notes[0].doubt == core::BankDoubt::overlap);
    CHECK(next->reading().notes[0].detail == "2026-01-07 – 2026-01-07, 1");
    const auto gap = looked_at(*book, "交易日期,对方户名,摘要,收入,支出,余额\n"
                                      "2026-01-09,丙,x,5.00,,2350.00\n");
    REQUIRE(gap->reading().notes.size() == 1);
    CHECK(gap->reading().notes[0].doubt == core::BankDoubt::gap);
    CHECK(gap->reading().notes[0].detail == "1,345.00 / 2,345.00");
}

TEST_CASE("lines under the whole cell of an account are these lines when its number is found") {
    for (const char* balance : {"余额", "序号"}) { // with and without a balance to tell them by
        auto book = new_book();
        const std::string text = "账号：6222 0012 户名：江南机电\n"
                                 "交易日期,对方户名,摘要,收入,支出," +
                                 std::string(balance) +
                                 "\n2026-01-05,甲,货款,100.00,,1100.00\n"
                                 "2026-01-06,甲,货款,100.00,,1200.00\n";
        taken_in(*book, text, "6222 0012 户名：江南机电"); // as it was read once
        const auto again = looked_at(*book, text + "2026-01-07,乙,x,5.00,,1205.00\n");
        CHECK(again->account() == "6222 0012");
        CHECK(again->fresh() == 1);
        REQUIRE(again->run());
        CHECK(looked_at(*book, text)->fresh() == 0);
        const auto other = looked_at(*book, text);
        other->set_account("another");
        CHECK(other->fresh() == 2);
    }
}

TEST_CASE("a wallet that marks its cells as text, and moments as a database prints them") {
    auto book = new_book();
    const auto wallet =
        looked_at(*book, "`记账时间,`资金流水单号,`收支类型,`收支金额(元),`账户结余(元)\n"
                         "`2026-01-05 10:00:00,`1001,`收入,`100.00,`1100.00\n"
                         "`2026-01-06 10:00:01,`1002,`支出,`0.60,`1099.40\n");
    wallet->set_account("w");
    REQUIRE(wallet->reading().lines.size() == 2);
    CHECK(wallet->reading().lines[1].what.minor == -60);
    CHECK(wallet->reading().lines[1].what.reference == "1002");
    CHECK(wallet->reading().notes.empty());
    const auto bank =
        looked_at(*book, "凭证号,本方账号,对方账号,交易时间,借/贷,借方发生额,贷方发生额,余额\n"
                         "0,1102,8801,2026-01-05-10.11.12.123456,贷,,5.00,15.00\n"
                         "0,1102,8802,2026-01-06-10.11.12.123456,借,4.00,,11.00\n");
    CHECK(bank->account() == "1102");
    REQUIRE(bank->reading().lines.size() == 2);
    CHECK(bank->reading().lines[1].what.minor == -400);
    CHECK(core::to_text(bank->reading().lines[1].what.date) == "2026-01-06");
}

TEST_CASE("a corrected layout is kept in the book, for every device") {
    auto book = new_book();
    const std::string odd = "Tag,Wer,Was,Zahl,Rest\n2026-01-05,Kone,x,7.00,9.00\n"
                            "2026-01-06,Metso,y,8.00,1.00\n";
    const auto import = looked_at(*book, odd);
    core::BankLayout layout = import->layout();
    layout[core::BankField::amount] = 3;
    layout[core::BankField::balance] = -1;
    layout[core::BankField::payer] = 1;
    layout[core::BankField::memo] = 2;
    import->set_layout(layout);
    import->set_account("K1");
    REQUIRE(import->questions().empty());
    REQUIRE(import->run());
    auto other = new_book("");
    merged(*other, exported(*book));
    const auto again = looked_at(*other, odd);
    CHECK(again->learnt());
    CHECK(again->layout() == layout);
    CHECK(again->account() == "K1");
    CHECK(again->fresh() == 0);
}

TEST_CASE("ten thousand lines come in as one step; refused rows leave with their reasons") {
    auto book = new_book();
    std::string text = "日期,对方户名,摘要,金额\n";
    for (int i = 0; i < 10'000; ++i) {
        text += "2026-01-05,客户" + std::to_string(i) + ",款," + std::to_string(i + 1) + ".00\n";
    }
    text += "2026-02-30,甲,坏行,1.00\n";
    const auto import = looked_at(*book, text);
    import->set_account("1");
    CHECK(import->fresh() == 10'000);
    std::string refused;
    MemoryOutgoing out(refused);
    CHECK(import->save_refused(out, [](const core::Error& error) { return error.field; }, "原因"));
    CHECK(refused ==
          "\xEF\xBB\xBF日期,对方户名,摘要,金额,原因\r\n2026-02-30,甲,坏行,1.00,date\r\n");
    REQUIRE(import->run());
    CHECK(Bank(*book).lines(true).size() == 10'000);
    REQUIRE(Bank(*book).batches().size() == 1);
    CHECK(Bank(*book).batches()[0].lines == 10'000);
}

TEST_CASE("a statement of headings alone says so") {
    Small world;
    for (const std::string text :
         {"账号,62220001\n交易日期,摘要,收入,支出,余额\n", "日期,摘要,收入,支出\n\n,,,\n"}) {
        CAPTURE(text);
        const auto import = looked_at(*world.book, text);
        REQUIRE(import->phase() == BankImportPhase::failed);
        CHECK(import->error() == core::Error{core::ErrorCode::required, "rows", {}, 0});
    }
}

TEST_CASE("files that are no statement say so") {
    auto book = new_book();
    CHECK(looked_at(*book, "")->error().code == core::ErrorCode::required);
    CHECK(looked_at(*book, "hello\nworld\n")->error() ==
          core::Error{core::ErrorCode::required, "header", "", 0});
    CHECK(looked_at(*book, "<html><body>登录</body></html>")->error().detail == "html");
    CHECK(looked_at(*book, "日期,摘要,金额\n2026-01-05,\"开口,1.00\n")->error().field == "quote");
}

// The real layouts: every file is understood without a word of help, but for the account where the
// file does not name it.
TEST_CASE("statements as banks and wallets really export them") {
    const char* place = std::getenv("HUIKUAN_DATA");
    const std::filesystem::path data =
        std::filesystem::path(place != nullptr ? place : "../shared/data") / "bank";
    if (!std::filesystem::exists(data)) return;
    struct Expected {
        const char* file;
        const char* account;
        std::size_t lines, refused;
        std::int64_t uncounted, unmoved;
        std::int64_t sum_in, sum_out;
    };
    for (const Expected& want : {
             Expected{"abc_debit.csv", "", 4, 0, 0, 1, 1000001, -1235589},
             Expected{"cmb-debit.csv", "", 5, 0, 0, 0, 123400, -201314},
             Expected{"boc-debit.csv", "3167", 17, 0, 0, 0, 982100, -939430},
             Expected{"icbc-debit-v2.csv", "1234****9876", 11, 0, 0, 0, 284174, -424108},
             Expected{"alipay.csv", "xx@gmail.com", 5, 0, 3, 2, 22222850, -16164},
             Expected{"wechat.csv", "测试", 16, 0, 11, 0, 2849, -290453},
         }) {
        CAPTURE(want.file);
        auto book = new_book();
        const auto import = looked_at(*book, platform::open_path((data / want.file).string()));
        REQUIRE(import->phase() == BankImportPhase::ready);
        CHECK(import->account() == want.account);
        if (import->account().empty()) import->set_account("K");
        CHECK(import->questions().empty());
        const core::BankReading& reading = import->reading();
        std::int64_t in = 0;
        std::int64_t out = 0;
        for (const auto& line : reading.lines) (line.what.minor > 0 ? in : out) += line.what.minor;
        MESSAGE(want.file << ": " << reading.lines.size() << " lines, " << reading.refused.size()
                          << " refused, " << reading.uncounted << " uncounted, " << reading.unmoved
                          << " unmoved, in " << in << ", out " << out);
        CHECK(reading.lines.size() == want.lines);
        CHECK(reading.refused.size() == want.refused);
        CHECK(reading.uncounted == want.uncounted);
        CHECK(reading.unmoved == want.unmoved);
        CHECK(in == want.sum_in);
        CHECK(out == want.sum_out);
        REQUIRE(import->run());
        CHECK(looked_at(*book, platform::open_path((data / want.file).string()))->fresh() == 0);
    }
}

namespace {

// The statement once more by other columns, as a person would correct them.
std::unique_ptr<BankImport> read_otherwise(session::Session& book, const std::string& text) {
    auto import = looked_at(book, text);
    import->set_account("6222");
    core::BankLayout layout = import->layout();
    layout[core::BankField::payer] = 2;
    layout[core::BankField::memo] = 1;
    import->set_layout(layout);
    return import;
}

} // namespace

TEST_CASE("a file that was read by other columns brings nothing a second time") {
    Small world;
    taken_in(*world.book, statement);
    const auto other = read_otherwise(*world.book, statement);
    CHECK(other->fresh() == 0);
    CHECK(other->known_otherwise() == 3);
    REQUIRE(other->reading().notes.size() == 1);
    CHECK(other->reading().notes[0].doubt == core::BankDoubt::known_otherwise);
    // Somebody who looked says that they are others.
    other->keep_otherwise(true);
    CHECK(other->fresh() == 3);
    other->keep_otherwise(false);
    CHECK(other->fresh() == 0);

    // On another device, after a merge.
    auto device = new_book("");
    merged(*device, exported(*world.book));
    CHECK(read_otherwise(*device, statement)->fresh() == 0);

    // Neither numbers nor balances: as many as there are, no more.
    const std::string bare = "交易日期,对方户名,摘要,收入\n2026-03-05,甲,货款,7.00\n"
                             "2026-03-05,乙,货款,7.00\n";
    taken_in(*world.book, bare);
    const auto more = read_otherwise(*world.book, bare + "2026-03-05,丙,货款,7.00\n");
    CHECK(more->known_otherwise() == 2);
    CHECK(more->fresh() == 1);
}

TEST_CASE(
    "two devices read one file by different columns before they merge: one press settles it") {
    Small world;
    auto other = new_book("");
    merged(*other, exported(*world.book));
    taken_in(*world.book, statement);
    const auto import = read_otherwise(*other, statement);
    REQUIRE(import->run());
    for (session::Session* book : {world.book.get(), other.get()}) { // both confirm the first line
        Bank bank(*book);
        const auto rows = bank.lines(true);
        const auto wish = bank.propose_for(rows[2], world.a);
        REQUIRE(bank.confirm({&rows[2], 1}, {&wish, 1}));
    }
    merged(*world.book, exported(*other));
    merged(*other, exported(*world.book));
    CHECK(digest(*world.book) == digest(*other));
    CHECK(Bank(*world.book).lines(false).size() == 6);
    const auto listed = [](session::Session& book) {
        auto rows = book.exceptions();
        std::erase_if(rows, [](const core::ExceptionRow& row) {
            return row.kind != core::ExceptionKind::possible_duplicate_bank_line;
        });
        return rows;
    };
    auto rows = listed(*world.book);
    REQUIRE(rows.size() == 3); // each line once
    std::ranges::sort(rows, {}, &core::ExceptionRow::minor);
    CHECK(rows[0].minor == -5'00);
    CHECK(rows[1].minor == 100'00);
    CHECK(rows[1].currency.view() == "CNY");
    CHECK(rows[1].choices == std::vector<std::string>{"same", "different"});
    const auto sides = session::sides_of(*world.book, rows[1]);
    REQUIRE(sides.size() == 2);
    REQUIRE(sides[0].fact);
    const auto& told = std::get<core::BankLinesImported>(*sides[0].fact);
    REQUIRE(told.lines.size() == 1);
    CHECK(told.lines[0].minor == 100'00);
    CHECK(sides[0].device != sides[1].device);

    for (const core::ExceptionRow& row : rows) {
        REQUIRE(session::resolve(*world.book, row, "same", ""));
    }
    merged(*other, exported(*world.book));
    for (session::Session* book : {world.book.get(), other.get()}) {
        CHECK(book->exceptions().empty());
        CHECK(Bank(*book).lines(true).size() == 2); // the fee, and what nobody claimed
        core::ListQuery standing;
        standing.as_of = book->today();
        CHECK(book->receipt_keys(standing).size() == 1);
        CHECK(book->invoice(core::id_cast<core::InvoiceId>(world.first), book->today())->open == 0);
    }
}

TEST_CASE("lines that only look alike are no exception, and those that go out leave it") {
    Small world;
    auto other = new_book("");
    merged(*other, exported(*world.book));
    const std::string bare = "交易日期,对方户名,摘要,收入\n2026-03-05,甲,货款,7.00\n"
                             "2026-03-05,乙,货款,7.00\n";
    const std::string numbered = "交易日期,对方户名,交易流水号,收入\n2026-03-05,甲,N1,9.00\n";
    taken_in(*world.book, bare);
    taken_in(*world.book, numbered);
    CHECK(world.book->exceptions().empty()); // two lines of one file are two
    taken_in(*other, "交易日期,对方户名,摘要,收入\n2026-03-05,丙,货款,7.00\n", "62-22");
    taken_in(*other, "交易日期,对方户名,摘要,收入\n2026-03-05,甲,货款,7.00\n", "another");
    taken_in(*other, "交易日期,对方户名,交易流水号,收入\n2026-03-05,甲,N2,9.00\n");
    merged(*world.book, exported(*other));
    // One of the two could be that of the other device; nobody can tell which.
    auto rows = world.book->exceptions();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].members.size() == 2);
    REQUIRE(session::resolve(*world.book, rows[0], "different", ""));
    CHECK(world.book->exceptions().empty());
    CHECK(Bank(*world.book).lines(true).size() == 6);
    const auto resolved = world.book->exceptions(true);
    REQUIRE(resolved.size() == 1);
    for (const auto& batch : Bank(*world.book).batches()) {
        REQUIRE(Bank(*world.book).take_out(batch, "x"));
    }
    CHECK(world.book->exceptions(true).empty());
}

TEST_CASE("files without headings share no memory") {
    auto book = new_book();
    taken_in(*book,
             "2026-01-05,甲,100.00,1100.00\n2026-01-06,乙,50.00,1150.00\n"
             "2026-01-07,丙,-20.00,1130.00\n2026-01-08,丁,30.00,1160.00\n",
             "6222");
    const auto other =
        looked_at(*book, "2026-02-05,甲,100.00,2100.00\n2026-02-06,乙,50.00,2150.00\n"
                         "2026-02-07,丙,-20.00,2130.00\n");
    REQUIRE(other->phase() == BankImportPhase::ready);
    CHECK(other->account().empty());
    CHECK_FALSE(other->learnt());
}

TEST_CASE("an advance that was recorded by hand is tied, not booked twice") {
    Small world;
    auto advance = receipt(world.book->mint(), world.a, 77'00, "2026-01-05");
    advance.receipt.type = core::CreditType::advance;
    REQUIRE(world.book->run(advance));
    Bank bank(*world.book);
    taken_in(
        *world.book,
        "交易日期,对方户名,摘要,收入,支出,余额\n2026-01-05,青云机械有限公司,预付,77.00,,177.00\n");
    const auto rows = bank.lines(true);
    const auto proposals = bank.propose(rows);
    CHECK(core::entity_of(proposals[0].recorded) == core::entity_of(advance.receipt.id));
    REQUIRE(bank.confirm(rows, proposals));
    core::ListQuery all;
    all.as_of = world.book->today();
    CHECK(world.book->receipt_keys(all).size() == 1);
}

TEST_CASE("one line that the book refuses keeps nothing from the others") {
    Small world;
    Bank bank(*world.book);
    taken_in(*world.book, statement);
    const auto rows = bank.lines(true);
    std::vector<core::MatchProposal> wishes;
    for (const auto& row : rows) {
        const auto payer = row.what.minor == 250'00 ? world.b : world.a;
        auto wish = bank.propose_for(row, payer);
        wish.line = row.what.id;
        wish.customer = payer;
        wishes.push_back(std::move(wish));
    }
    const auto done = bank.confirm_each(rows, wishes); // the fee went out: it is no receipt
    REQUIRE(done.refused.size() == 1);
    CHECK(done.refused[0].first == rows[1].what.id);
    CHECK(done.refused[0].second.code == core::ErrorCode::amount_not_positive);
    CHECK(bank.lines(true).size() == 1);
    REQUIRE(session::undo(*world.book, done.outcome, "x"));
    CHECK(bank.lines(true).size() == 3);
}
