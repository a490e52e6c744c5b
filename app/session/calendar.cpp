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
    std::string name; // the same for the same thing, also when its day moves
    core::Date day;
    int minute = -1;
    std::string title;
    std::string detail;
};

void event(std::string& file, const Entry& entry, const std::string& stamp) {
    line(file, "BEGIN:VEVENT");
    line(file, "UID:" + entry.name + "@huikuan");
    line(file, "DTSTAMP:" + stamp);
    if (entry.minute < 0) {
        line(file, "DTSTART;VALUE=DATE:" + day_text(entry.day));
    } else { // by the clock of wherever it is read; 24:00 is the next day's first minute
        const bool midnight = entry.minute >= core::minutes_of_day;
        std::string at = core::minute_text(midnight ? 0 : entry.minute);
        at.erase(2, 1);
        const core::Date day = midnight ? core::add_days(entry.day, 1) : entry.day;
        line(file, "DTSTART:" + day_text(day) + "T" + at + "00");
    }
    line(file, "SUMMARY:" + escaped(entry.title));
    if (!entry.detail.empty()) { line(file, "DESCRIPTION:" + escaped(entry.detail)); }
    line(file, "BEGIN:VALARM"); // RFC 5545, 3.6.6: at nine of the day, or before its minute
    line(file, "ACTION:DISPLAY");
    line(file, "DESCRIPTION:" + escaped(entry.title));
    line(file, entry.minute < 0 ? "TRIGGER:PT9H" : "TRIGGER:-PT15M");
    line(file, "END:VALARM");
    line(file, "END:VEVENT");
}

} // namespace

std::string calendar_file(const Collections& collections, Session& session,
                          const std::optional<std::string>& owner, const CalendarWords& words) {
    const core::Date day = session.today();
    std::string file;
    line(file, "BEGIN:VCALENDAR");
    line(file, "VERSION:2.0");
    line(file, "PRODID:-//Huikuan//Huikuan//EN");
    for (const CalendarEntry& one :
         collections.calendar(core::first_date, core::last_date, owner)) {
        if (one.done) { continue; }
        std::string name = core::to_text(one.id);
        if (one.kind == CalendarEntry::Kind::plan_part) { name += "-" + day_text(one.day); }
        if (one.kind == CalendarEntry::Kind::deadline) {
            name += "-" + std::string(core::name_of(one.deadline));
        }
        // The same customer, invoice or dispute may stand there for something else too.
        if (one.kind == CalendarEntry::Kind::limitation) { name += "-limitation"; }
        if (one.kind == CalendarEntry::Kind::guarantee) { name += "-guarantee"; }
        if (one.kind == CalendarEntry::Kind::difference) {
            name += "-line-" + std::to_string(one.line + 1);
        }
        event(file, {std::move(name), one.day, one.minute, words(one), one.note},
              day_text(day) + "T000000Z");
    }
    line(file, "END:VCALENDAR");
    return file;
}

} // namespace huikuan::session
