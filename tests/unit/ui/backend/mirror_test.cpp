#include "ui/backend/mirror.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <map>
#include <random>
#include <string>

using namespace huikuan::ui;

namespace {

// What web/mirror.mjs does with blocks, kept to what a test compares.
struct MirroredPage {
    struct Element {
        Role role{};
        std::string label, value;
        float x = 0, y = 0;
        std::uint32_t parent = 0;
    };
    std::map<std::uint32_t, Element> elements;
    std::vector<std::uint32_t> order;
    std::uint32_t focus = 0;
    std::size_t changed = 0;

    std::span<const std::uint8_t> block;
    std::size_t at = 0;
    template <class T>
    T take() {
        T value{};
        REQUIRE(at + sizeof value <= block.size());
        std::memcpy(&value, block.data() + at, sizeof value);
        at += sizeof value;
        return value;
    }
    std::string take_text() {
        const auto length = take<std::uint32_t>();
        REQUIRE(at + length <= block.size());
        std::string text(reinterpret_cast<const char*>(block.data() + at), length);
        at += length;
        return text;
    }
    void apply(std::span<const std::uint8_t> bytes) {
        block = bytes;
        at = 0;
        for (auto count = take<std::uint32_t>(); count > 0; --count)
            CHECK(elements.erase(take<std::uint32_t>()) == 1);
        changed = take<std::uint32_t>();
        for (std::size_t i = 0; i < changed; ++i) {
            Element& element = elements[take<std::uint32_t>()];
            element.role = static_cast<Role>(take<std::uint32_t>());
            for (int skipped = 0; skipped < 6; ++skipped) take<std::uint32_t>();
            element.x = take<float>();
            element.y = take<float>();
            for (int skipped = 0; skipped < 6; ++skipped) take<std::uint32_t>();
            for (int skipped = 0; skipped < 4; ++skipped) take<double>();
            element.label = take_text();
            element.value = take_text();
            for (int skipped = 0; skipped < 3; ++skipped) take_text();
        }
        if (const auto count = take<std::uint32_t>(); count > 0) {
            order.clear();
            for (std::uint32_t i = 0; i < count; ++i) {
                const auto slot = take<std::uint32_t>();
                REQUIRE(elements.contains(slot));
                elements[slot].parent = take<std::uint32_t>();
                order.push_back(slot);
            }
        }
        focus = take<std::uint32_t>();
        CHECK(at == block.size());
    }
};

Node node(std::uint64_t id, std::string label, float y = 0, std::uint64_t parent = 0) {
    Node made;
    made.id = id;
    made.parent = parent;
    made.role = Role::button;
    made.label = std::move(label);
    made.rect = {10, y, 100, 20};
    return made;
}

} // namespace

TEST_CASE("a frame like the one before writes nothing") {
    Mirror mirror;
    const std::vector<Node> nodes{node(1, "保存"), node(2, "取消", 30)};
    CHECK(mirror.update(nodes));
    CHECK(!mirror.update(nodes));
    CHECK(!mirror.update(nodes));
}

TEST_CASE("only what changed is written") {
    Mirror mirror;
    MirroredPage page;
    std::vector<Node> nodes{node(1, "a"), node(2, "b", 30), node(3, "c", 60)};
    mirror.update(nodes);
    page.apply(mirror.block());
    CHECK(page.changed == 3);
    nodes[1].value = "new";
    CHECK(mirror.update(nodes));
    page.apply(mirror.block());
    CHECK(page.changed == 1);
    CHECK(page.order.size() == 3);
}

TEST_CASE("what scrolls with its parent is not written again") {
    Mirror mirror;
    MirroredPage page;
    std::vector<Node> nodes{node(1, "row", 100), node(2, "cell", 100, 1), node(3, "cell", 100, 1)};
    mirror.update(nodes);
    page.apply(mirror.block());
    for (Node& moved : nodes) moved.rect.y -= 32;
    CHECK(mirror.update(nodes));
    page.apply(mirror.block());
    CHECK(page.changed == 1); // the row
}

TEST_CASE("the focus moves without a change of the nodes") {
    Mirror mirror;
    MirroredPage page;
    std::vector<Node> nodes{node(1, "a"), node(2, "b", 30)};
    mirror.update(nodes);
    page.apply(mirror.block());
    CHECK(page.focus == 0);
    nodes[1].flags |= node_focused;
    CHECK(mirror.update(nodes));
    page.apply(mirror.block());
    CHECK(page.changed == 0);
    CHECK(mirror.id_of_slot(page.focus) == 2);
}

TEST_CASE("a slot speaks of its node only as long as the node lives") {
    Mirror mirror;
    MirroredPage page;
    mirror.update(std::vector{node(7, "a")});
    page.apply(mirror.block());
    const std::uint32_t slot = page.order.front();
    CHECK(mirror.id_of_slot(slot) == 7);
    mirror.update({});
    CHECK(mirror.id_of_slot(slot) == 0);
    CHECK(mirror.id_of_slot(0) == 0);
    CHECK(mirror.id_of_slot(4'000'000'000U) == 0);
}

TEST_CASE("a node whose parent is missing, or is itself, lies on the page") {
    Mirror mirror;
    MirroredPage page;
    mirror.update(std::vector{node(1, "a", 0, 99), node(2, "b", 0, 2)});
    page.apply(mirror.block());
    for (const auto& [slot, element] : page.elements) CHECK(element.parent == 0);
}

TEST_CASE("numbers that are none do not reach the page") {
    Mirror mirror;
    MirroredPage page;
    Node odd = node(1, "a");
    odd.rect = {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), 1,
                1};
    mirror.update(std::vector{odd});
    page.apply(mirror.block());
    CHECK(page.elements.begin()->second.x == 0);
    CHECK(page.elements.begin()->second.y == 0);
}

TEST_CASE("after forgetting, everything is written anew") {
    Mirror mirror;
    const std::vector<Node> nodes{node(1, "a"), node(2, "b", 30)};
    mirror.update(nodes);
    mirror.forget();
    CHECK(mirror.update(nodes));
    MirroredPage page;
    page.apply(mirror.block());
    CHECK(page.changed == 2);
}

TEST_CASE("after any history the page holds exactly the last frame") {
    const auto seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 chance(seed);
    const auto draw = [&](std::uint32_t below) { return chance() % below; };
    Mirror mirror;
    MirroredPage page;
    for (int frame = 0; frame < 300; ++frame) {
        std::vector<Node> nodes;
        for (std::uint64_t id = 1; id <= 30; ++id) {
            if (draw(3) == 0) continue;
            Node made = node(id, "n" + std::to_string(id), static_cast<float>(draw(4) * 10));
            if (!nodes.empty() && draw(2) == 0) made.parent = nodes[draw(3) % nodes.size()].id;
            made.value = std::string(draw(20), static_cast<char>('a' + draw(26)));
            nodes.push_back(made);
        }
        std::ranges::shuffle(nodes, chance);
        if (mirror.update(nodes)) page.apply(mirror.block());
        REQUIRE(page.elements.size() == nodes.size());
        REQUIRE(page.order.size() == nodes.size());
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const std::uint32_t slot = page.order[i];
            REQUIRE(mirror.id_of_slot(slot) == nodes[i].id);
            const MirroredPage::Element& element = page.elements.at(slot);
            REQUIRE(element.label == nodes[i].label);
            REQUIRE(element.value == nodes[i].value);
            const std::uint64_t parent = mirror.id_of_slot(element.parent);
            const auto named = std::ranges::find(nodes, nodes[i].parent, &Node::id);
            REQUIRE(parent == (named == nodes.end() ? 0 : named->id));
            const Rect origin = named == nodes.end() ? Rect{} : named->rect;
            REQUIRE(element.y == nodes[i].rect.y - origin.y);
        }
    }
}
