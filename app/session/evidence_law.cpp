// The exhibits of how a debt was asked for, what being late costs, until when it can be claimed,
// what courts did, and the chain that proves the record.
#include "session/evidence_inside.h"

#include <map>

#include "session/collections.h"

namespace huikuan::session {
namespace {

// Whether the exhibits print everything that a fact says, given that they print it at all: what
// we note among ourselves, or what a debtor told us of his income, stays at home.
struct TellsNoMore {
    static bool only(const core::FieldsSet& set, std::span<const std::string_view> printed) {
        return std::ranges::all_of(set.fields, [&](const auto& field) {
            return field.second.empty() || std::ranges::contains(printed, field.first);
        });
    }
    bool operator()(const core::FieldsSet& set) const {
        static constexpr std::string_view of_book[] = {"company", "currency"};
        static constexpr std::string_view of_customer[] = {
            "name", "title", "tax_no", "address", "phone", "bank", "bank_account", "code", "email"};
        static constexpr std::string_view of_contact[] = {"customer", "name",   "title",
                                                          "phone",    "wechat", "email"};
        static constexpr std::string_view of_case[] = {
            "customer", "title", "number", "court", "route", "invoices", "claim", "currency"};
        switch (set.kind) {
        case core::RegisterKind::book: return only(set, of_book);
        case core::RegisterKind::customer: return only(set, of_customer);
        case core::RegisterKind::contact: return only(set, of_contact);
        case core::RegisterKind::legal_case: return only(set, of_case);
        case core::RegisterKind::contract: return true;
        default: return false;
        }
    }
    bool operator()(const core::InvoiceIssued&) const { return true; }
    bool operator()(const core::ReceiptRecorded& fact) const { return fact.note.empty(); }
    bool operator()(const core::AllocationMade&) const { return true; }
    bool operator()(const core::AttachmentAdded&) const { return true; }
    bool operator()(const core::ContactLogged&) const { return true; }
    bool operator()(const core::LetterSent&) const { return true; }
    bool operator()(const core::PromiseMade&) const { return true; }
    bool operator()(const core::PlanAgreed& fact) const {
        return fact.income == 0 && fact.costs == 0 && fact.debts == 0;
    }
    bool operator()(const core::LegalEventNoted& fact) const { return fact.note.empty(); }
    bool operator()(const core::CaseStepTaken&) const { return true; }
    bool operator()(const core::StatementAnswered& fact) const { return fact.note.empty(); }
    bool operator()(const auto&) const { return false; }
};

} // namespace

void EvidenceMaker::Inside::contacts() {
    const auto lines = Collections(session).contacts(customer->id);
    std::vector<std::vector<std::string>> rows;
    std::vector<core::EntityId> with_files;
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        const core::ContactLogged& what = line->contact;
        if (what.channel == core::Channel::internal || what.date > query.day) { continue; }
        std::string when = core::to_text(what.date);
        if (what.minute >= 0) { when += " " + core::minute_text(what.minute); }
        std::string note = what.note;
        for (const core::ConductRule rule : what.overruled) {
            note += (note.empty() ? "" : "\n") + named("against", core::name_of(rule));
        }
        rows.push_back({when, named("channel", core::name_of(what.channel)), what.by, what.whom,
                        say(what.reached ? "reached" : "not_reached"), std::move(note)});
        printed.insert(what.id);
        if (line->files > 0) { with_files.push_back(what.id); }
        const bool photos = line->files > 0 && !line->visit.is_nil();
        if (photos && !std::ranges::contains(with_files, line->visit)) {
            with_files.push_back(line->visit);
        }
    }
    const store::Store& book = *session.inside().store;
    std::vector<core::LetterSent> letters; // what was sent, word by word
    for (const core::WorkRow& row : book.work()) {
        const bool counts = row.type == core::WorkType::letter &&
                            row.customer == customer->holder && row.date <= query.day &&
                            row.end > query.day;
        const auto fact = counts ? book.fact(row.id) : std::nullopt;
        const auto* sent = fact ? std::get_if<core::LetterSent>(&*fact) : nullptr;
        if (sent == nullptr) { continue; }
        rows.push_back({core::to_text(sent->date), named("channel", core::name_of(sent->channel)),
                        sent->by, sent->to, say("sent"), sent->subject});
        with_files.push_back(sent->id);
        printed.insert(sent->id);
        letters.push_back(*sent);
    }
    if (rows.empty()) { return; }
    core::sort(rows, std::less{}, [](const auto& row) { return row.front(); });
    exhibit("contacts");
    pages.table({say("field.date"), say("field.channel"), say("field.by"), say("field.whom"),
                 say("field.reached"), say("field.note")},
                rows);
    for (const core::LetterSent& sent : letters) {
        pages.begin(std::to_string(exhibits.size()) + "  " + exhibits.back().title + "  " +
                    core::to_text(sent.date));
        pages.paragraph(sent.subject);
        pages.paragraph(sent.text);
    }
    for (const core::EntityId id : with_files) { attach(id); }
    end_exhibit();
}

void EvidenceMaker::Inside::promises() {
    const Collections collections(session);
    std::vector<std::vector<std::string>> rows;
    std::vector<core::EntityId> ids;
    for (const PromiseRow& row : collections.promises(customer->id, query.day)) {
        if (row.promise.date > query.day) { continue; }
        rows.push_back({core::to_text(row.promise.date), say("promise"), row.promise.who,
                        evidence_money(row.promise.amount.minor, row.promise.amount.currency),
                        core::to_text(row.promise.due), row.promise.note});
        const std::string& how = row.promise.how;
        if (!how.empty()) {
            constexpr std::string_view codes[] = {"bank", "bill", "wallet", "cash", "other"};
            std::string& note = rows.back().back();
            note = (std::ranges::contains(codes, how) ? named("how", how) : how) +
                   (note.empty() ? "" : "\n") + note;
        }
        ids.push_back(row.promise.id);
    }
    for (const PlanRow& row : collections.plans(customer->id, query.day)) {
        if (row.plan.date > query.day) { continue; }
        rows.push_back({core::to_text(row.plan.date), say("plan"), row.plan.guarantor,
                        evidence_money(row.progress.agreed, row.plan.currency),
                        core::to_text(row.plan.lines.back().due), row.plan.note});
        ids.push_back(row.plan.id);
    }
    for (const LegalEventRow& row : Legal(session).events(customer->id)) {
        if (row.event.date > query.day) { continue; }
        rows.push_back({core::to_text(row.event.date),
                        named("event", core::name_of(row.event.what)), "", "",
                        evidence_date(row.event.until), row.event.proof});
        ids.push_back(row.event.id);
    }
    if (rows.empty()) { return; }
    exhibit("acknowledged");
    printed.insert(ids.begin(), ids.end());
    core::sort(rows);
    pages.table({say("field.date"), say("field.kind"), say("field.whom"), say("field.amount"),
                 say("field.until"), say("field.note")},
                rows, "   r");
    for (const core::EntityId id : ids) { attach(id); }
    end_exhibit();
}

// As a court reads it: "per year 18%", "by law: LPR + 50%".
std::string EvidenceMaker::Inside::fee_words(const core::LateFee& fee) const {
    if (!fee.name.empty()) { return named("fee", fee.name); }
    if (fee.kind != core::LateFee::Kind::lpr) {
        return core::percent_text(fee.ppm) + "%" +
               say(fee.kind == core::LateFee::Kind::daily ? "per_day" : "per_year");
    }
    const std::int64_t percent = fee.factor_percent;
    const bool plus = percent > 100 && percent < 200;
    const std::string more =
        plus ? std::to_string(percent - 100) : core::percent_text(percent * 100);
    return filled(say(plus ? "fee.lpr_plus" : "fee.lpr_times"), {{"%n", more}});
}

// What is owed for being late and, where a judgment's period for performance is over, the doubled
// part besides (民诉法 264; 法释〔2014〕8号): what it comes to, how much of that was entered as
// debits and so is owed among the documents, then each with its own rule, days and table.
void EvidenceMaker::Inside::interest() {
    Ledger ledger(session);
    using Rows = std::vector<std::vector<std::string>>;
    std::vector<std::pair<std::string, Rows>> tables;
    std::map<core::Currency, std::int64_t> sums, entered_sums;
    const EnteredInterest entered = ledger.interest_entered(query.customer, query.day);
    const core::Date until = interest_end ? std::min(query.day, *interest_end) : query.day;
    const auto table_of = [&](const core::InvoiceRow& row, const core::LateFee& fee) {
        core::InterestQuery wish;
        wish.fee = fee;
        wish.until = until;
        const auto table = ledger.interest(row.id, wish);
        if (!table || table->rows.empty()) { return; }
        const core::Currency currency = row.amount.currency;
        auto& [heading, rows] = tables.emplace_back(row.number + "  " + fee_words(fee) + "  " +
                                                        evidence_money(table->minor, currency),
                                                    Rows());
        for (const core::InterestRow& part : table->rows) {
            rows.push_back({core::to_text(part.from) + " – " + core::to_text(part.to),
                            std::to_string(part.days),
                            core::to_text(core::Money{part.principal, currency}),
                            core::percent_text(part.rate_ppm) + "%" +
                                say(part.per_day ? "per_day" : "per_year"),
                            core::to_text(core::Money{part.minor, currency}),
                            core::to_text(core::Money{part.cumulative, currency})});
        }
        std::int64_t& sum = sums[currency];
        if (__builtin_add_overflow(sum, table->minor, &sum)) { sum = INT64_MAX; }
        entered_sums[currency] += entered_of(entered, row.id, fee);
    };
    const core::LateFee doubled = core::parse_late_fee("judgment").value();
    for (const core::InvoiceRow& row : invoices) {
        const bool bears = row.type == core::DebitType::invoice ||
                           row.type == core::DebitType::debit_note ||
                           row.type == core::DebitType::opening;
        if (row.due >= until || !bears) { continue; }
        table_of(row, ledger.late_fee_of(row.id));
        const auto end = ledger.performance_end(row.id);
        if (end && *end < until) { table_of(row, doubled); }
    }
    if (tables.empty()) { return; }
    exhibit("interest");
    for (const auto& [currency, minor] : sums) {
        pages.fact(say("interest_sum"), evidence_money(minor, currency));
        const std::int64_t owed = entered_sums[currency];
        if (owed == 0) { continue; }
        pages.fact(say("interest_entered"), evidence_money(owed, currency));
        pages.fact(say("interest_rest"),
                   evidence_money(std::max<std::int64_t>(minor - owed, 0), currency));
    }
    for (const auto& [heading, rows] : tables) {
        pages.heading(heading);
        pages.table({say("field.period"), say("field.days"), say("field.principal"),
                     say("field.rate"), say("field.interest"), say("field.sum")},
                    rows, " rrrrr");
    }
    end_exhibit();
}

// What came to be of a clock, each event that counts on a line.
std::string EvidenceMaker::Inside::why(const core::LimitationClock& clock) const {
    std::string out;
    for (const core::ClockStep& step : clock.steps) {
        if (!core::has_effect(step.effect)) { continue; }
        std::string what = named("event", core::name_of(step.event.what));
        if (step.event.source == core::ClockSource::due) { what = say("due"); }
        if (step.event.role == core::ClockRole::stopped) { what = say("stopped"); }
        if (step.event.role == core::ClockRole::bankrupt) { what = say("bankrupt"); }
        if (step.event.role == core::ClockRole::consented) { what = say("plan_consented"); }
        out += (out.empty() ? "" : "\n") + core::to_text(step.event.date) + " " + what;
        if (step.last != core::far_future) { out += " → " + core::to_text(step.last); }
    }
    return out;
}

void EvidenceMaker::Inside::clocks() {
    const Legal legal(session);
    const auto wanted = [&](core::InvoiceId id) {
        return std::ranges::contains(invoices, id, &core::InvoiceRow::id);
    };
    const auto last = [&](const core::LimitationClock& clock) {
        if (clock.safe_day != core::far_future) { return core::to_text(clock.safe_day); }
        if (clock.state == core::ClockState::unlimited) { return say("stopped"); }
        return say(clock.state == core::ClockState::done ? "claimed" : "in_case");
    };
    std::vector<std::vector<std::string>> rows;
    for (const DebtClock& row : legal.clocks(query.day, customer->id)) {
        if (!wanted(row.debt.id) || row.clock.state == core::ClockState::over) { continue; }
        rows.push_back(
            {row.debt.number, core::to_text(row.debt.due), last(row.clock), why(row.clock)});
    }
    std::vector<std::vector<std::string>> periods;
    for (const GuaranteeClock& row : legal.guarantees(query.day, customer->id)) {
        if (!wanted(row.invoice) || row.clock.state == core::ClockState::over) { continue; }
        periods.push_back({row.guarantor, say(row.joint ? "joint" : "general"), row.number,
                           last(row.clock), why(row.clock)});
    }
    if (rows.empty() && periods.empty()) { return; }
    exhibit("limitation");
    pages.table({say("field.number"), say("field.due"), say("field.last_day"), say("field.why")},
                rows);
    if (!rows.empty()) { pages.paragraph(say("limitation_rule")); }
    pages.table({say("field.guarantor"), say("field.guarantee_kind"), say("field.number"),
                 say("field.guarantee_until"), say("field.why")},
                periods);
    if (!periods.empty()) { pages.paragraph(say("guarantee_rule")); }
    end_exhibit();
}

void EvidenceMaker::Inside::cases() {
    // A case of which nothing was done yet proves nothing.
    std::vector<CaseRow> rows = cases_told;
    std::erase_if(rows, [&](const CaseRow& row) {
        return row.steps.empty() && Ledger(session).attachments(row.id).empty();
    });
    if (rows.empty()) { return; }
    exhibit("cases");
    for (const CaseRow& row : rows) {
        printed.insert(row.id);
        pages.heading(row.what.title + "  " + row.what.number + "  " + row.what.court);
        std::vector<std::vector<std::string>> steps;
        for (const core::CaseStepTaken& step : row.steps) {
            printed.insert(step.id);
            steps.push_back({core::to_text(step.date), named("stage", core::name_of(step.stage)),
                             evidence_date(step.due),
                             step.minor != 0 ? evidence_money(step.minor, step.currency) : "",
                             step.note});
        }
        pages.table({say("field.date"), say("field.stage"), say("field.until"), say("field.amount"),
                     say("field.note")},
                    steps, "   r");
    }
    for (const CaseRow& row : rows) {
        attach(row.id);
        for (const core::CaseStepTaken& step : row.steps) { attach(step.id); }
    }
    end_exhibit();
}

// The changes of the customer, each with its hash and that of the one before it on its device; what
// they say stands there only of those that the exhibits print whole.
void EvidenceMaker::Inside::chain() {
    exhibit("chain");
    const core::CustomerId whose[] = {customer->id};
    std::string lines;
    std::vector<std::vector<std::string>> rows;
    const auto told = session.inside().store->changes_about(whose, [&](const core::Change& change) {
        const std::string before =
            change.previous == core::Hash{} ? std::string() : sync::to_hex(change.previous);
        const std::string hash = sync::to_hex(change.hash);
        const auto* fields = change.fact ? std::get_if<core::FieldsSet>(&*change.fact) : nullptr;
        const bool of_book = fields != nullptr && fields->kind == core::RegisterKind::book;
        const bool whole = change.fact && (of_book || printed.contains(change.entity)) &&
                           std::visit(TellsNoMore{}, *change.fact);
        lines += std::string(change.device.view()) + "\t" + std::to_string(change.seq) + "\t" +
                 before + "\t" + hash + "\t" + (whole ? change.bytes : "") + "\n";
        rows.push_back({std::string(change.device.view()), std::to_string(change.seq),
                        whole ? change.kind : say("internal"), hash.substr(0, 32)});
        return true;
    });
    if (!told && !problem) { problem = told.error(); }
    pages.paragraph(say("chain_rule"));
    pages.fact(say("chain_count"), std::to_string(rows.size()));
    pages.fact(say("chain_digest"), sync::to_hex(sync::sha256(lines)));
    keep(say("folder.chain") + "/changes.tsv", lines);
    keep(say("folder.chain") + "/" + say("chain_readme_name") + ".txt", say("chain_readme") + "\n");
    pages.table({say("field.device"), say("field.seq"), say("field.kind"), "SHA-256"}, rows, " r");
    end_exhibit();
}

} // namespace huikuan::session
