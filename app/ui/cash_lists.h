#pragma once
// The kept lists beside the receipts: bills by maturity (承兑汇票), what was written off and is
// still on record (账销案存), and what unapplied cash could pay.
#include <optional>
#include <string>
#include <vector>

#include "session/suggestions.h"
#include "ui/desk.h"
#include "ui/report_table.h"

namespace huikuan::ui {

class BillList {
public:
    void draw(Desk& desk);
    bool print(Desk& desk) { return table_.print(desk); }

private:
    [[nodiscard]] ReportTable::Content read(Desk& desk);

    ReportTable table_{"bills"};
    std::vector<core::ReceiptId> ids_;
    bool waiting_only_ = false; // neither honoured nor dishonoured
};

class WriteOffList {
public:
    void draw(Desk& desk);
    bool print(Desk& desk) { return table_.print(desk); }

private:
    [[nodiscard]] ReportTable::Content read(Desk& desk);

    ReportTable table_{"write_offs"};
    std::vector<core::ReceiptId> ids_;
    bool with_recovered_ = false;
    bool with_small_ = false; // differences that went with a receipt
};

// Money that nobody has used yet and that could pay something: what the oldest debt first would do
// with each, to be looked at one by one or used at once.
class SuggestionList {
public:
    void draw(Desk& desk);
    bool print(Desk& desk) { return search_ && search_->is_done() && table_.print(desk); }

private:
    [[nodiscard]] ReportTable::Content read(Desk& desk);
    void apply(Desk& desk);

    ReportTable table_{"suggestions"};
    std::string asked_;
    std::optional<session::SuggestionSearch> search_;
};

} // namespace huikuan::ui
