#include "session/aging_book.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "core/sorting.h"
#include "platform/platform.h"
#include "session/collections.h"
#include "session/inside.h"
#include "sync/codec.h"

namespace huikuan::session {
namespace {

constexpr std::array<std::string_view, aging_keys> key_names{"customer", "owner",    "tier",
                                                             "region",   "currency", "group"};

std::int64_t plus(std::int64_t a, std::int64_t b) { // wraps as aging itself does
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

void add(core::AgingLine& to, const core::AgingLine& line) {
    to.not_due = plus(to.not_due, line.not_due);
    to.unapplied = plus(to.unapplied, line.unapplied);
    to.buckets.resize(line.buckets.size());
    for (std::size_t i = 0; i < line.buckets.size(); ++i) {
        to.buckets[i] = plus(to.buckets[i], line.buckets[i]);
    }
}

bool is_empty(const AgingGroup& group) {
    return group.disputed == 0 && group.promised == 0 && group.line.not_due == 0 &&
           group.line.unapplied == 0 &&
           std::ranges::all_of(group.line.buckets, [](std::int64_t minor) { return minor == 0; });
}

} // namespace

std::optional<AgingKey> parse_aging_key(std::string_view name) {
    const auto found = std::ranges::find(key_names, name);
    if (found == key_names.end()) return std::nullopt;
    return static_cast<AgingKey>(found - key_names.begin());
}
std::string_view name_of(AgingKey key) { return key_names.at(static_cast<std::size_t>(key)); }

AgingBook::AgingBook(Session& session) : session_(&session) {}

core::Result<AgingBook> AgingBook::known_at(Session& session, std::int64_t ms) {
    auto then = session.inside().store->known_at(ms);
    if (!then) return std::unexpected(then.error());
    AgingBook book(session);
    book.then_ = *std::move(then);
    return book;
}

struct KnownThen::State {
    Session& session;
    std::int64_t ms;
    std::unique_ptr<store::Store> then;
    std::optional<store::Intake> intake; // of it, so it goes first
    std::vector<store::ChainEnd> ends;
    std::size_t end = 0;    // of those
    std::uint64_t next = 1; // to read of its chain
    std::uint64_t read = 0, all = 0;
    core::Result<void> went;

    [[nodiscard]] core::Result<void> begin();
    [[nodiscard]] core::Result<void> portion();
};

core::Result<void> KnownThen::State::begin() {
    auto made = store::Store::create(store_options(":memory:"));
    if (!made) return std::unexpected(made.error());
    then = *std::move(made);
    auto taking = then->begin();
    if (!taking) return std::unexpected(taking.error());
    intake.emplace(*std::move(taking));
    ends = session.inside().store->ends();
    for (const store::ChainEnd& one : ends) all += one.seq;
    return {};
}

// The next changes of one chain; after the last one what they add up to.
core::Result<void> KnownThen::State::portion() {
    constexpr std::size_t most = 500;
    if (end == ends.size()) {
        auto done = intake->commit();
        intake.reset();
        if (!done) return std::unexpected(done.error());
        return {};
    }
    std::vector<core::Change> changes;
    std::size_t looked_at = 0;
    const auto whole =
        session.inside().store->chain(ends[end], next, [&](const core::Change& change) {
            next = change.seq + 1;
            ++read;
            if (change.time.ms <= ms) {
                changes.push_back(change);
                if (change.view <= sync::view_version) {
                    changes.back().fact = sync::decode_fact(change.kind, change.bytes);
                }
            }
            return ++looked_at < most;
        });
    if (whole) {
        ++end;
        next = 1;
    } else if (looked_at < most) {
        return whole;
    }
    return intake->add(changes);
}

KnownThen::KnownThen(Session& session, std::int64_t ms)
    : state_(std::make_unique<State>(session, ms)) {
    state_->went = state_->begin();
}
KnownThen::KnownThen(KnownThen&&) noexcept = default;
KnownThen::~KnownThen() = default;

bool KnownThen::step(double budget_ms) {
    const double until = platform::monotonic_ms() + budget_ms;
    do {
        if (!state_->went || !state_->intake) return true;
        state_->went = state_->portion();
    } while (platform::monotonic_ms() < until);
    return !state_->went || !state_->intake;
}

int KnownThen::progress() const {
    const State& at = *state_;
    return at.all == 0 ? 0 : static_cast<int>(std::min(at.read, at.all) * 1000 / at.all);
}

core::Result<AgingBook> KnownThen::take() {
    if (!state_->went) return std::unexpected(state_->went.error());
    AgingBook book(state_->session);
    book.then_ = std::move(state_->then);
    return book;
}

const store::Store& AgingBook::book() const { return then_ ? *then_ : *session_->inside().store; }
const core::AgingEntries& AgingBook::entries() const { return book().aging_entries(); }
core::BookCounts AgingBook::counts() const { return book().counts(); }

// --- who belongs to whom

void AgingBook::read_people() const {
    if (!people_.empty()) return;
    core::ListQuery all;
    all.as_of = core::first_date; // names are the same on every day, figures cost time
    const auto keys = book().customer_keys(all);
    for (core::CustomerRow& row : book().customers(keys, all.as_of)) {
        const core::CustomerId id = row.id;
        people_[id] = std::move(row);
    }
}

const core::CustomerRow& AgingBook::person(core::CustomerId customer) const {
    read_people();
    core::CustomerRow& found = people_[customer];
    if (found.id == customer) return found;
    const auto row = book().customer(customer, core::first_date); // merged into another
    found = row.value_or(core::CustomerRow{});
    found.id = customer;
    return found;
}

std::string AgingBook::value_of(AgingKey key, core::CustomerId customer) const {
    const core::CustomerRow& row = person(customer);
    switch (key) {
    case AgingKey::customer: return core::to_text(customer);
    case AgingKey::owner: return row.owner;
    case AgingKey::tier: return row.tier;
    case AgingKey::region: return row.region;
    case AgingKey::currency: return {};
    case AgingKey::group: break;
    }
    constexpr int deepest_group = 64;
    core::CustomerId head = customer;
    for (int level = 0; level < deepest_group; ++level) {
        const auto parent = core::parse_id(person(head).parent);
        if (!parent) break;
        const auto above = person(core::id_cast<core::CustomerId>(*parent)).holder;
        if (above == core::CustomerId{}) break; // the book does not have it
        head = above;
    }
    return core::to_text(head);
}

std::string AgingBook::name_of_group(const Part& part) const {
    if (part.key == AgingKey::customer) return person(part.member).name;
    if (part.key != AgingKey::group) return value_of(part.key, part.member);
    const auto head = core::parse_id(value_of(part.key, part.member));
    return head ? person(core::id_cast<core::CustomerId>(*head)).name : std::string();
}

const AgingBook::Grouping& AgingBook::grouping(AgingKey key) const {
    auto& place = groupings_.at(static_cast<std::size_t>(key));
    const auto& parties = entries().parties;
    if (place && place->of_party.size() == parties.size()) return *place;
    std::map<std::pair<std::string, core::Currency>, std::vector<std::uint32_t>> members;
    for (std::uint32_t party = 0; party < parties.size(); ++party) {
        members[{value_of(key, parties[party].customer), parties[party].currency}].push_back(party);
    }
    std::vector<std::pair<AgingGroup, const std::vector<std::uint32_t>*>> groups;
    for (const auto& [value, of] : members) {
        AgingGroup head;
        head.member = parties[of.front()].customer;
        for (const std::uint32_t party : of) {
            head.member = std::min(head.member, parties[party].customer);
        }
        head.currency = value.second;
        head.name = key == AgingKey::currency ? std::string(head.currency.view())
                                              : name_of_group({key, head.member});
        if (key == AgingKey::customer || key == AgingKey::group) {
            const auto id = core::parse_id(value.first);
            if (id) head.customer = core::id_cast<core::CustomerId>(*id);
        }
        groups.emplace_back(std::move(head), &of);
    }
    core::sort(groups, {}, [](const auto& group) {
        return std::tie(group.first.name, group.first.currency, group.first.member);
    });
    place.emplace();
    place->of_party.resize(parties.size());
    for (auto& [head, of] : groups) {
        const auto index = static_cast<std::uint32_t>(place->heads.size());
        for (const std::uint32_t party : *of) place->of_party[party] = index;
        place->heads.push_back(std::move(head));
    }
    return *place;
}

// --- the report

GroupedAging AgingBook::aging(const core::AgingQuery& query, AgingKey key,
                              const std::optional<Part>& of) const {
    const core::AgingReport report = book().aging(query);
    const Grouping& grouping = this->grouping(key);
    const auto& parties = entries().parties;
    GroupedAging grouped{query, grouping.heads, report.currencies};
    for (AgingGroup& group : grouped.groups) group.line.buckets.resize(query.edges.size() + 1);
    for (const core::AgingPartyLine& line : report.parties) {
        add(grouped.groups[grouping.of_party[line.party]].line, line.line);
    }
    add_disputed(grouped, key);
    add_promised(grouped, key);
    if (of) {
        const std::string value = value_of(of->key, of->member);
        std::vector<bool> shown(grouped.groups.size());
        for (std::size_t party = 0; party < parties.size(); ++party) {
            if (value_of(of->key, parties[party].customer) == value) {
                shown[grouping.of_party[party]] = true;
            }
        }
        std::size_t at = 0;
        std::erase_if(grouped.groups, [&](const AgingGroup&) { return !shown[at++]; });
    }
    std::erase_if(grouped.groups, is_empty);
    return grouped;
}

std::map<core::InvoiceId, std::int64_t> AgingBook::disputed(core::Date as_of) const {
    std::map<core::InvoiceId, std::int64_t> sums;
    if (!disputes_) disputes_ = book().disputes({}, true);
    for (const core::DisputeRow& row : *disputes_) {
        if (row.date <= as_of && row.end > as_of) sums[row.invoice] += row.amount.minor;
    }
    for (auto& [id, minor] : sums) {
        const auto invoice = book().invoice(id, as_of);
        minor = invoice ? std::clamp<std::int64_t>(invoice->open, 0, minor) : 0;
    }
    return sums;
}

std::size_t AgingBook::place_of(core::CustomerId customer, core::Currency currency) const {
    const auto& parties = entries().parties;
    if (places_.size() != parties.size()) {
        places_.clear();
        for (std::size_t i = 0; i < parties.size(); ++i)
            places_.emplace(Party{parties[i].customer, parties[i].currency}, i);
    }
    const auto found = places_.find({customer, currency});
    return found == places_.end() ? parties.size() : found->second;
}

void AgingBook::add_disputed(GroupedAging& grouped, AgingKey key) const {
    const auto sums = disputed(grouped.query.as_of);
    const auto& of_party = grouping(key).of_party;
    for (const auto& [id, minor] : sums) {
        const auto invoice = minor > 0 ? book().invoice(id, grouped.query.as_of) : std::nullopt;
        if (!invoice) continue;
        const std::size_t party = place_of(invoice->customer, invoice->amount.currency);
        if (party < of_party.size()) grouped.groups[of_party[party]].disputed += minor;
    }
}

std::map<AgingBook::Party, std::int64_t> AgingBook::promised(core::Date as_of) const {
    if (!promises_) {
        std::map<Party, std::vector<core::PromiseTerm>> terms;
        const core::Policy& policy = session_->inside().policy();
        for (const core::WorkRow& row : book().work()) {
            if (row.type != core::WorkType::promise) continue;
            terms[{row.customer, row.amount.currency}].push_back(promise_term(row, policy));
        }
        std::vector<Party> whose;
        for (const auto& [party, of] : terms) whose.push_back(party);
        auto cash = book().cash_of(whose);
        promises_.emplace();
        for (std::size_t i = 0; i < whose.size(); ++i) {
            promises_->push_back({whose[i], std::move(terms[whose[i]]), std::move(cash[i])});
        }
    }
    std::map<Party, std::int64_t> sums;
    std::vector<core::PromiseTerm> made;
    for (const Promises& of : *promises_) {
        made.clear();
        std::ranges::copy_if(of.terms, std::back_inserter(made), [&](const auto& term) {
            return term.date <= as_of && term.end > as_of;
        });
        const auto results = core::assess(made, of.cash, as_of);
        for (std::size_t i = 0; i < made.size(); ++i) {
            if (results[i].state != core::PromiseState::open) continue;
            if (const std::int64_t owed = made[i].minor - results[i].paid; owed > 0) {
                sums[of.whose] = plus(sums[of.whose], owed);
            }
        }
    }
    return sums;
}

void AgingBook::add_promised(GroupedAging& grouped, AgingKey key) const {
    const auto& of_party = grouping(key).of_party;
    for (const auto& [whose, minor] : promised(grouped.query.as_of)) {
        const std::size_t party = place_of(whose.first, whose.second);
        if (party >= of_party.size()) continue; // promised, and owes nothing
        auto& group = grouped.groups[of_party[party]];
        group.promised = plus(group.promised, minor);
    }
}

std::vector<core::InvoiceRow> AgingBook::open_invoices(core::CustomerId customer,
                                                       core::Date as_of) const {
    core::ListQuery query;
    query.customer = customer;
    query.open_only = true;
    query.sort = "due";
    query.as_of = as_of;
    return book().invoices(book().invoice_keys(query), as_of);
}

} // namespace huikuan::session
