// What a day's pages cost over a large book; prints milliseconds, asserts nothing.
//   today     the list of the day, after one more contact and one more receipt
//   dunning   the preview of a day's run; and the forecast
//   ledger    a letter typed into a list's filter, a customer's page, a receipt to new figures
//   lists     a letter typed into the filter of customers, and of receipts
// Argument: how many open items (default 100,000).
#include <algorithm>
#include <cstdlib>
#include <format>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/aging.h"
#include "platform/platform.h"
#include "session/collections.h"
#include "session/demo.h"
#include "session/forecast.h"
#include "session/import.h"
#include "session/ledger.h"
#include "session/letters.h"
#include "session/session.h"
#include "timing.h"

using namespace huikuan;

namespace {

// --- the day's list

// So many open items of a twentieth as many customers, each with four contacts, every fifth with
// promises; after one more contact, and after one more receipt, the list is made again.
void bench_today(int items) {
    auto book =
        session::Session::create_file(":memory:", {"bench", core::parse_currency("CNY").value(), 1})
            .value();
    const core::Date today{20'779};
    book->set_today(today);
    const core::Currency cny = core::parse_currency("CNY").value();
    std::vector<core::Command> commands;
    std::vector<core::CustomerId> customers;
    const auto flush = [&] {
        if (auto done = book->run_batch(commands); !done) {
            std::fprintf(stderr, "today: %s\n", done.error().field.c_str());
            std::exit(1);
        }
        commands.clear();
    };
    const auto contact = [&](core::CustomerId customer, int days) {
        core::LogContact log;
        log.contact.id = book->mint();
        log.contact.customer = customer;
        log.contact.date = core::add_days(today, -days);
        log.contact.outcome = core::ContactOutcome::no_answer;
        return log;
    };
    for (int i = 0; i < items / 20; ++i) {
        const core::EntityId id = book->mint();
        customers.push_back(core::id_cast<core::CustomerId>(id));
        commands.emplace_back(core::SetFields{
            {core::RegisterKind::customer,
             id,
             {{"name", "C" + std::to_string(i)}, {"owner", "O" + std::to_string(i % 20)}}}});
    }
    flush();
    for (int i = 0; i < items; ++i) {
        core::IssueInvoice issue;
        issue.invoice.id = core::id_cast<core::InvoiceId>(book->mint());
        issue.invoice.customer = customers[static_cast<std::size_t>(i) % customers.size()];
        issue.invoice.number = std::to_string(i);
        issue.invoice.amount = {10'000 + i, cny};
        issue.invoice.issued = core::add_days(today, -30 - i % 300);
        commands.emplace_back(issue);
    }
    flush();
    for (std::size_t i = 0; i < customers.size(); ++i) {
        for (int one = 0; one < 4; ++one) commands.emplace_back(contact(customers[i], one * 9 + 1));
        if (i % 5 != 0) continue;
        core::MakePromise make;
        make.promise.id = book->mint();
        make.promise.customer = customers[i];
        make.promise.amount = {5'000, cny};
        make.promise.date = core::add_days(today, -60);
        make.promise.due = core::add_days(today, -30 + static_cast<int>(i % 60));
        commands.emplace_back(make);
    }
    flush();
    // Plans, holds, letters and tasks beside them, and debts whose limitation is near.
    for (std::size_t i = 0; i < customers.size(); ++i) {
        if (i % 25 == 1) {
            core::AgreePlan agree;
            agree.plan.id = book->mint();
            agree.plan.customer = customers[i];
            agree.plan.date = core::add_days(today, -20);
            for (int part = 0; part < 6; ++part) {
                agree.plan.lines.push_back({core::add_days(today, 10 + 30 * part), 10'000, 0});
            }
            commands.emplace_back(agree);
        }
        if (i % 25 == 2) {
            core::PlaceHold place;
            place.hold.id = book->mint();
            place.hold.customer = customers[i];
            place.hold.date = core::add_days(today, -5);
            place.hold.until = core::add_days(today, 5);
            place.hold.reason = "away";
            commands.emplace_back(place);
        }
        if (i % 5 == 3) {
            core::SendLetter send;
            send.letter.id = book->mint();
            send.letter.customer = customers[i];
            send.letter.date = core::add_days(today, -8);
            send.letter.channel = core::Channel::letter;
            send.letter.letter = "statement";
            send.letter.language = "zh";
            send.letter.text = "letter";
            commands.emplace_back(send);
        }
        if (i % 5 == 4) {
            commands.emplace_back(core::SetFields{{core::RegisterKind::task,
                                                   book->mint(),
                                                   {{"customer", core::to_text(customers[i])},
                                                    {"owner", "O" + std::to_string(i % 20)},
                                                    {"title", "task"}}}});
        }
        if (i % 20 == 5) {
            core::IssueInvoice old;
            old.invoice.id = core::id_cast<core::InvoiceId>(book->mint());
            old.invoice.customer = customers[i];
            old.invoice.number = "old" + std::to_string(i);
            old.invoice.amount = {10'000, cny};
            old.invoice.issued = core::add_days(today, -1'100);
            commands.emplace_back(old);
        }
    }
    flush();
    const session::Collections collections(*book);
    std::size_t listed = 0;
    const double first = timed(1, [&] { listed = collections.today(today).items.size(); });
    double by_contact = 0;
    double by_receipt = 0;
    constexpr int rounds = 5;
    for (int round = 0; round < rounds; ++round) {
        if (!book->run(contact(customers[static_cast<std::size_t>(round)], 0))) std::exit(1);
        by_contact += timed(1, [&] { (void)collections.today(today); });
        core::RecordReceipt record;
        record.receipt.id = core::id_cast<core::ReceiptId>(book->mint());
        record.receipt.customer = customers[static_cast<std::size_t>(round)];
        record.receipt.amount = {4'000, cny};
        record.receipt.date = today;
        record.plan.rule = core::AllocationRule::oldest_due_first;
        if (!book->run(record)) std::exit(1);
        by_receipt += timed(1, [&] { (void)collections.today(today); });
    }
    print(std::format("today, {} open items of {} customers: first {:.0f} ms; after a contact "
                      "{:.1f} ms, after a receipt {:.1f} ms; {} listed",
                      items, customers.size(), first, by_contact / rounds, by_receipt / rounds,
                      listed));
}

// What a day's run would write to a fifth as many customers as there are open items. A third of
// them had a letter before; of the rest some were called, promised, are on hold, dispute, have
// money that waits for its use; a sixth has a ladder of its own.
void crowd(session::Session& book, std::span<const core::CustomerId> customers,
           std::span<const core::InvoiceId> invoices, core::Date today,
           std::vector<core::Command>& commands) {
    const core::Currency cny = core::parse_currency("CNY").value();
    for (std::size_t i = 0; i < customers.size(); ++i) {
        if (i % 2 == 0) {
            core::LogContact log;
            log.contact.id = book.mint();
            log.contact.customer = customers[i];
            log.contact.date = core::add_days(today, -static_cast<int>(i % 30));
            log.contact.outcome = core::ContactOutcome::processing;
            log.contact.reached = true;
            commands.emplace_back(log);
        }
        if (i % 5 == 1) {
            core::MakePromise make;
            make.promise.id = book.mint();
            make.promise.customer = customers[i];
            make.promise.amount = {10'000, cny};
            make.promise.date = core::add_days(today, -5);
            make.promise.due = core::add_days(today, static_cast<int>(i % 9) - 3);
            commands.emplace_back(make);
        }
        if (i % 7 == 2) {
            core::PlaceHold place;
            place.hold.id = book.mint();
            place.hold.customer = customers[i];
            if (i % 2 == 0) place.hold.of = core::entity_of(invoices[i]);
            place.hold.kind = core::HoldKind::manual;
            place.hold.date = core::add_days(today, -5);
            place.hold.until = core::add_days(today, 5);
            place.hold.reason = "bench";
            commands.emplace_back(place);
        }
        if (i % 6 == 3) {
            commands.emplace_back(core::OpenDispute{
                {book.mint(), invoices[i], {5'000, cny}, core::add_days(today, -5), "bench"}});
        }
        if (i % 4 == 0) {
            core::RecordReceipt record;
            record.receipt.id = core::id_cast<core::ReceiptId>(book.mint());
            record.receipt.customer = customers[i];
            record.receipt.amount = {7'000, cny};
            record.receipt.date = core::add_days(today, -3);
            record.plan.rule = core::AllocationRule::none;
            commands.emplace_back(record);
        }
    }
}

void bench_dunning(int items) {
    const core::Currency cny = core::parse_currency("CNY").value();
    auto book = session::Session::create_file(":memory:", {"bench", cny, 1}).value();
    const core::Date today{20'779};
    book->set_today(today);
    std::vector<core::Command> commands;
    std::vector<core::CustomerId> customers;
    const auto flush = [&] {
        if (auto done = book->run_batch(commands); !done) {
            std::fprintf(stderr, "dunning: %s\n", done.error().field.c_str());
            std::exit(1);
        }
        commands.clear();
    };
    for (int i = 0; i < items / 5; ++i) {
        const core::EntityId id = book->mint();
        customers.push_back(core::id_cast<core::CustomerId>(id));
        commands.emplace_back(core::SetFields{
            {core::RegisterKind::customer,
             id,
             {{"name", "C" + std::to_string(i)}, {"tags", i % 6 == 0 ? "vip" : "other"}}}});
    }
    commands.emplace_back(
        core::SetFields{{core::RegisterKind::setting,
                         core::settings_entity,
                         {{"dunning.vip", "VIP|tag:vip|10|0|"},
                          {"dunning.vip.1", "1|due|10|0|mail|reminder|0||"},
                          {"dunning.vip.2", "2|due|30|10|mail|demand_soft|0||"}}}});
    flush();
    std::vector<core::InvoiceId> invoices;
    for (int i = 0; i < items; ++i) {
        core::IssueInvoice issue;
        issue.invoice.id = core::id_cast<core::InvoiceId>(book->mint());
        invoices.push_back(issue.invoice.id);
        issue.invoice.customer = customers[static_cast<std::size_t>(i) % customers.size()];
        issue.invoice.number = std::to_string(i);
        issue.invoice.amount = {10'000 + i, cny};
        issue.invoice.issued = core::add_days(today, -30 - i % 300);
        commands.emplace_back(issue);
    }
    flush();
    session::Letters letters(*book);
    const auto before = session::Dunning(*book).preview(core::add_days(today, -10)).value();
    for (std::size_t i = 0; i < before.letters; i += 3) {
        const auto draft = letters.of_step(before.rows[i], core::add_days(today, -10));
        if (!draft) std::exit(1);
        commands.emplace_back(core::SendLetter{draft->letter, draft->charges});
    }
    const std::size_t sent = commands.size();
    const double sending = timed(1, flush);
    crowd(*book, customers, invoices, today, commands);
    flush();
    std::size_t written = 0, waiting = 0;
    const session::Dunning dunning(*book);
    const double first = timed(1, [&] {
        const auto preview = dunning.preview(today).value();
        written = preview.letters;
        waiting = preview.rows.size() - written;
    });
    const double again = timed(3, [&] { (void)dunning.preview(today); });
    print(std::format("dunning, {} open items of {} customers: first {:.0f} ms, again {:.0f} ms; "
                      "{} letters, {} wait; {} letters kept in {:.0f} ms",
                      items, customers.size(), first, again, written, waiting, sent, sending));
    const double forecast = timed(3, [&] { (void)session::forecast(*book, today); });
    print(std::format("forecast of {} open items: {:.0f} ms", items, forecast));
}

// --- the ledger: a letter typed into a filter, one customer of 5,000 documents, one receipt

void bench_ledger(int invoices) {
    const core::Currency cny = core::parse_currency("CNY").value();
    auto book = session::Session::create_file(":memory:", {"bench", cny, 1}).value();
    const core::Date today{20'779};
    book->set_today(today);
    std::vector<core::Command> commands;
    std::vector<core::CustomerId> customers;
    const auto flush = [&] {
        if (auto done = book->run_batch(commands); !done) {
            std::fprintf(stderr, "ledger: %s\n", done.error().field.c_str());
            std::exit(1);
        }
        commands.clear();
    };
    for (int i = 0; i <= invoices / 50; ++i) {
        const core::EntityId id = book->mint();
        customers.push_back(core::id_cast<core::CustomerId>(id));
        commands.emplace_back(core::SetFields{
            {core::RegisterKind::customer, id, {{"name", std::format("客户 {:05}", i)}}}});
    }
    flush();
    constexpr int of_one = 5'000; // the first customer's
    for (int i = 0; i < invoices; ++i) {
        core::IssueInvoice issue;
        issue.invoice.id = core::id_cast<core::InvoiceId>(book->mint());
        const auto whose = static_cast<std::size_t>(i) % (customers.size() - 1) + 1;
        issue.invoice.customer = customers[i < of_one ? 0 : whose];
        issue.invoice.number = std::format("INV-2026-{:06}", i);
        issue.invoice.amount = {10'000 + i, cny};
        issue.invoice.issued = core::add_days(today, -30 - i % 600);
        commands.emplace_back(issue);
    }
    flush();
    core::ListQuery query;
    query.as_of = today;
    const double first = timed(1, [&] { (void)book->invoice_list(query); });
    const auto typed = [&](const char* search, const char* sort = "") {
        query.search = search;
        query.sort = sort;
        (void)book->invoice_list(query); // its order is read once
        return timed(5, [&] { (void)book->invoice_list(query); });
    };
    const double all = typed("2026");
    const double some = typed("0417");
    const double name = typed("客户 0001");
    const double open = typed("2026", "open");
    const double due = typed("2026", "due");
    print(std::format("list of {} invoices: first {:.0f} ms; a letter that all have {:.1f} ms, "
                      "that some have {:.1f} ms, of a name {:.1f} ms; by what is open {:.1f} ms, "
                      "by due day {:.1f} ms",
                      invoices, first, all, some, name, open, due));

    const core::CustomerId one = customers.front();
    const session::Ledger ledger(*book);
    const double page = timed(5, [&] {
        core::ListQuery of;
        of.as_of = today;
        of.customer = one;
        (void)book->customer(one, today);
        (void)ledger.exposure(one, today);
        const auto list = book->invoice_list(of);
        (void)book->invoices(std::span(list.keys).first(50), today);
        (void)book->receipt_list(of);
        (void)ledger.disputes(core::entity_of(one));
    });
    print(std::format("page of a customer of {} documents: {:.1f} ms", of_one, page));

    core::AgingQuery aging;
    aging.as_of = today;
    double decided = 0, figures = 0, listed = 0;
    constexpr int rounds = 5;
    query.search.clear();
    query.sort.clear();
    (void)book->invoice_list(query);
    for (int round = 0; round < rounds; ++round) {
        core::RecordReceipt record;
        record.receipt.id = core::id_cast<core::ReceiptId>(book->mint());
        record.receipt.customer = customers[static_cast<std::size_t>(round) + 1];
        record.receipt.amount = {4'000, cny};
        record.receipt.date = today;
        record.plan.rule = core::AllocationRule::oldest_due_first;
        decided += timed(1, [&] {
            if (!book->run(record)) std::exit(1);
        });
        figures += timed(1, [&] { (void)book->aging(aging); });
        listed += timed(1, [&] { (void)book->invoice_list(query); });
    }
    print(std::format("one receipt among {} invoices: kept in {:.1f} ms, aging {:.1f} ms, list "
                      "{:.1f} ms",
                      invoices, decided / rounds, figures / rounds, listed / rounds));
}

// --- the other long lists: a letter into the filter of customers, and of receipts

void bench_lists(int rows) {
    const core::Currency cny = core::parse_currency("CNY").value();
    auto book = session::Session::create_file(":memory:", {"bench", cny, 1}).value();
    const core::Date today{20'779};
    book->set_today(today);
    std::vector<core::Command> commands;
    std::vector<core::CustomerId> customers;
    const auto flush = [&] {
        if (auto done = book->run_batch(commands); !done) {
            std::fprintf(stderr, "lists: %s\n", done.error().field.c_str());
            std::exit(1);
        }
        commands.clear();
    };
    for (int i = 0; i < rows / 10; ++i) {
        const core::EntityId id = book->mint();
        customers.push_back(core::id_cast<core::CustomerId>(id));
        commands.emplace_back(core::SetFields{{core::RegisterKind::customer,
                                               id,
                                               {{"name", std::format("青云机械 {:05}", i)},
                                                {"code", std::format("C{:05}", i)},
                                                {"phone", std::format("138{:08}", i)}}}});
    }
    flush();
    for (int i = 0; i < rows; ++i) {
        core::RecordReceipt record;
        record.receipt.id = core::id_cast<core::ReceiptId>(book->mint());
        record.receipt.customer = customers[static_cast<std::size_t>(i) % customers.size()];
        record.receipt.amount = {10'000 + i, cny};
        record.receipt.date = core::add_days(today, -(i % 600));
        record.receipt.method = "bank";
        record.receipt.reference = std::format("TT-{:06}", i);
        commands.emplace_back(record);
    }
    flush();
    core::ListQuery query;
    query.as_of = today;
    const auto typed = [&](const char* search, auto&& ask) {
        query.search = search;
        ask(); // its order is read once
        return timed(5, ask);
    };
    const auto people = [&] { (void)book->customer_keys(query); };
    const auto money = [&] { (void)book->receipt_list(query); };
    const double initials = typed("qyjx", people);
    const double phone = typed("13800004", people);
    const double all = typed("TT", money);
    const double some = typed("0417", money);
    print(std::format("list of {} customers: initials {:.1f} ms, a telephone {:.1f} ms; of {} "
                      "receipts: a letter that all have {:.1f} ms, that some have {:.1f} ms",
                      customers.size(), initials, phone, rows, all, some));
}

} // namespace

int main(int count, char** values) {
    const int items = count > 1 ? std::atoi(values[1]) : 100'000;
    bench_today(items);
    bench_dunning(items);
    bench_ledger(items);
    bench_lists(items);
}
