#include "book.h"

#include <algorithm>

#include "core/read.h"
#include "platform/native.h"

namespace huikuan::cli {

namespace {

using core::ErrorCode;

// "C001 Acme (0199...)", separated by commas, for the error that asks which one.
template <class Rows, class Label>
std::string candidates(const Rows& rows, Label label) {
    std::string text;
    for (const auto& row : rows) {
        text += (text.empty() ? "" : ", ") + label(row) + " (" + core::to_text(row.id) + ")";
    }
    return text;
}
std::string document_words(const auto& document) {
    return document.customer_name + " " + core::to_text(document.amount) + " " +
           std::string(document.amount.currency.view());
}

} // namespace

void refuse(core::Error error, std::string file) {
    throw Failure{std::move(error), std::move(file)};
}

void set_today(session::Session& book, const Arguments& arguments) {
    if (const auto today = arguments.option("--today")) {
        book.set_today(must(core::read_date(*today)));
    }
}

std::unique_ptr<session::Session> open_book(const Arguments& arguments) {
    const std::string& path = arguments.word(0);
    auto book = must(session::Session::open_file(path), path);
    set_today(*book, arguments);
    return book;
}

core::Date date_of(const session::Session& book, const Arguments& arguments,
                   std::string_view option, core::Date otherwise) {
    const auto text = arguments.option(option);
    if (!text) { return otherwise; }
    auto date = core::read_typed_date(*text, book.today());
    if (!date) { refuse({date.error().code, "date", *text, 0}); }
    return *date;
}

core::Date date_of(const session::Session& book, const Arguments& arguments,
                   std::string_view option) {
    (void)arguments.needed(option);
    return date_of(book, arguments, option, {});
}

core::Date as_of(const session::Session& book, const Arguments& arguments) {
    return date_of(book, arguments, "--as-of", book.today());
}

std::vector<core::CustomerRow> customers_named(const session::Session& book,
                                               const std::string& name) {
    const core::Date today = book.today();
    core::ListQuery query;
    query.search = name;
    query.as_of = today;
    const auto keys = book.customer_keys(query);
    std::vector<core::CustomerRow> by_code;
    std::vector<core::CustomerRow> by_name;
    each_row<core::CustomerRow>(
        keys, [&](auto some) { return book.customers(some, today); },
        [&](const core::CustomerRow& row) {
            if (row.code == name) { by_code.push_back(row); }
            if (row.name == name) { by_name.push_back(row); }
        });
    return by_code.empty() ? by_name : by_code;
}

core::CustomerRow find_customer(const session::Session& book, const std::string& name) {
    if (const auto id = core::parse_id(name)) {
        const auto customer = core::id_cast<core::CustomerId>(*id);
        if (auto row = book.customer(customer, book.today())) { return *row; }
        refuse({ErrorCode::unknown_customer, "customer", name, 0});
    }
    const auto found = customers_named(book, name);
    if (found.empty()) { refuse({ErrorCode::unknown_customer, "customer", name, 0}); }
    if (found.size() > 1) {
        refuse({ErrorCode::ambiguous, "customer",
                candidates(found,
                           [](const core::CustomerRow& row) {
                               return row.code.empty() ? row.name : row.code + " " + row.name;
                           }),
                0});
    }
    return found.front();
}

std::vector<core::InvoiceRow> invoices_numbered(const session::Session& book,
                                                const std::string& number,
                                                std::optional<core::CustomerId> customer) {
    const core::Date today = book.today();
    core::ListQuery query;
    query.search = number;
    query.customer = customer;
    query.as_of = today;
    std::vector<core::InvoiceRow> found;
    each_row<core::InvoiceRow>(
        book.invoice_keys(query), [&](auto some) { return book.invoices(some, today); },
        [&](const core::InvoiceRow& row) {
            if (row.number == number) { found.push_back(row); }
        });
    return found;
}

core::InvoiceRow find_invoice(const session::Session& book, const std::string& name,
                              std::optional<core::CustomerId> customer) {
    if (const auto id = core::parse_id(name)) {
        const auto invoice = core::id_cast<core::InvoiceId>(*id);
        if (auto row = book.invoice(invoice, book.today())) { return *row; }
        refuse({ErrorCode::unknown_document, "invoice", name, 0});
    }
    const auto found = invoices_numbered(book, name, customer);
    if (found.empty()) { refuse({ErrorCode::unknown_document, "invoice", name, 0}); }
    if (found.size() > 1) {
        refuse({ErrorCode::ambiguous, "invoice",
                candidates(found, [](const auto& row) { return document_words(row); }), 0});
    }
    return found.front();
}

core::ReceiptRow find_receipt(const session::Session& book, const std::string& name,
                              std::optional<core::CustomerId> customer) {
    const core::Date today = book.today();
    if (const auto id = core::parse_id(name)) {
        if (auto row = book.receipt(core::id_cast<core::ReceiptId>(*id), today)) { return *row; }
        refuse({ErrorCode::unknown_document, "receipt", name, 0});
    }
    core::ListQuery query;
    query.search = name;
    query.customer = customer;
    query.as_of = today;
    std::vector<core::ReceiptRow> found;
    each_row<core::ReceiptRow>(
        book.receipt_keys(query), [&](auto some) { return book.receipts(some, today); },
        [&](const core::ReceiptRow& row) {
            if (row.number == name || (row.bill && row.bill->number == name)) {
                found.push_back(row);
            }
        });
    if (found.empty()) { refuse({ErrorCode::unknown_document, "receipt", name, 0}); }
    if (found.size() > 1) {
        refuse({ErrorCode::ambiguous, "receipt",
                candidates(found, [](const auto& row) { return document_words(row); }), 0});
    }
    return found.front();
}

core::Currency currency_of(const session::Session& book, const Arguments& arguments) {
    const auto text = arguments.option("--currency");
    if (!text) { return book.book().currency; }
    const auto currency = core::parse_currency(*text);
    if (!currency) { refuse({ErrorCode::unknown_currency, "currency", *text, 0}); }
    return *currency;
}

std::int64_t amount_of(const std::string& text, core::Currency currency) {
    const auto amount = core::read_amount(text, currency.exponent());
    if (!amount) { refuse({amount.error().code, "amount", text, 0}); }
    return *amount;
}

std::string whole_text(const std::string& path) {
    const auto file = platform::open_path(path);
    constexpr std::uint64_t largest = 1 << 20;
    if (file == nullptr) { refuse({core::ErrorCode::io, "file", path, 0}, path); }
    if (file->size() > largest) {
        refuse({core::ErrorCode::too_large, "file", std::to_string(largest), 0}, path);
    }
    std::optional<std::vector<std::uint8_t>> bytes;
    bool arrived = false;
    file->read(0, static_cast<std::size_t>(file->size()), [&](auto read) {
        bytes = std::move(read);
        arrived = true;
    });
    while (!arrived && platform::run_file_callbacks()) {}
    if (!bytes) { refuse({core::ErrorCode::io, "file", path, 0}, path); }
    return {bytes->begin(), bytes->end()};
}

} // namespace huikuan::cli
