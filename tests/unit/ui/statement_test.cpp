// Statements in the interface without a window: one is issued and recorded, confirmed, differs, is
// settled line by line and taken back; a month's batch; what is refused.
#include "session/statement_course.h"

#include <algorithm>

#include "ui/kit/format.h"
#include "ui/lists.h"
#include "ui/statement_words.h"
#include "ui/world.h"

using namespace huikuan;
using namespace huikuan::ui;
using huikuan::test::day;
using huikuan::test::World;

namespace {

class TheirFile final : public platform::File {
public:
    explicit TheirFile(std::string bytes) : bytes_(std::move(bytes)) {}
    [[nodiscard]] std::string name() const override { return "theirs.csv"; }
    [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
    void read(std::uint64_t offset, std::size_t length, Done done) override {
        const auto part = std::string_view(bytes_).substr(static_cast<std::size_t>(offset), length);
        done(std::vector<std::uint8_t>(part.begin(), part.end()));
    }

private:
    std::string bytes_;
};

struct Account {
    World world;
    core::CustomerId customer;

    explicit Account(float width = 1440, const char* tongue = "zh-CN") : world(width, 844, tongue) {
        world.open_book(0, 0);
        session::Session& book = world.book();
        const core::EntityId id = book.mint();
        REQUIRE(book.run(core::SetFields{
            {core::RegisterKind::customer, id, {{"name", "青云机械"}, {"owner", "王"}}}}));
        customer = core::id_cast<core::CustomerId>(id);
        core::IssueInvoice issue;
        issue.invoice.id = core::id_cast<core::InvoiceId>(book.mint());
        issue.invoice.customer = customer;
        issue.invoice.number = "INV-1001";
        issue.invoice.amount = {4'800'000, core::parse_currency("CNY").value()};
        issue.invoice.issued = day("2026-10-05");
        issue.due = day("2026-11-05");
        REQUIRE(book.run(issue));
        world.settle();
    }
    void choose_customer() {
        world.visit("/receipts/statements");
        CHECK(world.type(say("statement.customer"), "青云"));
        std::string option; // with the balance beside the name
        for (const Node& node : world.backend->app()->nodes()) {
            if (node.role == Role::option && node.label.starts_with("青云机械"))
                option = node.label;
        }
        CHECK(world.press(Role::option, option));
    }
    bool choose(std::string_view list, std::string_view option) {
        return world.press(Role::combobox, list) && world.press(Role::option, option);
    }
    std::vector<session::StatementCourse> all() {
        return session::Statements(world.book()).all(day("2026-11-22"));
    }
    void open(const session::StatementCourse& one) {
        world.visit("/receipts/statements?statement=" + core::to_text(one.id));
    }
    void check_names() const {
        for (const Node& node : world.backend->app()->nodes()) {
            const bool key =
                node.label.find(' ') == std::string::npos && has_key(Language::zh, node.label);
            CHECK_MESSAGE(!key, node.label);
        }
    }
};

} // namespace

TEST_CASE("a month's statements are entered once the printer has counted their pages") {
    Account one;
    World& world = one.world;
    world.visit("/receipts/statements");
    world.backend->counted = 400;
    CHECK(world.press(Role::button, say("statement.issue_all", "1")));
    CHECK(world.backend->printed.contains("青云机械"));
    CHECK(one.all().empty());
    world.backend->counted = -1;
    world.settle();
    CHECK(one.all().size() == 1);
}

TEST_CASE("a statement is issued and recorded, differs, is settled, and all of it is taken back") {
    for (const float width : {1440.0F, 390.0F}) {
        for (const char* tongue : {"zh-CN", "en"}) {
            CAPTURE(width);
            CAPTURE(tongue);
            Account one(width, tongue);
            World& world = one.world;
            world.visit("/receipts/statements");
            CHECK(world.shows(say("statement.course_empty")));
            one.choose_customer();
            CHECK(world.press(Role::button, say("statement.issue")));
            REQUIRE(one.all().size() == 1);
            CHECK(one.all()[0].state == core::StatementState::sent);
            CHECK(one.all()[0].closing.minor == 4'800'000);
            CHECK(one.all()[0].from == day("2026-10-01"));
            CHECK(world.shows(statement_state_words(core::StatementState::sent)));
            // Prepared alone: these figures are there already.
            CHECK(one.choose(say("statement.way"), say("statement.way.draft")));
            CHECK(world.press(Role::button, say("statement.issue")));
            CHECK(world.shows(say("statement.all_there")));
            CHECK(one.all().size() == 1);
            one.check_names();

            one.open(one.all()[0]);
            CHECK(world.shows(say("statement.code", one.all()[0].code)));
            CHECK(world.press(Role::button, say("statement.record_difference")));
            CHECK(world.press(Role::button, say("statement.answer_save"))); // without a balance
            CHECK(one.all()[0].answers.empty());
            CHECK(world.type(say("statement.theirs"), "45000"));
            CHECK(world.press(Role::button, say("statement.line_add")));
            CHECK(world.type(say("statement.line_what"), "A-1"));
            CHECK(world.press(Role::button, say("statement.answer_save"))); // a line of nothing
            CHECK(one.all()[0].answers.empty());
            CHECK(world.type(say("statement.gap"), "2000"));
            CHECK(one.choose(say("statement.cause"),
                             difference_cause_words(core::DifferenceCause::price)));
            CHECK(world.type(say("label.owner"), "赵"));
            CHECK(world.type(say("statement.answer_by"), "2026-11-01"));
            CHECK(world.press(Role::button, say("statement.answer_save"))); // before the answer
            CHECK(one.all()[0].answers.empty());
            CHECK(world.type(say("statement.answer_by"), "2026-11-30"));
            one.check_names();
            CHECK(world.press(Role::button, say("statement.answer_save")));
            REQUIRE(one.all()[0].answers.size() == 1);
            CHECK(one.all()[0].state == core::StatementState::difference);
            REQUIRE(one.all()[0].answers[0].lines.size() == 2); // the rest is a line
            CHECK(one.all()[0].answers[0].lines[1].what.minor == 100'000);
            CHECK(world.shows(say("statement.line_rest")));
            CHECK(world.shows(say("statement.until_day", "2026-11-30")));
            one.check_names();

            world.visit("/today");
            world.unfold_waiting();
            CHECK(world.shows(say("today.differences", 2)));
            world.visit("/today?fresh=1");
            CHECK(world.press(Role::tab, say("today.tasks", "0"))); // beside the tasks
            CHECK(world.shows("赵"));
            CHECK(world.shows("2026-11-30"));
            one.check_names();
            one.open(one.all()[0]);
            for (int left = 2; left > 0; --left) {
                CHECK(world.press(Role::button, say("statement.settle")));
                CHECK(world.press(Role::button, say("statement.settle_save"))); // without words
                CHECK(one.all()[0].state == core::StatementState::difference);
                CHECK(world.type(say("statement.settle_note"), "已更正"));
                CHECK(world.press(Role::button, say("statement.settle_save")));
            }
            CHECK(one.all()[0].state == core::StatementState::settled);
            CHECK(world.shows(difference_end_words(core::DifferenceEnd::agreed)));
            world.visit("/customers/" + core::to_text(one.customer) + "?tab=timeline");
            CHECK(world.shows(say("timeline.difference_settled")));
            CHECK(world.shows(say("timeline.statement_sent")));

            // The latest counts: they confirm after all, with a signed copy.
            one.open(one.all()[0]);
            CHECK(world.press(Role::button, say("statement.record_confirmed")));
            CHECK(world.press(Role::checkbox, say("statement.signed")));
            CHECK(world.press(Role::button, say("statement.answer_save")));
            REQUIRE(one.all()[0].answers.size() == 2);
            CHECK(one.all()[0].state == core::StatementState::confirmed);
            CHECK(one.all()[0].answers[1].is_signed);
            CHECK(world.shows(say("statement.superseded")));
            CHECK(world.shows(say("statement.copy_hint"))); // where its copy is attached
            one.check_names();
            CHECK(world.press(Role::button, say("undo"))); // of the toast
            CHECK(one.all()[0].state == core::StatementState::settled);
        }
    }
}

TEST_CASE("the customer's own file fills in what differs, on a statement that is there then") {
    for (const float width : {1440.0F, 390.0F}) {
        CAPTURE(width);
        Account one(width);
        World& world = one.world;
        one.choose_customer();
        platform::set_next_pick(std::make_shared<TheirFile>(
            "日期;单号;金额\n2026-10-06;INV-1001;47000.00\n2026-10-20;ZF-7;-500.00\n"));
        CHECK(world.press(Role::button, say("statement.compare")));
        for (int i = 0; i < 50 && !world.shows(say("statement.take_differences")); ++i) {
            world.settle();
        }
        CHECK(one.all().empty());
        world.settle();
        const Node* shown = world.backend->find(Role::button, say("statement.take_differences"));
        REQUIRE(shown != nullptr);
        CHECK(shown->rect.h > 0); // at once, above what it is compared with
        // On paper: both sides' lines, both balances, and where to sign.
        REQUIRE(world.press(Role::button, say("statement.compared_print")));
        const std::string paper = world.backend->printed;
        for (const std::string& said :
             {say("statement.compared"), std::string("INV-1001"), std::string("ZF-7"),
              std::string("47,000.00"), std::string("48,000.00"), std::string("46,500.00"),
              say("statement.only_theirs"), say("statement.signature"),
              say("statement.opening_unsaid"), std::string("青云机械 · ")}) {
            CAPTURE(said);
            CHECK(paper.contains(said));
        }
        REQUIRE(world.press(Role::button, say("statement.print_one"))); // ours alone
        CHECK_FALSE(world.backend->printed.contains("ZF-7"));
        // Columns in which nothing of theirs can be read: there is nothing left to stand beside
        // ours.
        const auto prints = [&] {
            world.backend->printed.clear();
            CHECK(world.backend->app()->shortcut(Shortcut::print));
            world.settle();
            return world.backend->printed;
        };
        const auto amounts_are = [&](const std::string& column) {
            REQUIRE(world.press(Role::combobox, say("bank.field.amount")));
            REQUIRE(world.press(Role::option, column));
            world.settle();
        };
        CHECK(prints().contains("ZF-7"));
        REQUIRE(world.press(Role::button, say("bank.columns")));
        amounts_are(say("import.no_column"));
        const std::string alone = prints();
        CHECK(alone.contains("INV-1001"));
        CHECK_FALSE(alone.contains("ZF-7"));
        amounts_are("金额");
        CHECK(prints().contains("ZF-7"));
        REQUIRE(world.press(Role::button, say("bank.columns")));
        REQUIRE(world.press(Role::button, say("statement.take_differences")));
        REQUIRE(one.all().size() == 1);
        CHECK(one.all()[0].state == core::StatementState::draft);
        CHECK(world.shows(
            say("statement.sum_fits", money_text({150'000, one.all()[0].closing.currency}))));
        one.check_names();
        CHECK(world.press(Role::button, say("statement.answer_save")));
        REQUIRE(one.all()[0].answers.size() == 1);
        const session::StatementAnswer answer = one.all()[0].answers[0];
        CHECK(answer.theirs == 4'650'000);
        REQUIRE(answer.lines.size() == 2);
        CHECK(answer.lines[0].what.number == "INV-1001");
        CHECK(answer.lines[0].what.minor == 100'000);
        CHECK(answer.lines[1].what.minor == 50'000);
        CHECK(answer.lines[1].what.cause == core::DifferenceCause::missing_payment);
        CHECK(answer.lines[1].what.number.contains("ZF-7"));
    }
}

TEST_CASE("the customer's own file that is not right has its sentence beside ours") {
    Account one;
    World& world = one.world;
    one.choose_customer();
    const auto compares = [&](const char* text, const std::string& sentence) {
        CAPTURE(text);
        platform::set_next_pick(std::make_shared<TheirFile>(text));
        CHECK(world.press(Role::button, say("statement.compare")));
        for (int i = 0; i < 50 && !world.shows(sentence); ++i) world.settle();
        CHECK(world.shows(sentence));
        one.check_names();
    };
    compares("日期;单号;金额\n", say("error.required.rows"));
    compares("日期;单号;金额\n2026-10-06;INV-1001;15.00\n2026-10-07;Z;1.00\n合计;;17.00\n",
             say("doubt.totals", "17.00 / 16.00"));
    compares("日期;单号;金额;余额\n2026-10-06;A;10.00;110.00\n2026-10-07;B;5.00;115.00\n"
             "2026-10-08;C;1.00;206.00\n",
             say("doubt.balance_jump", "116.00 / 206.00"));
    compares("日期;单号;金额\n01/02/2026;A;10.00\n03/04/2026;B;5.00\n", "01/02/2026”有两种读法");
}

TEST_CASE("a month's statements are prepared or sent in one go, and taken back in one") {
    World world;
    world.open_book(30, 200);
    world.visit("/receipts/statements");
    const auto all = [&] { return session::Statements(world.book()).all(day("2026-11-22")); };
    CHECK(world.press(Role::combobox, say("statement.way")));
    CHECK(world.press(Role::option, say("statement.way.draft")));
    const auto count = static_cast<std::int64_t>(
        session::statement_customers(world.book(), core::StatementForm::movements,
                                     day("2026-10-01"), day("2026-10-31"))
            .size());
    REQUIRE(count > 5);
    CHECK(world.press(Role::button, say("statement.issue_all", count_text(count))));
    world.settle();
    const std::size_t made = all().size();
    CHECK(made >= 5);
    for (const auto& one : all()) CHECK(one.state == core::StatementState::draft);
    CHECK(world.shows(say("statement.batch_prepared", made)));
    CHECK(world.press(Role::button, say("undo")));
    CHECK(all().empty());
    // A period that is not over cannot be stated.
    CHECK(world.type(say("statement.until"), "2026-11-30"));
    CHECK(world.shows(say("statement.not_over")));
}
