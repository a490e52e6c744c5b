#pragma once
// Mappings of imports that the book keeps: settings, so that they travel and merge like everything
// else. Each has a name that people give and the name of the headings for which it was made.
#include <string>
#include <string_view>
#include <vector>

#include "core/import.h"
#include "session/session.h"

namespace huikuan::session {

struct KeptImport {
    std::string key; // of the setting
    std::string name;
    core::ImportKind kind{};
    std::string headings; // core::name_of_headings
    std::string json;     // sync/csv_mapping.h
};
std::vector<KeptImport> kept_imports(const Session& session); // by kind, then name

core::Result<Outcome> keep_import(Session& session, const core::ImportMapping& mapping,
                                  std::span<const std::string> header, std::string_view name);
// malformed "preset": none has this key or name; duplicate_number "preset": another one of this
// kind has the name.
core::Result<Outcome> rename_kept_import(Session& session, const std::string& key,
                                         std::string_view name);
core::Result<Outcome> remove_kept_import(Session& session, const std::string& key);

// What the book learnt of bank statements: how files with the same headings are read, and of which
// account those are that do not say it.
struct KeptBankLayout {
    std::string name;    // as in the settings' keys
    std::string layout;  // core::to_text; empty: as guessed
    std::string account; // empty: the files say it
};
std::vector<KeptBankLayout> kept_bank_layouts(const Session& session);
core::Result<Outcome> forget_bank_layout(Session& session, const KeptBankLayout& kept);

} // namespace huikuan::session
