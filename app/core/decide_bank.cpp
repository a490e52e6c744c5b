// Bank lines come in, and a person says what they are.
#include <algorithm>
#include <set>

#include "core/decide.h"
#include "core/text.h"

namespace huikuan::core {

Result<std::vector<Fact>> decide_bank_lines(const Account& account,
                                            const ImportBankLines& command) {
    Findings findings;
    BankLinesImported fact = command.imported;
    findings.add_if(fact.id.is_nil(), ErrorCode::required, "id");
    fact.account = findings.required_text(fact.account, "account", longest_name);
    fact.file = findings.text(fact.file, "file", longest_name);
    const auto known = parse_currency(fact.currency.view());
    findings.add_if(!known || *known != fact.currency, ErrorCode::unknown_currency, "currency",
                    fact.currency.view());
    findings.add_if(fact.lines.empty(), ErrorCode::nothing_to_do, "lines");
    findings.add_if(fact.lines.size() > most_lines_per_import, ErrorCode::too_long, "lines",
                    std::to_string(most_lines_per_import));
    std::set<EntityId> seen;
    for (BankLine& line : fact.lines) {
        findings.add_if(line.id.is_nil(), ErrorCode::required, "line");
        findings.add_if(!seen.insert(line.id).second, ErrorCode::duplicate_id, "line",
                        to_text(line.id));
        findings.date(line.date, "date");
        findings.add_if(line.minor == 0, ErrorCode::amount_not_positive, "amount");
        const auto too_large = [](std::int64_t minor) {
            return minor > largest_amount_minor || minor < -largest_amount_minor;
        };
        findings.add_if(too_large(line.minor) || (line.balance && too_large(*line.balance)),
                        ErrorCode::out_of_range, "amount", std::to_string(largest_amount_minor));
        line.payer = findings.text(line.payer, "payer", longest_name);
        line.payer_account = findings.text(line.payer_account, "payer_account", longest_number);
        line.memo = findings.text(line.memo, "memo", longest_bank_memo);
        line.reference = findings.text(line.reference, "reference", longest_reference);
    }
    findings.add_if(account.id_taken, ErrorCode::duplicate_id, "id");
    return findings.answer({std::move(fact)});
}

Result<std::vector<Fact>> decide_bank_use(const Account& account, const UseBankLine& command) {
    Findings findings;
    BankLineUsed fact = command.used;
    findings.add_if(fact.id.is_nil(), ErrorCode::required, "id");
    findings.add_if(fact.line.is_nil(), ErrorCode::required, "line");
    fact.reason = findings.text(fact.reason, "reason", longest_note, Findings::Lines::many);
    findings.add_if(fact.receipt.is_nil() && fact.reason.empty(), ErrorCode::required, "reason");
    findings.add_if(!std::ranges::contains(account.known, fact.line), ErrorCode::unknown_document,
                    "line", to_text(fact.line));
    findings.add_if(!fact.receipt.is_nil() &&
                        !std::ranges::contains(account.known, entity_of(fact.receipt)),
                    ErrorCode::unknown_document, "receipt", to_text(fact.receipt));
    findings.add_if(account.id_taken, ErrorCode::duplicate_id, "id");
    findings.add_if(account.line_used, ErrorCode::nothing_to_do, "line");
    return findings.answer({std::move(fact)});
}

} // namespace huikuan::core
