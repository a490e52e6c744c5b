// The law: until when debts can be enforced and why, events, cases and what they cost.
#include <algorithm>
#include <fstream>

#include "book.h"
#include "commands.h"
#include "output.h"
#include "session/evidence.h"
#include "session/legal.h"
#include "words.h"
#include "writing.h"

namespace huikuan::cli {

namespace {

using core::ErrorCode;

std::string end_or_dash(core::Date date) {
    return date == core::far_future ? "-" : core::to_text(date);
}
Json end_or_null(core::Date date) {
    return date == core::far_future ? Json() : Json(core::to_text(date));
}

core::CustomerId customer_option(const session::Session& book, const Arguments& arguments) {
    const auto name = arguments.option("--customer");
    return name ? find_customer(book, *name).id : core::CustomerId{};
}

template <class Type>
Type named(const std::string& name, std::string_view field,
           std::optional<Type> (*parse)(std::string_view)) {
    const auto found = parse(name);
    if (!found) { refuse({ErrorCode::malformed, std::string(field), name, 0}); }
    return *found;
}

core::EntityId id_word(const std::string& word, std::string_view field) {
    const auto id = core::parse_id(word);
    if (!id) { refuse({ErrorCode::malformed, std::string(field), word, 0}); }
    return *id;
}

std::optional<core::Date> day_option(const session::Session& book, const Arguments& arguments,
                                     std::string_view option) {
    if (!arguments.option(option)) { return std::nullopt; }
    return date_of(book, arguments, option);
}

// --invoices
std::vector<core::InvoiceId> invoices_option(const session::Session& book,
                                             const Arguments& arguments,
                                             std::optional<core::CustomerId> customer) {
    std::vector<core::InvoiceId> found;
    const auto list = arguments.option("--invoices");
    for (std::string_view rest = list ? *list : std::string_view(); !rest.empty();) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        found.push_back(find_invoice(book, std::string(rest.substr(0, comma)), customer).id);
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return found;
}

Json json_of(const core::LimitationClock& clock) {
    Json steps = Json::array();
    for (const core::ClockStep& step : clock.steps) {
        Json one{{"date", core::to_text(step.event.date)},
                 {"source", core::name_of(step.event.source)},
                 {"effect", core::name_of(step.effect)},
                 {"counts", core::has_effect(step.effect)},
                 {"proven", step.event.proven},
                 {"last", end_or_null(step.last)}};
        if (!step.event.id.is_nil()) {
            one["what"] = core::name_of(step.event.what);
            one["id"] = core::to_text(step.event.id);
        }
        if (step.event.until) { one["until"] = core::to_text(*step.event.until); }
        steps.push_back(std::move(one));
    }
    const bool ends = clock.safe_day != core::far_future;
    return {{"state", core::name_of(clock.state)},
            {"safe_day", end_or_null(clock.safe_day)},
            {"last_day", end_or_null(clock.last_day)},
            {"if_proven", end_or_null(clock.hoped_day)},
            {"days_left", ends ? Json(clock.days_left) : Json()},
            {"warning", core::name_of(clock.warning)},
            {"steps", steps}};
}

std::string left_of(const core::LimitationClock& clock) {
    return clock.safe_day == core::far_future ? "-" : std::to_string(clock.days_left);
}

void print_clocks(const std::vector<session::DebtClock>& clocks,
                  const std::vector<session::GuaranteeClock>& guarantees,
                  const std::map<core::InvoiceId, std::int64_t>& late) {
    Table table({"LEFT", "SAFE DAY", "LAST DAY", "IF PROVEN", "STATE", "CUSTOMER", "NUMBER", "DUE",
                 "OPEN", ""},
                "r       r");
    for (const auto& row : clocks) {
        table.row({left_of(row.clock), end_or_dash(row.clock.safe_day),
                   end_or_dash(row.clock.last_day), end_or_dash(row.clock.hoped_day),
                   std::string(core::name_of(row.clock.state)), row.customer_name, row.debt.number,
                   core::to_text(row.debt.due), core::to_text(row.debt.open),
                   std::string(row.debt.open.currency.view())});
    }
    table.print();
    if (!late.empty()) {
        print(std::string());
        Table instalments({"CUSTOMER", "NUMBER", "A FIFTH OR MORE LATE", ""}, "  r");
        for (const auto& row : clocks) {
            const auto of = late.find(row.debt.id);
            if (of == late.end()) { continue; }
            instalments.row({row.customer_name, row.debt.number,
                             plain(of->second, row.debt.open.currency),
                             std::string(row.debt.open.currency.view())});
        }
        instalments.print();
        print(std::string("Civil Code 634: not paid within a reasonable time after a demand, "
                          "the whole price can be claimed."));
    }
    if (guarantees.empty()) { return; }
    print(std::string());
    Table periods(
        {"LEFT", "SAFE DAY", "LAST DAY", "STATE", "KIND", "GUARANTOR", "CUSTOMER", "NUMBER"}, "r");
    for (const auto& row : guarantees) {
        periods.row({left_of(row.clock), end_or_dash(row.clock.safe_day),
                     end_or_dash(row.clock.last_day), std::string(core::name_of(row.clock.state)),
                     row.joint ? "joint" : "general", row.guarantor, row.customer_name,
                     row.number});
    }
    periods.print();
}

} // namespace

void show_limitation(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::Date day = as_of(*book, arguments);
    const core::CustomerId customer = customer_option(*book, arguments);
    const session::Legal legal(*book);
    const auto clocks = legal.clocks(day, customer);
    const auto guarantees = legal.guarantees(day, customer);
    const auto late = legal.late_instalments(day, customer);
    if (!arguments.has("--json")) { return print_clocks(clocks, guarantees, late); }
    Json debts = Json::array();
    for (const auto& row : clocks) {
        Json one{
            {"invoice", core::to_text(row.debt.id)},        {"number", row.debt.number},
            {"customer", core::to_text(row.debt.customer)}, {"name", row.customer_name},
            {"due", core::to_text(row.debt.due)},           {"open_minor", row.debt.open.minor},
            {"currency", row.debt.open.currency.view()}};
        if (const auto of = late.find(row.debt.id); of != late.end()) {
            one["late_instalments_minor"] = of->second; // a fifth or more: 民法典 634
        }
        one.update(json_of(row.clock));
        debts.push_back(std::move(one));
    }
    Json periods = Json::array();
    for (const auto& row : guarantees) {
        Json one{{"invoice", core::to_text(row.invoice)},
                 {"number", row.number},
                 {"contract", core::to_text(row.contract)},
                 {"guarantor", row.guarantor},
                 {"kind", row.joint ? "joint" : "general"}};
        one.update(json_of(row.clock));
        periods.push_back(std::move(one));
    }
    print(Json{{"day", core::to_text(day)}, {"debts", debts}, {"guarantees", periods}});
}

void write_legal_event(const Arguments& arguments) {
    const auto book = open_book(arguments);
    core::LegalEventNoted event;
    event.id = id_of(*book, arguments);
    event.customer = find_customer(*book, arguments.word(1)).id;
    event.what = named<core::LegalEvent>(arguments.word(2), "kind", core::parse_legal_event);
    event.date = date_of(*book, arguments, "--date", book->today());
    event.until = day_option(*book, arguments, "--until");
    if (const auto invoice = arguments.option("--invoice")) {
        event.of = core::entity_of(find_invoice(*book, *invoice, event.customer).id);
    } else if (const auto contract = arguments.option("--contract")) {
        event.of = find_contract(*book, event.customer, *contract);
    }
    event.guarantor = arguments.option("--guarantor").value_or("");
    event.proof = arguments.option("--proof").value_or("");
    event.note = arguments.option("--note").value_or("");
    event.by = arguments.option("--by").value_or("");
    run(*book, arguments, core::NoteLegalEvent{event});
}

void write_case(const Arguments& arguments) {
    const auto book = open_book(arguments);
    core::SetFields set{{core::RegisterKind::legal_case, {}, {}}};
    auto& fields = set.fields.fields;
    std::optional<core::CustomerId> customer;
    if (arguments.has("--new")) {
        set.fields.entity = id_of(*book, arguments);
        customer = find_customer(*book, arguments.needed("--customer")).id;
        fields.emplace_back("customer", core::to_text(*customer));
        static_cast<void>(arguments.needed("--title")); // taken with the others, below
    } else {
        if (arguments.words() < 2) { throw UsageError{"CASE"}; }
        set.fields.entity = id_word(arguments.word(1), "case");
    }
    for (const std::string_view name : {"title", "route", "number", "court", "judge", "lawyer",
                                        "lawyer_phone", "owner", "talks", "note", "archived"}) {
        std::string option = "--" + std::string(name);
        std::ranges::replace(option, '_', '-');
        if (const auto value = arguments.option(option)) { fields.emplace_back(name, *value); }
    }
    const core::Currency currency = currency_of(*book, arguments);
    if (const auto claim = arguments.option("--claim")) {
        fields.emplace_back("claim", std::to_string(amount_of(*claim, currency)));
        fields.emplace_back("currency", currency.view());
    }
    if (arguments.option("--invoices")) {
        std::string ids;
        for (const core::InvoiceId id : invoices_option(*book, arguments, customer)) {
            ids += (ids.empty() ? "" : " ") + core::to_text(id);
        }
        fields.emplace_back("invoices", ids);
    }
    run(*book, arguments, set);
}

static session::CaseRow find_case(session::Session& book, const Arguments& arguments) {
    const core::EntityId id = id_word(arguments.word(1), "case");
    auto found = session::Legal(book).one_case(id, book.today());
    if (!found) { refuse({ErrorCode::unknown_document, "case", arguments.word(1), 0}); }
    return *std::move(found);
}

void write_case_step(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const session::CaseRow of = find_case(*book, arguments);
    core::CaseStepTaken step;
    step.id = id_of(*book, arguments);
    step.customer = of.what.customer;
    step.of = of.id;
    step.stage = named<core::CaseStage>(arguments.word(2), "stage", core::parse_case_stage);
    step.date = date_of(*book, arguments, "--date", book->today());
    step.due = day_option(*book, arguments, "--due");
    if (const auto amount = arguments.option("--amount")) {
        step.currency = of.what.currency;
        step.minor = amount_of(*amount, step.currency);
    }
    step.note = arguments.option("--note").value_or("");
    step.by = arguments.option("--by").value_or("");
    run(*book, arguments, core::TakeCaseStep{step});
}

void write_case_cost(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const session::CaseRow of = find_case(*book, arguments);
    core::CaseCostPaid cost;
    cost.id = id_of(*book, arguments);
    cost.customer = of.what.customer;
    cost.of = of.id;
    cost.what = named<core::CaseCost>(arguments.word(2), "kind", core::parse_case_cost);
    cost.amount.currency = of.what.currency;
    cost.amount.minor = amount_of(arguments.needed("--amount"), of.what.currency);
    cost.date = date_of(*book, arguments, "--date", book->today());
    cost.note = arguments.option("--note").value_or("");
    cost.by = arguments.option("--by").value_or("");
    run(*book, arguments, core::PayCaseCost{cost});
}

static Json json_of(const session::CaseRow& row) {
    Json steps = Json::array();
    for (const auto& step : row.steps) { steps.push_back(json_of(core::Fact(step))); }
    Json costs = Json::array();
    for (const auto& cost : row.costs) { costs.push_back(json_of(core::Fact(cost.cost))); }
    Json deadlines = Json::array();
    for (const core::CaseDeadline& one : row.deadlines) {
        deadlines.push_back({{"rule", core::name_of(one.kind)},
                             {"whose", core::name_of(one.whose)},
                             {"day", core::to_text(one.day)},
                             {"rolled", core::to_text(one.rolled)},
                             {"days_left", one.days_left},
                             {"met", one.met},
                             {"step", core::to_text(one.step)}});
    }
    return {{"id", core::to_text(row.id)},
            {"customer", core::to_text(row.what.customer)},
            {"name", row.customer_name},
            {"title", row.what.title},
            {"route", core::name_of(row.what.route)},
            {"number", row.what.number},
            {"court", row.what.court},
            {"lawyer", row.what.lawyer},
            {"claim_minor", row.what.claim},
            {"currency", row.what.currency.view()},
            {"stage", row.state.stage ? Json(core::name_of(*row.state.stage)) : Json()},
            {"open", row.state.open},
            {"in_court", row.state.in_court},
            {"costs_minor", row.cost_minor},
            {"received_minor", row.received_minor},
            {"awarded_minor", row.awarded_minor},
            {"performance_end",
             row.performance_end ? Json(core::to_text(*row.performance_end)) : Json()},
            {"steps", steps},
            {"deadlines", deadlines},
            {"costs", costs}};
}

void list_cases(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const auto rows =
        session::Legal(*book).cases(as_of(*book, arguments), customer_option(*book, arguments));
    if (arguments.has("--json")) {
        Json all = Json::array();
        for (const auto& row : rows) { all.push_back(json_of(row)); }
        return print(all);
    }
    Table table({"CUSTOMER", "TITLE", "STAGE", "NEXT", "BY", "WHOSE", "CLAIM", "COSTS", "RECEIVED",
                 "", "ID"},
                "      rrr");
    for (const auto& row : rows) {
        const core::CaseDeadline* next = row.next();
        table.row({row.customer_name, row.what.title,
                   row.state.stage ? std::string(core::name_of(*row.state.stage)) : "-",
                   next != nullptr ? std::string(core::name_of(next->kind)) : "-",
                   next != nullptr ? core::to_text(next->day) : "-",
                   next != nullptr ? std::string(core::name_of(next->whose)) : "",
                   plain(row.what.claim, row.what.currency),
                   plain(row.cost_minor, row.what.currency),
                   plain(row.received_minor, row.what.currency),
                   std::string(row.what.currency.view()), core::to_text(row.id)});
    }
    table.print();
}

void weigh_case(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::CustomerId customer = find_customer(*book, arguments.word(1)).id;
    session::ClaimWish wish;
    wish.invoices = invoices_option(*book, arguments, customer);
    if (arguments.option("--currency")) { wish.currency = currency_of(*book, arguments); }
    const session::Weighing what =
        session::Legal(*book).weigh(customer, as_of(*book, arguments), wish);
    Json debts = Json::array();
    for (const session::OverdueDebt& debt : what.debts) {
        debts.push_back({{"invoice", core::to_text(debt.id)},
                         {"number", debt.number},
                         {"due", core::to_text(debt.due)},
                         {"overdue_minor", debt.overdue.minor},
                         {"currency", debt.overdue.currency.view()}});
    }
    const auto day = [](const std::optional<core::Date>& date) {
        return date ? Json(core::to_text(*date)) : Json();
    };
    print(Json{{"currency", what.currency.view()},
               {"claim_minor", what.claim},
               {"overdue", debts},
               {"talks_tried", what.talks_tried()},
               {"contacts_reached", what.contacts_reached},
               {"last_reached", day(what.last_reached)},
               {"promises_kept", what.promises.kept},
               {"promises_broken", what.promises.broken + what.promises.partly},
               {"plan_tried", what.plan_tried},
               {"written_and_proven", what.letter_sent},
               {"fees",
                {{"suit_minor", what.fees.suit},
                 {"simplified_minor", what.fees.simplified},
                 {"payment_order_minor", what.fees.order},
                 {"preservation_minor", what.fees.preservation},
                 {"enforcement_minor", what.fees.enforcement}}},
               {"small_claim", core::name_of(what.small)},
               {"sold_last_year_minor", what.sold_last_year},
               {"paid_last_year_minor", what.paid_last_year},
               {"sold_in_all_minor", what.sold_in_all},
               {"customer_since", day(what.customer_since)}});
}

void write_evidence(const Arguments& arguments) {
    const auto book = open_book(arguments);
    session::EvidenceQuery query;
    query.day = as_of(*book, arguments);
    query.word = [](std::string_view key) { return phrase(std::string(key), ""); };
    if (const auto named_case = arguments.option("--case")) {
        query.of_case = id_word(*named_case, "case");
        const auto row = session::Legal(*book).one_case(query.of_case, query.day);
        if (!row) { refuse({ErrorCode::unknown_document, "case", *named_case, 0}); }
        query.customer = row->what.customer;
        query.invoices = row->what.invoices;
    } else {
        query.customer = find_customer(*book, arguments.needed("--customer")).id;
        query.invoices = invoices_option(*book, arguments, query.customer);
    }
    const auto barred = session::Legal(*book).barred(query.customer, query.invoices, query.day);
    for (const std::string& number : barred) {
        complain("the limitation of " + number + " is over: leave it out, or have it confirmed");
    }
    session::EvidenceMaker maker(*book, std::move(query));
    const std::string& file = arguments.word(1);
    const std::string bytes = must(maker.finish(), file);
    std::ofstream out(file, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) { refuse({ErrorCode::io, "file", file, 0}, file); }
    if (arguments.has("--json")) {
        Json exhibits = Json::array();
        for (const auto& one : maker.exhibits()) {
            exhibits.push_back({{"title", one.title},
                                {"proves", one.proves},
                                {"first_page", one.first_page},
                                {"last_page", one.last_page},
                                {"files", one.files.size()},
                                {"names", one.files}});
        }
        return print(Json{{"file", file}, {"bytes", bytes.size()}, {"exhibits", exhibits}});
    }
    Table table({"NO", "EXHIBIT", "PAGES", "FILES"}, "r  r");
    int number = 0;
    for (const auto& one : maker.exhibits()) {
        table.row({std::to_string(++number), one.title,
                   std::to_string(one.first_page) + "-" + std::to_string(one.last_page),
                   std::to_string(one.files.size())});
    }
    table.print();
}

} // namespace huikuan::cli
