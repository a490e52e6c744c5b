#include "session/resolve.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "core/date.h"
#include "core/sorting.h"
#include "session/batch.h"
#include "session/inside.h"
#include "sync/hash.h"

namespace huikuan::session {

namespace {

using core::ExceptionKind;

core::Error no_such_choice(const std::string& choice) {
    return {core::ErrorCode::malformed, "choice", choice};
}

// "pick:1" -> 1
std::optional<std::size_t> index_in(std::string_view choice, std::size_t count) {
    const auto colon = choice.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    std::size_t index = 0;
    const char* end = choice.data() + choice.size();
    const auto [stop, failed] = std::from_chars(choice.data() + colon + 1, end, index);
    if (failed != std::errc{} || stop != end || index >= count) return std::nullopt;
    return index;
}

// "device:seq:hash", as members that are changes are named.
std::optional<core::Change> change_named(const store::Store& store, std::string_view member) {
    const auto first = member.find(':');
    const auto second = member.find(':', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
    const auto device = core::parse_device(member.substr(0, first));
    const auto hash = sync::parse_hash(member.substr(second + 1));
    std::uint64_t seq = 0;
    std::from_chars(member.data() + first + 1, member.data() + second, seq);
    if (!device || !hash) return std::nullopt;
    return store.change(*device, seq, *hash);
}

class Choice {
public:
    Choice(Session& session, const core::ExceptionRow& row, const std::string& note)
        : session_(session), row_(row), note_(note), batch_(session.inside()) {}

    core::Result<void> make(const std::string& choice) {
        if (!std::ranges::contains(row_.choices, choice))
            return std::unexpected(no_such_choice(choice));
        // First: what follows may make the exception go away.
        core::ResolveException written;
        written.resolution = {session_.mint(), row_.id, choice, note_};
        if (auto taken = take(written); !taken) return taken;
        if (row_.kind == ExceptionKind::over_allocation) return over_allocation(choice);
        if (row_.kind == ExceptionKind::possible_duplicate_bank_line) {
            return choice == "same" ? one_line() : core::Result<void>{};
        }
        if (choice == "same") return one_payment();
        if (choice.starts_with("reverse:")) {
            const auto index = index_in(choice, row_.members.size());
            const auto target = index ? core::parse_id(row_.members[*index]) : std::nullopt;
            return target ? reverse(*target) : std::unexpected(no_such_choice(choice));
        }
        if (choice.starts_with("pick:")) return pick(choice);
        return {};
    }
    core::Result<Outcome> commit() {
        auto done = batch_.commit();
        if (!done) return done;
        done->again = std::move(again_);
        done->restore = std::move(restore_);
        return done;
    }

private:
    core::Result<void> take(const core::Command& command) { return batch_.take(command); }
    core::Result<void> reverse(core::EntityId target) {
        auto again = entered_again(session_, target);
        again_.insert(again_.end(), again.begin(), again.end());
        const std::string why = note_.empty() ? row_.id.substr(0, 12) : note_;
        return take(core::Reverse{session_.mint(), target, std::nullopt, why});
    }
    // A correction that is only a help: where nothing can be allocated, nothing is.
    void help(const core::AllocateReceipt& allocate) { (void)take(allocate); }

    core::Result<void> over_allocation(const std::string& choice) {
        if (choice == "keep") return {};
        for (const std::string& member : row_.members) {
            const auto id = core::parse_id(member);
            const auto fact = id ? session_.inside().store->fact(*id) : std::nullopt;
            const auto* made = fact ? std::get_if<core::AllocationMade>(&*fact) : nullptr;
            if (made == nullptr) continue;
            if (auto reversed = reverse(*id); !reversed) return reversed;
            if (choice != "reallocate") return {};
            core::AllocateReceipt allocate;
            allocate.id = session_.mint();
            allocate.receipt = made->receipt;
            allocate.plan.rule = core::AllocationRule::oldest_due_first;
            allocate.date = std::max(session_.today(), made->date);
            help(allocate);
            return {};
        }
        return {};
    }

    core::Result<void> one_payment() {
        const auto sides = sides_of(session_, row_);
        std::vector<core::ReceiptId> receipts;
        for (const ExceptionSide& side : sides)
            if (side.fact && std::holds_alternative<core::ReceiptRecorded>(*side.fact))
                receipts.push_back(core::id_cast<core::ReceiptId>(side.entity));
        return keep_first(receipts);
    }

    // What the others paid, the first one pays.
    core::Result<void> keep_first(const std::vector<core::ReceiptId>& receipts) {
        if (receipts.size() < 2) return {};
        const auto kept = session_.receipt(receipts.front(), session_.today());
        std::int64_t left = kept ? kept->unapplied : 0;
        core::AllocateReceipt moved;
        moved.receipt = receipts.front();
        moved.plan.rule = core::AllocationRule::manual;
        moved.date = session_.today();
        for (std::size_t i = 1; i < receipts.size(); ++i) {
            for (const auto& part : session_.allocations_of(core::entity_of(receipts[i]))) {
                if (part.end != core::far_future) continue;
                const std::int64_t minor = std::min(left, part.effective);
                if (minor <= 0) continue;
                left -= minor;
                moved.plan.parts.push_back({part.invoice, minor});
                moved.date = std::max(moved.date, part.start);
            }
            if (auto reversed = reverse(core::entity_of(receipts[i])); !reversed) return reversed;
        }
        moved.id = session_.mint();
        if (!moved.plan.parts.empty()) help(moved);
        return {};
    }

    // One line stays; the others are set aside, and what was booked from them is one receipt.
    core::Result<void> one_line() {
        std::vector<core::BankLineRow> lines;
        for (const std::string& member : row_.members) {
            const auto id = core::parse_id(member);
            if (auto line = session_.inside().store->bank_line(id.value_or(core::EntityId{}))) {
                lines.push_back(*std::move(line));
            }
        }
        std::ranges::stable_sort(lines, {}, [](const core::BankLineRow& line) {
            const core::BankLine& what = line.what; // what is booked stays, else what says most
            const int unsaid = (what.payer.empty() ? 4 : 0) + (what.reference.empty() ? 2 : 0) +
                               (what.payer_account.empty() ? 1 : 0);
            return std::pair(line.receipt.is_nil(), unsaid);
        });
        std::vector<core::ReceiptId> receipts;
        for (const core::BankLineRow& line : lines) {
            const bool booked = !line.receipt.is_nil();
            if (booked && !std::ranges::contains(receipts, line.receipt))
                receipts.push_back(line.receipt);
            if (&line == &lines.front() || (!booked && !line.is_open())) continue;
            if (booked) {
                if (auto taken = reverse(line.use); !taken) return taken;
            }
            const std::string why = note_.empty() ? lines.front().file : note_;
            core::BankLineUsed aside{session_.mint(), line.what.id, {}, why};
            if (aside.reason.empty()) aside.reason = row_.id.substr(0, 12);
            if (auto taken = take(core::UseBankLine{std::move(aside)}); !taken) return taken;
        }
        return keep_first(receipts);
    }

    core::Result<void> pick(const std::string& choice) {
        const auto index = index_in(choice, row_.values.size());
        core::EntityId entity;
        for (const std::string& member : row_.members)
            if (const auto id = core::parse_id(member)) entity = *id;
        if (!index || entity.is_nil()) return std::unexpected(no_such_choice(choice));
        core::SetFields set{
            {core::RegisterKind::customer, entity, {{row_.field, row_.values[*index]}}}};
        if (row_.field == "decided") { // it stays the decision of whoever made it
            set.fields.kind = core::RegisterKind::task;
            set.fields.fields.emplace_back("decided_by", decider(row_.values[*index]));
        }
        // What was shown comes back with an undo; the conflict does not: somebody has decided.
        if (const auto would = session_.preview(set)) restore_ = would->restore;
        return take(set);
    }

    std::string decider(const std::string& decided) {
        for (const ExceptionSide& side : sides_of(session_, row_)) {
            const auto* set = side.fact ? std::get_if<core::FieldsSet>(&*side.fact) : nullptr;
            if (set == nullptr || side.value != decided) continue;
            for (const auto& [name, value] : set->fields) {
                if (name == "decided_by") return value;
            }
        }
        return {};
    }

    Session& session_;
    const core::ExceptionRow& row_;
    const std::string& note_;
    Batch batch_;
    std::vector<core::Fact> again_;
    std::optional<core::FieldsSet> restore_;
};

// ---------------------------------------------------------------- sides

class Sides {
public:
    Sides(Session& session, const core::ExceptionRow& row)
        : session_(session), store_(*session.inside().store), row_(row) {}

    std::vector<ExceptionSide> all() {
        if (row_.kind == ExceptionKind::over_allocation) competing_allocations();
        else
            for (const std::string& member : row_.members) take(member);
        core::sort(sides_, {}, [](const ExceptionSide& side) {
            return std::tuple(side.time, side.device, side.seq);
        });
        for (ExceptionSide& side : sides_) knowledge(side);
        return std::move(sides_);
    }

private:
    void take(const std::string& member) {
        if (const auto id = core::parse_id(member)) {
            // A customer that is only the place of a conflict is no side of it.
            const bool place = row_.kind == ExceptionKind::field_conflict ||
                               row_.kind == ExceptionKind::id_clash ||
                               row_.kind == ExceptionKind::newer_version_needed;
            if (!place) take_entity(*id);
        } else if (const auto change = change_named(store_, member)) {
            ExceptionSide side = side_of(*change);
            if (row_.kind == ExceptionKind::field_conflict) fill_field(side, *change);
            sides_.push_back(std::move(side));
        }
    }
    ExceptionSide side_of(const core::Change& change) {
        ExceptionSide side;
        side.entity = change.entity;
        side.device = change.device;
        side.own = change.device == session_.inside().author.device;
        side.seq = change.seq;
        side.time = change.time;
        side.kind = change.kind;
        side.fact = change.fact;
        return side;
    }
    void take_entity(core::EntityId id) {
        if (row_.kind == ExceptionKind::possible_duplicate_bank_line) {
            const auto line = store_.bank_line(id);
            return line ? take_said(line->imported, &*line) : void();
        }
        take_said(id, nullptr);
    }
    // `line`: of all that the entity says, this.
    void take_said(core::EntityId id, const core::BankLineRow* line) {
        for (const core::HistoryRow& row : store_.history(id)) {
            const bool says_it =
                row.entity == id && row.fact && !std::holds_alternative<core::FieldsSet>(*row.fact);
            if (!says_it) continue;
            ExceptionSide side;
            side.entity = id;
            side.device = row.device;
            side.own = row.device == session_.inside().author.device;
            side.seq = row.seq;
            side.time = row.time;
            side.kind = row.kind;
            side.fact = row.fact;
            side.voided = row.voided;
            if (line != nullptr) {
                side.entity = line->what.id;
                side.fact = core::BankLinesImported{
                    id, line->account, line->currency, line->file, {line->what}};
            }
            sides_.push_back(std::move(side));
            return;
        }
        ExceptionSide missing;
        missing.entity = id;
        missing.arrived = store_.has_entity(id);
        sides_.push_back(std::move(missing));
    }
    // Everyone who takes from the receipt, or pays the invoice, that is too small.
    void competing_allocations() {
        std::set<core::EntityId> seen;
        for (const std::string& member : row_.members) {
            const auto id = core::parse_id(member);
            if (!id) continue;
            for (const auto& part : session_.allocations_of(*id)) {
                const core::EntityId entity = core::entity_of(part.id);
                if (part.end != core::far_future || !seen.insert(entity).second) continue;
                const std::size_t at = sides_.size();
                take_entity(entity);
                if (sides_.size() == at) continue;
                sides_[at].effective = part.effective;
                sides_[at].parked = part.amount.minor - part.effective;
            }
        }
    }
    // What the writer of one value had before its eyes: the latest of those that its write covers.
    void fill_field(ExceptionSide& side, const core::Change& change) {
        const auto value_in = [&](const core::Fact& fact) -> std::optional<std::string> {
            const auto* set = std::get_if<core::FieldsSet>(&fact);
            if (set == nullptr) return std::nullopt;
            for (const auto& [name, value] : set->fields)
                if (name == row_.field) return value;
            return std::nullopt;
        };
        if (change.fact) side.value = value_in(*change.fact);
        side.saw = "";
        for (const core::HistoryRow& row : store_.history(change.entity)) {
            const auto seen = std::ranges::find(change.context, row.device, &core::Dot::device);
            const bool covered = seen != change.context.end() && seen->seq >= row.seq &&
                                 !(row.device == change.device && row.seq >= change.seq);
            const auto value = row.fact && covered ? value_in(*row.fact) : std::nullopt;
            if (value) side.saw = value;
        }
    }
    void knowledge(ExceptionSide& side) {
        if (side.seq == 0 || row_.kind == ExceptionKind::fork) return;
        std::map<core::DeviceId, std::uint64_t> others; // the least entry of each that matters
        for (const ExceptionSide& other : sides_)
            if (other.seq > 0 && !(other.device == side.device && other.seq == side.seq))
                others.try_emplace(other.device, other.seq);
        for (const auto& [device, seq] : others) {
            const std::uint64_t up_to = device == side.device
                                            ? side.seq - 1
                                            : store_.seen_of(side.device, side.seq, device);
            side.knew.push_back({device, up_to, up_to >= seq});
        }
    }

    Session& session_;
    const store::Store& store_;
    const core::ExceptionRow& row_;
    std::vector<ExceptionSide> sides_;
};

} // namespace

std::vector<ExceptionSide> sides_of(Session& session, const core::ExceptionRow& row) {
    return Sides(session, row).all();
}

core::Result<Outcome> resolve(Session& session, const core::ExceptionRow& row,
                              const std::string& choice, const std::string& note) {
    if (auto refused = session.inside().refusal()) return std::unexpected(*refused);
    Choice chosen(session, row, note);
    if (auto made = chosen.make(choice); !made) return std::unexpected(made.error());
    return chosen.commit();
}

} // namespace huikuan::session
