// The law, as lists and clocks ask for it.
#include <algorithm>
#include <unordered_map>
#include <utility>

#include "core/sorting.h"
#include "store/inside.h"

namespace huikuan::store {

// CROSS JOIN: in the order written. Without statistics SQLite may begin with the entities, of which
// a large book has hundreds of thousands, where the table beside them is empty.
const std::vector<core::LegalRow>& Store::legal() const {
    Inside& inside = *inside_;
    const std::uint64_t version =
        inside.projection.work_version() + inside.projection.customers_version();
    if (inside.all_legal && inside.all_legal->first == version) return inside.all_legal->second;
    std::vector<core::LegalRow> found;
    Statement all(*inside.database,
                  "SELECT e.id, l.type, h.id, s.id, l.date, l.until, l.minor, l.currency, l.code,"
                  " l.flags, l.ends FROM legal l CROSS JOIN entity e ON e.no = l.no"
                  " JOIN customer c ON c.no = l.customer JOIN entity h ON h.no = c.holder"
                  " LEFT JOIN entity s ON s.no = l.subject");
    for (Rows rows = all.query(); rows.next();) {
        core::LegalRow row;
        row.id = rows.id(0);
        row.type = static_cast<core::LegalType>(rows.integer(1));
        row.customer = core::id_cast<core::CustomerId>(rows.id(2));
        if (!rows.is_null(3)) row.subject = rows.id(3);
        row.date = rows.date(4);
        row.until = rows.date(5);
        row.amount.minor = rows.integer(6);
        if (row.amount.minor != 0) row.amount.currency = rows.currency(7);
        row.code = static_cast<int>(rows.integer(8));
        row.proven = (rows.integer(9) & 1) != 0;
        row.end = rows.date(10);
        found.push_back(row);
    }
    core::sort(found, [](const core::LegalRow& a, const core::LegalRow& b) {
        return std::pair(a.date, a.id) < std::pair(b.date, b.id);
    });
    inside.all_legal = {version, std::move(found)};
    return inside.all_legal->second;
}

namespace {

// Open debits that were due before a day, of one customer or of all; compiled once for however many
// customers are asked for.
class DebtReader {
public:
    DebtReader(Database& database, Log& log, bool of_all, DebtsOf of = DebtsOf::all)
        : log_(log),
          all_(database,
               "SELECT e.id, i.customer, i.number, i.issued, i.due, i.open, i.currency, i.type,"
               " i.contract, i.no FROM invoice i CROSS JOIN entity e ON e.no = i.no" +
                   which(of_all, of)),
          paid_(database, "SELECT a.invoice, r.date, e.id, r.type FROM invoice i JOIN allocation a"
                          " ON a.invoice = i.no JOIN receipt r ON r.no = a.receipt"
                          " JOIN entity e ON e.no = r.no" +
                              which(of_all, of) + " AND a.until IS NULL AND a.effective > 0") {}

    void read(std::int64_t holder, core::Date due_before, std::vector<core::DebtRow>& found) {
        std::unordered_map<std::int64_t, std::size_t> places;
        for (Rows rows = all_.query(holder, due_before.days); rows.next();) {
            core::DebtRow& row = found.emplace_back();
            row.id = core::id_cast<core::InvoiceId>(rows.id(0));
            row.customer = core::id_cast<core::CustomerId>(id_of(rows.integer(1)));
            row.number = rows.text(2);
            row.issued = rows.date(3);
            row.due = rows.date(4);
            row.open = {rows.integer(5), rows.currency(6)};
            row.type = static_cast<core::DebitType>(rows.integer(7));
            if (const auto contract = rows.integer(8); contract > 0) row.contract = id_of(contract);
            places.emplace(rows.integer(9), found.size() - 1);
        }
        if (places.empty()) return;
        for (Rows rows = paid_.query(holder, due_before.days); rows.next();) {
            const auto type = static_cast<core::CreditType>(rows.integer(3));
            const auto place = places.find(rows.integer(0));
            if (place == places.end() || !core::is_cash(type)) continue;
            found[place->second].payments.emplace_back(rows.date(1), rows.id(2));
        }
        for (const auto& [no, place] : places) std::ranges::sort(found[place].payments);
    }

private:
    static std::string which(bool of_all, DebtsOf of) {
        return std::string(of_all ? " WHERE ?1 = 0" : " WHERE i.customer = ?1") +
               (of == DebtsOf::contracts ? " AND i.contract > 0" : "") +
               " AND i.open > 0 AND i.ends IS NULL AND i.due < ?2"
               " AND i.type NOT IN (6, 7)"; // exchange_out, refund
    }
    core::EntityId id_of(std::int64_t no) {
        const auto [place, fresh] = ids_.try_emplace(no);
        if (fresh) place->second = log_.id_of(no);
        return place->second;
    }
    Log& log_;
    std::unordered_map<std::int64_t, core::EntityId> ids_; // of customers and contracts
    Statement all_;
    Statement paid_;
};

} // namespace

std::vector<core::DebtRow> Store::debts(core::Date due_before, DebtsOf of) const {
    std::vector<core::DebtRow> found;
    DebtReader(*inside_->database, inside_->log, true, of).read(0, due_before, found);
    return found;
}

std::vector<core::DebtRow> Store::debts(std::span<const core::CustomerId> customers,
                                        core::Date due_before) const {
    std::vector<core::DebtRow> found;
    DebtReader reader(*inside_->database, inside_->log, false);
    for (const core::CustomerId customer : customers) {
        const auto no = inside_->log.find_entity(core::entity_of(customer));
        if (no) reader.read(inside_->projection.holder_of(*no), due_before, found);
    }
    return found;
}

std::vector<core::EntityId> Store::with_files() const {
    std::vector<core::EntityId> found;
    // What hangs on a visit (a task: 15) proves the contact that the visit was.
    Statement all(*inside_->database,
                  "SELECT e.id FROM attachment a CROSS JOIN entity e ON e.no = a.subject"
                  " WHERE a.ends IS NULL UNION ALL SELECT e.id FROM attachment a"
                  " CROSS JOIN register r ON r.entity = a.subject AND r.kind = 15"
                  " AND r.field = 'kind' AND r.value = 'visit' CROSS JOIN work w"
                  " ON w.subject = a.subject AND w.subject > 0 AND w.type = 0"
                  " CROSS JOIN entity e ON e.no = w.no WHERE a.ends IS NULL");
    for (Rows rows = all.query(); rows.next();) found.push_back(rows.id(0));
    core::sort(found);
    found.erase(std::ranges::unique(found).begin(), found.end());
    return found;
}

} // namespace huikuan::store
