#pragma once
// 对账 in an open book: which statements were prepared and sent, what came back, and what still
// differs. States are derived on the spot (core/statement.h).
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/fact.h"
#include "session/session.h"

namespace huikuan::session {

struct StatementSending {
    core::EntityId id;
    core::Date date;
    core::Channel channel{};
};
struct AnsweredLine {
    core::DifferenceLine what;
    core::EntityId settlement; // nil: it is open
    core::DifferenceEnd how{};
    core::Date settled_on;

    [[nodiscard]] bool open() const { return settlement.is_nil(); }
};
struct StatementAnswer {
    core::EntityId id;
    core::Date date;
    core::StatementVerdict verdict{};
    std::int64_t theirs = 0;
    bool is_signed = false;
    std::vector<AnsweredLine> lines;

    [[nodiscard]] std::size_t open_lines() const;
};
struct StatementCourse {
    core::EntityId id;
    core::CustomerId customer;
    std::string customer_name, customer_code, owner;
    core::StatementForm form{};
    core::Date date, from, to;
    core::Money closing;
    std::string code;
    std::vector<StatementSending> sendings; // those that stand, as they were written
    std::vector<StatementAnswer> answers;   // likewise; the last one counts
    core::StatementState state{};

    [[nodiscard]] const StatementAnswer* answer() const {
        return answers.empty() ? nullptr : &answers.back();
    }
    // Ours less theirs; 0 where nothing was answered, or it was confirmed.
    [[nodiscard]] std::int64_t difference() const;
};

struct StatementFilter {
    core::CustomerId customer;        // nil: of all
    std::optional<std::string> owner; // the customer's
    std::optional<core::StatementState> state;
    std::optional<std::pair<core::Date, core::Date>> period; // whose last day lies within
};

// A line of a difference that nobody settled.
struct OpenDifference {
    core::EntityId statement, answer;
    int line = 0;
    core::CustomerId customer;
    std::string customer_name;
    core::DifferenceLine what;
    core::Currency currency;
    std::string owner; // of the line, else of the customer
};

// What is to be prepared for one customer, and how it goes out where it does at once.
struct StatementWish {
    core::CustomerId customer;
    core::StatementForm form{};
    core::Date from, to;
    std::string by;
    std::optional<core::Channel> channel; // none: it is a draft
    std::string to_whom;
};

// Whom a batch is for, by name: of open items, who has a balance on the day; of movements, also who
// had one when the period began, or a document in it, though he owes nothing at its end.
std::vector<core::RowKey> statement_customers(Session& session, core::StatementForm form,
                                              core::Date from, core::Date to);

class Statements {
public:
    explicit Statements(Session& session) : session_(session) {}

    // Of statements dated until a day that stand then: the latest period first.
    [[nodiscard]] std::vector<StatementCourse> all(core::Date day,
                                                   const StatementFilter& filter = {}) const;
    [[nodiscard]] std::optional<StatementCourse> one(core::EntityId id, core::Date day) const;
    // By answer day.
    [[nodiscard]] std::vector<OpenDifference>
    differences(core::Date day, const std::optional<std::string>& owner = {}) const;

    // One command per currency. What stands with the same figures is not prepared again: it is sent
    // once more, or, of a draft that was to be a draft, nothing is done.
    [[nodiscard]] std::vector<core::Command> commands(const StatementWish& wish,
                                                      core::Date today) const;

private:
    const std::vector<const core::StatementStepRow*>& issued_to(core::CustomerId holder) const;

    Session& session_;
    // Statements that were prepared, by customer; of one revision.
    mutable std::uint64_t revision_ = 0;
    mutable std::unordered_map<core::CustomerId, std::vector<const core::StatementStepRow*>>
        issued_;
};

} // namespace huikuan::session
