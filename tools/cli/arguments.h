#pragma once
// What was typed: a command's words, its options, and nothing that the command does not know.
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huikuan::cli {

// A mistake in how the command was called: exit 2, with the usage line.
struct UsageError {
    std::string what;
};

// One command of the table in main.cpp.
struct Shape {
    std::string_view usage; // "BOOK FILE [--preset NAME]"
    std::size_t least = 0;  // words after the command's name
    std::size_t most = 0;
    std::vector<std::string_view> options{}; // "--name" takes a value, "--name!" does not
};

class Arguments {
public:
    // `words` without the program's and the command's name. Throws UsageError.
    Arguments(const Shape& shape, const std::vector<std::string>& words);

    [[nodiscard]] const std::string& word(std::size_t index) const { return words_.at(index); }
    [[nodiscard]] std::size_t words() const { return words_.size(); }
    [[nodiscard]] bool has(std::string_view option) const;
    [[nodiscard]] std::optional<std::string> option(std::string_view name) const;
    [[nodiscard]] std::string needed(std::string_view name) const; // UsageError where missing
    // A whole number from `least` to `most`.
    [[nodiscard]] std::int64_t number(std::string_view name, std::int64_t otherwise,
                                      std::int64_t least, std::int64_t most) const;

private:
    std::vector<std::string> words_;
    std::map<std::string, std::string, std::less<>> options_;
};

} // namespace huikuan::cli
