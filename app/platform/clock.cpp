#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>

#include "platform/platform.h"

namespace huikuan::platform {

std::int64_t now_ms() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

double monotonic_ms() {
    using namespace std::chrono;
    return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

std::int32_t today_days() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    if (localtime_r(&now, &local) == nullptr) return static_cast<std::int32_t>(now / 86400);
    using namespace std::chrono;
    const sys_days day = year{local.tm_year + 1900} / (local.tm_mon + 1) / local.tm_mday;
    return static_cast<std::int32_t>(day.time_since_epoch().count());
}

void random_bytes(std::span<std::uint8_t> out) {
    while (!out.empty()) { // getentropy gives at most 256 bytes a call
        const std::size_t part = std::min<std::size_t>(out.size(), 256);
        // Without chance there are no ids and no keys: nothing may go on.
        if (getentropy(out.data(), part) != 0) std::abort();
        out = out.subspan(part);
    }
}

} // namespace huikuan::platform
