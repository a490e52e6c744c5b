#pragma once
// How dates, amounts and errors are said to people, in the language that is set.
#include <array>
#include <string>

#include "core/aging.h"
#include "core/date.h"
#include "core/result.h"
#include "core/view.h"
#include "ui/kit/widgets.h"

namespace huikuan::ui {

std::string date_text(core::Date date);  // tables and fields: 2026-11-22
std::string date_words(core::Date date); // sentences: 2026年11月22日, 22 Nov 2026
std::string weekday_words(core::Date date);
// When something was written: "2026-11-22 16:15" of this device's clock.
std::string moment_text(std::int64_t utc_ms);
// "2026-11-22 16:15" or a day as people type it (then its end), read by this device's clock: the
// last millisecond of that minute. Errors of core::read_typed_date.
core::Result<std::int64_t> read_moment(std::string_view typed, core::Date today);
std::string days_words(int days);           // 12 天, 12 days
std::string count_text(std::int64_t count); // 2,466

std::string status_words(core::DocumentStatus status);
BadgeKind status_kind(core::DocumentStatus status);
// How money comes in, in the order in which forms offer it.
inline constexpr std::array<const char*, 4> offered_methods{"bank", "cash", "wallet", "other"};
std::string method_words(const std::string& method); // bank, cash, ...

// Buckets of an aging report: "0–30 天", "121 天以上".
std::string bucket_words(std::span<const int> edges, std::size_t bucket);

// With a capital at its head where the language has them.
std::string sentence(std::string words);
// What happened and what to do about it, as a sentence.
std::string error_words(const core::Error& error);

} // namespace huikuan::ui
