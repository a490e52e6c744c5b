#include "session/collections.h"

namespace huikuan::session {
namespace {

// RFC 5545, 3.3.11: what a text may not say as it is.
std::string escaped(std::string_view text) {
    std::string safe;
    for (const char letter : text) {
        if (letter == '\n') {
            safe += "\\n";
        } else if (letter != '\r') {
            if (letter == '\\' || letter == ';' || letter == ',') { safe += '\\'; }
            safe += letter;
        }
    }
    return safe;
}

// RFC 5545, 3.1: lines of at most 75 bytes, never broken within a character.
void line(std::string& file, std::string_view text) {
    constexpr std::size_t longest = 75;
    std::size_t room = longest;
    while (text.size() > room) {
        std::size_t cut = room;
        while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) { --cut; }
        file += std::string(text.substr(0, cut)) + "\r\n ";
        text.remove_prefix(cut);
        room = longest - 1;
    }
    file += std::string(text) + "\r\n";
}

std::string day_text(core::Date date) {
    std::string text = core::to_text(date);
    std::erase(text, '-');
    return text;
}

struct Entry {
    core::EntityId id;
    core::Date day;
    int minute = -1;
    std::string title;
    std::string detail;
};

void event(std::string& file, const Entry& entry, const std::string& stamp) {
    line(file, "BEGIN:VEVENT");
    line(file, "UID:" + core::to_text(entry.id) + "@huikuan");
    line(file, "DTSTAMP:" + stamp);
    if (entry.minute < 0) {
        line(file, "DTSTART;VALUE=DATE:" + day_text(entry.day));
    } else { // by the clock of wherever it is read
        std::string at = core::minute_text(entry.minute);
        at.erase(2, 1);
        line(file, "DTSTART:" + day_text(entry.day) + "T" + at + "00");
    }
    line(file, "SUMMARY:" + escaped(entry.title));
    if (!entry.detail.empty()) { line(file, "DESCRIPTION:" + escaped(entry.detail)); }
    line(file, "END:VEVENT");
}

} // namespace

std::string calendar_file(const Collections& collections, Session& session,
                          const std::optional<std::string>& owner, core::Date day) {
    std::vector<Entry> entries;
    for (const TaskRow& row : collections.tasks(owner)) {
        if (!row.task.open() || !row.task.due) { continue; }
        const std::string with = row.customer_name.empty() ? "" : " · " + row.customer_name;
        entries.push_back(
            {row.id, *row.task.due, row.task.minute, row.task.title + with, row.task.note});
    }
    for (const PromiseRow& row : collections.all_promises(day)) {
        if (row.result.state != core::PromiseState::open) { continue; }
        const auto customer = session.customer(row.promise.customer, day);
        if (!customer || (owner && customer->owner != *owner)) { continue; }
        entries.push_back({row.promise.id, row.promise.due, -1,
                           customer->name + " " + core::to_text(row.promise.amount) + " " +
                               std::string(row.promise.amount.currency.view()),
                           row.promise.note});
    }
    std::string file;
    line(file, "BEGIN:VCALENDAR");
    line(file, "VERSION:2.0");
    line(file, "PRODID:-//Huikuan//Huikuan//EN");
    for (const Entry& entry : entries) { event(file, entry, day_text(day) + "T000000Z"); }
    line(file, "END:VCALENDAR");
    return file;
}

} // namespace huikuan::session
