#pragma once
// 数电票: an electronic invoice as the tax administration hands it to both sides, one XML file each
// (sync/einvoice_xml reads it). Here is what the book takes from it. A red one (红字) takes back
// part of an earlier invoice: its amounts are below zero, and it becomes a credit note.
#include <cstdint>
#include <string>

#include "core/date.h"
#include "core/result.h"

namespace huikuan::core {

struct EInvoice {
    struct Party {
        std::string name;
        std::string tax_no;
        std::string address;
        std::string phone;
        std::string bank;
        std::string bank_account;

        friend bool operator==(const Party&, const Party&) = default;
    };
    std::string number; // twenty digits
    Date issued;
    Party seller;
    Party buyer;
    std::int64_t net_minor = 0; // fen; net + tax = gross
    std::int64_t tax_minor = 0;
    std::int64_t gross_minor = 0;
    std::string note;

    [[nodiscard]] bool red() const { return gross_minor < 0; }
    // Of a red one the number of the invoice that it takes back, as its note names it:
    // 被红冲蓝字数电票号码：24322000000012345678. Empty: it names none.
    [[nodiscard]] std::string blue_number() const;
    friend bool operator==(const EInvoice&, const EInvoice&) = default;
};

// required (number, customer_name, amount); malformed (number); amount_not_positive where the gross
// is zero; schedule_sum ("tax") where net and tax do not make the gross, or differ in sign.
Result<void> check(const EInvoice& invoice);

} // namespace huikuan::core
