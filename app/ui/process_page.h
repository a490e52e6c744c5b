#pragma once
// How a company collects, as data of its book: the steps from the first call to the lawyer with
// who, when and what each needs; and the rules of conduct that warn before a contact.
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "session/collections.h"
#include "ui/desk.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

class ProcessPage {
public:
    void draw(Desk& desk);

private:
    void draw_form(Desk& desk);
    void save(Desk& desk);
    void edit(const core::ProcessStep& step);
    void clear();

    Cached<std::uint64_t, std::vector<core::ProcessStep>> steps_;
    TableState state_;
    std::optional<core::ProcessStep> editing_;
    bool tried_ = false;
    std::string title_, who_, days_, needs_;
    std::string problem_;
};

class ConductPage {
public:
    void draw(Desk& desk);

private:
    static constexpr std::size_t field_count = 7;
    void read(const core::CollectionPolicy& policy);
    void save(Desk& desk);
    [[nodiscard]] std::string problem_of(std::size_t field) const;

    std::uint64_t shown_ = 0; // revision
    std::array<std::string, field_count> typed_, before_;
    bool third_ = false, third_before_ = false;
    bool tried_ = false;
    std::string problem_;
};

} // namespace huikuan::ui
