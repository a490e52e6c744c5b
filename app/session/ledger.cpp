#include "session/ledger.h"

#include <algorithm>
#include <map>

#include "core/exchange.h"
#include "session/inside.h"
#include "sync/hash.h"

namespace huikuan::session {
namespace {

constexpr std::array<std::string_view, 6> key_names{"customer", "owner",    "tier",
                                                    "region",   "currency", "group"};

std::string_view prefix_of(core::DebitType type) {
    constexpr std::array<std::string_view, 8> prefixes{"INV", "DN", "OB", "INT",
                                                       "DI",  "CO", "FX", "RF"};
    return prefixes.at(static_cast<std::size_t>(type));
}
std::string_view prefix_of(core::CreditType type) {
    constexpr std::array<std::string_view, 10> prefixes{"RC", "CN", "AD", "OC", "WO",
                                                        "DC", "FE", "OF", "FX", "BL"};
    return prefixes.at(static_cast<std::size_t>(type));
}

std::string numbered(const Session::Inside& inside, std::string_view kind) {
    std::string prefix(kind);
    prefix.push_back('-');
    for (const char letter : inside.author.device.view().substr(0, 4)) {
        prefix.push_back(letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A')
                                                        : letter);
    }
    prefix.push_back('-');
    const std::uint64_t next = inside.store->last_number(prefix) + 1;
    const std::string digits = std::to_string(next);
    return prefix + std::string(6 - std::min<std::size_t>(6, digits.size()), '0') + digits;
}

void add(core::AgingLine& to, const core::AgingLine& line) {
    const auto plus = [](std::int64_t a, std::int64_t b) { // wraps as aging itself does
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) +
                                         static_cast<std::uint64_t>(b));
    };
    to.not_due = plus(to.not_due, line.not_due);
    to.unapplied = plus(to.unapplied, line.unapplied);
    to.buckets.resize(line.buckets.size());
    for (std::size_t i = 0; i < line.buckets.size(); ++i) {
        to.buckets[i] = plus(to.buckets[i], line.buckets[i]);
    }
}

// The head of a customer's group.
core::CustomerId head_of(const store::Store& book, core::CustomerRow row, core::Date as_of) {
    for (int level = 0; level < 64; ++level) {
        const auto parent = core::parse_id(row.parent);
        auto above =
            parent ? book.customer(core::id_cast<core::CustomerId>(*parent), as_of) : std::nullopt;
        if (!above) break;
        row = *std::move(above);
    }
    return row.holder;
}

std::pair<std::string, core::CustomerId>
group_of(const store::Store& book, const core::CustomerRow& row, AgingKey key, core::Date as_of) {
    switch (key) {
    case AgingKey::customer: return {row.name, row.id};
    case AgingKey::owner: return {row.owner, {}};
    case AgingKey::tier: return {row.tier, {}};
    case AgingKey::region: return {row.region, {}};
    case AgingKey::currency: break;
    case AgingKey::group: {
        const core::CustomerId head = head_of(book, row, as_of);
        const auto of = book.customer(head, as_of);
        return {of ? of->name : row.name, head};
    }
    }
    return {};
}

GroupedAging grouped(const store::Store& book, const core::AgingQuery& query, AgingKey key) {
    const core::AgingReport report = book.aging(query);
    GroupedAging grouped{query, {}, report.currencies};
    std::map<std::tuple<std::string, core::CustomerId, core::Currency>, AgingGroup> groups;
    std::map<core::CustomerId, std::pair<std::string, core::CustomerId>> names;
    const auto group = [&](core::CustomerId customer, core::Currency currency) -> AgingGroup& {
        const auto [name, fresh] = names.try_emplace(customer);
        if (fresh) {
            const auto row = book.customer(customer, query.as_of);
            name->second = group_of(book, row.value_or(core::CustomerRow{}), key, query.as_of);
        }
        const auto& [text, id] = name->second;
        AgingGroup& place = groups[{text, id, currency}];
        place.name = text;
        place.customer = id;
        place.currency = currency;
        return place;
    };
    const auto& parties = book.aging_entries().parties;
    for (const core::AgingPartyLine& line : report.parties) {
        const auto& party = parties[line.party];
        add(group(party.customer, party.currency).line, line.line);
    }
    std::map<core::InvoiceId, std::int64_t> disputed;
    std::map<core::InvoiceId, std::pair<core::CustomerId, core::Currency>> whose;
    for (const core::DisputeRow& row : book.disputes({}, true)) {
        if (row.date > query.as_of || row.end <= query.as_of) continue;
        disputed[row.invoice] += row.amount.minor;
        whose[row.invoice] = {row.customer, row.amount.currency};
    }
    for (const auto& [id, minor] : disputed) {
        const auto invoice = book.invoice(id, query.as_of);
        if (!invoice || invoice->open <= 0) continue;
        group(whose[id].first, whose[id].second).disputed += std::min(minor, invoice->open);
    }
    for (auto& [place, one] : groups) {
        if (one.line.buckets.empty()) one.line.buckets.resize(query.edges.size() + 1);
        grouped.groups.push_back(std::move(one));
    }
    return grouped;
}

} // namespace

std::string ContactRow::field(std::string_view name) const {
    const auto found =
        std::ranges::find_if(fields, [&](const auto& field) { return field.first == name; });
    return found == fields.end() ? std::string() : found->second;
}

std::optional<AgingKey> parse_aging_key(std::string_view name) {
    const auto found = std::ranges::find(key_names, name);
    if (found == key_names.end()) return std::nullopt;
    return static_cast<AgingKey>(found - key_names.begin());
}

std::vector<ContractRow> Ledger::contracts(core::CustomerId customer) const {
    std::vector<ContractRow> rows;
    const auto& book = *session_.inside().store;
    for (const auto id : book.entities_of(core::RegisterKind::contract, customer)) {
        ContractRow row{id, core::read_contract(book.fields(core::RegisterKind::contract, id)), {}};
        row.missing = core::missing_clauses(row.contract, session_.today());
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<ContactRow> Ledger::contacts(core::CustomerId customer) const {
    std::vector<ContactRow> rows;
    const auto& book = *session_.inside().store;
    for (const auto id : book.entities_of(core::RegisterKind::contact, customer)) {
        rows.push_back({id, book.fields(core::RegisterKind::contact, id)});
    }
    return rows;
}

std::vector<core::DisputeRow> Ledger::disputes(core::EntityId of, bool with_ended) const {
    return session_.inside().store->disputes(of, with_ended);
}
std::vector<core::AttachmentRow> Ledger::attachments(core::EntityId of) const {
    return session_.inside().store->attachments(of);
}
std::vector<core::BillStepRow> Ledger::bill_steps(core::ReceiptId bill) const {
    return session_.inside().store->bill_steps(bill);
}
std::vector<core::CustomerId> Ledger::family(core::CustomerId customer) const {
    return session_.inside().store->family(customer);
}
std::vector<core::DuplicateRow> Ledger::duplicates() const {
    return session_.inside().store->duplicates();
}
std::vector<core::InvoiceId> Ledger::invoices_numbered(std::string_view number) const {
    return session_.inside().store->invoices_numbered(number);
}

std::string Ledger::next_number(core::DebitType type) const {
    return numbered(session_.inside(), prefix_of(type));
}
std::string Ledger::next_number(core::CreditType type) const {
    return numbered(session_.inside(), prefix_of(type));
}

const core::RateTable& Ledger::rates() const { return session_.inside().rates(); }
const core::Policy& Ledger::policy() const { return session_.inside().policy(); }

core::LateFee Ledger::late_fee_of(core::InvoiceId id) const {
    const auto& book = *session_.inside().store;
    const auto invoice = book.invoice(id, session_.today());
    if (invoice && !invoice->contract.is_nil()) {
        const auto contract =
            core::read_contract(book.fields(core::RegisterKind::contract, invoice->contract));
        if (contract.late_fee) return *contract.late_fee;
    }
    return core::parse_late_fee("statutory").value_or(core::LateFee{});
}

core::Result<core::InterestTable> Ledger::interest(core::InvoiceId id,
                                                   core::InterestQuery query) const {
    const auto& book = *session_.inside().store;
    const auto invoice = book.invoice(id, session_.today());
    if (!invoice) {
        return core::fail(core::ErrorCode::unknown_document, "invoice", core::to_text(id));
    }
    if (query.contract_date == core::first_date && !invoice->contract.is_nil()) {
        const auto contract =
            core::read_contract(book.fields(core::RegisterKind::contract, invoice->contract));
        query.contract_date = contract.signed_on.value_or(core::first_date);
    }
    return core::interest_on(book.overdue_steps(id), query, rates());
}

std::vector<Exposure> Ledger::exposure(core::CustomerId customer, core::Date as_of) const {
    std::map<core::Currency, Exposure> sums;
    const auto at = [&](core::Currency currency) -> Exposure& {
        sums[currency].currency = currency;
        return sums[currency];
    };
    // From the columns of aging: a customer may have thousands of open documents.
    if (const auto row = session_.customer(customer, as_of)) {
        for (const auto& balance : row->balances) {
            at(balance.currency).open = balance.balance - balance.unapplied;
            at(balance.currency).unapplied = -balance.unapplied;
        }
    }
    std::map<core::InvoiceId, std::int64_t> disputed;
    for (const auto& row : disputes(core::entity_of(customer), true)) {
        if (row.date <= as_of && row.end > as_of) disputed[row.invoice] += row.amount.minor;
    }
    for (const auto& [id, minor] : disputed) {
        const auto invoice = session_.invoice(id, as_of);
        if (!invoice) continue;
        at(invoice->amount.currency).disputed += std::min(minor, invoice->open);
    }
    core::ListQuery query;
    query.customer = customer;
    query.as_of = as_of;
    for (const core::CreditType type : {core::CreditType::bill, core::CreditType::write_off}) {
        query.credit = type;
        for (const auto& row : session_.receipts(session_.receipt_keys(query), as_of)) {
            if (row.date > as_of || row.status == core::DocumentStatus::voided) continue;
            if (type == core::CreditType::write_off) {
                at(row.amount.currency).written_off += row.amount.minor;
            } else if (row.bill_step != core::BillStep::honoured) {
                at(row.amount.currency).bills += row.amount.minor;
            }
        }
    }
    std::vector<Exposure> result;
    for (const auto& [currency, sum] : sums) result.push_back(sum);
    return result;
}

std::vector<GainRow> Ledger::gains(core::EntityId document) const {
    std::vector<GainRow> rows;
    const core::Currency base = session_.book().currency;
    for (const auto& allocation : session_.allocations_of(document)) {
        if (allocation.effective <= 0 || allocation.end != core::far_future) continue;
        const auto debit = session_.invoice(allocation.invoice, session_.today());
        const auto credit = session_.receipt(allocation.receipt, session_.today());
        if (!debit || !credit || !debit->rate.given() || !credit->rate.given()) continue;
        // An exchange is a conversion at its own rate: what it gains shows in what it pays.
        if (debit->type == core::DebitType::exchange_out) continue;
        GainRow row{
            allocation.id, allocation.start, {allocation.effective, allocation.amount.currency},
            debit->rate,   credit->rate,     {}};
        const auto gain = core::realised_gain(row.part, row.owed, row.paid, base);
        if (!gain) continue;
        row.gain = *gain;
        rows.push_back(row);
    }
    return rows;
}

GroupedAging Ledger::aging(const core::AgingQuery& query, AgingKey key) const {
    return grouped(*session_.inside().store, query, key);
}

core::Result<GroupedAging> Ledger::aging_known_at(const core::AgingQuery& query, AgingKey key,
                                                  std::int64_t ms) const {
    const auto then = session_.inside().store->known_at(ms);
    if (!then) return std::unexpected(then.error());
    return grouped(**then, query, key);
}

core::Result<Outcome> Ledger::attach(core::EntityId id, core::EntityId of, const std::string& name,
                                     const std::string& media, std::string_view bytes) {
    core::AddAttachment command;
    command.attachment = {
        id, of, name, media, static_cast<std::int64_t>(bytes.size()), sync::sha256(bytes)};
    auto done = session_.run(command);
    if (!done) return done;
    // The book knows what the file is before its bytes lie beside it: without them it is a file
    // that another device has.
    auto kept = session_.inside().store->keep_file(command.attachment.sha256, bytes);
    if (!kept) return std::unexpected(kept.error());
    session_.inside().after_commit();
    return done;
}

std::optional<std::string> Ledger::file(const std::array<std::uint8_t, 32>& hash) const {
    return session_.inside().store->file(hash);
}

} // namespace huikuan::session
