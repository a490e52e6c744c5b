#include "session/import_run.h"

#include <algorithm>

#include "core/sorting.h"
#include "sync/hash.h"

namespace huikuan::session {

namespace {

using core::ErrorCode;
using core::ImportedInvoice;
using core::ImportField;

constexpr std::size_t refused_with_words = 10'000;
constexpr core::Date end_of_time{84'005}; // 2199-12-31, the last date of a book

template <class To>
To id_of_name(const std::string& name) {
    return core::id_cast<To>(core::named_id(sync::sha256(name)));
}

// What makes two lines of one number the same line.
std::uint64_t content_of(const ImportedInvoice& row) {
    const core::Hash hash = sync::sha256(
        std::to_string(row.amount.minor) + std::string(row.amount.currency.view()) +
        core::to_text(row.issued) + (row.due ? core::to_text(*row.due) : "-") +
        (row.settled ? core::to_text(*row.settled) : "-") + std::to_string(row.settled_minor));
    std::uint64_t first = 0;
    for (std::size_t i = 0; i < sizeof first; ++i) { first = first << 8 | hash[i]; }
    return first;
}

// "amount: 5,594.00 USD | 5,500.00 USD" (file | book); empty where the book says the same.
std::string difference(const ImportedInvoice& row, const core::InvoiceRow& known,
                       core::CustomerId customer) {
    const auto both = [](std::string_view what, const std::string& file, const std::string& book) {
        return std::string(what) + ": " + file + " | " + book;
    };
    const auto money = [](core::Money amount) {
        return core::to_text(amount) + " " + std::string(amount.currency.view());
    };
    if (known.amount != row.amount) {
        return both("amount", money(row.amount), money(known.amount));
    }
    if (known.issued != row.issued) {
        return both("issued", core::to_text(row.issued), core::to_text(known.issued));
    }
    if (row.due && (known.lines.size() != 1 || known.lines.front().due != *row.due)) {
        return both("due", core::to_text(*row.due), core::to_text(known.due));
    }
    if (known.customer != customer) {
        return both("customer", row.customer_code.empty() ? row.customer_name : row.customer_code,
                    known.customer_name);
    }
    return {};
}

// Below these are refusals of one row; from read_only on nothing can be written any more.
bool ends_all(ErrorCode code) { return code >= ErrorCode::read_only; }

} // namespace

ImportRun::ImportRun(Session& session, core::ImportReading reading, bool dry_run)
    : session_(session), reading_(std::move(reading)) {
    result_.dry_run = dry_run;
    invoices_in_book_ = session.counts().invoices > 0;
    load_customers();
}

void ImportRun::load_customers() {
    constexpr std::size_t portion = 1000;
    const core::Date today = session_.today();
    core::ListQuery query;
    query.as_of = today;
    const std::vector<core::RowKey> keys = session_.customer_keys(query);
    for (std::size_t from = 0; from < keys.size(); from += portion) {
        const auto some = std::span(keys).subspan(from, std::min(portion, keys.size() - from));
        for (const core::CustomerRow& row : session_.customers(some, today)) {
            by_id_.insert(row.id);
            by_name_[row.name].push_back(row.id);
            if (!row.code.empty()) { by_code_.emplace(row.code, row.id); }
        }
    }
}

core::Result<ImportRun::Customer*> ImportRun::customer_of(const ImportedInvoice& row) {
    std::string name = import_name_of_customer(row);
    if (const auto known = customers_.find(name); known != customers_.end()) {
        return &known->second;
    }
    Customer customer{id_of_name<core::CustomerId>(name), false, {}};
    if (const auto found = by_code_.find(row.customer_code); found != by_code_.end()) {
        customer = {found->second, true, {}};
    } else if (by_id_.contains(customer.id)) {
        customer.in_book = true; // imported before; somebody has given it another code since
    } else if (const auto same = by_name_.find(row.customer_name);
               row.customer_code.empty() && same != by_name_.end()) {
        if (same->second.size() > 1) {
            return core::fail(ErrorCode::ambiguous,
                              std::string(name_of(ImportField::customer_name)), row.customer_name);
        }
        customer = {same->second.front(), true, {}};
    } else {
        if (!row.customer_code.empty()) { customer.fields.emplace_back("code", row.customer_code); }
        customer.fields.emplace_back("name", row.customer_name.empty() ? row.customer_code
                                                                       : row.customer_name);
        if (!row.region.empty()) { customer.fields.emplace_back("region", row.region); }
    }
    return &customers_.emplace(std::move(name), std::move(customer)).first->second;
}

void ImportRun::refuse(std::int64_t line, std::vector<core::Error> errors) {
    ++result_.refused;
    const auto field = core::parse_import_field(errors.front().field);
    lines_.push_back({line, errors.front().code,
                      static_cast<std::uint8_t>(field ? static_cast<std::size_t>(*field)
                                                      : core::import_field_count)});
    if (refused_.size() < refused_with_words) { refused_.push_back({line, std::move(errors)}); }
}

void ImportRun::refuse(std::int64_t line, ErrorCode code, ImportField field, std::string detail) {
    refuse(line, {{code, std::string(name_of(field)), std::move(detail), line}});
}

void ImportRun::take(std::int64_t line, std::span<const std::string_view> cells) {
    last_taken_ = line;
    if (shape_of(cells, reading_) != core::RowShape::data) {
        ++result_.ignored;
        return;
    }
    ++result_.read;
    const auto row = read_import_row(cells, line, reading_);
    if (!row) {
        refuse(line, row.error());
        return;
    }
    plan(line, *row);
}

// True where the file had this number before: the second line is skipped or refused here.
bool ImportRun::seen_before(std::int64_t line, core::InvoiceId id, const ImportedInvoice& row) {
    const Seen now{line, content_of(row)};
    const auto [first, fresh] = seen_.emplace(id, now);
    if (fresh) { return false; }
    if (first->second.content == now.content) {
        ++result_.skipped;
    } else {
        refuse(line,
               {{ErrorCode::duplicate_number, "line", std::to_string(first->second.line), line}});
    }
    return true;
}

void ImportRun::plan(std::int64_t line, const ImportedInvoice& row) {
    const auto id = id_of_name<core::InvoiceId>(import_name_of_invoice(row));
    if (seen_before(line, id, row)) { return; }
    const auto customer = customer_of(row);
    if (!customer) {
        core::Error error = customer.error();
        error.line = line;
        refuse(line, {std::move(error)});
        return;
    }
    Pending next{line, *customer, std::nullopt, std::nullopt};
    if (invoices_in_book_) {
        if (const auto known = session_.invoice(id, end_of_time)) {
            plan_known(std::move(next), *known, row);
            return;
        }
    }
    core::InvoiceIssued invoice;
    invoice.id = id;
    invoice.customer = (*customer)->id;
    invoice.number = row.number;
    invoice.amount = row.amount;
    invoice.issued = row.issued;
    invoice.customer_name = row.customer_name.empty() ? row.customer_code : row.customer_name;
    invoice.note = row.note;
    next.issue = core::IssueInvoice{std::move(invoice), row.due};
    if (row.settled) { plan_receipt(next, id, row); }
    pending_.push_back(std::move(next));
}

void ImportRun::plan_known(Pending next, const core::InvoiceRow& known,
                           const ImportedInvoice& row) {
    std::string other = difference(row, known, next.customer->id);
    if (!other.empty()) {
        refuse(next.line, ErrorCode::duplicate_id, ImportField::number, std::move(other));
        return;
    }
    if (!row.settled || known.status == core::DocumentStatus::voided) {
        ++result_.skipped;
        return;
    }
    plan_receipt(next, known.id, row);
    if (session_.receipt(next.receipt->receipt.id, end_of_time)) {
        ++result_.skipped;
        return;
    }
    // A sheet tells one settlement per invoice. Whether another one in the book is part of it, only
    // a person can say; money must not be counted twice.
    if (known.open != known.amount.minor) {
        refuse(next.line, ErrorCode::exceeds_open, ImportField::settled_amount,
               core::to_text(core::Money{known.open, known.amount.currency}));
        return;
    }
    pending_.push_back(std::move(next));
}

void ImportRun::plan_receipt(Pending& next, core::InvoiceId invoice, const ImportedInvoice& row) {
    core::RecordReceipt record;
    record.receipt.id = id_of_name<core::ReceiptId>(
        import_name_of_receipt(core::to_text(invoice), *row.settled, row.settled_minor));
    record.receipt.customer = next.customer->id;
    record.receipt.amount = {row.settled_minor, row.amount.currency};
    record.receipt.date = *row.settled;
    record.receipt.method = "other";
    record.receipt.reference = row.number;
    record.plan.rule = core::AllocationRule::manual;
    record.plan.parts = {{invoice, std::min(row.settled_minor, row.amount.minor)}};
    next.receipt = std::move(record);
}

void ImportRun::count(const Pending& row) {
    result_.created += row.issue ? 1 : 0;
    result_.updated += row.issue ? 0 : 1;
    result_.receipts_created += row.receipt ? 1 : 0;
    if (!row.customer->in_book) {
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
        if (!row.customer->in_book && introduced.insert(row.customer).second) {
            commands.emplace_back(
                core::SetFields{{core::RegisterKind::customer, core::entity_of(row.customer->id),
                                 row.customer->fields}});
        }
        if (row.issue) { commands.emplace_back(*row.issue); }
        if (row.receipt) { commands.emplace_back(*row.receipt); }
    }
    const auto done = session_.run_batch(commands);
    if (done) {
        std::ranges::for_each(rows, [this](const Pending& row) { count(row); });
        return {};
    }
    if (ends_all(done.error().code)) { return std::unexpected(done.error()); }
    if (rows.size() == 1) {
        core::Error error = done.error();
        error.line = rows.front().line;
        refuse(rows.front().line, {std::move(error)});
        return {};
    }
    const std::size_t half = rows.size() / 2;
    if (const auto first = run(rows.first(half)); !first) { return first; }
    return run(rows.subspan(half));
}

// What the book would answer, where it can know already.
void ImportRun::rehearse(Pending& row) {
    const bool customer_exists = row.customer->fields.empty(); // not only in this rehearsal
    if (customer_exists && invoices_in_book_ && row.issue) {
        if (const auto would = session_.preview(*row.issue); !would) {
            core::Error error = would.error();
            error.line = row.line;
            refuse(row.line, {std::move(error)});
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
