#include "session/evidence.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/markup.h"
#include "core/sorting.h"
#include "session/collections.h"
#include "session/evidence_pages.h"
#include "session/inside.h"
#include "session/ledger.h"
#include "session/legal.h"
#include "session/statement.h"
#include "session/statement_course.h"
#include "sync/hash.h"
#include "sync/zip_file.h"

namespace huikuan::session {
namespace {

constexpr std::size_t longest_file_name = 60; // letters of a file's own name that are kept

std::string money(std::int64_t minor, core::Currency currency) {
    return core::to_text(core::Money{minor, currency}) + " " + std::string(currency.view());
}
std::string date(const std::optional<core::Date>& day) { return day ? core::to_text(*day) : ""; }

// As a file may be called anywhere: no folders, nothing that a shell or Windows minds.
std::string safe_name(std::string_view name) {
    std::string out;
    std::size_t letters = 0;
    for (const char byte : name) {
        const auto value = static_cast<unsigned char>(byte);
        const bool first = (value & 0xC0U) != 0x80U;
        if (first && ++letters > longest_file_name) { break; }
        const bool bad = value < 0x20 || value == 0x7F ||
                         std::string_view("\\/:*?\"<>|").find(byte) != std::string_view::npos;
        out += bad ? '_' : byte;
    }
    while (!out.empty() && (out.back() == '.' || out.back() == ' ')) { out.pop_back(); }
    while (!out.empty() && out.front() == '.') { out.erase(0, 1); }
    return out.empty() ? "_" : out;
}

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
        static constexpr std::string_view of_case[] = {"customer", "title",    "number", "court",
                                                       "route",    "invoices", "claim",  "currency"};
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
    bool operator()(const core::ContactLogged& fact) const { return fact.overruled.empty(); }
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

bool is_picture(std::string_view media) {
    return media == "image/jpeg" || media == "image/png" || media == "image/webp" ||
           media == "image/gif";
}

} // namespace

struct EvidenceMaker::Inside {
    Session& session;
    EvidenceQuery query;
    std::optional<core::CustomerRow> customer;
    std::vector<core::InvoiceRow> invoices; // by issue date
    EvidencePages pages;
    sync::ZipWriter zip;
    std::vector<EvidenceExhibit> exhibits;
    std::size_t done = 0;
    std::optional<core::Error> problem;
    std::size_t files = 0;
    std::vector<core::EntityId> sources;   // whose files of a kind go to the exhibit of that kind
    std::set<core::EntityId> attached;     // files that have their slip
    std::set<core::EntityId> printed;      // what the exhibits say, by its id
    std::vector<CaseRow> cases_told;
    std::optional<core::Date> interest_end; // the debtor went bankrupt on the day after

    Inside(Session& book, EvidenceQuery asked)
        : session(book), query(std::move(asked)), zip(query.day) {}

    std::string say(std::string_view key) const {
        return query.word("evidence." + std::string(key));
    }
    std::string named(std::string_view group, std::string_view name) const {
        return say(std::string(group) + "." + std::string(name));
    }

    void load();
    void exhibit(std::string_view key);
    void end_exhibit() { exhibits.back().last_page = pages.count(); }
    void keep(const std::string& name, std::string_view bytes) {
        if (auto added = zip.add(name, bytes); !added && !problem) { problem = added.error(); }
    }
    void attach(core::EntityId of, core::FileKind home = core::FileKind::other);
    void attach_kind(core::FileKind kind);
    [[nodiscard]] bool has_kind(core::FileKind kind) const;
    void slip(const core::AttachmentRow& file);

    void parties();
    void contracts();
    void invoices_issued();
    void delivery();
    void payments();
    void statement();
    void answers();
    void contacts();
    void promises();
    void interest();
    [[nodiscard]] std::string why(const core::LimitationClock& clock) const;
    void clocks();
    void cases();
    void chain();
    void index();
};

void EvidenceMaker::Inside::load() {
    customer = session.customer(query.customer, query.day);
    if (!customer) {
        problem = core::Error{core::ErrorCode::unknown_customer, "customer", "", 0};
        return;
    }
    core::ListQuery list;
    list.customer = query.customer;
    list.as_of = query.day;
    list.sort = "issued";
    list.open_only = query.invoices.empty();
    for (core::InvoiceRow& row : session.invoices(session.invoice_keys(list), query.day)) {
        const bool wanted =
            query.invoices.empty() ? row.open > 0 : std::ranges::contains(query.invoices, row.id);
        if (wanted && row.issued <= query.day) { invoices.push_back(std::move(row)); }
    }
    if (invoices.empty()) {
        problem = core::Error{core::ErrorCode::nothing_to_do, "evidence", "", 0};
    }
    sources.push_back(core::entity_of(customer->id));
    for (const ContractRow& row : Ledger(session).contracts(customer->id)) {
        sources.push_back(row.id);
    }
    for (const core::InvoiceRow& row : invoices) { sources.push_back(core::entity_of(row.id)); }
    for (CaseRow& row : Legal(session).cases(query.day, customer->id)) {
        if (!query.of_case.is_nil() && row.id != query.of_case) { continue; }
        // Interest stops on the day on which a bankruptcy is accepted (企业破产法 46).
        if (row.bankruptcy && (!interest_end || *row.bankruptcy <= *interest_end)) {
            interest_end = core::add_days(*row.bankruptcy, -1);
        }
        cases_told.push_back(std::move(row));
    }
}

void EvidenceMaker::Inside::exhibit(std::string_view key) {
    const std::string title = named("title", key);
    exhibits.push_back({title, named("proves", key), pages.count() + 1, pages.count() + 1, {}});
    pages.begin(std::to_string(exhibits.size()) + "  " + title);
}

// A slip for each file: what it is, its SHA-256 and where it lies; a picture stands on it.
void EvidenceMaker::Inside::slip(const core::AttachmentRow& row) {
    if (row.voided || !attached.insert(row.id).second) { return; }
    printed.insert(row.id);
    std::string number = std::to_string(++files);
    if (number.size() < 2) { number.insert(0, "0"); }
    exhibits.back().files.push_back(number + " " + row.name + " (" + std::to_string(row.bytes) +
                                    " " + say("bytes") + ")");
    const std::string path = say("folder.files") + "/" + number + " " + safe_name(row.name);
    pages.begin(std::to_string(exhibits.size()) + "  " + exhibits.back().title + "  " +
                say("file") + " " + number);
    pages.fact(say("file_name"), row.name);
    pages.fact(say("file_bytes"), std::to_string(row.bytes));
    pages.fact("SHA-256", sync::to_hex(row.sha256));
    const auto bytes = Ledger(session).file(row.sha256);
    if (!bytes) {
        pages.paragraph(say("file_missing"));
        return;
    }
    pages.fact(say("file_place"), path);
    keep(path, *bytes);
    if (is_picture(row.media)) { pages.image(path, row.name); }
}

// The files of one thing; what was said to be of another exhibit waits for it, or was there.
void EvidenceMaker::Inside::attach(core::EntityId of, core::FileKind home) {
    const bool sorted = std::ranges::contains(sources, of);
    for (const core::AttachmentRow& row : Ledger(session).attachments(of)) {
        const core::FileKind kind =
            sorted ? Ledger(session).kind_of_file(row.id) : core::FileKind::other;
        if (kind == core::FileKind::other || kind == home) { slip(row); }
    }
}
void EvidenceMaker::Inside::attach_kind(core::FileKind kind) {
    for (const core::EntityId of : sources) {
        for (const core::AttachmentRow& row : Ledger(session).attachments(of)) {
            if (Ledger(session).kind_of_file(row.id) == kind) { slip(row); }
        }
    }
}
bool EvidenceMaker::Inside::has_kind(core::FileKind kind) const {
    const Ledger ledger(session);
    return std::ranges::any_of(sources, [&](core::EntityId of) {
        return std::ranges::any_of(ledger.attachments(of), [&](const core::AttachmentRow& row) {
            return !row.voided && ledger.kind_of_file(row.id) == kind;
        });
    });
}

void EvidenceMaker::Inside::parties() {
    exhibit("parties");
    pages.fact(say("creditor"), session.book().company);
    pages.paragraph(" ");
    pages.fact(say("debtor"), customer->name);
    const auto fields = session.fields(core::RegisterKind::customer, core::entity_of(customer->id));
    for (const auto& [name, value] : fields) {
        const bool shown = name == "title" || name == "tax_no" || name == "address" ||
                           name == "phone" || name == "bank" || name == "bank_account" ||
                           name == "code" || name == "email";
        if (shown) { pages.fact(named("field", name), value); }
    }
    std::vector<std::vector<std::string>> rows;
    printed.insert(core::entity_of(customer->id));
    for (const ContactRow& row : Ledger(session).contacts(customer->id)) {
        printed.insert(row.id);
        rows.push_back({row.field("name"), row.field("title"), row.field("phone"),
                        row.field("wechat"), row.field("email")});
    }
    pages.table({say("field.name"), say("field.role"), say("field.phone"), say("field.wechat"),
                 say("field.email")},
                rows);
    attach(core::entity_of(customer->id));
    end_exhibit();
}

void EvidenceMaker::Inside::contracts() {
    std::set<core::EntityId> wanted;
    for (const core::InvoiceRow& row : invoices) { wanted.insert(row.contract); }
    std::vector<ContractRow> rows = Ledger(session).contracts(customer->id);
    std::erase_if(rows, [&](const ContractRow& row) {
        return !wanted.contains(row.id) && row.contract.archived;
    });
    if (rows.empty() && !has_kind(core::FileKind::contract)) { return; }
    exhibit("contracts");
    for (const ContractRow& row : rows) {
        printed.insert(row.id);
        const core::Contract& what = row.contract;
        pages.paragraph(what.number + "  " + what.title);
        pages.fact(say("field.signed"), date(what.signed_on));
        if (what.terms) { pages.fact(say("field.terms"), core::to_text(*what.terms)); }
        if (what.late_fee) { pages.fact(say("field.late_fee"), core::to_text(*what.late_fee)); }
        pages.fact(say("field.acceptance"), what.acceptance);
        pages.fact(say("field.jurisdiction"), what.jurisdiction);
        pages.fact(say("field.guarantee"), what.guarantee);
        if (!what.guarantee.empty()) {
            pages.fact(say("field.guarantee_kind"), say(what.joint_guarantee ? "joint" : "general"));
        }
        pages.fact(say("field.guarantee_until"), date(what.guarantee_until));
        pages.fact(say("field.note"), what.note);
        pages.paragraph(" ");
    }
    for (const ContractRow& row : rows) { attach(row.id, core::FileKind::contract); }
    attach_kind(core::FileKind::contract);
    end_exhibit();
}

// What proves that the goods arrived; a file that nobody told apart stands with its invoice.
void EvidenceMaker::Inside::delivery() {
    if (!has_kind(core::FileKind::delivery)) { return; }
    exhibit("delivery");
    pages.paragraph(exhibits.back().proves);
    attach_kind(core::FileKind::delivery);
    end_exhibit();
}

void EvidenceMaker::Inside::invoices_issued() {
    exhibit("invoices");
    std::vector<std::vector<std::string>> rows;
    for (const core::InvoiceRow& row : invoices) {
        const core::Currency currency = row.amount.currency;
        rows.push_back({row.number, named("debit", core::name_of(row.type)),
                        core::to_text(row.issued), core::to_text(row.lines.back().due),
                        money(row.amount.minor, currency), money(row.open, currency), row.note});
    }
    pages.table({say("field.number"), say("field.kind"), say("field.issued"), say("field.due"),
                 say("field.amount"), say("field.open"), say("field.note")},
                rows, "    rr");
    for (const core::InvoiceRow& row : invoices) {
        if (row.lines.size() < 2) { continue; }
        pages.paragraph(say("instalments") + " " + row.number);
        std::vector<std::vector<std::string>> lines;
        for (const core::ScheduleLine& line : row.lines) {
            lines.push_back({core::to_text(line.due), money(line.minor, row.amount.currency)});
        }
        pages.table({say("field.due"), say("field.amount")}, lines, " r");
    }
    for (const core::InvoiceRow& row : invoices) {
        printed.insert(core::entity_of(row.id));
        attach(core::entity_of(row.id), core::FileKind::invoice);
    }
    attach_kind(core::FileKind::invoice);
    end_exhibit();
}

void EvidenceMaker::Inside::payments() {
    std::vector<std::vector<std::string>> rows;
    std::set<core::EntityId> receipts;
    for (const core::InvoiceRow& row : invoices) {
        for (const auto& part : session.allocations_of(core::entity_of(row.id))) {
            const bool counts =
                part.effective > 0 && part.end > query.day && part.start <= query.day;
            if (!counts) { continue; }
            const auto receipt = session.receipt(part.receipt, query.day);
            if (!receipt) { continue; }
            receipts.insert(core::entity_of(part.receipt));
            printed.insert(core::entity_of(part.receipt));
            printed.insert(core::entity_of(part.id));
            rows.push_back({core::to_text(receipt->date),
                            named("credit", core::name_of(receipt->type)), receipt->reference,
                            money(receipt->amount.minor, receipt->amount.currency), row.number,
                            money(part.effective, part.amount.currency)});
        }
    }
    if (rows.empty()) { return; }
    exhibit("payments");
    core::sort(rows);
    pages.table({say("field.date"), say("field.kind"), say("field.reference"), say("field.amount"),
                 say("field.number"), say("field.used")},
                rows, "   r r");
    for (const core::EntityId receipt : receipts) { attach(receipt); }
    end_exhibit();
}

void EvidenceMaker::Inside::statement() {
    exhibit("statement");
    core::Date from = query.day;
    for (const core::InvoiceRow& row : invoices) { from = std::min(from, row.issued); }
    for (const Statement& one : statements_of(session, customer->id, from, query.day)) {
        pages.paragraph(std::string(one.currency.view()) + "  " + core::to_text(one.from) + " – " +
                        core::to_text(one.to) + "  " + say("code") + " " + one.code);
        std::vector<std::vector<std::string>> rows;
        rows.push_back({core::to_text(one.from), say("opening"), "", "",
                        core::to_text(core::Money{one.opening, one.currency})});
        for (const StatementRow& row : one.rows) {
            const std::string kind = row.correction ? say("correction")
                                     : row.credit ? named("credit", core::name_of(row.credit_type))
                                                  : named("debit", core::name_of(row.debit_type));
            rows.push_back({core::to_text(row.date), kind, row.number,
                            core::to_text(core::Money{row.minor, one.currency}),
                            core::to_text(core::Money{row.balance, one.currency})});
        }
        pages.table({say("field.date"), say("field.kind"), say("field.number"), say("field.change"),
                     say("field.balance")},
                    rows, "   rr");
    }
    pages.paragraph(say("reservation"));
    answers();
    attach_kind(core::FileKind::statement);
    end_exhibit();
}

// What the customer said to the statements that were sent: a signed one acknowledges the debt.
void EvidenceMaker::Inside::answers() {
    StatementFilter filter;
    filter.customer = customer->id;
    std::vector<std::vector<std::string>> rows;
    std::vector<core::EntityId> ids;
    for (const StatementCourse& one : Statements(session).all(query.day, filter)) {
        for (const StatementAnswer& answer : one.answers) {
            rows.push_back({core::to_text(answer.date), core::to_text(one.to), one.code,
                            named("answer", core::name_of(answer.verdict)),
                            money(answer.theirs, one.closing.currency),
                            answer.is_signed ? say("signed") : ""});
            ids.push_back(answer.id);
            printed.insert(answer.id);
        }
    }
    if (rows.empty()) { return; }
    core::sort(rows);
    pages.table({say("field.date"), say("field.period"), say("code"), say("field.answered"),
                 say("field.balance"), say("field.signed_answer")},
                rows, "    r");
    for (const core::EntityId id : ids) { attach(id); }
}

void EvidenceMaker::Inside::contacts() {
    const auto lines = Collections(session).contacts(customer->id);
    std::vector<std::vector<std::string>> rows;
    std::vector<core::EntityId> with_files;
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        const core::ContactLogged& what = line->contact;
        if (what.channel == core::Channel::internal || what.date > query.day) { continue; }
        std::string when = core::to_text(what.date);
        if (what.minute >= 0) { when += " " + core::minute_text(what.minute); }
        rows.push_back({when, named("channel", core::name_of(what.channel)), what.by, what.whom,
                        say(what.reached ? "reached" : "not_reached"), what.note});
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
                        money(row.promise.amount.minor, row.promise.amount.currency),
                        core::to_text(row.promise.due), row.promise.note});
        ids.push_back(row.promise.id);
    }
    for (const PlanRow& row : collections.plans(customer->id, query.day)) {
        if (row.plan.date > query.day) { continue; }
        rows.push_back({core::to_text(row.plan.date), say("plan"), row.plan.guarantor,
                        money(row.progress.agreed, row.plan.currency),
                        core::to_text(row.plan.lines.back().due), row.plan.note});
        ids.push_back(row.plan.id);
    }
    for (const LegalEventRow& row : Legal(session).events(customer->id)) {
        if (row.event.date > query.day) { continue; }
        rows.push_back({core::to_text(row.event.date),
                        named("event", core::name_of(row.event.what)), "", "",
                        date(row.event.until), row.event.proof});
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

void EvidenceMaker::Inside::interest() {
    Ledger ledger(session);
    bool begun = false;
    std::vector<std::pair<core::Currency, std::int64_t>> sums;
    for (const core::InvoiceRow& row : invoices) {
        const bool bears = row.type == core::DebitType::invoice ||
                           row.type == core::DebitType::debit_note ||
                           row.type == core::DebitType::opening;
        const core::Date until = interest_end ? std::min(query.day, *interest_end) : query.day;
        if (row.due >= until || !bears) { continue; }
        core::InterestQuery wish;
        wish.fee = ledger.late_fee_of(row.id);
        wish.until = until;
        const auto table = ledger.interest(row.id, wish);
        if (!table || table->rows.empty()) { continue; }
        if (!std::exchange(begun, true)) { exhibit("interest"); }
        const core::Currency currency = row.amount.currency;
        pages.paragraph(row.number + "  " + core::to_text(wish.fee) + "  " +
                        money(table->minor, currency));
        std::vector<std::vector<std::string>> rows;
        for (const core::InterestRow& part : table->rows) {
            const std::string percent = std::to_string(part.rate_ppm / 10'000) + "." +
                                        std::to_string(10'000 + part.rate_ppm % 10'000).substr(1);
            rows.push_back({core::to_text(part.from) + " – " + core::to_text(part.to),
                            std::to_string(part.days),
                            core::to_text(core::Money{part.principal, currency}),
                            percent + "%" + say(part.per_day ? "per_day" : "per_year"),
                            core::to_text(core::Money{part.minor, currency}),
                            core::to_text(core::Money{part.cumulative, currency})});
        }
        pages.table({say("field.period"), say("field.days"), say("field.principal"),
                     say("field.rate"), say("field.interest"), say("field.sum")},
                    rows, " rrrrr");
        const auto sum =
            std::ranges::find(sums, currency, &std::pair<core::Currency, std::int64_t>::first);
        if (sum == sums.end()) {
            sums.emplace_back(currency, table->minor);
        } else if (__builtin_add_overflow(sum->second, table->minor, &sum->second)) {
            sum->second = INT64_MAX;
        }
    }
    if (!begun) { return; }
    for (const auto& [currency, minor] : sums) {
        pages.fact(say("interest_sum"), money(minor, currency));
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
    const std::vector<CaseRow>& rows = cases_told;
    if (rows.empty()) { return; }
    exhibit("cases");
    for (const CaseRow& row : rows) {
        printed.insert(row.id);
        pages.paragraph(row.what.title + "  " + row.what.number + "  " + row.what.court);
        std::vector<std::vector<std::string>> steps;
        for (const core::CaseStepTaken& step : row.steps) {
            printed.insert(step.id);
            steps.push_back({core::to_text(step.date), named("stage", core::name_of(step.stage)),
                             date(step.due),
                             step.minor != 0 ? money(step.minor, step.currency) : "", step.note});
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

void EvidenceMaker::Inside::index() {
    const std::string book = say("book") + ".html";
    std::string body =
        "<p>" + core::html_text(say("creditor") + "  " + session.book().company) + "</p><p>" +
        core::html_text(say("debtor") + "  " + customer->name) + "</p><p>" +
        core::html_text(say("made_on") + "  " + core::to_text(query.day)) + "</p><table><tr>";
    for (const std::string_view key : {"no", "exhibit", "source", "proves", "pages"}) {
        body += "<th>" + core::html_text(named("index", key)) + "</th>";
    }
    body += "</tr>";
    for (std::size_t i = 0; i < exhibits.size(); ++i) {
        const EvidenceExhibit& one = exhibits[i];
        const std::string range =
            one.first_page == one.last_page
                ? std::to_string(one.first_page)
                : std::to_string(one.first_page) + "–" + std::to_string(one.last_page);
        std::string source = core::html_text(one.files.empty() ? say("source.record")
                                                               : say("source.files") + " " +
                                                                     std::to_string(one.files.size()));
        for (const std::string& file : one.files) { source += "<br>" + core::html_text(file); }
        body += "<tr><td>" + std::to_string(i + 1) + "</td><td><a href=\"" + core::html_text(book) +
                "#p" + std::to_string(one.first_page) + "\">" + core::html_text(one.title) +
                "</a></td><td>" + source + "</td><td>" + core::html_text(one.proves) + "</td><td>" + range + "</td></tr>";
    }
    body += "</table>";
    if (files > 0) { body += "<p>" + core::html_text(say("files_note")) + "</p>"; }
    body += "<p>" + core::html_text(say("submitter")) + "</p>";
    keep(say("index") + ".html", EvidencePages::dressed(say("index"), body, say("language")));
    keep(book, pages.document(say("book"), say("foot"), say("language")));
}

EvidenceMaker::EvidenceMaker(Session& session, EvidenceQuery query)
    : inside_(std::make_unique<Inside>(session, std::move(query))) {}
EvidenceMaker::~EvidenceMaker() = default;

namespace {
constexpr std::size_t step_count = 14;
} // namespace

bool EvidenceMaker::step() {
    if (inside_->problem || inside_->done >= step_count) { return false; }
    switch (inside_->done++) {
    case 0: inside_->load(); break;
    case 1: inside_->parties(); break;
    case 2: inside_->contracts(); break;
    case 3: inside_->delivery(); break;
    case 4: inside_->invoices_issued(); break;
    case 5: inside_->payments(); break;
    case 6: inside_->statement(); break;
    case 7: inside_->contacts(); break;
    case 8: inside_->promises(); break;
    case 9: inside_->interest(); break;
    case 10: inside_->clocks(); break;
    case 11: inside_->cases(); break;
    case 12: inside_->chain(); break;
    default: inside_->index(); break;
    }
    return !inside_->problem && inside_->done < step_count;
}

int EvidenceMaker::permille() const { return static_cast<int>(inside_->done * 1000 / step_count); }

core::Result<std::string> EvidenceMaker::finish() {
    while (step()) {}
    if (inside_->problem) { return std::unexpected(*inside_->problem); }
    return inside_->zip.finish();
}

const std::vector<EvidenceExhibit>& EvidenceMaker::exhibits() const { return inside_->exhibits; }

std::string EvidenceMaker::file_name() const {
    const std::string whose = inside_->customer ? inside_->customer->name : std::string();
    return safe_name(inside_->say("file_title") + " " + whose + " " +
                     core::to_text(inside_->query.day)) +
           ".zip";
}

} // namespace huikuan::session
