#pragma once
// The form that edits a customer's master data or makes a new customer.
#include <optional>

#include "ui/register_form.h"

namespace huikuan::ui {

class CustomerForm {
public:
    CustomerForm();
    void open(Desk& desk, const std::optional<core::CustomerRow>& row);
    void draw(Desk& desk);
    [[nodiscard]] bool is_open() const { return form_.is_open(); }

private:
    void draw_similar(Desk& desk);

    RegisterForm form_;
    core::EntityId edited_;
    std::string asked_;
    std::vector<Choice> similar_;
};

// The fields of a customer as a page shows them: name of the register and key of its words.
struct ShownField {
    const char* name;
    const char* label;
};
std::span<const ShownField> invoicing_fields(); // 开票信息
std::span<const ShownField> managing_fields();  // owner, tier, region ...

} // namespace huikuan::ui
