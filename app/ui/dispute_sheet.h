#pragma once
// One dispute: what it is about, and what was said about it in order, by the customer, to him and
// among colleagues. A message is a contact that names the dispute. ?talk=DISPUTE
#include <optional>
#include <string>
#include <vector>

#include "session/collections.h"
#include "ui/desk.h"
#include "ui/dispute_form.h"
#include "ui/draft.h"

namespace huikuan::ui {

class DisputeSheet {
public:
    void draw(Desk& desk);

private:
    struct Shown {
        std::optional<core::DisputeRow> row;
        std::vector<session::ContactLine> messages; // the earliest first
    };
    void start(Desk& desk, const std::string& id);
    const Shown& shown(Desk& desk);
    void draw_facts(Desk& desk, const core::DisputeRow& row);
    void draw_messages(Desk& desk, const Shown& now);
    void draw_form(Desk& desk, const core::DisputeRow& row);
    void save(Desk& desk, const core::DisputeRow& row);

    std::string asked_;
    Cached<std::string, Shown> shown_;
    DisputeList ending_;
    Overcharge overcharge_;
    core::EntityId id_;
    int from_ = 0; // the customer, we, colleagues
    int channel_ = 0;
    std::string whom_, note_, problem_;
    Draft draft_{"talk"};
};

void open_dispute(Desk& desk, core::EntityId dispute);

} // namespace huikuan::ui
