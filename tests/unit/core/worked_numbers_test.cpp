// Tables of tests/scenarios/{terms,interest,order,currency,contracts}: the rules of the ledger with
// the worked numbers of the law and of textbooks. HUIKUAN_REBASELINE writes the answers anew.
#include <doctest/doctest.h>
#include <map>

#include "core/contract.h"
#include "core/decide.h"
#include "core/exchange.h"
#include "core/interest.h"
#include "core/terms.h"
#include "tables.h"

using namespace huikuan::core;

namespace {

std::string no(const Error& error) {
    return "refused " + std::string(name_of(error.code)) +
           (error.field.empty() ? "" : " " + error.field) +
           (error.detail.empty() ? "" : " (" + error.detail + ")");
}
std::string plain(std::int64_t minor) { return to_text(Money{minor, cny}); }

// free DAY, work DAY: the user's own calendar / issued DAY AMOUNT TERMS.. / pays DAY AMOUNT: what
// may be kept of so much by the terms of the line before / after DAY AMOUNT: what of its
// instalments is late after that day, with so much paid, where all of it can be claimed (民法典
// 634)
class TermsTable {
public:
    tables::Answers take(const tables::Line& line) {
        if (line.at(0) == "free" || line.at(0) == "work") {
            calendar_.set(day(line.at(1)), line.at(0) == "free");
        }
        if (line.at(0) == "pays") {
            return {"keeps " +
                    plain(discount_ ? discount_of(*discount_, minor_of(line.at(2)), day(line.at(1)))
                                    : 0)};
        }
        if (line.at(0) == "after") {
            const std::int64_t late =
                may_demand_all(lines_, minor_of(line.at(2)), add_days(day(line.at(1)), 1));
            return {late == 0 ? "as agreed" : plain(late) + " late: all can be claimed"};
        }
        if (line.at(0) != "issued") { return {}; }
        std::string text;
        for (std::size_t i = 3; i < line.words.size(); ++i) {
            text += (text.empty() ? "" : " ") + line.words[i];
        }
        const auto terms = parse_terms(text);
        if (!terms) { return {"refused " + std::string(name_of(terms.error().code))}; }
        const Date issued = day(line.at(1));
        const auto lines = schedule(*terms, issued, minor_of(line.at(2)), calendar_);
        if (!lines) { return {"refused " + std::string(name_of(lines.error().code))}; }
        lines_ = *lines;
        discount_ = early_discount(*terms, issued);
        std::string answer = to_text(*terms) + ":";
        for (const ScheduleLine& one : *lines) {
            answer += (one.due == lines->front().due ? " " : ", ") + plain(one.minor) + " due " +
                      to_text(one.due);
        }
        if (discount_) {
            answer += "; " + percent_text(discount_->ppm) + "% until " + to_text(discount_->until);
        }
        return {answer};
    }

private:
    Calendar calendar_ = Calendar::china();
    std::optional<EarlyDiscount> discount_;
    std::vector<ScheduleLine> lines_;
};

// owed DAY AMOUNT, paid DAY AMOUNT / lpr DAY RATE: one that was published since / reset
// rule RULE until=DAY [from=DAY] [signed=DAY] [basis=360] [spared=AMOUNT] [breach]
class InterestRules {
public:
    tables::Answers take(const tables::Line& line) {
        if (line.at(0) == "reset") { *this = InterestRules{}; }
        if (line.at(0) == "owed") { steps_.push_back({day(line.at(1)), minor_of(line.at(2))}); }
        if (line.at(0) == "paid") { steps_.push_back({day(line.at(1)), -minor_of(line.at(2))}); }
        if (line.at(0) == "lpr") { CHECK(rates_.take_setting("lpr." + line.at(1), line.at(2))); }
        if (line.at(0) != "rule") { return {}; }
        const auto fee = parse_late_fee(line.at(1));
        if (!fee) { return {no(fee.error())}; }
        InterestQuery query;
        query.fee = *fee;
        query.until = day(line.value("until"));
        query.from = line.date("from");
        query.contract_date = line.date("signed").value_or(first_date);
        query.basis = line.value("basis").empty() ? 365 : std::stoi(line.value("basis"));
        query.spared = line.minor("spared");
        query.rate_at_breach = line.has("breach");
        const auto table = interest_on(steps_, query, rates_);
        if (!table) { return {no(table.error())}; }
        tables::Answers answers;
        for (const InterestRow& row : table->rows) {
            answers.push_back(to_text(row.from) + " to " + to_text(row.to) + ", " +
                              std::to_string(row.days) + " days of " + plain(row.principal) +
                              " at " + percent_text(row.rate_ppm) + (row.per_day ? "%/d" : "%/y") +
                              ": " + plain(row.minor));
        }
        std::string total = "total " + plain(table->minor);
        for (const InterestWarning warning : table->warnings) {
            total += " " + std::string(name_of(warning));
        }
        answers.push_back(total);
        return answers;
    }

private:
    std::vector<PrincipalStep> steps_;
    RateTable rates_ = RateTable::china();
};

// debt NAME AMOUNT DUE [type=T of=NAME] [secured=PERCENT] [burden=PERCENT] [discount=PERCENT:DAY]
//   [sister]: owed by another customer of the group
// pay NAME AMOUNT DAY RULE [NAME:AMOUNT...] [type=T] [reason=R] [fee=A] [discount=A] [write_off=A]
// recover WRITE-OFF AMOUNT DAY / small AMOUNT: the policy's small difference / reset
class Payments {
public:
    tables::Answers take(const tables::Line& line) {
        if (line.at(0) == "reset") { *this = Payments{}; }
        if (line.at(0) == "small") { policy_.small_difference_minor = minor_of(line.at(1)); }
        if (line.at(0) == "debt") { debt(line); }
        if (line.at(0) == "pay") { return pay(line); }
        if (line.at(0) == "recover") { return recover(line); }
        if (line.at(0) != "open") { return {}; }
        std::string text;
        for (const OpenInvoice& one : account_.invoices) {
            text += (text.empty() ? "" : ", ") + one.fact.number + " " + plain(one.open_minor);
        }
        return {text};
    }

private:
    static constexpr CustomerId debtor_{1, 1};
    static constexpr CustomerId sister_{1, 2};

    static std::int64_t ppm_of(const std::string& percent) {
        return percent.empty() ? 0 : parse_percent_ppm(percent).value();
    }
    OpenInvoice* find(InvoiceId id) {
        const auto found = std::ranges::find(account_.invoices, id,
                                             [](const OpenInvoice& one) { return one.fact.id; });
        return found == account_.invoices.end() ? nullptr : &*found;
    }
    void debt(const tables::Line& line) {
        account_.customer_known = true;
        account_.base_currency = cny;
        account_.same = {debtor_};
        account_.family = {debtor_, sister_};
        OpenInvoice one;
        one.fact.number = line.at(1);
        one.fact.id = invoices_[line.at(1)] = InvoiceId{2, invoices_.size() + 1};
        one.fact.customer = line.has("sister") ? sister_ : debtor_;
        one.fact.amount = {minor_of(line.at(2)), cny};
        one.fact.issued = day(2025, 1, 1);
        one.fact.lines = {{day(line.at(3)), one.fact.amount.minor}};
        if (const auto type = line.value("type"); !type.empty()) {
            one.fact.type = parse_debit_type(type).value();
            one.fact.against = entity_of(invoices_.at(line.value("of")));
        }
        one.secured_percent = static_cast<int>(ppm_of(line.value("secured")) / 10'000);
        one.burden_ppm = ppm_of(line.value("burden"));
        if (const auto text = line.value("discount"); !text.empty()) {
            const std::size_t colon = text.find(':');
            one.fact.discount = {ppm_of(text.substr(0, colon)), day(text.substr(colon + 1))};
        }
        one.open_minor = one.fact.amount.minor;
        account_.invoices.push_back(std::move(one));
    }
    tables::Answers pay(const tables::Line& line) {
        RecordReceipt command;
        ReceiptRecorded& receipt = command.receipt;
        receipt.id = ReceiptId{3, ++receipts_};
        receipt.customer = debtor_;
        receipt.amount = {minor_of(line.at(2)), cny};
        receipt.date = day(line.at(3));
        receipt.reason = line.value("reason");
        if (const auto type = line.value("type"); !type.empty()) {
            receipt.type = parse_credit_type(type).value();
        }
        command.plan.rule = parse_allocation_rule(line.at(4)).value();
        for (std::size_t i = 5; i < line.words.size(); ++i) {
            const std::size_t colon = line.words[i].find(':');
            if (colon == std::string::npos) { continue; }
            const std::string amount = line.words[i].substr(colon + 1);
            command.plan.parts.push_back({invoices_.at(line.words[i].substr(0, colon)),
                                          amount.empty() ? 0 : minor_of(amount)});
        }
        for (const CreditType type :
             {CreditType::fee, CreditType::discount, CreditType::write_off}) {
            const std::string amount = line.value(std::string(name_of(type)));
            if (amount.empty()) { continue; }
            command.companions.push_back({type, minor_of(amount), receipt.reason});
        }
        const auto facts = decide(account_, policy_, command);
        if (!facts) { return {no(facts.error())}; }
        names_[line.at(1)] = receipt.id;
        account_.receipts.push_back({receipt, 0, false});
        return settled(*facts);
    }
    tables::Answers recover(const tables::Line& line) {
        const ReceiptId written = names_.at(line.at(1));
        RecoverWriteOff command;
        command.receipt.id = ReceiptId{3, ++receipts_};
        command.receipt.customer = debtor_;
        command.receipt.amount = {minor_of(line.at(2)), cny};
        command.receipt.date = day(line.at(3));
        command.receipt.against = entity_of(written);
        account_.written_off.clear();
        for (const AllocationMade& made : made_) {
            if (made.receipt == written) {
                account_.written_off.push_back({made.invoice, made.amount.minor});
            }
        }
        const auto facts = decide(account_, policy_, command);
        if (!facts) { return {no(facts.error())}; }
        std::ranges::find(account_.receipts, written, [](const OpenReceipt& one) {
            return one.fact.id;
        })->voided = true;
        for (const AllocationPart& part : account_.written_off) {
            find(part.invoice)->open_minor += part.minor;
        }
        return settled(*facts);
    }
    // What came of it, and the debts as they are then.
    tables::Answers settled(const std::vector<Fact>& facts) {
        std::int64_t rest = 0;
        std::string text;
        for (const Fact& fact : facts) {
            if (const auto* credit = std::get_if<ReceiptRecorded>(&fact)) {
                rest += credit->amount.minor;
                text += (text.empty() ? "" : " and ") + std::string(name_of(credit->type)) + " " +
                        plain(credit->amount.minor) +
                        (credit->reason.empty() ? "" : " (" + credit->reason + ")");
            }
        }
        tables::Answers answers{text};
        for (const Fact& fact : facts) {
            const auto* made = std::get_if<AllocationMade>(&fact);
            if (made == nullptr) { continue; }
            OpenInvoice& invoice = *find(made->invoice);
            invoice.open_minor -= made->amount.minor;
            rest -= made->amount.minor;
            made_.push_back(*made);
            answers.push_back(plain(made->amount.minor) + " to " + invoice.fact.number +
                              (made->across ? " of the group" : ""));
        }
        if (rest != 0) { answers.push_back(plain(rest) + " unapplied"); }
        return answers;
    }

    Account account_;
    Policy policy_;
    std::map<std::string, InvoiceId> invoices_;
    std::map<std::string, ReceiptId> names_;
    std::vector<AllocationMade> made_;
    std::uint64_t receipts_ = 0;
};

// rate TEXT / convert AMOUNT CODE RATE CODE / gain AMOUNT CODE OWED-AT PAID-AT CODE
// unrealised AMOUNT CODE BOOKED-AT NOW CODE
class Currencies {
public:
    static tables::Answers take(const tables::Line& line) {
        if (line.at(0) == "rate") {
            const auto rate = parse_rate(line.at(1));
            return {rate ? to_text(*rate) : "refused " + std::string(name_of(rate.error().code))};
        }
        const Currency from = currency(line.at(2));
        std::string digits = line.at(1);
        const Money amount{minor_of(std::move(digits)), from};
        const Rate first = parse_rate(line.at(3)).value();
        const Currency base = currency(line.at(line.words.size() - 1));
        const auto answer = [&] {
            if (line.at(0) == "convert") { return convert(amount, first, base); }
            const Rate second = parse_rate(line.at(4)).value();
            return line.at(0) == "gain" ? realised_gain(amount, first, second, base)
                                        : unrealised_gain(amount, first, second, base);
        }();
        if (!answer) { return {no(answer.error())}; }
        return {to_text(*answer) + " " + std::string(base.view())};
    }
};

// contract FIELD=VALUE...: says this beside what was said before / on DAY: what is not said / reset
class Contracts {
public:
    tables::Answers take(const tables::Line& line) {
        if (line.at(0) == "reset") { fields_.clear(); }
        if (line.at(0) == "contract") {
            for (std::size_t i = 1; i < line.words.size(); ++i) {
                const std::size_t equals = line.words[i].find('=');
                fields_.emplace_back(line.words[i].substr(0, equals),
                                     line.words[i].substr(equals + 1));
            }
        }
        if (line.at(0) != "on") { return {}; }
        std::string text;
        for (const Clause clause : missing_clauses(read_contract(fields_), day(line.at(1)))) {
            text += (text.empty() ? "" : " ") + std::string(name_of(clause));
        }
        return {text.empty() ? "nothing" : text};
    }

private:
    Fields fields_;
};

} // namespace

TEST_CASE("terms and the calendar by worked dates") {
    tables::check_tables<TermsTable>("tests/scenarios/terms");
}
TEST_CASE("interest by the worked numbers of the law") {
    tables::check_tables<InterestRules>("tests/scenarios/interest");
}
TEST_CASE("what money pays, and what is kept, written off and recovered, by worked numbers") {
    tables::check_tables<Payments>("tests/scenarios/order");
}
TEST_CASE("currencies by worked numbers") {
    tables::check_tables<Currencies>("tests/scenarios/currency");
}
TEST_CASE("clauses that a contract does not have") {
    tables::check_tables<Contracts>("tests/scenarios/contracts");
}
