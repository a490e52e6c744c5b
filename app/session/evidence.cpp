#include "session/evidence.h"

#include "core/markup.h"
#include "session/evidence_inside.h"
#include "session/statement.h"
#include "session/statement_course.h"
#include "session/workbook_reader.h"

namespace huikuan::session {
namespace {

constexpr std::size_t longest_file_name = 60; // letters of a file's own name that are kept

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

bool is_picture(std::string_view media) {
    return media == "image/jpeg" || media == "image/png" || media == "image/webp" ||
           media == "image/gif";
}

} // namespace

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
    const int page = static_cast<int>(pages.count()) + 1;
    exhibits.push_back({title, named("proves", key), page, page, {}});
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
    if (row.media != "application/pdf" && !bytes->starts_with("%PDF-")) { return; }
    auto pdf = std::make_shared<EvidencePdf>(pages.count() - 1, exhibits.size() - 1,
                                             exhibits.back().files.size() - 1);
    pdfs.push_back(pdf);
    count_pdf_pages(*bytes, [pdf](std::optional<int> counted) {
        pdf->pages = counted;
        pdf->answered = true;
    });
}

// The pages of a PDF follow its slip; of one that nobody can count there is one at least.
void EvidenceMaker::Inside::number_pages() {
    for (const auto& pdf : pdfs) {
        const int counted = pdf->pages.value_or(1);
        const std::string kind = pdf->pages ? "counted" : "not_counted";
        pages.follow(pdf->page, counted, named("slip", kind));
        const int last = pages.last_of(pdf->page);
        exhibits[pdf->exhibit].files[pdf->file] +=
            filled(" " + named("file", kind),
                   {{"%n", std::to_string(counted)}, {"%r", page_range(last - counted + 1, last)}});
    }
    for (EvidenceExhibit& one : exhibits) {
        one.first_page = pages.number_of(static_cast<std::size_t>(one.first_page) - 1);
        one.last_page = pages.last_of(static_cast<std::size_t>(one.last_page) - 1);
    }
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
        pages.fact(say("field.signed"), evidence_date(what.signed_on));
        if (what.terms) { pages.fact(say("field.terms"), core::to_text(*what.terms)); }
        if (what.late_fee) { pages.fact(say("field.late_fee"), fee_words(*what.late_fee)); }
        pages.fact(say("field.acceptance"), what.acceptance);
        pages.fact(say("field.jurisdiction"), what.jurisdiction);
        pages.fact(say("field.guarantee"), what.guarantee);
        if (!what.guarantee.empty()) {
            pages.fact(say("field.guarantee_kind"),
                       say(what.joint_guarantee ? "joint" : "general"));
        }
        pages.fact(say("field.guarantee_until"), evidence_date(what.guarantee_until));
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
                        evidence_money(row.amount.minor, currency),
                        evidence_money(row.open, currency), row.note});
    }
    pages.table({say("field.number"), say("field.kind"), say("field.issued"), say("field.due"),
                 say("field.amount"), say("field.open"), say("field.note")},
                rows, "    rr");
    for (const core::InvoiceRow& row : invoices) {
        if (row.lines.size() < 2) { continue; }
        pages.heading(say("instalments") + " " + row.number);
        std::vector<std::vector<std::string>> lines;
        for (const core::ScheduleLine& line : row.lines) {
            lines.push_back(
                {core::to_text(line.due), evidence_money(line.minor, row.amount.currency)});
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
                            evidence_money(receipt->amount.minor, receipt->amount.currency),
                            row.number, evidence_money(part.effective, part.amount.currency)});
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
        pages.heading(std::string(one.currency.view()) + "  " + core::to_text(one.from) + " – " +
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
                            evidence_money(answer.theirs, one.closing.currency),
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

void EvidenceMaker::Inside::index() {
    number_pages();
    const std::string book = say("book") + ".html";
    std::string body =
        "<p>" + core::html_text(EvidencePages::fact_line(say("creditor"), session.book().company)) +
        "</p><p>" + core::html_text(EvidencePages::fact_line(say("debtor"), customer->name)) +
        "</p><p>" +
        core::html_text(EvidencePages::fact_line(say("made_on"), core::to_text(query.day))) +
        "</p><table><tr>";
    for (const std::string_view key : {"no", "exhibit", "source", "proves", "pages"}) {
        body += "<th>" + core::html_text(named("index", key)) + "</th>";
    }
    body += "</tr>";
    for (std::size_t i = 0; i < exhibits.size(); ++i) {
        const EvidenceExhibit& one = exhibits[i];
        const std::string range = page_range(one.first_page, one.last_page);
        std::string source = core::html_text(
            one.files.empty() ? say("source.record")
                              : say("source.files") + " " + std::to_string(one.files.size()));
        for (const std::string& file : one.files) { source += "<br>" + core::html_text(file); }
        body += "<tr><td>" + std::to_string(i + 1) + "</td><td><a href=\"" + core::html_text(book) +
                "#p" + std::to_string(one.first_page) + "\">" + core::html_text(one.title) +
                "</a></td><td>" + source + "</td><td>" + core::html_text(one.proves) + "</td><td>" +
                range + "</td></tr>";
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
    const bool counted =
        std::ranges::all_of(inside_->pdfs, [](const auto& pdf) { return pdf->answered; });
    if (inside_->done + 1 == step_count && !counted) { return true; }
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
