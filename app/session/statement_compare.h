#pragma once
// The customer's own statement beside ours, line by line: read as a bank's is, counted within the
// period and the currency of ours. What is left aside is counted, so that nothing goes unseen.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/bank.h"
#include "core/reconcile.h"
#include "core/statement.h"
#include "session/statement.h"

namespace huikuan::session {

struct ComparedStatement {
    core::Comparison lines;
    std::vector<const core::BankReading::Line*> theirs; // as `lines` counts them
    std::int64_t outside = 0;                           // of other days
    std::int64_t foreign = 0;                           // of other currencies
    // Ours less theirs as the period begins; none: their file does not say theirs.
    std::optional<std::int64_t> opening_gap;

    // Ours less theirs, in all.
    [[nodiscard]] std::int64_t difference() const {
        return lines.difference + opening_gap.value_or(0);
    }
};
// Points into `theirs`, which outlives the answer.
ComparedStatement compare_statement(const Statement& ours, const core::BankReading& theirs);

// What differs, as lines of an answer. `opening`: the words for a difference of the opening
// balance; `words` names a document of ours that has no number.
std::vector<core::DifferenceLine> difference_lines(const ComparedStatement& compared,
                                                   const Statement& ours, const std::string& owner,
                                                   const std::string& opening,
                                                   std::string (*words)(const StatementRow&));

} // namespace huikuan::session
