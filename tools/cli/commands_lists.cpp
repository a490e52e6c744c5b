// Reading: customers, invoices, receipts, aging, exceptions.
#include <map>

#include "book.h"
#include "commands.h"
#include "core/exchange.h"
#include "output.h"
#include "session/ledger.h"

namespace huikuan::cli {

namespace {

using core::ErrorCode;

core::ListQuery query_of(const session::Session& book, const Arguments& arguments) {
    core::ListQuery query;
    query.as_of = as_of(book, arguments);
    query.search = arguments.option("--search").value_or("");
    query.open_only = arguments.has("--open");
    query.overdue_only = arguments.has("--overdue");
    query.with_void = arguments.has("--void");
    if (const auto customer = arguments.option("--customer")) {
        query.customer = find_customer(book, *customer).id;
    }
    return query;
}

Json json_of(const core::CustomerRow& row) {
    Json balances = Json::array();
    for (const auto& balance : row.balances) {
        balances.push_back({{"currency", balance.currency.view()},
                            {"balance_minor", balance.balance},
                            {"overdue_minor", balance.overdue},
                            {"unapplied_minor", balance.unapplied},
                            {"oldest_days", balance.oldest_days}});
    }
    return {{"id", core::to_text(row.id)},  {"code", row.code},         {"name", row.name},
            {"region", row.region},         {"phone", row.phone},       {"owner", row.owner},
            {"terms_days", row.terms_days}, {"archived", row.archived}, {"balances", balances}};
}

// A debt that was written off is closed, and was not paid.
std::string_view state_of(const core::InvoiceRow& row) {
    return row.written_off ? "written_off" : name_of(row.status);
}

Json json_of(const core::InvoiceRow& row) {
    Json lines = Json::array();
    for (const core::ScheduleLine& line : row.lines) {
        lines.push_back({{"due", core::to_text(line.due)}, {"minor", line.minor}});
    }
    Json json{{"id", core::to_text(row.id)},
              {"customer", core::to_text(row.customer)},
              {"customer_name", row.customer_name},
              {"number", row.number},
              {"currency", row.amount.currency.view()},
              {"amount_minor", row.amount.minor},
              {"open_minor", row.open},
              {"issued", core::to_text(row.issued)},
              {"due", core::to_text(row.due)},
              {"status", state_of(row)},
              {"type", core::name_of(row.type)},
              {"disputed_minor", row.disputed},
              {"terms", row.terms},
              {"lines", lines},
              {"note", row.note}};
    if (!row.against.is_nil()) { json["against"] = core::to_text(row.against); }
    if (!row.contract.is_nil()) { json["contract"] = core::to_text(row.contract); }
    if (row.discount) { json["discount"] = discount_json(*row.discount); }
    if (row.tax) { json["tax"] = tax_json(*row.tax); }
    if (row.rate.given()) { json["rate"] = core::to_text(row.rate); }
    return json;
}

Json json_of(const core::ReceiptRow& row) {
    Json json{{"id", core::to_text(row.id)},
              {"customer", core::to_text(row.customer)},
              {"customer_name", row.customer_name},
              {"currency", row.amount.currency.view()},
              {"amount_minor", row.amount.minor},
              {"unapplied_minor", row.unapplied},
              {"date", core::to_text(row.date)},
              {"status", name_of(row.status)},
              {"type", core::name_of(row.type)},
              {"number", row.number},
              {"reason", row.reason},
              {"method", row.method},
              {"reference", row.reference},
              {"note", row.note}};
    if (!row.against.is_nil()) { json["against"] = core::to_text(row.against); }
    if (row.bill) { json["bill"] = bill_json(*row.bill); }
    if (row.rate.given()) { json["rate"] = core::to_text(row.rate); }
    return json;
}

void print_customer(Table& table, const core::CustomerRow& row) {
    if (row.balances.empty()) { table.row({row.code, row.name, row.region, "0", "0", "0", ""}); }
    for (const auto& balance : row.balances) {
        const auto text = [&](std::int64_t minor) {
            return core::to_text(core::Money{minor, balance.currency});
        };
        table.row({row.code, row.name, row.region, text(balance.balance), text(balance.overdue),
                   text(balance.unapplied), std::string(balance.currency.view())});
    }
}

} // namespace

void list_customers(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::ListQuery query = query_of(*book, arguments);
    const auto keys = book->customer_keys(query);
    const auto rows = [&](auto some) { return book->customers(some, query.as_of); };
    if (arguments.has("--json")) {
        Json list = Json::array();
        each_row<core::CustomerRow>(
            keys, rows, [&](const core::CustomerRow& row) { list.push_back(json_of(row)); });
        print(Json{{"as_of", core::to_text(query.as_of)}, {"customers", list}});
        return;
    }
    Table table({"CODE", "NAME", "REGION", "BALANCE", "OVERDUE", "UNAPPLIED", ""}, "   rrr ");
    each_row<core::CustomerRow>(keys, rows,
                                [&](const core::CustomerRow& row) { print_customer(table, row); });
    table.print();
}

void list_invoices(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::ListQuery query = query_of(*book, arguments);
    const auto keys = book->invoice_keys(query);
    const auto rows = [&](auto some) { return book->invoices(some, query.as_of); };
    if (arguments.has("--json")) {
        Json list = Json::array();
        each_row<core::InvoiceRow>(
            keys, rows, [&](const core::InvoiceRow& row) { list.push_back(json_of(row)); });
        print(Json{{"as_of", core::to_text(query.as_of)}, {"invoices", list}});
        return;
    }
    Table table({"NUMBER", "CUSTOMER", "ISSUED", "DUE", "AMOUNT", "OPEN", "", "STATUS", "ID"},
                "    rr   ");
    each_row<core::InvoiceRow>(keys, rows, [&](const core::InvoiceRow& row) {
        table.row({row.number, row.customer_name, core::to_text(row.issued), core::to_text(row.due),
                   core::to_text(row.amount),
                   core::to_text(core::Money{row.open, row.amount.currency}),
                   std::string(row.amount.currency.view()), std::string(state_of(row)),
                   core::to_text(row.id)});
    });
    table.print();
}

void list_receipts(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::ListQuery query = query_of(*book, arguments);
    const auto keys = book->receipt_keys(query);
    const auto rows = [&](auto some) { return book->receipts(some, query.as_of); };
    if (arguments.has("--json")) {
        Json list = Json::array();
        each_row<core::ReceiptRow>(
            keys, rows, [&](const core::ReceiptRow& row) { list.push_back(json_of(row)); });
        print(Json{{"as_of", core::to_text(query.as_of)}, {"receipts", list}});
        return;
    }
    Table table({"DATE", "TYPE", "CUSTOMER", "AMOUNT", "UNAPPLIED", "", "STATUS", "METHOD",
                 "REFERENCE", "ID"},
                "   rr     ");
    std::map<core::Currency, std::int64_t> cash; // a write-off is no money
    each_row<core::ReceiptRow>(keys, rows, [&](const core::ReceiptRow& row) {
        if (core::is_cash(row.type) && row.status != core::DocumentStatus::voided) {
            cash[row.amount.currency] += row.amount.minor;
        }
        table.row({core::to_text(row.date), std::string(core::name_of(row.type)), row.customer_name,
                   core::to_text(row.amount),
                   core::to_text(core::Money{row.unapplied, row.amount.currency}),
                   std::string(row.amount.currency.view()), std::string(name_of(row.status)),
                   row.method, row.reference, core::to_text(row.id)});
    });
    table.print();
    for (const auto& [currency, minor] : cash) { print("money " + text_of(minor, currency)); }
}

namespace {

core::AgingQuery aging_query(const session::Session& book, const Arguments& arguments) {
    core::AgingQuery query;
    query.as_of = date_of(book, arguments, "--as-of");
    const std::string basis = arguments.option("--basis").value_or("due");
    if (basis != "due" && basis != "issue") { throw UsageError{"--basis is due or issue"}; }
    query.basis = basis == "due" ? core::AgingBasis::due_date : core::AgingBasis::issue_date;
    if (const auto edges = arguments.option("--buckets")) {
        query = must(core::parse_edges(*edges, query));
    }
    return query;
}

Json json_of(const core::AgingLine& line) {
    return {{"total_minor", line.total()},
            {"not_due_minor", line.not_due},
            {"unapplied_minor", line.unapplied},
            {"buckets_minor", line.buckets}};
}

// Party lines in the order of customer code, then name.
std::vector<std::pair<core::CustomerRow, const core::AgingPartyLine*>>
customers_of(const session::Session& book, const core::AgingReport& report) {
    std::vector<std::pair<core::CustomerRow, const core::AgingPartyLine*>> found;
    const auto& parties = book.aging_entries().parties;
    for (const core::AgingPartyLine& line : report.parties) {
        const auto& party = parties[line.party];
        found.emplace_back(book.customer(party.customer, report.query.as_of)
                               .value_or(core::CustomerRow{.id = party.customer}),
                           &line);
    }
    std::ranges::stable_sort(
        found, {}, [](const auto& one) { return std::pair(one.first.code, one.first.name); });
    return found;
}

// What of it is disputed, and what promised, by customer.
using Marked =
    std::map<std::pair<core::CustomerId, core::Currency>, std::pair<std::int64_t, std::int64_t>>;
Marked marked_of(session::Session& book, const core::AgingQuery& query) {
    Marked marked;
    const auto key = session::AgingKey::customer;
    for (const auto& group : session::Ledger(book).aging(query, key).groups) {
        marked[{group.customer, group.currency}] = {group.disputed, group.promised};
    }
    return marked;
}

void print_aging(session::Session& book, const core::AgingReport& report, bool by_customer) {
    std::vector<std::string> headings{by_customer ? "CUSTOMER" : "", "", "TOTAL", "NOT DUE"};
    std::string right = "  rr";
    for (const std::string& label : core::bucket_labels(report.query.edges)) {
        headings.push_back(label);
        right += 'r';
    }
    headings.emplace_back("UNAPPLIED");
    right += 'r';
    Marked marked;
    if (by_customer) {
        marked = marked_of(book, report.query);
        headings.emplace_back("DISPUTED");
        headings.emplace_back("PROMISED");
        right += "rr";
    }
    Table table(headings, right);
    const auto add = [&](std::string name, core::Currency currency, const core::AgingLine& line,
                         std::pair<std::int64_t, std::int64_t> marks) {
        const auto text = [&](std::int64_t minor) {
            return core::to_text(core::Money{minor, currency});
        };
        std::vector<std::string> cells{std::move(name), std::string(currency.view()),
                                       text(line.total()), text(line.not_due)};
        for (const std::int64_t bucket : line.buckets) { cells.push_back(text(bucket)); }
        cells.push_back(text(line.unapplied));
        if (by_customer) {
            cells.push_back(text(marks.first));
            cells.push_back(text(marks.second));
        }
        table.row(std::move(cells));
    };
    std::map<core::Currency, std::pair<std::int64_t, std::int64_t>> sums;
    for (const auto& [whose, marks] : marked) {
        sums[whose.second].first += marks.first;
        sums[whose.second].second += marks.second;
    }
    if (by_customer) {
        const auto& parties = book.aging_entries().parties;
        for (const auto& [customer, line] : customers_of(book, report)) {
            const bool code_only = customer.code == customer.name || customer.code.empty();
            add(code_only ? customer.name : customer.code + " " + customer.name,
                parties[line->party].currency, line->line,
                marked[{customer.id, parties[line->party].currency}]);
        }
    }
    for (const core::AgingCurrencyLine& line : report.currencies) {
        add("total", line.currency, line.line, sums[line.currency]);
    }
    table.print();
}

// A day means its end; else the time as changes are stamped, "2026-09-22T08:15:30.123Z", in UTC;
// what is left out of it at its end is zero: "2026-09-22T08:15Z".
std::optional<std::int64_t> moment_of(std::string text) {
    constexpr std::int64_t day_ms = 86'400'000;
    const auto date = core::parse_iso(text.substr(0, 10));
    if (!date) { return std::nullopt; }
    if (text.size() == 10) { return (std::int64_t{date->days} + 1) * day_ms - 1; }
    int parts[4] = {};
    const std::string_view shape = "T00:00:00.000Z";
    for (const std::size_t shorter : {6U, 9U}) { // before the Z
        if (text.size() == 10 + shorter + 1 && text.ends_with('Z')) {
            text = text.substr(0, 10 + shorter) + std::string(shape.substr(shorter));
        }
    }
    if (text.size() != 10 + shape.size()) { return std::nullopt; }
    std::size_t part = 0;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const char letter = text[10 + i];
        if (shape[i] != '0') {
            if (letter != shape[i]) { return std::nullopt; }
            part += i > 0 && i + 1 < shape.size() ? 1U : 0U;
        } else if (letter < '0' || letter > '9') {
            return std::nullopt;
        } else {
            parts[part] = parts[part] * 10 + (letter - '0');
        }
    }
    if (parts[0] > 23 || parts[1] > 59 || parts[2] > 59) { return std::nullopt; }
    return date->days * day_ms + ((std::int64_t{parts[0]} * 60 + parts[1]) * 60 + parts[2]) * 1000 +
           parts[3];
}

// By something else than customers, or as it was known at a moment.
void show_grouped(session::Session& book, const Arguments& arguments, const core::AgingQuery& query,
                  session::AgingKey key) {
    const session::Ledger ledger(book);
    session::GroupedAging aged;
    if (const auto text = arguments.option("--known-at")) {
        const auto moment = moment_of(*text);
        if (!moment) { refuse({ErrorCode::malformed, "known-at", *text, 0}); }
        aged = must(ledger.aging_known_at(query, key, *moment));
    } else {
        aged = ledger.aging(query, key);
    }
    Json groups = Json::array();
    std::vector<std::string> headings{"GROUP", "", "TOTAL", "NOT DUE"};
    std::string right = "  rr";
    for (const std::string& label : core::bucket_labels(query.edges)) {
        headings.push_back(label);
        right += 'r';
    }
    headings.emplace_back("UNAPPLIED");
    headings.emplace_back("DISPUTED");
    headings.emplace_back("PROMISED");
    Table table(headings, right + "rrr");
    const auto add = [&](const std::string& name, core::Currency currency,
                         const core::AgingLine& line, std::int64_t disputed,
                         std::int64_t promised) {
        const auto text = [&](std::int64_t minor) {
            return core::to_text(core::Money{minor, currency});
        };
        std::vector<std::string> cells{name, std::string(currency.view()), text(line.total()),
                                       text(line.not_due)};
        for (const std::int64_t bucket : line.buckets) { cells.push_back(text(bucket)); }
        cells.push_back(text(line.unapplied));
        cells.push_back(text(disputed));
        cells.push_back(text(promised));
        table.row(std::move(cells));
    };
    std::map<core::Currency, std::int64_t> disputed, promised;
    for (const session::AgingGroup& group : aged.groups) {
        const std::string name(key == session::AgingKey::currency ? group.currency.view()
                                                                  : group.name);
        Json one{{"name", name},
                 {"currency", group.currency.view()},
                 {"disputed_minor", group.disputed},
                 {"promised_minor", group.promised}};
        one.update(json_of(group.line));
        groups.push_back(one);
        disputed[group.currency] += group.disputed;
        promised[group.currency] += group.promised;
        add(name.empty() ? "-" : name, group.currency, group.line, group.disputed, group.promised);
    }
    Json currencies = Json::object();
    for (const core::AgingCurrencyLine& line : aged.currencies) {
        currencies[std::string(line.currency.view())] = json_of(line.line);
        add("total", line.currency, line.line, disputed[line.currency], promised[line.currency]);
    }
    if (!arguments.has("--json")) { return table.print(); }
    print(Json{{"as_of", core::to_text(query.as_of)},
               {"basis", query.basis == core::AgingBasis::due_date ? "due" : "issue"},
               {"edges", query.edges},
               {"known_at", arguments.option("--known-at").value_or("")},
               {"currencies", currencies},
               {"groups", groups}});
}

} // namespace

void show_aging(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::AgingQuery query = aging_query(*book, arguments);
    const std::string by = arguments.option("--by").value_or("customer");
    const auto key = session::parse_aging_key(by);
    if (!key) { throw UsageError{"--by is customer, owner, tier, region, currency or group"}; }
    if (*key != session::AgingKey::customer || arguments.has("--known-at")) {
        return show_grouped(*book, arguments, query, *key);
    }
    const core::AgingReport report = book->aging(query);
    const bool by_customer = arguments.has("--by");
    if (!arguments.has("--json")) {
        print_aging(*book, report, by_customer);
        return;
    }
    Json currencies = Json::object();
    for (const core::AgingCurrencyLine& line : report.currencies) {
        currencies[std::string(line.currency.view())] = json_of(line.line);
    }
    Json document{{"as_of", core::to_text(query.as_of)},
                  {"basis", query.basis == core::AgingBasis::due_date ? "due" : "issue"},
                  {"edges", query.edges},
                  {"currencies", currencies}};
    if (by_customer) {
        Json customers = Json::array();
        auto marked = marked_of(*book, query);
        const auto& parties = book->aging_entries().parties;
        for (const auto& [customer, line] : customers_of(*book, report)) {
            Json one{{"id", core::to_text(customer.id)},
                     {"code", customer.code},
                     {"name", customer.name},
                     {"currency", parties[line->party].currency.view()}};
            one.update(json_of(line->line));
            const auto marks = marked[{customer.id, parties[line->party].currency}];
            one["disputed_minor"] = marks.first;
            one["promised_minor"] = marks.second;
            customers.push_back(one);
        }
        document["customers"] = customers;
    }
    print(document);
}

void list_exceptions(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const auto rows = book->exceptions(arguments.has("--all"));
    if (arguments.has("--json")) {
        Json list = Json::array();
        for (const core::ExceptionRow& row : rows) {
            list.push_back(
                {{"id", row.id},
                 {"kind", core::name_of(row.kind)},
                 {"customer", row.customer.is_nil() ? Json() : Json(to_text(row.customer))},
                 {"members", row.members},
                 {"minor", row.minor},
                 {"currency", row.currency.view()},
                 {"field", row.field},
                 {"values", row.values},
                 {"choices", row.choices},
                 {"resolved", row.resolved}});
        }
        print(Json{{"exceptions", list}});
        return;
    }
    Table table({"KIND", "CUSTOMER", "AMOUNT", "CHOICES", "ID"}, "  r  ");
    for (const core::ExceptionRow& row : rows) {
        std::string choices;
        for (const std::string& choice : row.choices) {
            choices += (choices.empty() ? "" : " ") + choice;
        }
        const auto customer = book->customer(row.customer, book->today());
        table.row({std::string(core::name_of(row.kind)), customer ? customer->name : "",
                   row.minor != 0 ? text_of(row.minor, row.currency) : "",
                   row.resolved ? "(resolved)" : choices, row.id});
    }
    table.print();
}

} // namespace huikuan::cli
