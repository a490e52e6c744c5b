// huikuan: the book at the command line, for administrators, auditors and tests.
// Exit 0: done. 1: bad input; a sentence on stderr says what and where. 2: called wrongly.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "book.h"
#include "commands.h"
#include "output.h"
#include "words.h"

namespace huikuan::cli {

namespace {

void print_usage(const Command& command, std::FILE* out) {
    std::fprintf(out, "usage: huikuan %.*s %.*s\n", static_cast<int>(command.name.size()),
                 command.name.data(), static_cast<int>(command.shape.usage.size()),
                 command.shape.usage.data());
}

int print_help() {
    print(std::string("huikuan: one company's book of receivables (回款)\n"));
    for (const Command& command : commands()) {
        print("  " + std::string(command.name) + " " + std::string(command.shape.usage));
        print("      " + std::string(command.what));
    }
    print(std::string("\nEvery command takes --json (one document on stdout), --lang en|zh, and\n"
                      "--today D (the date that counts as today). Lists take --format csv|tsv|\n"
                      "ndjson as well."));
    return 0;
}

// The language is needed even where the rest of the line is wrong.
void choose_language(const std::vector<std::string>& words) {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') {
            set_language(language_of(value));
            break;
        }
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "--lang" && i + 1 < words.size()) {
            set_language(language_of(words[i + 1]));
        } else if (words[i].starts_with("--lang=")) {
            set_language(language_of(std::string_view(words[i]).substr(7)));
        }
    }
}

// One word, or the two of "invoice add"; how many words it took.
const Command* find_command(const std::vector<std::string>& words, std::size_t& taken) {
    for (const Command& command : commands()) {
        const std::string two = words.size() > 1 ? words[0] + " " + words[1] : "";
        if (command.name == two || command.name == words[0]) {
            taken = command.name == two ? 2 : 1;
            return &command;
        }
    }
    return nullptr;
}

// How the commands of a group are called: "dunning preview" and the others of "dunning".
bool is_group(const std::string& word) {
    return std::ranges::any_of(
        commands(), [&](const Command& command) { return command.name.starts_with(word + " "); });
}
void print_group(const std::string& word, std::FILE* out) {
    for (const Command& command : commands()) {
        if (command.name.starts_with(word + " ")) { print_usage(command, out); }
    }
}

int run_words(std::vector<std::string> words) {
    if (words.empty() || words[0] == "help" || words[0] == "--help" || words[0] == "-h") {
        return words.empty() ? (print_help(), 2) : print_help();
    }
    choose_language(words);
    std::size_t taken = 0;
    const Command* command = find_command(words, taken);
    if (command == nullptr) {
        const bool group = is_group(words[0]);
        if (group && words.size() == 2 && words[1] == "--help") {
            print_group(words[0], stdout);
            return 0;
        }
        if (group && words.size() == 1) {
            complain("\"" + words[0] + "\" is a group of commands; name one of them");
        } else {
            const std::string named = words[0] + (group ? " " + words[1] : "");
            complain("there is no command \"" + named + "\"; \"huikuan help\" lists them");
        }
        print_group(words[0], stderr);
        return 2;
    }
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(taken));
    if (words.size() == 1 && words[0] == "--help") {
        print_usage(*command, stdout);
        return 0;
    }
    try {
        const Arguments arguments(command->shape, words);
        if (const auto form = arguments.option("--format")) { choose_list_form(*form); }
        command->run(arguments);
        return 0;
    } catch (const UsageError& error) {
        complain(error.what);
        print_usage(*command, stderr);
        return 2;
    } catch (const Failure& failure) {
        complain(sentence(failure.error, failure.file));
        return 1;
    } catch (const Complained&) { return 1; }
}

} // namespace

} // namespace huikuan::cli

int main(int count, char** values) {
    try {
        return huikuan::cli::run_words(std::vector<std::string>(values + 1, values + count));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "huikuan: %s\n", error.what());
        return 1;
    }
}
