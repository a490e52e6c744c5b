// import invoices, customers, contacts, receipts, contacts-log; import mappings
#include <algorithm>

#include "book.h"
#include "commands.h"
#include "output.h"
#include "platform/native.h"
#include "session/import.h"
#include "session/import_kept.h"
#include "sync/csv_mapping.h"
#include "words.h"
#include "workbook.h"
#include "writing.h"

namespace huikuan::cli {

namespace {

using core::ErrorCode;
using session::ImportJob;
using session::ImportPhase;

constexpr std::size_t shown_refusals = 20; // in the text answer; --json has more

session::ImportOptions options_of(const Arguments& arguments, core::ImportKind kind) {
    session::ImportOptions options;
    options.kind = kind;
    options.encoding = arguments.option("--encoding").value_or("");
    options.header_line = arguments.number("--header-line", 0, 1, 10'000);
    options.sheet = arguments.option("--sheet").value_or("");
    if (const auto text = arguments.option("--delimiter")) {
        if (*text != "tab" && text->size() != 1) {
            throw UsageError{"--delimiter is one character, or tab"};
        }
        options.delimiter = *text == "tab" ? '\t' : text->front();
    }
    return options;
}

// The map, the preset, or the guess; then what single options say.
void choose_mapping(ImportJob& job, const Arguments& arguments) {
    if (arguments.has("--map") && arguments.has("--preset")) {
        throw UsageError{"either --map or --preset"};
    }
    if (const auto map = arguments.option("--map")) {
        must(job.use_json(whole_text(*map)), *map);
    } else if (const auto preset = arguments.option("--preset")) {
        must(job.use_preset(*preset));
    }
    core::ImportMapping mapping = job.mapping();
    if (const auto text = arguments.option("--dates")) {
        mapping.date_order = *text == "ymd"   ? core::DateOrder::ymd
                             : *text == "dmy" ? core::DateOrder::dmy
                             : *text == "mdy" ? core::DateOrder::mdy
                                              : throw UsageError{"--dates is ymd, dmy or mdy"};
    }
    if (const auto text = arguments.option("--numbers")) {
        mapping.number_style = *text == "1,234.50" ? core::NumberStyle::point_decimal
                               : *text == "1.234,50"
                                   ? core::NumberStyle::comma_decimal
                                   : throw UsageError{"--numbers is 1,234.50 or 1.234,50"};
    }
    if (const auto text = arguments.option("--currency")) {
        const auto currency = core::parse_currency(*text);
        if (!currency) { refuse({ErrorCode::unknown_currency, "currency", *text, 0}); }
        mapping.currency = *currency;
    }
    job.set_mapping(mapping);
}

// "amount" is told with the heading of its column, where it has one.
std::string reason(const ImportJob& job, const core::Error& error) {
    std::string text = sentence(error);
    const auto field = core::parse_import_field(error.field);
    if (!field) { return text; }
    const int column = job.mapping()[*field];
    const auto& header = job.file().header;
    if (column < 0 || static_cast<std::size_t>(column) >= header.size()) { return text; }
    return "[" + header[static_cast<std::size_t>(column)] + "] " + text;
}

std::string questions_as_text(const ImportJob& job) {
    std::string text;
    for (core::Error question : job.questions()) {
        if (question.code == ErrorCode::required) {
            const bool customer = question.field == "customer_code";
            question.detail = word_of_field(customer ? "customer" : question.field);
            question.field = "column";
        }
        text += (text.empty() ? "" : " ") + reason(job, question);
    }
    return text;
}

Json json_of(const ImportJob& job) {
    const session::ImportResult& result = job.result();
    Json refused = Json::array();
    for (const session::RefusedRow& row : job.refused()) {
        Json reasons = Json::array();
        for (const core::Error& error : row.errors) {
            reasons.push_back({{"code", core::name_of(error.code)},
                               {"field", error.field},
                               {"detail", error.detail},
                               {"reason", sentence(error)}});
        }
        refused.push_back({{"line", row.line}, {"reasons", reasons}});
    }
    return {{"file", job.file().name},
            {"kind", core::name_of(job.kind())},
            {"encoding", job.file().encoding},
            {"dry_run", result.dry_run},
            {"read", result.read},
            {"created", result.created},
            {"updated", result.updated},
            {"skipped", result.skipped},
            {"refused", result.refused},
            {"left_out", result.left_out},
            {"ignored", result.ignored},
            {"joined", result.joined},
            {"fillable", result.fillable},
            {"taken_out", result.taken_out},
            {"customers_created", result.customers_created},
            {"receipts_created", result.receipts_created},
            {"credits_created", result.credits_created},
            {"mapping", Json::parse(job.mapping_json())},
            {"refused_rows", refused}};
}

void print_counts(const ImportJob& job) {
    const session::ImportResult& result = job.result();
    const std::string read =
        (result.dry_run ? "would read " : "read ") + std::to_string(result.read);
    const std::string refused = ", refused " + std::to_string(result.refused);
    if (result.take_out) {
        print(read + ": taken out " + std::to_string(result.taken_out) + ", not there " +
              std::to_string(result.skipped) + refused);
    } else {
        print(read + ": created " + std::to_string(result.created) + ", updated " +
              std::to_string(result.updated) + ", skipped as already there " +
              std::to_string(result.skipped) + refused);
    }
    if (result.credits_created > 0) {
        print("of those created, credits: " + std::to_string(result.credits_created));
    }
    if (result.left_out > 0) {
        print("left out as void or drafts " + std::to_string(result.left_out));
    }
    if (result.joined > 0) {
        print("further lines of the same documents " + std::to_string(result.joined));
    }
    if (job.kind() == core::ImportKind::invoices && !result.take_out) {
        print("customers created " + std::to_string(result.customers_created) +
              ", receipts created " + std::to_string(result.receipts_created));
    }
    if (result.fillable > 0) {
        print("of those that are there " + std::to_string(result.fillable) +
              " lack something that the file says (--fill writes it, and brings back what was "
              "archived)");
    }
}

void print_text(const ImportJob& job) {
    print_counts(job);
    print_workbook(job.file().workbook);
    std::size_t shown = 0;
    for (const session::RefusedRow& row : job.refused()) {
        if (++shown > shown_refusals) {
            print(std::string("  ... (--refused FILE writes all of them, --json answers them)"));
            break;
        }
        for (const core::Error& error : row.errors) {
            print("  " + at_line(row.line) + ": " + reason(job, error));
        }
    }
}

void save_refused(ImportJob& job, const std::string& path) {
    auto out = platform::save_path(path);
    if (out == nullptr) { refuse({ErrorCode::io, "file", path, 0}, path); }
    job.save_refused(
        std::move(out), [&](const core::Error& error) { return reason(job, error); }, "reason");
    run_until_idle(job);
    if (job.phase() == ImportPhase::failed) { refuse(job.error(), path); }
}

void import_rows(const Arguments& arguments, core::ImportKind kind) {
    const auto book = open_book(arguments);
    const std::string& path = arguments.word(1);
    const auto file = platform::open_path(path);
    if (file == nullptr) { refuse({ErrorCode::io, "file", path, 0}, path); }

    ImportJob job(*book, file, options_of(arguments, kind));
    run_until_idle(job);
    if (job.phase() == ImportPhase::failed) { refuse(job.error(), path); }
    choose_mapping(job, arguments);
    if (!job.questions().empty()) {
        complain(path + ": " + questions_as_text(job));
        throw Complained{};
    }
    session::ImportWish wish;
    wish.dry_run = arguments.has("--dry-run");
    wish.fill = arguments.has("--fill");
    wish.take_out = arguments.has("--take-out");
    if (arguments.has("--paid-on")) { wish.paid_on = date_of(*book, arguments, "--paid-on"); }
    wish.reason = arguments.option("--take-out").value_or("");
    must(job.start(std::move(wish)), path);
    run_until_idle(job);
    if (job.phase() == ImportPhase::failed) { refuse(job.error(), path); }
    if (const auto name = arguments.option("--keep")) { must(job.keep_preset(*name)); }
    if (const auto refused = arguments.option("--refused")) { save_refused(job, *refused); }
    if (arguments.has("--json")) {
        Json answer = json_of(job);
        put_workbook(answer, job.file().workbook);
        print(answer);
    } else {
        print_text(job);
    }
}

// By its name; of several kinds --kind says which.
session::KeptImport find_mapping(const session::Session& book, const Arguments& arguments,
                                 const std::string& name) {
    std::optional<core::ImportKind> kind;
    if (const auto text = arguments.option("--kind")) {
        kind = core::parse_import_kind(*text);
        if (!kind) {
            throw UsageError{"--kind is invoices, customers, contacts, receipts or contact_log"};
        }
    }
    for (const auto& kept : session::kept_imports(book)) {
        if (kept.name == name && kept.kind == kind.value_or(kept.kind)) { return kept; }
    }
    refuse({ErrorCode::malformed, "preset", name, 0});
}

} // namespace

void import_invoices(const Arguments& arguments) {
    import_rows(arguments, core::ImportKind::invoices);
}
void import_customers(const Arguments& arguments) {
    import_rows(arguments, core::ImportKind::customers);
}
void import_contacts(const Arguments& arguments) {
    import_rows(arguments, core::ImportKind::contacts);
}
void import_receipts(const Arguments& arguments) {
    import_rows(arguments, core::ImportKind::receipts);
}
void import_contact_log(const Arguments& arguments) {
    import_rows(arguments, core::ImportKind::contact_log);
}

void import_mappings(const Arguments& arguments) {
    const auto book = open_book(arguments);
    if (arguments.has("--rename") != arguments.has("--to") ||
        (arguments.has("--rename") && arguments.has("--remove"))) {
        throw UsageError{"either --rename NAME --to NEW or --remove NAME"};
    }
    if (const auto name = arguments.option("--rename")) {
        must(session::rename_kept_import(*book, find_mapping(*book, arguments, *name).key,
                                         arguments.needed("--to")));
    } else if (const auto gone = arguments.option("--remove")) {
        must(session::remove_kept_import(*book, find_mapping(*book, arguments, *gone).key));
    }
    const auto all = session::kept_imports(*book);
    if (arguments.has("--json")) {
        Json rows = Json::array();
        for (const auto& kept : all) {
            rows.push_back({{"kind", core::name_of(kept.kind)},
                            {"name", kept.name},
                            {"map", Json::parse(kept.json)}});
        }
        print(rows);
        return;
    }
    Table table({"KIND", "NAME"});
    for (const auto& kept : all) { table.row({std::string(core::name_of(kept.kind)), kept.name}); }
    table.print();
}

} // namespace huikuan::cli
