// What ends with what. A fact ends by its earliest reversal. Some credits are tied to another
// document besides, and end with it: the fee, the discount and the small difference of a receipt
// with that receipt (when it bounces, the whole debt is back), the two halves of an exchange with
// each other. One step only: what a tie gives is not passed on, so that nothing can go in circles.
#include <algorithm>
#include <utility>

#include "store/projection.h"

namespace huikuan::store {
namespace {

bool goes_with_receipt(std::int64_t type) {
    const auto credit = static_cast<core::CreditType>(type);
    return credit == core::CreditType::fee || credit == core::CreditType::discount ||
           credit == core::CreditType::write_off;
}
bool is_exchange_in(std::int64_t type) {
    return static_cast<core::CreditType>(type) == core::CreditType::exchange_in;
}
bool is_exchange_out(std::int64_t type) {
    return static_cast<core::DebitType>(type) == core::DebitType::exchange_out;
}

} // namespace

// Its end, and the ends of what is tied to it, are looked at again.
void Projection::touch_ties(std::int64_t document) {
    ends_.push_back(document);
    const Document receipt = load_document(Side::receipt, document);
    if (receipt.exists && receipt.against != 0) ends_.push_back(receipt.against);
    for (Rows rows = of_receipt_against_.query(document); rows.next();) {
        ends_.push_back(rows.integer(0));
    }
}

// Documents whose end may depend on this one's.
std::vector<std::int64_t> Projection::tied_to(std::int64_t document) {
    std::vector<std::int64_t> tied;
    const Document receipt = load_document(Side::receipt, document);
    if (receipt.exists && is_exchange_in(receipt.type)) tied.push_back(receipt.against);
    for (Rows rows = of_receipt_against_.query(document); rows.next();) {
        tied.push_back(rows.integer(0));
    }
    return tied;
}

core::Date Projection::own_end(std::int64_t entity) {
    Rows rows = first_reversal_.query(entity);
    return rows.next() ? rows.date(0) : core::far_future;
}

core::Date Projection::end_of(std::int64_t entity, Slot slot) {
    core::Date end = own_end(entity);
    if (slot == Slot::receipt) {
        const Document credit = load_document(Side::receipt, entity);
        if (credit.against == 0 || credit.against == entity) return end;
        const bool with_receipt =
            goes_with_receipt(credit.type) && load_document(Side::receipt, credit.against).exists;
        const bool with_debit = is_exchange_in(credit.type) &&
                                is_exchange_out(load_document(Side::invoice, credit.against).type);
        if (with_receipt || with_debit) end = std::min(end, own_end(credit.against));
    } else if (slot == Slot::invoice &&
               is_exchange_out(load_document(Side::invoice, entity).type)) {
        std::vector<std::int64_t> halves;
        for (Rows rows = of_receipt_against_.query(entity); rows.next();) {
            halves.push_back(rows.integer(0));
        }
        for (const std::int64_t half : halves) {
            if (is_exchange_in(load_document(Side::receipt, half).type)) {
                end = std::min(end, own_end(half));
            }
        }
    }
    return end;
}

// ---------------------------------------------------------------- facts about other things

// Merges, attachments, disputes and steps of bills: what they name is missing, or another thing.
void Projection::list_references(std::int64_t entity, Slot slot, std::vector<std::string>& waits,
                                 std::vector<std::string>& invalid) {
    const auto named = [&](const char* sql) {
        std::vector<std::int64_t> found;
        Statement reference(database_, sql);
        Rows rows = reference.query(entity);
        if (!rows.next()) return found;
        found.push_back(rows.integer(0));
        const bool work = slot == Slot::work || slot == Slot::legal || slot == Slot::statement;
        const bool two = slot == Slot::merge || (work && rows.integer(1) != 0);
        if (two) found.push_back(rows.integer(1));
        return found;
    };
    const auto look = [&](const std::vector<std::int64_t>& references, auto is_right) {
        for (const std::int64_t reference : references) {
            const Slot what = shown(reference).slot;
            if (is_right(reference, what)) continue;
            if (what == Slot::none && !has_registers(reference)) {
                if (waits.empty()) waits.push_back(id_text(entity));
                waits.push_back(id_text(reference));
            } else if (invalid.empty()) {
                invalid.push_back(id_text(entity));
            }
        }
    };
    switch (slot) {
    case Slot::merge:
        return look(named("SELECT source, target FROM merging WHERE no = ?"),
                    [&](std::int64_t no, Slot) { return is_customer(no); });
    case Slot::attachment:
        return look(
            named("SELECT subject FROM attachment WHERE no = ?"),
            [&](std::int64_t no, Slot what) { return what != Slot::none || has_registers(no); });
    case Slot::dispute:
        return look(named("SELECT invoice FROM dispute WHERE no = ?"),
                    [](std::int64_t, Slot what) { return what == Slot::invoice; });
    case Slot::work:
    case Slot::legal: {
        // Whose it is first; what it was done for may be anything that the book has.
        bool first = true;
        return look(named(slot == Slot::work ? "SELECT customer, subject FROM work WHERE no = ?"
                                             : "SELECT customer, subject FROM legal WHERE no = ?"),
                    [&](std::int64_t no, Slot what) {
                        if (std::exchange(first, false)) return is_customer(no);
                        return what != Slot::none || has_registers(no);
                    });
    }
    case Slot::statement: {
        // Whose it is first; then the statement, or the answer that a settlement is of.
        bool first = true;
        Statement type(database_, "SELECT type FROM statement WHERE no = ?");
        const auto type_of = [&](std::int64_t no) {
            Rows rows = type.query(no);
            return rows.next() ? static_cast<core::StatementStep>(rows.integer(0))
                               : core::StatementStep::sending;
        };
        const bool settles = type_of(entity) == core::StatementStep::settlement;
        return look(named("SELECT customer, subject FROM statement WHERE no = ?"),
                    [&](std::int64_t no, Slot what) {
                        if (std::exchange(first, false)) return is_customer(no);
                        return what == Slot::statement &&
                               type_of(no) == (settles ? core::StatementStep::answer
                                                       : core::StatementStep::issue);
                    });
    }
    case Slot::bank_use: {
        Statement there(database_, "SELECT 1 FROM bank_line l JOIN bank_use u ON u.line = l.line"
                                   " WHERE u.no = ? LIMIT 1");
        const bool has_line = there.query(entity).next();
        if (!has_line) {
            for (const std::int64_t line : named("SELECT line FROM bank_use WHERE no = ?"))
                waits = {id_text(entity), id_text(line)};
        }
        return look(named("SELECT receipt FROM bank_use WHERE no = ? AND receipt > 0"),
                    [](std::int64_t, Slot what) { return what == Slot::receipt; });
    }
    default:
        return look(named("SELECT bill FROM bill_step WHERE no = ?"),
                    [](std::int64_t, Slot what) { return what == Slot::receipt; });
    }
}

void Projection::doubt_those_that_name(std::int64_t entity) {
    for (const char* sql :
         {"SELECT no FROM merging WHERE source = ?1 OR target = ?1",
          "SELECT no FROM attachment WHERE subject = ?1",
          "SELECT no FROM dispute WHERE invoice = ?1", "SELECT no FROM bill_step WHERE bill = ?1",
          "SELECT no FROM work WHERE customer = ?1", "SELECT no FROM bank_use WHERE receipt = ?1",
          "SELECT no FROM work WHERE subject = ?1 AND subject > 0",
          "SELECT no FROM legal WHERE customer = ?1",
          "SELECT no FROM legal WHERE subject = ?1 AND subject > 0",
          "SELECT no FROM statement WHERE customer = ?1",
          "SELECT no FROM statement WHERE subject = ?1 AND subject > 0"}) {
        Statement naming(database_, sql);
        for (Rows rows = naming.query(entity); rows.next();) doubts_.push_back(rows.integer(0));
    }
}

} // namespace huikuan::store
