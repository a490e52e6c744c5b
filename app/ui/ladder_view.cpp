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
    const std::vector<TableColumn> columns{
        {say("dunning.ladder"), 1, 130, Align::left, {}, 0, true},
        {say("ladder.whose"), 0.9F, 120, Align::left, {}, 0},
        {say("ladder.levels"), 3, 220, Align::left, {}, 1},
    };
    const auto answer =
        plain_table(table_, ladders.size(), {.name = say("ladder.title"), .columns = columns},
                    [&](std::size_t row, std::size_t column) -> Cell {
                        const core::DunningLadder& ladder = ladders[row];
                        switch (column) {
                        case 0: return {.text = ladder_words(ladder), .strong = true};
                        case 1:
                            if (ladder.key == own) {
                                return {.text = say("ladder.default"), .badge = BadgeKind::accent};
                            }
                            return {.text = segment_words(ladder.segment), .tone = Tone::soft};
                        default: return {.text = levels_words(ladder), .tone = Tone::soft};
                        }
                    });
    if (answer.opened) desk.go(with_sheet(desk, "ladder", ladders[*answer.opened].key));
    if (button(say("ladder.new"), {.icon = Icon::plus})) desk.go(with_sheet(desk, "ladder", "+"));
}

void LadderView::start(Desk& desk, const std::string& key) {
    shown_ = key;
    problem_.clear();
    fresh_ = key == "+";
    ladder_ = {};
    levels_.clear();
    letters_ = session::Letters(desk.session).names();
    for (const core::DunningLadder& one : session::Dunning(desk.session).ladders()) {
        if (one.key == key) ladder_ = one;
    }
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
        text_field(say("ladder.name"), ladder_.name, {.required = true});
        if (fresh_) {
            text_field(say("ladder.key"), key_,
                       {.hint = say("letter.name_hint"), .required = true});
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
            text_field(say("ladder.values"), values_,
                       {.hint = say("ladder.values_hint"), .enabled = segment_ > 0});
        }
        {
            Columns grid({1, 1}, 12, 300);
            text_field(say("ladder.gap"), gap_, {.kind = FieldKind::decimal, .right = true});
            grid.next();
            text_field(say("ladder.tolerance"), tolerance_,
                       {.kind = FieldKind::decimal, .right = true});
        }
        checkbox(say("ladder.together"), ladder_.together);
        checkbox(say("ladder.nothing"), ladder_.nothing);
        if (!ladder_.nothing) draw_levels();
        if (!problem_.empty()) notice(problem_, BadgeKind::bad, true);
        Row row(8);
        if (button(say("kit.save"), {.kind = ButtonKind::primary})) save(desk);
        const bool own = session::Dunning(desk.session).default_ladder() == ladder_.key;
        if (!fresh_ && !own && button(say("ladder.make_default"))) {
            desk.run(core::SetFields{{core::RegisterKind::setting,
                                      core::settings_entity,
                                      {{"dunning.default", ladder_.key}}}},
                     say("ladder.is_default", ladder_.name));
        }
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
    {
        Columns grid({1, 1}, 12, 300);
        text_field(say("ladder.days"), level.days, {.kind = FieldKind::decimal, .right = true});
        grid.next();
        text_field(say("ladder.level_gap"), level.gap,
                   {.kind = FieldKind::decimal, .enabled = index > 0, .right = true});
    }
    {
        Columns grid({1, 1}, 12, 300);
        std::vector<std::string> ways;
        for (const core::Channel channel : level_channels) ways.push_back(channel_words(channel));
        select(say("contact.channel"), level.channel, ways);
        grid.next();
        text_field(say("letter.fee"), level.fee, {.kind = FieldKind::decimal, .right = true});
    }
    text_field(say("ladder.who"), level.who, {.placeholder = say("ladder.who_hint")});
    checkbox(say("ladder.month_end"), level.month_end);
    checkbox(say("ladder.interest"), level.interest);
    const bool charges = level.interest || (!is_blank(level.fee) && level.fee != "0");
    if (charges) caption(say("ladder.charges"));
}

core::Result<core::DunningLadder> LadderView::read(Desk& desk) const {
    core::DunningLadder ladder = ladder_;
    ladder.key = key_;
    if (is_blank(ladder.name)) { return core::fail(core::ErrorCode::required, "name"); }
    // A shipped name stays what each person reads in his own language.
    if (ladder.name == ladder_words(ladder.key, ladder.key)) ladder.name = ladder.key;
    ladder.segment = segment_ == 0 ? "" : std::string(segments[segment_]) + ":" + values_;
    const auto gap = read_days(gap_, "ladder");
    if (!gap) return std::unexpected(gap.error());
    ladder.gap = *gap;
    const core::Currency currency = desk.session.book().currency;
    const auto amount = [&](const std::string& typed) -> core::Result<std::int64_t> {
        if (typed.empty()) return 0;
        return read_typed_amount(typed, currency);
    };
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
        const auto days = read_days(typed.days, "level");
        const auto after = read_days(typed.gap, "level");
        const auto fee = amount(typed.fee);
        if (!days) return std::unexpected(days.error());
        if (!after) return std::unexpected(after.error());
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
    return ladder;
}

void LadderView::save(Desk& desk) {
    problem_.clear();
    auto ladder = read(desk);
    if (!ladder) {
        problem_ = error_words(ladder.error());
        return;
    }
    desk.act([one = *ladder](session::Session& book) { return session::Dunning(book).keep(one); },
             say("ladder.saved", ladder->name),
             [this, &desk, key = ladder->key](const core::Result<session::Outcome>& outcome) {
                 if (!outcome) problem_ = error_words(outcome.error());
                 else desk.go(with_sheet(desk, "ladder", fresh_ ? key : std::string()), true);
             });
}

} // namespace huikuan::ui
