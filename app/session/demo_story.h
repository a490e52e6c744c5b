#pragma once
// What happens in a demonstration book, as a pure function of its options: who the customers are,
// what they are billed and how each of them pays. Draws come from a counter that is mixed
// (SplitMix64 of Steele, Lea and Flood), never from <random>, whose distributions differ between
// libraries.
#include <cstdint>
#include <string>
#include <vector>

#include "core/command.h"
#include "session/demo.h"

namespace huikuan::session {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next();
    // 0 .. below-1; below > 0.
    std::int64_t under(std::int64_t below);
    std::int64_t between(std::int64_t least, std::int64_t most) {
        return least + under(most - least + 1);
    }
    bool chance(int percent) { return under(100) < percent; }

private:
    std::uint64_t state_;
};

class DemoStory {
public:
    DemoStory(const DemoOptions& options, core::Currency currency);

    // Commands in the order in which they are to run; each call adds the next few, false: the end.
    bool tell(std::vector<core::Command>& out);
    [[nodiscard]] int progress() const; // 0..1000

private:
    enum class Habit : std::uint8_t { prompt, late, very_late, monthly, in_parts, never };
    struct Customer {
        core::CustomerId id;
        std::string name;
        Habit habit{};
        int terms_days = 30;
        std::int64_t usual_minor = 0;
        std::vector<core::IssueInvoice> waiting; // a monthly payer's, to be paid together
    };

    void introduce(int index, std::vector<core::Command>& out);
    void bill(int index, std::vector<core::Command>& out);
    void pay(Customer& customer, const core::IssueInvoice& issue, std::vector<core::Command>& out);
    void pay_together(Customer& customer, std::vector<core::Command>& out);
    void receive(const Customer& customer, std::vector<core::AllocationPart> parts, core::Date date,
                 std::vector<core::Command>& out);
    core::EntityId id(const char* kind, std::int64_t index);

    DemoOptions options_;
    core::Currency currency_;
    Dice dice_;
    std::vector<Customer> customers_;
    int introduced_ = 0;
    int billed_ = 0;
    std::int64_t receipts_ = 0;
    std::int64_t reversals_ = 0;
    // What bounces or was booked by mistake is taken back at the end: later documents of the same
    // customer do not depend on it.
    std::vector<core::Command> at_the_end_;
    std::size_t told_of_the_end_ = 0;
};

} // namespace huikuan::session
