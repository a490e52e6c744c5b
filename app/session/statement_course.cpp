#include "session/statement_course.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/sorting.h"
#include "session/inside.h"
#include "session/statement.h"

namespace huikuan::session {
namespace {

core::StatementState state_of(const StatementCourse& one) {
    const StatementAnswer* answer = one.answer();
    std::optional<core::StatementVerdict> verdict;
    if (answer != nullptr) { verdict = answer->verdict; }
    return core::state_of(!one.sendings.empty(), verdict,
                          answer != nullptr ? answer->open_lines() : 0);
}

// The courses of all that stands on a day, as the facts were written.
class Courses {
public:
    Courses(const store::Store& book, core::Date day, core::EntityId only)
        : book_(book), day_(day), only_(only) {}

    std::vector<StatementCourse> make() {
        // A step may be written before what it follows, by another device's clock.
        take(core::StatementStep::issue);
        take(core::StatementStep::sending);
        take(core::StatementStep::answer);
        take(core::StatementStep::settlement);
        for (StatementCourse& one : found_) { one.state = state_of(one); }
        return std::move(found_);
    }

private:
    void take(core::StatementStep type) {
        for (const core::StatementStepRow& row : book_.statements()) {
            if (row.type != type || row.date > day_ || row.end <= day_) { continue; }
            switch (type) {
            case core::StatementStep::issue: issue(row); break;
            case core::StatementStep::sending:
                if (StatementCourse* of = statement(row.subject)) {
                    of->sendings.push_back(
                        {row.id, row.date, static_cast<core::Channel>(row.detail)});
                }
                break;
            case core::StatementStep::answer: answer(row); break;
            case core::StatementStep::settlement: settlement(row); break;
            }
        }
    }
    void issue(const core::StatementStepRow& row) {
        if (!only_.is_nil() && row.id != only_) { return; }
        StatementCourse one;
        one.id = row.id;
        one.customer = row.customer;
        one.form = static_cast<core::StatementForm>(row.detail);
        one.date = row.date;
        one.from = row.from;
        one.to = row.to;
        one.closing = row.balance;
        one.code = row.code;
        if (const auto* brief = brief_of(book_, row.customer)) {
            one.customer_name = brief->name;
            one.customer_code = brief->code;
            one.owner = brief->owner;
        }
        places_.emplace(row.id, found_.size());
        found_.push_back(std::move(one));
    }
    void answer(const core::StatementStepRow& row) {
        StatementCourse* of = statement(row.subject);
        if (of == nullptr) { return; }
        StatementAnswer one;
        one.id = row.id;
        one.date = row.date;
        one.verdict = static_cast<core::StatementVerdict>(row.detail);
        one.theirs = row.balance.minor;
        one.is_signed = row.is_signed;
        for (const core::DifferenceLine& line : row.lines) { one.lines.push_back({line}); }
        answers_.emplace(row.id, std::pair(row.subject, of->answers.size()));
        of->answers.push_back(std::move(one));
    }
    void settlement(const core::StatementStepRow& row) {
        const auto place = answers_.find(row.subject);
        if (place == answers_.end()) { return; }
        StatementCourse* of = statement(place->second.first);
        if (of == nullptr) { return; }
        auto& lines = of->answers[place->second.second].lines;
        const auto at = static_cast<std::size_t>(row.line);
        if (at >= lines.size()) { return; }
        lines[at].settlement = row.id;
        lines[at].how = static_cast<core::DifferenceEnd>(row.detail);
        lines[at].settled_on = row.date;
    }
    StatementCourse* statement(core::EntityId id) {
        const auto place = places_.find(id);
        return place == places_.end() ? nullptr : &found_[place->second];
    }

    const store::Store& book_;
    core::Date day_;
    core::EntityId only_;
    std::vector<StatementCourse> found_;
    std::unordered_map<core::EntityId, std::size_t> places_;
    std::unordered_map<core::EntityId, std::pair<core::EntityId, std::size_t>> answers_;
};

} // namespace

std::size_t StatementAnswer::open_lines() const {
    return static_cast<std::size_t>(std::ranges::count_if(lines, &AnsweredLine::open));
}

std::int64_t StatementCourse::difference() const {
    return answers.empty() ? 0 : closing.minor - answers.back().theirs;
}

std::vector<StatementCourse> Statements::all(core::Date day, const StatementFilter& filter) const {
    std::vector<StatementCourse> found = Courses(*session_.inside().store, day, {}).make();
    core::CustomerId holder = filter.customer;
    if (!holder.is_nil()) { holder = holder_of(session_, holder); }
    std::erase_if(found, [&](const StatementCourse& one) {
        return (!holder.is_nil() && one.customer != holder) ||
               (filter.owner && one.owner != *filter.owner) ||
               (filter.state && one.state != *filter.state) ||
               (filter.period && (one.to < filter.period->first || one.to > filter.period->second));
    });
    core::sort(found, [](const StatementCourse& a, const StatementCourse& b) {
        return std::tuple(-a.to.days, std::string_view(a.customer_name), a.closing.currency, a.id) <
               std::tuple(-b.to.days, std::string_view(b.customer_name), b.closing.currency, b.id);
    });
    return found;
}

std::optional<StatementCourse> Statements::one(core::EntityId id, core::Date day) const {
    std::vector<StatementCourse> found = Courses(*session_.inside().store, day, id).make();
    if (id.is_nil() || found.empty()) { return std::nullopt; }
    return std::move(found.front());
}

std::vector<OpenDifference> Statements::differences(core::Date day,
                                                    const std::optional<std::string>& owner) const {
    std::vector<OpenDifference> found;
    StatementFilter differing;
    differing.state = core::StatementState::difference;
    for (const StatementCourse& one : all(day, differing)) {
        const StatementAnswer& answer = one.answers.back();
        for (std::size_t i = 0; i < answer.lines.size(); ++i) {
            if (!answer.lines[i].open()) { continue; }
            OpenDifference line{one.id,
                                answer.id,
                                static_cast<int>(i),
                                one.customer,
                                one.customer_name,
                                answer.lines[i].what,
                                one.closing.currency,
                                answer.lines[i].what.owner};
            if (line.owner.empty()) { line.owner = one.owner; }
            if (owner && line.owner != *owner) { continue; }
            found.push_back(std::move(line));
        }
    }
    core::sort(found, std::less{}, [](const OpenDifference& line) {
        return line.what.answer_by.value_or(core::far_future);
    });
    return found;
}

std::vector<core::RowKey> statement_customers(Session& session, core::StatementForm form,
                                              core::Date from, core::Date to) {
    core::ListQuery query;
    query.open_only = true;
    query.sort = "name";
    query.as_of = to;
    if (form == core::StatementForm::open_items) { return session.customer_keys(query); }
    query.with_void = true; // who was put away may still have moved
    std::vector<core::RowKey> some = session.inside().store->traders(from, to);
    for (const core::Date day : {core::add_days(from, -1), to}) {
        query.as_of = day;
        const auto owing = session.customer_keys(query);
        some.insert(some.end(), owing.begin(), owing.end());
    }
    const std::unordered_set<core::RowKey> wanted(some.begin(), some.end());
    query.open_only = false;
    std::vector<core::RowKey> keys = session.customer_keys(query);
    std::erase_if(keys, [&](core::RowKey key) { return !wanted.contains(key); });
    return keys;
}

const std::vector<const core::StatementStepRow*>&
Statements::issued_to(core::CustomerId holder) const {
    if (issued_.empty() || revision_ != session_.revision()) {
        issued_.clear();
        revision_ = session_.revision();
        for (const core::StatementStepRow& row : session_.inside().store->statements()) {
            if (row.type == core::StatementStep::issue) { issued_[row.customer].push_back(&row); }
        }
    }
    return issued_[holder];
}

std::vector<core::Command> Statements::commands(const StatementWish& wish, core::Date today) const {
    std::vector<core::StatementIssued> wanted;
    const auto add = [&](core::Currency currency, std::int64_t opening, std::int64_t closing,
                         const std::string& code) {
        core::StatementIssued one;
        one.customer = wish.customer;
        one.form = wish.form;
        one.date = today;
        one.from = wish.from;
        one.to = wish.to;
        one.currency = currency;
        one.opening = opening;
        one.closing = closing;
        one.code = code;
        one.by = wish.by;
        wanted.push_back(std::move(one));
    };
    if (wish.form == core::StatementForm::open_items) {
        for (const OpenItems& one : open_items_of(session_, wish.customer, wish.to)) {
            add(one.currency, one.balance, one.balance, one.code);
            wanted.back().from = wish.to;
        }
    } else {
        for (const Statement& one : statements_of(session_, wish.customer, wish.from, wish.to)) {
            add(one.currency, one.opening, one.closing, one.code);
        }
    }
    std::vector<core::Command> made;
    const core::CustomerId holder = holder_of(session_, wish.customer);
    for (core::StatementIssued& one : wanted) {
        std::optional<core::StatementSent> sent;
        if (wish.channel) {
            sent = core::StatementSent{};
            sent->customer = wish.customer;
            sent->date = today;
            sent->channel = *wish.channel;
            sent->to = wish.to_whom;
            sent->by = wish.by;
        }
        int voided = 0;
        const core::StatementStepRow* standing = nullptr;
        for (const core::StatementStepRow* row : issued_to(holder)) {
            const bool same = row->code == one.code && row->from == one.from && row->to == one.to &&
                              row->detail == static_cast<int>(one.form);
            if (!same) { continue; }
            if (row->end == core::far_future) {
                standing = row;
            } else {
                ++voided;
            }
        }
        if (standing == nullptr) {
            one.id = core::statement_id(one, voided);
            made.emplace_back(core::IssueStatement{std::move(one), std::move(sent)});
        } else if (sent) {
            sent->id = session_.mint();
            sent->statement = standing->id;
            made.emplace_back(core::SendStatement{*std::move(sent)});
        }
    }
    return made;
}

} // namespace huikuan::session
