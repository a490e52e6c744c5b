// Invoices of a sheet: one row each, or several lines of one number.
#include <algorithm>
#include <cstdlib>

#include "session/import_names.h"
#include "session/import_run.h"
#include "session/inside.h"

namespace huikuan::session {

namespace {

using core::ErrorCode;
using core::ImportedInvoice;
using core::ImportField;

// What makes two lines of one number the same line.
std::uint64_t content_of(const ImportedInvoice& row) {
    const core::Hash hash = sync::sha256(
        std::to_string(row.amount.minor) + std::string(row.amount.currency.view()) +
        core::to_text(row.issued) + (row.due ? core::to_text(*row.due) : "-") +
        (row.settled ? core::to_text(*row.settled) : "-") + std::to_string(row.settled_minor) +
        (row.credit ? "-" : "+") + std::to_string(row.paid_minor));
    std::uint64_t first = 0;
    for (std::size_t i = 0; i < sizeof first; ++i) { first = first << 8 | hash[i]; }
    return first;
}

// "amount: 5,594.00 USD | 5,500.00 USD" (file | book); empty where the book says the same.
std::string difference(const ImportedInvoice& row,
                       const std::map<std::optional<core::Date>, std::int64_t>& parts,
                       const core::InvoiceRow& known, core::CustomerId customer) {
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
    const bool same_parts = known.lines.size() == parts.size() &&
                            std::ranges::all_of(known.lines, [&](const core::ScheduleLine& line) {
                                const auto part = parts.find(line.due);
                                return part != parts.end() && part->second == line.minor;
                            });
    const auto first = parts.begin()->first;
    if (first && !same_parts) { // else the terms said it
        return both("due", core::to_text(*first), core::to_text(known.due));
    }
    if (known.customer != customer) {
        return both("customer", row.customer_code.empty() ? row.customer_name : row.customer_code,
                    known.customer_name);
    }
    return {};
}

// What is open of a whole by its lines: each says its own part, or every one of them, or the first
// alone, says the whole's. nullopt: nobody can say.
std::optional<std::int64_t>
open_of_lines(std::span<const std::pair<std::int64_t, std::optional<std::int64_t>>> lines) {
    const auto [amount, whole] = lines.front();
    const auto told =
        std::ranges::count_if(lines, [](const auto& line) { return line.second.has_value(); });
    if (whole && told == 1) { return whole; }
    if (!whole || told != std::ssize(lines)) { return std::nullopt; }
    const auto all = [&](auto test) { return std::ranges::all_of(lines, test); };
    const bool same = all([&](const auto& line) { return line.second == whole; });
    const bool own = all([](const auto& line) { return line.second == line.first; });
    if (same && !own && *whole != 0) {
        const bool alike = all([&](const auto& line) { return line.first == amount; });
        return alike && *whole < amount ? std::nullopt : whole;
    }
    std::int64_t sum = 0;
    for (const auto& [part, open] : lines) {
        const bool fits = part < 0 ? *open <= 0 && *open >= part : *open >= 0 && *open <= part;
        if (!fits) { return std::nullopt; }
        sum += *open;
    }
    return sum;
}

} // namespace

core::Result<ImportRun::Customer*> ImportRun::customer_of(const ImportedInvoice& row) {
    std::string name = import_name_of_customer(row);
    if (const auto known = customers_.find(name); known != customers_.end()) {
        return &known->second;
    }
    const auto found = known_customer(row.customer_code, row.customer_name);
    if (!found && found.error().code == ErrorCode::ambiguous) {
        return std::unexpected(found.error());
    }
    Customer customer{found.value_or(id_of_name<core::CustomerId>(name)), found.has_value(), {}};
    if (!found) {
        if (!row.customer_code.empty()) { customer.fields.emplace_back("code", row.customer_code); }
        customer.fields.emplace_back("name", row.customer_name.empty() ? row.customer_code
                                                                       : row.customer_name);
        if (!row.region.empty()) { customer.fields.emplace_back("region", row.region); }
    }
    return &customers_.emplace(std::move(name), std::move(customer)).first->second;
}

ImportRun::Standing ImportRun::standing_of(const std::string& name, const Ended& ended) const {
    for (int times = 0;; ++times) {
        const auto id = id_of_name<core::EntityId>(core::import_name_again(name, times));
        const std::optional<bool> over = ended(id);
        if (!over) { return {id, false, false}; }
        if (!*over) { return {id, true, false}; }
        const auto out = id_of_name<core::EntityId>(core::import_name_of_take_out(to_text(id)));
        if (!session_.inside().store->has_entity(out)) { return {id, true, true}; }
    }
}

ImportRun::Standing ImportRun::standing_of_invoice(const std::string& name,
                                                   std::optional<core::InvoiceRow>& row) const {
    return standing_of(name, [&](core::EntityId id) -> std::optional<bool> {
        if (!invoices_in_book_) { return std::nullopt; }
        row = session_.invoice(core::id_cast<core::InvoiceId>(id), end_of_books);
        if (!row) { return std::nullopt; }
        return row->status == core::DocumentStatus::voided;
    });
}

ImportRun::Standing ImportRun::standing_of_receipt(const std::string& name,
                                                   std::optional<core::ReceiptRow>& row) const {
    return standing_of(name, [&](core::EntityId id) -> std::optional<bool> {
        if (!receipts_in_book_) { return std::nullopt; }
        row = session_.receipt(core::id_cast<core::ReceiptId>(id), end_of_books);
        if (!row) { return std::nullopt; }
        return row->status == core::DocumentStatus::voided;
    });
}

void ImportRun::take_invoice(std::int64_t line, std::span<const std::string_view> cells) {
    if (reading_.mapping[ImportField::line_amount] >= 0) {
        take_line(line, cells);
        return;
    }
    const auto row = read_import_row(cells, line, reading_);
    if (!row) {
        refuse(line, row.error());
        return;
    }
    if (row->left_out) {
        ++result_.left_out;
        return;
    }
    const auto id = id_of_name<core::EntityId>(row->credit ? import_name_of_credit(*row)
                                                           : import_name_of_invoice(*row));
    if (seen_before(line, id, *row)) { return; }
    Group group;
    group.lines = {line};
    group.parts[row->due] = row->amount.minor;
    group.invoice = *row;
    plan_invoice(group);
}

// A line joins the invoice of its number, wherever in the file that began; one without a number
// goes on with the invoice above it. A line that is wrong makes the sum wrong, so its invoice
// falls.
void ImportRun::take_line(std::int64_t line, std::span<const std::string_view> cells) {
    const ImportedInvoice named = import_identity(cells, reading_);
    if (!named.goes_on) { last_group_ = import_name_of_invoice(named); }
    if (last_group_.empty()) { // nothing is above it
        refuse({line}, ErrorCode::required, ImportField::number, {});
        return;
    }
    const auto [place, fresh] = group_of_.emplace(last_group_, groups_.size());
    if (fresh) { groups_.emplace_back(); }
    Group& group = groups_[place->second];
    const auto fall = [&](std::vector<core::Error> why) {
        refuse(line, std::move(why));
        group.wrong_line = line;
    };
    const auto row = read_import_row(cells, line, reading_);
    if (!row) {
        fall(row.error());
        return;
    }
    ImportedInvoice& whole = group.invoice;
    if (group.lines.empty()) {
        whole = *row;
        whole.amount.minor = 0;
    }
    if (!row->goes_on && (row->issued != whole.issued || row->settled != whole.settled)) {
        fall({{ErrorCode::duplicate_number, "line", std::to_string(group.lines.front()), line}});
        return;
    }
    const auto field = std::string(name_of(ImportField::line_amount));
    if (row->amount.currency != whole.amount.currency) {
        fall({{ErrorCode::currency_mismatch, "line_currency",
               std::string(row->amount.currency.view()), line}});
        return;
    }
    group.lines.push_back(line);
    group.opens.emplace_back(row->amount.minor, row->line_open);
    whole.amount.minor += row->amount.minor;
    group.parts[row->goes_on && !row->due ? whole.due : row->due] += row->amount.minor;
    if (std::abs(whole.amount.minor) > core::largest_amount_minor) {
        group.lines.pop_back();
        fall({{ErrorCode::out_of_range, field, core::to_text(whole.amount), line}});
        whole.amount.minor = 0;
    }
}

// True where the file had this number before: the second line is skipped or refused here.
bool ImportRun::seen_before(std::int64_t line, core::EntityId id, const ImportedInvoice& row) {
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

// What is open by the lines tells what was paid of the whole. False: it was refused.
bool ImportRun::tell_open(Group& group) {
    ImportedInvoice& row = group.invoice;
    const auto told =
        std::ranges::find_if(group.opens, [](const auto& line) { return line.second.has_value(); });
    if (told == group.opens.end() || row.amount.minor <= 0) { return true; }
    const auto open = open_of_lines(group.opens);
    const std::int64_t settled = !row.settled             ? 0
                                 : row.settled_minor == 0 ? row.amount.minor
                                                          : row.settled_minor;
    const std::int64_t paid = row.amount.minor - settled - open.value_or(0);
    if (!open || *open < 0 || paid < 0) {
        refuse(group.lines, ErrorCode::out_of_range, ImportField::open_amount,
               core::to_text(core::Money{*told->second, row.amount.currency}));
        return false;
    }
    row.paid_minor = paid;
    return true;
}

void ImportRun::plan_invoice(const Group& group) {
    const ImportedInvoice& row = group.invoice;
    if (row.credit && row.amount.minor == 0) { // used up already
        skip(group.lines);
        return;
    }
    if (row.amount.minor <= 0 || row.amount.minor > core::largest_amount_minor) {
        refuse(group.lines,
               row.amount.minor <= 0 ? ErrorCode::amount_not_positive : ErrorCode::out_of_range,
               ImportField::line_amount, core::to_text(row.amount));
        return;
    }
    const auto customer = customer_of(row);
    if (!customer) {
        refuse(group.lines, customer.error());
        return;
    }
    Pending next;
    next.lines = group.lines;
    next.customer = *customer;
    if (row.credit) {
        plan_credit(group, std::move(next));
        return;
    }
    std::optional<core::InvoiceRow> known;
    const Standing standing = standing_of_invoice(import_name_of_invoice(row), known);
    const auto id = core::id_cast<core::InvoiceId>(standing.id);
    if (standing.there) {
        plan_known(std::move(next), known.value(), group);
        return;
    }
    if (wish_.take_out) {
        skip(group.lines);
        return;
    }
    core::InvoiceIssued invoice;
    invoice.id = id;
    invoice.customer = (*customer)->id;
    invoice.number = row.number;
    if (row.opening) { invoice.type = core::DebitType::opening; }
    invoice.amount = row.amount;
    invoice.issued = row.issued;
    invoice.customer_name = row.customer_name.empty() ? row.customer_code : row.customer_name;
    invoice.note = row.note;
    if (group.parts.size() > 1) {
        for (const auto& [due, minor] : group.parts) {
            if (!due) { // some lines say when they are due, and others do not
                refuse(group.lines, ErrorCode::required, ImportField::due, {});
                return;
            }
            invoice.lines.push_back({*due, minor});
        }
    }
    const auto due = group.parts.size() == 1 ? group.parts.begin()->first : std::nullopt;
    next.commands.emplace_back(core::IssueInvoice{std::move(invoice), due});
    next.answerable = invoices_in_book_;
    if (row.settled) { plan_settlement(next, id, row); }
    if (row.paid_minor > 0) { plan_paid(next, id, row); }
    pending_.push_back(std::move(next));
}

void ImportRun::plan_known(Pending next, const core::InvoiceRow& known, const Group& group) {
    const ImportedInvoice& row = group.invoice;
    std::string other = difference(group.invoice, group.parts, known, next.customer->id);
    if (!other.empty() && wish_.take_out) {
        skip(group.lines); // what stands there is not of this file
        return;
    }
    if (!other.empty()) {
        refuse(group.lines, ErrorCode::duplicate_id, ImportField::number, std::move(other));
        return;
    }
    if (known.status == core::DocumentStatus::voided) {
        skip(group.lines);
        return;
    }
    if (wish_.take_out) {
        take_invoice_out(std::move(next), known, group);
        return;
    }
    if (!row.settled && row.paid_minor == 0) {
        skip(group.lines);
        return;
    }
    bool there = row.paid_minor > 0 && !row.settled &&
                 known.open <= known.amount.minor - row.paid_minor; // paid in the book meanwhile
    if (row.settled) {
        there = session_.receipt(plan_settlement(next, known.id, row), end_of_books).has_value();
    }
    if (row.paid_minor > 0) {
        const core::ReceiptId paid = plan_paid(next, known.id, row);
        there = there || session_.receipt(paid, end_of_books);
    }
    if (there) {
        skip(group.lines);
        return;
    }
    // A sheet tells one settlement per invoice. Whether another one in the book is part of it, only
    // a person can say; money must not be counted twice.
    if (known.open != known.amount.minor) {
        refuse(group.lines, ErrorCode::exceeds_open, ImportField::settled_amount,
               core::to_text(core::Money{known.open, known.amount.currency}));
        return;
    }
    next.counts = Counts::updated;
    next.answerable = false; // as ever, a settlement is rehearsed by its invoice
    pending_.push_back(std::move(next));
}

void ImportRun::take_invoice_out(Pending next, const core::InvoiceRow& known, const Group& group) {
    Pending paid;
    std::vector<core::ReceiptId> receipts;
    if (group.invoice.settled) {
        receipts.push_back(plan_settlement(paid, known.id, group.invoice));
    }
    if (group.invoice.paid_minor > 0) {
        receipts.push_back(plan_paid(paid, known.id, group.invoice));
    }
    for (const core::ReceiptId receipt : receipts) {
        const auto row = session_.receipt(receipt, end_of_books);
        if (row && row->status != core::DocumentStatus::voided) {
            next.commands.push_back(reversal_of(core::entity_of(receipt)));
        }
    }
    next.commands.push_back(reversal_of(core::entity_of(known.id)));
    next.counts = Counts::taken_out;
    pending_.push_back(std::move(next));
}

// A row below zero: money or a credit note that the customer has with us.
void ImportRun::plan_credit(const Group& group, Pending next) {
    const ImportedInvoice& row = group.invoice;
    std::optional<core::ReceiptRow> known;
    const Standing standing = standing_of_receipt(import_name_of_credit(row), known);
    if (standing.there || wish_.take_out) {
        if (wish_.take_out && standing.there && !standing.voided) {
            next.commands.push_back(reversal_of(standing.id));
            next.counts = Counts::taken_out;
            pending_.push_back(std::move(next));
        } else if (!wish_.take_out && known && known->amount != row.amount) {
            refuse(group.lines, ErrorCode::duplicate_id, ImportField::number,
                   "amount: " + core::to_text(row.amount) + " | " + core::to_text(known->amount));
        } else {
            skip(group.lines);
        }
        return;
    }
    core::RecordReceipt record;
    record.receipt.id = core::id_cast<core::ReceiptId>(standing.id);
    record.receipt.customer = next.customer->id;
    record.receipt.type =
        row.opening ? core::CreditType::opening_credit : core::CreditType::credit_note;
    if (!row.opening) { record.receipt.number = row.number; }
    record.receipt.amount = row.amount;
    record.receipt.date = row.issued;
    record.receipt.method = "other";
    record.receipt.reference = row.number;
    record.receipt.note = row.note;
    next.commands.emplace_back(std::move(record));
    next.credit = true;
    next.answerable = receipts_in_book_;
    pending_.push_back(std::move(next));
}

// What was paid before the sheet was made: an opening credit that is used for it.
core::ReceiptId ImportRun::plan_paid(Pending& next, core::InvoiceId invoice,
                                     const ImportedInvoice& row) {
    core::RecordReceipt record;
    record.receipt.id =
        id_of_name<core::ReceiptId>(core::import_name_of_paid(core::to_text(invoice)));
    record.receipt.customer = next.customer != nullptr ? next.customer->id : core::CustomerId{};
    record.receipt.type = core::CreditType::opening_credit;
    record.receipt.amount = {row.paid_minor, row.amount.currency};
    record.receipt.date = wish_.paid_on.value_or(session_.today());
    record.receipt.method = "other";
    record.receipt.reference = row.number;
    record.plan.rule = core::AllocationRule::manual;
    record.plan.parts = {{invoice, row.paid_minor}};
    const core::ReceiptId id = record.receipt.id;
    next.commands.emplace_back(std::move(record));
    ++next.receipts;
    return id;
}

core::ReceiptId ImportRun::plan_settlement(Pending& next, core::InvoiceId invoice,
                                           const ImportedInvoice& row) {
    const std::int64_t settled = row.settled_minor > 0 ? row.settled_minor : row.amount.minor;
    core::RecordReceipt record;
    record.receipt.id = id_of_name<core::ReceiptId>(
        import_name_of_receipt(core::to_text(invoice), *row.settled, settled));
    record.receipt.customer = next.customer != nullptr ? next.customer->id : core::CustomerId{};
    record.receipt.amount = {settled, row.amount.currency};
    record.receipt.date = *row.settled;
    record.receipt.method = "other";
    record.receipt.reference = row.number;
    record.plan.rule = core::AllocationRule::manual;
    record.plan.parts = {{invoice, std::min(settled, row.amount.minor)}};
    const core::ReceiptId id = record.receipt.id;
    next.commands.emplace_back(std::move(record));
    next.receipts = 1;
    return id;
}

} // namespace huikuan::session
