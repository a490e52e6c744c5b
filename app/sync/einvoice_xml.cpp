#include "sync/einvoice_xml.h"

#include <expat.h>

#include <array>
#include <memory>
#include <string>

#include "core/read.h"
#include "core/text.h"

namespace huikuan::sync {

namespace {

using core::ErrorCode;

enum Slot : std::uint8_t {
    number,
    issue_time,
    request_time,
    seller_name,
    seller_tax_no,
    buyer_name,
    buyer_tax_no,
    buyer_address,
    buyer_phone,
    buyer_bank,
    buyer_account,
    net,
    tax,
    gross,
    remark,
    slots,
};
// Where each stands, from the root.
constexpr std::array<std::string_view, slots> paths{
    "/EInvoice/TaxSupervisionInfo/InvoiceNumber",
    "/EInvoice/TaxSupervisionInfo/IssueTime",
    "/EInvoice/EInvoiceData/BasicInformation/RequestTime",
    "/EInvoice/EInvoiceData/SellerInformation/SellerName",
    "/EInvoice/EInvoiceData/SellerInformation/SellerIdNum",
    "/EInvoice/EInvoiceData/BuyerInformation/BuyerName",
    "/EInvoice/EInvoiceData/BuyerInformation/BuyerIdNum",
    "/EInvoice/EInvoiceData/BuyerInformation/BuyerAddr",
    "/EInvoice/EInvoiceData/BuyerInformation/BuyerTelNum",
    "/EInvoice/EInvoiceData/BuyerInformation/BuyerBankName",
    "/EInvoice/EInvoiceData/BuyerInformation/BuyerBankAccNum",
    "/EInvoice/EInvoiceData/BasicInformation/TotalAmWithoutTax",
    "/EInvoice/EInvoiceData/BasicInformation/TotalTaxAm",
    "/EInvoice/EInvoiceData/BasicInformation/TotalTax-includedAmount",
    "/EInvoice/EInvoiceData/AdditionalInformation/Remark",
};
constexpr std::size_t longest_field = 4096;

class InvoiceReader {
public:
    InvoiceReader() : parser_(XML_ParserCreate(nullptr), XML_ParserFree) {
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(
            parser_.get(),
            [](void* self, const XML_Char* name, const XML_Char**) {
                static_cast<InvoiceReader*>(self)->begin(name);
            },
            [](void* self, const XML_Char*) { static_cast<InvoiceReader*>(self)->end(); });
        XML_SetCharacterDataHandler(parser_.get(), [](void* self, const XML_Char* text, int size) {
            static_cast<InvoiceReader*>(self)->take({text, static_cast<std::size_t>(size)});
        });
        XML_SetStartDoctypeDeclHandler(
            parser_.get(), [](void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
                static_cast<InvoiceReader*>(self)->refuse(ErrorCode::unsupported, "doctype");
            });
    }

    core::Result<void> read(std::string_view xml) {
        const auto status =
            XML_Parse(parser_.get(), xml.data(), static_cast<int>(xml.size()), XML_TRUE);
        if (!problem_.field.empty()) return std::unexpected(problem_);
        if (status == XML_STATUS_OK) return {};
        const auto line = static_cast<std::int64_t>(XML_GetCurrentLineNumber(parser_.get()));
        return core::fail(ErrorCode::malformed, "einvoice", std::to_string(line), line);
    }
    [[nodiscard]] const std::string& value(Slot slot) const { return values_.at(slot); }

private:
    void refuse(ErrorCode code, std::string detail) {
        if (problem_.field.empty()) problem_ = {code, "einvoice", std::move(detail), 0};
        XML_StopParser(parser_.get(), XML_FALSE);
    }
    void begin(const XML_Char* name) {
        if (++depth_ > deepest_einvoice) {
            return refuse(ErrorCode::too_large, std::to_string(deepest_einvoice));
        }
        path_ += '/';
        path_ += name;
        if (depth_ == 1 && path_ != "/EInvoice") return refuse(ErrorCode::unsupported, "root");
        text_.clear();
        slot_ = slots;
        for (std::uint8_t i = 0; i < slots; ++i) {
            if (paths.at(i) == path_) slot_ = i;
        }
    }
    void take(std::string_view text) {
        if (slot_ == slots) return;
        text_ += text;
        if (text_.size() > longest_field) {
            refuse(ErrorCode::too_large, std::to_string(longest_field));
        }
    }
    void end() {
        if (slot_ != slots) {
            std::string trimmed(core::trim(text_));
            std::string& slot = values_.at(slot_);
            // A field that is said twice could be shown as the one and meant as the other.
            if (!slot.empty() && slot != trimmed) refuse(ErrorCode::malformed, path_);
            slot = std::move(trimmed);
            slot_ = slots;
        }
        --depth_;
        path_.resize(path_.rfind('/'));
    }

    std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_;
    std::array<std::string, slots> values_;
    std::string path_;
    std::string text_;
    std::uint8_t slot_ = slots;
    int depth_ = 0;
    core::Error problem_;
};

core::Result<std::int64_t> amount(const InvoiceReader& reader, Slot slot) {
    constexpr int fen = 2;
    const std::string& text = reader.value(slot);
    auto minor = core::read_amount(text, fen, core::NumberStyle::point_decimal);
    if (!minor) return core::fail(minor.error().code, "amount", text);
    return minor;
}

} // namespace

core::Result<core::EInvoice> read_einvoice(std::string_view xml) {
    if (core::trim(xml).empty()) return core::fail(ErrorCode::required, "file");
    if (xml.size() > largest_einvoice_bytes) {
        return core::fail(ErrorCode::too_large, "einvoice", std::to_string(largest_einvoice_bytes));
    }
    InvoiceReader reader;
    if (auto read = reader.read(xml); !read) return std::unexpected(read.error());
    core::EInvoice invoice;
    invoice.number = reader.value(number);
    const std::string& time =
        reader.value(reader.value(issue_time).empty() ? request_time : issue_time);
    const auto issued = core::read_date(time, core::DateOrder::ymd);
    if (!issued) return core::fail(issued.error().code, "issued", time);
    invoice.issued = *issued;
    invoice.seller.name = reader.value(seller_name);
    invoice.seller.tax_no = reader.value(seller_tax_no);
    invoice.buyer = {reader.value(buyer_name),    reader.value(buyer_tax_no),
                     reader.value(buyer_address), reader.value(buyer_phone),
                     reader.value(buyer_bank),    reader.value(buyer_account)};
    invoice.note = reader.value(remark);
    const auto whole = amount(reader, gross);
    if (!whole) return std::unexpected(whole.error());
    invoice.gross_minor = *whole;
    // An invoice without tax says nothing, or "***", where the tax would be.
    const bool taxed = reader.value(tax).find_first_of("0123456789") != std::string::npos;
    const auto tax_part = taxed ? amount(reader, tax) : core::Result<std::int64_t>(0);
    if (!tax_part) return std::unexpected(tax_part.error());
    invoice.tax_minor = *tax_part;
    const auto net_part = reader.value(net).empty() ? core::Result<std::int64_t>(*whole - *tax_part)
                                                    : amount(reader, net);
    if (!net_part) return std::unexpected(net_part.error());
    invoice.net_minor = *net_part;
    if (auto sound = core::check(invoice); !sound) return std::unexpected(sound.error());
    return invoice;
}

} // namespace huikuan::sync
