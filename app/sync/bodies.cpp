#include "sync/bodies.h"

#include <algorithm>
#include <array>

#include "sync/bank_bodies.h"
#include "sync/body_parts.h"
#include "sync/codec.h"
#include "sync/hash.h"
#include "sync/letter_bodies.h"
#include "sync/statement_bodies.h"

namespace huikuan::sync {

namespace {

using core::Fact;

struct RegisterName {
    std::string_view kind;
    core::RegisterKind entity;
};
constexpr std::array registers{
    RegisterName{"book.set", core::RegisterKind::book},
    RegisterName{"customer.set", core::RegisterKind::customer},
    RegisterName{"contact.set", core::RegisterKind::contact},
    RegisterName{"setting.set", core::RegisterKind::setting},
    RegisterName{"contract.set", core::RegisterKind::contract},
    RegisterName{"task.set", core::RegisterKind::task},
    RegisterName{"case.set", core::RegisterKind::legal_case},
};

// --- out

Value body_of(const core::FieldsSet& set) {
    Object members;
    for (const auto& [name, text] : set.fields) members.emplace_back(name, text);
    return members;
}
Value body_of(const core::InvoiceIssued& invoice) {
    Array lines;
    for (const core::ScheduleLine& line : invoice.lines) {
        lines.emplace_back(Array{core::to_text(line.due), line.minor});
    }
    Body body;
    body.id("cust", invoice.customer)
        .text("no", invoice.number)
        .amount(invoice.amount)
        .date("date", invoice.issued)
        .value("lines", std::move(lines))
        .text("name", invoice.customer_name)
        .text("note", invoice.note);
    if (invoice.type != core::DebitType::invoice) body.text("type", core::name_of(invoice.type));
    body.optional_id("of", invoice.against).optional_id("con", invoice.contract);
    body.text("terms", invoice.terms).rate(invoice.rate);
    if (invoice.discount) {
        body.value("disc", Array{invoice.discount->ppm, core::to_text(invoice.discount->until)});
    }
    if (invoice.tax) body.value("tax", Array{invoice.tax->net_minor, invoice.tax->tax_minor});
    return body;
}
Value body_of(const core::ReceiptRecorded& receipt) {
    Body body;
    body.id("cust", receipt.customer)
        .amount(receipt.amount)
        .date("date", receipt.date)
        .text("how", receipt.method)
        .text("ref", receipt.reference)
        .text("note", receipt.note);
    if (receipt.type != core::CreditType::receipt) body.text("type", core::name_of(receipt.type));
    body.text("no", receipt.number).text("why", receipt.reason).rate(receipt.rate);
    body.optional_id("of", receipt.against);
    if (receipt.bill) {
        body.value("bill", Array{receipt.bill->number, receipt.bill->acceptor,
                                 core::to_text(receipt.bill->maturity),
                                 std::string(receipt.bill->commercial ? "commercial" : "bank")});
    }
    return body;
}
Value body_of(const core::AllocationMade& allocation) {
    Body body;
    body.id("rcpt", allocation.receipt)
        .id("inv", allocation.invoice)
        .amount(allocation.amount)
        .date("date", allocation.date);
    if (allocation.across) body.value("across", std::int64_t{1});
    return body;
}
Value body_of(const core::Reversed& reversal) {
    return Body()
        .id("of", reversal.target)
        .date("date", reversal.date)
        .text("why", reversal.reason);
}
Value body_of(const core::ExceptionResolved& resolution) {
    return Body()
        .text("x", resolution.exception)
        .text("choice", resolution.choice)
        .text("note", resolution.note);
}
Value body_of(const core::CustomersMerged& merge) {
    return Body()
        .id("from", merge.from)
        .id("into", merge.into)
        .date("date", merge.date)
        .text("why", merge.reason);
}
Value body_of(const core::AttachmentAdded& file) {
    Body body;
    body.id("of", file.of)
        .text("name", file.name)
        .text("media", file.media)
        .value("size", file.bytes)
        .text("sha", to_hex(file.sha256));
    if (file.kind != core::FileKind::other) body.text("kind", core::name_of(file.kind));
    return body;
}
Value body_of(const core::DisputeOpened& dispute) {
    Body body;
    body.id("inv", dispute.invoice)
        .amount(dispute.amount)
        .date("date", dispute.date)
        .text("why", dispute.reason)
        .text("owner", dispute.owner);
    if (dispute.cause != core::DisputeCause::other) {
        body.text("cause", core::name_of(dispute.cause));
    }
    if (dispute.answer_by) body.date("answer", *dispute.answer_by);
    return body;
}
Value body_of(const core::BillMoved& moved) {
    Body body;
    body.id("bill", moved.bill)
        .text("step", core::name_of(moved.step))
        .date("date", moved.date)
        .text("party", moved.party);
    if (moved.cost_minor != 0) body.value("cost", moved.cost_minor);
    return body;
}
Value body_of(const core::ContactLogged& contact) {
    Body body;
    body.id("cust", contact.customer)
        .date("date", contact.date)
        .text("by", contact.by)
        .text("via", core::name_of(contact.channel))
        .optional_id("person", contact.person)
        .text("whom", contact.whom)
        .text("came", core::name_of(contact.outcome))
        .text("note", contact.note)
        .optional_id("task", contact.task);
    if (contact.minute >= 0) body.text("at", core::minute_text(contact.minute));
    if (contact.reached) body.value("reached", std::int64_t{1});
    if (contact.third_party) body.value("third", std::int64_t{1});
    if (contact.next) body.date("next", *contact.next);
    Array rules;
    for (const core::ConductRule rule : contact.overruled) {
        rules.emplace_back(std::string(core::name_of(rule)));
    }
    if (!rules.empty()) body.value("against", std::move(rules));
    return body;
}
Value body_of(const core::PromiseMade& promise) {
    return Body()
        .id("cust", promise.customer)
        .amount(promise.amount)
        .date("date", promise.date)
        .date("due", promise.due)
        .text("by", promise.by)
        .text("who", promise.who)
        .text("how", promise.how)
        .optional_id("in", promise.contact)
        .text("note", promise.note);
}
Value body_of(const core::PlanAgreed& plan) {
    Array lines;
    for (const core::PlanLine& line : plan.lines) {
        lines.emplace_back(Array{core::to_text(line.due), line.principal, line.interest});
    }
    Body body;
    body.id("cust", plan.customer)
        .text("cur", plan.currency.view())
        .date("date", plan.date)
        .value("lines", std::move(lines))
        .text("by", plan.by)
        .text("guarantor", plan.guarantor)
        .optional_id("after", plan.supersedes)
        .text("note", plan.note);
    if (plan.interest_ppm != 0) body.value("ppm", plan.interest_ppm);
    if (plan.accelerate_days >= 0) body.value("late", std::int64_t{plan.accelerate_days});
    if (plan.consent) body.value("consent", std::int64_t{1});
    if (plan.income != 0 || plan.costs != 0 || plan.debts != 0) {
        body.value("month", Array{plan.income, plan.costs, plan.debts});
    }
    Array offers;
    for (const core::PlanOffer& one : plan.offers) {
        offers.emplace_back(Array{core::to_text(one.date), std::int64_t{one.ours}, one.monthly});
    }
    if (!offers.empty()) body.value("offers", std::move(offers));
    if (plan.consent_on) body.date("signed", *plan.consent_on);
    return body;
}
Value body_of(const core::HoldPlaced& hold) {
    return Body()
        .id("cust", hold.customer)
        .optional_id("of", hold.of)
        .text("kind", core::name_of(hold.kind))
        .date("date", hold.date)
        .date("until", hold.until)
        .text("why", hold.reason)
        .text("by", hold.by)
        .text("owner", hold.owner);
}

Value body_of(const core::LegalEventNoted& event) {
    Body body;
    body.id("cust", event.customer)
        .optional_id("of", event.of)
        .text("what", core::name_of(event.what))
        .date("date", event.date)
        .text("proof", event.proof)
        .text("note", event.note)
        .text("by", event.by);
    if (event.until) body.date("until", *event.until);
    body.text("guar", event.guarantor);
    return body;
}
Value body_of(const core::CaseStepTaken& step) {
    Body body;
    body.id("cust", step.customer)
        .id("of", step.of)
        .text("stage", core::name_of(step.stage))
        .date("date", step.date)
        .text("note", step.note)
        .text("by", step.by);
    if (step.due) body.date("due", *step.due);
    if (step.minor != 0) body.amount({step.minor, step.currency});
    return body;
}
Value body_of(const core::CaseCostPaid& cost) {
    return Body()
        .id("cust", cost.customer)
        .id("of", cost.of)
        .text("what", core::name_of(cost.what))
        .amount(cost.amount)
        .date("date", cost.date)
        .text("note", cost.note)
        .text("by", cost.by);
}

// --- in

std::optional<Fact> finished(const Reader& in, Fact fact) {
    if (!in.good()) return std::nullopt;
    return fact;
}

std::optional<Fact> read_fields(core::RegisterKind kind, core::EntityId entity, const Value& body) {
    const Object* members = body.object();
    if (members == nullptr || members->empty()) return std::nullopt;
    core::FieldsSet set{kind, entity, {}};
    for (const auto& [name, value] : *members) {
        if (name.empty() || value.text() == nullptr) return std::nullopt;
        set.fields.emplace_back(name, *value.text());
    }
    std::ranges::sort(set.fields);
    return set;
}
std::optional<Fact> read_invoice(core::EntityId entity, Reader in) {
    core::InvoiceIssued invoice;
    invoice.id = core::id_cast<core::InvoiceId>(entity);
    invoice.customer = core::id_cast<core::CustomerId>(in.id("cust"));
    invoice.number = in.text("no");
    invoice.amount = in.amount();
    invoice.issued = in.date("date");
    invoice.lines = in.lines(invoice.amount.minor);
    invoice.customer_name = in.text("name");
    invoice.note = in.text("note");
    invoice.type = in.type(core::parse_debit_type, core::DebitType::invoice);
    invoice.against = in.optional_id("of");
    invoice.contract = in.optional_id("con");
    invoice.terms = in.text("terms");
    invoice.rate = in.rate();
    if (const Array* parts = in.list("disc", 2)) {
        invoice.discount = {in.integer_of((*parts)[0], 1, 1'000'000),
                            in.date_of(in.text_of((*parts)[1]))};
    }
    if (const Array* parts = in.list("tax", 2)) {
        // A zero rate is a rate: either part may be all of it, and they are the amount together.
        invoice.tax = {in.integer_of((*parts)[0], 0, invoice.amount.minor),
                       in.integer_of((*parts)[1], 0, invoice.amount.minor)};
        in.require(invoice.tax->net_minor + invoice.tax->tax_minor == invoice.amount.minor);
    }
    return finished(in, std::move(invoice));
}
std::optional<Fact> read_receipt(core::EntityId entity, Reader in) {
    core::ReceiptRecorded receipt;
    receipt.id = core::id_cast<core::ReceiptId>(entity);
    receipt.customer = core::id_cast<core::CustomerId>(in.id("cust"));
    receipt.amount = in.amount();
    receipt.date = in.date("date");
    receipt.method = in.text("how");
    receipt.reference = in.text("ref");
    receipt.note = in.text("note");
    receipt.type = in.type(core::parse_credit_type, core::CreditType::receipt);
    receipt.number = in.text("no");
    receipt.reason = in.text("why");
    receipt.against = in.optional_id("of");
    receipt.rate = in.rate();
    if (const Array* parts = in.list("bill", 4)) {
        const std::string acceptor_kind = in.text_of((*parts)[3]);
        in.require(acceptor_kind == "bank" || acceptor_kind == "commercial");
        receipt.bill = {in.text_of((*parts)[0]), in.text_of((*parts)[1]),
                        in.date_of(in.text_of((*parts)[2])), acceptor_kind == "commercial"};
    }
    return finished(in, std::move(receipt));
}
std::optional<Fact> read_allocation(core::EntityId entity, Reader in) {
    core::AllocationMade allocation;
    allocation.id = core::id_cast<core::AllocationId>(entity);
    allocation.receipt = core::id_cast<core::ReceiptId>(in.id("rcpt"));
    allocation.invoice = core::id_cast<core::InvoiceId>(in.id("inv"));
    allocation.amount = in.amount();
    allocation.date = in.date("date");
    allocation.across = in.has("across") && in.integer("across", 1, 1) == 1;
    return finished(in, allocation);
}
std::optional<Fact> read_reversal(core::EntityId entity, Reader in) {
    core::Reversed reversal;
    reversal.id = entity;
    reversal.target = in.id("of");
    reversal.date = in.date("date");
    reversal.reason = in.text("why");
    return finished(in, std::move(reversal));
}
std::optional<Fact> read_resolution(core::EntityId entity, Reader in) {
    core::ExceptionResolved resolution;
    resolution.id = entity;
    resolution.exception = in.required_text("x");
    resolution.choice = in.required_text("choice");
    resolution.note = in.text("note");
    if (!parse_hash(resolution.exception)) return std::nullopt;
    return finished(in, std::move(resolution));
}

std::optional<Fact> read_merge(core::EntityId entity, Reader in) {
    core::CustomersMerged merge;
    merge.id = entity;
    merge.from = core::id_cast<core::CustomerId>(in.id("from"));
    merge.into = core::id_cast<core::CustomerId>(in.id("into"));
    merge.date = in.date("date");
    merge.reason = in.text("why");
    in.require(merge.from != merge.into);
    return finished(in, std::move(merge));
}
std::optional<Fact> read_attachment(core::EntityId entity, Reader in) {
    core::AttachmentAdded file;
    file.id = entity;
    file.of = in.id("of");
    file.name = in.required_text("name");
    file.media = in.text("media");
    file.bytes = in.integer("size", 0, core::largest_amount_minor);
    const auto hash = parse_hash(in.text("sha"));
    in.require(hash.has_value());
    if (hash) file.sha256 = *hash;
    file.kind = core::parse_file_kind(in.text("kind"));
    return finished(in, std::move(file));
}
std::optional<Fact> read_dispute(core::EntityId entity, Reader in) {
    core::DisputeOpened dispute;
    dispute.id = entity;
    dispute.invoice = core::id_cast<core::InvoiceId>(in.id("inv"));
    dispute.amount = in.amount();
    dispute.date = in.date("date");
    dispute.reason = in.text("why");
    dispute.owner = in.text("owner");
    dispute.cause = core::parse_dispute_cause(in.text("cause"));
    if (in.has("answer")) dispute.answer_by = in.date("answer");
    return finished(in, std::move(dispute));
}
std::optional<Fact> read_bill_step(core::EntityId entity, Reader in) {
    core::BillMoved moved;
    moved.id = entity;
    moved.bill = core::id_cast<core::ReceiptId>(in.id("bill"));
    const auto step = core::parse_bill_step(in.text("step"));
    in.require(step.has_value());
    if (step) moved.step = *step;
    moved.date = in.date("date");
    moved.party = in.text("party");
    if (in.has("cost")) moved.cost_minor = in.integer("cost", 1, core::largest_amount_minor);
    return finished(in, std::move(moved));
}

std::optional<Fact> read_contact(core::EntityId entity, Reader in) {
    core::ContactLogged contact;
    contact.id = entity;
    contact.customer = core::id_cast<core::CustomerId>(in.id("cust"));
    contact.date = in.date("date");
    contact.by = in.text("by");
    contact.channel = in.name("via", core::parse_channel);
    contact.person = in.optional_id("person");
    contact.whom = in.text("whom");
    contact.outcome = in.name("came", core::parse_outcome);
    contact.note = in.text("note");
    contact.task = in.optional_id("task");
    if (in.has("at")) {
        const auto minute = core::parse_minute(in.text("at"));
        in.require(minute && *minute < core::minutes_of_day);
        contact.minute = minute.value_or(-1);
    }
    contact.reached = in.has("reached") && in.integer("reached", 1, 1) == 1;
    contact.third_party = in.has("third") && in.integer("third", 1, 1) == 1;
    if (in.has("next")) contact.next = in.date("next");
    contact.overruled = in.rules("against");
    return finished(in, std::move(contact));
}
std::optional<Fact> read_promise(core::EntityId entity, Reader in) {
    core::PromiseMade promise;
    promise.id = entity;
    promise.customer = core::id_cast<core::CustomerId>(in.id("cust"));
    promise.amount = in.amount();
    promise.date = in.date("date");
    promise.due = in.date("due");
    promise.by = in.text("by");
    promise.who = in.text("who");
    promise.how = in.text("how");
    promise.contact = in.optional_id("in");
    promise.note = in.text("note");
    in.require(promise.due >= promise.date);
    return finished(in, std::move(promise));
}
std::optional<Fact> read_plan(core::EntityId entity, Reader in) {
    core::PlanAgreed plan;
    plan.id = entity;
    plan.customer = core::id_cast<core::CustomerId>(in.id("cust"));
    plan.currency = in.currency();
    plan.date = in.date("date");
    plan.lines = in.plan_lines();
    plan.by = in.text("by");
    plan.guarantor = in.text("guarantor");
    plan.supersedes = in.optional_id("after");
    plan.note = in.text("note");
    if (in.has("ppm")) plan.interest_ppm = in.integer("ppm", 1, 1'000'000);
    if (in.has("late")) plan.accelerate_days = static_cast<int>(in.integer("late", 0, 3650));
    plan.consent = in.has("consent") && in.integer("consent", 1, 1) == 1;
    if (const Array* parts = in.list("month", 3)) {
        plan.income = in.integer_of((*parts)[0], 0, core::largest_amount_minor);
        plan.costs = in.integer_of((*parts)[1], 0, core::largest_amount_minor);
        plan.debts = in.integer_of((*parts)[2], 0, core::largest_amount_minor);
    }
    plan.offers = in.plan_offers();
    if (in.has("signed")) plan.consent_on = in.date("signed");
    return finished(in, std::move(plan));
}
std::optional<Fact> read_hold(core::EntityId entity, Reader in) {
    core::HoldPlaced hold;
    hold.id = entity;
    hold.customer = core::id_cast<core::CustomerId>(in.id("cust"));
    hold.of = in.optional_id("of");
    hold.kind = in.name("kind", core::parse_hold_kind);
    hold.date = in.date("date");
    hold.until = in.date("until");
    hold.reason = in.required_text("why");
    hold.by = in.text("by");
    hold.owner = in.text("owner");
    in.require(hold.until >= hold.date);
    return finished(in, std::move(hold));
}

std::optional<Fact> read_legal_event(core::EntityId entity, Reader in) {
    core::LegalEventNoted event;
    event.id = entity;
    event.customer = core::id_cast<core::CustomerId>(in.id("cust"));
    event.of = in.optional_id("of");
    event.what = in.name("what", core::parse_legal_event);
    event.date = in.date("date");
    if (in.has("until")) event.until = in.date("until");
    event.proof = in.text("proof");
    event.note = in.text("note");
    event.by = in.text("by");
    event.guarantor = in.text("guar");
    in.require(!event.until || *event.until >= event.date);
    return finished(in, std::move(event));
}
std::optional<Fact> read_case_step(core::EntityId entity, Reader in) {
    core::CaseStepTaken step;
    step.id = entity;
    step.customer = core::id_cast<core::CustomerId>(in.id("cust"));
    step.of = in.id("of");
    step.stage = in.name("stage", core::parse_case_stage);
    step.date = in.date("date");
    if (in.has("due")) step.due = in.date("due");
    if (in.has("amt")) {
        const core::Money amount = in.amount();
        step.minor = amount.minor;
        step.currency = amount.currency;
    }
    step.note = in.text("note");
    step.by = in.text("by");
    in.require(!step.due || *step.due >= step.date);
    return finished(in, std::move(step));
}
std::optional<Fact> read_case_cost(core::EntityId entity, Reader in) {
    core::CaseCostPaid cost;
    cost.id = entity;
    cost.customer = core::id_cast<core::CustomerId>(in.id("cust"));
    cost.of = in.id("of");
    cost.what = in.name("what", core::parse_case_cost);
    cost.amount = in.amount();
    cost.date = in.date("date");
    cost.note = in.text("note");
    cost.by = in.text("by");
    return finished(in, std::move(cost));
}

struct KindOfFact {
    std::string_view kind;
    std::optional<Fact> (*read)(core::EntityId entity, Reader in);
};
constexpr std::array facts{
    KindOfFact{"invoice.issue", read_invoice},
    KindOfFact{"receipt.record", read_receipt},
    KindOfFact{"allocation.make", read_allocation},
    KindOfFact{"reverse", read_reversal},
    KindOfFact{"exception.resolve", read_resolution},
    KindOfFact{"customer.merge", read_merge},
    KindOfFact{"attachment.add", read_attachment},
    KindOfFact{"dispute.open", read_dispute},
    KindOfFact{"bill.move", read_bill_step},
    KindOfFact{"contact.log", read_contact},
    KindOfFact{"promise.make", read_promise},
    KindOfFact{"plan.agree", read_plan},
    KindOfFact{"hold.place", read_hold},
    KindOfFact{"bank.import", read_bank_lines},
    KindOfFact{"bank.use", read_bank_use},
    KindOfFact{"letter.send", read_letter},
    KindOfFact{"dispute.settle", read_settlement},
    KindOfFact{"legal.event", read_legal_event},
    KindOfFact{"case.step", read_case_step},
    KindOfFact{"case.cost", read_case_cost},
    KindOfFact{"statement.issue", read_statement},
    KindOfFact{"statement.send", read_sending},
    KindOfFact{"statement.answer", read_answer},
    KindOfFact{"difference.settle", read_difference},
};

} // namespace

Value write_body(const Fact& fact) {
    return std::visit([](const auto& one) { return body_of(one); }, fact);
}

std::optional<Fact> read_body(std::string_view kind, core::EntityId entity, const Value& body) {
    if (body.object() == nullptr) return std::nullopt;
    const auto set = std::ranges::find(registers, kind, &RegisterName::kind);
    if (set != registers.end()) return read_fields(set->entity, entity, body);
    const auto known = std::ranges::find(facts, kind, &KindOfFact::kind);
    if (known == facts.end()) return std::nullopt;
    return known->read(entity, Reader(body));
}

bool is_known_kind(std::string_view kind) {
    return std::ranges::contains(registers, kind, &RegisterName::kind) ||
           std::ranges::contains(facts, kind, &KindOfFact::kind);
}

} // namespace huikuan::sync
