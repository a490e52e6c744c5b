// The matching desk: lines on the left, what they pay on the right; Enter confirms.
#include "ui/bank_view.h"

#include <algorithm>

#include "core/text.h"
#include "ui/backend/backend.h"
#include "ui/kit/format.h"
#include "ui/kit/frame.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"

namespace huikuan::ui {

namespace {

// While proposing takes longer than this, it is not done again after each confirmation.
constexpr double proposing_patience_s = 0.08;

BadgeKind certainty_kind(core::Certainty certainty) {
    switch (certainty) {
    case core::Certainty::certain: return BadgeKind::good;
    case core::Certainty::likely: return BadgeKind::warn;
    case core::Certainty::unknown: break;
    }
    return BadgeKind::neutral;
}
std::string words_of(core::Certainty certainty) {
    return say("bank." + std::string(core::name_of(certainty)));
}

constexpr const char* asides[] = {"interest", "transfer", "refund", "fee", "other"};

} // namespace

void BankView::refresh(Desk& desk) {
    const std::uint64_t revision = desk.session.revision();
    if (filled_ && revision_ == revision) return;
    session::Bank bank(desk.session);
    all_ = bank.lines(false);
    open_ = {};
    open_lines_.clear();
    oldest_ = desk.today;
    for (const core::BankLineRow& row : all_) {
        if (!row.is_open() || row.what.minor <= 0) continue;
        open_.add({row.what.minor, row.currency});
        open_lines_.insert(row.what.id);
        oldest_ = std::min(oldest_, row.what.date);
    }
    std::vector<core::BankLineRow> wanted;
    const bool again = !filled_ || cost_s_ < proposing_patience_s;
    for (const core::BankLineRow& row : all_) {
        if (!row.is_open() || row.what.minor <= 0) continue;
        if (again || !proposals_.contains(row.what.id)) wanted.push_back(row);
    }
    if (again) proposals_.clear();
    if (!wanted.empty()) {
        const double began = seconds_now();
        for (core::MatchProposal& one : bank.propose(wanted)) {
            proposals_[one.line] = std::move(one);
        }
        cost_s_ = seconds_now() - began;
    }
    revision_ = revision;
    filled_ = true;
    chosen_rows_.clear();
}

void BankView::choose_rows() {
    const std::string by = search_ + "|" + std::to_string(certainty_) + (with_used_ ? "+" : "-") +
                           (oldest_first_ ? "<" : ">");
    if (by == chosen_rows_) return;
    chosen_rows_ = by;
    rows_.clear();
    keys_.clear();
    const std::string wanted = core::fold(search_).value_or(search_);
    for (std::size_t i = 0; i < all_.size(); ++i) {
        const core::BankLineRow& row = all_[i];
        if (!with_used_ && (!row.is_open() || row.what.minor <= 0)) continue;
        if (certainty_ > 0) {
            const auto at = proposals_.find(row.what.id);
            const auto wish = static_cast<core::Certainty>(3 - certainty_);
            if (!row.is_open() || at == proposals_.end() || at->second.certainty != wish) continue;
        }
        if (!wanted.empty()) {
            const std::string text =
                row.what.payer + " " + row.what.memo + " " + row.what.reference + " " +
                core::to_text(core::Money{row.what.minor, row.currency}, false);
            if (!core::fold(text).value_or(text).contains(wanted)) continue;
        }
        rows_.push_back(i);
        keys_.push_back(static_cast<core::RowKey>(i));
    }
    if (oldest_first_) {
        std::ranges::reverse(rows_);
        std::ranges::reverse(keys_);
    }
    state_.cursor = std::min(state_.cursor, static_cast<std::int64_t>(rows_.size()) - 1);
}

const core::BankLineRow* BankView::shown() const {
    if (state_.cursor < 0 || static_cast<std::size_t>(state_.cursor) >= rows_.size())
        return nullptr;
    return &all_[rows_[static_cast<std::size_t>(state_.cursor)]];
}

void BankView::draw(Desk& desk) {
    desk.take_files = [this, &desk](const Desk::Files& files) {
        if (files.empty()) return false;
        import_.take(desk, files.front());
        return true;
    };
    if (import_.open()) return import_.draw(desk);
    refresh(desk);
    if (all_.empty()) {
        const EmptyAction action{say("bank.import"), Icon::upload};
        if (empty_state(Icon::import, say("bank.empty"), say("bank.empty_detail"),
                        std::span(&action, 1))) {
            import_.pick(desk);
        }
        return;
    }
    draw_tools(desk);
    choose_rows();
    draw_batches(desk);
    if (rows_.empty()) {
        empty_state(
            Icon::check, say(search_.empty() && certainty_ == 0 ? "bank.done" : "list.none"),
            say(search_.empty() && certainty_ == 0 ? "bank.done_detail" : "list.none_detail"));
        return;
    }
    if (state_.cursor < 0) state_.cursor = 0;
    if (narrow()) {
        draw_list(desk);
        const core::BankLineRow* row = shown();
        const bool decides = row != nullptr && row->is_open();
        Sheet sheet("bank-line", say("bank.line"), line_open_, 520, decides);
        if (!sheet) return;
        draw_line(desk);
        if (!decides) return;
        sheet.footer(); // below amounts that are split by hand too
        draw_actions(desk, *row);
        return;
    }
    Columns split({1.4F, 1}, 20, 720);
    draw_list(desk);
    split.next();
    Panel panel(say("bank.proposal"), 18, 12);
    draw_line(desk);
}

void BankView::draw_tools(Desk& desk) {
    std::int64_t certain = 0;
    for (const auto& [line, proposal] : proposals_) {
        if (proposal.certainty == core::Certainty::certain && open_lines_.contains(line)) ++certain;
    }
    const auto say_what_waits = [&] {
        if (open_.empty()) return;
        caption(say("bank.clearing", open_.words(),
                    days_words(core::days_between(oldest_, desk.today))));
    };
    if (narrow()) say_what_waits();
    {
        Row actions(8, true, 36);
        if (!narrow()) say_what_waits();
        if (certain > 0 &&
            button(say("bank.confirm_certain", count_text(certain)), {.icon = Icon::check})) {
            confirm_certain(desk);
        }
        if (cost_s_ >= proposing_patience_s &&
            button(say("bank.again"), {.kind = ButtonKind::quiet, .icon = Icon::undo})) {
            filled_ = false;
        }
        if (button(say("bank.batches"), {.kind = ButtonKind::quiet, .icon = Icon::clock})) {
            batches_open_ = true;
        }
    }
    Row filters(8, true, 36);
    constexpr float certainty_width = 150;
    const float search = narrow() ? room_css() - certainty_width - 8 : 0.F; // in one line with it
    if (list_search(say("bank.search"), search_, search)) chosen_rows_.clear();
    const std::string labels[] = {say("bank.any"), say("bank.certain"), say("bank.likely"),
                                  say("bank.unknown")};
    select(say("bank.certainty"), certainty_, labels, {.width = certainty_width, .bare = true});
    {
        const Strip chips(say("bank.search"), tools_width() + 8);
        chip(say("bank.with_used"), with_used_);
        chip(say("bank.oldest_first"), oldest_first_);
    }
    choose_rows();
    tools_.draw(desk, columns(), [&] { return content(desk); });
}

std::vector<TableColumn> BankView::columns() {
    // The name of who paid comes first. A memo that a few letters of would stand there gives it its
    // room: the whole one is beside the list.
    return {{say("bank.field.date"), 0, 108, Align::left, {}, 1},
            {say("bank.field.payer"), 2, 150, Align::left, {}, 0, true},
            {say("bank.field.memo"), 1.6F, 170, Align::left, {}, 4},
            {say("bank.field.amount"), 0.2F, 112, Align::right, {}, 0},
            {say("bank.match"), 0, 96, Align::left, {}, 0},
            {say("aging.age"), 0, 92, Align::right, {}, 3}};
}

// `proposal`: null where there is none.
Cell BankView::cell(const core::BankLineRow& row, const core::MatchProposal* proposal,
                    std::size_t column, core::Date today, core::Currency own) {
    const core::Money amount{row.what.minor, row.currency};
    switch (column) {
    case 0: return {.text = date_text(row.what.date), .date = row.what.date};
    case 1: return {.text = row.what.payer.empty() ? "–" : row.what.payer};
    case 2: return {.text = row.what.memo, .tone = Tone::soft};
    case 3:
        return {.text = cell_money(amount, own), .tone = money_tone(amount.minor), .money = amount};
    case 4:
        if (!row.is_open()) {
            const bool receipt = !row.receipt.is_nil();
            return {.text = say(receipt ? "bank.used" : "bank.aside"), .badge = BadgeKind::neutral};
        }
        if (proposal == nullptr) return {.text = "–", .tone = Tone::soft};
        return {.text = words_of(proposal->certainty),
                .badge = certainty_kind(proposal->certainty)};
    default:
        return {.text = days_words(core::days_between(row.what.date, today)), .tone = Tone::soft};
    }
}

// What is shown, apart from the screen: the clearing list, or all lines.
ListContent BankView::content(Desk& desk) const {
    ListContent list{say("bank.tab"), columns(), keys_, {}};
    const auto lines = std::make_shared<std::vector<core::BankLineRow>>(all_);
    const auto proposals =
        std::make_shared<std::map<core::EntityId, core::MatchProposal>>(proposals_);
    list.read = [lines, proposals, today = desk.today,
                 own = desk.session.book().currency](std::span<const core::RowKey> keys) {
        std::vector<std::vector<Cell>> rows;
        for (const core::RowKey key : keys) {
            const core::BankLineRow& row = (*lines)[static_cast<std::size_t>(key)];
            const auto at = proposals->find(row.what.id);
            auto& cells = rows.emplace_back();
            for (std::size_t column = 0; column < 6; ++column) {
                cells.push_back(
                    cell(row, at == proposals->end() ? nullptr : &at->second, column, today, own));
            }
        }
        return rows;
    };
    return list;
}

void BankView::draw_list(Desk& desk) {
    const std::vector<TableColumn> shown_columns = columns();
    state_.selected = {keys_[static_cast<std::size_t>(state_.cursor)]}; // what the panel shows
    const TableAnswer answer = table(
        state_, keys_,
        {.name = say("bank.tab"),
         .columns = shown_columns,
         .hidden = tools_.hidden(desk, shown_columns),
         .keep_below = 8},
        [](std::size_t, std::size_t) {},
        [&](std::size_t index, std::size_t column) -> Cell {
            const core::BankLineRow& row = all_[rows_[index]];
            const auto at = proposals_.find(row.what.id);
            return cell(row, at == proposals_.end() ? nullptr : &at->second, column, desk.today,
                        desk.session.book().currency);
        });
    if (!answer.opened) return;
    const core::BankLineRow& row = all_[rows_[*answer.opened]];
    if (narrow()) {
        line_open_ = true;
        return;
    }
    const auto at = proposals_.find(row.what.id);
    const bool sure = at != proposals_.end() && !at->second.customer.is_nil() && row.is_open();
    if (answer.by_key && sure && row.what.id == line_) confirm(desk, row, at->second);
}

void BankView::draw_line(Desk& desk) {
    const core::BankLineRow* row = shown();
    if (row == nullptr) return;
    if (row->what.id != line_) {
        line_ = row->what.id;
        customer_ = {};
        customer_of_ = {};
        split_ = 0;
        picker_.reset();
        fee_typed_.clear();
        little_typed_.clear();
        problem_.clear();
        split_problem_.clear();
    }
    heading(row->what.payer.empty() ? say("bank.nobody") : row->what.payer, 2);
    text(money_text({row->what.minor, row->currency}),
         {.letters = Letters::strong, .tone = money_tone(row->what.minor)});
    std::string told = date_text(row->what.date) + " · " + row->account;
    for (const std::string& part : {row->what.payer_account, row->what.reference}) {
        if (!part.empty()) told += " · " + part;
    }
    caption(told);
    if (!row->what.memo.empty()) text(row->what.memo, {.tone = Tone::soft});
    divider();
    if (!row->is_open()) return draw_used(desk, *row);
    if (row->what.minor > 0) draw_proposal(desk, *row);
    else notice(say("bank.went_out"), BadgeKind::neutral);
    for (const std::string& problem : {problem_, split_problem_}) {
        if (!problem.empty()) notice(problem, BadgeKind::bad, true);
    }
    if (!narrow()) draw_actions(desk, *row); // before the details: never below the fold
    if (row->what.minor > 0) draw_details(desk, *row);
}

void BankView::draw_used(Desk& desk, const core::BankLineRow& row) {
    if (row.receipt.is_nil()) {
        text(say("bank.set_aside_as", row.reason));
    } else {
        const auto customer = desk.session.customer(row.customer, desk.as_of);
        text(say("bank.is_receipt", customer ? customer_label(*customer) : std::string("–")));
        if (button(say("bank.see_receipt"), {.icon = Icon::coin})) open_receipt(desk, row.receipt);
    }
    if (button(say("bank.take_back"), {.kind = ButtonKind::danger, .icon = Icon::undo})) {
        desk.act(
            [line = row.what.id](session::Session& book) {
                return session::Bank(book).take_back(line, say("bank.taken_back"));
            },
            say("bank.taken_back"));
    }
}

void BankView::draw_parts(Desk& desk, const core::MatchProposal& proposal,
                          core::Currency currency) {
    std::vector<std::optional<core::InvoiceRow>> invoices;
    constexpr std::size_t most = 30; // that are read in full; the rest is a number
    const std::size_t shown = std::min(proposal.parts.size(), most);
    std::size_t longest = 0;
    for (const core::AllocationPart& part : std::span(proposal.parts).first(shown)) {
        invoices.push_back(desk.session.invoice(part.invoice, desk.as_of));
        if (invoices.back()) longest = std::max(longest, invoices.back()->number.size());
    }
    const std::vector<TableColumn> columns{
        {say("label.number"), 2, number_column(longest), Align::left, {}, 0, true},
        {say("label.due"), 0.2F, 108, Align::left, {}, 1},
        {say("label.open"), 1, 108, Align::right, {}, 2},
        {say("bank.pays"), 1, 112, Align::right, {}, 0}};
    const auto answer = plain_table(
        parts_state_, shown, {.name = say("bank.pays"), .columns = columns},
        [&](std::size_t index, std::size_t column) -> Cell {
            const auto& invoice = invoices[index];
            if (!invoice) return {.text = "–"};
            switch (column) {
            case 0: return {.text = invoice->number};
            case 1: return {.text = date_text(invoice->due)};
            case 2: return {.text = money_text({invoice->open, currency}, false)};
            default:
                return {.text = money_text({proposal.parts[index].minor, currency}, false),
                        .strong = true};
            }
        });
    if (proposal.parts.size() > shown) {
        caption(say("bank.more_parts", proposal.parts.size() - shown));
    }
    if (answer.opened && *answer.opened < shown) {
        open_invoice(desk, proposal.parts[*answer.opened].invoice);
    }
}

void BankView::draw_proposal(Desk& desk, const core::BankLineRow& row) {
    auto& proposal = proposals_[row.what.id];
    proposal.line = row.what.id;
    {
        Row line(10, true, 30);
        badge(words_of(proposal.certainty), certainty_kind(proposal.certainty));
        caption(say("bank.points", proposal.points));
        const auto customer = desk.session.customer(proposal.customer, desk.as_of);
        if (customer) text(customer_label(*customer), {.letters = Letters::strong});
    }
    lookup_field(say("bank.who"), customer_, desk.session.revision(),
                 [&](std::string_view typed) { return find_customers(desk, typed); },
                 {.hint = proposal.customer.is_nil() ? std::string() : say("bank.who_hint")});
    const auto chosen = core::parse_id(customer_.id);
    if (chosen && *chosen != customer_of_) {
        customer_of_ = *chosen;
        picker_.reset();
        proposal =
            session::Bank(desk.session).propose_for(row, core::id_cast<core::CustomerId>(*chosen));
    }
    if (proposal.customer.is_nil()) notice(say("bank.nobody_detail"), BadgeKind::neutral);
}

void BankView::draw_details(Desk& desk, const core::BankLineRow& row) {
    const core::MatchProposal& proposal = proposals_[row.what.id];
    if (proposal.customer.is_nil()) return;
    if (!proposal.recorded.is_nil()) {
        notice(say("bank.recorded"), BadgeKind::accent);
    } else {
        const std::string ways[] = {say("bank.as_proposed"), say("bank.by_hand"),
                                    say("bank.on_account")};
        select(say("bank.split"), split_, ways);
        by_hand_ = proposal; // which stays as it is
        split_problem_.clear();
        if (split_ == 1) draw_split(desk, row, by_hand_);
        else if (split_ == 0 && !proposal.parts.empty()) draw_parts(desk, proposal, row.currency);
    }
    const core::MatchProposal& meant = split_ == 1 ? by_hand_ : proposal;
    const bool beside = split_ != 2; // of money on account nothing is kept or forgiven
    const std::int64_t rest = beside ? meant.unapplied_minor : row.what.minor;
    if ((beside && (meant.fee_minor > 0 || meant.difference_minor > 0)) || rest > 0) {
        Row sums(24, true);
        if (beside && meant.fee_minor > 0) {
            fact(say("bank.fee"), money_text({meant.fee_minor, row.currency}));
        }
        if (beside && meant.difference_minor > 0) {
            fact(say("bank.difference"), money_text({meant.difference_minor, row.currency}));
        }
        if (rest > 0) fact(say("bank.rest"), money_text({rest, row.currency}));
    }
    if (split_ == 1) return; // the reasons are those of the proposal
    for (const core::Matched& reason : proposal.reasons) {
        const std::string sign = reason.points > 0 ? "+" : "";
        caption(sign + std::to_string(reason.points) + "  " +
                    say("match." + std::string(core::name_of(reason.reason)), reason.detail,
                        reason.more),
                reason.points < 0 ? Tone::amber : Tone::soft);
    }
}

// What is paid, chosen by a person as for a receipt: by a rule or by hand, the group included; and
// what the bank kept or is too small to ask for.
void BankView::draw_split(Desk& desk, const core::BankLineRow& row, core::MatchProposal& proposal) {
    {
        Columns grid({1, 1}, 12, 300);
        text_field(say("bank.fee"), fee_typed_, {.kind = FieldKind::decimal});
        grid.next();
        text_field(say("bank.difference"), little_typed_, {.kind = FieldKind::decimal});
    }
    const auto typed = [&](const std::string& text) -> core::Result<std::int64_t> {
        if (is_blank(text)) return 0;
        return read_typed_amount(text, row.currency);
    };
    const auto fee = typed(fee_typed_);
    const auto little = typed(little_typed_);
    if (!fee) split_problem_ = error_words(fee.error());
    else if (!little) split_problem_ = error_words(little.error());
    proposal.fee_minor = std::max<std::int64_t>(fee.value_or(0), 0);
    proposal.difference_minor = std::max<std::int64_t>(little.value_or(0), 0);
    core::RecordReceipt wish;
    wish.receipt.id = core::id_cast<core::ReceiptId>(row.what.id);
    wish.receipt.customer = proposal.customer;
    wish.receipt.amount = {row.what.minor, row.currency};
    wish.receipt.date = row.what.date;
    wish.receipt.method = "bank";
    wish.plan = picker_.plan();
    const auto beside = [&](core::CreditType type, std::int64_t minor) {
        if (minor > 0) wish.companions.push_back({type, minor, {}});
    };
    beside(core::CreditType::fee, proposal.fee_minor);
    beside(core::CreditType::write_off, proposal.difference_minor);
    const std::int64_t whole = row.what.minor + proposal.fee_minor + proposal.difference_minor;
    const std::string key = core::to_text(row.what.id) + core::to_text(proposal.customer) +
                            picker_.key() + "@" + std::to_string(desk.session.revision()) + "=" +
                            std::to_string(whole) + "-" + std::to_string(proposal.fee_minor);
    const auto& shown = preview_.get(key, [&] { return desk.session.preview(wish); });
    picker_.draw(desk, {proposal.customer, row.currency, whole, {}, row.what.date}, shown);
    proposal.parts.clear();
    proposal.unapplied_minor = whole;
    if (!shown) {
        split_problem_ = error_words(shown.error());
        return;
    }
    for (const core::Fact& fact : shown->facts) {
        const auto* made = std::get_if<core::AllocationMade>(&fact);
        if (made == nullptr) continue;
        const auto at =
            std::ranges::find(proposal.parts, made->invoice, &core::AllocationPart::invoice);
        if (at == proposal.parts.end())
            proposal.parts.push_back({made->invoice, made->amount.minor});
        else at->minor += made->amount.minor;
        proposal.unapplied_minor -= made->amount.minor;
    }
}

void BankView::draw_actions(Desk& desk, const core::BankLineRow& row) {
    const auto at = proposals_.find(row.what.id);
    Row actions(8, true);
    if (at != proposals_.end() && !at->second.customer.is_nil() && row.what.minor > 0) {
        if (button(say("bank.confirm"), {.kind = ButtonKind::primary,
                                         .icon = Icon::check,
                                         .enabled = narrow() || split_problem_.empty(),
                                         .hint = say("bank.confirm_hint")})) {
            if (split_problem_.empty()) confirm(desk, row, at->second);
            else toast(split_problem_, {}, true); // on a phone its sentence may be out of sight
        }
    }
    Menu menu(say("bank.not_ours"), Icon::chevron_down, 240);
    if (!menu) return;
    for (const char* reason : asides) {
        const std::string words = say(std::string("bank.aside.") + reason);
        if (!menu_line(Icon::none, words, "", false)) continue;
        menu.close();
        desk.act(
            [line = row.what.id, words](session::Session& book) {
                return session::Bank(book).set_aside({&line, 1}, words);
            },
            say("bank.aside_done", words));
    }
}

void BankView::confirm(Desk& desk, const core::BankLineRow& row, core::MatchProposal proposal) {
    if (!split_problem_.empty()) return;
    if (split_ == 1 && by_hand_.line == row.what.id) proposal = by_hand_;
    if (split_ == 2) {
        proposal.parts.clear();
        proposal.fee_minor = proposal.difference_minor = 0;
    }
    const auto customer = desk.session.customer(proposal.customer, desk.as_of);
    const std::string done = say("bank.confirmed", customer ? customer->name : std::string("–"),
                                 money_text({row.what.minor, row.currency}));
    line_open_ = false;
    desk.act(
        [row, proposal](session::Session& book) {
            return session::Bank(book).confirm({&row, 1}, {&proposal, 1});
        },
        done,
        [this](const core::Result<session::Outcome>& outcome) {
            if (outcome) return;
            problem_ = error_words(outcome.error());
            filled_ = false; // what is open has moved on: proposed anew
            toast(problem_, {}, true);
        });
}

void BankView::confirm_certain(Desk& desk) {
    std::vector<core::BankLineRow> rows;
    std::vector<core::MatchProposal> sure;
    for (const core::BankLineRow& row : all_) {
        const auto at = proposals_.find(row.what.id);
        if (!row.is_open() || at == proposals_.end() ||
            at->second.certainty != core::Certainty::certain) {
            continue;
        }
        rows.push_back(row);
        sure.push_back(at->second);
    }
    const std::string done =
        say("bank.confirmed_many", count_text(static_cast<std::int64_t>(rows.size())));
    desk.act(
        [rows, sure](session::Session& book) -> core::Result<session::Outcome> {
            auto all = session::Bank(book).confirm_each(rows, sure);
            if (all.refused.size() == rows.size()) {
                return std::unexpected(all.refused.front().second);
            }
            if (!all.refused.empty()) {
                toast(say("bank.some_refused", all.refused.size(),
                          error_words(all.refused.front().second)),
                      {}, true);
            }
            return std::move(all.outcome);
        },
        done,
        [this](const core::Result<session::Outcome>& outcome) {
            if (outcome) return;
            filled_ = false;
            toast(error_words(outcome.error()), {}, true);
        });
}

void BankView::draw_batches(Desk& desk) {
    Sheet sheet("bank-batches", say("bank.batches"), batches_open_, 520);
    if (!sheet) return;
    const auto& batches = batches_.get(desk.session.revision(),
                                       [&] { return session::Bank(desk.session).batches(); });
    if (batches.empty()) text(say("bank.no_batches"), {.tone = Tone::soft});
    for (const session::BankBatch& batch : batches) {
        const Named named(batch.imports.front().low);
        Panel panel(batch.file, 14, 8);
        text(batch.file, {.letters = Letters::strong});
        caption(say("bank.batch", batch.account, count_text(batch.lines),
                    date_text(batch.first) + " – " + date_text(batch.last),
                    count_text(batch.used)));
        caption(moment_text(batch.ms));
        if (button(say("bank.take_out"), {.kind = ButtonKind::danger, .icon = Icon::undo})) {
            desk.act(
                [batch](session::Session& book) {
                    return session::Bank(book).take_out(batch, say("bank.taken_out"));
                },
                say("bank.taken_out"));
        }
    }
}

} // namespace huikuan::ui
