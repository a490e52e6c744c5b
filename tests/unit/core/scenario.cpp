#include "scenario.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <sstream>

#include "core/read.h"
#include "memory_book.h"

namespace huikuan::core {
namespace {

constexpr std::string_view indent = "    ";

// The value of a word: quotes, escapes and repetitions resolved.
std::string plain(std::string_view word) {
    std::string result;
    for (std::size_t at = 0; at < word.size(); ++at) {
        const std::string_view rest = word.substr(at);
        if (rest.starts_with("\\n") || rest.starts_with("\\t")) {
            result.push_back(rest[1] == 'n' ? '\n' : '\t');
            ++at;
        } else if (rest.starts_with("\\x")) {
            result.push_back(static_cast<char>(
                std::strtol(std::string(rest.substr(2, 2)).c_str(), nullptr, 16)));
            at += 3;
        } else if (const std::size_t end = rest.find('}');
                   rest.starts_with('{') && end != std::string_view::npos) {
            const std::size_t star = rest.find('*');
            const int count = std::atoi(std::string(rest.substr(star + 1)).c_str());
            for (int index = 0; index < count; ++index) { result += rest.substr(1, star - 1); }
            at += end;
        } else if (word[at] != '"') {
            result.push_back(word[at]);
        }
    }
    return result;
}

struct Line {
    std::string verb;
    std::string name;
    std::vector<std::pair<std::string, std::string>> values;

    [[nodiscard]] bool has(const std::string& key) const {
        return std::ranges::contains(values, key, &std::pair<std::string, std::string>::first);
    }
    [[nodiscard]] std::string get(const std::string& key, std::string otherwise = {}) const {
        for (const auto& [name_of_value, value] : values) {
            if (name_of_value == key) { return value; }
        }
        return otherwise;
    }
};

Line parse_line(const std::string& text) {
    std::vector<std::string> words{""};
    bool quoted = false;
    for (const char letter : text) {
        quoted = letter == '"' ? !quoted : quoted;
        if (letter == ' ' && !quoted) {
            if (!words.back().empty()) { words.emplace_back(); }
        } else {
            words.back().push_back(letter);
        }
    }
    Line line{words[0], {}, {}};
    for (std::size_t index = 1; index < words.size(); ++index) {
        const std::size_t equals = words[index].find('=');
        if (equals == std::string::npos) {
            line.name = index == 1 ? plain(words[index]) : line.name;
        } else {
            line.values.emplace_back(plain(std::string_view(words[index]).substr(0, equals)),
                                     plain(std::string_view(words[index]).substr(equals + 1)));
        }
    }
    return line;
}

class Scenario {
public:
    ScenarioRun run(const std::string& text) {
        std::istringstream lines(text);
        ScenarioRun result;
        for (std::string line; std::getline(lines, line);) {
            if (line.starts_with(indent)) { continue; } // yesterday's answer
            result.text += line + "\n";
            if (!line.empty() && !line.starts_with('#')) {
                std::istringstream answer(execute(parse_line(line)));
                for (std::string one; std::getline(answer, one);) {
                    result.text += std::string(indent) + one + "\n";
                }
            }
        }
        result.words = words_;
        return result;
    }

private:
    // --- names of the scenario and ids of the book
    EntityId id_of(const std::string& label) {
        if (label.empty()) { return {}; }
        const auto [found, fresh] = ids_.try_emplace(label, EntityId{ids_.size() + 1, 0x8000});
        if (fresh) { labels_[found->second] = label; }
        return found->second;
    }
    std::string label_of(EntityId id) {
        const auto found = labels_.find(id);
        return found == labels_.end() ? to_text(id) : found->second;
    }
    std::string detail_of(const std::string& detail) {
        const auto id = parse_id(detail);
        return id ? label_of(*id) : detail;
    }

    // --- values
    Currency currency_of(const Line& line) {
        const std::string code = line.get("currency");
        Currency currency;
        std::copy_n(code.begin(), std::min<std::size_t>(code.size(), 3), currency.code);
        return currency;
    }
    static std::int64_t amount_of(const std::string& text, Currency currency) {
        return text.starts_with("minor:")
                   ? std::atoll(text.c_str() + 6)
                   : read_amount(text, currency.exponent(), NumberStyle::point_decimal).value();
    }
    Money money_of(const Line& line) {
        const Currency currency = currency_of(line);
        return {amount_of(line.get("amount", "0"), currency), currency};
    }
    static Date date_of(const std::string& text) {
        return text.starts_with("days:") ? Date{std::atoi(text.c_str() + 5)}
                                         : parse_iso(text).value();
    }
    AllocationPlan plan_of(const Line& line, Currency currency) {
        const std::string text = line.get("allocate");
        if (text.empty()) { return {}; }
        if (text == "oldest") { return {AllocationRule::oldest_due_first, {}}; }
        AllocationPlan plan{AllocationRule::manual, {}};
        std::istringstream parts(text == "nothing" ? "" : text);
        for (std::string part; std::getline(parts, part, ',');) {
            const std::size_t colon = part.find(':');
            plan.parts.push_back({id_cast<InvoiceId>(id_of(part.substr(0, colon))),
                                  amount_of(part.substr(colon + 1), currency)});
        }
        return plan;
    }

    // --- commands
    std::string execute(const Line& line) {
        words_.insert(line.verb);
        if (line.verb == "aging") { return aging(line); }
        if (line.verb == "open") { return open(); }
        if (line.verb == "exception") {
            book_.raise(line.name);
            return "ok";
        }
        if (line.verb == "newer") {
            book_.needs_newer_version(id_cast<CustomerId>(id_of(line.name)));
            return "ok";
        }
        const auto command = command_of(line);
        return command ? answer_of(line, book_.run(*command)) : "what is '" + line.verb + "'?";
    }

    std::optional<Command> command_of(const Line& line) {
        if (line.verb == "customer" || line.verb == "contact" || line.verb == "book" ||
            line.verb == "setting") {
            return set_fields(line);
        }
        if (line.verb == "invoice") { return invoice(line); }
        if (line.verb == "receipt") { return receipt(line); }
        if (line.verb == "allocate") {
            const auto used = id_cast<ReceiptId>(id_of(line.get("receipt")));
            return AllocateReceipt{id_of(line.name), used, plan_of(line, Currency{"CNY"}),
                                   date_of(line.get("date"))};
        }
        if (line.verb == "reverse") {
            const std::string id = line.get("id", "reversal of " + line.name);
            Reverse command{
                id_of(id == "none" ? "" : id), id_of(line.name), {}, line.get("reason")};
            if (line.has("date")) { command.date = date_of(line.get("date")); }
            return command;
        }
        if (line.verb == "resolve") {
            return ResolveException{
                {id_of(line.name), line.get("exception"), line.get("choice"), line.get("note")}};
        }
        return std::nullopt;
    }

    Command set_fields(const Line& line) {
        SetFields command{{RegisterKind::setting, id_of(line.name), {}}};
        command.fields.kind = line.verb == "customer"  ? RegisterKind::customer
                              : line.verb == "contact" ? RegisterKind::contact
                              : line.verb == "book"    ? RegisterKind::book
                                                       : RegisterKind::setting;
        for (auto [key, value] : line.values) {
            if (key == "customer" && !value.starts_with("raw:")) {
                value = value.empty() ? value : to_text(id_of(value));
            }
            command.fields.fields.emplace_back(key, value);
        }
        return command;
    }

    Command invoice(const Line& line) {
        IssueInvoice command;
        command.invoice.id = id_cast<InvoiceId>(id_of(line.name == "none" ? "" : line.name));
        command.invoice.customer = id_cast<CustomerId>(id_of(line.get("customer")));
        command.invoice.number = line.get("number", line.name);
        command.invoice.amount = money_of(line);
        command.invoice.issued = date_of(line.get("issued"));
        command.invoice.customer_name = line.get("customer_name");
        command.invoice.note = line.get("note");
        if (line.has("due")) { command.due = date_of(line.get("due")); }
        for (const auto& [key, value] : line.values) {
            if (key == "line") {
                const std::size_t colon = value.find(':');
                command.invoice.lines.push_back(
                    {date_of(value.substr(0, colon)),
                     amount_of(value.substr(colon + 1), currency_of(line))});
            }
        }
        return command;
    }

    Command receipt(const Line& line) {
        RecordReceipt command;
        command.receipt.id = id_cast<ReceiptId>(id_of(line.name == "none" ? "" : line.name));
        command.receipt.customer = id_cast<CustomerId>(id_of(line.get("customer")));
        command.receipt.amount = money_of(line);
        command.receipt.date = date_of(line.get("date"));
        command.receipt.method = line.get("method");
        command.receipt.reference = line.get("reference");
        command.receipt.note = line.get("note");
        command.plan = plan_of(line, currency_of(line));
        return command;
    }

    // --- answers
    std::string answer_of(const Line& line, const Result<std::vector<Fact>>& facts) {
        if (!facts) {
            const Error& error = facts.error();
            words_.insert(std::string(name_of(error.code)));
            return "refused " + std::string(name_of(error.code)) +
                   (error.field.empty() ? "" : " " + error.field) +
                   (error.detail.empty() ? "" : " (" + detail_of(error.detail) + ")");
        }
        std::string text;
        for (const Fact& fact : *facts) { text += "ok " + line_of(line, fact) + "\n"; }
        return text;
    }
    std::string line_of(const Line& line, const Fact& fact) {
        std::string text(kind_of(fact));
        if (const auto* issued = std::get_if<InvoiceIssued>(&fact)) {
            text += " " + with_code(issued->amount) + " of " + to_text(issued->issued);
            for (const ScheduleLine& one : issued->lines) {
                text += ", " + to_text(Money{one.minor, issued->amount.currency}) + " due " +
                        to_text(one.due);
            }
        } else if (const auto* recorded = std::get_if<ReceiptRecorded>(&fact)) {
            text += " " + with_code(recorded->amount) + " of " + to_text(recorded->date) + " by " +
                    recorded->method;
        } else if (const auto* made = std::get_if<AllocationMade>(&fact)) {
            const std::string invoice = label_of(entity_of(made->invoice));
            ids_[line.name + "/" + invoice] = entity_of(made->id); // the allocation's name from now
            labels_[entity_of(made->id)] = line.name + "/" + invoice;
            text += " " + with_code(made->amount) + " of " + label_of(entity_of(made->receipt)) +
                    " to " + invoice + " on " + to_text(made->date);
        } else if (const auto* reversed = std::get_if<Reversed>(&fact)) {
            text += " " + label_of(reversed->target) + " from " + to_text(reversed->date);
        } else if (const auto* set = std::get_if<FieldsSet>(&fact)) {
            for (const auto& [name, value] : set->fields) {
                text += " " + name + "=[" + detail_of(escaped(value)) + "]";
            }
        } else if (const auto* resolved = std::get_if<ExceptionResolved>(&fact)) {
            text += " " + resolved->exception.substr(0, 8) + " " + resolved->choice;
        }
        return text;
    }
    static std::string escaped(const std::string& value) {
        std::string text;
        for (const char letter : value) { text += letter == '\n' ? "\\n" : std::string(1, letter); }
        return text;
    }
    static std::string with_code(Money money) {
        return to_text(money) + " " + std::string(money.currency.view());
    }

    std::string aging(const Line& line) {
        AgingQuery query{date_of(line.name)};
        query.basis = line.get("basis") == "issue" ? AgingBasis::issue_date : AgingBasis::due_date;
        if (line.has("edges")) {
            const auto edges = parse_edges(line.get("edges"), query);
            if (!edges) { return "refused " + std::string(name_of(edges.error().code)); }
            query = *edges;
        }
        const auto labels = bucket_labels(query.edges);
        std::string text;
        for (const AgingCurrencyLine& total : age(book_.state().entries, query).currencies) {
            const auto money = [&](std::int64_t minor) {
                return to_text(Money{minor, total.currency});
            };
            text += std::string(total.currency.view()) + " total " + money(total.line.total()) +
                    " | not due " + money(total.line.not_due) + " | unapplied " +
                    money(total.line.unapplied);
            for (std::size_t index = 0; index < labels.size(); ++index) {
                text += " | " + labels[index] + " " + money(total.line.buckets[index]);
            }
            text += "\n";
        }
        return text.empty() ? "nothing" : text;
    }

    std::string open() {
        std::string text;
        const auto state = book_.state();
        for (const OpenInvoice& one : state.invoices) {
            text += label_of(entity_of(one.fact.id)) + " open " +
                    to_text(Money{one.open_minor, one.fact.amount.currency}) +
                    (one.voided ? " void" : "") + "\n";
        }
        for (const OpenReceipt& one : state.receipts) {
            text += label_of(entity_of(one.fact.id)) + " unapplied " +
                    to_text(Money{one.unapplied_minor, one.fact.amount.currency}) +
                    (one.voided ? " void" : "") + "\n";
        }
        for (std::size_t index = 0; index < state.settled.size(); ++index) {
            if (state.settled[index].parked != 0) {
                const AllocationMade& made = state.allocations[index];
                text += label_of(entity_of(made.id)) + " parked " +
                        to_text(Money{state.settled[index].parked, made.amount.currency}) + "\n";
            }
        }
        return text.empty() ? "nothing" : text;
    }

    MemoryBook book_{Currency{"CNY"}};
    std::map<std::string, EntityId> ids_;
    std::map<EntityId, std::string> labels_;
    std::set<std::string> words_;
};

} // namespace

ScenarioRun run_scenario(const std::string& text) { return Scenario().run(text); }

} // namespace huikuan::core
