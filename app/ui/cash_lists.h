#pragma once
// The kept lists beside the receipts: bills by maturity (承兑汇票), what was written off and is
// still on record (账销案存), gains and losses on currencies (汇兑损益), and what unapplied cash
// could pay.
#include <string>
#include <vector>

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

class GainList {
public:
    void draw(Desk& desk);
    bool print(Desk& desk) { return table_.print(desk); }

private:
    ReportTable table_{"gains"};
    std::vector<core::InvoiceId> ids_;
};

} // namespace huikuan::ui
