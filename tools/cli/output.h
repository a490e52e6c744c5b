#pragma once
// What the commands answer: one JSON document with --json, else a table that a person can read.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/money.h"
#include "core/view.h"

namespace huikuan::cli {

// Keys keep the order in which they were written.
using Json = nlohmann::ordered_json;

void print(const Json& document); // one line
void print(const std::string& text);
void complain(const std::string& text); // on stderr

// How lists are printed: --format. As a sheet or as lines of JSON, whatever stands beside the list
// goes to stderr.
enum class ListForm : std::uint8_t { table, csv, tsv, ndjson };
void choose_list_form(const std::string& name); // UsageError

// Columns as wide as their widest cell (a Chinese character is two columns wide). Cells of columns
// that are marked right are amounts.
class Table {
public:
    explicit Table(std::vector<std::string> headings, std::string right = {});
    void row(std::vector<std::string> cells);
    void print() const;

private:
    void print_aligned() const;
    void print_sheet() const;
    void print_objects() const;
    [[nodiscard]] bool is_amount(const std::string& cell, std::size_t column) const;

    std::vector<std::vector<std::string>> rows_;
    std::string right_; // 'r' at the place of a right-aligned column
};

std::string plain(std::int64_t minor, core::Currency currency);   // "1,234.50"
std::string text_of(std::int64_t minor, core::Currency currency); // "1,234.50 CNY"
std::string_view name_of(core::DocumentStatus status);
Json json_of(const core::Fact& fact);
Json bill_json(const core::Bill& bill);
Json discount_json(const core::EarlyDiscount& discount);
Json tax_json(const core::TaxSplit& tax);

} // namespace huikuan::cli
