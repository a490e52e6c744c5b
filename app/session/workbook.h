#pragma once
// A workbook that somebody chose, on its way to be read like a text file: its bytes are fetched,
// its sheets read (beside the page in a browser, at once on the machine), and one of them becomes a
// file of tab separated text.
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "platform/platform.h"

namespace huikuan::session {

// What a person should know and may choose.
struct ImportWorkbook {
    struct Sheet {
        std::string name;
        bool hidden = false;
        std::int64_t rows = 0;
    };
    std::vector<Sheet> sheets;
    std::size_t chosen = 0;
    struct Note {
        std::string name; // "merged", "no_value", "hidden_rows", "since_1904"
        std::int64_t count = 0;
    };
    std::vector<Note> notes; // of the chosen sheet
};

class WorkbookSource {
public:
    // `sheet`: by name; empty: the first that can be seen and says anything.
    WorkbookSource(std::shared_ptr<platform::File> file, std::string sheet);

    // False while it is on its way. Errors as sync::read_workbook, and: io "file"; io "workbook":
    // the page's reader of workbooks cannot be had (no network, and never fetched); required
    // "sheet", detail the name: no such sheet; required "sheet_rows": that sheet is empty.
    core::Result<bool> step();
    [[nodiscard]] const std::shared_ptr<platform::File>& text() const { return text_; }
    [[nodiscard]] const ImportWorkbook& about() const { return about_; }

private:
    struct Inbox; // of callbacks that may outlive this
    std::shared_ptr<platform::File> file_;
    std::string sheet_;
    std::shared_ptr<Inbox> inbox_;
    std::shared_ptr<platform::File> text_;
    ImportWorkbook about_;
};

// Whoever opens the door to imports says so: the reader is fetched while there is a network.
void prepare_workbooks();

} // namespace huikuan::session
