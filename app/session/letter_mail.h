#pragma once
// A letter as a file that mail programs open as a draft (RFC 5322, with X-Unsent), and as an
// address that opens one.
#include <string>
#include <string_view>
#include <vector>

#include "core/fact.h"

namespace huikuan::session {

// The addresses that a field of text has, each once: 张三 <a@b.c>；d@e.f. Names, and what is no
// address, stay out of a mail's header.
std::vector<std::string> mail_addresses(std::string_view text);
std::string mail_file(const core::LetterSent& letter);
// What a mailto: can carry everywhere; a longer text goes by the clipboard.
inline constexpr std::size_t longest_mail_address = 1900;
// "mailto:a@b?subject=...&body=..."; without the body where that would be too long.
std::string mail_address(const core::LetterSent& letter, bool& with_body);

} // namespace huikuan::session
