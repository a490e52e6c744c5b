#pragma once
// The form of what the book keeps as registers: a customer, a contact, a contract. A table says
// which fields there are; only what differs from what stands is written, and what was typed
// survives a reload. Each field says beside itself what is wrong with it.
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/contract.h"
#include "ui/desk.h"
#include "ui/draft.h"
#include "ui/kit/fields.h"

namespace huikuan::ui {

enum class Entry : std::uint8_t {
    text,
    note, // several lines
    tel,
    email,
    date, // typed as people do, kept as ISO
    number,
    flag, // "1" or ""
    customer,
    terms,
    late_fee,
    choice, // one of a closed list
};

struct FormChoice {
    const char* value; // as it is kept; empty: not said
    const char* label; // key
    const char* hint;  // key: what follows from it
};

struct FormField {
    const char* name;  // of the register: core/decide_fields.cpp
    const char* label; // key of its words
    Entry entry = Entry::text;
    const char* hint = nullptr; // key
    const char* part = nullptr; // key of a heading above it
    bool required = false;
    bool half = false; // stands beside the next one, where that is half as well
    std::span<const FormChoice> choices = {};
};

class RegisterForm {
public:
    RegisterForm(core::RegisterKind kind, std::span<const FormField> fields, std::string draft);

    // nil: a new one. `preset`: values that a new one begins with, or that are written with it
    // though the form does not show them (the customer of a contact).
    void open(Desk& desk, core::EntityId entity, std::string title,
              const core::Fields& preset = {});
    void draw(Desk& desk);
    [[nodiscard]] bool is_open() const { return open_; }
    [[nodiscard]] const std::string& value(std::string_view name) const;

    // Said when it was saved; `made`: it is a new one.
    std::string done;
    std::function<void(core::EntityId entity, bool made)> saved;
    // Below the fields: what else one should know (a duplicate, a clause that is missing).
    std::function<void(Desk& desk)> below;

private:
    void save(Desk& desk);
    void draw_field(Desk& desk, std::size_t index, bool& committed);
    void draw_entry(Desk& desk, std::size_t index, const FieldLook& look, bool& committed);
    void draw_choice(std::size_t index, const FieldLook& look);
    void draw_customer(Desk& desk, std::size_t index, const FieldLook& look);
    [[nodiscard]] core::Result<core::SetFields> command(const Desk& desk) const;
    [[nodiscard]] std::string problem_of(std::size_t index) const;
    [[nodiscard]] bool missing(std::size_t index) const;
    [[nodiscard]] bool untouched() const;

    core::RegisterKind kind_;
    std::span<const FormField> fields_;
    std::string draft_name_;
    Draft draft_;
    std::string title_;
    bool open_ = false;
    bool fresh_ = false;
    bool tried_ = false;
    bool makes_ = false;
    core::EntityId id_;
    core::Fields preset_; // beyond the fields that are shown
    std::vector<std::string> values_;
    std::vector<std::string> before_;
    std::vector<Lookup> lookups_;
    core::Error refused_;
    bool was_refused_ = false;
};

// The value of a field among others; empty where there is none.
std::string field_of(const core::Fields& fields, std::string_view name);

} // namespace huikuan::ui
