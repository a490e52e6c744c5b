#include "session/session.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "core/text.h"
#include "session/batch.h"
#include "session/inside.h"
#include "session/keeper.h"
#include "session/resolve.h"

namespace huikuan::session {

using core::ErrorCode;

core::EntityId id_of(const core::Command& command) {
    struct {
        core::EntityId operator()(const core::SetFields& c) const { return c.fields.entity; }
        core::EntityId operator()(const core::IssueInvoice& c) const {
            return entity_of(c.invoice.id);
        }
        core::EntityId operator()(const core::RecordReceipt& c) const {
            return entity_of(c.receipt.id);
        }
        core::EntityId operator()(const core::AllocateReceipt& c) const { return c.id; }
        core::EntityId operator()(const core::Reverse& c) const { return c.id; }
        core::EntityId operator()(const core::ResolveException& c) const { return c.resolution.id; }
        core::EntityId operator()(const core::MergeCustomers& c) const { return c.merge.id; }
        core::EntityId operator()(const core::AddAttachment& c) const { return c.attachment.id; }
        core::EntityId operator()(const core::OpenDispute& c) const { return c.dispute.id; }
        core::EntityId operator()(const core::MoveBill& c) const { return c.moved.id; }
        core::EntityId operator()(const core::ImportBankLines& c) const { return c.imported.id; }
        core::EntityId operator()(const core::UseBankLine& c) const { return c.used.id; }
        core::EntityId operator()(const core::ExchangeCredit& c) const {
            return entity_of(c.out_id);
        }
        core::EntityId operator()(const core::RefundCredit& c) const {
            return entity_of(c.refund.id);
        }
        core::EntityId operator()(const core::RecoverWriteOff& c) const {
            return entity_of(c.receipt.id);
        }
        core::EntityId operator()(const core::LogContact& c) const { return c.contact.id; }
        core::EntityId operator()(const core::MakePromise& c) const { return c.promise.id; }
        core::EntityId operator()(const core::AgreePlan& c) const { return c.plan.id; }
        core::EntityId operator()(const core::PlaceHold& c) const { return c.hold.id; }
        core::EntityId operator()(const core::SendLetter& c) const { return c.letter.id; }
        core::EntityId operator()(const core::SettleDispute& c) const { return c.settled.id; }
        core::EntityId operator()(const core::NoteLegalEvent& c) const { return c.event.id; }
        core::EntityId operator()(const core::TakeCaseStep& c) const { return c.step.id; }
        core::EntityId operator()(const core::PayCaseCost& c) const { return c.cost.id; }
        core::EntityId operator()(const core::IssueStatement& c) const { return c.statement.id; }
        core::EntityId operator()(const core::SendStatement& c) const { return c.sent.id; }
        core::EntityId operator()(const core::AnswerStatement& c) const { return c.answer.id; }
        core::EntityId operator()(const core::SettleDifference& c) const { return c.settled.id; }
    } const id;
    return std::visit(id, command);
}

// The first allocation bears the command's id. Decided again it would be refused, because what it
// used is used: it is compared with the wish instead.
static bool is_wish(const core::AllocateReceipt& wish, const core::Fact& kept) {
    const auto* made = std::get_if<core::AllocationMade>(&kept);
    if (made == nullptr || made->receipt != wish.receipt || made->date != wish.date) return false;
    if (wish.plan.rule != core::AllocationRule::manual) return true;
    return !wish.plan.parts.empty() && wish.plan.parts.front().invoice == made->invoice &&
           wish.plan.parts.front().minor == made->amount.minor;
}

// What a credit was used for is not open any more, so it is decided again as a plain receipt that
// pays nothing; what makes it more than that is compared as it stands.
static bool is_wish(core::Account account, core::ReceiptRecorded wish, const core::Fact& kept) {
    const auto* recorded = std::get_if<core::ReceiptRecorded>(&kept);
    if (recorded == nullptr) return false;
    account.id_taken = false;
    if (wish.method.empty() && wish.bill) wish.method = "bill";
    core::RecordReceipt bare{wish, {}, {}};
    bare.receipt.type = core::CreditType::receipt;
    bare.receipt.number.clear();
    bare.receipt.reason.clear();
    bare.receipt.against = {};
    bare.receipt.bill.reset();
    const auto facts = core::decide(account, {}, bare);
    if (!facts || facts->size() != 1) return false;
    auto same = std::get<core::ReceiptRecorded>(facts->front());
    same.type = wish.type;
    same.number = core::trim(wish.number);
    same.reason = core::trim(wish.reason);
    same.against = wish.against;
    same.bill = wish.bill;
    return same == *recorded;
}

static bool is_wish(const core::ExchangeCredit& wish, const core::Fact& kept) {
    const auto* out = std::get_if<core::InvoiceIssued>(&kept);
    return out != nullptr && out->type == core::DebitType::exchange_out &&
           out->amount.minor == wish.minor && out->issued == wish.date && out->rate == wish.rate;
}

static bool is_wish(const core::RefundCredit& wish, const core::Fact& kept) {
    const auto* refund = std::get_if<core::InvoiceIssued>(&kept);
    return refund != nullptr && refund->type == core::DebitType::refund &&
           refund->amount.minor == wish.refund.amount.minor && refund->issued == wish.refund.issued;
}

static std::optional<Outcome> again(const core::Fact& kept) {
    return Outcome{{kept}, {}, std::nullopt, true};
}

std::optional<Outcome> Session::Inside::repeated(core::Account account,
                                                 const core::Command& command,
                                                 const std::optional<core::Fact>& kept) const {
    if (!kept) return std::nullopt;
    if (const auto* wish = std::get_if<core::AllocateReceipt>(&command)) {
        if (!is_wish(*wish, *kept)) return std::nullopt;
        return Outcome{{*kept}, {}, std::nullopt, true};
    }
    account.id_taken = false;
    account.number_taken = false;
    account.target_voided = false;
    account.merged_already = false;
    account.bill_step.reset();
    account.line_used = false;
    account.line_settled = false;
    if (const auto* receipt = std::get_if<core::RecordReceipt>(&command)) {
        return is_wish(account, receipt->receipt, *kept) ? again(*kept) : std::nullopt;
    }
    if (const auto* recovery = std::get_if<core::RecoverWriteOff>(&command)) {
        return is_wish(account, recovery->receipt, *kept) ? again(*kept) : std::nullopt;
    }
    if (const auto* exchange = std::get_if<core::ExchangeCredit>(&command)) {
        return is_wish(*exchange, *kept) ? again(*kept) : std::nullopt;
    }
    if (const auto* refund = std::get_if<core::RefundCredit>(&command)) {
        return is_wish(*refund, *kept) ? again(*kept) : std::nullopt;
    }
    if (std::holds_alternative<core::OpenDispute>(command)) {
        for (auto& invoice : account.invoices) { // as it was when this was disputed
            invoice.open_minor = invoice.fact.amount.minor;
            invoice.disputed_minor = 0;
        }
    }
    if (std::holds_alternative<core::AgreePlan>(command)) account.owed_minor = INT64_MAX;
    auto facts = core::decide(account, policy(), command);
    if (!facts || facts->empty()) return std::nullopt;
    // What a contact went against was found when it was written; others were logged since.
    auto* contact = std::get_if<core::ContactLogged>(&facts->front());
    const auto* logged = std::get_if<core::ContactLogged>(&*kept);
    if (contact != nullptr && logged != nullptr) contact->overruled = logged->overruled;
    if (facts->front() != *kept) return std::nullopt;
    return Outcome{*facts, {}, std::nullopt, true};
}

Outcome outcome_of(std::vector<core::Fact> facts) {
    Outcome outcome{std::move(facts), {}, std::nullopt, false};
    const bool with_receipt = std::ranges::any_of(outcome.facts, [](const core::Fact& fact) {
        return std::holds_alternative<core::ReceiptRecorded>(fact);
    });
    // A recovery reverses the write-off that it names: taking its halves back one by one would
    // leave the debt unpaid and not written off.
    const auto recovers = [&](const core::Fact& fact) {
        const auto* credit = std::get_if<core::ReceiptRecorded>(&fact);
        return credit != nullptr && !credit->against.is_nil() &&
               std::ranges::any_of(outcome.facts, [&](const auto& other) {
                   const auto* reversed = std::get_if<core::Reversed>(&other);
                   return reversed != nullptr && reversed->target == credit->against;
               });
    };
    if (std::ranges::any_of(outcome.facts, recovers)) return outcome;
    const auto ends_with_another = [&](const core::Fact& fact) { // see store/ties.cpp
        const auto* credit = std::get_if<core::ReceiptRecorded>(&fact);
        return credit != nullptr && !credit->against.is_nil() &&
               std::ranges::any_of(outcome.facts, [&](const core::Fact& other) {
                   return entity_of(other) == credit->against;
               });
    };
    for (auto fact = outcome.facts.rbegin(); fact != outcome.facts.rend(); ++fact) {
        if (ends_with_another(*fact)) continue;
        if (std::holds_alternative<core::InvoiceIssued>(*fact) ||
            std::holds_alternative<core::ReceiptRecorded>(*fact) ||
            std::holds_alternative<core::ExceptionResolved>(*fact) ||
            std::holds_alternative<core::CustomersMerged>(*fact) ||
            std::holds_alternative<core::AttachmentAdded>(*fact) ||
            std::holds_alternative<core::DisputeOpened>(*fact) ||
            std::holds_alternative<core::BillMoved>(*fact) ||
            std::holds_alternative<core::ContactLogged>(*fact) ||
            std::holds_alternative<core::PromiseMade>(*fact) ||
            std::holds_alternative<core::PlanAgreed>(*fact) ||
            std::holds_alternative<core::HoldPlaced>(*fact) ||
            std::holds_alternative<core::LetterSent>(*fact) ||
            std::holds_alternative<core::DisputeSettled>(*fact) ||
            std::holds_alternative<core::LegalEventNoted>(*fact) ||
            std::holds_alternative<core::CaseStepTaken>(*fact) ||
            std::holds_alternative<core::CaseCostPaid>(*fact) ||
            std::holds_alternative<core::StatementIssued>(*fact) ||
            std::holds_alternative<core::StatementSent>(*fact) ||
            std::holds_alternative<core::StatementAnswered>(*fact) ||
            std::holds_alternative<core::DifferenceSettled>(*fact) ||
            std::holds_alternative<core::BankLinesImported>(*fact) ||
            std::holds_alternative<core::BankLineUsed>(*fact)) {
            outcome.undo.push_back(entity_of(*fact));
        }
        // With its receipt an allocation is void by itself.
        if (std::holds_alternative<core::AllocationMade>(*fact) && !with_receipt) {
            outcome.undo.push_back(entity_of(*fact));
        }
    }
    return outcome;
}

Session::Session(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Session::~Session() = default;

core::Result<std::unique_ptr<Session>> Session::create_file(const std::string& path,
                                                            const NewBook& book) {
    auto store = store::Store::create(store_options(path));
    if (!store) return std::unexpected(store.error());
    auto inside = std::make_unique<Inside>();
    inside->store = *std::move(store);
    inside->path = path;
    if (auto founded = found_book(*inside, book); !founded) return std::unexpected(founded.error());
    return std::make_unique<Session>(std::move(inside));
}

core::Result<std::unique_ptr<Session>> Session::open_file(const std::string& path) {
    auto store = store::Store::open(store_options(path));
    if (!store) return std::unexpected(store.error());
    auto inside = std::make_unique<Inside>();
    inside->store = *std::move(store);
    inside->path = path;
    if (auto settled = inside->settle_author(); !settled) return std::unexpected(settled.error());
    return std::make_unique<Session>(std::move(inside));
}

bool Session::ready() const { return inside_->store != nullptr; }
std::string Session::vault() const { return inside_->vault; }

std::uint64_t Session::revision() const {
    // A store that was opened again counts from its start.
    return (inside_->reopened << 32U) + (inside_->store ? inside_->store->revision() : 0);
}

Status Session::status() const { return inside_->keeper ? inside_->keeper->status() : Status{}; }

int Session::tick(double budget_ms) {
    // In an open merge the pages hold what may still be taken back.
    if (!inside_->keeper || inside_->merging) return -1;
    return inside_->keeper->tick(budget_ms);
}

core::Date Session::today() const {
    return inside_->today.value_or(core::Date{platform::today_days()});
}
void Session::set_today(core::Date date) { inside_->today = date; }

// --- reading

core::BookRow Session::book() const { return inside_->store->book(); }
core::BookCounts Session::counts() const { return inside_->store->counts(); }

std::vector<core::RowKey> Session::customer_keys(const core::ListQuery& query) const {
    return inside_->store->customer_keys(query);
}
std::vector<core::CustomerRow> Session::customers(std::span<const core::RowKey> keys,
                                                  core::Date as_of) const {
    return inside_->store->customers(keys, as_of);
}
std::optional<core::CustomerRow> Session::customer(core::CustomerId id, core::Date as_of) const {
    return inside_->store->customer(id, as_of);
}
std::optional<core::CustomerRow> Session::customer_by_code(const std::string& code) const {
    return inside_->store->customer_by_code(code, today());
}
core::DocumentList Session::invoice_list(const core::ListQuery& query) const {
    return inside_->store->invoice_list(query);
}
core::DocumentList Session::receipt_list(const core::ListQuery& query) const {
    return inside_->store->receipt_list(query);
}
std::int64_t Session::standing_invoices(core::Date on) const {
    return inside_->store->standing_invoices(on);
}
std::int64_t Session::standing_receipts(core::Date on) const {
    return inside_->store->standing_receipts(on);
}
std::vector<core::RowKey> Session::invoice_keys(const core::ListQuery& query) const {
    return inside_->store->invoice_keys(query);
}
std::vector<core::InvoiceRow> Session::invoices(std::span<const core::RowKey> keys,
                                                core::Date as_of) const {
    return inside_->store->invoices(keys, as_of);
}
std::optional<core::InvoiceRow> Session::invoice(core::InvoiceId id, core::Date as_of) const {
    return inside_->store->invoice(id, as_of);
}
std::vector<core::RowKey> Session::receipt_keys(const core::ListQuery& query) const {
    return inside_->store->receipt_keys(query);
}
std::vector<core::ReceiptRow> Session::receipts(std::span<const core::RowKey> keys,
                                                core::Date as_of) const {
    return inside_->store->receipts(keys, as_of);
}
std::optional<core::ReceiptRow> Session::receipt(core::ReceiptId id, core::Date as_of) const {
    return inside_->store->receipt(id, as_of);
}
std::vector<core::AllocationRow> Session::allocations_of(core::EntityId document) const {
    return inside_->store->allocations_of(document);
}
std::vector<core::HistoryRow> Session::history(core::EntityId entity) const {
    return inside_->store->history(entity);
}
std::vector<core::ExceptionRow> Session::exceptions(bool with_resolved) const {
    return inside_->store->exceptions(with_resolved);
}
const core::AgingEntries& Session::aging_entries() const { return inside_->store->aging_entries(); }
core::AgingReport Session::aging(const core::AgingQuery& query) const {
    return inside_->store->aging(query);
}
std::vector<std::pair<std::string, std::string>> Session::fields(core::RegisterKind kind,
                                                                 core::EntityId entity) const {
    return inside_->store->fields(kind, entity);
}

// --- writing

core::EntityId Session::mint() { return inside_->source.mint(); }

core::Result<Outcome> Session::preview(const core::Command& command) const {
    auto account = inside_->store->load_account(command);
    account.today = today();
    auto facts = core::decide(account, inside_->policy(), command);
    if (!facts) {
        if (facts.error().code == ErrorCode::duplicate_id) {
            const auto kept = inside_->store->fact(id_of(command));
            if (auto same = inside_->repeated(account, command, kept)) return *same;
        }
        return std::unexpected(facts.error());
    }
    if (const auto* ended = std::get_if<core::Reversed>(&facts->front())) {
        const auto again = written_off_again(*inside_->store, *ended);
        facts->insert(facts->end(), again.begin(), again.end());
    }
    auto outcome = outcome_of(*std::move(facts));
    if (const auto* set = std::get_if<core::SetFields>(&command)) {
        core::FieldsSet before{set->fields.kind, set->fields.entity, {}};
        const auto shown = inside_->store->fields(before.kind, before.entity);
        for (const auto& [name, value] : set->fields.fields) {
            const auto was =
                std::ranges::find(shown, name, &std::pair<std::string, std::string>::first);
            before.fields.emplace_back(name, was == shown.end() ? std::string{} : was->second);
        }
        // What this write makes cannot be without a name again: taken back, it is put away.
        const bool makes = shown.empty() && before.kind != core::RegisterKind::book &&
                           before.kind != core::RegisterKind::setting;
        if (makes) before.fields = {{"archived", "1"}};
        outcome.restore = std::move(before);
    }
    return outcome;
}

core::Result<Outcome> Session::run(const core::Command& command) {
    if (auto refused = inside_->refusal()) return std::unexpected(*refused);
    auto outcome = preview(command);
    if (!outcome || outcome->repeated) return outcome;
    if (const auto* reverse = std::get_if<core::Reverse>(&command)) {
        // Without a date it never counted, and comes back as it was.
        outcome->again =
            entered_again(*this, reverse->target, reverse->date.value_or(core::first_date));
    }
    if (const auto* settle = std::get_if<core::SettleDispute>(&command)) {
        outcome->again = entered_again(*this, settle->settled.dispute, core::first_date);
    }
    // What was recovered is given up again: the write-off comes back whole, from that day on.
    if (const auto* recover = std::get_if<core::RecoverWriteOff>(&command)) {
        outcome->again = entered_again(*this, recover->receipt.against, recover->receipt.date);
        for (const core::Fact& fact : outcome->facts) {
            const auto* credit = std::get_if<core::ReceiptRecorded>(&fact);
            if (credit != nullptr) outcome->undo.push_back(core::entity_of(credit->id));
        }
    }
    if (auto written = inside_->write(outcome->facts); !written)
        return std::unexpected(written.error());
    return outcome;
}

core::Result<Outcome> Session::run_batch(std::span<const core::Command> commands) {
    if (auto refused = inside_->refusal()) return std::unexpected(*refused);
    Batch batch(*inside_);
    for (const auto& command : commands) {
        if (auto taken = batch.take(command); !taken) return std::unexpected(taken.error());
    }
    return batch.commit();
}

} // namespace huikuan::session
