// import bank, bank lines, bank match ...: statements in, and what their lines pay
#include <algorithm>

#include "book.h"
#include "commands.h"
#include "output.h"
#include "platform/native.h"
#include "session/bank.h"
#include "session/bank_import.h"
#include "words.h"
#include "workbook.h"
#include "writing.h"

namespace huikuan::cli {

namespace {

using core::ErrorCode;
using session::Bank;
using session::BankImport;
using session::BankImportPhase;

Json json_of(const BankImport& import) {
    const core::BankReading& reading = import.reading();
    Json notes = Json::array();
    for (const core::BankNote& note : reading.notes) {
        notes.push_back(
            {{"doubt", core::name_of(note.doubt)},
             {"line", note.line},
             {"detail", note.detail},
             {"words", phrase("doubt." + std::string(core::name_of(note.doubt)), note.detail)}});
    }
    Json refused = Json::array();
    for (const core::Error& error : reading.refused) {
        refused.push_back({{"line", error.line}, {"reason", sentence(error)}});
    }
    Json columns = Json::object();
    for (std::size_t i = 0; i < core::bank_field_count; ++i) {
        const int column = import.layout().column[i];
        if (column < 0 || static_cast<std::size_t>(column) >= import.headings().size()) continue;
        columns[std::string(core::name_of(static_cast<core::BankField>(i)))] =
            import.headings()[static_cast<std::size_t>(column)];
    }
    return {{"file", import.file().name},
            {"encoding", import.file().encoding},
            {"account", reading.account},
            {"columns", columns},
            {"lines", reading.lines.size()},
            {"fresh", import.fresh()},
            {"first", core::to_text(reading.first)},
            {"last", core::to_text(reading.last)},
            {"unmoved", reading.unmoved},
            {"uncounted", reading.uncounted},
            {"repeated", reading.repeated},
            {"known_otherwise", import.known_otherwise()},
            {"remarks", reading.totals_rows},
            {"notes", notes},
            {"refused", refused}};
}

void print_text(const BankImport& import, bool dry) {
    const core::BankReading& reading = import.reading();
    std::string columns;
    for (std::size_t i = 0; i < core::bank_field_count; ++i) {
        const int column = import.layout().column[i];
        if (column < 0 || static_cast<std::size_t>(column) >= import.headings().size()) continue;
        columns += (columns.empty() ? "" : ", ") +
                   std::string(core::name_of(static_cast<core::BankField>(i))) + " = " +
                   import.headings()[static_cast<std::size_t>(column)];
    }
    print("account " + reading.account + ": " + columns);
    print(std::string(dry ? "would take in " : "took in ") + std::to_string(import.fresh()) +
          " of " + std::to_string(reading.lines.size()) + " lines" +
          (reading.lines.empty()
               ? ""
               : ", " + core::to_text(reading.first) + " to " + core::to_text(reading.last)));
    print("left out: nothing moved " + std::to_string(reading.unmoved) +
          ", not counted by the wallet " + std::to_string(reading.uncounted) + ", repeated " +
          std::to_string(reading.repeated) + ", sums and remarks " +
          std::to_string(reading.totals_rows) + ", refused " +
          std::to_string(reading.refused.size()));
    print_workbook(import.file().workbook);
    constexpr std::size_t shown = 20;
    std::size_t count = 0;
    for (const core::BankNote& note : reading.notes) {
        if (++count > shown) break;
        print("  " + (note.line > 0 ? at_line(note.line) + ": " : std::string()) +
              phrase("doubt." + std::string(core::name_of(note.doubt)), note.detail));
    }
    count = 0;
    for (const core::Error& error : reading.refused) {
        if (++count > shown) break;
        print("  " + at_line(error.line) + ": " + sentence(error));
    }
}

std::string questions_of(const BankImport& import) {
    std::string text;
    for (core::Error question : import.questions()) {
        if (question.code == ErrorCode::required) {
            question.detail = word_of_field("bank_" + question.field);
            question.field = question.field == "account" ? "bank_account" : "bank_column";
        }
        text += (text.empty() ? "" : " ") + sentence(question);
    }
    return text;
}

core::EntityId entity_of(const std::string& text) {
    const auto id = core::parse_id(text);
    if (!id) refuse({ErrorCode::malformed, "id", text, 0});
    return *id;
}

std::string reason_words(const core::Matched& reason) {
    return phrase("match." + std::string(core::name_of(reason.reason)), reason.detail, reason.more);
}

Json json_of(const core::MatchProposal& proposal, const core::BankLineRow& row,
             const session::Session& book) {
    Json reasons = Json::array();
    for (const core::Matched& reason : proposal.reasons) {
        reasons.push_back({{"reason", core::name_of(reason.reason)},
                           {"points", reason.points},
                           {"words", reason_words(reason)}});
    }
    Json parts = Json::array();
    for (const core::AllocationPart& part : proposal.parts) {
        const auto invoice = book.invoice(part.invoice, book.today());
        parts.push_back({{"invoice", invoice ? invoice->number : core::to_text(part.invoice)},
                         {"minor", part.minor}});
    }
    Json json{{"line", core::to_text(row.what.id)},
              {"certainty", core::name_of(proposal.certainty)},
              {"points", proposal.points},
              {"parts", parts},
              {"fee_minor", proposal.fee_minor},
              {"difference_minor", proposal.difference_minor},
              {"unapplied_minor", proposal.unapplied_minor},
              {"reasons", reasons}};
    if (const auto customer = book.customer(proposal.customer, book.today())) {
        json["customer"] = customer->name;
    }
    if (!proposal.recorded.is_nil()) json["receipt"] = core::to_text(proposal.recorded);
    return json;
}

void print_proposals(const session::Session& book, std::span<const core::BankLineRow> rows,
                     std::span<const core::MatchProposal> proposals) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const core::MatchProposal& one = proposals[i];
        const auto customer = book.customer(one.customer, book.today());
        std::string pays;
        for (const core::AllocationPart& part : one.parts) {
            const auto invoice = book.invoice(part.invoice, book.today());
            pays += (pays.empty() ? "" : " + ") + (invoice ? invoice->number : std::string("?")) +
                    " " + plain(part.minor, rows[i].currency);
        }
        print(core::to_text(rows[i].what.date) + "  " +
              plain(rows[i].what.minor, rows[i].currency) + " " +
              std::string(rows[i].currency.view()) + "  " + rows[i].what.payer + "  " +
              core::to_text(rows[i].what.id));
        print("  " + std::string(core::name_of(one.certainty)) + " " + std::to_string(one.points) +
              ": " + (customer ? customer->name : std::string("-")) +
              (pays.empty() ? "" : ": " + pays));
        for (const core::Matched& reason : one.reasons) {
            print("    " + std::string(reason.points >= 0 ? "+" : "") +
                  std::to_string(reason.points) + " " + reason_words(reason));
        }
    }
}

} // namespace

void import_bank(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const std::string& path = arguments.word(1);
    const auto file = platform::open_path(path);
    if (file == nullptr) refuse({ErrorCode::io, "file", path, 0}, path);
    session::ImportOptions options;
    options.encoding = arguments.option("--encoding").value_or("");
    options.header_line = arguments.number("--header-line", 0, 1, 10'000);
    options.sheet = arguments.option("--sheet").value_or("");
    BankImport import(*book, file, options);
    run_until_idle(import);
    if (import.phase() == BankImportPhase::failed) refuse(import.error(), path);
    if (const auto account = arguments.option("--account")) import.set_account(*account);
    if (const auto text = arguments.option("--layout")) {
        const auto layout = core::parse_bank_layout(*text);
        if (!layout) throw UsageError{"--layout is FIELD=COLUMN ..., columns counted from 0"};
        import.set_layout(*layout);
    }
    if (!import.questions().empty()) {
        complain(path + ": " + questions_of(import));
        throw Complained{};
    }
    if (arguments.has("--keep-known")) import.keep_otherwise(true);
    const bool dry = arguments.has("--dry-run");
    Json answer = json_of(import);
    put_workbook(answer, import.file().workbook);
    if (!arguments.has("--json")) print_text(import, dry);
    if (!dry && import.fresh() > 0) must(import.run(), path);
    if (arguments.has("--json")) print(answer);
    if (const auto place = arguments.option("--refused")) {
        const auto out = platform::save_path(*place);
        if (out == nullptr ||
            !import.save_refused(
                *out, [](const core::Error& error) { return sentence(error); }, "reason")) {
            refuse({ErrorCode::io, "file", *place, 0}, *place);
        }
    }
}

void list_bank_lines(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const auto account = arguments.option("--account");
    Table table({"DATE", "AMOUNT", "", "PAYER", "MEMO", "STATE", "AGE", "ACCOUNT", "ID"},
                "-r----r--");
    Json list = Json::array();
    for (const core::BankLineRow& row : Bank(*book).lines(arguments.has("--open"))) {
        if (account && row.account != *account) continue;
        const std::string state = row.is_open()          ? "open"
                                  : row.receipt.is_nil() ? row.reason
                                                         : "receipt";
        const int age = core::days_between(row.what.date, book->today());
        table.row({core::to_text(row.what.date), plain(row.what.minor, row.currency),
                   std::string(row.currency.view()), row.what.payer, row.what.memo, state,
                   std::to_string(age), row.account, core::to_text(row.what.id)});
        Json json{{"id", core::to_text(row.what.id)},
                  {"account", row.account},
                  {"date", core::to_text(row.what.date)},
                  {"minor", row.what.minor},
                  {"currency", row.currency.view()},
                  {"payer", row.what.payer},
                  {"payer_account", row.what.payer_account},
                  {"memo", row.what.memo},
                  {"reference", row.what.reference},
                  {"state", state},
                  {"age_days", age}};
        if (row.what.balance) json["balance_minor"] = *row.what.balance;
        if (!row.receipt.is_nil()) json["receipt"] = core::to_text(row.receipt);
        list.push_back(std::move(json));
    }
    if (arguments.has("--json")) print(list);
    else table.print();
}

void match_bank_lines(const Arguments& arguments) {
    const auto book = open_book(arguments);
    Bank bank(*book);
    std::vector<core::BankLineRow> rows = bank.lines(true);
    std::erase_if(rows, [](const core::BankLineRow& row) { return row.what.minor <= 0; });
    std::vector<core::MatchProposal> proposals = bank.propose(rows);
    if (const auto least = arguments.option("--confirm")) {
        if (*least != "certain" && *least != "likely") {
            throw UsageError{"--confirm is certain or likely"};
        }
        const auto enough =
            *least == "certain" ? core::Certainty::certain : core::Certainty::likely;
        std::vector<core::BankLineRow> some;
        std::vector<core::MatchProposal> sure;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (proposals[i].certainty < enough) continue;
            some.push_back(rows[i]);
            sure.push_back(proposals[i]);
        }
        const Bank::Confirmed done = bank.confirm_each(some, sure);
        const std::size_t count = sure.size() - done.refused.size();
        if (arguments.has("--json")) {
            Json answer{{"confirmed", count}, {"left", rows.size() - count}};
            for (const auto& [line, error] : done.refused) {
                answer["refused"].push_back(
                    {{"line", core::to_text(line)}, {"reason", sentence(error)}});
            }
            print(answer);
            return;
        }
        print("confirmed " + std::to_string(count) + " of " + std::to_string(rows.size()) +
              " lines");
        for (const auto& [line, error] : done.refused) {
            print("  " + core::to_text(line) + ": " + sentence(error));
        }
        return;
    }
    if (!arguments.has("--json")) return print_proposals(*book, rows, proposals);
    Json list = Json::array();
    for (std::size_t i = 0; i < rows.size(); ++i)
        list.push_back(json_of(proposals[i], rows[i], *book));
    print(list);
}

// Who paid and what is said by a person; what is not said is proposed.
void confirm_bank_line(const Arguments& arguments) {
    const auto book = open_book(arguments);
    Bank bank(*book);
    const core::EntityId id = entity_of(arguments.word(1));
    std::vector<core::BankLineRow> rows = bank.lines(true);
    std::erase_if(rows, [&](const core::BankLineRow& row) { return row.what.id != id; });
    if (rows.empty()) { refuse({ErrorCode::unknown_document, "line", arguments.word(1), 0}); }
    const core::BankLineRow& row = rows.front();
    core::MatchProposal proposal;
    if (const auto name = arguments.option("--customer")) {
        proposal = bank.propose_for(row, find_customer(*book, *name).id);
    } else {
        proposal = bank.propose(rows).front();
    }
    const auto amount = [&](const char* name, std::int64_t& into) {
        if (const auto text = arguments.option(name)) into = amount_of(*text, row.currency);
    };
    if (arguments.has("--allocate")) {
        proposal.recorded = {};
        proposal.fee_minor = proposal.difference_minor = 0;
        proposal.parts = plan_of(*book, arguments, proposal.customer, row.currency).parts;
    }
    amount("--fee", proposal.fee_minor);
    amount("--small-difference", proposal.difference_minor);
    tell_written(*book, arguments, must(bank.confirm({&row, 1}, {&proposal, 1})));
}

void set_bank_line_aside(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::EntityId line = entity_of(arguments.word(1));
    must(Bank(*book).set_aside({&line, 1}, arguments.needed("--reason")));
    print(std::string("set aside"));
}

void take_bank_line_back(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const auto done = must(Bank(*book).take_back(entity_of(arguments.word(1)),
                                                 arguments.option("--reason").value_or("undo")));
    print("open again; " + std::to_string(done.facts.size()) + " facts reversed");
}

void list_bank_imports(const Arguments& arguments) {
    const auto book = open_book(arguments);
    Table table({"FILE", "ACCOUNT", "LINES", "USED", "FROM", "TO", "ID"}, "--rr---");
    Json list = Json::array();
    for (const session::BankBatch& batch : Bank(*book).batches()) {
        table.row({batch.file, batch.account, std::to_string(batch.lines),
                   std::to_string(batch.used), core::to_text(batch.first),
                   core::to_text(batch.last), core::to_text(batch.imports.front())});
        list.push_back({{"id", core::to_text(batch.imports.front())},
                        {"file", batch.file},
                        {"account", batch.account},
                        {"lines", batch.lines},
                        {"used", batch.used},
                        {"first", core::to_text(batch.first)},
                        {"last", core::to_text(batch.last)}});
    }
    if (arguments.has("--json")) print(list);
    else table.print();
}

void take_bank_import_out(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::EntityId wanted = entity_of(arguments.word(1));
    Bank bank(*book);
    for (const session::BankBatch& batch : bank.batches()) {
        if (!std::ranges::contains(batch.imports, wanted)) continue;
        const auto done = must(bank.take_out(batch, arguments.needed("--reason")));
        print("taken out: " + std::to_string(batch.lines) + " lines, " +
              std::to_string(done.facts.size()) + " facts reversed");
        return;
    }
    refuse({ErrorCode::unknown_document, "import", arguments.word(1), 0});
}

} // namespace huikuan::cli
