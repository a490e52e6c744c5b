// Facts: one id, one fact. Several changes may say what a fact is (two devices that imported one
// line say the same; a clash says something else): the shown one is the least by
// (what no table can hold, hash), and different contents are a clash.
#include <algorithm>
#include <utility>

#include "core/text.h"
#include "store/projection.h"

namespace huikuan::store {
namespace {

// What columns can hold without a sum ever leaving 64 bits. A change that came over the wire is
// always so; a fact from elsewhere is not trusted to be.
bool fits(core::Money amount) {
    return amount.minor > 0 && amount.minor <= core::largest_amount_minor &&
           amount.currency.view().size() == 3;
}

struct Fits {
    bool operator()(const core::FieldsSet&) const { return true; }
    bool operator()(const core::InvoiceIssued& fact) const {
        if (!fits(fact.amount) || fact.lines.empty() || !core::in_book_range(fact.issued)) {
            return false;
        }
        std::int64_t rest = fact.amount.minor;
        for (const core::ScheduleLine& line : fact.lines) {
            if (line.minor <= 0 || line.minor > rest || !core::in_book_range(line.due))
                return false;
            rest -= line.minor;
        }
        return rest == 0;
    }
    bool operator()(const core::ReceiptRecorded& fact) const {
        return fits(fact.amount) && core::in_book_range(fact.date) &&
               (!fact.bill || core::in_book_range(fact.bill->maturity));
    }
    bool operator()(const core::AllocationMade& fact) const {
        return fits(fact.amount) && core::in_book_range(fact.date);
    }
    bool operator()(const core::Reversed& fact) const { return core::in_book_range(fact.date); }
    bool operator()(const core::CustomersMerged& fact) const {
        return core::in_book_range(fact.date) && fact.from != fact.into;
    }
    bool operator()(const core::AttachmentAdded& fact) const {
        return fact.bytes >= 0 && fact.bytes <= core::largest_amount_minor;
    }
    bool operator()(const core::DisputeOpened& fact) const {
        return fits(fact.amount) && core::in_book_range(fact.date);
    }
    bool operator()(const core::BillMoved& fact) const { return core::in_book_range(fact.date); }
    bool operator()(const core::ContactLogged& fact) const {
        return core::in_book_range(fact.date) && (!fact.next || core::in_book_range(*fact.next));
    }
    bool operator()(const core::PromiseMade& fact) const {
        return fits(fact.amount) && core::in_book_range(fact.date) && core::in_book_range(fact.due);
    }
    bool operator()(const core::PlanAgreed& fact) const {
        if (fact.lines.empty() || fact.currency.view().size() != 3) return false;
        std::int64_t sum = 0;
        for (const core::PlanLine& line : fact.lines) {
            const auto sound = [](std::int64_t minor) {
                return minor >= 0 && minor <= core::largest_amount_minor;
            };
            if (!sound(line.principal) || !sound(line.interest) || !core::in_book_range(line.due) ||
                __builtin_add_overflow(sum, line.minor(), &sum)) {
                return false;
            }
        }
        return core::in_book_range(fact.date);
    }
    bool operator()(const core::HoldPlaced& fact) const {
        return core::in_book_range(fact.date) && core::in_book_range(fact.until);
    }
    bool operator()(const core::BankLinesImported& fact) const {
        constexpr std::int64_t most = core::largest_amount_minor;
        const auto fine = [](const core::BankLine& line) {
            return line.minor != 0 && line.minor >= -most && line.minor <= most &&
                   core::in_book_range(line.date) &&
                   (!line.balance || (*line.balance >= -most && *line.balance <= most));
        };
        return fact.currency.view().size() == 3 && !fact.lines.empty() &&
               std::ranges::all_of(fact.lines, fine);
    }
    bool operator()(const core::BankLineUsed&) const { return true; }
    bool operator()(const core::LetterSent& fact) const {
        return core::in_book_range(fact.date) && fact.level >= 0 &&
               std::ranges::all_of(fact.items, [&](const core::LetterItem& item) {
                   return core::in_book_range(item.due) && item.level >= 0 &&
                          item.level <= fact.level;
               });
    }
    bool operator()(const core::DisputeSettled& fact) const {
        return core::in_book_range(fact.date);
    }
    bool operator()(const core::LegalEventNoted& fact) const {
        return core::in_book_range(fact.date) && (!fact.until || core::in_book_range(*fact.until));
    }
    bool operator()(const core::CaseStepTaken& fact) const {
        const bool amount = fact.minor == 0 || fits({fact.minor, fact.currency});
        return amount && core::in_book_range(fact.date) &&
               (!fact.due || core::in_book_range(*fact.due));
    }
    bool operator()(const core::CaseCostPaid& fact) const {
        return fits(fact.amount) && core::in_book_range(fact.date);
    }
    static bool fits_balance(std::int64_t minor) {
        constexpr std::int64_t most = core::largest_amount_minor * 50;
        return minor >= -most && minor <= most;
    }
    bool operator()(const core::StatementIssued& fact) const {
        return core::in_book_range(fact.date) && core::in_book_range(fact.from) &&
               core::in_book_range(fact.to) && fact.currency.view().size() == 3 &&
               fits_balance(fact.opening) && fits_balance(fact.closing);
    }
    bool operator()(const core::StatementSent& fact) const {
        return core::in_book_range(fact.date);
    }
    bool operator()(const core::StatementAnswered& fact) const {
        return core::in_book_range(fact.date) && fits_balance(fact.theirs) &&
               std::ranges::all_of(fact.lines, [](const core::DifferenceLine& line) {
                   return line.minor != 0 && fits_balance(line.minor) &&
                          (!line.answer_by || core::in_book_range(*line.answer_by));
               });
    }
    bool operator()(const core::DifferenceSettled& fact) const {
        return core::in_book_range(fact.date) && fact.line >= 0;
    }
    bool operator()(const core::ExceptionResolved& fact) const {
        return fact.exception.size() == 64;
    }
};

bool fits_tables(const core::Fact& fact) { return std::visit(Fits{}, fact); }

// 32 bytes of 64 hexadecimal characters; empty where it is none.
std::string bytes_of_hex(std::string_view text) {
    const auto digit = [](char c) {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        return -1;
    };
    std::string bytes;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        const int high = digit(text[i]);
        const int low = digit(text[i + 1]);
        if (high < 0 || low < 0) return {};
        bytes.push_back(static_cast<char>(high * 16 + low));
    }
    return bytes;
}

// As lists look for it.
std::string folded(std::string_view text) {
    auto folded = core::fold(text);
    return folded ? std::move(*folded) : std::string(text);
}

} // namespace

void Projection::apply_unknown(const core::Change& change, ChangeKey key, std::int64_t entity) {
    ++counts_.unknown;
    const std::int64_t kind = log_.kind_number(change.kind);
    const bool flaw = is_known_kind(kind) && change.view <= options_.view_version;
    insert_unknown_.run(key, entity, flaw);
    newer_.push_back(entity);
}

void Projection::apply_fact(const core::Fact& fact, ChangeKey key, Log::Entity entity) {
    if (entity.fresh) {
        ++counts_.created;
        establish(entity.no, fact, key, true);
        return;
    }
    const Shown there = shown(entity.no);
    if (there.slot == Slot::none) {
        ++counts_.created;
        establish(entity.no, fact, key, false);
    } else {
        ++counts_.changed;
        contend(entity.no, there.change, key);
    }
}

void Projection::contend(std::int64_t entity, ChangeKey shown_key, ChangeKey key) {
    insert_rival_.run(entity, shown_key);
    insert_rival_.run(entity, key);
    std::vector<ChangeKey> rivals;
    for (Rows rows = rivals_.query(entity); rows.next();) rivals.push_back(rows.integer(0));

    std::optional<core::Fact> best;
    std::pair<bool, core::Hash> best_rank;
    ChangeKey best_key = 0;
    for (const ChangeKey rival : rivals) {
        std::optional<core::Fact> fact = decode(rival);
        if (!fact) continue; // what was understood once is understood again
        const std::pair rank{!fits_tables(*fact), log_.entry(rival).order.hash};
        if (best && best_rank <= rank) continue;
        best = std::move(fact);
        best_rank = rank;
        best_key = rival;
    }
    clashes_.push_back(entity);
    if (!best || best_key == shown_key) return;
    retract(entity);
    establish(entity, *best, best_key, false);
}

void Projection::establish(std::int64_t entity, const core::Fact& fact, ChangeKey key, bool fresh) {
    Slot slot = Slot::invalid;
    if (fits_tables(fact)) {
        slot = std::visit([&](const auto& what) { return put(entity, what, fresh); }, fact);
    }
    set_shown_.run(slot, key, entity);
    if (slot == Slot::invalid) doubts_.push_back(entity);
    if (!fresh) appeared_.push_back(entity);
}

Slot Projection::put(std::int64_t no, const core::InvoiceIssued& fact, bool fresh) {
    const std::int64_t issued_to = mention(core::entity_of(fact.customer)).no;
    const std::int64_t customer = holder_of(issued_to);
    const bool known = is_customer(issued_to);
    core::Date last = fact.lines.front().due;
    for (const core::ScheduleLine& line : fact.lines) last = std::max(last, line.due);
    insert_invoice_.run(no, customer, fact.number, fact.amount.minor, fact.amount.currency,
                        fact.issued, last, fact.lines.size(), known, known ? fact.amount.minor : 0,
                        issued_to, static_cast<std::int64_t>(fact.type), mention_if(fact.against),
                        mention_if(fact.contract), folded(fact.number));
    if (fact.lines.size() > 1) {
        std::int64_t number = 0;
        for (const core::ScheduleLine& line : fact.lines) {
            insert_line_.run(no, ++number, line.due, line.minor);
        }
    }
    if (known && !fact.number.empty()) numbers_.emplace_back(customer, fact.number);
    if (!known) doubts_.push_back(no);
    if (!fresh) invoices_.push_back(no);
    if (fact.type == core::DebitType::exchange_out) touch_ties(no);
    changed_documents_.push_back(no);
    return Slot::invoice;
}

Slot Projection::put(std::int64_t no, const core::ReceiptRecorded& fact, bool fresh) {
    const std::int64_t issued_to = mention(core::entity_of(fact.customer)).no;
    const std::int64_t customer = holder_of(issued_to);
    const bool known = is_customer(issued_to);
    std::optional<std::int64_t> maturity;
    if (fact.bill) maturity = fact.bill->maturity.days;
    std::string search = folded(fact.reference);
    for (const std::string& part : {fact.number, fact.bill ? fact.bill->number : std::string()}) {
        if (!part.empty()) search += "\n" + folded(part);
    }
    insert_receipt_.run(no, customer, fact.amount.minor, fact.amount.currency, fact.date,
                        fact.method, fact.reference, known, known ? fact.amount.minor : 0,
                        issued_to, static_cast<std::int64_t>(fact.type), mention_if(fact.against),
                        fact.number, maturity, search);
    if (!fact.against.is_nil()) touch_ties(no);
    if (known && fact.type == core::CreditType::credit_note && !fact.number.empty())
        numbers_.emplace_back(customer, fact.number);
    if (known) {
        payments_.push_back(
            {customer, fact.amount.minor, std::string(fact.amount.currency.view())});
    } else {
        doubts_.push_back(no);
    }
    if (!fresh) receipts_.push_back(no);
    changed_documents_.push_back(no);
    return Slot::receipt;
}

Slot Projection::put(std::int64_t no, const core::AllocationMade& fact, bool) {
    const std::int64_t receipt = mention(core::entity_of(fact.receipt)).no;
    const std::int64_t invoice = mention(core::entity_of(fact.invoice)).no;
    insert_allocation_.run(no, receipt, invoice, fact.amount.minor, fact.amount.currency, fact.date,
                           fact.date, fact.across);
    allocations_.push_back(no);
    return Slot::allocation;
}

Slot Projection::put(std::int64_t no, const core::Reversed& fact, bool) {
    const std::int64_t target = mention(fact.target).no;
    insert_reversal_.run(no, target, fact.date);
    ends_.push_back(target);
    doubts_.push_back(no);
    return Slot::reversal;
}

Slot Projection::put(std::int64_t no, const core::ExceptionResolved& fact, bool) {
    const std::string exception = bytes_of_hex(fact.exception);
    if (exception.size() != 32) return Slot::invalid;
    insert_resolution_.run(no, Blob{exception});
    exceptions_.resolution_changed(exception);
    return Slot::resolution;
}

Slot Projection::put(std::int64_t, const core::FieldsSet&, bool) { return Slot::invalid; }

Slot Projection::put(std::int64_t no, const core::CustomersMerged& fact, bool) {
    const std::int64_t from = mention(core::entity_of(fact.from)).no;
    insert_merging_.run(no, from, mention(core::entity_of(fact.into)).no, fact.date);
    has_merges_ = merges_touched_ = true;
    doubts_.push_back(no);
    return Slot::merge;
}

Slot Projection::put(std::int64_t no, const core::AttachmentAdded& fact, bool) {
    const std::string hash(reinterpret_cast<const char*>(fact.sha256.data()), fact.sha256.size());
    insert_attachment_.run(no, mention(fact.of).no, fact.name, fact.media, fact.bytes, Blob{hash});
    doubts_.push_back(no);
    return Slot::attachment;
}

Slot Projection::put(std::int64_t no, const core::DisputeOpened& fact, bool) {
    insert_dispute_.run(no, mention(core::entity_of(fact.invoice)).no, fact.amount.minor,
                        fact.amount.currency, fact.date);
    doubts_.push_back(no);
    return Slot::dispute;
}

Slot Projection::put(std::int64_t no, const core::BillMoved& fact, bool) {
    insert_bill_step_.run(no, mention(core::entity_of(fact.bill)).no,
                          static_cast<std::int64_t>(fact.step), fact.date);
    doubts_.push_back(no);
    return Slot::bill_step;
}

Slot Projection::put(std::int64_t no, const core::ContactLogged& fact, bool) {
    const std::int64_t flags =
        (fact.reached ? 1 : 0) + (fact.channel == core::Channel::internal ? 2 : 0);
    insert_work_.run(no, core::WorkType::contact, mention(core::entity_of(fact.customer)).no,
                     fact.date, fact.next.value_or(core::far_future), 0, "",
                     static_cast<std::int64_t>(fact.outcome), flags, mention_if(fact.task),
                     fact.minute);
    touch_work(no);
    doubts_.push_back(no);
    return Slot::work;
}

Slot Projection::put(std::int64_t no, const core::PromiseMade& fact, bool) {
    insert_work_.run(no, core::WorkType::promise, mention(core::entity_of(fact.customer)).no,
                     fact.date, fact.due, fact.amount.minor, fact.amount.currency, 0, 0,
                     mention_if(fact.contact), -1);
    touch_work(no);
    doubts_.push_back(no);
    return Slot::work;
}

Slot Projection::put(std::int64_t no, const core::PlanAgreed& fact, bool) {
    std::int64_t sum = 0;
    for (const core::PlanLine& line : fact.lines) sum += line.minor();
    insert_work_.run(no, core::WorkType::plan, mention(core::entity_of(fact.customer)).no,
                     fact.date, fact.lines.back().due, sum, fact.currency, 0, 0,
                     mention_if(fact.supersedes), -1);
    note_plan(no);
    touch_work(no);
    doubts_.push_back(no);
    return Slot::work;
}

Slot Projection::put(std::int64_t no, const core::HoldPlaced& fact, bool) {
    insert_work_.run(no, core::WorkType::hold, mention(core::entity_of(fact.customer)).no,
                     fact.date, fact.until, 0, "", static_cast<std::int64_t>(fact.kind), 0,
                     mention_if(fact.of), -1);
    touch_work(no);
    doubts_.push_back(no);
    return Slot::work;
}

Slot Projection::put(std::int64_t no, const core::LetterSent& fact, bool) {
    const std::int64_t customer = mention(core::entity_of(fact.customer)).no;
    if (fact.level > 0) lettered_.push_back(customer);
    insert_work_.run(no, core::WorkType::letter, customer, fact.date, core::far_future, 0, "",
                     std::int64_t{fact.level}, 0, 0, -1);
    for (const core::LetterItem& item : fact.items) {
        if (item.level <= 0) continue;
        insert_letter_item_.run(no, mention(core::entity_of(item.invoice)).no, item.due,
                                std::int64_t{item.level});
    }
    touch_work(no);
    doubts_.push_back(no);
    return Slot::work;
}

Slot Projection::put(std::int64_t no, const core::DisputeSettled& fact, bool) {
    insert_work_.run(no, core::WorkType::settlement, mention(core::entity_of(fact.customer)).no,
                     fact.date, core::far_future, 0, "", static_cast<std::int64_t>(fact.outcome), 0,
                     mention(fact.dispute).no, -1);
    touch_work(no);
    doubts_.push_back(no);
    return Slot::work;
}

Slot Projection::put(std::int64_t no, const core::BankLinesImported& fact, bool) {
    insert_bank_import_.run(no, fact.account, fact.currency, fact.file, fact.lines.size());
    for (const core::BankLine& line : fact.lines) {
        insert_bank_line_.run(no, mention(line.id).no, line.date, line.minor, line.balance,
                              line.payer, line.payer_account, line.memo, line.reference);
    }
    touch_lines_of(no);
    return Slot::bank_import;
}

Slot Projection::put(std::int64_t no, const core::BankLineUsed& fact, bool) {
    insert_bank_use_.run(no, mention(fact.line).no, mention_if(core::entity_of(fact.receipt)),
                         fact.reason);
    doubts_.push_back(no);
    return Slot::bank_use;
}

Slot Projection::put(std::int64_t no, const core::LegalEventNoted& fact, bool) {
    insert_legal_.run(no, core::LegalType::event, mention(core::entity_of(fact.customer)).no,
                      mention_if(fact.of), fact.date, fact.until.value_or(core::far_future), 0, "",
                      static_cast<std::int64_t>(fact.what), fact.proof.empty() ? 0 : 1);
    ++work_version_;
    doubts_.push_back(no);
    return Slot::legal;
}

Slot Projection::put(std::int64_t no, const core::CaseStepTaken& fact, bool) {
    insert_legal_.run(no, core::LegalType::step, mention(core::entity_of(fact.customer)).no,
                      mention(fact.of).no, fact.date, fact.due.value_or(core::far_future),
                      fact.minor, fact.minor != 0 ? fact.currency.view() : "",
                      static_cast<std::int64_t>(fact.stage), 0);
    ++work_version_;
    doubts_.push_back(no);
    return Slot::legal;
}

Slot Projection::put(std::int64_t no, const core::CaseCostPaid& fact, bool) {
    insert_legal_.run(no, core::LegalType::cost, mention(core::entity_of(fact.customer)).no,
                      mention(fact.of).no, fact.date, core::far_future, fact.amount.minor,
                      fact.amount.currency, static_cast<std::int64_t>(fact.what), 0);
    ++work_version_;
    doubts_.push_back(no);
    return Slot::legal;
}

Slot Projection::put(std::int64_t no, const core::StatementIssued& fact, bool) {
    insert_statement_.run(no, core::StatementStep::issue,
                          mention(core::entity_of(fact.customer)).no, 0, fact.date, fact.from,
                          fact.to, fact.closing, fact.currency, fact.code,
                          static_cast<std::int64_t>(fact.form), 0);
    ++work_version_;
    doubts_.push_back(no);
    return Slot::statement;
}

Slot Projection::put(std::int64_t no, const core::StatementSent& fact, bool) {
    insert_statement_.run(no, core::StatementStep::sending,
                          mention(core::entity_of(fact.customer)).no, mention(fact.statement).no,
                          fact.date, core::far_future, core::far_future, 0, "", "",
                          static_cast<std::int64_t>(fact.channel), 0);
    ++work_version_;
    doubts_.push_back(no);
    return Slot::statement;
}

Slot Projection::put(std::int64_t no, const core::StatementAnswered& fact, bool) {
    insert_statement_.run(no, core::StatementStep::answer,
                          mention(core::entity_of(fact.customer)).no, mention(fact.statement).no,
                          fact.date, core::far_future, core::far_future, fact.theirs, "", "",
                          static_cast<std::int64_t>(fact.verdict), fact.is_signed);
    std::int64_t number = 0;
    for (const core::DifferenceLine& line : fact.lines) {
        insert_difference_.run(no, number++, line.number, line.minor,
                               static_cast<std::int64_t>(line.cause), line.owner,
                               line.answer_by.value_or(core::far_future));
    }
    ++work_version_;
    doubts_.push_back(no);
    return Slot::statement;
}

Slot Projection::put(std::int64_t no, const core::DifferenceSettled& fact, bool) {
    mention_if(fact.document);
    insert_statement_.run(no, core::StatementStep::settlement,
                          mention(core::entity_of(fact.customer)).no, mention(fact.answer).no,
                          fact.date, core::far_future, core::far_future, 0, "", "",
                          static_cast<std::int64_t>(fact.how), std::int64_t{fact.line});
    ++work_version_;
    doubts_.push_back(no);
    return Slot::statement;
}

void Projection::touch_work(std::int64_t no) {
    constexpr std::size_t many = 1000; // so many are read all at once
    ++work_version_;
    if (all_work_touched_ || touched_work_.size() >= many) {
        all_work_touched_ = true;
        touched_work_.clear();
    } else if (!std::ranges::contains(touched_work_, no)) {
        touched_work_.push_back(no);
    }
}

std::optional<std::vector<std::int64_t>> Projection::take_touched_work() {
    if (std::exchange(all_work_touched_, false)) return std::nullopt;
    return std::exchange(touched_work_, {});
}

// What a plan replaces and what stands beside it are looked at again.
void Projection::note_plan(std::int64_t entity) {
    Statement plan(database_, "SELECT w.subject, w.customer, o.customer FROM work w LEFT JOIN"
                              " work o ON o.no = w.subject WHERE w.no = ? AND w.type = 2");
    Rows rows = plan.query(entity);
    if (!rows.next()) return;
    replaced_plans_.push_back(rows.integer(0));
    planned_.insert(planned_.end(), {rows.integer(1), rows.integer(2)});
}

void Projection::retract(std::int64_t entity) {
    const Slot slot = shown(entity).slot;
    switch (slot) {
    case Slot::invoice:
    case Slot::receipt: {
        const Side side = slot == Slot::invoice ? Side::invoice : Side::receipt;
        note_document(side, entity, load_document(side, entity));
        Statement lines(database_, "DELETE FROM schedule WHERE invoice = ?");
        if (side == Side::invoice) lines.run(entity);
        touch_ties(entity);
        break;
    }
    case Slot::allocation:
        if (const auto allocation = load_allocation(entity)) {
            // Both documents have more room now: all their allocations are settled again.
            receipts_.push_back(allocation->receipt);
            invoices_.push_back(allocation->invoice);
            list_allocation(*allocation, Standing::silent, 0);
        }
        break;
    case Slot::reversal: {
        Statement target(database_, "SELECT target FROM reversal WHERE no = ?");
        Rows rows = target.query(entity);
        if (rows.next()) ends_.push_back(rows.integer(0));
        break;
    }
    case Slot::resolution: retract_resolution(entity); break;
    case Slot::merge: merges_touched_ = true; break;
    case Slot::bank_import: {
        touch_lines_of(entity);
        Statement lines(database_, "DELETE FROM bank_line WHERE import = ?");
        lines.run(entity);
        break;
    }
    case Slot::work: {
        note_plan(entity);
        touch_work(entity);
        note_letter(entity);
        Statement items(database_, "DELETE FROM letter_item WHERE letter = ?");
        items.run(entity);
        break;
    }
    case Slot::statement: {
        ++work_version_;
        Statement lines(database_, "DELETE FROM difference WHERE answer = ?");
        lines.run(entity);
        break;
    }
    case Slot::legal:
    case Slot::bank_use: ++work_version_; break;
    case Slot::attachment:
    case Slot::dispute:
    case Slot::bill_step:
    case Slot::none:
    case Slot::invalid: break;
    }
    const std::string_view table = table_of(slot);
    if (!table.empty()) {
        Statement gone(database_, "DELETE FROM " + std::string(table) + " WHERE no = ?");
        gone.run(entity);
    }
    doubts_.push_back(entity);
}

void Projection::note_letter(std::int64_t work) {
    Statement letter(database_, "SELECT customer FROM work WHERE no = ? AND type = 4 AND code > 0");
    Rows rows = letter.query(work);
    if (rows.next()) lettered_.push_back(rows.integer(0));
}

void Projection::retract_resolution(std::int64_t entity) {
    std::string id;
    {
        Statement exception(database_, "SELECT exception FROM resolution WHERE no = ?");
        Rows rows = exception.query(entity);
        if (rows.next()) id = rows.blob(0);
    }
    Statement gone(database_, "DELETE FROM resolution WHERE no = ?");
    gone.run(entity);
    exceptions_.resolution_changed(id);
}

} // namespace huikuan::store
