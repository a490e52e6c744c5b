// import einvoices: the XML files of 数电票, several at once.
#include "book.h"
#include "commands.h"
#include "output.h"
#include "platform/native.h"
#include "session/einvoice.h"
#include "words.h"

namespace huikuan::cli {

namespace {

using core::ErrorCode;

Json json_of(const session::EInvoiceLook& look, core::Currency currency) {
    Json one{{"file", look.file}};
    if (!look.invoice.number.empty()) {
        one["number"] = look.invoice.number;
        one["issued"] = core::to_text(look.invoice.issued);
        one["buyer"] = look.invoice.buyer.name;
        one["net_minor"] = look.invoice.net_minor;
        one["tax_minor"] = look.invoice.tax_minor;
        one["gross_minor"] = look.invoice.gross_minor;
        one["currency"] = currency.view();
        one["red"] = look.invoice.red();
        one["other_seller"] = look.other_seller;
    }
    one["customer"] = look.customer ? Json(core::to_text(look.customer->id)) : Json(nullptr);
    if (look.problem) {
        one["refused"] = {{"code", core::name_of(look.problem->code)},
                          {"reason", sentence(*look.problem)}};
    }
    return one;
}

void print_look(const session::EInvoiceLook& look, core::Currency currency) {
    if (look.problem) {
        print("refused " + look.file + ": " + sentence(*look.problem));
        return;
    }
    const core::EInvoice& invoice = look.invoice;
    print(std::string(invoice.red() ? "credit_note " : "invoice ") + invoice.number + " " +
          core::to_text(invoice.issued) + " " +
          core::to_text(core::Money{invoice.gross_minor, currency}) + " (" +
          core::to_text(core::Money{invoice.net_minor, currency}) + " + " +
          core::to_text(core::Money{invoice.tax_minor, currency}) + ") " +
          (look.customer ? look.customer->name : invoice.buyer.name + " (new customer)"));
    if (look.other_seller) { print("  issued by " + invoice.seller.name); }
}

} // namespace

void import_einvoices(const Arguments& arguments) {
    const auto book = open_book(arguments);
    session::EInvoices invoices(*book);
    for (std::size_t i = 1; i < arguments.words(); ++i) {
        const std::string path = arguments.word(i);
        const std::size_t slash = path.rfind('/');
        invoices.add(slash == std::string::npos ? path : path.substr(slash + 1), whole_text(path));
    }
    const core::Currency currency = core::parse_currency("CNY").value();
    const bool dry = arguments.has("--dry-run");
    const std::size_t ready = invoices.ready();
    const bool json = arguments.has("--json");
    Json rows = Json::array();
    for (const session::EInvoiceLook& look : invoices.looks()) {
        if (json) {
            rows.push_back(json_of(look, currency));
        } else {
            print_look(look, currency);
        }
    }
    const std::size_t refused = invoices.looks().size() - ready;
    if (!dry && ready > 0) { must(invoices.enter()); }
    if (json) {
        print(Json{{"dry_run", dry}, {"entered", ready}, {"refused", refused}, {"files", rows}});
    } else {
        print((dry ? "would enter " : "entered ") + std::to_string(ready) + ", refused " +
              std::to_string(refused));
    }
}

} // namespace huikuan::cli
