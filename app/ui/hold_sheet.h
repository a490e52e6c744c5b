#pragma once
// 暂缓: somebody, or one of his documents, is left alone until a day: why, who sees to it, until
// when; it ends by itself. ?hold=CUSTOMER, with &of=INVOICE one document, with &from=HOLD one that
// is put off further. And the list of all that runs, each ended or extended in place.
#include <string>
#include <vector>

#include "session/dunning.h"
#include "ui/desk.h"
#include "ui/draft.h"

namespace huikuan::ui {

class HoldSheet {
public:
    void draw(Desk& desk);

private:
    void start(Desk& desk, const std::string& key);
    void save(Desk& desk);
    [[nodiscard]] std::string problem(std::string_view field) const;

    std::string shown_;
    core::CustomerId customer_;
    std::string name_;                     // of the customer
    std::vector<core::InvoiceRow> open_;   // that it may be about
    std::optional<core::HoldPlaced> from_; // that this one goes on with
    core::EntityId id_;
    int kind_ = 0, document_ = 0;
    std::string until_, reason_, owner_;
    bool was_refused_ = false;
    core::Error refused_;
    Draft typed_{"hold"};
};

class HoldsView {
public:
    void draw(Desk& desk);
    [[nodiscard]] std::size_t count(Desk& desk);

private:
    struct Shown {
        std::vector<session::HoldRow> rows; // by their last day
        std::vector<std::string> customers, documents;
    };
    const Shown& shown(Desk& desk);

    Cached<std::string, Shown> shown_;
    bool with_ended_ = false;
};

// Places one, or puts one off further.
void open_hold(Desk& desk, core::CustomerId customer, core::EntityId of = {},
               core::EntityId from = {});
// "诉讼 · INV-0003 · 至 2026-12-31：谈判中 · 李"
std::string hold_line(Desk& desk, const core::HoldPlaced& hold);
void end_hold(Desk& desk, core::EntityId hold);

} // namespace huikuan::ui
