#pragma once
// Whether a promise was kept (design: domain, 2.3). It is never written down: it follows from the
// cash that came in from the day of the promise up to its deadline, and so a back-dated receipt may
// keep a promise that looked broken, and one that bounces breaks it again.
//
// Cash counts once: where several promises of a customer are open at a time, the one that is due
// first takes it first.
#include <cstdint>
#include <span>
#include <vector>

#include "core/calendar.h"
#include "core/fact.h"

namespace huikuan::core {

enum class PromiseState : std::uint8_t {
    open,   // its deadline is not over
    kept,   // as much as was promised came in time
    partly, // some of it did
    broken, // nothing did
};
std::string_view name_of(PromiseState state);

// Money that came in, in [date, end): a receipt, an advance, a bill.
struct Cash {
    Date date;
    Date end = far_future; // the day from which it is void
    std::int64_t minor = 0;
};
struct PromiseTerm {
    EntityId id;
    Date date;
    Date due;
    Date deadline; // the last day that keeps it
    std::int64_t minor = 0;
    Date end = far_future; // reversed from
};
// The promised day, the next business day where it is none, and the grace after it.
Date promise_deadline(Date due, const CollectionPolicy& policy, const Calendar& calendar);

struct PromiseResult {
    PromiseState state{};
    std::int64_t paid = 0; // of it, at most what was promised
};
// Of one customer in one currency, in the order of `promises`. Cash and promises dated after
// `as_of` do not exist yet; what ended on or before it never counted.
std::vector<PromiseResult> assess(std::span<const PromiseTerm> promises, std::span<const Cash> cash,
                                  Date as_of);

// Kept rate: by count kept / (kept + partly + broken); by amount paid / promised. Open ones do not
// count. Of currencies the amounts are never added: one KeptRate each.
struct KeptRate {
    std::int64_t kept = 0, partly = 0, broken = 0, open = 0;
    std::int64_t promised_minor = 0, paid_minor = 0;

    void add(const PromiseTerm& promise, const PromiseResult& result);
    [[nodiscard]] std::int64_t closed() const { return kept + partly + broken; }
    // In ppm; -1 where nothing is closed.
    [[nodiscard]] std::int64_t by_count() const;
    [[nodiscard]] std::int64_t by_amount() const;
};

// What a plan's parts have got from the cash since it was agreed, earliest due first.
struct PlanProgress {
    std::int64_t agreed = 0;
    std::int64_t paid = 0;
    std::int64_t due_by_now = 0;
    std::int64_t behind = 0;           // of due_by_now not paid
    int days_behind = 0;               // of the earliest part that is late
    Date next_due = far_future;        // of the earliest part that is not paid whole
    std::int64_t next_minor = 0;       // what is missing of it
    bool accelerated = false;          // a part is so late that all the rest is due, and behind
    std::int64_t principal_left = 0;   // of the debt, not yet paid
    std::vector<std::int64_t> paid_of; // by part
    [[nodiscard]] bool done() const { return paid >= agreed; }
};
PlanProgress progress_of(const PlanAgreed& plan, std::span<const Cash> cash, Date as_of);
// Of plans of one customer in one currency that stand beside each other: cash counts once, for the
// part that is due first of those agreed by its day. In the order of `plans`.
std::vector<PlanProgress> progress_of(std::span<const PlanAgreed* const> plans,
                                      std::span<const Cash> cash, Date as_of);

} // namespace huikuan::core
