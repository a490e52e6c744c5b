// What matching costs: lines of bank statements against open items, beside a plain look for equal
// amounts over the same items. Prints ratios, asserts nothing; the aim is 2 s for 1,000 lines
// against 100,000 open items in WebAssembly.
// Arguments: lines (default 1,000), open items (default 100,000), customers (default 2,000).
#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/bank_match.h"
#include "platform/platform.h"

using namespace huikuan;

int main(int count, char** values) {
    const auto argument = [&](int at, int otherwise) {
        return count > at ? std::atoi(values[at]) : otherwise;
    };
    const int lines = argument(1, 1'000);
    const int items = argument(2, 100'000);
    const int customers = argument(3, 2'000);
    const core::Currency cny = core::parse_currency("CNY").value();

    core::MatchBook book;
    for (int i = 0; i < customers; ++i) {
        book.customers.push_back({core::CustomerId{1, static_cast<std::uint64_t>(i) + 1},
                                  "客户" + std::to_string(i) + "机械有限公司",
                                  {},
                                  {},
                                  false});
    }
    for (int i = 0; i < items; ++i) {
        const std::int64_t minor = 10'000 + (i * 7'919LL) % 9'000'000;
        book.items.push_back({core::InvoiceId{2, static_cast<std::uint64_t>(i) + 1},
                              static_cast<std::uint32_t>(i % customers),
                              "INV-" + std::to_string(100'000 + i), cny, minor,
                              core::Date{20'000 + i % 300}, core::Date{20'030 + i % 300}});
    }
    // A third names its invoice, a third is exact, a third pays something that fits nothing.
    std::vector<core::BankLine> statement;
    for (int i = 0; i < lines; ++i) {
        const auto& item = book.items[static_cast<std::size_t>(i) * 97 % book.items.size()];
        core::BankLine line;
        line.id = {3, static_cast<std::uint64_t>(i) + 1};
        line.date = core::Date{20'200 + i % 100};
        line.minor = i % 3 == 2 ? item.open * 3 + 7 : item.open;
        if (i % 3 == 0) line.memo = "货款 " + item.number;
        line.payer = book.customers[item.customer].name;
        statement.push_back(std::move(line));
    }
    const std::vector<core::Currency> currencies(statement.size(), cny);

    const double began = platform::monotonic_ms();
    book.index();
    const double indexed = platform::monotonic_ms();
    const auto proposals = book.propose(statement, currencies);
    const double done = platform::monotonic_ms();
    std::int64_t equal = 0;
    for (const core::BankLine& line : statement) {
        for (const core::OpenItem& item : book.items) equal += item.open == line.minor ? 1 : 0;
    }
    const double plain = platform::monotonic_ms() - done;
    int certain = 0;
    for (const auto& one : proposals) certain += one.certainty == core::Certainty::certain ? 1 : 0;
    std::printf("matching, %d lines against %d open items: index %.0f ms, proposals %.0f ms (%d "
                "certain); looking for equal amounts alone %.0f ms (%lld pairs)\n",
                lines, items, indexed - began, done - indexed, certain, plain,
                static_cast<long long>(equal));
}
