#pragma once
// A customer's own statement beside ours, line by line: what the two have to talk about.
#include <memory>
#include <string>
#include <vector>

#include "core/fact.h"
#include "session/bank_import.h"
#include "session/statement_compare.h"
#include "ui/bank_columns.h"
#include "ui/desk.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

class StatementCompare {
public:
    // `currency`: of ours, for a file that says none.
    void pick(Desk& desk, core::Currency currency);
    double work(Desk& desk);
    [[nodiscard]] bool open() const { return import_ != nullptr; }
    // What the person wants with the comparison: its differences recorded, or all of it printed.
    enum class Wish : std::uint8_t { none, record, print };
    // `whose`: the customer as a person calls him.
    Wish draw(Desk& desk, const session::Statement& ours, const std::string& whose);
    // The one of these (never empty) that theirs stands beside: that of its currency.
    [[nodiscard]] const session::Statement&
    beside(const std::vector<session::Statement>& ours) const;
    // For the printer; empty: nothing is compared with these figures.
    [[nodiscard]] std::string html(const session::Statement& ours) const;
    // What differs, as lines of an answer; and the balance as they have it.
    [[nodiscard]] std::vector<core::DifferenceLine> differences(const session::Statement& ours,
                                                                const std::string& owner) const;
    [[nodiscard]] std::int64_t theirs(const session::Statement& ours) const {
        return ours.closing - compared_.difference();
    }

private:
    void draw_head(Desk& desk);
    void draw_aside();
    void read_file(Desk& desk, const std::string& sheet);
    [[nodiscard]] std::string key_of(const session::Statement& ours) const;
    void compare(const session::Statement& ours);
    [[nodiscard]] Cell cell(const session::Statement& ours, std::size_t index,
                            std::size_t column) const;
    [[nodiscard]] std::string sum_words(const session::Statement& ours) const;
    Wish draw_lines(Desk& desk, const session::Statement& ours, bool differing);

    std::shared_ptr<platform::File> file_;
    core::Currency currency_;
    std::unique_ptr<session::BankImport> import_; // their file, read as a statement is
    BankColumns columns_;
    bool columns_open_ = false;
    bool anew_ = false;       // just picked: to be seen wherever the page was scrolled to
    std::string compared_by_; // of which figures and columns the comparison is
    session::ComparedStatement compared_;
    TableState state_, refused_state_;
};

} // namespace huikuan::ui
