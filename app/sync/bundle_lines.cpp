#include "sync/bundle_lines.h"

#include <algorithm>
#include <array>

#include <sodium/utils.h>

#include "core/command.h"
#include "core/sorting.h"
#include "sync/clock.h"
#include "sync/hash.h"

namespace huikuan::sync {

namespace {

using core::ErrorCode;
using core::fail;

constexpr std::string_view format_name = "ar-bundle";
constexpr std::array<std::string_view, 3> scope_names{"all", "slice", "since"}; // as BundleScope
constexpr std::size_t moment_size = 24; // "2026-09-22T08:15:30.123Z"

std::int64_t whole_number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

Value json_of(const VersionVector& tips) {
    Object devices;
    for (const Tip& tip : tips) {
        Value end(Array{whole_number(tip.seq), to_hex(tip.hash)});
        if (devices.empty() || devices.back().first != tip.device.view()) {
            devices.emplace_back(std::string(tip.device.view()), Array{});
        }
        devices.back().second.array()->push_back(std::move(end));
    }
    return devices;
}

std::string_view text_of(const Value* value) {
    const std::string* text = value != nullptr ? value->text() : nullptr;
    return text != nullptr ? std::string_view(*text) : std::string_view();
}
std::optional<std::uint64_t> count_of(const Value* value) {
    const std::int64_t* integer = value != nullptr ? value->integer() : nullptr;
    if (integer == nullptr || *integer < 0) return std::nullopt;
    return static_cast<std::uint64_t>(*integer);
}

core::Result<VersionVector> read_vector(const Value* value, const char* field) {
    const Object* devices = value != nullptr ? value->object() : nullptr;
    if (devices == nullptr) return fail(ErrorCode::malformed, field);
    VersionVector tips;
    for (const auto& [name, ends] : *devices) {
        const auto device = core::parse_device(name);
        const Array* pairs = ends.array();
        if (!device || pairs == nullptr) return fail(ErrorCode::malformed, field, name);
        for (const Value& end : *pairs) {
            const Array* pair = end.array();
            if (pair == nullptr || pair->size() != 2)
                return fail(ErrorCode::malformed, field, name);
            const auto seq = count_of(pair->data());
            const auto hash = parse_hash(text_of(&(*pair)[1]));
            if (!seq || *seq == 0 || !hash) return fail(ErrorCode::malformed, field, name);
            tips.push_back({*device, *seq, *hash});
        }
    }
    core::sort(tips);
    return tips;
}

core::Result<std::vector<core::CustomerId>> read_customers(const Value* value) {
    const Array* ids = value != nullptr ? value->array() : nullptr;
    if (ids == nullptr) return fail(ErrorCode::malformed, "customers");
    std::vector<core::CustomerId> customers;
    for (const Value& text : *ids) {
        const auto id = core::parse_id(text_of(&text));
        if (!id) return fail(ErrorCode::malformed, "customers", std::string(text_of(&text)));
        customers.push_back(core::id_cast<core::CustomerId>(*id));
    }
    return customers;
}

core::Result<void> read_maker(const Value* by, BundleHeader& header) {
    const auto device = core::parse_device(text_of(by != nullptr ? by->find("dev") : nullptr));
    if (!device) return fail(ErrorCode::malformed, "by");
    header.device = *device;
    header.user = text_of(by->find("user"));
    header.app = text_of(by->find("app"));
    return {};
}

} // namespace

Value json_of(const BundleHeader& header) {
    Object line{
        {"fmt", format_name},
        {"ver", whole_number(bundle_version)},
        {"book", core::to_text(header.book)},
        {"made", to_text(core::HybridTime{header.made_ms, 0}).substr(0, moment_size)},
        {"by", Object{{"dev", header.device.view()}, {"user", header.user}, {"app", header.app}}},
        {"view", whole_number(header.view)},
        {"scope", scope_names[static_cast<std::size_t>(header.scope)]},
        {"vv", json_of(header.have)},
    };
    if (header.scope == BundleScope::since) line.emplace_back("since", json_of(header.since));
    if (header.scope == BundleScope::slice) {
        Array ids;
        for (const core::CustomerId id : header.customers) ids.emplace_back(core::to_text(id));
        line.emplace_back("customers", std::move(ids));
    }
    return line;
}

Value json_of(const Segment& segment) {
    const bool first = segment.previous == core::Hash{};
    return Object{{"$", "seg"},
                  {"dev", segment.device.view()},
                  {"from", whole_number(segment.from)},
                  {"n", whole_number(segment.count)},
                  {"prev", first ? std::string() : to_hex(segment.previous)},
                  {"h", segment.checks}};
}

Value json_of(const BundleEnd& end) {
    Object counts;
    for (const auto& [name, count] : end.counts) counts.emplace_back(name, whole_number(count));
    return Object{{"$", "end"},
                  {"counts", std::move(counts)},
                  {"lines", whole_number(end.lines)},
                  {"sha256", to_hex(end.sha256)}};
}

core::Result<BundleHeader> read_header(const Value& line) {
    if (text_of(line.find("fmt")) != format_name) return fail(ErrorCode::not_a_book, "fmt");
    const auto version = count_of(line.find("ver"));
    if (!version || *version == 0) return fail(ErrorCode::malformed, "ver");
    if (*version > bundle_version) {
        return fail(ErrorCode::newer_version, "ver", std::to_string(*version));
    }
    BundleHeader header;
    const auto book = core::parse_id(text_of(line.find("book")));
    if (!book) return fail(ErrorCode::malformed, "book");
    header.book = core::id_cast<core::BookId>(*book);
    const auto made = parse_time(std::string(text_of(line.find("made"))) + "-0000");
    if (!made) return fail(ErrorCode::malformed, "made");
    header.made_ms = made->ms;
    if (auto done = read_maker(line.find("by"), header); !done) {
        return std::unexpected(done.error());
    }
    const auto view = count_of(line.find("view"));
    if (!view || *view == 0 || *view > INT32_MAX) return fail(ErrorCode::malformed, "view");
    header.view = static_cast<std::uint32_t>(*view);
    const auto scope = std::ranges::find(scope_names, text_of(line.find("scope")));
    if (scope == scope_names.end()) return fail(ErrorCode::unsupported, "scope");
    header.scope = static_cast<BundleScope>(scope - scope_names.begin());
    auto have = read_vector(line.find("vv"), "vv");
    if (!have) return std::unexpected(have.error());
    header.have = std::move(*have);
    if (header.scope == BundleScope::since) {
        auto since = read_vector(line.find("since"), "since");
        if (!since) return std::unexpected(since.error());
        header.since = std::move(*since);
    }
    if (header.scope == BundleScope::slice) {
        auto customers = read_customers(line.find("customers"));
        if (!customers) return std::unexpected(customers.error());
        header.customers = std::move(*customers);
    }
    return header;
}

core::Result<Segment> read_segment(const Value& line) {
    Segment segment;
    const auto device = core::parse_device(text_of(line.find("dev")));
    const auto from = count_of(line.find("from"));
    const auto count = count_of(line.find("n"));
    const std::string_view previous = text_of(line.find("prev"));
    const auto hash = previous.empty() ? core::Hash{} : parse_hash(previous);
    if (!device || !from || *from == 0 || !count || !hash) return fail(ErrorCode::malformed, "seg");
    segment = {*device, *from, *count, *hash, std::string(text_of(line.find("h")))};
    if (segment.count == 0 || segment.count > segment_changes ||
        segment.checks.size() != segment.count * check_digits) {
        return fail(ErrorCode::malformed, "seg", "n");
    }
    return segment;
}

Value json_of(const FilePiece& piece) {
    std::string text(sodium_base64_ENCODED_LEN(piece.data.size(), sodium_base64_VARIANT_ORIGINAL),
                     '\0');
    sodium_bin2base64(text.data(), text.size(),
                      reinterpret_cast<const unsigned char*>(piece.data.data()), piece.data.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    text.pop_back(); // the zero that C puts behind it
    return Object{{"$", "file"},
                  {"bytes", whole_number(piece.bytes)},
                  {"data", std::move(text)},
                  {"n", whole_number(piece.n)},
                  {"sha256", to_hex(piece.sha256)}};
}

core::Result<FilePiece> read_piece(const Value& line) {
    const auto hash = parse_hash(text_of(line.find("sha256")));
    const auto bytes = count_of(line.find("bytes"));
    const auto n = count_of(line.find("n"));
    const std::string_view text = text_of(line.find("data"));
    FilePiece piece{hash.value_or(core::Hash{}), bytes.value_or(0), n.value_or(0), {}};
    if (!hash || !n || !bytes || *bytes > std::uint64_t{core::largest_attachment_bytes}) {
        return fail(ErrorCode::malformed, "file");
    }
    piece.data.resize(file_piece);
    std::size_t length = 0;
    const bool good = sodium_base642bin(reinterpret_cast<unsigned char*>(piece.data.data()),
                                        piece.data.size(), text.data(), text.size(), nullptr,
                                        &length, nullptr, sodium_base64_VARIANT_ORIGINAL) == 0;
    if (!good) return fail(ErrorCode::malformed, "file", "data");
    piece.data.resize(length);
    return piece;
}

core::Result<BundleEnd> read_end(const Value& line) {
    BundleEnd end;
    const auto lines = count_of(line.find("lines"));
    const auto hash = parse_hash(text_of(line.find("sha256")));
    const Value* counts = line.find("counts");
    if (!lines || !hash || counts == nullptr || counts->object() == nullptr) {
        return fail(ErrorCode::malformed, "end");
    }
    end.lines = *lines;
    end.sha256 = *hash;
    for (const auto& [name, value] : *counts->object()) {
        const auto count = count_of(&value);
        if (!count) return fail(ErrorCode::malformed, "end", name);
        end.counts[name] = *count;
    }
    return end;
}

} // namespace huikuan::sync
