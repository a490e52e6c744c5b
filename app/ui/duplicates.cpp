#include "ui/duplicates.h"

#include <algorithm>

#include "session/ledger.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/register_form.h"

namespace huikuan::ui {

namespace {

constexpr std::size_t most_groups = 30; // shown at once; what is merged makes room for the next
constexpr std::size_t most_members = 6;

constexpr std::pair<const char*, const char*> compared[] = {
    {"code", "label.code"},       {"title", "label.title"}, {"tax_no", "label.tax_no"},
    {"phone", "label.phone"},     {"owner", "label.owner"}, {"region", "label.region"},
    {"address", "label.address"},
};

std::string duplicate_reason_words(core::DuplicateRow::Reason reason) {
    using enum core::DuplicateRow::Reason;
    return say(reason == tax_no ? "label.tax_no" : reason == name ? "label.name" : "label.phone");
}

// A setting of the book says which groups were looked at and found to be different customers: by
// the first of them, whose ids they all are.
std::string dismissal_key(const core::DuplicateRow& group) {
    return "distinct." + core::to_text(group.customers.front());
}

// Those that nobody has dismissed yet. One that has grown since is looked at again.
std::vector<core::DuplicateRow> doubtful(Desk& desk) {
    auto found = session::Ledger(desk.session).duplicates();
    const auto settings = desk.session.fields(core::RegisterKind::setting, core::settings_entity);
    std::erase_if(found, [&](const core::DuplicateRow& group) {
        const std::string said = field_of(settings, dismissal_key(group));
        return !said.empty() && std::ranges::all_of(group.customers, [&](core::CustomerId id) {
            return said.contains(core::to_text(id));
        });
    });
    return found;
}

// Proposed to be kept: one that has documents, of those the one of whom most is known.
int fullest(std::span<const core::CustomerRow> rows, std::span<const core::Fields> fields) {
    std::size_t best = 0;
    const auto worth = [&](std::size_t i) {
        return std::pair(!rows[i].balances.empty(), fields[i].size());
    };
    for (std::size_t i = 1; i < rows.size(); ++i) {
        if (worth(i) > worth(best)) best = i;
    }
    return static_cast<int>(best);
}

} // namespace

std::size_t Duplicates::count(Desk& desk) {
    const std::string key =
        desk.session.vault() + "/" + std::to_string(desk.session.counts().customers);
    return count_.get(key, [&] { return doubtful(desk).size(); });
}

void Duplicates::read(Desk& desk) {
    const std::string key =
        std::to_string(desk.session.revision()) + "/" + std::to_string(desk.as_of.days);
    if (key == key_) return;
    key_ = key;
    groups_.clear();
    look_again();
    auto found = doubtful(desk);
    left_ = found.size() > most_groups ? found.size() - most_groups : 0;
    found.resize(std::min(found.size(), most_groups));
    for (core::DuplicateRow& one : found) {
        Group group{std::move(one), {}, {}, 0};
        for (const core::CustomerId id : group.found.customers) {
            if (group.rows.size() == most_members) break;
            auto row = desk.session.customer(id, desk.as_of);
            if (!row) continue;
            group.rows.push_back(*std::move(row));
            group.fields.push_back(
                desk.session.fields(core::RegisterKind::customer, core::entity_of(id)));
        }
        group.keep = fullest(group.rows, group.fields);
        const auto chosen = chosen_.find(group.found.value);
        if (chosen != chosen_.end() && chosen->second < static_cast<int>(group.rows.size())) {
            group.keep = chosen->second;
        }
        groups_.push_back(std::move(group));
    }
}

void Duplicates::merge(Desk& desk, const Group& group) {
    std::vector<core::Command> commands;
    const core::CustomerRow& keep = group.rows[static_cast<std::size_t>(group.keep)];
    for (const core::CustomerRow& row : group.rows) {
        if (row.id == keep.id) continue;
        commands.emplace_back(
            core::MergeCustomers{{desk.session.mint(), row.id, keep.id, desk.today,
                                  duplicate_reason_words(group.found.reason)}});
    }
    desk.act([commands =
                  std::move(commands)](session::Session& book) { return book.run_batch(commands); },
             say("duplicates.merged", count_text(static_cast<std::int64_t>(group.rows.size())),
                 customer_label(keep)));
}

void Duplicates::dismiss(Desk& desk, const Group& group) {
    std::string ids;
    for (const core::CustomerId id : group.found.customers) {
        ids += (ids.empty() ? "" : " ") + core::to_text(id);
    }
    desk.run(core::SetFields{{core::RegisterKind::setting,
                              core::settings_entity,
                              {{dismissal_key(group.found), std::move(ids)}}}},
             say("duplicates.dismissed"));
}

void Duplicates::draw_group(Desk& desk, Group& group) {
    Panel panel(
        say("duplicates.same", duplicate_reason_words(group.found.reason), group.found.value));
    heading(say("duplicates.same", duplicate_reason_words(group.found.reason), group.found.value),
            2);
    {
        Columns columns(std::vector<float>(group.rows.size(), 1.F), 20, 760);
        for (std::size_t i = 0; i < group.rows.size(); ++i) {
            if (i > 0) columns.next();
            const core::CustomerRow& row = group.rows[i];
            const Named named(core::to_text(row.id));
            if (radio(say("duplicates.keep", customer_label(row)), group.keep,
                      static_cast<int>(i))) {
                chosen_[group.found.value] = group.keep;
            }
            const std::string route = customer_route(row.id);
            if (link(say("aging.open_customer", customer_label(row)), "#" + route)) desk.go(route);
            for (const auto& [name, label] : compared) {
                const std::string value = field_of(group.fields[i], name);
                if (!value.empty()) fact(say(label), value);
            }
            const std::string balance = balance_words(row, &core::CustomerRow::Balance::balance,
                                                      desk.session.book().currency);
            fact(say("label.balance"), balance);
        }
    }
    Row row(8);
    if (button(say("duplicates.merge"), {.kind = ButtonKind::primary, .icon = Icon::join})) {
        merge(desk, group);
    }
    if (button(say("duplicates.dismiss"), {.kind = ButtonKind::quiet, .icon = Icon::close})) {
        dismiss(desk, group);
    }
}

void Duplicates::draw(Desk& desk) {
    back_link(desk, "nav.customers", "/customers");
    read(desk);
    page_head(say("duplicates.title"),
              say("duplicates.summary", count_text(static_cast<std::int64_t>(count(desk)))));
    if (groups_.empty()) {
        empty_state(Icon::people, say("duplicates.none"), say("duplicates.none_detail"));
        return;
    }
    text(say("duplicates.how"), {.tone = Tone::soft});
    for (Group& group : groups_) {
        const Named named(group.found.value + duplicate_reason_words(group.found.reason));
        draw_group(desk, group);
    }
    if (left_ > 0) caption(say("duplicates.more", left_));
}

} // namespace huikuan::ui
