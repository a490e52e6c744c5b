#pragma once
// What a device sees and says beyond single files: several files at once, a picture from its
// camera, where it is, and words at a moment. Each is asked for inside a person's gesture, and a
// refusal is an answer.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/platform.h"

namespace huikuan::platform {

// Empty: none was chosen.
void pick_files(std::string_view accept,
                std::function<void(std::vector<std::shared_ptr<File>>)> picked);

// A photo that is taken now or was taken before, upright, at most `longest` pixels on its longer
// side, as a JPEG that carries nothing of what the camera wrote beside it. nullptr: none.
inline constexpr int longest_picture_side = 1600;
void pick_picture(int longest, std::function<void(std::shared_ptr<File>)> picked);

// "31.230416,121.473701"; nullopt where the person refuses or the device does not know.
void ask_position(std::function<void(std::optional<std::string>)> answered);

// --- words at a moment, shown by the system while the app is open somewhere
enum class Reminding : std::uint8_t { impossible, not_asked, allowed, refused };
Reminding reminding();
void ask_to_remind(std::function<void(Reminding)> answered);
struct Reminder {
    int minute = 0; // of today, by this device's clock
    std::string title, body;
    std::string tag;   // what it is about: shown once
    std::string route; // where a press on it leads
};
// Instead of all that were set before; those of the past are not shown.
void remind(std::span<const Reminder> reminders);

} // namespace huikuan::platform
