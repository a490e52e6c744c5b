// The camera, the place and words at a moment, in the browser: web/senses.mjs.
#include "platform/senses.h"

#include <emscripten.h>

#include <map>
#include <utility>

#include "platform/web_files.h"

// clang-format off
EM_JS(void, hk_senses_pick, (int token, const char* accept, int many, int longest), {
    Module.host.files.choose(token, UTF8ToString(accept), many !== 0, longest);
})
EM_JS(void, hk_senses_position, (int token), { Module.host.files.position(token); })
EM_JS(int, hk_senses_reminding, (), { return Module.host.reminders.state(); })
EM_JS(void, hk_senses_ask, (int token), { Module.host.files.ask_to_remind(token); })
EM_JS(void, hk_senses_clear, (), { Module.host.reminders.begin(); })
EM_JS(void, hk_senses_remind, (int minute, const char* title, const char* body, const char* tag,
                               const char* route), {
    Module.host.reminders.add({ minute, title: UTF8ToString(title), body: UTF8ToString(body),
                                tag: UTF8ToString(tag), route: UTF8ToString(route) });
})
EM_JS(void, hk_senses_set, (), { Module.host.reminders.set(); })
// clang-format on

namespace huikuan::platform {

namespace {

int last_token = 0;
std::map<int, std::function<void(std::vector<std::shared_ptr<File>>)>> picks;
std::vector<std::shared_ptr<File>> picking;
std::map<int, std::function<void(std::optional<std::string>)>> positions;
std::map<int, std::function<void(Reminding)>> asked;

template <class T>
T take(std::map<int, T>& waiting, int token) {
    const auto at = waiting.find(token);
    if (at == waiting.end()) return {};
    T found = std::move(at->second);
    waiting.erase(at);
    return found;
}

} // namespace

void pick_files(std::string_view accept,
                std::function<void(std::vector<std::shared_ptr<File>>)> picked) {
    picks.emplace(++last_token, std::move(picked));
    hk_senses_pick(last_token, std::string(accept).c_str(), 1, 0);
}

void pick_picture(int longest, std::function<void(std::shared_ptr<File>)> picked) {
    picks.emplace(++last_token, [picked = std::move(picked)](auto files) {
        picked(files.empty() ? nullptr : std::move(files.front()));
    });
    hk_senses_pick(last_token, "image/*", 0, longest);
}

void ask_position(std::function<void(std::optional<std::string>)> answered) {
    positions.emplace(++last_token, std::move(answered));
    hk_senses_position(last_token);
}

Reminding reminding() { return static_cast<Reminding>(hk_senses_reminding()); }

void ask_to_remind(std::function<void(Reminding)> answered) {
    asked.emplace(++last_token, std::move(answered));
    hk_senses_ask(last_token);
}

void remind(std::span<const Reminder> reminders) {
    hk_senses_clear();
    for (const Reminder& one : reminders) {
        hk_senses_remind(one.minute, one.title.c_str(), one.body.c_str(), one.tag.c_str(),
                         one.route.c_str());
    }
    hk_senses_set();
}

extern "C" {

// One after the other; `file` 0 where none was chosen, `last` with the last one.
EMSCRIPTEN_KEEPALIVE void hk_files_chosen(int token, int file, const char* name, double size,
                                          int last) {
    if (file != 0) picking.push_back(page_file(file, name, static_cast<std::uint64_t>(size)));
    if (last == 0) return;
    auto files = std::exchange(picking, {});
    if (const auto picked = take(picks, token)) picked(std::move(files));
}

EMSCRIPTEN_KEEPALIVE void hk_position(int token, const char* place) {
    const std::string text(place);
    if (const auto answered = take(positions, token)) {
        answered(text.empty() ? std::nullopt : std::optional(text));
    }
}

EMSCRIPTEN_KEEPALIVE void hk_may_remind(int token, int state) {
    if (const auto answered = take(asked, token)) answered(static_cast<Reminding>(state));
}

} // extern "C"

} // namespace huikuan::platform
