// Every byte of a bundle with each of its eight bits flipped: the reader refuses the file, or hands
// on exactly what was in it. There is no third outcome. Each run flips a small bundle; the bundle
// of 200 changes takes minutes: tools/simulate bits.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

#include "sync/sample.h"

using namespace huikuan;
using sync::BundleForm;

namespace {

bool same(const sample::Read& left, const sample::Read& right) {
    return left.headers == right.headers && left.states == right.states &&
           left.rows == right.rows && left.bad == right.bad &&
           std::ranges::equal(
               left.changes, right.changes, [](const core::Change& a, const core::Change& b) {
                   return a.bytes == b.bytes && a.hash == b.hash && a.previous == b.previous;
               });
}

struct Outcome {
    std::size_t refused = 0;
    std::size_t harmless = 0;
    std::size_t silent = 0; // a different book without a word: must not happen
    std::size_t without_line = 0;
};

Outcome flip_every_bit(BundleForm form, std::size_t changes) {
    const auto book = sample::book(20, changes, 3);
    const std::string file = sample::bundle(book, form);
    const sample::Read whole = sample::read(file, file.size());
    REQUIRE(whole.result.has_value());
    REQUIRE(whole.changes.size() == changes);
    Outcome outcome;
    std::string flipped = file;
    for (std::size_t at = 0; at < file.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            flipped[at] = static_cast<char>(file[at] ^ (1 << bit));
            const sample::Read read = sample::read(flipped, flipped.size());
            if (!read.result) {
                ++outcome.refused;
                if (read.result.error().line == 0) ++outcome.without_line;
            } else if (same(read, whole)) {
                ++outcome.harmless;
            } else {
                ++outcome.silent;
                MESSAGE("byte ", at, " bit ", bit);
            }
        }
        flipped[at] = file[at];
    }
    CHECK(outcome.refused + outcome.harmless + outcome.silent == file.size() * 8);
    MESSAGE(file.size(), " bytes: ", outcome.refused, " refused, ", outcome.harmless, " harmless");
    return outcome;
}

} // namespace

TEST_CASE("a flipped bit in a plain bundle is always found, and its line is named") {
    const Outcome outcome = flip_every_bit(BundleForm::lines, 6);
    CHECK(outcome.silent == 0);
    CHECK(outcome.without_line == 0);
    CHECK(outcome.harmless == 0);
}

TEST_CASE("a flipped bit in a packed bundle is found, or only in what gzip says of itself") {
    const Outcome outcome = flip_every_bit(BundleForm::gzip, 6);
    CHECK(outcome.silent == 0);
    CHECK(outcome.harmless < 100); // time, level, system
}

TEST_CASE("a flipped bit in a document is found, or only in its blanks") {
    const Outcome outcome = flip_every_bit(BundleForm::document, 6);
    CHECK(outcome.silent == 0);
    CHECK(outcome.harmless < 200);
}

// tools/simulate bits asks for all 200 changes; it takes minutes.
TEST_CASE("a flipped bit in a bundle of 200 changes, or of the first of them") {
    const char* asked = std::getenv("HUIKUAN_BIT_FLIP_CHANGES");
    const std::size_t changes = asked != nullptr ? std::strtoull(asked, nullptr, 10) : 12;
    REQUIRE(changes > 0);
    MESSAGE(changes << " changes");
    for (const BundleForm form : {BundleForm::lines, BundleForm::gzip}) {
        const Outcome outcome = flip_every_bit(form, changes);
        CHECK(outcome.silent == 0);
        CHECK(outcome.without_line == 0);
        CHECK(outcome.harmless < 100);
    }
}
