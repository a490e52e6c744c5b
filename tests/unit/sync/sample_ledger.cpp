// Facts of the second version of the view. The sample of format 1 stays as it is: stored bundles
// are made from it.
#include "sync/sample.h"

#include "sync/hash.h"

namespace huikuan::sample {
namespace {

bool half(std::mt19937_64& random) { return random() % 2 == 0; }
core::Date any_day(std::mt19937_64& random) {
    return core::Date{static_cast<std::int32_t>(random() % 80'000)};
}
std::string any_word(std::mt19937_64& random) {
    constexpr const char* words[] = {"", "ACME", "杭州某某有限公司", "a\"b\\c/d", "😀🧾", "x\ny"};
    return words[random() % 6];
}
core::Rate any_rate(std::mt19937_64& random) {
    if (half(random)) return {};
    return {static_cast<std::int64_t>(1 + random() % 1'000'000),
            static_cast<std::int64_t>(1 + random() % 10'000)};
}
core::Money any_dollars(std::mt19937_64& random) {
    return {static_cast<std::int64_t>(1 + random() % 1'000'000), {"USD"}};
}

core::InvoiceIssued debit(std::mt19937_64& random) {
    core::InvoiceIssued debit;
    debit.id = core::id_cast<core::InvoiceId>(any_id(random));
    debit.customer = core::id_cast<core::CustomerId>(any_id(random));
    debit.amount = any_dollars(random);
    debit.issued = any_day(random);
    debit.lines = {{debit.issued, debit.amount.minor}};
    debit.type = static_cast<core::DebitType>(random() % 8);
    if (half(random)) debit.against = any_id(random);
    if (half(random)) debit.contract = any_id(random);
    debit.terms = any_word(random);
    if (half(random)) {
        debit.discount = {static_cast<std::int64_t>(1 + random() % 1'000'000), any_day(random)};
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
    credit.amount = any_dollars(random);
    credit.date = any_day(random);
    credit.type = static_cast<core::CreditType>(random() % 10);
    credit.number = any_word(random);
    credit.reason = any_word(random);
    if (half(random)) credit.against = any_id(random);
    if (half(random)) {
        credit.bill = core::Bill{any_word(random), any_word(random), any_day(random), half(random)};
    }
    credit.rate = any_rate(random);
    return credit;
}

core::CustomerId any_customer(std::mt19937_64& random) {
    return core::id_cast<core::CustomerId>(any_id(random));
}

core::ContactLogged contact(std::mt19937_64& random) {
    core::ContactLogged contact;
    contact.id = any_id(random);
    contact.customer = any_customer(random);
    contact.date = any_day(random);
    if (half(random)) contact.minute = static_cast<int>(random() % 1440);
    contact.by = any_word(random);
    contact.channel = static_cast<core::Channel>(random() % 7);
    if (half(random)) contact.person = any_id(random);
    contact.whom = any_word(random);
    contact.outcome = static_cast<core::ContactOutcome>(random() % 12);
    contact.reached = half(random);
    contact.third_party = half(random);
    contact.note = any_word(random);
    if (half(random)) contact.next = any_day(random);
    if (half(random)) contact.task = any_id(random);
    for (const core::ConductRule rule : core::conduct_rules) {
        if (half(random)) contact.overruled.push_back(rule);
    }
    return contact;
}

core::PlanAgreed plan(std::mt19937_64& random) {
    core::PlanAgreed plan;
    plan.id = any_id(random);
    plan.customer = any_customer(random);
    plan.date = any_day(random);
    plan.currency = {"USD"};
    for (core::Date due = plan.date; plan.lines.size() < 1 + random() % 5;) {
        due = core::add_days(due, 1);
        plan.lines.push_back({due, static_cast<std::int64_t>(1 + random() % 1000),
                              static_cast<std::int64_t>(random() % 10)});
    }
    if (half(random)) plan.interest_ppm = static_cast<std::int64_t>(1 + random() % 1'000'000);
    if (half(random)) plan.accelerate_days = static_cast<int>(random() % 90);
    plan.guarantor = any_word(random);
    plan.consent = half(random);
    if (half(random)) plan.supersedes = any_id(random);
    if (half(random)) plan.income = static_cast<std::int64_t>(random() % 1'000'000);
    plan.by = any_word(random);
    plan.note = any_word(random);
    for (std::uint64_t i = random() % 3; i > 0; --i) {
        plan.offers.push_back(
            {any_day(random), half(random), static_cast<std::int64_t>(1 + random() % 100'000)});
    }
    if (half(random)) plan.consent_on = any_day(random);
    return plan;
}

core::LetterSent letter(std::mt19937_64& random) {
    core::LetterSent letter;
    letter.id = any_id(random);
    letter.customer = any_customer(random);
    letter.date = any_day(random);
    letter.channel = static_cast<core::Channel>(random() % 6);
    letter.letter = "demand_firm";
    letter.language = half(random) ? "zh" : "en";
    letter.to = any_word(random);
    letter.subject = any_word(random);
    letter.text = "贵公司:\n请付 1,000.00";
    letter.by = any_word(random);
    if (half(random)) {
        letter.ladder = "standard";
        letter.level = static_cast<int>(1 + random() % 9);
    }
    for (std::uint64_t i = 0, count = random() % 4; i < count; ++i) {
        letter.items.push_back(
            {core::id_cast<core::InvoiceId>(any_id(random)), any_day(random),
             any_dollars(random).minor,
             static_cast<int>(random() % static_cast<unsigned>(letter.level + 1))});
        letter.sums.push_back(
            {{"USD"}, any_dollars(random).minor, static_cast<std::int64_t>(i), 0, 7});
    }
    return letter;
}

} // namespace

core::Fact ledger_fact(std::mt19937_64& random) {
    switch (random() % 24) {
    case 20:
        return core::StatementIssued{.id = any_id(random),
                                     .customer = any_customer(random),
                                     .form = static_cast<core::StatementForm>(random() % 2),
                                     .date = core::last_date,
                                     .from = core::first_date,
                                     .to = any_day(random),
                                     .currency = {"USD"},
                                     .opening = -any_dollars(random).minor,
                                     .closing = any_dollars(random).minor,
                                     .code = "1451-2f29-6bc3-9de4",
                                     .by = any_word(random)};
    case 21:
        return core::StatementSent{.id = any_id(random),
                                   .customer = any_customer(random),
                                   .statement = any_id(random),
                                   .date = any_day(random),
                                   .channel = static_cast<core::Channel>(random() % 6),
                                   .to = any_word(random),
                                   .by = any_word(random)};
    case 22: {
        core::StatementAnswered answer{.id = any_id(random),
                                       .customer = any_customer(random),
                                       .statement = any_id(random),
                                       .date = any_day(random),
                                       .theirs = -any_dollars(random).minor,
                                       .is_signed = half(random),
                                       .who = any_word(random),
                                       .note = any_word(random),
                                       .by = any_word(random)};
        if (half(random)) return answer;
        answer.verdict = core::StatementVerdict::difference;
        for (std::uint64_t i = 0, count = 1 + random() % 3; i < count; ++i) {
            answer.lines.push_back({any_word(random), any_dollars(random).minor,
                                    static_cast<core::DifferenceCause>(random() % 7),
                                    any_word(random), std::nullopt});
            if (half(random)) answer.lines.back().answer_by = any_day(random);
        }
        return answer;
    }
    case 23:
        return core::DifferenceSettled{.id = any_id(random),
                                       .customer = any_customer(random),
                                       .answer = any_id(random),
                                       .line = static_cast<int>(random() % 5),
                                       .date = any_day(random),
                                       .how = static_cast<core::DifferenceEnd>(random() % 4),
                                       .document = half(random) ? any_id(random) : core::EntityId{},
                                       .note = "已更正",
                                       .by = any_word(random)};
    case 17: {
        core::LegalEventNoted event{.id = any_id(random),
                                    .customer = any_customer(random),
                                    .of = half(random) ? any_id(random) : core::EntityId{},
                                    .what = static_cast<core::LegalEvent>(random() % 13),
                                    .date = any_day(random),
                                    .proof = any_word(random),
                                    .note = any_word(random),
                                    .by = any_word(random)};
        if (half(random)) event.until = core::add_days(event.date, 1);
        if (half(random)) event.guarantor = any_word(random);
        return event;
    }
    case 18: {
        core::CaseStepTaken step{.id = any_id(random),
                                 .customer = any_customer(random),
                                 .of = any_id(random),
                                 .stage = static_cast<core::CaseStage>(random() % 22),
                                 .date = any_day(random),
                                 .note = any_word(random),
                                 .by = any_word(random)};
        if (half(random)) step.due = core::add_days(step.date, 15);
        if (half(random)) {
            const core::Money amount = any_dollars(random);
            step.minor = amount.minor;
            step.currency = amount.currency;
        }
        return step;
    }
    case 19:
        return core::CaseCostPaid{.id = any_id(random),
                                  .customer = any_customer(random),
                                  .of = any_id(random),
                                  .what = static_cast<core::CaseCost>(random() % 9),
                                  .amount = any_dollars(random),
                                  .date = any_day(random),
                                  .note = any_word(random),
                                  .by = any_word(random)};
    case 12: {
        core::BankLinesImported imported{
            any_id(random), "6222 0000", any_dollars(random).currency, any_word(random), {}};
        for (std::uint64_t i = 0, count = 1 + random() % 3; i < count; ++i) {
            core::BankLine line{any_id(random),
                                any_day(random),
                                any_dollars(random).minor,
                                any_word(random),
                                any_word(random),
                                any_word(random),
                                "",
                                {}};
            if (half(random)) line.minor = -line.minor;
            if (half(random)) line.balance = -5;
            imported.lines.push_back(std::move(line));
        }
        return imported;
    }
    case 13:
        return core::BankLineUsed{any_id(random), any_id(random),
                                  half(random) ? core::ReceiptId{}
                                               : core::id_cast<core::ReceiptId>(any_id(random)),
                                  any_word(random)};
    case 14: return letter(random);
    case 15:
        return core::DisputeSettled{.id = any_id(random),
                                    .customer = any_customer(random),
                                    .dispute = any_id(random),
                                    .date = any_day(random),
                                    .outcome = static_cast<core::DisputeOutcome>(random() % 7),
                                    .document = half(random) ? any_id(random) : core::EntityId{},
                                    .note = "同意",
                                    .by = any_word(random)};
    case 16: {
        core::DisputeOpened dispute{any_id(random), core::id_cast<core::InvoiceId>(any_id(random)),
                                    any_dollars(random), any_day(random), any_word(random)};
        dispute.cause = static_cast<core::DisputeCause>(random() % core::dispute_causes);
        dispute.owner = any_word(random);
        if (half(random)) dispute.answer_by = core::add_days(dispute.date, 5);
        return dispute;
    }
    case 8: return contact(random);
    case 9: return plan(random);
    case 10: {
        const core::Date date = any_day(random);
        return core::PromiseMade{.id = any_id(random),
                                 .customer = any_customer(random),
                                 .amount = any_dollars(random),
                                 .date = date,
                                 .due = core::add_days(date, static_cast<int>(random() % 100)),
                                 .by = any_word(random),
                                 .who = any_word(random),
                                 .how = any_word(random),
                                 .contact = half(random) ? any_id(random) : core::EntityId{},
                                 .note = any_word(random)};
    }
    case 11: {
        const core::Date date = any_day(random);
        return core::HoldPlaced{.id = any_id(random),
                                .customer = any_customer(random),
                                .of = half(random) ? any_id(random) : core::EntityId{},
                                .kind = static_cast<core::HoldKind>(random() % 6),
                                .date = date,
                                .until = core::add_days(date, static_cast<int>(random() % 100)),
                                .reason = "away",
                                .by = any_word(random),
                                .owner = half(random) ? any_word(random) : std::string()};
    }
    case 0: return debit(random);
    case 1: return credit(random);
    case 2:
        return core::AllocationMade{core::id_cast<core::AllocationId>(any_id(random)),
                                    core::id_cast<core::ReceiptId>(any_id(random)),
                                    core::id_cast<core::InvoiceId>(any_id(random)),
                                    any_dollars(random),
                                    any_day(random),
                                    true};
    case 3:
        return core::CustomersMerged{any_id(random), core::id_cast<core::CustomerId>(entity(1)),
                                     core::id_cast<core::CustomerId>(entity(2)), any_day(random),
                                     any_word(random)};
    case 4:
        return core::AttachmentAdded{any_id(random),
                                     any_id(random),
                                     "合同.pdf",
                                     any_word(random),
                                     static_cast<std::int64_t>(random() % 1'000'000),
                                     sync::sha256(any_word(random)),
                                     static_cast<core::FileKind>(random() % core::file_kinds)};
    case 5:
        return core::DisputeOpened{any_id(random), core::id_cast<core::InvoiceId>(any_id(random)),
                                   any_dollars(random), any_day(random), any_word(random)};
    case 6:
        return core::BillMoved{any_id(random),
                               core::id_cast<core::ReceiptId>(any_id(random)),
                               static_cast<core::BillStep>(random() % 3),
                               any_day(random),
                               any_word(random),
                               static_cast<std::int64_t>(random() % 1000)};
    default:
        return core::FieldsSet{core::RegisterKind::contract,
                               any_id(random),
                               {{"late_fee", "lpr+50%"}, {"number", any_word(random)}}};
    }
}

} // namespace huikuan::sample
