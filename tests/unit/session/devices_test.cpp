// Tables of tests/scenarios/devices: what people write on one device or on two, a merger of
// customers, a process, and what the book says of it on days that bite. HUIKUAN_REBASELINE writes
// the answers anew.
#include <algorithm>
#include <chrono>
#include <map>
#include <thread>

#include "core/tables.h"
#include "core/worklist.h"
#include "session/collections.h"
#include "session/ledger.h"
#include "session/legal.h"
#include "session/world.h"

using namespace huikuan;
using namespace huikuan::test;

namespace {

std::string money(std::int64_t minor) { return core::to_text(core::Money{minor, cny()}, false); }

// DEVICE is A or B; names are given once and mean the same on both.
//   on DAY                                      of both devices
//   DEVICE customer NAME / DEVICE merge FROM INTO [as=NAME]
//   DEVICE invoice NAME CUSTOMER ISSUED DUE AMOUNT
//   DEVICE contact NAME CUSTOMER DAY OUTCOME [next=DAY]
//   DEVICE promise NAME CUSTOMER MADE DUE AMOUNT [in=CONTACT]
//   DEVICE plan NAME CUSTOMER AGREED DUE:AMOUNT... [replaces=NAME]
//   DEVICE hold NAME CUSTOMER FROM UNTIL        put off with a reason
//   DEVICE owner CUSTOMER WHO                   handed over
//   DEVICE pay NAME CUSTOMER DAY AMOUNT
//   DEVICE reverse NAME [DAY]
//   DEVICE process NUMBER NAME DAYS [WHO]
//   DEVICE step CUSTOMER NAME                   made into a task
//   DEVICE proof NAME OF                        a file of what was promised, agreed or said
//   DEVICE visit CUSTOMER [done=DAY]            the return visit, made into a task
//   exchange                                    each gets what the other has
//   ask CUSTOMER                                both, which must agree
//   steps FROM UNTIL                            what the process asks for
//   clock CUSTOMER                              until when its debts can be enforced
//   care CUSTOMER                               its return visits
class Devices {
public:
    using Answers = core::tables::Answers;
    Answers take(const core::tables::Line& row) {
        words_ = row.words;
        if (words_[0] == "reset") {
            *this = Devices{};
            return {};
        }
        const std::string& first = words_[0];
        if (first == "on") { today_ = day(words_[1].c_str()); }
        for (Book* book : {&a_, &b_}) { (*book)->set_today(today_); }
        if (first == "exchange") { exchange(); }
        const std::map<std::string, Answers (Devices::*)(session::Session&)> asked{
            {"ask", &Devices::ask},
            {"steps", &Devices::steps},
            {"clock", &Devices::clock},
            {"care", &Devices::care}};
        if (const auto of = asked.find(first); of != asked.end()) {
            const auto answer = (this->*of->second)(*a_);
            if (shared_) { CHECK(answer == (this->*of->second)(*b_)); }
            return answer;
        }
        if (first != "A" && first != "B") { return {}; }
        // A row is written after the one above it: within one millisecond they would be at once.
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        const auto done = write(first == "A" ? *a_ : *b_);
        if (done.empty()) { return {}; }
        return {done};
    }

private:
    [[nodiscard]] const std::string& at(std::size_t place) const { return words_.at(place); }
    [[nodiscard]] core::Date date(std::size_t place) const { return day(at(place).c_str()); }
    [[nodiscard]] std::string option(const std::string& name) const {
        for (const std::string& word : words_) {
            if (word.starts_with(name + "=")) { return word.substr(name.size() + 1); }
        }
        return {};
    }
    core::EntityId id(const std::string& name) {
        const auto [place, fresh] = ids_.try_emplace(name);
        if (fresh) { place->second = a_->mint(); }
        return place->second;
    }
    core::CustomerId customer(std::size_t place) {
        return core::id_cast<core::CustomerId>(id(at(place)));
    }

    // The refusal, if it was one.
    std::string write(session::Session& book) {
        const auto done =
            at(1) == "proof"
                ? session::Ledger(book).attach(id(at(2)), id(at(3)), at(2), "audio/mpeg", at(2))
                : book.run(at(1) == "visit" ? visit(book) : command());
        return done ? std::string()
                    : "refused: " + std::string(core::name_of(done.error().code)) + " " +
                          done.error().field;
    }
    core::Command command() {
        const std::string& what = at(1);
        if (what == "customer") {
            return core::SetFields{{core::RegisterKind::customer, id(at(2)), {{"name", at(2)}}}};
        }
        if (what == "merge") {
            const auto name = option("as");
            const core::EntityId merge = name.empty() ? a_->mint() : id(name);
            return core::MergeCustomers{{merge, customer(2), customer(3), today_, "同一家"}};
        }
        if (what == "invoice") {
            return invoice(id(at(2)), customer(3), at(2), core::minor_of(at(6)), at(4).c_str(),
                           at(5).c_str());
        }
        if (what == "contact") {
            core::LogContact log;
            log.contact.id = id(at(2));
            log.contact.customer = customer(3);
            log.contact.date = date(4);
            log.contact.outcome = core::parse_outcome(at(5)).value();
            log.contact.reached = core::reaches(log.contact.outcome);
            if (const auto next = option("next"); !next.empty()) {
                log.contact.next = day(next.c_str());
            }
            return log;
        }
        if (what == "promise") {
            core::MakePromise make;
            make.promise.id = id(at(2));
            make.promise.customer = customer(3);
            make.promise.date = date(4);
            make.promise.due = date(5);
            make.promise.amount = {core::minor_of(at(6)), cny()};
            if (const auto said = option("in"); !said.empty()) { make.promise.contact = id(said); }
            return make;
        }
        if (what == "plan") { return plan(); }
        if (what == "hold") {
            core::PlaceHold place;
            place.hold.id = id(at(2));
            place.hold.customer = customer(3);
            place.hold.date = date(4);
            place.hold.until = date(5);
            place.hold.reason = "等对账";
            return place;
        }
        if (what == "owner") {
            return core::SetFields{{core::RegisterKind::customer, id(at(2)), {{"owner", at(3)}}}};
        }
        if (what == "pay") {
            return receipt(id(at(2)), customer(3), core::minor_of(at(5)), at(4).c_str());
        }
        if (what == "reverse") {
            return core::Reverse{a_->mint(), id(at(2)),
                                 words_.size() > 3 ? std::optional(date(3)) : std::nullopt, "退"};
        }
        if (what == "process") {
            const std::string who = words_.size() > 5 ? at(5) : std::string();
            return core::SetFields{
                {core::RegisterKind::setting,
                 core::settings_entity,
                 {{"process." + at(2), at(3) + "|" + at(3) + "|" + who + "|" + at(4) + "|"}}}};
        }
        REQUIRE_MESSAGE(what == "step", what);
        return core::SetFields{{core::RegisterKind::task,
                                a_->mint(),
                                {{"customer", core::to_text(id(at(2)))},
                                 {"kind", "step"},
                                 {"step", at(3)},
                                 {"title", at(3)}}}};
    }
    core::Command visit(session::Session& book) {
        core::FieldsSet set{core::RegisterKind::task, {}, {{"kind", "return_visit"}}};
        for (const auto& row : session::Collections(book).tasks({}, customer(2))) {
            if (row.task.kind != core::TaskKind::return_visit || !row.task.open()) { continue; }
            set.entity = row.id;
            set.fields.emplace_back("due", core::to_text(*row.task.due));
        }
        REQUIRE(!set.entity.is_nil());
        set.fields.emplace_back("customer", core::to_text(id(at(2))));
        set.fields.emplace_back("title", "回访");
        if (const auto done = option("done"); !done.empty()) {
            set.fields.emplace_back("done", done);
        }
        return core::SetFields{set};
    }
    core::AgreePlan plan() {
        core::AgreePlan agree;
        agree.plan.id = id(at(2));
        agree.plan.customer = customer(3);
        agree.plan.currency = cny();
        agree.plan.date = date(4);
        if (const auto before = option("replaces"); !before.empty()) {
            agree.plan.supersedes = id(before);
        }
        for (const std::string& word : words_) {
            const std::size_t colon = word.find(':');
            if (colon == std::string::npos) { continue; }
            agree.plan.lines.push_back(
                {day(word.substr(0, colon).c_str()), core::minor_of(word.substr(colon + 1)), 0});
        }
        return agree;
    }

    void exchange() {
        merged(*b_, exported(*a_));
        merged(*a_, exported(*b_));
        shared_ = true;
        CHECK(digest(*a_) == digest(*b_));
    }

    std::string name_of(core::EntityId wanted) const {
        for (const auto& [name, id] : ids_) {
            if (id == wanted) { return name; }
        }
        return "?";
    }
    std::vector<std::string> ask(session::Session& book) {
        const core::CustomerId of = customer(1);
        const session::Collections collections(book);
        std::vector<std::string> out;
        for (const auto& row : collections.contacts(of)) {
            out.push_back("contact " + name_of(row.contact.id) + " " +
                          core::to_text(row.contact.date) + " " +
                          std::string(core::name_of(row.contact.outcome)));
        }
        for (const auto& row : collections.promises(of, today_)) {
            out.push_back(
                "promise " + name_of(row.promise.id) + " until " + core::to_text(row.deadline) +
                " " + std::string(core::name_of(row.result.state)) + " " + money(row.result.paid));
        }
        for (const auto& row : collections.plans(of, today_)) {
            out.push_back("plan " + name_of(row.plan.id) +
                          (row.current ? " paid " : " replaced, paid ") + money(row.progress.paid) +
                          " behind " + money(row.progress.behind));
        }
        for (const auto& item : collections.today(today_).items) {
            if (item.customer != of) { continue; }
            out.push_back("list " + std::string(core::name_of(item.score.group)) + " " +
                          std::string(core::name_of(item.score.waits)) +
                          (item.owner.empty() ? "" : " " + item.owner));
        }
        for (const auto& row : book.exceptions()) {
            out.push_back("exception " + std::string(core::name_of(row.kind)));
        }
        return out;
    }
    Answers clock(session::Session& book) {
        Answers out;
        for (const auto& row : session::Legal(book).clocks(today_, customer(1))) {
            const core::LimitationClock& clock = row.clock;
            out.push_back("debt " + row.debt.number + " " +
                          std::string(core::name_of(clock.state)) + " until " +
                          core::to_text(clock.safe_day) + " if proven " +
                          core::to_text(clock.hoped_day));
        }
        std::ranges::sort(out); // one event may move several to one day
        return out;
    }
    Answers care(session::Session& book) {
        Answers out;
        for (const auto& row : session::Collections(book).tasks({}, customer(1))) {
            const core::Task& task = row.task;
            out.push_back((row.derived ? "to make for " : "made for ") + core::to_text(*task.due) +
                          (task.done ? " done " + core::to_text(*task.done) : ""));
        }
        return out;
    }
    std::vector<std::string> steps(session::Session& book) {
        std::vector<std::string> out;
        for (const auto& row : session::Collections(book).steps(date(1), date(2))) {
            out.push_back(core::to_text(*row.task.due) + " " + row.task.step + " " +
                          row.customer_name + (row.task.owner.empty() ? "" : " " + row.task.owner));
        }
        return out;
    }

    Book a_ = new_book(), b_ = new_book("");
    bool shared_ = false;
    core::Date today_ = day("2026-11-22");
    std::vector<std::string> words_;
    std::map<std::string, core::EntityId> ids_;
};

} // namespace

TEST_CASE("what two devices, a merger and a process come to, on days that bite") {
    core::tables::check_tables<Devices>("tests/scenarios/devices", 6);
}
