// Lists as files: typed cells arrive as they are, and nothing of a text is run as a formula.
#include "session/sheet.h"

#include <doctest/doctest.h>

using namespace huikuan;
using session::SheetCell;
using session::SheetForm;
using session::SheetWriter;

namespace {

struct Desk {
    std::string bytes;
    bool finished = false;
    bool abandoned = false;
    std::size_t room = 1 << 20;
};

class Paper final : public platform::Outgoing {
public:
    explicit Paper(Desk& desk) : desk_(desk) {}
    bool write(std::span<const std::uint8_t> bytes) override {
        if (desk_.bytes.size() + bytes.size() > desk_.room) return false;
        desk_.bytes.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return true;
    }
    bool finish() override { return desk_.finished = true; }
    void abandon() override { desk_.abandoned = true; }

private:
    Desk& desk_;
};

SheetCell words(std::string text) { return {SheetCell::Kind::text, std::move(text)}; }
SheetCell number(std::string text) { return {SheetCell::Kind::number, std::move(text)}; }
SheetCell date(std::string text) { return {SheetCell::Kind::date, std::move(text)}; }

} // namespace

TEST_CASE("a list as CSV: byte order mark, quotes, CR LF, and no formula") {
    Desk desk;
    SheetWriter writer(std::make_unique<Paper>(desk), SheetForm::csv);
    const SheetCell head[] = {words("客户"), words("余额")};
    const SheetCell row[] = {words("=HYPERLINK(\"http://x\")"), number("-1234.50")};
    const SheetCell other[] = {words("甲, \"乙\"\n丙"), words("@SUM(A1)")};
    CHECK(writer.row(head));
    CHECK(writer.row(row));
    CHECK(writer.row(other));
    CHECK(writer.finish());
    CHECK(desk.finished);
    CHECK(desk.bytes == "\xEF\xBB\xBF客户,余额\r\n"
                        "\"'=HYPERLINK(\"\"http://x\"\")\",-1234.50\r\n"
                        "\"甲, \"\"乙\"\"\n丙\",'@SUM(A1)\r\n");
}

TEST_CASE("a list for a workbook: kinds, ends, and no control character that could forge one") {
    Desk desk;
    SheetWriter writer(std::make_unique<Paper>(desk), SheetForm::workbook);
    const SheetCell row[] = {words("a\x1f\x1e b\tc"), number("0.01"), date("2028-02-29")};
    CHECK(writer.row(row));
    CHECK(writer.finish());
    CHECK(desk.bytes == "ta   b\tc\x1fn0.01\x1f"
                        "d2028-02-29\x1f\x1e");
}

TEST_CASE("a full disk ends the file, once") {
    Desk desk;
    desk.room = 10;
    SheetWriter writer(std::make_unique<Paper>(desk), SheetForm::csv);
    const SheetCell row[] = {words("a rather long row")};
    CHECK(!writer.row(row));
    CHECK(desk.abandoned);
    CHECK(!writer.row(row));
    CHECK(!writer.finish());
    CHECK(!desk.finished);
}

TEST_CASE("what is not finished is abandoned") {
    Desk desk;
    {
        SheetWriter writer(std::make_unique<Paper>(desk), SheetForm::workbook);
        const SheetCell row[] = {words("half")};
        CHECK(writer.row(row));
    }
    CHECK(desk.abandoned);
    CHECK(!desk.finished);
}

TEST_CASE("a list as JSON: numbers are numbers, what is empty is null, two titles alike are two") {
    for (const auto form : {SheetForm::json, SheetForm::ndjson}) {
        Desk desk;
        SheetWriter writer(std::make_unique<Paper>(desk), form);
        const SheetCell head[] = {words("客户"), words("额"), words("额"), words("日")};
        const SheetCell row[] = {words("甲 \"乙\"\n"), number("-1234.50"), number(""),
                                 date("2028-02-29")};
        CHECK(writer.row(head));
        CHECK(writer.row(row));
        CHECK(writer.row(row));
        CHECK(writer.finish());
        const std::string one = "{\"客户\":\"甲 \\\"乙\\\"\\n\",\"额\":-1234.50,\"额 2\":null,"
                                "\"日\":\"2028-02-29\"}";
        CHECK(desk.bytes == (form == SheetForm::json ? "[" + one + ",\n" + one + "]\n"
                                                     : one + "\n" + one + "\n"));
    }
    Desk desk;
    SheetWriter writer(std::make_unique<Paper>(desk), SheetForm::json);
    const SheetCell head[] = {words("客户")};
    CHECK(writer.row(head));
    CHECK(writer.finish());
    CHECK(desk.bytes == "[]\n");
}
