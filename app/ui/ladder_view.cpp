#include "ui/ladder_view.h"

#include <algorithm>
#include <charconv>

#include "session/letters.h"
#include "ui/backend/backend.h"
#include "ui/collection_words.h"
#include "ui/dunning_words.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"

namespace huikuan::ui {

namespace {

constexpr core::Channel level_channels[] = {core::Channel::letter, core::Channel::mail,
                                            core::Channel::wechat, core::Channel::sms,
                                            core::Channel::phone,  core::Channel::visit};
constexpr const char* segments[] = {"", "tier", "tag", "region", "customer"};

std::string segment_words(const std::string& segment) {
    const auto colon = segment.find(':');
    if (colon == std::string::npos) return "–";
    return std::string(word("ladder.of." + segment.substr(0, colon))) + " " +
           segment.substr(colon + 1);
}

std::string levels_words(const core::DunningLadder& ladder) {
    std::string out;
    for (const core::DunningLevel& level : ladder.levels) {
        const std::string after = level.days > 0 || level.level == 1
                                      ? say("ladder.after", level.days)
                                      : say("ladder.after_last", level.gap);
        out += (out.empty() ? "" : " → ") + after + " " + letter_words(level.letter);
    }
    return ladder.nothing ? say("ladder.nothing") : out;
}

std::string text_of(const core::DunningLadder& ladder) {
    std::string text = core::ladder_text(ladder);
    for (const core::DunningLevel& level : ladder.levels) text += "\n" + core::level_text(level);
    return text;
}

core::Result<int> read_days(const std::string& typed, const char* field) {
    if (typed.empty()) return 0;
    int value = 0;
    const char* end = typed.data() + typed.size();
    const auto [stop, error] = std::from_chars(typed.data(), end, value);
    if (error != std::errc{} || stop != end || value < 0 || value > 3650) {
        return core::fail(core::ErrorCode::out_of_range, field, typed);
    }
    return value;
}

} // namespace

void LadderView::draw(Desk& desk) {
    caption(say("ladder.detail"));
    const session::Dunning dunning(desk.session);
    const auto ladders = dunning.ladders();
    const std::string own = dunning.default_ladder();
    const bool cards = narrow(); // the levels are a sentence, and whose it is stands with its name
    std::vector<TableColumn> columns{
        {say("dunning.ladder"), 0.1F, 140, Align::left, {}, 0, true},
        {say("ladder.whose"), 0.1F, 110, Align::left, {}, 0},
        {say("ladder.levels"), 3.6F, 220, Align::left, {}, 1, false, cards},
    };
    if (cards) columns.erase(columns.begin() + 1);
    const auto answer =
        plain_table(table_, ladders.size(), {.name = say("ladder.title"), .columns = columns},
                    [&](std::size_t row, std::size_t column) -> Cell {
                        const core::DunningLadder& ladder = ladders[row];
                        const bool is_own = ladder.key == own;
                        const std::string whose =
                            is_own ? say("ladder.default") : segment_words(ladder.segment);
                        switch (column + (cards && column > 0 ? 1 : 0)) {
                        case 0: {
                            std::string name = ladder_words(ladder);
                            if (cards && whose != "–") name += " · " + whose;
                            return {.text = std::move(name), .strong = true};
                        }
                        case 1:
                            if (is_own) return {.text = whose, .badge = BadgeKind::accent};
                            return {.text = whose, .tone = Tone::soft};
                        default: return {.text = levels_words(ladder), .tone = Tone::soft};
                        }
                    });
    if (answer.opened) desk.go(with_sheet(desk, "ladder", ladders[*answer.opened].key));
    if (button(say("ladder.new"), {.icon = Icon::plus})) desk.go(with_sheet(desk, "ladder", "+"));
}

void LadderView::start(Desk& desk, const std::string& key) {
    shown_ = key;
    problem_.clear();
    where_.clear();
    first_.clear();
    fresh_ = key == "+";
    ladder_ = {};
    levels_.clear();
    letters_ = session::Letters(desk.session).names();
    for (const core::DunningLadder& one : session::Dunning(desk.session).ladders()) {
        if (one.key == key) ladder_ = one;
    }
    stored_ = text_of(ladder_);
    ladder_.name = ladder_words(ladder_);
    key_ = fresh_ ? std::string() : key;
    if (fresh_) ladder_.levels = {{.level = 1, .days = 3, .letter = "reminder"}};
    gap_ = std::to_string(ladder_.gap);
    tolerance_ = core::to_text(core::Money{ladder_.tolerance, desk.session.book().currency});
    const auto colon = ladder_.segment.find(':');
    const std::string of = colon == std::string::npos ? "" : ladder_.segment.substr(0, colon);
    values_ = colon == std::string::npos ? "" : ladder_.segment.substr(colon + 1);
    const auto place =
        std::ranges::find(segments, of, [](const char* s) { return std::string(s); });
    segment_ = place == std::end(segments) ? 0 : static_cast<int>(place - std::begin(segments));
    for (const core::DunningLevel& level : ladder_.levels) {
        Typed typed{level.name,
                    std::to_string(level.days),
                    std::to_string(level.gap),
                    core::to_text(core::Money{level.fee_minor, desk.session.book().currency}),
                    level.who,
                    level.month_end,
                    !level.interest.empty()};
        const auto channel = std::ranges::find(level_channels, level.channel);
        typed.channel = static_cast<int>(channel - std::begin(level_channels));
        auto letter = std::ranges::find(letters_, level.letter);
        if (letter == letters_.end()) letter = letters_.insert(letters_.end(), level.letter);
        typed.letter = static_cast<int>(letter - letters_.begin());
        levels_.push_back(std::move(typed));
    }
    first_ = this->typed();
    typed_.rename("ladder." + key);
    take_typed(desk);
}

void LadderView::draw_sheet(Desk& desk) {
    const std::string wanted = desk.route.option("ladder");
    if (wanted.empty()) {
        shown_.clear();
        bool closed = false;
        const Sheet none("ladder", say("ladder.title"), closed);
        return;
    }
    if (wanted != shown_) start(desk, wanted);
    bool open = true;
    {
        Sheet sheet("ladder", fresh_ ? say("ladder.new") : ladder_.name, open, 640);
        if (!sheet) return;
        const std::string of_name = problem("name"), of_key = problem("key");
        text_field(say("ladder.name"), ladder_.name, {.error = of_name, .required = true});
        if (fresh_) {
            text_field(say("ladder.key"), key_,
                       {.hint = say("letter.name_hint"), .error = of_key, .required = true});
        }
        {
            Columns grid({1, 1}, 12, 300);
            std::vector<std::string> labels;
            for (const char* one : segments) {
                labels.push_back(one[0] == '\0'
                                     ? say("ladder.of_none")
                                     : std::string(word("ladder.of." + std::string(one))));
            }
            select(say("ladder.whose"), segment_, labels);
            grid.next();
            const std::string of_values = problem("values");
            text_field(
                say("ladder.values"), values_,
                {.hint = say("ladder.values_hint"), .error = of_values, .enabled = segment_ > 0});
        }
        {
            Columns grid({1, 1}, 12, 300);
            const std::string of_gap = problem("gap"), of_tolerance = problem("tolerance");
            text_field(say("ladder.gap"), gap_,
                       {.kind = FieldKind::decimal, .error = of_gap, .right = true});
            grid.next();
            text_field(say("ladder.tolerance"), tolerance_,
                       {.kind = FieldKind::decimal, .error = of_tolerance, .right = true});
        }
        checkbox(say("ladder.together"), ladder_.together);
        checkbox(say("ladder.nothing"), ladder_.nothing);
        if (!ladder_.nothing) draw_levels();
        if (!problem_.empty() && where_.empty()) notice(problem_, BadgeKind::bad, true);
        const auto parts = typed();
        typed_.keep(desk, parts, parts != first_);
        Row row(8);
        if (button(say("kit.save"), {.kind = ButtonKind::primary})) save(desk);
        const bool own = session::Dunning(desk.session).default_ladder() == ladder_.key;
        if (!fresh_ && !own && button(say("ladder.make_default"))) {
            desk.run(core::SetFields{{core::RegisterKind::setting,
                                      core::settings_entity,
                                      {{"dunning.default", ladder_.key}}}},
                     say("ladder.is_default", ladder_.name));
        }
        if (!fresh_) draw_back(desk, own);
    }
    if (!open) desk.go(with_sheet(desk, "ladder", {}));
}

void LadderView::draw_levels() {
    for (std::size_t i = 0; i < levels_.size(); ++i) {
        const Named named(i);
        draw_level(i);
    }
    Row row(8);
    if (levels_.size() < core::most_dunning_levels &&
        button(say("ladder.add"), {.icon = Icon::plus})) {
        levels_.push_back({});
    }
    if (levels_.size() > 1 && button(say("ladder.remove"), {.kind = ButtonKind::quiet})) {
        levels_.pop_back();
    }
}

void LadderView::draw_level(std::size_t index) {
    Typed& level = levels_[index];
    Panel panel(say("dunning.level", index + 1), 12, 8);
    heading(say("dunning.level", index + 1), 3);
    {
        Columns grid({1, 1}, 12, 300);
        text_field(say("ladder.level_name"), level.name);
        grid.next();
        std::vector<std::string> letters;
        for (const std::string& name : letters_) letters.push_back(letter_words(name));
        select(say("dunning.letter"), level.letter, letters);
    }
    const std::string number = std::to_string(index + 1);
    {
        Columns grid({1, 1}, 12, 300);
        const std::string of_days = problem("days" + number), of_gap = problem("gap" + number);
        text_field(say("ladder.days"), level.days,
                   {.kind = FieldKind::decimal, .error = of_days, .right = true});
        grid.next();
        text_field(
            say("ladder.level_gap"), level.gap,
            {.kind = FieldKind::decimal, .error = of_gap, .enabled = index > 0, .right = true});
    }
    {
        Columns grid({1, 1}, 12, 300);
        std::vector<std::string> ways;
        for (const core::Channel channel : level_channels) ways.push_back(channel_words(channel));
        select(say("contact.channel"), level.channel, ways);
        grid.next();
        const std::string of_fee = problem("fee" + number);
        text_field(say("letter.fee"), level.fee,
                   {.kind = FieldKind::decimal, .error = of_fee, .right = true});
    }
    text_field(say("ladder.who"), level.who, {.placeholder = say("ladder.who_hint")});
    checkbox(say("ladder.month_end"), level.month_end);
    checkbox(say("ladder.interest"), level.interest);
    const bool charges = level.interest || (!is_blank(level.fee) && level.fee != "0");
    if (charges) caption(say("ladder.charges"));
}

core::Result<core::DunningLadder> LadderView::read(Desk& desk) {
    core::DunningLadder ladder = ladder_;
    ladder.key = key_;
    where_ = "name";
    if (is_blank(ladder.name)) { return core::fail(core::ErrorCode::required, "name"); }
    where_ = "values";
    if (segment_ > 0 && is_blank(values_)) {
        return core::fail(core::ErrorCode::required, "values");
    }
    // A shipped name stays what each person reads in his own language.
    if (ladder.name == ladder_words(ladder.key, ladder.key)) ladder.name = ladder.key;
    ladder.segment = segment_ == 0 ? "" : std::string(segments[segment_]) + ":" + values_;
    where_ = "gap";
    const auto gap = read_days(gap_, "ladder");
    if (!gap) return std::unexpected(gap.error());
    ladder.gap = *gap;
    const core::Currency currency = desk.session.book().currency;
    const auto amount = [&](const std::string& typed) -> core::Result<std::int64_t> {
        if (typed.empty()) return 0;
        return read_typed_amount(typed, currency);
    };
    where_ = "tolerance";
    const auto tolerance = amount(tolerance_);
    if (!tolerance) return std::unexpected(tolerance.error());
    ladder.tolerance = *tolerance;
    ladder.levels.clear();
    for (const Typed& typed : levels_) {
        if (ladder.nothing) break;
        core::DunningLevel level;
        level.level = static_cast<int>(ladder.levels.size()) + 1;
        level.name = typed.name;
        level.month_end = typed.month_end;
        const std::string number = std::to_string(level.level);
        where_ = "days" + number;
        const auto days = read_days(typed.days, "level");
        if (!days) return std::unexpected(days.error());
        where_ = "gap" + number;
        const auto after = read_days(typed.gap, "level");
        if (!after) return std::unexpected(after.error());
        where_ = "fee" + number;
        const auto fee = amount(typed.fee);
        if (!fee) return std::unexpected(fee.error());
        level.days = *days;
        level.gap = *after;
        level.fee_minor = *fee;
        level.channel = level_channels[typed.channel];
        level.letter = letters_[static_cast<std::size_t>(typed.letter)];
        level.interest = typed.interest ? "agreed" : "";
        level.who = typed.who;
        ladder.levels.push_back(std::move(level));
    }
    where_.clear();
    return ladder;
}

std::string LadderView::problem(const std::string& field) const {
    return where_ == field ? problem_ : std::string();
}

// What takes a ladder away, or makes it what was shipped.
void LadderView::draw_back(Desk& desk, bool is_default) {
    const auto shipped = core::read_ladders({});
    const auto there = std::ranges::find(shipped, ladder_.key, &core::DunningLadder::key);
    if (there != shipped.end()) {
        if (stored_ == text_of(*there) || !button(say("letter.as_shipped"), {.icon = Icon::undo})) {
            return;
        }
        desk.act(
            [one = *there](session::Session& book) { return session::Dunning(book).keep(one); },
            say("ladder.saved", ladder_.name),
            [this](const core::Result<session::Outcome>&) { shown_.clear(); });
        typed_.forget(desk);
        return;
    }
    if (is_default || !button(say("letter.delete"), {.kind = ButtonKind::danger})) return;
    desk.act([key = ladder_.key](
                 session::Session& book) { return session::Dunning(book).take_away(key); },
             say("ladder.gone", ladder_.name),
             [this, &desk](const core::Result<session::Outcome>& done) {
                 if (!done) problem_ = error_words(done.error());
                 else desk.go(with_sheet(desk, "ladder", {}), true);
             });
}

// All that is typed, part by part.
std::vector<std::string> LadderView::typed() const {
    std::vector<std::string> parts{stored_,
                                   ladder_.name,
                                   key_,
                                   gap_,
                                   tolerance_,
                                   values_,
                                   std::to_string(segment_),
                                   ladder_.together ? "1" : "",
                                   ladder_.nothing ? "1" : ""};
    for (const Typed& one : levels_) {
        parts.insert(parts.end(),
                     {one.name, one.days, one.gap, one.fee, one.who, one.month_end ? "1" : "",
                      one.interest ? "1" : "", std::to_string(one.channel),
                      letters_[static_cast<std::size_t>(one.letter)]});
    }
    return parts;
}

void LadderView::take_typed(Desk& desk) {
    const auto parts = typed_.take(desk, 0);
    if (parts.size() < 9 || parts.size() % 9 != 0 || parts[0] != stored_) return;
    ladder_.name = parts[1];
    key_ = parts[2];
    gap_ = parts[3];
    tolerance_ = parts[4];
    values_ = parts[5];
    segment_ = std::clamp(read_days(parts[6], "ladder").value_or(0), 0, 4);
    ladder_.together = parts[7] == "1";
    ladder_.nothing = parts[8] == "1";
    levels_.clear();
    for (std::size_t i = 9; i < parts.size(); i += 9) {
        Typed one{parts[i],     parts[i + 1],        parts[i + 2],       parts[i + 3],
                  parts[i + 4], parts[i + 5] == "1", parts[i + 6] == "1"};
        one.channel = std::clamp(read_days(parts[i + 7], "level").value_or(0), 0, 5);
        auto letter = std::ranges::find(letters_, parts[i + 8]);
        if (letter == letters_.end()) letter = letters_.insert(letters_.end(), parts[i + 8]);
        one.letter = static_cast<int>(letter - letters_.begin());
        levels_.push_back(std::move(one));
    }
}

void LadderView::save(Desk& desk) {
    problem_.clear();
    const auto taken = session::Dunning(desk.session).ladders();
    if (fresh_ && std::ranges::contains(taken, key_, &core::DunningLadder::key)) {
        where_ = "key";
        problem_ = say("letter.name_taken", key_);
        return;
    }
    auto ladder = read(desk);
    if (!ladder) {
        problem_ = error_words(ladder.error());
        return;
    }
    desk.act([one = *ladder](session::Session& book) { return session::Dunning(book).keep(one); },
             say("ladder.saved", ladder->name),
             [this, &desk, key = ladder->key](const core::Result<session::Outcome>& outcome) {
                 if (!outcome) {
                     problem_ = error_words(outcome.error());
                     where_ = fresh_ && outcome.error().detail == key ? "key" : "";
                     return;
                 }
                 typed_.forget(desk);
                 desk.go(with_sheet(desk, "ladder", fresh_ ? key : std::string()), true);
             });
}

} // namespace huikuan::ui
