// The two files of words hold the same keys with the same holes; every key is used somewhere, and
// every key that is used exists.
#include "ui/kit/strings.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "core/bank.h"
#include "core/bank_match.h"
#include "core/calendar.h"
#include "core/case.h"
#include "core/contract.h"
#include "core/dunning.h"
#include "core/exception.h"
#include "core/forecast.h"
#include "core/import.h"
#include "core/interest.h"
#include "core/letter.h"
#include "core/result.h"
#include "core/task.h"
#include "core/view.h"
#include "core/worklist.h"
#include "session/aging_book.h"
#include "session/refusal.h"
#include "ui/kit/format.h"
#include "ui/write_off_form.h"

using namespace huikuan;
using ui::Language;

namespace {

std::set<std::string> keys_of(Language language) {
    std::set<std::string> out;
    for (const auto key : ui::all_keys(language)) out.emplace(key);
    return out;
}

// Which arguments a text asks for: {0}, {1|a|b} give "01".
std::string holes_of(Language language, std::string_view key) {
    ui::set_language(language);
    const std::string text(ui::word(key));
    std::set<char> numbers;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        if (text[i] == '{') numbers.insert(text[i + 1]);
    }
    return {numbers.begin(), numbers.end()};
}

std::string sources() {
    std::string all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator("app/ui")) {
        const auto extension = entry.path().extension();
        if (extension != ".cpp" && extension != ".h") continue;
        std::ifstream file(entry.path());
        std::stringstream text;
        text << file.rdbuf();
        all += text.str();
    }
    return all;
}

// Keys whose end is made of a name that the program knows: all of them must be there.
std::set<std::string> made_of_names() {
    std::set<std::string> out;
    for (int i = 1; i <= 12; ++i) out.insert("month." + std::to_string(i));
    for (int i = 1; i <= 7; ++i) {
        out.insert("weekday." + std::to_string(i));
        out.insert("weekday.short." + std::to_string(i));
    }
    for (std::size_t i = 0; i < core::import_field_count; ++i) {
        const auto field = static_cast<core::ImportField>(i);
        out.insert("import.field." + std::string(core::name_of(field)));
    }
    for (const core::ImportPreset& preset : core::import_presets()) {
        out.insert("import.preset." + std::string(preset.name));
    }
    for (std::size_t i = 0; i < core::import_kinds; ++i) {
        const auto kind = static_cast<core::ImportKind>(i);
        for (const char* family : {"import.kind.", "import.kind_hint.", "import.done."}) {
            out.insert(family + std::string(core::name_of(kind)));
        }
        if (kind != core::ImportKind::invoices) {
            out.insert("import.new." + std::string(core::name_of(kind)));
        }
        for (const core::ImportColumn& column : core::import_columns(kind)) {
            out.insert("field." + std::string(core::name_of(column.field)));
            if (!column.keeps.empty()) { // what differs from the book is told by its name
                out.insert("error.duplicate_id." + std::string(core::name_of(column.field)));
            }
        }
    }
    for (int i = 0; i <= static_cast<int>(core::ExceptionKind::possible_duplicate_bank_line); ++i) {
        const std::string kind(core::name_of(static_cast<core::ExceptionKind>(i)));
        out.insert("exception." + kind);
        out.insert("exception." + kind + ".detail");
        out.insert("exception." + kind + ".meanwhile");
    }
    for (int i = 0; i <= static_cast<int>(core::ErrorCode::cancelled); ++i) {
        out.insert("error." + std::string(core::name_of(static_cast<core::ErrorCode>(i))));
    }
    const auto named = [&](const char* prefix, auto last) {
        for (int i = 0; i <= static_cast<int>(last); ++i) {
            out.insert(prefix + std::string(core::name_of(static_cast<decltype(last)>(i))));
        }
    };
    named("channel.", core::Channel::internal);
    named("outcome.", core::ContactOutcome::other);
    named("promise.", core::PromiseState::broken);
    named("score.", core::ScorePart::due_today);
    named("conduct.", core::ConductRule::third_party);
    named("dunning.why.", core::DunningWhy::not_due);
    named("dispute.cause.", core::DisputeCause::refusal);
    named("dispute.outcome.", core::DisputeOutcome::legal);
    named("hold.kind.", core::HoldKind::manual);
    for (const std::string& name : core::letter_names({})) out.insert("letter.name." + name);
    for (const std::string_view name : core::letter_fields()) {
        out.insert("letter.field." + std::string(name));
    }
    out.insert("letter.field.letter_days"); // a setting only
    for (const auto& ladder : core::read_ladders({})) out.insert("ladder.name." + ladder.key);
    for (const char* of : {"tier", "tag", "region", "customer"}) {
        out.insert("ladder.of." + std::string(of));
    }
    named("task.", core::TaskKind::approval);
    named("statement.state.", core::StatementState::settled);
    named("difference.cause.", core::DifferenceCause::timing);
    named("difference.end.", core::DifferenceEnd::written_off);
    for (int i = 1; i <= 6; ++i) out.insert("process.usual_" + std::to_string(i));
    for (const char* unit : {"hundred_million", "million", "ten_thousand"}) {
        out.insert("unit." + std::string(unit) + ".size");
    }
    for (const char* encoding :
         {"utf-8", "gb18030", "utf-16le", "utf-16be", "big5", "windows-1252"}) {
        out.insert("import.encoding." + std::string(encoding));
    }
    for (std::size_t i = 0; i < core::clauses; ++i) {
        out.insert("clause." + std::string(core::name_of(static_cast<core::Clause>(i))));
    }
    for (int i = 1; i <= static_cast<int>(core::Roll::preceding); ++i) {
        out.insert("terms.roll." + std::string(core::name_of(static_cast<core::Roll>(i))));
    }
    for (const char* tab :
         {"open", "documents", "receipts", "collection", "timeline", "data", "history"}) {
        out.insert("customer.tab." + std::string(tab));
    }
    for (const char* filter : {"overdue", "disputed"}) {
        out.insert("filter." + std::string(filter));
    }
    return out;
}

// The words of statements: what a column is, what does not fit, why a line is somebody's.
void add_bank_names(std::set<std::string>& made) {
    for (const char* note : {"merged", "no_value", "hidden_rows", "since_1904"}) {
        made.insert("workbook." + std::string(note));
    }
    for (std::size_t i = 0; i < core::bank_field_count; ++i) {
        made.insert("bank.field." + std::string(core::name_of(static_cast<core::BankField>(i))));
    }
    for (int i = 0; i < static_cast<int>(core::bank_doubt_count); ++i) {
        made.insert("doubt." + std::string(core::name_of(static_cast<core::BankDoubt>(i))));
    }
    for (std::size_t i = 0; i < core::match_reason_count; ++i) {
        made.insert("match." + std::string(core::name_of(static_cast<core::MatchReason>(i))));
    }
    for (const char* reason : {"interest", "transfer", "refund", "fee", "other"}) {
        made.insert("bank.aside." + std::string(reason));
    }
}

// Keys that pages put together from names of the core, of which each must have its words.
void add_cash_names(std::set<std::string>& made) {
    for (std::size_t i = 0; i < session::aging_keys; ++i) {
        made.insert("aging.key." +
                    std::string(session::name_of(static_cast<session::AgingKey>(i))));
    }
    using enum core::InterestWarning;
    for (const auto warning : {above_four_lpr, above_loss, below_sme, before_rates, rates_not_known,
                               bankruptcy, no_judgment}) {
        made.insert("interest.warning." + std::string(core::name_of(warning)));
    }
    for (const char* name : {"statutory", "sme", "judgment"}) {
        REQUIRE(core::parse_late_fee(name));
        made.insert("interest.rule." + std::string(name));
        made.insert("interest.law." + std::string(name));
    }
    for (std::size_t i = 0; i < core::forecast_sources; ++i) {
        made.insert("forecast.source." +
                    std::string(core::name_of(static_cast<core::ForecastSource>(i))));
    }
    for (const char* rule : {"oldest", "by_hand", "designated", "legal", "pro_rata"}) {
        made.insert("allocate." + std::string(rule) + ".means");
    }
    for (const auto code : ui::write_off_codes()) {
        made.insert("write_off.reason." + std::string(code));
    }
    made.insert("write_off.reason.recovered");
}

void add_legal_names(std::set<std::string>& made) {
    const auto add = [&](std::string_view head, std::string_view name) {
        made.insert(std::string(head) + std::string(name));
    };
    for (std::size_t i = 0; i < core::legal_events; ++i) {
        const auto name = core::name_of(static_cast<core::LegalEvent>(i));
        for (const char* head : {"law.event.", "law.what.", "evidence.event."}) add(head, name);
    }
    for (std::size_t i = 0; i < core::case_stages; ++i) {
        const auto name = core::name_of(static_cast<core::CaseStage>(i));
        for (const char* head : {"case.stage.", "evidence.stage."}) add(head, name);
    }
    for (std::size_t i = 0; i < core::deadline_kinds; ++i) {
        const auto name = core::name_of(static_cast<core::DeadlineKind>(i));
        for (const char* head : {"case.deadline.", "case.rule."}) add(head, name);
    }
    for (int i = 0; i <= static_cast<int>(core::CaseRoute::enforcement); ++i) {
        for (const char* head : {"case.route.", "case.route_needs."}) {
            add(head, core::name_of(static_cast<core::CaseRoute>(i)));
        }
    }
    for (int i = 0; i <= static_cast<int>(core::CaseCost::other); ++i) {
        add("case.cost.", core::name_of(static_cast<core::CaseCost>(i)));
    }
    for (int i = 0; i <= static_cast<int>(core::DeadlineOf::commission); ++i) {
        add("case.whose.", core::name_of(static_cast<core::DeadlineOf>(i)));
    }
    for (int i = 0; i <= static_cast<int>(core::ClockEffect::not_in_time); ++i) {
        add("law.effect.", core::name_of(static_cast<core::ClockEffect>(i)));
    }
    using enum core::ClockSource;
    for (const auto source : {contact, promise, plan, letter, receipt, legal_case, statement}) {
        add("law.source.", core::name_of(source));
    }
    for (const char* part : {"clocks", "guarantees", "cases"}) add("law.tab.", part);
    for (const char* part : {"by_law", "by_choice"}) add("case.small.", part);
    for (std::size_t i = 0; i < core::file_kinds; ++i) {
        add("files.kind.", core::name_of(static_cast<core::FileKind>(i)));
    }
    for (const core::LegalNumber& number : core::legal_numbers()) {
        for (const char* head : {"law_page.name.", "law_page.article."}) {
            add(head, number.key.substr(4));
        }
    }
    for (std::size_t i = 0; i < session::proofs; ++i) {
        add("refusal.proof.", session::name_of(static_cast<session::ProofOf>(i)));
    }
    made.insert("customer.tab.legal");
}

// What the bundle of evidence asks for: its words are said by session, which has none.
void add_evidence_names(std::set<std::string>& made) {
    std::ostringstream text;
    for (const char* part : {"evidence", "evidence_law"}) {
        text << std::ifstream("app/session/" + std::string(part) + ".cpp").rdbuf();
    }
    const std::string source = text.str();
    const auto each = [&](const char* pattern, auto add) {
        const std::regex said(pattern);
        for (auto at = std::sregex_iterator(source.begin(), source.end(), said);
             at != std::sregex_iterator(); ++at) {
            add((*at)[1]);
        }
    };
    each(R"re(["? :({,>]say\("([a-z_.]+)"\))re",
         [&](const std::string& key) { made.insert("evidence." + key); });
    each(R"re([?:] "([a-z_]+)"\))re",
         [&](const std::string& key) { made.insert("evidence." + key); });
    each(R"re(exhibit\("([a-z_]+)"\))re", [&](const std::string& key) {
        made.insert("evidence.title." + key);
        made.insert("evidence.proves." + key);
    });
    for (const char* name : {"reached", "not_reached", "per_day", "per_year", "answer.confirmed",
                             "answer.difference", "joint", "claimed", "fee.statutory", "fee.sme",
                             "fee.judgment", "fee.lpr_plus", "fee.lpr_times", "slip.counted",
                             "slip.not_counted", "file.counted", "file.not_counted"}) {
        made.insert("evidence." + std::string(name));
    }
    for (const char* how : {"bank", "cash", "wallet", "bill", "other"}) {
        made.insert("evidence.how." + std::string(how));
    }
    for (const core::ConductRule rule : core::conduct_rules) {
        made.insert("evidence.against." + std::string(core::name_of(rule)));
    }
    for (const char* name : {"no", "exhibit", "source", "proves", "pages"}) {
        made.insert("evidence.index." + std::string(name));
    }
    for (const char* name :
         {"title", "tax_no", "address", "phone", "bank", "bank_account", "code", "email"}) {
        made.insert("evidence.field." + std::string(name));
    }
    for (int i = 0; i <= static_cast<int>(core::DebitType::refund); ++i) {
        made.insert("evidence.debit." +
                    std::string(core::name_of(static_cast<core::DebitType>(i))));
    }
    for (int i = 0; i <= static_cast<int>(core::CreditType::bill); ++i) {
        made.insert("evidence.credit." +
                    std::string(core::name_of(static_cast<core::CreditType>(i))));
    }
    for (int i = 0; i <= static_cast<int>(core::Channel::internal); ++i) {
        made.insert("evidence.channel." +
                    std::string(core::name_of(static_cast<core::Channel>(i))));
    }
}

bool belongs_to_a_family(const std::string& key) {
    for (const char* family :
         {"error.", "field.", "label.", "method.", "currency.", "exception.choice."}) {
        if (key.starts_with(family)) return true;
    }
    return false;
}

} // namespace

TEST_CASE("both languages have the same keys") {
    const auto zh = keys_of(Language::zh);
    const auto en = keys_of(Language::en);
    for (const auto& key : zh) CHECK_MESSAGE(en.contains(key), "en lacks ", key);
    for (const auto& key : en) CHECK_MESSAGE(zh.contains(key), "zh lacks ", key);
    CHECK(ui::all_keys(Language::zh).size() == zh.size()); // none stands twice
    CHECK(ui::all_keys(Language::en).size() == en.size());
    CHECK(zh.size() > 400);
}

TEST_CASE("both languages ask for the same arguments, and no text is empty") {
    for (const auto& key : keys_of(Language::zh)) {
        CHECK_MESSAGE(holes_of(Language::zh, key) == holes_of(Language::en, key), key);
        for (const Language language : {Language::zh, Language::en}) {
            ui::set_language(language);
            CHECK_MESSAGE(!ui::word(key).empty(), key);
        }
    }
}

TEST_CASE("every key that code says exists, and every key is said") {
    const std::string text = sources();
    REQUIRE(text.size() > 100'000);
    const auto known = keys_of(Language::zh);
    auto made = made_of_names();
    add_cash_names(made);
    add_bank_names(made);
    add_legal_names(made);
    add_evidence_names(made);
    const std::regex said(R"re((?:say|word)\((?:[^"();]*\? )?"([a-z_]+(?:\.[a-zA-Z0-9_-]+)*)")re");
    int found = 0;
    for (auto at = std::sregex_iterator(text.begin(), text.end(), said);
         at != std::sregex_iterator(); ++at) {
        ++found;
        const std::string key = (*at)[1];
        const bool prefix = text[static_cast<std::size_t>(at->position() + at->length())] == '"';
        CHECK_MESSAGE((known.contains(key) || prefix), "unknown key ", key);
    }
    CHECK(found > 300);
    for (const auto& key : made) CHECK_MESSAGE(known.contains(key), "missing ", key);
    for (const auto& key : known) {
        if (made.contains(key) || belongs_to_a_family(key)) continue;
        CHECK_MESSAGE(text.contains('"' + key + '"'), "nobody says ", key);
    }
}

TEST_CASE("Chinese has Chinese punctuation, English has none of it") {
    ui::set_language(Language::zh);
    const std::regex half(R"re([\xE4-\xE9][\x80-\xBF]{2}[,;!?:][\xE4-\xE9])re");
    for (const auto key : ui::all_keys(Language::zh)) {
        const std::string text(ui::word(key));
        CHECK_MESSAGE(!std::regex_search(text, half), key, ": ", text);
    }
    ui::set_language(Language::en);
    for (const auto key : ui::all_keys(Language::en)) {
        const std::string text(ui::word(key));
        for (const char* mark : {"\uFF0C", "\u3002", "\uFF1A", "\uFF1B", "\u201C", "\u201D"}) {
            CHECK_MESSAGE(!text.contains(mark), key);
        }
    }
}

TEST_CASE("arguments and plurals") {
    ui::set_language(Language::en);
    CHECK(ui::say("days", 1) == "1 day");
    CHECK(ui::say("days", 2) == "2 days");
    CHECK(ui::say("days", 0) == "0 days");
    ui::set_language(Language::zh);
    CHECK(ui::say("days", 1) == "1 天");
    CHECK(ui::say("no.such.key") == "no.such.key");
    CHECK(ui::say("days") == ui::word("days")); // without arguments the text as it is
    CHECK(ui::language_of("zh-TW") == Language::zh);
    CHECK(ui::language_of("de-DE") == Language::en);
    CHECK(ui::language_of("") == Language::en);
}

TEST_CASE("dates, counts and errors as people read them") {
    const auto date = core::parse_iso("2028-02-29").value();
    ui::set_language(Language::zh);
    CHECK(ui::date_words(date) == "2028年2月29日");
    CHECK(ui::weekday_words(date) == "周二");
    ui::set_language(Language::en);
    CHECK(ui::date_words(date) == "29 Feb 2028");
    CHECK(ui::date_text(date) == "2028-02-29");
    CHECK(ui::count_text(0) == "0");
    CHECK(ui::count_text(-1234567) == "-1,234,567");
    CHECK(ui::count_text(100'000) == "100,000");
    const int edges[] = {30, 60};
    CHECK(ui::bucket_words(edges, 0) == "0–30 days");
    CHECK(ui::bucket_words(edges, 1) == "31–60 days");
    CHECK(ui::bucket_words(edges, 2) == "61+ days");
    const core::Error error{core::ErrorCode::exceeds_open, "amount", "CNY 12.00", 0};
    CHECK(ui::error_words(error).contains("CNY 12.00"));
    for (int i = 0; i <= static_cast<int>(core::ErrorCode::cancelled); ++i) {
        const core::Error each{static_cast<core::ErrorCode>(i), "amount", "x", 7};
        for (const Language language : {Language::zh, Language::en}) {
            ui::set_language(language);
            const std::string words = ui::error_words(each);
            CHECK_MESSAGE(!words.contains("error."), words);
            CHECK_MESSAGE(!words.contains("{"), words);
            CHECK(words.contains("7"));
        }
    }
}
