#include "sync/codec.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "sync/canonical.h"
#include "sync/hash.h"
#include "sync/sample.h"

using namespace huikuan;
using core::ErrorCode;
using sample::replaced;

namespace {

constexpr std::string_view customer_id = "01990000-0000-7000-0000-0000000000c1";
constexpr std::string_view entity_id = "01990000-0000-7000-0000-0000000000e1";
constexpr std::string_view other_id = "01990000-0000-7000-0000-0000000000e2";

// A line with this body, and what a test changes of the envelope.
std::string line(std::string_view kind, std::string body, std::string_view more = "",
                 std::string_view seq = "1") {
    std::string text = R"({"b":)" + body + R"(,"d":"aehqobyhaydqobyb","e":")" +
                       std::string(entity_id) + R"(","k":")" + std::string(kind) +
                       R"(","r":1,"s":)" + std::string(seq) +
                       R"(,"t":"2026-09-22T08:15:30.123Z-0007")" + std::string(more) + "}";
    const auto value = sync::parse_json(text);
    REQUIRE_MESSAGE(value.has_value(), text);
    return sync::canonical(*value).value();
}
bool understood(std::string_view kind, std::string body) {
    const auto change = sync::decode(line(kind, std::move(body)), {});
    REQUIRE_MESSAGE(change.has_value(), change.error().detail);
    CHECK(change->bytes == line(kind, change->bytes.substr(5, change->bytes.find(",\"d\"") - 5)));
    return change->fact.has_value();
}

const std::string invoice_body =
    R"({"amt":1250000,"cur":"CNY","cust":"01990000-0000-7000-0000-0000000000c1","date":"2026-09-22",)"
    R"("lines":[["2026-10-22",250000],["2026-11-22",1000000]],"name":"杭州","no":"A7-000123","note":"x"})";
const std::string receipt_body =
    R"({"amt":1,"cur":"JPY","cust":"01990000-0000-7000-0000-0000000000c1","date":"2024-02-29",)"
    R"("how":"bank","note":"x","ref":"ICBC 8831"})";
const std::string allocation_body =
    R"({"amt":5,"cur":"CNY","date":"2026-09-22","inv":"01990000-0000-7000-0000-0000000000c1",)"
    R"("rcpt":"01990000-0000-7000-0000-0000000000e2"})";
const std::string reverse_body =
    R"({"date":"2026-09-22","of":"01990000-0000-7000-0000-0000000000e2","why":"typed twice"})";
const std::string resolve_body =
    R"({"choice":"same","note":"ok","x":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"})";

} // namespace

TEST_CASE("format 1 of each kind, byte for byte") {
    const core::CustomerId customer = core::id_cast<core::CustomerId>(*core::parse_id(customer_id));
    core::Change change;
    change.device = *core::parse_device("aehqobyhaydqobyb");
    change.seq = 1;
    change.time = {sample::start_ms, 7};
    const core::EntityId entity = *core::parse_id(entity_id);
    const auto check = [&](core::Fact fact, const std::string& expected) {
        change.fact = std::move(fact);
        const auto bytes = sync::encode(change);
        REQUIRE(bytes.has_value());
        CHECK(*bytes == expected);
        const auto read = sync::decode(*bytes, {});
        REQUIRE(read.has_value());
        CHECK(read->fact == change.fact);
        CHECK(sync::decode_fact(core::kind_of(*change.fact), *bytes) == change.fact);
    };
    const core::Date date = core::date_of(2026, 9, 22).value();
    check(core::InvoiceIssued{core::id_cast<core::InvoiceId>(entity),
                              customer,
                              "A7-000123",
                              {1'250'000, {"CNY"}},
                              date,
                              {{core::date_of(2026, 10, 22).value(), 250'000},
                               {core::date_of(2026, 11, 22).value(), 1'000'000}},
                              "杭州",
                              "x"},
          line("invoice.issue", invoice_body));
    check(core::ReceiptRecorded{core::id_cast<core::ReceiptId>(entity),
                                customer,
                                {1, {"JPY"}},
                                core::date_of(2024, 2, 29).value(),
                                "bank",
                                "ICBC 8831",
                                "x"},
          line("receipt.record", receipt_body));
    const core::EntityId other = *core::parse_id(other_id);
    check(core::AllocationMade{core::id_cast<core::AllocationId>(entity),
                               core::id_cast<core::ReceiptId>(other),
                               core::id_cast<core::InvoiceId>(core::entity_of(customer)),
                               {5, {"CNY"}},
                               date},
          line("allocation.make", allocation_body));
    check(core::Reversed{entity, other, date, "typed twice"}, line("reverse", reverse_body));
    check(core::ExceptionResolved{entity, sync::to_hex(sync::sha256("")), "same", "ok"},
          line("exception.resolve", resolve_body));
    change.context = {{*core::parse_device("aehqobyhaydqobyb"), 3}};
    for (const auto& [kind, name] : {std::pair{core::RegisterKind::book, "book.set"},
                                     {core::RegisterKind::customer, "customer.set"},
                                     {core::RegisterKind::contact, "contact.set"},
                                     {core::RegisterKind::setting, "setting.set"}}) {
        check(core::FieldsSet{kind, entity, {{"name", "王"}, {"phone", ""}}},
              line(name, R"({"name":"王","phone":""})", R"(,"c":{"aehqobyhaydqobyb":3})"));
    }
}

TEST_CASE("the hash chains a line to the one before it, as a shell would") {
    const std::string first = line("reverse", reverse_body);
    const auto one = sync::decode(first, {});
    REQUIRE(one.has_value());
    CHECK(one->hash == sync::sha256("arc1\n\n" + first));
    const std::string second = line("reverse", reverse_body, "", "2");
    const auto two = sync::decode(second, one->hash);
    REQUIRE(two.has_value());
    CHECK(two->hash == sync::sha256("arc1\n" + sync::to_hex(one->hash) + "\n" + second));
    CHECK(two->previous == one->hash);
    CHECK(two->hash == sync::chain_hash(one->hash, second));
    // A first change has no predecessor, and a later one has.
    CHECK(sync::decode(first, one->hash).error().code == ErrorCode::corrupt);
    CHECK(sync::decode(second, {}).error().code == ErrorCode::corrupt);
    const auto alone = sync::decode_unchained(second, two->hash);
    REQUIRE(alone.has_value());
    CHECK(alone->hash == two->hash);
    CHECK(alone->previous == core::Hash{});
}

TEST_CASE("an envelope that is not as written in the format is refused") {
    const std::string good = line("reverse", reverse_body);
    const auto refused = [&](std::string_view from, std::string_view to) {
        const auto change = sync::decode(replaced(good, from, to), {});
        REQUIRE_FALSE_MESSAGE(change.has_value(), to);
        return change.error();
    };
    CHECK(refused("aehqobyhaydqobyb", "aehqobyhaydqoby").field == "d");
    CHECK(refused("aehqobyhaydqobyb", "aehqobyhaydqoby1").field == "d");
    CHECK(refused("\"d\":\"aehqobyhaydqobyb\",", "").field == "d");
    CHECK(refused("\"s\":1", "\"s\":0").field == "s");
    CHECK(refused("\"s\":1", "\"s\":-1").field == "s");
    CHECK(refused("\"s\":1", "\"s\":4294967296").field == "s");
    CHECK(refused("\"s\":1", "\"s\":\"1\"").field == "s");
    CHECK(refused("\"r\":1", "\"r\":0").field == "r");
    CHECK(refused("\"r\":1", "\"r\":2147483648").field == "r");
    CHECK(refused("30.123Z-0007", "30.123Z-000g").field == "t");
}

TEST_CASE("other envelopes that are refused") {
    const std::string good = line("reverse", reverse_body);
    const auto field = [&](std::string_view from, std::string_view to) {
        const auto change = sync::decode(replaced(good, from, to), {});
        REQUIRE_FALSE_MESSAGE(change.has_value(), to);
        return change.error().field;
    };
    CHECK(field("2026-09-22T08", "2026-02-30T08") == "t");
    CHECK(field("01990000-0000-7000-0000-0000000000e1", "01990000-0000-7000-0000-0000000000E1") ==
          "e");
    CHECK(field("01990000-0000-7000-0000-0000000000e1", "00000000-0000-0000-0000-000000000000") ==
          "e");
    CHECK(field("\"k\":\"reverse\"", "\"k\":\"\"") == "k");
    CHECK(field("\"k\":\"reverse\"", "\"k\":\"Reverse\"") == "k");
    CHECK(field("\"k\":\"reverse\"", "\"k\":\"" + std::string(65, 'a') + "\"") == "k");
    CHECK(field("\"b\":{\"date\":\"2026-09-22\",\"of\":\"01990000-0000-7000-0000-0000000000e2\","
                "\"why\":\"typed twice\"},",
                "") == "b");
    CHECK(field(",\"d\":", ",\"c\":[],\"d\":") == "c");
    CHECK(field(",\"d\":", ",\"c\":{\"x\":1},\"d\":") == "c");
    CHECK(field(",\"d\":", ",\"c\":{\"aehqobyhaydqobyb\":0},\"d\":") == "c");
    CHECK(field(",\"d\":", ",\"c\":{\"aehqobyhaydqobyb\":\"1\"},\"d\":") == "c");
    CHECK(field("-0007\"}", "-0007\",\"x\":\"00\"}") == "x");
    CHECK(field("-0007\"}", "-0007\",\"x\":1}") == "x");
    CHECK(field(",\"d\":", ", \"d\":") == "json");
    CHECK(sync::decode("[]", {}).error().code == ErrorCode::malformed);
    CHECK(sync::decode("", {}).error().code == ErrorCode::malformed);
    CHECK(sync::decode(good + "\n", {}).error().code == ErrorCode::malformed);
}

TEST_CASE("what is not understood keeps its place and its bytes") {
    const auto unknown = [](const std::string& bytes) {
        const auto change = sync::decode(bytes, {});
        REQUIRE(change.has_value());
        CHECK(change->bytes == bytes);
        CHECK_FALSE(change->fact);
        CHECK_FALSE(sync::decode_fact(change->kind, bytes));
    };
    unknown(line("creditnote.issue", R"({"amt":5,"new":[1,{"deep":null}]})"));
    unknown(line("reverse", "null"));
    unknown(line("reverse", "[1]"));
    // A known kind of a later view is not guessed at.
    unknown(replaced(line("reverse", reverse_body), "\"r\":1",
                     "\"r\":" + std::to_string(sync::view_version + 1)));
    CHECK(sync::is_known_kind("reverse"));
    CHECK(sync::is_known_kind("setting.set"));
    CHECK_FALSE(sync::is_known_kind("creditnote.issue"));
    CHECK_FALSE(sync::is_known_kind(""));
    // Members that a later version adds do not hide what this one knows.
    const std::string more = replaced(line("reverse", reverse_body, R"(,"zz":{"a":1})"),
                                      "\"why\":", "\"weight\":[1],\"why\":");
    const auto change = sync::decode(more, {});
    REQUIRE(change.has_value());
    CHECK(change->bytes == more);
    CHECK(change->fact == sync::decode(line("reverse", reverse_body), {})->fact);
    CHECK_FALSE(sync::decode_fact("invoice.issue", more));
    CHECK_FALSE(sync::decode_fact("reverse", "rubbish"));
}

TEST_CASE("a body that breaks the rules of its kind is no fact") {
    struct Break {
        const char* kind;
        std::string body;
        const char* from;
        const char* to;
    };
    const std::vector<Break> breaks{
        {"invoice.issue", invoice_body, "1250000", "0"},
        {"invoice.issue", invoice_body, "1250000", "-1"},
        {"invoice.issue", invoice_body, "1250000", "\"1250000\""},
        {"invoice.issue", invoice_body, "1250000", "1250001"},
        {"invoice.issue", invoice_body, "1250000", "100000000000001"},
        {"invoice.issue", invoice_body, "CNY", "cny"},
        {"invoice.issue", invoice_body, "CNY", "CNYX"},
        {"invoice.issue", invoice_body, "\"cur\":\"CNY\",", ""},
        {"invoice.issue", invoice_body, "\"date\":\"2026-09-22\"", "\"date\":\"2026-9-22\""},
        {"invoice.issue", invoice_body, "\"date\":\"2026-09-22\"", "\"date\":\"2023-02-29\""},
        {"invoice.issue", invoice_body, "\"date\":\"2026-09-22\"", "\"date\":\"1899-12-31\""},
        {"invoice.issue", invoice_body, "\"date\":\"2026-09-22\"", "\"date\":20260922"},
        {"invoice.issue", invoice_body, "2026-10-22", "2026-12-22"}, // not by due date
        {"invoice.issue", invoice_body, "250000]", "-250000]"},
        {"invoice.issue", invoice_body, "250000]", "250000,1]"},
        {"invoice.issue", invoice_body, "[\"2026-10-22\",250000],", "1,"},
        {"invoice.issue", invoice_body, "\"no\":\"A7-000123\"", "\"no\":7"},
        {"invoice.issue", invoice_body, "-0000000000c1", "-0000000000C1"},
        {"receipt.record", receipt_body, "01990000-0000-7000-0000-0000000000c1",
         "00000000-0000-0000-0000-000000000000"},
        {"receipt.record", receipt_body, "\"amt\":1,", ""},
        {"allocation.make", allocation_body, "\"inv\":\"01990000-0000-7000-0000-0000000000c1\",",
         ""},
        {"reverse", reverse_body, "\"of\":\"01990000-0000-7000-0000-0000000000e2\",", ""},
        {"reverse", reverse_body, "\"typed twice\"", "null"},
        {"exception.resolve", resolve_body, "e3b0", "E3B0"},
        {"exception.resolve", resolve_body, "\"same\"", "\"\""},
    };
    for (const Break& one : breaks) {
        CAPTURE(one.kind);
        CAPTURE(one.to);
        CHECK(understood(one.kind, one.body));
        CHECK_FALSE(understood(one.kind, replaced(one.body, one.from, one.to)));
    }
    CHECK_FALSE(understood(
        "invoice.issue",
        replaced(invoice_body, R"([["2026-10-22",250000],["2026-11-22",1000000]])", "[]")));
    CHECK_FALSE(understood("customer.set", "{}"));
    CHECK_FALSE(understood("customer.set", R"({"name":1})"));
    CHECK_FALSE(understood("customer.set", R"({"":"x"})"));
}

TEST_CASE("the largest amounts and many lines add up without overflow") {
    std::string lines;
    for (int count = 0; count < 20'000; ++count) {
        if (count > 0) lines += ',';
        lines += R"(["2026-10-22",100000000000000])";
    }
    const std::string body =
        replaced(replaced(invoice_body, "[\"2026-10-22\",250000],[\"2026-11-22\",1000000]", lines),
                 "1250000", "100000000000000");
    CHECK_FALSE(understood("invoice.issue", body));
    CHECK(understood(
        "invoice.issue",
        replaced(replaced(invoice_body, "[\"2026-10-22\",250000],[\"2026-11-22\",1000000]",
                          R"(["2026-10-22",100000000000000])"),
                 "1250000", "100000000000000")));
}

TEST_CASE("what cannot be written is an error, not a line that cannot be read") {
    core::Change change;
    change.device = sample::device(1);
    change.seq = 1;
    CHECK(sync::encode(change).error().code == ErrorCode::required);
    change.fact =
        core::FieldsSet{core::RegisterKind::customer, sample::entity(1), {{"name", "\xFF"}}};
    CHECK(sync::encode(change).error().code == ErrorCode::malformed);
    std::vector<std::pair<std::string, std::string>> many;
    for (int field = 0; field < 20; ++field) {
        many.emplace_back("f" + std::to_string(100 + field), std::string(60'000, 'x'));
    }
    change.fact = core::FieldsSet{core::RegisterKind::customer, sample::entity(1), many};
    CHECK(sync::encode(change).error().code == ErrorCode::too_long);
}

TEST_CASE("every fact is read back as it was written") {
    for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
        CAPTURE(seed);
        std::mt19937_64 random(seed);
        core::Change change;
        change.device = sample::device(1);
        change.seq = 1 + seed % 2;
        change.time = {sample::start_ms, static_cast<std::uint16_t>(seed)};
        change.fact = seed % 2 == 0 ? sample::fact(random) : sample::ledger_fact(random);
        change.view = core::least_view(*change.fact);
        if (seed % 3 == 0) change.payload = sync::sha256("payload");
        const auto bytes = sync::encode(change);
        REQUIRE(bytes.has_value());
        const core::Hash previous = change.seq == 1 ? core::Hash{} : sync::sha256("before");
        const auto read = sync::decode(*bytes, previous);
        REQUIRE(read.has_value());
        CHECK(read->fact == change.fact);
        CHECK(read->entity == core::entity_of(*change.fact));
        CHECK(read->kind == core::kind_of(*change.fact));
        CHECK(read->time == change.time);
        CHECK(read->payload == change.payload);
        CHECK(sync::encode(*read).value() == *bytes);
    }
}

TEST_CASE("what a later view added is not read from a line that claims the one before") {
    int refused = 0;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        CAPTURE(seed);
        std::mt19937_64 random(seed);
        core::Change change;
        change.device = sample::device(1);
        change.seq = 1;
        change.time = {sample::start_ms, 0};
        change.fact = sample::ledger_fact(random);
        const std::uint32_t least = core::least_view(*change.fact);
        const bool later = least > 1;
        change.view = later ? least - 1 : 1;
        const auto read = sync::decode(sync::encode(change).value(), {});
        REQUIRE(read.has_value());
        CHECK(read->fact.has_value() != later);
        refused += later ? 1 : 0;
    }
    CHECK(refused > 200);
}

TEST_CASE("bodies of the third view that say what cannot be are no facts") {
    const std::string id = "01990000-0000-7000-0000-0000000000e2";
    // Members of a canonical object stand in order.
    const auto sound = [&](const std::string& kind, std::vector<std::string> members) {
        members.push_back(R"("cust":")" + id + '"');
        members.emplace_back(R"("date":"2026-02-28")");
        std::ranges::sort(members);
        std::string body;
        for (const std::string& member : members) body += (body.empty() ? "" : ",") + member;
        const std::string line = R"({"b":{)" + body + R"(},"d":"aaaaaaaaaaaaaaaa","e":")" + id +
                                 R"(","k":")" + kind +
                                 R"(","r":3,"s":1,"t":"2026-09-22T08:15:30.123Z-0000"})";
        const auto read = sync::decode(line, {});
        REQUIRE_MESSAGE(read.has_value(), line);
        return read->fact.has_value();
    };
    CHECK(sound("contact.log", {R"("came":"promised")", R"("via":"phone")"}));
    CHECK(sound("contact.log",
                {R"("against":["hours","moon"])", R"("came":"sent")", R"("via":"sms")"}));
    CHECK_FALSE(sound("contact.log", {R"("came":"promised")", R"("via":"pigeon")"}));
    CHECK_FALSE(sound("contact.log", {R"("came":"")", R"("via":"phone")"}));
    CHECK_FALSE(sound("contact.log", {R"("at":"24:00")", R"("came":"sent")", R"("via":"sms")"}));
    CHECK_FALSE(sound("contact.log", {R"("came":"sent")", R"("reached":0)", R"("via":"sms")"}));
    CHECK_FALSE(
        sound("contact.log", {R"("against":"hours")", R"("came":"sent")", R"("via":"sms")"}));
    CHECK(sound("promise.make", {R"("amt":1)", R"("cur":"CNY")", R"("due":"2026-02-28")"}));
    CHECK_FALSE(sound("promise.make", {R"("amt":1)", R"("cur":"CNY")", R"("due":"2026-02-27")"}));
    CHECK_FALSE(sound("promise.make", {R"("amt":0)", R"("cur":"CNY")", R"("due":"2026-02-28")"}));
    CHECK_FALSE(sound("promise.make", {R"("amt":1)", R"("cur":"cny")", R"("due":"2026-02-28")"}));
    CHECK(sound("plan.agree", {R"("cur":"CNY")", R"("lines":[["2026-03-31",1,0]])"}));
    CHECK_FALSE(sound("plan.agree", {R"("cur":"CNY")", R"("lines":[])"}));
    CHECK_FALSE(sound("plan.agree", {R"("cur":"CNY")", R"("lines":[["2026-03-31",0,0]])"}));
    CHECK_FALSE(sound("plan.agree", {R"("cur":"CNY")", R"("lines":[["2026-03-31",-1,5]])"}));
    CHECK_FALSE(sound("plan.agree", {R"("cur":"CNY")", R"("lines":[["2026-02-29",1,0]])"}));
    CHECK_FALSE(sound("plan.agree",
                      {R"("cur":"CNY")", R"("lines":[["2026-03-31",1,0],["2026-03-31",1,0]])"}));
    CHECK_FALSE(sound("plan.agree", {R"("cur":"CNY")", R"("lines":[["2026-03-31",1]])"}));
    CHECK_FALSE(
        sound("plan.agree", {R"("cur":"CNY")", R"("late":-1)", R"("lines":[["2026-03-31",1,0]])"}));
    CHECK(sound("hold.place", {R"("kind":"snooze")", R"("until":"2026-02-28")", R"("why":"x")"}));
    CHECK_FALSE(
        sound("hold.place", {R"("kind":"snooze")", R"("until":"2026-02-27")", R"("why":"x")"}));
    CHECK_FALSE(
        sound("hold.place", {R"("kind":"sleep")", R"("until":"2026-02-28")", R"("why":"x")"}));
    CHECK_FALSE(sound("hold.place", {R"("kind":"snooze")", R"("until":"2026-02-28")"}));
}

TEST_CASE("bodies of the fourth view that say what cannot be are no facts") {
    const std::string id = "01990000-0000-7000-0000-0000000000e2";
    const auto sound = [&](const std::string& kind, std::vector<std::string> members, int view) {
        members.push_back(R"("cust":")" + id + '"');
        members.emplace_back(R"("date":"2026-02-28")");
        std::ranges::sort(members);
        std::string body;
        for (const std::string& member : members) body += (body.empty() ? "" : ",") + member;
        const std::string line = R"({"b":{)" + body + R"(},"d":"aaaaaaaaaaaaaaaa","e":")" + id +
                                 R"(","k":")" + kind + R"(","r":)" + std::to_string(view) +
                                 R"(,"s":1,"t":"2026-09-22T08:15:30.123Z-0000"})";
        const auto read = sync::decode(line, {});
        REQUIRE_MESSAGE(read.has_value(), line);
        return read->fact.has_value();
    };
    const std::string of = R"("of":")" + id + '"';
    CHECK(sound("legal.event", {R"("what":"demand")"}, 4));
    CHECK_FALSE(sound("legal.event", {R"("what":"demand")"}, 3)); // an older view cannot mean it
    CHECK_FALSE(sound("legal.event", {R"("what":"prayer")"}, 4));
    CHECK_FALSE(sound("legal.event", {}, 4));
    CHECK(sound("legal.event", {R"("what":"suspension")", R"("until":"2026-02-28")"}, 4));
    CHECK_FALSE(sound("legal.event", {R"("what":"suspension")", R"("until":"2026-02-27")"}, 4));
    CHECK(sound("case.step", {of, R"("stage":"filed")"}, 4));
    CHECK_FALSE(sound("case.step", {R"("stage":"filed")"}, 4));
    CHECK_FALSE(sound("case.step", {of, R"("stage":"lost")"}, 4));
    CHECK_FALSE(sound("case.step", {of, R"("stage":"hearing")", R"("due":"2026-02-27")"}, 4));
    CHECK_FALSE(
        sound("case.step", {of, R"("stage":"hearing")", R"("amt":0)", R"("cur":"CNY")"}, 4));
    CHECK_FALSE(sound("case.step", {of, R"("stage":"hearing")", R"("amt":5)"}, 4));
    CHECK(sound("case.cost", {of, R"("what":"court")", R"("amt":1)", R"("cur":"CNY")"}, 4));
    CHECK_FALSE(sound("case.cost", {of, R"("what":"court")"}, 4));
    CHECK_FALSE(sound("case.cost", {of, R"("what":"dinner")", R"("amt":1)", R"("cur":"CNY")"}, 4));

    // The fifth view: statements of account.
    const auto issue = [&](std::string from, std::string to, std::string form, int view) {
        return sound("statement.issue",
                     {R"("from":")" + from + '"', R"("to":")" + to + '"',
                      R"("form":")" + form + '"', R"("cur":"CNY")", R"("open":0)", R"("close":-5)",
                      R"("code":"c")"},
                     view);
    };
    CHECK(issue("2026-02-01", "2026-02-28", "movements", 5));
    CHECK(issue("2026-02-28", "2026-02-28", "open_items", 5));
    CHECK_FALSE(issue("2026-02-01", "2026-02-28", "movements", 4)); // readers of 4 do not count it
    CHECK_FALSE(issue("2026-02-01", "2026-03-01", "movements", 5)); // it is not over
    CHECK_FALSE(issue("2026-02-28", "2026-02-01", "movements", 5));
    CHECK_FALSE(issue("2026-02-01", "2026-02-28", "poem", 5));
    CHECK(sound("statement.send", {of, R"("via":"mail")"}, 5));
    CHECK_FALSE(sound("statement.send", {R"("via":"mail")"}, 5));
    CHECK_FALSE(sound("statement.send", {of, R"("via":"pigeon")"}, 5));
    const std::string lines = R"("lines":[["A-1",-5,"price","",""]])";
    CHECK(sound("statement.answer", {of, R"("came":"confirmed")", R"("theirs":7)"}, 5));
    CHECK(sound("statement.answer", {of, R"("came":"difference")", R"("theirs":-7)", lines}, 5));
    CHECK_FALSE(sound("statement.answer", {of, R"("came":"difference")", R"("theirs":7)"}, 5));
    CHECK_FALSE(
        sound("statement.answer", {of, R"("came":"confirmed")", R"("theirs":7)", lines}, 5));
    CHECK_FALSE(sound("statement.answer", {of, R"("came":"confirmed")"}, 5));
    // A cause of a later version is another one; a line of nothing is none.
    CHECK(sound("statement.answer",
                {of, R"("came":"difference")", R"("theirs":0)",
                 R"("lines":[["",1,"weather","","2026-03-01"]])"},
                5));
    CHECK_FALSE(sound(
        "statement.answer",
        {of, R"("came":"difference")", R"("theirs":0)", R"("lines":[["A-1",0,"price","",""]])"},
        5));
    CHECK(
        sound("difference.settle", {of, R"("came":"passed")", R"("line":0)", R"("note":"x")"}, 5));
    CHECK_FALSE(sound("difference.settle", {of, R"("came":"passed")", R"("line":0)"}, 5));
    CHECK_FALSE(
        sound("difference.settle", {of, R"("came":"passed")", R"("line":-1)", R"("note":"x")"}, 5));
    CHECK_FALSE(
        sound("difference.settle", {of, R"("came":"gone")", R"("line":0)", R"("note":"x")"}, 5));
}

TEST_CASE("bodies of the second view that say what cannot be are no facts") {
    const std::string head =
        R"({"amt":100,"cur":"CNY","cust":"01990000-0000-7000-0000-0000000000e2",)"
        R"("date":"2025-01-10","lines":[["2025-02-09",100]])";
    const std::string credit =
        R"({"amt":100,"cur":"CNY","cust":"01990000-0000-7000-0000-0000000000e2","date":"2025-01-10")";
    const auto fact = [](const std::string& kind, const std::string& body) {
        const std::string canonical = sync::canonical(sync::parse_json(body).value()).value();
        const auto change = sync::decode(replaced(line(kind, canonical), "\"r\":1", "\"r\":2"), {});
        REQUIRE_MESSAGE(change.has_value(), body);
        return change->fact.has_value();
    };
    CHECK(fact("invoice.issue", head + R"(,"type":"debit_note"})"));
    for (const char* more :
         {R"(,"type":"gift"})", R"(,"type":1})", R"(,"of":"x"})", R"(,"con":7})",
          R"(,"tax":[60,50]})", R"(,"tax":[-1,101]})", R"(,"tax":[100]})", R"(,"tax":"100"})",
          R"(,"disc":[0,"2025-01-20"]})", R"(,"disc":[20000,"2025-02-30"]})",
          R"(,"disc":[1000001,"2025-01-20"]})", R"(,"rate":[0,1]})", R"(,"rate":[7,0]})",
          R"(,"rate":[7]})"}) {
        CAPTURE(more);
        CHECK_FALSE(fact("invoice.issue", head + more));
    }
    CHECK(fact("receipt.record", credit + R"(,"type":"write_off","why":"bankrupt"})"));
    for (const char* more : {R"(,"type":"present"})", R"(,"bill":["1","ICBC","2025-06-30","x"]})",
                             R"(,"bill":["1","ICBC","30/06/2025","bank"]})", R"(,"why":5})"}) {
        CAPTURE(more);
        CHECK_FALSE(fact("receipt.record", credit + more));
    }
    const std::string one = "01990000-0000-7000-0000-0000000000e2";
    CHECK_FALSE(fact("customer.merge",
                     R"({"date":"2025-01-10","from":")" + one + R"(","into":")" + one + R"("})"));
    CHECK_FALSE(
        fact("attachment.add", R"({"name":"a","of":")" + one + R"(","sha":"00","size":1})"));
    CHECK_FALSE(fact("dispute.open",
                     R"({"amt":0,"cur":"CNY","date":"2025-01-10","inv":")" + one + R"("})"));
    CHECK_FALSE(
        fact("bill.move", R"({"bill":")" + one + R"(","date":"2025-01-10","step":"lost"})"));
}

TEST_CASE("what is written without the way over text is what a reader of the text gets") {
    const std::uint64_t seed = 20261122;
    CAPTURE(seed);
    std::mt19937_64 random(seed);
    const core::Hash previous = sync::sha256("before");
    for (std::uint64_t round = 0; round < 500; ++round) {
        core::Change change;
        change.device = sample::device(1);
        change.seq = 2 + round;
        change.time = {sample::start_ms + static_cast<std::int64_t>(round), 3};
        change.fact = sample::fact(random);
        change.kind = core::kind_of(*change.fact);
        change.entity = core::entity_of(*change.fact);
        if (round % 7 == 0) { // texts that are too long for a reader, or no UTF-8
            if (auto* invoice = std::get_if<core::InvoiceIssued>(&*change.fact)) {
                invoice->note = round % 2 == 0 ? std::string(65 * 1024, 'x') : "\xFF";
            }
        }
        const auto bytes = sync::encode(change);
        const auto read = bytes ? sync::decode(*bytes, previous)
                                : core::Result<core::Change>(std::unexpected(bytes.error()));
        const auto written = sync::encode_chained(change, previous);
        REQUIRE(written.has_value() == read.has_value());
        if (!read) {
            CHECK(written.error().code == read.error().code);
            continue;
        }
        CHECK(written->bytes == read->bytes);
        CHECK(written->hash == read->hash);
        CHECK(written->previous == read->previous);
        CHECK(written->fact == read->fact);
        CHECK(written->kind == read->kind);
        CHECK(written->entity == read->entity);
        CHECK(written->context == read->context);
        CHECK(core::order_of(*written) == core::order_of(*read));
    }
}
