#pragma once
// The whole check in small steps, for a page that goes on meanwhile: the file, each link of each
// chain, the view as it is, and the view as a replay beside the book makes it (which takes as much
// memory again while it lasts; Store::check replays in place instead).
#include <cstdint>
#include <map>
#include <memory>
#include <optional>

#include "store/store.h"

namespace huikuan::store {

class Checking {
public:
    explicit Checking(Store& store);
    ~Checking();
    Checking(const Checking&) = delete;
    Checking& operator=(const Checking&) = delete;

    // A few milliseconds of work, a view's table at most. false: it is over. Where the book went on
    // meanwhile the check begins anew.
    bool step();
    [[nodiscard]] int progress() const; // 0..1000
    [[nodiscard]] const CheckReport& report() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace huikuan::store
