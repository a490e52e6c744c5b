#include "session/import_kept.h"

#include <algorithm>
#include <tuple>

#include "core/sorting.h"
#include "core/text.h"
#include "session/inside.h"
#include "sync/csv_mapping.h"
#include "sync/hash.h"

namespace huikuan::session {

namespace {

const std::string bank_layout_key = "bank.layout.";
const std::string bank_account_key = "bank.account.";

constexpr std::string_view kept_prefix = "import.map.";

// Two devices that keep a mapping under one name keep one mapping.
std::string key_of_kept(core::ImportKind kind, std::string_view name) {
    const auto hash = sync::sha256(core::joined({core::name_of(kind), "\x1f", name}));
    std::string key(kept_prefix);
    for (std::size_t i = 0; i < 8; ++i) {
        key += "0123456789abcdef"[hash[i] >> 4U];
        key += "0123456789abcdef"[hash[i] & 15U];
    }
    return key;
}

core::Result<Outcome> write_kept(Session& session, const std::string& key, std::string value) {
    return session.run(core::SetFields{
        {core::RegisterKind::setting, core::settings_entity, {{key, std::move(value)}}}});
}

const KeptImport* find_kept(const std::vector<KeptImport>& kept, const std::string& key) {
    const auto found = std::ranges::find(kept, key, &KeptImport::key);
    return found == kept.end() ? nullptr : &*found;
}

} // namespace

std::vector<KeptImport> kept_imports(const Session& session) {
    std::vector<KeptImport> kept;
    for (auto& [key, value] : session.fields(core::RegisterKind::setting, core::settings_entity)) {
        if (!key.starts_with(kept_prefix)) { continue; }
        if (auto read = sync::read_kept_mapping(value)) {
            kept.push_back({key, std::move(read->name), read->kind, std::move(read->headings),
                            std::move(value)});
        }
    }
    core::sort(kept, [](const KeptImport& a, const KeptImport& b) {
        return std::tie(a.kind, a.name) < std::tie(b.kind, b.name);
    });
    return kept;
}

core::Result<Outcome> keep_import(Session& session, const core::ImportMapping& mapping,
                                  std::span<const std::string> header, std::string_view name) {
    const std::string_view plain = core::trim(name);
    if (plain.empty()) { return core::fail(core::ErrorCode::required, "preset_name"); }
    // One that was renamed keeps its key.
    std::string key = key_of_kept(mapping.kind, plain);
    for (const KeptImport& kept : kept_imports(session)) {
        if (kept.kind == mapping.kind && kept.name == plain) { key = kept.key; }
    }
    return write_kept(session, key, sync::kept_mapping_to_json(mapping, header, plain));
}

core::Result<Outcome> rename_kept_import(Session& session, const std::string& key,
                                         std::string_view name) {
    const std::string_view plain = core::trim(name);
    if (plain.empty()) { return core::fail(core::ErrorCode::required, "preset_name"); }
    const auto kept = kept_imports(session);
    const KeptImport* mine = find_kept(kept, key);
    if (mine == nullptr) { return core::fail(core::ErrorCode::malformed, "preset", key); }
    const bool taken = std::ranges::any_of(kept, [&](const KeptImport& other) {
        return other.key != key && other.kind == mine->kind && other.name == plain;
    });
    if (taken) {
        return core::fail(core::ErrorCode::duplicate_number, "preset", std::string(plain));
    }
    return write_kept(session, key, sync::rename_kept_mapping(mine->json, plain));
}

core::Result<Outcome> remove_kept_import(Session& session, const std::string& key) {
    const auto kept = kept_imports(session);
    if (find_kept(kept, key) == nullptr) {
        return core::fail(core::ErrorCode::malformed, "preset", key);
    }
    return write_kept(session, key, {});
}

std::vector<KeptBankLayout> kept_bank_layouts(const Session& session) {
    std::vector<KeptBankLayout> found;
    for (const auto& [key, value] :
         session.fields(core::RegisterKind::setting, core::settings_entity)) {
        const bool layout = key.starts_with(bank_layout_key);
        if (value.empty() || (!layout && !key.starts_with(bank_account_key))) continue;
        const std::string name = key.substr(key.rfind('.') + 1);
        auto at = std::ranges::find(found, name, &KeptBankLayout::name);
        if (at == found.end()) at = found.insert(at, {name, {}, {}});
        (layout ? at->layout : at->account) = value;
    }
    return found;
}

core::Result<Outcome> forget_bank_layout(Session& session, const KeptBankLayout& kept) {
    core::FieldsSet fields{core::RegisterKind::setting, core::settings_entity, {}};
    if (!kept.layout.empty()) fields.fields.emplace_back(bank_layout_key + kept.name, "");
    if (!kept.account.empty()) fields.fields.emplace_back(bank_account_key + kept.name, "");
    return session.run(core::SetFields{std::move(fields)});
}

} // namespace huikuan::session
