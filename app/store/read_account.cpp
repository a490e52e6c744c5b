// The account that a decision needs: the customer's open documents and what the command names.
#include <set>
#include <utility>

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
        if (fields.kind != core::RegisterKind::contact) return;
        for (const auto& [name, value] : fields.fields) {
            if (name != "customer") continue;
            const auto id = core::parse_id(value);
            if (const auto of = id ? find(*id) : std::nullopt) customer(*of);
        }
    }
    void load(const core::IssueInvoice& command) {
        take_id(core::entity_of(command.invoice.id));
        const auto no = find(core::entity_of(command.invoice.customer));
        if (!no) return;
        customer(*no);
        Statement same(*inside_.database, "SELECT 1 FROM invoice WHERE customer = ? AND number = ?"
                                          " AND ends IS NULL LIMIT 1");
        // As it will be kept: decide trims it.
        const std::string number(core::trim(command.invoice.number));
        Rows rows = same.query(*no, number);
        account_.number_taken = rows.next();
    }
    void load(const core::RecordReceipt& command) {
        take_id(core::entity_of(command.receipt.id));
        if (const auto no = find(core::entity_of(command.receipt.customer))) {
            customer(*no);
            plan(command.plan, *no);
        }
    }
    void load(const core::AllocateReceipt& command) {
        take_id(command.id);
        const auto no = find(core::entity_of(command.receipt));
        if (no) {
            receipt(*no);
            if (const std::int64_t of = inside_.projection.customer_of(*no)) {
                customer(of);
                plan(command.plan, of);
            }
        }
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
        account_.newer_version = inside_.needs_newer_version(no);
        Statement row(*inside_.database, "SELECT terms_days FROM customer WHERE no = ?");
        Rows rows = row.query(no);
        if (!rows.next()) return;
        account_.customer_known = true;
        account_.terms_days = static_cast<int>(rows.integer(0));
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
        if (wanted.rule == core::AllocationRule::oldest_due_first) open_documents(of_customer);
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
        account_.receipts.push_back(std::move(open));
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
        }
    }

    Store::Inside& inside_;
    core::Account account_;
    std::set<std::int64_t> taken_;
    static constexpr std::string_view invoice_columns =
        "SELECT e.id, ce.id, d.number, d.minor, d.currency, d.issued, d.due, d.lines, d.open,"
        " d.ends, d.no FROM invoice d JOIN entity e ON e.no = d.no"
        " JOIN entity ce ON ce.no = d.customer ";
    static constexpr std::string_view receipt_columns =
        "SELECT e.id, ce.id, d.minor, d.currency, d.date, d.method, d.reference, d.unapplied,"
        " d.ends, d.no FROM receipt d JOIN entity e ON e.no = d.no"
        " JOIN entity ce ON ce.no = d.customer ";
    Statement invoice_{*inside_.database, std::string(invoice_columns) + "WHERE d.no = ?"};
    Statement receipt_{*inside_.database, std::string(receipt_columns) + "WHERE d.no = ?"};
    Statement schedule_{*inside_.database,
                        "SELECT due, minor FROM schedule WHERE invoice = ? ORDER BY line"};
};

} // namespace

core::Account Store::load_account(const core::Command& command) const {
    return AccountLoader(*inside_).load(command, book());
}

} // namespace huikuan::store
