// Proof: the canonical view, its digest, the replay of the log, and the check of everything.
#include <algorithm>
#include <format>
#include <utility>

#include "store/inside.h"

namespace huikuan::store {
namespace {

// A text as part of a line: no line ends, no separators of its own.
std::string plain(std::string_view text) {
    std::string safe;
    safe.reserve(text.size());
    for (const char c : text) {
        switch (c) {
        case '\\': safe += "\\\\"; break;
        case '\n': safe += "\\n"; break;
        case '\r': safe += "\\r"; break;
        case '\t': safe += "\\t"; break;
        default: safe.push_back(c);
        }
    }
    return safe;
}

std::string day(core::Date date) { return date == core::far_future ? "-" : core::to_text(date); }

using LineSink = std::function<void(std::string_view)>;

class Dump {
public:
    Dump(Store::Inside& inside, const LineSink& sink) : inside_(inside), sink_(sink) {}

    void all() {
        registers();
        customers();
        invoices();
        receipts();
        allocations();
        reversals();
        resolutions();
        unknown();
    }

private:
    template <class... Values>
    void line(std::format_string<Values...> format, Values&&... values) {
        buffer_.clear();
        std::format_to(std::back_inserter(buffer_), format, std::forward<Values>(values)...);
        sink_(buffer_);
    }
    static std::string id(const Rows& rows, int column) { return core::to_text(rows.id(column)); }
    std::string dot(ChangeKey key) { return inside_.log.dot_text(key); }

    void registers() {
        Statement all(*inside_.database,
                      "SELECT e.id, r.kind, r.field, r.value, r.change, r.joined, r.entity,"
                      " r.crowded FROM register r JOIN entity e ON e.no = r.entity"
                      " ORDER BY e.id, r.kind, r.field");
        Statement writes(*inside_.database, "SELECT change, value FROM concurrent_write"
                                            " WHERE entity = ? AND kind = ? AND field = ?");
        for (Rows rows = all.query(); rows.next();) {
            std::string joined;
            for (const core::Dot& dot : context_of_blob(rows.blob(5))) {
                joined += std::format(" {}:{}", dot.device.view(), dot.seq);
            }
            line("register\t{}\t{}\t{}\t{}\t{}\t{}", id(rows, 0), rows.integer(1),
                 plain(rows.text(2)), plain(rows.text(3)), dot(rows.integer(4)), joined);
            if (rows.integer(7) == 0) continue;
            std::vector<std::string> beside;
            for (Rows of = writes.query(rows.integer(6), rows.integer(1), rows.text(2));
                 of.next();) {
                beside.push_back(dot(of.integer(0)) + "\t" + plain(of.text(1)));
            }
            std::ranges::sort(beside);
            for (const std::string& write : beside) line("concurrent\t{}", write);
        }
    }
    void customers() {
        Statement all(*inside_.database,
                      "SELECT e.id, c.code, c.name, c.region, c.phone, c.owner, c.terms_days,"
                      " c.archived, c.no FROM customer c JOIN entity e ON e.no = c.no"
                      " ORDER BY e.id");
        for (Rows rows = all.query(); rows.next();) {
            line("customer\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}", id(rows, 0), plain(rows.text(1)),
                 plain(rows.text(2)), plain(rows.text(3)), plain(rows.text(4)), plain(rows.text(5)),
                 rows.integer(6), rows.integer(7),
                 inside_.needs_newer_version(rows.integer(8)) ? "newer" : "");
        }
    }
    void invoices() {
        Statement all(*inside_.database,
                      "SELECT e.id, c.id, d.number, d.minor, d.currency, d.issued, d.due, d.lines,"
                      " d.ends, d.known, d.open, e.change, d.no FROM invoice d"
                      " JOIN entity e ON e.no = d.no JOIN entity c ON c.no = d.customer"
                      " ORDER BY e.id");
        Statement lines(*inside_.database,
                        "SELECT due, minor FROM schedule WHERE invoice = ? ORDER BY line");
        for (Rows rows = all.query(); rows.next();) {
            line("invoice\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}", id(rows, 0),
                 id(rows, 1), plain(rows.text(2)), rows.integer(3), rows.text(4), day(rows.date(5)),
                 day(rows.date(6)), rows.integer(7), day(rows.date(8)), rows.integer(9),
                 rows.integer(10), dot(rows.integer(11)));
            if (rows.integer(7) == 1) continue;
            for (Rows of = lines.query(rows.integer(12)); of.next();) {
                line("line\t{}\t{}", day(of.date(0)), of.integer(1));
            }
        }
    }
    void receipts() {
        Statement all(*inside_.database,
                      "SELECT e.id, c.id, d.minor, d.currency, d.date, d.method, d.reference,"
                      " d.ends, d.known, d.unapplied, e.change FROM receipt d"
                      " JOIN entity e ON e.no = d.no JOIN entity c ON c.no = d.customer"
                      " ORDER BY e.id");
        for (Rows rows = all.query(); rows.next();) {
            line("receipt\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}", id(rows, 0), id(rows, 1),
                 rows.integer(2), rows.text(3), day(rows.date(4)), plain(rows.text(5)),
                 plain(rows.text(6)), day(rows.date(7)), rows.integer(8), rows.integer(9),
                 dot(rows.integer(10)));
        }
    }
    void allocations() {
        Statement all(*inside_.database,
                      "SELECT e.id, r.id, i.id, a.minor, a.currency, a.date, a.ends, a.start,"
                      " a.until, a.effective, a.parked, e.change FROM allocation a"
                      " JOIN entity e ON e.no = a.no JOIN entity r ON r.no = a.receipt"
                      " JOIN entity i ON i.no = a.invoice ORDER BY e.id");
        for (Rows rows = all.query(); rows.next();) {
            line("allocation\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}", id(rows, 0),
                 id(rows, 1), id(rows, 2), rows.integer(3), rows.text(4), day(rows.date(5)),
                 day(rows.date(6)), day(rows.date(7)), day(rows.date(8)), rows.integer(9),
                 rows.integer(10), dot(rows.integer(11)));
        }
    }
    void reversals() {
        Statement all(*inside_.database,
                      "SELECT e.id, t.id, r.date, e.change FROM reversal r"
                      " JOIN entity e ON e.no = r.no JOIN entity t ON t.no = r.target"
                      " ORDER BY e.id");
        for (Rows rows = all.query(); rows.next();) {
            line("reversal\t{}\t{}\t{}\t{}", id(rows, 0), id(rows, 1), day(rows.date(2)),
                 dot(rows.integer(3)));
        }
    }
    void resolutions() {
        Statement all(*inside_.database,
                      "SELECT e.id, r.exception, r.ends, e.change FROM resolution r"
                      " JOIN entity e ON e.no = r.no ORDER BY e.id");
        for (Rows rows = all.query(); rows.next();) {
            line("resolution\t{}\t{}\t{}\t{}", id(rows, 0), hex(rows.hash(1)), day(rows.date(2)),
                 dot(rows.integer(3)));
        }
    }
    void unknown() {
        std::vector<std::string> lines;
        std::vector<std::tuple<ChangeKey, std::string, std::int64_t>> found;
        Statement all(*inside_.database, "SELECT u.change, e.id, u.flaw FROM unknown u"
                                         " JOIN entity e ON e.no = u.entity");
        for (Rows rows = all.query(); rows.next();) {
            found.emplace_back(rows.integer(0), id(rows, 1), rows.integer(2));
        }
        for (const auto& [key, entity, flaw] : found) {
            lines.push_back(std::format("unknown\t{}\t{}\t{}", entity, dot(key), flaw));
        }
        std::ranges::sort(lines);
        for (const std::string& text : lines) sink_(text);
    }

    Store::Inside& inside_;
    const LineSink& sink_;
    std::string buffer_;
};

void dump_exceptions(const Store& store, const LineSink& sink) {
    for (const core::ExceptionRow& row : store.exceptions(true)) {
        std::string text =
            std::format("exception\t{}\t{}\t{}\t{}\t{}\t{}\t{}", core::name_of(row.kind), row.id,
                        core::to_text(core::entity_of(row.customer)), row.minor,
                        row.currency.view(), plain(row.field), row.resolved ? "resolved" : "");
        for (const std::string& member : row.members) text += "\t" + plain(member);
        text += "\t=";
        for (const std::string& value : row.values) text += "\t" + plain(value);
        sink(text);
    }
}

// Digests of the dump in portions, so that a book of any size needs one portion of memory. The
// digest is over (digest so far, portion).
class Digest {
public:
    explicit Digest(const std::function<core::Hash(std::string_view)>& hash) : hash_(hash) {}

    void line(std::string_view text) {
        portion_ += text;
        portion_.push_back('\n');
        if (portion_.size() >= portion_size) close();
    }
    core::Hash finish() {
        close();
        return so_far_;
    }
    [[nodiscard]] const std::vector<core::Hash>& portions() const { return portions_; }

private:
    static constexpr std::size_t portion_size = 1U << 16;
    void close() {
        if (portion_.empty()) return;
        portions_.push_back(hash_(portion_));
        std::string chained(reinterpret_cast<const char*>(so_far_.data()), so_far_.size());
        chained.append(reinterpret_cast<const char*>(portions_.back().data()),
                       portions_.back().size());
        so_far_ = hash_(chained);
        portion_.clear();
    }
    const std::function<core::Hash(std::string_view)>& hash_;
    std::string portion_;
    core::Hash so_far_{};
    std::vector<core::Hash> portions_;
};

} // namespace

core::Result<void>
Store::canonical_dump(const std::function<void(std::string_view line)>& sink) const {
    Dump(*inside_, sink).all();
    dump_exceptions(*this, sink);
    if (auto error = inside_->database->take_error()) return std::unexpected(*error);
    return {};
}

std::string Store::canonical_dump() const {
    std::string all;
    (void)canonical_dump([&](std::string_view text) {
        all += text;
        all.push_back('\n');
    });
    return all;
}

core::Hash Store::view_digest() const {
    Digest digest(inside_->options.hash);
    (void)canonical_dump([&](std::string_view text) { digest.line(text); });
    return digest.finish();
}

// The ends stand for their chains: each hash covers all before it.
core::Hash Store::set_digest() const {
    std::string all;
    for (const ChainEnd& end : ends()) {
        all += std::format("{}:{}:{}\n", end.device.view(), end.seq, hex(end.hash));
    }
    const core::Hash slice = slice_digest();
    if (slice != core::Hash{}) all += "slice:" + hex(slice) + "\n";
    return inside_->options.hash(all);
}

namespace {

// Derives every table again, in the transaction that is open.
void replay(Store::Inside& inside) {
    Projection& projection = inside.projection;
    projection.start_rebuild();
    for (const auto& [no, chain] : inside.log.chains()) {
        inside.log.scan(Log::key_of(no, chain.first), Log::key_of(no, chain.last),
                        [&](ChangeKey key, const core::Change& read) {
                            core::Change change = read;
                            if (change.view <= inside.options.view_version) {
                                change.fact = inside.options.decode(change.kind, change.bytes);
                            }
                            projection.apply(change, key, projection.mention(change.entity));
                            if (projection.wants_to_settle()) projection.settle();
                            return inside.database->ok();
                        });
        const bool branch = chain.parent != 0 || inside.log.chains_of(chain.device).front() != no;
        if (branch && !chain.is_loose()) projection.forked(Log::key_of(no, chain.first));
    }
    projection.settle();
    projection.end_rebuild();
    (void)projection.take_changed_documents();
    (void)projection.take_counts();
    inside.columns.forget();
    inside.balances.reset();
    inside.newer.reset();
    ++inside.revision;
}

// Do the columns say what the bytes say?
bool says_so_itself(const StoreOptions& options, const core::Change& kept) {
    if (!options.envelope) return true;
    // Of a loose change the predecessor is not at hand; that there is one, its sequence says.
    core::Hash previous = kept.previous;
    if (previous == core::Hash{} && kept.seq > 1) previous.fill(1);
    const std::optional<core::Change> read = options.envelope(kept.bytes, previous);
    return read && read->device == kept.device && read->seq == kept.seq &&
           read->time == kept.time && read->kind == kept.kind && read->entity == kept.entity &&
           read->view == kept.view && read->context == kept.context &&
           read->payload == kept.payload;
}

// The first change whose hash its bytes and its predecessor do not give.
std::optional<core::Error> first_broken_link(Store::Inside& inside) {
    std::optional<core::Error> bad;
    for (const auto& [no, chain] : inside.log.chains()) {
        std::uint64_t expected = chain.first;
        const bool loose = chain.is_loose();
        inside.log.scan(
            Log::key_of(no, chain.first), Log::key_of(no, chain.last),
            [&](ChangeKey key, const core::Change& change) {
                if (loose) {
                    expected = change.seq;
                    if (says_so_itself(inside.options, change)) return true;
                }
                std::string text = "arc1\n";
                if (change.previous != core::Hash{}) text += hex(change.previous);
                text += "\n" + change.bytes;
                if (Log::seq_of(key) == expected && inside.options.hash(text) == change.hash &&
                    says_so_itself(inside.options, change)) {
                    ++expected;
                    return true;
                }
                bad = core::Error{core::ErrorCode::corrupt, "chain",
                                  std::format("{}:{}", change.device.view(), expected), 0};
                return false;
            });
        if (bad) break;
    }
    return bad;
}

} // namespace

core::Result<void> Store::rebuild() {
    if (inside_->options.read_only) return core::fail(core::ErrorCode::read_only, "database");
    if (inside_->taking) return core::fail(core::ErrorCode::io, "database", "an intake is open");
    Transaction transaction(*inside_->database);
    replay(*inside_);
    if (auto done = transaction.commit(); !done) {
        inside_->reload();
        return done;
    }
    return {};
}

// A book that cannot be written cannot replay in place.
CheckReport Store::check_copy(CheckReport so_far) const {
    StoreOptions options = inside_->options;
    options.path = ":memory:";
    options.vfs_name.clear();
    options.read_only = false;
    core::Result<std::unique_ptr<Database>> copy = Database::open({":memory:", "", false, true});
    core::Result<void> copied;
    if (copy) copied = (*copy)->copy_from(*inside_->database);
    if (!copy || !copied) {
        so_far.sound = false;
        so_far.bad = copy ? copied.error() : copy.error();
        return so_far;
    }
    auto inside = std::make_unique<Inside>(std::move(*copy), std::move(options));
    if (auto loaded = inside->load(); !loaded) {
        so_far.sound = false;
        so_far.bad = loaded.error();
        return so_far;
    }
    return Store(std::move(inside)).check();
}

CheckReport Store::check() {
    Inside& inside = *inside_;
    CheckReport report;
    const auto unsound = [&](core::Error error) {
        report.sound = false;
        report.bad = std::move(error);
        return report;
    };
    report.changes = static_cast<std::uint64_t>(inside.log.change_count());
    report.set_digest = set_digest();
    const std::string integrity = inside.database->text("PRAGMA integrity_check(1)");
    if (auto error = inside.database->take_error()) return unsound(*error);
    if (integrity != "ok") {
        return unsound({core::ErrorCode::corrupt, "integrity", integrity, 0});
    }
    if (auto broken = first_broken_link(inside)) return unsound(*broken);

    // The view as it is, then as a replay makes it; then everything is put back.
    Digest kept(inside.options.hash);
    (void)canonical_dump([&](std::string_view text) { kept.line(text); });
    report.view_digest = kept.finish();
    std::optional<std::size_t> differs;
    std::vector<std::string> replayed;
    if (inside.options.read_only) return check_copy(std::move(report));
    {
        Transaction transaction(*inside.database);
        replay(inside);
        Digest again(inside.options.hash);
        (void)canonical_dump([&](std::string_view text) { again.line(text); });
        if (again.finish() != report.view_digest) {
            const auto [ours, theirs] = std::ranges::mismatch(kept.portions(), again.portions());
            differs = static_cast<std::size_t>(ours - kept.portions().begin());
            (void)canonical_dump([&](std::string_view text) { replayed.emplace_back(text); });
        }
    }
    inside.reload();
    if (auto error = inside.database->take_error()) return unsound(*error);
    if (!differs) return report;
    std::size_t at = 0;
    std::string first;
    (void)canonical_dump([&](std::string_view text) {
        if (first.empty() && (at >= replayed.size() || replayed[at] != text)) first = text;
        ++at;
    });
    if (first.empty() && at < replayed.size()) first = replayed[at];
    return unsound({core::ErrorCode::corrupt, "view", first, 0});
}

// ---------------------------------------------------------------- whole files

core::Result<void>
Store::save_bytes(const std::function<bool(std::span<const std::uint8_t>)>& sink) const {
    return inside_->database->read_file(sink);
}

core::Result<void> Store::save_to_file(const std::string& path) const {
    Statement copy(*inside_->database, "VACUUM INTO ?");
    copy.run(path);
    if (auto error = inside_->database->take_error()) return std::unexpected(*error);
    return {};
}

} // namespace huikuan::store
