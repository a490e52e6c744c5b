// Every scenario of tests/scenarios answers as it is written there. To write today's answers into
// the files, and then to read the difference: HUIKUAN_REBASELINE=1 tests_core -tc="scenarios*"
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "scenario.h"

using namespace huikuan::core;

namespace {

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// The first line in which two texts differ, for a message that can be read.
std::string first_difference(const std::string& expected, const std::string& actual) {
    std::istringstream left(expected);
    std::istringstream right(actual);
    std::string a;
    std::string b;
    for (int line = 1;; ++line) {
        const bool more_a = static_cast<bool>(std::getline(left, a));
        const bool more_b = static_cast<bool>(std::getline(right, b));
        if (!more_a && !more_b) { return {}; }
        if (more_a != more_b || a != b) {
            return "line " + std::to_string(line) + "\n  written: " + (more_a ? a : "(end)") +
                   "\n  answered: " + (more_b ? b : "(end)");
        }
    }
}

} // namespace

TEST_CASE("scenarios answer as they are written") {
    const bool rebaseline = std::getenv("HUIKUAN_REBASELINE") != nullptr;
    std::set<std::string> words;
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator("tests/scenarios/core")) {
        if (entry.path().extension() != ".txt") { continue; }
        ++count;
        CAPTURE(entry.path().string());
        const std::string written = read_file(entry.path());
        const ScenarioRun run = run_scenario(written);
        words.insert(run.words.begin(), run.words.end());
        if (rebaseline) {
            std::ofstream(entry.path(), std::ios::binary) << run.text;
        } else {
            CHECK(first_difference(written, run.text) == "");
        }
    }
    CHECK(count >= 6);
    // Each command, and each error that a decision can answer, is met at least once.
    for (const char* word : {"customer", "contact", "book", "setting", "invoice", "receipt",
                             "allocate", "reverse", "resolve", "aging", "open"}) {
        CAPTURE(std::string_view(word));
        CHECK(words.contains(word));
    }
    for (const ErrorCode code : {ErrorCode::required,          ErrorCode::malformed,
                                 ErrorCode::too_long,          ErrorCode::unknown_currency,
                                 ErrorCode::out_of_range,      ErrorCode::amount_not_positive,
                                 ErrorCode::unknown_customer,  ErrorCode::unknown_document,
                                 ErrorCode::currency_mismatch, ErrorCode::customer_mismatch,
                                 ErrorCode::duplicate_id,      ErrorCode::duplicate_number,
                                 ErrorCode::schedule_sum,      ErrorCode::date_order,
                                 ErrorCode::already_reversed,  ErrorCode::reversal_of_reversal,
                                 ErrorCode::exceeds_open,      ErrorCode::exceeds_unapplied,
                                 ErrorCode::nothing_to_do,     ErrorCode::newer_version}) {
        CAPTURE(name_of(code));
        CHECK(words.contains(std::string(name_of(code))));
    }
}
