#pragma once
// Text within a page of HTML: everything that is printed, handed over or shown in a frame.
#include <string>
#include <string_view>

namespace huikuan::core {

// With & < > " ' as entities: harmless between tags and within a quoted attribute.
std::string html_text(std::string_view text);

} // namespace huikuan::core
