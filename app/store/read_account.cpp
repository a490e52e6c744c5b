// The account that a decision needs: the customer's open documents and what the command names.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/contract.h"
#include "core/promise.h"
#include "core/text.h"
#include "store/inside.h"

namespace huikuan::store {
namespace {

class AccountLoader {
public:
    explicit AccountLoader(Store::Inside& inside) : inside_(inside) {}

    core::Account load(const core::Command& command, const core::BookRow& book) {
        account_.base_currency = book.currency;
        std::visit([&](const auto& what) { load(what); }, command);
        return std::move(account_);
    }

private:
    void load(const core::SetFields& command) {
        const core::FieldsSet& fields = command.fields;
        const auto no = find(fields.entity);
        account_.id_taken = no && inside_.projection.shown(*no).slot != Slot::none;
        if (fields.kind == core::RegisterKind::customer && no) customer(*no);
        if (fields.kind == core::RegisterKind::task && no) task(*no, fields.entity);
        for (const auto& [name, value] : fields.fields) {
            const auto id = core::parse_id(value);
            const auto of = id ? find(*id) : std::nullopt;
            if (!of) continue;
            if (name == "customer") customer(*of);
            if (name == "parent" && fields.kind == core::RegisterKind::customer) {
                parent(fields.entity, *id, *of);
            }
        }
    }
    void load(const core::IssueInvoice& command) {
        take_id(core::entity_of(command.invoice.id));
        if (known(command.invoice.contract)) {
            const auto fields =
                inside_.fields_of(core::RegisterKind::contract, command.invoice.contract);
            const auto terms = core::read_contract(fields).terms;
            if (terms) account_.contract_terms = core::to_text(*terms);
        }
        if (const auto of = known(command.invoice.against)) invoice(*of);
        const auto given = find(core::entity_of(command.invoice.customer));
        if (!given) return;
        customer(*given);
        account_.number_taken =
            number_taken(inside_.projection.holder_of(*given), command.invoice.number);
    }
    void load(const core::RecordReceipt& command) {
        take_id(core::entity_of(command.receipt.id));
        with_discounts_ = command.receipt.type == core::CreditType::discount ||
                          std::ranges::contains(command.companions, core::CreditType::discount,
                                                &core::Companion::type);
        if (const auto of = known(command.receipt.against)) invoice(*of);
        const auto no = find(core::entity_of(command.receipt.customer));
        if (!no) return;
        customer(*no);
        const std::int64_t holder = inside_.projection.holder_of(*no);
        plan(command.plan, holder);
        if (command.receipt.type != core::CreditType::credit_note) return;
        if (account_.same.empty()) relatives(holder);
        account_.number_taken = number_taken(holder, command.receipt.number, true);
    }
    void load(const core::AllocateReceipt& command) {
        take_id(command.id);
        use_credit(core::entity_of(command.receipt), command.plan);
    }
    void load(const core::ExchangeCredit& command) {
        take_id(core::entity_of(command.out_id));
        use_credit(core::entity_of(command.credit), command.plan);
    }
    void load(const core::RefundCredit& command) {
        take_id(core::entity_of(command.refund.id));
        const core::EntityId credit = core::entity_of(command.credit);
        use_credit(credit, {});
        if (const auto no = find(credit)) {
            const auto of = inside_.projection.customer_of(*no);
            account_.number_taken =
                number_taken(inside_.projection.holder_of(of), command.refund.number);
        }
    }
    void load(const core::RecoverWriteOff& command) {
        take_id(core::entity_of(command.receipt.id));
        if (const auto no = find(core::entity_of(command.receipt.customer))) customer(*no);
        const auto written = find(command.receipt.against);
        if (!written) return;
        receipt(*written);
        std::vector<std::pair<std::int64_t, std::int64_t>> parts;
        // What comes back pays the oldest of what was written off.
        Statement live(*inside_.database,
                       "SELECT a.invoice, a.effective FROM allocation a"
                       " JOIN entity e ON e.no = a.no JOIN invoice i ON i.no = a.invoice"
                       " WHERE a.receipt = ? AND a.until IS NULL AND a.effective > 0"
                       " ORDER BY i.due, i.issued, i.number, e.id");
        for (Rows rows = live.query(*written); rows.next();) {
            parts.emplace_back(rows.integer(0), rows.integer(1));
        }
        for (const auto& [of, minor] : parts) {
            invoice(of);
            account_.written_off.push_back(
                {core::id_cast<core::InvoiceId>(inside_.log.id_of(of)), minor});
        }
    }
    void load(const core::MergeCustomers& command) {
        take_id(command.merge.id);
        const auto from = known(core::entity_of(command.merge.from));
        const auto into = known(core::entity_of(command.merge.into));
        account_.merged_already =
            from && into &&
            inside_.projection.holder_of(*from) == inside_.projection.holder_of(*into);
    }
    void load(const core::AddAttachment& command) {
        take_id(command.attachment.id);
        known(command.attachment.of);
    }
    void load(const core::OpenDispute& command) {
        take_id(command.dispute.id);
        with_disputes_ = true;
        if (const auto no = find(core::entity_of(command.dispute.invoice))) invoice(*no);
    }
    void load(const core::LogContact& command) {
        const core::ContactLogged& contact = command.contact;
        take_id(contact.id);
        known(contact.person);
        known(contact.task);
        const auto no = find(core::entity_of(contact.customer));
        if (!no) return;
        customer(*no);
        account_.approaches = inside_.approaches(inside_.projection.holder_of(*no), contact);
    }
    void load(const core::MakePromise& command) {
        take_id(command.promise.id);
        known(command.promise.contact);
        if (const auto no = find(core::entity_of(command.promise.customer))) customer(*no);
    }
    void load(const core::AgreePlan& command) {
        take_id(command.plan.id);
        known(command.plan.supersedes);
        const auto no = find(core::entity_of(command.plan.customer));
        if (!no) return;
        customer(*no);
        core::Currency currency = command.plan.currency;
        if (currency.view().empty()) currency = account_.base_currency;
        account_.running_plans =
            inside_.running_plans(inside_.projection.holder_of(*no), currency, command.plan);
        Statement open(*inside_.database,
                       "SELECT open FROM invoice WHERE customer = ? AND open > 0 AND currency = ?");
        for (Rows rows = open.query(inside_.projection.holder_of(*no), currency); rows.next();) {
            if (__builtin_add_overflow(account_.owed_minor, rows.integer(0),
                                       &account_.owed_minor)) {
                account_.owed_minor = INT64_MAX;
                break;
            }
        }
    }
    void load(const core::PlaceHold& command) {
        take_id(command.hold.id);
        known(command.hold.of);
        if (const auto no = find(core::entity_of(command.hold.customer))) customer(*no);
    }
    void load(const core::SendLetter& command) {
        take_id(command.letter.id);
        const auto no = find(core::entity_of(command.letter.customer));
        if (!no) return;
        customer(*no);
        Statement latest(*inside_.database,
                         "SELECT max(w.date) FROM work w JOIN customer c ON c.no = w.customer"
                         " JOIN entity e ON e.no = w.no WHERE c.holder = ?1 AND w.type = 4"
                         " AND w.code > 0 AND w.ends IS NULL AND e.id <> ?2");
        const core::EntityId own = command.letter.id;
        Rows rows = latest.query(inside_.projection.holder_of(*no), own);
        if (rows.next() && !rows.is_null(0)) account_.latest_letter = rows.date(0);
        if (!command.charges.empty()) relatives(inside_.projection.holder_of(*no));
        for (const core::IssueInvoice& charge : command.charges) {
            if (const auto of = known(charge.invoice.against)) invoice(*of);
            account_.number_taken =
                account_.number_taken ||
                number_taken(inside_.projection.holder_of(*no), charge.invoice.number);
        }
    }
    void load(const core::SettleDispute& command) {
        const core::DisputeSettled& settled = command.settled;
        take_id(settled.id);
        if (const auto of = known(settled.document)) {
            invoice(*of);
            receipt(*of);
        }
        if (const auto no = find(core::entity_of(settled.customer))) {
            customer(*no);
            relatives(inside_.projection.holder_of(*no));
        }
        const auto dispute = find(settled.dispute);
        if (!dispute) return;
        target(*dispute);
        const bool is_one = inside_.projection.shown(*dispute).slot == Slot::dispute;
        account_.target_known = account_.target_known && is_one;
    }
    void load(const core::IssueStatement& command) {
        take_id(command.statement.id);
        if (const auto no = find(core::entity_of(command.statement.customer))) customer(*no);
    }
    void load(const core::SendStatement& command) {
        take_id(command.sent.id);
        if (const auto no = find(core::entity_of(command.sent.customer))) customer(*no);
        follows(command.sent.statement, core::StatementStep::issue);
    }
    void load(const core::AnswerStatement& command) {
        take_id(command.answer.id);
        if (const auto no = find(core::entity_of(command.answer.customer))) customer(*no);
        follows(command.answer.statement, core::StatementStep::issue);
    }
    void load(const core::SettleDifference& command) {
        const core::DifferenceSettled& settled = command.settled;
        take_id(settled.id);
        known(settled.document);
        if (const auto no = find(core::entity_of(settled.customer))) customer(*no);
        const auto answer = follows(settled.answer, core::StatementStep::answer);
        if (!answer) return;
        Statement lines(*inside_.database, "SELECT count(*) FROM difference WHERE answer = ?");
        {
            Rows rows = lines.query(*answer);
            if (rows.next()) account_.difference_lines = static_cast<std::size_t>(rows.integer(0));
        }
        Statement done(*inside_.database, "SELECT 1 FROM statement WHERE subject = ? AND type = 3"
                                          " AND detail = ? AND ends IS NULL LIMIT 1");
        account_.line_settled = done.query(*answer, std::int64_t{settled.line}).next();
    }
    // What a step of a statement's course comes after; it must be of that type.
    std::optional<std::int64_t> follows(core::EntityId id, core::StatementStep type) {
        const auto no = find(id);
        if (!no) return std::nullopt;
        target(*no);
        Statement one(*inside_.database, "SELECT minor FROM statement WHERE no = ? AND type = ?");
        Rows rows = one.query(*no, type);
        account_.target_known = account_.target_known && rows.next();
        if (!account_.target_known) return std::nullopt;
        account_.closing_minor = rows.integer(0);
        return no;
    }
    void load(const core::NoteLegalEvent& command) {
        legal(command.event.id, command.event.of, command.event.customer);
    }
    void load(const core::TakeCaseStep& command) {
        legal(command.step.id, command.step.of, command.step.customer);
    }
    void load(const core::PayCaseCost& command) {
        legal(command.cost.id, command.cost.of, command.cost.customer);
    }
    void legal(core::EntityId id, core::EntityId of, core::CustomerId whose) {
        take_id(id);
        known(of);
        if (const auto no = find(core::entity_of(whose))) customer(*no);
    }
    void load(const core::MoveBill& command) {
        take_id(command.moved.id);
        const auto no = find(core::entity_of(command.moved.bill));
        if (!no) return;
        receipt(*no);
        Statement latest(*inside_.database,
                         "SELECT step FROM bill_step WHERE bill = ? AND ends IS NULL"
                         " ORDER BY step DESC LIMIT 1");
        Rows rows = latest.query(*no);
        if (rows.next()) account_.bill_step = static_cast<core::BillStep>(rows.integer(0));
    }

    void task(std::int64_t no, core::EntityId id) {
        account_.present = inside_.fields_of(core::RegisterKind::task, id);
        Statement twice(*inside_.database, "SELECT 1 FROM register WHERE entity = ? AND kind = 15"
                                           " AND field = 'decided' AND crowded = 1");
        account_.decided_twice = twice.query(no).next();
    }

    void load(const core::ImportBankLines& command) { take_id(command.imported.id); }
    void load(const core::UseBankLine& command) {
        take_id(command.used.id);
        known(core::entity_of(command.used.receipt));
        const auto line = find(command.used.line);
        if (!line) return;
        Statement there(*inside_.database, "SELECT 1 FROM bank_line l JOIN bank_import i"
                                           " ON i.no = l.import WHERE l.line = ? AND i.ends IS NULL"
                                           " LIMIT 1");
        if (there.query(*line).next()) account_.known.push_back(command.used.line);
        Statement used(*inside_.database,
                       "SELECT 1 FROM bank_use u LEFT JOIN receipt r ON r.no = u.receipt"
                       " WHERE u.line = ? AND u.ends IS NULL AND r.ends IS NULL LIMIT 1");
        account_.line_used = used.query(*line).next();
    }

    // Money that the book has is used for something.
    void use_credit(core::EntityId credit, const core::AllocationPlan& wanted) {
        const auto no = find(credit);
        if (!no) return;
        receipt(*no);
        if (const std::int64_t of = inside_.projection.customer_of(*no)) {
            customer(of);
            plan(wanted, of);
        }
        Statement fees(*inside_.database, std::string(receipt_columns) +
                                              "WHERE d.against = ? AND d.against > 0"
                                              " AND d.unapplied > 0 AND d.type = ? ORDER BY e.id");
        for (Rows rows = fees.query(*no, core::CreditType::fee); rows.next();) take_receipt(rows);
    }
    // Something that the book has said anything about.
    std::optional<std::int64_t> known(core::EntityId id) {
        const auto no = id.is_nil() ? std::nullopt : find(id);
        if (!no) return std::nullopt;
        Statement any(*inside_.database, "SELECT 1 FROM entity WHERE no = ?1 AND slot > 0 UNION ALL"
                                         " SELECT 1 FROM register WHERE entity = ?1 LIMIT 1");
        Rows rows = any.query(*no);
        if (!rows.next()) return std::nullopt;
        account_.known.push_back(id);
        return no;
    }
    void load(const core::Reverse& command) {
        take_id(command.id);
        const auto no = find(command.target);
        if (!no) return;
        target(*no);
        if (const std::int64_t of = inside_.projection.customer_of(*no)) customer(of);
    }
    void load(const core::ResolveException& command) {
        take_id(command.resolution.id);
        Statement there(*inside_.database, "SELECT subject FROM exception WHERE id = unhex(?)");
        std::int64_t subject = 0;
        {
            Rows rows = there.query(command.resolution.exception);
            account_.target_known = rows.next();
            if (account_.target_known) subject = rows.integer(0);
        }
        if (subject == 0) return;
        if (const std::int64_t of = inside_.projection.customer_of(subject)) customer(of);
    }

    // By an invoice, or by a credit note.
    bool number_taken(std::int64_t holder, std::string_view given, bool of_note = false) {
        Statement same(*inside_.database,
                       std::string("SELECT 1 FROM ") +
                           (of_note ? "receipt WHERE type = 1" : "invoice WHERE 1") +
                           " AND customer = ? AND number = ? AND ends IS NULL");
        const std::string number(core::trim(given)); // as it will be kept: decide trims it
        return same.query(holder, number).next();
    }

    std::optional<std::int64_t> find(core::EntityId id) { return inside_.log.find_entity(id); }

    void take_id(core::EntityId id) {
        const auto no = find(id);
        if (!no) return;
        Statement any(*inside_.database, "SELECT 1 FROM entity WHERE no = ?1 AND slot > 0 UNION ALL"
                                         " SELECT 1 FROM register WHERE entity = ?1 UNION ALL"
                                         " SELECT 1 FROM unknown WHERE entity = ?1 LIMIT 1");
        Rows rows = any.query(*no);
        account_.id_taken = rows.next();
    }

    void customer(std::int64_t no) {
        account_.newer_version = inside_.needs_newer_version(inside_.projection.holder_of(no));
        Statement row(*inside_.database, "SELECT terms_days, terms FROM customer WHERE no = ?");
        Rows rows = row.query(no);
        if (!rows.next()) return;
        account_.customer_known = true;
        account_.terms_days = static_cast<int>(rows.integer(0));
        account_.terms = rows.text(1);
    }

    // The new parent, and whether it stands below the customer already.
    void parent(core::EntityId customer, core::EntityId parent_id, std::int64_t no) {
        if (!inside_.projection.is_customer(no)) return;
        account_.known.push_back(parent_id);
        Statement up(*inside_.database, "SELECT parent FROM customer WHERE no = ?");
        std::string above = core::to_text(parent_id);
        for (int level = 0; level < deepest_group && !above.empty(); ++level) {
            const auto id = core::parse_id(above);
            if (!id) return;
            if (*id == customer) {
                account_.would_circle = true;
                return;
            }
            const auto next = find(*id);
            Rows rows = up.query(next.value_or(0));
            above = rows.next() ? std::string(rows.text(0)) : std::string();
        }
    }

    void relatives(std::int64_t no) {
        for (const std::int64_t one : inside_.same_as(no)) {
            account_.same.push_back(core::id_cast<core::CustomerId>(inside_.log.id_of(one)));
        }
        for (const std::int64_t one : inside_.family_of(no)) {
            account_.family.push_back(core::id_cast<core::CustomerId>(inside_.log.id_of(one)));
        }
    }

    void open_documents(std::int64_t customer) {
        Statement invoices(*inside_.database,
                           std::string(invoice_columns) + "WHERE d.customer = ? AND d.open > 0");
        for (Rows rows = invoices.query(customer); rows.next();) take_invoice(rows);
        Statement receipts(*inside_.database, std::string(receipt_columns) +
                                                  "WHERE d.customer = ? AND d.unapplied > 0");
        for (Rows rows = receipts.query(customer); rows.next();) take_receipt(rows);
    }

    // Only the rule looks for documents by itself. A customer may have thousands of open ones,
    // which an import that names each invoice would otherwise read for every receipt.
    void plan(const core::AllocationPlan& wanted, std::int64_t of_customer) {
        using enum core::AllocationRule;
        if (wanted.rule == none) return;
        relatives(of_customer);
        with_contracts_ = wanted.rule == legal || wanted.rule == designated;
        if (wanted.rule != manual) open_documents(of_customer);
        for (const core::AllocationPart& part : wanted.parts) {
            if (const auto no = find(core::entity_of(part.invoice))) invoice(*no);
        }
    }

    void invoice(std::int64_t no) {
        Rows rows = invoice_.query(no);
        if (rows.next()) take_invoice(rows);
    }
    void receipt(std::int64_t no) {
        Rows rows = receipt_.query(no);
        if (rows.next()) take_receipt(rows);
    }

    // Rebuilt from the tables: its note and the printed name are not needed to decide.
    void take_invoice(const Rows& rows) {
        const std::int64_t no = rows.integer(10);
        if (!taken_.insert(no).second) return;
        core::OpenInvoice open;
        open.fact.id = core::id_cast<core::InvoiceId>(rows.id(0));
        open.fact.customer = core::id_cast<core::CustomerId>(rows.id(1));
        open.fact.number = rows.text(2);
        open.fact.amount = {rows.integer(3), rows.currency(4)};
        open.fact.issued = rows.date(5);
        open.open_minor = rows.integer(8);
        open.voided = !rows.is_null(9);
        open.fact.type = static_cast<core::DebitType>(rows.integer(11));
        if (!rows.is_null(12)) open.fact.against = rows.id(12);
        if (!rows.is_null(13)) open.fact.contract = rows.id(13);
        if (with_contracts_) secure(open);
        if (with_disputes_) dispute(no, open);
        if (with_discounts_) {
            const auto fact = inside_.projection.decode(inside_.projection.shown(no).change);
            const auto* issued = fact ? std::get_if<core::InvoiceIssued>(&*fact) : nullptr;
            if (issued != nullptr) open.fact.discount = issued->discount;
        }
        if (rows.integer(7) == 1) {
            open.fact.lines.push_back({rows.date(6), rows.integer(3)});
        } else {
            for (Rows lines = schedule_.query(no); lines.next();) {
                open.fact.lines.push_back({lines.date(0), lines.integer(1)});
            }
        }
        account_.invoices.push_back(std::move(open));
    }

    void take_receipt(const Rows& rows) {
        if (!taken_.insert(rows.integer(9)).second) return;
        core::OpenReceipt open;
        open.fact.id = core::id_cast<core::ReceiptId>(rows.id(0));
        open.fact.customer = core::id_cast<core::CustomerId>(rows.id(1));
        open.fact.amount = {rows.integer(2), rows.currency(3)};
        open.fact.date = rows.date(4);
        open.fact.method = rows.text(5);
        open.fact.reference = rows.text(6);
        open.unapplied_minor = rows.integer(7);
        open.voided = !rows.is_null(8);
        open.fact.type = static_cast<core::CreditType>(rows.integer(10));
        open.fact.number = rows.text(11);
        if (!rows.is_null(12)) open.fact.against = rows.id(12);
        // A write-off that is made again for what is left says everything that it said.
        if (open.fact.type == core::CreditType::write_off) {
            const std::int64_t no = rows.integer(9);
            const auto fact = inside_.projection.decode(inside_.projection.shown(no).change);
            if (fact) open.fact = std::get<core::ReceiptRecorded>(*fact);
        }
        account_.receipts.push_back(std::move(open));
    }

    // What its contract says about security and about being late.
    void secure(core::OpenInvoice& open) {
        if (open.fact.contract.is_nil()) return;
        auto found = contracts_.find(open.fact.contract);
        if (found == contracts_.end()) {
            const auto fields = inside_.fields_of(core::RegisterKind::contract, open.fact.contract);
            found = contracts_.emplace(open.fact.contract, core::read_contract(fields)).first;
        }
        open.secured_percent = found->second.secured_percent;
        static const core::RateTable rates = core::RateTable::china();
        if (found->second.late_fee) {
            open.burden_ppm = core::yearly_ppm(*found->second.late_fee, rates, open.fact.issued);
        }
    }
    void dispute(std::int64_t no, core::OpenInvoice& open) {
        for (Rows rows = disputes_.query(no); rows.next();) {
            open.disputed_minor = std::min(open.open_minor, open.disputed_minor + rows.integer(0));
        }
    }

    void target(std::int64_t no) {
        const Projection::Shown shown = inside_.projection.shown(no);
        account_.target_known = shown.slot != Slot::none && shown.slot != Slot::invalid;
        account_.target_is_reversal = shown.slot == Slot::reversal;
        Statement reversed(*inside_.database, "SELECT 1 FROM reversal WHERE target = ? LIMIT 1");
        {
            Rows rows = reversed.query(no);
            account_.target_voided = rows.next();
        }
        const auto fact = inside_.projection.decode(shown.change);
        if (!fact) return;
        if (const auto* what = std::get_if<core::InvoiceIssued>(&*fact)) {
            account_.target_date = what->issued;
            invoice(no);
        } else if (const auto* cash = std::get_if<core::ReceiptRecorded>(&*fact)) {
            account_.target_date = cash->date;
            receipt(no);
        } else if (const auto* part = std::get_if<core::AllocationMade>(&*fact)) {
            account_.target_date = part->date;
        } else if (const auto* reversal = std::get_if<core::Reversed>(&*fact)) {
            account_.target_date = reversal->date;
        } else if (const auto* merge = std::get_if<core::CustomersMerged>(&*fact)) {
            account_.target_date = merge->date;
        } else if (const auto* open = std::get_if<core::DisputeOpened>(&*fact)) {
            account_.target_date = open->date;
        } else if (const auto* moved = std::get_if<core::BillMoved>(&*fact)) {
            account_.target_date = moved->date;
        } else if (const auto* contact = std::get_if<core::ContactLogged>(&*fact)) {
            account_.target_date = contact->date;
        } else if (const auto* promise = std::get_if<core::PromiseMade>(&*fact)) {
            account_.target_date = promise->date;
        } else if (const auto* agreed = std::get_if<core::PlanAgreed>(&*fact)) {
            account_.target_date = agreed->date;
        } else if (const auto* hold = std::get_if<core::HoldPlaced>(&*fact)) {
            account_.target_date = hold->date;
        } else if (const auto* letter = std::get_if<core::LetterSent>(&*fact)) {
            account_.target_date = letter->date;
            account_.carried = inside_.carried_by(no, *letter);
        } else if (const auto* settled = std::get_if<core::DisputeSettled>(&*fact)) {
            account_.target_date = settled->date;
        } else if (const auto* event = std::get_if<core::LegalEventNoted>(&*fact)) {
            account_.target_date = event->date;
        } else if (const auto* step = std::get_if<core::CaseStepTaken>(&*fact)) {
            account_.target_date = step->date;
        } else if (const auto* cost = std::get_if<core::CaseCostPaid>(&*fact)) {
            account_.target_date = cost->date;
        } else if (const auto* issued = std::get_if<core::StatementIssued>(&*fact)) {
            account_.target_date = issued->date;
        } else if (const auto* sent = std::get_if<core::StatementSent>(&*fact)) {
            account_.target_date = sent->date;
        } else if (const auto* answer = std::get_if<core::StatementAnswered>(&*fact)) {
            account_.target_date = answer->date;
        } else if (const auto* ended = std::get_if<core::DifferenceSettled>(&*fact)) {
            account_.target_date = ended->date;
        } else if (std::holds_alternative<core::AttachmentAdded>(*fact) ||
                   std::holds_alternative<core::BankLinesImported>(*fact) ||
                   std::holds_alternative<core::BankLineUsed>(*fact)) {
            account_.target_date = core::first_date; // no date of its own
        }
    }

    Store::Inside& inside_;
    core::Account account_;
    std::set<std::int64_t> taken_;
    bool with_contracts_ = false;
    bool with_disputes_ = false;
    bool with_discounts_ = false;
    std::map<core::EntityId, core::Contract> contracts_;
    static constexpr std::string_view invoice_columns =
        "SELECT e.id, ce.id, d.number, d.minor, d.currency, d.issued, d.due, d.lines, d.open,"
        " d.ends, d.no, d.type, ae.id, ke.id FROM invoice d JOIN entity e ON e.no = d.no"
        " JOIN entity ce ON ce.no = d.issued_to LEFT JOIN entity ae ON ae.no = d.against"
        " LEFT JOIN entity ke ON ke.no = d.contract ";
    static constexpr std::string_view receipt_columns =
        "SELECT e.id, ce.id, d.minor, d.currency, d.date, d.method, d.reference, d.unapplied,"
        " d.ends, d.no, d.type, d.number, ae.id FROM receipt d JOIN entity e ON e.no = d.no"
        " JOIN entity ce ON ce.no = d.issued_to LEFT JOIN entity ae ON ae.no = d.against ";
    Statement invoice_{*inside_.database, std::string(invoice_columns) + "WHERE d.no = ?"};
    Statement receipt_{*inside_.database, std::string(receipt_columns) + "WHERE d.no = ?"};
    Statement disputes_{*inside_.database,
                        "SELECT minor FROM dispute WHERE invoice = ? AND ends IS NULL"};
    Statement schedule_{*inside_.database,
                        "SELECT due, minor FROM schedule WHERE invoice = ? ORDER BY line"};
};

} // namespace

core::Account Store::load_account(const core::Command& command) const {
    return AccountLoader(*inside_).load(command, book());
}

} // namespace huikuan::store
