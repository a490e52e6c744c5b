// Tax out of an amount that contains it.
#include "core/tax.h"

#include <doctest/doctest.h>

#include "core/money.h"

using namespace huikuan::core;

TEST_CASE("the tax of an amount that contains it, to the cent, and nothing is lost") {
    CHECK(split_tax(1'130'000, 13) == TaxSplit{1'000'000, 130'000});
    CHECK(split_tax(10'000, 6) == TaxSplit{9'434, 566}); // 5.6604
    CHECK(split_tax(1, 13) == TaxSplit{1, 0});
    CHECK(split_tax(5, 13) == TaxSplit{4, 1}); // 0.0058 is a cent
    CHECK(split_tax(10'000, 0) == TaxSplit{10'000, 0});
    CHECK(split_tax(-1'130'000, 13) == TaxSplit{-1'000'000, -130'000});
    for (const int rate : {1, 3, 5, 6, 9, 13, 100}) {
        const TaxSplit most = split_tax(largest_amount_minor, rate);
        CHECK(most.net_minor + most.tax_minor == largest_amount_minor);
        CHECK(most.tax_minor > 0);
    }
}
