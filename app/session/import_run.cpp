#include "session/import_run.h"

#include <algorithm>

#include "core/sorting.h"
#include "session/import_names.h"
#include "session/inside.h"

namespace huikuan::session {

namespace {

using core::ErrorCode;
using core::ImportField;

constexpr std::size_t refused_with_words = 10'000;

// Below these are refusals of one row; from read_only on nothing can be written any more.
bool ends_all(ErrorCode code) { return code >= ErrorCode::read_only; }

} // namespace

ImportRun::ImportRun(Session& session, core::ImportReading reading, ImportWish wish)
    : session_(session), reading_(std::move(reading)), wish_(std::move(wish)) {
    result_.dry_run = wish_.dry_run;
    result_.take_out = wish_.take_out;
    invoices_in_book_ = session.counts().invoices > 0;
    receipts_in_book_ = session.counts().receipts > 0;
    load_customers();
}

// Those that were archived too, and of those that were merged who holds them; others come first.
void ImportRun::load_customers() {
    constexpr std::size_t portion = 1000;
    const core::Date today = session_.today();
    for (const bool archived : {false, true}) {
        core::ListQuery query;
        query.as_of = today;
        query.with_void = archived;
        const std::vector<core::RowKey> keys = session_.customer_keys(query);
        for (std::size_t from = 0; from < keys.size(); from += portion) {
            const auto some = std::span(keys).subspan(from, std::min(portion, keys.size() - from));
            for (const core::CustomerRow& row : session_.customers(some, today)) {
                if (!by_id_.insert(row.id).second) { continue; }
                const bool alone = row.holder == row.id && !row.archived;
                if (!row.code.empty()) { by_code_.emplace(row.code, row.holder); }
                if (!row.tax_no.empty()) { by_tax_no_.emplace(row.tax_no, row.holder); }
                auto& named = by_name_[row.name];
                if (alone || named.empty()) { named.push_back(row.holder); }
            }
        }
    }
}

// Whom a contact, a receipt or a contact that was made belongs to: one that the book has.
core::Result<core::CustomerId> ImportRun::known_customer(std::string_view code,
                                                         std::string_view name) const {
    if (const auto found = by_code_.find(std::string(code)); found != by_code_.end()) {
        return found->second;
    }
    const auto imported = id_of_name<core::CustomerId>(core::import_name_of_customer(code, name));
    if (by_id_.contains(imported)) { return imported; } // somebody gave it another code since
    const auto field = code.empty() ? ImportField::customer_name : ImportField::customer_code;
    if (code.empty()) {
        const auto same = by_name_.find(std::string(name));
        if (same != by_name_.end() && same->second.size() == 1) { return same->second.front(); }
        if (same != by_name_.end()) {
            return core::fail(ErrorCode::ambiguous, std::string(name_of(field)), std::string(name));
        }
    }
    return core::fail(ErrorCode::unknown_customer, std::string(name_of(field)),
                      std::string(code.empty() ? name : code));
}

void ImportRun::refuse(std::int64_t line, std::vector<core::Error> errors) {
    ++result_.refused;
    const auto field = core::parse_import_field(errors.front().field);
    lines_.push_back({line, errors.front().code,
                      static_cast<std::uint8_t>(field ? static_cast<std::size_t>(*field)
                                                      : core::import_field_count)});
    if (refused_.size() < refused_with_words) { refused_.push_back({line, std::move(errors)}); }
}

void ImportRun::refuse(const std::vector<std::int64_t>& lines, core::Error error) {
    for (const std::int64_t line : lines) {
        error.line = line;
        refuse(line, std::vector{error});
    }
}

void ImportRun::refuse(const std::vector<std::int64_t>& lines, ErrorCode code, ImportField field,
                       std::string detail) {
    refuse(lines, {code, std::string(name_of(field)), std::move(detail), 0});
}

void ImportRun::skip(const std::vector<std::int64_t>& lines) {
    ++result_.skipped;
    result_.joined += static_cast<std::int64_t>(lines.size()) - 1;
}

void ImportRun::take(std::int64_t line, std::span<const std::string_view> cells) {
    last_taken_ = line;
    if (shape_of(cells, reading_) != core::RowShape::data) {
        ++result_.ignored;
        return;
    }
    ++result_.read;
    if (reading_.mapping.kind == core::ImportKind::invoices) {
        take_invoice(line, cells);
    } else {
        take_record(line, cells);
    }
}

bool ImportRun::release(std::size_t most) {
    if (order_.empty() && !groups_.empty()) { order_ = parents_first(); }
    for (; released_ < order_.size() && pending_.size() < most; ++released_) {
        Group& group = groups_[order_[released_]];
        if (group.wrong_line != 0) { // the wrong line itself was refused as it was read
            refuse(group.lines,
                   {ErrorCode::malformed, "other_line", std::to_string(group.wrong_line), 0});
        } else if (reading_.mapping.kind == core::ImportKind::invoices) {
            if (tell_open(group)) { plan_invoice(group); }
        } else {
            plan_record(group);
        }
    }
    return released_ < order_.size();
}

core::Command ImportRun::reversal_of(core::EntityId fact) const {
    return core::Reverse{
        id_of_name<core::EntityId>(core::import_name_of_take_out(core::to_text(fact))), fact,
        std::nullopt, wish_.reason};
}

void ImportRun::count(const Pending& row) {
    result_.joined += static_cast<std::int64_t>(row.lines.size()) - 1;
    switch (row.counts) {
    case Counts::created:
        ++result_.created;
        result_.credits_created += row.credit ? 1 : 0;
        break;
    case Counts::updated: ++result_.updated; break;
    case Counts::taken_out: ++result_.taken_out; break;
    }
    result_.receipts_created += row.receipts;
    if (row.before && !wish_.dry_run) { filled_.push_back(*row.before); }
    if (row.customer != nullptr && !row.customer->in_book) {
        row.customer->in_book = true;
        ++result_.customers_created;
    }
}

// All rows in one transaction; where the book refuses one of them, each half by itself.
core::Result<void> ImportRun::run(std::span<Pending> rows) {
    std::vector<core::Command> commands;
    commands.reserve(2 * rows.size() + 8);
    std::unordered_set<const Customer*> introduced;
    for (const Pending& row : rows) {
        const Customer* customer = row.customer;
        if (customer != nullptr && !customer->in_book && introduced.insert(customer).second) {
            commands.emplace_back(core::SetFields{
                {core::RegisterKind::customer, core::entity_of(customer->id), customer->fields}});
        }
        std::ranges::copy(row.commands, std::back_inserter(commands));
    }
    const auto done = session_.run_batch(commands);
    if (done) {
        std::ranges::for_each(rows, [this](const Pending& row) { count(row); });
        return {};
    }
    if (ends_all(done.error().code)) { return std::unexpected(done.error()); }
    if (rows.size() == 1) {
        refuse(rows.front().lines, done.error());
        return {};
    }
    const std::size_t half = rows.size() / 2;
    if (const auto first = run(rows.first(half)); !first) { return first; }
    return run(rows.subspan(half));
}

// What the book would answer, where it can know already.
void ImportRun::rehearse(Pending& row) {
    const bool customer_exists = row.customer == nullptr || row.customer->fields.empty();
    if (customer_exists && row.answerable && !row.commands.empty()) {
        if (const auto would = session_.preview(row.commands.front()); !would) {
            refuse(row.lines, would.error());
            return;
        }
    }
    count(row);
}

void ImportRun::sort_refused() {
    core::sort(refused_, {}, &RefusedRow::line);
    core::sort(lines_, {}, &RefusedLine::line);
}

core::Result<void> ImportRun::flush() {
    if (result_.dry_run) {
        std::ranges::for_each(pending_, [this](Pending& row) { rehearse(row); });
    } else if (!pending_.empty()) {
        if (const auto ran = run(pending_); !ran) { return ran; }
    }
    pending_.clear();
    result_.last_line = last_taken_;
    return {};
}

} // namespace huikuan::session
