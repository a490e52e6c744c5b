// On a phone: each row of a list is a card as high as what it says, one below the other; a toast
// stands above the title of the sheet that is open.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "ui/case.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"

using namespace huikuan;
using namespace huikuan::ui;
using huikuan::test::Case;
using huikuan::test::World;

namespace {

std::vector<Node> cards_of(World& world) {
    std::vector<Node> rows;
    for (const Node& node : world.backend->app()->nodes()) {
        if (node.role == Role::row && node.row > 0) rows.push_back(node);
    }
    std::ranges::sort(rows, {}, &Node::row);
    return rows;
}

} // namespace

TEST_CASE("a card is as high as what it says") {
    Case one(390);
    one.owes("A-1", 100'00, "2026-03-01");
    one.add("丙公司"); // owes nothing, and nobody sees to it
    one.world.visit("/customers");
    const auto rows = cards_of(one.world);
    REQUIRE(rows.size() == 2);
    CHECK(std::abs(rows[0].rect.h - rows[1].rect.h) > 30);
    const float gap = rows[1].rect.y - rows[0].rect.y - rows[0].rect.h;
    CHECK(gap > 4);
    CHECK(gap < 12);
}

TEST_CASE("cards of a long list lie below each other, wherever it is scrolled to") {
    World world(390, 1800); // so that several are seen whole
    world.open_book(80, 300);
    world.visit("/customers");
    for (int turn = 0; turn < 6; ++turn) {
        CAPTURE(turn);
        const auto rows = cards_of(world);
        REQUIRE(rows.size() >= 4);
        for (std::size_t i = 2; i + 1 < rows.size(); ++i) { // the outer ones are cut
            CAPTURE(i);
            REQUIRE(rows[i].row == rows[i - 1].row + 1);
            CHECK(rows[i].rect.y > rows[i - 1].rect.y + rows[i - 1].rect.h + 4);
            CHECK(rows[i].rect.y < rows[i - 1].rect.y + rows[i - 1].rect.h + 12);
        }
        const bool down = turn < 3;
        world.backend->wheel(195, 500, down ? 900.F : -700.F);
        world.settle();
    }
}

TEST_CASE("a phone that is turned keeps the place in a long list") {
    World world(390, 844);
    world.open_book(80, 300);
    world.visit("/customers");
    for (int turn = 0; turn < 3; ++turn) {
        world.backend->wheel(195, 600, 900.F);
        world.settle();
    }
    const auto first = [&] { return cards_of(world).front().row; };
    const auto before = first();
    CHECK(before > 5);
    world.backend->resize(844, 390, 1);
    world.settle();
    CHECK(first() == before);
    world.backend->resize(390, 844, 1);
    world.settle();
    CHECK(first() == before);
}

TEST_CASE("a toast of two or three lines leaves the title of an open sheet free") {
    for (const bool three : {false, true}) {
        CAPTURE(three);
        Case one(390);
        World& world = one.world;
        world.visit("/customers?new=receipt");
        std::string words = "已记录收款 CNY 1,000,000.00（郑州泓原医疗器械有限公司）";
        if (three) words += "，其余 CNY 2,000.00 未核销";
        toast(words, say("undo"));
        world.settle();
        const Node* close = world.backend->find(Role::button, say("kit.close_toast"));
        const Node* title = world.backend->find(Role::heading, say("receipts.record"));
        REQUIRE(close != nullptr);
        REQUIRE(title != nullptr);
        const float middle = close->rect.y + close->rect.h / 2;
        const float bottom = 2 * middle - 2; // it begins 2 below the edge
        CHECK(bottom > 50);                  // of more than one line
        CHECK(bottom < title->rect.y + title->rect.h / 2 - 8);
    }
}
