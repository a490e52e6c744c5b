#pragma once
// 回访 (design: domain, 1r): some days after a customer who had been asked for money has paid the
// last of what was late, somebody asks how it was. Nobody writes that down: it follows from the
// ledger, under an id that every device gives alike, and becomes a task of the book when somebody
// says something about it.
#include <optional>
#include <vector>

#include "core/aging.h"
#include "core/collection.h"

namespace huikuan::core {

// By party of the entries: the last day up to `day` on which something that was late was paid,
// taken back again or written off; nullopt where nothing late ever was, or something still is.
std::vector<std::optional<Date>> settled_on(const AgingEntries& entries, Date day);

struct AftercareFacts {
    Date settled;                   // the last day of any currency
    std::optional<Date> last_asked; // contact with somebody outside, promise or plan, until then
    std::optional<Date> last_cash;  // until then: what was written off is not thanked for
    std::optional<Date> visited;    // due or done day of the latest return visit that is written
};
// How long ago somebody may have asked, and paid, for it to be one story; and how long afterwards
// a visit is still offered.
inline constexpr int aftercare_memory_days = 180;
inline constexpr int aftercare_offer_days = 90;

// The day of the return visit on the list of `day`; nullopt: none is asked for.
std::optional<Date> return_visit_day(const AftercareFacts& facts, const CollectionPolicy& policy,
                                     Date day);
// One that is written, and was planned for a day before the debt was settled for good (the payment
// bounced, and came again): due so long after that. Else its own day.
Date return_visit_again(Date due, Date settled, const CollectionPolicy& policy);
EntityId return_visit_id(CustomerId customer, Date settled);

} // namespace huikuan::core
