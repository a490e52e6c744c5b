#pragma once
// Matching (认领): what a line that came in pays. Each answer is a proposal with points and the
// reasons for them in words; a person confirms it, and only then is anything booked.
//
// Two questions, answered apart and added up: WHO paid (the account or name from which this
// customer paid before, its registered account, its name, an invoice number in the memo), and WHAT
// was paid (the numbers in the memo, one open item of exactly this amount, all that was due by
// then, a few items that sum up to it, an amount that lacks a bank's fee). Money that fits nothing
// goes to the customer's account where only the customer is known, and to the clearing list where
// nobody is.
//
// Certain: who and what are both beyond doubt, no other answer comes near, and nothing that is only
// likely was needed for it. Everything else is likely or unknown: a proposal never pretends.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/command.h"
#include "core/fact.h"

namespace huikuan::core {

struct OpenItem {
    InvoiceId id;
    std::uint32_t customer = 0; // index into MatchBook::customers
    std::string number;
    Currency currency;
    std::int64_t open = 0;
    Date issued;
    Date due;
};
struct MatchCustomer {
    CustomerId id;
    std::string name;
    std::string title;        // as its invoices are addressed
    std::string bank_account; // registered
    bool archived = false;
};
// From whom money came before, as people confirmed it.
struct PayerAlias {
    std::string payer;
    std::string payer_account;
    std::uint32_t customer = 0;
    Date last;
};
// A receipt that somebody recorded by hand and that no line is yet.
struct LooseReceipt {
    ReceiptId id;
    std::uint32_t customer = 0;
    Money amount;
    Date date;
    std::string reference;
};

enum class MatchReason : std::uint8_t {
    // who
    chosen,        // a person said so
    alias_account, // paid from this account before (detail: how often)
    alias_name,    // paid under this name before
    registered,    // the customer's registered bank account
    same_name,     // the payer is called like the customer
    name_in_memo,  // the customer's name stands in the memo
    contested,     // another customer fits as well (detail: its name)
    // what
    number_in_memo,   // detail: the numbers
    one_item,         // one open item of exactly this amount (detail: its number)
    several_items,    // detail: how many
    all_due,          // everything that was due by then
    all_open,         // everything
    part_of_item,     // a part of the item that was named
    alike_items,      // several items have this amount: the earliest due is taken
    short_by_fee,     // the rest is a fee (detail: how much)
    short_by_little,  // the rest is small enough to let go
    on_account,       // nothing fits: to the account of the customer (or oldest first)
    over,             // more than all that is open
    together,         // with other lines it makes up this item (detail: how many)
    recorded_already, // this receipt was recorded by hand
    // when
    near_due,     // within a week of the due date
    usual_delay,  // as late as this customer pays as a rule
    before_issue, // paid before the invoice was issued
};
inline constexpr std::size_t match_reason_count = 23;
std::string_view name_of(MatchReason reason);

struct Matched {
    MatchReason reason{};
    int points = 0;
    std::string detail;
    std::string more; // of together: the number of the item
};
enum class Certainty : std::uint8_t { unknown, likely, certain };
std::string_view name_of(Certainty certainty);

struct MatchProposal {
    EntityId line;
    CustomerId customer; // nil: nobody
    std::vector<AllocationPart> parts;
    ReceiptId recorded; // not nil: the line is this receipt, nothing new is booked
    std::int64_t fee_minor = 0;
    std::int64_t difference_minor = 0; // let go as too small
    std::int64_t unapplied_minor = 0;
    int points = 0;
    Certainty certainty = Certainty::unknown;
    std::vector<Matched> reasons;
};

struct MatchPolicy {
    std::int64_t small_difference_minor = 1000;
    std::int64_t most_fee_minor = 10'000; // what banks take at most from a transfer
    int exponent = 2;                     // of these amounts

    [[nodiscard]] std::int64_t in(Currency currency, std::int64_t minor) const {
        return same_units(minor, exponent, currency);
    }
};

// All that proposals are made from, indexed once. Lines are looked at in the order of their dates;
// what a certain proposal uses is not offered to another line.
class MatchBook {
public:
    std::vector<MatchCustomer> customers;
    std::vector<OpenItem> items;
    std::vector<PayerAlias> aliases;
    std::vector<LooseReceipt> receipts;
    std::vector<int> usual_delay; // days after due, by customer; empty or INT_MIN: not known
    MatchPolicy policy;

    void index();
    [[nodiscard]] std::vector<MatchProposal> propose(std::span<const BankLine> lines,
                                                     std::span<const Currency> currencies) const;
    // The same for one line where a person says who paid.
    [[nodiscard]] MatchProposal propose_for(const BankLine& line, Currency currency,
                                            CustomerId customer) const;

    struct Index {
        std::unordered_map<std::string, std::vector<std::uint32_t>> by_number; // items
        std::unordered_map<std::string, std::vector<std::uint32_t>> by_name;   // customers
        std::unordered_map<std::string, std::vector<std::uint32_t>> by_account;
        std::unordered_map<std::string, std::vector<std::uint32_t>> alias_name;    // aliases
        std::unordered_map<std::string, std::vector<std::uint32_t>> alias_account; // aliases
        std::unordered_map<std::int64_t, std::vector<std::uint32_t>> by_amount;    // items
        std::vector<std::vector<std::uint32_t>> of_customer; // items by due date
        std::vector<std::vector<std::uint32_t>> receipts_of;
        std::vector<std::string> plain_names; // by customer, for the memo; empty: too short
    };

private:
    Index index_;
};

// A name as people and banks write it: folded, without blanks, brackets and the endings of
// companies.
std::string plain_company(std::string_view name);
// Pieces of a memo that may be numbers of invoices, plain, in their order.
std::vector<std::string> numbers_in(std::string_view memo);
// At most `most_items` items (by index into `amounts`) that sum up to `target`; empty: none found
// within the bounds. Prefers few items, then early ones.
std::vector<std::size_t> subset_of_sum(std::span<const std::int64_t> amounts, std::int64_t target);

} // namespace huikuan::core
