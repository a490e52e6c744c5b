#pragma once
// Books of any size for the tests of the wire: facts of every kind, chained by a few devices.
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "core/fact.h"
#include "core/id.h"
#include "sync/author.h"
#include "sync/bundle.h"

namespace huikuan::sample {

inline constexpr std::int64_t start_ms = 1'790'064'930'123; // 2026-09-22T08:15:30.123Z

core::DeviceId device(std::uint8_t number);
core::EntityId entity(std::uint64_t number);
core::EntityId any_id(std::mt19937_64& random);

// One fact of each kind in turn; texts with every script and every escape.
core::Fact fact(std::mt19937_64& random);
// The same for what the second version of the view added.
core::Fact ledger_fact(std::mt19937_64& random);

struct Book {
    std::vector<core::Change> changes; // device by device, each chain in order
    sync::VersionVector have;          // sorted
    std::vector<sync::AuthorState> authors;
};
Book book(std::uint64_t seed, std::size_t changes, std::size_t devices);

sync::BundleHeader header(const Book& book);
std::string bundle(const Book& book, sync::BundleForm form);

// What a reader passed on.
struct Read final : sync::BundleSink {
    std::vector<sync::BundleHeader> headers;
    std::vector<core::Change> changes;
    std::vector<core::Change> facts;
    std::vector<std::pair<std::string, std::string>> rows;
    std::vector<core::Hash> states;
    std::vector<std::pair<core::Hash, std::string>> files;
    std::vector<core::Error> bad;
    core::Result<void> answer; // to every call
    core::Result<void> result; // of the reading

    core::Result<void> header(const sync::BundleHeader& header) override;
    core::Result<void> change(core::Change change) override;
    core::Result<void> fact(core::Change change) override;
    core::Result<void> attachment(const core::Hash& hash, std::string bytes) override;
    core::Result<void> row(std::string_view table, std::string_view line) override;
    core::Result<void> state(std::uint32_t view, const core::Hash& digest) override;
    core::Result<void> unreadable(const core::Error& error) override;
};
// Feeds the file in pieces of that many bytes.
Read read(std::string_view file, std::size_t piece = 4096, sync::BundleLimits limits = {},
          sync::BundleReader::Pass pass = sync::BundleReader::Pass::read);

// The text with its first `from`, which must be there, made `to`.
std::string replaced(std::string text, std::string_view from, std::string_view to);

} // namespace huikuan::sample
