#pragma once
// Work that is longer than a frame and belongs to no page: writing a list as a file. The shell
// steps it between frames, shows how far it is, and can cancel it; a hidden tab goes on with it.
#include <cstdint>
#include <string>

namespace huikuan::ui {

// What long work takes of one frame: a press on Cancel is still answered within a tenth of a
// second, and most of the time goes into the work instead of pictures of its progress.
constexpr double job_budget_ms = 60;

class Job {
public:
    virtual ~Job() = default;
    // Works for about so many milliseconds; true when it has ended.
    virtual bool step(double budget_ms) = 0;
    virtual void cancel() = 0; // ends at once and leaves nothing half done
    [[nodiscard]] virtual std::string title() const = 0;
    [[nodiscard]] virtual int progress() const = 0; // 0..1000
    [[nodiscard]] virtual std::string detail() const = 0;
};

} // namespace huikuan::ui
