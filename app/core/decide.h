#pragma once
// What the decisions of this room share; nothing outside core includes it. Every rule is checked
// and each finding noted: the answer is the one that ErrorCode lists first, so that precedence
// holds by construction and not by the order in which rules happen to be written.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/command.h"

namespace huikuan::core {

class Findings {
public:
    void add(ErrorCode code, std::string_view field, std::string_view detail = {});
    void add_if(bool wrong, ErrorCode code, std::string_view field, std::string_view detail = {}) {
        if (wrong) { add(code, field, detail); }
    }

    // Text that a fact keeps: trimmed, UTF-8, within its limit. The trimmed text comes back.
    enum class Lines : std::uint8_t { one, many };
    std::string text(std::string_view value, std::string_view field, std::size_t longest,
                     Lines lines = Lines::one);
    std::string required_text(std::string_view value, std::string_view field, std::size_t longest,
                              Lines lines = Lines::one);
    // A positive amount that a book keeps; a currency of ISO 4217, `base` where none is given.
    Money document_amount(Money amount, Currency base);
    void date(Date value, std::string_view field);

    [[nodiscard]] bool empty() const { return !first_; }
    // The facts, or the first finding.
    Result<std::vector<Fact>> answer(std::vector<Fact> facts) const;

private:
    std::optional<Error> first_;
};

// A rate that is given is one of a foreign currency, and a fraction of a sensible size.
void check_rate(Findings& findings, Rate rate, Currency currency, Currency base);

// plan_oldest_first without a copy of the documents: a preview asks for it in every frame.
std::vector<AllocationPart> plan_oldest_first(std::span<const OpenInvoice* const> invoices,
                                              std::int64_t available_minor, Currency currency);

// Fields of customers, contacts, settings and the book.
Result<std::vector<Fact>> decide_fields(const Account& account, const SetFields& command);

// Invoices and other debits.
Result<std::vector<Fact>> decide_debit(const Account& account, const Policy& policy,
                                       const IssueInvoice& command);
// Receipts and other credits, and what they are used for.
Result<std::vector<Fact>> decide_credit(const Account& account, const Policy& policy,
                                        const RecordReceipt& command);
Result<std::vector<Fact>> decide_allocation(const Account& account, const AllocateReceipt& command);
Result<std::vector<Fact>> decide_exchange(const Account& account, const ExchangeCredit& command);
Result<std::vector<Fact>> decide_refund(const Account& account, const Policy& policy,
                                        const RefundCredit& command);
// Bank lines, and what they are.
Result<std::vector<Fact>> decide_bank_lines(const Account& account, const ImportBankLines& command);
Result<std::vector<Fact>> decide_bank_use(const Account& account, const UseBankLine& command);
Result<std::vector<Fact>> decide_recovery(const Account& account, const RecoverWriteOff& command);

// The work of collecting.
Result<std::vector<Fact>> decide_contact(const Account& account, const Policy& policy,
                                         const LogContact& command);
Result<std::vector<Fact>> decide_promise(const Account& account, const MakePromise& command);
Result<std::vector<Fact>> decide_plan(const Account& account, const AgreePlan& command);
Result<std::vector<Fact>> decide_hold(const Account& account, const PlaceHold& command);
Result<std::vector<Fact>> decide_letter(const Account& account, const Policy& policy,
                                        const SendLetter& command);
Result<std::vector<Fact>> decide_settlement(const Account& account, const SettleDispute& command);

// The course of a statement of account.
Result<std::vector<Fact>> decide_statement(const Account& account, const IssueStatement& command);
Result<std::vector<Fact>> decide_sending(const Account& account, const SendStatement& command);
Result<std::vector<Fact>> decide_answer(const Account& account, const AnswerStatement& command);
Result<std::vector<Fact>> decide_difference(const Account& account,
                                            const SettleDifference& command);

// The law.
Result<std::vector<Fact>> decide_legal_event(const Account& account, const NoteLegalEvent& command);
Result<std::vector<Fact>> decide_case_step(const Account& account, const TakeCaseStep& command);
Result<std::vector<Fact>> decide_case_cost(const Account& account, const PayCaseCost& command);

} // namespace huikuan::core
