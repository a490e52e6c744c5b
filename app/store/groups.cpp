// Who belongs together: records that were merged into one, and customers below one head.
#include <algorithm>
#include <set>
#include <utility>

#include "core/sorting.h"
#include "store/inside.h"

namespace huikuan::store {
namespace {

constexpr std::size_t largest_group = 10'000;

} // namespace

// Most books have neither merged records nor groups, and each receipt asks.
bool Store::Inside::has_groups() {
    const std::uint64_t version = projection.customers_version();
    if (!groups || groups->first != version) {
        groups.emplace(version, database->integer(
                                    "SELECT EXISTS (SELECT 1 FROM customer WHERE parent <> '')"
                                    " OR EXISTS (SELECT 1 FROM customer WHERE holder <> no)") != 0);
    }
    return groups->second;
}

std::vector<std::int64_t> Store::Inside::same_as(std::int64_t customer) {
    if (!has_groups()) return {};
    const std::int64_t holder = projection.holder_of(customer);
    std::vector<std::int64_t> same;
    Statement merged(*database, "SELECT no FROM customer WHERE holder = ? AND holder <> no");
    for (Rows rows = merged.query(holder); rows.next();) same.push_back(rows.integer(0));
    if (!same.empty()) same.push_back(holder);
    core::sort(same);
    return same;
}

std::vector<std::int64_t> Store::Inside::family_of(std::int64_t customer) {
    if (!has_groups()) return {};
    Statement up(*database, "SELECT parent FROM customer WHERE no = ?");
    Statement down(*database, "SELECT no FROM customer WHERE parent = ? AND parent <> ''");
    const auto parent_of = [&](std::int64_t no) {
        std::optional<core::EntityId> id;
        {
            Rows rows = up.query(no);
            if (rows.next()) id = core::parse_id(rows.text(0));
        }
        const auto above = id ? log.find_entity(*id) : std::nullopt;
        return above && projection.is_customer(*above) ? projection.holder_of(*above) : 0;
    };
    std::int64_t head = projection.holder_of(customer);
    for (int level = 0; level < deepest_group; ++level) {
        const std::int64_t above = parent_of(head);
        if (above == 0 || above == head) break;
        head = above;
    }
    std::set<std::int64_t> family{head};
    std::vector<std::int64_t> work{head};
    for (std::size_t at = 0; at < work.size() && family.size() < largest_group; ++at) {
        std::vector<std::int64_t> next = same_as(work[at]);
        std::vector<std::int64_t> records = next.empty() ? std::vector{work[at]} : next;
        for (const std::int64_t record : records) {
            for (Rows rows = down.query(core::to_text(log.id_of(record))); rows.next();) {
                next.push_back(rows.integer(0));
            }
        }
        for (const std::int64_t one : next) {
            if (family.insert(one).second) work.push_back(one);
        }
    }
    if (family.size() == 1) return {};
    return {family.begin(), family.end()};
}

} // namespace huikuan::store
