#include "session/dunning_world.h"

using namespace huikuan;
using namespace huikuan::test;

TEST_CASE("three months of a ladder, a part payment, a dispute that ends in a credit note") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "青云机械");
    const auto first = book->mint();
    REQUIRE(book->run(invoice(first, customer, "A-1", 100'000, "2026-01-01", "2026-01-31")));
    REQUIRE(book->run(invoice(book->mint(), customer, "A-2", 50'000, "2026-01-20", "2026-02-20")));
    CHECK(run(*book, "2026-02-02") == 0);
    CHECK(run(*book, "2026-02-03") == 1);
    CHECK(run(*book, "2026-02-03") == 0); // at once again: nothing twice
    // A part is paid: the level stays, the letter asks for the rest.
    REQUIRE(book->run(receipt(book->mint(), customer, 30'000, "2026-02-10")));
    const auto soft = session::Dunning(*book).preview_of(customer, day("2026-02-15"));
    REQUIRE((soft && *soft));
    CHECK((*soft)->plan.level == 2);
    CHECK((*soft)->plan.sums.at(0).overdue == 70'000);
    CHECK(run(*book, "2026-02-15") == 1);
    // An earlier run is refused: a letter stands that was written after it.
    const auto earlier = session::Dunning(*book).preview(day("2026-02-14"));
    REQUIRE_FALSE(earlier);
    CHECK(earlier.error() ==
          core::Error{core::ErrorCode::date_order, "dunning_day", "2026-02-15", 0});
    // All of A-1 is disputed: only A-2 is asked for, and only when it is late.
    core::OpenDispute open{{book->mint(),
                            core::id_cast<core::InvoiceId>(first),
                            {70'000, cny()},
                            day("2026-02-16"),
                            "少货"}};
    open.dispute.cause = core::DisputeCause::quantity;
    open.dispute.owner = "李";
    REQUIRE(book->run(open));
    // Five business days: the Spring Festival of 2026 ends on the 23rd, Saturday the 28th is
    // worked.
    const auto disputes = session::Ledger(*book).disputes(core::entity_of(customer));
    REQUIRE(disputes.size() == 1);
    CHECK(disputes[0].cause == core::DisputeCause::quantity);
    CHECK(disputes[0].owner == "李");
    CHECK(disputes[0].answer_by == day("2026-02-28"));
    CHECK(why(*book, customer, "2026-02-20") == core::DunningWhy::disputed);
    CHECK(run(*book, "2026-02-23") == 1); // A-2, its first
    const auto kept = session::Dunning(*book).letters(customer);
    REQUIRE(kept.size() == 3);
    CHECK(kept[0].letter.items.size() == 1);
    CHECK(kept[0].letter.text.contains("A-2"));
    CHECK_FALSE(kept[0].letter.text.contains("A-1"));
    // The credit note settles it; the dispute ends with it, and A-1 is gone from the next letter.
    core::RecordReceipt note;
    note.receipt.id = core::id_cast<core::ReceiptId>(book->mint());
    note.receipt.customer = customer;
    note.receipt.type = core::CreditType::credit_note;
    note.receipt.amount = {70'000, cny()};
    note.receipt.date = day("2026-03-01");
    note.receipt.number = "CN-1";
    note.receipt.reason = "少货";
    note.receipt.against = first;
    note.plan.rule = core::AllocationRule::manual;
    note.plan.parts = {{core::id_cast<core::InvoiceId>(first), 70'000}};
    REQUIRE(book->run(note));
    core::SettleDispute settle{{.id = book->mint(),
                                .customer = customer,
                                .dispute = open.dispute.id,
                                .date = day("2026-03-01"),
                                .outcome = core::DisputeOutcome::credit_note,
                                .document = core::entity_of(note.receipt.id),
                                .note = "按实收数量"}};
    const auto settled = book->run(settle);
    REQUIRE(settled);
    CHECK(settled->facts.size() == 2);
    CHECK(session::Ledger(*book).disputes(core::entity_of(customer)).empty());
    CHECK(book->run(settle)->repeated);
    CHECK(run(*book, "2026-03-07") == 1);
    CHECK(run(*book, "2026-03-22") == 1);
    CHECK(run(*book, "2026-04-21") == 1);
    // A lawyer's letter without a lawyer is refused, and nothing is written; then it goes.
    const auto refused = session::Letters(*book).run(day("2026-05-21"), {}, "王");
    REQUIRE(refused);
    CHECK(refused->written == 0);
    REQUIRE(refused->refused.size() == 1);
    CHECK(refused->refused[0].second ==
          core::Error{core::ErrorCode::required, "letter", "law_firm,lawyer", 0});
    set(*book, "company.law_firm", "正大律师事务所");
    set(*book, "company.lawyer", "陈律师");
    CHECK(run(*book, "2026-05-21") == 1);
    const auto all = session::Dunning(*book).letters(customer);
    REQUIRE(all.size() == 7);
    CHECK(all[0].letter.letter == "lawyer");
    CHECK(all[0].letter.channel == core::Channel::letter);
    CHECK(all[0].letter.by == "王");
    CHECK(why(*book, customer, "2026-09-01") == core::DunningWhy::finished);
}

TEST_CASE("what is promised, agreed, held or paid but not applied is left alone until it ends") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    const auto document = book->mint();
    REQUIRE(book->run(invoice(document, customer, "A", 100'000, "2026-01-01", "2026-01-31")));
    CHECK(why(*book, customer, "2026-02-03") == core::DunningWhy::none);
    core::MakePromise promise;
    promise.promise.id = book->mint();
    promise.promise.customer = customer;
    promise.promise.amount = {100'000, cny()};
    promise.promise.date = day("2026-02-03");
    promise.promise.due = day("2026-02-06"); // a Friday; three days of grace
    REQUIRE(book->run(promise));
    CHECK(why(*book, customer, "2026-02-09") == core::DunningWhy::promise);
    CHECK(why(*book, customer, "2026-02-10") == core::DunningWhy::none); // broken: it goes on
    core::PlaceHold hold;
    hold.hold.id = book->mint();
    hold.hold.customer = customer;
    hold.hold.kind = core::HoldKind::legal;
    hold.hold.date = day("2026-02-10");
    hold.hold.until = day("2026-02-28");
    hold.hold.reason = "诉讼";
    REQUIRE(book->run(hold));
    CHECK(why(*book, customer, "2026-02-28") == core::DunningWhy::legal);
    CHECK(why(*book, customer, "2026-03-01") == core::DunningWhy::none);
    REQUIRE(book->run(core::Reverse{book->mint(), hold.hold.id, day("2026-02-20"), "撤诉"}));
    CHECK(why(*book, customer, "2026-02-19") == core::DunningWhy::legal);
    CHECK(why(*book, customer, "2026-02-20") == core::DunningWhy::none);
    // A hold on the only document.
    hold.hold.id = book->mint();
    hold.hold.of = document;
    hold.hold.kind = core::HoldKind::manual;
    hold.hold.date = day("2026-03-02");
    hold.hold.until = day("2026-03-03");
    REQUIRE(book->run(hold));
    CHECK(why(*book, customer, "2026-03-03") == core::DunningWhy::hold);
    // A plan that is kept, then behind.
    core::AgreePlan plan;
    plan.plan.id = book->mint();
    plan.plan.customer = customer;
    plan.plan.date = day("2026-03-04");
    plan.plan.currency = cny();
    plan.plan.lines = {{day("2026-03-31"), 50'000, 0}, {day("2026-04-30"), 50'000, 0}};
    REQUIRE(book->run(plan));
    CHECK(why(*book, customer, "2026-03-31") == core::DunningWhy::plan);
    CHECK(why(*book, customer, "2026-04-02") == core::DunningWhy::none);
    REQUIRE(book->run(receipt(book->mint(), customer, 50'000, "2026-03-31")));
    CHECK(why(*book, customer, "2026-04-02") == core::DunningWhy::plan);
    // Cash that nobody applied covers the rest.
    REQUIRE(book->run(
        receipt(book->mint(), customer, 50'000, "2026-05-20", core::AllocationRule::none)));
    CHECK(why(*book, customer, "2026-05-21") == core::DunningWhy::covered);
}

TEST_CASE("a promise of part and a plan over part leave the rest to be asked for") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    REQUIRE(book->run(invoice(book->mint(), customer, "A", 200'000, "2026-01-01", "2026-01-31")));
    core::MakePromise promise;
    promise.promise.id = book->mint();
    promise.promise.customer = customer;
    promise.promise.amount = {100, cny()};
    promise.promise.date = day("2026-02-03");
    promise.promise.due = day("2027-01-31");
    REQUIRE(book->run(promise));
    CHECK(why(*book, customer, "2026-02-05") == core::DunningWhy::none);
    core::AgreePlan plan;
    plan.plan.id = book->mint();
    plan.plan.customer = customer;
    plan.plan.date = day("2026-02-04");
    plan.plan.currency = cny();
    plan.plan.lines = {{day("2026-12-31"), 200'000, 0}};
    REQUIRE(book->run(plan));
    CHECK(why(*book, customer, "2026-02-05") == core::DunningWhy::plan);
    // Debt that was issued later is none of the plan's.
    REQUIRE(
        book->run(invoice(book->mint(), customer, "B", 90'000'000, "2026-02-10", "2026-03-10")));
    CHECK(why(*book, customer, "2026-03-10") == core::DunningWhy::plan);
    const auto row = session::Dunning(*book).preview_of(customer, day("2026-03-20"));
    REQUIRE((row && *row));
    REQUIRE((*row)->plan.why == core::DunningWhy::none);
    CHECK((*row)->plan.sums.at(0).overdue == 90'000'000);
    CHECK((*row)->plan.items.size() == 1);
}

TEST_CASE("two devices that run the same day write one letter, and one taken back may go again") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "甲");
    REQUIRE(book->run(invoice(book->mint(), customer, "A", 100'000, "2026-01-01", "2026-01-31")));
    const auto row = session::Dunning(*book).preview_of(customer, day("2026-02-05"));
    REQUIRE((row && *row));
    const auto draft = session::Letters(*book).of_step(**row, day("2026-02-05"));
    REQUIRE(draft);
    const auto again = session::Letters(*book).of_step(**row, day("2026-02-05"));
    CHECK(draft->letter == again->letter); // to the last byte: no clock and no chance in it
    REQUIRE(book->run(core::SendLetter{draft->letter}));
    CHECK(book->run(core::SendLetter{again->letter})->repeated);
    CHECK(why(*book, customer, "2026-02-05") == core::DunningWhy::early);
    REQUIRE(book->run(core::Reverse{book->mint(), draft->letter.id, std::nullopt, "退回"}));
    const auto other = session::Dunning(*book).preview_of(customer, day("2026-02-05"));
    REQUIRE((other && *other));
    CHECK((*other)->plan.level == 1);
    CHECK((*other)->letter != draft->letter.id);
    CHECK(run(*book, "2026-02-05") == 1);
    const auto preview = session::Dunning(*book).preview(day("2026-02-05"));
    REQUIRE(preview);
    CHECK(preview->letters == 0);
    CHECK(find(*preview, customer)->plan.why == core::DunningWhy::early);
    CHECK(session::Dunning(*book).letters(customer).size() == 1);
    CHECK(session::Dunning(*book).letters(customer, true).size() == 2);
}

TEST_CASE("what a letter charges is owed with it, once, and goes with it") {
    const Book book = new_book();
    charge(*book);
    const auto customer = add_customer(*book, "甲");
    const auto first = book->mint();
    REQUIRE(book->run(invoice(first, customer, "A", 1'000'000, "2026-01-01", "2026-01-31")));
    CHECK(run(*book, "2026-02-01") == 1);
    auto rows = charged(*book, customer);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].type == core::DebitType::costs);
    CHECK(rows[0].amount.minor == 5'000);
    CHECK(rows[0].issued == day("2026-02-01"));
    CHECK(rows[0].lines.at(0).due == day("2026-02-08")); // as the letter says
    CHECK(rows[0].number.starts_with("DF-20260201-"));
    CHECK(run(*book, "2026-02-01") == 0);
    // Shown before it is sent, then entered: fee and interest; the fee of the first is asked for
    // with the rest and takes no step.
    const auto due = session::Dunning(*book).preview_of(customer, day("2026-02-14"));
    REQUIRE((due && *due));
    const auto sums = session::Letters(*book).charges_of(**due, day("2026-02-14"));
    REQUIRE(sums.size() == 1);
    CHECK(sums[0].fee == 10'000);
    CHECK(sums[0].interest > 0);
    CHECK(run(*book, "2026-02-14") == 1);
    const auto letter = session::Dunning(*book).letters(customer).front().letter;
    CHECK(letter.sums.at(0).overdue == 1'005'000);
    CHECK(letter.items.size() == 2);
    CHECK(interest_of(letter) == sums[0].interest);
    rows = charged(*book, customer);
    REQUIRE(rows.size() == 3);
    CHECK(rows[2].type == core::DebitType::interest);
    CHECK(rows[2].amount.minor == sums[0].interest);
    CHECK(rows[2].against == first);
    // The next letter charges what has come since: nothing is asked for twice.
    core::InterestQuery query;
    query.fee = session::Ledger(*book).late_fee_of(core::id_cast<core::InvoiceId>(first));
    query.until = day("2026-03-02");
    const auto table =
        session::Ledger(*book).interest(core::id_cast<core::InvoiceId>(first), query);
    REQUIRE(table);
    CHECK(run(*book, "2026-03-02") == 1);
    const auto third = session::Dunning(*book).letters(customer).front().letter;
    CHECK(interest_of(third) == table->minor - sums[0].interest);
    CHECK(charged(*book, customer).size() == 5);
    // Taken back, its charges are void with it; undone, both are there again under new ids.
    const auto taken = book->run(core::Reverse{book->mint(), third.id, std::nullopt, "没有寄出"});
    REQUIRE(taken);
    CHECK(taken->facts.size() == 3);
    CHECK(charged(*book, customer).size() == 3);
    REQUIRE(session::undo(*book, *taken, "撤销"));
    CHECK(charged(*book, customer).size() == 5);
    const auto back = session::Dunning(*book).letters(customer).front().letter;
    CHECK(back.id != third.id);
    for (const auto& row : charged(*book, customer)) {
        if (row.issued != day("2026-03-02")) continue;
        CHECK(std::ranges::contains(session::Dunning(*book).charges_of(back),
                                    core::entity_of(row.id)));
    }
    CHECK(run(*book, "2026-03-02") == 0);
}

TEST_CASE(
    "two devices that send one step charge it once; a charge that is not its own is refused") {
    const Book book = new_book();
    charge(*book);
    const auto customer = add_customer(*book, "甲");
    REQUIRE(book->run(invoice(book->mint(), customer, "A", 100'000, "2026-01-01", "2026-01-31")));
    const auto row = session::Dunning(*book).preview_of(customer, day("2026-02-14"));
    REQUIRE((row && *row));
    const auto draft = session::Letters(*book).of_step(**row, day("2026-02-14"));
    const auto again = session::Letters(*book).of_step(**row, day("2026-02-14"));
    REQUIRE(draft);
    REQUIRE(draft->charges.size() == 1);
    CHECK(draft->charges[0].invoice == again->charges[0].invoice);
    core::SendLetter send{draft->letter, draft->charges};
    send.charges[0].invoice.amount.minor += 1;
    auto refused = book->run(send);
    REQUIRE_FALSE(refused);
    CHECK(refused.error() == core::Error{core::ErrorCode::schedule_sum, "charges", "CNY", 0});
    send.charges = draft->charges;
    send.charges[0].invoice.id = core::id_cast<core::InvoiceId>(book->mint());
    refused = book->run(send);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == core::ErrorCode::wrong_type);
    send.charges = draft->charges;
    send.charges[0].invoice.amount.currency = core::parse_currency("USD").value();
    refused = book->run(send);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().field == "charges");
    send.charges = draft->charges;
    const auto sent = book->run(send);
    REQUIRE(sent);
    CHECK(sent->facts.size() == 2);
    CHECK(book->run(send)->repeated);
    CHECK(charged(*book, customer).size() == 1);
    REQUIRE(session::undo(*book, *sent, "撤销"));
    CHECK(charged(*book, customer).empty());
    CHECK(session::Dunning(*book).letters(customer).empty());
}

TEST_CASE("the post of a day: paper and mail at once, one step back; the others are counted") {
    const Book book = new_book();
    set(*book, "dunning.standard.1", "一|due|1|0|letter|reminder|0||");
    set(*book, "dunning.wechat", "微信|customer:W|0|0|");
    set(*book, "dunning.wechat.1", "一|due|1|0|wechat|reminder|0||");
    set(*book, "dunning.boss", "定|customer:B|0|0|");
    set(*book, "dunning.boss.1", "一|due|1|0|letter|reminder|0||总经理");
    set(*book, "dunning.law", "律|customer:L|0|0|");
    set(*book, "dunning.law.1", "一|due|1|0|letter|lawyer|0||");
    std::vector<core::CustomerId> all;
    for (const char* code : {"A", "C", "W", "B", "L"}) {
        const auto id = book->mint();
        REQUIRE(book->run(
            core::SetFields{{core::RegisterKind::customer, id, {{"code", code}, {"name", code}}}}));
        all.push_back(core::id_cast<core::CustomerId>(id));
        REQUIRE(book->run(
            invoice(book->mint(), all.back(), code, 100'000, "2026-01-01", "2026-01-31")));
    }
    session::Letters letters(*book);
    const auto post = letters.post(day("2026-02-05"), {}, {}, "王");
    REQUIRE(post);
    CHECK(post->drafts.size() == 2);
    // What is printed goes by post.
    CHECK(post->drafts[0].letter.channel == core::Channel::letter);
    CHECK(post->drafts[0].letter.to == "");
    CHECK(post->other_channel == 1);
    CHECK(post->decided == 1);
    REQUIRE(post->refused.size() == 1);
    CHECK(post->refused[0].first == all[4]);
    CHECK(post->refused[0].second.code == core::ErrorCode::required);
    const core::CustomerId chosen[] = {all[1]};
    CHECK(letters.post(day("2026-02-05"), {}, chosen, "王")->drafts.size() == 1);
    const auto kept = letters.keep_sent(post->drafts);
    REQUIRE(kept);
    CHECK(session::Dunning(*book).letters({}).size() == 2);
    CHECK(letters.post(day("2026-02-05"), {}, {}, "王")->drafts.empty());
    REQUIRE(session::undo(*book, *kept, "撤销"));
    CHECK(session::Dunning(*book).letters({}).empty());
    CHECK(letters.post(day("2026-02-05"), {}, {}, "王")->drafts.size() == 2);
}

TEST_CASE("two books that charge the same day owe it once after a merge, whoever takes it back") {
    const Book a = new_book();
    charge(*a);
    const auto customer = add_customer(*a, "甲");
    REQUIRE(a->run(invoice(a->mint(), customer, "A", 1'000'000, "2026-01-01", "2026-01-31")));
    const Book b = new_book("");
    merged(*b, exported(*a));
    for (const char* on : {"2026-02-01", "2026-02-14"}) {
        CHECK(run(*a, on) == 1);
        CHECK(run(*b, on) == 1);
    }
    merged(*a, exported(*b));
    merged(*b, exported(*a));
    for (const Book& book : {std::cref(a), std::cref(b)}) {
        CHECK(book->exceptions().empty());
        CHECK(charged(*book, customer).size() == 3);
        CHECK(session::Dunning(*book).letters(customer).size() == 2);
    }
    CHECK(digest(*a) == digest(*b));
    // Both take the second one back before they hear of each other.
    const auto letter = session::Dunning(*a).letters(customer).front().letter.id;
    for (const Book& book : {std::cref(a), std::cref(b)}) {
        REQUIRE(book->run(core::Reverse{book->mint(), letter, std::nullopt, "没有寄出"}));
    }
    merged(*a, exported(*b));
    merged(*b, exported(*a));
    CHECK(charged(*a, customer).size() == 1);
    CHECK(digest(*a) == digest(*b));
}
