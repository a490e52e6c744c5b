#include "core/area.h"

#include <doctest/doctest.h>

using namespace huikuan::core;

TEST_CASE("the area of a customer: a tag, the district of the address, the region") {
    struct Line {
        const char* tags;
        const char* address;
        const char* region;
        const char* area;
    };
    constexpr Line lines[] = {
        {"", "上海市浦东新区张江路1号", "华东", "浦东新区"},
        {"", "江苏省昆山市玉山镇人民路8号", "华东", "昆山市"},
        {"", "江苏省苏州市昆山市玉山镇", "", "昆山市"},
        {"", "广西壮族自治区南宁市青秀区民族大道", "", "青秀区"},
        {"", "新疆维吾尔自治区伊犁哈萨克自治州伊宁市", "", "伊宁市"},
        {"", "青岛市市北区威海路", "", "市北区"},
        {"", "广州市白云区新市镇", "", "白云区"},
        {"", "内蒙古自治区鄂尔多斯市准格尔旗", "", "准格尔旗"},
        {"", "湖南省长沙市长沙县星沙镇", "", "长沙县"},
        {"", "贵州省黔东南苗族侗族自治州凯里市", "", "凯里市"},
        {"", "延边朝鲜族自治州延吉市", "", "延吉市"},
        {"", "广东省连南瑶族自治县三江镇", "", "连南瑶族自治县"},
        {"", "幸福小区3号楼", "华北", "华北"}, // a compound is no district
        {"", "北京市海淀区幸福小区3号楼", "", "海淀区"},
        {"", "上海市市场路5号", "", "上海市"}, // no town called 市
        {"", "人民路12号", "华南", "华南"},
        {"", "1 High Street, Camden, London", "UK", "Camden"},
        {"", "1 High Street, London", "UK", "London"},
        {"VIP, 片区:张江, 老客户", "上海市浦东新区", "", "张江"},
        {"片区：金桥", "上海市浦东新区", "", "金桥"},
        {"area:Pudong;vip", "", "", "Pudong"},
        {"片区: ", "上海市黄浦区", "", "黄浦区"}, // a tag that says nothing
        {"", "", "  华东 ", "华东"},
        {"", "", "", ""},
        {"", "区", "x", "x"},
        {"", "市市市区区区", "x", "x"},
        {"", ",", "", ""},
        {"", "😀😀区", "x", "😀😀区"},
    };
    for (const Line& line : lines) {
        CAPTURE(line.address);
        CAPTURE(line.tags);
        CHECK(area_of(line.tags, line.address, line.region) == line.area);
    }
    // Hostile: long, and cut within a character.
    const std::string longest(1 << 16, 'x');
    CHECK(area_of("", longest + "区", "r") == "r");
    CHECK(area_of("", "\xE4\xB8", "r") == "r");
}
