#include "sync/bodies.h"

#include <algorithm>
#include <array>

#include "sync/codec.h"
#include "sync/hash.h"

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
};

// --- out

class Body {
public:
    Body& text(const char* name, std::string_view value) {
        if (!value.empty()) members_.emplace_back(name, value);
        return *this;
    }
    Body& amount(core::Money value) {
        members_.emplace_back("amt", value.minor);
        members_.emplace_back("cur", value.currency.view());
        return *this;
    }
    Body& date(const char* name, core::Date value) {
        members_.emplace_back(name, core::to_text(value));
        return *this;
    }
    template <class Tag>
    Body& id(const char* name, core::Id<Tag> value) {
        members_.emplace_back(name, core::to_text(value));
        return *this;
    }
    template <class Tag>
    Body& optional_id(const char* name, core::Id<Tag> value) {
        return value.is_nil() ? *this : id(name, value);
    }
    Body& rate(core::Rate rate) {
        if (rate == core::Rate{}) return *this;
        return value("rate", Array{rate.numerator, rate.denominator});
    }
    Body& value(const char* name, Value value) {
        members_.emplace_back(name, std::move(value));
        return *this;
    }
    operator Value() { return std::move(members_); }

private:
    Object members_;
};

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
    return Body()
        .id("of", file.of)
        .text("name", file.name)
        .text("media", file.media)
        .value("size", file.bytes)
        .text("sha", to_hex(file.sha256));
}
Value body_of(const core::DisputeOpened& dispute) {
    return Body()
        .id("inv", dispute.invoice)
        .amount(dispute.amount)
        .date("date", dispute.date)
        .text("why", dispute.reason);
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

// --- in

// Reads members and remembers whether one was not as it must be.
class Reader {
public:
    explicit Reader(const Value& body) : body_(body) {}

    [[nodiscard]] bool good() const { return good_; }
    void require(bool sound) { good_ = good_ && sound; }
    [[nodiscard]] bool has(std::string_view name) const { return body_.find(name) != nullptr; }

    std::string text(std::string_view name) {
        const Value* value = body_.find(name);
        if (value == nullptr) return {};
        if (value->text() == nullptr) return bad<std::string>();
        return *value->text();
    }
    std::string required_text(std::string_view name) {
        std::string value = text(name);
        if (value.empty()) good_ = false;
        return value;
    }
    core::Money amount() {
        const Value* minor = body_.find("amt");
        if (minor == nullptr || minor->integer() == nullptr) return bad<core::Money>();
        const std::string code = text("cur");
        const auto letter = [](char at) { return at >= 'A' && at <= 'Z'; };
        if (code.size() != 3 || !std::ranges::all_of(code, letter)) return bad<core::Money>();
        core::Money money{*minor->integer(), {}};
        std::ranges::copy(code, money.currency.code);
        if (!is_amount(money.minor)) good_ = false;
        return money;
    }
    core::Date date(std::string_view name) { return date_of(text(name)); }
    core::Date date_of(std::string_view text) {
        const auto date = core::parse_iso(text);
        return date ? *date : bad<core::Date>();
    }
    core::EntityId id(std::string_view name) {
        const auto id = core::parse_id(text(name));
        return id && !id->is_nil() ? *id : bad<core::EntityId>();
    }
    core::EntityId optional_id(std::string_view name) {
        return body_.find(name) == nullptr ? core::EntityId{} : id(name);
    }
    std::int64_t integer(std::string_view name, std::int64_t least, std::int64_t most) {
        const Value* value = body_.find(name);
        const std::int64_t* number = value != nullptr ? value->integer() : nullptr;
        if (number == nullptr || *number < least || *number > most) return bad<std::int64_t>();
        return *number;
    }
    // A member that is a list of so many; nullptr where it is absent.
    const Array* list(std::string_view name, std::size_t count) {
        const Value* value = body_.find(name);
        if (value == nullptr) return nullptr;
        const Array* parts = value->array();
        if (parts == nullptr || parts->size() != count) return bad<const Array*>();
        return parts;
    }
    std::int64_t integer_of(const Value& value, std::int64_t least, std::int64_t most) {
        const std::int64_t* number = value.integer();
        if (number == nullptr || *number < least || *number > most) return bad<std::int64_t>();
        return *number;
    }
    std::string text_of(const Value& value) {
        return value.text() != nullptr ? *value.text() : bad<std::string>();
    }
    core::Rate rate() {
        const Array* parts = list("rate", 2);
        if (parts == nullptr) return {};
        return {integer_of((*parts)[0], 1, core::largest_amount_minor),
                integer_of((*parts)[1], 1, core::largest_amount_minor)};
    }
    // A name of a closed list; `otherwise` where the member is absent.
    template <class Type>
    Type type(std::optional<Type> (*parse)(std::string_view), Type otherwise) {
        if (body_.find("type") == nullptr) return otherwise;
        const auto found = parse(text("type"));
        return found ? *found : bad<Type>();
    }
    // [[due, amt], ...]: at least one, by due date, summing to the amount.
    std::vector<core::ScheduleLine> lines(std::int64_t sum) {
        const Value* value = body_.find("lines");
        const Array* pairs = value != nullptr ? value->array() : nullptr;
        if (pairs == nullptr || pairs->empty()) return bad<std::vector<core::ScheduleLine>>();
        std::vector<core::ScheduleLine> lines;
        lines.reserve(pairs->size());
        for (const Value& pair : *pairs) {
            const Array* parts = pair.array();
            if (parts == nullptr || parts->size() != 2 || (*parts)[0].text() == nullptr ||
                (*parts)[1].integer() == nullptr || !is_amount(*(*parts)[1].integer())) {
                return bad<std::vector<core::ScheduleLine>>();
            }
            lines.push_back({date_of(*(*parts)[0].text()), *(*parts)[1].integer()});
            sum -= lines.back().minor; // at most 10^5 lines of 10^14 in a megabyte: no overflow
            if (sum < 0) good_ = false;
            if (!good_) return {};
        }
        if (sum != 0 || !std::ranges::is_sorted(lines, {}, &core::ScheduleLine::due)) good_ = false;
        return lines;
    }

private:
    template <class T>
    T bad() {
        good_ = false;
        return {};
    }
    static bool is_amount(std::int64_t minor) {
        return minor >= 1 && minor <= core::largest_amount_minor;
    }

    const Value& body_;
    bool good_ = true;
};

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
    return finished(in, std::move(file));
}
std::optional<Fact> read_dispute(core::EntityId entity, Reader in) {
    core::DisputeOpened dispute;
    dispute.id = entity;
    dispute.invoice = core::id_cast<core::InvoiceId>(in.id("inv"));
    dispute.amount = in.amount();
    dispute.date = in.date("date");
    dispute.reason = in.text("why");
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

struct KindOfFact {
    std::string_view kind;
    std::optional<Fact> (*read)(core::EntityId entity, Reader in);
};
constexpr std::array facts{
    KindOfFact{"invoice.issue", read_invoice},        KindOfFact{"receipt.record", read_receipt},
    KindOfFact{"allocation.make", read_allocation},   KindOfFact{"reverse", read_reversal},
    KindOfFact{"exception.resolve", read_resolution}, KindOfFact{"customer.merge", read_merge},
    KindOfFact{"attachment.add", read_attachment},    KindOfFact{"dispute.open", read_dispute},
    KindOfFact{"bill.move", read_bill_step},
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
