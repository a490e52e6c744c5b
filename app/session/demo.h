#pragma once
// A realistic book of any size for trying out, for demonstrations and for measuring: invented
// companies (no real name, telephone numbers from ranges that are not given out), invoices over two
// years up to `today`, and customers who pay early, on time, late, in parts, or not at all.
// The same options give the same facts, ids and hashes included: equal options, equal bundle.
#include <cstdint>
#include <memory>
#include <optional>

#include "core/command.h"
#include "core/result.h"
#include "session/session.h"

namespace huikuan::session {

struct DemoOptions {
    int customers = 100;
    int invoices = 2000;
    std::uint64_t seed = 1;
    core::Date today;        // the last day on which anything happens
    core::Currency currency; // nil: the book's
};

class DemoJob {
public:
    DemoJob(Session& session, const DemoOptions& options);
    ~DemoJob();
    void step(double budget_ms);
    void cancel();                       // what is in stays
    [[nodiscard]] bool finished() const; // done, cancelled or failed
    [[nodiscard]] int progress() const;  // 0..1000
    [[nodiscard]] const std::optional<core::Error>& error() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace huikuan::session
