#include "ui/allocation_picker.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/contract.h"
#include "core/exchange.h"
#include "core/sorting.h"
#include "core/terms.h"
#include "session/ledger.h"
#include "ui/backend/backend.h"
#include "ui/document_words.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"

namespace huikuan::ui {

namespace {

struct OfferedRule {
    core::AllocationRule rule;
    std::string_view key; // what it means: the key with ".means"
};
constexpr std::array<OfferedRule, 6> offered_rules{{
    {core::AllocationRule::oldest_due_first, "allocate.oldest"},
    {core::AllocationRule::manual, "allocate.by_hand"},
    {core::AllocationRule::designated, "allocate.designated"},
    {core::AllocationRule::legal, "allocate.legal"},
    {core::AllocationRule::pro_rata, "allocate.pro_rata"},
    {core::AllocationRule::none, "allocate.not_yet"},
}};
constexpr std::size_t most_invoices = 300; // that a form lists

core::Result<std::int64_t> read_hand(const std::string& typed, core::Currency currency) {
    if (is_blank(typed)) return 0;
    return read_typed_amount(typed, currency);
}

} // namespace

void AllocationPicker::reset() {
    rule_ = 0;
    typed_.clear();
    named_.clear();
    asked_.clear();
    search_.clear();
    preferred_ = {};
    claimed_.clear();
}

core::AllocationRule AllocationPicker::rule() const {
    return offered_rules[static_cast<std::size_t>(rule_)].rule;
}

bool AllocationPicker::offers(core::AllocationRule rule) const {
    using enum core::AllocationRule;
    if (rule == none) return use == AllocationUse::money;
    return use != AllocationUse::write_off || (rule != designated && rule != legal);
}

std::string& AllocationPicker::typed_of(core::InvoiceId invoice) {
    const auto found =
        std::ranges::find(typed_, invoice, &std::pair<core::InvoiceId, std::string>::first);
    if (found != typed_.end()) return found->second;
    return typed_.emplace_back(invoice, std::string()).second;
}

std::int64_t AllocationPicker::hand_minor(core::InvoiceId invoice) const {
    const auto found =
        std::ranges::find(typed_, invoice, &std::pair<core::InvoiceId, std::string>::first);
    return found == typed_.end() ? 0 : read_hand(found->second, currency_).value_or(0);
}

core::AllocationPlan AllocationPicker::plan(bool to_the_end) const {
    core::AllocationPlan plan{rule(), {}};
    if (plan.rule == core::AllocationRule::manual) {
        for (const core::InvoiceRow& row : invoices_) {
            const std::int64_t minor = hand_minor(row.id);
            if (minor != 0) plan.parts.push_back({row.id, to_the_end ? row.open : minor});
        }
    }
    if (plan.rule == core::AllocationRule::designated) {
        for (const core::InvoiceId invoice : named_) plan.parts.push_back({invoice, 0});
    }
    const bool needs_parts =
        plan.rule == core::AllocationRule::manual || plan.rule == core::AllocationRule::designated;
    if (needs_parts && plan.parts.empty()) plan.rule = core::AllocationRule::none;
    return plan;
}

std::string AllocationPicker::key() const {
    std::string key = std::to_string(rule_);
    if (asked_.empty()) key += "?"; // a plan by hand is read from the documents
    for (const auto& [invoice, typed] : typed_) key += "|" + core::to_text(invoice) + typed;
    for (const core::InvoiceId invoice : named_) key += "," + core::to_text(invoice);
    return key;
}

bool AllocationPicker::unreadable() const {
    return rule() == core::AllocationRule::manual &&
           std::ranges::any_of(
               typed_, [&](const auto& part) { return !read_hand(part.second, currency_); });
}

// The open documents of the payer, and of the others of its group: those may be paid by hand or by
// designation, a rule never chooses them.
void AllocationPicker::read_invoices(Desk& desk, const MoneyToUse& money) {
    const std::string key = core::to_text(money.customer) + std::string(money.currency.view()) +
                            "@" + std::to_string(desk.session.revision());
    if (key == asked_) return;
    if (asked_.empty()) desk.backend.request_frame(); // whoever asks has asked by what was known
    asked_ = key;
    currency_ = money.currency;
    list_invoices(desk, money);
    take_claim();
    // What was named stays named, listed or not, as long as it is open.
    const std::size_t listed = invoices_.size();
    for (const auto& [invoice, typed] : typed_) {
        if (!is_blank(typed)) read_beyond(desk, invoice);
    }
    for (const core::InvoiceId invoice : named_) read_beyond(desk, invoice);
    if (preferred_ != core::InvoiceId{}) read_beyond(desk, preferred_);
    std::erase_if(typed_, [&](const auto& part) { return find(part.first) == nullptr; });
    std::erase_if(named_, [&](core::InvoiceId id) { return find(id) == nullptr; });
    offered_ = invoices_.size();
    of_group_ = listed > 0 && invoices_[listed - 1].customer != payer_;
    take_preference(desk, money);
}

// The first that are due, of those that are searched for.
void AllocationPicker::list_invoices(Desk& desk, const MoneyToUse& money) {
    invoices_.clear();
    cut_ = 0;
    core::ListQuery query;
    query.search = search_;
    query.open_only = true;
    query.sort = "due";
    query.as_of = desk.today;
    family_ = session::Ledger(desk.session).family(money.customer);
    if (!std::ranges::contains(family_, money.customer)) family_.push_back(money.customer);
    for (const core::CustomerId one : family_) {
        query.customer = one;
        const auto keys = desk.session.invoice_keys(query);
        std::size_t found = 0; // of this customer, in this currency
        for (std::size_t from = 0; from < keys.size(); from += most_invoices) {
            if (found >= most_invoices) {
                cut_ += keys.size() - from;
                break;
            }
            const auto part =
                std::span(keys).subspan(from, std::min(most_invoices, keys.size() - from));
            for (core::InvoiceRow& row : desk.session.invoices(part, desk.today)) {
                const bool known = std::ranges::contains(invoices_, row.id, &core::InvoiceRow::id);
                if (row.amount.currency != money.currency || row.open <= 0 || known) continue;
                invoices_.push_back(std::move(row));
                ++found;
            }
        }
    }
    const auto payer = desk.session.customer(money.customer, desk.today);
    payer_ = payer ? payer->holder : money.customer;
    core::sort(invoices_, {}, [&](const core::InvoiceRow& row) {
        return std::pair(row.customer != payer_, row.due);
    });
    if (invoices_.size() > most_invoices) {
        cut_ += invoices_.size() - most_invoices;
        invoices_.resize(most_invoices);
    }
    index();
}

void AllocationPicker::index() {
    places_.clear();
    for (std::size_t i = 0; i < invoices_.size(); ++i) places_.emplace_back(invoices_[i].id, i);
    core::sort(places_);
}

const core::InvoiceRow* AllocationPicker::find(core::InvoiceId id) const {
    const auto at = std::ranges::lower_bound(places_, id, std::less{},
                                             &std::pair<core::InvoiceId, std::size_t>::first);
    return at != places_.end() && at->first == id ? &invoices_[at->second] : nullptr;
}

void AllocationPicker::read_beyond(Desk& desk, core::InvoiceId id) {
    if (find(id) != nullptr) return;
    auto row = desk.session.invoice(id, desk.today);
    if (!row || row->amount.currency != currency_ || row->open <= 0) return;
    if (!std::ranges::contains(family_, row->customer)) return; // a draft of somebody else's
    invoices_.push_back(*std::move(row));
    index();
}

// A rule pays whatever is open, listed here or not.
void AllocationPicker::read_previewed(Desk& desk, const core::Result<session::Outcome>& preview) {
    if (!preview) return;
    bool more = false;
    for (const core::Fact& fact : preview->facts) {
        const auto* made = std::get_if<core::AllocationMade>(&fact);
        if (made == nullptr || find(made->invoice) != nullptr) continue;
        auto row = desk.session.invoice(made->invoice, desk.today);
        if (!row) continue;
        invoices_.push_back(*std::move(row));
        more = true;
    }
    if (more) index();
}

void AllocationPicker::draw_rules() {
    const auto choices = [&] {
        for (std::size_t i = 0; i < offered_rules.size(); ++i) {
            if (!offers(offered_rules[i].rule)) continue;
            radio(word(offered_rules[i].key), rule_, static_cast<int>(i));
        }
    };
    if (narrow()) {
        const Stack below(0);
        choices();
    } else {
        const Row beside(20);
        choices();
    }
    const bool given_up = use == AllocationUse::write_off;
    if (given_up && rule() == core::AllocationRule::manual) {
        caption(say("allocate.by_hand.given_up"));
        return;
    }
    const std::string means =
        std::string(offered_rules[static_cast<std::size_t>(rule_)].key) + ".means";
    if (has_key(language(), means)) caption(word(means));
}

// Where there are more than can be listed, what is looked for is found by its number.
void AllocationPicker::draw_search() {
    if (cut_ == 0 && search_.empty()) return;
    if (list_search(say("allocate.search"), search_)) asked_.clear();
    if (cut_ > 0) {
        notice(say("allocate.cut", count_text(static_cast<std::int64_t>(offered_)),
                   count_text(static_cast<std::int64_t>(cut_))),
               BadgeKind::neutral);
    }
}

void AllocationPicker::take_claim() {
    if (claimed_.empty() || invoices_.empty()) return;
    const auto of_claim = [&](const core::InvoiceRow& row) {
        return std::ranges::contains(claimed_, row.id) ||
               std::ranges::contains(claimed_, core::id_cast<core::InvoiceId>(row.against));
    };
    const auto rank = [](const core::InvoiceRow& row) {
        if (row.type == core::DebitType::costs) return 0;
        const bool interest =
            row.type == core::DebitType::interest || row.type == core::DebitType::doubled_interest;
        return interest ? 1 : 2;
    };
    named_.clear();
    for (int i = 0; i < 3; ++i) {
        for (const core::InvoiceRow& row : invoices_) {
            if (rank(row) == i && of_claim(row)) named_.push_back(row.id);
        }
    }
    claimed_.clear();
}

void AllocationPicker::take_preference(Desk& desk, const MoneyToUse& money) {
    const core::InvoiceRow* row = find(preferred_);
    if (row == nullptr) preferred_ = {}; // paid meanwhile
    if (row == nullptr || money.minor <= 0) return;
    rule_ = 1;
    typed_of(row->id) = core::to_text({std::min(row->open, money.minor), currency_}, false);
    preferred_ = {};
    desk.backend.request_frame();
}

void AllocationPicker::draw(Desk& desk, const MoneyToUse& money,
                            const core::Result<session::Outcome>& preview) {
    read_invoices(desk, money);
    read_previewed(desk, preview);
    const bool given_up = use == AllocationUse::write_off;
    heading(say(given_up ? "allocate.title.given_up" : "allocate.title"), 3);
    if (invoices_.empty() && search_.empty()) {
        const bool may_wait = use == AllocationUse::money;
        notice(say(may_wait ? "allocate.no_invoices" : "allocate.nothing_open"),
               BadgeKind::neutral);
        return;
    }
    if (!offers(rule())) rule_ = 0;
    draw_rules();
    if (of_group_ &&
        (rule() == core::AllocationRule::manual || rule() == core::AllocationRule::designated)) {
        caption(say("allocate.group"));
    }
    if (rule() == core::AllocationRule::manual || rule() == core::AllocationRule::designated) {
        draw_search();
    }
    if (rule() == core::AllocationRule::manual) draw_by_hand(money);
    if (rule() == core::AllocationRule::designated) draw_designation();
    const auto parts = parts_of(preview);
    if (rule() != core::AllocationRule::manual) draw_preview(desk, parts, money);
    draw_gain(desk, parts, money);
}

// --- by hand

void AllocationPicker::draw_line(const core::InvoiceRow& row, const MoneyToUse& money,
                                 std::int64_t& used) {
    const Named named(core::to_text(row.id));
    Panel panel({}, 12, 6);
    {
        Row head(10, true, 24);
        text(row.number, {.letters = Letters::strong});
        caption(say("allocate.due_open", date_text(row.due), money_text({row.open, currency_})));
        if (row.customer != payer_) caption(row.customer_name);
        if (row.type != core::DebitType::invoice) caption(debit_words(row.type));
    }
    std::string& typed = typed_of(row.id);
    const auto before = read_hand(typed, currency_);
    std::string problem;
    if (before && *before > row.open) {
        problem = say("allocate.more_than_open", money_text({row.open, currency_}));
    }
    Row line(8, false, 36);
    amount_field(say("allocate.amount_for", row.number), typed, currency_,
                 {.error = problem,
                  .placeholder = "0",
                  .width = std::max(140.F, room_css() - 120),
                  .bare = true,
                  .right = true});
    if (button(say("allocate.all"), {.kind = ButtonKind::quiet})) {
        const std::int64_t now = before.value_or(0);
        const std::int64_t rest = std::max<std::int64_t>(money.minor - used, 0);
        typed = core::to_text({std::min(row.open, std::max(rest, now)), currency_}, false);
    }
    used += read_hand(typed, currency_).value_or(0);
}

void AllocationPicker::fill_oldest(std::int64_t available) {
    std::vector<const core::InvoiceRow*> rows;
    for (const core::InvoiceRow& row : offered()) rows.push_back(&row);
    core::sort(rows, {}, [](const core::InvoiceRow* row) { return row->due; });
    for (const core::InvoiceRow* row : rows) {
        const std::int64_t part = std::min(row->open, std::max<std::int64_t>(available, 0));
        typed_of(row->id) = part > 0 ? core::to_text({part, currency_}, false) : std::string();
        available -= part;
    }
}

void AllocationPicker::draw_by_hand(const MoneyToUse& money) {
    {
        Row tools(8);
        if (button(say("allocate.fill"), {.kind = ButtonKind::quiet, .icon = Icon::split})) {
            fill_oldest(money.minor);
        }
        if (button(say("allocate.empty"), {.kind = ButtonKind::quiet, .icon = Icon::close})) {
            typed_.clear();
        }
    }
    std::int64_t used = 0;
    for (const core::InvoiceRow& row : offered()) draw_line(row, money, used);
    const std::int64_t left = money.minor - used;
    text(say("allocate.sum", money_text({used, currency_}), money_text({left, currency_})),
         {.letters = Letters::strong, .tone = left < 0 ? Tone::red : Tone::text});
}

// --- by the debtor's designation: in the order in which they are ticked

void AllocationPicker::draw_designation() {
    const auto about = [&](const core::InvoiceRow& row) {
        caption(say("allocate.due_open", date_text(row.due), money_text({row.open, currency_})));
        if (row.customer != payer_) caption(row.customer_name);
    };
    for (const core::InvoiceRow& row : offered()) {
        const Named named(core::to_text(row.id));
        std::optional<Panel> card;
        if (narrow()) card.emplace(std::string_view{}, 12.F, 0.F);
        {
            Row line(10, true, 28);
            const auto at = std::ranges::find(named_, row.id);
            bool on = at != named_.end();
            if (checkbox(row.number, on)) {
                if (on) named_.push_back(row.id);
                else named_.erase(at);
            } else if (on) {
                badge(std::to_string(at - named_.begin() + 1), BadgeKind::accent);
            }
            if (!narrow()) about(row);
        }
        if (narrow()) {
            const Row below(10);
            about(row);
        }
    }
}

// --- what it would do

std::vector<AllocationPicker::Part>
AllocationPicker::parts_of(const core::Result<session::Outcome>& preview) const {
    std::vector<Part> parts;
    if (!preview) return parts;
    std::vector<std::size_t> place(invoices_.size(), invoices_.size()); // in parts
    for (const core::Fact& fact : preview->facts) {
        const auto* made = std::get_if<core::AllocationMade>(&fact);
        const core::InvoiceRow* row = made != nullptr ? find(made->invoice) : nullptr;
        if (row == nullptr) continue;
        std::size_t& at = place[static_cast<std::size_t>(row - invoices_.data())];
        if (at == invoices_.size()) {
            at = parts.size();
            parts.push_back({row, 0});
        }
        parts[at].minor += made->amount.minor;
    }
    return parts;
}

std::int64_t AllocationPicker::discount_due(const core::Result<session::Outcome>& preview,
                                            std::int64_t minor, core::Date on) const {
    std::int64_t kept = 0;
    std::int64_t left = 0;
    for (const Part& part : parts_of(preview)) {
        left += part.row->open - part.minor;
        const std::int64_t of =
            part.row->discount ? core::discount_of(*part.row->discount, part.row->open, on) : 0;
        if (minor < part.row->open - of) break; // not enough for this one
        minor -= part.row->open - of;
        kept += of;
    }
    kept = std::min(kept, left);
    // By hand and in proportion nothing may be left beside it; the other rules pay on in order.
    const bool whole =
        rule() == core::AllocationRule::manual || rule() == core::AllocationRule::pro_rata;
    return whole && kept != left_of_paid(preview) ? 0 : kept;
}

void AllocationPicker::pay_whole() {
    if (rule() != core::AllocationRule::manual) return;
    for (auto& [invoice, typed] : typed_) {
        const core::InvoiceRow* row = find(invoice);
        if (row != nullptr && !is_blank(typed))
            typed = core::to_text({row->open, currency_}, false);
    }
}

// --- the draft: the rule, then a line for each amount and each one that is named

std::string AllocationPicker::kept() const {
    std::string out = std::to_string(rule_);
    for (const auto& [invoice, typed] : typed_) {
        if (!is_blank(typed)) out += "\n" + core::to_text(invoice) + " " + typed;
    }
    for (const core::InvoiceId invoice : named_) out += "\n" + core::to_text(invoice);
    return out;
}

void AllocationPicker::take(std::string_view kept) {
    reset();
    const auto next = [&] {
        const std::size_t end = std::min(kept.find('\n'), kept.size());
        const std::string_view line = kept.substr(0, end);
        kept.remove_prefix(std::min(end + 1, kept.size()));
        return line;
    };
    rule_ = read_whole_number(next(), 0, static_cast<int>(offered_rules.size()) - 1).value_or(0);
    while (!kept.empty()) {
        const std::string_view line = next();
        const std::size_t blank = line.find(' ');
        const auto parsed = core::parse_id(line.substr(0, blank));
        if (!parsed) continue;
        const auto invoice = core::id_cast<core::InvoiceId>(*parsed);
        if (blank == std::string_view::npos) named_.push_back(invoice);
        else typed_of(invoice) = line.substr(blank + 1);
    }
}

std::int64_t AllocationPicker::left_of_paid(const core::Result<session::Outcome>& preview) const {
    std::int64_t left = 0;
    for (const Part& part : parts_of(preview)) left += part.row->open - part.minor;
    return left;
}

// Where the law chose: due or not, what it is, what secures it, what being late costs.
std::string AllocationPicker::why(Desk& desk, const core::InvoiceRow& row, core::Date on) const {
    std::vector<std::string> reasons;
    if (row.type != core::DebitType::invoice) reasons.push_back(debit_words(row.type));
    if (row.due > on) reasons.push_back(say("status.not_due"));
    if (!row.contract.is_nil()) {
        const auto contract =
            core::read_contract(desk.session.fields(core::RegisterKind::contract, row.contract));
        if (contract.secured_percent > 0) {
            reasons.push_back(say("allocate.secured", contract.secured_percent));
        }
        if (contract.late_fee) {
            const auto ppm = core::yearly_ppm(*contract.late_fee,
                                              session::Ledger(desk.session).rates(), row.issued);
            reasons.push_back(say("allocate.burden", core::percent_text(ppm)));
        }
    }
    if (reasons.empty()) return say("allocate.is_due"); // goes without saying where there is more
    std::string out = reasons.front();
    for (std::size_t i = 1; i < reasons.size(); ++i) out += " · " + reasons[i];
    return out;
}

void AllocationPicker::draw_preview(Desk& desk, const std::vector<Part>& parts,
                                    const MoneyToUse& money) {
    if (parts.empty()) return;
    const bool by_law =
        rule() == core::AllocationRule::legal || rule() == core::AllocationRule::designated;
    std::size_t longest = 0;
    for (const Part& part : parts) longest = std::max(longest, part.row->number.size());
    std::vector<TableColumn> columns{
        {say("label.number"), 1, number_column(longest), Align::left, {}, 0},
        {say("label.due"), 0.4F, 104, Align::left, {}, 1},
        {say("allocate.part"), 0.4F, 100, Align::right, {}, 0},
        {say("allocate.left"), 0.4F, 100, Align::right, {}, 2},
    };
    if (by_law) columns.insert(columns.begin() + 2, {say("allocate.why"), 4, 130});
    std::string key = asked_ + std::to_string(money.on.days) + (by_law ? "L" : "");
    for (const Part& part : parts) key += core::to_text(part.row->id);
    const auto& reasons = reasons_.get(key, [&] {
        std::vector<std::string> made;
        for (const Part& part : parts) {
            made.push_back(by_law ? why(desk, *part.row, money.on) : std::string());
        }
        return made;
    });
    plain_table(state_, parts.size(),
                {.name = say("allocate.preview"), .columns = columns, .opens = false},
                [&](std::size_t index, std::size_t column) -> Cell {
                    const auto& [row, minor] = parts[index];
                    if (by_law && column == 2) {
                        return {.text = reasons[index], .tone = Tone::soft};
                    }
                    switch (column - (by_law && column > 2 ? 1U : 0U)) {
                    case 0: return {.text = row->number};
                    case 1: return {.text = date_text(row->due), .tone = Tone::soft};
                    case 2: return {.text = money_text({minor, currency_}, false), .strong = true};
                    default:
                        return {.text = money_text({row->open - minor, currency_}, false),
                                .tone = row->open == minor ? Tone::green : Tone::text};
                    }
                });
}

void AllocationPicker::draw_gain(Desk& desk, const std::vector<Part>& parts,
                                 const MoneyToUse& money) const {
    const core::Currency base = desk.session.book().currency;
    if (money.currency == base || !money.rate.given()) return;
    core::Money gain{0, base};
    bool any = false;
    for (const Part& part : parts) {
        if (!part.row->rate.given()) continue;
        const auto one =
            core::realised_gain({part.minor, currency_}, part.row->rate, money.rate, base);
        if (!one) continue;
        gain.minor += one->minor;
        any = true;
    }
    if (any) notice(say("gains.would", money_text(gain)), BadgeKind::neutral);
}

} // namespace huikuan::ui
