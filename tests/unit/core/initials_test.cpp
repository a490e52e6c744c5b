// Names found by the first letters of their pinyin.
#include "core/initials.h"

#include <doctest/doctest.h>

#include <string>

using namespace huikuan::core;

TEST_CASE("a name is found by its initials, or a part of them") {
    CHECK(has_initials("江南机电", "jnjd"));
    CHECK(has_initials("江南机电", "njd"));
    CHECK(has_initials("鑫泓科技（上海）有限公司", "xhkjsh"));
    CHECK(has_initials("江南机电", "j"));
    CHECK(has_initials("（江南）机电", "j"));
    CHECK(!has_initials("江南机电", "n")); // one letter would be in nearly every name
    CHECK(!has_initials("江南机电", "jnd"));
    CHECK(!has_initials("江南机电", "jnjdd"));
    CHECK(has_initials("ABC 机械 3 厂", "abcjx3c"));
    CHECK(has_initials("一二三四五六七八九十", "yesswlqbjs"));
}

TEST_CASE("characters that are read in several ways are found by each") {
    CHECK(has_initials("中国银行", "zgyh"));
    CHECK(has_initials("行知书店", "xz"));
    CHECK(has_initials("重庆长安", "cqca"));
    CHECK(has_initials("董事长", "dsz"));
    CHECK(has_initials("曾记", "zj"));
    CHECK(has_initials("鑫晟", "xs"));
    CHECK(has_initials("厦门", "xm"));
    CHECK(has_initials("单先生", "sxs"));
    CHECK(has_initials("音乐厅", "yyt"));
}

TEST_CASE("what could be initials; and what is no text at all") {
    CHECK(could_be_initials("jn"));
    CHECK(could_be_initials("j"));
    CHECK(!could_be_initials("3"));
    CHECK(!could_be_initials(""));
    CHECK(!could_be_initials("江"));
    CHECK(!could_be_initials("j-n"));
    CHECK(!has_initials("", "jn"));
    CHECK(!has_initials("\xE6\xB1", "jn"));              // cut
    CHECK(!has_initials("\xFF\xFE\x80 \xF0\x9F", "jn")); // no UTF-8
    CHECK(!has_initials("🙂𠮷", "jn"));
    CHECK(has_initials("🙂江南", "jn"));
    const std::string longest(100'000, 'j');
    CHECK(!has_initials(longest, "jn"));
}
