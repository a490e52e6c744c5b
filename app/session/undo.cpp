#include <algorithm>

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

core::AllocationMade allocated(Session& session, const core::AllocationRow& row) {
    const auto id = core::id_cast<core::AllocationId>(session.mint());
    return {id,        row.receipt, row.invoice, {row.effective, row.amount.currency},
            row.start, row.across};
}

} // namespace

std::vector<core::Fact> entered_again(Session& session, core::EntityId target) {
    std::vector<core::Fact> facts;
    const auto fact = session.inside().store->fact(target);
    if (!fact) return facts;
    if (const auto* invoice = std::get_if<core::InvoiceIssued>(&*fact)) {
        core::InvoiceIssued again = *invoice;
        again.id = core::id_cast<core::InvoiceId>(session.mint());
        facts.emplace_back(again);
        for (core::AllocationRow row : live_allocations(session, target)) {
            row.invoice = again.id;
            facts.emplace_back(allocated(session, row));
        }
    } else if (const auto* receipt = std::get_if<core::ReceiptRecorded>(&*fact)) {
        core::ReceiptRecorded again = *receipt;
        again.id = core::id_cast<core::ReceiptId>(session.mint());
        facts.emplace_back(again);
        for (core::AllocationRow row : live_allocations(session, target)) {
            row.receipt = again.id;
            facts.emplace_back(allocated(session, row));
        }
    } else if (const auto* made = std::get_if<core::AllocationMade>(&*fact)) {
        for (const auto& row : live_allocations(session, core::entity_of(made->receipt)))
            if (row.id == made->id) facts.emplace_back(allocated(session, row));
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
        facts.emplace_back(std::move(again));
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
    if (auto taken = batch.take_again(outcome.again); !taken) return std::unexpected(taken.error());
    return batch.commit();
}

} // namespace huikuan::session
