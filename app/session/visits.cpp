// 上门: the visits of a day in their order, who else lies on the way, and what came of a visit.
#include <algorithm>
#include <set>
#include <tuple>

#include "core/area.h"
#include "core/sorting.h"
#include "session/collections.h"
#include "session/inside.h"

namespace huikuan::session {
namespace {

// Of those that are worth it most, so many are looked at for whoever lies on the way, and so many
// are shown.
constexpr std::size_t most_looked_at = 500;
constexpr std::size_t most_near = 12;

std::string field(const core::Fields& fields, std::string_view name) {
    const auto found =
        std::ranges::find_if(fields, [&](const auto& one) { return one.first == name; });
    return found == fields.end() ? std::string() : found->second;
}

} // namespace

core::Result<Outcome> with_fields(Session& session, const core::SetFields& fields,
                                  std::span<const core::Command> commands) {
    auto before = session.preview(fields);
    if (!before) { return std::unexpected(before.error()); }
    auto outcome = session.run_batch(commands);
    if (outcome) { outcome->restore = std::move(before->restore); }
    return outcome;
}

std::string Collections::area(core::CustomerId customer) const {
    const auto fields = session_.fields(core::RegisterKind::customer, core::entity_of(customer));
    return core::area_of(field(fields, "tags"), field(fields, "address"), field(fields, "region"));
}

VisitDay Collections::visits(core::Date day, const std::optional<std::string>& owner) const {
    VisitDay plan;
    std::set<std::string> areas;
    std::set<core::CustomerId> seen;
    for (TaskRow& task : tasks(owner)) {
        const bool wanted = task.task.kind == core::TaskKind::visit && task.task.due == day;
        if (!wanted) { continue; }
        VisitRow row;
        row.row = std::move(task);
        const core::CustomerId customer = row.row.task.customer;
        if (const auto found = session_.customer(customer, day)) {
            const auto fields =
                session_.fields(core::RegisterKind::customer, core::entity_of(found->id));
            row.address = field(fields, "address");
            row.phone = found->phone;
            row.balances = found->balances;
            seen.insert(found->holder);
            if (row.row.task.area.empty()) { row.row.task.area = area(found->id); }
        }
        if (!row.row.task.area.empty()) { areas.insert(row.row.task.area); }
        plan.visits.push_back(std::move(row));
    }
    core::sort(plan.visits, [](const VisitRow& a, const VisitRow& b) {
        const auto rank = [](const VisitRow& row) {
            const core::Task& task = row.row.task;
            return std::tuple(task.order == 0, task.order, task.area, task.minute < 0, task.minute,
                              row.row.customer_name, row.row.id);
        };
        return rank(a) < rank(b);
    });
    if (areas.empty()) { return plan; }
    const TodayList list = today(day, owner);
    std::size_t looked = 0;
    for (const WorkItem& item : list.items) { // by worth
        if (item.balances.empty() || seen.contains(item.customer)) { continue; }
        if (item.score.waits == core::WaitReason::hold || ++looked > most_looked_at) { continue; }
        std::string where = area(item.customer);
        if (!areas.contains(where)) { continue; }
        plan.near.push_back({item.customer, item.name, std::move(where), item.balances.front(),
                             item.score.total()});
        if (plan.near.size() == most_near) { break; }
    }
    return plan;
}

core::Result<Outcome> Collections::arrange(std::span<const core::EntityId> visits) {
    std::vector<core::Command> commands;
    int order = 0;
    for (const core::EntityId id : visits) {
        const std::string wanted = std::to_string(++order);
        const auto shown = session_.fields(core::RegisterKind::task, id);
        if (shown.empty() || field(shown, "order") == wanted) { continue; }
        commands.emplace_back(core::SetFields{{core::RegisterKind::task, id, {{"order", wanted}}}});
    }
    if (commands.empty()) { return Outcome{}; }
    return session_.run_batch(commands);
}

core::Result<Outcome> Collections::finish_visit(const core::SetFields& task,
                                                const core::LogContact& contact,
                                                const std::optional<core::MakePromise>& promise) {
    std::vector<core::Command> commands{task, contact};
    if (promise) { commands.emplace_back(*promise); }
    return with_fields(session_, task, commands);
}

} // namespace huikuan::session
