#include "ui/contact_links.h"

#include "session/letter_mail.h"

namespace huikuan::ui {

std::string address_text(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += digits[byte >> 4U];
            out += digits[byte & 15U];
        }
    }
    return out;
}

std::string dialled(std::string_view phone) {
    std::string out;
    for (const char c : phone) {
        if ((c >= '0' && c <= '9') || (c == '+' && out.empty())) out += c;
    }
    return out;
}

std::string phone_link(std::string_view phone) { return "tel:" + dialled(phone); }

std::string mail_link(std::string_view addresses) {
    std::string link = "mailto:";
    for (const std::string& one : session::mail_addresses(addresses)) {
        const auto at = one.find('@');
        if (link.back() != ':') link += ',';
        link += address_text(one.substr(0, at)) + "@" + address_text(one.substr(at + 1));
    }
    return link;
}

} // namespace huikuan::ui
