#pragma once
// The lines of a bundle other than changes, between structs and JSON (bundle.h has the format).
#include <cstdint>
#include <map>
#include <string>

#include "core/result.h"
#include "core/view.h"
#include "sync/bundle.h"
#include "sync/canonical.h"

namespace huikuan::sync {

inline constexpr std::uint64_t bundle_version = 1;
inline constexpr std::size_t segment_changes = 256;             // at most in one segment
inline constexpr std::size_t segment_bytes = 256 * 1024;        // a new one begins after
inline constexpr std::size_t check_digits = 8;                  // of each change's hash
inline constexpr std::size_t file_piece = 48'000;               // bytes: 64,000 in base64
inline constexpr std::size_t longest_line = 1024 * 1024 + 4096; // a change, and a fact around it
// A fact's line holds a change, and a document holds the lines.
inline constexpr JsonLimits line_limits{34, 64 * 1024, longest_line};

struct Segment {
    core::DeviceId device;
    std::uint64_t from = 0;
    std::uint64_t count = 0;
    core::Hash previous{};
    std::string checks; // check_digits of each change's hash, joined
};
struct FilePiece {
    core::Hash sha256{};
    std::uint64_t bytes = 0; // of the whole file
    std::uint64_t n = 0;
    std::string data;
};
struct BundleEnd {
    std::map<std::string, std::uint64_t, std::less<>> counts; // "change", "fact", tables; no zeros
    std::uint64_t lines = 0;
    core::Hash sha256{};
};

Value json_of(const BundleHeader& header);
Value json_of(const Segment& segment);
Value json_of(const FilePiece& piece);
Value json_of(const BundleEnd& end);
Value json_of(const core::CustomerRow& row);
Value json_of(const core::InvoiceRow& row);
Value json_of(const core::ReceiptRow& row);
Value json_of(const core::AllocationRow& row);

// not_a_book, newer_version, malformed.
core::Result<BundleHeader> read_header(const Value& line);
core::Result<Segment> read_segment(const Value& line);
core::Result<FilePiece> read_piece(const Value& line);
core::Result<BundleEnd> read_end(const Value& line);

} // namespace huikuan::sync
