#include "session/demo_story.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "sync/hash.h"

namespace huikuan::session {

namespace {

constexpr int days_of_story = 730;
constexpr int told_at_once = 200; // documents per call of tell()

// Names are put together from signs that are common in company names; nobody is meant.
constexpr std::array<std::string_view, 16> first_signs{
    "禾", "岚", "沐", "霁", "澜", "朗", "璟", "翊", "泓", "屿", "栩", "昱", "珩", "苒", "晏", "湛"};
constexpr std::array<std::string_view, 16> second_signs{
    "舟", "帆", "岭", "原", "川", "桥", "麦", "林", "石", "泉", "松", "杉", "榆", "岳", "溪", "港"};
constexpr std::array<std::string_view, 20> trades{
    "机械", "电子", "食品", "纺织", "化工", "建材", "物流", "医疗器械", "印刷", "五金",
    "塑料", "包装", "环保", "家具", "仪器", "农业", "照明", "玻璃",     "通信", "贸易"};
struct Place {
    std::string_view city;
    std::string_view region;
};
constexpr std::array<Place, 24> demo_places{{
    {"上海", "华东"}, {"南京", "华东"}, {"苏州", "华东"}, {"杭州", "华东"}, {"宁波", "华东"},
    {"合肥", "华东"}, {"厦门", "华东"}, {"青岛", "华东"}, {"济南", "华东"}, {"北京", "华北"},
    {"天津", "华北"}, {"太原", "华北"}, {"广州", "华南"}, {"深圳", "华南"}, {"佛山", "华南"},
    {"南宁", "华南"}, {"武汉", "华中"}, {"长沙", "华中"}, {"郑州", "华中"}, {"成都", "西南"},
    {"重庆", "西南"}, {"昆明", "西南"}, {"西安", "西北"}, {"沈阳", "东北"},
}};
constexpr std::array<std::string_view, 6> story_owners{"销售一组", "销售二组", "销售三组",
                                                       "大客户组", "渠道组",   "电商组"};
constexpr std::array<int, 8> usual_terms{0, 15, 30, 30, 30, 45, 60, 90};

// Every index up to 122,880 has its own name; then a number is added.
std::string company_name(std::uint64_t index, std::string_view city) {
    const auto brand = static_cast<std::size_t>(index % 256);
    const auto trade = static_cast<std::size_t>(index / 256 % trades.size());
    const std::uint64_t round = index / (256 * trades.size());
    const std::string numbered = round == 0 ? "" : std::to_string(round + 1) + "号";
    return core::joined({city, first_signs[brand % 16], second_signs[brand / 16], numbered,
                         trades[trade], "有限公司"});
}

} // namespace

std::uint64_t Dice::next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
    return mixed ^ (mixed >> 31U);
}

std::int64_t Dice::under(std::int64_t below) {
    return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(below));
}

DemoStory::DemoStory(const DemoOptions& options, core::Currency currency)
    : options_(options), currency_(currency), dice_(options.seed) {
    options_.customers = std::max(1, options_.customers);
    options_.invoices = std::max(0, options_.invoices);
}

core::EntityId DemoStory::id(const char* kind, std::int64_t index) {
    return core::named_id(
        sync::sha256(core::joined({"demo", std::to_string(options_.seed), kind, index}, "|")));
}

void DemoStory::introduce(int index, std::vector<core::Command>& out) {
    const Place& place = demo_places[static_cast<std::size_t>(dice_.under(demo_places.size()))];
    Customer customer;
    customer.id = core::id_cast<core::CustomerId>(id("customer", index));
    // 7,919 is prime to the number of names: neighbours do not look alike.
    constexpr std::uint64_t names = 256 * trades.size();
    const auto place_in_round = static_cast<std::uint64_t>(index) * 7919 % names;
    const std::uint64_t round = static_cast<std::uint64_t>(index) / names;
    customer.name = company_name(round * names + place_in_round, place.city);
    customer.terms_days = usual_terms[static_cast<std::size_t>(dice_.under(usual_terms.size()))];
    const std::int64_t habit = dice_.under(100);
    customer.habit = habit < 40   ? Habit::prompt
                     : habit < 62 ? Habit::late
                     : habit < 72 ? Habit::very_late
                     : habit < 84 ? Habit::monthly
                     : habit < 95 ? Habit::in_parts
                                  : Habit::never;
    // Most are small, a few are large: 500 to 500,000 units of the currency.
    const std::int64_t size = dice_.between(1, 10);
    customer.usual_minor = 50'000 * size * size * (dice_.chance(10) ? 10 : 1);
    const std::string phone = core::joined(
        {"100", core::padded(index / 10'000, 4), core::padded(index % 10'000, 4)}, "-");
    out.emplace_back(core::SetFields{
        {core::RegisterKind::customer,
         core::entity_of(customer.id),
         {{"code", "C" + core::padded(index + 1, 5)},
          {"name", customer.name},
          {"owner",
           std::string(story_owners[static_cast<std::size_t>(dice_.under(story_owners.size()))])},
          {"phone", phone}, // no number in China starts with 100 and has eleven digits
          {"region", std::string(place.region)},
          {"terms_days", std::to_string(customer.terms_days)}}}});
    customers_.push_back(std::move(customer));
}

void DemoStory::bill(int index, std::vector<core::Command>& out) {
    // Squaring makes some customers buy often; at first everybody buys once.
    const auto count = static_cast<std::int64_t>(customers_.size());
    const std::int64_t draw = dice_.under(1'000'000);
    const std::int64_t often = draw * draw / 1'000'000 * count / 1'000'000;
    Customer& customer =
        customers_[static_cast<std::size_t>(index < count ? index : std::min(often, count - 1))];

    core::IssueInvoice issue;
    core::InvoiceIssued& invoice = issue.invoice;
    invoice.id = core::id_cast<core::InvoiceId>(id("invoice", index));
    invoice.customer = customer.id;
    invoice.customer_name = customer.name;
    const std::int64_t day =
        static_cast<std::int64_t>(index) * days_of_story / std::max(1, options_.invoices);
    invoice.issued = core::add_days(options_.today, static_cast<std::int32_t>(day - days_of_story));
    const core::Ymd issued = core::ymd_of(invoice.issued);
    invoice.number = core::joined({core::padded(issued.year % 100, 2),
                                   core::padded(issued.month, 2), "-", core::padded(index + 1, 6)});
    std::int64_t minor = customer.usual_minor * dice_.between(30, 300) / 100;
    minor = dice_.chance(50) ? minor / 100 * 100 : minor + dice_.between(1, 99);
    invoice.amount = {std::max<std::int64_t>(minor, 1), currency_};
    issue.due = core::add_days(invoice.issued, customer.terms_days);
    out.emplace_back(issue);

    if (dice_.under(1000) < 5) { // booked by mistake; nobody pays it
        at_the_end_.emplace_back(core::Reverse{id("reversal", reversals_++),
                                               core::entity_of(invoice.id), std::nullopt,
                                               "开票信息有误"});
        return;
    }
    pay(customer, issue, out);
}

void DemoStory::pay(Customer& customer, const core::IssueInvoice& issue,
                    std::vector<core::Command>& out) {
    const core::InvoiceIssued& invoice = issue.invoice;
    const auto after_due = [&](std::int64_t least, std::int64_t most) {
        const auto days = static_cast<std::int32_t>(dice_.between(least, most));
        return std::max(core::add_days(*issue.due, days), invoice.issued);
    };
    switch (customer.habit) {
    case Habit::prompt:
        receive(customer, {{invoice.id, invoice.amount.minor}}, after_due(-7, 3), out);
        break;
    case Habit::late:
        receive(customer, {{invoice.id, invoice.amount.minor}}, after_due(2, 45), out);
        break;
    case Habit::very_late:
        if (dice_.chance(80)) {
            receive(customer, {{invoice.id, invoice.amount.minor}}, after_due(30, 200), out);
        }
        break;
    case Habit::monthly:
        customer.waiting.push_back(issue);
        if (customer.waiting.size() >= 3) { pay_together(customer, out); }
        break;
    case Habit::in_parts: {
        const std::int64_t first = invoice.amount.minor * dice_.between(30, 60) / 100;
        const core::Date date = after_due(-5, 20);
        if (first > 0) { receive(customer, {{invoice.id, first}}, date, out); }
        if (dice_.chance(75)) {
            const auto days = static_cast<std::int32_t>(dice_.between(15, 75));
            receive(customer, {{invoice.id, invoice.amount.minor - first}},
                    core::add_days(date, days), out);
        }
        break;
    }
    case Habit::never: break;
    }
}

void DemoStory::pay_together(Customer& customer, std::vector<core::Command>& out) {
    std::vector<core::AllocationPart> parts;
    core::Date last = options_.today;
    for (const core::IssueInvoice& issue : customer.waiting) {
        parts.push_back({issue.invoice.id, issue.invoice.amount.minor});
        last = *issue.due;
    }
    customer.waiting.clear();
    receive(customer, std::move(parts),
            core::add_days(last, static_cast<std::int32_t>(dice_.between(0, 25))), out);
}

void DemoStory::receive(const Customer& customer, std::vector<core::AllocationPart> parts,
                        core::Date date, std::vector<core::Command>& out) {
    // Draws come first, so that what is still to come does not change what is there.
    const bool too_much = dice_.chance(3);
    const bool bounces = dice_.under(1000) < 10;
    const std::int64_t reference = dice_.between(100'000'000, 999'999'999);
    const std::int64_t method = dice_.under(10);
    const std::int64_t index = receipts_++;
    if (date > options_.today) { return; }

    std::int64_t minor = 0;
    for (const core::AllocationPart& part : parts) { minor += part.minor; }
    core::RecordReceipt record;
    record.receipt.id = core::id_cast<core::ReceiptId>(id("receipt", index));
    record.receipt.customer = customer.id;
    // A prepayment, or a sum rounded up: the rest is unapplied cash.
    record.receipt.amount = {too_much ? minor + minor / 10 + 1 : minor, currency_};
    record.receipt.date = date;
    record.receipt.method = method < 8 ? "bank" : method < 9 ? "bill" : "wallet";
    record.receipt.reference = std::to_string(reference);
    record.plan = {core::AllocationRule::manual, parts};
    out.emplace_back(record);
    if (!bounces) { return; }

    const core::Date back = core::add_days(date, 3);
    if (back > options_.today) { return; }
    at_the_end_.emplace_back(core::Reverse{id("reversal", reversals_++),
                                           core::entity_of(record.receipt.id), back, "银行退票"});
    const core::Date again = core::add_days(date, 10);
    if (again <= options_.today) {
        core::RecordReceipt repeated = record;
        repeated.receipt.id = core::id_cast<core::ReceiptId>(id("receipt-again", index));
        repeated.receipt.amount.minor = minor;
        repeated.receipt.date = again;
        repeated.receipt.reference = std::to_string(reference + 1);
        at_the_end_.emplace_back(std::move(repeated));
    }
}

bool DemoStory::tell(std::vector<core::Command>& out) {
    const auto told_of_the_end = [&] { return told_of_the_end_ == at_the_end_.size(); };
    for (int i = 0; i < told_at_once; ++i) {
        if (introduced_ < options_.customers) {
            introduce(introduced_++, out);
        } else if (billed_ < options_.invoices) {
            bill(billed_++, out);
        } else if (!told_of_the_end()) {
            out.push_back(std::move(at_the_end_[told_of_the_end_++]));
        } else {
            return false;
        }
    }
    return true;
}

int DemoStory::progress() const {
    const std::int64_t all = std::int64_t{options_.customers} + options_.invoices;
    const std::int64_t now = std::int64_t{introduced_} + billed_;
    return static_cast<int>(now * 1000 / std::max<std::int64_t>(all, 1));
}

} // namespace huikuan::session
