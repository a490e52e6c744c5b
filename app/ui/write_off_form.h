#pragma once
// 坏账核销: a debt that will not be paid is written off for a reason that is named. It leaves the
// balance and stays on a list (账销案存), from which it can come back.
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ui/allocation_picker.h"
#include "ui/desk.h"
#include "ui/draft.h"

namespace huikuan::ui {

class Sheet;

class WriteOffForm {
public:
    void draw(Desk& desk); // while the route says new=write_off&customer=ID[&of=INVOICE]

private:
    void start(Desk& desk);
    void draw_form(Desk& desk, Sheet& sheet, bool& open);
    [[nodiscard]] std::string reason() const;

    Draft draft_{"write_off"};
    bool open_ = false;
    std::string about_;
    core::ReceiptId id_;
    std::optional<core::CustomerRow> customer_;
    std::string amount_typed_;
    std::string date_typed_;
    std::string detail_;
    int currency_ = 0;
    int code_ = 0;
    AllocationPicker picker_;
    Cached<std::string, core::Result<session::Outcome>> preview_;
    core::Error refused_;
    bool was_refused_ = false;
};

// The codes of reasons, in the order in which they are offered.
std::span<const std::string_view> write_off_codes();
// "bankrupt: ruling of 2026-03-01" in words; any other text as it is.
std::string reason_words(std::string_view reason);

} // namespace huikuan::ui
