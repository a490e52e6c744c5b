#include "sim/model.h"

#include <algorithm>
#include <array>

#include "core/bank.h"
#include "core/dunning.h"
#include "sim/named.h"
#include "sync/codec.h"
#include "sync/hash.h"

namespace huikuan::sim {

namespace {

using core::EntityId;

std::string dot(const core::Change& change) {
    return std::string(change.device.view()) + ":" + std::to_string(change.seq) + ":" +
           sync::to_hex(change.hash);
}

class Book {
public:
    Book(const Changes& changes, std::uint32_t view) : changes_(changes), view_(view) {
        for (const core::Change& change : changes) {
            if (!change.fact) continue;
            if (std::holds_alternative<core::FieldsSet>(*change.fact)) writes_.push_back(&change);
            else says_[change.entity].push_back(&change);
        }
        // Several changes say what a fact is: the least hash is shown.
        for (auto& [entity, said] : says_) {
            std::ranges::sort(said, {}, &core::Change::hash);
            shown_[entity] = said.front();
        }
    }

    Model work_out() {
        registers();
        reversals();
        merges();
        documents();
        ties();
        allocations();
        numbers();
        payments();
        references();
        letters();
        plans();
        movements();
        clashes();
        forks();
        unknown();
        resolve();
        return std::move(model_);
    }

private:
    struct Document {
        EntityId customer;
        core::Money amount;
        core::Date start;
        core::Date end = core::far_future;
        bool invoice = false;
        bool known = false;
        std::string reference; // or number
        std::int64_t left = 0;
        std::string note; // a credit note's number
        bool bill = false;
    };

    template <class Fact>
    const Fact* shown(EntityId entity) const {
        const auto found = shown_.find(entity);
        return found == shown_.end() ? nullptr : std::get_if<Fact>(&*found->second->fact);
    }
    bool is_shown(EntityId entity) const { return shown_.contains(entity); }
    bool is_customer(EntityId entity) const { return customers_.contains(entity); }

    void list(core::ExceptionKind kind, std::set<std::string> members) {
        std::string id(core::name_of(kind));
        for (const std::string& member : members) id += "|" + member;
        model_.exceptions[id] = false;
    }

    static bool covers(const core::Change& later, const core::Change& earlier) {
        const auto seen = std::ranges::find(later.context, earlier.device, &core::Dot::device);
        if (seen == later.context.end()) return false;
        const std::uint64_t most =
            later.device == earlier.device ? std::min(seen->seq, later.seq - 1) : seen->seq;
        return most >= earlier.seq;
    }
    void registers() {
        struct Write {
            const core::Change* change;
            std::string value;
        };
        std::map<std::tuple<EntityId, core::RegisterKind, std::string>, std::vector<Write>> fields;
        for (const core::Change* change : writes_) {
            const auto& set = std::get<core::FieldsSet>(*change->fact);
            has_fields_.insert(set.entity);
            if (set.kind == core::RegisterKind::customer) customers_.insert(set.entity);
            for (const auto& [name, value] : set.fields) {
                fields[{set.entity, set.kind, name}].push_back({change, value});
            }
        }
        for (const auto& [place, all] : fields) {
            std::vector<Write> maximal;
            for (const Write& write : all) {
                const bool covered = std::ranges::any_of(
                    all, [&](const Write& other) { return covers(*other.change, *write.change); });
                if (!covered) maximal.push_back(write);
            }
            const auto by_order = [](const Write& left, const Write& right) {
                return core::order_of(*left.change) < core::order_of(*right.change);
            };
            if (maximal.empty()) maximal = {*std::ranges::max_element(all, by_order)};
            const auto& [entity, kind, name] = place;
            model_.registers[{entity, std::to_string(static_cast<int>(kind)) + " " + name}] =
                std::ranges::max_element(maximal, by_order)->value;
            conflict(entity, kind, name, maximal);
        }
    }
    void conflict(EntityId entity, core::RegisterKind kind, const std::string& name,
                  const auto& maximal) {
        static constexpr std::array<std::string_view, 5> critical{"code", "name", "owner", "tax_no",
                                                                  "terms_days"};
        const bool listed = kind == core::RegisterKind::customer
                                ? std::ranges::contains(critical, name)
                                : kind == core::RegisterKind::task && name == "decided";
        if (!listed) return;
        std::set<std::string> values;
        std::set<std::string> members{core::to_text(entity), "field:" + name};
        for (const auto& write : maximal) {
            values.insert(write.value);
            members.insert(dot(*write.change));
        }
        if (values.size() > 1) list(core::ExceptionKind::field_conflict, members);
    }

    void reversals() {
        std::map<EntityId, std::vector<EntityId>> of_target;
        for (const auto& [entity, change] : shown_) {
            const auto* reversal = shown<core::Reversed>(entity);
            if (reversal == nullptr) continue;
            const EntityId target = reversal->target;
            if (is_shown(target) && shown<core::Reversed>(target) == nullptr) {
                const auto [end, first] = ends_.emplace(target, reversal->date);
                if (!first) end->second = std::min(end->second, reversal->date);
                of_target[target].push_back(entity);
            } else if (is_shown(target) || has_fields_.contains(target)) {
                list(core::ExceptionKind::invalid_fact, {core::to_text(entity)});
            } else {
                list(core::ExceptionKind::waiting_for_reference,
                     {core::to_text(entity), core::to_text(target)});
            }
        }
        for (const auto& [target, all] : of_target) {
            if (all.size() < 2) continue;
            std::set<std::string> members;
            for (const EntityId& one : all) members.insert(core::to_text(one));
            list(core::ExceptionKind::double_reversal, members);
        }
    }
    core::Date end_of(EntityId entity) const {
        const auto found = ends_.find(entity);
        return found == ends_.end() ? core::far_future : found->second;
    }

    void documents() {
        for (const auto& [entity, change] : shown_) {
            Document document;
            if (const auto* invoice = shown<core::InvoiceIssued>(entity)) {
                document = {.customer = core::entity_of(invoice->customer),
                            .amount = invoice->amount,
                            .start = invoice->issued,
                            .invoice = true,
                            .reference = invoice->number};
            } else if (const auto* receipt = shown<core::ReceiptRecorded>(entity)) {
                document = {.customer = core::entity_of(receipt->customer),
                            .amount = receipt->amount,
                            .start = receipt->date,
                            .reference = receipt->reference,
                            .bill = receipt->bill.has_value()};
                if (receipt->bill) document.reference = receipt->bill->number;
                if (receipt->type == core::CreditType::credit_note) document.note = receipt->number;
            } else {
                continue;
            }
            document.known = is_customer(document.customer);
            document.customer = holder_of(document.customer);
            document.end = end_of(entity);
            if (!document.known) {
                list(core::ExceptionKind::waiting_for_reference,
                     {core::to_text(entity), core::to_text(document.customer)});
            }
            documents_[entity] = document;
        }
    }
    // What belongs to another document ends with it, as if that one's reversal were its own; then
    // it is known what is left to count.
    void ties() {
        for (const auto& [entity, change] : shown_) {
            const auto* credit = shown<core::ReceiptRecorded>(entity);
            if (credit == nullptr || credit->against.is_nil()) continue;
            const bool with_receipt = credit->type == core::CreditType::fee ||
                                      credit->type == core::CreditType::discount ||
                                      credit->type == core::CreditType::write_off;
            const auto* out = shown<core::InvoiceIssued>(credit->against);
            const bool halves = credit->type == core::CreditType::exchange_in && out != nullptr &&
                                out->type == core::DebitType::exchange_out;
            core::Date& end = documents_.at(entity).end;
            if (halves) {
                core::Date& other = documents_.at(credit->against).end;
                other = std::min(other, end_of(entity));
                end = std::min(end, end_of(credit->against));
            } else if (with_receipt && document(credit->against, false) != nullptr) {
                end = std::min(end, end_of(credit->against));
            }
        }
        for (auto& [entity, document] : documents_) {
            const bool counts = document.known && document.end == core::far_future;
            document.left = counts ? document.amount.minor : 0;
        }
    }
    // One document of that side, or null.
    Document* document(EntityId entity, bool invoice) {
        const auto found = documents_.find(entity);
        return found == documents_.end() || found->second.invoice != invoice ? nullptr
                                                                             : &found->second;
    }

    void allocations() {
        std::vector<std::pair<core::OrderKey, const core::AllocationMade*>> live;
        for (const auto& [entity, change] : shown_) {
            const auto* made = shown<core::AllocationMade>(entity);
            if (made == nullptr || !stands(*made)) continue;
            const Document& receipt = *document(core::entity_of(made->receipt), false);
            const Document& invoice = *document(core::entity_of(made->invoice), true);
            const core::Date end = std::min({end_of(entity), receipt.end, invoice.end});
            model_.spans[entity] = {std::max({made->date, receipt.start, invoice.start}), end};
            if (end == core::far_future) live.emplace_back(core::order_of(*change), made);
        }
        std::ranges::sort(live, {}, [](const auto& one) { return one.first; });
        for (const auto& [order, made] : live) {
            Document& receipt = *document(core::entity_of(made->receipt), false);
            Document& invoice = *document(core::entity_of(made->invoice), true);
            const std::int64_t effective =
                std::min({made->amount.minor, receipt.left, invoice.left});
            receipt.left -= effective;
            invoice.left -= effective;
            model_.effective[core::entity_of(made->id)] = effective;
            if (effective < made->amount.minor) {
                list(core::ExceptionKind::over_allocation,
                     {core::to_text(made->id), core::to_text(made->receipt),
                      core::to_text(made->invoice)});
            }
        }
        for (const auto& [entity, document] : documents_) {
            (document.invoice ? model_.open : model_.unapplied)[entity] = document.left;
        }
    }
    // Does it count? Lists it where it does not.
    bool stands(const core::AllocationMade& made) {
        const EntityId receipt_id = core::entity_of(made.receipt);
        const EntityId invoice_id = core::entity_of(made.invoice);
        const Document* receipt = document(receipt_id, false);
        const Document* invoice = document(invoice_id, true);
        const bool wrong = (receipt == nullptr && is_shown(receipt_id)) ||
                           (invoice == nullptr && is_shown(invoice_id)) ||
                           (receipt != nullptr && invoice != nullptr &&
                            ((receipt->customer != invoice->customer && !made.across) ||
                             receipt->amount.currency != invoice->amount.currency ||
                             made.amount.currency != receipt->amount.currency));
        if (wrong) {
            list(core::ExceptionKind::invalid_fact, {core::to_text(made.id)});
            return false;
        }
        if (receipt != nullptr && invoice != nullptr) return receipt->known && invoice->known;
        std::set<std::string> members{core::to_text(made.id)};
        if (receipt == nullptr) members.insert(core::to_text(receipt_id));
        if (invoice == nullptr) members.insert(core::to_text(invoice_id));
        list(core::ExceptionKind::waiting_for_reference, members);
        return false;
    }

    void numbers() {
        std::map<std::tuple<EntityId, bool, std::string>, std::set<std::string>> by_number;
        for (const auto& [entity, document] : documents_) {
            const std::string& number = document.invoice ? document.reference : document.note;
            if (!document.known || document.end != core::far_future || number.empty()) continue;
            by_number[{document.customer, document.invoice, number}].insert(core::to_text(entity));
        }
        for (const auto& [number, members] : by_number) {
            if (members.size() > 1) list(core::ExceptionKind::duplicate_invoice_number, members);
        }
    }
    // Live receipts of one customer and amount are linked by one reference, or by dates that lie
    // within three days of each other; what is linked, directly or not, is one exception. A bill is
    // linked by its number alone.
    void payments() {
        std::map<std::tuple<EntityId, std::int64_t, core::Currency>,
                 std::vector<std::pair<EntityId, const Document*>>>
            alike;
        for (const auto& [entity, document] : documents_) {
            if (document.invoice || !document.known || document.end != core::far_future) continue;
            alike[{document.customer, document.amount.minor, document.amount.currency}]
                .emplace_back(entity, &document);
        }
        for (auto& [what, found] : alike) {
            std::vector<bool> taken(found.size());
            for (std::size_t first = 0; first < found.size(); ++first) {
                if (taken[first]) continue;
                std::vector<std::size_t> group{first};
                taken[first] = true;
                for (std::size_t at = 0; at < group.size(); ++at) {
                    for (std::size_t other = 0; other < found.size(); ++other) {
                        if (taken[other] || !linked(*found[group[at]].second, *found[other].second))
                            continue;
                        taken[other] = true;
                        group.push_back(other);
                    }
                }
                std::set<std::string> members;
                for (const std::size_t one : group) members.insert(core::to_text(found[one].first));
                if (members.size() > 1) {
                    list(core::ExceptionKind::possible_duplicate_payment, members);
                }
            }
        }
    }
    static bool linked(const Document& one, const Document& other) {
        if (one.bill != other.bill) return false;
        return (!one.reference.empty() && one.reference == other.reference) ||
               (!one.bill && std::abs(core::days_between(one.start, other.start)) <= 3);
    }

    // Live merges of known customers join them; who holds is merged into nobody, or has the least
    // id.
    void merges() {
        std::map<EntityId, std::set<EntityId>> sets;
        std::set<EntityId> sources;
        for (const auto& [entity, change] : shown_) {
            const auto* merge = shown<core::CustomersMerged>(entity);
            if (merge == nullptr || end_of(entity) != core::far_future) continue;
            const EntityId from = core::entity_of(merge->from);
            const EntityId into = core::entity_of(merge->into);
            if (!is_customer(from) || !is_customer(into)) continue;
            sources.insert(from);
            std::set<EntityId> joined{from, into};
            for (const EntityId one : {from, into}) joined.insert_range(sets[one]);
            for (const EntityId one : joined) sets[one] = joined;
        }
        for (const auto& [one, together] : sets) {
            holders_[one] = *std::ranges::min_element(together, {}, [&](const EntityId& id) {
                return std::pair{sources.contains(id), id};
            });
        }
    }
    EntityId holder_of(EntityId customer) const {
        const auto found = holders_.find(customer);
        return found == holders_.end() ? customer : found->second;
    }

    bool is(EntityId entity, Role role) const {
        switch (role) {
        case Role::customer: return is_customer(entity);
        case Role::invoice: return shown<core::InvoiceIssued>(entity) != nullptr;
        case Role::receipt: return shown<core::ReceiptRecorded>(entity) != nullptr;
        case Role::statement: return shown<core::StatementIssued>(entity) != nullptr;
        case Role::answer: return shown<core::StatementAnswered>(entity) != nullptr;
        case Role::line: return lines_.contains(entity);
        case Role::anything: break;
        }
        return is_shown(entity) || has_fields_.contains(entity);
    }
    void references() {
        for (const auto& [entity, change] : shown_) {
            const auto* bank = shown<core::BankLinesImported>(entity);
            if (bank == nullptr) continue;
            for (const core::BankLine& line : bank->lines) lines_.insert(line.id);
        }
        for (const auto& [entity, change] : shown_) {
            std::set<std::string> waits;
            bool invalid = false;
            for (const auto& [named, role] : named_by(*change->fact)) {
                if (is(named, role)) continue;
                const bool is_other = is_shown(named) || has_fields_.contains(named);
                if (role != Role::line && is_other) invalid = true;
                else waits.insert({core::to_text(entity), core::to_text(named)});
            }
            if (!waits.empty()) list(core::ExceptionKind::waiting_for_reference, waits);
            if (invalid) list(core::ExceptionKind::invalid_fact, {core::to_text(entity)});
        }
    }

    // Joins what `linked` says belongs together, directly or not, and lists what is not alone.
    void list_linked(core::ExceptionKind kind, const std::vector<EntityId>& all, auto linked) {
        std::vector<std::size_t> group(all.size());
        for (std::size_t at = 0; at < all.size(); ++at) group[at] = at;
        for (std::size_t one = 0; one < all.size(); ++one) {
            for (std::size_t other = 0; other < one; ++other) {
                if (linked(all[other], all[one]))
                    std::ranges::replace(group, group[one], group[other]);
            }
        }
        std::map<std::size_t, std::set<std::string>> rows;
        for (std::size_t at = 0; at < all.size(); ++at) {
            rows[group[at]].insert(core::to_text(all[at]));
        }
        for (const auto& [first, members] : rows) {
            if (members.size() > 1) list(kind, members);
        }
    }
    template <class Fact>
    std::vector<EntityId> live() const {
        std::vector<EntityId> found;
        for (const auto& [entity, change] : shown_) {
            const bool is = shown<Fact>(entity) != nullptr;
            if (is && end_of(entity) == core::far_future) found.push_back(entity);
        }
        return found;
    }
    void letters() {
        const auto one_step_twice = [&](EntityId one, EntityId other) {
            const auto& a = *shown<core::LetterSent>(one);
            const auto& b = *shown<core::LetterSent>(other);
            return a.customer == b.customer && std::ranges::any_of(a.items, [&](const auto& x) {
                       return x.level > 0 && std::ranges::any_of(b.items, [&](const auto& y) {
                                  return x.invoice == y.invoice && x.due == y.due &&
                                         x.level == y.level;
                              });
                   });
        };
        list_linked(core::ExceptionKind::double_letter, live<core::LetterSent>(), one_step_twice);
    }
    void plans() {
        const std::vector<EntityId> all = live<core::PlanAgreed>();
        std::set<EntityId> replaced;
        for (const EntityId id : all) replaced.insert(shown<core::PlanAgreed>(id)->supersedes);
        const auto same_before = [&](EntityId one, EntityId other) {
            const EntityId before = shown<core::PlanAgreed>(one)->supersedes;
            return !before.is_nil() && before == shown<core::PlanAgreed>(other)->supersedes;
        };
        list_linked(core::ExceptionKind::rival_plans, all, same_before);
        std::vector<EntityId> last = all;
        std::erase_if(last, [&](const EntityId& id) { return replaced.contains(id); });
        const auto beside = [&](EntityId one, EntityId other) {
            const auto& a = *shown<core::PlanAgreed>(one);
            const auto& b = *shown<core::PlanAgreed>(other);
            const bool apart =
                shown_.at(one)->device != shown_.at(other)->device || a.customer != b.customer;
            return apart && a.currency == b.currency && a.date <= b.lines.back().due &&
                   b.date <= a.lines.back().due && !same_before(one, other) &&
                   holder_of(core::entity_of(a.customer)) == holder_of(core::entity_of(b.customer));
        };
        list_linked(core::ExceptionKind::rival_plans, last, beside);
    }
    void movements() {
        std::map<std::tuple<core::Date, std::int64_t>, std::map<EntityId, core::ToldLine>> found;
        for (const EntityId id : live<core::BankLinesImported>()) {
            const auto& bank = *shown<core::BankLinesImported>(id);
            for (const core::BankLine& line : bank.lines) {
                core::ToldLine told{core::plain_account(bank.account),
                                    bank.currency,
                                    line.balance,
                                    line.reference,
                                    {}};
                auto& of_all = found[{line.date, line.minor}];
                of_all.emplace(line.id, told).first->second.devices.insert(shown_.at(id)->device);
            }
        }
        for (const auto& [what, lines] : found) {
            std::vector<EntityId> ids;
            std::vector<core::ToldLine> told;
            for (const auto& [id, line] : lines) {
                ids.push_back(id);
                told.push_back(line);
            }
            for (const auto& group : core::told_twice(told)) {
                std::set<std::string> members;
                for (const std::size_t at : group) members.insert(core::to_text(ids[at]));
                list(core::ExceptionKind::possible_duplicate_bank_line, members);
            }
        }
    }

    void clashes() {
        for (const auto& [entity, said] : says_) {
            std::vector<core::Fact> contents;
            std::set<std::string> members{core::to_text(entity)};
            for (const core::Change* change : said) { // least hash first
                if (std::ranges::contains(contents, *change->fact)) continue;
                const auto* debit = std::get_if<core::InvoiceIssued>(&*change->fact);
                if (debit != nullptr && core::is_letter_charge(*debit)) continue;
                contents.push_back(*change->fact);
                members.insert(dot(*change));
            }
            if (contents.size() > 1) list(core::ExceptionKind::id_clash, members);
        }
    }
    void forks() {
        std::map<std::pair<core::DeviceId, core::Hash>, std::set<std::string>> after;
        for (const core::Change& change : changes_) {
            after[{change.device, change.previous}].insert(dot(change));
        }
        for (const auto& [place, members] : after) {
            if (members.size() > 1) list(core::ExceptionKind::fork, members);
        }
    }
    void unknown() {
        std::map<EntityId, std::set<std::string>> newer;
        std::map<EntityId, std::set<std::string>> invalid;
        for (const core::Change& change : changes_) {
            if (change.fact) continue;
            const bool flaw = sync::is_known_kind(change.kind) && change.view <= view_;
            auto& members = (flaw ? invalid : newer)[change.entity];
            members.insert(dot(change));
            members.insert(core::to_text(change.entity));
        }
        for (const auto& [entity, members] : newer) {
            list(core::ExceptionKind::newer_version_needed, members);
        }
        for (const auto& [entity, members] : invalid) {
            list(core::ExceptionKind::invalid_fact, members);
        }
    }
    void resolve() {
        std::set<std::string> resolved;
        for (const auto& [entity, change] : shown_) {
            const auto* resolution = shown<core::ExceptionResolved>(entity);
            if (resolution != nullptr && end_of(entity) == core::far_future) {
                resolved.insert(resolution->exception);
            }
        }
        for (auto& [name, is_resolved] : model_.exceptions) {
            is_resolved = resolved.contains(sync::to_hex(sync::sha256(name)));
        }
    }

    const Changes& changes_;
    std::uint32_t view_;
    std::vector<const core::Change*> writes_;
    std::map<EntityId, std::vector<const core::Change*>> says_;
    std::map<EntityId, const core::Change*> shown_;
    std::set<EntityId> has_fields_;
    std::set<EntityId> customers_;
    std::map<EntityId, core::Date> ends_;
    std::map<EntityId, EntityId> holders_;
    std::set<EntityId> lines_;
    std::map<EntityId, Document> documents_;
    Model model_;
};

} // namespace

Model model_of(const Changes& changes, std::uint32_t view) {
    return Book(changes, view).work_out();
}

Changes admitted(Changes received) {
    std::ranges::sort(received, {}, &core::Change::seq); // predecessors first
    std::set<std::tuple<core::DeviceId, std::uint64_t, core::Hash>> in;
    Changes set;
    for (core::Change& change : received) {
        const bool follows =
            change.seq == 1 || in.contains({change.device, change.seq - 1, change.previous});
        if (follows && in.insert({change.device, change.seq, change.hash}).second) {
            set.push_back(std::move(change));
        }
    }
    return set;
}

} // namespace huikuan::sim
