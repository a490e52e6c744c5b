#include "sync/author.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "sync/codec.h"
#include "sync/hash.h"
#include "sync/sample.h"

using namespace huikuan;
using core::ErrorCode;

namespace {

sync::Draft name(std::string value, core::Context seen = {}) {
    return {core::FieldsSet{
                core::RegisterKind::customer, sample::entity(1), {{"name", std::move(value)}}},
            std::move(seen)};
}

} // namespace

TEST_CASE("facts become a chain that continues the state given, and the state says where it ends") {
    std::mt19937_64 random(3);
    sync::AuthorState state{sample::device(1), 0, {}, {}};
    core::Hash previous{};
    std::uint64_t seq = 0;
    core::HybridTime last;
    for (int round = 0; round < 20; ++round) {
        std::vector<sync::Draft> drafts;
        for (int left = round % 4; left > 0; --left) drafts.push_back({sample::fact(random), {}});
        const auto stamped = sync::stamp(state, drafts, sample::start_ms - round * 1000);
        REQUIRE(stamped.has_value());
        REQUIRE(stamped->changes.size() == drafts.size());
        for (std::size_t index = 0; index < drafts.size(); ++index) {
            const core::Change& change = stamped->changes[index];
            CHECK(change.device == state.device);
            CHECK(change.seq == ++seq);
            CHECK(change.previous == previous);
            CHECK(change.fact == drafts[index].fact);
            CHECK(change.time > last);
            CHECK(sync::decode(change.bytes, previous)->hash == change.hash);
            previous = change.hash;
            last = change.time;
        }
        state = stamped->next;
        CHECK(state.seq == seq);
        CHECK(state.tip == previous);
    }
}

TEST_CASE("a register write has seen its own chain and what store says") {
    const sync::AuthorState fresh{sample::device(2), 0, {}, {}};
    const auto first = sync::stamp(fresh, std::vector{name("a")}, sample::start_ms);
    REQUIRE(first.has_value());
    CHECK(first->changes[0].context.empty());
    const core::Dot foreign{sample::device(1), 9};
    const auto then =
        sync::stamp(first->next, std::vector{name("b", {foreign}), name("c")}, sample::start_ms);
    REQUIRE(then.has_value());
    core::Context expected{foreign, {sample::device(2), 1}};
    std::ranges::sort(expected);
    CHECK(then->changes[0].context == expected);
    CHECK(then->changes[1].context == core::Context{{sample::device(2), 2}});
    // What store says of our own chain is never lowered.
    const auto again =
        sync::stamp(then->next, std::vector{name("d", {{sample::device(2), 1}})}, sample::start_ms);
    CHECK(again->changes[0].context == core::Context{{sample::device(2), 3}});
    // Money facts carry none.
    std::mt19937_64 random(1);
    const core::Reversed reversal{sample::entity(1), sample::entity(2), {}, "x"};
    const auto money =
        sync::stamp(again->next, std::vector{sync::Draft{reversal, {foreign}}}, sample::start_ms);
    CHECK(money->changes[0].context.empty());
}

TEST_CASE("a fact that could not be read back is not written, nor is anything beside it") {
    const sync::AuthorState state{sample::device(1), 0, {}, {}};
    const auto refused = [&](core::Fact fact) {
        const auto stamped =
            sync::stamp(state, std::vector{name("good"), sync::Draft{fact, {}}}, sample::start_ms);
        REQUIRE_FALSE(stamped.has_value());
        return stamped.error().code;
    };
    CHECK(refused(core::FieldsSet{core::RegisterKind::customer, sample::entity(1), {}}) ==
          ErrorCode::malformed);
    CHECK(refused(core::FieldsSet{core::RegisterKind::customer, {}, {{"name", "x"}}}) ==
          ErrorCode::malformed);
    CHECK(refused(core::FieldsSet{core::RegisterKind::customer,
                                  sample::entity(1),
                                  {{"name", "x"}, {"name", "y"}}}) == ErrorCode::malformed);
    CHECK(refused(core::FieldsSet{core::RegisterKind::customer,
                                  sample::entity(1),
                                  {{"name", std::string(70'000, 'x')}}}) == ErrorCode::too_long);
    core::InvoiceIssued invoice;
    invoice.id = core::id_cast<core::InvoiceId>(sample::entity(1));
    invoice.customer = core::id_cast<core::CustomerId>(sample::entity(2));
    invoice.amount = {100, {"CNY"}};
    invoice.lines = {{{}, 99}};
    CHECK(refused(invoice) == ErrorCode::malformed);
    invoice.lines = {{{}, 100}};
    CHECK(sync::stamp(state, std::vector{sync::Draft{invoice, {}}}, 0).has_value());
}

TEST_CASE("a copy goes on under a new id, at its own beginning, with its clock") {
    const sync::AuthorState state{sample::device(1), 7, sync::sha256("tip"), {99, 1}};
    CHECK(sync::remint(state, sample::device(2)) ==
          sync::AuthorState{sample::device(2), 0, {}, {99, 1}});
}
