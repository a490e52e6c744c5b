#pragma once
// What one open book consists of, for the files of this room only.
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>

#include "core/rates.h"
#include "session/session.h"
#include "store/store.h"
#include "sync/author.h"

namespace huikuan::session {

class Keeper;
struct KeptToday;                                       // session/collections.h
store::StoreOptions page_options(const Keeper& keeper); // of the store over a keeper's pages

// Where ids, devices and moments come from: chance and the clock, or a seed for demonstrations.
class Source {
public:
    explicit Source(std::uint64_t seed) : seed_(seed) {}
    [[nodiscard]] std::int64_t now_ms();
    core::EntityId mint();
    core::DeviceId mint_device();

private:
    std::array<std::uint8_t, 10> random();

    std::uint64_t seed_;
    std::uint64_t drawn_ = 0;
    std::int64_t last_moment_ = 0;
    int count_ = 0; // of the ids of that moment
};

struct Session::Inside {
    Inside();
    ~Inside();

    // In the browser: keeps the pages of `store` in a vault. Outlives the store.
    std::unique_ptr<Keeper> keeper;
    std::unique_ptr<store::Store> store;
    std::string path; // native
    sync::AuthorState author;
    Source source{0};
    // What the book's settings say, read once per revision.
    [[nodiscard]] const core::Policy& policy() const { return settled().policy; }
    [[nodiscard]] const core::RateTable& rates() const { return settled().rates; }
    std::optional<core::Date> today;
    bool merging = false; // a merge waits for a decision: no other writing meanwhile
    std::function<void()> on_news;
    std::uint64_t reopened = 0;
    std::shared_ptr<KeptToday> today_list; // of the revision and day for which it was asked last
    std::string vault;

    [[nodiscard]] bool read_only() const; // another tab owns the book
    void listen();                        // to the other tabs, by way of the keeper

    struct Settled {
        std::uint64_t version = 0;
        core::Policy policy;
        core::RateTable rates;
    };
    [[nodiscard]] const Settled& settled() const;

    // The whole way of a write below decide: stamp, chain, keep, in one transaction.
    core::Result<void> write(std::span<const core::Fact> facts);
    // A retry, a double click and a re-send carry the same id: what was written then (`kept`) is
    // answered again; nullopt where the id has other content, which stays an error.
    [[nodiscard]] std::optional<Outcome> repeated(core::Account account,
                                                  const core::Command& command,
                                                  const std::optional<core::Fact>& kept) const;
    // Why nothing may be written now.
    [[nodiscard]] std::optional<core::Error> refusal() const;
    // Reads the author's state, and becomes a new device where the book knows this one better than
    // it knows itself: a restored backup or a copied profile.
    // A copy of the book as it is, to return to: before a merge, an import, an upgrade.
    using Done = std::function<void(core::Result<void>)>;
    void backup(const std::string& why, Done done);
    void after_commit(); // the bytes of the commit go on their way
    core::Result<void> settle_author();
    core::Result<void> keep_author();
    core::Result<void> become_new_device();

private:
    mutable Settled settled_;
};

// Options for a store on `path` under a VFS ("" for SQLite's own), with this version's hash and
// codec.
store::StoreOptions store_options(std::string path, std::string vfs_name = {});
// A store just created becomes a book: its first changes say its name and currency.
core::Result<void> found_book(Session::Inside& inside, const NewBook& book);

// The fact of an id, where it is of this kind.
template <class Kind>
std::optional<Kind> fact_of(const store::Store& book, core::EntityId id) {
    const auto fact = book.fact(id);
    if (const auto* what = fact ? std::get_if<Kind>(&*fact) : nullptr) { return *what; }
    return std::nullopt;
}
// Whoever a customer was merged into; itself where it was not.
core::CustomerId holder_of(const Session& session, core::CustomerId customer);
const core::CustomerBrief* brief_of(const store::Store& book, core::CustomerId id); // or nullptr

// Where what ends is money that had come in for a write-off: what it paid is written off again from
// that day, as it was before. Nobody is asked to pay what was given up because a cheque bounced.
std::vector<core::Fact> written_off_again(const store::Store& book, const core::Reversed& ended);
core::EntityId id_of(const core::Command& command);
std::string to_text(const sync::AuthorState& state);
std::optional<sync::AuthorState> parse_author(std::string_view text);

} // namespace huikuan::session
