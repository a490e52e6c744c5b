// The most important property of the store: what it shows is a function of the SET of changes.
// Random books with everything that can go wrong in them (clashes, forks, references to nothing,
// reversals of anything, contexts that lie, kinds from the future, wrong clocks) are brought in in
// random order, in random portions, twice over, and by a replay. All must agree byte by byte.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "core/settlement.h"
#include "store/sample.h"
#include "store/store.h"

using namespace huikuan;
using namespace huikuan::store;
using namespace huikuan::store::sample;

namespace {

using Random = std::mt19937_64;

std::uint64_t below(Random& random, std::uint64_t limit) { return random() % limit; }
bool chance(Random& random, unsigned percent) { return below(random, 100) < percent; }

// Ids are drawn from small pools, so that facts meet: 1-9 customers, 10-29 invoices, 30-49
// receipts, 50-99 allocations, 100-139 reversals and resolutions.
class Author {
public:
    Author(std::uint64_t seed, std::shared_ptr<Facts> facts)
        : random_(seed), facts_(std::move(facts)) {
        const auto count = 1 + below(random_, 5);
        for (std::uint64_t i = 0; i < count; ++i) {
            devices_.emplace_back(facts_, static_cast<int>(i));
            devices_.back().clock.ms += static_cast<std::int64_t>(below(random_, 100'000));
            if (chance(random_, 10)) devices_.back().clock.ms = 4'000'000'000'000; // 2096
            if (chance(random_, 10)) devices_.back().clock.ms = 0;
        }
    }

    core::Change next(const std::vector<std::string>& exceptions) {
        const std::size_t which = below(random_, devices_.size());
        if (chance(random_, 2) && devices_.size() < 9)
            devices_.push_back(devices_[which]); // a clone
        Device& device = devices_[which];
        if (chance(random_, 10)) device.clock.ms -= 5000;
        if (chance(random_, 10)) ++device.clock.counter;
        switch (below(random_, 18)) {
        case 0:
        case 1: return device.write(fields(), context());
        case 2:
        case 3:
        case 4: return device.write(invoice());
        case 5:
        case 6: return device.write(receipt());
        case 7:
        case 8:
        case 9: return device.write(allocation());
        case 10:
        case 11: return device.write(sample::reversal(pick(100, 40), pick(1, 192), date()));
        case 12:
            if (exceptions.empty()) return device.write(receipt());
            return device.write(core::ExceptionResolved{
                id(pick(100, 40)), exceptions[below(random_, exceptions.size())], "keep", {}});
        case 13: return device.write(later_fact());
        case 14: return device.write(typed_credit());
        case 15: return device.write(typed_debit());
        case 16: {
            core::CustomersMerged merge;
            merge.id = id(pick(140, 12));
            merge.from = id_as<core::CustomerId>(pick(1, 9));
            merge.into = id_as<core::CustomerId>(pick(1, 9));
            merge.date = date();
            return device.write(merge);
        }
        default:
            if (chance(random_, 50)) return device.write(invoice());
            return device.write_unknown(chance(random_, 50) ? "gift.make" : "customer.set",
                                        id(pick(1, 139)),
                                        static_cast<std::uint32_t>(1 + below(random_, 2)));
        }
    }

private:
    std::uint64_t pick(std::uint64_t first, std::uint64_t count) {
        return first + below(random_, count);
    }
    core::Date date() {
        return core::add_days(day(2026, 1, 1), static_cast<std::int32_t>(below(random_, 12)));
    }
    std::int64_t amount() { return static_cast<std::int64_t>(100 * (1 + below(random_, 5))); }
    core::Currency money() { return currency(chance(random_, 95) ? "CNY" : "USD"); }
    // Mostly one, so that receipts and invoices can meet.
    std::uint64_t customer() { return chance(random_, 85) ? 1 : pick(1, 9); }

    core::Fact fields() {
        core::FieldsSet fact{core::RegisterKind::customer, id(customer()), {}};
        if (chance(random_, 10)) fact.kind = core::RegisterKind::contact;
        for (const char* name : {"archived", "code", "name", "phone", "terms_days"}) {
            if (chance(random_, 40)) fact.fields.emplace_back(name, std::to_string(pick(1, 4)));
        }
        if (chance(random_, 20)) fact.fields.emplace_back("parent", core::to_text(id(pick(1, 9))));
        std::ranges::sort(fact.fields);
        if (fact.fields.empty()) fact.fields.emplace_back("name", "N");
        return fact;
    }
    // Sometimes all, sometimes half, sometimes more than anybody has written.
    core::Context context() {
        core::Context seen;
        for (const Device& device : devices_) {
            if (chance(random_, 40)) continue;
            const auto seq =
                chance(random_, 70) ? below(random_, device.seq() + 1) : below(random_, 60);
            if (seq > 0) seen.push_back({device.id(), seq});
        }
        std::ranges::sort(seen);
        const auto doubled = std::ranges::unique(seen, {}, &core::Dot::device);
        seen.erase(doubled.begin(), doubled.end());
        return seen;
    }
    core::Fact invoice() {
        auto fact = sample::invoice(pick(10, 20), customer(), std::to_string(pick(1, 6)), amount(),
                                    date(), date());
        fact.amount.currency = money();
        if (chance(random_, 20)) {
            fact.lines = {{date(), 50}, {date(), fact.amount.minor - 50}};
            std::ranges::sort(fact.lines, {}, &core::ScheduleLine::due);
        }
        if (chance(random_, 3)) fact.amount.minor = -1;
        return fact;
    }
    core::Fact receipt() {
        auto fact = sample::receipt(pick(30, 20), customer(), amount(), date(),
                                    chance(random_, 30) ? std::to_string(pick(1, 3)) : "");
        fact.amount.currency = money();
        return fact;
    }
    // Ties, circles of ties, and ties to what is no document among them.
    core::Fact typed_credit() {
        auto fact = std::get<core::ReceiptRecorded>(receipt());
        fact.type = static_cast<core::CreditType>(below(random_, 10));
        if (chance(random_, 60)) fact.against = id(pick(10, 40));
        if (chance(random_, 20)) fact.bill = core::Bill{"B", "ICBC", date(), false};
        return fact;
    }
    core::Fact typed_debit() {
        auto fact = std::get<core::InvoiceIssued>(invoice());
        fact.type = chance(random_, 50) ? core::DebitType::exchange_out
                                        : static_cast<core::DebitType>(below(random_, 8));
        if (chance(random_, 30)) fact.against = id(pick(1, 60));
        if (chance(random_, 30)) fact.contract = id(pick(1, 60));
        return fact;
    }
    // Lines of invoices that are there, that come later, and that are something else.
    core::Fact letter(core::EntityId any) {
        core::LetterSent sent{.id = id(pick(152, 10)),
                              .customer = id_as<core::CustomerId>(customer()),
                              .date = date(),
                              .letter = "reminder",
                              .ladder = "standard",
                              .level = 3,
                              .text = "x"};
        for (int i = 0; i < 3; ++i) {
            sent.items.push_back({id_as<core::InvoiceId>(pick(8, 24)), date(), amount(), i});
        }
        sent.items.push_back({core::id_cast<core::InvoiceId>(any), date(), amount(), 1});
        return sent;
    }
    core::Fact later_fact() {
        const auto any = id(pick(1, 151));
        switch (below(random_, 18)) {
        case 15:
        case 16:
        case 17: return statement(any);
        case 10: return letter(any);
        case 11:
            return core::DisputeSettled{.id = id(pick(152, 10)),
                                        .customer = id_as<core::CustomerId>(customer()),
                                        .dispute = any,
                                        .date = date(),
                                        .note = "x"};
        case 12:
        case 13:
        case 14: return legal(any);
        case 8: { // the same lines in several imports, one of them told in two ways
            core::BankLinesImported imported{id(pick(170, 6)), "622", money(), "a.csv", {}};
            for (auto line = pick(176, 5), last = line + 3; line < last; ++line) {
                imported.lines.push_back({id(line), date(), amount() * (line % 2 == 0 ? 1 : -1),
                                          "payer", "", "", "", std::nullopt});
            }
            return imported;
        }
        case 9:
            return core::BankLineUsed{id(pick(186, 6)), id(pick(174, 10)),
                                      chance(random_, 30) ? core::ReceiptId{}
                                                          : id_as<core::ReceiptId>(pick(28, 24)),
                                      "own"};
        case 3: return contact(any);
        case 4:
            return core::PromiseMade{.id = id(pick(152, 10)),
                                     .customer = id_as<core::CustomerId>(customer()),
                                     .amount = cny(amount()),
                                     .date = date(),
                                     .due = core::add_days(date(), 12),
                                     .contact = any};
        case 5: {
            core::PlanAgreed plan{.id = id(pick(152, 10)),
                                  .customer = id_as<core::CustomerId>(pick(1, 9)),
                                  .date = date(),
                                  .currency = currency("CNY"),
                                  .lines = {{date(), amount(), 7}}};
            if (chance(random_, 50)) plan.supersedes = id(pick(152, 10));
            return plan;
        }
        case 6:
            return core::HoldPlaced{.id = id(pick(152, 10)),
                                    .customer = id_as<core::CustomerId>(customer()),
                                    .of = chance(random_, 30) ? any : core::EntityId{},
                                    .kind = static_cast<core::HoldKind>(below(random_, 6)),
                                    .date = date(),
                                    .until = core::add_days(date(), 12),
                                    .reason = "away"};
        case 0: return core::AttachmentAdded{id(pick(152, 10)), any, "a.pdf", "x", 5, {}};
        case 1:
            return core::DisputeOpened{id(pick(152, 10)), id_as<core::InvoiceId>(pick(8, 24)),
                                       cny(amount()), date(), "late"};
        case 2:
            return core::BillMoved{id(pick(152, 10)),
                                   id_as<core::ReceiptId>(pick(28, 24)),
                                   static_cast<core::BillStep>(below(random_, 3)),
                                   date(),
                                   "x",
                                   0};
        default: {
            const auto kind = chance(random_, 50)   ? core::RegisterKind::contract
                              : chance(random_, 50) ? core::RegisterKind::task
                                                    : core::RegisterKind::legal_case;
            core::FieldsSet contract{kind, id(pick(162, 5)), {}};
            contract.fields.emplace_back("customer", core::to_text(id(customer())));
            return contract;
        }
        }
    }
    // Statements, and what follows them: of a statement, of an answer, of something else.
    core::Fact statement(core::EntityId any) {
        const core::EntityId of = chance(random_, 70) ? id(pick(152, 10)) : any;
        switch (below(random_, 4)) {
        case 0:
            return core::StatementIssued{.id = id(pick(152, 10)),
                                         .customer = id_as<core::CustomerId>(customer()),
                                         .date = date(),
                                         .from = date(),
                                         .to = date(),
                                         .currency = currency("CNY"),
                                         .closing = amount(),
                                         .code = "c"};
        case 1:
            return core::StatementSent{.id = id(pick(152, 10)),
                                       .customer = id_as<core::CustomerId>(customer()),
                                       .statement = of,
                                       .date = date()};
        case 2: {
            core::StatementAnswered answer{.id = id(pick(152, 10)),
                                           .customer = id_as<core::CustomerId>(customer()),
                                           .statement = of,
                                           .date = date(),
                                           .verdict = core::StatementVerdict::difference,
                                           .is_signed = chance(random_, 50)};
            for (std::uint64_t i = 0, count = 1 + below(random_, 3); i < count; ++i) {
                answer.lines.push_back({"I", amount(), core::DifferenceCause::price, "w", date()});
            }
            return answer;
        }
        default:
            return core::DifferenceSettled{.id = id(pick(152, 10)),
                                           .customer = id_as<core::CustomerId>(customer()),
                                           .answer = of,
                                           .line = static_cast<int>(below(random_, 3)),
                                           .date = date(),
                                           .note = "x"};
        }
    }
    core::Fact legal(core::EntityId any) {
        switch (below(random_, 3)) {
        case 0: {
            core::LegalEventNoted event{.id = id(pick(152, 10)),
                                        .customer = id_as<core::CustomerId>(customer()),
                                        .of = chance(random_, 30) ? any : core::EntityId{},
                                        .what = static_cast<core::LegalEvent>(below(random_, 13)),
                                        .date = date(),
                                        .proof = chance(random_, 50) ? "EMS" : ""};
            if (chance(random_, 50)) event.until = core::add_days(event.date, 9);
            return event;
        }
        case 1:
            return core::CaseStepTaken{.id = id(pick(152, 10)),
                                       .customer = id_as<core::CustomerId>(customer()),
                                       .of = any,
                                       .stage = static_cast<core::CaseStage>(below(random_, 22)),
                                       .date = date(),
                                       .minor = amount(),
                                       .currency = currency("CNY")};
        default:
            return core::CaseCostPaid{.id = id(pick(152, 10)),
                                      .customer = id_as<core::CustomerId>(customer()),
                                      .of = any,
                                      .what = static_cast<core::CaseCost>(below(random_, 9)),
                                      .amount = cny(amount()),
                                      .date = date()};
        }
    }
    core::Fact contact(core::EntityId any) {
        core::ContactLogged fact{.id = id(pick(152, 10)),
                                 .customer = id_as<core::CustomerId>(pick(1, 9)),
                                 .date = date(),
                                 .channel = static_cast<core::Channel>(below(random_, 7)),
                                 .outcome = static_cast<core::ContactOutcome>(below(random_, 12))};
        if (chance(random_, 50)) fact.task = any;
        if (chance(random_, 50)) fact.next = core::add_days(date(), 12);
        return fact;
    }
    core::Fact allocation() {
        auto fact = sample::allocation(pick(50, 50), pick(30, 20), pick(10, 20), amount(), date());
        if (chance(random_, 10)) fact.receipt = id_as<core::ReceiptId>(pick(1, 139));
        fact.across = chance(random_, 25);
        fact.amount.currency = money();
        return fact;
    }

    Random random_;
    std::shared_ptr<Facts> facts_;
    std::vector<Device> devices_;
};

std::vector<core::Change> random_book(std::uint64_t seed, const std::shared_ptr<Facts>& facts,
                                      std::size_t length) {
    Author author(seed, facts);
    auto scratch = new_store(facts);
    std::vector<core::Change> changes;
    std::vector<std::string> exceptions;
    for (std::size_t i = 0; i < length; ++i) {
        changes.push_back(author.next(exceptions));
        if (i % 16 != 15) continue;
        must_append(*scratch, {changes.end() - 16, changes.end()});
        exceptions.clear();
        for (const auto& row : scratch->exceptions(true)) exceptions.push_back(row.id);
    }
    return changes;
}

void append_in_portions(Store& store, Random& random, std::vector<core::Change> changes) {
    const std::size_t repeated = changes.size() / 4;
    for (std::size_t i = 0; i < repeated; ++i) changes.push_back(changes[below(random, i + 1)]);
    std::ranges::shuffle(changes, random);
    for (std::size_t at = 0; at < changes.size();) {
        const std::size_t count = std::min<std::size_t>(
            changes.size() - at, 1 + below(random, chance(random, 30) ? 40 : 4));
        must_append(store, {changes.data() + at, count});
        at += count;
        if (chance(random, 10)) (void)store.aging_entries(); // from then on it is patched
    }
}

// Per document and date, what allocations take never exceeds it.
void check_invariants(const Store& store) {
    core::ListQuery all;
    all.with_void = true;
    for (std::int32_t offset = -1; offset <= 14; ++offset) {
        const core::Date date = core::add_days(day(2026, 1, 1), offset);
        all.as_of = date;
        std::map<std::string, std::int64_t> open;
        for (const auto& row : store.invoices(store.invoice_keys(all), date)) {
            CHECK(row.open >= 0);
            CHECK(row.open <= row.amount.minor);
            open[std::string(row.amount.currency.view())] += row.open;
        }
        for (const auto& row : store.receipts(store.receipt_keys(all), date)) {
            CHECK(row.unapplied >= 0);
            CHECK(row.unapplied <= row.amount.minor);
            open[std::string(row.amount.currency.view())] -= row.unapplied;
        }
        // The sum of the buckets is the sum of the documents.
        for (const auto& line : store.aging({date}).currencies) {
            CHECK(line.line.total() == open[std::string(line.currency.view())]);
            open.erase(std::string(line.currency.view()));
        }
        for (const auto& [code, rest] : open) CHECK(rest == 0);
    }
}

std::vector<std::tuple<std::int32_t, std::int32_t, std::int64_t, std::string>>
sorted_entries(const core::AgingEntries& entries) {
    std::vector<std::tuple<std::int32_t, std::int32_t, std::int64_t, std::string>> sorted;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries.minor[i] == 0) continue;
        const auto& party = entries.parties[entries.party[i]];
        sorted.emplace_back(entries.effective[i], entries.due[i], entries.minor[i],
                            core::to_text(core::entity_of(party.customer)) +
                                std::string(party.currency.view()));
    }
    std::ranges::sort(sorted);
    return sorted;
}

// Where two dumps part, for a person to read.
std::string first_difference(std::string_view a, std::string_view b) {
    const auto [left, right] = std::ranges::mismatch(a, b);
    const auto at = static_cast<std::size_t>(left - a.begin());
    const std::size_t line = at == 0 ? 0 : a.rfind('\n', at - 1) + 1;
    return std::string(a.substr(line, 300)) + "\n-----\n" +
           std::string(b.substr(std::min(line, b.size()), 300));
}

// `met`: what occurred, so that a generator that has become tame is noticed.
void check_seed(std::uint64_t seed, std::size_t length, std::set<std::string_view>& met) {
    CAPTURE(seed);
    auto facts = std::make_shared<Facts>();
    const auto changes = random_book(seed, facts, length);
    auto whole = new_store(facts);
    must_append(*whole, changes);
    const std::string expected = whole->canonical_dump();

    Random random(seed * 7 + 1);
    auto pieces = new_store(facts);
    append_in_portions(*pieces, random, changes);
    const std::string actual = pieces->canonical_dump();
    CHECK_MESSAGE(actual == expected, first_difference(expected, actual));
    CHECK(pieces->view_digest() == whole->view_digest());
    CHECK(pieces->set_digest() == whole->set_digest());
    CHECK(pieces->counts().held == 0);
    for (const auto& row : pieces->exceptions(true)) met.insert(core::name_of(row.kind));
    for (const std::string_view table :
         {"merging", "attachment", "dispute", "bill_step", "work", "bank_line", "bank_use",
          "letter_item", "statement", "difference"}) {
        if (expected.contains("\n" + std::string(table) + "\t")) met.insert(table);
    }
    if (expected.find("\nconcurrent\t") != std::string::npos) met.insert("concurrent writes");
    if (expected.find("\tresolved") != std::string::npos) met.insert("resolved");
    CHECK(sorted_entries(pieces->aging_entries()) == sorted_entries(whole->aging_entries()));
    check_invariants(*pieces);

    REQUIRE(pieces->rebuild());
    const std::string again = pieces->canonical_dump();
    CHECK_MESSAGE(again == expected, first_difference(expected, again));
    const CheckReport report = whole->check();
    CHECK_MESSAGE(report.sound, report.bad.detail);
    CHECK_FALSE(pieces->take_error());
}

} // namespace

TEST_CASE("the view is a function of the set of changes") {
    std::set<std::string_view> met;
    const char* wanted = std::getenv("HUIKUAN_SEEDS"); // more, for a long run
    const std::uint64_t seeds = wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 120;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) check_seed(seed, 40 + seed % 80, met);
    for (std::uint64_t seed = 1000; seed <= 1003; ++seed) check_seed(seed, 400, met);
    // Ten kinds of exceptions, concurrent writes, resolved ones; merges, attachments, disputes,
    // steps of bills, the work of collecting, letters, statements.
    CHECK(met.size() == 23);
}

TEST_CASE("what the store settles step by step is what core settles at once") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        auto facts = std::make_shared<Facts>();
        auto store = new_store(facts);
        Device device(facts, 1);
        std::vector<core::Change> changes{device.write(customer(1, "A"))};
        const std::size_t documents = 2 + below(random, 12);
        std::vector<core::SettlementDocument> receipts(documents);
        std::vector<core::SettlementDocument> invoices(documents);
        const auto date = [&] {
            return core::add_days(day(2026, 1, 1), static_cast<std::int32_t>(below(random, 20)));
        };
        for (std::size_t i = 0; i < documents; ++i) {
            const auto size = [&] {
                return static_cast<std::int64_t>(100 * (1 + below(random, 9)));
            };
            receipts[i] = {size(), date(), core::far_future, currency("CNY")};
            invoices[i] = {size(), date(), core::far_future, currency("CNY")};
            changes.push_back(device.write(
                receipt(1000 + i, 1, receipts[i].minor, receipts[i].start, std::to_string(i))));
            changes.push_back(
                device.write(invoice(2000 + i, 1, std::to_string(i), invoices[i].minor,
                                     invoices[i].start, invoices[i].start)));
        }
        std::vector<core::SettlementAllocation> asks(documents * 2 + below(random, 20));
        for (std::size_t i = 0; i < asks.size(); ++i) {
            core::SettlementAllocation& ask = asks[i];
            ask.receipt = static_cast<std::uint32_t>(below(random, documents));
            ask.invoice = static_cast<std::uint32_t>(below(random, documents));
            ask.minor = static_cast<std::int64_t>(50 * (1 + below(random, 8)));
            ask.date = date();
            if (chance(random, 30)) device.clock.ms -= 20'000;
            changes.push_back(device.write(
                allocation(3000 + i, 1000 + ask.receipt, 2000 + ask.invoice, ask.minor, ask.date)));
            ask.order = core::order_of(changes.back());
        }
        for (std::uint64_t i = 0; i < documents; ++i) {
            const core::Date end = date();
            const std::uint64_t kind = below(random, 3);
            const std::uint64_t which = below(random, kind == 2 ? asks.size() : documents);
            core::Date& ends = kind == 0   ? receipts[which].end
                               : kind == 1 ? invoices[which].end
                                           : asks[which].end;
            ends = std::min(ends, end);
            changes.push_back(device.write(reversal(5000 + i, 1000 * (kind + 1) + which, end)));
        }
        // Everything of one device: order of arrival is its chain, in random portions.
        for (std::size_t at = 0; at < changes.size();) {
            const std::size_t count =
                std::min<std::size_t>(changes.size() - at, 1 + below(random, 9));
            must_append(*store, {changes.data() + at, count});
            at += count;
        }
        const auto settled = core::settle(receipts, invoices, asks);
        for (std::size_t i = 0; i < asks.size(); ++i) {
            CAPTURE(i);
            const auto rows = store->allocations_of(id(1000 + asks[i].receipt));
            const auto row = std::ranges::find(rows, id_as<core::AllocationId>(3000 + i),
                                               &core::AllocationRow::id);
            REQUIRE(row != rows.end());
            CHECK(row->effective == settled[i].effective);
            CHECK(row->start == settled[i].start);
            CHECK(row->end == settled[i].end);
        }
    }
}
