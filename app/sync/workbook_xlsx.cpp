// Workbooks of Excel 2007 and later: a ZIP of XML parts, which expat reads.
#include <expat.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>

#include "core/text.h"
#include "sync/workbook_parts.h"
#include "sync/zip_file.h"

namespace huikuan::sync {

namespace {

using core::ErrorCode;
using core::fail;
using core::Result;

constexpr std::size_t xml_piece_bytes = 1024 * 1024;
constexpr int deepest_part = 64;
constexpr std::size_t most_sheets = 1000;

// The parts of the workbook; what a bomb would blow up to is counted over all of them.
class Parts {
public:
    explicit Parts(ZipReader zip) : zip_(std::move(zip)) {}

    [[nodiscard]] bool has(const std::string& name) const { return zip_.has(name); }
    // corrupt with its name, unsupported "password", too_large.
    Result<std::string> read(const std::string& name) {
        auto part = zip_.read(name, left_);
        if (part) {
            left_ -= part->size();
            return part;
        }
        switch (part.error().code) {
        case ErrorCode::unsupported: return fail(ErrorCode::unsupported, "workbook", "password");
        case ErrorCode::too_large:
            return fail(ErrorCode::too_large, "workbook", std::to_string(workbook_limit_inflated));
        default: return fail(ErrorCode::corrupt, "workbook", name);
        }
    }

private:
    ZipReader zip_;
    std::size_t left_ = workbook_limit_inflated;
};

// --- XML

using Attributes = const XML_Char**;

std::string_view local(std::string_view name) { return name.substr(name.rfind(':') + 1); }

// Prefixes of namespaces are the file's own choice; r:id is told from id by having one.
std::optional<std::string_view> attribute(Attributes all, std::string_view name) {
    for (; *all != nullptr; all += 2) {
        if (all[0] == name) return all[1];
    }
    return std::nullopt;
}
std::optional<std::string_view> prefixed_attribute(Attributes all, std::string_view name) {
    for (; *all != nullptr; all += 2) {
        const std::string_view whole = all[0];
        if (whole.contains(':') && local(whole) == name) return all[1];
    }
    return std::nullopt;
}
std::optional<std::uint32_t> number_of(std::optional<std::string_view> text) {
    std::uint32_t number = 0;
    if (!text || text->empty()) return std::nullopt;
    const char* end = text->data() + text->size();
    const auto read = std::from_chars(text->data(), end, number);
    if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
    return number;
}
bool is_true(std::optional<std::string_view> text) { return text == "1" || text == "true"; }

// One part of the workbook as elements and the text within them.
class PartReader {
public:
    PartReader() = default;
    virtual ~PartReader() = default;
    PartReader(const PartReader&) = delete;
    PartReader& operator=(const PartReader&) = delete;

    Result<void> read(Parts& parts, const std::string& name) {
        const std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> owned(
            XML_ParserCreate(nullptr), XML_ParserFree);
        parser_ = owned.get();
        XML_SetUserData(parser_, this);
        XML_SetElementHandler(
            parser_,
            [](void* self, const XML_Char* element, Attributes all) {
                auto& reader = *static_cast<PartReader*>(self);
                if (++reader.depth_ > deepest_part) return reader.stop(ErrorCode::corrupt, "depth");
                reader.begin(local(element), all);
            },
            [](void* self, const XML_Char* element) {
                auto& reader = *static_cast<PartReader*>(self);
                --reader.depth_;
                reader.end(local(element));
            });
        XML_SetCharacterDataHandler(parser_, [](void* self, const XML_Char* text, int size) {
            static_cast<PartReader*>(self)->take({text, static_cast<std::size_t>(size)});
        });
        // No part of a workbook declares a document type; a hostile one may.
        XML_SetStartDoctypeDeclHandler(
            parser_, [](void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
                static_cast<PartReader*>(self)->stop(ErrorCode::corrupt, "doctype");
            });
        const auto text = parts.read(name);
        if (!text) return std::unexpected(text.error());
        for (std::size_t at = 0;; at += xml_piece_bytes) { // sizes of the parser are of 31 bits
            const std::string_view piece = std::string_view(*text).substr(at, xml_piece_bytes);
            const bool last = at + piece.size() == text->size();
            const auto status =
                XML_Parse(parser_, piece.data(), static_cast<int>(piece.size()), last ? 1 : 0);
            if (problem_) return std::unexpected(*problem_);
            if (status != XML_STATUS_OK) return fail(ErrorCode::corrupt, "workbook", name);
            if (last) return {};
        }
    }

protected:
    virtual void begin(std::string_view element, Attributes all) = 0;
    virtual void end(std::string_view) {}
    virtual void take(std::string_view) {}
    void stop(ErrorCode code, std::string detail) {
        if (!problem_) problem_ = core::Error{code, "workbook", std::move(detail), 0};
        XML_StopParser(parser_, XML_FALSE);
    }

private:
    XML_Parser parser_ = nullptr;
    int depth_ = 0;
    std::optional<core::Error> problem_;
};

// Which part plays which role for another one: id -> path from the ZIP's root.
class Relations final : public PartReader {
public:
    explicit Relations(std::string folder) : folder_(std::move(folder)) {}
    std::map<std::string, std::string, std::less<>> by_id;
    std::map<std::string, std::string, std::less<>> by_type; // the last word of the type

private:
    void begin(std::string_view element, Attributes all) override {
        const auto id = attribute(all, "Id");
        const auto target = attribute(all, "Target");
        const auto type = attribute(all, "Type");
        if (element != "Relationship" || !id || !target || !type) return;
        std::string path = target->starts_with('/') ? std::string(target->substr(1))
                                                    : folder_ + std::string(*target);
        by_id.emplace(*id, path);
        by_type.emplace(type->substr(type->rfind('/') + 1), path);
    }
    std::string folder_;
};

struct Listed {
    std::string name;
    std::string id;
    bool hidden = false;
};
class BookPart final : public PartReader {
public:
    std::vector<Listed> sheets;
    bool since_1904 = false;

private:
    void begin(std::string_view element, Attributes all) override {
        if (element == "workbookPr") since_1904 = is_true(attribute(all, "date1904"));
        if (element != "sheet") return;
        const auto id = prefixed_attribute(all, "id");
        const auto name = attribute(all, "name");
        const auto state = attribute(all, "state");
        if (!id || !name) return;
        if (sheets.size() == most_sheets) return stop(ErrorCode::too_large, "1000");
        std::string plain(*name);
        std::ranges::replace_if(plain, [](unsigned char c) { return c < 0x20; }, ' ');
        sheets.push_back({plain, std::string(*id), state && *state != "visible"});
    }
};

class Styles final : public PartReader {
public:
    std::vector<bool> dates; // by the style of a cell

private:
    void begin(std::string_view element, Attributes all) override {
        if (element == "numFmt") {
            const auto id = number_of(attribute(all, "numFmtId"));
            if (id) own_[*id] = shows_date(attribute(all, "formatCode").value_or(""));
        } else if (element == "cellXfs") {
            within_ = true;
        } else if (element == "xf" && within_) {
            const auto id = number_of(attribute(all, "numFmtId")).value_or(0);
            const auto named = own_.find(id);
            dates.push_back(named == own_.end() ? shows_date(static_cast<int>(id)) : named->second);
        }
    }
    void end(std::string_view element) override {
        if (element == "cellXfs") within_ = false;
    }
    std::map<std::uint32_t, bool> own_;
    bool within_ = false;
};

// "_x000D_" is a character that XML cannot say; all of these are blanks to us.
std::string without_escapes(std::string text) {
    constexpr std::size_t length = 7;
    for (std::size_t at = text.find("_x"); at != std::string::npos; at = text.find("_x", at + 1)) {
        const std::string_view escape = std::string_view(text).substr(at, length);
        if (escape.size() == length && escape.back() == '_' && escape.starts_with("_x00") &&
            (escape[4] == '0' || escape[4] == '1')) {
            text.replace(at, length, " ");
        }
    }
    return text;
}

class SharedStrings final : public PartReader {
public:
    explicit SharedStrings(std::size_t& spent) : spent_(spent) {}
    std::vector<std::string> all;

private:
    void begin(std::string_view element, Attributes) override {
        if (element == "si") all.emplace_back();
        if (element == "rPh") phonetic_ = true; // how it is pronounced is not what it says
        text_ = element == "t" && !phonetic_;
    }
    void end(std::string_view element) override {
        if (element == "rPh") phonetic_ = false;
        if (element == "si") {
            all.back() = without_escapes(std::move(all.back()));
            spent_ += sizeof(std::string);
        }
        text_ = false;
    }
    void take(std::string_view text) override {
        if (!text_ || all.empty()) return;
        spent_ += text.size();
        if (spent_ > workbook_limit_text) {
            return stop(ErrorCode::too_large, std::to_string(workbook_limit_text));
        }
        all.back() += text;
    }
    std::size_t& spent_;
    bool phonetic_ = false;
    bool text_ = false;
};

struct Place {
    std::uint32_t row = 0, column = 0;
};
// "B12" -> row 11, column 1.
std::optional<Place> place_of(std::string_view text) {
    std::uint32_t column = 0;
    std::size_t at = 0;
    for (; at < text.size() && text[at] >= 'A' && text[at] <= 'Z' && at < 4; ++at) {
        column = column * 26 + static_cast<std::uint32_t>(text[at] - 'A') + 1;
    }
    const auto row = number_of(text.substr(at));
    if (column == 0 || column > most_sheet_columns || !row || *row == 0 || *row > most_sheet_rows) {
        return std::nullopt;
    }
    return Place{*row - 1, column - 1};
}

class SheetPart final : public PartReader {
public:
    SheetPart(const std::vector<std::string>& strings, const std::vector<bool>& dates,
              bool since_1904, std::size_t& spent)
        : strings_(strings), dates_(dates), since_1904_(since_1904), spent_(spent), cells_(spent) {}

    void write(WorkbookSheet& sheet) {
        cells_.write(sheet);
        sheet.notes[static_cast<std::size_t>(WorkbookNote::no_value)] = no_value_;
        sheet.notes[static_cast<std::size_t>(WorkbookNote::hidden_rows)] = hidden_rows_;
        sheet.notes[static_cast<std::size_t>(WorkbookNote::since_1904)] = since_1904_ ? 1 : 0;
    }

private:
    void begin(std::string_view element, Attributes all) override {
        reading_ = false;
        if (element == "row") {
            const std::uint32_t following = row_begun_ ? place_.row + 1 : 0;
            const auto said = number_of(attribute(all, "r"));
            place_.row = said && *said > 0 ? *said - 1 : following;
            row_begun_ = true;
            place_.column = 0;
            row_is_hidden_ = is_true(attribute(all, "hidden"));
            row_says_ = false;
        } else if (element == "c") {
            if (const auto said = attribute(all, "r")) {
                const auto place = place_of(*said);
                if (!place) return stop(ErrorCode::corrupt, std::string(said->substr(0, 16)));
                place_ = *place;
            }
            type_ = attribute(all, "t").value_or("n");
            style_ = number_of(attribute(all, "s")).value_or(0);
            value_.clear();
            formula_ = false;
        } else if (element == "f") {
            formula_ = true;
        } else if (element == "rPh") {
            phonetic_ = true;
        } else if (element == "v" || (element == "t" && !phonetic_)) {
            reading_ = true;
        } else if (element == "mergeCell") {
            merge(attribute(all, "ref").value_or(""));
        }
    }
    void take(std::string_view text) override {
        if (!reading_) return;
        if (value_.size() + text.size() > most_cell_bytes) {
            return stop(ErrorCode::too_large, std::to_string(most_cell_bytes));
        }
        value_ += text;
    }
    void end(std::string_view element) override {
        reading_ = false;
        if (element == "rPh") phonetic_ = false;
        if (element == "c") {
            end_cell();
            ++place_.column;
        }
        if (element == "row" && row_is_hidden_ && row_says_) ++hidden_rows_;
    }

    void end_cell() {
        if (formula_ && value_.empty() && type_ != "str") ++no_value_;
        auto kind = SheetCells::Kind::text;
        std::string text = said(kind);
        row_says_ = row_says_ || !text.empty();
        if (!cells_.add(place_.row, place_.column, kind, text)) {
            stop(ErrorCode::too_large, std::to_string(workbook_limit_text));
        }
    }

    std::string said(SheetCells::Kind& kind) {
        if (value_.empty()) return {};
        if (type_ == "s") {
            const auto index = number_of(std::string_view(value_));
            if (!index || *index >= strings_.size()) {
                stop(ErrorCode::corrupt, "sharedStrings");
                return {};
            }
            return strings_[*index];
        }
        if (type_ == "b") return value_ == "0" ? "FALSE" : "TRUE";
        if (type_ == "d") return value_.substr(0, value_.find('T')); // ISO 8601
        if (type_ != "n") return without_escapes(value_);            // str, inlineStr, e
        char* end = nullptr;
        const double number = std::strtod(value_.c_str(), &end);
        if (end == value_.c_str() || *end != '\0') return value_;
        if (style_ < dates_.size() && dates_[style_]) {
            std::string date = date_of_number(number, since_1904_);
            if (!date.empty()) return date;
        }
        kind = SheetCells::Kind::number;
        return plain_number(number);
    }

    void merge(std::string_view area) {
        const std::size_t colon = area.find(':');
        if (colon == std::string_view::npos) return;
        const auto first = place_of(area.substr(0, colon));
        const auto last = place_of(area.substr(colon + 1));
        spent_ += sizeof(Place) * 2;
        if (first && last) cells_.merge(first->row, last->row, first->column);
    }

    static constexpr std::size_t most_cell_bytes = 1024 * 1024;
    const std::vector<std::string>& strings_;
    const std::vector<bool>& dates_;
    bool since_1904_;
    std::size_t& spent_;
    SheetCells cells_;
    Place place_;
    bool row_begun_ = false;
    bool row_is_hidden_ = false;
    bool row_says_ = false;
    bool formula_ = false;
    bool reading_ = false;
    bool phonetic_ = false;
    std::string type_;
    std::uint32_t style_ = 0;
    std::string value_;
    std::int64_t no_value_ = 0;
    std::int64_t hidden_rows_ = 0;
};

// Where the workbook's own part stands; other documents are ZIPs with other parts.
Result<std::string> find_book(Parts& parts) {
    Relations root("");
    if (!parts.has("_rels/.rels")) {
        const bool ods = parts.has("content.xml");
        return fail(ErrorCode::unsupported, "workbook", ods ? "ods" : "document");
    }
    if (auto read = root.read(parts, "_rels/.rels"); !read) return std::unexpected(read.error());
    const auto book = root.by_type.find("officeDocument");
    if (book == root.by_type.end()) return fail(ErrorCode::unsupported, "workbook", "document");
    if (book->second.ends_with(".bin")) return fail(ErrorCode::unsupported, "workbook", "xlsb");
    if (!book->second.contains("workbook")) {
        return fail(ErrorCode::unsupported, "workbook", "document");
    }
    return book->second;
}

} // namespace

Result<Workbook> read_xlsx(std::span<const std::uint8_t> bytes) {
    auto zip = ZipReader::open({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    if (!zip) return fail(zip.error().code, "workbook", "zip");
    Parts parts(std::move(*zip));
    const auto path = find_book(parts);
    if (!path) return std::unexpected(path.error());
    const std::string folder = path->substr(0, path->rfind('/') + 1);
    BookPart book;
    if (auto read = book.read(parts, *path); !read) return std::unexpected(read.error());
    Relations relations(folder);
    const std::string related = folder + "_rels/" + path->substr(folder.size()) + ".rels";
    if (auto read = relations.read(parts, related); !read) return std::unexpected(read.error());

    std::size_t spent = 0;
    Styles styles;
    SharedStrings strings(spent);
    if (const auto at = relations.by_type.find("styles"); at != relations.by_type.end()) {
        if (auto read = styles.read(parts, at->second); !read) {
            return std::unexpected(read.error());
        }
    }
    if (const auto at = relations.by_type.find("sharedStrings"); at != relations.by_type.end()) {
        if (auto read = strings.read(parts, at->second); !read) {
            return std::unexpected(read.error());
        }
    }
    Workbook workbook;
    for (const Listed& listed : book.sheets) {
        const auto at = relations.by_id.find(listed.id);
        if (at == relations.by_id.end()) return fail(ErrorCode::corrupt, "workbook", listed.name);
        WorkbookSheet sheet{.name = listed.name, .hidden = listed.hidden};
        if (at->second.contains("worksheets/")) { // a chart has nothing to read
            SheetPart part(strings.all, styles.dates, book.since_1904, spent);
            if (auto read = part.read(parts, at->second); !read) {
                return std::unexpected(read.error());
            }
            part.write(sheet);
        }
        workbook.sheets.push_back(std::move(sheet));
    }
    if (workbook.sheets.empty()) return fail(ErrorCode::corrupt, "workbook", *path);
    return workbook;
}

} // namespace huikuan::sync
