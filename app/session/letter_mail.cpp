#include "session/letter_mail.h"

#include <string_view>

namespace huikuan::session {
namespace {

constexpr std::string_view upper_hex = "0123456789ABCDEF";

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

void append_hex(std::string& out, char sign, char c) {
    const auto byte = static_cast<unsigned char>(c);
    out += sign;
    out += upper_hex[byte >> 4U];
    out += upper_hex[byte & 15U];
}

// Encoded words of RFC 2047, each at most 75 characters and none inside of a character.
std::string header_words(std::string_view text) {
    constexpr std::string_view begin = "=?UTF-8?Q?";
    constexpr std::size_t longest = 52; // of the encoded part: lines of at most 76
    std::string out(begin);
    std::size_t length = 0;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
        std::string letter;
        for (; at < end; ++at) {
            if (is_plain(text[at])) letter += text[at];
            else append_hex(letter, '=', text[at]);
        }
        if (length + letter.size() > longest) {
            out += "?=\r\n ";
            out += begin;
            length = 0;
        }
        out += letter;
        length += letter.size();
    }
    return out + "?=";
}

// One line, whatever it says: a header ends where a line does.
std::string one_line(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) out += c;
    }
    return out;
}

std::string percent(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (is_plain(c) || c == '-' || c == '_' || c == '.' || c == '@') out += c;
        else if (c == '\n') out += "%0D%0A";
        else append_hex(out, '%', c);
    }
    return out;
}

// An address, or nothing: letters and names that are none stay out of the header.
std::string address_of(const core::LetterSent& letter) {
    const std::string to = one_line(letter.to);
    for (const char c : to) {
        const bool sound =
            is_plain(c) || std::string_view("-_.@+").find(c) != std::string_view::npos;
        if (!sound) return {};
    }
    return to.find('@') == std::string::npos ? std::string() : to;
}

} // namespace

std::string mail_file(const core::LetterSent& letter) {
    std::string out = "X-Unsent: 1\r\n";
    if (const std::string to = address_of(letter); !to.empty()) out += "To: " + to + "\r\n";
    out += "Subject: " + header_words(one_line(letter.subject)) + "\r\n";
    out += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
           "Content-Transfer-Encoding: quoted-printable\r\n\r\n";
    std::size_t column = 0;
    for (std::size_t at = 0; at < letter.text.size(); ++at) {
        const char c = letter.text[at];
        if (c == '\n') {
            out += "\r\n";
            column = 0;
            continue;
        }
        const bool end_of_line = at + 1 == letter.text.size() || letter.text[at + 1] == '\n';
        const bool bare = c > ' ' && c < 0x7F && c != '=' && !(c == '.' && column == 0);
        const bool blank = c == ' ' && !end_of_line;
        if (column > 72) {
            out += "=\r\n";
            column = 0;
        }
        if (bare || blank) {
            out += c;
            ++column;
        } else {
            append_hex(out, '=', c);
            column += 3;
        }
    }
    return out + "\r\n";
}

std::string mail_address(const core::LetterSent& letter, bool& with_body) {
    const std::string head =
        "mailto:" + percent(address_of(letter)) + "?subject=" + percent(one_line(letter.subject));
    std::string whole = head + "&body=" + percent(letter.text);
    with_body = whole.size() <= longest_mail_address;
    return with_body ? whole : head;
}

} // namespace huikuan::session
