#include "ui/kit/fields.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/import_text.h"
#include "core/read.h"
#include "core/text.h"
#include "ui/kit/format.h"
#include "ui/kit/inside.h"
#include "ui/kit/inside_fields.h"
#include "ui/kit/inside_icons.h"
#include "ui/kit/strings.h"

namespace huikuan::ui {

namespace {

std::uint32_t flags_of(FieldKind kind) {
    switch (kind) {
    case FieldKind::decimal: return node_numeric;
    case FieldKind::date: return node_date;
    case FieldKind::tel: return node_tel;
    case FieldKind::email: return node_email;
    case FieldKind::password: return node_password;
    case FieldKind::text:
    case FieldKind::search:
    case FieldKind::multiline: break;
    }
    return 0;
}

Role role_of(FieldKind kind) {
    if (kind == FieldKind::search) return Role::searchbox;
    return kind == FieldKind::multiline ? Role::textarea : Role::textbox;
}

void draw_value(const ImRect& inner, const std::string& value, const FieldLook& look) {
    const Tone tone = look.enabled ? Tone::text : Tone::faint;
    if (look.kind == FieldKind::multiline && !value.empty()) {
        const float one = letters_px(Letters::body);
        ImRect line(inner.Min, ImVec2(inner.Max.x, inner.Min.y + one));
        for (const auto part : wrapped(value, Letters::body, inner.GetWidth())) {
            if (line.Max.y > inner.Max.y + 1) break;
            draw_text({line, Letters::body, tone}, part);
            line.TranslateY(one);
        }
        return;
    }
    ImRect box = inner;
    if (look.kind == FieldKind::multiline) box.Max.y = box.Min.y + letters_px(Letters::body);
    if (value.empty()) {
        // Where less than half of it would stand, nothing says more than "F…".
        if (text_width(look.placeholder, Letters::body) <= 2 * box.GetWidth()) {
            draw_text({box, Letters::body, Tone::faint}, look.placeholder);
        }
    } else if (look.kind == FieldKind::password) {
        std::string dots;
        for (std::size_t i = 0; i < std::min<std::size_t>(value.size(), 24); ++i) dots += "•";
        draw_text({box, Letters::body, tone}, dots);
    } else {
        draw_text({box, Letters::body, tone, look.right ? Align::right : Align::left}, value);
    }
}

// The mark, the word and the hint around a frame; answers where the frame goes.
struct Frame {
    ImRect box;
    ImRect below;
    bool has_below = false;
};

Frame place_frame(std::string_view label, const FieldLook& look) {
    Frame frame;
    const float label_height = look.bare ? 0 : line_height(Letters::caption) + dp(4);
    const std::string_view words = look.error.empty() ? look.hint : look.error;
    float width = look.width > 0 ? fitted(dp(look.width), dp(80)) : room();
    const float below_width = width - (look.error.empty() ? 0 : dp(20));
    const float one = line_height(Letters::caption);
    const std::size_t lines =
        words.empty() ? 0 : wrapped(words, Letters::caption, below_width).size();
    frame.has_below = lines > 0;
    const float below = lines > 0 ? dp(4) + one * static_cast<float>(lines) : 0;
    const float several = look.height > 0 ? dp(look.height) : control_height() * 2 + dp(8);
    const float body = look.kind == FieldKind::multiline ? several : control_height();
    const ImRect all = place(width, body, label_height, below);
    if (!look.bare) {
        const ImRect head(all.Min, ImVec2(all.Max.x, all.Min.y + line_height(Letters::caption)));
        draw_text({head, Letters::caption, Tone::soft}, label);
        if (look.required) {
            const float x = all.Min.x + text_width(label, Letters::caption) + dp(4);
            if (x + dp(8) < all.Max.x) {
                draw_text(
                    {ImRect(x, head.Min.y, all.Max.x, head.Max.y), Letters::caption, Tone::red},
                    "*");
            }
        }
    }
    frame.box =
        ImRect(all.Min.x, all.Min.y + label_height, all.Max.x, all.Min.y + label_height + body);
    frame.below = ImRect(all.Min.x, frame.box.Max.y + dp(4), all.Max.x, all.Max.y);
    return frame;
}

void draw_below(const Frame& frame, const FieldLook& look) {
    if (!frame.has_below) return;
    const bool bad = !look.error.empty();
    const float one = line_height(Letters::caption);
    ImRect line(frame.below.Min, ImVec2(frame.below.Max.x, frame.below.Min.y + one));
    if (bad) {
        draw_icon(Icon::warning, ImVec2(line.Min.x + dp(7), line.GetCenter().y), 14,
                  color(Tone::red));
        line.Min.x += dp(20);
    }
    for (const auto part :
         wrapped(bad ? look.error : look.hint, Letters::caption, line.GetWidth())) {
        draw_text({line, Letters::caption, bad ? Tone::red : Tone::soft}, part);
        line.TranslateY(one);
    }
}

} // namespace

// The frame with its text; `trailing` is kept free at the right for a button of the caller.
FieldParts draw_field(std::string_view label, std::string& value, const FieldLook& look, Role role,
                      float trailing) {
    FieldParts parts;
    const Frame frame = place_frame(label, look);
    const NodeId id = recorder().id_of(std::string("field/") + std::string(label));
    parts.frame = frame.box;
    parts.answer.id = id;
    ImRect inner(frame.box.Min.x + dp(look.icon == Icon::none ? 12.F : 38.F), frame.box.Min.y,
                 frame.box.Max.x - (trailing > 0 ? dp(4) : dp(12)) - trailing, frame.box.Max.y);
    if (look.kind == FieldKind::multiline) {
        inner.Min.y += dp(8);
        inner.Max.y -= dp(8);
    }
    // Not through touch(): the mirror's input lies over the text and takes the pointer itself.
    ImRect hit = frame.box;
    hit.Max.x -= trailing;
    const bool visible = ImGui::ItemAdd(hit, static_cast<ImGuiID>(id ^ (id >> 32U)) | 1U, nullptr,
                                        ImGuiItemFlags_NoNav);
    const bool hovered = visible && look.enabled &&
                         ImGui::ItemHoverable(hit, static_cast<ImGuiID>(id ^ (id >> 32U)) | 1U, 0);
    if (hovered) {
        ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
        if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
            recorder().pointer_focus(id);
            parts.pressed = true;
        }
    }
    if (look.enabled) {
        if (auto edited = recorder().edited(id)) {
            value = std::move(*edited);
            parts.answer.edited = true;
        }
        parts.answer.committed = recorder().committed(id);
        parts.answer.cancelled = recorder().cancelled(id);
        parts.answer.left = recorder().left(id);
        if (recorder().activated(id)) recorder().focus(id);
    }
    const bool focused = recorder().focused() == id;
    parts.answer.focused = focused;
    if (focused) kit().typing_next = true;
    if (parts.answer.cancelled && kit().popup == 0 && look.kind != FieldKind::search) {
        kit().escape_next = true;
        wake_in(0);
    }
    if (look.autofocus) {
        double& asked = kit().numbers[id ^ 0xAF0ULL]; // the last frame that asked for it
        const double now = ImGui::GetFrameCount();
        if (asked <= 0 || asked + 1 < now) {
            kit().focus_wanted = id;
            wake_in(0);
        }
        asked = now;
    }
    if (visible) {
        fill(frame.box, look.enabled ? Tone::surface : Tone::hover, 6);
        const Tone edge = !look.error.empty() ? Tone::red
                          : focused           ? Tone::accent
                          : hovered           ? Tone::soft
                                              : Tone::border_strong;
        outline(frame.box, edge, 6, focused || !look.error.empty() ? 2.F : 1.F);
        if (look.icon != Icon::none) {
            draw_icon(look.icon, ImVec2(frame.box.Min.x + dp(20), frame.box.GetCenter().y), 18,
                      color(Tone::soft));
        }
        if (!focused) draw_value(inner, value, look);
        draw_below(frame, look);
    }
    reveal(frame.box, id);
    Node node;
    node.id = id;
    node.role = role;
    node.label = std::string(label);
    node.value = value;
    node.description = std::string(look.error.empty() ? look.hint : look.error);
    node.flags = flags_of(look.kind);
    if (look.required) node.flags |= node_required;
    if (look.lists) node.flags |= node_has_popup | node_expanded;
    if (!look.error.empty()) node.flags |= node_invalid;
    if (!look.enabled) node.flags |= node_disabled;
    if (look.right) node.flags |= node_align_right;
    node.rect = clipped(hit);
    node.pad_x = inner.Min.x - hit.Min.x;
    node.pad_y = inner.Min.y - hit.Min.y;
    node.font_px = letters_px(Letters::body);
    node.color = color(Tone::text);
    node.placeholder = std::string(look.placeholder);
    recorder().add(std::move(node));
    return parts;
}

FieldAnswer text_field(std::string_view label, std::string& value, const FieldLook& look) {
    return draw_field(label, value, look, role_of(look.kind), 0).answer;
}

bool is_blank(std::string_view typed) { return core::trim(typed).empty(); }

std::optional<int> read_whole_number(std::string_view typed, int least, int most) {
    const std::string_view digits = core::trim(typed);
    int value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool sound = error == std::errc{} && end == digits.data() + digits.size();
    return sound && value >= least && value <= most ? std::optional(value) : std::nullopt;
}

core::Result<std::int64_t> read_typed_amount(std::string_view typed, core::Currency currency) {
    if (typed.find_first_not_of(" \t") == std::string_view::npos) {
        return core::fail(core::ErrorCode::required, "amount");
    }
    if (!core::split_currency_mark(typed).fits(currency)) {
        return core::fail(core::ErrorCode::currency_mismatch, "typed",
                          std::string(currency.view()));
    }
    return core::read_amount(typed, currency.exponent(), core::NumberStyle::point_decimal);
}

AmountAnswer amount_field(std::string_view label, std::string& typed, core::Currency currency,
                          const FieldLook& look) {
    const auto minor = read_typed_amount(typed, currency);
    FieldLook own = look;
    own.kind = FieldKind::decimal;
    own.right = look.right;
    std::string below;
    if (look.error.empty() && minor) {
        const core::Money amount{*minor, currency};
        if (core::to_text(amount) != typed) {
            below = say("label.understood", money_text(amount));
            own.hint = below;
        }
    } else if (look.error.empty() && minor.error().code != core::ErrorCode::required) {
        below = error_words(minor.error());
        own.error = below;
    }
    AmountAnswer answer{draw_field(label, typed, own, Role::textbox, 0).answer,
                        read_typed_amount(typed, currency)};
    return answer;
}

bool select(std::string_view label, int& index, std::span<const std::string> choices,
            const FieldLook& look) {
    const Frame frame = place_frame(label, look);
    const NodeId id = recorder().id_of(std::string("select/") + std::string(label));
    const Touch t = touch(frame.box, id, look.enabled);
    bool open = popup_open(id);
    if (t.activated) {
        if (open) {
            close_popup();
        } else {
            open_popup(id);
            kit().numbers[id] = index;
        }
    } else if (recorder().focused() == id && !open &&
               (pressed_key(ImGuiKey_DownArrow) || pressed_key(ImGuiKey_UpArrow))) {
        open_popup(id);
        kit().numbers[id] = index;
    }
    const bool focused = recorder().focused() == id;
    fill(frame.box, t.hovered ? Tone::hover : Tone::surface, 6);
    outline(frame.box,
            !look.error.empty() ? Tone::red
            : open              ? Tone::accent
                                : Tone::border_strong,
            6, open || !look.error.empty() ? 2.F : 1.F);
    const std::string none;
    const bool valid = index >= 0 && index < static_cast<int>(choices.size());
    const std::string& shown = valid ? choices[static_cast<std::size_t>(index)] : none;
    const ImRect inner(frame.box.Min.x + dp(12), frame.box.Min.y, frame.box.Max.x - dp(32),
                       frame.box.Max.y);
    draw_text({inner, Letters::body, look.enabled ? Tone::text : Tone::faint}, shown);
    if (shown.empty()) draw_text({inner, Letters::body, Tone::faint}, look.placeholder);
    draw_icon(Icon::chevron_down, ImVec2(frame.box.Max.x - dp(18), frame.box.GetCenter().y), 16,
              color(Tone::soft));
    draw_below(frame, look);
    focus_ring(frame.box, id);
    Node node;
    node.id = id;
    node.role = Role::combobox;
    node.label = std::string(label);
    node.value = shown;
    node.description = std::string(look.error.empty() ? look.hint : look.error);
    node.flags = node_has_popup | node_read_only;
    if (open) node.flags |= node_expanded;
    if (!look.enabled) node.flags |= node_disabled;
    if (look.required) node.flags |= node_required;
    node.rect = clipped(frame.box);
    recorder().add(std::move(node));
    if (!open) return false;
    const auto picked = option_list(id, frame.box, choices, {}, index, focused);
    if (!picked) return false;
    const bool changed = *picked != index;
    index = *picked;
    return changed;
}

} // namespace huikuan::ui
