#pragma once
// What only the command line and tests need of the outside world natively: files by path, and the
// callbacks that wait, since there is no browser's loop to call them.
#include <memory>
#include <string>

#include "platform/platform.h"
#include "platform/senses.h"

namespace huikuan::platform {

// nullptr: there is no such file, or it cannot be read.
std::shared_ptr<File> open_path(const std::string& path);
// Appears under its name only when finished; nullptr: the folder cannot be written.
std::unique_ptr<Outgoing> save_path(const std::string& path);

// What the next pick_file answers (nullptr without one, as when a person cancels).
void set_next_pick(std::shared_ptr<File> file);
// Where the device says that it is next (nullopt: it refuses), and whether it may remind.
void set_next_position(std::optional<std::string> place);
void set_reminding(bool may);
const std::vector<Reminder>& reminders(); // those that are set
// Runs with the other callbacks.
void call_later(std::function<void()> callback);
// Files fall onto the window.
void drop_files(std::vector<std::shared_ptr<File>> files);
// Where save_file puts files; the current folder if never said.
void set_save_folder(std::string path);
// Where device settings lie; under XDG_CONFIG_HOME or ~/.config if never said.
void set_settings_file(std::string path);

// Runs the callbacks that wait; false: there were none.
bool run_file_callbacks();

} // namespace huikuan::platform
