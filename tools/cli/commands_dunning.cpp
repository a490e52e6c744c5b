// Letters: what a day's run would write and why not, the run itself, one letter by hand, and how
// disputes end.
#include "book.h"
#include "commands.h"
#include "core/text.h"
#include "output.h"
#include "session/letters.h"
#include "session/statement_course.h"
#include "words.h"
#include "writing.h"

namespace huikuan::cli {

namespace {

std::string sums_text(const std::vector<core::LetterSum>& sums) {
    std::string out;
    for (const core::LetterSum& sum : sums) {
        out += (out.empty() ? "" : " + ") + text_of(sum.overdue - sum.unapplied, sum.currency);
    }
    return out;
}

Json json_of_sums(const std::vector<core::LetterSum>& sums) {
    Json list = Json::array();
    for (const core::LetterSum& sum : sums) {
        list.push_back({{"currency", sum.currency.view()},
                        {"overdue_minor", sum.overdue},
                        {"unapplied_minor", sum.unapplied},
                        {"interest_minor", sum.interest},
                        {"fee_minor", sum.fee},
                        {"total_minor", sum.total()}});
    }
    return list;
}

Json json_of_charges(session::Session& book, const session::DunningRow& row, core::Date day) {
    Json list = Json::array();
    for (const core::LetterSum& sum : session::Letters(book).charges_of(row, day)) {
        list.push_back({{"currency", sum.currency.view()},
                        {"fee_minor", sum.fee},
                        {"interest_minor", sum.interest}});
    }
    return list;
}

Json json_of_row(session::Session& book, const session::DunningRow& row, core::Date day) {
    Json items = Json::array();
    for (const core::LetterItem& item : row.plan.items) {
        const auto invoice = book.invoice(item.invoice, day);
        items.push_back({{"invoice", core::to_text(item.invoice)},
                         {"number", invoice ? invoice->number : std::string()},
                         {"due", core::to_text(item.due)},
                         {"open_minor", item.minor},
                         {"level", item.level}});
    }
    Json disputed = Json::array();
    for (const core::Money& money : row.plan.disputed) {
        disputed.push_back({{"currency", money.currency.view()}, {"minor", money.minor}});
    }
    const bool letter = row.plan.why == core::DunningWhy::none;
    Json json{{"customer", core::to_text(row.customer)},
              {"code", row.code},
              {"name", row.name},
              {"owner", row.owner},
              {"ladder", row.ladder},
              {"why", core::name_of(row.plan.why)},
              {"sums", json_of_sums(row.plan.sums)},
              {"disputed", disputed}};
    json["next"] = row.plan.next == core::far_future ? Json() : Json(core::to_text(row.plan.next));
    if (!letter) { return json; }
    json["level"] = row.plan.level;
    json["letter"] = row.step.letter;
    json["channel"] = core::name_of(row.step.channel);
    json["decides"] = row.step.who;
    json["ready"] = row.ready;
    json["id"] = core::to_text(row.letter);
    json["items"] = items;
    json["charges"] = json_of_charges(book, row, day);
    return json;
}

std::string charges_text(session::Session& book, const session::DunningRow& row, core::Date day) {
    if (row.plan.why != core::DunningWhy::none) { return "-"; }
    std::string out;
    for (const core::LetterSum& sum : session::Letters(book).charges_of(row, day)) {
        out += (out.empty() ? "" : " + ") + text_of(sum.fee + sum.interest, sum.currency);
    }
    return out.empty() ? "-" : out;
}

std::string level_words(const session::DunningRow& row) {
    if (row.plan.why != core::DunningWhy::none) { return "-"; }
    return std::to_string(row.plan.level) + " " + row.step.letter;
}

} // namespace

void preview_dunning(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::Date day = as_of(*book, arguments);
    const auto preview = must(session::Dunning(*book).preview(day, arguments.option("--owner")));
    Json rows = Json::array();
    Table table({"CUSTOMER", "LEVEL", "VIA", "TO PAY", "CHARGED", "WHY", "AGAIN", "LADDER"},
                "   rr   ");
    for (const session::DunningRow& row : preview.rows) {
        if (arguments.has("--letters") && row.plan.why != core::DunningWhy::none) { continue; }
        rows.push_back(json_of_row(*book, row, day));
        const bool letter = row.plan.why == core::DunningWhy::none;
        const std::string why = !letter     ? std::string(core::name_of(row.plan.why))
                                : row.ready ? std::string("letter")
                                            : "decides " + row.step.who;
        table.row({row.name, level_words(row),
                   letter ? std::string(core::name_of(row.step.channel)) : "-",
                   sums_text(row.plan.sums), charges_text(*book, row, day), why,
                   row.plan.next == core::far_future ? "-" : core::to_text(row.plan.next),
                   row.ladder.empty() ? "-" : row.ladder});
    }
    if (arguments.has("--json")) {
        return print(
            Json{{"day", core::to_text(day)}, {"letters", preview.letters}, {"rows", rows}});
    }
    table.print();
}

void run_dunning(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::Date day = as_of(*book, arguments);
    const auto ran = must(session::Letters(*book).run(day, arguments.option("--owner"),
                                                      arguments.option("--by").value_or("")));
    Json refused = Json::array();
    for (const auto& [customer, error] : ran.refused) {
        const auto row = book->customer(customer, day);
        refused.push_back({{"customer", core::to_text(customer)},
                           {"error", core::name_of(error.code)},
                           {"field", error.field},
                           {"detail", error.detail}});
        if (!arguments.has("--json")) {
            complain((row ? row->name : std::string()) + ": " + sentence(error));
        }
    }
    if (arguments.has("--json")) {
        return print(
            Json{{"day", core::to_text(day)}, {"written", ran.written}, {"refused", refused}});
    }
    print("wrote " + std::to_string(ran.written) + (ran.written == 1 ? " letter" : " letters") +
          (ran.refused.empty() ? "" : ", refused " + std::to_string(ran.refused.size())));
}

void list_ladders(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const session::Dunning dunning(*book);
    const std::string own = dunning.default_ladder();
    Json list = Json::array();
    Table table({"LADDER", "LEVEL", "NAME", "AFTER", "GAP", "VIA", "LETTER", "DECIDES"},
                " r rr   ");
    for (const core::DunningLadder& ladder : dunning.ladders()) {
        Json levels = Json::array();
        table.row({ladder.key + (ladder.key == own ? " *" : ""), "", ladder.name, "",
                   std::to_string(ladder.gap), ladder.segment, "", ""});
        for (const core::DunningLevel& level : ladder.levels) {
            levels.push_back({{"level", level.level},
                              {"name", level.name},
                              {"days", level.days},
                              {"month_end", level.month_end},
                              {"gap", level.gap},
                              {"channel", core::name_of(level.channel)},
                              {"letter", level.letter},
                              {"fee_minor", level.fee_minor},
                              {"interest", level.interest},
                              {"decides", level.who}});
            table.row({"", std::to_string(level.level), level.name,
                       std::to_string(level.days) + (level.month_end ? " eom" : ""),
                       std::to_string(level.gap), std::string(core::name_of(level.channel)),
                       level.letter, level.who});
        }
        list.push_back({{"key", ladder.key},
                        {"name", ladder.name},
                        {"segment", ladder.segment},
                        {"gap", ladder.gap},
                        {"tolerance_minor", ladder.tolerance},
                        {"together", ladder.together},
                        {"nothing", ladder.nothing},
                        {"default", ladder.key == own},
                        {"levels", levels}});
    }
    if (arguments.has("--json")) { return print(Json{{"ladders", list}}); }
    table.print();
}

void write_letter(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::Date day = as_of(*book, arguments);
    const core::CustomerRow customer = find_customer(*book, arguments.word(1));
    session::LetterWish wish;
    wish.name = arguments.needed("--template");
    wish.language = arguments.option("--language").value_or("");
    wish.by = arguments.option("--by").value_or("");
    if (const auto via = arguments.option("--channel")) {
        wish.channel = core::parse_channel(*via);
        if (!wish.channel) { refuse({core::ErrorCode::malformed, "channel", *via, 0}); }
    }
    // --set lawyer=陈律师; several by ';'
    std::string given = arguments.option("--set").value_or("");
    while (!given.empty()) {
        const auto end = given.find(';');
        const std::string one = given.substr(0, end);
        const auto equals = one.find('=');
        if (equals == std::string::npos) { throw UsageError{"--set NAME=VALUE;NAME=VALUE"}; }
        wish.values.emplace_back(one.substr(0, equals), one.substr(equals + 1));
        given = end == std::string::npos ? std::string() : given.substr(end + 1);
    }
    const auto draft = must(session::Letters(*book).of(customer.id, day, wish));
    if (session::demands(wish.name)) {
        const auto due = session::Dunning(*book).preview_of(customer.id, day);
        if (due && *due && session::is_hold((*due)->plan.why)) {
            complain(customer.name + ": " + std::string(core::name_of((*due)->plan.why)) +
                     ((*due)->plan.next == core::far_future
                          ? std::string()
                          : ", again on " + core::to_text((*due)->plan.next)));
        }
    }
    if (arguments.has("--send")) {
        core::SendLetter send{draft.letter};
        if (const auto id = arguments.option("--id")) { send.letter.id = id_of(*book, arguments); }
        if (wish.name != "statement") { return run(*book, arguments, send); }
        // 对账: that the figures went out stands among the statements, as when the page sends it.
        session::StatementWish figures{.customer = customer.id,
                                       .form = core::StatementForm::open_items,
                                       .from = day,
                                       .to = day,
                                       .by = wish.by,
                                       .channel = draft.letter.channel,
                                       .to_whom = draft.letter.to};
        std::vector<core::Command> commands{send};
        for (core::Command& one : session::Statements(*book).commands(figures, book->today())) {
            commands.push_back(std::move(one));
        }
        return tell_written(*book, arguments, must(book->run_batch(commands)));
    }
    if (arguments.has("--json")) { return print(json_of(core::Fact(draft.letter))); }
    print(draft.letter.subject + "\n\n" + draft.letter.text);
}

void list_letters(const Arguments& arguments) {
    const auto book = open_book(arguments);
    core::CustomerId customer;
    if (const auto name = arguments.option("--customer")) {
        customer = find_customer(*book, *name).id;
    }
    Json list = Json::array();
    Table table({"DATE", "CUSTOMER", "LETTER", "LEVEL", "VIA", "TO", "TO PAY", "BY", "ID"},
                "   r  r  ");
    for (const auto& row : session::Dunning(*book).letters(customer, arguments.has("--all"))) {
        Json one = json_of(core::Fact(row.letter));
        one["void"] = row.end != core::far_future;
        list.push_back(std::move(one));
        const auto whose = book->customer(row.letter.customer, book->today());
        table.row({core::to_text(row.letter.date), whose ? whose->name : std::string(),
                   row.letter.letter, row.letter.level > 0 ? std::to_string(row.letter.level) : "-",
                   std::string(core::name_of(row.letter.channel)), row.letter.to,
                   sums_text(row.letter.sums), row.letter.by, core::to_text(row.letter.id)});
    }
    if (arguments.has("--json")) { return print(Json{{"letters", list}}); }
    table.print();
}

void settle_dispute(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const auto id = core::parse_id(arguments.word(1));
    if (!id) { refuse({core::ErrorCode::malformed, "dispute", arguments.word(1), 0}); }
    const auto outcome = core::parse_dispute_outcome(arguments.needed("--outcome"));
    if (!outcome) {
        refuse({core::ErrorCode::malformed, "outcome", arguments.needed("--outcome"), 0});
    }
    core::SettleDispute settle;
    settle.settled.id = id_of(*book, arguments);
    settle.settled.dispute = *id;
    for (const auto& row : session::Ledger(*book).disputes({}, true)) {
        if (row.id == *id) { settle.settled.customer = row.customer; }
    }
    if (settle.settled.customer.is_nil()) {
        refuse({core::ErrorCode::unknown_document, "dispute", arguments.word(1), 0});
    }
    settle.settled.date = date_of(*book, arguments, "--date", book->today());
    settle.settled.outcome = *outcome;
    settle.settled.note = arguments.needed("--note");
    settle.settled.by = arguments.option("--by").value_or("");
    if (const auto document = arguments.option("--document")) {
        // A refund is a debit; what else settles a dispute is a credit.
        settle.settled.document =
            *outcome == core::DisputeOutcome::refund
                ? core::entity_of(find_invoice(*book, *document, settle.settled.customer).id)
                : core::entity_of(find_receipt(*book, *document, settle.settled.customer).id);
    }
    run(*book, arguments, settle);
}

} // namespace huikuan::cli
