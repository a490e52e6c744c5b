#include <algorithm>

#include "core/dunning.h"
#include "session/batch.h"
#include "session/inside.h"
#include "session/resolve.h"

namespace huikuan::session {

namespace {

// Its live allocations, as parts of one receipt or of several.
std::vector<core::AllocationRow> live_allocations(Session& session, core::EntityId document) {
    auto rows = session.allocations_of(document);
    std::erase_if(rows, [](const core::AllocationRow& row) {
        return row.end != core::far_future || row.effective <= 0;
    });
    return rows;
}

core::AllocationMade allocated(Session& session, const core::AllocationRow& row, core::Date from) {
    const auto id = core::id_cast<core::AllocationId>(session.mint());
    return {id,
            row.receipt,
            row.invoice,
            {row.effective, row.amount.currency},
            std::max(row.start, from),
            row.across};
}

bool is_half_of_exchange(const core::Fact& fact) {
    const auto* debit = std::get_if<core::InvoiceIssued>(&fact);
    const auto* credit = std::get_if<core::ReceiptRecorded>(&fact);
    return (debit != nullptr && debit->type == core::DebitType::exchange_out) ||
           (credit != nullptr && credit->type == core::CreditType::exchange_in);
}

// The fee, the discount and the difference that end with a receipt come back with it.
std::vector<core::ReceiptId> tied_to(Session& session, const core::ReceiptRecorded& receipt) {
    std::vector<core::ReceiptId> tied;
    core::ListQuery query;
    query.customer = receipt.customer;
    query.as_of = core::last_date;
    for (const auto type :
         {core::CreditType::fee, core::CreditType::discount, core::CreditType::write_off}) {
        query.credit = type;
        for (const auto& row : session.receipts(session.receipt_keys(query), query.as_of)) {
            if (row.against == core::entity_of(receipt.id)) tied.push_back(row.id);
        }
    }
    return tied;
}

// A credit as it was, with what it pays; `against` where it hangs on another one. Answers its id.
core::EntityId enter_credit(Session& session, std::vector<core::Fact>& facts,
                            const core::ReceiptRecorded& credit, core::Date from,
                            core::EntityId against) {
    core::ReceiptRecorded again = credit;
    again.id = core::id_cast<core::ReceiptId>(session.mint());
    again.date = std::max(credit.date, from);
    again.against = against;
    facts.emplace_back(again);
    for (core::AllocationRow row : live_allocations(session, core::entity_of(credit.id))) {
        row.receipt = again.id;
        facts.emplace_back(allocated(session, row, from));
    }
    return core::entity_of(again.id);
}

// A letter and what it charged, with what paid it.
void enter_letter(Session& session, std::vector<core::Fact>& facts, const core::LetterSent& letter,
                  core::Date from) {
    const auto& book = *session.inside().store;
    core::LetterSent again = letter;
    again.id = session.mint();
    facts.emplace_back(again);
    // Only what goes with it: what another letter charged too stays.
    const auto carried = book.load_account(core::Reverse{again.id, letter.id, {}, {}}).carried;
    for (const core::EntityId id : carried) {
        const auto charge = fact_of<core::InvoiceIssued>(book, id);
        if (!charge) continue;
        core::InvoiceIssued owed = *charge;
        int voided = 0;
        do {
            const core::EntityId next =
                charge->type == core::DebitType::costs
                    ? core::letter_fee_id(letter, charge->amount.currency, voided)
                    : core::letter_interest_id(
                          letter, core::id_cast<core::InvoiceId>(charge->against), voided);
            owed.id = core::id_cast<core::InvoiceId>(next);
        } while (book.has_entity(core::entity_of(owed.id)) && ++voided > 0);
        owed.number = core::letter_charge_number(owed);
        facts.emplace_back(owed);
        for (core::AllocationRow part : live_allocations(session, id)) {
            part.invoice = owed.id;
            facts.emplace_back(allocated(session, part, from));
        }
    }
}

// Contacts, promises, plans, holds, bank lines: the same under another id.
struct EnterAgain {
    core::EntityId id;
    std::vector<core::Fact>& into;

    void take(auto again) {
        again.id = id;
        into.emplace_back(std::move(again));
    }
    void operator()(const core::ContactLogged& what) { take(what); }
    void operator()(const core::PromiseMade& what) { take(what); }
    void operator()(const core::PlanAgreed& what) { take(what); }
    void operator()(const core::HoldPlaced& what) { take(what); }
    void operator()(const core::DisputeSettled& what) { take(what); }
    void operator()(const core::LegalEventNoted& what) { take(what); }
    void operator()(const core::CaseStepTaken& what) { take(what); }
    void operator()(const core::CaseCostPaid& what) { take(what); }
    void operator()(const core::StatementSent& what) { take(what); }
    void operator()(const core::DifferenceSettled& what) { take(what); }
    void operator()(const core::BankLinesImported& what) { take(what); }
    void operator()(const core::BankLineUsed& what) { take(what); }
    void operator()(const auto&) {}
};

// What came after a statement or an answer named it: it comes back under the new name with it.
void enter_followers(Session& session, std::vector<core::Fact>& facts, core::EntityId before,
                     core::EntityId now) {
    const store::Store& book = *session.inside().store;
    for (const core::AttachmentRow& file : book.attachments(before)) {
        const auto kept = book.fact(file.id);
        const auto* added = kept ? std::get_if<core::AttachmentAdded>(&*kept) : nullptr;
        if (file.voided || added == nullptr) continue;
        core::AttachmentAdded again = *added;
        again.id = session.mint();
        again.of = now;
        facts.emplace_back(std::move(again));
    }
    std::vector<std::pair<core::EntityId, core::EntityId>> answers;
    for (const core::StatementStepRow& row : book.statements()) {
        const auto fact =
            row.subject == before && row.end == core::far_future ? book.fact(row.id) : std::nullopt;
        if (!fact) continue;
        const core::EntityId id = session.mint();
        if (const auto* sent = std::get_if<core::StatementSent>(&*fact)) {
            core::StatementSent again = *sent;
            again.id = id;
            again.statement = now;
            facts.emplace_back(std::move(again));
        } else if (const auto* answer = std::get_if<core::StatementAnswered>(&*fact)) {
            core::StatementAnswered again = *answer;
            again.id = id;
            again.statement = now;
            facts.emplace_back(std::move(again));
            answers.emplace_back(row.id, id);
        } else if (const auto* settled = std::get_if<core::DifferenceSettled>(&*fact)) {
            core::DifferenceSettled again = *settled;
            again.id = id;
            again.answer = now;
            facts.emplace_back(std::move(again));
        }
    }
    for (const auto& [from, to] : answers) enter_followers(session, facts, from, to);
}

} // namespace

std::vector<core::Fact> written_off_again(const store::Store& book, const core::Reversed& ended) {
    const auto paid = fact_of<core::ReceiptRecorded>(book, ended.target);
    const auto off = paid ? fact_of<core::ReceiptRecorded>(book, paid->against) : std::nullopt;
    if (!off || off->type != core::CreditType::write_off) return {};
    const auto derived = [&](core::EntityId from) {
        const std::uint64_t content[] = {from.high, from.low};
        return core::derived_id(ended.id, content);
    };
    core::ReceiptRecorded again = *off;
    again.id = core::id_cast<core::ReceiptId>(derived(ended.target));
    again.amount.minor = 0;
    again.date = std::max(ended.date, paid->date);
    again.against = {};
    std::vector<core::Fact> parts;
    const auto before = book.allocations_of(paid->against);
    for (const core::AllocationRow& row : book.allocations_of(ended.target)) {
        const bool was = std::ranges::contains(before, row.invoice, &core::AllocationRow::invoice);
        if (!was || row.end != core::far_future || row.effective <= 0) continue;
        again.amount.minor += row.effective;
        parts.emplace_back(core::AllocationMade{
            core::id_cast<core::AllocationId>(derived(core::entity_of(row.id))),
            again.id,
            row.invoice,
            {row.effective, again.amount.currency},
            std::max(row.start, again.date),
            row.across});
    }
    if (parts.empty()) return {};
    parts.insert(parts.begin(), again);
    return parts;
}

std::vector<core::Fact> entered_again(Session& session, core::EntityId target, core::Date from) {
    std::vector<core::Fact> facts;
    const auto fact = session.inside().store->fact(target);
    // Its other half ends with it and would have to come back with it, at a rate of another day.
    if (!fact || is_half_of_exchange(*fact)) return facts;
    if (const auto* invoice = std::get_if<core::InvoiceIssued>(&*fact)) {
        core::InvoiceIssued again = *invoice;
        again.id = core::id_cast<core::InvoiceId>(session.mint());
        facts.emplace_back(again);
        for (core::AllocationRow row : live_allocations(session, target)) {
            row.invoice = again.id;
            facts.emplace_back(allocated(session, row, from));
        }
    } else if (const auto* receipt = std::get_if<core::ReceiptRecorded>(&*fact)) {
        const core::EntityId again = enter_credit(session, facts, *receipt, from, receipt->against);
        for (const core::ReceiptId tied : tied_to(session, *receipt)) { // one step, see store/ties
            const auto other = session.inside().store->fact(core::entity_of(tied));
            const auto* credit = other ? std::get_if<core::ReceiptRecorded>(&*other) : nullptr;
            if (credit != nullptr) enter_credit(session, facts, *credit, from, again);
        }
    } else if (const auto* made = std::get_if<core::AllocationMade>(&*fact)) {
        for (const auto& row : live_allocations(session, core::entity_of(made->receipt)))
            if (row.id == made->id) facts.emplace_back(allocated(session, row, from));
    } else if (const auto* resolution = std::get_if<core::ExceptionResolved>(&*fact)) {
        core::ExceptionResolved again = *resolution;
        again.id = session.mint();
        facts.emplace_back(std::move(again));
    } else if (const auto* merge = std::get_if<core::CustomersMerged>(&*fact)) {
        core::CustomersMerged again = *merge;
        again.id = session.mint();
        facts.emplace_back(std::move(again));
    } else if (const auto* file = std::get_if<core::AttachmentAdded>(&*fact)) {
        core::AttachmentAdded again = *file;
        again.id = session.mint();
        facts.emplace_back(std::move(again));
    } else if (const auto* dispute = std::get_if<core::DisputeOpened>(&*fact)) {
        core::DisputeOpened again = *dispute;
        again.id = session.mint();
        facts.emplace_back(std::move(again));
    } else if (const auto* moved = std::get_if<core::BillMoved>(&*fact)) {
        core::BillMoved again = *moved;
        again.id = session.mint();
        again.date = std::max(again.date, from);
        facts.emplace_back(std::move(again));
    } else if (const auto* statement = std::get_if<core::StatementIssued>(&*fact)) {
        core::StatementIssued again = *statement;
        again.id = session.mint();
        facts.emplace_back(again);
        enter_followers(session, facts, target, again.id);
    } else if (const auto* answer = std::get_if<core::StatementAnswered>(&*fact)) {
        core::StatementAnswered again = *answer;
        again.id = session.mint();
        facts.emplace_back(again);
        enter_followers(session, facts, target, again.id);
    } else if (const auto* letter = std::get_if<core::LetterSent>(&*fact)) {
        enter_letter(session, facts, *letter, from);
    } else {
        EnterAgain enter{session.mint(), facts};
        std::visit(enter, *fact);
    }
    return facts;
}

core::Result<Outcome> undo(Session& session, const Outcome& outcome, const std::string& reason) {
    auto& inside = session.inside();
    if (auto refused = inside.refusal()) return std::unexpected(*refused);
    Batch batch(inside);
    const auto take = [&](const core::Command& command) { return batch.take(command); };
    for (const core::EntityId target : outcome.undo) {
        if (auto taken = take(core::Reverse{session.mint(), target, std::nullopt, reason}); !taken)
            return std::unexpected(taken.error());
    }
    if (outcome.restore) {
        if (auto taken = take(core::SetFields{*outcome.restore}); !taken)
            return std::unexpected(taken.error());
    }
    for (const core::FieldsSet& fields : outcome.restore_too) {
        if (auto taken = take(core::SetFields{fields}); !taken)
            return std::unexpected(taken.error());
    }
    if (auto taken = batch.take_again(outcome.again); !taken) return std::unexpected(taken.error());
    return batch.commit();
}

} // namespace huikuan::session
