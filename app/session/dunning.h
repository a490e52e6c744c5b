#pragma once
// 催收 in an open book: what a day's run would write to whom and why not, and the letters that were
// written. Each answer follows from the tables, the settings and the day.
#include <optional>
#include <string>
#include <vector>

#include "core/dunning.h"
#include "session/session.h"

namespace huikuan::session {

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
    [[nodiscard]] std::vector<core::DunningLadder> ladders() const;
    [[nodiscard]] std::string default_ladder() const; // of the book
    // A ladder and its levels as settings; levels that it has not are taken away.
    core::Result<Outcome> keep(const core::DunningLadder& ladder);

private:
    Session& session_;
};

} // namespace huikuan::session
