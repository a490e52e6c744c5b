#include "sync/statement_bodies.h"

namespace huikuan::sync {

namespace {

constexpr std::int64_t most_of_a_balance = core::largest_amount_minor * 50;

std::int64_t balance_of(Reader& in, std::string_view name) {
    return in.integer(name, -most_of_a_balance, most_of_a_balance);
}

// [[number, difference, cause, owner, answer until or ""], ...]
std::vector<core::DifferenceLine> difference_lines(Reader& in, const Array* rows) {
    return read_rows(in, rows, 5, core::most_difference_lines, [&](const Array& parts) {
        core::DifferenceLine line;
        line.number = in.text_of(parts[0]);
        line.minor = in.integer_of(parts[1], -most_of_a_balance, most_of_a_balance);
        in.require(line.minor != 0);
        line.cause = core::parse_difference_cause(in.text_of(parts[2]))
                         .value_or(core::DifferenceCause::other);
        line.owner = in.text_of(parts[3]);
        const std::string until = in.text_of(parts[4]);
        if (!until.empty()) line.answer_by = in.date_of(until);
        return line;
    });
}

} // namespace

Value body_of(const core::StatementIssued& statement) {
    return Body()
        .id("cust", statement.customer)
        .text("form", core::name_of(statement.form))
        .date("date", statement.date)
        .date("from", statement.from)
        .date("to", statement.to)
        .text("cur", statement.currency.view())
        .value("open", statement.opening)
        .value("close", statement.closing)
        .text("code", statement.code)
        .text("by", statement.by);
}

std::optional<core::Fact> read_statement(core::EntityId entity, Reader in) {
    core::StatementIssued statement;
    statement.id = entity;
    statement.customer = core::id_cast<core::CustomerId>(in.id("cust"));
    statement.form = in.name("form", core::parse_statement_form);
    statement.date = in.date("date");
    statement.from = in.date("from");
    statement.to = in.date("to");
    statement.currency = in.currency();
    statement.opening = balance_of(in, "open");
    statement.closing = balance_of(in, "close");
    statement.code = in.required_text("code");
    statement.by = in.text("by");
    in.require(statement.from <= statement.to && statement.to <= statement.date);
    if (!in.good()) return std::nullopt;
    return statement;
}

Value body_of(const core::StatementSent& sent) {
    return Body()
        .id("cust", sent.customer)
        .id("of", sent.statement)
        .date("date", sent.date)
        .text("via", core::name_of(sent.channel))
        .text("to", sent.to)
        .text("by", sent.by);
}

std::optional<core::Fact> read_sending(core::EntityId entity, Reader in) {
    core::StatementSent sent;
    sent.id = entity;
    sent.customer = core::id_cast<core::CustomerId>(in.id("cust"));
    sent.statement = in.id("of");
    sent.date = in.date("date");
    sent.channel = in.name("via", core::parse_channel);
    sent.to = in.text("to");
    sent.by = in.text("by");
    if (!in.good()) return std::nullopt;
    return sent;
}

Value body_of(const core::StatementAnswered& answer) {
    Array lines;
    for (const core::DifferenceLine& line : answer.lines) {
        lines.emplace_back(Array{line.number, line.minor, std::string(core::name_of(line.cause)),
                                 line.owner,
                                 line.answer_by ? core::to_text(*line.answer_by) : std::string()});
    }
    Body body;
    body.id("cust", answer.customer)
        .id("of", answer.statement)
        .date("date", answer.date)
        .text("came", core::name_of(answer.verdict))
        .value("theirs", answer.theirs)
        .text("who", answer.who)
        .text("note", answer.note)
        .text("by", answer.by);
    if (answer.is_signed) body.value("signed", std::int64_t{1});
    if (!lines.empty()) body.value("lines", std::move(lines));
    return body;
}

std::optional<core::Fact> read_answer(core::EntityId entity, Reader in) {
    core::StatementAnswered answer;
    answer.id = entity;
    answer.customer = core::id_cast<core::CustomerId>(in.id("cust"));
    answer.statement = in.id("of");
    answer.date = in.date("date");
    answer.verdict = in.name("came", core::parse_statement_verdict);
    answer.theirs = balance_of(in, "theirs");
    answer.is_signed = in.has("signed") && in.integer("signed", 1, 1) == 1;
    answer.who = in.text("who");
    answer.lines = difference_lines(in, in.rows("lines"));
    answer.note = in.text("note");
    answer.by = in.text("by");
    const bool differs = answer.verdict == core::StatementVerdict::difference;
    in.require(differs != answer.lines.empty());
    if (!in.good()) return std::nullopt;
    return answer;
}

Value body_of(const core::DifferenceSettled& settled) {
    return Body()
        .id("cust", settled.customer)
        .id("of", settled.answer)
        .value("line", std::int64_t{settled.line})
        .date("date", settled.date)
        .text("came", core::name_of(settled.how))
        .optional_id("doc", settled.document)
        .text("note", settled.note)
        .text("by", settled.by);
}

std::optional<core::Fact> read_difference(core::EntityId entity, Reader in) {
    core::DifferenceSettled settled;
    settled.id = entity;
    settled.customer = core::id_cast<core::CustomerId>(in.id("cust"));
    settled.answer = in.id("of");
    settled.line = static_cast<int>(
        in.integer("line", 0, static_cast<std::int64_t>(core::most_difference_lines)));
    settled.date = in.date("date");
    settled.how = in.name("came", core::parse_difference_end);
    settled.document = in.optional_id("doc");
    settled.note = in.required_text("note");
    settled.by = in.text("by");
    if (!in.good()) return std::nullopt;
    return settled;
}

} // namespace huikuan::sync
