#include "session/statement_compare.h"

namespace huikuan::session {

ComparedStatement compare_statement(const Statement& ours, const core::BankReading& theirs) {
    ComparedStatement compared;
    std::vector<core::OurLine> mine;
    for (const StatementRow& row : ours.rows) mine.push_back({row.date, row.number, row.minor});
    std::vector<core::TheirLine> others;
    for (const core::BankReading::Line& line : theirs.lines) {
        if (line.currency != ours.currency) {
            ++compared.foreign;
        } else if (line.what.date < ours.from || line.what.date > ours.to) {
            ++compared.outside;
        } else {
            compared.theirs.push_back(&line);
            others.push_back({line.line, line.what.date,
                              line.what.reference + " " + line.what.memo + " " + line.what.payer,
                              line.what.minor});
        }
    }
    compared.lines = core::compare_statements(mine, others);
    // Their running balance tells how theirs began, where it follows their lines.
    const auto jumps = theirs.note_counts[static_cast<std::size_t>(core::BankDoubt::balance_jump)];
    if (compared.theirs.empty() || jumps > 0) return compared;
    const core::BankLine& first =
        (theirs.newest_first ? compared.theirs.back() : compared.theirs.front())->what;
    if (first.balance) {
        const std::int64_t began = *first.balance - first.minor;
        compared.opening_gap = ours.opening - (compared.lines.turned ? -began : began);
    }
    return compared;
}

std::vector<core::DifferenceLine> difference_lines(const ComparedStatement& compared,
                                                   const Statement& ours, const std::string& owner,
                                                   const std::string& opening,
                                                   std::string (*words)(const StatementRow&)) {
    std::vector<core::DifferenceLine> lines;
    if (const std::int64_t gap = compared.opening_gap.value_or(0); gap != 0) {
        lines.push_back({opening, gap, core::DifferenceCause::other, owner, {}});
    }
    for (const core::ComparedLine& line : compared.lines.lines) {
        if (line.minor == 0 || line.difference == core::LineDifference::same) continue;
        core::DifferenceLine one;
        one.minor = line.minor;
        one.owner = owner;
        if (line.ours >= 0) {
            const StatementRow& mine = ours.rows[static_cast<std::size_t>(line.ours)];
            one.number = mine.number.empty() ? words(mine) : mine.number;
            // What we ask for and they do not know; what we have as paid and they have not paid.
            if (line.difference == core::LineDifference::only_ours) {
                one.cause = mine.credit ? core::DifferenceCause::timing
                                        : core::DifferenceCause::missing_invoice;
            }
        } else if (line.theirs >= 0) {
            const core::BankLine& other =
                compared.theirs[static_cast<std::size_t>(line.theirs)]->what;
            one.number = other.reference.empty() ? other.memo : other.reference;
            // Ours less theirs above zero: they count something as paid that we have not.
            if (line.minor > 0) one.cause = core::DifferenceCause::missing_payment;
        }
        if (one.number.size() > 150) one.number.clear();
        lines.push_back(std::move(one));
    }
    return lines;
}

} // namespace huikuan::session
