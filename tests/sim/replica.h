#pragma once
// One simulated device: the real core, sync and store behind the steps that session takes, a clock
// that may be wrong, and a disk that a crash can throw back to.
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/command.h"
#include "sim/model.h"
#include "sim/random.h"
#include "store/store.h"
#include "sync/author.h"
#include "sync/bundle.h"
#include "sync/codec.h"
#include "sync/versions.h"

namespace huikuan::sim {

using Image = std::vector<std::uint8_t>;

// What an app of this version understands of a line. The later one understands changes that say
// its version, which this one must keep and pass on.
constexpr std::uint32_t this_version = sync::view_version;
constexpr std::uint32_t later_version = this_version + 1;
std::optional<core::Fact> understand(std::uint32_t version, std::string_view kind,
                                     std::string_view bytes);
store::StoreOptions store_options(std::uint32_t version);

// A check that failed: what and where. Caught by the runner, which prints the seed.
struct Failure {
    std::string what;
};
void require(bool true_thing, const std::string& what);

class Replica {
public:
    // An empty book, or a copy of another's disk (a clone, a restored backup, a restart).
    // `written`: the hashes of all changes that any device ever wrote, shared by all.
    Replica(Random& random, std::uint32_t version, std::set<core::Hash>& written);

    // --- the person
    // What was written. None: decide refused, nothing happened.
    std::optional<std::vector<core::Fact>> run(const core::Command& command, std::int64_t now_ms);
    // Facts that no decide has seen: of a faulty or hostile app.
    void write(const std::vector<core::Fact>& facts, std::int64_t now_ms,
               std::uint32_t view = this_version);
    // A line of the wire as it is, chained and signed off by this device.
    void write_line(const std::string& kind, const std::string& body, core::EntityId entity,
                    std::int64_t now_ms, std::uint32_t view);

    // --- the wire
    std::string export_bundle(sync::BundleForm form,
                              const std::optional<sync::VersionVector>& peer);
    enum class Merge : std::uint8_t { merged, refused, abandoned };
    // abandon: everything is applied, shown as a preview, and taken back.
    Merge merge(std::string_view file, std::int64_t now_ms, bool abandon);

    // --- the disk
    void save();
    void crash(); // everything since save() is gone
    void restore(const Image& image);
    void upgrade(); // the app of the next version
    [[nodiscard]] const Image& image() const { return image_; }

    // --- knowing
    store::Store& store() { return *store_; }
    [[nodiscard]] std::uint32_t version() const { return version_; }
    [[nodiscard]] sync::VersionVector have() const;
    std::string dump();
    Changes changes();    // of the store, with facts as this version understands them
    void check_lightly(); // hard invariants, by the rows that a screen would read
    void check_against_model();

    std::int64_t clock_skew_ms = 0;
    std::set<core::Hash> durable;                // changes on the disk
    std::map<core::Hash, core::Change> received; // all that ever came in or was written here

private:
    core::Result<void> append(const std::vector<core::Change>& changes,
                              const sync::AuthorState& next);
    [[nodiscard]] sync::Known known() const;
    void open(const Image& image);

    Random& random_;
    std::set<core::Hash>& written_;
    std::uint32_t version_;
    std::unique_ptr<store::Store> store_;
    sync::AuthorState author_;
    Image image_;
};

core::BookId simulated_book();

} // namespace huikuan::sim
