#include "ui/receipt_form.h"

#include <algorithm>
#include <array>

#include "core/read.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/start.h"

namespace huikuan::ui {

namespace {

constexpr std::array<const char*, 5> methods{"bank", "cash", "wallet", "bill", "other"};
constexpr std::size_t most_invoices = 300; // that a form lists

core::Result<std::int64_t> read_hand(const std::string& typed, core::Currency currency) {
    if (typed.find_first_not_of(' ') == std::string::npos) return 0;
    return read_typed_amount(typed, currency);
}

} // namespace

// --- the split

void AllocationPicker::reset() {
    rule_ = 0;
    typed_.clear();
    asked_.clear();
}

core::AllocationPlan AllocationPicker::plan() const {
    core::AllocationPlan plan;
    if (rule_ == 0) plan.rule = core::AllocationRule::oldest_due_first;
    if (rule_ == 1) {
        plan.rule = core::AllocationRule::manual;
        for (const auto& [invoice, typed] : typed_) {
            const auto minor = read_hand(typed, currency_);
            if (minor && *minor != 0) plan.parts.push_back({invoice, *minor});
        }
        if (plan.parts.empty()) plan.rule = core::AllocationRule::none;
    }
    return plan;
}

std::string AllocationPicker::key() const {
    std::string key = std::to_string(rule_);
    for (const auto& [invoice, typed] : typed_) key += "|" + core::to_text(invoice) + typed;
    return key;
}

bool AllocationPicker::unreadable() const {
    return rule_ == 1 && std::ranges::any_of(typed_, [&](const auto& part) {
               return !read_hand(part.second, currency_);
           });
}

void AllocationPicker::read_invoices(Desk& desk, core::CustomerId customer,
                                     core::Currency currency) {
    const std::string key = core::to_text(customer) + std::string(currency.view()) + "@" +
                            std::to_string(desk.session.revision());
    if (key == asked_) return;
    asked_ = key;
    currency_ = currency;
    core::ListQuery query;
    query.customer = customer;
    query.open_only = true;
    query.sort = "due";
    query.as_of = desk.today;
    auto keys = desk.session.invoice_keys(query);
    invoices_ = desk.session.invoices(keys, desk.today);
    std::erase_if(invoices_, [&](const core::InvoiceRow& row) {
        return row.amount.currency != currency || row.open <= 0;
    });
    invoices_.resize(std::min(invoices_.size(), most_invoices));
    std::erase_if(typed_, [&](const auto& part) {
        return std::ranges::none_of(invoices_,
                                    [&](const auto& row) { return row.id == part.first; });
    });
}

void AllocationPicker::draw(Desk& desk, core::CustomerId customer, core::Currency currency,
                            std::int64_t available, const core::Result<session::Outcome>& preview) {
    read_invoices(desk, customer, currency);
    heading(say("allocate.title"), 3);
    if (invoices_.empty()) {
        notice(say("allocate.no_invoices"), BadgeKind::neutral);
        return;
    }
    radio(say("allocate.oldest"), rule_, 0);
    radio(say("allocate.by_hand"), rule_, 1);
    if (allow_none) radio(say("allocate.not_yet"), rule_, 2);
    if (rule_ == 1) {
        draw_by_hand(available, currency);
    } else if (rule_ == 0 && preview) {
        draw_preview(preview, currency);
    }
}

void AllocationPicker::draw_by_hand(std::int64_t available, core::Currency currency) {
    std::int64_t used = 0;
    for (const core::InvoiceRow& row : invoices_) {
        const Named named(core::to_text(row.id));
        Panel panel({}, 12, 6);
        {
            Row head(10, true, 24);
            text(row.number, {.letters = Letters::strong});
            caption(say("allocate.due_open", date_text(row.due), money_text({row.open, currency})));
        }
        std::string& typed = typed_[row.id];
        const auto before = read_hand(typed, currency);
        std::string problem;
        if (before && *before > row.open) {
            problem = say("allocate.more_than_open", money_text({row.open, currency}));
        }
        Row line(8, false, 36);
        amount_field(say("allocate.amount_for", row.number), typed, currency,
                     {.error = problem,
                      .placeholder = "0",
                      .width = std::max(140.F, room_css() - 120),
                      .bare = true,
                      .right = true});
        if (button(say("allocate.all"), {.kind = ButtonKind::quiet})) {
            const std::int64_t now = before.value_or(0);
            const std::int64_t rest = std::max<std::int64_t>(available - used, 0);
            typed = core::to_text({std::min(row.open, std::max(rest, now)), currency}, false);
        }
        used += read_hand(typed, currency).value_or(0);
    }
    const std::int64_t left = available - used;
    text(say("allocate.sum", money_text({used, currency}), money_text({left, currency})),
         {.letters = Letters::strong, .tone = left < 0 ? Tone::red : Tone::text});
}

void AllocationPicker::draw_preview(const core::Result<session::Outcome>& preview,
                                    core::Currency currency) {
    std::vector<std::pair<const core::InvoiceRow*, std::int64_t>> parts;
    for (const core::Fact& fact : preview->facts) {
        const auto* made = std::get_if<core::AllocationMade>(&fact);
        if (made == nullptr) continue;
        const auto row = std::ranges::find(invoices_, made->invoice, &core::InvoiceRow::id);
        if (row != invoices_.end()) parts.emplace_back(&*row, made->amount.minor);
    }
    if (parts.empty()) return;
    const std::vector<TableColumn> columns{
        {say("label.number"), 1.4F, 110, Align::left, {}, 0},
        {say("label.due"), 0.8F, 104, Align::left, {}, 1},
        {say("allocate.part"), 1, 110, Align::right, {}, 0},
        {say("allocate.left"), 1, 110, Align::right, {}, 2},
    };
    plain_table(state_, parts.size(),
                {.name = say("allocate.preview"), .columns = columns, .opens = false},
                [&](std::size_t index, std::size_t column) -> Cell {
                    const auto& [row, minor] = parts[index];
                    switch (column) {
                    case 0: return {.text = row->number};
                    case 1: return {.text = date_text(row->due), .tone = Tone::soft};
                    case 2: return {.text = money_text({minor, currency}, false), .strong = true};
                    default:
                        return {.text = money_text({row->open - minor, currency}, false),
                                .tone = row->open == minor ? Tone::green : Tone::text};
                    }
                });
}

// --- recording

void ReceiptForm::start(Desk& desk) {
    open_ = true;
    fresh_ = true;
    tried_ = was_refused_ = false;
    id_ = core::id_cast<core::ReceiptId>(desk.session.mint());
    customer_ = {};
    amount_typed_.clear();
    date_typed_ = core::to_text(desk.today);
    reference_.clear();
    note_.clear();
    method_ = 0;
    picker_.reset();
    const auto currencies = offered_currencies();
    core::Currency wanted = desk.session.book().currency;
    const bool drafted = take_draft(desk);
    std::string chosen = desk.route.option("customer");
    if (desk.route.part(0) == "customers") chosen = desk.route.part(1);
    if (const auto parsed = core::parse_id(chosen)) {
        const auto row =
            desk.session.customer(core::id_cast<core::CustomerId>(*parsed), desk.today);
        if (row) {
            customer_.id = chosen;
            customer_.typed = customer_label(*row);
            for (const auto& balance : row->balances) {
                if (balance.balance > 0) {
                    wanted = balance.currency;
                    break;
                }
            }
        }
    }
    const auto at = std::ranges::find(currencies, wanted);
    if (drafted) return;
    currency_ = at == currencies.end() ? 0 : static_cast<int>(at - currencies.begin());
}

core::RecordReceipt ReceiptForm::command() const {
    core::RecordReceipt out;
    const auto currencies = offered_currencies();
    const auto customer = core::parse_id(customer_.id);
    out.receipt.id = id_;
    if (customer) out.receipt.customer = core::id_cast<core::CustomerId>(*customer);
    out.receipt.amount = {minor_.value_or(0), currencies[static_cast<std::size_t>(currency_)]};
    out.receipt.date = date_.value_or(core::Date{});
    out.receipt.method = methods[static_cast<std::size_t>(method_)];
    out.receipt.reference = reference_;
    out.receipt.note = note_;
    out.plan = picker_.plan();
    return out;
}

std::string ReceiptForm::problem_of(std::string_view field) const {
    if (was_refused_ && refused_.field == field) return error_words(refused_);
    if (!tried_) return {};
    if (field == "customer" && customer_.id.empty()) return say("receipts.customer_missing");
    if (field == "amount" && !minor_) return error_words(minor_.error());
    if (field == "amount" && *minor_ <= 0) return say("receipts.amount_missing");
    if (field == "date" && !date_) return error_words(date_.error());
    return {};
}

void ReceiptForm::draw_fields(Desk& desk) {
    const std::string customer_problem = problem_of("customer");
    const bool changed =
        lookup_field(say("label.customer"), customer_, desk.session.revision(),
                     [&](std::string_view typed) { return find_customers(desk, typed); },
                     {.error = customer_problem,
                      .placeholder = say("receipts.customer_hint"),
                      .required = true,
                      .autofocus = fresh_ && customer_.id.empty()});
    if (changed) picker_.reset();
    const auto currencies = offered_currencies();
    const core::Currency currency = currencies[static_cast<std::size_t>(currency_)];
    {
        Columns columns({2, 1}, 12, 300);
        const std::string problem = problem_of("amount");
        minor_ = amount_field(say("label.amount"), amount_typed_, currency,
                              {.error = problem,
                               .placeholder = "0.00",
                               .required = true,
                               .autofocus = fresh_ && !customer_.id.empty()})
                     .minor;
        columns.next();
        std::vector<std::string> labels;
        for (const core::Currency& one : currencies) labels.emplace_back(one.view());
        if (select(say("label.currency"), currency_, labels)) picker_.reset();
    }
    fresh_ = false;
    {
        Columns columns({1, 1}, 12, 300);
        const std::string problem = problem_of("date");
        date_ = date_field(say("label.date"), date_typed_, desk.today,
                           {.error = problem, .required = true})
                    .date;
        columns.next();
        std::vector<std::string> labels;
        for (const char* method : methods) labels.push_back(method_words(method));
        select(say("label.method"), method_, labels);
    }
    text_field(say("label.reference"), reference_, {.placeholder = say("receipts.reference_hint")});
    text_field(say("label.note"), note_);
}

void ReceiptForm::draw_buttons(Desk& desk, bool& open) {
    Row row(8);
    const bool save = button(say("receipts.save"), {.kind = ButtonKind::primary});
    if (button(say("kit.cancel"))) {
        open = open_ = false;
        draft_.forget(desk); // given up by a person; closing by mistake keeps it
    }
    if (!save) return;
    tried_ = true;
    if (customer_.id.empty() || !minor_ || *minor_ <= 0 || !date_ || picker_.unreadable()) return;
    const core::RecordReceipt wish = command();
    desk.run(wish, say("receipts.saved", money_text(wish.receipt.amount), customer_.typed),
             [this, &desk](const core::Result<session::Outcome>& outcome) {
                 was_refused_ = !outcome;
                 if (!outcome) {
                     refused_ = outcome.error();
                     return;
                 }
                 open_ = false;
                 draft_.forget(desk);
                 desk.go(with_sheet(desk, "new", {}), true);
             });
}

void ReceiptForm::draw(Desk& desk) {
    const bool wanted = desk.route.option("new") == "receipt";
    if (wanted && !open_) start(desk);
    bool open = wanted;
    {
        Sheet sheet("receipt_form", say("receipts.record"), open, 600);
        if (!sheet) {
            open_ = false;
            return;
        }
        draw_fields(desk);
        const core::RecordReceipt wish = command();
        const bool complete = !wish.receipt.customer.is_nil();
        const std::string key =
            draft() + picker_.key() + "@" + std::to_string(desk.session.revision());
        const auto& preview = preview_.get(key, [&]() -> core::Result<session::Outcome> {
            if (!complete || wish.receipt.amount.minor <= 0 || !date_) {
                return core::fail(core::ErrorCode::required, "amount");
            }
            return desk.session.preview(wish);
        });
        if (complete) {
            picker_.draw(desk, wish.receipt.customer, wish.receipt.amount.currency,
                         wish.receipt.amount.minor, preview);
        }
        if (preview) {
            std::int64_t used = 0;
            for (const core::Fact& fact : preview->facts) {
                if (const auto* made = std::get_if<core::AllocationMade>(&fact)) {
                    used += made->amount.minor;
                }
            }
            const core::Money left{wish.receipt.amount.minor - used, wish.receipt.amount.currency};
            notice(left.minor > 0 ? say("receipts.left", money_text(left)) : say("receipts.exact"),
                   left.minor > 0 ? BadgeKind::accent : BadgeKind::good);
        } else if (complete && wish.receipt.amount.minor > 0 && date_) {
            notice(error_words(preview.error()), BadgeKind::bad);
        }
        static constexpr std::string_view beside[] = {"customer", "amount", "date"};
        if (was_refused_ && std::ranges::find(beside, refused_.field) == std::end(beside)) {
            notice(error_words(refused_), BadgeKind::bad, true);
        }
        draw_buttons(desk, open);
    }
    keep_draft(desk);
    if (!open) desk.go(with_sheet(desk, "new", {}), false);
}

// --- the draft: nothing typed is lost over a reload

std::string ReceiptForm::draft() const {
    std::string out;
    for (const std::string& part :
         {customer_.id, customer_.typed, amount_typed_, date_typed_, reference_, note_,
          std::to_string(currency_), std::to_string(method_)}) {
        out += part + '\x1f';
    }
    return out;
}

void ReceiptForm::keep_draft(Desk& desk) {
    draft_.keep(desk,
                {customer_.id, customer_.typed, amount_typed_, date_typed_, reference_, note_,
                 std::to_string(currency_), std::to_string(method_)},
                open_ && !(customer_.id.empty() && amount_typed_.empty()));
}

namespace {

int small_number(const std::string& text, std::size_t below) {
    const bool digits = !text.empty() && text.size() < 4 &&
                        text.find_first_not_of("0123456789") == std::string::npos;
    const int value = digits ? std::stoi(text) : 0;
    return static_cast<std::size_t>(value) < below ? value : 0;
}

} // namespace

// Answers whether the draft says in which currency.
bool ReceiptForm::take_draft(Desk& desk) {
    const auto parts = draft_.take(desk, 8);
    if (parts.empty()) return false;
    const auto parsed = core::parse_id(parts[0]);
    if (parsed && desk.session.customer(core::id_cast<core::CustomerId>(*parsed), desk.today)) {
        customer_.id = parts[0];
        customer_.typed = parts[1];
    }
    amount_typed_ = parts[2];
    date_typed_ = parts[3];
    reference_ = parts[4];
    note_ = parts[5];
    currency_ = small_number(parts[6], offered_currencies().size());
    method_ = small_number(parts[7], methods.size());
    return true;
}

// --- using unapplied cash later

void AllocateForm::open(Desk& desk, const core::ReceiptRow& receipt) {
    open_ = true;
    receipt_ = receipt;
    id_ = desk.session.mint();
    date_typed_ = core::to_text(std::max(desk.today, receipt.date));
    picker_.reset();
    picker_.allow_none = false;
    refused_.clear();
}

void AllocateForm::draw(Desk& desk) {
    Sheet sheet("allocate_form", say("allocate.later"), open_, 600);
    if (!sheet) return;
    const core::Currency currency = receipt_.amount.currency;
    text(say("allocate.available", money_text({receipt_.unapplied, currency}),
             receipt_.customer_name));
    const auto date = date_field(say("allocate.date"), date_typed_, desk.today).date;
    const core::AllocateReceipt wish{id_, receipt_.id, picker_.plan(), date.value_or(desk.today)};
    const std::string key = core::to_text(id_) + picker_.key() + date_typed_ + "@" +
                            std::to_string(desk.session.revision());
    const auto& preview = preview_.get(key, [&]() -> core::Result<session::Outcome> {
        if (wish.plan.rule == core::AllocationRule::none) {
            return core::fail(core::ErrorCode::nothing_to_do);
        }
        return desk.session.preview(wish);
    });
    picker_.draw(desk, receipt_.customer, currency, receipt_.unapplied, preview);
    const bool empty = !preview && preview.error().code == core::ErrorCode::nothing_to_do;
    if (!preview && !empty) notice(error_words(preview.error()), BadgeKind::bad);
    if (!refused_.empty()) notice(refused_, BadgeKind::bad, true);
    const bool ready = preview.has_value() && date && !picker_.unreadable();
    Row row(8);
    if (button(say("allocate.save"), {.kind = ButtonKind::primary,
                                      .enabled = ready,
                                      .hint = ready ? "" : word("allocate.not_ready")})) {
        desk.run(wish, say("allocate.saved"),
                 [this](const core::Result<session::Outcome>& outcome) {
                     if (outcome) open_ = false;
                     else refused_ = error_words(outcome.error());
                 });
    }
    if (button(say("kit.cancel"))) open_ = false;
}

} // namespace huikuan::ui
