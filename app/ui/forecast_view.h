#pragma once
// 回款预测: the weeks with what comes from plans, promises, habit and due days, and below the
// documents of the week that was opened (?week=1 .. 13, later, undated; ?currency=USD).
#include <array>
#include <string>
#include <vector>

#include "session/forecast.h"
#include "ui/desk.h"
#include "ui/kit/table.h"
#include "ui/list_tools.h"
#include "ui/row_window.h"

namespace huikuan::ui {

class ForecastView {
public:
    void draw(Desk& desk);
    bool print(Desk& desk);

private:
    struct Place { // of the list of weeks: a week, what comes later, what has no day
        std::string name, option;
        core::Date from, to;
        std::array<std::int64_t, core::forecast_sources> minor{};
        std::int64_t total = 0;
    };
    struct Document { // of the list below, read when it is seen
        std::string number, customer;
    };
    const core::Forecast& forecast(Desk& desk);
    [[nodiscard]] const core::ForecastSum* sum(Desk& desk);
    [[nodiscard]] static std::vector<Place> places(const core::ForecastSum& sum);
    void draw_currencies(Desk& desk);
    void draw_sums(const core::ForecastSum& sum);
    void draw_weeks(Desk& desk, const core::ForecastSum& sum);
    void draw_documents(Desk& desk, const core::ForecastSum& sum);
    void turn(Desk& desk, const char* option, const std::string& value);
    [[nodiscard]] ListContent weeks(const core::ForecastSum& sum) const;
    [[nodiscard]] Cell week_cell(const Place& place, core::Currency currency,
                                 std::size_t column) const;
    [[nodiscard]] Cell document_cell(const core::ForecastEntry& entry, const Document& row,
                                     std::size_t column) const;
    [[nodiscard]] static Document read(Desk& desk, const core::ForecastEntry& entry);

    Cached<std::string, core::Forecast> forecast_;
    ListTools tools_{"forecast"};
    TableState weeks_, documents_;
    std::string asked_; // of the documents
    std::vector<core::RowKey> keys_;
    RowWindow<Document> window_;
};

} // namespace huikuan::ui
