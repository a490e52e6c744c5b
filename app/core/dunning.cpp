#include "core/dunning.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "core/sorting.h"

namespace huikuan::core {
namespace {

std::int64_t capped_sum(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? std::numeric_limits<std::int64_t>::max() : sum;
}

// The day from which a line may go to this level. Whoever owes has the whole day on which it is
// due.
Date reached_on(const DunningLine& line, const DunningLevel& level) {
    Date day = add_days(line.due, level.days);
    if (level.month_end) { day = month_end(day); }
    if (line.level > 0) { day = std::max(day, add_days(line.last, std::max(level.gap, 1))); }
    return std::max(day, add_days(line.due, 1));
}

// Eight bytes a word.
std::vector<std::uint64_t> words_of(std::string_view text) {
    std::vector<std::uint64_t> words;
    for (std::size_t at = 0; at < text.size(); at += 8) {
        std::uint64_t word = 0;
        for (const char byte : text.substr(at, 8)) {
            word = (word << 8U) | static_cast<unsigned char>(byte);
        }
        words.push_back(word);
    }
    return words;
}

std::uint64_t code_of(Currency currency) {
    std::uint64_t code = 0;
    for (const char letter : currency.view()) {
        code = (code << 8U) | static_cast<unsigned char>(letter);
    }
    return code;
}

struct CurrencySum {
    Currency currency;
    std::int64_t asked = 0; // due and neither disputed nor held
    std::int64_t disputed = 0;
    std::int64_t unapplied = 0;
    DunningWhy why = DunningWhy::none;
};

class Planner {
public:
    Planner(const DunningAccount& account, Date day, Currency base)
        : account_(account), day_(day), base_(base) {}

    DunningPlan plan() {
        if (!sum_up()) { return wait(DunningWhy::not_due, first_due_); }
        if (account_.ladder == nullptr || account_.ladder->nothing ||
            account_.ladder->levels.empty()) {
            return wait(DunningWhy::no_ladder, far_future);
        }
        if (account_.held != DunningWhy::none) {
            return wait(account_.held, add_days(account_.held_until, 1));
        }
        take_steps();
        if (steps_.empty()) { return wait(reason(), next_); }
        if (account_.last_contact) {
            const Date free = add_days(*account_.last_contact, account_.ladder->gap);
            if (free > day_) { return wait(DunningWhy::gap, free); }
        }
        if (account_.last_letter && *account_.last_letter >= day_) {
            return wait(DunningWhy::gap, add_days(*account_.last_letter, 1));
        }
        write();
        return std::move(plan_);
    }

private:
    static std::int64_t asked(const DunningLine& line) {
        return line.held ? 0 : std::max<std::int64_t>(line.open - line.disputed, 0);
    }
    [[nodiscard]] bool is_due(const DunningLine& line) const {
        return line.due < day_ && line.open > 0;
    }

    CurrencySum& sum_of(Currency currency) {
        const auto found = std::ranges::find(sums_, currency, &CurrencySum::currency);
        if (found != sums_.end()) { return *found; }
        sums_.push_back({currency});
        return sums_.back();
    }

    bool sum_up() {
        for (const DunningLine& line : account_.lines) {
            if (line.open <= 0) { continue; }
            if (!is_due(line)) {
                first_due_ = std::min(first_due_, add_days(line.due, 1));
                continue;
            }
            CurrencySum& sum = sum_of(line.currency);
            sum.asked = capped_sum(sum.asked, asked(line));
            sum.disputed = capped_sum(sum.disputed, std::min(line.disputed, line.open));
        }
        sort(sums_, std::less{}, &CurrencySum::currency);
        for (CurrencySum& sum : sums_) {
            for (const Money& money : account_.unapplied) {
                if (money.currency == sum.currency) {
                    sum.unapplied =
                        capped_sum(sum.unapplied, std::max<std::int64_t>(money.minor, 0));
                }
            }
            const std::int64_t tolerance = account_.ladder != nullptr && sum.currency == base_
                                               ? account_.ladder->tolerance
                                               : 0;
            if (sum.asked == 0) {
                sum.why = DunningWhy::disputed;
            } else if (sum.unapplied >= sum.asked) {
                sum.why = DunningWhy::covered;
            } else if (sum.asked - sum.unapplied <= tolerance) {
                sum.why = DunningWhy::tolerance;
            }
        }
        return !sums_.empty();
    }

    bool is_asked_for(const DunningLine& line) {
        return is_due(line) && asked(line) > 0 && sum_of(line.currency).why == DunningWhy::none;
    }

    void take_steps() {
        const auto& levels = account_.ladder->levels;
        only_charges_ = std::ranges::none_of(account_.lines, [this](const DunningLine& line) {
            return !line.charge && is_asked_for(line);
        });
        for (std::size_t i = 0; i < account_.lines.size(); ++i) {
            const DunningLine& line = account_.lines[i];
            if (!is_asked_for(line) || (line.charge && !only_charges_)) { continue; }
            const auto next = static_cast<std::size_t>(std::max(line.level, 0));
            if (next >= levels.size()) {
                finished_ = true;
                continue;
            }
            const Date reached = reached_on(line, levels[next]);
            if (reached > day_) {
                next_ = std::min(next_, reached);
                continue;
            }
            steps_.push_back(i);
            plan_.level = std::max(plan_.level, line.level + 1);
        }
    }

    // Of several the one that says most: what could still come before what never will.
    [[nodiscard]] DunningWhy reason() const {
        if (next_ != far_future) { return DunningWhy::early; }
        if (finished_) { return DunningWhy::finished; }
        for (const DunningWhy why :
             {DunningWhy::covered, DunningWhy::tolerance, DunningWhy::disputed}) {
            if (!std::ranges::contains(sums_, why, &CurrencySum::why)) { continue; }
            const bool held = why == DunningWhy::disputed &&
                              std::ranges::any_of(account_.lines, [&](const DunningLine& line) {
                                  return is_due(line) && line.held;
                              });
            return held ? DunningWhy::hold : why;
        }
        return DunningWhy::early;
    }

    void write() {
        for (std::size_t i = 0; i < account_.lines.size(); ++i) {
            const DunningLine& line = account_.lines[i];
            if (!is_asked_for(line)) { continue; }
            const bool steps = std::ranges::binary_search(steps_, i);
            const int level = account_.ladder->together ? plan_.level : line.level + 1;
            plan_.items.push_back({line.invoice, line.due, asked(line), steps ? level : 0});
        }
        sort(plan_.items, [](const LetterItem& a, const LetterItem& b) {
            return std::tie(a.due, a.invoice) < std::tie(b.due, b.invoice);
        });
        const DunningLevel& level =
            account_.ladder->levels[static_cast<std::size_t>(plan_.level - 1)];
        for (const CurrencySum& sum : sums_) {
            if (sum.why == DunningWhy::none) {
                plan_.sums.push_back({sum.currency, sum.asked, sum.unapplied});
            }
            if (sum.disputed > 0) { plan_.disputed.push_back({sum.disputed, sum.currency}); }
        }
        if (level.fee_minor <= 0 || only_charges_) { return; }
        const auto own = std::ranges::find(plan_.sums, base_, &LetterSum::currency);
        if (own != plan_.sums.end()) {
            own->fee = level.fee_minor;
        } else {
            plan_.sums.push_back({base_, 0, 0, 0, level.fee_minor});
            sort(plan_.sums, std::less{}, &LetterSum::currency);
        }
    }

    DunningPlan wait(DunningWhy why, Date next) {
        plan_ = {};
        plan_.why = why;
        plan_.next = next;
        for (const CurrencySum& sum : sums_) {
            plan_.sums.push_back({sum.currency, sum.asked, sum.unapplied});
            if (sum.disputed > 0) { plan_.disputed.push_back({sum.disputed, sum.currency}); }
        }
        return std::move(plan_);
    }

    const DunningAccount& account_;
    Date day_;
    Currency base_;
    std::vector<CurrencySum> sums_;
    std::vector<std::size_t> steps_; // places of the lines that go further
    Date first_due_ = far_future;
    Date next_ = far_future;
    bool finished_ = false;
    bool only_charges_ = false;
    DunningPlan plan_;
};

} // namespace

std::string_view name_of(DunningWhy why) {
    constexpr std::string_view names[dunning_reasons] = {
        "none",    "no_ladder", "hold",     "legal", "promise", "plan",   "disputed",
        "covered", "tolerance", "finished", "gap",   "early",   "not_due"};
    return names[static_cast<std::size_t>(why)];
}

DunningPlan plan_letter(const DunningAccount& account, Date day, Currency base) {
    return Planner(account, day, base).plan();
}

EntityId letter_id(CustomerId customer, std::string_view ladder, std::span<const LetterItem> items,
                   int voided) {
    std::vector<std::uint64_t> content{static_cast<std::uint64_t>(voided), ladder.size()};
    const auto words = words_of(ladder);
    content.insert(content.end(), words.begin(), words.end());
    for (const LetterItem& item : items) {
        if (item.level <= 0) { continue; } // what is only mentioned may be paid meanwhile
        content.insert(content.end(), {item.invoice.high, item.invoice.low,
                                       static_cast<std::uint64_t>(item.due.days),
                                       static_cast<std::uint64_t>(item.level)});
    }
    return derived_id(entity_of(customer), content);
}

EntityId letter_fee_id(const LetterSent& letter, Currency currency, int voided) {
    const auto oldest = std::ranges::find(letter.items, letter.level, &LetterItem::level);
    if (letter.level <= 0 || oldest == letter.items.end()) { return {}; }
    std::vector<std::uint64_t> content = words_of(letter.ladder);
    content.insert(content.end(),
                   {code_of(currency), oldest->invoice.high, oldest->invoice.low,
                    static_cast<std::uint64_t>(oldest->due.days),
                    static_cast<std::uint64_t>(letter.level), static_cast<std::uint64_t>(voided)});
    return derived_id(entity_of(letter.customer), content);
}

EntityId letter_interest_id(const LetterSent& letter, InvoiceId of, int voided) {
    const LetterItem* highest = nullptr;
    for (const LetterItem& item : letter.items) {
        const bool steps = item.invoice == of && item.level > 0;
        if (steps && (highest == nullptr || item.level > highest->level)) { highest = &item; }
    }
    if (highest == nullptr) { return {}; }
    const std::uint64_t content[] = {3, static_cast<std::uint64_t>(highest->due.days),
                                     static_cast<std::uint64_t>(highest->level),
                                     static_cast<std::uint64_t>(voided)};
    return derived_id(entity_of(of), content);
}

std::vector<EntityId> letter_charge_ids(const LetterSent& letter, int voided) {
    std::vector<EntityId> ids;
    if (letter.level == 0) { return ids; }
    const auto take = [&](EntityId id) {
        if (!id.is_nil() && !std::ranges::contains(ids, id)) { ids.push_back(id); }
    };
    bool interest = false;
    for (const LetterSum& sum : letter.sums) {
        interest = interest || sum.interest > 0;
        if (sum.fee <= 0) { continue; }
        const std::uint64_t first[] = {1, code_of(sum.currency)};
        take(voided < 0 ? derived_id(letter.id, first)
                        : letter_fee_id(letter, sum.currency, voided));
    }
    for (const LetterItem& item : letter.items) {
        if (!interest) { break; }
        const std::uint64_t first[] = {2, item.invoice.high, item.invoice.low};
        take(voided < 0 ? derived_id(letter.id, first)
                        : letter_interest_id(letter, item.invoice, voided));
    }
    return ids;
}

std::string letter_charge_number(const InvoiceIssued& charge) {
    constexpr std::string_view digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::string number(charge.type == DebitType::costs ? "DF-" : "DI-");
    for (const char digit : to_text(charge.issued)) {
        if (digit != '-') { number += digit; }
    }
    number += '-';
    for (unsigned shift = 0; shift < 40; shift += 5) {
        number += digits[(charge.id.low >> shift) & 31U];
    }
    return number;
}

bool is_letter_charge(const InvoiceIssued& debit) {
    return is_charge(debit.type) &&
           (debit.number.starts_with("DF-") || debit.number.starts_with("DI-"));
}

} // namespace huikuan::core
