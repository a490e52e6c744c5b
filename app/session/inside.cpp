#include "session/inside.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "platform/platform.h"
#include "session/keeper.h"
#include "sync/codec.h"
#include "sync/hash.h"

namespace huikuan::session {

namespace {

// A seeded source starts here, so that what it makes does not depend on the day.
constexpr std::int64_t seeded_now_ms = 1'767'225'600'000; // 2026-01-01T00:00:00Z

std::uint64_t splitmix(std::uint64_t value) {
    value += 0x9E3779B97F4A7C15ULL;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31U);
}

} // namespace

Session::Inside::Inside() = default;
Session::Inside::~Inside() = default;

std::int64_t Source::now_ms() {
    return seed_ == 0 ? platform::now_ms() : seeded_now_ms + static_cast<std::int64_t>(drawn_);
}

std::array<std::uint8_t, 10> Source::random() {
    std::array<std::uint8_t, 10> bytes{};
    if (seed_ == 0) {
        platform::random_bytes(bytes);
        return bytes;
    }
    std::uint64_t value = splitmix(seed_ + ++drawn_);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 8) value = splitmix(value);
        bytes[i] = static_cast<std::uint8_t>(value >> (8 * (i % 8)));
    }
    return bytes;
}

// Within a millisecond 12 of the random bits count (RFC 9562, 6.2, method 1): ids sort in the order
// in which they were minted, unless the clock is set back by more than a moment.
core::EntityId Source::mint() {
    auto bytes = random();
    const std::int64_t now = now_ms();
    if (seed_ != 0) return core::mint_id(now, bytes); // each has a millisecond of its own
    if (now > last_moment_ || last_moment_ - now >= 1000) {
        last_moment_ = now;
        count_ = (bytes[0] * 256 + bytes[1]) & 0x7FF; // half of them are left to count with
    } else if (++count_ > 0xFFF) {
        ++last_moment_;
        count_ = 0;
    }
    bytes[0] = static_cast<std::uint8_t>(count_ >> 8);
    bytes[1] = static_cast<std::uint8_t>(count_ & 0xFF);
    return core::mint_id(last_moment_, bytes);
}
core::DeviceId Source::mint_device() { return core::mint_device(random()); }

store::StoreOptions store_options(std::string path, std::string vfs_name) {
    store::StoreOptions options;
    options.path = std::move(path);
    options.vfs_name = std::move(vfs_name);
    options.hash = [](std::string_view bytes) { return sync::sha256(bytes); };
    options.decode = [](std::string_view kind, std::string_view bytes) {
        return sync::decode_fact(kind, bytes);
    };
    options.envelope = [](std::string_view bytes, const core::Hash& previous) {
        auto read = sync::decode(bytes, previous);
        return read ? std::optional(*std::move(read)) : std::nullopt;
    };
    options.view_version = sync::view_version;
    return options;
}

core::Result<void> found_book(Session::Inside& inside, const NewBook& book) {
    inside.source = Source(book.seed);
    inside.author = {};
    inside.author.device = inside.source.mint_device();
    if (book.company.empty()) return inside.keep_author();
    const core::FieldsSet fields{
        core::RegisterKind::book,
        inside.source.mint(),
        {{"company", book.company}, {"currency", std::string(book.currency.view())}}};
    const core::Command command = core::SetFields{fields};
    const auto account = inside.store->load_account(command);
    auto facts = core::decide(account, inside.policy(), command);
    if (!facts) return std::unexpected(facts.error());
    return inside.write(*facts);
}

std::string to_text(const sync::AuthorState& state) {
    return std::string(state.device.view()) + ' ' + std::to_string(state.seq) + ' ' +
           sync::to_hex(state.tip) + ' ' + sync::to_text(state.clock);
}

std::optional<sync::AuthorState> parse_author(std::string_view text) {
    std::array<std::string_view, 4> parts;
    for (auto& part : parts) {
        const auto blank = text.find(' ');
        part = text.substr(0, blank);
        text = blank == std::string_view::npos ? std::string_view{} : text.substr(blank + 1);
    }
    const auto device = core::parse_device(parts[0]);
    const auto tip = sync::parse_hash(parts[2]);
    const auto clock = sync::parse_time(parts[3]);
    std::uint64_t seq = 0;
    const auto end = parts[1].data() + parts[1].size();
    const auto [stop, failed] = std::from_chars(parts[1].data(), end, seq);
    if (!device || !tip || !clock || failed != std::errc{} || stop != end) return std::nullopt;
    return sync::AuthorState{*device, seq, *tip, *clock};
}

const Session::Inside::Settled& Session::Inside::settled() const {
    const std::uint64_t version = store->settings_version();
    if (settled_.version == version) return settled_;
    settled_ = {version, {}, core::RateTable::china()};
    core::Calendar calendar = core::Calendar::china();
    for (const core::EntityId entity : store->entities(core::RegisterKind::setting)) {
        for (const auto& [key, value] : store->fields(core::RegisterKind::setting, entity)) {
            if (calendar.take_setting(key, value) || settled_.rates.take_setting(key, value)) {
                continue;
            }
            settled_.policy.take_setting(key, value);
        }
    }
    settled_.policy.calendar = std::move(calendar);
    return settled_;
}

std::optional<core::Error> Session::Inside::refusal() const {
    if (!store || read_only())
        return core::Error{core::ErrorCode::read_only, "book", "other_window"};
    if (merging) return core::Error{core::ErrorCode::read_only, "book", "merge_open"};
    return std::nullopt;
}

core::Result<void> Session::Inside::write(std::span<const core::Fact> facts) {
    std::vector<sync::Draft> drafts;
    drafts.reserve(facts.size());
    for (const auto& fact : facts) {
        const auto* set = std::get_if<core::FieldsSet>(&fact);
        drafts.push_back({fact, set != nullptr ? store->context_of(*set) : core::Context{}});
    }
    auto stamped = sync::stamp(author, std::move(drafts), source.now_ms());
    if (!stamped) return std::unexpected(stamped.error());
    const std::array locals{std::pair<std::string, std::string>{"author", to_text(stamped->next)}};
    if (auto kept = store->append(stamped->changes, locals); !kept)
        return std::unexpected(kept.error());
    author = stamped->next;
    after_commit();
    return {};
}

void Session::Inside::backup(const std::string& why, Done done) {
    if (keeper) return keeper->snapshot(why, std::move(done));
    if (path.empty() || path == ":memory:") return done({});
    // One way back is kept: the state before the latest merge. A copy is only made where none lies.
    const std::string place = path + ".before-" + why;
    std::remove(place.c_str());
    done(store->save_to_file(place));
}

bool Session::Inside::read_only() const { return keeper && keeper->status().read_only; }

void Session::Inside::after_commit() {
    if (keeper) keeper->after_commit();
}

core::Result<void> Session::Inside::keep_author() {
    return store->set_local("author", to_text(author));
}

core::Result<void> Session::Inside::become_new_device() {
    author = sync::remint(author, source.mint_device());
    return keep_author();
}

core::Result<void> Session::Inside::settle_author() {
    const auto kept = store->local("author");
    const auto state = kept ? parse_author(*kept) : std::nullopt;
    if (!state) { // a file whose local values were taken out: it starts as somebody new
        author = {};
        author.device = source.mint_device();
        if (read_only()) return {};
        return keep_author();
    }
    author = *state;
    // The book knows this device beyond what it remembers writing, or knows two of it: it is a copy
    // or a restored backup (design: sync, 1.2).
    std::size_t ends = 0;
    bool itself = author.seq == 0;
    for (const auto& end : store->ends()) {
        if (end.device != author.device) continue;
        ++ends;
        itself = end.seq == author.seq && end.hash == author.tip;
    }
    const bool alone = ends <= 1 && (ends == 1) == (author.seq != 0);
    if ((itself && alone) || read_only()) return {};
    return become_new_device();
}

core::CustomerId holder_of(const Session& session, core::CustomerId customer) {
    const auto row = session.customer(customer, session.today());
    return row ? row->holder : customer;
}

const core::CustomerBrief* brief_of(const store::Store& book, core::CustomerId id) {
    const auto& briefs = book.briefs();
    const auto found = std::ranges::lower_bound(briefs, id, std::less{}, &core::CustomerBrief::id);
    return found != briefs.end() && found->id == id ? &*found : nullptr;
}

} // namespace huikuan::session
