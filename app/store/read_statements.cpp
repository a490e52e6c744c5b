// Statements of account and what became of them, as lists ask for them.
#include <algorithm>
#include <unordered_map>
#include <utility>

#include "core/sorting.h"
#include "store/inside.h"

namespace huikuan::store {

const std::vector<core::StatementStepRow>& Store::statements() const {
    Inside& inside = *inside_;
    const std::uint64_t version =
        inside.projection.work_version() + inside.projection.customers_version();
    if (inside.all_statements && inside.all_statements->first == version) {
        return inside.all_statements->second;
    }
    std::unordered_map<std::int64_t, std::vector<core::DifferenceLine>> lines; // by answer
    Statement differences(*inside.database, "SELECT answer, number, minor, cause, owner, answer_by"
                                            " FROM difference ORDER BY answer, line");
    for (Rows rows = differences.query(); rows.next();) {
        core::DifferenceLine line{std::string(rows.text(1)), rows.integer(2),
                                  static_cast<core::DifferenceCause>(rows.integer(3)),
                                  std::string(rows.text(4)), std::nullopt};
        if (!rows.is_null(5)) line.answer_by = rows.date(5);
        lines[rows.integer(0)].push_back(std::move(line));
    }
    std::vector<std::pair<ChangeKey, core::StatementStepRow>> unordered;
    Statement all(*inside.database,
                  "SELECT e.id, t.type, h.id, s.id, t.date, t.since, t.until, t.minor, t.currency,"
                  " t.name, t.code, t.detail, t.ends, t.no, e.change FROM statement t"
                  " JOIN entity e ON e.no = t.no JOIN customer c ON c.no = t.customer"
                  " JOIN entity h ON h.no = c.holder LEFT JOIN entity s ON s.no = t.subject");
    for (Rows rows = all.query(); rows.next();) {
        core::StatementStepRow row;
        row.id = rows.id(0);
        row.type = static_cast<core::StatementStep>(rows.integer(1));
        row.customer = core::id_cast<core::CustomerId>(rows.id(2));
        if (!rows.is_null(3)) row.subject = rows.id(3);
        row.date = rows.date(4);
        row.from = rows.date(5);
        row.to = rows.date(6);
        row.balance.minor = rows.integer(7);
        if (row.type == core::StatementStep::issue) row.balance.currency = rows.currency(8);
        row.code = rows.text(9);
        row.detail = static_cast<int>(rows.integer(10));
        if (row.type == core::StatementStep::answer) row.is_signed = rows.integer(11) != 0;
        else row.line = static_cast<int>(rows.integer(11));
        row.end = rows.date(12);
        const auto found = lines.find(rows.integer(13));
        if (found != lines.end()) row.lines = std::move(found->second);
        unordered.emplace_back(rows.integer(14), std::move(row));
    }
    std::vector<std::pair<core::OrderKey, core::StatementStepRow>> ordered;
    for (auto& [key, row] : unordered) ordered.emplace_back(inside.log.entry(key).order, row);
    core::sort(ordered, std::less{}, [](const auto& one) { return one.first; });
    std::vector<core::StatementStepRow> found;
    found.reserve(ordered.size());
    for (auto& [order, row] : ordered) found.push_back(std::move(row));
    inside.all_statements = {version, std::move(found)};
    return inside.all_statements->second;
}

std::vector<core::RowKey> Store::traders(core::Date from, core::Date to) const {
    std::vector<core::RowKey> found;
    Statement all(*inside_->database,
                  "SELECT customer FROM invoice WHERE issued BETWEEN ?1 AND ?2"
                  " UNION SELECT customer FROM receipt WHERE date BETWEEN ?1 AND ?2");
    for (Rows rows = all.query(from, to); rows.next();) found.push_back(rows.integer(0));
    return found;
}

} // namespace huikuan::store
