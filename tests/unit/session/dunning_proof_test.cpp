// Letters against what else was said: contacts, other devices, disputes, holds; and how a template
// is looked at.
#include "session/dunning_world.h"

using namespace huikuan;
using namespace huikuan::test;

TEST_CASE("whoever was reached or written to on a day gets no letter of the ladder for its gap") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    REQUIRE(book->run(invoice(book->mint(), customer, "A", 100'000, "2026-01-01", "2026-01-31")));
    core::LogContact log;
    log.contact.customer = customer;
    log.contact.channel = core::Channel::phone;
    const auto contact = [&](const char* on, core::ContactOutcome outcome, bool reached) {
        log.contact.id = book->mint();
        log.contact.date = day(on);
        log.contact.outcome = outcome;
        log.contact.reached = reached;
        REQUIRE(book->run(log));
        return log.contact.id;
    };
    contact("2026-02-18", core::ContactOutcome::no_answer, false); // nobody heard it
    CHECK(why(*book, customer, "2026-02-20") == core::DunningWhy::none);
    log.contact.channel = core::Channel::internal;
    contact("2026-02-19", core::ContactOutcome::other, true); // among ourselves
    CHECK(why(*book, customer, "2026-02-20") == core::DunningWhy::none);
    log.contact.channel = core::Channel::phone;
    const auto call = contact("2026-02-20", core::ContactOutcome::processing, true);
    CHECK(why(*book, customer, "2026-02-19") == core::DunningWhy::none); // not known yet
    CHECK(why(*book, customer, "2026-02-20") == core::DunningWhy::gap);
    CHECK(why(*book, customer, "2026-02-24") == core::DunningWhy::gap);
    CHECK(why(*book, customer, "2026-02-25") == core::DunningWhy::none);
    REQUIRE(book->run(core::Reverse{book->mint(), call, std::nullopt, "记错"}));
    CHECK(why(*book, customer, "2026-02-20") == core::DunningWhy::none);
    log.contact.channel = core::Channel::wechat;
    contact("2026-02-21", core::ContactOutcome::sent, false);
    CHECK(why(*book, customer, "2026-02-22") == core::DunningWhy::gap);
    CHECK(why(*book, customer, "2026-02-26") == core::DunningWhy::none);
    // A letter by hand counts as well.
    session::LetterWish wish;
    wish.name = "demand_firm";
    const auto letter = session::Letters(*book).of(customer, day("2026-02-27"), wish);
    REQUIRE(letter);
    REQUIRE(book->run(core::SendLetter{letter->letter}));
    CHECK(why(*book, customer, "2026-02-27") == core::DunningWhy::gap);
    CHECK(why(*book, customer, "2026-03-04") == core::DunningWhy::none);
}

TEST_CASE("two letters of two devices that differ by a line charge once and are one exception") {
    const Book a = new_book();
    charge(*a);
    const auto customer = add_customer(*a, "甲");
    REQUIRE(a->run(invoice(a->mint(), customer, "A", 1'000'000, "2026-01-01", "2026-01-31")));
    CHECK(run(*a, "2026-02-01") == 1);
    const Book b = new_book("");
    merged(*b, exported(*a));
    // Only the second device knows of another document.
    REQUIRE(b->run(invoice(b->mint(), customer, "B", 500'000, "2026-01-01", "2026-02-10")));
    CHECK(run(*a, "2026-02-20") == 1);
    CHECK(run(*b, "2026-02-22") == 1);
    merged(*a, exported(*b));
    merged(*b, exported(*a));
    CHECK(digest(*a) == digest(*b));
    for (const Book& book : {std::cref(a), std::cref(b)}) {
        const auto listed = book->exceptions();
        REQUIRE(listed.size() == 1);
        CHECK(listed[0].kind == core::ExceptionKind::double_letter);
        CHECK(listed[0].customer == customer);
        CHECK(listed[0].choices == std::vector<std::string>{"keep", "reverse:0", "reverse:1"});
        // The first letter's fee, one fee of this level, interest of A once, and of B.
        CHECK(charged(*book, customer).size() == 4);
    }
    // The letter that goes takes nothing that the other one charged too, but the interest of B.
    const auto row = a->exceptions().front();
    const auto more = core::parse_id(row.members[1]);
    REQUIRE(more);
    const bool second = session::Dunning(*a).letter(*more)->letter.items.size() > 1 &&
                        session::Dunning(*a).letter(*more)->letter.date == day("2026-02-22");
    REQUIRE(session::resolve(*a, row, second ? "reverse:1" : "reverse:0", ""));
    CHECK(std::ranges::all_of(a->exceptions(), &core::ExceptionRow::resolved));
    CHECK(charged(*a, customer).size() == 3);
    CHECK(session::Dunning(*a).letters(customer).size() == 2);
    // With the last one its charges go, and may come again under a fresh name.
    const auto last = session::Dunning(*a).letters(customer).front().letter.id;
    REQUIRE(a->run(core::Reverse{a->mint(), last, std::nullopt, "没有寄出"}));
    CHECK(charged(*a, customer).size() == 1);
    CHECK(run(*a, "2026-02-23") == 1);
    CHECK(charged(*a, customer).size() == 4);
    merged(*b, exported(*a));
    merged(*a, exported(*b));
    CHECK(digest(*a) == digest(*b));
}

TEST_CASE("one step that two devices run on two days is one exception and is charged once") {
    const Book a = new_book();
    charge(*a);
    const auto customer = add_customer(*a, "甲");
    REQUIRE(a->run(invoice(a->mint(), customer, "A", 1'000'000, "2026-01-01", "2026-01-31")));
    CHECK(run(*a, "2026-02-01") == 1);
    const Book b = new_book("");
    merged(*b, exported(*a));
    CHECK(run(*a, "2026-02-20") == 1);
    CHECK(run(*b, "2026-02-22") == 1);
    merged(*a, exported(*b));
    merged(*b, exported(*a));
    for (const Book& book : {std::cref(a), std::cref(b)}) {
        const auto listed = book->exceptions();
        REQUIRE(listed.size() == 1);
        CHECK(listed[0].kind == core::ExceptionKind::id_clash);
        CHECK(charged(*book, customer).size() == 3);
    }
    CHECK(digest(*a) == digest(*b));
    REQUIRE(session::resolve(*a, a->exceptions().front(), "keep", ""));
    merged(*b, exported(*a));
    const auto open = b->exceptions();
    CHECK(std::ranges::all_of(open, &core::ExceptionRow::resolved));
}

TEST_CASE("a dispute ends with the document that its outcome is, of the same customer") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    const auto stranger = add_customer(*book, "乙");
    const auto document = book->mint();
    REQUIRE(book->run(invoice(document, customer, "A", 100'000, "2026-01-01", "2026-01-31")));
    REQUIRE(book->run(receipt(book->mint(), customer, 100'000, "2026-02-01")));
    const auto dispute = [&] {
        core::OpenDispute open{{book->mint(),
                                core::id_cast<core::InvoiceId>(book->mint()),
                                {10'000, cny()},
                                day("2026-02-02"),
                                "少货"}};
        const auto of = book->mint();
        REQUIRE(book->run(invoice(of, customer, core::to_text(of).substr(20).c_str(), 50'000,
                                  "2026-02-01", "2026-03-01")));
        open.dispute.invoice = core::id_cast<core::InvoiceId>(of);
        REQUIRE(book->run(open));
        return open.dispute.id;
    };
    const auto credit = [&](core::CustomerId whose, core::CreditType type) {
        core::RecordReceipt note;
        note.receipt.id = core::id_cast<core::ReceiptId>(book->mint());
        note.receipt.customer = whose;
        note.receipt.type = type;
        note.receipt.amount = {10'000, cny()};
        note.receipt.date = day("2026-02-03");
        note.receipt.number = "CN-" + core::to_text(note.receipt.id).substr(20);
        note.receipt.reason = "少货";
        REQUIRE(book->run(note));
        return core::entity_of(note.receipt.id);
    };
    const auto paid_to = [&](core::CustomerId whose) {
        core::IssueInvoice issue;
        issue.invoice.id = core::id_cast<core::InvoiceId>(book->mint());
        issue.invoice.customer = whose;
        issue.invoice.type = core::DebitType::refund;
        issue.invoice.amount = {10'000, cny()};
        issue.invoice.issued = day("2026-02-03");
        REQUIRE(book->run(issue));
        return core::entity_of(issue.invoice.id);
    };
    const auto settle = [&](core::DisputeOutcome outcome, core::EntityId with) {
        core::SettleDispute wish{{.id = book->mint(),
                                  .customer = customer,
                                  .dispute = dispute(),
                                  .date = day("2026-02-04"),
                                  .outcome = outcome,
                                  .document = with,
                                  .note = "了结"}};
        const auto done = book->run(wish);
        return done ? std::string("done") : std::string(core::name_of(done.error().code));
    };
    using enum core::DisputeOutcome;
    constexpr auto refund_of_dispute = core::DisputeOutcome::refund;
    const auto note = credit(customer, core::CreditType::credit_note);
    const auto paid_back = paid_to(customer);
    CHECK(settle(credit_note, note) == "done");
    CHECK(settle(credit_note, paid_back) == "wrong_type");
    CHECK(settle(credit_note, {}) == "required");
    CHECK(settle(adjustment, note) == "done");
    CHECK(settle(adjustment, paid_back) == "wrong_type");
    CHECK(settle(refund_of_dispute, paid_back) == "done");
    CHECK(settle(refund_of_dispute, note) == "wrong_type");
    CHECK(settle(refund_of_dispute, document) == "wrong_type");
    CHECK(settle(refund_of_dispute, paid_to(stranger)) == "customer_mismatch");
    CHECK(settle(credit_note, credit(stranger, core::CreditType::credit_note)) ==
          "customer_mismatch");
    REQUIRE(book->run(core::Reverse{book->mint(), note, std::nullopt, "错"}));
    CHECK(settle(credit_note, note) == "already_reversed");
    for (const auto outcome : {withdrawn, renewed, offer, legal}) {
        CHECK(settle(outcome, {}) == "done");
    }
}

TEST_CASE("a letter charges no interest of what is disputed, until that is asked for again") {
    const Book book = new_book();
    charge(*book);
    const auto customer = add_customer(*book, "甲");
    const auto id = book->mint();
    REQUIRE(book->run(invoice(id, customer, "A", 10'000'000, "2026-01-01", "2026-01-31")));
    CHECK(run(*book, "2026-02-01") == 1);
    core::OpenDispute open{{book->mint(),
                            core::id_cast<core::InvoiceId>(id),
                            {4'000'000, cny()},
                            day("2026-02-05"),
                            "质量"}};
    REQUIRE(book->run(open));
    // 60,000 at 4.5 % for 14 days, of 100,000 that are owed.
    CHECK(run(*book, "2026-02-14") == 1);
    CHECK(interest_of(session::Dunning(*book).letters(customer).front().letter) == 10'356);
    core::SettleDispute settle{{.id = book->mint(),
                                .customer = customer,
                                .dispute = open.dispute.id,
                                .date = day("2026-02-20"),
                                .outcome = core::DisputeOutcome::renewed,
                                .note = "查无问题"}};
    REQUIRE(book->run(settle));
    // All of it for 30 days is 369.86.
    CHECK(run(*book, "2026-03-02") == 1);
    CHECK(interest_of(session::Dunning(*book).letters(customer).front().letter) == 36'986 - 10'356);
}

// 40 of 100 are disputed after a letter charged interest of all: the outcome says whether they were
// ever late.
TEST_CASE("what settled a dispute was never owed: no interest of it, and none twice of the rest") {
    const auto charged_by = [](core::DisputeOutcome outcome) {
        const Book book = new_book();
        charge(*book);
        const auto customer = add_customer(*book, "甲");
        const auto id = core::id_cast<core::InvoiceId>(book->mint());
        REQUIRE(book->run(
            invoice(core::entity_of(id), customer, "A", 10'000'000, "2026-01-01", "2026-01-31")));
        CHECK(run(*book, "2026-02-01") == 1);
        CHECK(run(*book, "2026-02-14") == 1);
        // 100,000 at 4.5 % for 14 days.
        const session::Dunning dunning(*book);
        CHECK(interest_of(dunning.letters(customer).front().letter) == 17'260);
        const core::OpenDispute open{
            {book->mint(), id, {4'000'000, cny()}, day("2026-02-15"), "质量"}};
        REQUIRE(book->run(open));
        core::RecordReceipt credit =
            receipt(book->mint(), customer, 4'000'000, "2026-02-20", core::AllocationRule::manual);
        credit.receipt.type = core::CreditType::credit_note;
        credit.receipt.number = "C-1";
        credit.receipt.reason = "质量";
        credit.receipt.against = core::entity_of(id);
        credit.plan.parts = {{id, 4'000'000}};
        REQUIRE(book->run(credit));
        const core::SettleDispute settle{{.id = book->mint(),
                                          .customer = customer,
                                          .dispute = open.dispute.id,
                                          .date = day("2026-02-20"),
                                          .outcome = outcome,
                                          .document = core::entity_of(credit.receipt.id),
                                          .note = "属实"}};
        REQUIRE(book->run(settle));
        CHECK(run(*book, "2026-03-02") == 1);
        const std::int64_t charged = interest_of(dunning.letters(customer).front().letter);
        // Taken back, the settlement says nothing any more: the next letter catches up.
        if (outcome == core::DisputeOutcome::credit_note) {
            REQUIRE(
                book->run(core::Reverse{book->mint(), settle.settled.id, day("2026-02-20"), "误"}));
            core::InterestQuery query;
            query.fee = core::parse_late_fee("4.5%/y").value();
            query.until = day("2026-03-02");
            CHECK(session::Ledger(*book).interest(id, query)->minor == 32'055);
        }
        return charged;
    };
    // 60,000 for 30 days are 221.92, and 172.60 were charged.
    CHECK(charged_by(core::DisputeOutcome::credit_note) == 22'192 - 17'260);
    CHECK(charged_by(core::DisputeOutcome::adjustment) == 22'192 - 17'260);
    // Let go by an offer, or the demand renewed: 100,000 for 20 days and 60,000 for 10 are 320.55.
    CHECK(charged_by(core::DisputeOutcome::offer) == 32'055 - 17'260);
    CHECK(charged_by(core::DisputeOutcome::renewed) == 32'055 - 17'260);
}

TEST_CASE(
    "a lawyer says all the interest that is owed until his day, whatever was charged before") {
    const auto written = [](bool paid, const char* language) {
        const Book book = new_book();
        charge(*book);
        set(*book, "dunning.standard.3", "三|due|30|10|letter|lawyer|0|agreed|");
        set(*book, "company.law_firm", "正大");
        set(*book, "company.lawyer", "陈");
        set(*book, "company.language", language);
        const auto customer = add_customer(*book, "甲");
        REQUIRE(book->run(
            invoice(book->mint(), customer, "A", 10'000'000, "2026-01-01", "2026-01-31")));
        CHECK(run(*book, "2026-02-01") == 1);
        CHECK(run(*book, "2026-02-14") == 1);
        const auto rows = charged(*book, customer);
        const auto before = std::ranges::find(rows, core::DebitType::interest,
                                              [](const auto& row) { return row.type; });
        REQUIRE(before != rows.end());
        if (paid) {
            core::RecordReceipt money = receipt(book->mint(), customer, before->amount.minor,
                                                "2026-02-20", core::AllocationRule::manual);
            money.plan.parts = {{before->id, before->amount.minor}};
            REQUIRE(book->run(money));
        }
        CHECK(run(*book, "2026-03-02") == 1);
        std::string text = session::Dunning(*book).letters(customer).front().letter.text;
        session::LetterWish wish;
        wish.name = "lawyer";
        return text + "\n==\n" +
               session::Letters(*book).of(customer, day("2026-03-02"), wish)->letter.text;
    };
    // Until 2 March 369.86; of that 172.60 were entered on 14 February and are among the items.
    const std::string zh = written(false, "zh");
    CHECK(zh.contains("尚欠 人民币 369.86 元（其中 人民币 172.60 元 此前已计入），此后"));
    CHECK(zh.contains(" 逾期利息，到期日 2026-02-21，逾期 9 天，未付 人民币 172.60 元"));
    CHECK(zh.contains("合计 人民币 100,519.86 元 付至")); // with fees of 50 and 100
    // By hand on that day nothing new is added, and what was charged is no longer reserved.
    CHECK(zh.contains("二、除此前已计入的 人民币 369.86 元 外，逾期利息及违约金"));
    CHECK(written(false, "en")
              .contains("of CNY 369.86 (CNY 172.60 of it charged before) is owed until 2 March"));
    const std::string rest = written(true, "zh");
    CHECK(rest.contains("暂计至2026年3月2日尚欠 人民币 197.26 元，此后"));
    CHECK(rest.contains("合计 人民币 100,347.26 元 付至"));
}

TEST_CASE("a letter charges no interest of what money that waits for its use could pay") {
    const Book book = new_book();
    charge(*book);
    const auto customer = add_customer(*book, "甲");
    REQUIRE(book->run(invoice(book->mint(), customer, "A", 4'000'000, "2026-01-01", "2026-01-30")));
    REQUIRE(book->run(invoice(book->mint(), customer, "B", 6'000'000, "2026-01-01", "2026-01-31")));
    CHECK(run(*book, "2026-02-01") == 1);
    const auto paid = book->mint();
    REQUIRE(
        book->run(receipt(paid, customer, 5'000'000, "2026-02-01", core::AllocationRule::none)));
    // A is covered, and 10,000 of B: 50,000 at 4.5 % for 14 days.
    CHECK(run(*book, "2026-02-14") == 1);
    CHECK(interest_of(session::Dunning(*book).letters(customer).front().letter) == 8'630);
    // Allocated, B bears what it owed on each day: 60,000 for one and 50,000 for the 29 that
    // followed, 186.16. A is paid.
    core::AllocateReceipt allocate;
    allocate.id = book->mint();
    allocate.receipt = core::id_cast<core::ReceiptId>(paid);
    allocate.plan.rule = core::AllocationRule::oldest_due_first;
    allocate.date = day("2026-02-15");
    REQUIRE(book->run(allocate));
    CHECK(run(*book, "2026-03-02") == 1);
    CHECK(interest_of(session::Dunning(*book).letters(customer).front().letter) == 18'616 - 8'630);
}

TEST_CASE("a hold has an owner, is listed by its end, and what it holds is not demanded by hand") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    const auto first = book->mint();
    REQUIRE(book->run(invoice(first, customer, "A", 100'000, "2026-01-01", "2026-01-31")));
    REQUIRE(book->run(invoice(book->mint(), customer, "B", 50'000, "2026-01-01", "2026-01-31")));
    core::PlaceHold hold;
    hold.hold.id = book->mint();
    hold.hold.customer = customer;
    hold.hold.of = first;
    hold.hold.kind = core::HoldKind::legal;
    hold.hold.date = day("2026-02-01");
    hold.hold.until = day("2026-02-28");
    hold.hold.reason = "诉讼";
    hold.hold.owner = " 李 ";
    REQUIRE(book->run(hold));
    const session::Dunning dunning(*book);
    const auto rows = dunning.holds({}, day("2026-02-28"));
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].hold.owner == "李");
    CHECK(rows[0].runs(day("2026-02-28")));
    CHECK(dunning.holds({}, day("2026-03-01")).empty());
    CHECK(dunning.holds(customer, day("2026-03-01"), true).size() == 1);
    session::LetterWish wish;
    wish.name = "demand_firm";
    const auto held = session::Letters(*book).of(customer, day("2026-02-28"), wish);
    REQUIRE(held);
    CHECK(held->letter.items.size() == 1);
    CHECK(session::Letters(*book).of(customer, day("2026-03-01"), wish)->letter.items.size() == 2);
    wish.name = "statement"; // what is only stated is stated whole
    CHECK(session::Letters(*book).of(customer, day("2026-02-28"), wish)->letter.items.size() == 2);
}

TEST_CASE("an agreement and an assignment say what is owed less what waits for its use") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    REQUIRE(book->run(invoice(book->mint(), customer, "A", 100'000, "2026-01-01", "2026-01-31")));
    REQUIRE(book->run(invoice(book->mint(), customer, "B", 50'000, "2026-03-01", "2026-03-31")));
    const session::Letters letters(*book);
    session::LetterWish wish;
    wish.values = {{"plan", "1. 2026-03-31"}, {"assignee", "江南"}, {"assignee_account", "3566"}};
    const auto text = [&](const char* name, const char* language) {
        wish.name = name;
        wish.language = language;
        const auto draft = letters.of(customer, day("2026-03-10"), wish);
        REQUIRE(draft);
        return draft->letter.text;
    };
    CHECK(text("agreement", "zh").contains("下列款项合计 人民币 1,500.00 元，"));
    CHECK(!text("assignment", "zh").contains("待核销"));
    REQUIRE(book->run(
        receipt(book->mint(), customer, 20'000, "2026-03-05", core::AllocationRule::none)));
    CHECK(
        text("agreement", "zh")
            .contains("下列款项 人民币 1,500.00 元，抵减债权人已收到、尚待核销的 人民币 200.00 元 "
                      "后合计 人民币 1,300.00 元，"));
    CHECK(text("agreement", "en").contains("CNY 1,300.00 in total"));
    CHECK(text("agreement", "en").contains("less CNY 200.00"));
    CHECK(text("assignment", "zh").contains("债权合计：人民币 1,300.00 元。"));
    CHECK(text("assignment", "zh").contains("上列款项 人民币 1,500.00 元"));
    CHECK(text("assignment", "en").contains("deducted CNY 200.00"));
    // Nothing is left of it: there is nothing to agree on.
    REQUIRE(book->run(
        receipt(book->mint(), customer, 130'000, "2026-03-06", core::AllocationRule::none)));
    wish.name = "agreement";
    CHECK(letters.of(customer, day("2026-03-10"), wish).error().code == core::ErrorCode::required);
}

TEST_CASE("what is entered between two prints of everything gets its letter on another day") {
    const Book book = new_book();
    set(*book, "dunning.standard", "标准||0|0|");
    const auto customer = add_customer(*book, "甲");
    REQUIRE(book->run(invoice(book->mint(), customer, "A", 100'000, "2026-01-01", "2026-01-31")));
    CHECK(run(*book, "2026-02-10") == 1);
    REQUIRE(book->run(invoice(book->mint(), customer, "B", 50'000, "2026-01-01", "2026-02-01")));
    CHECK(why(*book, customer, "2026-02-10") == core::DunningWhy::gap);
    CHECK(run(*book, "2026-02-10") == 0);
    CHECK(run(*book, "2026-02-11") == 1);
    // A letter that is taken back was none.
    const auto last = session::Dunning(*book).letters(customer).front().letter.id;
    REQUIRE(book->run(core::Reverse{book->mint(), last, std::nullopt, "没有寄出"}));
    CHECK(run(*book, "2026-02-11") == 1);
}

TEST_CASE("a template is looked at with figures, whole and without what may be missing") {
    const Book book = new_book();
    const session::Letters letters(*book);
    for (const std::string& name : letters.names()) {
        for (const char* language : {"zh", "en"}) {
            CAPTURE(name);
            CAPTURE(language);
            const auto text = letters.text_of(name, language);
            REQUIRE(text);
            const auto whole = letters.sample(*text);
            const auto less = letters.sample(*text, false);
            REQUIRE(whole);
            REQUIRE(less);
            CHECK_FALSE(whole->marked.contains("{{"));
            CHECK(less->marked.size() <= whole->marked.size());
            CHECK(whole->lines.size() == 2);
        }
    }
}

// No law says which part of a price is reduced. A debtor keeps back what is due next, so that is
// what is not asked for while it is disputed, and what the credit takes off: what was due first, as
// money does. So a letter before the outcome, one after it and the interest name the same debt.
TEST_CASE("of an invoice in parts a dispute and its credit take the same part, due first") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    auto issue = invoice(book->mint(), customer, "A", 30'000, "2026-01-01", "2026-01-31");
    issue.due.reset();
    issue.invoice.lines = {
        {day("2026-01-31"), 10'000}, {day("2026-02-28"), 10'000}, {day("2026-12-31"), 10'000}};
    REQUIRE(book->run(issue));
    const auto id = issue.invoice.id;
    const auto dispute = book->mint();
    REQUIRE(book->run(core::OpenDispute{{dispute, id, {13'000, cny()}, day("2026-02-01"), "少"}}));
    const auto asked = [&] {
        session::LetterWish wish;
        wish.name = "demand_firm";
        const auto letter = session::Letters(*book).of(customer, day("2026-03-10"), wish);
        REQUIRE(letter);
        REQUIRE(letter->letter.items.size() == 1);
        CHECK(letter->letter.items[0].due == day("2026-02-28"));
        return letter->letter.items[0].minor;
    };
    CHECK(asked() == 7'000);
    auto credit = receipt(book->mint(), customer, 13'000, "2026-03-05", core::AllocationRule::none);
    credit.receipt.type = core::CreditType::credit_note;
    credit.receipt.number = "CN";
    credit.receipt.reason = "少";
    credit.receipt.against = core::entity_of(id);
    REQUIRE(book->run(credit));
    REQUIRE(book->run(core::SettleDispute{{.id = book->mint(),
                                           .customer = customer,
                                           .dispute = dispute,
                                           .date = day("2026-03-05"),
                                           .outcome = core::DisputeOutcome::credit_note,
                                           .document = core::entity_of(credit.receipt.id),
                                           .note = "属实"}}));
    CHECK(asked() == 7'000);
    core::InterestQuery query;
    query.fee = core::parse_late_fee("10%/y").value();
    query.until = day("2026-03-10");
    const auto interest = session::Ledger(*book).interest(id, query);
    REQUIRE(interest);
    REQUIRE(interest->rows.size() == 1);
    CHECK(interest->rows[0].principal == 7'000);
    CHECK(interest->rows[0].days == 10);
}
