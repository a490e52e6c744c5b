// Writing what hangs on customers and documents: contacts, contracts, settings, merges, disputes,
// bills, exchanges, recoveries, files.
#include <array>
#include <span>

#include "book.h"
#include "commands.h"
#include "core/dunning.h"
#include "core/exchange.h"
#include "core/letter.h"
#include "core/task.h"
#include "output.h"
#include "platform/native.h"
#include "writing.h"

namespace huikuan::cli {

namespace {

using core::ErrorCode;
using Option = std::pair<std::string_view, const char*>;

// A register of a customer: a new one, or fields of one that is named by its id.
void set_register(const Arguments& arguments, core::RegisterKind kind,
                  std::span<const Option> options) {
    const auto book = open_book(arguments);
    const bool fresh = arguments.has("--new");
    if (fresh == (arguments.words() == 2)) { throw UsageError{"either an id or --new"}; }
    core::FieldsSet set;
    set.kind = kind;
    if (fresh) {
        set.entity = book->mint();
        const auto customer = find_customer(*book, arguments.needed("--customer"));
        set.fields.emplace_back("customer", core::to_text(customer.id));
    } else {
        const auto id = core::parse_id(arguments.word(1));
        if (!id || book->fields(kind, *id).empty()) {
            refuse({ErrorCode::unknown_document, "id", arguments.word(1), 0});
        }
        set.entity = *id;
    }
    for (const auto& [option, field] : options) {
        if (const auto value = arguments.option(option)) { set.fields.emplace_back(field, *value); }
    }
    if (set.fields.size() <= (fresh ? 1U : 0U)) { throw UsageError{"name a field to set"}; }
    run(*book, arguments, core::SetFields{std::move(set)});
}

core::Result<std::string> read_whole(const std::string& path, std::int64_t most) {
    const auto file = platform::open_path(path);
    if (!file) { return core::fail(ErrorCode::io, "file", path); }
    if (file->size() > static_cast<std::uint64_t>(most)) {
        return core::fail(ErrorCode::too_large, "file", std::to_string(most));
    }
    std::optional<std::string> bytes;
    file->read(0, file->size(), [&](std::optional<std::vector<std::uint8_t>> read) {
        if (read) { bytes.emplace(read->begin(), read->end()); }
    });
    while (!bytes && platform::run_file_callbacks()) {}
    if (!bytes) { return core::fail(ErrorCode::io, "file", path); }
    return *bytes;
}

} // namespace

void write_contact(const Arguments& arguments) {
    constexpr std::array<Option, 9> options{{{"--billing", "billing"},
                                             {"--decides", "decides"},
                                             {"--email", "email"},
                                             {"--name", "name"},
                                             {"--note", "note"},
                                             {"--phone", "phone"},
                                             {"--role", "role"},
                                             {"--title", "title"},
                                             {"--wechat", "wechat"}}};
    set_register(arguments, core::RegisterKind::contact, options);
}

void write_contract(const Arguments& arguments) {
    constexpr std::array<Option, 21> options{{{"--acceptance", "acceptance"},
                                              {"--amount", "amount"},
                                              {"--archived", "archived"},
                                              {"--currency", "currency"},
                                              {"--cross-border", "cross_border"},
                                              {"--deposit-percent", "deposit_percent"},
                                              {"--guarantee-kind", "guarantee_kind"},
                                              {"--ends", "ends"},
                                              {"--guarantee", "guarantee"},
                                              {"--guarantee-until", "guarantee_until"},
                                              {"--jurisdiction", "jurisdiction"},
                                              {"--late-fee", "late_fee"},
                                              {"--note", "note"},
                                              {"--number", "number"},
                                              {"--retention-of-title", "retention_of_title"},
                                              {"--secured-percent", "secured_percent"},
                                              {"--signed", "signed"},
                                              {"--sme-notice", "sme_notice"},
                                              {"--starts", "starts"},
                                              {"--terms", "terms"},
                                              {"--title", "title"}}};
    set_register(arguments, core::RegisterKind::contract, options);
}

namespace {

// Ladders, templates, and what our letters say about us.
bool is_letter_setting(std::string_view key, std::string_view value) {
    constexpr std::string_view own[] = {"company.bank",     "company.phone",
                                        "company.law_firm", "company.lawyer",
                                        "company.language", "company.letter_days"};
    if (std::ranges::contains(own, key) || key == "dunning.default") { return true; }
    if (key.starts_with("letter.")) {
        const auto marks = core::marks_of(value);
        return marks && std::ranges::all_of(*marks, [](const std::string& mark) {
                   return std::ranges::contains(core::letter_fields(), mark);
               });
    }
    if (!key.starts_with("dunning.")) { return false; }
    const std::string_view name = key.substr(8);
    const auto dot = name.find('.');
    if (dot == std::string_view::npos) { return core::parse_ladder(name, value).has_value(); }
    const bool digit = name.size() == dot + 2 && name[dot + 1] >= '1' && name[dot + 1] <= '9';
    return digit && core::parse_level(name[dot + 1] - '0', value).has_value();
}

} // namespace

void write_setting(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const std::string key = arguments.word(1);
    const std::string value = arguments.word(2);
    // A key that nothing reads would be kept in silence, and the next report would be wrong.
    core::Calendar calendar;
    core::RateTable rates;
    core::Policy policy;
    if (!value.empty() && !calendar.take_setting(key, value) && !rates.take_setting(key, value) &&
        !policy.take_setting(key, value) && !core::parse_process_step(key, value) &&
        !is_letter_setting(key, value)) {
        refuse({ErrorCode::malformed, key, value, 0});
    }
    run(*book, arguments,
        core::SetFields{{core::RegisterKind::setting, core::settings_entity, {{key, value}}}});
}

void write_merge(const Arguments& arguments) {
    const auto book = open_book(arguments);
    core::MergeCustomers merge;
    merge.merge.id = book->mint();
    merge.merge.from = find_customer(*book, arguments.word(1)).id;
    merge.merge.into = find_customer(*book, arguments.word(2)).id;
    merge.merge.date = book->today();
    merge.merge.reason = arguments.option("--reason").value_or("");
    run(*book, arguments, merge);
}

void write_dispute(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::InvoiceRow invoice = find_invoice(*book, arguments.word(1), {});
    core::OpenDispute open;
    open.dispute.id = id_of(*book, arguments);
    open.dispute.invoice = invoice.id;
    open.dispute.amount = {amount_of(arguments.needed("--amount"), invoice.amount.currency),
                           invoice.amount.currency};
    open.dispute.date = date_of(*book, arguments, "--date", book->today());
    open.dispute.reason = arguments.needed("--reason");
    open.dispute.owner = arguments.option("--owner").value_or("");
    if (const auto cause = arguments.option("--cause")) {
        open.dispute.cause = core::parse_dispute_cause(*cause);
        if (core::name_of(open.dispute.cause) != *cause) {
            refuse({core::ErrorCode::malformed, "cause", *cause, 0});
        }
    }
    if (arguments.has("--answer-by")) {
        open.dispute.answer_by = date_of(*book, arguments, "--answer-by");
    }
    run(*book, arguments, open);
}

void write_bill_step(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::ReceiptRow bill = find_receipt(*book, arguments.word(1));
    const auto step = core::parse_bill_step(arguments.word(2));
    if (!step) { throw UsageError{"a bill is endorsed, discounted or honoured"}; }
    core::MoveBill move;
    move.moved.id = id_of(*book, arguments);
    move.moved.bill = bill.id;
    move.moved.step = *step;
    move.moved.party = arguments.option("--party").value_or("");
    move.moved.date = date_of(*book, arguments, "--date", book->today());
    if (const auto cost = arguments.option("--cost")) {
        move.moved.cost_minor = amount_of(*cost, bill.amount.currency);
    }
    run(*book, arguments, move);
}

void write_exchange(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::ReceiptRow credit = find_receipt(*book, arguments.word(1));
    const std::string code = arguments.needed("--to");
    const auto to = core::parse_currency(code);
    if (!to) { refuse({ErrorCode::unknown_currency, "to", code, 0}); }
    core::ExchangeCredit exchange;
    exchange.out_id = core::id_cast<core::InvoiceId>(id_of(*book, arguments));
    exchange.credit = credit.id;
    exchange.minor = amount_of(arguments.needed("--amount"), credit.amount.currency);
    exchange.to = *to;
    exchange.rate = must(core::parse_rate(arguments.needed("--rate")));
    exchange.date = date_of(*book, arguments, "--date", book->today());
    exchange.plan = plan_of(*book, arguments, credit.customer, *to);
    run(*book, arguments, exchange);
}

void write_refund(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::ReceiptRow credit = find_receipt(*book, arguments.word(1));
    core::RefundCredit refund;
    refund.credit = credit.id;
    refund.refund.id = core::id_cast<core::InvoiceId>(id_of(*book, arguments));
    refund.refund.number =
        arguments.option("--number")
            .value_or(session::Ledger(*book).next_number(core::DebitType::refund));
    refund.refund.amount = {amount_of(arguments.needed("--amount"), credit.amount.currency),
                            credit.amount.currency};
    refund.refund.issued = date_of(*book, arguments, "--date", book->today());
    refund.refund.rate = credit.rate; // as it came in, so it goes: no gain
    refund.refund.note = arguments.option("--note").value_or("");
    run(*book, arguments, refund);
}

void write_recovery(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::ReceiptRow written = find_receipt(*book, arguments.word(1));
    core::RecoverWriteOff recover;
    recover.receipt.id = core::id_cast<core::ReceiptId>(id_of(*book, arguments));
    recover.receipt.customer = written.customer;
    recover.receipt.against = core::entity_of(written.id);
    recover.receipt.amount = {amount_of(arguments.needed("--amount"), written.amount.currency),
                              written.amount.currency};
    recover.receipt.date = date_of(*book, arguments, "--date");
    recover.receipt.method = arguments.option("--method").value_or("bank");
    recover.receipt.reference = arguments.option("--reference").value_or("");
    run(*book, arguments, recover);
}

void write_attachment(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const auto of = core::parse_id(arguments.word(1));
    if (!of) { refuse({ErrorCode::malformed, "id", arguments.word(1), 0}); }
    const std::string path = arguments.word(2);
    const std::string bytes = must(read_whole(path, core::largest_attachment_bytes), path);
    const std::size_t slash = path.rfind('/');
    const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
    const core::EntityId id = book->mint();
    const std::string said = arguments.option("--kind").value_or("other");
    const core::FileKind kind = core::parse_file_kind(said);
    if (core::name_of(kind) != said) { refuse({ErrorCode::malformed, "kind", said, 0}); }
    const auto outcome = must(session::Ledger(*book).attach(
        id, *of, name, arguments.option("--media").value_or(""), bytes, kind));
    if (arguments.has("--json")) {
        print(Json{{"id", core::to_text(id)}, {"name", name}, {"bytes", bytes.size()}});
        return;
    }
    print("attached " + name + " " + core::to_text(core::entity_of(outcome.facts.front())));
}

} // namespace huikuan::cli
