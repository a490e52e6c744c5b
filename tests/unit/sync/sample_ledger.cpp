// Facts of the second version of the view. The sample of format 1 stays as it is: stored bundles
// are made from it.
#include "sync/sample.h"

#include "sync/hash.h"

namespace huikuan::sample {
namespace {

bool half(std::mt19937_64& random) { return random() % 2 == 0; }
core::EntityId any_id(std::mt19937_64& random) { return entity(random() % 1000 + 1); }
core::Date any_date(std::mt19937_64& random) {
    return core::Date{static_cast<std::int32_t>(random() % 80'000)};
}
std::string any_text(std::mt19937_64& random) {
    constexpr const char* texts[] = {"", "ACME", "杭州某某有限公司", "a\"b\\c/d", "😀🧾", "x\ny"};
    return texts[random() % 6];
}
core::Rate any_rate(std::mt19937_64& random) {
    if (half(random)) return {};
    return {static_cast<std::int64_t>(1 + random() % 1'000'000),
            static_cast<std::int64_t>(1 + random() % 10'000)};
}
core::Money any_money(std::mt19937_64& random) {
    return {static_cast<std::int64_t>(1 + random() % 1'000'000), {"USD"}};
}

core::InvoiceIssued debit(std::mt19937_64& random) {
    core::InvoiceIssued debit;
    debit.id = core::id_cast<core::InvoiceId>(any_id(random));
    debit.customer = core::id_cast<core::CustomerId>(any_id(random));
    debit.amount = any_money(random);
    debit.issued = any_date(random);
    debit.lines = {{debit.issued, debit.amount.minor}};
    debit.type = static_cast<core::DebitType>(random() % 8);
    if (half(random)) debit.against = any_id(random);
    if (half(random)) debit.contract = any_id(random);
    debit.terms = any_text(random);
    if (half(random)) {
        debit.discount = {static_cast<std::int64_t>(1 + random() % 1'000'000), any_date(random)};
    }
    if (half(random)) {
        const auto most = static_cast<std::uint64_t>(debit.amount.minor) + 1;
        const auto net = static_cast<std::int64_t>(random() % most);
        debit.tax = {net, debit.amount.minor - net};
    }
    debit.rate = any_rate(random);
    return debit;
}

core::ReceiptRecorded credit(std::mt19937_64& random) {
    core::ReceiptRecorded credit;
    credit.id = core::id_cast<core::ReceiptId>(any_id(random));
    credit.customer = core::id_cast<core::CustomerId>(any_id(random));
    credit.amount = any_money(random);
    credit.date = any_date(random);
    credit.type = static_cast<core::CreditType>(random() % 10);
    credit.number = any_text(random);
    credit.reason = any_text(random);
    if (half(random)) credit.against = any_id(random);
    if (half(random)) {
        credit.bill =
            core::Bill{any_text(random), any_text(random), any_date(random), half(random)};
    }
    credit.rate = any_rate(random);
    return credit;
}

} // namespace

core::Fact ledger_fact(std::mt19937_64& random) {
    switch (random() % 8) {
    case 0: return debit(random);
    case 1: return credit(random);
    case 2:
        return core::AllocationMade{core::id_cast<core::AllocationId>(any_id(random)),
                                    core::id_cast<core::ReceiptId>(any_id(random)),
                                    core::id_cast<core::InvoiceId>(any_id(random)),
                                    any_money(random),
                                    any_date(random),
                                    true};
    case 3:
        return core::CustomersMerged{any_id(random), core::id_cast<core::CustomerId>(entity(1)),
                                     core::id_cast<core::CustomerId>(entity(2)), any_date(random),
                                     any_text(random)};
    case 4:
        return core::AttachmentAdded{any_id(random),
                                     any_id(random),
                                     "合同.pdf",
                                     any_text(random),
                                     static_cast<std::int64_t>(random() % 1'000'000),
                                     sync::sha256(any_text(random))};
    case 5:
        return core::DisputeOpened{any_id(random), core::id_cast<core::InvoiceId>(any_id(random)),
                                   any_money(random), any_date(random), any_text(random)};
    case 6:
        return core::BillMoved{any_id(random),
                               core::id_cast<core::ReceiptId>(any_id(random)),
                               static_cast<core::BillStep>(random() % 3),
                               any_date(random),
                               any_text(random),
                               static_cast<std::int64_t>(random() % 1000)};
    default:
        return core::FieldsSet{core::RegisterKind::contract,
                               any_id(random),
                               {{"late_fee", "lpr+50%"}, {"number", any_text(random)}}};
    }
}

} // namespace huikuan::sample
