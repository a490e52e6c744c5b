#include "core/task.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/collection.h"

namespace huikuan::core {
namespace {

constexpr std::array<std::string_view, 6> kind_names{"task",         "step",        "visit",
                                                     "return_visit", "improvement", "approval"};
constexpr int latest_step_days = 3650;

std::optional<int> whole(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool sound = error == std::errc{} && end == text.data() + text.size();
    return sound ? std::optional(value) : std::nullopt;
}

} // namespace

std::string_view name_of(TaskKind kind) { return kind_names.at(static_cast<std::size_t>(kind)); }
std::optional<TaskKind> parse_task_kind(std::string_view name) {
    const auto found = std::ranges::find(kind_names, name);
    if (found == kind_names.end()) { return std::nullopt; }
    return static_cast<TaskKind>(found - kind_names.begin());
}

Task read_task(std::span<const std::pair<std::string, std::string>> fields) {
    Task task;
    const auto date_of = [](const std::string& text) {
        const auto parsed = parse_iso(text);
        return parsed ? std::optional(*parsed) : std::nullopt;
    };
    struct Text {
        std::string_view name;
        std::string Task::* part;
    };
    constexpr Text texts[] = {{"title", &Task::title},
                              {"owner", &Task::owner},
                              {"department", &Task::department},
                              {"voice", &Task::voice},
                              {"asked_by", &Task::asked_by},
                              {"decided_by", &Task::decided_by},
                              {"result", &Task::result},
                              {"note", &Task::note},
                              {"participants", &Task::participants},
                              {"area", &Task::area},
                              {"checklist", &Task::checklist},
                              {"needs", &Task::needs},
                              {"place", &Task::place},
                              {"step", &Task::step}};
    for (const auto& [name, value] : fields) {
        const auto text = std::ranges::find(texts, std::string_view(name), &Text::name);
        if (text != std::end(texts)) {
            task.*(text->part) = value;
        } else if (name == "customer") {
            if (const auto id = parse_id(value)) { task.customer = id_cast<CustomerId>(*id); }
        } else if (name == "kind") {
            task.kind = parse_task_kind(value).value_or(TaskKind::task);
        } else if (name == "due") {
            task.due = date_of(value);
        } else if (name == "done") {
            task.done = date_of(value);
        } else if (name == "minute") {
            task.minute = parse_minute(value).value_or(-1);
        } else if (name == "parent") {
            task.parent = parse_id(value).value_or(EntityId{});
        } else if (name == "score") {
            task.score = std::clamp(whole(value).value_or(0), 0, 5);
        } else if (name == "order") {
            task.order = std::clamp(whole(value).value_or(0), 0, most_ordered);
        } else if (name == "decided") {
            if (value == "yes" || value == "no") { task.decided = value; }
        } else if (name == "archived") {
            task.archived = value == "1";
        }
    }
    return task;
}

std::vector<Check> read_checklist(std::string_view text) {
    std::vector<Check> checks;
    while (!text.empty()) {
        const auto end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        if (line.empty()) { continue; }
        Check check;
        check.ticked = line.starts_with("[x] ");
        if (check.ticked || line.starts_with("[ ] ")) { line.remove_prefix(4); }
        check.what = line;
        checks.push_back(std::move(check));
    }
    return checks;
}

std::string checklist_text(std::span<const Check> checks) {
    std::string text;
    for (const Check& check : checks) {
        text +=
            (text.empty() ? "" : "\n") + std::string(check.ticked ? "[x] " : "[ ] ") + check.what;
    }
    return text;
}

std::optional<ProcessStep> parse_process_step(std::string_view key, std::string_view value) {
    constexpr std::string_view prefix = "process.";
    if (!key.starts_with(prefix)) { return std::nullopt; }
    const auto order = whole(key.substr(prefix.size()));
    std::array<std::string_view, 5> parts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto bar = i + 1 < parts.size() ? value.find('|') : std::string_view::npos;
        parts.at(i) = value.substr(0, bar);
        value = bar == std::string_view::npos ? std::string_view{} : value.substr(bar + 1);
    }
    const auto days = whole(parts[3]);
    if (!order || *order < 0 || parts[0].empty() || parts[1].empty() || !days || *days < 0 ||
        *days > latest_step_days) {
        return std::nullopt;
    }
    return ProcessStep{*order, std::string(parts[0]), std::string(parts[1]), std::string(parts[2]),
                       *days,  std::string(parts[4])};
}

std::string process_text(const ProcessStep& step) {
    return step.name + "|" + step.title + "|" + step.who + "|" + std::to_string(step.days) + "|" +
           step.needs;
}

std::span<const ProcessStep> steps_from(std::span<const ProcessStep> process, int days_late) {
    std::size_t first = 0;
    for (std::size_t i = 1; i < process.size() && process[i].days <= days_late; ++i) {
        if (process[i].days > process[first].days) { first = i; }
    }
    return process.subspan(first);
}

} // namespace huikuan::core
