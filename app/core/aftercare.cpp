#include "core/aftercare.h"

#include <algorithm>
#include <array>

namespace huikuan::core {

std::vector<std::optional<Date>> settled_on(const AgingEntries& entries, Date day) {
    std::vector<std::int64_t> late(entries.parties.size(), 0);
    std::vector<std::int32_t> last(entries.parties.size(), INT32_MIN);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const std::int32_t due = entries.due[i];
        if (due == unapplied_marker || due > day.days || entries.effective[i] > day.days) {
            continue;
        }
        const std::uint32_t party = entries.party[i];
        late[party] += entries.minor[i];
        // What was paid on its day or before was never late.
        if (entries.minor[i] < 0 && entries.effective[i] > due) {
            last[party] = std::max(last[party], entries.effective[i]);
        }
    }
    std::vector<std::optional<Date>> found(late.size());
    for (std::size_t i = 0; i < late.size(); ++i) {
        if (late[i] <= 0 && last[i] != INT32_MIN) { found[i] = Date{last[i]}; }
    }
    return found;
}

std::optional<Date> return_visit_day(const AftercareFacts& facts, const CollectionPolicy& policy,
                                     Date day) {
    const auto recent = [&](const std::optional<Date>& when) {
        return when && *when <= facts.settled &&
               days_between(*when, facts.settled) <= aftercare_memory_days;
    };
    if (policy.aftercare_days == 0 || !recent(facts.last_asked) || !recent(facts.last_cash)) {
        return std::nullopt;
    }
    if (facts.visited && *facts.visited >= facts.settled) { return std::nullopt; }
    const Date due = add_days(facts.settled, policy.aftercare_days);
    if (facts.settled > day || days_between(due, day) > aftercare_offer_days) {
        return std::nullopt;
    }
    return due;
}

Date return_visit_again(Date due, Date settled, const CollectionPolicy& policy) {
    return due < settled ? add_days(settled, policy.aftercare_days) : due;
}

EntityId return_visit_id(CustomerId customer, Date settled) {
    const std::array<std::uint64_t, 2> content{0x7265'7475'726e'0001ULL, // "return", first rule
                                               static_cast<std::uint64_t>(settled.days)};
    return derived_id(entity_of(customer), content);
}

} // namespace huikuan::core
