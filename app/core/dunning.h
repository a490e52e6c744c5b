#pragma once
// 催收阶梯: who gets which letter, when, and why not. A ladder is data: its levels by days since a
// line fell due and since the letter before, each with a channel, a letter, a fee and who decides.
// A run looks at one customer at a time and is a pure function of what is open, of the letters that
// stand and of the day:
//   - one letter per customer, with everything that is overdue now, less the money that waits for
//     its use; a line goes one level further per letter, and a letter has the highest level of its
//     lines;
//   - the level belongs to the line (invoice and due date), so that a part payment leaves it, and
//     to the letters that stand, so that a rerun and a second device ask for nothing twice;
//   - the days are compared with <=, so that a day on which nobody looked is caught up;
//   - nothing is asked for before the day after it fell due;
//   - nobody gets two letters of a ladder on one day, whatever its gaps are and whatever was
//     entered between two prints of everything;
//   - what was charged for being late is asked for with the rest; alone it takes the steps, but
//     earns no fee of its own;
//   - what is disputed, held, promised or in a running plan is left alone until that ends by
//     itself.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/fact.h"

namespace huikuan::core {

struct DunningLevel {
    int level = 1;
    std::string name;
    bool month_end = false; // the month in which the days are over is waited for
    int days = 0;           // since it fell due
    int gap = 0; // since the letter that took this line to the level before; at least one day
    Channel channel = Channel::mail;
    std::string letter;         // name of a template (core/letter.h)
    std::int64_t fee_minor = 0; // in the book's currency
    std::string interest;       // empty: none is said; "agreed": as the contract or the law has it
    std::string who;            // who decides about it; empty: whoever sends

    friend bool operator==(const DunningLevel&, const DunningLevel&) = default;
};
inline constexpr int most_dunning_levels = 9;

struct DunningLadder {
    std::string key; // "standard"
    std::string name;
    // Whose: "tier:A,B", "tag:重点", "region:华东", "customer:C0017"; empty: only where it is the
    // book's own ladder ("dunning.default").
    std::string segment;
    int gap = 0;                // days since he was last spoken or written to, whatever about
    std::int64_t tolerance = 0; // most of the book's currency that is not worth a letter
    bool together = false;      // lines that take a step take it to the level of the letter
    bool nothing = false;       // nobody is written to
    bool shipped = false;
    std::vector<DunningLevel> levels; // 1, 2, 3 ...

    friend bool operator==(const DunningLadder&, const DunningLadder&) = default;
};

// Settings "dunning.KEY" (name|segment|gap|tolerance|together or nothing) and "dunning.KEY.N"
// (name|due or month_end|days|gap|channel|letter|fee|interest|who), over what is shipped. An empty
// value takes the ladder or the level away; what cannot be read counts as not there. Levels count
// as far as they have no hole. By key.
std::vector<DunningLadder>
read_ladders(std::span<const std::pair<std::string, std::string>> settings);
std::string ladder_text(const DunningLadder& ladder); // the values of those settings
std::string level_text(const DunningLevel& level);
std::optional<DunningLevel> parse_level(int number, std::string_view text);
std::optional<DunningLadder> parse_ladder(std::string_view key, std::string_view text);
inline constexpr std::string_view default_ladder = "standard";

// The ladder of a customer: the first whose segment names it, by customer, tag, tier, region and
// then key; else the book's own; nullptr: none.
struct DunningSegment {
    std::string_view code, tags, tier, region;
};
const DunningLadder* ladder_for(std::span<const DunningLadder> ladders,
                                const DunningSegment& customer, std::string_view book_default);

// What is known of one schedule line.
struct DunningLine {
    InvoiceId invoice;
    Date due;
    Currency currency;
    std::int64_t open = 0;
    std::int64_t disputed = 0; // of open
    int level = 0;
    Date last = first_date; // of the letter that took it there
    bool held = false;      // a hold on its invoice
    bool charge = false;    // interest or a fee that an earlier letter asked for
};
// Why there is no letter; `none`: there is one.
enum class DunningWhy : std::uint8_t {
    none,
    no_ladder, // nobody said how, or the ladder says nothing
    hold,      // by hand, or put off
    legal,
    promise,
    plan,
    disputed,  // all that is due
    covered,   // money that waits for its use pays all of it
    tolerance, // too little to ask for
    finished,  // the last level was reached
    gap,       // he was spoken or written to too short a while ago
    early,     // the next level is not reached yet
    not_due,
};
inline constexpr std::size_t dunning_reasons = 13;
std::string_view name_of(DunningWhy why);

struct DunningAccount {
    CustomerId customer;
    const DunningLadder* ladder = nullptr;
    std::span<const DunningLine> lines;
    std::span<const Money> unapplied; // by currency, positive
    DunningWhy held = DunningWhy::none;
    Date held_until;                  // the last day of it
    std::optional<Date> last_contact; // a letter of any kind, or a contact that reached him
    std::optional<Date>
        last_letter; // of a ladder: the next one is of another day, whatever it says
    int voided = 0;  // letters of this ladder that were taken back: they free their id
};
struct DunningPlan {
    DunningWhy why{};
    int level = 0;
    std::vector<LetterItem> items; // by due date, then invoice
    std::vector<LetterSum> sums;   // by currency; interest is the caller's business
    std::vector<Money> disputed;   // of what is overdue, not asked for
    Date next = far_future;        // when there would be something, as far as it can be told
};
DunningPlan plan_letter(const DunningAccount& account, Date day, Currency base);

// The id of a step: the same customer, ladder, lines and levels give the same id on every device.
EntityId letter_id(CustomerId customer, std::string_view ladder, std::span<const LetterItem> items,
                   int voided);

// What a letter charges becomes owed with it: one debit of type costs per currency of its fees, and
// one of interest per document of which a line takes a step. The fee is named after the customer,
// the ladder and the oldest line of the highest level, interest after the line and its level: of
// two letters that take one line to one level, whatever else they say, each is owed once. `voided`:
// how many of this name were taken back. Nil: the letter has nothing of the kind.
EntityId letter_fee_id(const LetterSent& letter, Currency currency, int voided = 0);
EntityId letter_interest_id(const LetterSent& letter, InvoiceId of, int voided = 0);
// All that there may be of a letter; at -1 as letters named them at first, each its own.
std::vector<EntityId> letter_charge_ids(const LetterSent& letter, int voided = 0);
// "DF-20261201-K3V5A2B7", the fee; "DI-..." the interest.
std::string letter_charge_number(const InvoiceIssued& charge);
bool is_letter_charge(const InvoiceIssued& debit); // by its type and number

} // namespace huikuan::core
