// Who has something to do, and who decides.
#include "session/collections.h"
#include "session/world.h"

using namespace huikuan;
using namespace huikuan::test;

TEST_CASE("an approval is decided once, by somebody else, and by name") {
    const Book book = new_book();
    const auto id = book->mint();
    const auto set = [&](core::Fields fields) {
        const auto done =
            book->run(core::SetFields{{core::RegisterKind::task, id, std::move(fields)}});
        return done ? std::string()
                    : std::string(core::name_of(done.error().code)) + " " + done.error().field;
    };
    CHECK(set({{"title", "减免利息"}, {"kind", "approval"}, {"asked_by", "王"}}).empty());
    CHECK(set({{"asked_by", "李"}}) == "wrong_type asked_by");
    CHECK(set({{"decided", "yes"}}) == "required decided_by");
    CHECK(set({{"decided", "yes"}, {"decided_by", "王"}}) == "wrong_type decided_by");
    CHECK(set({{"decided_by", "李"}}) == "required decided");
    CHECK(set({{"decided", "yes"}, {"decided_by", "李"}, {"done", "2026-11-22"}}).empty());
    CHECK(set({{"decided", "yes"}, {"decided_by", "李"}}).empty()); // the same again
    CHECK(set({{"decided", "no"}, {"decided_by", "赵"}}) == "wrong_type decided");
    CHECK(set({{"decided", ""}}).starts_with("wrong_type decided"));
    CHECK(set({{"result", "同意"}}).empty());
    CHECK(session::Collections(*book).task(id)->task.decided_by == "李");
}

TEST_CASE("the list names whoever has something to do, and the process asks on its days") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "乙");
    REQUIRE(book->run(invoice(book->mint(), customer, "A", 10'000, "2026-10-01", "2026-10-31")));
    REQUIRE(book->run(core::SetFields{
        {core::RegisterKind::customer, core::entity_of(customer), {{"owner", "王"}}}}));
    REQUIRE(book->run(core::SetFields{
        {core::RegisterKind::setting,
         core::settings_entity,
         {{"process.1", "call|初次电话||3|"}, {"process.2", "boss|经理拜访|总经理|30|"}}}}));
    REQUIRE(book->run(
        core::SetFields{{core::RegisterKind::task,
                         book->mint(),
                         {{"title", "对账"}, {"owner", "赵"}, {"participants", "钱、孙"}}}}));
    const session::Collections collections(*book);
    CHECK(collections.today(book->today()).owners ==
          std::vector<std::string>{"孙", "总经理", "王", "赵", "钱"});
    auto steps = collections.steps(day("2026-11-22"), day("2026-11-22"));
    REQUIRE(steps.size() == 1);
    CHECK(steps[0].task.title == "初次电话");
    CHECK(steps[0].task.owner == "王");
    CHECK(steps[0].task.due == day("2026-11-03"));
    CHECK(collections.steps(day("2026-11-22"), day("2026-11-30"), "总经理").size() == 1);
    const auto calendar = collections.calendar(day("2026-11-30"), day("2026-11-30"));
    REQUIRE(calendar.size() == 1);
    CHECK(calendar[0].kind == session::CalendarEntry::Kind::step);
    REQUIRE(book->run(core::SetFields{
        {core::RegisterKind::task,
         book->mint(),
         {{"customer", core::to_text(customer)}, {"step", "call"}, {"title", "初次电话"}}}}));
    CHECK(collections.steps(day("2026-11-22"), day("2026-11-22")).empty());
}
