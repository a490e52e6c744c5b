#pragma once
// Rows of the inbox. Each kind of exception has scopes: the smallest thing that is looked at again
// as a whole (a customer's invoices of one number, one field of one entity, one allocation). The
// projection says which rows a scope has now; here the difference to what it had is written.
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/exception.h"
#include "store/database.h"

namespace huikuan::store {

struct WantedException {
    std::vector<std::string> members; // in any order
    std::int64_t subject = 0;         // entity that tells customer and amount; 0: none
    std::string field = {};
};

class Exceptions {
public:
    using HashFunction = std::function<core::Hash(std::string_view)>;
    Exceptions(Database& database, HashFunction hash);

    void forget(); // what is known of the tables: after a transaction was taken back

    // What this scope has from now on.
    void set(core::ExceptionKind kind, std::string_view scope,
             std::span<const WantedException> wanted);
    // A resolution of this row came or went.
    void resolution_changed(std::string_view exception_id);

    // Ids of unresolved rows that were not there (unresolved) at the last start_watch().
    void start_watch();
    [[nodiscard]] std::vector<std::string> new_since_watch() const;

    static std::string scope_of(std::int64_t number);

private:
    std::unordered_set<std::string>& scopes(); // read at the first writing, not at the opening
    bool is_resolved(std::string_view id);
    void insert(core::ExceptionKind kind, std::string_view scope, std::string_view id,
                const WantedException& wanted, std::string_view members);
    void watch(std::string_view id, bool was, bool is);

    Database& database_;
    HashFunction hash_;
    std::optional<std::unordered_set<std::string>> scopes_; // kind + scope of all rows, once asked
    std::set<std::string> appeared_;
    std::set<std::string> vanished_;
    Statement of_scope_;
    Statement insert_;
    Statement erase_;
    Statement resolved_;
    Statement mark_;
    Statement state_;
};

} // namespace huikuan::store
