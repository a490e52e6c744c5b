#include "sim/named.h"

namespace huikuan::sim {

namespace {

using core::EntityId;

struct NamedBy {
    static Named of(core::CustomerId customer, EntityId other, Role role) {
        Named named{{core::entity_of(customer), Role::customer}};
        if (!other.is_nil()) named.emplace_back(other, role);
        return named;
    }
    Named operator()(const core::CustomersMerged& fact) const {
        return of(fact.from, core::entity_of(fact.into), Role::customer);
    }
    Named operator()(const core::AttachmentAdded& fact) const {
        return {{fact.of, Role::anything}};
    }
    Named operator()(const core::DisputeOpened& fact) const {
        return {{core::entity_of(fact.invoice), Role::invoice}};
    }
    Named operator()(const core::BillMoved& fact) const {
        return {{core::entity_of(fact.bill), Role::receipt}};
    }
    Named operator()(const core::BankLineUsed& fact) const {
        Named named{{fact.line, Role::line}};
        const EntityId receipt = core::entity_of(fact.receipt);
        if (!receipt.is_nil()) named.emplace_back(receipt, Role::receipt);
        return named;
    }
    Named operator()(const auto& fact) const {
        constexpr Role any = Role::anything;
        if constexpr (requires { fact.statement; }) {
            return of(fact.customer, fact.statement, Role::statement);
        } else if constexpr (requires { fact.answer; }) {
            return of(fact.customer, fact.answer, Role::answer);
        } else if constexpr (requires { fact.amount, fact.lines; }) { // documents
            return {};
        } else if constexpr (requires { fact.customer, fact.method; }) {
            return {};
        } else if constexpr (requires { fact.customer, fact.task; }) {
            return of(fact.customer, fact.task, any);
        } else if constexpr (requires { fact.customer, fact.contact; }) {
            return of(fact.customer, fact.contact, any);
        } else if constexpr (requires { fact.customer, fact.supersedes; }) {
            return of(fact.customer, fact.supersedes, any);
        } else if constexpr (requires { fact.customer, fact.dispute; }) {
            return of(fact.customer, fact.dispute, any);
        } else if constexpr (requires { fact.customer, fact.of; }) {
            return of(fact.customer, fact.of, any);
        } else if constexpr (requires { fact.customer; }) {
            return of(fact.customer, {}, any);
        } else {
            return {};
        }
    }
};

} // namespace

Named named_by(const core::Fact& fact) { return std::visit(NamedBy{}, fact); }

} // namespace huikuan::sim
