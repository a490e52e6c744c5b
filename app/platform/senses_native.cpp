// Natively nobody is there to press: what tests say is what is seen.
#include "platform/senses.h"

#include <utility>

#include "platform/native.h"

namespace huikuan::platform {

namespace {

std::optional<std::string> next_position;
Reminding state = Reminding::not_asked;
Reminding answer = Reminding::allowed;
std::vector<Reminder> set;

} // namespace

void pick_files(std::string_view accept,
                std::function<void(std::vector<std::shared_ptr<File>>)> picked) {
    pick_file(accept, [picked = std::move(picked)](std::shared_ptr<File> file) {
        std::vector<std::shared_ptr<File>> files;
        if (file) files.push_back(std::move(file));
        picked(std::move(files));
    });
}

void pick_picture(int, std::function<void(std::shared_ptr<File>)> picked) {
    pick_file("image/*", std::move(picked));
}

void ask_position(std::function<void(std::optional<std::string>)> answered) {
    call_later([answered = std::move(answered)] { answered(std::exchange(next_position, {})); });
}

Reminding reminding() { return state; }
void ask_to_remind(std::function<void(Reminding)> answered) {
    call_later([answered = std::move(answered)] {
        state = answer;
        answered(state);
    });
}
void remind(std::span<const Reminder> reminders) { set.assign(reminders.begin(), reminders.end()); }

void set_next_position(std::optional<std::string> place) { next_position = std::move(place); }
void set_reminding(bool may) {
    state = Reminding::not_asked;
    answer = may ? Reminding::allowed : Reminding::refused;
    set.clear();
}
const std::vector<Reminder>& reminders() { return set; }

} // namespace huikuan::platform
