#pragma once
// What a document is, beyond its amount and date. There are two sides and no third: a debit (what a
// customer owes) and a credit (what makes it less); an allocation connects one of each. So every
// type below settles and ages by the same rules, and a type only says why the document exists.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"

namespace huikuan::core {

enum class DebitType : std::uint8_t {
    invoice,
    debit_note,       // a later addition to an invoice
    opening,          // 期初余额: owed when the book began
    interest,         // 逾期利息, 违约金
    doubled_interest, // 迟延履行期间的债务利息, the doubled part after a judgment
    costs,            // 实现债权的费用: suit, counsel, collection
    exchange_out,     // a credit in one currency is given up for one in another
    refund,           // money paid back to the customer
};
enum class CreditType : std::uint8_t {
    receipt,
    credit_note,    // 红字: of an invoice (`against`) or free
    advance,        // 预收: money before there is an invoice
    opening_credit, // 期初预收
    write_off,      // 坏账核销; the debt stays on a list (账销案存), see core/write_off.h
    discount,       // 现金折扣: taken for paying early
    fee,            // bank charges that the seller bears
    offset,         // 抵销 with what we owe the customer
    exchange_in,    // the other half of exchange_out
    bill,           // 承兑汇票: counts as paid until it is dishonoured
};
std::string_view name_of(DebitType type); // "debit_note"
std::string_view name_of(CreditType type);
std::optional<DebitType> parse_debit_type(std::string_view name);
std::optional<CreditType> parse_credit_type(std::string_view name);

// What a debtor owes for being late: no letter charges anything for it.
constexpr bool is_charge(DebitType type) {
    return type == DebitType::interest || type == DebitType::doubled_interest ||
           type == DebitType::costs;
}
// 逾期利息 runs on what was delivered and on what was spent, not on itself.
constexpr bool bears_interest(DebitType type) {
    return type == DebitType::invoice || type == DebitType::debit_note ||
           type == DebitType::opening || type == DebitType::costs;
}

// Not money that came in: these only say that less is owed.
constexpr bool is_cash(CreditType type) {
    return type == CreditType::receipt || type == CreditType::advance || type == CreditType::bill;
}

// How many units of the book's currency one unit of the document's currency is worth, as a
// fraction: 7.1234 is 71234 / 10000. Nothing is converted without one.
struct Rate {
    std::int64_t numerator = 0; // 0: none is given
    std::int64_t denominator = 1;

    [[nodiscard]] bool given() const { return numerator > 0 && denominator > 0; }
    friend bool operator==(const Rate&, const Rate&) = default;
};

// 2/10 net 30: `ppm` of the amount may be kept by who pays up to and including `until`.
struct EarlyDiscount {
    std::int64_t ppm = 0;
    Date until;

    friend bool operator==(const EarlyDiscount&, const EarlyDiscount&) = default;
};

// 不含税金额 and 税额; they add up to the amount of the document.
struct TaxSplit {
    std::int64_t net_minor = 0;
    std::int64_t tax_minor = 0;

    friend bool operator==(const TaxSplit&, const TaxSplit&) = default;
};

struct Bill {
    std::string number;
    std::string acceptor; // 承兑人
    Date maturity;
    bool commercial = false; // 商业承兑汇票; else a bank's (银行承兑汇票)

    friend bool operator==(const Bill&, const Bill&) = default;
};

// What became of a bill after it was received. That it was dishonoured is a reversal of its credit
// from that day: the receivable comes back. Until it is honoured it is exposure, wherever it is.
enum class BillStep : std::uint8_t {
    endorsed,   // 背书转让: given on to somebody else
    discounted, // 贴现: sold to a bank before its maturity
    honoured,   // 承兑: paid at maturity
};
std::string_view name_of(BillStep step);
std::optional<BillStep> parse_bill_step(std::string_view name);

} // namespace huikuan::core
