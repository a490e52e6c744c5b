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
        }
        return "unknown.set";
    }
    std::string_view operator()(const InvoiceIssued&) const { return "invoice.issue"; }
    std::string_view operator()(const ReceiptRecorded&) const { return "receipt.record"; }
    std::string_view operator()(const AllocationMade&) const { return "allocation.make"; }
    std::string_view operator()(const Reversed&) const { return "reverse"; }
    std::string_view operator()(const ExceptionResolved&) const { return "exception.resolve"; }
};

struct EntityOf {
    EntityId operator()(const FieldsSet& set) const { return set.entity; }
    EntityId operator()(const auto& fact) const { return entity_of(fact.id); }
};

} // namespace

std::string_view kind_of(const Fact& fact) { return std::visit(KindOf{}, fact); }

EntityId entity_of(const Fact& fact) { return std::visit(EntityOf{}, fact); }

} // namespace huikuan::core
