#pragma once
// 银行流水: statements come in, and the lines that came in find what they pay. A tab of 收款.
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "session/bank.h"
#include "session/bank_import.h"
#include "ui/allocation_picker.h"
#include "ui/bank_columns.h"
#include "ui/desk.h"
#include "ui/kit/fields.h"
#include "ui/kit/table.h"
#include "ui/list_tools.h"
#include "ui/lists.h"

namespace huikuan::ui {

// A statement on its way in: what it is, which column means what, what does not fit, the lines.
class BankImportView {
public:
    void pick(Desk& desk);
    void take(Desk& desk, std::shared_ptr<platform::File> file);
    bool paste(Desk& desk, const std::string& text);
    [[nodiscard]] bool open() const { return import_ != nullptr; }
    void draw(Desk& desk);
    double work(Desk& desk);

private:
    void read_file(Desk& desk);
    void draw_how(Desk& desk);
    void draw_ready(Desk& desk);
    void draw_actions(Desk& desk);
    void draw_lines(Desk& desk);
    void draw_refused(Desk& desk);

    std::shared_ptr<platform::File> file_;
    session::ImportOptions options_; // what a person forced
    std::unique_ptr<session::BankImport> import_;
    bool prepared_ = false;
    std::string account_;
    std::string asked_account_;
    BankColumns columns_;
    bool columns_open_ = false;
    TableState lines_state_;
    TableState refused_state_;
};

class BankView {
public:
    void draw(Desk& desk);
    void start_new(Desk& desk) { import_.pick(desk); }
    double work(Desk& desk) { return import_.work(desk); }
    bool paste(Desk& desk, const std::string& text) { return import_.paste(desk, text); }

private:
    void refresh(Desk& desk);
    void choose_rows();
    void draw_tools(Desk& desk);
    void draw_list(Desk& desk);
    [[nodiscard]] static std::vector<TableColumn> columns();
    [[nodiscard]] static Cell cell(const core::BankLineRow& row,
                                   const core::MatchProposal* proposal, std::size_t column,
                                   core::Date today, core::Currency own);
    [[nodiscard]] ListContent content(Desk& desk) const;
    void draw_line(Desk& desk);
    void draw_used(Desk& desk, const core::BankLineRow& row);
    void draw_proposal(Desk& desk, const core::BankLineRow& row);
    void draw_parts(Desk& desk, const core::MatchProposal& proposal, core::Currency currency);
    void draw_actions(Desk& desk, const core::BankLineRow& row);
    void draw_details(Desk& desk, const core::BankLineRow& row);
    void draw_split(Desk& desk, const core::BankLineRow& row, core::MatchProposal& proposal);
    void draw_batches(Desk& desk);
    void confirm(Desk& desk, const core::BankLineRow& row, core::MatchProposal proposal);
    void confirm_certain(Desk& desk);
    [[nodiscard]] const core::BankLineRow* shown() const;

    BankImportView import_;
    std::uint64_t revision_ = 0;
    bool filled_ = false;
    double cost_s_ = 0; // of the last proposing
    std::vector<core::BankLineRow> all_;
    Sums open_; // of the clearing list
    std::set<core::EntityId> open_lines_;
    core::Date oldest_;
    std::map<core::EntityId, core::MatchProposal> proposals_;
    std::vector<std::size_t> rows_; // that are shown, into all_
    std::vector<core::RowKey> keys_;
    bool with_used_ = false;
    bool oldest_first_ = false;
    int certainty_ = 0; // 0: any
    std::string search_;
    std::string chosen_rows_; // what rows_ was chosen by
    TableState state_;
    ListTools tools_{"bank"};
    TableState parts_state_;
    core::EntityId line_;    // that is shown beside the list
    bool line_open_ = false; // on a phone
    Lookup customer_;
    core::EntityId customer_of_;
    int split_ = 0;               // 0: as proposed, 1: chosen here, 2: to the account
    core::MatchProposal by_hand_; // of 1
    std::string split_problem_;   // why it cannot be
    AllocationPicker picker_;
    std::string fee_typed_, little_typed_; // beside it, where chosen here
    Cached<std::string, core::Result<session::Outcome>> preview_;
    bool batches_open_ = false;
    Cached<std::uint64_t, std::vector<session::BankBatch>> batches_;
    std::string problem_;
};

} // namespace huikuan::ui
