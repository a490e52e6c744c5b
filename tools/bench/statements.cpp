// What a month's statements cost: everybody who owes or moved, each one's figures, its code and the
// command that prepares it; beside one reading of the same documents. Prints, asserts nothing; the
// aim is 10 s for 2,000 customers in WebAssembly.
// Arguments: customers (default 2,000), documents of each (default 24).
#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/command.h"
#include "platform/platform.h"
#include "session/statement.h"
#include "session/statement_course.h"

using namespace huikuan;

int main(int count, char** values) {
    const auto argument = [&](int at, int otherwise) {
        return count > at ? std::atoi(values[at]) : otherwise;
    };
    const int customers = argument(1, 2'000);
    const int documents = argument(2, 24);
    const core::Currency cny = core::parse_currency("CNY").value();
    auto made = session::Session::create_file(":memory:", {"Bench", cny, 7});
    if (!made) return 1;
    session::Session& book = **made;

    const core::Date first = core::date_of(2026, 1, 1).value();
    std::vector<core::Command> commands;
    for (int c = 0; c < customers; ++c) {
        core::SetFields set;
        set.fields.kind = core::RegisterKind::customer;
        set.fields.entity = book.mint();
        set.fields.fields.emplace_back("name", "客户" + std::to_string(c));
        const auto id = core::id_cast<core::CustomerId>(set.fields.entity);
        commands.emplace_back(std::move(set));
        for (int d = 0; d < documents; ++d) {
            const core::Date day = core::add_days(first, d * 300 / documents);
            if (d % 3 == 2) {
                core::RecordReceipt receipt;
                receipt.receipt.id = core::id_cast<core::ReceiptId>(book.mint());
                receipt.receipt.customer = id;
                receipt.receipt.amount = {50'00 + d, cny};
                receipt.receipt.date = day;
                receipt.receipt.method = "bank";
                commands.emplace_back(std::move(receipt));
                continue;
            }
            core::IssueInvoice invoice;
            invoice.invoice.id = core::id_cast<core::InvoiceId>(book.mint());
            invoice.invoice.customer = id;
            invoice.invoice.number = "N" + std::to_string(c) + "-" + std::to_string(d);
            invoice.invoice.amount = {100'00 + d, cny};
            invoice.invoice.issued = day;
            invoice.due = core::add_days(day, 30);
            commands.emplace_back(std::move(invoice));
        }
    }
    if (!book.run_batch(commands)) return 1;

    const core::Date from = core::date_of(2026, 9, 1).value();
    const core::Date to = core::date_of(2026, 9, 30).value();
    const double began = platform::monotonic_ms();
    const auto keys = session::statement_customers(book, core::StatementForm::movements, from, to);
    const double chosen = platform::monotonic_ms();
    const session::Statements statements(book);
    session::StatementWish wish;
    wish.form = core::StatementForm::movements;
    wish.from = from;
    wish.to = to;
    std::vector<core::Command> issued;
    for (const core::RowKey key : keys) {
        for (const auto& row : book.customers(std::span(&key, 1), to)) {
            wish.customer = row.id;
            for (auto& one : statements.commands(wish, to)) issued.push_back(std::move(one));
        }
    }
    const double prepared = platform::monotonic_ms();
    const bool kept = book.run_batch(issued).has_value();
    const double written = platform::monotonic_ms();
    core::ListQuery all;
    all.as_of = to;
    const auto invoices = book.invoices(book.invoice_keys(all), to);
    const double read = platform::monotonic_ms() - written;
    std::printf("statements, %zu of %d customers: chosen %.0f ms, %zu prepared %.0f ms, written "
                "%.0f ms%s; reading the %zu invoices alone %.0f ms\n",
                keys.size(), customers, chosen - began, issued.size(), prepared - chosen,
                written - prepared, kept ? "" : " (refused)", invoices.size(), read);
}
