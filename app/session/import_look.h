#pragma once
// The first look at a file: what it is, how it is cut, where its headings stand. A workbook becomes
// the text of one of its sheets first.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "platform/platform.h"
#include "session/import.h"
#include "sync/csv_sniff.h"

namespace huikuan::session {

class ImportLook {
public:
    ImportLook(std::shared_ptr<platform::File> file, ImportOptions options);

    struct Seen {
        sync::TextEncoding encoding;
        char delimiter = ',';
        std::int64_t header_line = 1;
        std::vector<std::string> header;
        std::vector<std::vector<std::string>> rows_below; // a sample
        std::shared_ptr<platform::File> source; // what is to be read: the file, or a sheet's text
        std::optional<ImportWorkbook> workbook;
    };
    // Null while the first bytes are on their way. Errors as sync::sniff, and: required, field
    // "header": no row names the columns; malformed, field "encoding".
    core::Result<const Seen*> step();

private:
    struct Inbox {
        std::size_t length = 0;
        bool arrived = false;
        std::optional<std::vector<std::uint8_t>> bytes;
    };
    void ask();
    core::Result<void> look(std::span<const std::uint8_t> bytes);

    std::shared_ptr<platform::File> file_; // of a workbook: the text, once it is there
    std::optional<WorkbookSource> workbook_;
    ImportOptions options_;
    std::shared_ptr<Inbox> inbox_;
    Seen seen_;
};

} // namespace huikuan::session
