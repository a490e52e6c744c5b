#include "ui/backend/raster.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "imgui.h"
#include "imgui_internal.h"
#include "ui/backend/native_backend.h"
#include "ui/kit/inside.h"

using namespace huikuan::ui;

namespace {

constexpr std::uint32_t white = 0xFFFFFFFFU;
constexpr std::uint32_t black = 0xFF000000U;

// Draws once what a test wants, straight into the background list.
class Painting final : public App {
public:
    std::function<void(ImDrawList&)> paint;
    double frame(std::span<const NodeEvent>) override {
        paint(*ImGui::GetBackgroundDrawList());
        return -1;
    }
    [[nodiscard]] std::span<const Node> nodes() const override { return {}; }
};

struct Picture {
    NativeBackend backend{64, 64};
    explicit Picture(std::function<void(ImDrawList&)> paint) {
        auto app = std::make_unique<Painting>();
        app->paint = std::move(paint);
        backend.carry(std::move(app));
        backend.loop().background = white;
        backend.settle();
    }
    [[nodiscard]] std::uint32_t at(int x, int y) {
        return backend.picture().pixels()[static_cast<std::size_t>(y * 64 + x)];
    }
    [[nodiscard]] int count(std::uint32_t color) {
        return static_cast<int>(std::ranges::count(backend.picture().pixels(), color));
    }
};

} // namespace

TEST_CASE("a rectangle covers exactly the pixels whose centres it holds") {
    Picture picture([](ImDrawList& list) { list.AddRectFilled({10, 20}, {30, 25}, black); });
    CHECK(picture.count(black) == 100);
    CHECK(picture.at(10, 20) == black);
    CHECK(picture.at(29, 24) == black);
    CHECK(picture.at(30, 24) == white);
    CHECK(picture.at(9, 20) == white);
}

TEST_CASE("half transparent over white is the middle") {
    Picture picture(
        [](ImDrawList& list) { list.AddRectFilled({0, 0}, {64, 64}, IM_COL32(0, 0, 0, 128)); });
    const std::uint32_t color = picture.at(5, 5);
    CHECK((color & 0xFFU) == ((color >> 8) & 0xFFU));
    CHECK(std::abs(static_cast<int>(color & 0xFFU) - 127) <= 1);
    CHECK((color & 0xFF000000U) == 0xFF000000U);
}

TEST_CASE("two triangles that share a side paint each pixel once") {
    // Painted twice, the diagonal would be darker than the rest.
    Picture picture([](ImDrawList& list) {
        const ImU32 half = IM_COL32(0, 0, 0, 128);
        const ImDrawListFlags before = list.Flags;
        list.Flags &= ~ImDrawListFlags_AntiAliasedFill;
        list.AddTriangleFilled({3, 3}, {61, 7}, {57, 60}, half);
        list.AddTriangleFilled({3, 3}, {57, 60}, {5, 58}, half);
        list.Flags = before;
    });
    const std::uint32_t once = picture.at(30, 20);
    for (int y = 8; y < 57; ++y)
        for (int x = 8; x < 56; ++x) CHECK(picture.at(x, y) == once);
}

TEST_CASE("nothing is painted outside of the clip, nor outside of the picture") {
    Picture picture([](ImDrawList& list) {
        list.PushClipRect({16, 16}, {32, 32});
        list.AddRectFilled({-1e6F, -1e6F}, {1e6F, 1e6F}, black);
        list.AddCircleFilled({24, 24}, 5000, black);
        list.PopClipRect();
    });
    CHECK(picture.count(black) == 16 * 16);
}

TEST_CASE("what a rectangle hides whole is not seen, and only that") {
    for (const std::uint32_t alpha : {255U, 254U}) {
        Picture picture([&](ImDrawList& list) {
            list.AddRectFilled({0, 0}, {64, 64}, black);
            list.AddRectFilled({0, 0}, {64, 64}, IM_COL32(0, 0, 255, alpha));
            list.AddRectFilled({10, 10}, {20, 20}, white);
        });
        CHECK((picture.at(30, 30) & 0xFFFFU) == 0);
        CHECK((picture.at(30, 30) >> 16 & 0xFFU) >= 253);
        CHECK(picture.at(15, 15) == white);
    }
    for (const float edge : {0.0F, 0.6F, 1.0F}) { // a column less: what lies under it is seen
        Picture picture([&](ImDrawList& list) {
            list.AddRectFilled({0, 0}, {64, 64}, black);
            list.AddRectFilled({edge, 0}, {64, 64}, IM_COL32(0, 0, 255, 255));
        });
        CHECK((picture.at(0, 30) == black) == (edge > 0.5F));
        CHECK(picture.at(1, 30) == IM_COL32(0, 0, 255, 255));
    }
}

TEST_CASE("a large box with round corners is the same picture as one drawn in one go") {
    const auto drawn = [](bool at_once, bool lines) {
        Picture picture([=](ImDrawList&) {
            Kit kit(Fonts{});
            ImGui::SetNextWindowPos({0, 0});
            ImGui::SetNextWindowSize({64, 64});
            ImGui::Begin("box", nullptr, ImGuiWindowFlags_NoDecoration);
            const ImRect box(5, 7, 61, 60);
            if (!at_once && lines) outline(box, Tone::accent, 6, 2);
            else if (!at_once) fill(box, Tone::accent, 6);
            else if (lines)
                ImGui::GetWindowDrawList()->AddRect({5.5F, 7.5F}, {60.5F, 59.5F},
                                                    color(Tone::accent), 5, 0, 2);
            else
                ImGui::GetWindowDrawList()->AddRectFilled(box.Min, box.Max, color(Tone::accent), 6);
            ImGui::End();
        });
        const auto pixels = picture.backend.picture().pixels();
        return std::vector<std::uint32_t>(pixels.begin(), pixels.end());
    };
    for (const bool lines : {false, true}) {
        const auto one = drawn(true, lines);
        const auto parts = drawn(false, lines);
        CAPTURE(lines);
        int differ = 0;
        for (std::size_t i = 0; i < one.size(); ++i)
            for (unsigned shift = 0; shift < 32; shift += 8) // but for a step of rounding
                differ = std::max(differ, std::abs(static_cast<int>(one[i] >> shift & 0xFFU) -
                                                   static_cast<int>(parts[i] >> shift & 0xFFU)));
        CHECK(differ <= 1);
        CHECK(parts[30 * 64 + 5] != parts[30 * 64 + 3]);
    }
}

TEST_CASE("numbers that are none paint nothing and break nothing") {
    const float none = std::nanf("");
    Picture picture([&](ImDrawList& list) {
        list.AddRectFilled({none, 0}, {10, none}, black);
        list.AddTriangleFilled({none, 0}, {10, none}, {3, 3}, black);
        list.AddTriangleFilled({0, 0}, {INFINITY, 0}, {0, 10}, black);
    });
    CHECK(picture.count(white) + picture.count(black) == 64 * 64);
}

TEST_CASE("an amount has the width of its digits, whichever they are") {
    NativeBackend backend(200, 100);
    auto app = std::make_unique<Painting>();
    float ones = 0;
    float eights = 1;
    app->paint = [&](ImDrawList&) {
        ones = ImGui::CalcTextSize("1,111.11").x;
        eights = ImGui::CalcTextSize("8,888.88").x;
    };
    backend.carry(std::move(app));
    backend.settle();
    CHECK(ones == eights);
    CHECK(ones > 0);
}

TEST_CASE("text is painted, sharp, and again when the texture had to start afresh") {
    NativeBackend backend(400, 64);
    ImGui::GetIO().Fonts->TexMaxWidth = 1024;
    ImGui::GetIO().Fonts->TexMaxHeight = 512;
    auto app = std::make_unique<Painting>();
    int first = 0x4E00;
    app->paint = [&](ImDrawList& list) {
        std::string text;
        for (int i = 0; i < 20; ++i) {
            const int c = first + i; // three bytes of UTF-8 each
            text += static_cast<char>(0xE0 | (c >> 12));
            text += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
            text += static_cast<char>(0x80 | (c & 0x3F));
        }
        list.AddText({0, 10}, black, text.c_str());
    };
    backend.carry(std::move(app));
    backend.loop().background = white;
    const auto ink = [&] { return std::ranges::count(backend.picture().pixels(), black); };
    backend.settle();
    const auto expected = ink();
    CHECK(expected > 500);
    for (int page = 1; page <= 200; ++page) { // 4,000 characters do not fit
        first = 0x4E00 + page * 20;
        backend.loop().wake();
        backend.settle();
        CHECK(ink() == expected);
    }
}

namespace {

// Something that a frame shows: a rectangle, a line, a circle, a word; half of it transparent.
struct Shape {
    int kind = 0;
    ImVec2 from, to;
    ImU32 color = 0;
};

void draw(ImDrawList& list, const Shape& shape) {
    switch (shape.kind) {
    case 0: list.AddRectFilled(shape.from, shape.to, shape.color, 5); break;
    case 1: list.AddLine(shape.from, shape.to, shape.color, 2); break;
    case 2: list.AddCircleFilled(shape.from, shape.to.y / 8, shape.color); break;
    case 3:
        list.PushClipRect(shape.from, {shape.from.x + 60, shape.from.y + 40}, true);
        list.AddText(shape.from, shape.color, "1,234.50 overdue");
        list.PopClipRect();
        break;
    default: list.AddRectFilled(shape.from, shape.to, shape.color);
    }
}

} // namespace

TEST_CASE("painted anew where it changed, a picture is the one that is painted whole") {
    const unsigned seed = 20261202;
    CAPTURE(seed);
    std::mt19937 dice(seed);
    const auto upto = [&](unsigned most) { return static_cast<float>(dice() % most); };
    NativeBackend backend(300, 200);
    auto app = std::make_unique<Painting>();
    std::vector<Shape> shapes;
    app->paint = [&](ImDrawList& list) {
        for (const Shape& shape : shapes) draw(list, shape);
    };
    backend.carry(std::move(app));
    const auto any = [&] {
        return Shape{static_cast<int>(dice() % 5),
                     {upto(320) - 10, upto(220) - 10},
                     {upto(320) - 10, upto(220) - 10},
                     static_cast<ImU32>(dice()) | 0x40000000U};
    };
    while (shapes.size() < 12) shapes.push_back(any());
    int kept_some = 0;
    for (int frame = 0; frame < 300; ++frame) {
        backend.loop().background = frame % 97 == 96 ? black : white;
        if (frame % 61 == 60) backend.resize(frame % 2 == 0 ? 300 : 280, 200, 1);
        if (frame % 5 != 0) shapes[dice() % shapes.size()] = any();
        backend.loop().wake();
        backend.settle();
        const ImDrawData& data = *ImGui::GetDrawData();
        Raster whole;
        whole.resize(backend.picture().width(), backend.picture().height());
        whole.paint(data, backend.loop().background);
        CAPTURE(frame);
        CHECK(std::ranges::equal(backend.picture().pixels(), whole.pixels()));
        const PixelArea nothing = whole.paint(data, backend.loop().background);
        CHECK(nothing.empty());
        shapes.push_back({4, {290, 190}, {299, 199}, black}); // a corner of it
        backend.loop().wake();
        backend.settle();
        const PixelArea corner = whole.paint(*ImGui::GetDrawData(), backend.loop().background);
        if (!corner.empty() && corner.x0 >= 256 && corner.y0 >= 160) ++kept_some;
        CHECK(std::ranges::equal(backend.picture().pixels(), whole.pixels()));
        shapes.pop_back();
    }
    CHECK(kept_some > 200);
}
