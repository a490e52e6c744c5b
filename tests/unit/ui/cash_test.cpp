// Money as a person works it on the pages: bills, rules of allocation, differences, exchange,
// write-offs and recoveries, interest, and aging by its two clocks.
#include <doctest/doctest.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>

#include "core/read.h"
#include "session/ledger.h"
#include "session/timeline.h"
#include "ui/case.h"
#include "ui/interest_sheet.h"
#include "ui/kit/format.h"
#include "ui/lists.h"
#include "ui/write_off_form.h"

using namespace huikuan;
using namespace huikuan::ui;
using huikuan::test::Case;
using huikuan::test::day;
using huikuan::test::World;

TEST_CASE("a letter goes to the choice that begins with it, and round again") {
    Case one;
    one.new_receipt();
    REQUIRE(one.world.backend->click_on(Role::combobox, say("label.currency")));
    one.world.settle();
    const auto highlighted = [&] {
        for (const Node& node : one.world.backend->app()->nodes()) {
            if (node.role == Role::option && (node.flags & node_selected) != 0) {
                return node.label.substr(0, 3);
            }
        }
        return std::string();
    };
    const auto key = [&](ImGuiKey letter) {
        for (const bool down : {true, false}) {
            ImGui::GetIO().AddKeyEvent(letter, down);
            one.world.backend->loop().wake();
            one.world.settle();
        }
    };
    CHECK(highlighted() == "CNY");
    key(ImGuiKey_U);
    const std::string first = highlighted();
    CHECK(first.front() == 'U');
    key(ImGuiKey_U);
    CHECK(highlighted().front() == 'U');
    CHECK(highlighted() != first);
    key(ImGuiKey_Q); // of none, or the only one
    CHECK(!highlighted().empty());
}

TEST_CASE("a bill is received, endorsed, taken back, and dishonoured: the debt is back") {
    Case one;
    World& world = one.world;
    const auto debt = one.owes("A-1", 1'000'00, "2026-03-01");
    one.new_receipt();
    CHECK(world.type(say("label.amount"), "1000"));
    CHECK(one.choose(say("label.method"), say("method.bill")));
    CHECK(world.press(Role::button, say("receipts.save"))); // refused: what a bill must say
    CHECK(one.credits().empty());
    CHECK(world.type(say("bill.number"), "1308 9001"));
    CHECK(world.type(say("bill.acceptor"), "工商银行"));
    CHECK(world.type(say("bill.maturity"), "2027-02-28"));
    CHECK(world.press(Role::button, say("receipts.save")));
    REQUIRE(one.credits(core::CreditType::bill).size() == 1);
    CHECK(one.open(debt) == 0);

    world.visit("/receipts/bills");
    CHECK(world.shows("1308 9001"));
    CHECK(world.shows(say("bill.held")));
    const auto id = core::to_text(one.credits()[0].id);
    world.visit("/receipts/bills?receipt=" + id);
    CHECK(world.press(Role::button, say("bill.do.endorsed")));
    CHECK(world.press(Role::button, say("bill.do.endorsed")) /* in the dialog: no party yet */);
    CHECK(world.type(say("bill.endorsee"), "丙公司"));
    CHECK(world.press(Role::button, say("kit.cancel")));
    CHECK_FALSE(one.credits()[0].bill_step.has_value());
    one.steps_bill("bill.do.endorsed", [&] { CHECK(world.type(say("bill.endorsee"), "丙公司")); });
    REQUIRE(one.credits()[0].bill_step.has_value());
    CHECK(*one.credits()[0].bill_step == core::BillStep::endorsed);
    CHECK(world.shows("丙公司"));
    CHECK(world.press(Role::button, say("bill.dishonour")));
    CHECK(world.press(Role::button, say("reverse.do")));
    CHECK(one.open(debt) == 1'000'00);
    CHECK(one.book().invoice(debt, core::add_days(one.book().today(), -1))->open == 1'000'00);
    CHECK(world.press(Role::button, say("undo")));
    CHECK(one.open(debt) == 0);
}

TEST_CASE("a bill that was dishonoured says so on its day, one entered by mistake does not") {
    Case one;
    World& world = one.world;
    const core::Date today = one.book().today();
    const auto bill = [&](const char* number) {
        core::RecordReceipt record;
        record.receipt.id = core::id_cast<core::ReceiptId>(one.book().mint());
        record.receipt.customer = one.customer;
        record.receipt.type = core::CreditType::bill;
        record.receipt.amount = {500'00, core::parse_currency("CNY").value()};
        record.receipt.date = core::add_days(today, -20);
        record.receipt.method = "bill";
        record.receipt.bill = core::Bill{number, "工商银行", core::add_days(today, -2), false};
        REQUIRE(one.book().run(record));
        return core::entity_of(record.receipt.id);
    };
    const auto bad = bill("1308 9001");
    const auto twice = bill("1308 9002");
    const auto reverse = [&](core::EntityId of, std::optional<core::Date> day) {
        REQUIRE(one.book().run(core::Reverse{one.book().mint(), of, day, "no cover"}));
    };
    reverse(bad, core::add_days(today, -1));
    reverse(twice, std::nullopt);
    const auto at_once = bill("1308 9003"); // on the very day it was received
    reverse(at_once, core::add_days(today, -20));
    const auto row = [&](core::EntityId id, int days_ago) {
        return *one.book().receipt(core::id_cast<core::ReceiptId>(id),
                                   core::add_days(today, -days_ago));
    };
    CHECK(row(bad, 2).status != core::DocumentStatus::voided);
    CHECK(row(bad, 1).status == core::DocumentStatus::voided);
    CHECK(row(bad, 1).end == core::add_days(today, -1));
    world.visit("/customers?receipt=" + core::to_text(bad));
    CHECK(world.shows(say("bill.dishonoured")));
    world.visit("/customers?receipt=" + core::to_text(twice));
    CHECK(world.shows("1308 9002"));
    CHECK_FALSE(world.shows(say("bill.dishonoured")));
    CHECK_FALSE(row(twice, 0).dishonoured());
    CHECK(row(at_once, 0).dishonoured());
    CHECK(row(at_once, 0).status == core::DocumentStatus::voided);
    world.visit("/customers?receipt=" + core::to_text(at_once));
    CHECK(world.shows(say("bill.dishonoured")));

    const auto shown = session::timeline_of(one.book(), one.customer, today, 60).events;
    const auto ended = [](const session::TimelineEvent& event) {
        return event.kind == session::TimelineKind::reversed;
    };
    REQUIRE(std::ranges::count_if(shown, ended) == 2); // the latest first
    const auto& end = *std::ranges::find_if(shown, ended);
    CHECK(end.date == core::add_days(today, -1));
    CHECK(end.name == "1308 9001");
    CHECK(end.amount->minor == 500'00);
    const auto returned = std::ranges::find(shown, "1308 9003", &session::TimelineEvent::name);
    REQUIRE(returned != shown.end());
    CHECK(returned->kind == session::TimelineKind::reversed); // above what it ends
    CHECK(returned->date == core::add_days(today, -20));
    world.visit("/customers/" + core::to_text(one.customer) + "?tab=timeline");
    CHECK(world.shows(say("bill.dishonoured")));
}

TEST_CASE("what a bill says stands in the form, two beside each other; what is missing says so") {
    for (const float width : {390.F, 1440.F}) {
        CAPTURE(width);
        Case one(width);
        World& world = one.world;
        one.new_receipt();
        CHECK(world.type(say("label.amount"), "100"));
        CHECK(one.choose(say("label.method"), say("method.bill")));
        const auto field = [&](const char* key) {
            const Node* found = world.backend->find(Role::textbox, say(key));
            REQUIRE(found != nullptr);
            return *found;
        };
        CHECK(field("bill.maturity").rect.x > field("bill.number").rect.x);
        CHECK(field("bill.acceptor").rect.x == field("bill.number").rect.x);
        CHECK(world.press(Role::button, say("receipts.save")));
        CHECK(field("bill.number").description ==
              error_words({core::ErrorCode::required, "bill_number"}));
        CHECK(field("bill.acceptor").description ==
              error_words({core::ErrorCode::required, "acceptor"}));
        CHECK(one.credits().empty());
    }
}

TEST_CASE("a fee that was typed before it became a set-off is no part of it") {
    Case one;
    const auto debt = one.owes("A-1", 100'00, "2026-03-01");
    one.new_receipt();
    CHECK(one.world.type(say("label.amount"), "100"));
    CHECK(one.world.press(Role::checkbox, say("receipts.deductions")));
    CHECK(one.world.type(say("credit.fee"), "5"));
    CHECK(one.choose(say("label.method"), say("credit.offset")));
    CHECK(one.world.press(Role::button, say("receipts.save")));
    CHECK(one.open(debt) == 0);
    CHECK(one.credits().size() == 1);
}

TEST_CASE("a customer that nobody is called says so below the field") {
    Case one;
    one.world.visit("/receipts?new=receipt");
    CHECK(one.world.type(say("label.customer"), "青云"));
    const Node* field = one.world.backend->find(Role::textbox, say("label.customer"));
    REQUIRE(field != nullptr);
    CHECK(field->description == say("kit.no_match"));
}

TEST_CASE("each rule shows its split before anything is written") {
    Case one;
    World& world = one.world;
    const auto late = one.owes("LATE", 300'00, "2026-02-01");
    const auto soon = one.owes("SOON", 400'00, "2026-09-01");
    const auto interest = [&] {
        core::IssueInvoice issue;
        issue.invoice.id = core::id_cast<core::InvoiceId>(one.book().mint());
        issue.invoice.customer = one.customer;
        issue.invoice.number = "INT-1";
        issue.invoice.amount = {20'00, core::parse_currency("CNY").value()};
        issue.invoice.issued = day("2026-10-01");
        issue.invoice.type = core::DebitType::interest;
        issue.invoice.against = core::entity_of(soon);
        issue.due = day("2026-10-01");
        REQUIRE(one.book().run(issue));
        return issue.invoice.id;
    }();
    const auto pays = [&](std::string_view rule) {
        one.new_receipt();
        CHECK(world.type(say("label.amount"), "310"));
        CHECK(world.press(Role::radio, rule));
        CHECK(world.shows(say("allocate.preview")));
        CHECK(one.credits().empty());
        CHECK(world.press(Role::button, say("receipts.save")));
        const std::array open{one.open(late), one.open(soon), one.open(interest)};
        CHECK(world.press(Role::button, say("undo")));
        return open;
    };
    CHECK(pays(say("allocate.oldest")) == std::array<std::int64_t, 3>{0, 390'00, 20'00});
    CHECK(pays(say("allocate.legal")) == std::array<std::int64_t, 3>{0, 400'00, 10'00});
    CHECK(pays(say("allocate.pro_rata")) ==
          std::array<std::int64_t, 3>{300'00 - 129'17, 400'00 - 172'22, 20'00 - 8'61});
    // By the debtor's word: the later one first.
    one.new_receipt();
    CHECK(world.type(say("label.amount"), "410"));
    CHECK(world.press(Role::radio, say("allocate.designated")));
    CHECK(world.press(Role::checkbox, "SOON"));
    CHECK(world.press(Role::button, say("receipts.save")));
    CHECK(one.open(soon) == 0);
    CHECK(one.open(late) == 290'00);
}

TEST_CASE("a difference within the policy is written off beside the receipt, and no more") {
    for (const bool by_hand : {false, true}) {
        CAPTURE(by_hand);
        Case one;
        World& world = one.world;
        const auto debt = one.owes("A-1", 100'00, "2026-03-01");
        one.new_receipt();
        CHECK(world.type(say("label.amount"), "89.99"));
        CHECK(world.backend->find(Role::checkbox, say("receipts.write_off_rest", "CNY 10.01")) ==
              nullptr);
        CHECK(world.type(say("label.amount"), "99.70"));
        if (by_hand) {
            CHECK(world.press(Role::radio, say("allocate.by_hand")));
            CHECK(world.press(Role::button, say("allocate.fill")));
        }
        CHECK(world.press(Role::checkbox, say("receipts.write_off_rest", "CNY 0.30")));
        CHECK(world.shows(say("receipts.exact")));
        CHECK(world.press(Role::button, say("receipts.save")));
        CHECK(one.open(debt) == 0);
        REQUIRE(one.credits(core::CreditType::write_off).size() == 1);
        CHECK(one.credits(core::CreditType::write_off)[0].amount.minor == 30);
        CHECK_FALSE(one.book().invoice(debt, one.book().today())->written_off); // it was paid
        world.visit("/receipts/write-offs");
        CHECK(world.shows(say("write_offs.empty"))); // differences are shown when asked for
        CHECK(world.press(Role::checkbox, say("write_offs.with_small")));
        CHECK(world.shows("0.30"));
    }
}

TEST_CASE("a fee that the bank kept pays with the receipt") {
    Case one;
    const auto debt = one.owes("A-1", 100'00, "2026-03-01");
    one.new_receipt();
    CHECK(one.world.type(say("label.amount"), "95"));
    CHECK(one.world.press(Role::checkbox, say("receipts.deductions")));
    CHECK(one.world.type(say("credit.fee"), "5x"));
    CHECK(one.world.press(Role::button, say("receipts.save")));
    CHECK(one.credits().empty()); // what cannot be read is not left out in silence
    CHECK(one.world.type(say("credit.fee"), "5"));
    CHECK(one.world.press(Role::button, say("receipts.save")));
    CHECK(one.open(debt) == 0);
    CHECK(one.credits().size() == 2);
}

TEST_CASE(
    "money in advance with a bank fee is unapplied as what the customer paid, and used whole") {
    for (const bool as_advance : {false, true}) {
        CAPTURE(as_advance);
        Case one;
        World& world = one.world;
        if (as_advance) {
            world.visit("/customers/" + core::to_text(one.customer) + "?new=advance");
        } else {
            one.new_receipt();
        }
        CHECK(world.type(say("label.amount"), "970"));
        if (!as_advance) CHECK(world.press(Role::checkbox, say("receipts.deductions")));
        CHECK(world.type(say("credit.fee"), "30"));
        CHECK(world.shows(say("receipts.paid", "CNY 1,000.00", "CNY 970.00", "CNY 30.00")));
        CHECK(world.shows(say(as_advance ? "credit.rest" : "receipts.left", "CNY 1,000.00")));
        CHECK(world.press(Role::button, say(as_advance ? "kit.save" : "receipts.save")));
        REQUIRE(one.credits().size() == 2);
        const auto debt = one.owes("A-1", 1'000'00, "2026-12-01");
        const auto kept =
            one.credits(as_advance ? core::CreditType::advance : core::CreditType::receipt);
        REQUIRE(kept.size() == 1);
        world.visit("/receipts?receipt=" + core::to_text(kept[0].id));
        CHECK(world.shows(say("receipt.paid")));
        CHECK(world.press(Role::button, say("allocate.later")));
        CHECK(world.shows(say("allocate.available", "CNY 1,000.00", "王氏五金")));
        CHECK(world.press(Role::button, say("allocate.save")));
        CHECK(one.open(debt) == 0);
    }
}

TEST_CASE("one receipt pays several customers of a group by hand") {
    Case one;
    const auto child = one.add("王氏分店", one.customer);
    const auto mine = one.owes("M-1", 100'00, "2026-03-01");
    const auto its = one.owes("K-1", 50'00, "2026-02-01", child);
    one.world.visit("/customers/" + core::to_text(one.customer));
    CHECK(one.world.shows(say("customer.group_line", "王氏五金", "2", "CNY 150.00")));
    one.new_receipt();
    CHECK(one.world.type(say("label.amount"), "150"));
    CHECK(one.world.press(Role::radio, say("allocate.by_hand")));
    CHECK(one.world.shows(say("allocate.group")));
    CHECK(one.world.type(say("allocate.amount_for", "M-1"), "100"));
    CHECK(one.world.type(say("allocate.amount_for", "K-1"), "50"));
    // What was understood stands below the field: the button beside it stays beside it.
    const Node* field = one.world.backend->find(Role::textbox, say("allocate.amount_for", "M-1"));
    const Node* all = one.world.backend->find(Role::button, say("allocate.all"));
    REQUIRE((field != nullptr && all != nullptr));
    CHECK(field->description == say("label.understood", "CNY 100.00"));
    CHECK(all->rect.y + all->rect.h / 2 == field->rect.y + field->rect.h / 2);
    CHECK(one.world.press(Role::button, say("receipts.save")));
    CHECK(one.open(mine) == 0);
    CHECK(one.open(its) == 0);
}

TEST_CASE("unapplied money is offered where the debt is shown, and used in one step") {
    Case one;
    core::RecordReceipt cash;
    cash.receipt.id = core::id_cast<core::ReceiptId>(one.book().mint());
    cash.receipt.customer = one.customer;
    cash.receipt.amount = {80'00, core::parse_currency("CNY").value()};
    cash.receipt.date = day("2026-05-01");
    cash.receipt.method = "bank";
    REQUIRE(one.book().run(cash));
    one.owes("OLD", 500'00, "2026-02-01");
    const auto debt = one.owes("A-1", 100'00, "2026-03-01");
    one.world.visit("/receivables/invoices?invoice=" + core::to_text(debt));
    CHECK(one.world.press(Role::button, say("unapplied.use", "CNY 80.00")));
    CHECK(one.world.press(Role::button, say("allocate.save")));
    CHECK(one.open(debt) == 20'00); // this invoice, not the oldest
    one.world.visit("/receipts?apply=nonsense");
    CHECK(one.world.shows(say("receipt.gone")));
}

TEST_CASE("the sheet of a receipt says that it is applied in part, as its list does") {
    Case one;
    const auto cash = one.cash(80'00);
    one.owes("A-1", 50'00, "2026-03-01");
    core::AllocateReceipt use;
    use.id = one.book().mint();
    use.receipt = cash;
    use.plan.rule = core::AllocationRule::oldest_due_first;
    use.date = day("2026-05-02");
    REQUIRE(one.book().run(use));
    one.world.visit("/customers?receipt=" + core::to_text(cash)); // the sheet without its list
    CHECK(one.world.shows(say("receipt.part_applied")));
}

TEST_CASE("a form that opens over a sheet covers it, scrim and all") {
    Case one;
    const auto cash = core::to_text(one.cash(80'00));
    one.owes("A-1", 50'00, "2026-03-01");
    one.world.visit("/receipts?receipt=" + cash + "&apply=" + cash);
    const auto& windows = ImGui::GetCurrentContext()->Windows; // from back to front
    const auto place = [&](std::string_view name) {
        return std::ranges::find(
                   windows, name,
                   [](const ImGuiWindow* window) { return std::string_view(window->Name); }) -
               windows.begin();
    };
    REQUIRE(place("##overlay/sheet/allocate_form") < windows.Size);
    CHECK(place("##overlay/sheet/receipt") < place("##overlay/scrim/allocate_form"));
    CHECK(place("##overlay/scrim/allocate_form") < place("##overlay/sheet/allocate_form"));
}

TEST_CASE("what unapplied money could pay is proposed, and several are used at once, or none") {
    Case one;
    World& world = one.world;
    world.visit("/receipts/apply");
    CHECK(world.shows(say("suggestions.empty")));
    const auto other = one.add("丙公司");
    const auto cash = [&](core::CustomerId from, std::int64_t minor, const char* date) {
        core::RecordReceipt command;
        command.receipt.id = core::id_cast<core::ReceiptId>(one.book().mint());
        command.receipt.customer = from;
        command.receipt.amount = {minor, core::parse_currency("CNY").value()};
        command.receipt.date = day(date);
        command.receipt.method = "bank";
        REQUIRE(one.book().run(command));
    };
    cash(one.customer, 80'00, "2026-05-01");
    cash(one.customer, 50'00, "2026-05-02");
    cash(one.customer, 10'00, "2026-05-03"); // nothing is left for it
    cash(other, 5'00, "2026-05-01");         // owes nothing
    const auto debt = one.owes("A-1", 100'00, "2026-03-01");
    world.visit("/receipts");
    world.visit("/receipts/apply");
    CHECK(world.shows("A-1 80.00"));
    CHECK(world.shows(say("suggestions.after")));
    CHECK_FALSE(world.shows("丙公司"));
    CHECK(world.press(Role::checkbox, say("table.select_all")));
    CHECK(world.press(Role::button, say("suggestions.apply")));
    CHECK(one.open(debt) == 0);
    CHECK(world.press(Role::button, say("undo")));
    CHECK(one.open(debt) == 100'00);
}

TEST_CASE("a debt is written off for a reason, kept, recovered in part") {
    Case one;
    World& world = one.world;
    const auto debt = one.owes("A-1", 100'00, "2026-03-01");
    world.visit("/receivables/invoices?invoice=" + core::to_text(debt));
    CHECK(world.press(Role::button, say("write_off.title")));
    for (const char* of_money : {"allocate.legal", "allocate.designated", "allocate.not_yet"}) {
        CHECK(world.backend->find(Role::radio, say(of_money)) == nullptr);
    }
    CHECK(one.choose(say("label.reason"), say("write_off.reason.enforced")));
    CHECK(world.type(say("write_off.detail"), "(2026) 苏01执7号"));
    CHECK(world.press(Role::button, say("write_off.do")));
    CHECK(one.open(debt) == 0);
    const auto kept = one.credits(core::CreditType::write_off);
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].reason == "enforced: (2026) 苏01执7号");
    // What settled the invoice says that it was no money.
    world.visit("/receivables/invoices?invoice=" + core::to_text(debt));
    CHECK(std::ranges::any_of(world.backend->app()->nodes(), [](const Node& node) {
        return node.role == Role::cell && node.label == say("credit.write_off");
    }));
    const auto closed = one.book().invoice(debt, one.book().today());
    REQUIRE(closed);
    CHECK(closed->status == core::DocumentStatus::settled);
    CHECK(closed->written_off);
    CHECK(world.shows(say("status.written_off"))); // in its sheet, and in the list behind
    world.visit("/receipts/write-offs");
    CHECK(world.shows(reason_words(kept[0].reason)));
    world.visit("/receipts/write-offs?receipt=" + core::to_text(kept[0].id));
    CHECK(world.press(Role::button, say("recovery.title")));
    CHECK(world.type(say("label.amount"), "40"));
    CHECK(world.press(Role::button, say("recovery.do")));
    CHECK(one.open(debt) == 0);
    const auto left = one.credits(core::CreditType::write_off);
    REQUIRE(left.size() == 1);
    CHECK(left[0].amount.minor == 60'00);
    // The sheet of the recovery stands over the page: what undoes it is within its reach.
    const Node* undo = world.backend->find(Role::button, say("undo"));
    REQUIRE(undo != nullptr);
    const auto nodes = world.backend->app()->nodes();
    const auto around = std::ranges::find(nodes, undo->parent, &Node::id);
    REQUIRE(around != nodes.end());
    CHECK(around->role == Role::dialog);
    CHECK(world.press(Role::button, say("undo")));
    REQUIRE(one.credits(core::CreditType::write_off).size() == 1);
    CHECK(one.credits(core::CreditType::write_off)[0].amount.minor == 100'00);
    // Where the money bounces later, the debt stays written off, and the dialog says so.
    world.visit("/receipts/write-offs?receipt=" +
                core::to_text(one.credits(core::CreditType::write_off)[0].id));
    CHECK(world.press(Role::button, say("recovery.title")));
    CHECK(world.type(say("label.amount"), "40"));
    CHECK(world.press(Role::button, say("recovery.do")));
    CHECK(world.press(Role::button, say("reverse.bounce")));
    CHECK(world.shows(say("reverse.recovery")));
    CHECK(world.type(say("label.reason"), "退票"));
    CHECK(world.press(Role::button, say("reverse.do")));
    CHECK(one.open(debt) == 0);
    CHECK(one.credits(core::CreditType::write_off).size() == 2);
}

TEST_CASE("what is doubled after a judgment begins with its day, and says so on paper") {
    Case one;
    World& world = one.world;
    const auto debt = one.owes("A-1", 100'000'00, "2026-03-01");
    core::LegalEventNoted judged;
    judged.id = one.book().mint();
    judged.customer = one.customer;
    judged.what = core::LegalEvent::judgment;
    judged.date = day("2026-03-10");
    judged.until = day("2026-03-31");
    REQUIRE(one.book().run(core::NoteLegalEvent{judged}));
    world.visit("/receivables/invoices?interest=" + core::to_text(debt));
    CHECK(world.type(say("interest.until"), "2026-05-10"));
    CHECK(one.choose(say("interest.rule"), say("interest.rule.judgment")));
    CHECK(world.shows("700.00")); // 100,000 x 0.0175 % x 40
    CHECK(world.shows(say("interest.law.judgment")));
    CHECK(world.press(Role::button, say("interest.print")));
    CHECK(world.backend->printed.contains(say("interest.from_words", "2026-03-31")));
    CHECK(one.choose(say("interest.rule"), say("interest.rule.sme"))); // from the due day again
    CHECK(world.shows("3,500.00"));                                    // 100,000 x 0.05 % x 70
}

TEST_CASE("interest is shown by segments, printed, and entered as a debit note of its own") {
    Case one;
    World& world = one.world;
    const auto debt = one.owes("A-1", 600'000, "2026-03-17");
    world.visit("/receivables/invoices?interest=" + core::to_text(debt));
    CHECK(one.choose(say("interest.rule"), say("interest.rule.sme")));
    CHECK(world.type(say("interest.until"), "2026-04-16"));
    CHECK(world.shows("90.00")); // 6,000 x 0.05 % x 30
    Desk desk(one.book(), *world.library(), *world.backend);
    const auto html = interest_html(
        desk, {{*one.book().invoice(debt, one.book().today()), core::parse_late_fee("sme").value(),
                session::Ledger(one.book())
                    .interest(debt, {core::parse_late_fee("sme").value(), day("2026-04-16")})
                    .value(),
                0}});
    CHECK(html.contains("6,000.00 × 0.05% × 30"));
    CHECK(html.contains("<td class=\"whole\">2026-04-16</td>")); // a date is never torn apart
    CHECK(html.contains(say("interest.reserve")));
    // It says by which law, and nothing that has no part in it: years, the LPR.
    CHECK(html.contains(say("interest.law.sme")));
    CHECK(html.contains(say("interest.rounding_daily")));
    CHECK_FALSE(html.contains("LPR"));
    CHECK(world.backend->find(Role::radio, say("interest.basis", 360)) == nullptr);
    CHECK(one.choose(say("interest.rule"), say("interest.rule.lpr")));
    CHECK(world.backend->find(Role::radio, say("interest.basis", 360)) != nullptr);
    CHECK(one.choose(say("interest.rule"), say("interest.rule.sme")));
    CHECK(world.press(Role::button, say("interest.enter", "CNY 90.00")));
    core::ListQuery query;
    query.as_of = one.book().today();
    query.debit = core::DebitType::interest;
    const auto keys = one.book().invoice_keys(query);
    REQUIRE(keys.size() == 1);
    const auto note = one.book().invoices(keys, query.as_of)[0];
    CHECK(note.amount.minor == 90'00);
    CHECK(note.against == core::entity_of(debt));
    // The same days are not charged twice.
    CHECK(world.backend->find(Role::button, say("interest.enter", "CNY 90.00")) == nullptr);
    CHECK(world.shows(say("interest.entered")));
    // All of a customer: the invoice alone, interest bears none.
    world.visit("/customers?interest=" + core::to_text(one.customer));
    CHECK(world.backend->find(Role::rowheader, "A-1") != nullptr);
    CHECK(world.backend->find(Role::rowheader, note.number) == nullptr);
    // What was paid late and is settled is asked for.
    const auto late = one.owes("LATE", 100'00, "2026-02-01");
    core::RecordReceipt cash;
    cash.receipt.id = core::id_cast<core::ReceiptId>(one.book().mint());
    cash.receipt.customer = one.customer;
    cash.receipt.amount = {100'00, core::parse_currency("CNY").value()};
    cash.receipt.date = day("2026-03-01");
    cash.receipt.method = "bank";
    cash.plan = {core::AllocationRule::manual, {{late, 100'00}}};
    REQUIRE(one.book().run(cash));
    world.visit("/customers");
    world.visit("/customers?interest=" + core::to_text(one.customer));
    CHECK(world.backend->find(Role::rowheader, "LATE") == nullptr);
    CHECK(world.press(Role::checkbox, say("interest.settled_too")));
    CHECK(world.backend->find(Role::rowheader, "LATE") != nullptr);
    world.visit("/customers?interest=nonsense");
    CHECK(world.shows(say("interest.none")));
    CHECK(one.choose(say("interest.rule"), say("interest.rule.custom")));
    CHECK(world.type(say("interest.custom"), "18"));
    CHECK(world.shows(say("interest.none_detail")));
}

TEST_CASE("aging by owner and as it was known then, down to the documents") {
    Case one;
    World& world = one.world;
    one.owes("A-1", 100'00, "2026-03-01");
    REQUIRE(one.book().run(core::SetFields{
        {core::RegisterKind::customer, core::entity_of(one.customer), {{"owner", "李雷"}}}}));
    world.visit("/receivables/aging");
    CHECK(world.shows(say("aging.identity", "0.00", "100.00", "0.00", "100.00")));
    CHECK(world.press(Role::checkbox, say("aging.key.owner")));
    CHECK(world.shows("李雷"));
    world.visit("/receivables/aging?by=owner&group=" + core::to_text(one.customer));
    CHECK(world.shows("王氏五金"));
    world.visit("/receivables/aging?by=owner&group=" + core::to_text(one.customer) +
                "&customer=" + core::to_text(one.customer));
    CHECK(world.shows("A-1"));
    world.visit("/receivables/aging?by=nonsense&group=nonsense");
    CHECK(world.shows("王氏五金"));
    CHECK(world.press(Role::checkbox, say("aging.known")));
    CHECK(world.type(say("aging.known_at"), "31 hours ago"));
    CHECK(world.press(Role::button, say("aging.known_show")));
    CHECK_FALSE(world.shows(say("aging.known_leave")));
    CHECK(world.type(say("aging.known_at"), "2020-01-01 08:00")); // before there was a book
    CHECK(world.press(Role::button, say("aging.known_show")));
    CHECK_FALSE(world.shows("王氏五金"));
    CHECK(world.press(Role::button, say("aging.known_leave")));
    CHECK(world.shows("王氏五金"));
}
