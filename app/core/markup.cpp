#include "core/markup.h"

#include <algorithm>

namespace huikuan::core {

std::string html_text(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += c; break;
        }
    }
    return out;
}

bool in_amount(std::string_view text, std::size_t at) {
    if (at < 2 || at >= text.size() || text[at - 1] != ' ') { return false; }
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    const std::string_view next = text.substr(at);
    if (is_digit(text[at - 2]) && next.starts_with("元")) { return true; }
    if (at < 4 || !std::ranges::all_of(text.substr(at - 4, 3), is_upper)) { return false; }
    const bool word_start = at == 4 || !is_upper(text[at - 5]);
    return word_start && (is_digit(next[0]) || next[0] == '-' || next.starts_with("\u2212"));
}

std::string html_words(std::string_view text) {
    std::string whole;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (in_amount(text, i + 1)) {
            whole += "\u00a0";
        } else {
            whole += text[i];
        }
    }
    return html_text(whole);
}

} // namespace huikuan::core
