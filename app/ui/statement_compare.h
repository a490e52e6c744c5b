#pragma once
// A customer's own statement beside ours, line by line: what the two have to talk about.
#include <memory>
#include <string>

#include "core/reconcile.h"
#include "session/bank_import.h"
#include "session/statement.h"
#include "ui/desk.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

class StatementCompare {
public:
    void pick(Desk& desk);
    double work(Desk& desk);
    [[nodiscard]] bool open() const { return import_ != nullptr; }
    void draw(Desk& desk, const session::Statement& ours);

private:
    void read_file(Desk& desk, const std::string& sheet);
    void compare(const session::Statement& ours);
    void draw_lines(const session::Statement& ours);

    std::shared_ptr<platform::File> file_;
    std::unique_ptr<session::BankImport> import_; // their file, read as a statement is
    std::string compared_;                        // of which figures the comparison is
    core::Comparison comparison_;
    TableState state_;
};

} // namespace huikuan::ui
