#include "core/import_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"

namespace huikuan::core {

namespace {

bool is_latin_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// Full-width forms U+FF01..U+FF5E are the ASCII characters of forms; the ideographic space and the
// space that does not break are spaces.
std::string half_width(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto a = static_cast<unsigned char>(text[i]);
        if (text.substr(i).starts_with("\u3000")) {
            out += ' ';
            i += 2;
            continue;
        }
        if (text.substr(i).starts_with("\u00A0")) {
            out += ' ';
            i += 1;
            continue;
        }
        if (a == 0xEF && i + 2 < text.size()) {
            const auto b = static_cast<unsigned char>(text[i + 1]);
            const auto c = static_cast<unsigned char>(text[i + 2]);
            const int code = ((b & 0x3F) << 6) | (c & 0x3F) | 0xF000;
            if (code >= 0xFF01 && code <= 0xFF5E) {
                out += static_cast<char>(code - 0xFF01 + 0x21);
                i += 2;
                continue;
            }
        }
        out += text[i];
    }
    return out;
}

// What stands in brackets or at the end of a heading. Only codes that are no ordinary words.
struct MoneyUnit {
    std::string_view text;
    std::string_view currency;
    int power;
};
constexpr std::array<MoneyUnit, 26> chinese_units{{
    {"元", "CNY", 0},    {"人民币", "CNY", 0}, {"人民币元", "CNY", 0},   {"rmb", "CNY", 0},
    {"¥", "CNY", 0},     {"万元", "CNY", 4},   {"人民币万元", "CNY", 4}, {"万", "", 4},
    {"千元", "CNY", 3},  {"千", "", 3},        {"美元", "USD", 0},       {"万美元", "USD", 4},
    {"us$", "USD", 0},   {"$", "USD", 0},      {"欧元", "EUR", 0},       {"€", "EUR", 0},
    {"港币", "HKD", 0},  {"港元", "HKD", 0},   {"日元", "JPY", 0},       {"英镑", "GBP", 0},
    {"£", "GBP", 0},     {"新台币", "TWD", 0}, {"000", "", 3},           {"thousands", "", 3},
    {"thousand", "", 3}, {"k", "", 3},
}};
constexpr std::array<std::string_view, 34> code_words{
    "usd", "eur", "cny", "jpy", "gbp", "hkd", "twd", "krw", "sgd", "aud", "cad", "chf",
    "inr", "rub", "thb", "vnd", "myr", "idr", "php", "brl", "mxn", "zar", "aed", "sar",
    "sek", "nok", "dkk", "pln", "czk", "huf", "nzd", "ils", "kwd", "mop"};

bool read_unit(std::string_view text, bool bracketed, Heading& heading) {
    for (const MoneyUnit& unit : chinese_units) {
        if (unit.text == text && (bracketed || unit.currency == "CNY" || unit.power == 0)) {
            if (!unit.currency.empty()) {
                heading.currency = parse_currency(unit.currency).value_or(Currency{});
            }
            heading.power = unit.power;
            return true;
        }
    }
    if (std::ranges::find(code_words, text) != code_words.end()) {
        heading.currency = parse_currency(text).value_or(Currency{});
        return true;
    }
    return false;
}

// Text in brackets, taken out of `text`: "金额(元)" leaves 金额.
std::vector<std::string> take_brackets(std::string& text) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> pairs{
        {{"(", ")"}, {"[", "]"}, {"【", "】"}, {"〔", "〕"}}};
    std::vector<std::string> found;
    for (const auto& [open, close] : pairs) {
        for (;;) {
            const std::size_t from = text.find(open);
            const std::size_t to =
                from == std::string::npos ? from : text.find(close, from + open.size());
            if (to == std::string::npos) { break; }
            found.push_back(text.substr(from + open.size(), to - from - open.size()));
            text.replace(from, to + close.size() - from, " ");
        }
    }
    return found;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    const auto flush = [&] {
        if (!word.empty()) { words.push_back(std::exchange(word, {})); }
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool wide = static_cast<unsigned char>(c) >= 0x80;
        if (!wide && !is_latin_letter(c) && !is_digit(c) && c != '$') {
            flush(); // '_', '-', '.', '/', ':', '#', '*', quotes ...
            continue;
        }
        // invoiceNumber is two words; customer_ID and ID are one each.
        if (i > 0 && c >= 'A' && c <= 'Z' && text[i - 1] >= 'a' && text[i - 1] <= 'z') { flush(); }
        word += lower(c);
    }
    flush();
    return words;
}

} // namespace

bool means_nothing(std::string_view trimmed) {
    if (trimmed.empty()) { return true; }
    if (trimmed.size() > 8) { return false; }
    static constexpr std::array<std::string_view, 12> signs{
        "-", "--", "---", "/", "\\", "—", "——", "无", "n/a", "null", "none", "#n/a"};
    std::string small(trimmed);
    std::ranges::transform(small, small.begin(), lower);
    return std::ranges::find(signs, small) != signs.end();
}

Heading read_heading(std::string_view text) {
    Heading heading;
    std::string rest = half_width(trim(text));
    for (const std::string& inside : take_brackets(rest)) {
        std::string plain;
        for (const std::string& word : words_of(inside)) {
            if (!read_unit(word, true, heading)) { plain += word; }
        }
        read_unit(plain, true, heading);
    }
    heading.words = words_of(rest);
    if (heading.words.size() > 1 && read_unit(heading.words.back(), false, heading)) {
        heading.words.pop_back();
    }
    for (const std::string& word : heading.words) { heading.plain += word; }
    return heading;
}

std::string plain_heading(std::string_view text) { return read_heading(text).plain; }

MarkedAmount split_currency_mark(std::string_view text) {
    static constexpr std::array<std::string_view, 7> signs{"US$", "HK$", "$", "€", "£", "¥", "￥"};
    const auto is_code = [](std::string_view code) {
        return std::ranges::all_of(code, is_latin_letter) && parse_currency(code).has_value();
    };
    text = trim(text);
    for (const std::string_view sign : signs) {
        if (text.starts_with(sign)) { return {sign, trim(text.substr(sign.size()))}; }
        if (text.ends_with(sign)) {
            return {sign, trim(text.substr(0, text.size() - sign.size()))};
        }
    }
    if (text.size() > 3 && is_code(text.substr(0, 3))) {
        return {text.substr(0, 3), trim(text.substr(3))};
    }
    if (text.size() > 3 && is_code(text.substr(text.size() - 3))) {
        return {text.substr(text.size() - 3), trim(text.substr(0, text.size() - 3))};
    }
    return {{}, text};
}

bool MarkedAmount::fits(Currency currency) const {
    if (mark.empty()) { return true; }
    const std::string_view code = currency.view();
    if (mark == "¥" || mark == "￥") { return code == "CNY" || code == "JPY"; }
    if (mark == "€") { return code == "EUR"; }
    if (mark == "£") { return code == "GBP"; }
    if (mark == "$") { // of many countries, but not of these
        return code != "CNY" && code != "JPY" && code != "EUR" && code != "GBP";
    }
    if (mark == "US$") { return code == "USD"; }
    if (mark == "HK$") { return code == "HKD"; }
    const Result<Currency> named = parse_currency(mark);
    return named && *named == currency;
}

bool is_mangled_number(std::string_view text) {
    const std::size_t e = text.find_first_of("eE");
    if (e == std::string_view::npos || e == 0 || e + 2 >= text.size() || text[e + 1] != '+') {
        return false;
    }
    const auto mantissa = text.substr(0, e);
    return is_digit(mantissa.front()) &&
           std::ranges::all_of(mantissa, [](char c) { return is_digit(c) || c == '.'; }) &&
           std::ranges::all_of(text.substr(e + 2), is_digit);
}

} // namespace huikuan::core
