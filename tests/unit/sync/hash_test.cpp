#include "sync/hash.h"

#include <doctest/doctest.h>

using namespace huikuan;

TEST_CASE("SHA-256 is the SHA-256 of FIPS 180-4") {
    CHECK(sync::to_hex(sync::sha256("")) ==
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sync::to_hex(sync::sha256("abc")) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sync::Sha256 million;
    for (int block = 0; block < 1000; ++block) million.update(std::string(1000, 'a'));
    CHECK(sync::to_hex(million.digest()) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("a digest in pieces is the digest of the whole, and can be asked for on the way") {
    const std::string text = "回款：每一笔都有出处。\n";
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        sync::Sha256 hash;
        hash.update(std::string_view(text).substr(0, cut));
        CHECK(hash.digest() == sync::sha256(text.substr(0, cut)));
        hash.update(std::string_view(text).substr(cut));
        CHECK(hash.digest() == sync::sha256(text));
    }
}

TEST_CASE("hexadecimal is read only in the form in which it is written") {
    const core::Hash hash = sync::sha256("abc");
    const std::string hex = sync::to_hex(hash);
    CHECK(sync::parse_hash(hex) == hash);
    CHECK_FALSE(sync::parse_hash(""));
    CHECK_FALSE(sync::parse_hash(hex.substr(1)));
    CHECK_FALSE(sync::parse_hash(hex + "0"));
    std::string upper = hex;
    upper[1] = 'A';
    CHECK_FALSE(sync::parse_hash(upper));
    std::string other = hex;
    other[5] = 'g';
    CHECK_FALSE(sync::parse_hash(other));
}

TEST_CASE("base32 is that of RFC 4648, in lower case and without padding") {
    const auto encoded = [](std::string_view text) {
        return sync::base32({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    };
    CHECK(encoded("") == "");
    CHECK(encoded("f") == "my");
    CHECK(encoded("fo") == "mzxq");
    CHECK(encoded("foo") == "mzxw6");
    CHECK(encoded("foob") == "mzxw6yq");
    CHECK(encoded("fooba") == "mzxw6ytb");
    CHECK(encoded("foobar") == "mzxw6ytboi");
    CHECK(sync::short_code(core::Hash{}) == "aaaa-aaaa-aaaa-aaaa");
}
