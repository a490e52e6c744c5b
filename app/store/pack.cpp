#include "store/pack.h"

#include <array>
#include <cstdint>

#include "core/date.h"
#include "core/text.h"
#include "store/database.h"

namespace huikuan::store {
namespace {

// Canonical JSON has no control characters, so these can stand for what was taken out.
constexpr char as_it_is = '\0'; // first byte: nothing was taken out
constexpr char an_id = '\x01';  // 16 bytes follow
constexpr char the_end = '\x02';

// As sync writes it; empty where it writes another moment (it stays within four digits of a year).
std::string time_text(core::HybridTime time) {
    constexpr std::int64_t day_ms = 86'400'000;
    std::int64_t days = time.ms / day_ms;
    std::int64_t rest = time.ms % day_ms;
    if (rest < 0) {
        rest += day_ms;
        --days;
    }
    if (days < -719'528 || days > 2'932'896) return {}; // 0000-01-01, 9999-12-31
    const core::Ymd day = core::ymd_of({static_cast<std::int32_t>(days)});
    std::string text = "0000-00-00T00:00:00.000Z-0000";
    const auto put = [&](std::size_t at, std::size_t width, std::int64_t number) {
        for (; width > 0; number /= 10) text[at + --width] = static_cast<char>('0' + number % 10);
    };
    put(0, 4, day.year);
    put(5, 2, day.month);
    put(8, 2, day.day);
    put(11, 2, rest / 3'600'000);
    put(14, 2, rest / 60'000 % 60);
    put(17, 2, rest / 1000 % 60);
    put(20, 3, rest % 1000);
    for (unsigned place = 0; place < 4; ++place)
        text[25 + place] = "0123456789abcdef"[time.counter >> (12 - 4 * place) & 15U];
    return text;
}

std::string end_of(const core::Change& change) {
    std::string text;
    text.reserve(192);
    core::append(text,
                 {R"(,"d":")", change.device.view(), R"(","e":")", core::to_text(change.entity),
                  R"(","k":")", change.kind, R"(","r":)", change.view, R"(,"s":)", change.seq,
                  R"(,"t":")", time_text(change.time), R"("})"});
    return text;
}

bool has_control(std::string_view bytes) {
    for (const char byte : bytes) {
        if (static_cast<unsigned char>(byte) < 0x20) return true;
    }
    return false;
}

// Appends `text` with every id in its quotes replaced.
void pack_ids(std::string& packed, std::string_view text) {
    constexpr std::size_t length = 36;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t quote = text.find('"', at);
        if (quote == std::string_view::npos) {
            packed.append(text.substr(at));
            return;
        }
        packed.append(text.substr(at, quote + 1 - at));
        at = quote + 1;
        if (at + length >= text.size() || text[at + length] != '"' || text[at + 8] != '-') continue;
        const auto id = core::parse_id(text.substr(at, length));
        if (!id) continue;
        packed.push_back(an_id);
        packed += to_blob(*id);
        at += length;
    }
}

} // namespace

std::string pack(const core::Change& change) {
    const std::string_view bytes = change.bytes;
    std::string packed;
    if (has_control(bytes) || bytes.empty()) {
        packed.push_back(as_it_is);
        packed.append(bytes);
        return packed;
    }
    packed.reserve(bytes.size());
    const std::string end = end_of(change);
    const bool regular = bytes.ends_with(end);
    pack_ids(packed, regular ? bytes.substr(0, bytes.size() - end.size()) : bytes);
    if (regular) packed.push_back(the_end);
    return packed;
}

std::string unpack(const core::Change& change, std::string_view packed) {
    if (packed.starts_with(as_it_is)) return std::string(packed.substr(1));
    std::string bytes;
    bytes.reserve(packed.size() + 192);
    for (std::size_t at = 0; at < packed.size();) {
        std::size_t stop = at;
        while (stop < packed.size() && packed[stop] != an_id && packed[stop] != the_end) ++stop;
        bytes.append(packed.substr(at, stop - at));
        if (stop == packed.size()) break;
        if (packed[stop] == the_end) {
            bytes += end_of(change);
            at = stop + 1;
        } else {
            bytes += core::to_text(id_of_blob(packed.substr(stop + 1, 16)));
            at = stop + 17;
        }
    }
    return bytes;
}

} // namespace huikuan::store
