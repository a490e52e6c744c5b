#pragma once
// Logging a contact in ten seconds: ?contact=CUSTOMER. Who it is and why now; the channel; what
// came of it by one digit; a promise or a next date where the outcome asks for one. Saved, the next
// of the list slides in. A customer may also be put off with a reason, or given to a colleague.
// What was typed survives a reload, by customer.
#include <optional>
#include <string>
#include <vector>

#include "session/collections.h"
#include "session/ledger.h"
#include "ui/collection_words.h"
#include "ui/desk.h"
#include "ui/draft.h"

namespace huikuan::ui {

class ContactForm {
public:
    void draw(Desk& desk);

private:
    enum class Mode : std::uint8_t { contact, snooze, hand_over };
    void start(Desk& desk, const std::string& customer);
    void draw_head(Desk& desk);
    void draw_contact(Desk& desk);
    void draw_outcomes();
    void draw_promise(Desk& desk);
    void draw_persons();
    void draw_when(Desk& desk);
    void draw_ways(Desk& desk);
    void take_draft(Desk& desk);
    void keep_draft(Desk& desk);
    void take_earlier(Desk& desk, core::CustomerId id);
    void draw_warnings(Desk& desk, bool beforehand);
    void draw_snooze(Desk& desk);
    void draw_hand_over(Desk& desk);
    void draw_buttons(Desk& desk);
    void save(Desk& desk, bool go_on);
    void after(Desk& desk, bool go_on, const core::Result<session::Outcome>& outcome);
    void choose(int outcome);
    [[nodiscard]] bool wrong_when(Desk& desk) const;
    [[nodiscard]] core::LogContact contact(Desk& desk) const;
    [[nodiscard]] std::optional<core::MakePromise> promise() const;
    [[nodiscard]] bool is(core::ContactOutcome outcome) const;
    // A dispute that the book does not have yet: saved, its form opens.
    [[nodiscard]] bool disputes(Desk& desk) const;

    Draft draft_{"contact"};
    std::string shown_; // the customer's id
    std::optional<core::CustomerRow> row_;
    std::optional<session::WorkItem> item_;
    std::vector<session::ContactLine> earlier_;
    std::vector<session::ContactRow> persons_;
    std::vector<std::string> colleagues_; // who have customers here, but for his owner
    core::EntityId id_, promise_id_, person_;
    Mode mode_ = Mode::contact;
    bool tried_ = false, dated_ = false;
    int channel_ = 0;
    int outcome_ = -1;
    int way_ = 0; // of promise_ways
    bool reached_ = false, third_party_ = false;
    std::string whom_, note_, next_typed_, amount_typed_, due_typed_, reason_, until_typed_, to_;
    std::string date_typed_, time_typed_; // where it was another day or hour than now
    core::Result<std::int64_t> minor_ = 0;
    core::Result<core::Date> next_ = core::Date{}, due_ = core::Date{}, until_ = core::Date{},
                             date_ = core::Date{};
    core::Currency currency_;
    std::string problem_;
    Cached<std::string, std::vector<core::ConductRule>> warnings_;
};

} // namespace huikuan::ui
