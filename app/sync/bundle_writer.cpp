#include <algorithm>

#include "sync/bundle.h"
#include "sync/bundle_lines.h"
#include "sync/codec.h"
#include "sync/gzip.h"
#include "sync/hash.h"

namespace huikuan::sync {

namespace {

using core::ErrorCode;
using core::fail;

constexpr std::size_t out_bytes = 64 * 1024; // handed on at a time

} // namespace

struct BundleWriter::Inside {
    Inside(BundleForm how, Out where) : form(how), out(std::move(where)) {
        if (form == BundleForm::gzip) gzip = std::make_unique<Gzip>(out);
    }

    // Framing: how lines become the bytes of the file.
    void put(std::string_view line) {
        if (form == BundleForm::document) pending += lines_written == 0 ? "[" : ",\n";
        pending += line;
        text_bytes += line.size() + 2;
        if (form != BundleForm::document) pending += '\n';
        ++lines_written;
        if (pending.size() >= out_bytes) hand_on();
    }
    void hand_on() {
        const bool went = gzip ? gzip->write(pending) : out(pending);
        pending.clear();
        if (!went && !problem) problem = core::Error{ErrorCode::cancelled, "bundle", "", 0};
    }
    void end() {
        if (form == BundleForm::document) pending += "]\n";
        hand_on();
        if (gzip && !problem && !gzip->finish()) {
            problem = core::Error{ErrorCode::cancelled, "bundle", "", 0};
        }
    }

    // A line that the checksum covers.
    core::Result<void> line(std::string_view text) {
        if (problem) return std::unexpected(*problem);
        hash.update(text);
        hash.update("\n");
        ++counts.lines;
        put(text);
        if (problem) return std::unexpected(*problem);
        return {};
    }
    core::Result<void> json_line(const Value& value) {
        const auto text = canonical(value);
        if (text) return line(*text);
        if (!problem) problem = text.error();
        return std::unexpected(*problem);
    }

    bool continues(const core::Change& change) const {
        return !held_lines.empty() && held_lines.size() < segment_changes &&
               held_bytes < segment_bytes && change.device == segment.device &&
               change.seq == segment.from + segment.count && change.previous == tip;
    }
    core::Result<void> close_segment() {
        if (held_lines.empty()) return {};
        if (auto done = json_line(json_of(segment)); !done) return done;
        for (const std::string& text : held_lines) {
            if (auto done = line(text); !done) return done;
        }
        end_counts["change"] += held_lines.size();
        held_lines.clear();
        held_bytes = 0;
        return {};
    }
    core::Result<void> row(std::string_view table, const Value& value) {
        if (auto done = close_segment(); !done) return done;
        const auto text = canonical(value);
        if (!text) return std::unexpected(text.error());
        // Rows are for people. One that no reader would take as a line stays out.
        if (text->size() > longest_line) return {};
        ++counts.rows;
        ++end_counts[std::string(table)];
        return line(*text);
    }

    BundleForm form;
    Out out;
    std::unique_ptr<Gzip> gzip;
    std::string pending;
    std::uint64_t lines_written = 0, text_bytes = 0;
    Sha256 hash;
    BundleCounts counts;
    std::map<std::string, std::uint64_t, std::less<>> end_counts;
    std::optional<core::Error> problem; // after which nothing is written any more

    Segment segment;        // that waits for its last change: its line comes before them
    std::uint32_t view = 1; // of whoever writes: what its state is a digest of
    core::Hash tip{};
    std::vector<std::string> held_lines;
    std::size_t held_bytes = 0;
};

BundleWriter::BundleWriter(const BundleHeader& header, BundleForm form, Out out)
    : inside_(std::make_unique<Inside>(form, std::move(out))) {
    inside_->view = header.view;
    // What goes wrong here is kept as the problem that the next call answers.
    static_cast<void>(inside_->json_line(json_of(header)));
}
BundleWriter::~BundleWriter() = default;

core::Result<void> BundleWriter::change(const core::Change& change) {
    if (!inside_->continues(change)) {
        if (auto done = inside_->close_segment(); !done) return done;
        inside_->segment = {change.device, change.seq, 0, change.previous, {}};
    }
    if (inside_->problem) return std::unexpected(*inside_->problem);
    inside_->segment.checks += to_hex(std::span(change.hash).first(check_digits / 2));
    ++inside_->segment.count;
    inside_->held_bytes += change.bytes.size();
    inside_->held_lines.push_back(change.bytes);
    inside_->tip = change.hash;
    ++inside_->counts.changes;
    return {};
}

core::Result<void> BundleWriter::fact(const core::Change& change) {
    if (auto done = inside_->close_segment(); !done) return done;
    auto body = parse_canonical(change.bytes);
    if (!body) return std::unexpected(body.error());
    ++inside_->counts.changes;
    ++inside_->end_counts["fact"];
    return inside_->json_line(
        Object{{"$", "fact"}, {"c", std::move(*body)}, {"h", to_hex(change.hash)}});
}

core::Result<bool> BundleWriter::file(const core::Hash& hash, std::string_view whole,
                                      std::size_t piece) {
    if (auto done = inside_->close_segment(); !done) return std::unexpected(done.error());
    // A document is held in memory when it is read.
    const std::uint64_t packed = whole.size() / 2 * 3 + 2 * longest_line;
    const bool fits = inside_->text_bytes + packed <= BundleLimits{}.document_bytes;
    if (inside_->form == BundleForm::document && piece == 0 && !fits) return false;
    const std::size_t from = std::min(piece * file_piece, whole.size());
    FilePiece line{hash, whole.size(), piece, std::string(whole.substr(from, file_piece))};
    ++inside_->end_counts["file"];
    if (auto done = inside_->json_line(json_of(line)); !done) return std::unexpected(done.error());
    return from + file_piece < whole.size();
}

core::Result<void> BundleWriter::row(const core::CustomerRow& row) {
    return inside_->row("customer", json_of(row));
}
core::Result<void> BundleWriter::row(const core::InvoiceRow& row) {
    return inside_->row("invoice", json_of(row));
}
core::Result<void> BundleWriter::row(const core::ReceiptRow& row) {
    return inside_->row("receipt", json_of(row));
}
core::Result<void> BundleWriter::row(const core::AllocationRow& row) {
    return inside_->row("allocation", json_of(row));
}

ListRow& ListRow::text(std::string_view name, std::string_view value) {
    if (!value.empty()) cells_.emplace_back(name, std::string(value));
    return *this;
}
ListRow& ListRow::number(std::string_view name, std::int64_t value) {
    cells_.emplace_back(name, value);
    return *this;
}
ListRow& ListRow::flag(std::string_view name, bool value) {
    cells_.emplace_back(name, value);
    return *this;
}
ListRow& ListRow::day(std::string_view name, std::optional<core::Date> value) {
    return value && *value != core::far_future ? text(name, core::to_text(*value)) : *this;
}
ListRow& ListRow::amount(core::Money value) {
    return text("currency", value.currency.view()).number("amount", value.minor);
}

core::Result<void> BundleWriter::row(const ListRow& row) {
    Object line{{"$", row.table_}};
    for (const auto& [name, cell] : row.cells_) {
        std::visit([&](const auto& value) { line.emplace_back(std::string(name), value); }, cell);
    }
    return inside_->row(row.table_, line);
}

core::Result<void> BundleWriter::finish(const std::optional<core::Hash>& state) {
    if (auto done = inside_->close_segment(); !done) return done;
    if (state) {
        const Object line{
            {"$", "state"}, {"digest", to_hex(*state)}, {"view", std::int64_t{inside_->view}}};
        if (auto done = inside_->json_line(line); !done) return done;
    }
    if (inside_->problem) return std::unexpected(*inside_->problem);
    const BundleEnd end{inside_->end_counts, inside_->counts.lines, inside_->hash.digest()};
    const auto text = canonical(json_of(end));
    if (!text) return std::unexpected(text.error());
    inside_->put(*text);
    inside_->end();
    if (inside_->problem) return std::unexpected(*inside_->problem);
    return {};
}

BundleCounts BundleWriter::counts() const { return inside_->counts; }

} // namespace huikuan::sync
