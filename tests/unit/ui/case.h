#pragma once
// A book with one customer, 王氏五金, and a person who works its money on the pages.
#include <optional>
#include <string_view>
#include <vector>

#include "session/ledger.h"
#include "ui/world.h"

namespace huikuan::test {

struct Case {
    World world;
    core::CustomerId customer;

    explicit Case(float width = 1440, const char* language = "zh-CN")
        : world(width, 900, language) {
        world.open_book(0, 0);
        customer = add("王氏五金");
    }
    session::Session& book() { return world.book(); }
    core::CustomerId add(const char* name, core::CustomerId parent = {}) {
        const auto id = book().mint();
        core::SetFields set{{core::RegisterKind::customer, id, {{"name", name}}}};
        if (parent != core::CustomerId{}) {
            set.fields.fields.emplace_back("parent", core::to_text(parent));
        }
        REQUIRE(book().run(set));
        return core::id_cast<core::CustomerId>(id);
    }
    core::InvoiceId owes(const char* number, std::int64_t minor, const char* due,
                         core::CustomerId whom = {}, const char* currency = "CNY",
                         core::Rate rate = {}) {
        core::IssueInvoice issue;
        issue.invoice.id = core::id_cast<core::InvoiceId>(book().mint());
        issue.invoice.customer = whom == core::CustomerId{} ? customer : whom;
        issue.invoice.number = number;
        issue.invoice.amount = {minor, core::parse_currency(currency).value()};
        issue.invoice.issued = day("2026-01-01");
        issue.invoice.rate = rate;
        issue.due = day(due);
        REQUIRE(book().run(issue));
        world.settle();
        return issue.invoice.id;
    }
    std::int64_t open(core::InvoiceId invoice) {
        return book().invoice(invoice, book().today())->open;
    }
    std::vector<core::ReceiptRow> credits(std::optional<core::CreditType> type = std::nullopt) {
        core::ListQuery query;
        query.as_of = book().today();
        query.credit = type;
        return book().receipts(book().receipt_keys(query), query.as_of);
    }
    void new_receipt() { world.visit("/customers/" + core::to_text(customer) + "?new=receipt"); }
    // A receipt by bill, saved through the form: its sheet is open then.
    core::ReceiptRow holds_bill(const char* amount, const char* maturity) {
        new_receipt();
        CHECK(world.type(say("label.amount"), amount));
        CHECK(choose(say("label.method"), say("method.bill")));
        CHECK(world.type(say("bill.number"), "1308 9001"));
        CHECK(world.type(say("bill.acceptor"), "工商银行"));
        CHECK(world.type(say("bill.maturity"), maturity));
        CHECK(world.press(Role::button, say("receipts.save")));
        const auto bills = credits(core::CreditType::bill);
        REQUIRE(bills.size() == 1);
        world.visit("/receipts/bills?receipt=" + core::to_text(bills[0].id));
        return bills[0];
    }
    // A step of the bill whose sheet is open: the button of the sheet, then that of the dialog.
    template <class Fill>
    void steps_bill(const char* step, Fill&& fill) {
        CHECK(world.press(Role::button, say(step)));
        fill();
        Node last;
        for (const Node& node : world.backend->app()->nodes()) {
            if (node.role == Role::button && node.label == say(step)) last = node;
        }
        activate(last);
    }
    void activate(const Node& node) {
        world.backend->loop().post({NodeEventKind::activate, node.id, {}, 0});
        world.settle();
    }
    session::Exposure exposure() {
        const auto sums = session::Ledger(book()).exposure(customer, book().today());
        REQUIRE(sums.size() == 1);
        return sums[0];
    }
    core::ReceiptId cash(std::int64_t minor, const char* date = "2026-05-01",
                         core::CustomerId whom = {}) {
        core::RecordReceipt command;
        command.receipt.id = core::id_cast<core::ReceiptId>(book().mint());
        command.receipt.customer = whom == core::CustomerId{} ? customer : whom;
        command.receipt.amount = {minor, core::parse_currency("CNY").value()};
        command.receipt.date = day(date);
        command.receipt.method = "bank";
        REQUIRE(book().run(command));
        world.settle();
        return command.receipt.id;
    }
    std::vector<core::InvoiceRow> debits(core::DebitType type) {
        core::ListQuery query;
        query.as_of = book().today();
        query.debit = type;
        return book().invoices(book().invoice_keys(query), query.as_of);
    }
    bool choose(std::string_view list, std::string_view option) {
        return world.press(Role::combobox, list) && world.press(Role::option, option);
    }
};

} // namespace huikuan::test
