#include "ui/import_how.h"

#include <algorithm>
#include <array>

#include "ui/kit/fields.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"

namespace huikuan::ui {

namespace {

constexpr std::array<const char*, 6> encodings{"utf-8",    "gb18030", "utf-16le",
                                               "utf-16be", "big5",    "windows-1252"};
constexpr std::array<char, 4> delimiters{',', ';', '\t', '|'};

bool choose_encoding(const session::ImportFile& file, session::ImportOptions& options) {
    const std::string by_itself = say("import.by_file");
    std::vector<std::string> labels{file.encoding.empty() || !options.encoding.empty()
                                        ? by_itself
                                        : by_itself + " · " +
                                              say("import.encoding." + file.encoding)};
    int chosen = 0;
    for (std::size_t i = 0; i < encodings.size(); ++i) {
        labels.push_back(say("import.encoding." + std::string(encodings[i])));
        if (options.encoding == encodings[i]) chosen = static_cast<int>(i) + 1;
    }
    if (!select(say("import.encoding"), chosen, labels)) return false;
    options.encoding = chosen == 0 ? "" : encodings[static_cast<std::size_t>(chosen) - 1];
    return true;
}

bool choose_delimiter(session::ImportOptions& options) {
    std::vector<std::string> labels{say("import.by_file")};
    int chosen = 0;
    for (std::size_t i = 0; i < delimiters.size(); ++i) {
        labels.push_back(delimiters[i] == '\t' ? say("import.tab") : std::string(1, delimiters[i]));
        if (options.delimiter == delimiters[i]) chosen = static_cast<int>(i) + 1;
    }
    if (!select(say("import.delimiter"), chosen, labels)) return false;
    options.delimiter = chosen == 0 ? '\0' : delimiters[static_cast<std::size_t>(chosen) - 1];
    return true;
}

bool choose_header_line(session::ImportOptions& options) {
    std::vector<std::string> labels{say("import.by_file")};
    for (int line = 1; line <= 20; ++line) labels.push_back(say("import.line_number", line));
    int chosen = static_cast<int>(std::min<std::int64_t>(options.header_line, 20));
    if (!select(say("import.header_line"), chosen, labels)) return false;
    options.header_line = chosen;
    return true;
}

} // namespace

bool import_how(const session::ImportFile& file, session::ImportOptions& options) {
    heading(say("import.how"), 2);
    if (file.workbook) return choose_header_line(options); // no encoding, no delimiters
    Columns grid({1, 1, 1}, 16, 640);
    bool changed = choose_encoding(file, options);
    grid.next();
    changed = choose_delimiter(options) || changed;
    grid.next();
    return choose_header_line(options) || changed;
}

} // namespace huikuan::ui
