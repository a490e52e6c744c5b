#include "sync/letter_bodies.h"

namespace huikuan::sync {

namespace {

constexpr std::int64_t most_of_a_sum = core::largest_amount_minor * 50;

core::Currency currency_of(Reader& in, const std::string& code) {
    core::Currency currency;
    const auto letter = [](char at) { return at >= 'A' && at <= 'Z'; };
    in.require(code.size() == 3 && std::ranges::all_of(code, letter));
    if (in.good()) std::ranges::copy(code, currency.code);
    return currency;
}

// [[invoice, due, amt, level], ...]
std::vector<core::LetterItem> read_items(Reader& in, const Array* rows, int level) {
    return read_rows(in, rows, 4, core::most_letter_items, [&](const Array& parts) {
        const auto id = core::parse_id(in.text_of(parts[0]));
        in.require(id && !id->is_nil());
        return core::LetterItem{core::id_cast<core::InvoiceId>(id.value_or(core::EntityId{})),
                                in.date_of(in.text_of(parts[1])),
                                in.integer_of(parts[2], 1, core::largest_amount_minor),
                                static_cast<int>(in.integer_of(parts[3], 0, level))};
    });
}

// [[currency, overdue, unapplied, interest, fee], ...]
std::vector<core::LetterSum> read_sums(Reader& in, const Array* rows) {
    return read_rows(in, rows, 5, SIZE_MAX, [&](const Array& parts) {
        const auto minor = [&](std::size_t at) {
            return in.integer_of(parts[at], 0, most_of_a_sum);
        };
        return core::LetterSum{currency_of(in, in.text_of(parts[0])), minor(1), minor(2), minor(3),
                               minor(4)};
    });
}

} // namespace

Value body_of(const core::LetterSent& letter) {
    Array items;
    for (const core::LetterItem& item : letter.items) {
        items.emplace_back(Array{core::to_text(item.invoice), core::to_text(item.due), item.minor,
                                 std::int64_t{item.level}});
    }
    Array sums;
    for (const core::LetterSum& sum : letter.sums) {
        sums.emplace_back(Array{std::string(sum.currency.view()), sum.overdue, sum.unapplied,
                                sum.interest, sum.fee});
    }
    Body body;
    body.id("cust", letter.customer)
        .date("date", letter.date)
        .text("via", core::name_of(letter.channel))
        .text("form", letter.letter)
        .text("lang", letter.language)
        .text("ladder", letter.ladder)
        .text("to", letter.to)
        .text("title", letter.subject)
        .text("text", letter.text)
        .text("by", letter.by);
    if (letter.level != 0) body.value("level", std::int64_t{letter.level});
    if (!items.empty()) body.value("items", std::move(items));
    if (!sums.empty()) body.value("sums", std::move(sums));
    return body;
}

std::optional<core::Fact> read_letter(core::EntityId entity, Reader in) {
    core::LetterSent letter;
    letter.id = entity;
    letter.customer = core::id_cast<core::CustomerId>(in.id("cust"));
    letter.date = in.date("date");
    letter.channel = in.name("via", core::parse_channel);
    letter.letter = in.required_text("form");
    letter.language = in.text("lang");
    letter.ladder = in.text("ladder");
    letter.to = in.text("to");
    letter.subject = in.text("title");
    letter.text = in.required_text("text");
    letter.by = in.text("by");
    if (in.has("level")) letter.level = static_cast<int>(in.integer("level", 1, 9));
    letter.items = read_items(in, in.rows("items"), letter.level);
    letter.sums = read_sums(in, in.rows("sums"));
    if (!in.good()) return std::nullopt;
    return letter;
}

Value body_of(const core::DisputeSettled& settled) {
    return Body()
        .id("cust", settled.customer)
        .id("of", settled.dispute)
        .date("date", settled.date)
        .text("came", core::name_of(settled.outcome))
        .optional_id("doc", settled.document)
        .text("note", settled.note)
        .text("by", settled.by);
}

std::optional<core::Fact> read_settlement(core::EntityId entity, Reader in) {
    core::DisputeSettled settled;
    settled.id = entity;
    settled.customer = core::id_cast<core::CustomerId>(in.id("cust"));
    settled.dispute = in.id("of");
    settled.date = in.date("date");
    settled.outcome = in.name("came", core::parse_dispute_outcome);
    settled.document = in.optional_id("doc");
    settled.note = in.required_text("note");
    settled.by = in.text("by");
    if (!in.good()) return std::nullopt;
    return settled;
}

} // namespace huikuan::sync
