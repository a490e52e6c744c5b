// The course of statements: as tests/scenarios/statements has it (HUIKUAN_REBASELINE=1 writes
// today's answers), on two devices, taken back and entered again, by owner, and as a batch.
#include "session/statement_course.h"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

#include "session/evidence.h"
#include "session/ledger.h"
#include "session/legal.h"
#include "session/resolve.h"
#include "session/statement.h"
#include "session/statement_compare.h"
#include "session/world.h"
#include "sync/zip_file.h"

using namespace huikuan;
using namespace huikuan::test;

namespace {

session::StatementWish october(core::CustomerId customer) {
    session::StatementWish wish;
    wish.customer = customer;
    wish.from = day("2026-10-01");
    wish.to = day("2026-10-31");
    wish.form = core::StatementForm::movements;
    return wish;
}
// The one statement of a customer with one currency, prepared on a day: its id.
core::EntityId issued(session::Session& book, const session::StatementWish& wish,
                      const char* on = "2026-11-03") {
    const auto commands = session::Statements(book).commands(wish, day(on));
    REQUIRE(commands.size() == 1);
    const auto outcome = book.run(commands[0]);
    REQUIRE(outcome);
    return core::entity_of(outcome->facts.front());
}
core::AnswerStatement answer_to(session::Session& book, core::EntityId statement,
                                core::CustomerId customer, core::StatementVerdict verdict,
                                std::int64_t theirs, const char* on) {
    core::AnswerStatement command;
    command.answer.id = book.mint();
    command.answer.customer = customer;
    command.answer.statement = statement;
    command.answer.verdict = verdict;
    command.answer.theirs = theirs;
    command.answer.date = day(on);
    return command;
}
session::StatementCourse course(session::Session& book, core::EntityId id) {
    const auto one = session::Statements(book).one(id, core::last_date);
    REQUIRE(one);
    return *one;
}

class CourseTable {
public:
    CourseTable() : customer_(add_customer(*book_, "青云")) {}

    void take(const std::string& word, std::istringstream& words, std::ostream& out) {
        std::vector<std::string> rest;
        for (std::string one; words >> one;) rest.push_back(one);
        const auto number = [](const std::string& text) { return std::stoll(text) * 100; };
        if (word == "invoice") {
            document_ = book_->mint();
            REQUIRE(book_->run(invoice(document_, customer_, rest[0], number(rest[1]),
                                       rest[2].c_str(), rest[3].c_str())));
        } else if (word == "receipt") {
            REQUIRE(
                book_->run(receipt(book_->mint(), customer_, number(rest[0]), rest[1].c_str())));
        } else if (word == "issue") {
            issue(rest, out);
        } else if (word == "send") {
            core::SendStatement send;
            send.sent = {book_->mint(),
                         customer_,
                         ids_[rest[0]],
                         day(rest[3].c_str()),
                         core::parse_channel(rest[1]).value(),
                         {},
                         {}};
            run(send, "sending " + rest[0], out);
        } else if (word == "answer") {
            answer(rest, out);
        } else if (word == "settle") {
            core::SettleDifference settle;
            settle.settled.id = book_->mint();
            settle.settled.customer = customer_;
            settle.settled.answer = last_["answer " + rest[0]];
            settle.settled.line = std::stoi(rest[1]) - 1;
            settle.settled.how = core::parse_difference_end(rest[2]).value();
            settle.settled.date = day(rest[4].c_str());
            settle.settled.note = "x";
            if (rest.size() > 5) settle.settled.document = document_; // "by document"
            run(settle, "settlement " + rest[0], out);
        } else if (word == "file") {
            REQUIRE(session::Ledger(*book_).attach(book_->mint(), last_["answer " + rest[0]],
                                                   "回函.pdf", "application/pdf", "signed"));
        } else if (word == "reverse") {
            const core::EntityId target =
                rest[1] == "issue" ? ids_[rest[0]] : last_[rest[1] + " " + rest[0]];
            run(core::Reverse{book_->mint(), target, std::nullopt, "x"}, {}, out);
        } else {
            FAIL(word);
        }
        CHECK(session::check_integrity(*book_).sound);
    }
    void as_of(core::Date date, std::ostream& out) {
        for (const session::StatementCourse& one : session::Statements(*book_).all(date)) {
            out << "    " << core::name_of(one.state) << ' ' << core::to_text(one.closing)
                << " sent " << one.sendings.size() << '\n';
            for (const session::StatementAnswer& answer : one.answers) {
                out << "        " << core::name_of(answer.verdict) << ' '
                    << core::to_text(core::Money{answer.theirs, cny()})
                    << (answer.is_signed ? " signed" : "")
                    << (&answer == one.answer() ? "" : " superseded") << '\n';
                for (const session::AnsweredLine& line : answer.lines) {
                    out << "            " << (line.what.number.empty() ? "-" : line.what.number)
                        << ' ' << core::to_text(core::Money{line.what.minor, cny()}) << ' '
                        << core::name_of(line.what.cause) << ' '
                        << (line.open() ? "open" : core::name_of(line.how)) << '\n';
                }
            }
        }
        for (const session::DebtClock& row : session::Legal(*book_).clocks(date, customer_)) {
            out << "    " << row.debt.number << " until " << core::to_text(row.clock.safe_day);
            if (row.clock.hoped_day != row.clock.safe_day) {
                out << ", if proven " << core::to_text(row.clock.hoped_day);
            }
            out << '\n';
        }
    }

private:
    template <class Command>
    void run(const Command& command, const std::string& name, std::ostream& out) {
        const auto outcome = book_->run(command);
        if (!outcome) {
            out << "    ! " << core::name_of(outcome.error().code) << ' ' << outcome.error().field
                << '\n';
        } else if (!name.empty()) {
            last_[name] = core::entity_of(outcome->facts.front());
        }
    }
    void issue(const std::vector<std::string>& rest, std::ostream& out) {
        session::StatementWish wish = october(customer_);
        wish.from = day(rest[1].c_str());
        wish.to = day(rest[2].c_str());
        if (rest.size() > 5) wish.channel = core::parse_channel(rest[6]);
        const auto commands = session::Statements(*book_).commands(wish, day(rest[4].c_str()));
        if (commands.empty()) out << "    nothing new\n";
        for (const core::Command& one : commands) {
            const auto outcome = book_->run(one);
            if (outcome) ids_[rest[0]] = core::entity_of(outcome->facts.front());
            else {
                out << "    ! " << core::name_of(outcome.error().code) << ' '
                    << outcome.error().field << '\n';
            }
        }
    }
    void answer(const std::vector<std::string>& rest, std::ostream& out) {
        const auto verdict = core::parse_statement_verdict(rest[1]).value();
        std::size_t at = 2;
        std::int64_t theirs = 0;
        if (verdict == core::StatementVerdict::difference) theirs = std::stoll(rest[at++]) * 100;
        auto command =
            answer_to(*book_, ids_[rest[0]], customer_, verdict, theirs, rest[at + 1].c_str());
        for (at += 2; at < rest.size(); ++at) {
            if (rest[at] == "signed") command.answer.is_signed = true;
            if (rest[at] != "line") continue;
            command.answer.lines.push_back({rest[at + 1], std::stoll(rest[at + 2]) * 100,
                                            core::parse_difference_cause(rest[at + 3]).value(),
                                            "王", std::nullopt});
        }
        run(command, "answer " + rest[0], out);
    }

    Book book_ = new_book();
    core::CustomerId customer_;
    core::EntityId document_; // the invoice that was entered last
    std::map<std::string, core::EntityId> ids_, last_;
};

} // namespace

TEST_CASE("the course of statements, as tests/scenarios/statements has it") {
    constexpr const char* path = "tests/scenarios/statements/course.txt";
    std::ifstream in(path);
    REQUIRE(in.good());
    std::ostringstream written;
    std::ostringstream given;
    CourseTable table;
    for (std::string line; std::getline(in, line);) {
        written << line << '\n';
        if (line.starts_with("    ")) continue;
        given << line << '\n';
        std::istringstream words(line);
        std::string word;
        words >> word;
        if (word.empty() || word.starts_with("#")) continue;
        if (word == "as-of") {
            words >> word;
            table.as_of(day(word.c_str()), given);
        } else {
            table.take(word, words, given);
        }
    }
    if (std::getenv("HUIKUAN_REBASELINE") != nullptr) std::ofstream(path) << given.str();
    else CHECK(given.str() == written.str());
}

TEST_CASE(
    "two devices: one statement, two answers of which the later counts, one line settled twice") {
    auto here = new_book();
    const auto a = add_customer(*here, "青云");
    REQUIRE(here->run(invoice(here->mint(), a, "I1", 100'00, "2026-10-10", "2026-11-09")));
    auto there = new_book("");
    merged(*there, exported(*here));
    // Both prepare October on the same day: it is one statement.
    const auto id = issued(*here, october(a));
    CHECK(issued(*there, october(a)) == id);
    merged(*there, exported(*here));
    merged(*here, exported(*there));
    CHECK(here->exceptions().empty());
    CHECK(session::Statements(*here).all(core::last_date).size() == 1);
    CHECK(digest(*here) == digest(*there));

    REQUIRE(here->run(
        answer_to(*here, id, a, core::StatementVerdict::difference, 90'00, "2026-11-10")));
    // Within one millisecond the two would be at once, and the order that of the devices' names.
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    REQUIRE(
        there->run(answer_to(*there, id, a, core::StatementVerdict::confirmed, 0, "2026-11-09")));
    merged(*there, exported(*here));
    merged(*here, exported(*there));
    CHECK(digest(*here) == digest(*there));
    // By the order in which they were written, not by the day that they say; both stay listed.
    for (auto* book : {here.get(), there.get()}) {
        CHECK(course(*book, id).answers.size() == 2);
        CHECK(course(*book, id).state == core::StatementState::confirmed);
    }
    REQUIRE(there->run(
        core::Reverse{there->mint(), course(*there, id).answers.back().id, std::nullopt, "录错"}));
    merged(*here, exported(*there));
    CHECK(course(*here, id).state == core::StatementState::difference);
    const auto settle = [&](session::Session& book) {
        core::SettleDifference command;
        command.settled = {book.mint(),
                           a,
                           course(book, id).answers.back().id,
                           0,
                           day("2026-11-12"),
                           core::DifferenceEnd::passed,
                           {},
                           "在途",
                           {}};
        REQUIRE(book.run(command));
    };
    settle(*here);
    settle(*there);
    merged(*there, exported(*here));
    merged(*here, exported(*there));
    CHECK(digest(*here) == digest(*there));
    CHECK(course(*here, id).state == core::StatementState::settled);
    CHECK(session::check_integrity(*there).sound);
}

TEST_CASE("an answer may come before its statement: it waits, and is listed until then") {
    auto here = new_book();
    const auto a = add_customer(*here, "青云");
    REQUIRE(here->run(invoice(here->mint(), a, "I1", 100'00, "2026-10-10", "2026-11-09")));
    // What an answer names is no statement of the book: refused here.
    const auto refused = here->run(answer_to(*here, core::entity_of(a), a,
                                             core::StatementVerdict::confirmed, 0, "2026-11-10"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == core::ErrorCode::unknown_document);
    core::SettleDifference settle;
    settle.settled = {here->mint(),
                      a,
                      issued(*here, october(a)),
                      0,
                      day("2026-11-12"),
                      core::DifferenceEnd::passed,
                      {},
                      "x",
                      {}};
    const auto of_statement = here->run(settle); // a statement is no answer
    REQUIRE_FALSE(of_statement);
    CHECK(of_statement.error().code == core::ErrorCode::unknown_document);
}

TEST_CASE("a statement that is taken back by mistake comes back with what followed it") {
    auto book = new_book();
    const auto a = add_customer(*book, "青云");
    REQUIRE(book->run(invoice(book->mint(), a, "I1", 100'00, "2026-10-10", "2026-11-09")));
    session::StatementWish wish = october(a);
    wish.channel = core::Channel::mail;
    const auto id = issued(*book, wish);
    CHECK(course(*book, id).state == core::StatementState::sent);
    const auto said =
        answer_to(*book, id, a, core::StatementVerdict::difference, 90'00, "2026-11-10");
    REQUIRE(book->run(said));
    CHECK(book->run(said)->repeated); // a re-send
    core::SettleDifference settle;
    settle.settled = {
        book->mint(), a, said.answer.id, 0, day("2026-11-12"), core::DifferenceEnd::agreed, {},
        "x",          {}};
    REQUIRE(book->run(settle));
    REQUIRE(book->run(settle)->repeated);
    const auto gone = book->run(core::Reverse{book->mint(), id, std::nullopt, "录错"});
    REQUIRE(gone);
    CHECK(session::Statements(*book).all(core::last_date).empty());
    REQUIRE(session::undo(*book, *gone, "撤销"));
    const auto found = session::Statements(*book).all(core::last_date);
    REQUIRE(found.size() == 1);
    CHECK(found[0].id != id);
    CHECK(found[0].state == core::StatementState::settled);
    CHECK(found[0].sendings.size() == 1);
    CHECK(session::check_integrity(*book).sound);

    // Undo of what was just written takes both facts back.
    auto other = new_book();
    const auto b = add_customer(*other, "白石");
    REQUIRE(other->run(invoice(other->mint(), b, "I1", 100'00, "2026-10-10", "2026-11-09")));
    session::StatementWish sent = october(b);
    sent.channel = core::Channel::letter;
    const auto written =
        other->run(session::Statements(*other).commands(sent, day("2026-11-03"))[0]);
    REQUIRE(written);
    CHECK(written->undo.size() == 2);
    REQUIRE(session::undo(*other, *written, "撤销"));
    CHECK(session::Statements(*other).all(core::last_date).empty());
    // And it can be prepared again, under another id.
    CHECK(session::Statements(*other).commands(sent, day("2026-11-03")).size() == 1);
    REQUIRE(other->run(session::Statements(*other).commands(sent, day("2026-11-03"))[0]));
}

TEST_CASE("a batch prepares each customer once; what is open of differences goes to its owner") {
    auto book = new_book();
    std::vector<core::CustomerId> customers;
    for (int i = 0; i < 5; ++i) {
        customers.push_back(add_customer(*book, "客户" + std::to_string(i)));
        REQUIRE(book->run(core::SetFields{{core::RegisterKind::customer,
                                           core::entity_of(customers.back()),
                                           {{"owner", i < 2 ? "王" : "李"}}}}));
        REQUIRE(book->run(invoice(book->mint(), customers.back(), "I" + std::to_string(i), 100'00,
                                  "2026-10-10", "2026-11-09")));
    }
    const auto prepared = [&](session::StatementWish wish) {
        std::vector<core::Command> commands;
        for (const auto customer : customers) {
            wish.customer = customer;
            for (auto& one : session::Statements(*book).commands(wish, day("2026-11-03"))) {
                commands.push_back(std::move(one));
            }
        }
        if (!commands.empty()) REQUIRE(book->run_batch(commands));
        return commands.size();
    };
    session::StatementWish wish = october({});
    CHECK(prepared(wish) == 5);
    CHECK(prepared(wish) == 0);
    wish.channel = core::Channel::letter;
    CHECK(prepared(wish) == 5); // now they are sent
    session::StatementFilter filter;
    filter.state = core::StatementState::sent;
    CHECK(session::Statements(*book).all(book->today(), filter).size() == 5);
    filter.owner = "王";
    CHECK(session::Statements(*book).all(book->today(), filter).size() == 2);

    session::StatementWish items = october(customers[0]);
    items.form = core::StatementForm::open_items;
    items.to = day("2026-11-03");
    const auto id = issued(*book, items);
    const auto open = session::open_items_of(*book, customers[0], day("2026-11-03"));
    REQUIRE(open.size() == 1);
    CHECK(course(*book, id).code == open[0].code);
    CHECK(course(*book, id).from == course(*book, id).to);
    auto said =
        answer_to(*book, id, customers[0], core::StatementVerdict::difference, 0, "2026-11-10");
    said.answer.lines = {{"I0", 60'00, core::DifferenceCause::quantity, "赵", day("2026-11-20")},
                         {"运费", 40'00, core::DifferenceCause::other, "", std::nullopt}};
    REQUIRE(book->run(said));
    const session::Statements statements(*book);
    CHECK(statements.differences(book->today()).size() == 2);
    REQUIRE(statements.differences(book->today(), "赵").size() == 1);
    CHECK(statements.differences(book->today(), "赵")[0].what.number == "I0");
    REQUIRE(statements.differences(book->today(), "王").size() == 1); // of the customer's owner
    CHECK(statements.differences(book->today(), "李").empty());
}

TEST_CASE("a signed copy is evidence, with what was said to which statement") {
    auto book = new_book();
    const auto a = add_customer(*book, "青云");
    REQUIRE(book->run(invoice(book->mint(), a, "I1", 100'00, "2026-10-10", "2026-11-09")));
    const auto id = issued(*book, october(a));
    auto said = answer_to(*book, id, a, core::StatementVerdict::confirmed, 0, "2026-11-10");
    said.answer.is_signed = true;
    REQUIRE(book->run(said));
    REQUIRE(session::Ledger(*book).attach(book->mint(), said.answer.id, "回函.pdf",
                                          "application/pdf", "signed"));
    session::EvidenceQuery query;
    query.customer = a;
    query.day = book->today();
    query.word = [](std::string_view key) { return std::string(key); };
    session::EvidenceMaker maker(*book, query);
    const auto bytes = maker.finish();
    REQUIRE(bytes);
    auto zip = sync::ZipReader::open(*bytes);
    REQUIRE(zip);
    CHECK(zip->read("evidence.folder.files/01 回函.pdf", 100).value() == "signed");
    const std::string pages = zip->read("evidence.book.html", 10'000'000).value();
    CHECK(pages.contains("evidence.answer.confirmed"));
    CHECK(pages.contains(course(*book, id).code));
}

TEST_CASE("a statement that shows interest says so") {
    auto book = new_book();
    const auto a = add_customer(*book, "青云");
    const auto first = book->mint();
    REQUIRE(book->run(invoice(first, a, "I1", 100'00, "2026-10-10", "2026-11-09")));
    const auto shows = [&] {
        return session::statements_of(*book, a, day("2026-10-01"), day("2026-11-30"))[0]
            .shows_interest();
    };
    CHECK_FALSE(shows());
    auto interest = invoice(book->mint(), a, "L1", 5'00, "2026-11-20", "2026-11-20");
    interest.invoice.type = core::DebitType::interest;
    interest.invoice.against = first;
    REQUIRE(book->run(interest));
    CHECK(shows());
    CHECK(session::open_items_of(*book, a, day("2026-11-22"))[0].shows_interest());
}

TEST_CASE("a month's batch is for all who moved in it, whatever they owe at its end") {
    auto book = new_book();
    const auto name_of = [&](core::RowKey key) {
        return book->customers(std::span(&key, 1), book->today()).front().name;
    };
    const auto quiet = add_customer(*book, "A quiet");   // owes, nothing moved
    const auto paid = add_customer(*book, "B paid");     // owed at the start, 0 at the end
    const auto traded = add_customer(*book, "C traded"); // 0, bought and paid, 0
    const auto later = add_customer(*book, "D later");   // after the period
    add_customer(*book, "E nothing");
    const auto bought = [&](core::CustomerId who, const char* number, const char* on) {
        REQUIRE(book->run(invoice(book->mint(), who, number, 100'00, on, on)));
    };
    const auto pays = [&](core::CustomerId who, const char* on) {
        auto command = receipt(book->mint(), who, 100'00, on);
        command.plan.rule = core::AllocationRule::oldest_due_first;
        REQUIRE(book->run(command));
    };
    bought(quiet, "A1", "2026-08-01");
    bought(paid, "B1", "2026-09-01");
    pays(paid, "2026-10-10");
    bought(traded, "C1", "2026-10-02");
    pays(traded, "2026-10-20");
    bought(later, "D1", "2026-11-02");
    const auto names = [&](core::StatementForm form, const char* from, const char* to) {
        std::string all;
        for (const auto key : session::statement_customers(*book, form, day(from), day(to))) {
            all += name_of(key) + ";";
        }
        return all;
    };
    using enum core::StatementForm;
    CHECK(names(movements, "2026-10-01", "2026-10-31") == "A quiet;B paid;C traded;");
    CHECK(names(open_items, "2026-10-31", "2026-10-31") == "A quiet;");
    CHECK(names(movements, "2026-11-01", "2026-11-30") == "A quiet;D later;");
    // Each of them has a statement.
    for (const auto who : {quiet, paid, traded}) {
        CHECK(session::Statements(*book).commands(october(who), day("2026-11-03")).size() == 1);
    }
}

TEST_CASE("the customer's own file: openings that differ, other days and other currencies") {
    session::Statement ours;
    ours.currency = cny();
    ours.from = day("2026-10-01");
    ours.to = day("2026-10-31");
    ours.opening = 100'00;
    ours.rows.push_back({day("2026-10-05"), false, {}, {}, false, "INV-1", 50'00, 150'00});
    ours.rows.push_back({day("2026-10-06"), false, {}, {}, false, "INV-2", 20'00, 170'00});
    ours.closing = 170'00;
    core::BankReading theirs;
    const auto line = [&](const char* on, const char* number, std::int64_t minor,
                          std::int64_t balance, core::Currency of = cny()) {
        core::BankReading::Line one;
        one.currency = of;
        one.what.date = day(on);
        one.what.reference = number;
        one.what.minor = minor;
        one.what.balance = balance;
        theirs.lines.push_back(one);
    };
    // What they owe is minus with them.
    line("2026-09-30", "INV-0", -1'00, -90'00);
    line("2026-10-05", "INV-1", -50'00, -140'00);
    line("2026-10-07", "INV-2", -20'00, -160'00, core::parse_currency("USD").value());
    const auto compared = session::compare_statement(ours, theirs);
    CHECK(compared.outside == 1);
    CHECK(compared.foreign == 1);
    CHECK(compared.lines.turned);
    CHECK(compared.opening_gap == 10'00);
    CHECK(compared.difference() == 30'00); // they have 140.00
    const auto lines =
        session::difference_lines(compared, ours, "王", "期初差异",
                                  [](const session::StatementRow&) { return std::string(); });
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].number == "期初差异");
    CHECK(lines[0].minor == 10'00);
    CHECK(lines[1].number == "INV-2");
    CHECK(lines[1].minor == 20'00);
}
