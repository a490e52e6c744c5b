// The order of the law (民法典 560, 561) and sharing in proportion, by worked numbers.
#include <doctest/doctest.h>

#include "core/command.h"

using namespace huikuan::core;

namespace {

const Date first_of_june = date_of(2025, 6, 1).value();

OpenInvoice debt(std::uint64_t number, std::int64_t minor, Date due, int secured = 0,
                 std::int64_t burden_ppm = 0) {
    OpenInvoice open;
    open.fact.id = InvoiceId{1, number};
    open.fact.number = std::to_string(number);
    open.fact.amount = {minor, {"CNY"}};
    open.fact.issued = date_of(2025, 1, 1).value();
    open.fact.lines = {{due, minor}};
    open.open_minor = minor;
    open.secured_percent = secured;
    open.burden_ppm = burden_ppm;
    return open;
}
OpenInvoice accessory(std::uint64_t number, DebitType type, std::int64_t minor,
                      std::uint64_t against) {
    OpenInvoice open = debt(number, minor, first_of_june);
    open.fact.type = type;
    open.fact.against = {1, against};
    return open;
}

std::string planned(const std::vector<OpenInvoice>& debts, std::int64_t available,
                    bool pro_rata = false) {
    std::vector<const OpenInvoice*> all;
    for (const OpenInvoice& one : debts) all.push_back(&one);
    std::string text;
    for (const AllocationPart& part : pro_rata
                                          ? plan_pro_rata(all, available, {"CNY"})
                                          : plan_by_law(all, available, {"CNY"}, first_of_june)) {
        text += (text.empty() ? "" : " ") + std::to_string(part.invoice.low) + ":" +
                std::to_string(part.minor);
    }
    return text;
}

Date may(int of_month) { return date_of(2025, 5, of_month).value(); }

} // namespace

TEST_CASE("due, least secured, heaviest, earliest") {
    const Date march = date_of(2025, 3, 1).value();
    const Date april = date_of(2025, 4, 1).value();
    const std::vector<OpenInvoice> debts{debt(1, 1'000, may(1)), debt(2, 2'000, march, 100),
                                         debt(3, 1'500, april, 0, 180'000),
                                         debt(4, 9'000, date_of(2025, 7, 1).value())};
    CHECK(planned(debts, 3'000) == "3:1500 1:1000 2:500");
    CHECK(planned(debts, 5'000) == "3:1500 1:1000 2:2000 4:500"); // then what is not due yet
    CHECK(planned(debts, 99'999) == "3:1500 1:1000 2:2000 4:9000");
    CHECK(planned(debts, 0).empty());
}

TEST_CASE("what is equal shares in proportion") {
    CHECK(planned({debt(1, 1'000, may(1)), debt(2, 3'000, may(1))}, 1'000) == "1:250 2:750");
    CHECK(planned({debt(1, 1, may(1)), debt(2, 1, may(1)), debt(3, 1, may(1))}, 2) == "1:1 2:1");
    CHECK(planned({debt(1, 3'000, may(1)), debt(2, 1'000, may(2))}, 2'000, true) == "1:1500 2:500");
    CHECK(planned({debt(1, 100, may(1))}, 10'000, true) == "1:100");
    CHECK(planned({}, 100, true).empty());
}

TEST_CASE("within one debt: costs, interest, principal, and the doubled part last") {
    const std::vector<OpenInvoice> debts{debt(1, 2'000'000, may(1)),
                                         accessory(2, DebitType::interest, 150'000, 1),
                                         accessory(3, DebitType::costs, 80'000, 1),
                                         accessory(4, DebitType::doubled_interest, 70'000, 1)};
    CHECK(planned(debts, 1'000'000) == "3:80000 2:150000 1:770000"); // principal left 12,300
    CHECK(planned(debts, 2'260'000) == "3:80000 2:150000 1:2000000 4:30000");
}

TEST_CASE("other currencies and void documents are left alone") {
    auto dollars = debt(1, 1'000, may(1));
    dollars.fact.amount.currency = {"USD"};
    auto gone = debt(2, 1'000, may(1));
    gone.voided = true;
    CHECK(planned({dollars, gone, debt(3, 500, may(2))}, 900) == "3:500");
}
