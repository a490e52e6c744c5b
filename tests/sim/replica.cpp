#include "sim/replica.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <tuple>

#include "core/text.h"
#include "sync/bodies.h"
#include "sync/canonical.h"
#include "sync/clock.h"
#include "sync/codec.h"
#include "sync/hash.h"

namespace huikuan::sim {

namespace {

constexpr core::Date far_date{100'000}; // after all that is written here

std::string to_text(const sync::AuthorState& state) {
    return std::string(state.device.view()) + ' ' + std::to_string(state.seq) + ' ' +
           sync::to_hex(state.tip) + ' ' + sync::to_text(state.clock);
}
sync::AuthorState parse_author(const std::string& text) {
    std::istringstream in(text);
    std::string device, hash, clock;
    sync::AuthorState state;
    in >> device >> state.seq >> hash >> clock;
    state.device = core::parse_device(device).value();
    state.tip = sync::parse_hash(hash).value();
    state.clock = sync::parse_time(clock).value();
    return state;
}

// Collects a bundle into an intake, as session's merge does.
struct Intake final : sync::BundleSink {
    store::Intake* intake = nullptr;
    std::uint32_t version = this_version;
    std::vector<core::Change> portion;
    std::vector<core::Change> all;
    std::size_t portion_size = 1;
    sync::BundleHeader head;

    core::Result<void> header(const sync::BundleHeader& found) override {
        head = found;
        if (found.book != simulated_book()) return core::fail(core::ErrorCode::wrong_book, "book");
        return {};
    }
    core::Result<void> change(core::Change change) override {
        // The reader understood what is of its own view, as session takes it.
        if (change.view > sync::view_version) {
            change.fact = understand(version, change.kind, change.bytes);
        }
        all.push_back(change);
        portion.push_back(std::move(change));
        return portion.size() < portion_size ? core::Result<void>{} : flush();
    }
    core::Result<void> fact(core::Change) override {
        return core::fail(core::ErrorCode::unsupported, "fact");
    }
    core::Result<void> flush() {
        auto added = intake->add(portion);
        portion.clear();
        return added;
    }
};

} // namespace

void require(bool true_thing, const std::string& what) {
    if (!true_thing) throw Failure{what};
}

core::BookId simulated_book() { return {0x0199'0000'0000'7000, 0x8000'0000'0000'0001}; }

std::optional<core::Fact> understand(std::uint32_t version, std::string_view kind,
                                     std::string_view bytes) {
    if (version == this_version) return sync::decode_fact(kind, bytes);
    const auto line = sync::parse_canonical(bytes);
    if (!line) return std::nullopt;
    const sync::Value* view = line->find("r");
    const sync::Value* entity = line->find("e");
    const sync::Value* body = line->find("b");
    if (view == nullptr || view->integer() == nullptr || *view->integer() > version ||
        entity == nullptr || entity->text() == nullptr || body == nullptr) {
        return std::nullopt;
    }
    return sync::read_body(kind, core::parse_id(*entity->text()).value(), *body);
}

store::StoreOptions store_options(std::uint32_t version) {
    store::StoreOptions options;
    options.hash = [](std::string_view bytes) { return sync::sha256(bytes); };
    options.decode = [version](std::string_view kind, std::string_view bytes) {
        return understand(version, kind, bytes);
    };
    options.view_version = version;
    return options;
}

namespace {

// The disk of a book that has just been made; made once.
const Image& empty_book() {
    static const Image image = [] {
        auto made = store::Store::create(store_options(this_version));
        require(made.has_value(), "create");
        Image bytes;
        const auto saved = (*made)->save_bytes([&](std::span<const std::uint8_t> portion) {
            bytes.insert(bytes.end(), portion.begin(), portion.end());
            return true;
        });
        require(saved.has_value(), "save");
        return bytes;
    }();
    return image;
}

} // namespace

Replica::Replica(Random& random, std::uint32_t version, std::set<core::Hash>& written)
    : random_(random), written_(written), version_(version) {
    auto made = store::Store::open_bytes(store_options(version), empty_book());
    require(made.has_value(), "create");
    store_ = std::move(*made);
    author_.device = core::mint_device(random_.ten_bytes());
    require(append({}, author_).has_value(), "first append");
    save();
}

void Replica::open(const Image& image) {
    auto opened = store::Store::open_bytes(store_options(version_), image);
    require(opened.has_value(), "the disk cannot be opened");
    store_ = std::move(*opened);
    author_ = parse_author(store_->local("author").value());
}

void Replica::save() {
    image_.clear();
    const auto saved = store_->save_bytes([&](std::span<const std::uint8_t> bytes) {
        image_.insert(image_.end(), bytes.begin(), bytes.end());
        return true;
    });
    require(saved.has_value(), "save");
    durable.clear();
    const auto read = store_->every_change([&](const core::Change& change) {
        durable.insert(change.hash);
        return true;
    });
    require(read.has_value(), "every_change");
}
void Replica::crash() {
    const Image image = image_;
    open(image);
    std::erase_if(received, [&](const auto& one) { return !durable.contains(one.first); });
    for (const core::Change& held : store_->held()) received.emplace(held.hash, held);
}
void Replica::restore(const Image& image) {
    open(image);
    received.clear();
    for (const core::Change& change : changes()) received.emplace(change.hash, change);
    for (const core::Change& held : store_->held()) received.emplace(held.hash, held);
    save();
}
void Replica::upgrade() {
    version_ = later_version;
    save();
    open(Image(image_));
    require(store_->rebuild().has_value(), "rebuild after the upgrade");
    save();
}

sync::Known Replica::known() const {
    return [this](const core::DeviceId& device, std::uint64_t seq, const core::Hash& hash) {
        return store_->has(device, seq, hash);
    };
}
sync::VersionVector Replica::have() const {
    sync::VersionVector vector;
    for (const store::ChainEnd& end : store_->ends()) {
        vector.push_back({end.device, end.seq, end.hash});
    }
    return vector;
}

core::Result<void> Replica::append(const std::vector<core::Change>& changes,
                                   const sync::AuthorState& next) {
    core::HybridTime last = author_.clock;
    for (const core::Change& change : changes) {
        require(change.time > last, "a stamp is not later than the one before");
        last = change.time;
        require(!store_->has_device_seq(change.device, change.seq),
                "a device writes where it knows that another has written in its name");
        written_.insert(change.hash);
    }
    const std::vector<std::pair<std::string, std::string>> values{{"author", to_text(next)}};
    const auto done = store_->append(changes, values);
    if (!done) return std::unexpected(done.error());
    require(done->fresh == changes.size() && done->held == 0, "own changes did not enter the log");
    author_ = next;
    for (const core::Change& change : changes) received.emplace(change.hash, change);
    return {};
}

void Replica::write(const std::vector<core::Fact>& facts, std::int64_t now_ms, std::uint32_t view) {
    if (view > this_version) {
        for (const core::Fact& fact : facts) {
            const auto body = sync::canonical(sync::write_body(fact));
            write_line(std::string(core::kind_of(fact)), *body, core::entity_of(fact), now_ms,
                       view);
        }
        return;
    }
    std::vector<sync::Draft> drafts;
    sync::AuthorState state = author_;
    for (const core::Fact& fact : facts) {
        const auto* fields = std::get_if<core::FieldsSet>(&fact);
        drafts.push_back({fact, fields != nullptr ? store_->context_of(*fields) : core::Context{}});
    }
    auto stamped = sync::stamp(state, drafts, now_ms + clock_skew_ms);
    if (!stamped) {
        std::string kinds;
        for (const core::Fact& fact : facts) kinds += " " + std::string(core::kind_of(fact));
        throw Failure{"stamp:" + kinds + " " + stamped.error().detail};
    }
    require(append(stamped->changes, stamped->next).has_value(), "append");
    // Of several edits of one field in one go, the last is what shows.
    std::map<std::tuple<core::RegisterKind, core::EntityId, std::string>, std::string> edits;
    for (const core::Fact& fact : facts) {
        const auto* set = std::get_if<core::FieldsSet>(&fact);
        if (set == nullptr) continue;
        for (const auto& [name, value] : set->fields) edits[{set->kind, set->entity, name}] = value;
    }
    for (const auto& [place, value] : edits) {
        const auto& [kind, entity, name] = place;
        require(std::ranges::contains(store_->fields(kind, entity), std::pair{name, value}),
                "an edit is not visible where it was made");
    }
}

void Replica::write_line(const std::string& kind, const std::string& body, core::EntityId entity,
                         std::int64_t now_ms, std::uint32_t view) {
    const core::HybridTime time = sync::next_stamp(author_.clock, now_ms + clock_skew_ms);
    const sync::Object line{{"b", sync::parse_json(body).value()},
                            {"d", author_.device.view()},
                            {"e", core::to_text(entity)},
                            {"k", kind},
                            {"r", std::int64_t{view}},
                            {"s", static_cast<std::int64_t>(author_.seq + 1)},
                            {"t", sync::to_text(time)}};
    auto change = sync::decode(sync::canonical(line).value(), author_.tip);
    require(change.has_value(), "a line that cannot be read");
    change->fact = understand(version_, kind, change->bytes);
    require(append({*change}, {author_.device, change->seq, change->hash, time}).has_value(),
            "append of a line");
}

std::optional<std::vector<core::Fact>> Replica::run(const core::Command& command,
                                                    std::int64_t now_ms) {
    const core::Account account = store_->load_account(command);
    auto facts = core::decide(account, core::Policy{}, command);
    if (!facts) return std::nullopt;
    write(*facts, now_ms);
    return std::move(*facts);
}

std::string Replica::export_bundle(sync::BundleForm form,
                                   const std::optional<sync::VersionVector>& peer) {
    sync::BundleHeader header;
    header.book = simulated_book();
    header.device = author_.device;
    header.have = have();
    header.view = version_;
    if (peer) {
        header.scope = sync::BundleScope::since;
        header.since = *peer;
    }
    std::string file;
    sync::BundleWriter writer(header, form, [&](std::string_view bytes) {
        file += bytes;
        return true;
    });
    const auto parts = sync::missing_at(header.have, peer.value_or(sync::VersionVector{}), known());
    for (const sync::ChainPart& part : parts) {
        core::Result<void> written;
        const auto read = store_->chain({part.end.device, part.end.seq, part.end.hash}, part.from,
                                        [&](const core::Change& change) {
                                            written = writer.change(change);
                                            return written.has_value();
                                        });
        require(read.has_value() && written.has_value(), "a chain cannot be written");
    }
    require(writer.finish(peer ? std::nullopt : std::optional(store_->view_digest())).has_value(),
            "a bundle cannot be finished");
    return file;
}

Replica::Merge Replica::merge(std::string_view file, std::int64_t now_ms, bool abandon) {
    const core::Hash before = store_->set_digest();
    Intake sink;
    bool whole = false;
    bool foreign_self = false;
    {
        auto intake = store_->begin();
        require(intake.has_value(), "begin");
        sink.intake = &*intake;
        sink.version = version_;
        sink.portion_size = 1 + random_.below(40);
        sync::BundleReader reader(sink);
        core::Result<void> read;
        while (read && !file.empty()) {
            const std::size_t piece = std::min<std::size_t>(file.size(), 1 + random_.below(8192));
            read = reader.feed(file.substr(0, piece));
            file.remove_prefix(piece);
        }
        if (read) read = reader.finish();
        if (read) read = sink.flush();
        if (read) {
            whole = true;
            require(intake->settle().has_value(), "settle");
        }
        if (whole && !abandon) { require(intake->commit().has_value(), "commit"); }
    }
    if (!whole || abandon) {
        require(store_->set_digest() == before, "a merge that was taken back left something");
        return whole ? Merge::abandoned : Merge::refused;
    }
    // Whose changes are these? What I wrote is in `received`, whether the disk has it or not.
    const auto mine = [&](const core::DeviceId&, std::uint64_t, const core::Hash& hash) {
        return received.contains(hash);
    };
    for (const core::Change& change : sink.all) {
        require(written_.contains(change.hash), "a change came in that nobody has written");
        if (sync::is_foreign_self(author_, change, mine)) foreign_self = true;
        author_.clock = sync::observe(author_.clock, change.time, now_ms + clock_skew_ms);
    }
    if (sync::is_foreign_self(author_, sink.head.have, mine)) foreign_self = true;
    for (core::Change& change : sink.all) received.emplace(change.hash, std::move(change));
    if (foreign_self) author_ = sync::remint(author_, core::mint_device(random_.ten_bytes()));
    require(append({}, author_).has_value(), "keep the author");
    return Merge::merged;
}

std::string Replica::dump() { return store_->canonical_dump(); }

Changes Replica::changes() {
    Changes all;
    const auto read = store_->every_change([&](const core::Change& change) {
        all.push_back(change);
        all.back().fact = understand(version_, change.kind, change.bytes);
        return true;
    });
    require(read.has_value(), "every_change");
    return all;
}

// 0 <= effective <= amount; no document gives or takes more than it has; the sum of the parts is
// the whole. By the rows that screens read.
void Replica::check_lightly() {
    core::ListQuery query;
    query.with_void = true;
    query.as_of = far_date;
    std::map<std::pair<core::CustomerId, core::Currency>, std::int64_t> balances;
    const auto invoices = store_->invoices(store_->invoice_keys(query), far_date);
    for (const core::InvoiceRow& row : invoices) {
        require(row.open >= 0 && row.open <= row.amount.minor, "an invoice is open out of bounds");
        balances[{row.customer, row.amount.currency}] += row.open;
        std::int64_t used = 0;
        for (const core::AllocationRow& part : store_->allocations_of(core::entity_of(row.id))) {
            require(part.effective >= 0 && part.effective <= part.amount.minor,
                    "an allocation is out of bounds");
            if (part.end == core::far_future) used += part.effective;
        }
        require(used <= row.amount.minor, "an invoice is paid more than it is");
    }
    const auto receipts = store_->receipts(store_->receipt_keys(query), far_date);
    for (const core::ReceiptRow& row : receipts) {
        require(row.unapplied >= 0 && row.unapplied <= row.amount.minor,
                "a receipt is unapplied out of bounds");
        balances[{row.customer, row.amount.currency}] -= row.unapplied;
        std::int64_t used = 0;
        for (const core::AllocationRow& part : store_->allocations_of(core::entity_of(row.id))) {
            if (part.end == core::far_future) used += part.effective;
        }
        require(used <= row.amount.minor, "a receipt pays more than it is");
    }
    for (const core::CustomerRow& row : store_->customers(store_->customer_keys(query), far_date)) {
        for (const core::CustomerRow::Balance& balance : row.balances) {
            const std::int64_t expected = balances[{row.id, balance.currency}];
            require(balance.balance == expected, "a balance is not the sum of its documents");
        }
    }
    if (const auto error = store_->take_error()) throw Failure{"reading: " + error->detail};
}

void Replica::check_against_model() {
    Changes all;
    for (const auto& [hash, change] : received) {
        all.push_back(change);
        all.back().fact = understand(version_, change.kind, change.bytes);
    }
    const Changes set = admitted(std::move(all));
    require(static_cast<std::int64_t>(set.size()) == store_->counts().changes,
            "the set is not what was received and can be admitted");
    for (const core::Change& change : set) {
        require(store_->has(change.device, change.seq, change.hash), "a change is missing");
    }
    const Model model = model_of(set, version_);

    std::map<std::string, bool> listed;
    for (const core::ExceptionRow& row : store_->exceptions(true)) {
        std::string id(core::name_of(row.kind));
        for (const std::string& member : row.members) id += "|" + member;
        require(listed.emplace(id, row.resolved).second, "an exception is listed twice");
        require(row.id == sync::to_hex(sync::sha256(id)), "an exception has another id");
    }
    for (const auto& [id, resolved] : model.exceptions) {
        const auto found = listed.find(id);
        require(found != listed.end(), "not listed: " + id);
        require(found->second == resolved, "resolved or not: " + id);
    }
    for (const auto& [id, resolved] : listed) {
        require(model.exceptions.contains(id), "listed without reason: " + id);
    }

    for (const auto& [place, value] : model.registers) {
        const auto& [entity, name] = place;
        const auto kind = static_cast<core::RegisterKind>(name[0] - '0');
        const auto shown = store_->fields(kind, entity);
        require(std::ranges::contains(shown, std::pair{name.substr(2), value}),
                "a field shows something else: " + name);
    }
    core::ListQuery query;
    query.with_void = true;
    query.as_of = far_date;
    const auto invoices = store_->invoices(store_->invoice_keys(query), far_date);
    require(invoices.size() == model.open.size(), "another number of invoices");
    for (const core::InvoiceRow& row : invoices) {
        require(model.open.at(core::entity_of(row.id)) == row.open,
                "an invoice owes something else");
    }
    const auto receipts = store_->receipts(store_->receipt_keys(query), far_date);
    require(receipts.size() == model.unapplied.size(), "another number of receipts");
    for (const core::ReceiptRow& row : receipts) {
        require(model.unapplied.at(core::entity_of(row.id)) == row.unapplied,
                "a receipt has something else left");
        for (const core::AllocationRow& part : store_->allocations_of(core::entity_of(row.id))) {
            const auto span = model.spans.find(core::entity_of(part.id));
            require(span == model.spans.end() || span->second == std::pair{part.start, part.end},
                    "an allocation counts at other times");
            const auto found = model.effective.find(core::entity_of(part.id));
            if (part.end != core::far_future || found == model.effective.end()) continue;
            require(found->second == part.effective, "an allocation is worth something else");
        }
    }
}

} // namespace huikuan::sim
