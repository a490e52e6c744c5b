#include "sync/canonical.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace huikuan;
using core::ErrorCode;

namespace {

std::string canonical_of(std::string_view text) {
    const auto value = sync::parse_json(text);
    REQUIRE_MESSAGE(value.has_value(), text, " ", value.error().detail);
    return sync::canonical(*value).value();
}
ErrorCode refusal_of_json(std::string_view text) {
    const auto value = sync::parse_json(text);
    REQUIRE_MESSAGE(!value.has_value(), text);
    return value.error().code;
}

} // namespace

TEST_CASE("canonical JSON has sorted names, no blanks and the shortest escapes (RFC 8785)") {
    CHECK(canonical_of(" { \"b\" : 1 , \"a\" : [ true , false , null ] } ") ==
          R"({"a":[true,false,null],"b":1})");
    CHECK(canonical_of(R"({"":0,"a":{"z":"","y":[]}})") == R"({"":0,"a":{"y":[],"z":""}})");
    // Section 3.2.2.2 of the RFC, without its fractions.
    CHECK(canonical_of(R"(["\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"])") ==
          "[\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"]");
    CHECK(canonical_of(R"(["\b\f\n\r\t\u0000\u001f\u007f"])") ==
          "[\"\\b\\f\\n\\r\\t\\u0000\\u001f\x7f\"]");
    CHECK(canonical_of("-0") == "0");
    CHECK(canonical_of("9007199254740991") == "9007199254740991");
    CHECK(canonical_of("-9007199254740991") == "-9007199254740991");
}

TEST_CASE("names are sorted by UTF-16 code units (RFC 8785, 3.2.3)") {
    CHECK(canonical_of(
              R"({"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7})") ==
          "{\"\\r\":2,\"1\":4,\"\xC2\x80\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\xEF\xAC\xB3\":3}");
    // A name that begins another comes first.
    CHECK(canonical_of(R"({"ab":1,"a":2,"":3})") == R"({"":3,"a":2,"ab":1})");
}

TEST_CASE("what is not strict JSON of integers is refused, and says why") {
    CHECK(refusal_of_json("") == ErrorCode::malformed);
    CHECK(refusal_of_json("{") == ErrorCode::malformed);
    CHECK(refusal_of_json("{}{}") == ErrorCode::malformed);
    CHECK(refusal_of_json("[1,]") == ErrorCode::malformed);
    CHECK(refusal_of_json("{\"a\":1,}") == ErrorCode::malformed);
    CHECK(refusal_of_json("{a:1}") == ErrorCode::malformed);
    CHECK(refusal_of_json("[01]") == ErrorCode::malformed);
    CHECK(refusal_of_json("[NaN]") == ErrorCode::malformed);
    CHECK(refusal_of_json("// no\n1") == ErrorCode::malformed);
    CHECK(refusal_of_json("[1.5]") == ErrorCode::malformed);
    CHECK(refusal_of_json("[1.0]") == ErrorCode::malformed);
    CHECK(refusal_of_json("[1e3]") == ErrorCode::malformed);
    CHECK(refusal_of_json("[\"\x01\"]") == ErrorCode::malformed);
    CHECK(refusal_of_json("\xEF\xBB\xBF[1]") == ErrorCode::malformed);
    CHECK(refusal_of_json(R"({"a":1,"a":1})") == ErrorCode::malformed);
    CHECK(refusal_of_json(R"({"a":1,"\u0061":2})") == ErrorCode::malformed);
    CHECK(refusal_of_json(R"([{"x":{"b":1,"c":2,"b":3}}])") == ErrorCode::malformed);
    CHECK(refusal_of_json(R"(["\ud800"])") == ErrorCode::malformed);
    CHECK(refusal_of_json(R"(["\udc00\ud800"])") == ErrorCode::malformed);
    CHECK(refusal_of_json("9007199254740992") == ErrorCode::out_of_range);
    CHECK(refusal_of_json("-9007199254740992") == ErrorCode::out_of_range);
    CHECK(refusal_of_json("123456789012345678901234567890") == ErrorCode::out_of_range);
    CHECK(refusal_of_json("-123456789012345678901234567890") == ErrorCode::out_of_range);
}

TEST_CASE("text that is not UTF-8 is refused coming in and going out") {
    for (const std::string bad :
         {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE4\xBD", "\xFF"}) {
        CHECK(refusal_of_json("[\"" + bad + "\"]") == ErrorCode::malformed);
        CHECK(refusal_of_json("{\"" + bad + "\":1}") == ErrorCode::malformed);
        CHECK(sync::canonical(sync::Value(bad)).error().code == ErrorCode::malformed);
        CHECK(sync::canonical(sync::Object{{bad, true}}).error().code == ErrorCode::malformed);
    }
}

TEST_CASE("limits are checked before anything is kept") {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    CHECK(canonical_of(nested(32)) == nested(32));
    CHECK(refusal_of_json(nested(33)) == ErrorCode::too_large);
    CHECK(refusal_of_json(std::string(500'000, '[')) == ErrorCode::too_large);
    const std::string longest(64 * 1024, 'x');
    CHECK(canonical_of('"' + longest + '"').size() == longest.size() + 2);
    CHECK(refusal_of_json('"' + longest + "x\"") == ErrorCode::too_large);
    CHECK(refusal_of_json("{\"" + longest + "x\":1}") == ErrorCode::too_large);
    CHECK(refusal_of_json('[' + std::string(1024 * 1024 - 1, ' ') + ']') == ErrorCode::too_large);
    CHECK(sync::canonical(sync::Value(sync::largest_integer + 1)).error().code ==
          ErrorCode::out_of_range);
    CHECK(sync::canonical(sync::Object{{"a", true}, {"a", false}}).error().code ==
          ErrorCode::malformed);
}

TEST_CASE("only the canonical form is its own canonical form") {
    CHECK(sync::parse_canonical(R"({"a":1,"b":"é"})").has_value());
    for (const std::string_view other :
         {R"({"b":1,"a":1})", R"({"a": 1})", R"({"a":1} )", R"({"a":"\u00e9"})", R"({"a":"\/"})",
          R"({"a":-0})", R"({"a":"\u000A"})"}) {
        const auto value = sync::parse_canonical(other);
        REQUIRE_FALSE(value.has_value());
        CHECK(value.error().code == ErrorCode::malformed);
    }
}

TEST_CASE("elements of an array come one by one, and may stop the reading") {
    std::vector<std::string> seen;
    const auto keep = [&](const sync::Value& value) -> core::Result<void> {
        seen.push_back(sync::canonical(value).value());
        if (seen.back() == "7") return core::fail(ErrorCode::cancelled, "here");
        return {};
    };
    const sync::JsonLimits limits;
    CHECK(sync::parse_array(" [1]", limits, keep).error().code == ErrorCode::malformed);
    CHECK(sync::parse_array("[1, [2, [3]],\n{\"b\":4, \"a\":[5]}]", limits, keep).has_value());
    CHECK(seen == std::vector<std::string>{"1", "[2,[3]]", R"({"a":[5],"b":4})"});
    CHECK(sync::parse_array("[6,7,8]", limits, keep).error().code == ErrorCode::cancelled);
    CHECK(seen.back() == "7");
    CHECK(sync::parse_array("[6,", limits, keep).error().code == ErrorCode::truncated);
    CHECK(sync::parse_array("[6,}", limits, keep).error().code == ErrorCode::malformed);
    CHECK(sync::parse_array("[1]", {32, 10, 2}, keep).error().code == ErrorCode::too_large);
}

namespace {

sync::Value any_value(std::mt19937_64& random, int depth) {
    static const std::vector<std::string> texts{
        "",
        "a",
        "b",
        "回款",
        "\n\t\"\\",
        "\x7f",
        "😀",
        "\xEF\xAC\xB3",
        "ñandú",
        "שלום",
        std::string(1, '\0'),
        "z",
        "€",
        "ab",
    };
    switch (random() % (depth > 4 ? 4 : 6)) {
    case 0: return sync::Value();
    case 1: return random() % 2 == 0;
    case 2: {
        const auto number = static_cast<std::int64_t>(random() >> (11 + random() % 50));
        return random() % 2 == 0 ? number : -number;
    }
    case 3: return texts[random() % texts.size()];
    case 4: {
        sync::Array array;
        for (auto left = random() % 4; left > 0; --left) {
            array.push_back(any_value(random, depth + 1));
        }
        return array;
    }
    default: {
        sync::Object object;
        for (const std::string& name : texts) {
            if (random() % 4 == 0) object.emplace_back(name, any_value(random, depth + 1));
        }
        std::ranges::shuffle(object, random);
        return object;
    }
    }
}

} // namespace

TEST_CASE("canonical text is read back to the same canonical text") {
    for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
        CAPTURE(seed);
        std::mt19937_64 random(seed);
        const auto text = sync::canonical(any_value(random, 0));
        REQUIRE(text.has_value());
        const auto again = sync::parse_canonical(*text);
        REQUIRE_MESSAGE(again.has_value(), *text);
        CHECK(sync::canonical(*again).value() == *text);
    }
}
