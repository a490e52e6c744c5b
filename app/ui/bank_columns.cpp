#include "ui/bank_columns.h"

#include <array>

#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"

namespace huikuan::ui {

std::string bank_field_words(core::BankField field) {
    return say("bank.field." + std::string(core::name_of(field)));
}

std::string bank_question_words(core::Error question) {
    if (question.code == core::ErrorCode::required && question.field != "account") {
        question.detail = bank_field_words(core::parse_bank_field(question.field).value());
        question.field = "bank_column";
    } else if (question.code == core::ErrorCode::required) {
        question.field = "bank_account";
    }
    return error_words(question);
}

void BankColumns::draw_column(const session::BankImport& import, core::BankField field,
                              core::BankLayout& layout, const std::vector<std::string>& columns) {
    int chosen = layout[field] + 1;
    const std::string cell = import.example(layout[field]);
    const std::string example = cell.empty() ? std::string() : say("import.example", cell);
    if (select(bank_field_words(field), chosen, columns, {.hint = example})) {
        for (int& column : layout.column) {
            if (chosen > 0 && column == chosen - 1) column = -1;
        }
        layout[field] = chosen - 1;
    }
}

void BankColumns::draw(session::BankImport& import) {
    Panel panel(say("bank.columns"), 16, 12);
    heading(say("bank.columns"), 2);
    core::BankLayout layout = import.layout();
    std::vector<std::string> columns{say("import.no_column")};
    for (const std::string& name : import.headings()) columns.push_back(name);
    {
        const std::size_t across = narrow() ? 1 : 3;
        Columns grid(std::vector<float>(across, 1.0F), 16, 480);
        const std::size_t all = core::bank_field_count + layout.more_memo.size();
        const std::size_t per = (all + across - 1) / across;
        for (std::size_t i = 0; i < all; ++i) {
            if (i > 0 && i % per == 0) grid.next();
            if (i < core::bank_field_count) {
                draw_column(import, static_cast<core::BankField>(i), layout, columns);
                continue;
            }
            int& more = layout.more_memo[i - core::bank_field_count];
            int chosen = more + 1;
            const auto which = i - core::bank_field_count + 2;
            if (select(say("bank.more_memo", which), chosen, columns)) more = chosen - 1;
        }
    }
    divider();
    {
        Columns grid({1, 1, 1}, 16, 640);
        reading_choices(grid, layout.date_order, layout.number_style);
        checkbox(say("bank.turned"), layout.turned);
    }
    {
        Columns grid({1, 1, 1}, 16, 640);
        const std::string units[] = {say("bank.unit_one"), say("bank.unit_thousand"),
                                     say("bank.unit_wan")};
        int unit = layout.amount_power == 4 ? 2 : layout.amount_power == 3 ? 1 : 0;
        if (select(say("bank.unit"), unit, units)) {
            layout.amount_power = unit == 2 ? 4 : unit == 1 ? 3 : 0;
        }
        grid.next();
        const auto field = text_field(say("label.currency"), currency_typed_,
                                      {.hint = say("bank.currency_hint"),
                                       .error = problem_,
                                       .placeholder = std::string(layout.currency.view())});
        if (field.committed || field.left) {
            const auto read = core::parse_currency(currency_typed_);
            const bool none = is_blank(currency_typed_);
            problem_ = read || none ? std::string() : error_words(read.error());
            if (read) layout.currency = *read;
        }
    }
    if (!(layout == import.layout())) import.set_layout(layout);
}

void draw_bank_notes(const core::BankReading& reading) {
    constexpr std::size_t shown_of_a_kind = 3;
    std::array<std::size_t, core::bank_doubt_count> shown{};
    for (const core::BankNote& note : reading.notes) {
        const auto kind = static_cast<std::size_t>(note.doubt);
        if (++shown[kind] > shown_of_a_kind) continue;
        std::string words =
            sentence(say("doubt." + std::string(core::name_of(note.doubt)), note.detail));
        if (note.line > 0)
            words =
                say("error_at_line", note.line) + (language() == Language::en ? " " : "") + words;
        const auto more = reading.note_counts[kind] - static_cast<std::int64_t>(shown_of_a_kind);
        if (shown[kind] == shown_of_a_kind && more > 0) {
            words += " " + say("bank.more_alike", count_text(more));
        }
        notice(words, BadgeKind::warn);
    }
}

void draw_bank_refused(const core::BankReading& reading, TableState& state) {
    const auto& refused = reading.refused;
    if (refused.empty()) return;
    const std::vector<TableColumn> columns{
        {say("import.line"), 0.2F, 80, Align::right, {}, 0},
        {say("import.reason"), 4, 240, Align::left, {}, 0, false, true}};
    boxed_table(state, refused.size(),
                {.name = say("import.refused"), .columns = columns, .height = 240, .opens = false},
                [&](std::size_t index, std::size_t column) -> Cell {
                    core::Error error = refused[index];
                    if (column == 0) return {.text = std::to_string(error.line)};
                    error.line = 0; // it stands beside
                    return {.text = error_words(error)};
                });
}

} // namespace huikuan::ui
