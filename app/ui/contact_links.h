#pragma once
// Addresses that a press opens: the telephone, the mail program.
#include <string>
#include <string_view>

namespace huikuan::ui {

// For an address: everything but letters, digits and a few marks as %XX.
std::string address_text(std::string_view text);
std::string dialled(std::string_view phone); // a plus in front, and digits
std::string phone_link(std::string_view phone);
std::string mail_link(std::string_view addresses);

} // namespace huikuan::ui
