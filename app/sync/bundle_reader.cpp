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

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view gzip_magic = "\x1F\x8B";

} // namespace

core::Result<void> BundleSink::row(std::string_view, std::string_view) { return {}; }
core::Result<void> BundleSink::attachment(const core::Hash&, std::string) { return {}; }
core::Result<void> BundleSink::state(std::uint32_t, const core::Hash&) { return {}; }
core::Result<void> BundleSink::unreadable(const core::Error&) { return {}; }

struct BundleReader::Inside {
    enum class Form : std::uint8_t { unknown, lines, document };

    Inside(BundleSink& where, const BundleLimits& how, Pass which)
        : sink(where), limits(how), pass(which) {}

    // --- the file: packed or not
    core::Result<void> feed(std::string_view bytes) {
        file_bytes += bytes.size();
        if (file_bytes > limits.file_bytes) return fail(ErrorCode::too_large, "file");
        if (gunzip) return gunzip->feed(bytes);
        if (form != Form::unknown) return text(bytes);
        // Two bytes tell a packed file.
        start += bytes;
        if (start.size() < gzip_magic.size()) return {};
        const std::string whole = std::exchange(start, {});
        if (!whole.starts_with(gzip_magic)) return text(whole);
        gunzip = std::make_unique<Gunzip>([this](std::string_view part) { return text(part); },
                                          limits.ratio);
        return gunzip->feed(whole);
    }

    // --- the text: lines, or one document
    core::Result<void> text(std::string_view part) {
        text_bytes += part.size();
        if (text_bytes > limits.text_bytes) return fail(ErrorCode::too_large, "text");
        pending += part;
        if (form == Form::unknown) {
            if (pending.size() < byte_order_mark.size()) return {};
            if (pending.starts_with(byte_order_mark)) {
                return fail(ErrorCode::corrupt, "bundle", "byte order mark", 1);
            }
            form = pending.starts_with('[') ? Form::document : Form::lines;
        }
        if (form == Form::lines) return lines();
        if (pending.size() > limits.document_bytes) return fail(ErrorCode::too_large, "document");
        return {};
    }
    core::Result<void> lines() {
        std::size_t from = 0;
        for (std::size_t end = pending.find('\n'); end != std::string::npos;
             end = pending.find('\n', from)) {
            const std::string_view line = std::string_view(pending).substr(from, end - from);
            if (auto done = take(line); !done) return done;
            from = end + 1;
        }
        pending.erase(0, from);
        if (pending.size() > longest_line) return fail(ErrorCode::too_large, "line", "", at() + 1);
        return {};
    }
    core::Result<void> document() {
        const JsonLimits whole{line_limits.depth + 1, line_limits.string, limits.document_bytes};
        return parse_array(pending, whole, [this](const Value& element) -> core::Result<void> {
            const auto line = canonical(element);
            if (!line) return std::unexpected(line.error());
            return take(*line);
        });
    }
    core::Result<void> finish() {
        if (gunzip) {
            if (auto done = gunzip->finish(); !done) return done;
        }
        if (form == Form::unknown) {
            return fail(file_bytes == 0 ? ErrorCode::truncated : ErrorCode::not_a_book, "bundle");
        }
        if (form == Form::document) {
            if (auto done = document(); !done) return done;
        } else if (!pending.empty()) {
            // The last line may have lost its end on the way; any other line may not.
            if (!ended && !pending.ends_with('}')) {
                const bool bundle = header_seen || pending.starts_with('{');
                return fail(bundle ? ErrorCode::truncated : ErrorCode::not_a_book, "bundle");
            }
            if (auto done = take(std::exchange(pending, {})); !done) return done;
        }
        if (!ended) return fail(ErrorCode::truncated, "bundle");
        return {};
    }

    // --- one line
    [[nodiscard]] std::int64_t at() const { return static_cast<std::int64_t>(counts.lines); }

    core::Result<void> take(std::string_view line) {
        if (ended) return fail(ErrorCode::corrupt, "bundle", "lines after the end", at() + 2);
        if (line.ends_with('\r')) return fail(ErrorCode::corrupt, "bundle", "line ends", at() + 1);
        if (line.empty()) return fail(ErrorCode::corrupt, "bundle", "blank line", at() + 1);
        if (line.size() > longest_line) return fail(ErrorCode::too_large, "line", "", at() + 1);
        auto done = segment_left > 0 ? change(line) : marker(line);
        if (!done && done.error().line == 0) done.error().line = at() + 1;
        if (!done || ended) return done;
        hash.update(line);
        hash.update("\n");
        ++counts.lines;
        return {};
    }

    core::Result<void> change(std::string_view line) {
        const core::Hash previous = tip;
        tip = chain_hash(previous, line);
        const auto index = static_cast<std::size_t>(segment.count - segment_left);
        const std::string_view check =
            std::string_view(segment.checks).substr(index * check_digits, check_digits);
        if (to_hex(std::span(tip).first(check_digits / 2)) != check) {
            return fail(ErrorCode::corrupt, "change", std::string(segment.device.view()));
        }
        --segment_left;
        ++counts.changes;
        ++end_counts["change"];
        if (pass == Pass::check) return {};
        auto change = decode_unchained(line, tip);
        if (change && (change->seq == 1) != (previous == core::Hash{})) {
            change = fail(ErrorCode::corrupt, "s", std::to_string(change->seq));
        }
        if (change) change->previous = previous;
        if (change && (change->device != segment.device || change->seq != segment.from + index)) {
            change = fail(ErrorCode::corrupt, "change", std::string(change->device.view()));
        }
        if (!change) {
            // As its device made it, but no change: what follows it there waits, all else goes on.
            return unreadable(std::move(change.error()));
        }
        return sink.change(std::move(*change));
    }
    core::Result<void> unreadable(core::Error error) {
        error.line = at() + 1;
        return sink.unreadable(error);
    }

    core::Result<void> marker(std::string_view line) {
        const auto value = parse_canonical(line, line_limits);
        if (!value) {
            const bool told = header_seen || line.contains("\"ar-bundle\"");
            if (!told) return fail(ErrorCode::not_a_book, "bundle");
            return fail(value.error().code == ErrorCode::too_large ? ErrorCode::too_large
                                                                   : ErrorCode::corrupt,
                        "bundle", value.error().detail);
        }
        if (!header_seen) return header(*value);
        const Value* name = value->find("$");
        if (name == nullptr || name->text() == nullptr) {
            return fail(ErrorCode::corrupt, "bundle", "no such line");
        }
        if (*name->text() == "file") return file(*value);
        if (arriving) return fail(ErrorCode::corrupt, "file", to_hex(arriving->sha256));
        if (*name->text() == "seg") return begin_segment(*value);
        if (*name->text() == "fact") return fact(*value);
        if (*name->text() == "state") return state(*value);
        if (*name->text() == "end") return end(*value);
        ++counts.rows;
        ++end_counts[*name->text()];
        return pass == Pass::check ? core::Result<void>{} : sink.row(*name->text(), line);
    }
    core::Result<void> header(const Value& value) {
        const auto read = read_header(value);
        if (!read) return std::unexpected(read.error());
        header_seen = true;
        return sink.header(*read);
    }
    core::Result<void> begin_segment(const Value& value) {
        auto read = read_segment(value);
        if (!read) return std::unexpected(read.error());
        segment = std::move(*read);
        segment_left = segment.count;
        tip = segment.previous;
        return {};
    }
    core::Result<void> fact(const Value& value) {
        const Value* body = value.find("c");
        const Value* digest = value.find("h");
        const auto known = digest != nullptr && digest->text() != nullptr
                               ? parse_hash(*digest->text())
                               : std::nullopt;
        if (body == nullptr || !known) return fail(ErrorCode::malformed, "fact");
        const auto bytes = canonical(*body);
        if (!bytes) return std::unexpected(bytes.error());
        ++counts.changes;
        ++end_counts["fact"];
        if (pass == Pass::check) return {};
        auto change = decode_unchained(*bytes, *known);
        if (!change) return unreadable(std::move(change.error()));
        return sink.fact(std::move(*change));
    }
    core::Result<void> file(const Value& value) {
        auto piece = read_piece(value);
        if (!piece) return std::unexpected(piece.error());
        ++end_counts["file"];
        const bool follows = arriving ? piece->sha256 == arriving->sha256 && piece->n == next &&
                                            piece->bytes == arriving->bytes
                                      : piece->n == 0;
        if (!follows) return fail(ErrorCode::corrupt, "file", to_hex(piece->sha256));
        next = piece->n + 1;
        if (arriving) arriving->data += piece->data;
        else arriving = *std::move(piece);
        const std::size_t there = arriving->data.size();
        const bool whole = there == arriving->bytes;
        // Each piece but the last is full: no file comes as endless drops.
        if (!whole && (there > arriving->bytes || there != next * file_piece)) {
            return fail(ErrorCode::corrupt, "file", to_hex(arriving->sha256));
        }
        if (!whole) return {};
        FilePiece taken = *std::exchange(arriving, std::nullopt);
        if (sha256(taken.data) != taken.sha256) {
            return fail(ErrorCode::corrupt, "file", to_hex(taken.sha256));
        }
        return pass == Pass::check ? core::Result<void>{}
                                   : sink.attachment(taken.sha256, std::move(taken.data));
    }
    core::Result<void> state(const Value& value) {
        const Value* view = value.find("view");
        const Value* digest = value.find("digest");
        const auto known = digest != nullptr && digest->text() != nullptr
                               ? parse_hash(*digest->text())
                               : std::nullopt;
        if (!known || view == nullptr || view->integer() == nullptr || *view->integer() < 1 ||
            *view->integer() > INT32_MAX) {
            return fail(ErrorCode::malformed, "state");
        }
        return sink.state(static_cast<std::uint32_t>(*view->integer()), *known);
    }
    core::Result<void> end(const Value& value) {
        const auto read = read_end(value);
        if (!read) return std::unexpected(read.error());
        if (read->sha256 != hash.digest()) return fail(ErrorCode::corrupt, "bundle", "sha256");
        if (read->lines != counts.lines || read->counts != end_counts) {
            return fail(ErrorCode::corrupt, "bundle", "counts");
        }
        ended = true;
        return {};
    }

    BundleSink& sink;
    BundleLimits limits;
    Pass pass;
    std::uint64_t file_bytes = 0;
    std::uint64_t text_bytes = 0;
    std::string start; // until two bytes are there
    std::unique_ptr<Gunzip> gunzip;
    Form form = Form::unknown;
    std::string pending; // a line's beginning, or the whole document

    BundleCounts counts;
    std::map<std::string, std::uint64_t, std::less<>> end_counts;
    Sha256 hash;
    bool header_seen = false;
    bool ended = false;
    Segment segment;
    std::uint64_t segment_left = 0;
    std::optional<FilePiece> arriving; // what has come of a file
    std::uint64_t next = 0;            // its next piece
    core::Hash tip{};
    std::optional<core::Error> problem; // the first: every later call answers it again
};

BundleReader::BundleReader(BundleSink& sink, BundleLimits limits, Pass pass)
    : inside_(std::make_unique<Inside>(sink, limits, pass)) {}
BundleReader::~BundleReader() = default;

core::Result<void> BundleReader::feed(std::string_view bytes) {
    if (inside_->problem) return std::unexpected(*inside_->problem);
    auto done = inside_->feed(bytes);
    if (!done) {
        if (done.error().line == 0) done.error().line = inside_->at() + 1;
        inside_->problem = done.error();
    }
    return done;
}

core::Result<void> BundleReader::finish() {
    if (inside_->problem) return std::unexpected(*inside_->problem);
    auto done = inside_->finish();
    if (!done) {
        if (done.error().line == 0) done.error().line = inside_->at() + 1;
        inside_->problem = done.error();
    }
    return done;
}

BundleCounts BundleReader::counts() const { return inside_->counts; }

} // namespace huikuan::sync
