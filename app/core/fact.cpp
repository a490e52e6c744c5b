#include "core/fact.h"

namespace huikuan::core {
namespace {

struct KindOf {
    std::string_view operator()(const FieldsSet& set) const {
        switch (set.kind) {
        case RegisterKind::book: return "book.set";
        case RegisterKind::customer: return "customer.set";
        case RegisterKind::contact: return "contact.set";
        case RegisterKind::setting: return "setting.set";
        case RegisterKind::contract: return "contract.set";
        case RegisterKind::task: return "task.set";
        case RegisterKind::legal_case: return "case.set";
        }
        return "unknown.set";
    }
    std::string_view operator()(const InvoiceIssued&) const { return "invoice.issue"; }
    std::string_view operator()(const ReceiptRecorded&) const { return "receipt.record"; }
    std::string_view operator()(const AllocationMade&) const { return "allocation.make"; }
    std::string_view operator()(const Reversed&) const { return "reverse"; }
    std::string_view operator()(const ExceptionResolved&) const { return "exception.resolve"; }
    std::string_view operator()(const CustomersMerged&) const { return "customer.merge"; }
    std::string_view operator()(const AttachmentAdded&) const { return "attachment.add"; }
    std::string_view operator()(const DisputeOpened&) const { return "dispute.open"; }
    std::string_view operator()(const BillMoved&) const { return "bill.move"; }
    std::string_view operator()(const ContactLogged&) const { return "contact.log"; }
    std::string_view operator()(const PromiseMade&) const { return "promise.make"; }
    std::string_view operator()(const PlanAgreed&) const { return "plan.agree"; }
    std::string_view operator()(const HoldPlaced&) const { return "hold.place"; }
    std::string_view operator()(const BankLinesImported&) const { return "bank.import"; }
    std::string_view operator()(const BankLineUsed&) const { return "bank.use"; }
    std::string_view operator()(const LetterSent&) const { return "letter.send"; }
    std::string_view operator()(const DisputeSettled&) const { return "dispute.settle"; }
    std::string_view operator()(const LegalEventNoted&) const { return "legal.event"; }
    std::string_view operator()(const CaseStepTaken&) const { return "case.step"; }
    std::string_view operator()(const CaseCostPaid&) const { return "case.cost"; }
    std::string_view operator()(const StatementIssued&) const { return "statement.issue"; }
    std::string_view operator()(const StatementSent&) const { return "statement.send"; }
    std::string_view operator()(const StatementAnswered&) const { return "statement.answer"; }
    std::string_view operator()(const DifferenceSettled&) const { return "difference.settle"; }
};

struct EntityOf {
    EntityId operator()(const FieldsSet& set) const { return set.entity; }
    EntityId operator()(const auto& fact) const { return {fact.id.high, fact.id.low}; }
};

struct LeastView {
    std::uint32_t operator()(const FieldsSet& set) const {
        if (set.kind == RegisterKind::legal_case) { return 4; }
        return set.kind == RegisterKind::task ? 3 : set.kind == RegisterKind::contract ? 2 : 1;
    }
    std::uint32_t operator()(const InvoiceIssued& fact) const {
        const bool plain = fact.type == DebitType::invoice && fact.against.is_nil() &&
                           fact.contract.is_nil() && fact.terms.empty() && !fact.discount &&
                           !fact.tax && fact.rate == Rate{};
        return plain ? 1 : 2;
    }
    std::uint32_t operator()(const ReceiptRecorded& fact) const {
        const bool plain = fact.type == CreditType::receipt && fact.number.empty() &&
                           fact.reason.empty() && fact.against.is_nil() && !fact.bill &&
                           fact.rate == Rate{};
        return plain ? 1 : 2;
    }
    std::uint32_t operator()(const AllocationMade& fact) const { return fact.across ? 2 : 1; }
    std::uint32_t operator()(const Reversed&) const { return 1; }
    std::uint32_t operator()(const ExceptionResolved&) const { return 1; }
    std::uint32_t operator()(const ContactLogged&) const { return 3; }
    std::uint32_t operator()(const PromiseMade&) const { return 3; }
    std::uint32_t operator()(const PlanAgreed& fact) const {
        return fact.offers.empty() && !fact.consent_on ? 3 : 6;
    }
    std::uint32_t operator()(const HoldPlaced& fact) const { return fact.owner.empty() ? 3 : 6; }
    std::uint32_t operator()(const BankLinesImported&) const { return 3; }
    std::uint32_t operator()(const BankLineUsed&) const { return 3; }
    std::uint32_t operator()(const LetterSent&) const { return 3; }
    std::uint32_t operator()(const DisputeSettled&) const { return 3; }
    std::uint32_t operator()(const AttachmentAdded& fact) const {
        return fact.kind == FileKind::other ? 2 : 6;
    }
    std::uint32_t operator()(const LegalEventNoted& fact) const {
        return fact.guarantor.empty() ? 4 : 6;
    }
    std::uint32_t operator()(const CaseStepTaken&) const { return 4; }
    std::uint32_t operator()(const CaseCostPaid&) const { return 4; }
    std::uint32_t operator()(const StatementIssued&) const { return 5; }
    std::uint32_t operator()(const StatementSent&) const { return 5; }
    std::uint32_t operator()(const StatementAnswered&) const { return 5; }
    std::uint32_t operator()(const DifferenceSettled&) const { return 5; }
    std::uint32_t operator()(const auto&) const { return 2; }
};

} // namespace

std::string_view kind_of(const Fact& fact) { return std::visit(KindOf{}, fact); }

EntityId entity_of(const Fact& fact) { return std::visit(EntityOf{}, fact); }

std::uint32_t least_view(const Fact& fact) { return std::visit(LeastView{}, fact); }

} // namespace huikuan::core
