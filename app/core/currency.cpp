// The currencies of ISO 4217 as data: what is in force, what sheets of the last years still use,
// digits after the point, signs and names that people write.
#include <algorithm>
#include <array>

#include "core/money.h"
#include "core/text.h"

namespace huikuan::core {
namespace {

// In force, sorted. Codes without a minor unit (gold, drawing rights, tests) are not money of a
// book and are left out.
constexpr auto active = std::to_array<Currency>({
    {"AED"}, {"AFN"}, {"ALL"}, {"AMD"}, {"AOA"}, {"ARS"}, {"AUD"}, {"AWG"}, {"AZN"}, {"BAM"},
    {"BBD"}, {"BDT"}, {"BHD"}, {"BIF"}, {"BMD"}, {"BND"}, {"BOB"}, {"BOV"}, {"BRL"}, {"BSD"},
    {"BTN"}, {"BWP"}, {"BYN"}, {"BZD"}, {"CAD"}, {"CDF"}, {"CHE"}, {"CHF"}, {"CHW"}, {"CLF"},
    {"CLP"}, {"CNY"}, {"COP"}, {"COU"}, {"CRC"}, {"CUP"}, {"CVE"}, {"CZK"}, {"DJF"}, {"DKK"},
    {"DOP"}, {"DZD"}, {"EGP"}, {"ERN"}, {"ETB"}, {"EUR"}, {"FJD"}, {"FKP"}, {"GBP"}, {"GEL"},
    {"GHS"}, {"GIP"}, {"GMD"}, {"GNF"}, {"GTQ"}, {"GYD"}, {"HKD"}, {"HNL"}, {"HTG"}, {"HUF"},
    {"IDR"}, {"ILS"}, {"INR"}, {"IQD"}, {"IRR"}, {"ISK"}, {"JMD"}, {"JOD"}, {"JPY"}, {"KES"},
    {"KGS"}, {"KHR"}, {"KMF"}, {"KPW"}, {"KRW"}, {"KWD"}, {"KYD"}, {"KZT"}, {"LAK"}, {"LBP"},
    {"LKR"}, {"LRD"}, {"LSL"}, {"LYD"}, {"MAD"}, {"MDL"}, {"MGA"}, {"MKD"}, {"MMK"}, {"MNT"},
    {"MOP"}, {"MRU"}, {"MUR"}, {"MVR"}, {"MWK"}, {"MXN"}, {"MXV"}, {"MYR"}, {"MZN"}, {"NAD"},
    {"NGN"}, {"NIO"}, {"NOK"}, {"NPR"}, {"NZD"}, {"OMR"}, {"PAB"}, {"PEN"}, {"PGK"}, {"PHP"},
    {"PKR"}, {"PLN"}, {"PYG"}, {"QAR"}, {"RON"}, {"RSD"}, {"RUB"}, {"RWF"}, {"SAR"}, {"SBD"},
    {"SCR"}, {"SDG"}, {"SEK"}, {"SGD"}, {"SHP"}, {"SLE"}, {"SOS"}, {"SRD"}, {"SSP"}, {"STN"},
    {"SVC"}, {"SYP"}, {"SZL"}, {"THB"}, {"TJS"}, {"TMT"}, {"TND"}, {"TOP"}, {"TRY"}, {"TTD"},
    {"TWD"}, {"TZS"}, {"UAH"}, {"UGX"}, {"USD"}, {"USN"}, {"UYI"}, {"UYU"}, {"UYW"}, {"UZS"},
    {"VED"}, {"VES"}, {"VND"}, {"VUV"}, {"WST"}, {"XAD"}, {"XAF"}, {"XCD"}, {"XCG"}, {"XOF"},
    {"XPF"}, {"YER"}, {"ZAR"}, {"ZMW"}, {"ZWG"},
});
static_assert(std::ranges::is_sorted(active));

// Withdrawn since 2020: not offered for new documents, but older invoices carry them.
constexpr auto withdrawn =
    std::to_array<Currency>({{"ANG"}, {"BGN"}, {"CUC"}, {"HRK"}, {"SLL"}, {"ZWL"}});
static_assert(std::ranges::is_sorted(withdrawn));

struct Exponent {
    Currency currency;
    int digits;
};
// All others have two digits.
constexpr auto exponents = std::to_array<Exponent>({
    {{"BHD"}, 3}, {{"BIF"}, 0}, {{"CLF"}, 4}, {{"CLP"}, 0}, {{"DJF"}, 0}, {{"GNF"}, 0},
    {{"IQD"}, 3}, {{"ISK"}, 0}, {{"JOD"}, 3}, {{"JPY"}, 0}, {{"KMF"}, 0}, {{"KRW"}, 0},
    {{"KWD"}, 3}, {{"LYD"}, 3}, {{"OMR"}, 3}, {{"PYG"}, 0}, {{"RWF"}, 0}, {{"TND"}, 3},
    {{"UGX"}, 0}, {{"UYI"}, 0}, {{"UYW"}, 4}, {{"VND"}, 0}, {{"VUV"}, 0}, {{"XAF"}, 0},
    {{"XOF"}, 0}, {{"XPF"}, 0},
});
static_assert(std::ranges::is_sorted(exponents, {}, &Exponent::currency));

struct Sign {
    Currency currency;
    std::string_view text;
};
// The sign that is printed; one per currency and one currency per sign. "¥" alone is the yuan:
// the book is at home there.
constexpr auto currency_signs = std::to_array<Sign>({
    {{"AUD"}, "A$"},  {{"BRL"}, "R$"},  {{"CAD"}, "C$"},   {{"CNY"}, "¥"}, {{"EUR"}, "€"},
    {{"GBP"}, "£"},   {{"HKD"}, "HK$"}, {{"ILS"}, "₪"},    {{"INR"}, "₹"}, {{"JPY"}, "JP¥"},
    {{"KRW"}, "₩"},   {{"KZT"}, "₸"},   {{"MOP"}, "MOP$"}, {{"NGN"}, "₦"}, {{"NZD"}, "NZ$"},
    {{"PHP"}, "₱"},   {{"RUB"}, "₽"},   {{"SGD"}, "S$"},   {{"THB"}, "฿"}, {{"TRY"}, "₺"},
    {{"TWD"}, "NT$"}, {{"UAH"}, "₴"},   {{"USD"}, "$"},    {{"VND"}, "₫"},
});
// Further names, folded, as sheets and statements write them.
constexpr auto currency_names = std::to_array<Sign>({
    {{"CNY"}, "人民币"},   {{"CNY"}, "人民币元"}, {{"CNY"}, "rmb"},    {{"CNY"}, "元"},
    {{"CNY"}, "cn¥"},      {{"CNY"}, "yuan"},     {{"USD"}, "us$"},    {{"USD"}, "美元"},
    {{"EUR"}, "欧元"},     {{"HKD"}, "港币"},     {{"HKD"}, "港元"},   {{"JPY"}, "日元"},
    {{"JPY"}, "日圆"},     {{"GBP"}, "英镑"},     {{"TWD"}, "新台币"}, {{"KRW"}, "韩元"},
    {{"SGD"}, "新加坡元"}, {{"AUD"}, "澳元"},     {{"CAD"}, "加元"},   {{"MOP"}, "澳门元"},
});

std::optional<Currency> by_code(std::string_view folded) {
    if (folded.size() != 3) { return std::nullopt; }
    Currency wanted;
    for (std::size_t index = 0; index < 3; ++index) {
        const char letter = folded[index];
        if (letter < 'a' || letter > 'z') { return std::nullopt; }
        wanted.code[index] = static_cast<char>(letter - 'a' + 'A');
    }
    const bool known =
        std::ranges::binary_search(active, wanted) || std::ranges::binary_search(withdrawn, wanted);
    return known ? std::optional(wanted) : std::nullopt;
}

} // namespace

int Currency::exponent() const {
    const auto found = std::ranges::lower_bound(exponents, *this, {}, &Exponent::currency);
    return found != exponents.end() && found->currency == *this ? found->digits : 2;
}

std::int64_t same_units(std::int64_t minor, int exponent, Currency in) {
    for (int have = exponent; have < in.exponent(); ++have) minor *= 10;
    for (int have = exponent; have > in.exponent(); --have) minor /= 10;
    return minor;
}

std::string_view Currency::symbol() const {
    const auto found = std::ranges::lower_bound(currency_signs, *this, {}, &Sign::currency);
    return found != currency_signs.end() && found->currency == *this ? found->text : view();
}

Result<Currency> parse_currency(std::string_view text) {
    const auto folded = fold(text);
    if (folded && folded->empty()) { return fail(ErrorCode::required, "currency"); }
    if (folded) {
        if (const auto currency = by_code(*folded)) { return *currency; }
        for (const Sign& name : currency_names) {
            if (name.text == *folded) { return name.currency; }
        }
        for (const Sign& sign : currency_signs) {
            if (fold(sign.text) == folded) { return sign.currency; }
        }
    }
    return fail(ErrorCode::unknown_currency, "currency", std::string(text));
}

std::span<const Currency> known_currencies() { return active; }

} // namespace huikuan::core
