#pragma once
// What opens over any page by its route: ?invoice=ID, ?receipt=ID, ?new=receipt, ?new=invoice,
// ?new=write_off and the other documents, ?apply=RECEIPT, ?interest=ID, ?dispute=ID (a new one),
// ?talk=DISPUTE, ?refusal=CUSTOMER; of collecting
// ?contact=CUSTOMER, ?logged=CONTACT, ?task=ID, ?new=task, ?new=plan, ?letter=CUSTOMER,
// ?sent=LETTER, ?hold=CUSTOMER; of the law ?clock=INVOICE, ?case=ID, ?escalate=CUSTOMER. A link to
// it opens the same place, and the browser's back closes it.
#include <string>

#include "ui/attachments.h"
#include "ui/case_sheet.h"
#include "ui/clock_sheet.h"
#include "ui/contact_form.h"
#include "ui/contact_sheet.h"
#include "ui/credit_form.h"
#include "ui/desk.h"
#include "ui/dispute_form.h"
#include "ui/dispute_sheet.h"
#include "ui/evidence_button.h"
#include "ui/history.h"
#include "ui/hold_sheet.h"
#include "ui/interest_sheet.h"
#include "ui/invoice_form.h"
#include "ui/kit/table.h"
#include "ui/letter_sheet.h"
#include "ui/plan_form.h"
#include "ui/receipt_form.h"
#include "ui/receipt_sheet.h"
#include "ui/refusal_sheet.h"
#include "ui/reversal.h"
#include "ui/sent_letter.h"
#include "ui/task_form.h"
#include "ui/unapplied.h"
#include "ui/write_off_form.h"

namespace huikuan::ui {

class Sheets {
public:
    void draw(Desk& desk);
    bool paste(Desk& desk, const std::string& text) { return invoice_form_.paste(desk, text); }

private:
    void draw_invoice(Desk& desk, const std::string& id);
    void draw_invoice_facts(Desk& desk, const core::InvoiceRow& row);
    void draw_agreed(Desk& desk, const core::InvoiceRow& row);
    void draw_actions(Desk& desk, const core::InvoiceRow& row);

    ReceiptForm receipt_form_;
    InvoiceForm invoice_form_;
    AllocateForm allocate_form_;
    WriteOffForm write_off_form_;
    InterestSheet interest_;
    ReceiptSheet receipt_;
    ReverseDialog reverse_;
    AllocationList allocations_;
    UnappliedOffer unapplied_;
    ContactForm contact_form_;
    ContactSheet contact_sheet_;
    TaskForm task_form_;
    PlanForm plan_form_;
    LetterSheet letter_;
    SentLetter sent_letter_;
    HoldSheet hold_;
    ClockSheet clock_;
    CaseSheet case_;
    EscalationSheet escalation_;
    EvidenceQuestion evidence_;
    CreditForm credit_form_;
    DisputeForm dispute_form_;
    DisputeSheet dispute_sheet_;
    RefusalSheet refusal_;
    DisputeList disputes_;
    Attachments files_;
    History history_;
    TableState lines_;
    Cached<std::string, std::optional<core::InvoiceRow>> invoice_;
};

} // namespace huikuan::ui
