// Text of foreign encodings natively, through the C library's iconv.
#include <iconv.h>

#include <array>
#include <cerrno>
#include <utility>

#include "platform/platform.h"

namespace huikuan::platform {

namespace {

// The names of platform.h and what iconv calls them.
constexpr std::array<std::pair<std::string_view, const char*>, 6> encodings{{
    {"utf-8", "UTF-8"},
    {"gb18030", "GB18030"},
    {"utf-16le", "UTF-16LE"},
    {"utf-16be", "UTF-16BE"},
    {"big5", "BIG5-HKSCS"},
    {"windows-1252", "CP1252"},
}};

class IconvDecoder final : public TextDecoder {
public:
    IconvDecoder(iconv_t handle, std::string_view encoding)
        : handle_(handle), every_byte_means_(encoding == "windows-1252"),
          is_utf8_(encoding == "utf-8") {}
    ~IconvDecoder() override { iconv_close(handle_); }
    IconvDecoder(const IconvDecoder&) = delete;
    IconvDecoder& operator=(const IconvDecoder&) = delete;

    std::optional<std::string> decode(std::span<const std::uint8_t> bytes, bool last) override {
        cut_.insert(cut_.end(), bytes.begin(), bytes.end());
        std::string text;
        char* in = cut_.data();
        const std::size_t end = is_utf8_ ? beyond_unicode() : cut_.size();
        std::size_t in_left = end;
        std::array<char, 16384> buffer{};
        while (in_left > 0) {
            char* out = buffer.data();
            std::size_t out_left = buffer.size();
            const std::size_t result = iconv(handle_, &in, &in_left, &out, &out_left);
            const int problem = errno;
            text.append(buffer.data(), buffer.size() - out_left);
            if (result != static_cast<std::size_t>(-1) || problem == E2BIG) continue;
            if (problem == EINVAL && !last) break; // a character is cut at the end
            if (problem == EILSEQ && every_byte_means_) {
                // The five bytes that Windows leaves open are C1 controls, as browsers have it.
                text += '\xC2';
                text += *in;
                ++in;
                --in_left;
                continue;
            }
            bad_offset = decoded_ + (end - in_left);
            return std::nullopt;
        }
        if (end < cut_.size()) {
            bad_offset = decoded_ + (end - in_left);
            return std::nullopt;
        }
        decoded_ += cut_.size() - in_left;
        cut_.erase(cut_.begin(), cut_.end() - static_cast<std::ptrdiff_t>(in_left));
        if (!mark_looked_for_ && (!text.empty() || last)) {
            mark_looked_for_ = true;
            if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
        }
        return text;
    }

private:
    // Where U+110000 or more begins, which the C library's UTF-8 still knows; else the end.
    [[nodiscard]] std::size_t beyond_unicode() const {
        for (std::size_t i = 0; i < cut_.size(); ++i) {
            const auto byte = static_cast<std::uint8_t>(cut_[i]);
            const bool f4_and_high = byte == 0xF4 && i + 1 < cut_.size() &&
                                     static_cast<std::uint8_t>(cut_[i + 1]) >= 0x90;
            if (byte >= 0xF5 || f4_and_high) return i;
        }
        return cut_.size();
    }

    iconv_t handle_;
    bool every_byte_means_;
    bool is_utf8_;
    bool mark_looked_for_ = false;
    std::uint64_t decoded_ = 0;
    std::vector<char> cut_; // the bytes not decoded yet
};

} // namespace

std::unique_ptr<TextDecoder> make_decoder(std::string_view encoding) {
    for (const auto& [name, theirs] : encodings) {
        if (name != encoding) continue;
        const iconv_t handle = iconv_open("UTF-8", theirs);
        if (handle == reinterpret_cast<iconv_t>(-1)) return nullptr;
        return std::make_unique<IconvDecoder>(handle, name);
    }
    return nullptr;
}

} // namespace huikuan::platform
