#include "session/letters.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/contract.h"
#include "core/sorting.h"
#include "core/text.h"
#include "session/inside.h"
#include "session/ledger.h"

namespace huikuan::session {

std::string date_in(std::string_view language, core::Date date) {
    const core::Ymd ymd = core::ymd_of(date);
    if (language == "zh") { return core::joined({ymd.year, "年", ymd.month, "月", ymd.day, "日"}); }
    constexpr std::string_view months[] = {"January",   "February", "March",    "April",
                                           "May",       "June",     "July",     "August",
                                           "September", "October",  "November", "December"};
    return core::joined({ymd.day, " ", months[ymd.month - 1], " ", ymd.year});
}

std::string money_in(std::string_view language, core::Money money) {
    const std::string number = core::to_text(money);
    if (language == "zh" && money.currency.view() == "CNY") { return "人民币 " + number + " 元"; }
    return std::string(money.currency.view()) + " " + number;
}

namespace {

constexpr std::size_t most_lines_of_text = 100; // the table on paper and the record have all
class Sums {
public:
    void add(core::Money money) {
        std::int64_t& sum = sums_[money.currency];
        if (__builtin_add_overflow(sum, money.minor, &sum)) sum = INT64_MAX;
    }
    [[nodiscard]] std::string words(std::string_view language) const {
        std::string out;
        for (const auto& [currency, minor] : sums_) {
            if (minor == 0) continue;
            if (!out.empty()) out += language == "zh" ? "；" : "; ";
            out += money_in(language, {minor, currency});
        }
        return out;
    }

private:
    std::map<core::Currency, std::int64_t> sums_;
};

std::string setting_of(const core::Fields& settings, std::string_view key) {
    const auto found = std::ranges::find(
        settings, key, [](const auto& one) { return std::string_view(one.first); });
    return found == settings.end() ? std::string() : found->second;
}

std::string line_words(const std::string& language, std::size_t number, const LetterLine& line) {
    const core::LetterValues values{
        {"number", std::to_string(number)},
        {"document", line.number},
        {"due", core::to_text(line.due)},
        {"late", line.days > 0 ? std::to_string(line.days) : std::string()},
        {"open", money_in(language, {line.open, line.amount.currency})}};
    return core::expand(core::letter_part("line", language), values).value_or(line.number);
}

class Writer {
public:
    Writer(Session& session, core::Date day, const LetterWish& wish)
        : session_(session), day_(day), wish_(wish),
          settings_(session.fields(core::RegisterKind::setting, core::settings_entity)) {
        draft_.letter.date = day;
        draft_.letter.by = wish.by;
        draft_.letter.channel = wish.channel.value_or(core::Channel::mail);
        draft_.letter.letter = wish.name;
        draft_.letter.language =
            wish.language.empty() ? Letters(session).language() : wish.language;
    }

    // Of a step of a ladder: under its id, and what it charges becomes owed.
    void is_step(const DunningRow& row) {
        draft_.letter.id = row.letter;
        draft_.letter.ladder = row.ladder;
        draft_.letter.level = row.plan.level;
        with_interest_ = !row.step.interest.empty();
    }

    // What it charges, without its text.
    std::vector<core::LetterSum> charged(core::CustomerId customer,
                                         std::vector<core::LetterItem> items,
                                         std::vector<core::LetterSum> sums) {
        const auto row = session_.customer(customer, day_);
        draft_.letter.items = std::move(items);
        draft_.letter.sums = std::move(sums);
        if (row) charge(*row);
        return std::move(draft_.letter.sums);
    }

    core::Result<LetterDraft> write(core::CustomerId customer, std::vector<core::LetterItem> items,
                                    std::vector<core::LetterSum> sums,
                                    const std::vector<core::Money>& disputed) {
        core::LetterSent& letter = draft_.letter;
        const auto found = core::letter_template(settings_, letter.letter, letter.language);
        if (!found) {
            return core::fail(core::ErrorCode::unknown_document, "letter", letter.letter);
        }
        const auto row = session_.customer(customer, day_);
        if (!row) return core::fail(core::ErrorCode::unknown_customer, "customer");
        letter.customer = customer;
        letter.items = std::move(items);
        letter.sums = std::move(sums);
        if (letter.level > 0) charge(*row);
        name_customer(*row);
        name_lines();
        name_sums(*row, disputed);
        value("company", session_.book().company);
        value("date", date_in(letter.language, day_));
        value("pay_by", date_in(letter.language, core::add_days(day_, days_to_pay_of())));
        value("level", letter.level > 0 ? std::to_string(letter.level) : std::string("1"));
        for (const char* key : {"bank", "phone", "law_firm", "lawyer"}) {
            value(key, setting_of(settings_, std::string("company.") + key));
        }
        value("plan", plan_words(customer));
        value("sign", std::string(sign_mark));
        for (const auto& [key, given] : wish_.values) value(key, given);
        return fill(*found);
    }

private:
    void value(const std::string& key, std::string given) {
        if (given.empty()) return;
        const auto there =
            std::ranges::find(values_, key, &std::pair<std::string, std::string>::first);
        if (there != values_.end()) there->second = std::move(given);
        else values_.emplace_back(key, std::move(given));
    }

    [[nodiscard]] int days_to_pay_of() const {
        const std::string given = setting_of(settings_, "company.letter_days");
        const bool number = !given.empty() && given.size() <= 3 &&
                            given.find_first_not_of("0123456789") == std::string::npos;
        return number ? std::stoi(given) : days_to_pay;
    }

    void name_customer(const core::CustomerRow& row) {
        const auto fields =
            session_.fields(core::RegisterKind::customer, core::entity_of(row.holder));
        const std::string title = setting_of(fields, "title");
        value("customer", !title.empty() ? title : row.name.empty() ? row.code : row.name);
        value("owner", row.owner);
        std::string mail = setting_of(fields, "email");
        std::string phone = row.phone;
        bool billing = false;
        for (const ContactRow& contact : Ledger(session_).contacts(row.id)) {
            if (contact.field("archived") == "1" || billing) continue;
            billing = contact.field("billing") == "1";
            if (!billing) continue;
            value("contact", contact.field("name"));
            if (!contact.field("email").empty()) mail = contact.field("email");
            if (!contact.field("phone").empty()) phone = contact.field("phone");
        }
        switch (draft_.letter.channel) {
        case core::Channel::mail: draft_.letter.to = mail; break;
        case core::Channel::letter: draft_.letter.to = setting_of(fields, "address"); break;
        default: draft_.letter.to = phone; break;
        }
        if (draft_.letter.to.size() > core::longest_name) draft_.letter.to.clear();
    }

    // "DI-20260314-K3V5A2B7 逾期利息": what is no invoice says what it is.
    [[nodiscard]] std::string document_words(const core::InvoiceRow& invoice) const {
        std::string words = invoice.number.empty() ? "–" : invoice.number;
        const std::string part = core::joined({"of_", core::name_of(invoice.type)});
        const auto kind = core::letter_part(part, draft_.letter.language);
        return kind.empty() ? words : words + " " + std::string(kind);
    }

    void name_lines() {
        std::string text;
        int oldest = 0;
        std::size_t number = 0;
        for (const core::LetterItem& item : draft_.letter.items) {
            const auto invoice = session_.invoice(item.invoice, day_);
            if (!invoice) continue;
            LetterLine line{document_words(*invoice),           invoice->issued, item.due,
                            core::days_between(item.due, day_), invoice->amount, item.minor};
            oldest = std::max(oldest, line.days);
            if (++number <= most_lines_of_text) {
                text +=
                    (text.empty() ? "" : "\n") + line_words(draft_.letter.language, number, line);
            }
            draft_.lines.push_back(std::move(line));
        }
        if (number > most_lines_of_text) {
            const std::size_t rest = number - most_lines_of_text;
            const core::LetterValues values{{"rest", std::to_string(rest)}};
            text += "\n" + core::expand(core::letter_part("more", draft_.letter.language), values)
                               .value_or(std::to_string(rest));
        }
        items_ = std::move(text);
        value("items", items_.empty() ? std::string() : std::string(items_mark));
        if (oldest > 0) value("days", std::to_string(oldest));
    }

    void name_sums(const core::CustomerRow& row, const std::vector<core::Money>& not_asked) {
        const std::string_view language = draft_.letter.language;
        Sums overdue, unapplied, net, interest, fee, total, disputed, balance;
        for (const core::LetterSum& sum : draft_.letter.sums) {
            overdue.add({sum.overdue, sum.currency});
            unapplied.add({sum.unapplied, sum.currency});
            net.add({std::max<std::int64_t>(sum.overdue - sum.unapplied, 0), sum.currency});
            interest.add({sum.interest, sum.currency});
            fee.add({sum.fee, sum.currency});
            total.add({std::max<std::int64_t>(sum.total(), 0), sum.currency});
        }
        Sums before, all = interest;
        for (const core::Money& money : interest_before(row)) {
            before.add(money);
            all.add(money);
        }
        for (const core::Money& money : not_asked) disputed.add(money);
        for (const auto& one : row.balances) balance.add({one.balance, one.currency});
        value("overdue", overdue.words(language));
        value("unapplied", unapplied.words(language));
        value("net", net.words(language));
        value("interest", interest.words(language));
        value("interest_before", before.words(language));
        value("interest_all", all.words(language));
        value("fee", fee.words(language));
        value("total", total.words(language));
        value("disputed", disputed.words(language));
        value("balance", balance.words(language));
    }

    // What was entered of interest by now and is still owed, due or not: the letter's own comes on
    // top of it.
    [[nodiscard]] std::vector<core::Money> interest_before(const core::CustomerRow& row) const {
        std::vector<core::Money> found;
        core::ListQuery query;
        query.customer = row.holder;
        query.as_of = day_;
        query.open_only = query.without_later = true;
        for (const auto type : {core::DebitType::interest, core::DebitType::doubled_interest}) {
            query.debit = type;
            for (const auto& one : session_.invoices(session_.invoice_keys(query), day_)) {
                found.push_back({one.open - one.disputed, one.amount.currency});
            }
        }
        return found;
    }

    // The fee of the step, and what the contract or the law has it cost to be late, of every
    // document that takes it once, less what was entered of it before. What is disputed bears
    // nothing, nor what money that waits for its use could pay, the oldest first: asked for again,
    // or allocated on its day, all of it is caught up with.
    void charge(const core::CustomerRow& row) {
        core::LetterSent& letter = draft_.letter;
        for (core::LetterSum& sum : letter.sums) {
            if (sum.fee <= 0) continue;
            const auto id = free_name(
                [&](int voided) { return core::letter_fee_id(letter, sum.currency, voided); });
            if (id.is_nil()) {
                sum.fee = 0;
                continue;
            }
            core::IssueInvoice& fee = owe(row, id, {sum.fee, sum.currency}, core::DebitType::costs);
            fee.invoice.note = note("fee_note", {});
        }
        if (!with_interest_) return;
        std::set<core::InvoiceId> seen;
        const Ledger ledger(session_);
        const auto entered = ledger.interest_entered(row.id);
        std::map<core::InvoiceId, std::int64_t> covered = covered_by_cash();
        for (const core::LetterItem& item : letter.items) {
            if (item.level <= 0 || !seen.insert(item.invoice).second) continue;
            const auto invoice = session_.invoice(item.invoice, day_);
            if (!invoice || core::is_charge(invoice->type)) continue;
            core::InterestQuery query;
            query.fee = ledger.late_fee_of(item.invoice);
            query.until = day_;
            query.spared = invoice->disputed + covered[item.invoice];
            const auto table = ledger.interest(item.invoice, query);
            if (!table) continue;
            const std::int64_t minor = table->minor - entered_of(entered, item.invoice, query.fee);
            const auto sum = std::ranges::find(letter.sums, invoice->amount.currency,
                                               &core::LetterSum::currency);
            const auto id = free_name(
                [&](int voided) { return core::letter_interest_id(letter, item.invoice, voided); });
            if (minor <= 0 || sum == letter.sums.end() || id.is_nil()) continue;
            sum->interest += minor;
            core::IssueInvoice& owed =
                owe(row, id, {minor, invoice->amount.currency}, core::debit_type_of(query.fee));
            owed.invoice.against = core::entity_of(item.invoice);
            owed.invoice.note = note("interest_note", invoice->number);
        }
    }

    // What the money that waits for its use could pay of each document.
    std::map<core::InvoiceId, std::int64_t> covered_by_cash() const {
        std::map<core::InvoiceId, std::int64_t> covered;
        for (const core::LetterSum& sum : draft_.letter.sums) {
            std::int64_t left = sum.unapplied;
            for (const core::LetterItem& item : draft_.letter.items) { // by due date
                if (left <= 0) break;
                const auto invoice = session_.invoice(item.invoice, day_);
                if (!invoice || invoice->amount.currency != sum.currency) continue;
                const std::int64_t part = std::min(left, item.minor);
                covered[item.invoice] += part;
                left -= part;
            }
        }
        return covered;
    }

    // The next name of a charge; nil where it stands, and so is owed already.
    template <class Named>
    core::InvoiceId free_name(const Named& named) const {
        for (int voided = 0;; ++voided) {
            const auto id = core::id_cast<core::InvoiceId>(named(voided));
            const auto there = session_.invoice(id, core::last_date);
            if (!there) return id;
            if (there->status != core::DocumentStatus::voided) return {};
        }
    }

    core::IssueInvoice& owe(const core::CustomerRow& row, core::InvoiceId id, core::Money amount,
                            core::DebitType type) {
        core::IssueInvoice& charge = draft_.charges.emplace_back();
        charge.invoice.id = id;
        charge.invoice.customer = draft_.letter.customer;
        charge.invoice.customer_name = row.name;
        charge.invoice.type = type;
        charge.invoice.amount = amount;
        charge.invoice.issued = day_;
        charge.invoice.number = core::letter_charge_number(charge.invoice);
        charge.due = core::add_days(day_, days_to_pay_of());
        return charge;
    }

    [[nodiscard]] std::string note(std::string_view part, const std::string& document) const {
        const core::LetterValues values{{"document", document},
                                        {"date", core::to_text(day_)},
                                        {"level", std::to_string(draft_.letter.level)}};
        return core::expand(core::letter_part(part, draft_.letter.language), values)
            .value_or(std::string());
    }

    [[nodiscard]] std::string plan_words(core::CustomerId customer) const {
        const store::Store& book = *session_.inside().store;
        const auto row = session_.customer(customer, day_);
        std::optional<core::PlanAgreed> latest;
        for (const core::WorkRow& work : book.work()) {
            if (work.type != core::WorkType::plan || work.end <= day_ || work.date > day_) continue;
            if (!row || work.customer != row->holder) continue;
            const auto fact = book.fact(work.id);
            if (const auto* plan = fact ? std::get_if<core::PlanAgreed>(&*fact) : nullptr) {
                latest = *plan;
            }
        }
        std::string text;
        const std::string& language = draft_.letter.language;
        for (std::size_t i = 0; latest && i < latest->lines.size(); ++i) {
            const core::PlanLine& line = latest->lines[i];
            text += core::joined({i == 0 ? "" : "\n", i + 1, ". ", core::to_text(line.due), " ",
                                  money_in(language, {line.minor(), latest->currency})});
        }
        return text;
    }

    core::Result<LetterDraft> fill(const core::LetterTemplate& letter) {
        auto subject = core::expand(letter.subject, values_);
        auto text = core::expand(letter.body, values_);
        if (!subject || !text) {
            core::Error error = subject ? text.error() : subject.error();
            // The holes of both, in one answer.
            if (!subject && !text && text.error().code == core::ErrorCode::required) {
                const auto marks = core::marks_of(letter.body).value_or(std::vector<std::string>{});
                for (const std::string& name : marks) {
                    const bool open = ("," + text.error().detail + ",").contains("," + name + ",");
                    const bool said = ("," + error.detail + ",").contains("," + name + ",");
                    if (open && !said) error.detail += "," + name;
                }
            }
            return std::unexpected(error);
        }
        draft_.marked = *std::move(text);
        draft_.letter.text = draft_.marked;
        if (const auto at = draft_.letter.text.find(items_mark); at != std::string::npos) {
            draft_.letter.text.replace(at, items_mark.size(), items_);
        }
        draft_.letter.subject = *std::move(subject);
        if (draft_.letter.text.size() > core::longest_letter) {
            return core::fail(core::ErrorCode::too_long, "letter",
                              std::to_string(core::longest_letter));
        }
        return std::move(draft_);
    }

    Session& session_;
    core::Date day_;
    const LetterWish& wish_;
    core::Fields settings_;
    core::LetterValues values_;
    std::string items_;
    bool with_interest_ = false;
    LetterDraft draft_;
};

} // namespace

bool demands(std::string_view letter) {
    return letter == "reminder" || letter.starts_with("demand") || letter == "lawyer";
}

core::Result<LetterDraft> Letters::of_step(const DunningRow& row, core::Date day,
                                           const LetterWish& wish) const {
    LetterWish whole = wish;
    whole.name = row.step.letter;
    if (!whole.channel) whole.channel = row.step.channel;
    Writer writer(session_, day, whole);
    writer.is_step(row);
    return writer.write(row.customer, row.plan.items, row.plan.sums, row.plan.disputed);
}

core::Result<LetterDraft> Letters::of(core::CustomerId customer, core::Date day,
                                      const LetterWish& wish) const {
    const auto row = session_.customer(customer, day);
    if (!row) return core::fail(core::ErrorCode::unknown_customer, "customer");
    std::vector<core::LetterItem> items;
    std::map<core::Currency, core::LetterSum> sums;
    const bool demand = demands(wish.name);
    // What is disputed is stated and agreed to like the rest, but not demanded.
    std::map<core::InvoiceId, std::int64_t> disputed;
    const store::Store& book = *session_.inside().store;
    for (const auto& one : book.disputes(core::entity_of(row->holder), true)) {
        const bool runs = one.date <= day && one.end > day;
        if (demand && runs) disputed[one.invoice] += one.amount.minor;
    }
    auto lines = book.open_lines(day);
    std::erase_if(lines, [&](const core::OpenLine& line) {
        return line.customer != row->holder || (demand && line.due >= day);
    });
    core::sort(lines, std::less{}, &core::OpenLine::due);
    // What is held is not demanded either.
    for (const core::WorkRow& hold : book.work()) {
        const bool holds = demand && hold.type == core::WorkType::hold && !hold.subject.is_nil() &&
                           hold.date <= day && day <= hold.until && hold.end > day;
        if (!holds) continue;
        std::erase_if(lines, [&](const core::OpenLine& line) {
            return core::entity_of(line.invoice) == hold.subject;
        });
    }
    std::map<core::Currency, std::int64_t> left_out;
    for (const core::OpenLine& line : lines) {
        std::int64_t& of_invoice = disputed[line.invoice];
        const std::int64_t out = std::min(of_invoice, line.open);
        of_invoice -= out;
        if (out > 0) left_out[line.currency] += out;
        if (line.open == out) continue;
        items.push_back({line.invoice, line.due, line.open - out, 0});
        core::LetterSum& sum = sums[line.currency];
        sum.currency = line.currency;
        sum.overdue += line.open - out;
    }
    std::vector<core::Money> not_asked;
    for (const auto& [currency, minor] : left_out) not_asked.push_back({minor, currency});
    core::sort(items, [](const core::LetterItem& a, const core::LetterItem& b) {
        return std::tie(a.due, a.invoice) < std::tie(b.due, b.invoice);
    });
    for (const auto& balance : row->balances) {
        if (balance.unapplied >= 0) continue;
        const auto sum = sums.find(balance.currency);
        if (sum != sums.end()) sum->second.unapplied = -balance.unapplied;
    }
    std::vector<core::LetterSum> list;
    for (const auto& [currency, sum] : sums) list.push_back(sum);
    Writer writer(session_, day, wish);
    auto draft = writer.write(row->holder, std::move(items), std::move(list), not_asked);
    if (draft) draft->letter.id = session_.mint();
    return draft;
}

std::vector<core::LetterSum> Letters::charges_of(const DunningRow& row, core::Date day) const {
    std::vector<core::LetterSum> sums = row.plan.sums;
    if (!row.step.interest.empty()) {
        LetterWish wish;
        wish.name = row.step.letter;
        Writer writer(session_, day, wish);
        writer.is_step(row);
        sums = writer.charged(row.customer, row.plan.items, std::move(sums));
    }
    std::erase_if(sums, [](const core::LetterSum& sum) { return sum.fee + sum.interest <= 0; });
    return sums;
}

core::Result<Letters::Post> Letters::post(core::Date day, const std::optional<std::string>& owner,
                                          std::span<const core::CustomerId> customers,
                                          const std::string& by) const {
    const auto preview = Dunning(session_).preview(day, owner);
    if (!preview) return std::unexpected(preview.error());
    Post post;
    for (const DunningRow& row : preview->rows) {
        if (row.plan.why != core::DunningWhy::none) continue;
        if (!customers.empty() && !std::ranges::contains(customers, row.customer)) continue;
        const bool on_paper =
            row.step.channel == core::Channel::mail || row.step.channel == core::Channel::letter;
        if (!row.ready) ++post.decided;
        else if (!on_paper) ++post.other_channel;
        if (!row.ready || !on_paper) continue;
        if (post.drafts.size() == most_at_once) {
            ++post.later;
            continue;
        }
        LetterWish wish;
        wish.channel = core::Channel::letter; // it is printed, and goes to the postal address
        wish.by = by;
        if (auto draft = of_step(row, day, wish)) post.drafts.push_back(*std::move(draft));
        else post.refused.emplace_back(row.customer, draft.error());
    }
    return post;
}

core::Result<Outcome> Letters::keep_sent(std::span<const LetterDraft> drafts) {
    std::vector<core::Command> commands;
    for (const LetterDraft& draft : drafts) {
        commands.emplace_back(core::SendLetter{draft.letter, draft.charges});
    }
    return session_.run_batch(commands);
}

core::Result<Letters::Ran> Letters::run(core::Date day, const std::optional<std::string>& owner,
                                        const std::string& by) {
    const auto preview = Dunning(session_).preview(day, owner);
    if (!preview) return std::unexpected(preview.error());
    Ran ran;
    std::vector<core::Command> commands;
    for (const DunningRow& row : preview->rows) {
        if (row.plan.why != core::DunningWhy::none || !row.ready) continue;
        LetterWish wish;
        wish.by = by;
        auto draft = of_step(row, day, wish);
        if (!draft) {
            ran.refused.emplace_back(row.customer, draft.error());
            continue;
        }
        commands.emplace_back(
            core::SendLetter{std::move(draft->letter), std::move(draft->charges)});
    }
    if (commands.empty()) return ran;
    const auto done = session_.run_batch(commands);
    if (!done) return std::unexpected(done.error());
    ran.written = commands.size();
    return ran;
}

std::string Letters::language() const {
    const auto settings = session_.fields(core::RegisterKind::setting, core::settings_entity);
    const std::string set = setting_of(settings, "company.language");
    if (set == "zh" || set == "en") return set;
    return session_.book().currency.view() == "CNY" ? "zh" : "en";
}

std::optional<core::LetterTemplate> Letters::text_of(std::string_view name,
                                                     std::string_view language) const {
    const auto settings = session_.fields(core::RegisterKind::setting, core::settings_entity);
    return core::letter_template(settings, name, language);
}

std::vector<std::string> Letters::names() const {
    return core::letter_names(session_.fields(core::RegisterKind::setting, core::settings_entity));
}

core::Result<Outcome> Letters::keep(const core::LetterTemplate& letter) {
    const bool named = !letter.name.empty() && letter.name.size() <= 40 &&
                       !letter.name.contains('.') &&
                       (letter.language == "zh" || letter.language == "en");
    if (!named) return core::fail(core::ErrorCode::malformed, "name", letter.name);
    const bool shipped_again = core::trim(letter.body).empty();
    std::string text;
    if (!shipped_again) {
        if (core::trim(letter.subject).empty())
            return core::fail(core::ErrorCode::required, "subject");
        text = std::string(core::trim(letter.subject)) + "\n" + letter.body;
        const auto marks = core::marks_of(text);
        if (!marks) return std::unexpected(marks.error());
        for (const std::string& name : *marks) {
            if (std::ranges::contains(core::letter_fields(), name)) continue;
            return core::fail(core::ErrorCode::malformed, "letter", "{{" + name + "}}");
        }
    }
    const std::string key = "letter." + letter.name + "." + letter.language;
    return session_.run(core::SetFields{
        {core::RegisterKind::setting, core::settings_entity, {{key, std::move(text)}}}});
}

} // namespace huikuan::session
