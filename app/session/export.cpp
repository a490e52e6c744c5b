#include <algorithm>
#include <charconv>
#include <set>

#include "core/sorting.h"
#include "session/bundle.h"
#include "session/export_rows.h"
#include "session/inside.h"
#include "sync/bundle.h"
#include "sync/clock.h"
#include "sync/codec.h"
#include "sync/hash.h"

// Writing a bundle: chain by chain, then rows if wanted, in slices of a frame.
namespace huikuan::session {

namespace {

constexpr std::string_view app_version = "1";
constexpr std::size_t rows_per_slice = 256;
constexpr int last_table = 5;
constexpr std::string_view attachment_kind = "attachment.add";

sync::BundleForm wire_form(BundleForm form) {
    switch (form) {
    case BundleForm::ndjson: return sync::BundleForm::lines;
    case BundleForm::ndjson_gzip: return sync::BundleForm::gzip;
    case BundleForm::json: return sync::BundleForm::document;
    }
    return sync::BundleForm::lines;
}

core::ListQuery everything(core::Date as_of) {
    core::ListQuery query;
    query.with_void = true;
    query.as_of = as_of;
    return query;
}

sync::VersionVector vector_of(const store::Store& store) {
    sync::VersionVector vector;
    for (const auto& end : store.ends()) vector.push_back({end.device, end.seq, end.hash});
    return vector;
}

// A peer's version vector as it is remembered: "made\ndevice seq hash\n...".
sync::VersionVector parse_vector(std::string_view text) {
    sync::VersionVector vector;
    text.remove_prefix(std::min(text.find('\n') + 1, text.size()));
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (line.size() < 16 + 1 + 1 + 1 + 64) continue;
        const auto device = core::parse_device(line.substr(0, 16));
        const auto hash = sync::parse_hash(line.substr(line.size() - 64));
        std::uint64_t seq = 0;
        std::from_chars(line.data() + 17, line.data() + line.size() - 65, seq);
        if (device && hash && seq > 0) vector.push_back({*device, seq, *hash});
    }
    return vector;
}

} // namespace

std::vector<Peer> peers(Session& session) {
    constexpr std::string_view prefix = "peer.";
    std::vector<Peer> found;
    for (const auto& [key, kept] : session.inside().store->locals(prefix)) {
        const auto device = core::parse_device(std::string_view(key).substr(prefix.size()));
        if (device) found.push_back({*device, kept.substr(0, kept.find('\n'))});
    }
    return found;
}

std::optional<SliceInfo> slice_of(const Session& session) {
    const auto kept = const_cast<Session&>(session).inside().store->local("slice");
    if (!kept) return std::nullopt;
    std::string_view rest = *kept;
    const auto word = [&rest] {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        const std::string_view found = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        return found;
    };
    SliceInfo info;
    info.made = word();
    info.device = core::parse_device(word()).value_or(core::DeviceId{});
    const std::string_view count = word();
    std::from_chars(count.data(), count.data() + count.size(), info.customers);
    info.digest_hex = word();
    return info;
}

std::string bundle_file_name(const Session& session, BundleForm form, std::string_view part) {
    std::string company = session.book().company;
    std::erase_if(company, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || std::string_view("\\/:*?\"<>|").contains(c);
    });
    if (company.empty()) company = "book";
    const std::string_view ending = form == BundleForm::ndjson_gzip ? ".ndjson.gz"
                                    : form == BundleForm::ndjson    ? ".ndjson"
                                                                    : ".json";
    if (!part.empty()) company += "-" + std::string(part);
    return "huikuan-" + company + "-" + core::to_text(session.today()) + std::string(ending);
}

struct ExportJob::State {
    Session& session;
    ExportOptions options;
    std::unique_ptr<platform::Outgoing> out;
    std::unique_ptr<sync::BundleWriter> writer;
    std::vector<sync::ChainPart> parts;
    std::size_t part = 0;
    std::vector<core::Change> facts; // of a slice
    std::size_t fact = 0;
    std::optional<core::Hash> slice_state; // what its reader must come to
    bool from_slice = false;
    std::uint64_t total = 0, written = 0;
    // The bytes of what its changes attach, one after the other.
    std::set<core::Hash> files;
    std::optional<std::string> file; // the first of them, on its way
    std::size_t piece = 0;
    // Rows: customers, invoices, receipts, allocations of those receipts, what concerns each
    // customer, the lists of the whole book.
    int table = 0;
    std::vector<core::RowKey> keys;
    std::size_t key = 0;
    std::uint64_t revision = 0;
    JobPhase phase = JobPhase::working;
    core::Error error;

    void begin();
    core::Result<void> begin_slice(sync::BundleHeader& header);
    void fail(core::Error why);
    core::Result<void> chains();
    void note_file(const core::Change& change);
    core::Result<void> next_piece();
    core::Result<void> slice();
    core::Result<bool> rows(); // true: all are written
    core::Result<void> write_rows(std::span<const core::RowKey> slice);
};

void ExportJob::State::fail(core::Error why) {
    error = std::move(why);
    phase = JobPhase::failed;
    writer.reset();
    out->abandon();
}

void ExportJob::State::begin() {
    auto& inside = session.inside();
    revision = session.revision();
    sync::BundleHeader header;
    header.book = session.book().id;
    header.made_ms = inside.source.now_ms();
    header.device = inside.author.device;
    header.app = app_version;
    header.view = sync::view_version;
    header.have = vector_of(*inside.store);
    if (options.since) {
        const auto kept = inside.store->local("peer." + std::string(options.since->view()));
        if (!kept) {
            fail({core::ErrorCode::unknown_document, "since", std::string(options.since->view())});
            return;
        }
        header.scope = sync::BundleScope::since;
        header.since = parse_vector(*kept);
    }
    from_slice = slice_of(session).has_value();
    if (from_slice) options.rows = false; // they would show a part as if it were the whole
    if (!options.customers.empty()) {
        if (auto begun = begin_slice(header); !begun) return fail(begun.error());
    }
    const auto known = [store = inside.store.get()](const core::DeviceId& device, std::uint64_t seq,
                                                    const core::Hash& hash) {
        return store->has(device, seq, hash);
    };
    if (facts.empty()) parts = sync::missing_at(header.have, header.since, known);
    for (const auto& each : parts) total += each.end.seq - each.from + 1;
    writer = std::make_unique<sync::BundleWriter>(
        header, wire_form(options.form), [this](std::string_view bytes) {
            return out->write({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
        });
}

// What concerns the customers, and what a book of it alone comes to.
core::Result<void> ExportJob::State::begin_slice(sync::BundleHeader& header) {
    if (from_slice) return core::fail(core::ErrorCode::unsupported, "scope", "slice_again");
    auto& store = *session.inside().store;
    core::sort(options.customers);
    const auto doubled = std::ranges::unique(options.customers);
    options.customers.erase(doubled.begin(), doubled.end());
    for (const core::CustomerId id : options.customers) {
        if (!session.customer(id, session.today()))
            return core::fail(core::ErrorCode::unknown_customer, "customer", core::to_text(id));
    }
    auto read = store.changes_about(options.customers, [&](const core::Change& change) {
        facts.push_back(change);
        return true;
    });
    if (!read) return read;
    auto alone = store::Store::create(store_options(":memory:"));
    if (!alone) return std::unexpected(alone.error());
    auto intake = (*alone)->begin();
    if (!intake) return std::unexpected(intake.error());
    if (auto added = intake->add_loose(facts); !added) return added;
    if (auto kept = intake->commit(); !kept) return std::unexpected(kept.error());
    slice_state = (*alone)->view_digest();
    header.scope = sync::BundleScope::slice;
    header.customers = options.customers;
    options.rows = false;
    total = facts.size();
    return {};
}

core::Result<void> ExportJob::State::slice() {
    const std::size_t end = std::min(facts.size(), fact + rows_per_slice);
    for (; fact < end; ++fact, ++written) {
        if (auto done = writer->fact(facts[fact]); !done) return done;
        note_file(facts[fact]);
    }
    return {};
}

void ExportJob::State::note_file(const core::Change& change) {
    if (change.kind != attachment_kind) return;
    const auto read = sync::decode_fact(change.kind, change.bytes);
    const auto* added = read ? std::get_if<core::AttachmentAdded>(&*read) : nullptr;
    if (added != nullptr) files.insert(added->sha256);
}

// What lies on another device is passed over: its change names it all the same.
core::Result<void> ExportJob::State::next_piece() {
    const core::Hash& hash = *files.begin();
    if (!file) file = session.inside().store->file(hash);
    auto more = file ? writer->file(hash, *file, piece++) : core::Result<bool>(false);
    if (!more) return std::unexpected(more.error());
    if (*more) return {};
    files.erase(files.begin());
    file.reset();
    piece = 0;
    return {};
}

// A portion of the chain under way.
core::Result<void> ExportJob::State::chains() {
    auto& at = parts[part];
    core::Result<void> result;
    std::size_t taken = 0;
    const store::ChainEnd end{at.end.device, at.end.seq, at.end.hash};
    auto read = session.inside().store->chain(end, at.from, [&](const core::Change& change) {
        result = writer->change(change);
        note_file(change);
        at.from = change.seq + 1;
        ++written;
        return result.has_value() && ++taken < rows_per_slice;
    });
    if (!result) return result;
    // Stopping is ours to say: it only ends the slice.
    if (!read && taken < rows_per_slice) return read;
    if (at.from > at.end.seq || taken == 0) ++part;
    return {};
}

core::Result<void> ExportJob::State::write_rows(std::span<const core::RowKey> slice) {
    const core::Date as_of = session.today();
    const auto each = [&](const auto& found) -> core::Result<void> {
        for (const auto& row : found)
            if (auto done = writer->row(row); !done) return done;
        return {};
    };
    const RowSink sink = [this](const sync::ListRow& row) { return writer->row(row); };
    if (table == last_table) return rows_of_book(session, as_of, sink);
    if (table == 4) {
        for (const core::CustomerRow& customer : session.customers(slice, as_of)) {
            if (customer.holder != customer.id) continue; // told with whom it counts
            if (auto done = rows_of_customer(session, customer.id, as_of, sink); !done) return done;
        }
        return {};
    }
    if (table == 0) return each(session.customers(slice, as_of));
    if (table == 1) return each(session.invoices(slice, as_of));
    const auto receipts = session.receipts(slice, as_of);
    if (table == 2) return each(receipts);
    for (const auto& receipt : receipts)
        if (auto done = each(session.allocations_of(core::entity_of(receipt.id))); !done)
            return done;
    return {};
}

core::Result<bool> ExportJob::State::rows() {
    if (!options.rows || table > last_table) return true;
    if (key == 0 && keys.empty() && table < last_table) {
        const auto query = everything(session.today());
        keys = table == 0 || table == 4 ? session.customer_keys(query)
               : table == 1             ? session.invoice_keys(query)
                                        : session.receipt_keys(query);
    }
    const std::size_t count = std::min(rows_per_slice, keys.size() - key);
    if (auto done = write_rows(std::span(keys).subspan(key, count)); !done)
        return std::unexpected(done.error());
    key += count;
    if (key == keys.size()) {
        ++table;
        key = 0;
        keys.clear();
    }
    return table > last_table;
}

ExportJob::ExportJob(Session& session, ExportOptions options,
                     std::unique_ptr<platform::Outgoing> out)
    : state_(std::make_unique<State>(State{.session = session,
                                           .options = options,
                                           .out = std::move(out),
                                           .writer = {},
                                           .parts = {},
                                           .facts = {},
                                           .slice_state = {},
                                           .files = {},
                                           .file = {},
                                           .keys = {},
                                           .error = {}})) {
    state_->begin();
}
ExportJob::~ExportJob() {
    if (state_->phase == JobPhase::working) cancel();
}

void ExportJob::step(double budget_ms) {
    auto& state = *state_;
    const double until = platform::monotonic_ms() + budget_ms;
    while (state.phase == JobPhase::working) {
        if (state.session.revision() != state.revision) {
            // The book went on: a bundle is of one state.
            state.fail({core::ErrorCode::cancelled, "book", "changed"});
            return;
        }
        if (state.fact < state.facts.size()) {
            if (auto done = state.slice(); !done) return state.fail(done.error());
        } else if (state.part < state.parts.size()) {
            if (auto done = state.chains(); !done) return state.fail(done.error());
        } else if (!state.files.empty()) {
            if (auto done = state.next_piece(); !done) return state.fail(done.error());
        } else {
            auto rows = state.rows();
            if (!rows) return state.fail(rows.error());
            if (*rows) {
                auto digest = state.slice_state;
                if (!digest && !state.from_slice)
                    digest = state.session.inside().store->view_digest();
                if (auto ended = state.writer->finish(digest); !ended)
                    return state.fail(ended.error());
                if (!state.out->finish())
                    return state.fail({core::ErrorCode::io, "file", "finish"});
                state.phase = JobPhase::done;
            }
        }
        if (platform::monotonic_ms() >= until) return;
    }
}

void ExportJob::cancel() {
    if (state_->phase != JobPhase::working) return;
    state_->writer.reset();
    state_->out->abandon();
    state_->phase = JobPhase::cancelled;
}

JobPhase ExportJob::phase() const { return state_->phase; }
int ExportJob::progress() const {
    if (state_->phase == JobPhase::done) return 1000;
    const auto all = std::max<std::uint64_t>(state_->total, 1);
    return static_cast<int>(std::min<std::uint64_t>(999, state_->written * 1000 / all));
}
std::uint64_t ExportJob::changes() const { return state_->written; }
const core::Error& ExportJob::error() const { return state_->error; }

} // namespace huikuan::session
