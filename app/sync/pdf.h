#pragma once
// How many pages a PDF has, for the page numbers of what is bound together with it. Nothing else of
// it is read. On a page the module beside it does this (workbook_web.cpp).
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace huikuan::sync {

// nullopt: it asks for a password, or is broken: nobody knows.
std::optional<int> pdf_pages(std::span<const std::uint8_t> bytes);

} // namespace huikuan::sync
