#pragma once
// 法律期限: the numbers of the law as this book counts them, each with the article that says so and
// what it is unless somebody sets another. /settings/law
#include <string>
#include <vector>

#include "core/legal.h"
#include "ui/desk.h"

namespace huikuan::ui {

class LawPage {
public:
    void draw(Desk& desk);

private:
    void read(const core::LegalPolicy& policy);
    void draw_number(std::size_t index);
    void save(Desk& desk);
    [[nodiscard]] std::string problem_of(std::size_t index) const;

    std::uint64_t shown_ = 0; // revision
    std::vector<std::string> typed_, before_;
    bool tried_ = false;
    std::string problem_;
};

} // namespace huikuan::ui
