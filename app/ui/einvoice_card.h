#pragma once
// 数电票 on the import page: files that were chosen or dropped, what each says, whom it belongs to,
// and one press that enters all that can be entered.
#include <memory>
#include <vector>

#include "session/einvoice.h"
#include "ui/desk.h"

namespace huikuan::ui {

class EInvoiceCard {
public:
    // Reads those of the files that are such invoices, and leaves the others in the list.
    void take(Desk& desk, Desk::Files& files);
    void pick(Desk& desk);
    [[nodiscard]] bool empty() const { return !looks_ || looks_->looks().empty(); }
    void draw(Desk& desk);

private:
    void read(Desk& desk, const std::shared_ptr<platform::File>& file);
    bool draw_one(const session::EInvoiceLook& look); // whether it is to go
    void enter(Desk& desk);

    std::shared_ptr<session::EInvoices> looks_;
    std::uint64_t revision_ = 0;
    std::size_t taken_ = 0; // files that are read or being read
    std::size_t left_out_ = 0;
};

} // namespace huikuan::ui
