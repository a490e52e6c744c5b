#pragma once
// Fields that are typed in. While one has the focus, the mirror's own <input> is the editor and the
// kit draws only the frame; text comes back as `edit` events. A field shows its label above, what
// was understood or a hint below, or the error in words.
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/money.h"
#include "core/result.h"
#include "ui/kit/icons.h"

namespace huikuan::ui {

enum class FieldKind : std::uint8_t {
    text,
    search,
    multiline,
    decimal,
    date,
    tel,
    email,
    password
};

struct FieldLook {
    FieldKind kind = FieldKind::text;
    std::string_view hint{};
    std::string_view error{}; // replaces the hint
    std::string_view placeholder{};
    Icon icon = Icon::none;
    float width = 0;  // CSS pixels; 0: all that is left
    float height = 0; // CSS pixels, of several lines; 0: as high as two fields
    bool required = false;
    bool enabled = true;
    bool autofocus = false; // takes the focus whenever it appears anew
    bool bare = false;      // label only for those who hear it
    bool right = false;     // numbers
    bool lists = false;     // a list below it follows the arrow keys
};

struct FieldAnswer {
    bool edited = false;
    bool committed = false; // Enter
    bool cancelled = false; // Escape
    bool left = false;
    bool focused = false;
    std::uint64_t id = 0;
};

FieldAnswer text_field(std::string_view label, std::string& value, const FieldLook& look = {});

// Whether nothing was typed, or nothing but blanks and breaks.
bool is_blank(std::string_view typed);

// A whole number within limits that are included, with any blanks around it.
std::optional<int> read_whole_number(std::string_view typed, int least, int most);

// An amount as people type it, in this currency: 1.2万, ¥1,200. `required` while empty;
// `currency_mismatch` (field "typed", detail the code) where another currency is named.
core::Result<std::int64_t> read_typed_amount(std::string_view typed, core::Currency currency);

struct AmountAnswer {
    FieldAnswer field;
    core::Result<std::int64_t> minor; // `required` while empty
};
// Parses as one types: 1.2万 shows "= CNY 12,000.00" below.
AmountAnswer amount_field(std::string_view label, std::string& typed, core::Currency currency,
                          const FieldLook& look = {});

struct DateAnswer {
    FieldAnswer field;
    core::Result<core::Date> date;
};
// 2026-11-22, 今天, 下周五, +30 ...; the calendar opens by its button.
DateAnswer date_field(std::string_view label, std::string& typed, core::Date today,
                      const FieldLook& look = {});

// One of a few. Answers true when another one was chosen.
bool select(std::string_view label, int& index, std::span<const std::string> choices,
            const FieldLook& look = {});

// One of very many, found by typing.
struct Choice {
    std::string id;
    std::string label;
    std::string detail;
};
struct Lookup {
    std::string id;    // chosen; empty: none
    std::string typed; // what the field shows
    int highlighted = 0;
    std::string asked; // the last search and its answer
    std::uint64_t asked_revision = 0;
    bool filled = false;
    std::vector<Choice> found;
};
// `find` answers the best matches of what is typed; asked again only when text or revision differ.
bool lookup_field(std::string_view label, Lookup& state, std::uint64_t revision,
                  const std::function<std::vector<Choice>(std::string_view)>& find,
                  const FieldLook& look = {});

} // namespace huikuan::ui
