// The course of a statement as the trade has it: which state follows from what was said, what an
// answer leaves unsaid, and the limits of what a fact may say.
#include "core/statement.h"

#include <doctest/doctest.h>

#include "core/command.h"
#include "core/text.h"
#include "sample.h"

using namespace huikuan::core;

namespace {

Account account_of(std::int64_t closing) {
    Account account;
    account.customer_known = true;
    account.target_known = true;
    account.target_date = day("2026-11-03");
    account.closing_minor = closing;
    account.base_currency = parse_currency("CNY").value();
    return account;
}
StatementAnswered difference(std::int64_t theirs) {
    return {.id = {1, 1},
            .customer = {1, 2},
            .statement = {1, 3},
            .date = day("2026-11-10"),
            .verdict = StatementVerdict::difference,
            .theirs = theirs};
}
StatementIssued statement() {
    return {.id = {1, 3},
            .customer = {1, 2},
            .form = StatementForm::movements,
            .date = day("2026-11-03"),
            .from = day("2026-10-01"),
            .to = day("2026-10-31"),
            .code = "c"};
}
ErrorCode code_of(const Account& account, const Command& command) {
    const auto answer = decide(account, {}, command);
    REQUIRE_FALSE(answer.has_value());
    return answer.error().code;
}

} // namespace

TEST_CASE("the state of a statement follows from what was said about it") {
    using enum StatementState;
    CHECK(state_of(false, {}, 0) == draft);
    CHECK(state_of(true, {}, 0) == sent);
    for (const bool out : {false, true}) { // an answer may come to what nobody said was sent
        CHECK(state_of(out, StatementVerdict::confirmed, 0) == confirmed);
        CHECK(state_of(out, StatementVerdict::difference, 2) == StatementState::difference);
        CHECK(state_of(out, StatementVerdict::difference, 0) == settled);
    }
}

TEST_CASE("names of statements are read back as they are written") {
    for (std::size_t i = 0; i < statement_states; ++i) {
        const auto state = static_cast<StatementState>(i);
        CHECK(parse_statement_state(name_of(state)) == state);
    }
    for (std::size_t i = 0; i < difference_causes; ++i) {
        const auto cause = static_cast<DifferenceCause>(i);
        CHECK(parse_difference_cause(name_of(cause)) == cause);
    }
    for (std::size_t i = 0; i < difference_ends; ++i) {
        const auto end = static_cast<DifferenceEnd>(i);
        CHECK(parse_difference_end(name_of(end)) == end);
    }
    CHECK(parse_statement_form("open_items") == StatementForm::open_items);
    CHECK(parse_statement_verdict("confirmed") == StatementVerdict::confirmed);
    CHECK_FALSE(parse_statement_form("").has_value());
    CHECK_FALSE(parse_difference_cause("weather").has_value());
}

TEST_CASE("lines of a difference make up all of it, whatever a person left out") {
    AnswerStatement command{difference(-500)};
    command.answer.lines = {{" A-1 ", 300, DifferenceCause::price, "", {}},
                            {"", -100, DifferenceCause::timing, "", day("2026-11-20")}};
    const auto answer = decide(account_of(1000), {}, command);
    REQUIRE(answer.has_value());
    const auto& lines = std::get<StatementAnswered>(answer->front()).lines;
    REQUIRE(lines.size() == 3);
    CHECK(lines[0].number == "A-1");
    CHECK(lines[2].minor == 1300);
    CHECK(lines[2].cause == DifferenceCause::other);
    // Two errors that cancel each other are a difference too.
    AnswerStatement even{difference(1000)};
    even.answer.lines = {{"A", 5, {}, "", {}}, {"B", -5, {}, "", {}}};
    CHECK(std::get<StatementAnswered>(decide(account_of(1000), {}, even)->front()).lines.size() ==
          2);
    even.answer.lines.clear();
    CHECK(code_of(account_of(1000), even) == ErrorCode::nothing_to_do);
    // What is confirmed is confirmed as it was shown.
    AnswerStatement confirmed{difference(7)};
    confirmed.answer.verdict = StatementVerdict::confirmed;
    CHECK(std::get<StatementAnswered>(decide(account_of(1000), {}, confirmed)->front()).theirs ==
          1000);
}

TEST_CASE("what no statement and no answer can say is refused") {
    const Account account = account_of(1000);
    StatementIssued late = statement();
    late.date = day("2026-10-30");
    CHECK(code_of(account, IssueStatement{late, {}}) == ErrorCode::date_order);
    StatementIssued huge = statement();
    huge.closing = largest_amount_minor * 50 + 1;
    CHECK(code_of(account, IssueStatement{huge, {}}) == ErrorCode::out_of_range);
    StatementIssued bare = statement();
    bare.code.clear();
    CHECK(code_of(account, IssueStatement{bare, {}}) == ErrorCode::required);
    bare = statement();
    bare.currency = {"XXQ"};
    CHECK(code_of(account, IssueStatement{bare, {}}) == ErrorCode::unknown_currency);
    Account newer = account;
    newer.newer_version = true;
    CHECK(code_of(newer, IssueStatement{statement(), {}}) == ErrorCode::newer_version);
    // Sent at once: it has the statement's id in its own, so that a retry is the same.
    StatementSent sent;
    sent.date = day("2026-11-03");
    const auto both = decide(account, {}, IssueStatement{statement(), sent});
    REQUIRE(both.has_value());
    REQUIRE(both->size() == 2);
    CHECK(std::get<StatementSent>((*both)[1]).statement == statement().id);
    CHECK((*both)[1] == (*decide(account, {}, IssueStatement{statement(), sent}))[1]);
    sent.channel = Channel::internal;
    CHECK(code_of(account, IssueStatement{statement(), sent}) == ErrorCode::wrong_type);
    // Of open items there is one day.
    StatementIssued items = statement();
    items.form = StatementForm::open_items;
    const auto of_day = decide(account, {}, IssueStatement{items, {}});
    CHECK(std::get<StatementIssued>(of_day->front()).from == items.to);

    AnswerStatement answer{difference(0)};
    answer.answer.lines = {{"A", 0, {}, "", {}}};
    CHECK(code_of(account, answer) == ErrorCode::required);
    answer.answer.lines = {{"A", largest_amount_minor * 50 + 1, {}, "", {}}};
    CHECK(code_of(account, answer) == ErrorCode::out_of_range);
    answer.answer.lines = {{"A", 5, {}, "", day("2026-11-09")}};
    CHECK(code_of(account, answer) == ErrorCode::date_order);
    answer.answer.lines.assign(most_difference_lines, {"A", 5, {}, "", {}});
    CHECK(code_of(account, answer) == ErrorCode::too_long);
    answer.answer.lines = {{std::string(longest_name + 1, 'x'), 5, {}, "", {}}};
    CHECK(code_of(account, answer) == ErrorCode::too_long);
    Account gone = account;
    gone.target_voided = true;
    answer.answer.lines.clear();
    CHECK(code_of(gone, answer) == ErrorCode::already_reversed);

    SettleDifference settle;
    settle.settled = {
        .id = {1, 4}, .customer = {1, 2}, .answer = {1, 1}, .date = day("2026-11-12"), .note = "x"};
    Account settling = account;
    CHECK(code_of(settling, settle) == ErrorCode::out_of_range); // it has no lines
    settling.difference_lines = 1;
    CHECK(decide(settling, {}, settle).has_value());
    settle.settled.document = {9, 9};
    CHECK(code_of(settling, settle) == ErrorCode::unknown_document);
    settle.settled.document = {};
    settle.settled.note = " ";
    CHECK(code_of(settling, settle) == ErrorCode::required);
    settle.settled.note = "x";
    settling.line_settled = true;
    CHECK(code_of(settling, settle) == ErrorCode::nothing_to_do);
}

TEST_CASE("the same statement has the same id; another figure, day or hand has another") {
    const StatementIssued one = statement();
    CHECK(statement_id(one, 0) == statement_id(statement(), 0));
    CHECK(statement_id(one, 0) != statement_id(one, 1)); // one was taken back
    StatementIssued other = one;
    other.code = "d";
    CHECK(statement_id(other, 0) != statement_id(one, 0));
    other = one;
    other.by = "王";
    CHECK(statement_id(other, 0) != statement_id(one, 0));
    other = one;
    other.date = day("2026-11-04");
    CHECK(statement_id(other, 0) != statement_id(one, 0));
}
