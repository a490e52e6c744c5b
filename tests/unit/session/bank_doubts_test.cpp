// What does not fit in a statement is told to whoever takes it in, and nothing is lost.
#include <doctest/doctest.h>

#include <algorithm>

#include "platform/native.h"
#include "session/bank.h"
#include "session/bank_import.h"
#include "session/world.h"

using namespace huikuan;
using namespace huikuan::test;
using session::BankImport;
using session::BankImportPhase;

namespace {

std::unique_ptr<BankImport> statement_of(session::Session& book, const std::string& text,
                                         const session::ImportOptions& options = {}) {
    auto import = std::make_unique<BankImport>(book, std::make_shared<MemoryFile>(text), options);
    for (int steps = 0; !import->idle(); ++steps) {
        REQUIRE(steps < 1'000);
        import->step(50);
        platform::run_file_callbacks();
    }
    return import;
}
void brought_in(session::Session& book, const std::string& text, const std::string& account) {
    const auto import = statement_of(book, text);
    import->set_account(account);
    REQUIRE(import->run());
}

} // namespace

TEST_CASE(
    "a whole statement of another account is told, and so is an account that nothing proves") {
    const auto said = [](const BankImport& import) {
        std::vector<std::pair<core::BankDoubt, std::string>> all;
        for (const core::BankNote& note : import.reading().notes) {
            all.emplace_back(note.doubt, note.detail);
        }
        return all;
    };
    using Said = std::vector<std::pair<core::BankDoubt, std::string>>;
    auto book = new_book();
    const std::string bare = "日期,摘要,金额\n2026-01-05,a,1.00\n2026-01-06,b,2.00\n";
    const std::string next = "日期,摘要,金额\n2026-02-05,c,3.00\n";
    CHECK(said(*statement_of(*book, "账号,955\n" + bare)).empty()); // the first of the book
    brought_in(*book, "账号,6222 0001\n" + bare, "6222 0001");
    CHECK(said(*statement_of(*book, "账号,62220001\n" + next)).empty());

    const auto other = statement_of(*book, "账号,955\n" + next);
    CHECK(said(*other) == Said{{core::BankDoubt::new_account, "6222 0001"}});
    CHECK(other->fresh() == 1); // told, not decided
    // Chosen against what the file says.
    other->set_account("62220001");
    CHECK(said(*other) == Said{{core::BankDoubt::other_account, "955"}});

    // A file that names none is taken for the last of its kind; with a second account in the book
    // nothing but a balance proves that.
    brought_in(*book, "日期,摘要,金额\n2026-01-09,d,4.00\n", "955");
    brought_in(*book, "日期,摘要,金额,余额\n2026-01-10,e,5.00,109.00\n", "955");
    const auto unsaid = statement_of(*book, next);
    CHECK(unsaid->account() == "955");
    CHECK(said(*unsaid) == Said{{core::BankDoubt::unsaid_account, "955"}});
    const auto follows = statement_of(*book, "日期,摘要,金额,余额\n2026-02-09,f,1.00,110.00\n");
    CHECK(said(*follows).empty());
    // Every row names it: another number than that of the last file is another account; a name
    // that a person gave stays.
    const std::string named =
        "本方账号,日期,摘要,金额\n955,2026-03-05,g,1.00\n955,2026-03-06,h,2.00\n";
    const std::string third =
        "本方账号,日期,摘要,金额\n777,2026-03-05,i,1.00\n777,2026-03-06,j,2.00\n";
    brought_in(*book, named, "955");
    const auto whole = statement_of(*book, third);
    CHECK(whole->account() == "777");
    CHECK(said(*whole) == Said{{core::BankDoubt::new_account, "6222 0001, 955"}});
    brought_in(*book, third, "工行");
    CHECK(statement_of(*book, third)->account() == "工行");
    // A customer's own statement goes into no book.
    session::ImportOptions options;
    options.beside = true;
    const auto theirs = statement_of(*book, "账号,77\n" + next, options);
    CHECK(said(*theirs).empty());
    CHECK(theirs->reading().lines.size() == 1);
}

TEST_CASE("equal lines, another currency, an odd balance: told, kept whole, and out as one step") {
    auto book = new_book();
    session::Bank bank(*book);
    const auto import =
        statement_of(*book, "账号,6222\n日期,摘要,币种,金额,余额\n"
                            "2026-01-05,a,CNY,1.00,\n2026-01-05,a,CNY,1.00,\n"
                            "2026-01-06,b,USD,2.00,\n2026-01-07,c,CNY,3.00,1O.00\n"
                            "2026-01-08,d,CNY,4.00,20.00\n2026-01-09,e,CNY,5.00,25.00\n");
    REQUIRE(import->phase() == BankImportPhase::ready);
    CHECK(import->fresh() == 6);
    CHECK(import->reading().refused.empty());
    std::vector<core::BankDoubt> told;
    for (const core::BankNote& note : import->reading().notes) told.push_back(note.doubt);
    std::ranges::sort(told);
    CHECK(told == std::vector{core::BankDoubt::equal_lines, core::BankDoubt::foreign,
                              core::BankDoubt::odd_balance});
    REQUIRE(import->run());
    CHECK(bank.lines(false).size() == 6);
    REQUIRE(bank.batches().size() == 1);
    REQUIRE(bank.take_out(bank.batches()[0], "x"));
    CHECK(bank.lines(false).empty());
}
