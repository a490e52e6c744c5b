#pragma once
// Several currencies: every conversion has a rate that somebody gave, as a fraction of integers,
// and what it costs or earns is shown, never silent.
#include <cstdint>
#include <string>
#include <string_view>

#include "core/document.h"
#include "core/money.h"
#include "core/result.h"

namespace huikuan::core {

// "7.1234", "1/0.14": units of one currency for one of the other. malformed, out_of_range (more
// than eight decimals, zero, or too large).
Result<Rate> parse_rate(std::string_view text);
std::string to_text(Rate rate); // "7.1234", or "100/14" where no short decimal says it

// Half away from zero, by the exponents of both currencies. required: no rate; out_of_range.
Result<Money> convert(Money amount, Rate rate, Currency to);

// What money that came out of an exchange is booked at: units of the book's currency for one of
// `to`. It was given at `exchange` (units of `to` for one of `from`) for money booked at `booked`.
// None where `to` is the book's own, or where nothing says what the money was worth.
Rate rate_after_exchange(Currency from, Rate booked, Rate exchange, Currency to, Currency base);

// 汇兑损益 in the book's currency. A part of a debit booked at `owed` was paid with money booked at
// `paid`: positive is a gain. The part's worth at each rate is rounded by itself, so that what is
// shown for an allocation adds up from what is shown for its two documents.
Result<Money> realised_gain(Money part, Rate owed, Rate paid, Currency base);
// What is open, booked at one rate and worth another now.
Result<Money> unrealised_gain(Money open, Rate booked, Rate now, Currency base);

} // namespace huikuan::core
