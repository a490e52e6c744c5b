#include "sim/world.h"

#include <algorithm>

#include "sync/hash.h"

namespace huikuan::sim {

namespace {

constexpr std::int64_t minute = 60'000;
constexpr std::int64_t year = 365LL * 24 * 60 * minute;
constexpr std::int64_t start_ms = 1'790'064'930'123; // 2026-09-22
constexpr std::size_t most_replicas = 8;

std::string short_of(const core::Hash& hash) { return sync::to_hex(hash).substr(0, 12); }

// The first line in which two views differ.
std::string difference(const std::string& left, const std::string& right) {
    const auto [a, b] = std::ranges::mismatch(left, right);
    const auto at = static_cast<std::size_t>(a - left.begin());
    const auto line = [](const std::string& text, std::size_t where) {
        const std::size_t from = text.rfind('\n', where) + 1;
        return text.substr(from, text.find('\n', where) - from);
    };
    return line(left, at) + "\n  against: " + line(right, at);
}

} // namespace

World::World(std::uint64_t seed, Tally& tally) : random_(seed), tally_(tally), now_ms_(start_ms) {
    for (int count = 0; count < 4; ++count) customers_.push_back(fresh_id());
    for (auto devices = random_.between(2, 4); devices > 0; --devices) join();
    // The book's founder says who the customers are; some stay unknown until somebody else does.
    for (const core::EntityId id : customers_) {
        if (random_.chance(20)) continue;
        replicas_[0]->write({core::FieldsSet{core::RegisterKind::customer, id, {{"name", "C"}}}},
                            now_ms_);
    }
}

core::EntityId World::fresh_id() { return core::mint_id(now_ms_, random_.ten_bytes()); }
core::EntityId World::any_known(const std::vector<core::EntityId>& ids) {
    // Rarely one that nobody has.
    if (ids.empty() || random_.chance(2)) return fresh_id();
    return ids[random_.below(ids.size())];
}
core::CustomerId World::any_customer() {
    return core::id_cast<core::CustomerId>(any_known(customers_));
}
core::Date World::any_date() {
    return core::add_days(core::date_of(2026, 9, 1).value(),
                          static_cast<std::int32_t>(random_.below(12)));
}
core::Money World::any_money() {
    static const core::Currency cny{"CNY"};
    static const core::Currency usd{"USD"};
    if (random_.chance(2)) return {core::largest_amount_minor, cny};
    return {random_.between(1, 4) * 100, random_.chance(92) ? cny : usd};
}

void World::join() {
    if (replicas_.size() >= most_replicas) return;
    auto replica = std::make_unique<Replica>(
        random_, random_.chance(50) ? this_version : later_version, written_);
    if (random_.chance(30)) {
        replica->clock_skew_ms = random_.chance(50) ? random_.between(-70, 70) * year
                                                    : random_.between(-3000, 3000) * minute;
    }
    replicas_.push_back(std::move(replica));
    tally_("join");
}

core::Command World::any_command(Replica& replica) {
    switch (random_.below(12)) {
    case 0:
    case 1: {
        static const std::vector<std::string> names{"name", "phone", "terms_days", "owner"};
        static const std::vector<std::string> values{"A", "B", "30"};
        const std::string& name = names[random_.below(names.size())];
        const std::string value = name == "terms_days" ? std::to_string(random_.below(3) * 30)
                                                       : values[random_.below(values.size())];
        return core::SetFields{
            {core::RegisterKind::customer, core::entity_of(any_customer()), {{name, value}}}};
    }
    case 2:
    case 3:
    case 4: {
        core::IssueInvoice issue;
        issue.invoice.id = core::id_cast<core::InvoiceId>(fresh_id());
        issue.invoice.customer = any_customer();
        issue.invoice.number = "N" + std::to_string(random_.below(6));
        issue.invoice.amount = any_money();
        issue.invoice.issued = any_date();
        return issue;
    }
    case 5:
    case 6:
    case 7: {
        core::RecordReceipt record;
        record.receipt.id = core::id_cast<core::ReceiptId>(fresh_id());
        record.receipt.customer = any_customer();
        record.receipt.amount = any_money();
        record.receipt.date = any_date();
        record.receipt.method = "bank";
        if (random_.chance(40)) {
            record.receipt.reference = "R" + std::to_string(random_.below(4));
        }
        record.plan.rule = random_.chance(70) ? core::AllocationRule::oldest_due_first
                                              : core::AllocationRule::none;
        return record;
    }
    case 8: {
        core::AllocateReceipt allocate;
        allocate.id = fresh_id();
        allocate.receipt = core::id_cast<core::ReceiptId>(any_known(receipts_));
        allocate.plan.rule = core::AllocationRule::oldest_due_first;
        allocate.date = core::date_of(2026, 9, 20).value();
        return allocate;
    }
    case 9: {
        const auto open = replica.store().exceptions();
        if (open.empty()) break;
        const core::ExceptionRow& row = open[random_.below(open.size())];
        if (row.choices.empty()) break;
        return core::ResolveException{
            {fresh_id(), row.id, row.choices[random_.below(row.choices.size())], ""}};
    }
    default: break;
    }
    core::Reverse reverse;
    reverse.id = fresh_id();
    std::vector<core::EntityId>& kind = random_.chance(40)   ? invoices_
                                        : random_.chance(60) ? receipts_
                                                             : others_;
    reverse.target = any_known(kind);
    if (random_.chance(30)) reverse.date = any_date();
    reverse.reason = "x";
    return reverse;
}

void World::act() {
    Replica& replica = *random_.pick(replicas_);
    // What a person does is mostly possible: of what chance proposes, the first that is.
    std::optional<std::vector<core::Fact>> facts;
    const bool newer = random_.chance(30);
    for (int tries = newer ? 6 : 1; tries > 0 && !facts; --tries) {
        facts = replica.run(newer ? newer_command() : any_command(replica), now_ms_);
        if (!facts) tally_("refused by decide");
    }
    if (!facts) return;
    tally_("command");
    for (const core::Fact& fact : *facts) {
        note(fact);
        tally_("decided " + std::string(core::kind_of(fact)));
    }
    check(replica);
}

// Any fact about anything, sense or not. Ids are used twice now and then.
core::Fact World::any_fact() {
    switch (random_.below(6)) {
    case 0: {
        core::InvoiceIssued invoice;
        invoice.id = core::id_cast<core::InvoiceId>(id_for(invoices_));
        invoice.customer = any_customer();
        invoice.number = random_.chance(20) ? "" : "N" + std::to_string(random_.below(6));
        invoice.amount = any_money();
        invoice.issued = any_date();
        invoice.lines = {{invoice.issued, invoice.amount.minor}};
        return invoice;
    }
    case 1: {
        core::ReceiptRecorded receipt;
        receipt.id = core::id_cast<core::ReceiptId>(id_for(receipts_));
        receipt.customer = any_customer();
        receipt.amount = any_money();
        receipt.date = any_date();
        return receipt;
    }
    case 2:
    case 3:
        return core::AllocationMade{
            core::id_cast<core::AllocationId>(id_for(others_)),
            core::id_cast<core::ReceiptId>(any_known(random_.chance(95) ? receipts_ : invoices_)),
            core::id_cast<core::InvoiceId>(any_known(random_.chance(95) ? invoices_ : receipts_)),
            any_money(), any_date()};
    case 4: {
        std::vector<core::EntityId>& kind = random_.chance(40)   ? others_
                                            : random_.chance(50) ? invoices_
                                            : random_.chance(80) ? receipts_
                                                                 : customers_;
        const core::EntityId target = any_known(kind);
        return core::Reversed{id_for(others_), target, any_date(), ""};
    }
    default:
        return core::ExceptionResolved{id_for(others_), sync::to_hex(sync::sha256("none")), "keep",
                                       ""};
    }
}

void World::misbehave() {
    Replica& replica = *random_.pick(replicas_);
    if (random_.chance(80)) {
        std::vector<core::Fact> facts;
        for (auto count = random_.between(1, 3); count > 0; --count) {
            facts.push_back(random_.chance(40) ? any_newer_fact() : any_fact());
            note(facts.back());
            tally_("claimed " + std::string(core::kind_of(facts.back())));
        }
        // A later app's change: an earlier one keeps it and passes it on.
        const bool later = replica.version() == later_version && random_.chance(30);
        replica.write(facts, now_ms_, later ? later_version : this_version);
        tally_(later ? "fact of a later version" : "fact without decide");
    } else {
        static const std::vector<std::pair<const char*, const char*>> lines{
            {"creditnote.issue", R"({"amt":5})"},
            {"invoice.issue", R"({"amt":-5})"},
            {"reverse", "null"},
            {"receipt.record", R"({"amt":9007199254740991})"},
            {"allocation.make", R"({"amt":"5"})"},
            {"customer.set", R"({"name":7})"}};
        const auto& [kind, body] = lines[random_.below(lines.size())];
        const core::EntityId entity = any_known(random_.chance(50) ? invoices_ : customers_);
        replica.write_line(kind, body, entity, now_ms_,
                           static_cast<std::uint32_t>(random_.between(1, later_version + 1)));
        tally_("line without a fact");
    }
    check(replica);
}

void World::send() {
    Replica& replica = *random_.pick(replicas_);
    static constexpr std::array forms{sync::BundleForm::lines, sync::BundleForm::gzip,
                                      sync::BundleForm::document};
    std::optional<sync::VersionVector> peer;
    if (random_.chance(60)) peer = replicas_[random_.below(replicas_.size())]->have();
    File file{replica.export_bundle(forms[random_.below(forms.size())], peer), true, false,
              peer.value_or(sync::VersionVector{})};
    // A file may leave before the disk has what is in it: then a crash makes a copy of ourselves.
    if (random_.chance(80)) {
        replica.save();
        acknowledged_.insert(replica.durable.begin(), replica.durable.end());
    }
    if (random_.chance(15)) {
        tally_("file lost");
        return;
    }
    if (random_.chance(15)) {
        files_.push_back(file);
        tally_("file doubled");
    }
    files_.push_back(std::move(file));
    tally_(peer ? "file since" : "file of all");
}

void World::break_file(File& file) {
    std::string& bytes = file.bytes;
    file.whole = false;
    switch (random_.below(5)) {
    case 0:
        // More than a last line end or bracket, without which everything would still be there.
        file.torn = bytes.size() > 3;
        bytes.resize(random_.below(bytes.size() - (file.torn ? 3 : 0)));
        tally_("file torn");
        break;
    case 1: {
        const std::size_t at = random_.below(bytes.size());
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << random_.below(8)));
        tally_("bit flipped");
        break;
    }
    case 2:
        bytes += "\n";
        tally_("file lengthened");
        break;
    case 3:
        bytes.insert(0, "\xEF\xBB\xBF");
        tally_("byte order mark");
        break;
    default: {
        const std::size_t from = random_.below(bytes.size());
        bytes.erase(from, random_.below(200) + 1);
        tally_("part of file gone");
    }
    }
}

void World::deliver() {
    if (files_.empty()) return;
    const std::size_t index = random_.below(files_.size());
    File file = files_[index];
    if (random_.chance(70)) files_.erase(files_.begin() + static_cast<std::ptrdiff_t>(index));
    if (random_.chance(20)) break_file(file);
    Replica& replica = *random_.pick(replicas_);
    const bool abandon = random_.chance(8);
    const auto held_before = replica.store().counts().held;
    const bool fits = std::ranges::all_of(file.peer, [&](const sync::Tip& tip) {
        return replica.store().has(tip.device, tip.seq, tip.hash);
    });
    const auto outcome = replica.merge(file.bytes, now_ms_, abandon);
    require(!file.whole || outcome != Replica::Merge::refused, "a whole file was refused");
    require(!file.torn || outcome == Replica::Merge::refused, "a torn file was taken");
    require(!file.whole || !fits || replica.store().counts().held <= held_before,
            "a file made for what its reader has leaves a gap");
    tally_(outcome == Replica::Merge::merged    ? "merge"
           : outcome == Replica::Merge::refused ? "merge refused"
                                                : "merge abandoned");
    check(replica);
}

// What was acknowledged but only on a disk that is gone now is lost, as a person knows it is.
void World::note_lost(const std::set<core::Hash>& before) {
    for (const core::Hash& hash : before) {
        const bool kept = std::ranges::any_of(
            replicas_, [&](const auto& replica) { return replica->durable.contains(hash); });
        if (!kept) acknowledged_.erase(hash);
    }
}

// A profile copied to another machine, or a backup put back.
void World::copy() {
    Replica& source = *random_.pick(replicas_);
    if (random_.chance(40) && replicas_.size() < most_replicas) {
        auto clone = std::make_unique<Replica>(random_, source.version(), written_);
        clone->restore(source.image());
        replicas_.push_back(std::move(clone));
        tally_("clone");
    } else if (random_.chance(50) || old_images_.empty()) {
        old_images_.push_back(source.image());
    } else {
        Replica& replica = *random_.pick(replicas_);
        const std::set<core::Hash> before = replica.durable;
        replica.restore(old_images_[random_.below(old_images_.size())]);
        // The backup may have been made by the earlier app.
        replica.store().rebuild().value();
        replica.save();
        note_lost(before);
        tally_("backup restored");
        check(replica);
    }
}

void World::step() {
    now_ms_ += random_.chance(70) ? random_.between(0, 5) : random_.between(0, 60) * minute;
    const std::uint64_t what = random_.below(100);
    if (what < 42) return act();
    if (what < 56) return misbehave();
    if (what < 70) return send();
    if (what < 88) return deliver();
    Replica& replica = *random_.pick(replicas_);
    if (what < 91) {
        replica.save();
        acknowledged_.insert(replica.durable.begin(), replica.durable.end());
    } else if (what < 94) {
        replica.crash();
        tally_("crash");
        check(replica);
    } else if (what < 97) {
        copy();
    } else if (what < 98) {
        join();
    } else if (what < 99) {
        replica.clock_skew_ms = random_.between(-70, 70) * year;
        tally_("clock jump");
    } else if (replica.version() == this_version) {
        replica.upgrade();
        acknowledged_.insert(replica.durable.begin(), replica.durable.end());
        tally_("upgrade");
        check(replica);
    }
}

// After a step: hard invariants, and that one set has one view, whoever has it and however it came.
void World::check(Replica& replica) {
    replica.check_lightly();
    if (random_.chance(25)) {
        const auto place = std::pair{replica.version(), replica.store().set_digest()};
        const core::Hash view = replica.store().view_digest();
        const auto [known, fresh] = views_.emplace(place, view);
        require(known->second == view, "one set has two views: " + short_of(place.second));
        tally_(fresh ? "view" : "view met again");
    }
    if (random_.chance(4)) {
        const store::CheckReport report = replica.store().check();
        require(report.sound,
                "the store's own check: " + report.bad.field + " " + report.bad.detail);
        tally_("replay equal");
    }
    if (random_.chance(6)) {
        replica.check_against_model();
        tally_("model equal");
    }
}

// Everyone's file reaches everyone, whole: two rounds, for what was held back or learned of itself.
// The second round carries differences: what a reader lacks by its own account must be all it
// lacks.
void World::settle_down() {
    for (const bool whole : {true, false}) {
        for (std::size_t from = 0; from < replicas_.size(); ++from) {
            const auto file_for = [&](const Replica* reader) {
                return replicas_[from]->export_bundle(
                    sync::BundleForm::lines,
                    reader != nullptr ? std::optional(reader->have()) : std::nullopt);
            };
            const std::string file = whole ? file_for(nullptr) : std::string();
            for (std::size_t to = 0; to < replicas_.size(); ++to) {
                if (from == to) continue;
                const auto merged = replicas_[to]->merge(
                    whole ? file : file_for(replicas_[to].get()), now_ms_, false);
                require(merged == Replica::Merge::merged, "a whole file was refused at the end");
            }
        }
    }
}

void World::compare_all() {
    for (const auto& replica : replicas_) {
        if (replica->version() == this_version) replica->upgrade();
    }
    Replica& first = *replicas_[0];
    const std::string view = first.dump();
    for (const auto& replica : replicas_) {
        replica->check_lightly();
        require(replica->store().set_digest() == first.store().set_digest(),
                "the sets differ at the end");
        const std::string other = replica->dump();
        require(other == view, "the views differ at the end: " + difference(view, other));
    }
    Replica& any = *random_.pick(replicas_);
    any.check_against_model();
    const store::CheckReport report = any.store().check();
    require(report.sound, "the store's own check at the end: " + report.bad.detail);
    std::set<core::Hash> there;
    for (const core::Change& change : first.changes()) there.insert(change.hash);
    for (const core::Hash& hash : acknowledged_) {
        require(there.contains(hash), "an acknowledged change is lost: " + short_of(hash));
    }
    tally_.counts["changes at the end"] += there.size();
}

// The same set in any order, doubled, in portions of any size; and its bundle is its bundle.
void World::replay(Replica& replica) {
    Changes changes = replica.changes();
    for (std::size_t at = changes.size(); at > 1; --at) {
        std::swap(changes[at - 1], changes[random_.below(at)]);
    }
    for (auto twice = random_.below(4); twice > 0 && !changes.empty(); --twice) {
        const core::Change again = changes[random_.below(changes.size())];
        changes.push_back(again);
    }
    Replica other(random_, later_version, written_);
    for (std::size_t at = 0; at < changes.size();) {
        const std::size_t portion = std::min(changes.size() - at, 1 + random_.below(60));
        const auto done = other.store().append(std::span(changes).subspan(at, portion));
        require(done.has_value(), "append of a portion");
        at += portion;
    }
    require(other.store().held().empty(), "something is held back though all is there");
    const std::string view = replica.dump();
    const std::string again = other.dump();
    require(again == view, "another order, another view: " + difference(view, again));
    for (const core::Change& change : changes) other.received.emplace(change.hash, change);
    const auto after_header = [](const std::string& bundle) {
        return bundle.substr(bundle.find('\n') + 1);
    };
    const std::string ours = after_header(replica.export_bundle(sync::BundleForm::lines, {}));
    const std::string theirs = after_header(other.export_bundle(sync::BundleForm::lines, {}));
    const auto without_end = [](const std::string& lines) {
        return lines.substr(0, lines.rfind("{\"$\":\"end\""));
    };
    require(without_end(ours) == without_end(theirs),
            "a book that travelled is written differently: " + difference(ours, theirs));
}

void World::run() {
    const auto steps = static_cast<int>(random_.between(30, 130));
    for (int count = 0; count < steps; ++count) step();
    settle_down();
    compare_all();
    replay(*replicas_[0]);
}

} // namespace huikuan::sim
