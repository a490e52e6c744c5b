// What people and faulty apps write: a fact of any kind about anything, and the command that a
// person gives for it.
#include <algorithm>

#include "core/text.h"
#include "sim/world.h"
#include "sync/hash.h"

namespace huikuan::sim {

namespace {

const core::Currency yuan{"CNY"};

struct CommandFor {
    using Asked = std::optional<core::Command>;
    Asked operator()(const core::FieldsSet& fact) const { return core::SetFields{fact}; }
    Asked operator()(const core::InvoiceIssued& fact) const {
        return core::IssueInvoice{fact, std::nullopt};
    }
    Asked operator()(const core::ReceiptRecorded& fact) const {
        if (fact.type == core::CreditType::receipt && !fact.against.is_nil()) {
            return core::RecoverWriteOff{fact};
        }
        return core::RecordReceipt{fact, {core::AllocationRule::legal, {}}, {}};
    }
    Asked operator()(const core::CustomersMerged& fact) const { return core::MergeCustomers{fact}; }
    Asked operator()(const core::AttachmentAdded& fact) const { return core::AddAttachment{fact}; }
    Asked operator()(const core::DisputeOpened& fact) const { return core::OpenDispute{fact}; }
    Asked operator()(const core::DisputeSettled& fact) const { return core::SettleDispute{fact}; }
    Asked operator()(const core::BillMoved& fact) const { return core::MoveBill{fact}; }
    Asked operator()(const core::ContactLogged& fact) const { return core::LogContact{fact}; }
    Asked operator()(const core::PromiseMade& fact) const { return core::MakePromise{fact}; }
    Asked operator()(const core::PlanAgreed& fact) const { return core::AgreePlan{fact}; }
    Asked operator()(const core::HoldPlaced& fact) const { return core::PlaceHold{fact}; }
    Asked operator()(const core::LetterSent& fact) const { return core::SendLetter{fact, {}}; }
    Asked operator()(const core::BankLinesImported& fact) const {
        return core::ImportBankLines{fact};
    }
    Asked operator()(const core::BankLineUsed& fact) const { return core::UseBankLine{fact}; }
    Asked operator()(const core::LegalEventNoted& fact) const { return core::NoteLegalEvent{fact}; }
    Asked operator()(const core::CaseStepTaken& fact) const { return core::TakeCaseStep{fact}; }
    Asked operator()(const core::CaseCostPaid& fact) const { return core::PayCaseCost{fact}; }
    Asked operator()(const core::StatementIssued& fact) const {
        return core::IssueStatement{fact, std::nullopt};
    }
    Asked operator()(const core::StatementSent& fact) const { return core::SendStatement{fact}; }
    Asked operator()(const core::StatementAnswered& fact) const {
        return core::AnswerStatement{fact};
    }
    Asked operator()(const core::DifferenceSettled& fact) const {
        return core::SettleDifference{fact};
    }
    Asked operator()(const auto&) const { return std::nullopt; } // these have their own ways
};

} // namespace

std::optional<core::Command> World::command_for(const core::Fact& fact) {
    return std::visit(CommandFor{}, fact);
}

// Ids that later facts may name, rightly or not.
void World::note(const core::Fact& fact) {
    const core::EntityId id = core::entity_of(fact);
    if (std::holds_alternative<core::InvoiceIssued>(fact)) invoices_.push_back(id);
    else if (std::holds_alternative<core::ReceiptRecorded>(fact)) receipts_.push_back(id);
    else if (std::holds_alternative<core::FieldsSet>(fact)) return;
    else others_.push_back(id);
    if (std::holds_alternative<core::PlanAgreed>(fact)) plans_.push_back(id);
    else if (std::holds_alternative<core::StatementIssued>(fact)) statements_.push_back(id);
    else if (std::holds_alternative<core::StatementAnswered>(fact)) answers_.push_back(id);
    else if (std::holds_alternative<core::DisputeOpened>(fact)) disputes_.push_back(id);
    else if (const auto* bank = std::get_if<core::BankLinesImported>(&fact)) {
        lines_.insert(lines_.end(), bank->lines.begin(), bank->lines.end());
    } else if (const auto* receipt = std::get_if<core::ReceiptRecorded>(&fact)) {
        if (receipt->bill) bills_.push_back(id);
    }
    std::visit(
        [&](const auto& what) {
            if constexpr (requires { what.customer; }) {
                owners_[id] = what.customer;
            } else if constexpr (requires { what.invoice, what.cause; }) {
                const auto owner = owners_.find(core::entity_of(what.invoice));
                if (owner != owners_.end()) owners_.emplace(id, owner->second);
            }
        },
        fact);
}

// Of what comes after a document, mostly.
core::Date World::any_later_date() {
    return random_.chance(70) ? core::add_days(any_date(), 12) : any_date();
}

// Mostly one of those; sometimes a thing of another kind, or one that nobody has.
core::EntityId World::any_of(const std::vector<core::EntityId>& ids) {
    return any_known(random_.chance(94) ? ids : others_);
}

// The same, and mostly a customer's own.
core::EntityId World::subject(const std::vector<core::EntityId>& ids, core::CustomerId& customer) {
    const core::EntityId id = any_of(ids);
    const auto owner = owners_.find(id);
    if (owner != owners_.end() && random_.chance(85)) customer = owner->second;
    return id;
}

core::EntityId World::id_for(const std::vector<core::EntityId>& used) {
    if (!used.empty() && random_.chance(8)) return used[random_.below(used.size())];
    return fresh_id();
}

core::FieldsSet World::any_fields() {
    struct Register {
        core::RegisterKind kind;
        std::vector<const char*> fields;
    };
    static const std::vector<Register> registers{
        {core::RegisterKind::customer, {"name", "tax_no", "tier", "parent"}},
        {core::RegisterKind::contact, {"name", "phone", "customer"}},
        {core::RegisterKind::contract, {"no", "terms", "customer"}},
        {core::RegisterKind::task, {"title", "decided", "customer"}},
        {core::RegisterKind::legal_case, {"court", "no", "customer"}},
        {core::RegisterKind::setting, {"law.limitation_months", "letter.name"}}};
    const Register& what = registers[random_.below(registers.size())];
    core::EntityId entity = core::settings_entity;
    if (what.kind == core::RegisterKind::customer) {
        entity = any_known(customers_);
    } else if (what.kind != core::RegisterKind::setting) {
        const bool is_case = what.kind == core::RegisterKind::legal_case;
        std::vector<core::EntityId>& known = is_case ? cases_ : records_;
        if (known.size() < (is_case ? 2 : 5)) known.push_back(fresh_id());
        entity = any_known(known);
    }
    const std::string field = what.fields[random_.below(what.fields.size())];
    const std::string value = field == "customer" || field == "parent"
                                  ? core::to_text(any_known(customers_))
                                  : std::to_string(random_.between(30, 32));
    if (field == "customer") {
        owners_[entity] = core::id_cast<core::CustomerId>(core::parse_id(value).value());
    }
    return {what.kind, entity, {{field, value}}};
}

core::Fact World::any_debit() {
    core::InvoiceIssued debit;
    debit.id = core::id_cast<core::InvoiceId>(id_for(invoices_));
    debit.customer = any_customer();
    debit.amount = any_money();
    debit.issued = any_date();
    debit.type = static_cast<core::DebitType>(random_.below(8));
    debit.number = (debit.type == core::DebitType::interest && random_.chance(50) ? "DI-" : "N") +
                   std::to_string(random_.below(6));
    debit.lines = {{debit.issued, debit.amount.minor}};
    if (debit.amount.minor > 100) {
        debit.lines = {{debit.issued, 100},
                       {core::add_days(debit.issued, 30), debit.amount.minor - 100}};
    }
    if (random_.chance(40)) debit.against = subject(invoices_, debit.customer);
    if (random_.chance(20) && !records_.empty()) debit.contract = any_known(records_);
    if (random_.chance(20)) debit.terms = "net 30";
    return debit;
}

core::Fact World::any_credit() {
    core::ReceiptRecorded credit;
    credit.id = core::id_cast<core::ReceiptId>(id_for(receipts_));
    credit.customer = any_customer();
    credit.amount = any_money();
    credit.date = any_date();
    credit.type = static_cast<core::CreditType>(random_.below(10));
    credit.method = "other";
    credit.reason = "x";
    if (credit.type == core::CreditType::credit_note) {
        credit.number = "K" + std::to_string(random_.below(4));
    } else if (credit.type == core::CreditType::bill) {
        credit.bill = {"B" + std::to_string(random_.below(4)), "bank",
                       core::add_days(credit.date, 90), random_.chance(30)};
    } else if (random_.chance(30)) {
        credit.reference = "R" + std::to_string(random_.below(4));
    }
    const bool of_debit = credit.type == core::CreditType::credit_note ||
                          credit.type == core::CreditType::exchange_in;
    if (random_.chance(60)) {
        credit.against = subject(of_debit ? invoices_ : receipts_, credit.customer);
    }
    return credit;
}

core::Fact World::any_work() {
    const core::EntityId id = id_for(others_);
    const core::CustomerId customer = any_customer();
    const core::Date date = any_later_date();
    const core::Date later =
        core::add_days(date, static_cast<std::int32_t>(random_.between(1, 30)));
    switch (random_.below(6)) {
    case 0: {
        core::ContactLogged contact;
        contact.id = id;
        contact.customer = customer;
        contact.date = date;
        contact.by = "A";
        contact.channel = static_cast<core::Channel>(random_.below(7));
        contact.outcome = static_cast<core::ContactOutcome>(random_.below(12));
        if (random_.chance(30)) contact.next = later;
        if (random_.chance(40)) {
            contact.task = subject(random_.chance(50) ? records_ : disputes_, contact.customer);
        }
        return contact;
    }
    case 1: {
        core::PromiseMade promise;
        promise.id = id;
        promise.customer = customer;
        promise.amount = any_money();
        promise.date = date;
        promise.due = later;
        promise.by = "A";
        if (random_.chance(30)) promise.contact = subject(others_, promise.customer);
        return promise;
    }
    case 2: {
        core::HoldPlaced hold;
        hold.id = id;
        hold.customer = customer;
        hold.kind = static_cast<core::HoldKind>(random_.below(6));
        hold.date = date;
        hold.until = later;
        hold.reason = "x";
        hold.owner = random_.chance(50) ? "A" : "";
        if (random_.chance(40)) hold.of = subject(invoices_, hold.customer);
        return hold;
    }
    case 3: {
        core::LetterSent letter;
        letter.id = id;
        letter.customer = customer;
        letter.date = date;
        letter.channel = core::Channel::mail;
        letter.letter = "demand";
        letter.language = "zh";
        letter.level = static_cast<int>(random_.below(3));
        if (letter.level > 0) letter.ladder = "standard";
        letter.text = "t";
        letter.by = "A";
        for (auto count = random_.between(letter.level > 0 ? 1 : 0, 2); count > 0; --count) {
            const core::EntityId invoice = subject(invoices_, letter.customer);
            letter.items.push_back({core::id_cast<core::InvoiceId>(invoice),
                                    core::date_of(2026, 9, 5).value(), 100, letter.level});
        }
        std::ranges::sort(letter.items, {}, &core::LetterItem::invoice);
        const auto doubled = std::ranges::unique(letter.items, {}, &core::LetterItem::invoice);
        letter.items.erase(doubled.begin(), doubled.end());
        return letter;
    }
    case 4: {
        core::DisputeSettled settled;
        settled.id = id;
        settled.customer = customer;
        settled.dispute = subject(disputes_, settled.customer);
        settled.date = date;
        settled.outcome = static_cast<core::DisputeOutcome>(random_.below(7));
        if (core::needs_document(settled.outcome)) settled.document = any_of(receipts_);
        settled.note = "x";
        settled.by = "A";
        return settled;
    }
    default: {
        core::PlanAgreed plan;
        plan.id = random_.chance(8) ? any_known(plans_) : id;
        plan.customer = customer;
        plan.date = date;
        plan.currency = yuan;
        plan.lines = {{date, 100, 0}, {later, 100, 5}};
        plan.by = "A";
        if (random_.chance(40)) plan.supersedes = subject(plans_, plan.customer);
        if (random_.chance(20)) plan.offers = {{date, true, 50}};
        return plan;
    }
    }
}

core::Fact World::any_bank() {
    if (random_.chance(50)) {
        core::BankLinesImported bank;
        bank.id = id_for(others_);
        bank.account = random_.chance(50) ? "6222" : "62 22-";
        bank.currency = yuan;
        bank.file = "f";
        for (auto count = random_.between(1, 3); count > 0; --count) {
            core::BankLine line;
            if (!lines_.empty() && random_.chance(40)) {
                line = lines_[random_.below(lines_.size())];
            } else {
                line.id = fresh_id();
                line.date = core::date_of(2026, 9, random_.chance(50) ? 3 : 4).value();
                line.minor = random_.chance(80) ? 100 : -100;
                if (random_.chance(50)) line.reference = random_.chance(50) ? "R0" : "R1";
                if (random_.chance(50)) line.balance = random_.between(1, 2) * 100;
            }
            if (!std::ranges::contains(bank.lines, line.id, &core::BankLine::id)) {
                bank.lines.push_back(line);
            }
        }
        return bank;
    }
    core::BankLineUsed used;
    used.id = id_for(others_);
    used.line = lines_.empty() || random_.chance(4) ? any_known(others_)
                                                    : lines_[random_.below(lines_.size())].id;
    if (random_.chance(70)) used.receipt = core::id_cast<core::ReceiptId>(any_of(receipts_));
    else used.reason = "own";
    return used;
}

core::Fact World::any_legal() {
    const core::EntityId id = id_for(others_);
    const core::CustomerId customer = any_customer();
    const core::Date date = any_later_date();
    switch (random_.below(3)) {
    case 0: {
        core::LegalEventNoted event;
        event.id = id;
        event.customer = customer;
        if (random_.chance(60)) {
            event.of = subject(random_.chance(60) ? invoices_ : records_, event.customer);
        }
        event.what = static_cast<core::LegalEvent>(random_.below(8));
        event.date = date;
        event.proof = random_.chance(50) ? "post" : "";
        event.guarantor = random_.chance(20) ? "G" : "";
        event.by = "A";
        return event;
    }
    case 1: {
        core::CaseStepTaken step;
        step.id = id;
        step.customer = customer;
        step.of = subject(cases_, step.customer);
        step.stage = static_cast<core::CaseStage>(random_.below(13));
        step.date = date;
        if (random_.chance(30)) {
            step.minor = 100;
            step.currency = yuan;
        }
        step.by = "A";
        return step;
    }
    default: {
        core::CaseCostPaid cost;
        cost.id = id;
        cost.customer = customer;
        cost.of = subject(cases_, cost.customer);
        cost.what = static_cast<core::CaseCost>(random_.below(9));
        cost.amount = any_money();
        cost.date = date;
        cost.by = "A";
        return cost;
    }
    }
}

core::Fact World::any_statement() {
    const core::EntityId id = id_for(others_);
    const core::CustomerId customer = any_customer();
    const core::Date date = any_later_date();
    switch (random_.below(4)) {
    case 0: {
        core::StatementIssued statement;
        statement.customer = customer;
        statement.form = core::StatementForm::open_items;
        statement.date = statement.from = statement.to = date;
        statement.currency = yuan;
        statement.opening = statement.closing = random_.between(0, 2) * 100;
        statement.code = "3f9a-0001";
        statement.by = "A";
        statement.id = random_.chance(70) ? core::statement_id(statement, 0) : id;
        return statement;
    }
    case 1: {
        core::StatementSent sent;
        sent.id = id;
        sent.customer = customer;
        sent.statement = subject(statements_, sent.customer);
        sent.date = date;
        sent.channel = core::Channel::mail;
        sent.by = "A";
        return sent;
    }
    case 2: {
        core::StatementAnswered answer;
        answer.id = id;
        answer.customer = customer;
        answer.statement = subject(statements_, answer.customer);
        answer.date = date;
        if (random_.chance(50)) {
            answer.verdict = core::StatementVerdict::difference;
            answer.theirs = 50;
            answer.lines = {{"N1", 50, core::DifferenceCause::timing, "A", std::nullopt}};
        }
        answer.by = "A";
        return answer;
    }
    default: {
        core::DifferenceSettled settled;
        settled.id = id;
        settled.customer = customer;
        settled.answer = subject(answers_, settled.customer);
        settled.date = date;
        settled.how = static_cast<core::DifferenceEnd>(random_.below(4));
        if (random_.chance(30)) settled.document = any_of(receipts_);
        settled.note = "x";
        settled.by = "A";
        return settled;
    }
    }
}

// Of a kind that came after the first version of the view.
core::Fact World::any_newer_fact() {
    switch (random_.below(12)) {
    case 0: return any_fields();
    case 1: return any_debit();
    case 2:
    case 3: return any_credit();
    case 4: {
        core::CustomersMerged merge;
        merge.id = id_for(others_);
        merge.from = any_customer();
        do merge.into = any_customer();
        while (merge.into == merge.from);
        merge.date = any_date();
        merge.reason = "x";
        return merge;
    }
    case 5: {
        core::DisputeOpened dispute;
        dispute.id = id_for(others_);
        dispute.invoice = core::id_cast<core::InvoiceId>(any_of(invoices_));
        dispute.amount = {100, yuan};
        dispute.date = any_later_date();
        dispute.reason = "x";
        dispute.cause = static_cast<core::DisputeCause>(random_.below(core::dispute_causes));
        return dispute;
    }
    case 6: {
        if (random_.chance(50)) {
            core::BillMoved moved;
            moved.id = id_for(others_);
            moved.bill = core::id_cast<core::ReceiptId>(any_of(bills_));
            moved.step = static_cast<core::BillStep>(random_.below(3));
            moved.date = any_later_date();
            moved.party = "bank";
            return moved;
        }
        core::AttachmentAdded file;
        file.id = id_for(others_);
        file.of = any_of(random_.chance(50) ? invoices_ : records_);
        file.name = "a.pdf";
        file.media = "application/pdf";
        file.bytes = 5;
        file.sha256 = sync::sha256("bytes");
        file.kind = static_cast<core::FileKind>(random_.below(core::file_kinds));
        return file;
    }
    case 7: return any_bank();
    case 8: return any_legal();
    case 9: return any_statement();
    default: return any_work();
    }
}

core::Command World::newer_command() {
    if (random_.chance(10)) {
        core::ExchangeCredit exchange;
        exchange.out_id = core::id_cast<core::InvoiceId>(fresh_id());
        exchange.credit = core::id_cast<core::ReceiptId>(any_known(receipts_));
        exchange.minor = 100;
        exchange.to = random_.chance(50) ? yuan : core::Currency{"USD"};
        exchange.rate = {7, 1};
        exchange.date = core::date_of(2026, 9, 20).value();
        exchange.plan.rule = core::AllocationRule::oldest_due_first;
        return exchange;
    }
    while (true) {
        if (auto command = command_for(any_newer_fact())) return std::move(*command);
    }
}

} // namespace huikuan::sim
