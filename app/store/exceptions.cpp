#include "store/exceptions.h"

#include <algorithm>
#include <utility>

namespace huikuan::store {
namespace {

std::string scope_key(core::ExceptionKind kind, std::string_view scope) {
    std::string key(1, static_cast<char>(kind));
    key += scope;
    return key;
}

std::string join_sorted(std::vector<std::string> members) {
    std::ranges::sort(members);
    const auto doubled = std::ranges::unique(members);
    members.erase(doubled.begin(), doubled.end());
    std::string joined;
    for (const std::string& member : members) {
        if (!joined.empty()) joined.push_back('|');
        joined += member;
    }
    return joined;
}

std::string_view view_of(const core::Hash& hash) {
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

} // namespace

Exceptions::Exceptions(Database& database, HashFunction hash)
    : database_(database), hash_(std::move(hash)),
      of_scope_(database, "SELECT id, resolved FROM exception WHERE kind = ? AND scope = ?"),
      insert_(database, "INSERT OR REPLACE INTO exception (id, kind, scope, subject, members,"
                        " field, resolved) VALUES (?, ?, ?, ?, ?, ?, ?)"),
      erase_(database, "DELETE FROM exception WHERE id = ?"),
      resolved_(database, "SELECT 1 FROM resolution WHERE exception = ? AND ends IS NULL LIMIT 1"),
      mark_(database, "UPDATE exception SET resolved = ? WHERE id = ?"),
      state_(database, "SELECT resolved FROM exception WHERE id = ?") {}

void Exceptions::forget() {
    scopes_.reset();
    appeared_.clear();
    vanished_.clear();
}

std::unordered_set<std::string>& Exceptions::scopes() {
    if (scopes_) return *scopes_;
    scopes_.emplace();
    Statement all(database_, "SELECT kind, scope FROM exception");
    for (Rows rows = all.query(); rows.next();) {
        scopes_->insert(scope_key(static_cast<core::ExceptionKind>(rows.integer(0)), rows.blob(1)));
    }
    return *scopes_;
}

void Exceptions::set(core::ExceptionKind kind, std::string_view scope,
                     std::span<const WantedException> wanted) {
    std::string key = scope_key(kind, scope);
    const bool had_rows = scopes().contains(key);
    if (wanted.empty() && !had_rows) return; // nearly always

    std::vector<std::pair<std::string, bool>> old;
    if (had_rows) {
        for (Rows rows = of_scope_.query(kind, Blob{scope}); rows.next();) {
            old.emplace_back(rows.blob(0), rows.integer(1) != 0);
        }
    }
    std::set<std::string> kept;
    for (const WantedException& row : wanted) {
        const std::string members = join_sorted(row.members);
        std::string named(core::name_of(kind));
        named.push_back('|');
        named += members;
        const std::string id(view_of(hash_(named)));
        const bool there =
            std::ranges::any_of(old, [&](const auto& pair) { return pair.first == id; });
        if (!there) insert(kind, scope, id, row, members);
        kept.insert(id);
    }
    for (const auto& [id, resolved] : old) {
        if (kept.contains(id)) continue;
        erase_.run(Blob{id});
        watch(id, !resolved, false);
    }
    if (kept.empty()) scopes().erase(key);
    else scopes().insert(std::move(key));
}

bool Exceptions::is_resolved(std::string_view id) {
    Rows rows = resolved_.query(Blob{id});
    return rows.next();
}

void Exceptions::insert(core::ExceptionKind kind, std::string_view scope, std::string_view id,
                        const WantedException& wanted, std::string_view members) {
    const bool resolved = is_resolved(id);
    insert_.run(Blob{id}, kind, Blob{scope}, wanted.subject, members, wanted.field, resolved);
    watch(id, false, !resolved);
}

void Exceptions::resolution_changed(std::string_view exception_id) {
    bool was = false;
    {
        Rows rows = state_.query(Blob{exception_id});
        if (!rows.next()) return;
        was = rows.integer(0) != 0;
    }
    const bool is = is_resolved(exception_id);
    if (was == is) return;
    mark_.run(is, Blob{exception_id});
    watch(exception_id, !was, !is);
}

// Keeps the difference between the start of the watch and now.
void Exceptions::watch(std::string_view id, bool was, bool is) {
    if (was == is) return;
    std::string text(id);
    if (is) {
        if (vanished_.erase(text) == 0) appeared_.insert(std::move(text));
    } else {
        if (appeared_.erase(text) == 0) vanished_.insert(std::move(text));
    }
}

void Exceptions::start_watch() {
    appeared_.clear();
    vanished_.clear();
}

std::vector<std::string> Exceptions::new_since_watch() const {
    std::vector<std::string> ids;
    for (const std::string& id : appeared_) {
        core::Hash hash{};
        std::copy_n(id.begin(), std::min(id.size(), hash.size()), hash.begin());
        ids.push_back(hex(hash));
    }
    return ids;
}

std::string Exceptions::scope_of(std::int64_t number) {
    std::string scope(8, '\0');
    for (unsigned i = 0; i < 8; ++i) {
        scope[i] = static_cast<char>((number >> (56 - 8 * i)) & 0xFF);
    }
    return scope;
}

} // namespace huikuan::store
