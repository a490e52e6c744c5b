// Statements of account: prepared, sent, answered, and what differs settled.
#include <algorithm>

#include "core/decide.h"
#include "core/text.h"

namespace huikuan::core {
namespace {

// A balance is a sum of documents; what sums cannot leave stays far below 64 bits.
constexpr std::int64_t largest_balance = largest_amount_minor * 50;

// What the four share: an id, a customer that the book has, a day.
template <class What>
void check_step(Findings& findings, const Account& account, What& fact) {
    findings.add_if(fact.id.is_nil(), ErrorCode::required, "id");
    findings.add_if(fact.customer.is_nil(), ErrorCode::required, "customer");
    findings.date(fact.date, "date");
    fact.by = findings.text(fact.by, "by", longest_name);
    findings.add_if(!account.customer_known, ErrorCode::unknown_customer, "customer");
    findings.add_if(account.id_taken, ErrorCode::duplicate_id, "id");
}

// What it follows: the statement, or the answer.
void check_target(Findings& findings, const Account& account, EntityId target, Date date,
                  std::string_view field) {
    findings.add_if(target.is_nil(), ErrorCode::required, field);
    findings.add_if(!account.target_known, ErrorCode::unknown_document, field, to_text(target));
    if (!account.target_known) { return; }
    findings.add_if(account.target_voided, ErrorCode::already_reversed, field);
    findings.add_if(date < account.target_date, ErrorCode::date_order, "statement_day",
                    to_text(account.target_date));
}

void check_balance(Findings& findings, std::int64_t minor, std::string_view field) {
    findings.add_if(minor < -largest_balance || minor > largest_balance, ErrorCode::out_of_range,
                    field, std::to_string(minor));
}

void check_sending(Findings& findings, StatementSent& sent) {
    sent.to = findings.text(sent.to, "to", longest_name);
    findings.add_if(sent.channel == Channel::internal, ErrorCode::wrong_type, "channel");
}

void add_words(std::vector<std::uint64_t>& content, std::string_view text) {
    content.push_back(text.size());
    for (std::size_t at = 0; at < text.size(); at += 8) {
        std::uint64_t word = 0;
        for (const char byte : text.substr(at, 8)) {
            word = (word << 8U) | static_cast<unsigned char>(byte);
        }
        content.push_back(word);
    }
}

} // namespace

EntityId statement_id(const StatementIssued& statement, int voided) {
    std::vector<std::uint64_t> content{static_cast<std::uint64_t>(voided),
                                       static_cast<std::uint64_t>(statement.form),
                                       static_cast<std::uint64_t>(statement.date.days),
                                       static_cast<std::uint64_t>(statement.from.days),
                                       static_cast<std::uint64_t>(statement.to.days)};
    add_words(content, statement.currency.view());
    add_words(content, statement.code); // of all figures
    add_words(content, statement.by);
    return derived_id(entity_of(statement.customer), content);
}

Result<std::vector<Fact>> decide_statement(const Account& account, const IssueStatement& command) {
    Findings findings;
    StatementIssued fact = command.statement;
    check_step(findings, account, fact);
    if (fact.form == StatementForm::open_items) { fact.from = fact.to; }
    findings.date(fact.from, "from");
    findings.date(fact.to, "until");
    findings.add_if(fact.to < fact.from, ErrorCode::date_order, "period", to_text(fact.to));
    // What is still to come cannot be stated.
    findings.add_if(fact.date < fact.to, ErrorCode::date_order, "statement_day", to_text(fact.to));
    if (fact.currency.view().empty()) { fact.currency = account.base_currency; }
    const auto known = parse_currency(fact.currency.view());
    findings.add_if(!known || *known != fact.currency, ErrorCode::unknown_currency, "currency",
                    fact.currency.view());
    check_balance(findings, fact.opening, "amount");
    check_balance(findings, fact.closing, "amount");
    fact.code = findings.required_text(fact.code, "code", longest_number);
    findings.add_if(account.newer_version, ErrorCode::newer_version, "customer");
    std::vector<Fact> facts{fact};
    if (command.sent) {
        StatementSent sent = *command.sent;
        std::vector<std::uint64_t> content{static_cast<std::uint64_t>(sent.date.days),
                                           static_cast<std::uint64_t>(sent.channel)};
        add_words(content, sent.to);
        sent.id = derived_id(fact.id, content);
        sent.customer = fact.customer;
        sent.statement = fact.id;
        findings.date(sent.date, "date");
        findings.add_if(sent.date < fact.date, ErrorCode::date_order, "statement_day",
                        to_text(fact.date));
        sent.by = fact.by;
        check_sending(findings, sent);
        facts.emplace_back(std::move(sent));
    }
    return findings.answer(std::move(facts));
}

Result<std::vector<Fact>> decide_sending(const Account& account, const SendStatement& command) {
    Findings findings;
    StatementSent fact = command.sent;
    check_step(findings, account, fact);
    check_target(findings, account, fact.statement, fact.date, "statement");
    check_sending(findings, fact);
    return findings.answer({std::move(fact)});
}

Result<std::vector<Fact>> decide_answer(const Account& account, const AnswerStatement& command) {
    Findings findings;
    StatementAnswered fact = command.answer;
    check_step(findings, account, fact);
    check_target(findings, account, fact.statement, fact.date, "statement");
    fact.who = findings.text(fact.who, "who", longest_name);
    fact.note = findings.text(fact.note, "note", longest_note, Findings::Lines::many);
    if (fact.verdict == StatementVerdict::confirmed) {
        fact.theirs = account.closing_minor;
        findings.add_if(!fact.lines.empty(), ErrorCode::wrong_type, "differences");
        return findings.answer({std::move(fact)});
    }
    check_balance(findings, fact.theirs, "amount");
    findings.add_if(fact.lines.size() >= most_difference_lines, ErrorCode::too_long, "differences",
                    std::to_string(most_difference_lines));
    std::int64_t sum = 0;
    for (DifferenceLine& line : fact.lines) {
        line.number = findings.text(line.number, "number", longest_name);
        line.owner = findings.text(line.owner, "owner", longest_name);
        findings.add_if(line.minor == 0, ErrorCode::required, "difference");
        check_balance(findings, line.minor, "difference");
        if (line.answer_by) {
            findings.date(*line.answer_by, "answer");
            findings.add_if(*line.answer_by < fact.date, ErrorCode::date_order, "answer",
                            to_text(*line.answer_by));
        }
        if (findings.empty()) { sum += line.minor; } // at most 1,000 of 5 * 10^15
    }
    const bool sound = findings.empty();
    const std::int64_t rest = sound ? account.closing_minor - fact.theirs - sum : 0;
    if (rest != 0) {
        check_balance(findings, rest, "difference");
        fact.lines.push_back({{}, rest, DifferenceCause::other, {}, {}});
    }
    findings.add_if(sound && fact.lines.empty(), ErrorCode::nothing_to_do, "difference");
    return findings.answer({std::move(fact)});
}

Result<std::vector<Fact>> decide_difference(const Account& account,
                                            const SettleDifference& command) {
    Findings findings;
    DifferenceSettled fact = command.settled;
    check_step(findings, account, fact);
    check_target(findings, account, fact.answer, fact.date, "answered");
    fact.note = findings.required_text(fact.note, "note", longest_note, Findings::Lines::many);
    const bool there =
        fact.line >= 0 && static_cast<std::size_t>(fact.line) < account.difference_lines;
    findings.add_if(account.target_known && !there, ErrorCode::out_of_range, "difference_line",
                    std::to_string(fact.line + 1));
    findings.add_if(account.line_settled, ErrorCode::nothing_to_do, "difference_line",
                    std::to_string(fact.line + 1));
    // What we correct or let go stands on a document of ours.
    const bool ours =
        fact.how == DifferenceEnd::corrected || fact.how == DifferenceEnd::written_off;
    findings.add_if(ours && fact.document.is_nil(), ErrorCode::required, "document");
    findings.add_if(!fact.document.is_nil() && !std::ranges::contains(account.known, fact.document),
                    ErrorCode::unknown_document, "document", to_text(fact.document));
    return findings.answer({std::move(fact)});
}

} // namespace huikuan::core
