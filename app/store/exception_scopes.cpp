// Which exceptions there are: one function per kind, each of one scope, each from the tables alone.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "core/bank.h"
#include "core/dunning.h"
#include "core/sorting.h"
#include "store/projection.h"

namespace huikuan::store {

using core::ExceptionKind;

std::string Projection::id_text(std::int64_t entity) { return core::to_text(log_.id_of(entity)); }

// One row, or none where there are no members.
void Projection::list(ExceptionKind kind, std::int64_t scope, std::int64_t subject,
                      std::vector<std::string> members) {
    const std::string of = Exceptions::scope_of(scope);
    if (members.empty()) {
        exceptions_.set(kind, of, {});
        return;
    }
    const WantedException wanted{std::move(members), subject, {}};
    exceptions_.set(kind, of, {&wanted, 1});
}

// Facts other than allocations: what they name is missing, or cannot be.
void Projection::list_doubts(std::int64_t entity) {
    std::vector<std::string> waits;
    std::vector<std::string> invalid;
    switch (const Slot slot = shown(entity).slot) {
    case Slot::invoice:
    case Slot::receipt: {
        const Document what =
            load_document(slot == Slot::invoice ? Side::invoice : Side::receipt, entity);
        if (!what.known) waits = {id_text(entity), id_text(what.customer)};
        break;
    }
    case Slot::reversal: {
        std::int64_t target = 0;
        {
            Statement named(database_, "SELECT target FROM reversal WHERE no = ?");
            Rows rows = named.query(entity);
            if (rows.next()) target = rows.integer(0);
        }
        const Slot what = shown(target).slot;
        if (what == Slot::reversal) invalid = {id_text(entity)};
        if (what != Slot::none) break;
        if (has_registers(target)) invalid = {id_text(entity)};
        else waits = {id_text(entity), id_text(target)};
        break;
    }
    case Slot::merge:
    case Slot::attachment:
    case Slot::dispute:
    case Slot::bank_use:
    case Slot::work:
    case Slot::legal:
    case Slot::statement:
    case Slot::bill_step: list_references(entity, slot, waits, invalid); break;
    case Slot::invalid: invalid = {id_text(entity)}; break;
    case Slot::allocation: return; // list_allocation
    case Slot::none:
    case Slot::bank_import:
    case Slot::resolution: break;
    }
    list(ExceptionKind::waiting_for_reference, entity, entity, std::move(waits));
    list(ExceptionKind::invalid_fact, entity, entity, std::move(invalid));
}

void Projection::list_allocation(const Allocation& allocation, Standing standing,
                                 std::int64_t parked) {
    std::vector<std::string> over;
    std::vector<std::string> waits;
    std::vector<std::string> invalid;
    if (parked > 0) {
        over = {id_text(allocation.no), id_text(allocation.receipt), id_text(allocation.invoice)};
    }
    if (standing == Standing::invalid) invalid = {id_text(allocation.no)};
    if (standing == Standing::waits) {
        waits = {id_text(allocation.no)};
        for (const std::int64_t named : {allocation.receipt, allocation.invoice}) {
            if (shown(named).slot == Slot::none) waits.push_back(id_text(named));
        }
    }
    list(ExceptionKind::over_allocation, allocation.no, allocation.no, std::move(over));
    list(ExceptionKind::waiting_for_reference, allocation.no, allocation.no, std::move(waits));
    list(ExceptionKind::invalid_fact, allocation.no, allocation.no, std::move(invalid));
}

// Invoices and other debits have their numbers, credit notes theirs.
void Projection::list_number(std::int64_t customer, const std::string& number) {
    const std::string scope = Exceptions::scope_of(customer) + number;
    list_same_number(same_number_, customer, number, scope);
    list_same_number(same_note_, customer, number, scope + "\nnote");
}

void Projection::list_same_number(Statement& same, std::int64_t customer, const std::string& number,
                                  const std::string& scope) {
    std::vector<std::int64_t> found;
    for (Rows rows = same.query(customer, number); rows.next();) found.push_back(rows.integer(0));
    if (found.size() < 2) {
        exceptions_.set(ExceptionKind::duplicate_invoice_number, scope, {});
        return;
    }
    WantedException wanted;
    for (const std::int64_t no : found) wanted.members.push_back(id_text(no));
    wanted.subject = found.front();
    wanted.field = number;
    exceptions_.set(ExceptionKind::duplicate_invoice_number, scope, {&wanted, 1});
}

// Live receipts of one customer and amount: those with one reference, and those whose dates lie
// within three days of each other, belong together; what belongs together is one row. A bill
// (承兑汇票) is told by its number alone.
void Projection::list_payments(const Payment& payment) {
    constexpr std::int32_t near_days = 3;
    struct Found {
        std::int64_t no;
        std::int32_t day;
        std::string reference;
        bool bill;
    };
    std::vector<Found> found;
    for (Rows rows = same_payment_.query(payment.customer, payment.minor, payment.currency);
         rows.next();) {
        const bool bill = rows.integer(3) != 0;
        std::string_view reference = rows.text(2);
        if (bill) reference.remove_prefix(reference.rfind('\n') + 1); // its number stands last
        found.push_back({rows.integer(0), static_cast<std::int32_t>(rows.integer(1)),
                         std::string(reference), bill});
    }
    const std::string scope = Exceptions::scope_of(payment.customer) +
                              Exceptions::scope_of(payment.minor) + payment.currency;
    std::vector<WantedException> wanted;
    if (found.size() >= 2) {
        core::sort(found, std::less{}, &Found::day);
        std::vector<std::size_t> parent(found.size());
        for (std::size_t i = 0; i < parent.size(); ++i) parent[i] = i;
        const auto root = [&](std::size_t i) {
            while (parent[i] != i) i = parent[i] = parent[parent[i]];
            return i;
        };
        std::map<std::pair<bool, std::string_view>, std::size_t> by_reference;
        std::optional<std::size_t> last; // that is no bill
        for (std::size_t i = 0; i < found.size(); ++i) {
            if (!found[i].bill) {
                if (last && found[i].day - found[*last].day <= near_days)
                    parent[root(i)] = root(*last);
                last = i;
            }
            if (found[i].reference.empty()) continue;
            const auto [other, first] = by_reference.emplace(
                std::pair(found[i].bill, std::string_view(found[i].reference)), i);
            if (!first) parent[root(i)] = root(other->second);
        }
        std::map<std::size_t, WantedException> groups;
        for (std::size_t i = 0; i < found.size(); ++i) {
            WantedException& group = groups[root(i)];
            group.members.push_back(id_text(found[i].no));
            group.subject = found[i].no;
        }
        for (auto& [first, group] : groups) {
            if (group.members.size() > 1) wanted.push_back(std::move(group));
        }
    }
    exceptions_.set(ExceptionKind::possible_duplicate_payment, scope, wanted);
}

// Lines of statements that stand, of one day and amount: what two devices read by other columns.
void Projection::list_movements(const Movement& movement) {
    std::vector<std::int64_t> lines;
    std::vector<core::ToldLine> told;
    for (Rows rows = same_movement_.query(movement.day, movement.minor); rows.next();) {
        if (lines.empty() || lines.back() != rows.integer(0)) {
            lines.push_back(rows.integer(0));
            told.push_back({core::plain_account(rows.text(2)), rows.currency(3), {}, {}, {}});
            if (!rows.is_null(4)) told.back().balance = rows.integer(4);
            told.back().reference = rows.text(5);
        }
        told.back().devices.insert(log_.chain_of(shown(rows.integer(1)).change).device);
    }
    std::vector<WantedException> wanted;
    for (const auto& group : core::told_twice(told)) {
        WantedException& row = wanted.emplace_back();
        row.subject = lines[group.front()];
        for (const std::size_t at : group) row.members.push_back(id_text(lines[at]));
    }
    exceptions_.set(ExceptionKind::possible_duplicate_bank_line,
                    Exceptions::scope_of(movement.day) + Exceptions::scope_of(movement.minor),
                    wanted);
}

void Projection::list_reversals(std::int64_t target) {
    std::vector<std::string> members;
    const Slot slot = shown(target).slot;
    if (slot != Slot::none && slot != Slot::reversal && slot != Slot::invalid) {
        std::vector<std::int64_t> found;
        for (Rows rows = reversals_.query(target); rows.next();) found.push_back(rows.integer(0));
        if (found.size() >= 2) {
            for (const std::int64_t no : found) members.push_back(id_text(no));
        }
    }
    list(ExceptionKind::double_reversal, target, target, std::move(members));
}

// One member per content: the least hash of the changes that say it.
void Projection::list_clash(std::int64_t entity) {
    std::vector<ChangeKey> keys;
    for (Rows rows = rivals_.query(entity); rows.next();) keys.push_back(rows.integer(0));
    std::vector<std::pair<core::Hash, ChangeKey>> by_hash;
    for (const ChangeKey key : keys) by_hash.emplace_back(log_.entry(key).order.hash, key);
    core::sort(by_hash);
    std::vector<core::Fact> contents;
    std::vector<std::string> members;
    for (const auto& [hash, key] : by_hash) {
        auto fact = decode(key);
        if (!fact || std::ranges::find(contents, *fact) != contents.end()) continue;
        // What letters charge clashes with them: the letters are listed.
        const auto* debit = std::get_if<core::InvoiceIssued>(&*fact);
        if (debit != nullptr && core::is_letter_charge(*debit)) continue;
        contents.push_back(std::move(*fact));
        members.push_back(log_.dot_text(key));
    }
    if (members.size() < 2) members.clear();
    else members.push_back(id_text(entity));
    list(ExceptionKind::id_clash, entity, entity, std::move(members));
}

// Letters that stand and take one line to one level belong together, and are one row.
void Projection::list_letters(std::int64_t customer) {
    Statement steps(database_, "SELECT t.letter, t.invoice, t.due, t.level FROM work w"
                               " JOIN letter_item t ON t.letter = w.no WHERE w.customer = ?"
                               " AND w.type = 4 AND w.ends IS NULL ORDER BY t.letter");
    std::map<std::tuple<std::int64_t, std::int64_t, std::int64_t>, std::int64_t> first;
    std::map<std::int64_t, std::int64_t> group; // of a letter: one before it, or itself
    const auto root = [&](std::int64_t letter) {
        while (group.at(letter) != letter) letter = group.at(letter);
        return letter;
    };
    for (Rows rows = steps.query(customer); rows.next();) {
        const std::int64_t letter = rows.integer(0);
        group.try_emplace(letter, letter);
        const auto [other, fresh] =
            first.try_emplace({rows.integer(1), rows.integer(2), rows.integer(3)}, letter);
        if (fresh) continue;
        const std::int64_t a = root(letter), b = root(other->second);
        group[std::max(a, b)] = std::min(a, b);
    }
    std::map<std::int64_t, WantedException> rows;
    for (const auto& [letter, before] : group) {
        WantedException& row = rows[root(letter)];
        row.members.push_back(id_text(letter));
        row.subject = letter;
    }
    std::vector<WantedException> wanted;
    for (auto& [letter, row] : rows) {
        if (row.members.size() > 1) wanted.push_back(std::move(row));
    }
    exceptions_.set(ExceptionKind::double_letter, Exceptions::scope_of(customer), wanted);
}

void Projection::list_conflict(std::int64_t entity, const std::string& field) {
    std::set<std::string> values;
    std::vector<ChangeKey> keys;
    const auto kind = static_cast<std::int64_t>(kind_of_critical(field));
    for (Rows rows = writes_.query(entity, kind, field); rows.next();) {
        keys.push_back(rows.integer(0));
        values.insert(std::string(rows.text(1)));
    }
    const std::string scope = Exceptions::scope_of(entity) + field;
    if (values.size() < 2) {
        exceptions_.set(ExceptionKind::field_conflict, scope, {});
        return;
    }
    WantedException wanted{{id_text(entity), "field:" + field}, entity, field};
    for (const ChangeKey key : keys) wanted.members.push_back(log_.dot_text(key));
    exceptions_.set(ExceptionKind::field_conflict, scope, {&wanted, 1});
}

// Plans that stand and replace the same one.
void Projection::list_plans(std::int64_t replaced) {
    if (replaced <= 0) return;
    std::vector<std::int64_t> found;
    Statement rivals(database_, "SELECT no FROM work WHERE subject = ? AND subject > 0"
                                " AND type = 2 AND ends IS NULL");
    for (Rows rows = rivals.query(replaced); rows.next();) found.push_back(rows.integer(0));
    std::vector<std::string> members;
    if (found.size() > 1) {
        for (const std::int64_t no : found) members.push_back(id_text(no));
    }
    list(ExceptionKind::rival_plans, replaced, found.empty() ? 0 : found.front(),
         std::move(members));
}

// Plans that nothing replaces, of one currency, at one time, by different devices or for records
// that were merged since: whoever made one would have had to replace the other. Those of one device
// for one record knew of each other, and those that replace the same one are listed there.
void Projection::list_plans_beside(std::int64_t customer) {
    if (const std::int64_t holder = holder_of(customer); holder != customer) {
        exceptions_.set(ExceptionKind::rival_plans, Exceptions::scope_of(customer), {});
        return list_plans_beside(holder);
    }
    struct Plan {
        std::int64_t no, replaced, record;
        core::Date from, until;
        core::Currency currency;
        core::DeviceId device;
        std::size_t group;
    };
    std::vector<Plan> plans;
    Statement current(database_, "SELECT w.no, w.subject, w.date, w.until, w.currency, w.customer"
                                 " FROM work w WHERE w.customer IN (SELECT ?1 UNION ALL SELECT no"
                                 " FROM customer WHERE holder = ?1 AND holder <> no)"
                                 " AND w.type = 2 AND w.ends IS NULL"
                                 " AND NOT EXISTS (SELECT 1 FROM work r WHERE r.subject = w.no"
                                 " AND r.subject > 0 AND r.type = 2 AND r.ends IS NULL)");
    for (Rows rows = current.query(customer); rows.next();) {
        plans.push_back({rows.integer(0),
                         rows.integer(1),
                         rows.integer(5),
                         rows.date(2),
                         rows.date(3),
                         rows.currency(4),
                         {},
                         plans.size()});
    }
    if (plans.size() > 1) {
        for (Plan& one : plans) one.device = log_.chain_of(shown(one.no).change).device;
    }
    std::map<std::size_t, WantedException> rows;
    for (std::size_t b = 0; b < plans.size(); ++b) {
        for (std::size_t a = 0; a < b; ++a) {
            const Plan &one = plans[a], &other = plans[b];
            const bool apart = (one.device != other.device || one.record != other.record) &&
                               one.currency == other.currency && one.from <= other.until &&
                               other.from <= one.until &&
                               (one.replaced == 0 || one.replaced != other.replaced);
            if (!apart || one.group == other.group) continue;
            const std::size_t from = other.group, into = one.group;
            for (Plan& plan : plans) plan.group = plan.group == from ? into : plan.group;
        }
    }
    for (const Plan& plan : plans) {
        rows[plan.group].members.push_back(id_text(plan.no));
        rows[plan.group].subject = plan.no;
    }
    std::vector<WantedException> wanted;
    for (auto& [group, row] : rows) {
        if (row.members.size() > 1) wanted.push_back(std::move(row));
    }
    exceptions_.set(ExceptionKind::rival_plans, Exceptions::scope_of(customer), wanted);
}

void Projection::list_newer(std::int64_t entity) {
    std::vector<std::string> newer;
    std::vector<std::string> invalid;
    std::vector<std::pair<ChangeKey, bool>> found;
    Statement all(database_, "SELECT change, flaw FROM unknown WHERE entity = ?");
    for (Rows rows = all.query(entity); rows.next();) {
        found.emplace_back(rows.integer(0), rows.integer(1) != 0);
    }
    for (const auto& [key, flaw] : found) (flaw ? invalid : newer).push_back(log_.dot_text(key));
    if (!newer.empty()) newer.push_back(id_text(entity));
    if (!invalid.empty()) invalid.push_back(id_text(entity));
    list(ExceptionKind::newer_version_needed, entity, entity, std::move(newer));
    // Beside the facts that no table can hold, which are listed under the plain number.
    list(ExceptionKind::invalid_fact, -entity, entity, std::move(invalid));
}

void Projection::list_fork(ChangeKey key) {
    std::vector<ChangeKey> siblings = log_.siblings(key);
    std::vector<std::string> members;
    for (const ChangeKey sibling : siblings) members.push_back(log_.dot_text(sibling));
    if (members.size() < 2) members.clear();
    // The scope does not depend on which branch came first: what all branches grow from does not.
    const Chain& chain = log_.chain_of(key);
    const ChangeKey parent = Log::seq_of(key) == chain.first ? chain.parent : key - 1;
    const std::string scope = std::string(chain.device.view()) + Exceptions::scope_of(parent);
    if (members.empty()) {
        exceptions_.set(ExceptionKind::fork, scope, {});
        return;
    }
    const WantedException wanted{std::move(members), 0, {}};
    exceptions_.set(ExceptionKind::fork, scope, {&wanted, 1});
}

} // namespace huikuan::store
