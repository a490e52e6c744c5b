// Two records, one customer. The live merges connect customers to sets; a set's holder is the one
// that nobody merged into another (of several, or of none where merges go in a circle, the one with
// the least id). So the answer depends on the set of merges alone, in whatever order they came, and
// undoing one takes apart exactly what it joined. Documents keep whom they were issued to, and
// count with the holder.
#include <algorithm>
#include <set>

#include "store/projection.h"

namespace huikuan::store {

std::int64_t Projection::holder_of(std::int64_t customer) const {
    const auto found = holders_.find(customer);
    return found == holders_.end() ? customer : found->second;
}

void Projection::load_merges() {
    holders_.clear();
    Statement held(database_, "SELECT no, holder FROM customer WHERE holder <> no");
    for (Rows rows = held.query(); rows.next();) {
        holders_.emplace(rows.integer(0), rows.integer(1));
    }
    has_merges_ = database_.integer("SELECT count(*) FROM merging") != 0;
}

void Projection::settle_merges() {
    if (!std::exchange(merges_touched_, false)) return;
    std::map<std::int64_t, std::int64_t> parent; // of the union-find
    std::set<std::int64_t> sources;
    const auto root = [&](std::int64_t no) {
        while (parent[no] != no) no = parent[no] = parent[parent[no]];
        return no;
    };
    Statement live(database_, "SELECT source, target FROM merging WHERE ends IS NULL");
    for (Rows rows = live.query(); rows.next();) {
        const std::int64_t source = rows.integer(0);
        const std::int64_t target = rows.integer(1);
        if (!is_customer(source) || !is_customer(target)) continue;
        parent.try_emplace(source, source);
        parent.try_emplace(target, target);
        parent[root(source)] = root(target);
        sources.insert(source);
    }
    std::map<std::int64_t, std::int64_t> holder_of_root;
    const auto better = [&](std::int64_t a, std::int64_t b) {
        if (sources.contains(a) != sources.contains(b)) return !sources.contains(a);
        return log_.id_of(a) < log_.id_of(b);
    };
    for (const auto& [no, of] : parent) {
        const auto [place, fresh] = holder_of_root.try_emplace(root(no), no);
        if (!fresh && better(no, place->second)) place->second = no;
    }
    std::vector<std::pair<std::int64_t, std::int64_t>> changes;
    for (const auto& [no, of] : parent) {
        const std::int64_t holder = holder_of_root[root(no)];
        if (holder != holder_of(no)) changes.emplace_back(no, holder);
    }
    for (const auto& [no, holder] : holders_) {
        if (!parent.contains(no)) changes.emplace_back(no, no);
    }
    for (const auto& [no, holder] : changes) hold(no, holder);
}

// The customer, and what was issued to it, count with the holder from now on.
void Projection::hold(std::int64_t customer, std::int64_t holder) {
    planned_.insert(planned_.end(), {customer, holder_of(customer), holder});
    if (customer == holder) holders_.erase(customer);
    else holders_[customer] = holder;
    Statement set(database_, "UPDATE customer SET holder = ? WHERE no = ?");
    set.run(holder, customer);
    ++work_version_;
    ++customers_version_;
    for (const Side side : {Side::receipt, Side::invoice}) {
        const std::string table = side == Side::invoice ? "invoice" : "receipt";
        std::vector<std::int64_t> found;
        Statement theirs(database_, "SELECT no FROM " + table + " WHERE issued_to = ?");
        for (Rows rows = theirs.query(customer); rows.next();) found.push_back(rows.integer(0));
        // Numbers and payments that could be double are looked at on both sides of the move.
        for (const std::int64_t no : found) note_document(side, no, load_document(side, no));
        Statement move(database_, "UPDATE " + table + " SET customer = ? WHERE issued_to = ?");
        move.run(holder, customer);
        for (const std::int64_t no : found) {
            documents_[static_cast<std::size_t>(side)].erase(no);
            note_document(side, no, load_document(side, no));
        }
    }
}

} // namespace huikuan::store
