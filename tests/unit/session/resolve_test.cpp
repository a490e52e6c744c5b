// Each choice of each exception does what it says, on this device and after a merge on the other,
// and can be taken back.
#include "session/resolve.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "session/collections.h"
#include "session/world.h"

using namespace huikuan;
using namespace huikuan::test;

namespace {

struct Pair {
    Book a = new_book();
    Book b = new_book("");
    core::CustomerId customer = add_customer(*a, "乙公司");
    core::EntityId big = a->mint(), small = a->mint();

    Pair() {
        REQUIRE(a->run(invoice(big, customer, "A-1", 1'000, "2026-09-01", "2026-10-01")));
        REQUIRE(a->run(invoice(small, customer, "A-2", 300, "2026-09-02", "2026-10-02")));
        exchange();
    }
    void exchange() {
        merged(*b, exported(*a));
        if (b->counts().changes > 0) merged(*a, exported(*b));
    }
    [[nodiscard]] std::int64_t open(core::EntityId id) const {
        return a->invoice(core::id_cast<core::InvoiceId>(id), a->today())->open;
    }
    [[nodiscard]] std::int64_t balance() const {
        return a->customer(customer, a->today())->balances.at(0).balance;
    }
};

core::ExceptionRow only(session::Session& book, core::ExceptionKind kind) {
    std::vector<core::ExceptionRow> found;
    for (auto& row : book.exceptions())
        if (row.kind == kind) found.push_back(row);
    REQUIRE(found.size() == 1);
    return found[0];
}
bool has(session::Session& book, core::ExceptionKind kind) {
    return std::ranges::any_of(book.exceptions(),
                               [&](const auto& row) { return row.kind == kind; });
}
using enum core::ExceptionKind;

session::Outcome done(session::Session& book, const core::ExceptionRow& row,
                      const std::string& choice) {
    auto outcome = session::resolve(book, row, choice, "");
    INFO(choice << " " << (outcome ? "" : outcome.error().field + " " + outcome.error().detail));
    REQUIRE(outcome);
    return *outcome;
}
void take_back(session::Session& book, const session::Outcome& outcome) {
    const auto taken = session::undo(book, outcome, "看错了");
    INFO((taken ? "" : taken.error().field + " " + taken.error().detail));
    REQUIRE(taken);
}

} // namespace

TEST_CASE("one payment entered twice: the first stays and pays what the other had paid") {
    Pair pair;
    // The office knows the payment, not what it is for; the field allocates it.
    auto unapplied =
        receipt(pair.a->mint(), pair.customer, 1'000, "2026-11-01", core::AllocationRule::none);
    REQUIRE(pair.a->run(unapplied));
    std::this_thread::sleep_for(std::chrono::milliseconds(3)); // this one is the first
    REQUIRE(pair.b->run(receipt(pair.b->mint(), pair.customer, 1'000, "2026-11-02")));
    pair.exchange();
    CHECK(pair.balance() == -700);
    const auto row = only(*pair.a, possible_duplicate_payment);
    const auto sides = session::sides_of(*pair.a, row);
    REQUIRE(sides.size() == 2);
    CHECK(sides[0].own);
    CHECK(!sides[1].own);
    CHECK(sides[0].fact);
    REQUIRE(sides[1].knew.size() == 1);
    CHECK(sides[1].knew[0].device == sides[0].device);
    CHECK(!sides[1].knew[0].the_other);

    const auto outcome = done(*pair.a, row, "same");
    CHECK(pair.balance() == 300);
    CHECK(pair.open(pair.big) == 0);
    CHECK(!has(*pair.a, possible_duplicate_payment));
    pair.exchange();
    CHECK(!has(*pair.b, possible_duplicate_payment));
    CHECK(pair.a->book().id == pair.b->book().id);
    CHECK(session::check_integrity(*pair.a).view_digest ==
          session::check_integrity(*pair.b).view_digest);

    take_back(*pair.a, outcome);
    CHECK(pair.balance() == -700);
    CHECK(pair.open(pair.big) == 0);
    CHECK(has(*pair.a, possible_duplicate_payment)); // and is a question again
    CHECK(session::check_integrity(*pair.a).sound);
}

TEST_CASE("they are different payments: nothing but the question goes, and comes back") {
    Pair pair;
    REQUIRE(pair.a->run(receipt(pair.a->mint(), pair.customer, 100, "2026-11-01")));
    REQUIRE(pair.b->run(receipt(pair.b->mint(), pair.customer, 100, "2026-11-02")));
    pair.exchange();
    const auto row = only(*pair.b, possible_duplicate_payment);
    const auto before = pair.balance();
    const auto outcome = done(*pair.b, row, "different");
    CHECK(!has(*pair.b, possible_duplicate_payment));
    pair.exchange();
    CHECK(!has(*pair.a, possible_duplicate_payment));
    CHECK(pair.balance() == before);
    take_back(*pair.b, outcome);
    CHECK(has(*pair.b, possible_duplicate_payment));
}

TEST_CASE("more allocated than there is: reallocate, reverse, keep") {
    Pair pair;
    REQUIRE(pair.a->run(receipt(pair.a->mint(), pair.customer, 900, "2026-11-01")));
    REQUIRE(pair.b->run(receipt(pair.b->mint(), pair.customer, 1'000, "2026-11-20")));
    pair.exchange();
    const auto row = only(*pair.a, over_allocation);
    CHECK(row.minor == 900);
    const auto sides = session::sides_of(*pair.a, row);
    REQUIRE(sides.size() == 2);
    CHECK(*sides[0].effective + *sides[1].effective == 1'000);
    CHECK(*sides[0].parked + *sides[1].parked == 900);
    // The other's allocation names an invoice of this device: so much of it was known there.
    for (const auto& side : sides) {
        REQUIRE(side.knew.size() == 1);
        CHECK(!side.knew[0].the_other);
        if (!side.own) CHECK(side.knew[0].up_to > 0);
    }
    CHECK(pair.open(pair.small) == 300);
    const auto balance = pair.balance();

    session::Outcome outcome;
    SUBCASE("reallocate") {
        outcome = done(*pair.a, row, "reallocate");
        CHECK(pair.open(pair.big) == 0);
        CHECK(pair.open(pair.small) == 0); // what was parked pays the next one
        CHECK(!has(*pair.a, over_allocation));
    }
    SUBCASE("reverse") {
        outcome = done(*pair.a, row, "reverse");
        CHECK(pair.open(pair.small) == 300);
        CHECK(!has(*pair.a, over_allocation));
    }
    SUBCASE("keep") {
        outcome = done(*pair.a, row, "keep");
        CHECK(pair.open(pair.small) == 300);
        CHECK(!has(*pair.a, over_allocation));
    }
    CHECK(pair.balance() == balance);
    pair.exchange();
    CHECK(!has(*pair.b, over_allocation));
    take_back(*pair.a, outcome);
    CHECK(pair.balance() == balance);
    CHECK(pair.open(pair.small) == 300);
    CHECK(pair.open(pair.big) == 0);
    CHECK(session::check_integrity(*pair.a).sound);
}

TEST_CASE("two invoices of one number: one of them is reversed, the one that was chosen") {
    Pair pair;
    const auto mine = pair.a->mint();
    const auto theirs = pair.b->mint();
    REQUIRE(pair.a->run(invoice(mine, pair.customer, "X", 50, "2026-09-05", "2026-10-05")));
    REQUIRE(pair.b->run(invoice(theirs, pair.customer, "X", 70, "2026-09-05", "2026-10-05")));
    pair.exchange();
    CHECK(pair.balance() == 1'420);
    const auto row = only(*pair.a, duplicate_invoice_number);
    REQUIRE(row.members.size() == 2);
    const std::size_t index = row.members[0] == core::to_text(mine) ? 1 : 0; // theirs
    const auto outcome = done(*pair.a, row, "reverse:" + std::to_string(index));
    CHECK(pair.balance() == 1'350);
    CHECK(!has(*pair.a, duplicate_invoice_number));
    take_back(*pair.a, outcome);
    CHECK(pair.balance() == 1'420);
    CHECK(has(*pair.a, duplicate_invoice_number)); // entered again, and again a question
    const auto refused = session::resolve(*pair.a, row, "reverse:2", "");
    REQUIRE(!refused);
    CHECK(refused.error().code == core::ErrorCode::malformed);
}

TEST_CASE("two values of one field: each side says what it saw; the chosen one is written") {
    Pair pair;
    const auto entity = core::entity_of(pair.customer);
    const auto rename = [&](session::Session& book, const std::string& name) {
        REQUIRE(
            book.run(core::SetFields{{core::RegisterKind::customer, entity, {{"name", name}}}}));
    };
    rename(*pair.a, "乙（甲写）");
    rename(*pair.b, "乙（乙写）");
    pair.exchange();
    const auto row = only(*pair.a, field_conflict);
    const auto sides = session::sides_of(*pair.a, row);
    REQUIRE(sides.size() == 2);
    for (const auto& side : sides) {
        CHECK(side.saw == "乙公司");
        CHECK(side.value == (side.own ? "乙（甲写）" : "乙（乙写）"));
        REQUIRE(side.knew.size() == 1);
        CHECK(!side.knew[0].the_other);
    }
    const auto before = pair.a->customer(pair.customer, pair.a->today())->name;
    const auto other = row.values[0] == before ? 1 : 0;
    const auto outcome = done(*pair.a, row, "pick:" + std::to_string(other));
    CHECK(pair.a->customer(pair.customer, pair.a->today())->name ==
          row.values[static_cast<std::size_t>(other)]);
    CHECK(!has(*pair.a, field_conflict));
    pair.exchange();
    CHECK(!has(*pair.b, field_conflict));
    CHECK(pair.b->customer(pair.customer, pair.b->today())->name ==
          row.values[static_cast<std::size_t>(other)]);
    take_back(*pair.a, outcome);
    CHECK(pair.a->customer(pair.customer, pair.a->today())->name == before);
}

TEST_CASE("two devices decide one approval differently: a person chooses, its author stays") {
    Pair pair;
    const auto id = pair.a->mint();
    REQUIRE(pair.a->run(
        core::SetFields{{core::RegisterKind::task,
                         id,
                         {{"asked_by", "王"}, {"kind", "approval"}, {"title", "减免利息"}}}}));
    pair.exchange();
    const auto decide = [&](session::Session& book, const char* what, const char* who) {
        REQUIRE(book.run(core::SetFields{
            {core::RegisterKind::task, id, {{"decided", what}, {"decided_by", who}}}}));
    };
    decide(*pair.a, "yes", "李");
    decide(*pair.b, "no", "赵");
    pair.exchange();
    const auto row = only(*pair.a, field_conflict);
    CHECK(row.field == "decided");
    REQUIRE(row.values.size() == 2);
    CHECK(session::sides_of(*pair.a, row).size() == 2);
    const std::size_t no = row.values[0] == "no" ? 0 : 1;
    static_cast<void>(done(*pair.a, row, "pick:" + std::to_string(no)));
    CHECK(!has(*pair.a, field_conflict));
    pair.exchange();
    CHECK(!has(*pair.b, field_conflict));
    const auto fields = pair.b->fields(core::RegisterKind::task, id);
    for (const auto& [name, value] : fields) {
        if (name == "decided") { CHECK(value == "no"); }
        if (name == "decided_by") { CHECK(value == "赵"); }
    }
    CHECK(!pair.a->run(core::SetFields{
        {core::RegisterKind::task, id, {{"decided", "yes"}, {"decided_by", "李"}}}}));
}

TEST_CASE("two devices replace one plan: both stand, cash counts once, one is taken back") {
    Pair pair;
    core::AgreePlan agree;
    agree.plan.id = pair.a->mint();
    agree.plan.customer = pair.customer;
    agree.plan.currency = cny();
    agree.plan.date = day("2026-11-01");
    agree.plan.lines = {{day("2026-12-31"), 1'000, 0}};
    REQUIRE(pair.a->run(agree));
    pair.exchange();
    for (session::Session* book : {pair.a.get(), pair.b.get()}) {
        core::AgreePlan next = agree;
        next.plan.id = book->mint();
        next.plan.supersedes = agree.plan.id;
        next.plan.date = day("2026-11-10");
        REQUIRE(book->run(next));
        CHECK(!has(*book, rival_plans));
    }
    pair.exchange();
    const auto row = only(*pair.a, rival_plans);
    CHECK(row.customer == pair.customer);
    REQUIRE(row.members.size() == 2);
    REQUIRE(pair.a->run(receipt(pair.a->mint(), pair.customer, 1'000, "2026-11-20")));
    std::int64_t paid = 0;
    for (const auto& plan : session::Collections(*pair.a).plans(pair.customer, pair.a->today())) {
        if (plan.current) { paid += plan.progress.paid; }
    }
    CHECK(paid == 1'000);
    const auto outcome = done(*pair.a, row, "reverse:0");
    CHECK(!has(*pair.a, rival_plans));
    pair.exchange();
    CHECK(!has(*pair.b, rival_plans));
    take_back(*pair.a, outcome);
}

TEST_CASE("two first plans, made apart, are listed on both, and one is taken back") {
    Pair pair;
    const auto agree = [&](session::Session& book, const char* date, const char* due) {
        core::AgreePlan plan;
        plan.plan.id = book.mint();
        plan.plan.customer = pair.customer;
        plan.plan.currency = cny();
        plan.plan.date = day(date);
        plan.plan.lines = {{day(due), 600, 0}};
        REQUIRE(book.run(plan));
        CHECK(!has(book, rival_plans));
    };
    agree(*pair.a, "2026-11-10", "2026-12-31");
    agree(*pair.b, "2026-11-12", "2027-01-31");
    pair.exchange();
    const auto row = only(*pair.a, rival_plans);
    CHECK(row.id == only(*pair.b, rival_plans).id); // whoever merged first
    CHECK(row.customer == pair.customer);
    REQUIRE(row.members.size() == 2);
    CHECK(session::sides_of(*pair.a, row).size() == 2);
    const auto outcome = done(*pair.b, row, "reverse:1");
    CHECK(!has(*pair.b, rival_plans));
    pair.exchange();
    CHECK(!has(*pair.a, rival_plans));
    CHECK(session::check_integrity(*pair.a).sound);
    take_back(*pair.b, outcome);
}

TEST_CASE("taking back a reversal enters it again, with what it had paid") {
    Pair pair;
    const auto paid = pair.a->mint();
    REQUIRE(pair.a->run(receipt(paid, pair.customer, 400, "2026-11-01")));
    CHECK(pair.open(pair.big) == 600);
    for (const core::EntityId target : {paid, pair.big}) {
        const auto balance = pair.balance();
        const auto reversed =
            pair.a->run(core::Reverse{pair.a->mint(), target, std::nullopt, "写错"});
        REQUIRE(reversed);
        CHECK(pair.balance() != balance);
        take_back(*pair.a, *reversed);
        CHECK(pair.balance() == balance);
        // Twice is once.
        const auto again = session::undo(*pair.a, *reversed, "再来");
        CHECK(pair.balance() == balance);
    }
    core::ListQuery query;
    query.customer = pair.customer;
    query.as_of = pair.a->today();
    std::int64_t open = 0;
    for (const auto& row : pair.a->invoices(pair.a->invoice_keys(query), query.as_of))
        open += row.open;
    CHECK(open == 900); // 1,000 - 400 + 300: the allocation was made again too
    CHECK(session::check_integrity(*pair.a).sound);
}
