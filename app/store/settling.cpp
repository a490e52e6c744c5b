// What depends on other facts: references that come late, reversals, allocations, what is open.
#include <algorithm>
#include <utility>

#include "store/projection.h"

namespace huikuan::store {
namespace {

constexpr std::size_t index_of(auto side) { return static_cast<std::size_t>(side); }

} // namespace

Projection::Document Projection::load_document(Side side, std::int64_t no) {
    Rows rows = document_[index_of(side)].query(no);
    if (!rows.next()) return {};
    Document found;
    found.exists = true;
    found.customer = rows.integer(0);
    found.minor = rows.integer(1);
    found.currency = rows.currency(2);
    found.start = rows.date(3);
    found.ends = rows.date(4);
    found.known = rows.integer(5) != 0;
    found.open = rows.integer(6);
    found.number = rows.text(7); // of receipts: a credit note's
    found.type = rows.integer(8);
    found.against = rows.integer(9);
    return found;
}

const Projection::Document& Projection::document(Side side, std::int64_t no) {
    auto& cache = documents_[index_of(side)];
    const auto found = cache.find(no);
    if (found != cache.end()) return found->second;
    return cache.emplace(no, load_document(side, no)).first->second;
}

// The document's own figures or standing changed: its allocations and its place among others.
void Projection::note_document(Side side, std::int64_t no, const Document& document) {
    (side == Side::invoice ? invoices_ : receipts_).push_back(no);
    changed_documents_.push_back(no);
    if (!document.exists) return;
    if (side == Side::receipt) {
        payments_.push_back(
            {document.customer, document.minor, std::string(document.currency.view())});
    }
    if (!document.number.empty()) numbers_.emplace_back(document.customer, document.number);
}

void Projection::allocations_of(Side side, std::int64_t no, std::vector<std::int64_t>& into) {
    for (Rows rows = of_document_[index_of(side)].query(no); rows.next();) {
        into.push_back(rows.integer(0));
    }
}

// ---------------------------------------------------------------- references that came

void Projection::settle_appeared() {
    sort_unique(appeared_);
    for (const std::int64_t entity : std::exchange(appeared_, {})) {
        std::vector<std::int64_t> reversals;
        for (Rows rows = reversals_.query(entity); rows.next();) {
            reversals.push_back(rows.integer(0));
        }
        touch_ties(entity); // it may have ended before it came
        doubt_those_that_name(entity);
        doubts_.insert(doubts_.end(), reversals.begin(), reversals.end());
        allocations_of(Side::receipt, entity, allocations_);
        allocations_of(Side::invoice, entity, allocations_);
        if (is_customer(entity)) settle_customer(entity);
    }
}

void Projection::settle_customer(std::int64_t entity) {
    for (const Side side : {Side::receipt, Side::invoice}) {
        const std::string table = side == Side::invoice ? "invoice" : "receipt";
        Statement waiting(database_,
                          "SELECT no FROM " + table + " WHERE issued_to = ? AND known = 0");
        std::vector<std::int64_t> found;
        for (Rows rows = waiting.query(entity); rows.next();) found.push_back(rows.integer(0));
        if (found.empty()) continue;
        Statement known(database_,
                        "UPDATE " + table + " SET known = 1 WHERE issued_to = ? AND known = 0");
        known.run(entity);
        for (const std::int64_t no : found) {
            note_document(side, no, load_document(side, no));
            doubts_.push_back(no);
        }
    }
}

// ---------------------------------------------------------------- reversals

void Projection::settle_ends() {
    std::vector<std::int64_t> targets = std::exchange(ends_, {});
    sort_unique(targets);
    for (std::size_t at = 0, given = targets.size(); at < given; ++at) {
        const std::vector<std::int64_t> tied = tied_to(targets[at]);
        targets.insert(targets.end(), tied.begin(), tied.end());
    }
    sort_unique(targets);
    for (const std::int64_t target : targets) {
        const Slot slot = shown(target).slot;
        list_reversals(target);
        const std::string table(table_of(slot));
        if (table.empty() || slot == Slot::reversal) continue;
        const core::Date ends = end_of(target, slot);
        Statement set(database_,
                      "UPDATE " + table + " SET ends = ?1 WHERE no = ?2 AND ends IS NOT ?1");
        set.run(ends, target);
        if (slot == Slot::invoice || slot == Slot::receipt) {
            const Side side = slot == Slot::invoice ? Side::invoice : Side::receipt;
            note_document(side, target, load_document(side, target));
        } else if (slot == Slot::allocation) {
            allocations_.push_back(target);
        } else if (slot == Slot::merge) {
            merges_touched_ = true;
        } else if (slot == Slot::bank_import) {
            touch_lines_of(target);
        } else if (slot == Slot::work || slot == Slot::legal || slot == Slot::statement) {
            ++work_version_;
            if (slot != Slot::work) continue;
            touch_work(target);
            note_plan(target);
            note_letter(target);
        } else if (slot == Slot::resolution) {
            Statement exception(database_, "SELECT exception FROM resolution WHERE no = ?");
            std::string id;
            {
                Rows rows = exception.query(target);
                if (rows.next()) id = rows.blob(0);
            }
            exceptions_.resolution_changed(id);
        }
    }
}

// ---------------------------------------------------------------- allocations

std::optional<Projection::Allocation> Projection::load_allocation(std::int64_t no) {
    Rows rows = allocation_.query(no);
    if (!rows.next()) return std::nullopt;
    return Allocation{no,
                      rows.integer(0),
                      rows.integer(1),
                      rows.integer(2),
                      rows.currency(3),
                      rows.date(4),
                      rows.date(5),
                      {rows.date(6), rows.date(7), rows.integer(8), rows.integer(9)},
                      rows.integer(10) != 0};
}

Projection::Standing Projection::standing_of(const Allocation& allocation) {
    const Document& receipt = document(Side::receipt, allocation.receipt);
    const Document& invoice = document(Side::invoice, allocation.invoice);
    if (receipt.exists && invoice.exists) {
        const bool of_two = receipt.customer != invoice.customer && !allocation.across;
        if (of_two || receipt.currency != invoice.currency ||
            allocation.currency != receipt.currency) {
            return Standing::invalid;
        }
        return receipt.known && invoice.known ? Standing::counts : Standing::silent;
    }
    const Slot of_receipt = receipt.exists ? Slot::receipt : shown(allocation.receipt).slot;
    const Slot of_invoice = invoice.exists ? Slot::invoice : shown(allocation.invoice).slot;
    const auto wrong = [](Slot is, Slot should) {
        return is != Slot::none && is != Slot::invalid && is != should;
    };
    if (wrong(of_receipt, Slot::receipt) || wrong(of_invoice, Slot::invoice)) {
        return Standing::invalid;
    }
    if (of_receipt == Slot::none || of_invoice == Slot::none) return Standing::waits;
    return Standing::silent; // what it names is itself listed as invalid
}

// Do all its allocations together exceed the document? Those that ended or do not count included:
// then it may only seem so, and more than needed is looked at.
bool Projection::is_asked_too_much(Side side, std::int64_t no) {
    auto& cache = asked_too_much_[index_of(side)];
    if (const auto found = cache.find(no); found != cache.end()) return found->second;
    std::int64_t left = document(side, no).minor;
    for (Rows rows = asks_[index_of(side)].query(no); left >= 0 && rows.next();) {
        left -= rows.integer(0);
    }
    return cache.emplace(no, left < 0).first->second;
}

void Projection::settle_allocations() {
    sort_unique(receipts_);
    sort_unique(invoices_);
    std::vector<std::int64_t> work = std::exchange(allocations_, {});
    for (const std::int64_t no : receipts_) allocations_of(Side::receipt, no, work);
    for (const std::int64_t no : invoices_) allocations_of(Side::invoice, no, work);

    std::vector<Allocation> component;
    std::vector<Standing> standings;
    std::vector<core::SettlementDocument> documents[2];
    std::vector<core::SettlementAllocation> asks;
    std::unordered_map<std::int64_t, std::uint32_t> positions[2];
    std::unordered_set<std::int64_t> expanded[2];
    std::unordered_set<std::int64_t> seen;

    const auto position_of = [&](Side side, std::int64_t no) {
        auto& positions_here = positions[index_of(side)];
        const auto next = static_cast<std::uint32_t>(documents[index_of(side)].size());
        const auto [found, fresh] = positions_here.emplace(no, next);
        if (fresh) {
            const Document& what = document(side, no);
            documents[index_of(side)].push_back({what.minor, what.start, what.ends, what.currency});
        }
        return found->second;
    };
    for (std::size_t at = 0; at < work.size(); ++at) {
        if (!seen.insert(work[at]).second) continue;
        const auto allocation = load_allocation(work[at]);
        if (!allocation) continue;
        bool crowded = false;
        for (const auto& [side, no] : {std::pair{Side::receipt, allocation->receipt},
                                       std::pair{Side::invoice, allocation->invoice}}) {
            if (!is_asked_too_much(side, no)) continue;
            crowded = true;
            if (expanded[index_of(side)].insert(no).second) allocations_of(side, no, work);
        }
        const Standing standing = standing_of(*allocation);
        component.push_back(*allocation);
        standings.push_back(standing);
        if (standing != Standing::counts) continue;
        core::SettlementAllocation ask;
        ask.receipt = position_of(Side::receipt, allocation->receipt);
        ask.invoice = position_of(Side::invoice, allocation->invoice);
        ask.minor = allocation->minor;
        ask.date = allocation->date;
        ask.end = allocation->ends;
        // Order decides only where there is not enough.
        if (crowded) ask.order = log_.entry(shown(allocation->no).change).order;
        asks.push_back(ask);
    }

    const std::vector<core::SettledAllocation> settled =
        core::settle(documents[0], documents[1], asks);
    std::size_t next = 0;
    for (std::size_t i = 0; i < component.size(); ++i) {
        core::SettledAllocation now{component[i].date, component[i].ends, 0, 0};
        if (standings[i] == Standing::counts) now = settled[next++];
        list_allocation(component[i], standings[i], now.parked);
        keep(component[i], now);
    }
}

void Projection::keep(const Allocation& allocation, const core::SettledAllocation& settled) {
    const core::SettledAllocation& kept = allocation.kept;
    receipts_.push_back(allocation.receipt);
    invoices_.push_back(allocation.invoice);
    if (kept.start == settled.start && kept.end == settled.end &&
        kept.effective == settled.effective && kept.parked == settled.parked) {
        return;
    }
    update_allocation_.run(settled.start, settled.end, settled.effective, settled.parked,
                           allocation.no);
}

void Projection::settle_open() {
    for (const Side side : {Side::receipt, Side::invoice}) {
        auto& touched = side == Side::invoice ? invoices_ : receipts_;
        sort_unique(touched);
        for (const std::int64_t no : std::exchange(touched, {})) {
            const Document& what = document(side, no);
            if (!what.exists) continue;
            std::int64_t open = 0;
            if (what.known && what.ends == core::far_future) {
                open = what.minor;
                for (Rows rows = effective_[index_of(side)].query(no); rows.next();) {
                    open -= rows.integer(0);
                }
            }
            changed_documents_.push_back(no);
            if (open != what.open) set_open_[index_of(side)].run(open, no);
        }
    }
}

} // namespace huikuan::store
