// Random histories over every type of document, with fees, exchanges, recoveries, bounces, things
// taken back and back-dated: the book's aging equals the slow, plain oracle on every day.
#include <map>
#include <set>

#include "core/oracle.h"
#include "session/ledger.h"
#include "session/resolve.h"
#include "session/world.h"

using namespace huikuan;
using namespace huikuan::test;
using core::oracle::Dice;
using core::oracle::World;

namespace {

const core::Date first_day = day("2026-01-01");

core::Date at(std::int64_t offset) {
    return core::add_days(first_day, static_cast<std::int32_t>(offset));
}

// What was written, in the order in which it was.
class History {
public:
    // `foreign`: the percentage of documents that are not in the book's currency.
    explicit History(std::uint64_t seed, int foreign = 25) : dice_(seed), foreign_(foreign) {
        for (int i = 0; i < 3; ++i) {
            const auto id = book->mint();
            core::SetFields set{{core::RegisterKind::customer, id, {{"name", "客户"}}}};
            if (i == 1) set.fields.fields.emplace_back("parent", core::to_text(customers_[0]));
            REQUIRE(book->run(set));
            customers_.push_back(core::id_cast<core::CustomerId>(id));
        }
    }

    void step() {
        switch (dice_.upto(11)) {
        case 0:
        case 1:
        case 2: return issue();
        case 3:
        case 4:
        case 5: return receive();
        case 6: return allocate();
        case 7: return exchange();
        case 8: return recover();
        case 9: return reverse();
        case 10: return take_back();
        default: return move();
        }
    }

    Book book = new_book();
    std::vector<core::Fact> facts;
    std::map<std::string, int> done; // by what was done

private:
    template <class Command>
    bool run(const char* what, const Command& command) {
        auto outcome = book->run(command);
        if (!outcome) return false; // refused: nothing has happened
        ++done[what];
        note_fees(what, *outcome);
        keep(*outcome);
        outcomes_.push_back(*std::move(outcome));
        return true;
    }
    // Which receipts have a fee that waits with them, and whether one was used with its receipt.
    void note_fees(std::string_view what, const session::Outcome& outcome) {
        std::set<core::ReceiptId> used;
        for (const core::Fact& fact : outcome.facts)
            if (const auto* made = std::get_if<core::AllocationMade>(&fact))
                used.insert(made->receipt);
        for (const core::Fact& fact : outcome.facts) {
            const auto* credit = std::get_if<core::ReceiptRecorded>(&fact);
            if (credit == nullptr || credit->type != core::CreditType::fee) continue;
            if (credit->against.is_nil() || used.contains(credit->id)) continue;
            ahead_.push_back(core::id_cast<core::ReceiptId>(credit->against));
            ++done["fee waits"];
        }
        if (what == "allocate" && used.size() > 1) ++done["fee is used later"];
    }
    void keep(const session::Outcome& outcome) {
        for (const core::Fact& fact : outcome.facts) {
            facts.push_back(fact);
            if (const auto* debit = std::get_if<core::InvoiceIssued>(&fact)) {
                debits_.push_back(debit->id);
                entities_.push_back(core::entity_of(debit->id));
            } else if (const auto* credit = std::get_if<core::ReceiptRecorded>(&fact)) {
                credits_.push_back(credit->id);
                if (credit->type == core::CreditType::write_off) offs_.push_back(*credit);
                if (credit->type == core::CreditType::bill) bills_.push_back(credit->id);
                entities_.push_back(core::entity_of(credit->id));
            } else if (const auto* made = std::get_if<core::AllocationMade>(&fact)) {
                entities_.push_back(core::entity_of(made->id));
            }
        }
    }
    core::CustomerId customer() { return customers_[static_cast<std::size_t>(dice_.upto(2))]; }
    core::Currency currency() {
        return dice_.chance(100 - foreign_) ? cny() : core::parse_currency("USD").value();
    }
    core::Rate rate(core::Currency of) { // most foreign documents have one
        if (of == cny() || dice_.chance(25)) return {};
        return {60 + dice_.upto(20), 10};
    }
    core::Date date() { return at(dice_.upto(World::days)); }
    template <class Value>
    const Value* any(const std::vector<Value>& of) {
        if (of.empty()) return nullptr;
        return &of[static_cast<std::size_t>(dice_.upto(static_cast<std::int64_t>(of.size()) - 1))];
    }

    void issue() {
        using enum core::DebitType;
        constexpr std::array types{invoice,  invoice,          debit_note, opening,
                                   interest, doubled_interest, costs,      refund};
        core::IssueInvoice command;
        command.invoice.id = core::id_cast<core::InvoiceId>(book->mint());
        command.invoice.customer = customer();
        command.invoice.number = "N" + std::to_string(facts.size());
        command.invoice.type = types[static_cast<std::size_t>(dice_.upto(7))];
        command.invoice.issued = date();
        std::int64_t sum = 0;
        for (std::int64_t lines = dice_.upto(2); lines >= 0; --lines) {
            const core::Date due =
                core::add_days(command.invoice.issued, static_cast<std::int32_t>(dice_.upto(25)));
            command.invoice.lines.push_back({due, 1 + dice_.upto(900)});
            sum += command.invoice.lines.back().minor;
        }
        command.invoice.amount = {sum, currency()};
        command.invoice.rate = rate(command.invoice.amount.currency);
        if (const auto* of = any(debits_); of != nullptr && dice_.chance(30)) {
            command.invoice.against = core::entity_of(*of);
        }
        run("issue", command);
    }
    core::AllocationPlan plan() {
        using enum core::AllocationRule;
        constexpr std::array rules{none, oldest_due_first, legal, pro_rata, designated, manual};
        core::AllocationPlan plan{rules[static_cast<std::size_t>(dice_.upto(5))], {}};
        const auto* invoice = any(debits_);
        if (invoice != nullptr && (plan.rule == manual || plan.rule == designated)) {
            plan.parts.push_back({*invoice, plan.rule == manual ? 1 + dice_.upto(400) : 0});
        }
        return plan;
    }
    void receive() {
        using enum core::CreditType;
        constexpr std::array types{core::CreditType::receipt,
                                   core::CreditType::receipt,
                                   credit_note,
                                   advance,
                                   opening_credit,
                                   write_off,
                                   discount,
                                   fee,
                                   offset,
                                   bill};
        core::RecordReceipt command;
        command.receipt.id = core::id_cast<core::ReceiptId>(book->mint());
        command.receipt.customer = customer();
        command.receipt.amount = {1 + dice_.upto(1'200), currency()};
        command.receipt.rate = rate(command.receipt.amount.currency);
        command.receipt.date = date();
        command.receipt.method = "bank";
        command.receipt.type = types[static_cast<std::size_t>(dice_.upto(9))];
        command.receipt.reason = "other";
        command.receipt.number = "C" + std::to_string(facts.size());
        if (command.receipt.type == bill) command.receipt.bill = {"B", "银行", at(90), false};
        command.plan = plan();
        if (command.receipt.type == write_off && dice_.chance(80)) { // it must be used up
            command.plan = {core::AllocationRule::oldest_due_first, {}};
            command.receipt.amount.minor = 1 + dice_.upto(200);
        }
        for (const auto type : {fee, discount, write_off}) {
            if (dice_.chance(type == fee ? 30 : 12))
                command.companions.push_back({type, 1 + dice_.upto(60), "x"});
        }
        run("receive", command);
    }
    void allocate() {
        for (int tries = 0; tries < 5; ++tries) { // most are used up, or later than the day
            const auto* credit = any(dice_.chance(40) && !ahead_.empty() ? ahead_ : credits_);
            if (credit == nullptr) return;
            const core::AllocateReceipt command{book->mint(), *credit, plan(), date()};
            if (run("allocate", command)) return;
        }
    }
    void exchange() {
        const auto* credit = any(credits_);
        if (credit == nullptr) return;
        core::ExchangeCredit command;
        command.out_id = core::id_cast<core::InvoiceId>(book->mint());
        command.credit = *credit;
        command.minor = 1 + dice_.upto(500);
        const auto row = book->receipt(*credit, at(World::days));
        command.to =
            row && row->amount.currency == cny() ? core::parse_currency("USD").value() : cny();
        command.rate = {1 + dice_.upto(9), 1 + dice_.upto(3)};
        command.date = date();
        command.plan = plan();
        run("exchange", command);
    }
    void recover() {
        const auto* off = any(offs_);
        if (off == nullptr) return;
        core::RecoverWriteOff command;
        command.receipt.id = core::id_cast<core::ReceiptId>(book->mint());
        command.receipt.customer = off->customer;
        command.receipt.amount = {1 + dice_.upto(off->amount.minor + 20), off->amount.currency};
        command.receipt.date = date();
        command.receipt.method = "bank";
        command.receipt.against = core::entity_of(off->id);
        run("recover", command);
    }
    void reverse() {
        const auto* target = any(entities_);
        if (target == nullptr) return;
        const auto on = dice_.chance(50) ? std::optional(date()) : std::nullopt;
        run("reverse", core::Reverse{book->mint(), *target, on, "taken back"});
    }
    void take_back() {
        if (outcomes_.empty()) return;
        const auto index =
            static_cast<std::size_t>(dice_.upto(static_cast<std::int64_t>(outcomes_.size()) - 1));
        const auto undone = session::undo(*book, outcomes_[index], "undo");
        if (!undone) return;
        ++done["undo"];
        keep(*undone);
    }
    void move() {
        using enum core::BillStep;
        constexpr std::array steps{endorsed, discounted, honoured};
        const auto* credit = any(bills_);
        if (credit == nullptr) return;
        const auto step = steps[static_cast<std::size_t>(dice_.upto(2))];
        run("move", core::MoveBill{{book->mint(), *credit, step, date(), "丙公司",
                                    step == discounted ? dice_.upto(3) : 0}});
    }

    Dice dice_;
    int foreign_;
    std::vector<core::CustomerId> customers_;
    std::vector<core::InvoiceId> debits_;
    std::vector<core::ReceiptId> credits_, bills_, ahead_;
    std::vector<core::ReceiptRecorded> offs_;
    std::vector<core::EntityId> entities_;
    std::vector<session::Outcome> outcomes_;
};

// The oracle's world of these facts, straight from their definitions (core/fact.h).
class Plain {
public:
    explicit Plain(const std::vector<core::Fact>& facts) {
        for (const core::Fact& fact : facts) {
            if (const auto* reversed = std::get_if<core::Reversed>(&fact)) {
                const auto [place, fresh] = ends_.try_emplace(reversed->target, reversed->date);
                if (!fresh) place->second = std::min(place->second, reversed->date);
            } else if (const auto* credit = std::get_if<core::ReceiptRecorded>(&fact)) {
                credits_[core::entity_of(credit->id)] = *credit;
            } else if (const auto* debit = std::get_if<core::InvoiceIssued>(&fact)) {
                debits_[core::entity_of(debit->id)] = *debit;
            }
        }
        for (const core::Fact& fact : facts) add(fact);
    }
    World world;

private:
    static core::Date moved(core::Date date) {
        return date == core::far_future ? date : core::Date{date.days - first_day.days};
    }
    core::Date own_end(core::EntityId id) const {
        const auto found = ends_.find(id);
        return found == ends_.end() ? core::far_future : found->second;
    }
    core::Date end_of(const core::ReceiptRecorded& credit) const {
        using enum core::CreditType;
        core::Date end = own_end(core::entity_of(credit.id));
        const bool beside =
            credit.type == fee || credit.type == discount || credit.type == write_off;
        if ((beside && credits_.contains(credit.against)) ||
            (credit.type == exchange_in && debits_.contains(credit.against))) {
            end = std::min(end, own_end(credit.against));
        }
        return end;
    }
    core::Date end_of(const core::InvoiceIssued& debit) const {
        core::Date end = own_end(core::entity_of(debit.id));
        if (debit.type != core::DebitType::exchange_out) return end;
        for (const auto& [id, credit] : credits_) {
            if (credit.against == core::entity_of(debit.id)) end = std::min(end, own_end(id));
        }
        return end;
    }
    std::uint32_t party(core::CustomerId customer, core::Currency currency) {
        for (std::uint32_t i = 0; i < world.parties.size(); ++i) {
            const auto& one = world.parties[i];
            if (one.customer == customer && one.currency == currency) return i;
        }
        world.parties.push_back({customer, currency});
        return static_cast<std::uint32_t>(world.parties.size() - 1);
    }
    void add(const core::Fact& fact) {
        if (const auto* debit = std::get_if<core::InvoiceIssued>(&fact)) {
            World::Invoice invoice{{debit->amount.minor, moved(debit->issued),
                                    moved(end_of(*debit)), debit->amount.currency},
                                   debit->lines,
                                   party(debit->customer, debit->amount.currency)};
            for (core::ScheduleLine& line : invoice.lines) line.due = moved(line.due);
            invoices_[debit->id] = static_cast<std::uint32_t>(world.invoices.size());
            world.invoices.push_back(std::move(invoice));
        } else if (const auto* credit = std::get_if<core::ReceiptRecorded>(&fact)) {
            receipts_[credit->id] = static_cast<std::uint32_t>(world.receipts.size());
            world.receipts.push_back({{credit->amount.minor, moved(credit->date),
                                       moved(end_of(*credit)), credit->amount.currency},
                                      party(credit->customer, credit->amount.currency)});
        } else if (const auto* made = std::get_if<core::AllocationMade>(&fact)) {
            core::SettlementAllocation allocation{receipts_.at(made->receipt),
                                                  invoices_.at(made->invoice),
                                                  made->amount.minor,
                                                  moved(made->date),
                                                  moved(own_end(core::entity_of(made->id))),
                                                  {}};
            allocation.order.seq = world.allocations.size();
            world.allocations.push_back(allocation);
        }
    }

    std::map<core::EntityId, core::Date> ends_;
    std::map<core::EntityId, core::ReceiptRecorded> credits_;
    std::map<core::EntityId, core::InvoiceIssued> debits_;
    std::map<core::InvoiceId, std::uint32_t> invoices_;
    std::map<core::ReceiptId, std::uint32_t> receipts_;
};

using Lines = std::map<std::pair<core::CustomerId, core::Currency>, std::vector<std::int64_t>>;

void put(Lines& lines, const core::AgingEntries::Party& party, const core::AgingLine& line) {
    std::vector<std::int64_t> figures{line.not_due, line.unapplied};
    figures.insert(figures.end(), line.buckets.begin(), line.buckets.end());
    const bool empty = std::ranges::all_of(figures, [](std::int64_t minor) { return minor == 0; });
    if (!empty) lines[{party.customer, party.currency}] = std::move(figures);
}

} // namespace

TEST_CASE("random histories of all documents age as the plain oracle says, on every day") {
    std::map<std::string, int> done;
    for (std::uint64_t seed = 1; seed <= 120; ++seed) {
        CAPTURE(seed);
        History history(seed);
        for (int step = 0; step < 50; ++step) history.step();
        for (const auto& [what, count] : history.done) done[what] += count;
        const World world = Plain(history.facts).world;
        const auto settled = core::oracle::settle(world);
        const auto& parties = history.book->aging_entries().parties;
        for (int offset = -1; offset <= World::days + 1; ++offset) {
            for (const auto basis : {core::AgingBasis::due_date, core::AgingBasis::issue_date}) {
                core::AgingQuery query{at(offset), basis, {0, 7, 15}};
                Lines shown;
                const auto report = history.book->aging(query);
                for (const auto& line : report.parties) put(shown, parties[line.party], line.line);
                Lines expected;
                query.as_of = core::Date{offset};
                const auto lines = core::oracle::age(world, settled, query);
                for (std::size_t i = 0; i < lines.size(); ++i) {
                    put(expected, world.parties[i], lines[i]);
                }
                CAPTURE(offset);
                REQUIRE(shown == expected);
                // The identity, in the ledger's own words: debits less credits that count then.
                for (const auto& line : report.currencies) {
                    std::int64_t balance = 0;
                    for (const auto& one : world.invoices) {
                        const auto& d = one.document;
                        if (d.currency == line.currency &&
                            core::oracle::alive(d.start, d.end, query.as_of)) {
                            balance += d.minor;
                        }
                    }
                    for (const auto& one : world.receipts) {
                        const auto& d = one.document;
                        if (d.currency == line.currency &&
                            core::oracle::alive(d.start, d.end, query.as_of)) {
                            balance -= d.minor;
                        }
                    }
                    REQUIRE(line.line.total() == balance);
                }
            }
        }
    }
    // The histories hold what they are meant to hold.
    for (const char* what : {"issue", "receive", "allocate", "exchange", "recover", "reverse",
                             "undo", "move", "fee waits", "fee is used later"}) {
        INFO(std::string(what));
        CHECK(done[what] >= 10);
    }
}

// 汇兑损益 from its definition: what a part was worth when it came, less what it was worth when it
// was owed; what went through an exchange is worth what was given for it.
TEST_CASE("gains of random histories are what the facts say, row by row") {
    std::size_t rows = 0, exchanged = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        History history(seed, 70);
        for (int step = 0; step < 60; ++step) history.step();
        std::map<core::EntityId, core::InvoiceIssued> debits;
        std::map<core::EntityId, core::ReceiptRecorded> credits;
        for (const core::Fact& fact : history.facts) {
            if (const auto* debit = std::get_if<core::InvoiceIssued>(&fact))
                debits[core::entity_of(debit->id)] = *debit;
            if (const auto* credit = std::get_if<core::ReceiptRecorded>(&fact))
                credits[core::entity_of(credit->id)] = *credit;
        }
        const core::Date on = at(World::days);
        std::map<core::AllocationId, std::int64_t> expected;
        for (const auto& [id, credit] : credits) {
            if (credit.amount.currency == cny()) continue;
            core::Rate booked = credit.rate;
            if (credit.type == core::CreditType::exchange_in) { // given for money of the book's
                const core::Rate given = debits.at(credit.against).rate;
                booked = {given.denominator, given.numerator};
            }
            if (!booked.given()) continue;
            for (const auto& row : history.book->allocations_of(id)) {
                if (row.effective <= 0 || row.start > on || row.end <= on) continue;
                const core::InvoiceIssued& debit = debits.at(core::entity_of(row.invoice));
                if (!debit.rate.given()) continue;
                const auto worth = [&](core::Rate rate) { // half away from zero
                    const std::int64_t twice = 2 * row.effective * rate.numerator;
                    return (twice + rate.denominator) / (2 * rate.denominator);
                };
                const std::int64_t gain = worth(booked) - worth(debit.rate);
                const bool out = debit.type == core::DebitType::exchange_out;
                expected[row.id] = out ? -gain : gain;
                exchanged += out ? 1 : 0;
            }
        }
        std::map<core::AllocationId, std::int64_t> said;
        for (const auto& row : session::Ledger(*history.book).realised_gains(on))
            said[row.allocation] = row.gain.minor;
        CHECK(said == expected);
        rows += said.size();
    }
    CHECK(rows > 50);
    CHECK(exchanged > 5);
}
