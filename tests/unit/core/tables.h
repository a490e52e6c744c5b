#pragma once
// Plain text tables of tests/scenarios: one line says or asks something, and below it, indented,
// stands what is answered. Running a table gives the same text with today's answers; the two must
// be equal. HUIKUAN_REBASELINE writes the answers anew.
#include <algorithm>
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "sample.h"

namespace huikuan::core::tables {

// One line: its words, of which "name=value" may be asked for by name.
struct Line {
    std::vector<std::string> words;
    explicit Line(const std::string& text) {
        std::istringstream in(text);
        for (std::string word; in >> word;) { words.push_back(word); }
    }
    [[nodiscard]] std::string at(std::size_t place) const {
        return place < words.size() ? words[place] : std::string();
    }
    [[nodiscard]] std::string value(const std::string& name) const {
        for (const std::string& word : words) {
            if (word.starts_with(name + "=")) { return word.substr(name.size() + 1); }
        }
        return {};
    }
    [[nodiscard]] bool has(const std::string& name) const {
        return std::ranges::contains(words, name);
    }
    [[nodiscard]] std::int64_t minor(const std::string& name) const {
        const std::string text = value(name);
        return text.empty() ? 0 : minor_of(text);
    }
    [[nodiscard]] std::optional<Date> date(const std::string& name) const {
        const std::string text = value(name);
        return text.empty() ? std::nullopt : std::optional(day(text));
    }
};
using Answers = std::vector<std::string>;

template <class Table>
void check_tables(const char* folder, int least = 1) {
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        CAPTURE(entry.path().string());
        std::ostringstream text;
        text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
        std::istringstream in(text.str());
        std::string answered;
        Table table;
        for (std::string row; std::getline(in, row);) {
            if (row.starts_with("    ")) { continue; }
            answered += row + "\n";
            if (row.empty() || row.starts_with('#')) { continue; }
            for (const std::string& answer : table.take(Line(row))) {
                answered += "    " + answer + "\n";
            }
        }
        if (std::getenv("HUIKUAN_REBASELINE") != nullptr) {
            std::ofstream(entry.path(), std::ios::binary) << answered;
        }
        CHECK(answered == text.str());
        ++files;
    }
    CHECK(files >= least);
}

} // namespace huikuan::core::tables
