#include "ui/invoice_form.h"

#include <algorithm>

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

core::Result<std::int64_t> read_minor(const std::string& typed, core::Currency currency) {
    return read_typed_amount(typed, currency);
}

} // namespace

void InvoiceForm::start(Desk& desk) {
    *this = InvoiceForm{};
    open_ = fresh_ = true;
    id_ = core::id_cast<core::InvoiceId>(desk.session.mint());
    issued_typed_ = core::to_text(desk.today);
    std::string chosen = desk.route.option("customer");
    if (desk.route.part(0) == "customers") chosen = desk.route.part(1);
    if (const auto parsed = core::parse_id(chosen)) {
        const auto row =
            desk.session.customer(core::id_cast<core::CustomerId>(*parsed), desk.today);
        if (row) {
            customer_.id = chosen;
            customer_.typed = customer_label(*row);
            terms_days_ = row->terms_days;
        }
    }
    const auto currencies = offered_currencies();
    const auto at = std::ranges::find(currencies, desk.session.book().currency);
    currency_ = at == currencies.end() ? 0 : static_cast<int>(at - currencies.begin());
    take_draft(desk);
}

// --- the draft: eight parts, then two for each instalment

void InvoiceForm::keep_draft(Desk& desk) {
    std::vector<std::string> parts{
        customer_.id,
        customer_.typed,
        number_,
        amount_typed_,
        issued_typed_,
        due_typed_,
        note_,
        std::string(offered_currencies()[static_cast<std::size_t>(currency_)].view())};
    if (by_lines_) {
        for (const Instalment& line : lines_) {
            parts.push_back(line.due);
            parts.push_back(line.amount);
        }
    }
    draft_.keep(desk, parts, open_ && !(number_.empty() && amount_typed_.empty()));
}

void InvoiceForm::take_draft(Desk& desk) {
    const auto parts = draft_.take(desk, 0);
    if (parts.size() < 8 || parts.size() % 2 != 0) return;
    const auto parsed = core::parse_id(parts[0]);
    const auto row =
        parsed ? desk.session.customer(core::id_cast<core::CustomerId>(*parsed), desk.today)
               : std::nullopt;
    if (row && customer_.id.empty()) {
        customer_.id = parts[0];
        customer_.typed = parts[1];
        terms_days_ = row->terms_days;
    }
    number_ = parts[2];
    amount_typed_ = parts[3];
    issued_typed_ = parts[4];
    due_typed_ = parts[5];
    note_ = parts[6];
    const auto currencies = offered_currencies();
    const auto at = std::ranges::find(currencies, parts[7], &core::Currency::view);
    if (at != currencies.end()) currency_ = static_cast<int>(at - currencies.begin());
    for (std::size_t i = 8; i + 1 < parts.size(); i += 2) {
        lines_.push_back({parts[i], parts[i + 1]});
    }
    by_lines_ = !lines_.empty();
}

// Two columns of a spreadsheet, dates and amounts, become the instalments.
bool InvoiceForm::paste(Desk& desk, const std::string& text) {
    if (!open_ || desk.route.option("new") != "invoice") return false;
    std::vector<Instalment> lines;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        std::string_view line(text.data() + from, end - from);
        from = end + 1;
        if (line.ends_with('\r')) line.remove_suffix(1);
        const auto tab = line.find('\t');
        if (tab == std::string_view::npos) continue;
        const std::string_view rest = line.substr(tab + 1);
        const std::string due(line.substr(0, tab));
        if (!core::read_typed_date(due, desk.today)) continue; // a line of headings
        lines.push_back({due, std::string(rest.substr(0, rest.find('\t')))});
    }
    if (lines.empty() || lines.size() > 60) return false;
    lines_ = std::move(lines);
    by_lines_ = true;
    toast(say("invoices.pasted", static_cast<std::int64_t>(lines_.size())));
    return true;
}

core::Result<core::IssueInvoice> InvoiceForm::command(Desk& desk) const {
    const core::Currency currency = offered_currencies()[static_cast<std::size_t>(currency_)];
    core::IssueInvoice out;
    const auto customer = core::parse_id(customer_.id);
    if (!customer) return core::fail(core::ErrorCode::required, "customer");
    if (number_.find_first_not_of(' ') == std::string::npos) {
        return core::fail(core::ErrorCode::required, "number");
    }
    const auto minor = read_minor(amount_typed_, currency);
    if (!minor) return core::fail(minor.error().code, "amount", minor.error().detail);
    const auto issued = core::read_typed_date(issued_typed_, desk.today);
    if (!issued) return core::fail(issued.error().code, "issued", issued.error().detail);
    out.invoice.id = id_;
    out.invoice.customer = core::id_cast<core::CustomerId>(*customer);
    out.invoice.number = number_;
    out.invoice.amount = {*minor, currency};
    out.invoice.issued = *issued;
    out.invoice.customer_name = customer_.typed;
    out.invoice.note = note_;
    if (by_lines_) {
        for (const Instalment& line : lines_) {
            const auto due = core::read_typed_date(line.due, desk.today);
            const auto part = read_minor(line.amount, currency);
            if (!due) return core::fail(due.error().code, "lines", line.due);
            if (!part) return core::fail(part.error().code, "lines", line.amount);
            out.invoice.lines.push_back({*due, *part});
        }
        std::ranges::stable_sort(out.invoice.lines, {}, &core::ScheduleLine::due);
    } else if (due_typed_.find_first_not_of(' ') != std::string::npos) {
        const auto due = core::read_typed_date(due_typed_, desk.today);
        if (!due) return core::fail(due.error().code, "due", due.error().detail);
        out.due = *due;
    }
    return out;
}

std::string InvoiceForm::problem_of(std::string_view field) const {
    return tried_ && was_refused_ && refused_.field == field ? error_words(refused_)
                                                             : std::string();
}

void InvoiceForm::draw_fields(Desk& desk) {
    const std::string customer_problem = problem_of("customer");
    if (lookup_field(say("label.customer"), customer_, desk.session.revision(),
                     [&](std::string_view typed) { return find_customers(desk, typed); },
                     {.error = customer_problem,
                      .placeholder = say("receipts.customer_hint"),
                      .required = true,
                      .autofocus = fresh_ && customer_.id.empty()})) {
        const auto parsed = core::parse_id(customer_.id);
        const auto row =
            parsed ? desk.session.customer(core::id_cast<core::CustomerId>(*parsed), desk.today)
                   : std::nullopt;
        if (row) terms_days_ = row->terms_days;
    }
    const std::string number_problem = problem_of("number");
    text_field(
        say("label.number"), number_,
        {.error = number_problem, .required = true, .autofocus = fresh_ && !customer_.id.empty()});
    fresh_ = false;
    const auto currencies = offered_currencies();
    const core::Currency currency = currencies[static_cast<std::size_t>(currency_)];
    {
        Columns columns({2, 1}, 12, 300);
        const std::string problem = problem_of("amount");
        amount_field(say("label.amount"), amount_typed_, currency,
                     {.error = problem, .placeholder = "0.00", .required = true});
        columns.next();
        std::vector<std::string> labels;
        for (const core::Currency& one : currencies) labels.emplace_back(one.view());
        select(say("label.currency"), currency_, labels);
    }
    Columns columns({1, 1}, 12, 300);
    const std::string issued_problem = problem_of("issued");
    const auto issued = date_field(say("label.issued"), issued_typed_, desk.today,
                                   {.error = issued_problem, .required = true})
                            .date;
    columns.next();
    if (by_lines_) return;
    const std::string due_problem = problem_of("due");
    const std::string by_terms =
        issued
            ? say("invoices.by_terms", date_text(core::add_days(*issued, terms_days_)), terms_days_)
            : std::string();
    date_field(say("label.due"), due_typed_, desk.today,
               {.hint = due_typed_.empty() ? by_terms : std::string_view{},
                .error = due_problem,
                .placeholder = say("invoices.terms_placeholder")});
}

void InvoiceForm::draw_lines(Desk& desk, core::Currency currency) {
    checkbox(say("invoices.in_parts"), by_lines_);
    if (!by_lines_) return;
    if (lines_.size() < 2) lines_.resize(2);
    std::int64_t sum = 0;
    std::size_t gone = lines_.size();
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        const Named named(static_cast<std::uint64_t>(i));
        Row row(8, false, 36);
        const float width = (room_css() - 52) / 2;
        const std::string number = std::to_string(i + 1);
        date_field(say("invoices.part_due", number), lines_[i].due, desk.today,
                   {.placeholder = say("label.due"), .width = width, .bare = true});
        amount_field(say("invoices.part_amount", number), lines_[i].amount, currency,
                     {.placeholder = "0.00", .width = width, .bare = true, .right = true});
        sum += read_minor(lines_[i].amount, currency).value_or(0);
        if (icon_button(Icon::close, say("invoices.remove_part", number),
                        {.enabled = lines_.size() > 2})) {
            gone = i;
        }
    }
    if (gone < lines_.size()) lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(gone));
    const std::int64_t whole = read_minor(amount_typed_, currency).value_or(0);
    Row row(12, true, 36);
    if (button(say("invoices.add_part"), {.kind = ButtonKind::quiet, .icon = Icon::plus}) &&
        lines_.size() < 60) {
        lines_.emplace_back();
    }
    text(say("invoices.parts_sum", money_text({sum, currency}), money_text({whole, currency})),
         {.tone = sum == whole ? Tone::green : Tone::red});
}

void InvoiceForm::save(Desk& desk) {
    tried_ = true;
    const auto wish = command(desk);
    was_refused_ = !wish;
    if (!wish) {
        refused_ = wish.error();
        return;
    }
    desk.run(*wish, say("invoices.saved", number_, money_text(wish->invoice.amount)),
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

void InvoiceForm::draw(Desk& desk) {
    const bool wanted = desk.route.option("new") == "invoice";
    if (wanted && !open_) start(desk);
    bool open = wanted;
    {
        Sheet sheet("invoice_form", say("invoices.issue"), open, 600);
        if (!sheet) {
            open_ = false;
            return;
        }
        draw_fields(desk);
        draw_lines(desk, offered_currencies()[static_cast<std::size_t>(currency_)]);
        text_field(say("label.note"), note_);
        static constexpr std::string_view beside[] = {"customer", "number", "amount", "issued",
                                                      "due"};
        if (was_refused_ && std::ranges::find(beside, refused_.field) == std::end(beside)) {
            notice(error_words(refused_), BadgeKind::bad, true);
        }
        Row row(8);
        if (button(say("invoices.save"), {.kind = ButtonKind::primary})) save(desk);
        if (button(say("kit.cancel"))) {
            open = open_ = false;
            draft_.forget(desk); // given up by a person; closing by mistake keeps it
        }
    }
    keep_draft(desk);
    if (!open) desk.go(with_sheet(desk, "new", {}));
}

} // namespace huikuan::ui
