#pragma once
// What the tests of letters share: why somebody gets none, a day's run, a ladder that charges.
#include <algorithm>
#include <functional>

#include "session/ledger.h"
#include "session/letters.h"
#include "session/resolve.h"
#include "session/world.h"

namespace huikuan::test {

inline const session::DunningRow* find(const session::DunningPreview& preview,
                                       core::CustomerId customer) {
    const auto found = std::ranges::find(preview.rows, customer, &session::DunningRow::customer);
    return found == preview.rows.end() ? nullptr : &*found;
}
inline core::DunningWhy why(session::Session& book, core::CustomerId customer, const char* on) {
    const auto row = session::Dunning(book).preview_of(customer, day(on));
    REQUIRE(row);
    return *row ? (*row)->plan.why : core::DunningWhy::not_due;
}
// Writes what is due on a day; how many letters.
inline std::size_t run(session::Session& book, const char* on) {
    const auto sent = session::Letters(book).run(day(on), {}, "王");
    REQUIRE_MESSAGE(sent, (sent ? std::string()
                                : std::string(core::name_of(sent.error().code)) + " " +
                                      sent.error().field + " " + sent.error().detail));
    CHECK(sent->refused.empty());
    return sent->written;
}
inline void set(session::Session& book, const std::string& key, const std::string& value) {
    REQUIRE(book.run(
        core::SetFields{{core::RegisterKind::setting, core::settings_entity, {{key, value}}}}));
}

// A ladder that charges: a fee with the first letter, a fee and interest with the second.
inline void charge(session::Session& book) {
    set(book, "dunning.standard.1", "一|due|1|0|mail|reminder|5000||");
    set(book, "dunning.standard.2", "二|due|14|10|letter|demand_firm|10000|agreed|");
    set(book, "dunning.standard.3", "三|due|30|10|letter|demand_final|10000|agreed|");
}
inline std::vector<core::InvoiceRow> charged(session::Session& book, core::CustomerId customer) {
    core::ListQuery query;
    query.customer = customer;
    query.as_of = day("2026-12-31");
    query.sort = "number";
    auto rows = book.invoices(book.invoice_keys(query), query.as_of);
    std::erase_if(rows, [](const core::InvoiceRow& row) {
        return !core::is_charge(row.type) || row.status == core::DocumentStatus::voided;
    });
    return rows;
}
inline std::int64_t interest_of(const core::LetterSent& letter) {
    std::int64_t minor = 0;
    for (const core::LetterSum& sum : letter.sums) minor += sum.interest;
    return minor;
}

} // namespace huikuan::test
