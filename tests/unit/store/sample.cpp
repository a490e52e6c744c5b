#include "store/sample.h"

#include <doctest/doctest.h>

#include <array>
#include <charconv>
#include <cstring>
#include <format>

#include "core/date.h"
#include "core/id.h"
#include "store/database.h"

namespace huikuan::store::sample {

core::Hash mix(std::string_view bytes) {
    std::array<std::uint64_t, 4> state{0x243F6A8885A308D3ULL, 0x13198A2E03707344ULL,
                                       0xA4093822299F31D0ULL, 0x082EFA98EC4E6C89ULL};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto& lane = state[i % 4];
        lane = (lane ^ static_cast<unsigned char>(bytes[i])) * 0x9E3779B97F4A7C15ULL;
        lane ^= lane >> 29;
        state[(i + 1) % 4] += lane;
    }
    for (int round = 0; round < 4; ++round) {
        for (std::size_t i = 0; i < 4; ++i) {
            state[i] =
                (state[i] ^ (state[(i + 3) % 4] >> 31) ^ bytes.size()) * 0xBF58476D1CE4E5B9ULL;
            state[i] ^= state[i] >> 27;
        }
    }
    core::Hash hash{};
    std::memcpy(hash.data(), state.data(), hash.size());
    return hash;
}

std::size_t Facts::keep(core::Fact fact) {
    facts_.push_back(std::move(fact));
    return facts_.size() - 1;
}

std::optional<core::Fact> Facts::find(std::string_view kind, std::string_view bytes) const {
    constexpr std::string_view name = "\"fact\":";
    const std::size_t at = bytes.find(name);
    if (at == std::string_view::npos) return std::nullopt;
    std::size_t index = 0;
    const char* first = bytes.data() + at + name.size();
    std::from_chars(first, bytes.data() + bytes.size(), index);
    if (index >= facts_.size() || core::kind_of(facts_[index]) != kind) return std::nullopt;
    return facts_[index];
}

StoreOptions options(const std::shared_ptr<Facts>& facts) {
    StoreOptions options;
    options.hash = mix;
    options.decode = [facts](std::string_view kind, std::string_view bytes) {
        return facts->find(kind, bytes);
    };
    return options;
}

std::unique_ptr<Store> new_store(const std::shared_ptr<Facts>& facts) {
    auto store = Store::create(options(facts));
    REQUIRE_MESSAGE(store.has_value(), (store ? "" : store.error().detail));
    return std::move(*store);
}

core::DeviceId device(int number) {
    std::array<std::uint8_t, 10> random{};
    random.fill(static_cast<std::uint8_t>(number * 37 + 1));
    return core::mint_device(random);
}

core::EntityId id(std::uint64_t number) {
    return {0x0199'0000'0000'7000ULL + (number << 16), 0x8000'0000'0000'0000ULL + number * 7919};
}

core::Date day(int year, int month, int of_month) {
    return core::date_of(year, month, of_month).value();
}

core::Currency currency(std::string_view code) { return core::parse_currency(code).value(); }

core::Money cny(std::int64_t minor) { return {minor, currency("CNY")}; }

core::Change Device::finish(core::Change change, std::size_t fact) {
    change.device = id_;
    change.seq = ++seq_;
    change.time = clock;
    change.previous = tip_;
    const core::Ymd date = core::ymd_of({static_cast<std::int32_t>(clock.ms / 86'400'000)});
    const std::int64_t rest = clock.ms % 86'400'000;
    change.bytes = std::format(
        R"({{"b":{{"fact":{},"of":"{}"}},"d":"{}","e":"{}","k":"{}","r":{},"s":{},)"
        R"("t":"{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z-{:04x}"}})",
        fact, core::to_text(change.entity), id_.view(), core::to_text(change.entity), change.kind,
        change.view, change.seq, date.year, date.month, date.day, rest / 3'600'000,
        rest / 60'000 % 60, rest / 1000 % 60, rest % 1000, clock.counter);
    std::string text = "arc1\n";
    if (change.seq > 1) text += hex(tip_);
    change.hash = mix(text + "\n" + change.bytes);
    tip_ = change.hash;
    clock.ms += 1000;
    return change;
}

core::Change Device::write(core::Fact fact, core::Context context) {
    core::Change change;
    change.kind = core::kind_of(fact);
    change.entity = core::entity_of(fact);
    change.context = std::move(context);
    change.fact = fact;
    return finish(std::move(change), facts_->keep(std::move(fact)));
}

core::Change Device::write_unknown(std::string kind, core::EntityId entity, std::uint32_t view) {
    core::Change change;
    change.kind = std::move(kind);
    change.entity = entity;
    change.view = view;
    return finish(std::move(change), 1'000'000'000);
}

core::Fact customer(std::uint64_t number, std::string name, std::string code) {
    core::FieldsSet fields{core::RegisterKind::customer, id(number), {}};
    if (!code.empty()) fields.fields.emplace_back("code", std::move(code));
    fields.fields.emplace_back("name", std::move(name));
    return fields;
}

core::Fact set_customer(std::uint64_t number, std::string field, std::string value) {
    core::FieldsSet fields{core::RegisterKind::customer, id(number), {}};
    fields.fields.emplace_back(std::move(field), std::move(value));
    return fields;
}

core::InvoiceIssued invoice(std::uint64_t number, std::uint64_t customer, std::string text,
                            std::int64_t minor, core::Date issued, core::Date due) {
    core::InvoiceIssued fact;
    fact.id = id_as<core::InvoiceId>(number);
    fact.customer = id_as<core::CustomerId>(customer);
    fact.number = std::move(text);
    fact.amount = cny(minor);
    fact.issued = issued;
    fact.lines = {{due, minor}};
    return fact;
}

core::ReceiptRecorded receipt(std::uint64_t number, std::uint64_t customer, std::int64_t minor,
                              core::Date date, std::string reference) {
    core::ReceiptRecorded fact;
    fact.id = id_as<core::ReceiptId>(number);
    fact.customer = id_as<core::CustomerId>(customer);
    fact.amount = cny(minor);
    fact.date = date;
    fact.method = "bank";
    fact.reference = std::move(reference);
    return fact;
}

core::AllocationMade allocation(std::uint64_t number, std::uint64_t receipt, std::uint64_t invoice,
                                std::int64_t minor, core::Date date) {
    core::AllocationMade fact;
    fact.id = id_as<core::AllocationId>(number);
    fact.receipt = id_as<core::ReceiptId>(receipt);
    fact.invoice = id_as<core::InvoiceId>(invoice);
    fact.amount = cny(minor);
    fact.date = date;
    return fact;
}

core::Reversed reversal(std::uint64_t number, std::uint64_t target, core::Date date) {
    return {id(number), id(target), date, "typed twice"};
}

IntakeReport must_append(Store& store, std::span<const core::Change> changes) {
    auto report = store.append(changes);
    REQUIRE_MESSAGE(report.has_value(), (report ? "" : report.error().detail));
    return *report;
}

} // namespace huikuan::store::sample
