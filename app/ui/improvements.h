#pragma once
// 改进清单: /today/improvements. What customers said after they had settled, with the satisfaction
// that they gave; what is being improved by whom until when; and what came of it.
#include <vector>

#include "session/collections.h"
#include "ui/desk.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

class Improvements {
public:
    void draw(Desk& desk);

private:
    struct Shown {
        std::vector<session::TaskRow> points;
        std::vector<session::TaskRow> visits; // return visits that were made, latest first
        int scored = 0;
        int sum = 0;
    };
    Cached<std::string, Shown> shown_;
    TableState points_, visits_;
};

} // namespace huikuan::ui
