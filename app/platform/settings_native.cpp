// Device settings natively: one file of "key<TAB>value" lines, rewritten whole.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "platform/native.h"

namespace huikuan::platform {

namespace {

std::string chosen_file;

std::string settings_file() {
    if (!chosen_file.empty()) return chosen_file;
    if (const char* folder = std::getenv("XDG_CONFIG_HOME"); folder != nullptr && *folder != 0)
        return std::string(folder) + "/huikuan/settings";
    const char* home = std::getenv("HOME");
    return std::string(home == nullptr ? "." : home) + "/.config/huikuan/settings";
}

// Values may hold anything; a line may not.
std::string escaped(std::string_view text) {
    std::string line;
    for (const char c : text) {
        if (c == '\\') line += "\\\\";
        else if (c == '\n') line += "\\n";
        else if (c == '\t') line += "\\t";
        else line += c;
    }
    return line;
}

std::string unescaped(std::string_view line) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] != '\\' || i + 1 == line.size()) {
            text += line[i];
            continue;
        }
        const char c = line[++i];
        text += c == 'n' ? '\n' : c == 't' ? '\t' : c;
    }
    return text;
}

std::map<std::string, std::string, std::less<>> read_settings() {
    std::map<std::string, std::string, std::less<>> settings;
    std::ifstream file(settings_file(), std::ios::binary);
    for (std::string line; std::getline(file, line);) {
        const std::size_t tab = line.find('\t');
        if (tab == std::string::npos) continue;
        settings[unescaped(line.substr(0, tab))] = unescaped(line.substr(tab + 1));
    }
    return settings;
}

} // namespace

void set_settings_file(std::string path) { chosen_file = std::move(path); }

std::optional<std::string> device_setting(std::string_view key) {
    const auto settings = read_settings();
    const auto found = settings.find(key);
    if (found == settings.end()) return std::nullopt;
    return found->second;
}

void set_device_setting(std::string_view key, std::string_view value) {
    auto settings = read_settings();
    settings.insert_or_assign(std::string(key), std::string(value));
    std::error_code ignored; // a setting that cannot be kept is forgotten, no more
    const std::filesystem::path path(settings_file());
    std::filesystem::create_directories(path.parent_path(), ignored);
    const std::string part = path.string() + ".part";
    {
        std::ofstream file(part, std::ios::binary | std::ios::trunc);
        for (const auto& [name, text] : settings)
            file << escaped(name) << '\t' << escaped(text) << '\n';
        if (!file.flush()) return;
    }
    std::filesystem::rename(part, path, ignored);
}

} // namespace huikuan::platform
