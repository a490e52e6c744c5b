#include "session/bank.h"

#include <algorithm>
#include <set>

#include "core/text.h"
#include "session/inside.h"
#include "sync/hash.h"

namespace huikuan::session {

namespace {

constexpr int most_times = 64; // that one line is confirmed and taken back

core::ReceiptId receipt_of_line(core::EntityId line, int time) {
    const std::string name =
        "bank receipt\x1f" + core::to_text(line) + "\x1f" + std::to_string(time);
    return core::id_cast<core::ReceiptId>(core::named_id(sync::sha256(name)));
}

std::int64_t minted_ms(core::EntityId id) { return static_cast<std::int64_t>(id.high >> 16U); }

std::string cut(const std::string& text, std::size_t longest) {
    std::size_t at = std::min(text.size(), longest);
    while (at < text.size() && at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) {
        --at;
    }
    return text.substr(0, at);
}

} // namespace

std::vector<core::BankLineRow> Bank::lines(bool open_only) const {
    return session_.inside().store->bank_lines(open_only);
}

std::vector<BankBatch> Bank::batches() const {
    std::vector<BankBatch> batches;
    for (const core::BankImportRow& row : session_.inside().store->bank_imports()) {
        if (row.voided) continue;
        const auto same = std::ranges::find_if(batches, [&](const BankBatch& batch) {
            return batch.ms == minted_ms(row.id) && batch.account == row.account &&
                   batch.file == row.file;
        });
        BankBatch& batch = same != batches.end() ? *same : batches.emplace_back();
        const bool fresh = batch.imports.empty();
        batch.imports.push_back(row.id);
        batch.account = row.account;
        batch.file = row.file;
        batch.lines += row.lines;
        batch.used += row.used;
        batch.first = fresh ? row.first : std::min(batch.first, row.first);
        batch.last = fresh ? row.last : std::max(batch.last, row.last);
        batch.ms = minted_ms(row.id);
    }
    return batches;
}

std::vector<std::string> Bank::accounts() const {
    std::set<std::string> found;
    for (const core::BankImportRow& row : session_.inside().store->bank_imports()) {
        if (!row.voided) found.insert(row.account);
    }
    return {found.begin(), found.end()};
}

std::vector<core::MatchProposal> Bank::propose(std::span<const core::BankLineRow> rows) const {
    core::MatchBook book = session_.inside().store->match_book();
    book.policy.small_difference_minor = session_.inside().policy().small_difference_minor;
    book.policy.exponent = session_.book().currency.exponent();
    book.index();
    std::vector<core::BankLine> lines;
    std::vector<core::Currency> currencies;
    for (const core::BankLineRow& row : rows) {
        lines.push_back(row.what);
        currencies.push_back(row.currency);
    }
    return book.propose(lines, currencies);
}

core::MatchProposal Bank::propose_for(const core::BankLineRow& row,
                                      core::CustomerId customer) const {
    core::MatchBook book = session_.inside().store->match_book();
    book.policy.small_difference_minor = session_.inside().policy().small_difference_minor;
    book.policy.exponent = session_.book().currency.exponent();
    book.index();
    return book.propose_for(row.what, row.currency, customer);
}

core::Result<Outcome> Bank::confirm(std::span<const core::BankLineRow> rows,
                                    std::span<const core::MatchProposal> proposals) {
    std::vector<core::Command> commands;
    std::vector<core::Command> uses;
    for (std::size_t i = 0; i < proposals.size(); ++i) {
        const core::MatchProposal& proposal = proposals[i];
        const core::BankLineRow& row = rows[i];
        if (row.what.minor <= 0) {
            return core::fail(core::ErrorCode::amount_not_positive, "line");
        }
        core::BankLineUsed used{session_.mint(), row.what.id, proposal.recorded, {}};
        if (proposal.recorded.is_nil()) {
            if (proposal.customer.is_nil()) {
                return core::fail(core::ErrorCode::required, "customer");
            }
            core::RecordReceipt record;
            int time = 0;
            do record.receipt.id = receipt_of_line(row.what.id, time);
            while (session_.inside().store->has_entity(core::entity_of(record.receipt.id)) &&
                   ++time < most_times);
            record.receipt.customer = proposal.customer;
            record.receipt.amount = {row.what.minor, row.currency};
            record.receipt.date = row.what.date;
            record.receipt.method = "bank";
            const std::string& told =
                row.what.reference.empty() ? row.what.memo : row.what.reference;
            record.receipt.reference = cut(told, core::longest_reference);
            record.receipt.note = row.what.payer;
            if (!proposal.parts.empty()) {
                record.plan = {core::AllocationRule::manual, proposal.parts};
            }
            if (proposal.fee_minor > 0) {
                record.companions.push_back({core::CreditType::fee, proposal.fee_minor, {}});
            }
            if (proposal.difference_minor > 0) {
                record.companions.push_back(
                    {core::CreditType::write_off, proposal.difference_minor, {}});
            }
            used.receipt = record.receipt.id;
            commands.emplace_back(std::move(record));
        }
        uses.emplace_back(core::UseBankLine{std::move(used)});
    }
    commands.insert(commands.end(), uses.begin(), uses.end());
    return session_.run_batch(commands);
}

Bank::Confirmed Bank::confirm_each(std::span<const core::BankLineRow> rows,
                                   std::span<const core::MatchProposal> proposals) {
    Confirmed all;
    if (proposals.empty()) return all;
    if (auto done = confirm(rows.first(proposals.size()), proposals)) {
        all.outcome = *std::move(done);
        return all;
    } else if (proposals.size() == 1) {
        all.refused.emplace_back(rows.front().what.id, done.error());
        return all;
    }
    const std::size_t half = proposals.size() / 2;
    all = confirm_each(rows, proposals.first(half));
    Confirmed rest = confirm_each(rows.subspan(half), proposals.subspan(half));
    std::ranges::move(rest.refused, std::back_inserter(all.refused));
    std::ranges::move(rest.outcome.facts, std::back_inserter(all.outcome.facts));
    std::ranges::move(all.outcome.undo, std::back_inserter(rest.outcome.undo)); // last first
    all.outcome.undo = std::move(rest.outcome.undo);
    return all;
}

core::Result<Outcome> Bank::set_aside(std::span<const core::EntityId> lines,
                                      const std::string& reason) {
    std::vector<core::Command> commands;
    for (const core::EntityId line : lines) {
        commands.emplace_back(core::UseBankLine{{session_.mint(), line, {}, reason}});
    }
    return session_.run_batch(commands);
}

bool Bank::booked_from(core::ReceiptId receipt, core::EntityId line) const {
    for (int time = 0; time < most_times; ++time) {
        if (receipt_of_line(line, time) == receipt) return true;
    }
    return false;
}

core::Result<Outcome> Bank::take_back(core::EntityId line, const std::string& reason) {
    const auto row = session_.inside().store->bank_line(line);
    if (!row) { return core::fail(core::ErrorCode::unknown_document, "line", core::to_text(line)); }
    if (row->is_open()) return core::fail(core::ErrorCode::nothing_to_do, "open_line");
    std::vector<core::Command> commands{
        core::Reverse{session_.mint(), row->use, std::nullopt, reason}};
    if (!row->receipt.is_nil() && booked_from(row->receipt, line)) {
        commands.emplace_back(
            core::Reverse{session_.mint(), core::entity_of(row->receipt), std::nullopt, reason});
    }
    return session_.run_batch(commands);
}

core::Result<Outcome> Bank::take_out(const BankBatch& batch, const std::string& reason) {
    std::set<core::EntityId> mine;
    std::set<core::EntityId> elsewhere;
    const auto& book = *session_.inside().store;
    for (const core::BankImportRow& row : book.bank_imports()) {
        if (row.voided) continue;
        const auto fact = book.fact(row.id);
        const auto* imported = fact ? std::get_if<core::BankLinesImported>(&*fact) : nullptr;
        if (imported == nullptr) continue;
        auto& into = std::ranges::contains(batch.imports, row.id) ? mine : elsewhere;
        for (const core::BankLine& line : imported->lines) into.insert(line.id);
    }
    std::vector<core::Command> commands;
    for (const core::BankLineRow& row : lines(false)) {
        if (row.is_open() || !mine.contains(row.what.id) || elsewhere.contains(row.what.id)) {
            continue;
        }
        commands.emplace_back(core::Reverse{session_.mint(), row.use, std::nullopt, reason});
        if (!row.receipt.is_nil() && booked_from(row.receipt, row.what.id)) {
            commands.emplace_back(
                core::Reverse{session_.mint(), core::entity_of(row.receipt), std::nullopt, reason});
        }
    }
    for (const core::EntityId id : batch.imports) {
        commands.emplace_back(core::Reverse{session_.mint(), id, std::nullopt, reason});
    }
    return session_.run_batch(commands);
}

} // namespace huikuan::session
