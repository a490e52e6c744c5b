#pragma once
// A text that stands where a file is expected: rows that were pasted, the sheet of a workbook.
#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include "platform/platform.h"

namespace huikuan::session {

class TextFile final : public platform::File {
public:
    TextFile(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {}
    [[nodiscard]] std::string name() const override { return name_; }
    [[nodiscard]] std::uint64_t size() const override { return text_.size(); }
    void read(std::uint64_t offset, std::size_t length, Done done) override {
        const auto from = static_cast<std::size_t>(std::min<std::uint64_t>(offset, text_.size()));
        const std::string_view part = std::string_view(text_).substr(from, length);
        done(std::vector<std::uint8_t>(part.begin(), part.end()));
    }

private:
    std::string name_;
    std::string text_;
};

} // namespace huikuan::session
