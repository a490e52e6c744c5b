// Books as files: new, export, merge, verify, demo.
#include <filesystem>
#include <sstream>

#include "book.h"
#include "commands.h"
#include "core/text.h"
#include "output.h"
#include "platform/native.h"
#include "session/bundle.h"
#include "session/demo.h"
#include "sync/clock.h"

namespace huikuan::cli {

namespace {

using core::ErrorCode;
using session::JobPhase;

constexpr double slice_ms = 200.0;

// The last day of a demonstration, unless --until says another: a day that stands still, so that
// one seed gives one file, today and in a year.
constexpr core::Date end_of_demo{20'634}; // 2026-06-30

core::Currency currency_or_cny(const Arguments& arguments) {
    const std::string text = arguments.option("--currency").value_or("CNY");
    const auto currency = core::parse_currency(text);
    if (!currency) { refuse({ErrorCode::unknown_currency, "currency", text, 0}); }
    return *currency;
}

template <class Job>
void run_until_quiet(Job& job) {
    while (job.phase() == JobPhase::working) {
        job.step(slice_ms);
        platform::run_file_callbacks();
    }
}

session::BundleForm form_of(const Arguments& arguments, const std::string& file) {
    const auto text = arguments.option("--form");
    if (text == "ndjson" || (!text && file.ends_with(".ndjson"))) {
        return session::BundleForm::ndjson;
    }
    if (text == "json" || (!text && file.ends_with(".json"))) { return session::BundleForm::json; }
    if (text && text != "gzip") { throw UsageError{"--form is ndjson, gzip or json"}; }
    return session::BundleForm::ndjson_gzip;
}

Json json_of(const session::MergeReport& report, bool done) {
    Json devices = Json::array();
    for (const core::DeviceId& device : report.devices) { devices.push_back(device.view()); }
    Json exceptions = Json::array();
    for (const core::ExceptionRow& row : report.new_exceptions) {
        exceptions.push_back({{"id", row.id}, {"kind", core::name_of(row.kind)}});
    }
    return {{"merged", done},
            {"book", core::to_text(report.book)},
            {"made", report.made},
            {"read", report.read},
            {"fresh", report.fresh},
            {"known", report.known},
            {"held", report.held},
            {"dropped", report.dropped},
            {"slice", report.slice},
            {"created", report.created},
            {"changed", report.changed},
            {"unknown", report.unknown},
            {"devices", devices},
            {"new_exceptions", exceptions},
            {"new_device", report.new_device}};
}

} // namespace

void new_book(const Arguments& arguments) {
    const std::string& path = arguments.word(0);
    session::NewBook wanted;
    wanted.company = arguments.option("--company").value_or("Huikuan");
    if (core::trim(wanted.company).empty()) { // of nobody it would be no book
        refuse({ErrorCode::required, "name", "", 0});
    }
    wanted.currency = currency_or_cny(arguments);
    const auto book = must(session::Session::create_file(path, wanted), path);
    const core::BookRow row = book->book();
    if (arguments.has("--json")) {
        print(Json{{"id", core::to_text(row.id)},
                   {"company", row.company},
                   {"currency", row.currency.view()}});
    } else {
        print("started " + row.company + " (" + std::string(row.currency.view()) + ") in " + path);
    }
}

void export_book(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const std::string& file = arguments.word(1);
    session::ExportOptions options;
    options.form = form_of(arguments, file);
    options.rows = arguments.has("--rows");
    if (const auto device = arguments.option("--since")) {
        options.since = core::parse_device(*device);
        if (!options.since) { refuse({ErrorCode::malformed, "since", *device, 0}); }
    }
    if (const auto names = arguments.option("--customers")) {
        std::string name;
        for (std::istringstream all(*names); std::getline(all, name, ',');) {
            options.customers.push_back(find_customer(*book, name).id);
        }
        if (options.customers.empty()) { throw UsageError{"--customers names none"}; }
    }
    auto out = platform::save_path(file);
    if (out == nullptr) { refuse({ErrorCode::io, "file", file, 0}, file); }
    session::ExportJob job(*book, options, std::move(out));
    run_until_quiet(job);
    if (job.phase() != JobPhase::done) { refuse(job.error(), file); }
    if (arguments.has("--json")) {
        print(Json{{"file", file}, {"changes", job.changes()}});
    } else if (!options.customers.empty()) {
        print("wrote a slice of " + std::to_string(options.customers.size()) + " customers, " +
              std::to_string(job.changes()) + " changes, to " + file);
    } else {
        print("wrote " + std::to_string(job.changes()) + " changes to " + file);
    }
}

void merge_book(const Arguments& arguments) {
    const std::string& path = arguments.word(0);
    const std::string& name = arguments.word(1);
    const auto file = platform::open_path(name);
    if (file == nullptr) { refuse({ErrorCode::io, "file", name, 0}, name); }
    const bool joins = arguments.has("--join");
    if (joins && std::filesystem::exists(path)) {
        refuse({ErrorCode::not_a_book, "database", "not empty", 0}, path);
    }
    // A colleague who joins starts without a book of his own and takes this one's identity.
    const auto book = joins ? must(session::Session::create_file(path, {}), path)
                            : must(session::Session::open_file(path), path);
    set_today(*book, arguments);
    session::MergeJob job(*book, file);
    run_until_quiet(job);
    const bool previews = arguments.has("--preview");
    if (job.phase() == JobPhase::preview) {
        if (previews) {
            job.cancel();
        } else {
            job.accept();
            run_until_quiet(job);
        }
    }
    if (job.phase() == JobPhase::failed) { refuse(job.error(), name); }
    const session::MergeReport& report = job.report();
    if (arguments.has("--json")) {
        print(json_of(report, !previews));
    } else if (report.slice) {
        print(std::string(previews ? "would open" : "opened") + " a slice of " + report.made +
              ": " + std::to_string(report.fresh) + " changes, to be read; what is written here " +
              "comes home with export and merge");
    } else {
        print((previews ? "would take in " : "took in ") + std::to_string(report.fresh) + " of " +
              std::to_string(report.read) + " changes (" + std::to_string(report.known) +
              " known, " + std::to_string(report.held) + " held back, " +
              std::to_string(report.unknown) + " not understood), " +
              std::to_string(report.new_exceptions.size()) + " new exceptions" +
              (report.files == 0 ? "" : ", " + std::to_string(report.files) + " files"));
    }
}

void verify_book(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const session::IntegrityReport report = session::check_integrity(*book);
    if (arguments.has("--json")) {
        Json devices = Json::array();
        for (const session::DeviceIntegrity& device : report.devices) {
            devices.push_back({{"device", device.device.view()},
                               {"own", device.own},
                               {"slice", device.slice},
                               {"first", device.first},
                               {"last", device.last},
                               {"count", device.count},
                               {"first_time", sync::to_text(device.first_time)},
                               {"last_time", sync::to_text(device.last_time)},
                               {"fork", device.fork},
                               {"held", device.held},
                               {"clock_odd", device.clock_odd},
                               {"tip", device.tip_hex}});
        }
        Json document{{"sound", report.sound},
                      {"changes", report.changes},
                      {"devices", devices},
                      {"set_digest", report.set_digest},
                      {"view_digest", report.view_digest}};
        if (!report.sound) {
            document["first_bad"] = {{"code", core::name_of(report.first_bad.code)},
                                     {"field", report.first_bad.field},
                                     {"detail", report.first_bad.detail}};
        }
        print(document);
    } else if (report.sound) {
        print("sound: " + std::to_string(report.changes) + " changes by " +
              std::to_string(report.devices.size()) + " devices; digest " + report.set_digest);
    }
    if (!report.sound) { refuse(report.first_bad, arguments.word(0)); }
}

void demo_book(const Arguments& arguments) {
    const std::string& path = arguments.word(0);
    session::DemoOptions options;
    options.customers = static_cast<int>(arguments.number("--customers", 100, 1, 100'000));
    options.invoices = static_cast<int>(arguments.number("--invoices", 2000, 0, 2'000'000));
    options.seed = static_cast<std::uint64_t>(arguments.number("--seed", 1, 1, INT64_MAX));
    session::NewBook wanted;
    wanted.company = "示例公司";
    wanted.currency = currency_or_cny(arguments);
    wanted.seed = options.seed;
    const auto book = must(session::Session::create_file(path, wanted), path);
    set_today(*book, arguments);
    options.today = date_of(*book, arguments, "--until", end_of_demo);
    session::DemoJob job(*book, options);
    while (!job.finished()) { job.step(slice_ms); }
    if (job.error()) { refuse(*job.error(), path); }
    const core::BookCounts counts = book->counts();
    if (arguments.has("--json")) {
        print(Json{{"customers", counts.customers},
                   {"invoices", counts.invoices},
                   {"receipts", counts.receipts},
                   {"allocations", counts.allocations},
                   {"changes", counts.changes},
                   {"until", core::to_text(options.today)}});
    } else {
        print("invented " + std::to_string(counts.customers) + " customers, " +
              std::to_string(counts.invoices) + " invoices and " + std::to_string(counts.receipts) +
              " receipts up to " + core::to_text(options.today));
    }
}

} // namespace huikuan::cli
