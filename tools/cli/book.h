#pragma once
// The book of a command, and what its words name: customers, documents, amounts, dates.
#include <memory>
#include <string>

#include "arguments.h"
#include "core/result.h"
#include "core/view.h"
#include "session/session.h"

namespace huikuan::cli {

// Bad input: exit 1, with a sentence that names the file where there is one.
struct Failure {
    core::Error error;
    std::string file;
};
// The same, where all has been said already.
struct Complained {};
[[noreturn]] void refuse(core::Error error, std::string file = {});
// A small file (a map, an invoice), at most 1 MiB; refuses what cannot be read.
std::string whole_text(const std::string& path);

template <class T>
T must(core::Result<T> result, const std::string& file = {}) {
    if (!result) { refuse(std::move(result.error()), file); }
    if constexpr (!std::is_void_v<T>) { return std::move(*result); }
}

// The command's first word; --today is its today.
std::unique_ptr<session::Session> open_book(const Arguments& arguments);
void set_today(session::Session& book, const Arguments& arguments);

// --as-of and the like: 2025-03-31, today, 昨天 ...; `otherwise` where the option is missing.
core::Date date_of(const session::Session& book, const Arguments& arguments,
                   std::string_view option, core::Date otherwise);
core::Date date_of(const session::Session& book, const Arguments& arguments,
                   std::string_view option);
core::Date as_of(const session::Session& book, const Arguments& arguments); // else today

// Of this very code, else of this very name.
std::vector<core::CustomerRow> customers_named(const session::Session& book,
                                               const std::string& name);
// Of this very number (of that customer, where one is given).
std::vector<core::InvoiceRow> invoices_numbered(const session::Session& book,
                                                const std::string& number,
                                                std::optional<core::CustomerId> customer);
// By code, id or exact name. ambiguous: several are meant; unknown_customer.
core::CustomerRow find_customer(const session::Session& book, const std::string& name);
// By id or number (of that customer, where one is given).
core::InvoiceRow find_invoice(const session::Session& book, const std::string& name,
                              std::optional<core::CustomerId> customer);
// By id, or by the number of a credit note or bill.
core::ReceiptRow find_receipt(const session::Session& book, const std::string& name,
                              std::optional<core::CustomerId> customer = std::nullopt);

core::Currency currency_of(const session::Session& book, const Arguments& arguments);
std::int64_t amount_of(const std::string& text, core::Currency currency);

// Rows of a list, in portions: a book may be larger than what should be in memory as rows.
template <class Row, class Keys, class Rows, class Each>
void each_row(const Keys& keys, Rows rows, Each each) {
    constexpr std::size_t portion = 500;
    for (std::size_t from = 0; from < keys.size(); from += portion) {
        const auto some = std::span(keys).subspan(from, std::min(portion, keys.size() - from));
        for (const Row& row : rows(some)) { each(row); }
    }
}

} // namespace huikuan::cli
