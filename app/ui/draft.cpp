#include "ui/draft.h"

#include <algorithm>

namespace huikuan::ui {

namespace {

constexpr char part_separator = '\x1f';

bool is_sealed(const Desk& desk) {
    const auto& books = desk.library.books();
    return std::ranges::any_of(books, [&](const session::BookEntry& book) {
        return book.name == desk.session.vault() && book.sealed;
    });
}

} // namespace

std::string Draft::key(const Desk& desk) const {
    return "draft." + name_ + "." + desk.session.vault();
}

void Draft::rename(std::string name) {
    if (name == name_) return;
    name_ = std::move(name);
    kept_.clear();
    begun_.clear();
}

void Draft::keep(Desk& desk, const std::vector<std::string>& parts, bool worth) {
    std::string now;
    for (const std::string& part : parts) {
        for (const char c : part) now += c == part_separator ? ' ' : c;
        now += part_separator;
    }
    if (kept_.empty() && (begun_.empty() || !worth)) begun_ = now;
    if (!worth || now == kept_ || (kept_.empty() && now == begun_)) return;
    kept_ = now;
    if (!is_sealed(desk)) desk.keep_setting(key(desk), now);
}

void Draft::follow(Desk& desk, const std::vector<std::string>& parts, bool worth) {
    if (worth) return keep(desk, parts);
    if (!kept_.empty()) forget(desk);
}

std::vector<std::string> Draft::take(Desk& desk, std::size_t count) {
    const std::string kept = is_sealed(desk) ? kept_ : desk.setting(key(desk));
    std::vector<std::string> parts;
    for (std::size_t from = 0; from < kept.size();) {
        const auto end = kept.find(part_separator, from);
        if (end == std::string::npos) return {};
        parts.push_back(kept.substr(from, end - from));
        from = end + 1;
    }
    if (count != 0 && parts.size() != count) return {};
    kept_ = kept;
    return parts;
}

void Draft::forget(Desk& desk) {
    kept_.clear();
    begun_.clear();
    if (!desk.setting(key(desk)).empty()) desk.keep_setting(key(desk), {});
}

} // namespace huikuan::ui
