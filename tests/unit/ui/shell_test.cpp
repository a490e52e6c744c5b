// The whole interface without a window: every page in both languages and both widths; what a person
// does there changes the book; nothing is drawn that has no role and no name.
#include "ui/shell.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "imgui.h"
#include "imgui_internal.h"
#include "ui/aging_view.h"
#include "ui/kit/fields.h"
#include "ui/lists.h"
#include "ui/world.h"

using namespace huikuan;
using namespace huikuan::ui;
using huikuan::test::customer_with_everything;
using huikuan::test::World;

namespace {

constexpr const char* routes[] = {
    "/today",
    "/today?new=task",
    "/today?new=task&kind=visit",
    "/today/visits",
    "/today/calendar",
    "/today/improvements",
    "/today/promises",
    "/customers",
    "/receivables/aging",
    "/receivables/aging?bucket=5",
    "/receivables/invoices",
    "/receipts",
    "/receipts/bank",
    "/receipts/statements",
    "/dunning",
    "/dunning/sent",
    "/dunning/letters",
    "/dunning/letters?template=demand_firm",
    "/dunning/ladders",
    "/dunning/ladders?ladder=standard",
    "/dunning/disputes",
    "/import",
    "/legal",
    "/legal/guarantees",
    "/legal/cases",
    "/legal?escalate=new",
    "/exceptions",
    "/integrity",
    "/settings",
    "/receipts?new=receipt",
    "/receipts/bills",
    "/receipts/apply",
    "/receipts/write-offs",
    "/receipts/gains",
    "/receivables/aging?by=owner",
    "/receivables/invoices?new=invoice",
    "/customers?new=debit_note",
    "/customers?new=opening",
    "/customers?new=credit_note",
    "/customers?new=advance",
    "/customers/duplicates",
    "/settings/calendar",
    "/settings/rates",
    "/settings/process",
    "/settings/conduct",
    "/settings/law",
    "/receivables/forecast",
    "/receivables/forecast?week=undated",
};

bool needs_name(Role role) {
    switch (role) {
    case Role::none:
    case Role::row:
    case Role::cell:
    case Role::rowheader:
    case Role::text:
    case Role::status:
    case Role::alert: return false;
    default: return true;
    }
}

void check_nodes(std::span<const Node> nodes) {
    std::set<NodeId> seen;
    for (const Node& node : nodes) {
        CHECK_MESSAGE(seen.insert(node.id).second, "twice: ", node.label);
        CHECK(node.role != Role::none);
        if (needs_name(node.role)) CHECK_MESSAGE(!node.label.empty(), static_cast<int>(node.role));
        if (node.parent != 0) CHECK_MESSAGE(seen.contains(node.parent), "parent: ", node.label);
        // A key that nobody translated would be seen as itself.
        const bool key =
            node.label.find(' ') == std::string::npos && has_key(Language::zh, node.label);
        CHECK_MESSAGE(!key, node.label);
    }
}

} // namespace

TEST_CASE("every page, in both languages, at both widths: each item has a role and a name") {
    for (const char* tongue : {"zh-CN", "en"}) {
        for (const float width : {1440.0F, 390.0F}) {
            World world(width, 844, tongue);
            CAPTURE(tongue);
            CAPTURE(width);
            check_nodes(world.backend->app()->nodes()); // the start page
            world.open_book(12, 60);
            std::vector<std::string> pages(std::begin(routes), std::end(routes));
            const std::string customer = customer_with_everything(world.book());
            for (const char* part : {"open", "documents", "receipts", "timeline", "data", "history",
                                     "legal", "open&only=disputed", "receipts&credit=bill"}) {
                pages.push_back("/customers/" + customer + "?tab=" + part);
            }
            for (const std::string& route : pages) {
                CAPTURE(route);
                world.visit(route);
                const auto nodes = world.backend->app()->nodes();
                CHECK(nodes.size() > 10);
                check_nodes(nodes);
                std::vector<DrawnItem> drawn;
                audit_items(&drawn);
                world.backend->request_frame();
                world.backend->settle();
                audit_items(nullptr);
                std::set<unsigned> spoken;
                for (const Node& node : world.backend->app()->nodes()) {
                    auto id = static_cast<unsigned>(node.id ^ (node.id >> 32U));
                    spoken.insert(id);
                    spoken.insert(id | 1U);
                }
                for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
                    auto* one = const_cast<ImGuiWindow*>(window);
                    spoken.insert({window->ID, window->ChildId, window->MoveId,
                                   ImGui::GetWindowScrollbarID(one, ImGuiAxis_X),
                                   ImGui::GetWindowScrollbarID(one, ImGuiAxis_Y)});
                }
                for (const DrawnItem& item : drawn) {
                    if (item.box.w <= 0 || item.box.h <= 0) continue;
                    const ImGuiWindow* own = ImGui::FindWindowByName("Debug##Default");
                    const bool of_imgui =
                        own != nullptr && own->Pos.x == item.box.x && own->Pos.y == item.box.y;
                    if (of_imgui) continue; // ImGui's fallback window, never seen
                    CHECK_MESSAGE(spoken.contains(item.id), "mute item: ", item.box.x, " ",
                                  item.box.y, " ", item.box.w, " ", item.box.h, " ", item.label);
                }
            }
        }
    }
}

TEST_CASE("a person makes a book, a customer, an invoice and a receipt, and takes it back") {
    World world;
    CHECK(world.press(Role::button, say("start.new_book")));
    CHECK(world.press(Role::button, say("start.create"))); // refused: no company
    CHECK(world.shows(say("start.company_missing")));
    CHECK(world.type(say("label.company"), "江南机电"));
    CHECK(world.press(Role::button, say("start.create")));
    REQUIRE(world.shows("江南机电"));
    world.book().set_today(core::parse_iso("2026-11-22").value());

    CHECK(world.shows(say("today.first_later"))); // an empty book says how it begins
    CHECK(world.press(Role::button, say("today.first_customer")));
    CHECK(world.shows(say("customers.empty")));
    CHECK(world.press(Role::button, say("kit.save")));
    CHECK(world.shows(say("customer.name_missing")));
    CHECK(world.type(say("label.name"), "王氏五金 𠮷 🙂"));
    CHECK(world.press(Role::button, say("kit.save")));
    CHECK(world.shows("王氏五金 𠮷 🙂"));
    CHECK(world.book().counts().customers == 1);

    CHECK(world.press(Role::button, say("invoices.issue")));
    CHECK(world.press(Role::button, say("invoices.save")));
    CHECK(world.book().counts().invoices == 0);
    CHECK(world.type(say("label.number"), "A-1"));
    CHECK(world.type(say("label.amount"), "1.2万"));
    CHECK(world.shows("12,000.00")); // says what it understood
    CHECK(world.press(Role::button, say("invoices.save")));
    CHECK(world.book().counts().invoices == 1);

    CHECK(world.press(Role::button, say("receipts.record")));
    CHECK(world.type(say("label.amount"), "5000"));
    CHECK(world.shows(say("receipts.exact"))); // the split is shown before anything is written
    CHECK(world.book().counts().receipts == 0);
    CHECK(world.press(Role::button, say("receipts.save")));
    CHECK(world.book().counts().receipts == 1);
    core::ListQuery query;
    query.as_of = world.book().today();
    const auto keys = world.book().invoice_keys(query);
    REQUIRE(keys.size() == 1);
    CHECK(world.book().invoices(keys, query.as_of)[0].open == 700'000);
    CHECK(world.press(Role::button, say("undo")));
    CHECK(world.book().invoices(keys, query.as_of)[0].open == 1'200'000);
}

TEST_CASE("by hand: an amount above what is open is refused beside its field") {
    World world;
    world.open_book(0, 0);
    const auto customer = world.book().mint();
    REQUIRE(world.book().run(
        core::SetFields{{core::RegisterKind::customer, customer, {{"name", "甲"}}}}));
    core::IssueInvoice issue;
    issue.invoice.id = core::id_cast<core::InvoiceId>(world.book().mint());
    issue.invoice.customer = core::id_cast<core::CustomerId>(customer);
    issue.invoice.number = "B-9";
    issue.invoice.amount = {10'000, core::parse_currency("CNY").value()};
    issue.invoice.issued = core::parse_iso("2026-10-01").value();
    REQUIRE(world.book().run(issue));
    world.visit("/customers/" + core::to_text(customer) + "?new=receipt");
    CHECK(world.type(say("label.amount"), "80"));
    CHECK(world.press(Role::radio, say("allocate.by_hand")));
    CHECK(world.type(say("allocate.amount_for", "B-9"), "100.01"));
    CHECK(world.shows(say("allocate.more_than_open", "CNY 100.00")));
    CHECK(world.press(Role::button, say("receipts.save")));
    CHECK(world.book().counts().receipts == 0);
    CHECK(world.type(say("allocate.amount_for", "B-9"), "79.99"));
    CHECK(world.press(Role::button, say("receipts.save")));
    REQUIRE(world.book().counts().receipts == 1);
    core::ListQuery query;
    query.as_of = world.book().today();
    const auto rows = world.book().receipts(world.book().receipt_keys(query), query.as_of);
    CHECK(rows[0].unapplied == 1); // 0.01 stays unapplied
}

TEST_CASE("the aging drills from a bucket to a customer to documents that add up to it") {
    World world;
    world.open_book(12, 120);
    world.visit("/receivables/aging");
    core::AgingQuery query;
    query.as_of = world.book().today();
    const auto report = world.book().aging(query);
    REQUIRE(!report.parties.empty());
    const auto& parties = world.book().aging_entries().parties;
    for (const auto& party : report.parties) {
        const auto& at = parties[party.party];
        for (std::size_t bucket = 0; bucket < party.line.buckets.size(); ++bucket) {
            std::int64_t sum = 0;
            core::ListQuery list;
            list.customer = at.customer;
            list.open_only = true;
            list.as_of = query.as_of;
            for (const auto& row :
                 world.book().invoices(world.book().invoice_keys(list), query.as_of)) {
                if (row.amount.currency != at.currency) continue;
                for (const auto& line : aged_lines(row, query)) {
                    if (line.slot == bucket + 1) sum += line.open;
                }
            }
            CHECK(sum == party.line.buckets[bucket]);
        }
    }
    const std::string customer = core::to_text(parties[report.parties[0].party].customer);
    world.visit("/receivables/aging?customer=" + customer);
    CHECK(world.shows(say("aging.documents")));
    world.visit("/receivables/aging?customer=nonsense&bucket=99&currency=XXX");
    CHECK(world.shows(say("aging.title")));
}

TEST_CASE("links that lead nowhere say so, and nothing breaks") {
    World world;
    world.open_book(3, 10);
    world.visit("/customers/0199b0c2-0000-7000-8000-000000000000");
    CHECK(world.shows(say("customer.gone")));
    world.visit("/customers/%F0%9F%98%80");
    CHECK(world.shows(say("customer.gone")));
    world.visit("/receipts?receipt=0199b0c2-0000-7000-8000-000000000000");
    CHECK(world.shows(say("receipt.gone")));
    world.visit("/receivables/invoices?invoice=x");
    CHECK(world.shows(say("invoice.gone")));
    world.visit("/no/such/page");
    CHECK(world.shows(say("nav.customers")));
}

TEST_CASE("the palette begins a customer, and finds a page within a page") {
    World world;
    world.open_book(3, 10);
    world.visit("/integrity");
    const auto open_palette = [&] {
        REQUIRE(world.backend->app()->shortcut(Shortcut::palette));
        world.backend->request_frame();
        world.settle();
    };
    open_palette();
    CHECK_FALSE(world.shows(say("rates.title")));
    REQUIRE(world.type(say("palette.field"), say("rates.title"), Role::searchbox));
    REQUIRE(world.press(Role::button, say("rates.title")));
    CHECK(world.backend->route() == "/settings/rates");
    open_palette();
    REQUIRE(world.press(Role::button, say("customers.new")));
    CHECK(world.backend->route().starts_with("/customers"));
    CHECK(world.shows(say("customers.new")));
}

TEST_CASE("nothing is drawn when nothing changes") {
    World world;
    world.open_book(5, 20);
    for (const char* route : routes) {
        CAPTURE(route);
        world.visit(route);
        world.backend->settle();
        const auto before = world.backend->loop().frames_run();
        world.backend->advance(10'000);
        CHECK(world.backend->loop().frames_run() - before <= 2);
    }
}

TEST_CASE("a list leaves as CSV: every row, plain numbers, without what was put away") {
    World world;
    world.open_book(12, 700);
    world.visit("/receivables/invoices");
    CHECK(world.press(Role::button, say("list.columns")));
    CHECK(world.press(Role::checkbox, say("label.issued")));
    CHECK(world.press(Role::button, say("list.columns"))); // closes
    CHECK(world.press(Role::button, say("list.export")));
    CHECK(world.press(Role::button, say("list.export_csv")));
    for (int i = 0; i < 5; ++i) world.settle();
    CHECK(world.saved_name.ends_with("-2026-11-22.csv"));
    REQUIRE(world.saved.starts_with("\xEF\xBB\xBF" + say("label.number") + ","));
    CHECK(!world.saved.substr(0, 200).contains(say("label.issued")));
    core::ListQuery all;
    all.as_of = world.book().today();
    const auto rows = static_cast<std::ptrdiff_t>(world.book().invoice_keys(all).size());
    CHECK(rows > 500);
    CHECK(std::ranges::count(world.saved, '\n') == rows + 1);
    CHECK(!world.saved.contains("\u2212"));
    world.visit("/customers");
    world.visit("/receivables/invoices"); // the choice is remembered
    CHECK(world.backend->find(Role::columnheader, say("label.issued")) == nullptr);
    CHECK(world.backend->find(Role::columnheader, say("label.due")) != nullptr);
}

TEST_CASE("selected rows are copied whole, with their titles, though they are not on the screen") {
    World world;
    world.open_book(60, 200);
    world.visit("/customers");
    CHECK(world.press(Role::checkbox, say("table.select_all")));
    CHECK(world.shows(say("list.selected", 60)));
    const auto clip = world.backend->app()->copy();
    REQUIRE(clip);
    CHECK(std::ranges::count(clip->text, '\n') == 61);
    CHECK(clip->text.starts_with(say("label.customer") + "\t"));
    CHECK(world.press(Role::button, say("list.unselect")));
    CHECK(!world.shows(say("list.selected", 60)));
}

TEST_CASE("rows that a search takes away are not selected any more") {
    World world;
    world.open_book(30, 60);
    world.visit("/customers");
    CHECK(world.press(Role::checkbox, say("table.select_all")));
    CHECK(world.type(say("customers.search"), "C00003", Role::searchbox));
    CHECK(world.shows(say("list.selected", 1)));
}

TEST_CASE("pasted rows become an import; pasted prose does not") {
    World world;
    world.open_book(0, 0);
    world.visit("/customers");
    CHECK(!world.backend->app()->paste("只是一句话\n还有一句"));
    CHECK(world.backend->app()->paste(
        "客户\t发票号\t开票日期\t金额\r\n甲\tA1\t2025-01-01\t1.00\r\n"));
    for (int i = 0; i < 6; ++i) world.settle();
    CHECK(world.backend->route() == "/import");
    CHECK(world.shows(say("import.pasted") + ".tsv"));
    CHECK(world.shows(say("import.start", 1)));
}

TEST_CASE("a form keeps what was typed, until it is saved or given up") {
    World world;
    world.open_book(3, 5);
    world.visit("/receivables/invoices?new=invoice");
    CHECK(world.type(say("label.number"), "草稿\x1f-1"));
    CHECK(world.type(say("label.amount"), "1.2万"));
    world.visit("/customers"); // gone without saving
    world.visit("/receivables/invoices?new=invoice");
    const Node* number = world.backend->find(Role::textbox, say("label.number"));
    REQUIRE(number != nullptr);
    CHECK(number->value == "草稿 -1");
    CHECK(world.press(Role::button, say("kit.cancel")));
    world.visit("/receivables/invoices?new=invoice");
    number = world.backend->find(Role::textbox, say("label.number"));
    REQUIRE(number != nullptr);
    CHECK(number->value.empty());
}

TEST_CASE("an amount in another currency than its field's is refused") {
    const core::Currency cny = core::parse_currency("CNY").value();
    CHECK(read_typed_amount("¥1,200", cny) == 120'000);
    CHECK(read_typed_amount("CNY 0.01", cny) == 1);
    CHECK(read_typed_amount("1.2万", cny) == 1'200'000);
    const auto other = read_typed_amount("USD 100", cny);
    REQUIRE(!other);
    CHECK(other.error().code == core::ErrorCode::currency_mismatch);
    CHECK(other.error().detail == "CNY");
    CHECK(read_typed_amount(" ", cny).error().code == core::ErrorCode::required);
}

TEST_CASE("a tab that nobody sees works without drawing") {
    World world;
    world.open_book(12, 3000);
    world.visit("/receivables/invoices");
    CHECK(world.press(Role::button, say("list.export")));
    FrameLoop& loop = world.backend->loop();
    // The press itself must not finish the file: the frame after it would.
    const Node* line = world.backend->find(Role::button, say("list.export_csv"));
    REQUIRE(line != nullptr);
    loop.post({NodeEventKind::activate, line->id, {}, 0});
    loop.frame(1e7);
    const auto frames = loop.frames_run();
    for (int i = 0; i < 2000 && world.backend->app()->busy(); ++i) {
        loop.work_unseen();
        while (platform::run_vault_callbacks()) {}
    }
    CHECK(!world.backend->app()->busy());
    CHECK(loop.frames_run() == frames);
    CHECK(std::ranges::count(world.saved, '\n') > 2000);
}

TEST_CASE("a pasted statement comes in, is matched, and the match is taken back") {
    World world;
    world.open_book(0, 0);
    session::Session& book = world.book();
    const auto customer = book.mint();
    REQUIRE(book.run(
        core::SetFields{{core::RegisterKind::customer, customer, {{"name", "青云机械有限公司"}}}}));
    core::IssueInvoice issue;
    issue.invoice.id = core::id_cast<core::InvoiceId>(book.mint());
    issue.invoice.customer = core::id_cast<core::CustomerId>(customer);
    issue.invoice.number = "INV-1";
    issue.invoice.amount = {100'00, book.book().currency};
    issue.invoice.issued = core::parse_iso("2026-01-01").value();
    issue.due = core::parse_iso("2026-01-31").value();
    REQUIRE(book.run(issue));
    const auto open = [&] { return book.invoice(issue.invoice.id, book.today()).value().open; };

    world.visit("/receipts/bank");
    CHECK(world.shows(say("bank.empty")));
    CHECK(world.backend->app()->paste("交易日期\t对方户名\t收入\n"
                                      "2026-02-01\t青云机械有限公司\t100.00\n"));
    world.settle();
    CHECK(world.shows(say("error.required.bank_account")));
    CHECK(world.type(say("bank.field.account"), "6222"));
    CHECK(world.press(Role::button, say("bank.take_in", "1")));
    CHECK(world.shows(say("bank.certain")));
    CHECK(world.shows(say("match.same_name")));
    CHECK(world.press(Role::button, say("bank.confirm")));
    CHECK(open() == 0);
    CHECK(world.shows(say("bank.done")));
    CHECK(world.press(Role::button, say("undo")));
    CHECK(open() == 100'00);
    CHECK(world.shows(say("match.same_name")));
}

TEST_CASE("what a line pays is chosen at the desk: by hand, with the bank's fee beside it") {
    World world;
    world.open_book(0, 0);
    session::Session& book = world.book();
    const auto customer = book.mint();
    REQUIRE(book.run(
        core::SetFields{{core::RegisterKind::customer, customer, {{"name", "青云机械有限公司"}}}}));
    core::InvoiceId first;
    for (const char* number : {"INV-1", "INV-2"}) {
        core::IssueInvoice issue;
        issue.invoice.id = core::id_cast<core::InvoiceId>(book.mint());
        if (first.is_nil()) first = issue.invoice.id;
        issue.invoice.customer = core::id_cast<core::CustomerId>(customer);
        issue.invoice.number = number;
        issue.invoice.amount = {100'00, book.book().currency};
        issue.invoice.issued = core::parse_iso("2026-01-01").value();
        issue.due = core::parse_iso("2026-01-31").value();
        REQUIRE(book.run(issue));
    }
    world.visit("/receipts/bank");
    CHECK(world.backend->app()->paste("交易日期\t对方户名\t收入\n"
                                      "2026-02-01\t青云机械有限公司\t95.00\n"));
    world.settle();
    CHECK(world.type(say("bank.field.account"), "6222"));
    CHECK(world.press(Role::button, say("bank.take_in", "1")));
    CHECK(world.press(Role::combobox, say("bank.split")));
    CHECK(world.press(Role::option, say("bank.by_hand")));
    // What is typed there changes nothing of the proposal, and what cannot be is not booked.
    CHECK(world.type(say("bank.fee"), "3"));
    world.settle();
    CHECK(world.shows("3.00"));
    CHECK(world.press(Role::combobox, say("bank.split")));
    CHECK(world.press(Role::option, say("bank.as_proposed")));
    CHECK_FALSE(world.shows("3.00"));
    CHECK(world.press(Role::combobox, say("bank.split")));
    CHECK(world.press(Role::option, say("bank.by_hand")));
    CHECK(world.type(say("bank.fee"), "lots"));
    world.settle();
    world.press(Role::button, say("bank.confirm"));
    CHECK(book.invoice(first, book.today()).value().open == 100'00);
    CHECK_FALSE(world.shows(say("bank.done")));
    CHECK(world.type(say("bank.fee"), "5"));
    world.settle();
    CHECK(world.press(Role::button, say("bank.confirm")));
    CHECK(book.invoice(first, book.today()).value().open == 0); // 95 and the fee of 5
    CHECK(world.shows(say("bank.done")));
}

TEST_CASE("on a phone a bank line is confirmed below amounts that are split by hand") {
    World world(390, 844);
    world.open_book(0, 0);
    session::Session& book = world.book();
    const auto customer = book.mint();
    REQUIRE(book.run(
        core::SetFields{{core::RegisterKind::customer, customer, {{"name", "青云机械有限公司"}}}}));
    for (int n = 0; n < 12; ++n) {
        core::IssueInvoice issue;
        issue.invoice.id = core::id_cast<core::InvoiceId>(book.mint());
        issue.invoice.customer = core::id_cast<core::CustomerId>(customer);
        issue.invoice.number = "INV-" + std::to_string(n);
        issue.invoice.amount = {100'00, book.book().currency};
        issue.invoice.issued = core::parse_iso("2026-01-01").value();
        issue.due = core::parse_iso("2026-01-31").value();
        REQUIRE(book.run(issue));
    }
    world.visit("/receipts/bank");
    CHECK(world.backend->app()->paste("交易日期\t对方户名\t收入\n"
                                      "2026-02-01\t青云机械有限公司\t95.00\n"));
    world.settle();
    CHECK(world.type(say("bank.field.account"), "6222"));
    CHECK(world.press(Role::button, say("bank.take_in", "1")));
    CHECK(world.press(Role::row, ""));
    const auto height = [&] {
        const Node* confirm = world.backend->find(Role::button, say("bank.confirm"));
        return confirm == nullptr ? 0 : confirm->rect.h;
    };
    CHECK(height() > 0);
    CHECK(world.press(Role::combobox, say("bank.split")));
    CHECK(world.press(Role::option, say("bank.by_hand")));
    CHECK(world.press(Role::radio, say("allocate.by_hand")));
    world.backend->wheel(195, 500, 2000);
    world.settle();
    CHECK(height() > 0);
    CHECK(world.type(say("bank.fee"), "lots"));
    CHECK(world.press(Role::button, say("bank.confirm"))); // says why it cannot be
    CHECK_FALSE(world.shows(say("bank.done")));
    CHECK(world.type(say("bank.fee"), ""));
    CHECK(world.press(Role::button, say("bank.confirm")));
    CHECK(world.shows(say("bank.done")));
}

TEST_CASE("beside a bank line the numbers and days of what it pays are never cut") {
    for (const float width : {1280.0F, 1440.0F}) {
        CAPTURE(width);
        World world(width, 1100); // all of the panel is seen
        world.open_book(0, 0);
        session::Session& book = world.book();
        const auto customer = book.mint();
        REQUIRE(book.run(core::SetFields{
            {core::RegisterKind::customer, customer, {{"name", "青云机械有限公司"}}}}));
        const std::string number = "25312000000123456789"; // as long as that of 数电票
        core::IssueInvoice issue;
        issue.invoice.id = core::id_cast<core::InvoiceId>(book.mint());
        issue.invoice.customer = core::id_cast<core::CustomerId>(customer);
        issue.invoice.number = number;
        issue.invoice.amount = {1'234'567'89, book.book().currency};
        issue.invoice.issued = core::parse_iso("2026-01-01").value();
        issue.due = core::parse_iso("2026-01-31").value();
        REQUIRE(book.run(issue));
        world.visit("/receipts/bank");
        CHECK(world.backend->app()->paste("交易日期\t对方户名\t收入\n"
                                          "2026-02-01\t青云机械有限公司\t1234567.89\n"));
        world.settle();
        CHECK(world.type(say("bank.field.account"), "6222"));
        CHECK(world.press(Role::button, say("bank.take_in", "1")));
        const Node* head = world.backend->find(Role::rowheader, number);
        REQUIRE(head != nullptr);
        CHECK(head->rect.w >= 204);
        const Node* due = world.backend->find(Role::cell, "2026-01-31");
        if (width > 1400) REQUIRE(due != nullptr); // else there is no room for it
        if (due != nullptr) CHECK(due->rect.w >= 104);
    }
}
