#pragma once
// The first look at a file: what it is, how it is cut, where its headings stand.
#include <memory>
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
    };
    // Null while the first bytes are on their way. Errors as sync::sniff, and: required, field
    // "header": no row names the columns; malformed, field "encoding".
    core::Result<const Seen*> step();

private:
    struct Inbox {
        bool asked = false;
        bool arrived = false;
        std::optional<std::vector<std::uint8_t>> bytes;
    };
    core::Result<void> look(std::span<const std::uint8_t> bytes);

    std::shared_ptr<platform::File> file_;
    ImportOptions options_;
    std::shared_ptr<Inbox> inbox_ = std::make_shared<Inbox>();
    Seen seen_;
};

} // namespace huikuan::session
