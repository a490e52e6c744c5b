#include "ui/kit/inside.h"
#include "ui/world.h"

#include <algorithm>

using namespace huikuan;
using namespace huikuan::test;

TEST_CASE("no line begins with a mark that closes, and none ends with one that opens") {
    const World world; // whose fonts measure
    const std::string text =
        "送达的催告（195）、承认“债务”、部分付款《协议》使其重新计算（民法典 188、"
        "189）。“安全日”不因节假日顺延，只计有证明的事项 (see 195).";
    std::size_t most = 0;
    for (float width = 150; width < 700; width += 7) {
        CAPTURE(width);
        const auto lines = ui::wrapped(text, ui::Letters::body, width);
        most = std::max(most, lines.size());
        for (const std::string_view line : lines) {
            CAPTURE(line);
            for (const char* mark : {"（", "“", "《", "("}) { CHECK(!line.ends_with(mark)); }
            for (const char* mark : {"）", "”", "》", "。", "，", "、", ")", "."}) {
                CHECK(!line.starts_with(mark));
            }
        }
    }
    CHECK(most >= 4);
}

TEST_CASE("an amount is one word: neither its currency nor its unit stands on another line") {
    const World world;
    for (float width = 120; width < 400; width += 3) {
        CAPTURE(width);
        for (const char* text :
             {"合计应付人民币 558,900.00 元，请付款", "of CNY 558,900.00 to us"}) {
            for (const auto line : ui::wrapped(text, ui::Letters::body, width)) {
                CAPTURE(line);
                CHECK_FALSE(line.starts_with("元"));
                CHECK_FALSE(line.ends_with("CNY"));
            }
        }
    }
}
