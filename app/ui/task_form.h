#pragma once
// A task, a visit, a return visit, an approval or a point of improvement: ?new=task (with
// &customer=, &kind=, &due=) or ?task=ID. Whoever did it says what came of it and ticks it off: a
// visit is a contact as well, with photos and the place; a return visit has a score and may become
// a point of improvement with an owner and a day; an approval is decided by somebody else.
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "session/collections.h"
#include "ui/desk.h"

namespace huikuan::ui {

class TaskForm {
public:
    void draw(Desk& desk);

private:
    static constexpr std::size_t field_count = 18;
    void start(Desk& desk, const std::string& key);
    void take_derived(const session::TaskRow& row);
    void draw_fields(Desk& desk);
    void draw_when(Desk& desk);
    void draw_visit(Desk& desk);
    void draw_outcome(Desk& desk);
    void draw_return_visit(Desk& desk);
    void draw_approval(Desk& desk);
    void draw_checklist();
    void draw_files(Desk& desk);
    void draw_buttons(Desk& desk);
    void save(Desk& desk, bool done);
    void write(Desk& desk, core::SetFields set, bool done);
    void decide(Desk& desk, bool yes);
    void attach(Desk& desk, bool photo);
    void take_incoming(Desk& desk);
    [[nodiscard]] core::SetFields changes();
    [[nodiscard]] core::LogContact contact(Desk& desk) const;
    [[nodiscard]] std::optional<core::MakePromise> promise(Desk& desk) const;
    [[nodiscard]] std::optional<core::SetFields> improvement(Desk& desk) const;
    [[nodiscard]] core::TaskKind kind() const;
    [[nodiscard]] bool promises() const;
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
    std::string area_hint_, amount_typed_, promised_typed_;
    core::Result<std::int64_t> minor_ = 0;
    core::Result<core::Date> promised_ = core::Date{};
    core::Currency currency_;
    // What becomes of a complaint.
    std::string improver_, improve_typed_;
    core::Result<core::Date> improve_by_ = core::Date{};
    // A photo or a paper on its way into the book; what comes after the form has gone is dropped.
    struct Incoming {
        core::EntityId of;
        std::string name;
        std::string bytes;
        bool ready = false, failed = false;
    };
    std::shared_ptr<Incoming> incoming_;
    std::shared_ptr<std::optional<std::string>> place_; // asked for; answered, perhaps with nothing
    bool place_asked_ = false;
};

} // namespace huikuan::ui
