#include "session/letter_mail.h"

#include <algorithm>

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

// Something on both sides of one @, and no letter that a header or an address line gives a meaning.
bool is_address(std::string_view word) {
    const auto at = word.find('@');
    const bool sides = at != std::string_view::npos && at > 0 && at + 1 < word.size();
    return sides && word.find('@', at + 1) == std::string_view::npos &&
           std::ranges::all_of(
               word, [](char c) { return is_plain(c) || std::string_view("-_.@+").contains(c); });
}

} // namespace

std::vector<std::string> mail_addresses(std::string_view text) {
    std::string apart(text);
    for (const std::string_view comma : {"，", "；", "、", "　"}) {
        for (auto at = apart.find(comma); at != std::string::npos; at = apart.find(comma, at)) {
            apart.replace(at, comma.size(), " ");
        }
    }
    std::vector<std::string> found;
    std::string word;
    for (const char c : apart + " ") {
        const bool ends =
            static_cast<unsigned char>(c) <= 0x20 || std::string_view(",;<>()\"").contains(c);
        if (!ends) {
            word += c;
            continue;
        }
        if (is_address(word) && !std::ranges::contains(found, word)) found.push_back(word);
        word.clear();
    }
    return found;
}

std::string mail_file(const core::LetterSent& letter) {
    std::string out = "X-Unsent: 1\r\n";
    std::string to;
    for (const std::string& one : mail_addresses(letter.to)) {
        to += (to.empty() ? "To: " : ",\r\n ") + one; // a line each: none gets too long
    }
    if (!to.empty()) out += to + "\r\n";
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
    std::string to;
    for (const std::string& one : mail_addresses(letter.to)) {
        to += (to.empty() ? "" : ",") + percent(one);
    }
    const std::string head = "mailto:" + to + "?subject=" + percent(one_line(letter.subject));
    std::string whole = head + "&body=" + percent(letter.text);
    with_body = whole.size() <= longest_mail_address;
    return with_body ? whole : head;
}

} // namespace huikuan::session
