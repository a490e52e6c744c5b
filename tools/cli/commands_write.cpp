// Writing: each command becomes one core::Command, which preview and run share.
#include <algorithm>
#include <array>

#include "book.h"
#include "commands.h"
#include "core/exchange.h"
#include "core/read.h"
#include "output.h"
#include "session/resolve.h"
#include "writing.h"

namespace huikuan::cli {

namespace {

using core::ErrorCode;

} // namespace

core::EntityId id_of(session::Session& book, const Arguments& arguments) {
    const auto text = arguments.option("--id");
    if (!text) { return book.mint(); }
    const auto id = core::parse_id(*text);
    if (!id) { refuse({ErrorCode::malformed, "id", *text, 0}); }
    return *id;
}

namespace {

std::string short_text(const core::Fact& fact) {
    if (const auto* invoice = std::get_if<core::InvoiceIssued>(&fact)) {
        return std::string(name_of(invoice->type)) + " " + invoice->number +
               (invoice->number.empty() ? "" : " ") +
               text_of(invoice->amount.minor, invoice->amount.currency) + " " +
               core::to_text(invoice->id);
    }
    if (const auto* receipt = std::get_if<core::ReceiptRecorded>(&fact)) {
        return std::string(name_of(receipt->type)) + " " +
               text_of(receipt->amount.minor, receipt->amount.currency) + " " +
               core::to_text(receipt->date) + " " + core::to_text(receipt->id);
    }
    if (const auto* reversed = std::get_if<core::Reversed>(&fact)) {
        return "reversed " + core::to_text(reversed->target) + " from " +
               core::to_text(reversed->date);
    }
    if (const auto* set = std::get_if<core::FieldsSet>(&fact)) {
        return "set " + core::to_text(set->entity);
    }
    if (const auto* resolved = std::get_if<core::ExceptionResolved>(&fact)) {
        return "resolved " + resolved->exception + " " + resolved->choice;
    }
    if (const auto* contact = std::get_if<core::ContactLogged>(&fact)) {
        std::string against;
        for (const core::ConductRule rule : contact->overruled) {
            against += (against.empty() ? ", against " : ",") + std::string(core::name_of(rule));
        }
        return "contact " + std::string(core::name_of(contact->outcome)) + " " +
               core::to_text(contact->date) + " " + core::to_text(contact->id) + against;
    }
    if (const auto* promise = std::get_if<core::PromiseMade>(&fact)) {
        return "promise " + text_of(promise->amount.minor, promise->amount.currency) + " by " +
               core::to_text(promise->due) + " " + core::to_text(promise->id);
    }
    if (const auto* plan = std::get_if<core::PlanAgreed>(&fact)) {
        return "plan of " + std::to_string(plan->lines.size()) + " parts until " +
               core::to_text(plan->lines.back().due) + " " + core::to_text(plan->id);
    }
    if (const auto* hold = std::get_if<core::HoldPlaced>(&fact)) {
        return "hold until " + core::to_text(hold->until) + " " + core::to_text(hold->id);
    }
    if (const auto* letter = std::get_if<core::LetterSent>(&fact)) {
        return "letter " + letter->letter + " " + core::to_text(letter->date) + " by " +
               std::string(core::name_of(letter->channel)) + " " + core::to_text(letter->id);
    }
    if (const auto* settled = std::get_if<core::DisputeSettled>(&fact)) {
        return "dispute settled " + std::string(core::name_of(settled->outcome)) + " " +
               core::to_text(settled->date) + " " + core::to_text(settled->id);
    }
    if (const auto* event = std::get_if<core::LegalEventNoted>(&fact)) {
        return "event " + std::string(core::name_of(event->what)) + " " +
               core::to_text(event->date) + " " + core::to_text(event->id);
    }
    if (const auto* step = std::get_if<core::CaseStepTaken>(&fact)) {
        return "step " + std::string(core::name_of(step->stage)) + " " + core::to_text(step->date) +
               " " + core::to_text(step->id);
    }
    if (const auto* cost = std::get_if<core::CaseCostPaid>(&fact)) {
        return "cost " + text_of(cost->amount.minor, cost->amount.currency) + " " +
               core::to_text(cost->id);
    }
    if (const auto* moved = std::get_if<core::BillMoved>(&fact)) {
        return "bill " + std::string(core::name_of(moved->step)) + " " +
               core::to_text(moved->date) + " " + core::to_text(moved->id);
    }
    if (const auto* opened = std::get_if<core::DisputeOpened>(&fact)) {
        return "dispute " + text_of(opened->amount.minor, opened->amount.currency) + " " +
               core::to_text(opened->date) + " " + core::to_text(opened->id);
    }
    if (const auto* merged = std::get_if<core::CustomersMerged>(&fact)) {
        return "merged " + core::to_text(merged->from) + " into " + core::to_text(merged->into) +
               " " + core::to_text(merged->id);
    }
    if (const auto* statement = std::get_if<core::StatementIssued>(&fact)) {
        return "statement " + core::to_text(statement->to) + " " +
               text_of(statement->closing, statement->currency) + " " +
               core::to_text(statement->id);
    }
    if (const auto* sent = std::get_if<core::StatementSent>(&fact)) {
        return "  sent " + core::to_text(sent->date) + " by " +
               std::string(core::name_of(sent->channel));
    }
    if (const auto* answer = std::get_if<core::StatementAnswered>(&fact)) {
        return "answer " + std::string(core::name_of(answer->verdict)) + " " +
               core::to_text(answer->date) + " " + core::to_text(answer->id);
    }
    if (const auto* ended = std::get_if<core::DifferenceSettled>(&fact)) {
        return "line " + std::to_string(ended->line + 1) + " " +
               std::string(core::name_of(ended->how)) + " " + core::to_text(ended->id);
    }
    return std::string(core::kind_of(fact));
}

std::string text_of_fact(const session::Session& book, const core::Fact& fact) {
    const auto* allocation = std::get_if<core::AllocationMade>(&fact);
    if (allocation == nullptr) { return short_text(fact); }
    const auto invoice = book.invoice(allocation->invoice, book.today());
    return "  allocated " + text_of(allocation->amount.minor, allocation->amount.currency) +
           " to " +
           (invoice && !invoice->number.empty() ? invoice->number
                                                : core::to_text(allocation->invoice));
}

} // namespace

core::Rate rate_of(const Arguments& arguments) {
    const auto text = arguments.option("--rate");
    return text ? must(core::parse_rate(*text)) : core::Rate{};
}

core::EntityId find_contract(session::Session& book, core::CustomerId customer,
                             const std::string& name) {
    const auto contracts = session::Ledger(book).contracts(customer);
    for (const auto& row : contracts) {
        if (row.contract.number == name || core::to_text(row.id) == name) { return row.id; }
    }
    refuse({ErrorCode::unknown_document, "contract", name, 0});
}

static void tell(session::Session& book, const Arguments& arguments,
                 const session::Outcome& outcome, bool previews) {
    if (arguments.has("--json")) {
        Json facts = Json::array();
        for (const core::Fact& fact : outcome.facts) {
            Json one{{"kind", core::kind_of(fact)}};
            one.update(json_of(fact));
            facts.push_back(one);
        }
        print(Json{{"preview", previews}, {"repeated", outcome.repeated}, {"facts", facts}});
        return;
    }
    for (const core::Fact& fact : outcome.facts) {
        print((previews ? "would: " : "") + text_of_fact(book, fact));
    }
}

void run(session::Session& book, const Arguments& arguments, const core::Command& command) {
    const bool previews = arguments.has("--preview");
    tell(book, arguments, must(previews ? book.preview(command) : book.run(command)), previews);
}

void tell_written(session::Session& book, const Arguments& arguments,
                  const session::Outcome& outcome) {
    tell(book, arguments, outcome, false);
}

// Of the customer, else of its group: one of them may pay what another owes.
static core::InvoiceId find_owed(session::Session& book, const std::string& name,
                                 core::CustomerId customer) {
    for (const core::CustomerId member : session::Ledger(book).family(customer)) {
        core::ListQuery query;
        query.as_of = book.today();
        query.customer = member;
        query.search = name;
        const auto rows = book.invoices(book.invoice_keys(query), query.as_of);
        const bool theirs = std::ranges::any_of(
            rows, [&](const core::InvoiceRow& row) { return row.number == name; });
        if (theirs && member != customer) { return find_invoice(book, name, member).id; }
    }
    return find_invoice(book, name, customer).id;
}

// A rule ("oldest", "legal", "pro_rata"), "INVOICE=AMOUNT,INVOICE=AMOUNT", "designated:INVOICE,..."
// or nothing: unapplied.
core::AllocationPlan plan_of(session::Session& book, const Arguments& arguments,
                             core::CustomerId customer, core::Currency currency) {
    core::AllocationPlan plan;
    std::string text = arguments.option("--allocate").value_or("");
    constexpr std::string_view designated = "designated:";
    if (const auto rule = core::parse_allocation_rule(text)) {
        plan.rule = *rule;
        return plan;
    }
    if (text.starts_with(designated)) {
        plan.rule = core::AllocationRule::designated;
        text.erase(0, designated.size());
    }
    while (!text.empty()) {
        const bool named = plan.rule == core::AllocationRule::designated;
        if (!named) { plan.rule = core::AllocationRule::manual; }
        const std::size_t comma = text.find(',');
        const std::string part = text.substr(0, comma);
        text = comma == std::string::npos ? "" : text.substr(comma + 1);
        const std::size_t equals = part.rfind('=');
        if (equals == std::string::npos && named) {
            plan.parts.push_back({find_owed(book, part, customer), 0});
            continue;
        }
        if (equals == std::string::npos) {
            throw UsageError{"--allocate is oldest, legal, pro_rata, designated:INVOICE,... or"
                             " INVOICE=AMOUNT,..."};
        }
        plan.parts.push_back({find_owed(book, part.substr(0, equals), customer),
                              amount_of(part.substr(equals + 1), currency)});
    }
    return plan;
}

void write_customer(const Arguments& arguments) {
    constexpr std::array<std::pair<std::string_view, const char*>, 19> options{
        {{"--address", "address"},
         {"--archived", "archived"},
         {"--bank", "bank"},
         {"--bank-account", "bank_account"},
         {"--code", "code"},
         {"--credit-limit", "credit_limit"},
         {"--email", "email"},
         {"--industry", "industry"},
         {"--name", "name"},
         {"--note", "note"},
         {"--owner", "owner"},
         {"--phone", "phone"},
         {"--region", "region"},
         {"--tags", "tags"},
         {"--tax-no", "tax_no"},
         {"--terms", "terms"},
         {"--terms-days", "terms_days"},
         {"--tier", "tier"},
         {"--title", "title"}}};
    const auto book = open_book(arguments);
    const bool fresh = arguments.has("--new");
    if (fresh == (arguments.words() == 2)) { throw UsageError{"either CUSTOMER or --new"}; }
    core::FieldsSet set;
    set.kind = core::RegisterKind::customer;
    set.entity = fresh ? book->mint() : core::entity_of(find_customer(*book, arguments.word(1)).id);
    for (const auto& [option, field] : options) {
        if (const auto value = arguments.option(option)) { set.fields.emplace_back(field, *value); }
    }
    if (const auto parent = arguments.option("--parent")) {
        const std::string id =
            parent->empty() ? "" : core::to_text(find_customer(*book, *parent).id);
        set.fields.emplace_back("parent", id);
    }
    if (set.fields.empty()) { throw UsageError{"name at least one field to set"}; }
    if (fresh && !arguments.has("--name")) { throw UsageError{"option --name is needed"}; }
    run(*book, arguments, core::SetFields{std::move(set)});
}

// "2026-09-01=200,2027-03-01=300": what is due when.
static std::vector<core::ScheduleLine> lines_of(std::string text, core::Currency currency,
                                                core::Date today) {
    std::vector<core::ScheduleLine> lines;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        const std::string part = text.substr(0, comma);
        text = comma == std::string::npos ? "" : text.substr(comma + 1);
        const std::size_t equals = part.find('=');
        if (equals == std::string::npos) { throw UsageError{"--parts is DAY=AMOUNT,..."}; }
        const auto due = core::read_typed_date(part.substr(0, equals), today);
        if (!due) { refuse({due.error().code, "date", part.substr(0, equals), 0}); }
        lines.push_back({*due, amount_of(part.substr(equals + 1), currency)});
    }
    return lines;
}

void write_invoice(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::CustomerRow customer = find_customer(*book, arguments.needed("--customer"));
    core::IssueInvoice issue;
    issue.invoice.id = core::id_cast<core::InvoiceId>(id_of(*book, arguments));
    issue.invoice.customer = customer.id;
    issue.invoice.customer_name = customer.name;
    const std::string type = arguments.option("--type").value_or("invoice");
    const auto debit = core::parse_debit_type(type);
    if (!debit) { refuse({ErrorCode::malformed, "type", type, 0}); }
    issue.invoice.type = *debit;
    issue.invoice.number =
        *debit == core::DebitType::invoice && !arguments.has("--own-number")
            ? arguments.needed("--number")
            : arguments.option("--number").value_or(session::Ledger(*book).next_number(*debit));
    if (const auto against = arguments.option("--against")) {
        issue.invoice.against = core::entity_of(find_invoice(*book, *against, customer.id).id);
    }
    if (const auto contract = arguments.option("--contract")) {
        issue.invoice.contract = find_contract(*book, customer.id, *contract);
    }
    issue.invoice.terms = arguments.option("--terms").value_or("");
    issue.invoice.rate = rate_of(arguments);
    const core::Currency currency = currency_of(*book, arguments);
    issue.invoice.amount = {amount_of(arguments.needed("--amount"), currency), currency};
    issue.invoice.issued = date_of(*book, arguments, "--issued", book->today());
    if (const auto net = arguments.option("--net")) {
        const std::int64_t minor = amount_of(*net, currency);
        issue.invoice.tax = {minor, issue.invoice.amount.minor - minor};
    }
    if (arguments.has("--due")) { issue.due = date_of(*book, arguments, "--due"); }
    if (const auto parts = arguments.option("--parts")) {
        issue.invoice.lines = lines_of(*parts, currency, book->today());
    }
    issue.invoice.note = arguments.option("--note").value_or("");
    run(*book, arguments, issue);
}

void write_receipt(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::CustomerRow customer = find_customer(*book, arguments.needed("--customer"));
    const core::Currency currency = currency_of(*book, arguments);
    core::RecordReceipt record;
    record.receipt.id = core::id_cast<core::ReceiptId>(id_of(*book, arguments));
    record.receipt.customer = customer.id;
    record.receipt.amount = {amount_of(arguments.needed("--amount"), currency), currency};
    record.receipt.date = date_of(*book, arguments, "--date");
    const std::string type = arguments.option("--type").value_or("receipt");
    const auto credit = core::parse_credit_type(type);
    if (!credit) { refuse({ErrorCode::malformed, "type", type, 0}); }
    record.receipt.type = *credit;
    const bool money = *credit == core::CreditType::receipt || *credit == core::CreditType::advance;
    record.receipt.method = arguments.option("--method").value_or(money ? "bank" : "");
    record.receipt.number = arguments.option("--number")
                                .value_or(*credit == core::CreditType::credit_note
                                              ? session::Ledger(*book).next_number(*credit)
                                              : "");
    record.receipt.reason = arguments.option("--reason").value_or("");
    record.receipt.rate = rate_of(arguments);
    if (const auto against = arguments.option("--against")) {
        record.receipt.against =
            *credit == core::CreditType::credit_note
                ? core::entity_of(find_invoice(*book, *against, customer.id).id)
                : core::entity_of(find_receipt(*book, *against).id);
    }
    if (const auto number = arguments.option("--bill")) {
        record.receipt.bill = {*number, arguments.needed("--acceptor"),
                               date_of(*book, arguments, "--maturity"),
                               arguments.has("--commercial")};
    }
    for (const auto& [option, companion] :
         {std::pair{"--fee", core::CreditType::fee},
          std::pair{"--discount", core::CreditType::discount},
          std::pair{"--small-difference", core::CreditType::write_off}}) {
        if (const auto amount = arguments.option(option)) {
            record.companions.push_back(
                {companion, amount_of(*amount, currency), record.receipt.reason});
        }
    }
    record.receipt.reference = arguments.option("--reference").value_or("");
    record.receipt.note = arguments.option("--note").value_or("");
    record.plan = plan_of(*book, arguments, customer.id, currency);
    run(*book, arguments, record);
}

void write_allocation(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::ReceiptRow receipt = find_receipt(*book, arguments.word(1));
    core::AllocateReceipt allocate;
    allocate.id = id_of(*book, arguments);
    allocate.receipt = receipt.id;
    allocate.plan = plan_of(*book, arguments, receipt.customer, receipt.amount.currency);
    if (allocate.plan.rule == core::AllocationRule::none) {
        allocate.plan.rule = core::AllocationRule::oldest_due_first;
    }
    allocate.date = date_of(*book, arguments, "--date", book->today());
    run(*book, arguments, allocate);
}

void write_reversal(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const auto target = core::parse_id(arguments.word(1));
    core::Reverse reverse;
    reverse.id = id_of(*book, arguments);
    reverse.target =
        target ? *target : core::entity_of(find_invoice(*book, arguments.word(1), {}).id);
    if (arguments.has("--date")) { reverse.date = date_of(*book, arguments, "--date"); }
    reverse.reason = arguments.needed("--reason");
    run(*book, arguments, reverse);
}

void write_resolution(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const auto rows = book->exceptions(true);
    const auto row = std::ranges::find(rows, arguments.word(1), &core::ExceptionRow::id);
    if (row == rows.end() ||
        std::ranges::find(row->choices, arguments.word(2)) == row->choices.end()) {
        const std::size_t wrong = row == rows.end() ? 1 : 2;
        refuse({ErrorCode::malformed, "exception", arguments.word(wrong), 0});
    }
    tell(*book, arguments,
         must(session::resolve(*book, *row, arguments.word(2),
                               arguments.option("--note").value_or(""))),
         false);
}

} // namespace huikuan::cli
