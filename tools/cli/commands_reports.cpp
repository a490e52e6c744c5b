// Reading what a month's end asks for: one customer, interest, terms, rates, contracts, bills,
// write-offs, disputes, duplicates.
#include "book.h"
#include "commands.h"
#include "core/exchange.h"
#include "core/interest.h"
#include "core/terms.h"
#include "output.h"
#include "writing.h"

namespace huikuan::cli {

namespace {

using core::ErrorCode;

Json json_of(const session::Exposure& sum) {
    Json json{{"currency", sum.currency.view()},
              {"open_minor", sum.open},
              {"unapplied_minor", sum.unapplied},
              {"balance_minor", sum.balance()},
              {"bills_minor", sum.bills},
              {"exposure_minor", sum.total()},
              {"written_off_minor", sum.written_off},
              {"disputed_minor", sum.disputed}};
    if (sum.limit) {
        json["credit_limit_minor"] = *sum.limit;
        json["available_minor"] = sum.available();
    }
    return json;
}

Json json_of(const session::ContractRow& row) {
    const core::Contract& contract = row.contract;
    Json missing = Json::array();
    for (const core::Clause clause : row.missing) { missing.push_back(core::name_of(clause)); }
    const auto day = [](const std::optional<core::Date>& date) {
        return date ? Json(core::to_text(*date)) : Json();
    };
    return {{"id", core::to_text(row.id)},
            {"number", contract.number},
            {"title", contract.title},
            {"signed", day(contract.signed_on)},
            {"ends", day(contract.ends)},
            {"terms", contract.terms ? core::to_text(*contract.terms) : ""},
            {"late_fee", contract.late_fee ? core::to_text(*contract.late_fee) : ""},
            {"guarantee", contract.guarantee},
            {"secured_percent", contract.secured_percent},
            {"guarantee_until", day(contract.guarantee_until)},
            {"jurisdiction", contract.jurisdiction},
            {"acceptance", contract.acceptance},
            {"sme_notice", contract.sme_notice},
            {"missing", missing}};
}

std::string clauses_text(const std::vector<core::Clause>& clauses) {
    std::string text;
    for (const core::Clause clause : clauses) {
        text += (text.empty() ? "" : " ") + std::string(core::name_of(clause));
    }
    return text;
}

} // namespace

void show_customer(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::CustomerRow customer = find_customer(*book, arguments.word(1));
    const core::Date as_of = date_of(*book, arguments, "--as-of", book->today());
    const session::Ledger ledger(*book);
    const auto sums = ledger.exposure(customer.id, as_of);
    const auto contracts = ledger.contracts(customer.id);
    const auto contacts = ledger.contacts(customer.id);
    const auto family = ledger.family(customer.id);
    const auto fields = book->fields(core::RegisterKind::customer, core::entity_of(customer.id));
    core::ListQuery open;
    open.customer = customer.id;
    open.open_only = open.without_later = true;
    open.sort = "due";
    open.as_of = as_of;
    const auto items = book->invoices(book->invoice_keys(open), as_of);
    if (arguments.has("--json")) {
        Json document{{"id", core::to_text(customer.id)},
                      {"holder", core::to_text(customer.holder)},
                      {"code", customer.code},
                      {"name", customer.name},
                      {"as_of", core::to_text(as_of)},
                      {"fields", Json::object()},
                      {"exposure", Json::array()},
                      {"open_items", Json::array()},
                      {"contracts", Json::array()},
                      {"contacts", Json::array()},
                      {"group", Json::array()}};
        for (const auto& [name, value] : fields) { document["fields"][name] = value; }
        for (const auto& sum : sums) { document["exposure"].push_back(json_of(sum)); }
        for (const auto& row : items) {
            document["open_items"].push_back({{"id", core::to_text(row.id)},
                                              {"number", row.number},
                                              {"type", core::name_of(row.type)},
                                              {"due", core::to_text(row.due)},
                                              {"currency", row.amount.currency.view()},
                                              {"open_minor", row.open},
                                              {"disputed_minor", row.disputed}});
        }
        for (const auto& row : contracts) { document["contracts"].push_back(json_of(row)); }
        for (const auto& row : contacts) {
            Json one{{"id", core::to_text(row.id)}};
            for (const auto& [name, value] : row.fields) { one[name] = value; }
            document["contacts"].push_back(one);
        }
        for (const auto member : family) { document["group"].push_back(core::to_text(member)); }
        print(document);
        return;
    }
    print(customer.code + (customer.code.empty() ? "" : " ") + customer.name);
    std::string master;
    for (const auto& [name, value] : fields) {
        if (value.empty() || name == "name" || name == "code" || name == "parent") { continue; }
        master += (master.empty() ? "  " : "; ") + name + " " + value;
    }
    if (!master.empty()) { print(master); }
    for (const auto& sum : sums) {
        print("  open " + plain(sum.open, sum.currency) + " - unapplied " +
              plain(sum.unapplied, sum.currency) + " = balance " +
              plain(sum.balance(), sum.currency) + "; + bills " + plain(sum.bills, sum.currency) +
              " = exposure " + text_of(sum.total(), sum.currency));
        if (sum.limit) {
            print("  credit limit " + plain(*sum.limit, sum.currency) + ", left " +
                  text_of(sum.available(), sum.currency));
        }
        if (sum.disputed != 0) { print("  disputed " + text_of(sum.disputed, sum.currency)); }
        if (sum.written_off != 0) {
            print("  written off " + text_of(sum.written_off, sum.currency));
        }
    }
    for (const auto& row : items) {
        print("  " + row.number + " due " + core::to_text(row.due) + " open " +
              text_of(row.open, row.amount.currency) +
              (row.disputed == 0 ? "" : ", disputed " + plain(row.disputed, row.amount.currency)));
    }
    for (const auto& row : contacts) {
        print("  contact " + row.field("name") + " " + row.field("phone") +
              (row.field("billing") == "1" ? " (billing)" : "") +
              (row.field("decides") == "1" ? " (decides)" : ""));
    }
    for (const auto& row : contracts) {
        print("  contract " + row.contract.number + "; not said: " + clauses_text(row.missing));
    }
}

void list_contracts(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::CustomerRow customer = find_customer(*book, arguments.word(1));
    const auto rows = session::Ledger(*book).contracts(customer.id);
    if (arguments.has("--json")) {
        Json list = Json::array();
        for (const auto& row : rows) { list.push_back(json_of(row)); }
        print(Json{{"contracts", list}});
        return;
    }
    Table table({"NUMBER", "TERMS", "LATE FEE", "GUARANTEE", "NOT SAID", "ID"});
    for (const auto& row : rows) {
        table.row({row.contract.number,
                   row.contract.terms ? core::to_text(*row.contract.terms) : "",
                   row.contract.late_fee ? core::to_text(*row.contract.late_fee) : "",
                   row.contract.guarantee, clauses_text(row.missing), core::to_text(row.id)});
    }
    table.print();
}

void show_interest(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const session::Ledger ledger(*book);
    const core::InvoiceRow invoice = find_invoice(*book, arguments.word(1), {});
    // Of what a dispute showed was never owed.
    std::vector<core::Command> credits;
    std::int64_t over = 0;
    for (auto& credit : ledger.overcharged(invoice.id, "interest that was never owed")) {
        over += credit.receipt.amount.minor;
        credits.emplace_back(std::move(credit));
    }
    if (arguments.has("--take-back")) {
        if (credits.empty()) { refuse({core::ErrorCode::nothing_to_do, "interest", "", 0}); }
        return tell_written(*book, arguments, must(book->run_batch(credits)));
    }
    core::InterestQuery query;
    const auto rule = arguments.option("--rule");
    query.fee = rule ? must(core::parse_late_fee(*rule)) : ledger.late_fee_of(invoice.id);
    query.until = date_of(*book, arguments, "--until");
    if (arguments.has("--from")) { query.from = date_of(*book, arguments, "--from"); }
    query.rate_at_breach = arguments.has("--at-breach");
    const std::string basis = arguments.option("--basis").value_or("365");
    if (basis != "365" && basis != "360") { throw UsageError{"--basis is 365 or 360"}; }
    query.basis = basis == "365" ? 365 : 360;
    const core::InterestTable table = must(ledger.interest(invoice.id, query));
    const core::Currency currency = invoice.amount.currency;
    Json warnings = Json::array();
    for (const core::InterestWarning warning : table.warnings) {
        warnings.push_back(core::name_of(warning));
    }
    if (arguments.has("--json")) {
        Json rows = Json::array();
        for (const core::InterestRow& row : table.rows) {
            rows.push_back({{"from", core::to_text(row.from)},
                            {"to", core::to_text(row.to)},
                            {"days", row.days},
                            {"principal_minor", row.principal},
                            {"rate_ppm", row.rate_ppm},
                            {"per", row.per_day ? "day" : "year"},
                            {"minor", row.minor},
                            {"cumulative_minor", row.cumulative}});
        }
        print(Json{{"invoice", invoice.number},
                   {"rule", core::to_text(query.fee)},
                   {"until", core::to_text(table.query.until)},
                   {"basis", query.basis},
                   {"currency", currency.view()},
                   {"rows", rows},
                   {"minor", table.minor},
                   {"overcharged_minor", over},
                   {"warnings", warnings}});
        return;
    }
    Table text({"FROM", "TO", "DAYS", "PRINCIPAL", "RATE", "INTEREST", "TOTAL"}, "  rrrrr");
    for (const core::InterestRow& row : table.rows) {
        text.row({core::to_text(row.from), core::to_text(row.to), std::to_string(row.days),
                  plain(row.principal, currency),
                  core::percent_text(row.rate_ppm) + (row.per_day ? "%/d" : "%/y"),
                  plain(row.minor, currency), plain(row.cumulative, currency)});
    }
    text.print();
    print("total " + text_of(table.minor, currency) + " (" + core::to_text(query.fee) + ", " +
          basis + ")");
    for (const core::InterestWarning warning : table.warnings) {
        print("warning: " + std::string(core::name_of(warning)));
    }
    if (over > 0) {
        print("charged of what was never owed: " + text_of(over, currency) + " (--take-back)");
    }
}

void show_terms(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::Terms terms = must(core::parse_terms(arguments.word(1)));
    const core::Currency currency = book->book().currency;
    const core::Date issued = date_of(*book, arguments, "--issued", book->today());
    const auto& calendar = session::Ledger(*book).policy().calendar;
    const std::int64_t amount = amount_of(arguments.needed("--amount"), currency);
    const auto lines =
        must(core::schedule(terms, issued, amount, calendar ? *calendar : core::Calendar::china()));
    const auto discount = core::early_discount(terms, issued);
    const std::int64_t kept = discount ? core::discount_of(*discount, amount, issued) : 0;
    if (arguments.has("--json")) {
        Json list = Json::array();
        for (const auto& line : lines) {
            list.push_back({{"due", core::to_text(line.due)}, {"minor", line.minor}});
        }
        Json json{{"terms", core::to_text(terms)}, {"lines", list}};
        if (discount) {
            json["discount"] = discount_json(*discount);
            json["discount"]["minor"] = kept;
        }
        print(json);
        return;
    }
    print(core::to_text(terms));
    for (const auto& line : lines) {
        print("  " + core::to_text(line.due) + "  " + plain(line.minor, currency));
    }
    if (discount) {
        print("  less " + plain(kept, currency) + " until " + core::to_text(discount->until));
    }
}

void list_rates(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::RateTable& rates = session::Ledger(*book).rates();
    if (arguments.has("--json")) {
        Json list = Json::array();
        for (const core::RateRow& row : rates.rows()) {
            list.push_back({{"from", core::to_text(row.from)},
                            {"one_year_ppm", row.one_year_ppm},
                            {"five_year_ppm", row.five_year_ppm},
                            {"source", row.source}});
        }
        print(Json{{"checked_until", core::to_text(rates.checked_until())}, {"rates", list}});
        return;
    }
    Table table({"FROM", "1Y", "5Y", "SOURCE"}, " rr ");
    for (const core::RateRow& row : rates.rows()) {
        table.row({core::to_text(row.from), core::percent_text(row.one_year_ppm),
                   core::percent_text(row.five_year_ppm), row.source});
    }
    table.print();
    print("checked until " + core::to_text(rates.checked_until()));
}

void list_duplicates(const Arguments& arguments) {
    constexpr std::array<std::string_view, 3> reasons{"tax_no", "name", "phone"};
    const auto book = open_book(arguments);
    const auto rows = session::Ledger(*book).duplicates();
    Json list = Json::array();
    Table table({"REASON", "VALUE", "CUSTOMER", "ID"});
    for (const core::DuplicateRow& row : rows) {
        const std::string reason(reasons.at(static_cast<std::size_t>(row.reason)));
        Json customers = Json::array();
        for (const core::CustomerId id : row.customers) {
            customers.push_back(core::to_text(id));
            const auto customer = book->customer(id, book->today());
            table.row({reason, row.value, customer ? customer->name : "", core::to_text(id)});
        }
        list.push_back({{"reason", reason}, {"value", row.value}, {"customers", customers}});
    }
    if (arguments.has("--json")) { return print(Json{{"duplicates", list}}); }
    table.print();
}

namespace {

// Those that exist on the day; with those that were taken back by then, where they are asked for.
std::vector<core::ReceiptRow> credits_of(const session::Session& book, const Arguments& arguments,
                                         core::CreditType type, bool with_void) {
    core::ListQuery query;
    query.as_of = as_of(book, arguments);
    query.credit = type;
    query.with_void = with_void;
    if (const auto customer = arguments.option("--customer")) {
        query.customer = find_customer(book, *customer).id;
    }
    auto rows = book.receipts(book.receipt_keys(query), query.as_of);
    std::erase_if(rows, [&](const core::ReceiptRow& row) { return row.date > query.as_of; });
    return rows;
}

bool is_void(const core::ReceiptRow& row) { return row.status == core::DocumentStatus::voided; }

} // namespace

void list_write_offs(const Arguments& arguments) {
    const auto book = open_book(arguments);
    Json list = Json::array();
    Table table({"DATE", "CUSTOMER", "AMOUNT", "REASON", "STATE", "ID"}, "  r   ");
    for (const auto& row :
         credits_of(*book, arguments, core::CreditType::write_off, arguments.has("--all"))) {
        const std::string state = is_void(row)            ? "taken_back"
                                  : !row.against.is_nil() ? "small_difference"
                                                          : "on_record";
        list.push_back({{"id", core::to_text(row.id)},
                        {"customer", core::to_text(row.customer)},
                        {"date", core::to_text(row.date)},
                        {"currency", row.amount.currency.view()},
                        {"amount_minor", row.amount.minor},
                        {"reason", row.reason},
                        {"state", state}});
        table.row({core::to_text(row.date), row.customer_name,
                   text_of(row.amount.minor, row.amount.currency), row.reason, state,
                   core::to_text(row.id)});
    }
    if (arguments.has("--json")) { return print(Json{{"write_offs", list}}); }
    table.print();
}

namespace {

// What became of a bill until the day, step by step.
Json steps_of(const session::Ledger& ledger, core::ReceiptId bill, core::Date as_of) {
    Json steps = Json::array();
    for (const core::BillStepRow& step : ledger.bill_steps(bill)) {
        if (step.date > as_of || step.end <= as_of) { continue; }
        steps.push_back({{"id", core::to_text(step.id)},
                         {"step", core::name_of(step.step)},
                         {"date", core::to_text(step.date)},
                         {"party", step.party},
                         {"cost_minor", step.cost_minor}});
    }
    return steps;
}

} // namespace

void list_bills(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const session::Ledger ledger(*book);
    auto rows = credits_of(*book, arguments, core::CreditType::bill, true);
    const auto maturity = [](const core::ReceiptRow& row) {
        return row.bill ? row.bill->maturity : row.date;
    };
    std::ranges::stable_sort(rows, {}, maturity);
    Json list = Json::array();
    Table table({"MATURITY", "NUMBER", "ACCEPTOR", "CUSTOMER", "AMOUNT", "STATE", "ID"}, "    r  ");
    for (const auto& row : rows) {
        const core::Bill bill = row.bill.value_or(core::Bill{});
        const std::string state(is_void(row)    ? row.dishonoured() ? "dishonoured" : "voided"
                                : row.bill_step ? core::name_of(*row.bill_step)
                                                : "held");
        list.push_back({{"id", core::to_text(row.id)},
                        {"customer", core::to_text(row.customer)},
                        {"date", core::to_text(row.date)},
                        {"number", bill.number},
                        {"acceptor", bill.acceptor},
                        {"commercial", bill.commercial},
                        {"maturity", core::to_text(bill.maturity)},
                        {"currency", row.amount.currency.view()},
                        {"amount_minor", row.amount.minor},
                        {"state", state},
                        {"steps", steps_of(ledger, row.id, as_of(*book, arguments))}});
        table.row({core::to_text(bill.maturity), bill.number, bill.acceptor, row.customer_name,
                   text_of(row.amount.minor, row.amount.currency), state, core::to_text(row.id)});
    }
    if (arguments.has("--json")) { return print(Json{{"bills", list}}); }
    table.print();
}

namespace {

// "USD=7.1,EUR=7.8": the book's currency for one of each.
std::map<core::Currency, core::Rate> rates_of(std::string text) {
    std::map<core::Currency, core::Rate> rates;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        const std::string one = text.substr(0, comma);
        text = comma == std::string::npos ? "" : text.substr(comma + 1);
        const std::size_t equals = one.find('=');
        const auto currency = core::parse_currency(one.substr(0, equals));
        if (!currency) { refuse({ErrorCode::unknown_currency, "rate", one, 0}); }
        rates[*currency] =
            must(core::parse_rate(equals == std::string::npos ? "" : one.substr(equals + 1)));
    }
    return rates;
}

// What is open in other currencies, at the rates of the day.
void list_open_foreign(const Arguments& arguments, const session::Ledger& ledger, core::Date as_of,
                       core::Currency base) {
    const auto rates = rates_of(arguments.needed("--rate"));
    Json list = Json::array();
    Table table({"DOCUMENT", "CUSTOMER", "OPEN", "BOOKED AT", "NOW", "GAIN"}, "  rrrr");
    std::int64_t sum = 0;
    for (const session::OpenForeignRow& row : ledger.unrealised_gains(as_of, rates)) {
        const core::Currency currency = row.open.currency;
        const auto now = rates.find(currency);
        const std::string booked = row.booked.given() ? core::to_text(row.booked) : "no rate";
        const std::string at = now == rates.end() ? "-" : core::to_text(now->second);
        sum += row.gain ? row.gain->minor : 0;
        list.push_back({{"document", core::to_text(row.document)},
                        {"number", row.number},
                        {"credit", row.credit.has_value()},
                        {"currency", currency.view()},
                        {"open_minor", row.open.minor},
                        {"booked_rate", core::to_text(row.booked)},
                        {"rate", now == rates.end() ? "" : at},
                        {"gain_minor", row.gain ? Json(row.gain->minor) : Json()}});
        const bool named = !row.number.empty() || !row.credit;
        table.row({named ? row.number : std::string(core::name_of(*row.credit)), row.customer_name,
                   text_of(row.credit ? -row.open.minor : row.open.minor, currency), booked, at,
                   row.gain ? text_of(row.gain->minor, base) : "-"});
    }
    if (arguments.has("--json")) {
        return print(Json{{"as_of", core::to_text(as_of)},
                          {"currency", base.view()},
                          {"open", list},
                          {"sum_minor", sum}});
    }
    table.print();
    print("unrealised " + text_of(sum, base));
}

core::EntityId document_of(const session::Session& book, const std::string& name) {
    const auto id = core::parse_id(name);
    return id ? *id : core::entity_of(find_invoice(book, name, {}).id);
}

} // namespace

void list_allocations(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::Date as_of = date_of(*book, arguments, "--as-of", book->today());
    Json list = Json::array();
    Table table({"FROM", "RECEIPT OF", "TYPE", "TO", "AMOUNT", "ID"}, "    r ");
    for (const auto& row : book->allocations_of(document_of(*book, arguments.word(1)))) {
        if (row.start > as_of || row.end <= as_of || row.effective <= 0) { continue; }
        const auto receipt = book->receipt(row.receipt, as_of);
        const std::string type(receipt ? core::name_of(receipt->type) : "");
        list.push_back({{"id", core::to_text(row.id)},
                        {"receipt", core::to_text(row.receipt)},
                        {"type", type},
                        {"invoice", core::to_text(row.invoice)},
                        {"number", row.invoice_number},
                        {"start", core::to_text(row.start)},
                        {"currency", row.amount.currency.view()},
                        {"minor", row.effective}});
        table.row({core::to_text(row.start), core::to_text(row.receipt_date), type,
                   row.invoice_number, text_of(row.effective, row.amount.currency),
                   core::to_text(row.id)});
    }
    if (arguments.has("--json")) { return print(Json{{"allocations", list}}); }
    table.print();
}

void list_attachments(const Arguments& arguments) {
    const auto book = open_book(arguments);
    Json list = Json::array();
    Table table({"NAME", "BYTES", "HERE", "SHA-256", "ID"}, " r   ");
    for (const auto& row :
         session::Ledger(*book).attachments(document_of(*book, arguments.word(1)))) {
        if (row.voided) { continue; }
        std::string hash;
        for (const std::uint8_t byte : row.sha256) {
            constexpr std::string_view digits = "0123456789abcdef";
            hash += digits[byte >> 4U];
            hash += digits[byte & 15U];
        }
        list.push_back({{"id", core::to_text(row.id)},
                        {"name", row.name},
                        {"media", row.media},
                        {"bytes", row.bytes},
                        {"sha256", hash},
                        {"here", row.here}});
        table.row({row.name, std::to_string(row.bytes), row.here ? "yes" : "no", hash,
                   core::to_text(row.id)});
    }
    if (arguments.has("--json")) { return print(Json{{"attachments", list}}); }
    table.print();
}

void list_gains(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::Date as_of = date_of(*book, arguments, "--as-of", book->today());
    if (arguments.has("--rate")) {
        return list_open_foreign(arguments, session::Ledger(*book), as_of, book->book().currency);
    }
    Json list = Json::array();
    Table table({"DATE", "NUMBER", "CUSTOMER", "PAID", "OWED AT", "PAID AT", "GAIN"}, "   rrrr");
    std::int64_t sum = 0;
    for (const session::GainRow& row : session::Ledger(*book).realised_gains(as_of)) {
        sum += row.gain.minor;
        list.push_back({{"allocation", core::to_text(row.allocation)},
                        {"invoice", core::to_text(row.invoice)},
                        {"receipt", core::to_text(row.receipt)},
                        {"type", core::name_of(row.type)},
                        {"date", core::to_text(row.date)},
                        {"currency", row.part.currency.view()},
                        {"part_minor", row.part.minor},
                        {"owed_rate", core::to_text(row.owed)},
                        {"paid_rate", core::to_text(row.paid)},
                        {"gain_minor", row.gain.minor}});
        const std::string number =
            row.number.empty() ? std::string(core::name_of(row.type)) : row.number;
        table.row({core::to_text(row.date), number, row.customer_name,
                   text_of(row.part.minor, row.part.currency), core::to_text(row.owed),
                   core::to_text(row.paid), text_of(row.gain.minor, row.gain.currency)});
    }
    if (arguments.has("--json")) {
        print(Json{{"as_of", core::to_text(as_of)},
                   {"currency", book->book().currency.view()},
                   {"gains", list},
                   {"sum_minor", sum}});
        return;
    }
    table.print();
}

void list_disputes(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const auto rows = session::Ledger(*book).disputes({}, arguments.has("--all"));
    Json list = Json::array();
    Table table({"DATE", "INVOICE", "AMOUNT", "CAUSE", "OWNER", "ANSWER BY", "REASON", "ID"},
                "  r     ");
    for (const core::DisputeRow& row : rows) {
        list.push_back({{"id", core::to_text(row.id)},
                        {"invoice", core::to_text(row.invoice)},
                        {"number", row.invoice_number},
                        {"date", core::to_text(row.date)},
                        {"currency", row.amount.currency.view()},
                        {"amount_minor", row.amount.minor},
                        {"reason", row.reason},
                        {"cause", core::name_of(row.cause)},
                        {"owner", row.owner},
                        {"answer_by", row.answer_by ? Json(core::to_text(*row.answer_by)) : Json()},
                        {"open", row.end == core::far_future}});
        table.row({core::to_text(row.date), row.invoice_number,
                   text_of(row.amount.minor, row.amount.currency),
                   std::string(core::name_of(row.cause)), row.owner,
                   row.answer_by ? core::to_text(*row.answer_by) : "-", row.reason,
                   core::to_text(row.id)});
    }
    if (arguments.has("--json")) { return print(Json{{"disputes", list}}); }
    table.print();
}

} // namespace huikuan::cli
