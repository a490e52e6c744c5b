#include <algorithm>

#include "session/import_kept.h"
#include "ui/world.h"

using namespace huikuan;
using namespace huikuan::test;

namespace {

void pastes(World& world, const char* rows) {
    CHECK(world.backend->app()->paste(rows));
    for (int i = 0; i < 6; ++i) world.settle();
}

void runs(World& world, int rows) {
    CHECK(world.press(Role::button, say("import.start", rows)));
    for (int i = 0; i < 6; ++i) world.settle();
    CHECK(world.shows(say("import.finished")));
}

void chooses(World& world, const std::string& list, const std::string& option) {
    CHECK(world.press(Role::combobox, list));
    CHECK(world.press(Role::option, option));
}

const char* customers_pasted = "客户编码\t客户名称\t地区\t电话\r\nC1\t甲\t华东\t021\r\n"
                               "C2\t乙\t\t\r\n";

} // namespace

TEST_CASE("pasted customers are taken for what they are, on a desk and on a phone") {
    for (const auto& [width, height] : {std::pair(1440.0F, 900.0F), std::pair(390.0F, 2400.0F)}) {
        World world(width, height);
        world.open_book(0, 0);
        pastes(world, customers_pasted);
        CHECK(world.shows(say("import.kind_hint.customers")));
        runs(world, 2);
        CHECK(world.book().counts().customers == 2);
        CHECK(world.shows(say("import.new.customers")));

        // Again: nothing new; what is missing in the book is offered, and filled in when pressed.
        pastes(world, "客户编码\t客户名称\t行业\r\nC1\t甲\t机械\r\nC2\t乙\t电子\r\n");
        runs(world, 2);
        CHECK(world.shows(say("import.fillable", 2)));
        CHECK(world.press(Role::button, say("import.fill", 2)));
        for (int i = 0; i < 6; ++i) world.settle();
        const auto id = core::entity_of(world.book().customer_by_code("C2")->id);
        const auto filled = [&] {
            const auto fields = world.book().fields(core::RegisterKind::customer, id);
            return std::ranges::contains(fields,
                                         std::pair<std::string, std::string>("industry", "电子"));
        };
        CHECK(filled());
        CHECK(world.press(Role::button, say("import.unfill")));
        CHECK_FALSE(filled());
        CHECK(world.shows(say("import.unfilled", 2)));
        CHECK_FALSE(world.press(Role::button, say("import.unfill")));
        CHECK(world.book().counts().customers == 2);
    }
}

TEST_CASE("on a phone the reason why a row was refused stands on lines of its own") {
    World world(390, 2400, "en");
    world.open_book(0, 0);
    pastes(world, "customer\tinvoice\tdate\tamount\r\nA\t1\t2026-13-01\t5.00\r\n"
                  "A\t2\t2026-03-01\t6.00\r\n");
    runs(world, 2);
    const auto& nodes = world.backend->app()->nodes();
    const auto reason = std::ranges::find_if(nodes, [](const Node& node) {
        return node.role == Role::cell && node.label.size() > 20 &&
               node.label.contains("2026-13-01");
    });
    REQUIRE(reason != nodes.end());
    CHECK(reason->rect.w > 300); // and not the half that a short value has
}

TEST_CASE("a mapping that was corrected is kept, proposed, renamed, and comes back by Undo") {
    World world(1440, 2400, "en");
    world.open_book(0, 0);
    pastes(world, customers_pasted);
    runs(world, 2);
    pastes(world, "Wer\tWann\tWieviel\r\nC1\t2026-03-01\t9.00\r\nC9\t2026-03-01\t9.00\r\n");
    chooses(world, say("import.kind"), say("import.kind.receipts"));
    chooses(world, say("import.field.customer_code"), "Wer");
    runs(world, 2);
    CHECK(world.book().counts().receipts == 1);
    CHECK(world.shows("no customer of code")); // the reason beside the row
    const std::string name = say("import.pasted");
    REQUIRE(session::kept_imports(world.book()).size() == 1);
    CHECK(session::kept_imports(world.book())[0].name == name);

    pastes(world, "Wieviel\tWer\tWann\r\n8.00\tC2\t2026-03-02\r\n");
    CHECK(world.shows(say("import.proposed", name)));
    runs(world, 1);
    CHECK(world.book().counts().receipts == 2);
    CHECK(world.press(Role::button, say("import.take_out")));
    for (int i = 0; i < 6; ++i) world.settle();
    CHECK(world.shows(say("import.taken_out_done", 1)));
    core::ListQuery all;
    all.as_of = world.book().today();
    CHECK(world.book().receipt_keys(all).size() == 1);
    CHECK(world.press(Role::button, say("import.again")));
    for (int i = 0; i < 6; ++i) world.settle();
    CHECK(world.book().receipt_keys(all).size() == 2);

    CHECK(world.press(Role::button, say("import.kept_rename", name)));
    CHECK(world.type(say("import.preset_name"), "Till"));
    CHECK(world.press(Role::button, say("kit.save")));
    CHECK(session::kept_imports(world.book())[0].name == "Till");
    CHECK(world.press(Role::button, say("import.kept_remove", "Till")));
    CHECK(session::kept_imports(world.book()).empty());
    CHECK(world.press(Role::button, say("undo")));
    CHECK(session::kept_imports(world.book()).size() == 1);
}

TEST_CASE("lines of one invoice are shown as they are, and become one invoice") {
    World world(1440, 2400);
    world.open_book(0, 0);
    pastes(world,
           "客户\t发票号\t开票日期\t到期日\t行金额\r\n甲\tF1\t2026-01-05\t2026-02-04\t100\r\n"
           "\t\t\t2026-03-04\t20\r\n");
    CHECK(world.shows(say("import.kind_hint.invoices")));
    runs(world, 2);
    CHECK(world.shows(say("import.joined")));
    CHECK(world.book().counts().invoices == 1);
}
