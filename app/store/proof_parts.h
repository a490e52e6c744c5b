#pragma once
// What proves a book: the canonical view line by line, its digest, and the links of the chains. In
// pieces, so that a page can go on between them.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/inside.h"

namespace huikuan::store {

using LineSink = std::function<void(std::string_view)>;

// The tables of the view in fixed order, then the exceptions.
inline constexpr int dump_sections = 10;
void dump(Store::Inside& inside, const Store& store, int section, const LineSink& sink);

// Digests of the dump in portions, so that a book of any size needs one portion of memory. The
// digest is over (digest so far, portion).
class Digest {
public:
    explicit Digest(const std::function<core::Hash(std::string_view)>& hash) : hash_(hash) {}

    void line(std::string_view text) {
        portion_ += text;
        portion_.push_back('\n');
        if (portion_.size() >= portion_size) close();
    }
    core::Hash finish() {
        close();
        return so_far_;
    }
    [[nodiscard]] const std::vector<core::Hash>& portions() const { return portions_; }

private:
    static constexpr std::size_t portion_size = 1U << 16;
    void close() {
        if (portion_.empty()) return;
        portions_.push_back(hash_(portion_));
        std::string chained(reinterpret_cast<const char*>(so_far_.data()), so_far_.size());
        chained.append(reinterpret_cast<const char*>(portions_.back().data()),
                       portions_.back().size());
        so_far_ = hash_(chained);
        portion_.clear();
    }
    const std::function<core::Hash(std::string_view)>& hash_;
    std::string portion_;
    core::Hash so_far_{};
    std::vector<core::Hash> portions_;
};

// The first change from `first` to `last`, of one chain, whose hash its bytes and its predecessor
// do not give, or whose columns say something else than its bytes; corrupt, field "chain", detail
// "device:seq".
std::optional<core::Error> first_broken_link(Store::Inside& inside, ChangeKey first,
                                             ChangeKey last);

} // namespace huikuan::store
