#include "core/bank.h"

#include <doctest/doctest.h>

#include "sample.h"

using namespace huikuan::core;

namespace {

// Rows of a text, cells between bars; a line of nothing is an empty row.
std::vector<BankRow> rows_of(std::string_view text) {
    std::vector<BankRow> rows;
    std::int64_t number = 0;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        BankRow row{++number, {}};
        for (;;) {
            const std::size_t bar = line.find('|');
            row.cells.emplace_back(line.substr(0, bar));
            if (bar == std::string_view::npos) break;
            line = line.substr(bar + 1);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

const Date day_of_import = parse_iso("2026-11-22").value();

struct Read {
    std::vector<BankRow> rows;
    BankFrame frame;
    BankLayout layout;
    BankReading reading;
};
Read read(std::string_view text, std::string_view account = "1234") {
    Read result{rows_of(text), {}, {}, {}};
    const auto frame = find_bank_frame(result.rows);
    REQUIRE(frame);
    result.frame = *frame;
    join_headings(result.rows, result.frame);
    result.layout = guess_bank_layout(result.rows, result.frame);
    result.reading =
        read_bank_lines(result.rows, result.frame, result.layout, account, cny, day_of_import);
    return result;
}

// "2025-01-05 +100000 payer memo =bal" of each line.
std::string lines_of(const BankReading& reading) {
    std::string text;
    for (const auto& line : reading.lines) {
        text += to_text(line.what.date) + " " + std::to_string(line.what.minor) + " " +
                std::string(line.currency.view()) + " " + line.what.payer + "/" +
                line.what.payer_account + "/" + line.what.memo + "/" + line.what.reference;
        if (line.what.balance) text += " =" + std::to_string(*line.what.balance);
        if (line.ordinal > 0) text += " #" + std::to_string(line.ordinal);
        text += "\n";
    }
    return text;
}
std::string notes_of(const BankReading& reading) {
    std::string text;
    for (const BankNote& note : reading.notes) {
        text += std::string(name_of(note.doubt)) + " " + std::to_string(note.line) + " " +
                note.detail + "\n";
    }
    return text;
}

} // namespace

TEST_CASE("a statement with a preamble, two columns of money and the bank's totals") {
    const auto got = read("某银行对公账户明细\n"
                          "账号：6222 0000 1234|户名：江南机电有限公司\n"
                          "币种：人民币\n"
                          "\n"
                          "交易日期|摘要|借方发生额|贷方发生额|余额|对方户名|对方账号|凭证号\n"
                          "20250105|货款||10,000.00|15,000.00|青云机械有限公司|31010001|0001\n"
                          "20250106|手续费|5.00||14,995.00|||0002\n"
                          "20250107|货款 发票 INV-0007||0.01|14,995.01|白鹭电子|31010002|0003\n"
                          "合计||5.00|10,000.01||||\n",
                          "6222 0000 1234");
    CHECK(got.frame.account == "6222 0000 1234");
    CHECK(lines_of(got.reading) ==
          "2025-01-05 1000000 CNY 青云机械有限公司/31010001/货款/0001 =1500000\n"
          "2025-01-06 -500 CNY //手续费/0002 =1499500\n"
          "2025-01-07 1 CNY 白鹭电子/31010002/货款 发票 INV-0007/0003 =1499501\n");
    CHECK(notes_of(got.reading).empty());
    CHECK(got.reading.totals_rows == 1);
    CHECK(got.reading.refused.empty());
}

TEST_CASE("totals that do not add up are told, and nothing is left out for it") {
    const auto got = read("日期|摘要|收入|支出\n2025-01-05|a|10.00|\n2025-01-06|b|5.00|\n"
                          "合计||16.00|0.00\n");
    CHECK(got.reading.lines.size() == 2);
    CHECK(notes_of(got.reading) == "totals 0 16.00 / 15.00\n");
}

TEST_CASE("a balance that jumps is told by its line") {
    const std::string_view text = "Date|Description|Amount|Balance\n"
                                  "2025-01-05|a|10.00|110.00\n"
                                  "2025-01-06|b|-5.00|105.00\n"
                                  "2025-01-08|d|1.00|206.00\n"
                                  "2025-01-09|e|2.00|208.00\n";
    CHECK(notes_of(read(text).reading) == "balance_jump 4 106.00 / 206.00\n");
    const std::string_view newest_first = "Date|Description|Amount|Balance\n"
                                          "2025-01-09|e|2.00|208.00\n"
                                          "2025-01-08|d|1.00|206.00\n"
                                          "2025-01-06|b|-5.00|105.00\n"
                                          "2025-01-05|a|10.00|110.00\n";
    const auto turned = read(newest_first);
    CHECK(turned.reading.newest_first);
    CHECK(notes_of(turned.reading) == "balance_jump 3 106.00 / 206.00\n");
}

TEST_CASE("a page that is there twice comes in once; equal payments stay two") {
    const auto page = read("日期|摘要|金额|余额\n"
                           "2025-01-05|a|10.00|110.00\n"
                           "2025-01-06|b|20.00|130.00\n"
                           "日期|摘要|金额|余额\n"
                           "2025-01-05|a|10.00|110.00\n"
                           "2025-01-06|b|20.00|130.00\n"
                           "2025-01-07|c|30.00|160.00\n");
    CHECK(page.reading.lines.size() == 3);
    CHECK(page.reading.repeated == 2);
    CHECK(page.reading.totals_rows == 1); // the heading of the second page
    CHECK(notes_of(page.reading) == "repeated 5 2\nrepeated 6 3\n");

    const auto twins = read("日期|摘要|金额\n2025-01-05|a|10.00\n2025-01-05|a|10.00\n");
    CHECK(twins.reading.lines.size() == 2);
    CHECK(twins.reading.lines[1].ordinal == 1);
    CHECK(notes_of(twins.reading) == "equal_lines 3 2\n");

    const auto numbered =
        read("日期|摘要|金额|流水号\n2025-01-05|a|10.00|77\n2025-01-05|a|10.00|77\n");
    CHECK(numbered.reading.lines.size() == 1);
}

TEST_CASE("a direction beside the amount, words for it, and what a wallet does not count") {
    const auto got = read("交易时间|收/支|金额(元)|交易状态|交易对方|备注\n"
                          "2025-01-05 10:00:00|收入|¥28.50|交易成功|甲|x\n"
                          "2025-01-05 11:00:00|支出|¥8.50|交易成功|乙|y\n"
                          "2025-01-05 12:00:00|不计收支|¥99.00|交易成功|余额宝|z\n"
                          "2025-01-05 13:00:00|收入|¥77.00|交易关闭|丙|w\n"
                          "2025-01-05 14:00:00|收入|¥0.00|交易成功|丙|w\n"
                          "2025-01-05 14:00:00|进出|¥5.00|交易成功|丙|w\n");
    CHECK(lines_of(got.reading) == "2025-01-05 2850 CNY 甲//x/\n2025-01-05 -850 CNY 乙//y/\n");
    CHECK(got.reading.uncounted == 1);
    CHECK(got.reading.unmoved == 2);
    REQUIRE(got.reading.refused.size() == 1);
    CHECK(got.reading.refused[0] == Error{ErrorCode::malformed, "direction", "进出", 7});
}

TEST_CASE("rows that cannot be read are refused with their line, never dropped") {
    const auto got = read("日期|摘要|收入|支出|币种\n"
                          "2025-02-29|a|10.00||CNY\n"
                          "2025-02-28|b|１０．００||人民币\n" // full-width digits
                          "2025-02-28|c|-0.00||CNY\n"         // negative zero
                          "2025-02-28|d|abc||CNY\n"
                          "2025-02-28|e|1||XXQ\n"
                          "2025-02-28|f|999999999999999999||CNY\n"
                          "2025-02-28|h||1.00|USD\n"
                          "2027-01-01|g|1.00||CNY\n");
    CHECK(lines_of(got.reading) == "2025-02-28 1000 CNY //b/\n2025-02-28 -100 USD //h/\n"
                                   "2027-01-01 100 CNY //g/\n");
    std::string refused;
    for (const Error& error : got.reading.refused) {
        refused += std::to_string(error.line) + " " + error.field + " " +
                   std::string(name_of(error.code)) + "\n";
    }
    CHECK(refused == "2 date malformed\n5 in malformed\n6 currency unknown_currency\n"
                     "7 in out_of_range\n");
    CHECK(got.reading.unmoved == 1);
    CHECK(notes_of(got.reading) == "foreign 8 USD\nfuture 9 2027-01-01\n");
}

TEST_CASE("layouts never seen: German, Spanish order of dates, no headings at all") {
    const auto german = read("Umsätze Girokonto;\n"
                             "IBAN: DE02120300000000202051\n"
                             "Buchungstag|Valuta|Auftraggeber|Verwendungszweck|Betrag|Saldo\n"
                             "05.01.2025|06.01.2025|Müller GmbH|Rechnung 4711|1.234,56|2.234,56\n"
                             "17.01.2025|17.01.2025|Bank|Entgelt|-4,90|2.229,66\n",
                             "DE02120300000000202051");
    CHECK(german.frame.account == "DE02120300000000202051");
    CHECK(lines_of(german.reading) == "2025-01-05 123456 CNY Müller GmbH//Rechnung 4711/ =223456\n"
                                      "2025-01-17 -490 CNY Bank//Entgelt/ =222966\n");
    CHECK(notes_of(german.reading).empty());

    // Words that no table knows: dates are dates, and the balance explains which number moved.
    const auto unknown = read("Päiväys|Selite|Saaja|Liike|Tila\n"
                              "2025-01-05|Lasku 1001|Kone Ltd|100.00|1100.00\n"
                              "2025-01-06|Palkka|Oma|-50.00|1050.00\n"
                              "2025-01-07|Lasku 1002|Metso Inc|25.50|1075.50\n"
                              "2025-01-08|Lasku 1003|Nokia Ltd|10.00|1085.50\n");
    CHECK(unknown.layout[BankField::date] == 0);
    CHECK(unknown.layout[BankField::amount] == 3);
    CHECK(unknown.layout[BankField::balance] == 4);
    CHECK(unknown.layout[BankField::payer] == 2);
    CHECK(unknown.reading.lines.size() == 4);

    const auto bare = read("2025-01-05|100.00||1100.00|青云机械有限公司\n"
                           "2025-01-06||50.00|1050.00|白鹭公司\n"
                           "2025-01-07|25.50||1075.50|青云机械有限公司\n"
                           "2025-01-08||0.50|1075.00|银行\n");
    CHECK(bare.frame.headless);
    CHECK(bare.layout[BankField::in] == 1);
    CHECK(bare.layout[BankField::out] == 2);
    CHECK(bare.reading.lines.size() == 4);
    CHECK(bare.reading.lines[1].what.minor == -5000);
}

TEST_CASE("a direction is found by its words under any heading, and unsigned amounts get a sign") {
    for (const auto& [heading, came, went] : {std::tuple{"交易类型", "收入", "支出"},
                                              {"方向", "C", "D"},
                                              {"Soll/Haben", "H", "S"},
                                              {"Af Bij", "Bij", "Af"},
                                              {"标志", "入账", "出账"},
                                              {"x", "收款", "付款"}}) {
        CAPTURE(heading);
        const std::string head = "日期|" + std::string(heading) + "|金额|对方\n";
        const auto got =
            read(head + "2026-09-01|" + came + "|1,000.50|甲\n2026-09-02|" + went + "|300.00|乙\n");
        CHECK(got.layout[BankField::direction] == 1);
        CHECK(lines_of(got.reading) ==
              "2026-09-01 100050 CNY 甲///\n2026-09-02 -30000 CNY 乙///\n");
    }
    // What goes one way only, or names other things too, is a memo.
    const auto one =
        read("日期|业务|金额|对方\n2026-09-01|收款|5.00|甲\n2026-09-02|收款|6.00|乙\n");
    CHECK(one.layout[BankField::direction] == -1);
    const auto other =
        read("日期|业务|金额|对方\n2026-09-01|收款|5.00|甲\n2026-09-02|付款|-6.00|乙\n"
             "2026-09-03|结息|1.00|丙\n");
    CHECK(other.layout[BankField::direction] == -1);
    CHECK(other.reading.lines.size() == 3);
}

TEST_CASE("a column of what went out may say minus itself; a reversal in it comes back") {
    const auto both = read("日期|摘要|收入金额（+元）|支出金额（-元）|余额\n"
                           "2026-09-01|货款|1000.00|0.00|1100.00\n"
                           "2026-09-02|服务费|0.00|-6.00|1094.00\n"
                           "2026-09-03|提现|0.00|-500.00|594.00\n"
                           "合计||1000.00|-506.00|\n");
    CHECK(lines_of(both.reading) == "2026-09-01 100000 CNY //货款/ =110000\n"
                                    "2026-09-02 -600 CNY //服务费/ =109400\n"
                                    "2026-09-03 -50000 CNY //提现/ =59400\n");
    CHECK(notes_of(both.reading).empty());
    const auto back = read("日期|摘要|收入|支出|余额\n2026-09-01|手续费||6.00|94.00\n"
                           "2026-09-02|手续费冲正||-6.00|100.00\n");
    CHECK(lines_of(back.reading) == "2026-09-01 -600 CNY //手续费/ =9400\n"
                                    "2026-09-02 600 CNY //手续费冲正/ =10000\n");
    CHECK(notes_of(back.reading).empty());
}

TEST_CASE("the only line that went out has the sign that the balance proves, or a doubt") {
    const auto sums = [](std::string_view text) {
        const auto got = read(text);
        std::string all;
        for (const auto& line : got.reading.lines) all += std::to_string(line.what.minor) + " ";
        return all + notes_of(got.reading);
    };
    const std::string head = "日期|摘要|收入|支出|余额\n";
    // A reversal: the balance rises; a column with signs: it falls. Oldest first and newest first.
    CHECK(sums(head + "2026-09-01|货款|1000.00||1000.00\n"
                      "2026-09-02|手续费冲正||-6.00|1006.00\n2026-09-03|息|6.00||1012.00\n") ==
          "100000 600 600 ");
    CHECK(sums(head + "2026-09-01|货款|1000.00||1000.00\n"
                      "2026-09-02|手续费||-6.00|994.00\n2026-09-03|息|6.00||1000.00\n") ==
          "100000 -600 600 ");
    CHECK(sums(head + "2026-09-02|手续费冲正||-6.00|1006.00\n"
                      "2026-09-01|货款|1000.00||1000.00\n") == "600 100000 ");
    CHECK(sums(head + "2026-09-02|手续费||-6.00|994.00\n"
                      "2026-09-01|货款|1000.00||1000.00\n") == "-600 100000 ");
    // In a column with signs the other sign is the reversal.
    CHECK(sums(head + "2026-09-01|费||-6.00|94.00\n2026-09-02|费||-4.00|90.00\n"
                      "2026-09-03|冲正||4.00|94.00\n") == "-600 -400 400 ");
    // What stood before the only line proves it too.
    CHECK(sums("期初余额：|100.00\n" + head + "2026-09-02|冲正||-6.00|106.00\n") == "600 ");
    CHECK(sums("期初余额：|100.00\n" + head + "2026-09-02|费||-6.00|94.00\n") == "-600 ");
    // Nothing proves it: said, not guessed in silence; unsigned lines are as plain as ever.
    const std::string bare = "日期|摘要|收入|支出\n";
    CHECK(sums(bare + "2026-09-01|货款|1000.00|\n2026-09-02|冲正||-6.00\n") ==
          "100000 -600 sign 3 \n");
    CHECK(sums(bare + "2026-09-01|费||6.00\n2026-09-02|费||-6.00\n") == "-600 600 sign 3 \n");
    CHECK(sums(bare + "2026-09-01|费||-6.00\n2026-09-02|费||-4.00\n2026-09-03|冲正||4.00\n") ==
          "-600 -400 400 ");
    CHECK(sums(bare + "2026-09-02|费||6.00\n") == "-600 ");
    const std::string minus = "日期|摘要|收入（+元）|支出（-元）\n";
    CHECK(sums(minus + "2026-09-02|费|0.00|-6.00\n") == "-600 ");
    CHECK(sums(minus + "2026-09-02|费|0.00|6.00\n") == "-600 sign 2 \n");
}

TEST_CASE("a heading of two rows is one; a line under a heading stays a line") {
    const auto got = read("日期|摘要|发生额||余额|对方||\n||借方|贷方||户名|账号|\n"
                          "2026-09-01|货款||1000.00|5000.00|甲公司|8801|\n"
                          "2026-09-02|费用|300.00||4700.00|乙公司|8802|\n");
    CHECK(lines_of(got.reading) == "2026-09-01 100000 CNY 甲公司/8801/货款/ =500000\n"
                                   "2026-09-02 -30000 CNY 乙公司/8802/费用/ =470000\n");
    CHECK(got.reading.refused.empty());
    // As a workbook tells merged cells: what stands over several rows stands in each.
    const auto merged = read("日期|摘要|发生额||余额\n日期|摘要|借方|贷方|余额\n"
                             "2026-09-01|货款||1000.00|5000.00\n");
    CHECK(merged.reading.lines.size() == 1);
    CHECK(merged.layout[BankField::in] == 3);
    // Each page has them again, with as many empty cells as it likes.
    const auto pages = read("日期|摘要|发生额||余额\n||借方|贷方|\n"
                            "2026-09-01|货款||1000.00|5000.00\n"
                            "日期|摘要|发生额||余额||\n||借方|贷方\n"
                            "2026-09-02|费用|300.00||4700.00\n日期|摘要|发生额||余额\n"
                            "||借方|贷方|\n");
    CHECK(pages.reading.lines.size() == 2);
    CHECK(pages.reading.refused.empty());
    CHECK(pages.reading.totals_rows == 4);
    CHECK(notes_of(pages.reading).empty());
    const auto line = read("日期|收入|支出|摘要\n2026-09-01|5.00||借方 贷方\n");
    CHECK(line.reading.lines.size() == 1);
}

TEST_CASE("the other side's account is not the statement's own") {
    const char* bodies[] = {
        "日期|贷方金额|借方金额|余额|收(付)方名称|收(付)方账号\n"
        "2026-09-01|10.00||110.00|甲公司|8801\n2026-09-02||4.00|106.00|乙公司|8802\n",
        "日期|收入|支出|余额|往来户名|往来账号\n"
        "2026-09-01|10.00||110.00|甲公司|8801\n2026-09-02||4.00|106.00|乙公司|8802\n",
        "日期|收入|支出|余额|对手方名称|对手方账号\n"
        "2026-09-01|10.00||110.00|甲公司|8801\n2026-09-02||4.00|106.00|乙公司|8802\n",
        "日期|收入|支出|余额|对方账号与户名\n"
        "2026-09-01|10.00||110.00|8801/甲公司\n2026-09-02||4.00|106.00|8802/乙公司\n"};
    for (const char* body : bodies) {
        CAPTURE(body);
        const auto got = read(body);
        CHECK(got.layout[BankField::account] == -1);
        CHECK(lines_of(got.reading).find("乙公司/") != std::string::npos);
        CHECK(notes_of(got.reading).empty());
    }
    const std::string both = lines_of(read("日期|收入|支出|余额|对方账号与户名\n"
                                           "2026-09-01|10.00||110.00|88012/甲公司\n"
                                           "2026-09-02||4.00|106.00|A/B公司\n")
                                          .reading);
    CHECK(both == "2026-09-01 1000 CNY 甲公司/88012// =11000\n"
                  "2026-09-02 -400 CNY A/B公司/// =10600\n");
    // Names that nobody taught it: many of them are not one's own.
    const auto got = read("日期|金额|收款账号|付款账号\n2026-09-01|1.00|62|8801\n"
                          "2026-09-02|2.00|63|8802\n");
    CHECK(got.reading.lines.size() == 2);
}

TEST_CASE("what is open is asked, not guessed") {
    const auto rows = rows_of("日期|摘要|金额\n01/02/2025|a|1.00\n03/04/2025|b|2.00\n");
    const auto frame = find_bank_frame(rows);
    REQUIRE(frame);
    auto layout = guess_bank_layout(rows, *frame);
    auto questions = bank_questions(rows, *frame, layout, "");
    REQUIRE(questions.size() == 2);
    CHECK(questions[0].code == ErrorCode::ambiguous);
    CHECK(questions[0].field == "date");
    CHECK(questions[1] == Error{ErrorCode::required, "account", "", 0});
    layout.date_order = DateOrder::dmy;
    CHECK(bank_questions(rows, *frame, layout, "x").empty());
    layout[BankField::amount] = -1;
    questions = bank_questions(rows, *frame, layout, "x");
    REQUIRE(questions.size() == 1);
    CHECK(questions[0] == Error{ErrorCode::required, "amount", "", 0});

    CHECK_FALSE(find_bank_frame(rows_of("hello\nworld\n")));
    CHECK_FALSE(find_bank_frame({}));
}

TEST_CASE("of two remarks in one cell the account is the first") {
    const char* rows = "日期|摘要|金额\n2025-01-05|a|1.00\n2025-01-06|b|2.00\n";
    for (const char* remark : {"账号：6222 0012 户名：江南机电", "账号:6222 0012 Currency: CNY",
                               "账号：6222 0012　币种：人民币", "账号：6222 0012"}) {
        CHECK(read(remark + std::string("\n") + rows).frame.account == "6222 0012");
    }
    CHECK(read(std::string("账号：甲:乙\n") + rows).frame.account == "甲:乙");
}

TEST_CASE("headings that every page says again are no content of their columns") {
    const auto got = read("日期|对方|收入|支出|余额\n2025-01-05|甲|50.00||150.00\n"
                          "日期|对方|收入|支出|余额\n2025-01-06|乙|20.00||170.00\n");
    CHECK(got.layout[BankField::out] == 3); // empty this month, and no memo
    CHECK(got.layout[BankField::memo] == -1);
    CHECK(got.reading.lines.size() == 2);
    CHECK(got.reading.refused.empty());
}

TEST_CASE("totals that stand above the rows are checked by either order of their words") {
    for (const char* words : {"收入合计", "合计收入"}) {
        const auto got = read(words + std::string("|16.00\n日期|摘要|收入|支出\n"
                                                  "2025-01-05|a|10.00|\n2025-01-06|b|5.00|\n"));
        CHECK(notes_of(got.reading) == "totals 0 16.00 / 15.00\n");
    }
}

TEST_CASE("a row of another account is told and left out") {
    const auto got = read("账号|日期|摘要|金额\n622|2025-01-05|a|1.00\n622|2025-01-06|b|2.00\n"
                          "955|2025-01-07|c|3.00\n",
                          "622");
    CHECK(got.reading.lines.size() == 2);
    CHECK(notes_of(got.reading) == "other_account 4 955\n");
}

TEST_CASE("a line has one name, in whichever file it stands") {
    BankLine line{{}, day_of_import, 100, "青云", "31 01-02", "货款", "7", 500};
    const std::string name = bank_line_name("6222 0000", cny, line, 0);
    CHECK(name == bank_line_name("6222-0000", cny, line, 0));
    CHECK(name == bank_line_name("６２２２０００0", cny, line, 0));
    CHECK(name != bank_line_name("6222 0001", cny, line, 0));
    CHECK(name != bank_line_name("6222 0000", cny, line, 1));
    line.balance.reset();
    CHECK(name != bank_line_name("6222 0000", cny, line, 0));
}

TEST_CASE("a layout is kept as text and comes back") {
    BankLayout layout;
    layout[BankField::date] = 0;
    layout[BankField::in] = 8;
    layout[BankField::out] = 9;
    layout.more_memo = {3, 12};
    layout.date_order = DateOrder::mdy;
    layout.number_style = NumberStyle::comma_decimal;
    layout.turned = true;
    layout.amount_power = 4;
    layout.currency = cny;
    CHECK(to_text(layout) == "date=0 in=8 out=9 and=3 and=12 order=3 style=2 turned=1 power=4"
                             " cur=CNY");
    CHECK(parse_bank_layout(to_text(layout)) == layout);
    CHECK(parse_bank_layout("") == BankLayout{});
    for (const char* bad : {"date", "date=", "date=-1", "date=999", "nothing=1", "cur=XYQ",
                            "and=1 and=2 and=3", "order=9", "date=0x1"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_bank_layout(bad));
    }
}

TEST_CASE("hostile cells: nothing throws, every row is accounted for") {
    std::string text = "日期|摘要|金额|余额|对方户名\n";
    const std::string long_text(5000, 'x');
    text += "2025-01-05|" + long_text + "|1.00|1.00|" + long_text + "\n";
    text += "2025-01-06|\x01\x02 emoji 🏦 \u202Eabc|2.00|3.00|\xFF\xFE\n";
    text += "|||||||||||\n";
    text += "2025-01-07\n";
    const auto got = read(text);
    CHECK(got.reading.lines.size() == 2);
    CHECK(got.reading.lines[0].what.memo.size() <= longest_bank_memo);
    CHECK(got.reading.lines[0].what.payer.size() <= 200);
}

TEST_CASE("sides beside numbers, balances that cannot be read, totals of every kind") {
    const auto sides = read("Date|Description|Amount|Balance\n"
                            "2025-01-05|a|50.00 CR|150.00 CR\n"
                            "2025-01-06|b|20.00 DR|130.00 CR\n");
    CHECK(lines_of(sides.reading) ==
          "2025-01-05 5000 CNY //a/ =15000\n2025-01-06 -2000 CNY //b/ =13000\n");
    CHECK(notes_of(sides.reading).empty());

    const auto odd = read("Date|Description|Amount|Balance\n"
                          "2025-01-05|a|50.00|150.00\n2025-01-06|b|20.00|17O.00\n"
                          "2025-01-07|c|1.00|171.00\n2025-01-08|d|1.00|172.00\n");
    CHECK(odd.reading.lines.size() == 4);
    CHECK(notes_of(odd.reading) == "odd_balance 3 17O.00\n");

    const std::string table = "日期|摘要|金额|余额\n2025-01-05|a|10.00|110.00\n"
                              "2025-01-06|b|-4.00|106.00\n";
    CHECK(notes_of(read(table + "合计||6.00|\n").reading).empty());
    CHECK(notes_of(read(table + "合计||14.00|\n").reading).empty());
    CHECK(notes_of(read(table + "合计||7.00|\n").reading) == "totals 0 7.00 / 6.00\n");

    const std::string head = "账号：6222\n期初余额：100.00|期末余额：106.00|||\n";
    CHECK(notes_of(read(head + table, "6222").reading).empty());
    const std::string other = "账号：6222\n期初余额：90.00|期末余额：107.00|||\n";
    CHECK(notes_of(read(other + table, "6222").reading) ==
          "totals 0 90.00 / 100.00\ntotals 0 107.00 / 106.00\n");
}
