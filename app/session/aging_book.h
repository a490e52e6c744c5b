#pragma once
// Aging by other things than customers, and as it was known then. Two clocks: `as_of` asks what was
// owed on a day, known_at what the book said about it at a moment, before later entries came.
// Whose group a customer is in is read once per revision, so that moving the date costs one pass
// over the entries.
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/aging.h"
#include "core/promise.h"
#include "core/view.h"
#include "session/session.h"

namespace huikuan::store {
class Store;
}

namespace huikuan::session {

enum class AgingKey : std::uint8_t { customer, owner, tier, region, currency, group };
inline constexpr std::size_t aging_keys = 6;
std::optional<AgingKey> parse_aging_key(std::string_view name);
std::string_view name_of(AgingKey key);

struct AgingGroup {
    std::string name;          // the owner's, the region's ...; of a customer or group: its name
    core::CustomerId customer; // customer and group
    core::CustomerId member;   // one of them, by which the group can be named in an address
    core::Currency currency;
    core::AgingLine line;
    std::int64_t disputed = 0;
    std::int64_t promised = 0; // by promises that are still open, less what came in for them
};
struct GroupedAging {
    core::AgingQuery query;
    std::vector<AgingGroup> groups; // by name, then currency; none that is empty
    std::vector<core::AgingCurrencyLine> currencies;
};

class AgingBook {
public:
    explicit AgingBook(Session& session); // as it is now
    // Of the changes that were written until then (milliseconds since 1970, UTC).
    static core::Result<AgingBook> known_at(Session& session, std::int64_t ms);

    // Only those that share `of`'s value of its key with the customer, where it is given.
    struct Part {
        AgingKey key{};
        core::CustomerId member;
    };
    [[nodiscard]] GroupedAging aging(const core::AgingQuery& query, AgingKey key,
                                     const std::optional<Part>& of = std::nullopt) const;
    [[nodiscard]] std::string name_of_group(const Part& part) const;
    [[nodiscard]] std::vector<core::InvoiceRow> open_invoices(core::CustomerId customer,
                                                              core::Date as_of) const;
    // What is disputed of these invoices on that day.
    [[nodiscard]] std::map<core::InvoiceId, std::int64_t> disputed(core::Date as_of) const;
    using Party = std::pair<core::CustomerId, core::Currency>;
    // What open promises still owe on that day, of whom there are any.
    [[nodiscard]] std::map<Party, std::int64_t> promised(core::Date as_of) const;
    [[nodiscard]] const core::AgingEntries& entries() const;
    [[nodiscard]] core::BookCounts counts() const;

private:
    friend class KnownThen;
    struct Grouping {
        std::vector<std::uint32_t> of_party;
        std::vector<AgingGroup> heads;
    };
    [[nodiscard]] const store::Store& book() const;
    [[nodiscard]] const Grouping& grouping(AgingKey key) const;
    [[nodiscard]] const core::CustomerRow& person(core::CustomerId customer) const;
    [[nodiscard]] std::string value_of(AgingKey key, core::CustomerId customer) const;
    void read_people() const;
    // Among the parties of the entries; their number where there is none.
    [[nodiscard]] std::size_t place_of(core::CustomerId customer, core::Currency currency) const;
    void add_disputed(GroupedAging& grouped, AgingKey key) const;
    void add_promised(GroupedAging& grouped, AgingKey key) const;

    Session* session_;
    std::shared_ptr<store::Store> then_; // what was known then; empty: the book as it is
    mutable std::map<core::CustomerId, core::CustomerRow> people_;
    mutable std::array<std::optional<Grouping>, aging_keys> groupings_;
    mutable std::optional<std::vector<core::DisputeRow>> disputes_;
    mutable std::map<Party, std::size_t> places_;
    struct Promises {
        Party whose;
        std::vector<core::PromiseTerm> terms;
        std::vector<core::Cash> cash;
    };
    mutable std::optional<std::vector<Promises>> promises_;
};

// The same as known_at, in portions, so that a page goes on meanwhile. Thrown away, nothing is
// left.
class KnownThen {
public:
    KnownThen(Session& session, std::int64_t ms);
    KnownThen(KnownThen&&) noexcept;
    ~KnownThen();
    // Works for about so many milliseconds; true when it has ended.
    bool step(double budget_ms);
    [[nodiscard]] int progress() const; // 0..1000, of the changes that are read
    core::Result<AgingBook> take();     // after the end

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace huikuan::session
