#include "core/id.h"

#include <doctest/doctest.h>
#include <set>

using namespace huikuan::core;

TEST_CASE("a minted id is a UUIDv7 that keeps the moment and the random bits") {
    const std::array<std::uint8_t, 10> random{0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                              0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
    // The example of RFC 9562, A.6: 1645557742000 ms, rand_a CC3, rand_b 18C4DC0C0C07398F.
    const std::array<std::uint8_t, 10> rfc{0x0C, 0xC3, 0x63, 0x13, 0x70,
                                           0x30, 0x30, 0x1C, 0xE6, 0x3C};
    CHECK(to_text(mint_id(1'645'557'742'000, rfc)) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    CHECK(to_text(mint_id(0, {})) == "00000000-0000-7000-8000-000000000000");
    CHECK(to_text(mint_id(INT64_MAX, random)) == "ffffffff-ffff-7fff-bfff-ffffffffffff");
    CHECK(to_text(mint_id(-5, {})) == "00000000-0000-7000-8000-000000000000");
    CHECK(mint_id(1, random) < mint_id(2, {}));
}

TEST_CASE("a named id is the head of a digest as a UUIDv8") {
    std::array<std::uint8_t, 32> digest{};
    digest.fill(0xFF);
    CHECK(to_text(named_id(digest)) == "ffffffff-ffff-8fff-bfff-ffffffffffff");
}

TEST_CASE("an id goes through text and back; nothing but its exact form is one") {
    const EntityId id{0x0199B0C2AABB7CDDULL, 0x8123456789ABCDEFULL};
    CHECK(to_text(id) == "0199b0c2-aabb-7cdd-8123-456789abcdef");
    CHECK(parse_id(to_text(id)) == id);
    for (const char* wrong :
         {"", "0199b0c2", "0199B0C2-aabb-7cdd-8123-456789abcdef",
          "0199b0c2-aabb-7cdd-8123-456789abcde", "0199b0c2-aabb-7cdd-8123-456789abcdef0",
          "0199b0c2aaabb-7cdd-8123-456789abcdef", "0199b0c2-aabb-7cdd-8123-456789abcdeg",
          "{199b0c2-aabb-7cdd-8123-456789abcde}", "０199b0c2-aabb-7cdd-8123-456789abcd"}) {
        CAPTURE(wrong);
        CHECK(!parse_id(wrong));
    }
}

TEST_CASE("a derived id repeats for the same content and differs for any other") {
    const EntityId origin = mint_id(1'700'000'000'000, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    std::set<EntityId> seen;
    for (std::uint64_t first = 0; first < 100; ++first) {
        for (std::uint64_t second = 0; second < 100; ++second) {
            const std::uint64_t content[] = {first, second};
            const EntityId id = derived_id(origin, content);
            CHECK(id == derived_id(origin, content));
            seen.insert(id);
        }
    }
    CHECK(seen.size() == 10'000);
    const std::uint64_t content[] = {7};
    EntityId other = origin;
    other.low ^= 1;
    CHECK(derived_id(origin, content) != derived_id(other, content));
    other = origin;
    other.high ^= 1;
    CHECK(derived_id(origin, content) != derived_id(other, content));
    const std::string text = to_text(derived_id(origin, content));
    CHECK(text.substr(0, 13) == to_text(origin).substr(0, 13)); // the moment: it sorts with it
    CHECK(text[14] == '8');
    CHECK((text[19] == '8' || text[19] == '9' || text[19] == 'a' || text[19] == 'b'));
}

TEST_CASE("a device is 16 letters of base32") {
    CHECK(mint_device({}).view() == "aaaaaaaaaaaaaaaa");
    // RFC 4648, section 10: BASE32("fooba") is MZXW6YTB.
    CHECK(mint_device({'f', 'o', 'o', 'b', 'a', 'f', 'o', 'o', 'b', 'a'}).view() ==
          "mzxw6ytbmzxw6ytb");
    CHECK(parse_device("mzxw6ytbmzxw6ytb") ==
          mint_device({'f', 'o', 'o', 'b', 'a', 'f', 'o', 'o', 'b', 'a'}));
    for (const char* wrong : {"", "mzxw6ytbmzxw6yt", "mzxw6ytbmzxw6ytba", "MZXW6YTBMZXW6YTB",
                              "mzxw6ytbmzxw6yt1", "mzxw6ytbmzxw6yt="}) {
        CAPTURE(wrong);
        CHECK(!parse_device(wrong));
    }
    CHECK(DeviceId{}.is_nil());
}
