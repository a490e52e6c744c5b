#pragma once
// Workbooks made for tests: a ZIP of XML parts, and a file of Excel 97 with one stream.
#include <zlib.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace huikuan::tests {

inline void little(std::string& out, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i, value >>= 8) out += static_cast<char>(value & 0xFF);
}

using ZipParts = std::vector<std::pair<std::string, std::string>>;
// Stored, not deflated. `flags` 1: as if each part were encrypted.
inline std::string zip_of(const ZipParts& parts, unsigned flags = 0) {
    std::string out;
    std::string directory;
    for (const auto& [name, text] : parts) {
        const auto sum =
            crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size()));
        const auto common = [&](std::string& to) {
            little(to, 20, 2);
            little(to, flags, 2);
            little(to, 0, 2); // stored
            little(to, 0, 4);
            little(to, sum, 4);
            little(to, text.size(), 4);
            little(to, text.size(), 4);
            little(to, name.size(), 2);
            little(to, 0, 2);
        };
        directory += "PK\x01\x02";
        little(directory, 20, 2);
        common(directory);
        little(directory, 0, 10);
        little(directory, out.size(), 4);
        directory += name;
        out += "PK\x03\x04";
        common(out);
        out += name + text;
    }
    const std::size_t at = out.size();
    out += directory + "PK\x05\x06";
    little(out, 0, 4);
    little(out, parts.size(), 2);
    little(out, parts.size(), 2);
    little(out, directory.size(), 4);
    little(out, at, 4);
    little(out, 0, 2);
    return out;
}

struct XlsxSheet {
    std::string name;
    std::string rows;       // of sheetData
    std::string after;      // behind it: mergeCells
    std::string state = ""; // hidden
};
struct XlsxOptions {
    bool since_1904 = false;
    std::string strings; // of the sst
    std::string prefix;  // of the namespace: "x:"
    std::string doctype; // in front of each sheet
    unsigned flags = 0;
};
// Styles: 0 general, 1 a date of its own, 2 built-in 14, 3 "#,##0.00", 4 [h]:mm:ss.
inline std::string xlsx_of(const std::vector<XlsxSheet>& sheets, const XlsxOptions& options = {}) {
    const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    const std::string& p = options.prefix;
    std::string listed;
    std::string related;
    ZipParts parts;
    parts.emplace_back("[Content_Types].xml", head + "<Types/>");
    parts.emplace_back("_rels/.rels",
                       head + "<Relationships><Relationship Id=\"rId1\" Type=\"http://x/"
                              "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        const std::string number = std::to_string(i + 1);
        listed += "<" + p + "sheet name=\"" + sheets[i].name + "\" sheetId=\"" + number +
                  "\" r:id=\"r" + number + "\"" +
                  (sheets[i].state.empty() ? "" : " state=\"" + sheets[i].state + "\"") + "/>";
        // The first sheet's part is the last one: what counts is the relation, not the name.
        const std::string part = "sheet" + std::to_string(sheets.size() - i) + ".xml";
        related += "<Relationship Id=\"r" + number + "\" Type=\"http://x/worksheet\" Target=\"" +
                   (i % 2 == 0 ? "worksheets/" : "/xl/worksheets/") + part + "\"/>";
        parts.emplace_back("xl/worksheets/" + part, head + options.doctype + "<" + p +
                                                        "worksheet><" + p + "sheetData>" +
                                                        sheets[i].rows + "</" + p + "sheetData>" +
                                                        sheets[i].after + "</" + p + "worksheet>");
    }
    parts.emplace_back("xl/workbook.xml",
                       head + "<" + p + "workbook xmlns:r=\"r\"><" + p + "workbookPr" +
                           (options.since_1904 ? " date1904=\"1\"" : "") + "/><" + p + "sheets>" +
                           listed + "</" + p + "sheets></" + p + "workbook>");
    related += "<Relationship Id=\"s\" Type=\"http://x/styles\" Target=\"styles.xml\"/>"
               "<Relationship Id=\"t\" Type=\"http://x/sharedStrings\" Target=\"strings.xml\"/>";
    parts.emplace_back("xl/_rels/workbook.xml.rels",
                       head + "<Relationships>" + related + "</Relationships>");
    parts.emplace_back(
        "xl/styles.xml",
        head +
            "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;"
            "月&quot;d&quot;日&quot;\"/><numFmt numFmtId=\"165\" formatCode=\"#,##0.00&quot;d"
            "&quot;\"/><numFmt numFmtId=\"166\" formatCode=\"[h]:mm:ss\"/></numFmts>"
            "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
            "<xf numFmtId=\"164\"/><xf numFmtId=\"14\"/><xf numFmtId=\"165\"/>"
            "<xf numFmtId=\"166\"/></cellXfs></styleSheet>");
    parts.emplace_back("xl/strings.xml", head + "<sst>" + options.strings + "</sst>");
    return zip_of(parts, options.flags);
}

// --- Excel 97: records in the one stream of a compound file

class Biff {
public:
    Biff& record(unsigned id, const std::string& body) {
        little(text, id, 2);
        little(text, body.size(), 2);
        text += body;
        return *this;
    }
    std::string text;
};
inline std::string words_of(std::initializer_list<unsigned> values) {
    std::string out;
    for (const unsigned value : values) little(out, value, 2);
    return out;
}
inline std::string double_of(double value) {
    std::string out;
    little(out, std::bit_cast<std::uint64_t>(value), 8);
    return out;
}
inline std::string label_of(unsigned row, unsigned column, std::u16string_view text) {
    std::string out = words_of({row, column, 0, static_cast<unsigned>(text.size())}) + '\x01';
    for (const char16_t c : text) little(out, c, 2);
    return out;
}

// A compound file with one stream, padded so that it lies in whole sectors. `name` is Workbook.
inline std::string compound_of(std::string stream, std::string_view name = "Workbook") {
    constexpr std::size_t sector = 512;
    stream.resize((std::max<std::size_t>(stream.size(), 4096) + sector - 1) / sector * sector);
    const std::size_t sectors = stream.size() / sector;
    std::string out("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    out.resize(24);
    out += words_of({0x3E, 3, 0xFFFE, 9, 6});
    out.resize(44);
    little(out, 1, 4); // sectors of the allocation table
    little(out, 1, 4); // the directory's first
    little(out, 0, 4);
    little(out, 4096, 4);       // smaller streams would lie in mini sectors
    little(out, 0xFFFFFFFE, 4); // of which there are none
    little(out, 0, 4);
    little(out, 0xFFFFFFFE, 4);
    little(out, 0, 4);
    little(out, 0, 4); // the table is sector 0
    while (out.size() < sector) little(out, 0xFFFFFFFF, 4);
    little(out, 0xFFFFFFFD, 4);
    little(out, 0xFFFFFFFE, 4); // the directory is sector 1
    for (std::size_t i = 0; i < sectors; ++i) {
        little(out, i + 1 == sectors ? 0xFFFFFFFE : i + 3, 4);
    }
    while (out.size() < 2 * sector) little(out, 0xFFFFFFFF, 4);
    const auto entry = [&](std::string_view called, int type, std::uint32_t child,
                           std::uint32_t start, std::size_t size) {
        const std::size_t at = out.size();
        for (const char c : called) little(out, static_cast<unsigned char>(c), 2);
        out.resize(at + 64);
        little(out, called.empty() ? 0 : (called.size() + 1) * 2, 2);
        little(out, static_cast<unsigned>(type), 1);
        little(out, 1, 1);
        little(out, 0xFFFFFFFF, 4);
        little(out, 0xFFFFFFFF, 4);
        little(out, child, 4);
        out.resize(at + 116);
        little(out, start, 4);
        little(out, size, 4);
        little(out, 0, 4);
    };
    entry("Root Entry", 5, 1, 0xFFFFFFFE, 0);
    entry(name, 2, 0xFFFFFFFF, 2, stream.size());
    while (out.size() < 3 * sector) entry("", 0, 0xFFFFFFFF, 0, 0);
    return out + stream;
}

struct XlsOptions {
    bool since_1904 = false;
    bool password = false;
};
// One sheet of cells (records of a sheet between its beginning and end); style 1 is a date.
inline std::string xls_of(const std::string& cells, unsigned rows, unsigned columns,
                          const XlsOptions& options = {}) {
    const std::string begin = words_of({0x0600, 0x0005, 0x0DBB, 0x07CC}) + std::string(8, '\0');
    Biff book;
    book.record(0x0809, begin);
    if (options.password) book.record(0x002F, words_of({1, 1, 1}) + std::string(48, '\x55'));
    book.record(0x0042, words_of({0x04B0}));
    book.record(0x0022, words_of({options.since_1904 ? 1U : 0U}));
    book.record(0x00E0, words_of({0, 0, 0}) + std::string(14, '\0'));
    book.record(0x00E0, words_of({0, 14, 0}) + std::string(14, '\0'));
    const std::string name = "Sheet1";
    constexpr std::size_t header = 4;
    const std::size_t at = book.text.size() + header + 8 + name.size() + header;
    std::string listed;
    little(listed, at, 4);
    listed += std::string(2, '\0') + static_cast<char>(name.size()) + '\0' + name;
    book.record(0x0085, listed).record(0x000A, "");
    Biff sheet;
    sheet.record(0x0809, words_of({0x0600, 0x0010, 0x0DBB, 0x07CC}) + std::string(8, '\0'));
    std::string size;
    little(size, 0, 4);
    little(size, rows, 4);
    size += words_of({0, columns, 0});
    sheet.record(0x0200, size);
    for (unsigned row = 0; row < rows; ++row) {
        sheet.record(0x0208, words_of({row, 0, columns, 0xFF, 0, 0}) + words_of({0, 0}));
    }
    sheet.text += cells;
    sheet.record(0x000A, "");
    return compound_of(book.text + sheet.text);
}

} // namespace huikuan::tests
