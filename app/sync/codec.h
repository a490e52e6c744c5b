#pragma once
// The change on the wire, format 1. Final: later versions add kinds, optional members and a higher
// `r`; nothing here is ever renamed, re-used or given another meaning.
//
// A change is one line of canonical JSON (RFC 8785) in UTF-8:
//
//   {"b":{...},"d":"k3v5w2q7m5xa4b6c","e":"0199b0c2-...","k":"receipt.record","r":1,"s":412,
//    "t":"2026-09-22T08:15:30.123Z-0007"}
//
//   d  device that wrote it: 16 characters a-z 2-7 (80 random bits)
//   s  its sequence on that device: 1, 2, 3 ... without gaps, to 4294967295
//   t  hybrid time of the writing (clock.h); an order, not a business date
//   k  kind, one of the table below or one of a later version: 1 to 64 of a-z 0-9 . _ -
//   e  entity: the id of the fact, or of the thing whose fields are set (UUID text, lower case)
//   b  body, by kind
//   r  the least version of the view that understands it; readers below keep it and pass it on
//   c  only for "*.set": what the writer had seen, {device: highest sequence}; a write replaces
//      exactly the writes that its c covers, and is concurrent with all others
//   x  optional: SHA-256 (hex) of a payload that travels beside and may be dropped for good
//
// The hash of a change, in hexadecimal, and with that the chain of its device:
//
//   hash = SHA-256( "arc1\n" + hash of the device's change s-1 ("" for s = 1) + "\n" + the line )
//
// An auditor needs only a shell:
//   printf 'arc1\n%s\n%s' "$previous" "$line" | sha256sum
// A change is identified by (d, s, hash). Two hashes at one (d, s) are a fork: a cloned or restored
// device; both are kept.
//
// Bodies. Amounts are integers of minor units (1250000 = 12,500.00 CNY), 1 to 10^14; dates are
// "YYYY-MM-DD" of 1900 to 2199; ids as in e; a text that is empty is left out; members that a
// reader does not know are kept and do not matter to it.
//
//   book.set customer.set contact.set setting.set   {name: text, ...}  one member per field
//   invoice.issue      cust customer, no number as printed, cur currency, amt gross amount,
//                      date issued, lines [[due, amt], ...] by due date, summing to amt,
//                      name customer's name as printed, note
//   receipt.record     cust customer, cur, amt, date value date, how method, ref bank reference,
//                      note
//   allocation.make    rcpt receipt, inv invoice, cur, amt, date   (part of a receipt pays part of
//                      an invoice)
//   reverse            of the fact made void, date from when, why
//   exception.resolve  x exception (64 hex), choice, note
//
// View 2 (r = 2; all further members are optional, what is absent means what it meant in view 1):
//
//   contract.set       {name: text, ...}
//   invoice.issue      type (core/document.h: debit_note, opening, interest ...), of the document
//                      that it corrects or is owed for, con contract, terms text,
//                      disc [ppm, until], tax [net, tax] summing to amt,
//                      rate [numerator, denominator]
//   receipt.record     type (credit_note, advance, write_off, bill ...), no number, why reason,
//                      of (core/fact.h), bill [number, acceptor, maturity, "bank"|"commercial"],
//                      rate
//   allocation.make    across 1: between two customers
//   customer.merge     from, into, date, why
//   attachment.add     of what, name, media, size bytes, sha SHA-256 (hex), kind (view 6)
//   dispute.open       inv, cur, amt, date, why, cause (core/collection.h), owner, answer until
//   when
//                      the customer has one
//   bill.move          bill receipt, step endorsed|discounted|honoured, date, party, cost
//
// View 3 (r = 3):
//
//   task.set           {name: text, ...}
//   contact.log        cust, date, at "HH:MM", by who of us, via channel, person, whom, came
//   outcome,
//                      reached 1, third 1, note, next date, task,
//                      against [rules of conduct that were warned about]  (core/collection.h)
//   promise.make       cust, cur, amt, date, due, by, who, how, in contact, note
//   plan.agree         cust, cur, date, lines [[due, principal, interest], ...] by due date, by,
//                      ppm interest a year, late days after which the rest is due, guarantor,
//                      consent 1, after the plan that it revises, month [income, costs, debts],
//                      note
//   hold.place         cust, of document, kind, date, until, why, by
//   bank.import        acc account, cur, file its name, lines: 1 to 200 of [id, date, amt, payer,
//                      account, memo, reference, balance?]; amt in positive, out negative, never 0
//   bank.use           line, rcpt the receipt that it is (absent: none), why
//   letter.send        cust, date, via channel, form name of its template, lang, ladder,
//   level 1..9,
//                      to, title, text as it was shown, by, items [[invoice, due, amt, level],
//                      ...], sums [[currency, overdue, unapplied, interest, fee], ...]
//   dispute.settle     cust, of dispute, date, came outcome, doc, note, by; a reverse goes with it
//
// View 4 (r = 4):
//
//   case.set           {name: text, ...}
//   legal.event        cust, of invoice or contract, what (core/legal.h), date, until, proof, note,
//                      by, guar guarantor (view 6)
//   case.step          cust, of the case, stage, date, due, cur and amt what was granted, note, by
//   case.cost          cust, of the case, what, cur, amt, date, note, by
//
// View 5 (r = 5):
//
//   statement.issue    cust, form open_items|movements, date, from, to, cur, open and close balance
//                      (any sign), code, by
//   statement.send     cust, of statement, date, via channel, to, by
//   statement.answer   cust, of statement, date, came confirmed|difference, theirs their balance,
//                      signed 1, who, note, by, and of a difference lines [[number, ours less
//                      theirs, cause (core/statement.h), owner, answer until or ""], ...]
//   difference.settle  cust, of answer, line from 0, date, came how it ended, doc, note, by
//
// A line of a lower r that says any of this has no fact: readers of that view would count it
// otherwise.
//
// What a reader makes of a line: a kind it does not know, an r above its own view, or a body that
// is not as above leaves the change without a fact. It still has its place in the chain, is kept as
// these bytes, is passed on, and shows up among the exceptions.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/change.h"
#include "core/result.h"

namespace huikuan::sync {

// The version of the view (the function from changes to tables) that this program is. (7: plans and
// bank lines of two devices that are one, bills told by their number. 8: plans of records that were
// merged.)
inline constexpr std::uint32_t view_version = 8;

// The fixed limits of a change: see canonical.h.
inline constexpr std::size_t largest_change_bytes = 1024 * 1024;

// The canonical line of a change; `bytes`, `hash` and `previous` of the argument are not read. Its
// fact is required. too_long: a text or the line is over the limits; malformed: text that is not
// UTF-8; required: no fact.
core::Result<std::string> encode(const core::Change& change);
// Encodes, and reads back what was written as a stranger would, but without parsing the text that
// was only just made: the change with its bytes, previous and hash. `fact` is empty where a reader
// would not understand it. Errors of encode and decode.
core::Result<core::Change> encode_chained(const core::Change& change, const core::Hash& previous);

// One line, without its end. `previous`: the hash of the device's change before it, zeros for the
// first. Answers a whole change, its fact empty where this version does not understand it.
// malformed, out_of_range, too_large (the line as JSON or its envelope); corrupt: a first change
// with a predecessor, or a later one without.
core::Result<core::Change> decode(std::string_view bytes, const core::Hash& previous);

// The same, for a change whose predecessor is not at hand and whose hash is taken on trust (the
// rows of a slice). `previous` is left zero.
core::Result<core::Change> decode_unchained(std::string_view bytes, const core::Hash& hash);

// The hash of a line in its chain.
core::Hash chain_hash(const core::Hash& previous, std::string_view bytes);

// What this version understands of kept bytes: for store's rebuild after an upgrade. nullopt as in
// decode; never fails otherwise.
std::optional<core::Fact> decode_fact(std::string_view kind, std::string_view bytes);

// false: the kind is of a later version (then newer_version_needed, else invalid_fact).
bool is_known_kind(std::string_view kind);

} // namespace huikuan::sync
