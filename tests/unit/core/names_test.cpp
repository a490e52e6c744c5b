// The names that go into files, answers of the command line and keys of strings.
#include <doctest/doctest.h>
#include <set>
#include <string>

#include "core/exception.h"
#include "core/fact.h"
#include "core/result.h"

using namespace huikuan::core;

TEST_CASE("every error has its own stable name") {
    std::set<std::string_view> names;
    const int last = static_cast<int>(ErrorCode::cancelled);
    for (int code = 0; code <= last; ++code) {
        names.insert(name_of(static_cast<ErrorCode>(code)));
    }
    CHECK(names.size() == static_cast<std::size_t>(last) + 1);
    CHECK(!names.contains("unknown"));
    CHECK(name_of(ErrorCode::amount_not_positive) == "amount_not_positive");
    CHECK(name_of(static_cast<ErrorCode>(250)) == "unknown");
}

TEST_CASE("every kind of exception has its own stable name") {
    std::set<std::string_view> names;
    const int last = static_cast<int>(ExceptionKind::possible_duplicate_bank_line);
    for (int kind = 0; kind <= last; ++kind) {
        names.insert(name_of(static_cast<ExceptionKind>(kind)));
    }
    CHECK(names.size() == static_cast<std::size_t>(last) + 1);
    CHECK(name_of(ExceptionKind::over_allocation) == "over-allocation");
    CHECK(name_of(ExceptionKind::possible_duplicate_payment) == "possible-duplicate-payment");
    CHECK(name_of(static_cast<ExceptionKind>(250)) == "unknown");
}

TEST_CASE("a fact knows its kind and its entity") {
    const EntityId id{1, 2};
    const auto check = [&](const Fact& fact, std::string_view kind) {
        CHECK(kind_of(fact) == kind);
        CHECK(entity_of(fact) == id);
    };
    check(FieldsSet{RegisterKind::book, id, {}}, "book.set");
    check(FieldsSet{RegisterKind::customer, id, {}}, "customer.set");
    check(FieldsSet{RegisterKind::contact, id, {}}, "contact.set");
    check(FieldsSet{RegisterKind::setting, id, {}}, "setting.set");
    check(InvoiceIssued{.id = {1, 2}}, "invoice.issue");
    check(ReceiptRecorded{.id = {1, 2}}, "receipt.record");
    check(AllocationMade{.id = {1, 2}}, "allocation.make");
    check(Reversed{.id = {1, 2}}, "reverse");
    check(ExceptionResolved{.id = {1, 2}}, "exception.resolve");
    CHECK(kind_of(FieldsSet{static_cast<RegisterKind>(9), id, {}}) == "unknown.set");
}
