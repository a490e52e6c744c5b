#pragma once
// A task, a visit, a return visit, an approval or a point of improvement: ?new=task (with
// &customer=, &kind=, &due=) or ?task=ID. Whoever did it says what came of it and ticks it off: a
// visit is a contact as well, with photos and the place; a return visit has a score and may become
// a point of improvement with an owner and a day; an approval is decided by somebody else. What was
// typed survives a reload: a phone may forget the page behind its camera.
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "session/collections.h"
#include "ui/attachments.h"
#include "ui/desk.h"
#include "ui/draft.h"
#include "ui/kit/fields.h"

namespace huikuan::ui {

class TaskForm {
public:
    void draw(Desk& desk);

private:
    static constexpr std::size_t field_count = 18;
    void start(Desk& desk, const std::string& key);
    void take_derived(const session::TaskRow& row);
    [[nodiscard]] std::string sheet_title() const;
    void draw_summary(Desk& desk);
    void draw_doing(Desk& desk);
    void draw_arrange(Desk& desk);
    void draw_parent(Desk& desk);
    void draw_when(Desk& desk);
    void draw_way(Desk& desk);
    void draw_place(Desk& desk);
    void draw_logged(Desk& desk);
    void draw_outcome(Desk& desk);
    void draw_promise(Desk& desk);
    void draw_return_visit(Desk& desk);
    void draw_approval(Desk& desk);
    void draw_customer(Desk& desk);
    void draw_visited(Desk& desk);
    void draw_warnings(Desk& desk);
    void draw_checklist();
    void thank(Desk& desk);
    void take_draft(Desk& desk);
    [[nodiscard]] std::vector<std::string> parts() const;
    void draw_buttons(Desk& desk);
    // In words, and opens what hides it; empty: it may be saved.
    [[nodiscard]] std::string what_is_wrong(Desk& desk, bool done);
    void save(Desk& desk, bool done);
    void write(Desk& desk, core::SetFields set, bool done);
    void decide(Desk& desk, bool yes);
    [[nodiscard]] core::SetFields changes();
    [[nodiscard]] core::LogContact contact(Desk& desk) const;
    [[nodiscard]] std::optional<core::MakePromise> promise(Desk& desk) const;
    [[nodiscard]] std::optional<core::SetFields> improvement(Desk& desk) const;
    [[nodiscard]] core::TaskKind kind() const;
    [[nodiscard]] bool promises() const;
    [[nodiscard]] bool visits() const;
    [[nodiscard]] bool wrong_visit(Desk& desk) const;
    [[nodiscard]] std::string& value(std::string_view name);
    [[nodiscard]] const std::string& value(std::string_view name) const;
    [[nodiscard]] const std::string& before(std::string_view name) const;

    std::string shown_;
    core::EntityId id_, contact_id_, promise_id_, improvement_id_;
    bool fresh_ = false, tried_ = false, made_ = false, finishing_ = false;
    int kind_ = 0;
    int score_ = 0;
    std::array<std::string, field_count> values_, before_;
    std::vector<core::Check> checks_;
    core::Result<core::Date> due_ = core::Date{};
    std::string problem_;
    // What came of a visit.
    int outcome_ = -1;
    int way_ = 0; // of promise_ways
    std::string area_hint_, amount_typed_, promised_typed_;
    core::Result<std::int64_t> minor_ = 0;
    core::Result<core::Date> promised_ = core::Date{};
    core::Currency currency_;
    // What becomes of a complaint.
    std::string improver_, improve_typed_;
    core::Result<core::Date> improve_by_ = core::Date{};
    std::string whom_, next_typed_, visited_typed_, visited_at_, check_typed_;
    bool third_party_ = false;
    bool fixed_customer_ = false; // it came with the task
    bool waits_ = false;          // until what is late again is paid
    bool arranging_ = false;      // what is planned stands as fields
    core::Result<core::Date> next_ = core::Date{}, visited_ = core::Date{};
    Lookup customer_;
    Attachments files_;
    Draft draft_{"task"};
    std::vector<std::string> untouched_; // what stood there before anybody typed
    Cached<std::string, std::vector<core::ConductRule>> warnings_;
    Cached<std::string, std::optional<session::ContactLine>> logged_;
    std::shared_ptr<std::optional<std::string>> place_; // asked for; answered, perhaps with nothing
    bool place_asked_ = false;
};

} // namespace huikuan::ui
