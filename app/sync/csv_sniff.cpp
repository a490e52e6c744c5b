#include "sync/csv_sniff.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace huikuan::sync {

namespace {

struct Magic {
    std::string_view bytes;
    const char* name;
};
constexpr std::array<Magic, 11> magics{{
    {"\xD0\xCF\x11\xE0", "xls"},
    {"%PDF", "pdf"},
    {"\x1F\x8B", "gzip"},
    {"\x89PNG", "image"},
    {"\xFF\xD8\xFF", "image"},
    {"GIF8", "image"},
    {"Rar!", "zip"},
    {"7z\xBC\xAF", "zip"},
    {"SQLite format 3", "binary"},
    {"\x7F"
     "ELF",
     "binary"},
    {"MZ\x90", "binary"},
}};

// A workbook is a ZIP whose first entries name its parts, or say its type as they are (OpenDocument
// 1.2, part 3, 3.3: what reads workbooks has the sentence for it).
const char* zip_kind(std::string_view text) {
    const bool book = text.contains("[Content_Types].xml") || text.contains("xl/") ||
                      text.contains("application/vnd.oasis.opendocument.spreadsheet");
    return book ? "xlsx" : "zip";
}

// Pages and documents that a portal saved under the name of a sheet.
const char* document_kind(std::string_view text) {
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) { return nullptr; }
    std::string head(text.substr(start, 512));
    std::ranges::transform(head, head.begin(), [](unsigned char c) {
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    });
    for (const std::string_view tag : {"<!doctype html", "<html", "<table", "<head", "<body",
                                       "<meta", "<script", "<div", "<form", "<!--"}) {
        if (head.starts_with(tag)) { return "html"; }
    }
    if (head.starts_with("<?xml")) { return head.contains("<html") ? "html" : "xml"; }
    if (head.starts_with("{\"") || head.starts_with("[{") || head.starts_with("{\n")) {
        return "json";
    }
    return nullptr;
}

// UTF-16 without a mark: in a text with ASCII every second byte is zero.
const char* utf16_without_mark(std::span<const std::uint8_t> bytes) {
    std::size_t even = 0;
    std::size_t odd = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (bytes[i] == 0) { ++(i % 2 == 0 ? even : odd); }
    }
    const std::size_t half = bytes.size() / 2;
    if (odd * 10 > half * 3 && even * 20 < half) { return "utf-16le"; }
    if (even * 10 > half * 3 && odd * 20 < half) { return "utf-16be"; }
    return nullptr;
}

bool has_control_bytes(std::string_view text) {
    return std::ranges::any_of(text, [](unsigned char c) {
        return c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1A;
    });
}

} // namespace

core::Result<TextEncoding> sniff(std::span<const std::uint8_t> prefix, bool whole) {
    const std::string_view text = core::as_text(prefix);
    const auto refuse = [](const char* kind) {
        return core::fail(core::ErrorCode::unsupported, "file", kind);
    };
    if (text.find_first_not_of(" \t\r\n\x1A") == std::string_view::npos) {
        return core::fail(core::ErrorCode::required, "file");
    }
    if (text.starts_with("\xEF\xBB\xBF")) {
        const char* kind = document_kind(text.substr(3));
        return kind != nullptr ? core::Result<TextEncoding>(refuse(kind))
                               : TextEncoding{"utf-8", 3, true};
    }
    if (text.starts_with("\xFF\xFE")) { return TextEncoding{"utf-16le", 2, true}; }
    if (text.starts_with("\xFE\xFF")) { return TextEncoding{"utf-16be", 2, true}; }
    if (text.starts_with("PK\x03\x04") || text.starts_with("PK\x05\x06")) {
        return refuse(zip_kind(text));
    }
    for (const Magic& magic : magics) {
        if (text.starts_with(magic.bytes)) { return refuse(magic.name); }
    }
    if (const char* kind = document_kind(text)) { return refuse(kind); }
    if (const char* encoding = utf16_without_mark(prefix)) {
        return TextEncoding{encoding, 0, true};
    }
    if (has_control_bytes(text)) { return refuse("binary"); }
    Utf8Check check;
    const std::size_t bad = check.push(text);
    if (bad != Utf8Check::npos || (whole && !check.complete())) {
        // Several good characters of many bytes are no accident: it is UTF-8, and it is damaged.
        const auto good = text.substr(0, bad == Utf8Check::npos ? text.size() : bad);
        const auto leads = std::ranges::count_if(
            good, [](char c) { return static_cast<unsigned char>(c) >= 0xC0; });
        return TextEncoding{leads > 3 ? "utf-8" : "gb18030", 0, true};
    }
    const bool ascii = std::ranges::all_of(prefix, [](std::uint8_t byte) { return byte < 0x80; });
    return TextEncoding{"utf-8", 0, !ascii};
}

std::size_t Utf8Check::push(std::string_view piece) {
    for (std::size_t i = 0; i < piece.size(); ++i) {
        const auto c = static_cast<unsigned char>(piece[i]);
        if (left_ > 0) {
            if (c < low_ || c > high_) { return i; }
            low_ = 0x80;
            high_ = 0xBF;
            --left_;
        } else if (c < 0x80) {
            continue;
        } else if (c >= 0xC2 && c <= 0xDF) {
            left_ = 1;
        } else if (c >= 0xE0 && c <= 0xEF) { // no overlong form, no surrogate
            left_ = 2;
            low_ = c == 0xE0 ? 0xA0 : 0x80;
            high_ = c == 0xED ? 0x9F : 0xBF;
        } else if (c >= 0xF0 && c <= 0xF4) { // up to U+10FFFF
            left_ = 3;
            low_ = c == 0xF0 ? 0x90 : 0x80;
            high_ = c == 0xF4 ? 0x8F : 0xBF;
        } else {
            return i;
        }
    }
    return npos;
}

} // namespace huikuan::sync
