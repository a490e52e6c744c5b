#pragma once
// 拒付处理: the way of a refusal in four steps, each with what the book has already: why, the
// evidence, an offer, the law. ?refusal=CUSTOMER
#include <optional>
#include <string>
#include <vector>

#include "session/refusal.h"
#include "ui/desk.h"
#include "ui/draft.h"

namespace huikuan::ui {

class RefusalSheet {
public:
    void draw(Desk& desk);

private:
    void start(Desk& desk, const std::string& id);
    void draw_why(Desk& desk, const session::Refusal& now);
    void draw_why_form(Desk& desk, const session::Refusal& now);
    void draw_evidence(Desk& desk, const session::Refusal& now);
    void draw_offer(Desk& desk, const session::Refusal& now);
    void draw_law(Desk& desk, const session::Refusal& now);
    void save_why(Desk& desk, const core::InvoiceRow& row);
    void save_task(Desk& desk, const session::Refusal& now);
    void save_offer(Desk& desk, const session::Refusal& now);
    [[nodiscard]] std::string problem(std::string_view field) const;

    std::string asked_;
    Cached<std::string, std::optional<session::Refusal>> now_;
    std::string name_; // of the customer
    core::EntityId dispute_id_, task_id_, offer_id_;
    int invoice_ = 0, cause_ = 0, channel_ = 0;
    std::string reason_, amount_, until_;
    core::Error refused_;
    Draft typed_{"refusal"};
    bool was_refused_ = false;
};

void open_refusal(Desk& desk, core::CustomerId customer);
// What was tried before it goes to law, in one line.
std::string tried_words(const session::Refusal& now);

} // namespace huikuan::ui
