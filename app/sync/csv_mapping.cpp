#include "sync/csv_mapping.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace huikuan::sync {

namespace {

using core::DateOrder;
using core::ErrorCode;
using core::ImportMapping;
using core::NumberStyle;
using nlohmann::json;

constexpr std::string_view point_style = "1,234.50";
constexpr std::string_view comma_style = "1.234,50";

// A heading that stands once is named by itself, else by its place: "#3".
std::string name_of_column(std::span<const std::string> header, std::size_t column) {
    const std::string& heading = header[column];
    const auto same = std::ranges::count_if(
        header, [&](const std::string& other) { return core::same_heading(other, heading); });
    if (same == 1 && !heading.empty() && !heading.starts_with('#')) { return heading; }
    return "#" + std::to_string(column + 1);
}

core::Result<int> find_column(std::span<const std::string> header, const std::string& name) {
    if (name.starts_with('#')) {
        std::size_t place = 0;
        for (const char c : name.substr(1)) {
            if (c < '0' || c > '9' || place > header.size()) {
                return core::fail(ErrorCode::malformed, "map", name);
            }
            place = place * 10 + static_cast<std::size_t>(c - '0');
        }
        if (place == 0 || place > header.size()) {
            return core::fail(ErrorCode::required, "map", name);
        }
        return static_cast<int>(place - 1);
    }
    const auto exact = std::ranges::find(header, name);
    const auto found = exact != header.end()
                           ? exact
                           : std::ranges::find_if(header, [&](const std::string& heading) {
                                 return core::same_heading(heading, name);
                             });
    if (found == header.end()) { return core::fail(ErrorCode::required, "map", name); }
    return static_cast<int>(found - header.begin());
}

core::Result<void> read_style(const std::string& key, const json& value, ImportMapping& mapping) {
    const auto wrong = [&] { return core::fail(ErrorCode::malformed, "map", key); };
    if (key == "excel_serials") {
        if (!value.is_boolean()) { return wrong(); }
        mapping.excel_serials = value.get<bool>();
        return {};
    }
    if (key == "amount_power") {
        if (!value.is_number_integer() || value < 0 || value > 6) { return wrong(); }
        mapping.amount_power = value.get<int>();
        return {};
    }
    if (!value.is_string()) { return wrong(); }
    const auto& text = value.get_ref<const std::string&>();
    if (key == "currency") {
        const auto currency = core::parse_currency(text);
        if (!currency) { return core::fail(ErrorCode::unknown_currency, "map", text); }
        mapping.currency = *currency;
    } else if (key == "dates") {
        mapping.date_order = text == "ymd"   ? DateOrder::ymd
                             : text == "dmy" ? DateOrder::dmy
                             : text == "mdy" ? DateOrder::mdy
                                             : DateOrder::unknown;
        if (mapping.date_order == DateOrder::unknown) { return wrong(); }
    } else if (key == "numbers") {
        mapping.number_style = text == point_style   ? NumberStyle::point_decimal
                               : text == comma_style ? NumberStyle::comma_decimal
                                                     : NumberStyle::unknown;
        if (mapping.number_style == NumberStyle::unknown) { return wrong(); }
    } else {
        return wrong(); // a misspelt key must not be passed over in silence
    }
    return {};
}

json mapping_document(const ImportMapping& mapping, std::span<const std::string> header) {
    json columns = json::object();
    for (std::size_t field = 0; field < core::import_field_count; ++field) {
        const int column = mapping.column[field];
        if (column >= 0 && static_cast<std::size_t>(column) < header.size()) {
            columns[std::string(core::name_of(static_cast<core::ImportField>(field)))] =
                name_of_column(header, static_cast<std::size_t>(column));
        }
    }
    json document{{"columns", columns}};
    if (mapping.kind != core::ImportKind::invoices) {
        document["kind"] = core::name_of(mapping.kind);
    }
    if (!mapping.currency.view().empty()) { document["currency"] = mapping.currency.view(); }
    if (mapping.date_order != DateOrder::unknown) {
        document["dates"] = mapping.date_order == DateOrder::ymd   ? "ymd"
                            : mapping.date_order == DateOrder::dmy ? "dmy"
                                                                   : "mdy";
    }
    if (mapping.number_style != NumberStyle::unknown) {
        document["numbers"] =
            mapping.number_style == NumberStyle::point_decimal ? point_style : comma_style;
    }
    if (mapping.excel_serials) { document["excel_serials"] = true; }
    if (mapping.amount_power != 0) { document["amount_power"] = mapping.amount_power; }
    return document;
}

std::string dumped(const json& document, int indent) {
    return document.dump(indent, ' ', false, json::error_handler_t::replace);
}

std::string string_at(const json& document, const char* key) {
    const auto found = document.find(key);
    return found != document.end() && found->is_string() ? found->get<std::string>()
                                                         : std::string{};
}

} // namespace

std::string mapping_to_json(const ImportMapping& mapping, std::span<const std::string> header) {
    return dumped(mapping_document(mapping, header), 2);
}

std::string kept_mapping_to_json(const ImportMapping& mapping, std::span<const std::string> header,
                                 std::string_view name) {
    json document = mapping_document(mapping, header);
    document["name"] = name;
    document["headings"] = core::name_of_headings(header);
    return dumped(document, -1);
}

std::optional<KeptMapping> read_kept_mapping(std::string_view text) {
    const json document = json::parse(text, nullptr, false);
    if (document.is_discarded() || !document.is_object()) { return std::nullopt; }
    KeptMapping kept{string_at(document, "name"), core::ImportKind::invoices,
                     string_at(document, "headings")};
    if (document.contains("kind")) {
        const auto kind = core::parse_import_kind(string_at(document, "kind"));
        if (!kind) { return std::nullopt; } // of a later version
        kept.kind = *kind;
    }
    return kept.name.empty() ? std::nullopt : std::optional(std::move(kept));
}

std::string rename_kept_mapping(std::string_view text, std::string_view name) {
    json document = json::parse(text, nullptr, false);
    if (!document.is_object()) { return std::string(text); }
    document["name"] = name;
    return dumped(document, -1);
}

core::Result<ImportMapping> mapping_from_json(std::string_view text,
                                              std::span<const std::string> header) {
    const json document = json::parse(text, nullptr, false);
    if (document.is_discarded()) { return core::fail(ErrorCode::malformed, "map", "JSON"); }
    if (!document.is_object() || !document.contains("columns") ||
        !document["columns"].is_object()) {
        return core::fail(ErrorCode::malformed, "map", "columns");
    }
    ImportMapping mapping;
    if (document.contains("kind")) {
        const auto kind = core::parse_import_kind(string_at(document, "kind"));
        if (!kind) { return core::fail(ErrorCode::malformed, "map", "kind"); }
        mapping.kind = *kind;
    }
    for (const auto& [name, column] : document["columns"].items()) {
        const auto field = core::parse_import_field(name);
        if (!field || core::import_column(mapping.kind, *field) == nullptr || !column.is_string()) {
            return core::fail(ErrorCode::malformed, "map", name);
        }
        const auto found = find_column(header, column.get_ref<const std::string&>());
        if (!found) { return std::unexpected(found.error()); }
        mapping[*field] = *found;
    }
    for (const auto& [key, value] : document.items()) {
        if (key == "columns" || key == "kind" || key == "name" || key == "headings") { continue; }
        if (const auto read = read_style(key, value, mapping); !read) {
            return std::unexpected(read.error());
        }
    }
    return mapping;
}

} // namespace huikuan::sync
