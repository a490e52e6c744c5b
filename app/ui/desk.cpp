#include "ui/desk.h"

#include <algorithm>

#include "ui/backend/backend.h"

namespace huikuan::ui {

std::string Route::part(std::size_t index) const {
    return index < parts.size() ? parts[index] : std::string();
}

std::string Route::option(std::string_view name) const {
    for (const auto& [key, value] : options) {
        if (key == name) return value;
    }
    return {};
}

void Route::set(std::string_view name, std::string value) {
    std::erase_if(options, [&](const auto& option) { return option.first == name; });
    if (!value.empty()) options.emplace_back(std::string(name), std::move(value));
}

std::string Route::text() const {
    std::string out;
    for (const std::string& one : parts) out += "/" + one;
    if (out.empty()) out = "/";
    char mark = '?';
    for (const auto& [key, value] : options) {
        out += mark + key + "=" + value;
        mark = '&';
    }
    return out;
}

Route parse_route(std::string_view text) {
    Route route;
    const auto question = text.find('?');
    std::string_view path = text.substr(0, question);
    while (!path.empty()) {
        const auto slash = path.find('/');
        if (slash != 0) route.parts.emplace_back(path.substr(0, slash));
        path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    }
    std::string_view options =
        question == std::string_view::npos ? std::string_view{} : text.substr(question + 1);
    while (!options.empty()) {
        const auto end = options.find('&');
        const std::string_view one = options.substr(0, end);
        const auto equals = one.find('=');
        if (equals != std::string_view::npos) {
            route.options.emplace_back(one.substr(0, equals), one.substr(equals + 1));
        }
        options = end == std::string_view::npos ? std::string_view{} : options.substr(end + 1);
    }
    return route;
}

void Desk::run(core::Command command, std::string done, Ran then) {
    runs.push_back({std::move(command), std::move(done), std::move(then), {}});
}
void Desk::act(Act work, std::string done, Ran then) {
    runs.push_back({{}, std::move(done), std::move(then), std::move(work)});
}

std::string Desk::setting(std::string_view key) const {
    return backend.setting(key).value_or(std::string());
}
void Desk::keep_setting(std::string_view key, const std::string& value) {
    backend.set_setting(key, value);
}

void Desk::go(std::string route_text, bool replace) {
    wanted_route.emplace(std::move(route_text), replace);
}

} // namespace huikuan::ui
