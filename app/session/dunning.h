#pragma once
// 催收 in an open book: what a day's run would write to whom and why not, and the letters that were
// written. Each answer follows from the tables, the settings and the day.
#include <optional>
#include <string>
#include <vector>

#include "core/dunning.h"
#include "session/collections.h"
#include "session/session.h"

namespace huikuan::session {

// Somebody said that he is left alone for now.
constexpr bool is_hold(core::DunningWhy why) {
    return why >= core::DunningWhy::hold && why <= core::DunningWhy::disputed;
}

struct DunningRow {
    core::CustomerId customer;
    std::string name, code, owner;
    std::string ladder; // key; empty: none
    std::string ladder_name;
    core::DunningPlan plan;
    core::DunningLevel step; // of the letter, where there is one
    core::EntityId letter;   // its id; nil where there is none
    bool ready = true;       // false: somebody else decides about this level
};
struct DunningPreview {
    core::Date day;
    std::vector<DunningRow> rows; // letters first, by level from the highest, then by what is owed
    std::size_t letters = 0;      // of the rows
    std::vector<core::DunningLadder> ladders;
};
struct LetterRow {
    core::LetterSent letter;
    core::Date end = core::far_future;
};

struct SentRow { // of a list: the letter itself is read when it is seen
    core::EntityId id;
    core::CustomerId customer;
    core::Date date;
};

class Dunning {
public:
    explicit Dunning(Session& session) : session_(session) {}

    // Everybody who has something overdue, with the letter or the reason why not. date_order (field
    // "dunning_day"): a letter of a ladder was written after that day (detail: which day).
    [[nodiscard]] core::Result<DunningPreview>
    preview(core::Date day, const std::optional<std::string>& owner = {}) const;
    // The same of one customer; nullopt: nothing is overdue.
    [[nodiscard]] core::Result<std::optional<DunningRow>> preview_of(core::CustomerId customer,
                                                                     core::Date day) const;
    // What was written to a customer (nil: to all), latest first; what was taken back only where
    // asked for.
    [[nodiscard]] std::vector<LetterRow> letters(core::CustomerId customer,
                                                 bool with_void = false) const;
    // All that stand, latest first.
    [[nodiscard]] std::vector<SentRow> sent() const;
    [[nodiscard]] std::optional<LetterRow> letter(core::EntityId id) const;
    // What holds a customer (nil: anybody) back, also from a later day on, by its last day; what is
    // over or taken back only where asked for.
    [[nodiscard]] std::vector<HoldRow> holds(core::CustomerId customer, core::Date day,
                                             bool with_ended = false) const;
    // The letter of a ladder that stands after that day and so has its run refused.
    [[nodiscard]] std::optional<core::EntityId> later_letter(core::Date day) const;
    // What a letter charged, void or not.
    [[nodiscard]] std::vector<core::EntityId> charges_of(const core::LetterSent& letter) const;
    [[nodiscard]] std::vector<core::DunningLadder> ladders() const;
    [[nodiscard]] std::string default_ladder() const; // of the book
    // A ladder and its levels as settings; levels that it has not are taken away.
    core::Result<Outcome> keep(const core::DunningLadder& ladder);
    core::Result<Outcome> take_away(const std::string& ladder); // and its levels

private:
    Session& session_;
};

} // namespace huikuan::session
