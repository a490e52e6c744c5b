#include "sync/bank_bodies.h"

namespace huikuan::sync {

// [id, date, amt, payer, account, memo, reference] and the balance where there is one.
Value body_of(const core::BankLinesImported& imported) {
    Array lines;
    for (const core::BankLine& line : imported.lines) {
        Array parts{core::to_text(line.id),
                    core::to_text(line.date),
                    line.minor,
                    line.payer,
                    line.payer_account,
                    line.memo,
                    line.reference};
        if (line.balance) parts.emplace_back(*line.balance);
        lines.emplace_back(std::move(parts));
    }
    return Body()
        .text("acc", imported.account)
        .text("cur", imported.currency.view())
        .text("file", imported.file)
        .value("lines", std::move(lines));
}

Value body_of(const core::BankLineUsed& used) {
    return Body().id("line", used.line).optional_id("rcpt", used.receipt).text("why", used.reason);
}

std::optional<core::Fact> read_bank_lines(core::EntityId entity, Reader in) {
    core::BankLinesImported imported;
    imported.id = entity;
    imported.account = in.required_text("acc");
    imported.currency = in.currency("cur");
    imported.file = in.text("file");
    imported.lines = in.bank_lines();
    if (!in.good()) return std::nullopt;
    return imported;
}

std::optional<core::Fact> read_bank_use(core::EntityId entity, Reader in) {
    core::BankLineUsed used;
    used.id = entity;
    used.line = in.id("line");
    used.receipt = core::id_cast<core::ReceiptId>(in.optional_id("rcpt"));
    used.reason = in.text("why");
    if (!in.good()) return std::nullopt;
    return used;
}

} // namespace huikuan::sync
