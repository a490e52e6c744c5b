// The ledger's forms and lists: bills to their end, refunds, costs, discounts, drafts, very many
// invoices, what figures lead to, initials, narrowed lists.
#include <doctest/doctest.h>

#include "core/read.h"
#include "session/ledger.h"
#include "ui/case.h"

using namespace huikuan;
using namespace huikuan::ui;
using huikuan::test::Case;
using huikuan::test::day;
using huikuan::test::World;

TEST_CASE("a bill is discounted and honoured by its forms: exposure ends with it") {
    Case one;
    World& world = one.world;
    one.owes("A-1", 1'000'00, "2026-03-01");
    const auto bill = one.holds_bill("1000", "2026-11-22");
    CHECK(one.exposure().bills == 1'000'00);
    one.steps_bill("bill.do.discounted", [&] {
        CHECK(world.type(say("bill.discounter"), "招商银行"));
        CHECK(world.type(say("bill.cost"), "12.50"));
        CHECK(world.shows("987.50"));
    });
    const auto steps = session::Ledger(one.book()).bill_steps(bill.id);
    REQUIRE(steps.size() == 1);
    CHECK(steps[0].step == core::BillStep::discounted);
    CHECK(steps[0].party == "招商银行");
    CHECK(steps[0].cost_minor == 12'50);
    CHECK(one.exposure().bills == 1'000'00); // whoever has it may come back for it
    // It is gone: neither given on nor discounted again.
    CHECK(world.backend->find(Role::button, say("bill.do.endorsed")) == nullptr);
    CHECK(world.backend->find(Role::button, say("bill.do.discounted")) == nullptr);
    one.steps_bill("bill.do.honoured", [] {});
    CHECK(one.credits()[0].bill_step == core::BillStep::honoured);
    CHECK(one.exposure().bills == 0);
    CHECK(world.backend->find(Role::button, say("bill.do.honoured")) == nullptr);
    CHECK(world.backend->find(Role::button, say("bill.dishonour")) == nullptr);
}

TEST_CASE("unapplied money is paid back in one step, and that undone") {
    Case one;
    World& world = one.world;
    const auto id = one.cash(80'00);
    const auto unapplied = [&] { return one.book().receipt(id, one.book().today())->unapplied; };
    world.visit("/receipts?receipt=" + core::to_text(id));
    CHECK(world.press(Role::button, say("refund.title")));
    CHECK(world.type(say("label.amount"), "90"));
    CHECK(world.press(Role::button, say("refund.do"))); // more than there is
    CHECK(unapplied() == 80'00);
    CHECK(one.debits(core::DebitType::refund).empty());
    CHECK(world.type(say("label.amount"), "30"));
    CHECK(world.press(Role::button, say("refund.do")));
    CHECK(unapplied() == 50'00);
    REQUIRE(one.debits(core::DebitType::refund).size() == 1);
    CHECK(one.debits(core::DebitType::refund)[0].open == 0);
    CHECK(world.press(Role::button, say("undo")));
    CHECK(unapplied() == 80'00);
}

TEST_CASE("costs are charged against an invoice, a refund is entered without a number") {
    Case one;
    World& world = one.world;
    const auto debt = one.owes("A-1", 100'00, "2026-03-01");
    world.visit("/receivables/invoices?invoice=" + core::to_text(debt));
    CHECK(world.press(Role::button, say("debit.new.costs")));
    CHECK(world.type(say("label.credit_number"), "C-1"));
    CHECK(world.type(say("label.amount"), "50"));
    CHECK(world.press(Role::button, say("invoices.save")));
    const auto costs = one.debits(core::DebitType::costs);
    REQUIRE(costs.size() == 1);
    CHECK(costs[0].against == core::entity_of(debt));
    CHECK(costs[0].due == one.book().today());
    world.visit("/customers/" + core::to_text(one.customer) + "?new=refund");
    CHECK(world.type(say("label.amount"), "5"));
    CHECK(world.press(Role::button, say("invoices.save")));
    CHECK(one.debits(core::DebitType::refund).size() == 1);
}

TEST_CASE("a discount for paying early is offered as long as it is open, and taken by one press") {
    for (const bool by_hand : {false, true}) {
        CAPTURE(by_hand);
        Case one;
        World& world = one.world;
        core::IssueInvoice issue;
        issue.invoice.id = core::id_cast<core::InvoiceId>(one.book().mint());
        issue.invoice.customer = one.customer;
        issue.invoice.number = "D-1";
        issue.invoice.amount = {1'000'00, core::parse_currency("CNY").value()};
        issue.invoice.issued = day("2026-11-20");
        issue.invoice.terms = "2/10 net 30";
        REQUIRE(one.book().run(issue));
        world.settle();
        const std::string offer = say("receipts.take_discount", "CNY 20.00");
        one.new_receipt();
        CHECK(world.type(say("label.amount"), "500")); // settles nothing
        CHECK(world.backend->find(Role::button, offer) == nullptr);
        CHECK(world.type(say("label.amount"), "980"));
        if (by_hand) {
            CHECK(world.press(Role::radio, say("allocate.by_hand")));
            CHECK(world.press(Role::button, say("allocate.fill")));
        }
        CHECK(world.type(say("label.date"), "2026-12-01")); // the day after
        CHECK(world.backend->find(Role::button, offer) == nullptr);
        CHECK(world.type(say("label.date"), "2026-11-30"));
        CHECK(world.press(Role::button, offer));
        CHECK(world.backend->find(Role::button, offer) == nullptr);
        CHECK(world.press(Role::button, say("receipts.save")));
        CHECK(one.book().invoice(issue.invoice.id, day("2026-11-30"))->open == 0);
        REQUIRE(one.credits(core::CreditType::discount).size() == 1);
        CHECK(one.credits(core::CreditType::discount)[0].amount.minor == 20'00);
    }
}

TEST_CASE(
    "what is paid by hand survives a reload; of a form that was only opened nothing is kept") {
    Case one;
    World& world = one.world;
    const auto debt = one.owes("A-1", 100'00, "2026-03-01");
    one.owes("A-2", 100'00, "2026-04-01");
    const std::string key = "draft.receipt." + one.book().vault();
    one.new_receipt();
    CHECK(world.backend->setting(key).value_or("").empty());
    CHECK(world.type(say("label.amount"), "60"));
    CHECK(world.press(Role::radio, say("allocate.by_hand")));
    CHECK(world.type(say("allocate.amount_for", "A-2"), "35"));
    const std::string kept = world.backend->setting(key).value_or("");
    CHECK_FALSE(kept.empty());
    world.visit("/receipts");
    world.backend->set_setting(key, kept); // as a page that is loaded anew finds it
    one.new_receipt();
    CHECK(world.backend->find(Role::textbox, say("allocate.amount_for", "A-2"))->value == "35");
    CHECK(world.press(Role::button, say("receipts.save")));
    CHECK(one.open(debt) == 100'00);
    REQUIRE(one.credits().size() == 1);
    CHECK(one.credits()[0].unapplied == 25'00);
    CHECK(world.backend->setting(key).value_or("").empty());
    // A write-off that is closed by mistake.
    const std::string form = "/receivables/invoices?new=write_off&of=" + core::to_text(debt);
    world.visit(form);
    CHECK(world.type(say("write_off.detail"), "裁定"));
    world.visit("/receivables/invoices");
    world.visit(form);
    CHECK(world.backend->find(Role::textbox, say("write_off.detail"))->value == "裁定");
}

TEST_CASE(
    "of very many invoices the first are listed, it is said, and any is found by its number") {
    Case one;
    World& world = one.world;
    std::vector<core::Command> issues;
    for (int i = 0; i < 305; ++i) {
        core::IssueInvoice issue;
        issue.invoice.id = core::id_cast<core::InvoiceId>(one.book().mint());
        issue.invoice.customer = one.customer;
        issue.invoice.number = "N-" + std::to_string(1000 + i);
        issue.invoice.amount = {10'00, core::parse_currency("CNY").value()};
        issue.invoice.issued = day("2026-01-01");
        issue.due = core::add_days(day("2026-01-02"), i);
        issues.emplace_back(std::move(issue));
    }
    REQUIRE(one.book().run_batch(issues));
    world.settle();
    one.new_receipt();
    CHECK(world.type(say("label.amount"), "3050"));
    CHECK(world.shows(say("receipts.exact"))); // a rule pays all of them
    CHECK(world.press(Role::radio, say("allocate.designated")));
    CHECK(world.shows(say("allocate.cut", "300", "5")));
    CHECK(world.backend->find(Role::checkbox, "N-1304") == nullptr);
    CHECK(world.type(say("allocate.search"), "N-1304", Role::searchbox));
    CHECK(world.press(Role::checkbox, "N-1304"));
    CHECK(world.type(say("allocate.search"), "N-1000", Role::searchbox));
    CHECK(world.backend->find(Role::checkbox, "N-1304") != nullptr); // named, so it stays
    CHECK(world.type(say("label.amount"), "10"));
    CHECK(world.press(Role::button, say("receipts.save")));
    const auto* paid = std::get_if<core::IssueInvoice>(&issues.back());
    CHECK(one.open(paid->invoice.id) == 0);
}

TEST_CASE("the list of receipts says what is no money, narrows by type, and adds up cash alone") {
    Case one;
    World& world = one.world;
    const auto debt = one.owes("A-1", 100'00, "2026-03-01");
    one.cash(80'00);
    core::RecordReceipt note;
    note.receipt.id = core::id_cast<core::ReceiptId>(one.book().mint());
    note.receipt.type = core::CreditType::credit_note;
    note.receipt.customer = one.customer;
    note.receipt.against = core::entity_of(debt);
    note.receipt.number = "CN-1";
    note.receipt.amount = {30'00, core::parse_currency("CNY").value()};
    note.receipt.date = day("2026-05-02");
    REQUIRE(one.book().run(note));
    world.visit("/receipts");
    CHECK(world.shows(say("credit.credit_note")));
    CHECK(world.shows(say("receipts.cash_total", "CNY 80.00")));
    CHECK(world.press(Role::checkbox, say("credit.credit_note")));
    CHECK_FALSE(world.shows(say("receipts.cash_total", "CNY 80.00")));
    CHECK(world.shows("30.00"));
    world.visit("/receipts?only=unapplied"); // where figures lead
    CHECK(world.shows("80.00"));
    CHECK_FALSE(world.shows("30.00"));
}

TEST_CASE(
    "each figure of the aging leads to what it is made of; the address says how it is counted") {
    Case one;
    World& world = one.world;
    one.owes("A-1", 100'00, "2026-03-01");
    one.owes("A-2", 50'00, "2027-03-01");
    const auto other = one.add("丙公司");
    one.cash(5'00, "2026-05-01", other);
    world.visit("/receivables/aging");
    const auto leads = [&](const char* key, const char* words) {
        for (const Node& node : world.backend->app()->nodes()) {
            if (node.role == Role::link && node.label.contains(say(key)) &&
                (node.label.contains(words) || node.value.contains(words))) {
                one.activate(Node(node));
                return true;
            }
        }
        return false;
    };
    CHECK(leads("label.unapplied", "5.00"));
    CHECK(world.shows("丙公司"));
    CHECK_FALSE(world.shows("王氏五金"));
    CHECK(leads("label.overdue", "100.00"));
    CHECK(world.shows("王氏五金"));
    CHECK_FALSE(world.shows("丙公司"));
    world.visit("/receivables/aging?bucket=overdue&customer=" + core::to_text(one.customer));
    CHECK(world.shows("A-1"));
    CHECK_FALSE(world.shows("A-2"));
    // By the date of issue nothing is not due; other edges are other columns.
    world.visit("/receivables/aging?basis=issue&edges=10,20");
    CHECK(world.shows(say("aging.identity", "0.00", "150.00", "\u22125.00", "145.00")));
    CHECK(world.shows(say("aging.bucket_last", "21")));
    world.visit("/receivables/aging");
    CHECK(world.shows(say("aging.bucket_last", "121")));
    world.visit("/receivables/aging?known=2020-01-01 08:00");
    CHECK(world.shows(say("aging.known_leave")));
    CHECK_FALSE(world.shows("王氏五金"));
    CHECK(world.press(Role::button, say("aging.known_leave")));
    CHECK(world.shows("王氏五金"));
}

TEST_CASE("customers, invoices, receipts and kept lists are found by the initials of a name") {
    Case one;
    World& world = one.world;
    const auto other = one.add("青云机械");
    one.owes("A-1", 100'00, "2026-03-01");
    one.owes("B-1", 100'00, "2026-03-01", other);
    one.cash(5'00);
    one.cash(7'00, "2026-05-02", other);
    const std::pair<const char*, const char*> lists[] = {
        {"/customers", "customers.search"},
        {"/receivables/invoices", "invoices.search"},
        {"/receipts", "receipts.search"},
        {"/receipts/apply", "suggestions.search"}};
    for (const auto& [route, search] : lists) {
        CAPTURE(route);
        world.visit(route);
        CHECK(world.shows("王氏五金"));
        CHECK(world.type(say(search), "qyjx", Role::searchbox));
        CHECK(world.shows("青云机械"));
        CHECK_FALSE(world.shows("王氏五金"));
    }
}

TEST_CASE(
    "customers are narrowed by who looks after them, and show how much of the limit is used") {
    Case one;
    World& world = one.world;
    one.add("青云机械");
    one.owes("A-1", 100'00, "2026-03-01");
    REQUIRE(one.book().run(core::SetFields{{core::RegisterKind::customer,
                                            core::entity_of(one.customer),
                                            {{"owner", "李雷"}, {"credit_limit", "80"}}}}));
    world.visit("/customers");
    CHECK(world.shows("125%"));
    CHECK(world.press(Role::checkbox, say("customers.narrow")));
    CHECK(one.choose(say("customers.any_owner"), "李雷"));
    CHECK(world.shows("王氏五金"));
    CHECK_FALSE(world.shows("青云机械"));
    CHECK(world.press(Role::checkbox, say("customers.narrow")));
    CHECK(world.shows("青云机械"));
}

TEST_CASE("an address that opens the form of another customer opens another form") {
    Case one;
    const auto other = one.add("青云机械");
    one.new_receipt();
    CHECK(one.world.type(say("label.amount"), "5"));
    one.world.visit("/customers/" + core::to_text(other) + "?new=receipt");
    const auto value = [&](const char* field) {
        const Node* found = one.world.backend->find(Role::textbox, say(field));
        return found == nullptr ? std::string("none") : found->value;
    };
    CHECK(value("label.customer") == "青云机械");
    one.world.visit("/customers/" + core::to_text(one.customer) + "?new=invoice");
    CHECK(value("label.customer") == "王氏五金");
    one.world.visit("/customers/" + core::to_text(other) + "?new=invoice");
    CHECK(value("label.customer") == "青云机械");
}

TEST_CASE("by currency each row is called what it is in, and nothing adds them up") {
    Case one;
    one.owes("A-1", 100'00, "2026-03-01");
    one.owes("U-1", 30'00, "2026-03-01", {}, "USD", {7, 1});
    one.world.visit("/receivables/aging?by=currency");
    CHECK(one.world.shows("CNY"));
    CHECK(one.world.shows("USD"));
    CHECK_FALSE(one.world.shows(say("aging.nobody")));
    CHECK_FALSE(one.world.shows("CNY 100.00 · USD 30.00"));
    // No sum below makes room for a figure: its column does.
    one.owes("A-2", 98'765'432'10, "2026-03-01");
    one.world.settle();
    const Node* figure = one.world.backend->find(Role::cell, "98,765,532.10");
    REQUIRE(figure != nullptr);
    CHECK(figure->rect.w > 116);
}

TEST_CASE("what is refused in a long form is scrolled to; so is what gets the focus by a key") {
    Case one(390);
    World& world = one.world;
    world.visit("/customers/" + core::to_text(one.customer) + "?new=invoice");
    CHECK(world.press(Role::checkbox, say("invoices.in_parts")));
    for (int i = 0; i < 14; ++i) CHECK(world.press(Role::button, say("invoices.add_part")));
    CHECK(world.type(say("label.note"), "x"));
    CHECK(world.press(Role::button, say("invoices.save")));
    const Node* number = world.backend->find(Role::textbox, say("label.number"));
    REQUIRE(number != nullptr);
    CHECK_FALSE(number->description.empty());
    CHECK(number->rect.h > 20);
}

TEST_CASE("money in advance goes back whole, with what the bank had kept of it") {
    Case one;
    World& world = one.world;
    world.visit("/customers/" + core::to_text(one.customer) + "?new=advance");
    CHECK(world.type(say("label.amount"), "970"));
    CHECK(world.type(say("credit.fee"), "30"));
    CHECK(world.press(Role::button, say("kit.save")));
    const auto kept = one.credits(core::CreditType::advance);
    REQUIRE(kept.size() == 1);
    world.visit("/receipts?receipt=" + core::to_text(kept[0].id));
    CHECK(world.press(Role::button, say("exchange.title"))); // whole, too
    const Node* amount = world.backend->find(Role::textbox, say("exchange.amount"));
    REQUIRE(amount != nullptr);
    CHECK(amount->value == "1000.00");
    CHECK(world.press(Role::button, say("kit.cancel")));
    CHECK(world.press(Role::button, say("refund.title")));
    CHECK(world.press(Role::button, say("refund.do")));
    for (const core::ReceiptRow& row : one.credits()) CHECK(row.unapplied == 0);
}
