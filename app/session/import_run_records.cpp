// Customers, contacts, receipts and contacts that were made, of a sheet.
#include <algorithm>

#include "session/import_names.h"
#include "session/import_run.h"
#include "session/inside.h"

namespace huikuan::session {

namespace {

using core::ErrorCode;
using core::Fields;
using core::ImportedRecord;
using core::ImportField;
using core::ImportKind;

// What the row says of the fields of a register.
Fields said_fields(const ImportedRecord& row) {
    Fields fields;
    for (const core::ImportColumn& column : import_columns(row.kind)) {
        if (!column.keeps.empty() && !row[column.field].empty()) {
            fields.emplace_back(column.keeps, row[column.field]);
        }
    }
    return fields;
}

ImportField field_kept(ImportKind kind, std::string_view keeps) {
    const auto columns = import_columns(kind);
    const auto found = std::ranges::find(columns, keeps, &core::ImportColumn::keeps);
    return found == columns.end() ? ImportField::parent : found->field;
}

std::string kept_value(const Fields& fields, std::string_view name) {
    const auto found = std::ranges::find(fields, name, &Fields::value_type::first);
    return found == fields.end() ? std::string{} : found->second;
}

const std::string& reference_of(const ImportedRecord& row) {
    const std::string& reference = row[ImportField::reference];
    return reference.empty() ? row[ImportField::receipt_number] : reference;
}

std::uint64_t content_of_record(const ImportedRecord& row) {
    std::string all;
    for (const std::string& text : row.text) { all += text + '\x1f'; }
    return std::hash<std::string>{}(all);
}

} // namespace

void ImportRun::take_record(std::int64_t line, std::span<const std::string_view> cells) {
    auto row = read_import_record(cells, line, reading_);
    if (!row) {
        refuse(line, row.error());
        return;
    }
    if (row->kind == ImportKind::receipts && !(*row)[ImportField::receipt_number].empty()) {
        join_receipt(line, *std::move(row));
        return;
    }
    Group group;
    group.lines = {line};
    for (const std::string& number : core::listed_numbers((*row)[ImportField::invoices])) {
        group.pays.emplace_back(number, row->minor_of(ImportField::applied));
    }
    group.kept = std::make_unique<ImportedRecord>(*std::move(row));
    if (group.record().kind == ImportKind::customers) { // one may ask for another further down
        groups_.push_back(std::move(group));
    } else {
        plan_record(group);
    }
}

// A program that prints one row per invoice which a receipt pays repeats the receipt in each.
void ImportRun::join_receipt(std::int64_t line, ImportedRecord row) {
    const std::string& whose = row[ImportField::customer_code].empty()
                                   ? row[ImportField::customer_name]
                                   : row[ImportField::customer_code];
    const std::string name = whose + '\x1f' + row[ImportField::receipt_number];
    const auto [place, fresh] = group_of_.emplace(name, groups_.size());
    if (fresh) { groups_.emplace_back().kept = std::make_unique<ImportedRecord>(row); }
    Group& group = groups_[place->second];
    const ImportedRecord& first = group.record();
    const bool same = first.minor_of(ImportField::amount) == row.minor_of(ImportField::amount) &&
                      first.currency == row.currency &&
                      first[ImportField::date] == row[ImportField::date];
    if (!same) {
        refuse(line, {{ErrorCode::duplicate_number, "receipt_line",
                       std::to_string(group.lines.front()), line}});
        return;
    }
    group.lines.push_back(line);
    for (const std::string& number : core::listed_numbers(row[ImportField::invoices])) {
        const std::pair pays(number, row.minor_of(ImportField::applied));
        if (!std::ranges::contains(group.pays, pays)) { group.pays.push_back(pays); }
    }
}

void ImportRun::plan_record(const Group& group) {
    const ImportedRecord& row = group.record();
    if (row.kind == ImportKind::customers) {
        plan_customer(group);
        return;
    }
    auto customer =
        known_customer(row[ImportField::customer_code], row[ImportField::customer_name]);
    if (!customer && !row[ImportField::customer_code].empty()) {
        if (const auto uncoded = uncoded_customer(row[ImportField::customer_name])) {
            customer = *uncoded;
        }
    }
    if (!customer) {
        refuse(group.lines, customer.error());
        return;
    }
    switch (row.kind) {
    case ImportKind::contacts: plan_contact(group, *customer); break;
    case ImportKind::receipts: plan_receipt(group, *customer); break;
    case ImportKind::contact_log: plan_contact_log(group, *customer); break;
    case ImportKind::customers:
    case ImportKind::invoices: break;
    }
}

// Of a row whose code the book does not have: one of this name who has no code yet may be he; two
// with two codes are two.
std::optional<core::CustomerId> ImportRun::uncoded_customer(const std::string& name) const {
    const auto named = by_name_.find(name);
    if (name.empty() || named == by_name_.end() || named->second.size() != 1) {
        return std::nullopt;
    }
    const core::CustomerId id = named->second.front();
    const auto book = session_.fields(core::RegisterKind::customer, core::entity_of(id));
    return kept_value(book, "code").empty() ? std::optional(id) : std::nullopt;
}

// --- customers

// The head of a group, by code or name, of the book or of this file; empty where there is none.
std::string ImportRun::parent_of(const ImportedRecord& row) const {
    const std::string& said = row[ImportField::parent];
    if (const auto coded = known_customer(said, {})) { return core::to_text(*coded); }
    if (const auto named = known_customer({}, said)) { return core::to_text(*named); }
    const auto here = named_here_.find(said);
    return here == named_here_.end() ? std::string{} : core::to_text(here->second);
}

// In the order of the file, but a group's head before its members.
std::vector<std::size_t> ImportRun::parents_first() const {
    std::unordered_map<std::string, std::size_t> by_name;
    const bool heads = reading_.mapping.kind == ImportKind::customers;
    for (std::size_t i = 0; heads && i < groups_.size(); ++i) {
        const ImportedRecord& row = groups_[i].record();
        for (const auto field : {ImportField::customer_code, ImportField::customer_name}) {
            if (!row[field].empty()) { by_name.emplace(row[field], i); }
        }
    }
    std::vector<std::size_t> order;
    std::vector<bool> placed(groups_.size());
    for (std::size_t i = 0; i < groups_.size(); ++i) {
        std::vector<std::size_t> line_up; // the row, its head, the head of that one ...
        for (std::size_t at = i; !placed[at];) {
            placed[at] = true;
            line_up.push_back(at);
            if (!heads) { break; }
            const auto head = by_name.find(groups_[at].record()[ImportField::parent]);
            if (head == by_name.end()) { break; }
            at = head->second;
        }
        order.insert(order.end(), line_up.rbegin(), line_up.rend());
    }
    return order;
}

void ImportRun::plan_customer(const Group& group) {
    const ImportedRecord& row = group.record();
    const std::string& code = row[ImportField::customer_code];
    const std::string& name = row[ImportField::customer_name];
    const std::string& tax_no = row[ImportField::tax_no];
    auto known = known_customer(code, name);
    if (!known && known.error().code == ErrorCode::ambiguous) {
        refuse(group.lines, known.error());
        return;
    }
    const auto taxed = by_tax_no_.find(tax_no);
    if (!known && !tax_no.empty() && taxed != by_tax_no_.end()) { known = taxed->second; }
    if (!known) {
        if (const auto uncoded = uncoded_customer(name)) { known = *uncoded; }
    }
    const bool there = known.has_value();
    const auto id =
        there ? *known : id_of_name<core::CustomerId>(core::import_name_of_customer(code, name));
    if (!seen_.emplace(core::entity_of(id), Seen{group.lines.front(), 0}).second) {
        const std::int64_t line = seen_[core::entity_of(id)].line;
        refuse(group.lines,
               {ErrorCode::duplicate_number, "customer_line", std::to_string(line), 0});
        return;
    }
    if (wish_.take_out) {
        archive(group, core::RegisterKind::customer, core::entity_of(id), there);
        return;
    }
    Fields said = said_fields(row);
    if (name.empty() && !there) { said.emplace_back("name", code); }
    if (!row[ImportField::parent].empty()) {
        const std::string parent = parent_of(row);
        if (parent.empty()) {
            refuse(group.lines, ErrorCode::unknown_customer, ImportField::parent,
                   row[ImportField::parent]);
            return;
        }
        said.emplace_back("parent", parent);
    }
    plan_fields(group, core::RegisterKind::customer, core::entity_of(id), there, std::move(said));
    if (!there) { // further rows may name it
        by_id_.insert(id);
        if (!code.empty()) { by_code_.emplace(code, id); }
        named_here_.emplace(name, id);
    }
}

// True where a row before it was about the same: this one is skipped or refused.
bool ImportRun::repeats(const Group& group, core::EntityId entity, std::string_view what) {
    const Seen now{group.lines.front(), content_of_record(group.record())};
    const auto [first, fresh] = seen_.emplace(entity, now);
    if (fresh) { return false; }
    if (first->second.content == now.content) {
        skip(group.lines);
    } else {
        refuse(group.lines, {ErrorCode::duplicate_number, std::string(what),
                             std::to_string(first->second.line), 0});
    }
    return true;
}

// A new entity, or what may be filled in of one that is there. What the book says is never written
// over: who is right, a person says.
void ImportRun::plan_fields(const Group& group, core::RegisterKind kind, core::EntityId entity,
                            bool there, Fields said) {
    Pending next;
    next.lines = group.lines;
    const auto parent = std::ranges::find(said, "parent", &Fields::value_type::first);
    next.answerable = parent == said.end(); // who may be of this file
    Fields fresh;
    if (there) {
        const Fields book = session_.fields(kind, entity);
        std::vector<core::Error> other;
        for (auto& [name, value] : said) {
            const std::string kept = kept_value(book, name);
            if (kept == value) { continue; }
            if (kept.empty()) {
                fresh.emplace_back(std::move(name), std::move(value));
            } else {
                const auto field = field_kept(group.record().kind, name);
                other.push_back({ErrorCode::duplicate_id, std::string(name_of(field)),
                                 value + " | " + kept, group.lines.front()});
            }
        }
        if (!other.empty()) {
            refuse(group.lines.front(), std::move(other));
            return;
        }
        if (kept_value(book, "archived") == "1") { fresh.emplace_back("archived", "0"); }
        if (fresh.empty() || !wish_.fill) {
            result_.fillable += fresh.empty() ? 0 : 1;
            skip(group.lines);
            return;
        }
        next.counts = Counts::updated;
        next.before = core::FieldsSet{kind, entity, {}};
        for (const auto& [name, value] : fresh) {
            next.before->fields.emplace_back(name, kept_value(book, name));
        }
    } else {
        fresh = std::move(said);
    }
    next.commands.emplace_back(core::SetFields{{kind, entity, std::move(fresh)}});
    pending_.push_back(std::move(next));
}

// What was made by an import and has nothing else on it is put away; a register is not reversed.
void ImportRun::archive(const Group& group, core::RegisterKind kind, core::EntityId entity,
                        bool there) {
    const ImportedRecord& row = group.record();
    Fields said = said_fields(row);
    const Fields book = there ? session_.fields(kind, entity) : Fields{};
    bool same = there && kept_value(book, "archived") != "1" &&
                std::ranges::all_of(said, [&](const auto& field) {
                    return kept_value(book, field.first) == field.second;
                });
    if (same && kind == core::RegisterKind::customer) {
        const auto id = id_of_name<core::EntityId>(core::import_name_of_customer(
            row[ImportField::customer_code], row[ImportField::customer_name]));
        core::ListQuery documents;
        documents.customer = core::id_cast<core::CustomerId>(entity);
        documents.as_of = end_of_books;
        same = entity == id && session_.invoice_keys(documents).empty() &&
               session_.receipt_keys(documents).empty();
    }
    if (!same) {
        skip(group.lines);
        return;
    }
    Pending next;
    next.lines = group.lines;
    next.counts = Counts::taken_out;
    next.commands.emplace_back(core::SetFields{{kind, entity, {{"archived", "1"}}}});
    pending_.push_back(std::move(next));
}

// --- contacts

void ImportRun::plan_contact(const Group& group, core::CustomerId customer) {
    const ImportedRecord& row = group.record();
    const auto named =
        id_of_name<core::EntityId>(import_name_of_record(row, core::to_text(customer)));
    core::EntityId entity = named;
    bool there = false;
    const store::Store& book = *session_.inside().store;
    for (const auto id : book.entities_of(core::RegisterKind::contact, customer)) {
        const bool same = kept_value(book.fields(core::RegisterKind::contact, id), "name") ==
                          row[ImportField::person];
        if (id == named || (same && !there)) {
            entity = id;
            there = true;
        }
    }
    if (repeats(group, entity, "contact_line")) { return; }
    if (wish_.take_out) {
        archive(group, core::RegisterKind::contact, entity, there && entity == named);
        return;
    }
    Fields said = said_fields(row);
    if (!there) { said.emplace_back("customer", core::to_text(customer)); }
    plan_fields(group, core::RegisterKind::contact, entity, there, std::move(said));
}

// --- receipts

void ImportRun::take_fact_out(const Group& group, const Standing& standing) {
    if (!standing.there || standing.voided) {
        skip(group.lines);
        return;
    }
    Pending next;
    next.lines = group.lines;
    next.counts = Counts::taken_out;
    next.commands.push_back(reversal_of(standing.id));
    pending_.push_back(std::move(next));
}

// The same money, entered by hand, from the bank or by another file.
bool ImportRun::entered_otherwise(const Group& group, core::CustomerId customer, core::Money amount,
                                  int ordinal, const std::string& name) {
    if (!receipts_in_book_) { return false; }
    std::unordered_set<core::ReceiptId> mine;
    std::optional<core::ReceiptRow> row;
    for (int i = 0; i <= ordinal; ++i) {
        const std::string one =
            name.empty() ? import_name_of_record(group.record(), core::to_text(customer), i) : name;
        mine.insert(core::id_cast<core::ReceiptId>(standing_of_receipt(one, row).id));
    }
    const auto [place, first] = receipts_before_.try_emplace(customer);
    if (first) {
        core::ListQuery query;
        query.customer = customer;
        query.as_of = end_of_books;
        for (auto& before : session_.receipts(session_.receipt_keys(query), end_of_books)) {
            if (!core::is_cash(before.type)) { continue; }
            place->second.push_back(
                {before.id, before.date, before.amount, std::move(before.reference)});
        }
    }
    const std::string reference = reference_of(group.record());
    return std::ranges::any_of(place->second, [&](const ReceiptBefore& other) {
        const bool told_apart =
            !reference.empty() && !other.reference.empty() && other.reference != reference;
        return !told_apart && other.amount == amount &&
               other.date == group.record().date_of(ImportField::date) && !mine.contains(other.id);
    });
}

// What of the receipt goes to which invoice: as the row says, at most what is open and left.
core::Result<std::vector<core::AllocationPart>>
ImportRun::allocations_of(const Group& group, core::CustomerId customer, core::Money amount) {
    std::vector<core::AllocationPart> parts;
    std::int64_t left = amount.minor;
    std::vector<std::pair<core::InvoiceId, std::int64_t>> used;
    for (const auto& [number, applied] : group.pays) {
        std::optional<core::InvoiceRow> invoice;
        for (const core::InvoiceId id : session_.inside().store->invoices_numbered(number)) {
            const auto row = session_.invoice(id, end_of_books);
            const bool fits =
                row && row->customer == customer && row->status != core::DocumentStatus::voided;
            if (fits && !invoice) { invoice = row; }
        }
        if (!invoice) {
            return core::fail(ErrorCode::unknown_document,
                              std::string(name_of(ImportField::invoices)), number);
        }
        if (invoice->amount.currency != amount.currency) {
            return core::fail(ErrorCode::currency_mismatch,
                              std::string(name_of(ImportField::invoices)), number);
        }
        const std::int64_t open = open_.emplace(invoice->id, invoice->open).first->second;
        const std::int64_t pays = std::min({left, open, applied > 0 ? applied : amount.minor});
        if (pays <= 0) { continue; } // paid already: the money waits for its use
        parts.push_back({invoice->id, pays});
        used.emplace_back(invoice->id, pays);
        left -= pays;
    }
    for (const auto& [invoice, minor] : used) { open_[invoice] -= minor; }
    return parts;
}

void ImportRun::plan_receipt(const Group& group, core::CustomerId customer) {
    const ImportedRecord& row = group.record();
    const std::string owner = core::to_text(customer);
    const bool numbered = !row[ImportField::receipt_number].empty();
    const int ordinal = numbered ? 0 : equal_[import_name_of_record(row, owner)]++;
    const std::string name = import_name_of_record(row, owner, ordinal);
    std::optional<core::ReceiptRow> known;
    const Standing standing = standing_of_receipt(name, known);
    if (wish_.take_out) {
        take_fact_out(group, standing);
        return;
    }
    const core::Money amount{row.minor_of(ImportField::amount), row.currency};
    if (standing.there) {
        const bool other = known->amount != amount || known->date != row.date_of(ImportField::date);
        if (other && !standing.voided) {
            refuse(group.lines, ErrorCode::duplicate_id, ImportField::receipt_number,
                   core::to_text(amount) + " | " + core::to_text(known->amount));
            return;
        }
        skip(group.lines);
        return;
    }
    if (entered_otherwise(group, customer, amount, ordinal, numbered ? name : std::string{})) {
        refuse(group.lines, ErrorCode::duplicate_id, ImportField::amount, core::to_text(amount));
        return;
    }
    auto parts = allocations_of(group, customer, amount);
    if (!parts) {
        refuse(group.lines, parts.error());
        return;
    }
    core::RecordReceipt record;
    record.receipt.id = core::id_cast<core::ReceiptId>(standing.id);
    record.receipt.customer = customer;
    record.receipt.amount = amount;
    record.receipt.date = row.date_of(ImportField::date).value_or(core::Date{});
    record.receipt.method = row[ImportField::method];
    record.receipt.reference = reference_of(row);
    record.receipt.note = row[ImportField::note];
    if (!parts->empty()) {
        record.plan.rule = core::AllocationRule::manual;
        record.plan.parts = *std::move(parts);
    }
    Pending next;
    next.lines = group.lines;
    next.commands.emplace_back(std::move(record));
    next.receipts = 1;
    pending_.push_back(std::move(next));
}

// --- contacts that were made

void ImportRun::plan_contact_log(const Group& group, core::CustomerId customer) {
    const ImportedRecord& row = group.record();
    const store::Store& book = *session_.inside().store;
    if (contacts_ended_.empty()) {
        for (const core::WorkRow& work : book.work()) {
            if (work.type == core::WorkType::contact) {
                contacts_ended_.emplace(work.id, work.end != core::far_future);
            }
        }
    }
    const Standing standing = standing_of(import_name_of_record(row, core::to_text(customer)),
                                          [&](core::EntityId id) -> std::optional<bool> {
                                              const auto found = contacts_ended_.find(id);
                                              return found == contacts_ended_.end()
                                                         ? std::nullopt
                                                         : std::optional(found->second);
                                          });
    if (wish_.take_out) {
        take_fact_out(group, standing);
        return;
    }
    const bool repeated =
        !seen_.emplace(standing.id, Seen{group.lines.front(), 0}).second; // in this file
    if (standing.there || repeated) {
        skip(group.lines);
        return;
    }
    core::ContactLogged contact;
    contact.id = standing.id;
    contact.customer = customer;
    contact.date = row.date_of(ImportField::date).value_or(core::Date{});
    contact.minute = core::parse_minute(row[ImportField::time]).value_or(-1);
    contact.by = row[ImportField::by];
    // Without a channel nobody says that somebody was reached: a note among colleagues.
    contact.channel =
        core::parse_channel(row[ImportField::channel]).value_or(core::Channel::internal);
    contact.outcome =
        core::parse_outcome(row[ImportField::outcome]).value_or(core::ContactOutcome::other);
    contact.whom = row[ImportField::person];
    contact.reached = contact.channel != core::Channel::internal && core::reaches(contact.outcome);
    contact.note = row[ImportField::note];
    contact.next = row.date_of(ImportField::next);
    if (!contact.whom.empty()) {
        for (const auto id : book.entities_of(core::RegisterKind::contact, customer)) {
            if (kept_value(book.fields(core::RegisterKind::contact, id), "name") == contact.whom) {
                contact.person = id;
            }
        }
    }
    Pending next;
    next.lines = group.lines;
    next.commands.emplace_back(core::LogContact{std::move(contact)});
    pending_.push_back(std::move(next));
}

} // namespace huikuan::session
