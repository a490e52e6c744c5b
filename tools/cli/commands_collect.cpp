// Collecting: the day's list, contacts, promises, plans, holds, tasks, the process, a calendar.
#include <array>

#include "book.h"
#include "commands.h"
#include "core/text.h"
#include "output.h"
#include "session/collections.h"
#include "session/dunning.h"
#include "writing.h"

namespace huikuan::cli {

namespace {

using core::ErrorCode;

std::string day_or_dash(const std::optional<core::Date>& date) {
    return date ? core::to_text(*date) : "-";
}
// "60.00%"; "n/a" where nothing is closed.
std::string percent(std::int64_t ppm) {
    if (ppm < 0) { return "n/a"; }
    const std::int64_t rounded = (ppm + 50) / 100;
    const std::string cents = std::to_string(rounded % 100);
    return std::to_string(rounded / 100) + "." + (cents.size() < 2 ? "0" : "") + cents + "%";
}

template <class Type>
Type named(const Arguments& arguments, std::string_view option,
           std::optional<Type> (*parse)(std::string_view), std::optional<Type> otherwise = {}) {
    const auto text = arguments.option(option);
    if (!text && otherwise) { return *otherwise; }
    const std::string name = text ? *text : arguments.needed(option);
    const auto found = parse(name);
    if (!found) { refuse({ErrorCode::malformed, std::string(option.substr(2)), name, 0}); }
    return *found;
}

core::EntityId id_named(const Arguments& arguments, std::string_view option) {
    const auto text = arguments.option(option);
    if (!text) { return {}; }
    const auto id = core::parse_id(*text);
    if (!id) { refuse({ErrorCode::malformed, std::string(option.substr(2)), *text, 0}); }
    return *id;
}

Json json_of(const session::WorkItem& item) {
    Json parts = Json::object();
    for (std::size_t i = 0; i < core::score_parts; ++i) {
        parts[std::string(core::name_of(static_cast<core::ScorePart>(i)))] = item.score.parts.at(i);
    }
    Json balances = Json::array();
    for (const auto& balance : item.balances) {
        balances.push_back({{"currency", balance.currency.view()},
                            {"overdue_minor", balance.overdue},
                            {"balance_minor", balance.balance},
                            {"unapplied_minor", balance.unapplied},
                            {"oldest_days", balance.oldest_days}});
    }
    const auto day = [](const std::optional<core::Date>& date) {
        return date ? Json(core::to_text(*date)) : Json();
    };
    const core::WorkFacts& facts = item.facts;
    return {{"customer", core::to_text(item.customer)},
            {"code", item.code},
            {"name", item.name},
            {"owner", item.owner},
            {"group", core::name_of(item.score.group)},
            {"waits", core::name_of(item.score.waits)},
            {"score", item.score.total()},
            {"parts", parts},
            {"probability_percent", item.score.probability},
            {"balances", balances},
            {"promises_broken", facts.promises_broken},
            {"promise_due", day(facts.promise_due)},
            {"last_contact", day(facts.last_contact)},
            {"next", day(facts.next)},
            {"hold_until", day(facts.hold_until)},
            {"limitation", day(item.limitation)}};
}

Json json_of(const session::PromiseRow& row) {
    Json one{{"state", core::name_of(row.result.state)},
             {"paid_minor", row.result.paid},
             {"deadline", core::to_text(row.deadline)}};
    one.update(cli::json_of(core::Fact(row.promise)));
    return one;
}

} // namespace

void show_today(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::Date day = as_of(*book, arguments);
    auto list = session::Collections(*book).today(day, arguments.option("--owner"));
    if (arguments.has("--json")) {
        Json items = Json::array();
        for (const auto& item : list.items) { items.push_back(json_of(item)); }
        print(Json{{"day", core::to_text(day)},
                   {"overdue_customers", list.overdue_customers},
                   {"items", items}});
        return;
    }
    Table table({"GROUP", "SCORE", "CUSTOMER", "OWNER", "OVERDUE", "", "DAYS", "BROKEN", "PROMISED",
                 "LAST", "WAITS"},
                " r  r rr   ");
    for (const auto& item : list.items) {
        const auto* most = item.balances.empty() ? nullptr : &item.balances.front();
        const bool waits = item.score.waits != core::WaitReason::none;
        table.row(
            {std::string(core::name_of(item.score.group)), std::to_string(item.score.total()),
             item.name, item.owner, most != nullptr ? plain(most->overdue, most->currency) : "0",
             most != nullptr ? std::string(most->currency.view()) : "",
             std::to_string(item.facts.oldest_days), std::to_string(item.facts.promises_broken),
             day_or_dash(item.facts.promise_due), day_or_dash(item.facts.last_contact),
             waits ? std::string(core::name_of(item.score.waits)) : ""});
    }
    table.print();
}

void write_contact_log(const Arguments& arguments) {
    const auto book = open_book(arguments);
    core::LogContact log;
    core::ContactLogged& contact = log.contact;
    contact.id = id_of(*book, arguments);
    contact.customer = find_customer(*book, arguments.word(1)).id;
    contact.date = date_of(*book, arguments, "--date", book->today());
    if (const auto at = arguments.option("--at")) {
        const auto minute = core::parse_minute(*at);
        if (!minute) { refuse({ErrorCode::malformed, "minute", *at, 0}); }
        contact.minute = *minute;
    }
    contact.by = arguments.option("--by").value_or("");
    contact.channel = named(arguments, "--channel", core::parse_channel);
    contact.outcome = named(arguments, "--outcome", core::parse_outcome);
    contact.person = id_named(arguments, "--person");
    contact.whom = arguments.option("--whom").value_or("");
    contact.reached = arguments.has("--reached");
    contact.third_party = arguments.has("--third-party");
    contact.note = arguments.option("--note").value_or("");
    if (arguments.has("--next")) { contact.next = date_of(*book, arguments, "--next"); }
    contact.task = id_named(arguments, "--task");
    run(*book, arguments, log);
}

void list_contacts(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const auto customer = find_customer(*book, arguments.word(1));
    const auto lines = session::Collections(*book).contacts(customer.id, arguments.has("--all"));
    if (arguments.has("--json")) {
        Json list = Json::array();
        for (const auto& line : lines) {
            Json one = json_of(core::Fact(line.contact));
            one["void"] = line.end != core::far_future;
            one["files"] = line.files;
            list.push_back(one);
        }
        print(Json{{"customer", core::to_text(customer.id)}, {"contacts", list}});
        return;
    }
    Table table({"DATE", "AT", "BY", "CHANNEL", "WHOM", "OUTCOME", "REACHED", "NEXT", "AGAINST",
                 "NOTE", "ID"});
    for (const auto& line : lines) {
        const core::ContactLogged& contact = line.contact;
        std::string against;
        for (const auto rule : contact.overruled) {
            against += (against.empty() ? "" : ",") + std::string(core::name_of(rule));
        }
        table.row({core::to_text(contact.date),
                   contact.minute < 0 ? "" : core::minute_text(contact.minute), contact.by,
                   std::string(core::name_of(contact.channel)), contact.whom,
                   std::string(core::name_of(contact.outcome)), contact.reached ? "yes" : "no",
                   day_or_dash(contact.next), against, contact.note, core::to_text(contact.id)});
    }
    table.print();
}

void write_promise(const Arguments& arguments) {
    const auto book = open_book(arguments);
    core::MakePromise make;
    make.promise.id = id_of(*book, arguments);
    make.promise.customer = find_customer(*book, arguments.word(1)).id;
    const core::Currency currency = currency_of(*book, arguments);
    make.promise.amount = {amount_of(arguments.needed("--amount"), currency), currency};
    make.promise.date = date_of(*book, arguments, "--date", book->today());
    make.promise.due = date_of(*book, arguments, "--due");
    make.promise.by = arguments.option("--by").value_or("");
    make.promise.who = arguments.option("--who").value_or("");
    make.promise.how = arguments.option("--how").value_or("");
    make.promise.contact = id_named(arguments, "--contact");
    make.promise.note = arguments.option("--note").value_or("");
    run(*book, arguments, make);
}

void list_promises(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const session::Collections collections(*book);
    const core::Date day = as_of(*book, arguments);
    const auto name = arguments.option("--customer");
    const core::CustomerId customer = name ? find_customer(*book, *name).id : core::CustomerId{};
    auto rows = name ? collections.promises(customer, day) : collections.all_promises(day);
    const auto rates = collections.kept_rates(day, {}, customer);
    if (arguments.has("--json")) {
        Json list = Json::array();
        for (const auto& row : rows) { list.push_back(json_of(row)); }
        Json kept = Json::array();
        for (const auto& [currency, rate] : rates) {
            kept.push_back({{"currency", currency.view()},
                            {"kept", rate.kept},
                            {"partly", rate.partly},
                            {"broken", rate.broken},
                            {"open", rate.open},
                            {"by_count_ppm", rate.by_count()},
                            {"by_amount_ppm", rate.by_amount()}});
        }
        print(Json{{"day", core::to_text(day)}, {"promises", list}, {"kept", kept}});
        return;
    }
    Table table({"DUE", "DEADLINE", "CUSTOMER", "AMOUNT", "PAID", "", "STATE", "WHO", "ID"},
                "   rr    ");
    for (const auto& row : rows) {
        const core::Currency currency = row.promise.amount.currency;
        const auto of = book->customer(row.promise.customer, day);
        table.row({core::to_text(row.promise.due), core::to_text(row.deadline), of ? of->name : "",
                   plain(row.promise.amount.minor, currency), plain(row.result.paid, currency),
                   std::string(currency.view()), std::string(core::name_of(row.result.state)),
                   row.promise.who, core::to_text(row.promise.id)});
    }
    table.print();
    for (const auto& [currency, rate] : rates) {
        print("kept " + std::to_string(rate.kept) + " of " + std::to_string(rate.closed()) + ": " +
              percent(rate.by_count()) + " by count, " + percent(rate.by_amount()) +
              " by amount (" + std::string(currency.view()) + ")");
    }
}

void write_hold(const Arguments& arguments) {
    const auto book = open_book(arguments);
    core::PlaceHold place;
    place.hold.id = id_of(*book, arguments);
    const auto customer = find_customer(*book, arguments.word(1));
    place.hold.customer = customer.id;
    if (const auto invoice = arguments.option("--invoice")) {
        place.hold.of = core::entity_of(find_invoice(*book, *invoice, customer.id).id);
    }
    place.hold.kind =
        named(arguments, "--kind", core::parse_hold_kind, std::optional(core::HoldKind::snooze));
    place.hold.date = date_of(*book, arguments, "--date", book->today());
    place.hold.until = date_of(*book, arguments, "--until");
    place.hold.reason = arguments.needed("--reason");
    place.hold.by = arguments.option("--by").value_or("");
    place.hold.owner = arguments.option("--owner").value_or("");
    run(*book, arguments, place);
}

void list_holds(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::Date day = book->today();
    core::CustomerId customer;
    if (arguments.words() > 1) { customer = find_customer(*book, arguments.word(1)).id; }
    const auto rows = session::Dunning(*book).holds(customer, day, arguments.has("--all"));
    if (arguments.has("--json")) {
        Json list = Json::array();
        for (const auto& row : rows) {
            Json one = json_of(core::Fact(row.hold));
            one["runs"] = row.runs(day);
            list.push_back(one);
        }
        Json answer{{"holds", list}};
        if (!customer.is_nil()) { answer["customer"] = core::to_text(customer); }
        print(answer);
        return;
    }
    Table table(
        {"FROM", "UNTIL", "CUSTOMER", "DOCUMENT", "KIND", "RUNS", "OWNER", "BY", "REASON", "ID"});
    for (const auto& row : rows) {
        const auto whose = book->customer(row.hold.customer, day);
        const auto of = book->invoice(core::id_cast<core::InvoiceId>(row.hold.of), day);
        table.row({core::to_text(row.hold.date), core::to_text(row.hold.until),
                   whose ? whose->name : std::string(), of ? of->number : std::string("-"),
                   std::string(core::name_of(row.hold.kind)), row.runs(day) ? "yes" : "no",
                   row.hold.owner, row.hold.by, row.hold.reason, core::to_text(row.hold.id)});
    }
    table.print();
}

// 4.5% a year.
static std::int64_t ppm_of(const Arguments& arguments, std::string_view option) {
    std::string text = arguments.option(option).value_or("0");
    if (text.ends_with('%')) { text.pop_back(); }
    const auto point = text.find('.');
    std::string digits = text;
    std::size_t decimals = 0;
    if (point != std::string::npos) {
        digits = text.substr(0, point) + text.substr(point + 1);
        decimals = text.size() - point - 1;
    }
    const bool sound = !digits.empty() && digits.size() <= 7 && decimals <= 4 &&
                       digits.find_first_not_of("0123456789") == std::string::npos;
    if (!sound) { refuse({ErrorCode::malformed, std::string(option.substr(2)), text, 0}); }
    std::int64_t ppm = std::stoll(digits);
    for (std::size_t i = decimals; i < 4; ++i) { ppm *= 10; }
    return ppm;
}

// "2026-11-20:theirs:500;2026-11-22:ours:1000.00": what was offered a month.
static std::vector<core::PlanOffer> offers_of(std::string_view text, core::Currency currency) {
    std::vector<core::PlanOffer> offers;
    while (!text.empty()) {
        const std::string_view one = text.substr(0, std::min(text.find(';'), text.size()));
        text.remove_prefix(std::min(one.size() + 1, text.size()));
        const std::size_t first = one.find(':');
        const std::size_t second = one.find(':', first + 1);
        const auto date = core::parse_iso(one.substr(0, first));
        const bool parts = first != std::string_view::npos && second != std::string_view::npos;
        const std::string_view who = parts ? one.substr(first + 1, second - first - 1) : one;
        if (!date || !parts || (who != "ours" && who != "theirs")) {
            refuse({ErrorCode::malformed, "offers", std::string(one), 0});
        }
        offers.push_back(
            {*date, who == "ours", amount_of(std::string(one.substr(second + 1)), currency)});
    }
    return offers;
}

void write_plan(const Arguments& arguments) {
    const auto book = open_book(arguments);
    core::AgreePlan agree;
    core::PlanAgreed& plan = agree.plan;
    plan.id = id_of(*book, arguments);
    plan.customer = find_customer(*book, arguments.word(1)).id;
    plan.currency = currency_of(*book, arguments);
    plan.date = date_of(*book, arguments, "--date", book->today());
    const auto amount = [&](std::string_view option) {
        const auto text = arguments.option(option);
        return text ? amount_of(*text, plan.currency) : 0;
    };
    core::InstalmentWish wish;
    wish.minor = amount_of(arguments.needed("--amount"), plan.currency);
    wish.first = amount("--first");
    wish.start = plan.date;
    wish.first_due = date_of(*book, arguments, "--first-due");
    wish.parts = static_cast<int>(arguments.number("--parts", 1, 1, core::most_instalments));
    wish.days = static_cast<int>(arguments.number("--every", 0, 0, 3660));
    wish.interest_ppm = plan.interest_ppm = ppm_of(arguments, "--interest");
    if (arguments.has("--business-days")) { wish.roll = core::Roll::following; }
    plan.lines = must(core::instalments(wish, *session::Ledger(*book).policy().calendar));
    plan.accelerate_days = static_cast<int>(arguments.number("--accelerate", -1, 0, 3650));
    plan.guarantor = arguments.option("--guarantor").value_or("");
    plan.consent = arguments.has("--consent");
    if (arguments.has("--consent-on")) {
        plan.consent_on = date_of(*book, arguments, "--consent-on");
    }
    if (const auto offers = arguments.option("--offers")) {
        plan.offers = offers_of(*offers, plan.currency);
    }
    plan.supersedes = id_named(arguments, "--supersedes");
    plan.income = amount("--income");
    plan.costs = amount("--costs");
    plan.debts = amount("--debts");
    plan.by = arguments.option("--by").value_or("");
    plan.note = arguments.option("--note").value_or("");
    if (core::lacks_consent(plan)) {
        complain("the guarantor has not agreed in writing: he is not bound for more, and his period"
                 " runs on as before (Civil Code, 695)");
    }
    if (const auto sheet = core::affordability(plan); sheet.share_ppm > 1'000'000) {
        complain("the heaviest month of the plan is more than the debtor has left in a month");
    }
    run(*book, arguments, agree);
}

void list_plans(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const auto customer = find_customer(*book, arguments.word(1));
    const core::Date day = as_of(*book, arguments);
    const auto rows = session::Collections(*book).plans(customer.id, day, arguments.has("--all"));
    if (arguments.has("--json")) {
        Json list = Json::array();
        for (const auto& row : rows) {
            Json one = json_of(core::Fact(row.plan));
            one["current"] = row.current;
            one["paid_minor"] = row.progress.paid;
            one["agreed_minor"] = row.progress.agreed;
            one["behind_minor"] = row.progress.behind;
            one["days_behind"] = row.progress.days_behind;
            one["accelerated"] = row.progress.accelerated;
            one["lacks_consent"] = core::lacks_consent(row.plan);
            one["share_ppm"] = row.sheet.share_ppm;
            list.push_back(one);
        }
        print(Json{{"day", core::to_text(day)}, {"plans", list}});
        return;
    }
    for (const auto& row : rows) {
        const core::Currency currency = row.plan.currency;
        print("plan of " + core::to_text(row.plan.date) + " " + core::to_text(row.plan.id) +
              (row.current ? "" : " (replaced)") + ": paid " + plain(row.progress.paid, currency) +
              " of " + text_of(row.progress.agreed, currency) +
              (row.progress.behind > 0
                   ? ", behind " + plain(row.progress.behind, currency) + " for " +
                         std::to_string(row.progress.days_behind) + " days"
                   : "") +
              (row.progress.accelerated ? ", all due at once" : ""));
        Table table({"  DUE", "PRINCIPAL", "INTEREST", "SUM", "PAID"}, " rrrr");
        for (std::size_t i = 0; i < row.plan.lines.size(); ++i) {
            const core::PlanLine& line = row.plan.lines[i];
            table.row({"  " + core::to_text(line.due), plain(line.principal, currency),
                       plain(line.interest, currency), plain(line.minor(), currency),
                       plain(row.progress.paid_of[i], currency)});
        }
        table.print();
    }
}

namespace {

// What is written of a return visit that follows from the ledger, when something is said about it.
core::Fields fields_of(const session::TaskRow& row) {
    return {{"customer", core::to_text(row.task.customer)},
            {"due", core::to_text(*row.task.due)},
            {"kind", std::string(core::name_of(row.task.kind))},
            {"owner", row.task.owner},
            {"title", "return visit"}};
}

} // namespace

void write_task(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const bool fresh = arguments.has("--new");
    if (fresh == (arguments.words() == 2)) { throw UsageError{"either an id or --new"}; }
    const session::Collections collections(*book);
    core::FieldsSet set;
    set.kind = core::RegisterKind::task;
    if (fresh) {
        set.entity = id_of(*book, arguments);
    } else {
        const auto id = core::parse_id(arguments.word(1));
        const auto task = id ? collections.task(*id) : std::nullopt;
        if (!task) { refuse({ErrorCode::unknown_document, "id", arguments.word(1), 0}); }
        set.entity = *id;
        if (task->derived) { set.fields = fields_of(*task); }
    }
    if (const auto customer = arguments.option("--customer")) {
        set.fields.emplace_back("customer", core::to_text(find_customer(*book, *customer).id));
    }
    constexpr std::array<std::pair<std::string_view, const char*>, 21> options{{
        {"--title", "title"},
        {"--kind", "kind"},
        {"--owner", "owner"},
        {"--at", "minute"},
        {"--result", "result"},
        {"--note", "note"},
        {"--participants", "participants"},
        {"--area", "area"},
        {"--checklist", "checklist"},
        {"--needs", "needs"},
        {"--place", "place"},
        {"--score", "score"},
        {"--step", "step"},
        {"--parent", "parent"},
        {"--archived", "archived"},
        {"--department", "department"},
        {"--order", "order"},
        {"--voice", "voice"},
        {"--asked-by", "asked_by"},
        {"--decided", "decided"},
        {"--decided-by", "decided_by"},
    }};
    const auto put = [&](const char* field, const std::string& value) {
        std::erase_if(set.fields, [&](const auto& one) { return one.first == field; });
        set.fields.emplace_back(field, value);
    };
    for (const auto& [option, field] : options) {
        if (const auto value = arguments.option(option)) { put(field, *value); }
    }
    for (const auto& [option, field] : {std::pair{"--due", "due"}, std::pair{"--done", "done"}}) {
        if (arguments.has(option)) { put(field, core::to_text(date_of(*book, arguments, option))); }
    }
    if (fresh) { static_cast<void>(arguments.needed("--title")); }
    if (set.fields.empty()) { throw UsageError{"name a field to set"}; }
    run(*book, arguments, core::SetFields{std::move(set)});
}

void list_tasks(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const auto name = arguments.option("--customer");
    const core::CustomerId customer = name ? find_customer(*book, *name).id : core::CustomerId{};
    const auto rows = session::Collections(*book).tasks(arguments.option("--owner"), customer);
    if (arguments.has("--json")) {
        Json list = Json::array();
        for (const auto& row : rows) {
            Json one{{"id", core::to_text(row.id)}};
            const auto fields =
                row.derived ? fields_of(row) : book->fields(core::RegisterKind::task, row.id);
            for (const auto& [field, value] : fields) { one[field] = value; }
            if (row.derived) { one["derived"] = true; }
            if (row.waits) { one["waits"] = true; }
            if (!row.waits && row.task.due) { one["due"] = core::to_text(*row.task.due); }
            list.push_back(one);
        }
        print(Json{{"tasks", list}});
        return;
    }
    Table table({"DUE", "KIND", "TITLE", "CUSTOMER", "OWNER", "DONE", "RESULT", "ID"});
    for (const auto& row : rows) {
        table.row({row.waits ? "waits" : day_or_dash(row.task.due),
                   std::string(core::name_of(row.task.kind)),
                   row.derived ? "(return visit)" : row.task.title, row.customer_name,
                   row.task.owner, day_or_dash(row.task.done), row.task.result,
                   core::to_text(row.id)});
    }
    table.print();
}

void write_hand_over(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const auto customer = find_customer(*book, arguments.word(1));
    const std::string to = arguments.needed("--to");
    must(session::Collections(*book).hand_over(customer.id, to,
                                               arguments.option("--by").value_or(""),
                                               arguments.option("--note").value_or("")));
    if (arguments.has("--json")) {
        print(Json{{"customer", core::to_text(customer.id)}, {"owner", to}});
        return;
    }
    print(customer.name + " is " + to + "'s now");
}

void show_process(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const session::Collections collections(*book);
    const auto name = arguments.option("--customer");
    const auto steps =
        name ? collections.steps_due(find_customer(*book, *name).id, as_of(*book, arguments))
             : collections.process();
    if (arguments.has("--json")) {
        Json list = Json::array();
        for (const auto& step : steps) {
            list.push_back({{"order", step.order},
                            {"name", step.name},
                            {"title", step.title},
                            {"who", step.who},
                            {"days", step.days},
                            {"needs", step.needs}});
        }
        print(Json{{"steps", list}});
        return;
    }
    Table table({"ORDER", "NAME", "TITLE", "WHO", "DAYS", "NEEDS"}, "r   r ");
    for (const auto& step : steps) {
        table.row({std::to_string(step.order), step.name, step.title, step.who,
                   std::to_string(step.days), step.needs});
    }
    table.print();
}

} // namespace huikuan::cli
