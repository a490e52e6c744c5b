#pragma once
// Ladders of letters: who gets which letter after how many days. The list, and the sheet in which
// one is changed. ?ladder=KEY
#include <string>
#include <vector>

#include "session/dunning.h"
#include "ui/desk.h"
#include "ui/draft.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

class LadderView {
public:
    void draw(Desk& desk);
    void draw_sheet(Desk& desk);

private:
    // A level as it is typed.
    struct Typed {
        std::string name, days, gap, fee, who;
        bool month_end = false;
        bool interest = false;
        int channel = 0;
        int letter = 0;
    };
    void start(Desk& desk, const std::string& key);
    void draw_levels();
    void draw_level(std::size_t index);
    void save(Desk& desk);
    void draw_back(Desk& desk, bool is_default);
    core::Result<core::DunningLadder> read(Desk& desk); // where_: which field it is about
    [[nodiscard]] std::string problem(const std::string& field) const;
    [[nodiscard]] std::vector<std::string> typed() const;
    void take_typed(Desk& desk);

    TableState table_;
    std::string shown_;
    core::DunningLadder ladder_;
    bool fresh_ = false;
    std::string key_, gap_, tolerance_, values_;
    int segment_ = 0;
    std::vector<Typed> levels_;
    std::vector<std::string> letters_;
    std::string problem_, where_;    // and at which field; empty: at none
    std::string stored_;             // as the book has it
    std::vector<std::string> first_; // as it was opened
    Draft typed_{"ladder"};
};

} // namespace huikuan::ui
