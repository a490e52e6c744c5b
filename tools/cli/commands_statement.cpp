// Statements of account: prepared and sent, answered, differences settled.
#include <algorithm>
#include <charconv>

#include "book.h"
#include "commands.h"
#include "core/read.h"
#include "output.h"
#include "platform/native.h"
#include "session/bank_import.h"
#include "session/ledger.h"
#include "session/statement_compare.h"
#include "session/statement_course.h"
#include "words.h"
#include "writing.h"

namespace huikuan::cli {

namespace {

using core::ErrorCode;

template <class Type>
Type one_of(const std::string& name, std::string_view field,
            std::optional<Type> (*parse)(std::string_view)) {
    const auto found = parse(name);
    if (!found) { refuse({ErrorCode::malformed, std::string(field), name, 0}); }
    return *found;
}

session::StatementCourse find_statement(session::Session& book, const std::string& word) {
    const auto id = core::parse_id(word);
    if (!id) { refuse({ErrorCode::malformed, "statement", word, 0}); }
    auto found = session::Statements(book).one(*id, core::last_date);
    if (!found) { refuse({ErrorCode::unknown_document, "statement", word, 0}); }
    return *std::move(found);
}

// "A part|another": the parts between bars, with as many empty ones as are missing.
std::vector<std::string> parts_of(std::string_view text, char between) {
    std::vector<std::string> parts;
    while (true) {
        const auto end = text.find(between);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) { return parts; }
        text.remove_prefix(end + 1);
    }
}

// NUMBER|AMOUNT|CAUSE|OWNER|ANSWER-BY; from the amount on a part may be missing.
core::DifferenceLine line_of(const session::Session& book, const std::string& text,
                             core::Currency currency) {
    std::vector<std::string> parts = parts_of(text, '|');
    if (parts.size() < 2 || parts.size() > 5) {
        throw UsageError{"--lines 'NUMBER|AMOUNT|CAUSE|OWNER|ANSWER-BY;...'"};
    }
    parts.resize(5);
    core::DifferenceLine line;
    line.number = parts[0];
    line.minor = amount_of(parts[1], currency);
    if (!parts[2].empty()) {
        line.cause = one_of<core::DifferenceCause>(parts[2], "cause", core::parse_difference_cause);
    }
    line.owner = parts[3];
    if (!parts[4].empty()) { line.answer_by = must(core::read_typed_date(parts[4], book.today())); }
    return line;
}

std::string period_of(const session::StatementCourse& one) {
    if (one.form == core::StatementForm::open_items) { return core::to_text(one.to); }
    return core::to_text(one.from) + ".." + core::to_text(one.to);
}

Json json_of(const session::StatementCourse& one, core::Date day) {
    Json sendings = Json::array();
    for (const auto& sent : one.sendings) {
        sendings.push_back({{"id", core::to_text(sent.id)},
                            {"date", core::to_text(sent.date)},
                            {"channel", core::name_of(sent.channel)}});
    }
    Json answers = Json::array();
    for (const auto& answer : one.answers) {
        Json lines = Json::array();
        for (const session::AnsweredLine& line : answer.lines) {
            Json what{{"number", line.what.number},
                      {"minor", line.what.minor},
                      {"cause", core::name_of(line.what.cause)},
                      {"owner", line.what.owner},
                      {"answer_by",
                       line.what.answer_by ? Json(core::to_text(*line.what.answer_by)) : Json()}};
            what["ended"] = line.open() ? Json() : Json(core::name_of(line.how));
            lines.push_back(std::move(what));
        }
        answers.push_back({{"id", core::to_text(answer.id)},
                           {"date", core::to_text(answer.date)},
                           {"verdict", core::name_of(answer.verdict)},
                           {"theirs_minor", answer.theirs},
                           {"signed", answer.is_signed},
                           {"counts", &answer == one.answer()},
                           {"lines", lines}});
    }
    return {{"id", core::to_text(one.id)},
            {"customer", core::to_text(one.customer)},
            {"name", one.customer_name},
            {"form", core::name_of(one.form)},
            {"date", core::to_text(one.date)},
            {"from", core::to_text(one.from)},
            {"to", core::to_text(one.to)},
            {"currency", one.closing.currency.view()},
            {"closing_minor", one.closing.minor},
            {"code", one.code},
            {"state", core::name_of(one.state)},
            {"days_since_sent", one.sendings.empty()
                                    ? Json()
                                    : Json(core::days_between(one.sendings.back().date, day))},
            {"difference_minor", one.difference()},
            {"sendings", sendings},
            {"answers", answers}};
}

// The last whole month, as a batch wants it.
session::StatementWish wish_of(const session::Session& book, const Arguments& arguments) {
    session::StatementWish wish;
    wish.form = one_of<core::StatementForm>(arguments.option("--form").value_or("movements"),
                                            "form", core::parse_statement_form);
    const core::Date last = core::month_end(core::add_months(book.today(), -1));
    wish.to = date_of(book, arguments, "--to",
                      wish.form == core::StatementForm::open_items ? book.today() : last);
    wish.from =
        date_of(book, arguments, "--from", core::add_days(wish.to, 1 - core::ymd_of(wish.to).day));
    wish.by = arguments.option("--by").value_or("");
    if (const auto channel = arguments.option("--send")) {
        wish.channel = one_of<core::Channel>(*channel, "channel", core::parse_channel);
    }
    wish.to_whom = arguments.option("--address").value_or("");
    return wish;
}

} // namespace

void issue_statement(const Arguments& arguments) {
    const auto book = open_book(arguments);
    session::StatementWish wish = wish_of(*book, arguments);
    const session::Statements statements(*book);
    std::vector<core::Command> commands;
    if (arguments.has("--all")) {
        const auto keys = session::statement_customers(*book, wish.form, wish.from, wish.to);
        each_row<core::CustomerRow>(
            keys, [&](auto some) { return book->customers(some, wish.to); },
            [&](const core::CustomerRow& row) {
                wish.customer = row.id;
                for (core::Command& one : statements.commands(wish, book->today())) {
                    commands.push_back(std::move(one));
                }
            });
    } else {
        if (arguments.words() < 2) { throw UsageError{"CUSTOMER, or --all"}; }
        wish.customer = find_customer(*book, arguments.word(1)).id;
        commands = statements.commands(wish, book->today());
    }
    if (commands.empty()) { refuse({ErrorCode::nothing_to_do, "statement", {}, 0}); }
    const session::Outcome outcome = must(book->run_batch(commands));
    tell_written(*book, arguments, outcome);
}

void send_statement(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const auto statement = find_statement(*book, arguments.word(1));
    core::StatementSent sent;
    sent.id = id_of(*book, arguments);
    sent.customer = statement.customer;
    sent.statement = statement.id;
    sent.channel = one_of<core::Channel>(arguments.word(2), "channel", core::parse_channel);
    sent.date = date_of(*book, arguments, "--date", book->today());
    sent.to = arguments.option("--address").value_or("");
    sent.by = arguments.option("--by").value_or("");
    run(*book, arguments, core::SendStatement{sent});
}

void answer_statement(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const auto statement = find_statement(*book, arguments.word(1));
    core::StatementAnswered answer;
    answer.id = id_of(*book, arguments);
    answer.customer = statement.customer;
    answer.statement = statement.id;
    answer.verdict =
        one_of<core::StatementVerdict>(arguments.word(2), "verdict", core::parse_statement_verdict);
    answer.date = date_of(*book, arguments, "--date", book->today());
    answer.is_signed = arguments.has("--signed");
    answer.who = arguments.option("--who").value_or("");
    answer.note = arguments.option("--note").value_or("");
    answer.by = arguments.option("--by").value_or("");
    const core::Currency currency = statement.closing.currency;
    if (const auto lines = arguments.option("--lines")) {
        for (const std::string& one : parts_of(*lines, ';')) {
            answer.lines.push_back(line_of(*book, one, currency));
        }
    }
    if (answer.verdict == core::StatementVerdict::difference) {
        answer.theirs = amount_of(arguments.needed("--amount"), currency);
    }
    run(*book, arguments, core::AnswerStatement{answer});
}

// Read as a bank's statement is; what differs may be kept as what the customer answered.
void compare_statement(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::CustomerRow customer = find_customer(*book, arguments.word(1));
    session::StatementWish wish = wish_of(*book, arguments);
    wish.customer = customer.id;
    const core::Currency currency = currency_of(*book, arguments);
    auto all = session::statements_of(*book, customer.id, wish.from, wish.to);
    const auto found = std::ranges::find(all, currency, &session::Statement::currency);
    if (found == all.end()) { refuse({ErrorCode::nothing_to_do, "statement", {}, 0}); }
    const session::Statement& ours = *found;
    const std::string& path = arguments.word(2);
    const auto file = platform::open_path(path);
    if (file == nullptr) { refuse({ErrorCode::io, "file", path, 0}, path); }
    session::ImportOptions options;
    options.sheet = arguments.option("--sheet").value_or("");
    options.currency = currency;
    session::BankImport import(*book, file, options);
    run_until_idle(import);
    if (import.phase() == session::BankImportPhase::failed) { refuse(import.error(), path); }
    if (const auto text = arguments.option("--layout")) {
        const auto layout = core::parse_bank_layout(*text);
        if (!layout) { throw UsageError{"--layout is FIELD=COLUMN ..., columns counted from 0"}; }
        import.set_layout(*layout);
    }
    const core::BankReading& reading = import.reading();
    const auto compared = session::compare_statement(ours, reading);
    const auto lines = session::difference_lines(
        compared, ours, arguments.option("--by").value_or(""), "opening balance",
        [](const session::StatementRow& row) {
            return std::string(row.credit ? core::name_of(row.credit_type)
                                          : core::name_of(row.debit_type));
        });
    const std::int64_t theirs = ours.closing - compared.difference();
    if (arguments.has("--record") && !lines.empty()) {
        for (core::Command& one : session::Statements(*book).commands(wish, book->today())) {
            must(book->run(one));
        }
        core::AnswerStatement answer;
        for (const auto& one : session::Statements(*book).all(core::last_date)) {
            const bool same = one.customer == customer.holder && one.code == ours.code;
            if (same && one.form == wish.form) { answer.answer.statement = one.id; }
        }
        answer.answer.id = book->mint();
        answer.answer.customer = customer.id;
        answer.answer.verdict = core::StatementVerdict::difference;
        answer.answer.theirs = theirs;
        answer.answer.date = book->today();
        answer.answer.by = arguments.option("--by").value_or("");
        answer.answer.lines = lines;
        must(book->run(answer));
    }
    Json refused = Json::array();
    for (const core::Error& error : reading.refused) {
        refused.push_back({{"line", error.line}, {"reason", sentence(error)}});
    }
    if (arguments.has("--json")) {
        Json list = Json::array();
        for (const core::DifferenceLine& line : lines) {
            list.push_back({{"number", line.number},
                            {"minor", line.minor},
                            {"cause", core::name_of(line.cause)}});
        }
        return print(Json{{"ours_minor", ours.closing},
                          {"theirs_minor", theirs},
                          {"currency", currency.view()},
                          {"differences", list},
                          {"outside", compared.outside},
                          {"foreign", compared.foreign},
                          {"repeated", reading.repeated},
                          {"refused", refused}});
    }
    Table table({"DIFFERS BY", "", "CAUSE", "DOCUMENT"}, "r---");
    for (const core::DifferenceLine& line : lines) {
        table.row({plain(line.minor, currency), std::string(currency.view()),
                   std::string(core::name_of(line.cause)), line.number});
    }
    table.print();
    print("ours " + plain(ours.closing, currency) + ", theirs " + plain(theirs, currency) +
          "; left aside: other days " + std::to_string(compared.outside) + ", other currencies " +
          std::to_string(compared.foreign) + ", repeated " + std::to_string(reading.repeated) +
          ", refused " + std::to_string(reading.refused.size()));
    for (const core::Error& error : reading.refused) {
        print("  " + at_line(error.line) + ": " + sentence(error));
    }
}

void settle_difference(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const auto statement = find_statement(*book, arguments.word(1));
    if (statement.answer() == nullptr) {
        refuse({ErrorCode::unknown_document, "answered", arguments.word(1), 0});
    }
    const std::string& number = arguments.word(2);
    int line = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), line);
    if (error != std::errc{} || end != number.data() + number.size() || line < 1) {
        refuse({ErrorCode::out_of_range, "difference_line", number, 0});
    }
    core::DifferenceSettled settled;
    settled.id = id_of(*book, arguments);
    settled.customer = statement.customer;
    settled.answer = statement.answer()->id;
    settled.line = line - 1;
    settled.how =
        one_of<core::DifferenceEnd>(arguments.word(3), "outcome", core::parse_difference_end);
    settled.date = date_of(*book, arguments, "--date", book->today());
    settled.note = arguments.needed("--note");
    settled.by = arguments.option("--by").value_or("");
    if (const auto document = arguments.option("--document")) {
        const auto id = core::parse_id(*document);
        const bool receipt =
            id && book->receipt(core::id_cast<core::ReceiptId>(*id), book->today());
        settled.document =
            receipt ? *id : core::entity_of(find_invoice(*book, *document, statement.customer).id);
    }
    run(*book, arguments, core::SettleDifference{settled});
}

void list_statements(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::Date day = as_of(*book, arguments);
    session::StatementFilter filter;
    if (const auto name = arguments.option("--customer")) {
        filter.customer = find_customer(*book, *name).id;
    }
    filter.owner = arguments.option("--owner");
    if (const auto state = arguments.option("--state")) {
        filter.state = one_of<core::StatementState>(*state, "state", core::parse_statement_state);
    }
    const auto found = session::Statements(*book).all(day, filter);
    if (arguments.has("--json")) {
        Json list = Json::array();
        for (const auto& one : found) { list.push_back(json_of(one, day)); }
        return print(Json{{"day", core::to_text(day)}, {"statements", list}});
    }
    Table table({"PERIOD", "CUSTOMER", "FORM", "CLOSING", "", "STATE", "SENT", "DAYS", "DIFFERENCE",
                 "OPEN LINES", "ID"},
                "   r   rrr ");
    for (const auto& one : found) {
        const bool sent = !one.sendings.empty();
        const core::Currency currency = one.closing.currency;
        const auto* answer = one.answer();
        table.row({period_of(one), one.customer_name, std::string(core::name_of(one.form)),
                   plain(one.closing.minor, currency), std::string(currency.view()),
                   std::string(core::name_of(one.state)),
                   sent ? core::to_text(one.sendings.back().date) : "-",
                   sent ? std::to_string(core::days_between(one.sendings.back().date, day)) : "-",
                   one.difference() != 0 ? plain(one.difference(), currency) : "-",
                   answer != nullptr && !answer->lines.empty()
                       ? std::to_string(answer->open_lines())
                       : "-",
                   core::to_text(one.id)});
    }
    table.print();
}

} // namespace huikuan::cli
