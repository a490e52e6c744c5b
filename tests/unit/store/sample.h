#pragma once
// Changes for tests of the store: written by devices that chain them like the real ones do, with
// bytes of the form that format 1 has. The store knows neither the hash nor the JSON: here is a
// mixing function instead of SHA-256, and the body names a fact that is looked up.
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "core/change.h"
#include "store/store.h"

namespace huikuan::store::sample {

core::Hash mix(std::string_view bytes);

// Where the facts of all changes of one test lie; `decode` finds them again.
class Facts {
public:
    std::size_t keep(core::Fact fact);
    [[nodiscard]] std::optional<core::Fact> find(std::string_view kind,
                                                 std::string_view bytes) const;

private:
    std::vector<core::Fact> facts_;
};

StoreOptions options(const std::shared_ptr<Facts>& facts);
std::unique_ptr<Store> new_store(const std::shared_ptr<Facts>& facts);

core::DeviceId device(int number);
core::EntityId id(std::uint64_t number);
template <class Id>
Id id_as(std::uint64_t number) {
    return core::id_cast<Id>(id(number));
}
core::Date day(int year, int month, int of_month);
inline const core::Date march = day(2026, 3, 1);
core::Currency currency(std::string_view code);
core::Money cny(std::int64_t minor);

// One device with its chain and clock.
class Device {
public:
    Device(std::shared_ptr<Facts> facts, int number) : facts_(std::move(facts)) {
        id_ = sample::device(number);
    }

    core::Change write(core::Fact fact, core::Context context = {});
    // A kind that this version does not know, or bytes that it cannot read.
    core::Change write_unknown(std::string kind, core::EntityId entity, std::uint32_t view = 2);

    [[nodiscard]] core::DeviceId id() const { return id_; }
    [[nodiscard]] std::uint64_t seq() const { return seq_; }
    core::HybridTime clock{1'760'000'000'000, 0};

private:
    core::Change finish(core::Change change, std::size_t fact);
    std::shared_ptr<Facts> facts_;
    core::DeviceId id_;
    std::uint64_t seq_ = 0;
    core::Hash tip_{};
};

core::Fact customer(std::uint64_t number, std::string name, std::string code = {});
core::Fact set_customer(std::uint64_t number, std::string field, std::string value);
core::InvoiceIssued invoice(std::uint64_t number, std::uint64_t customer, std::string text,
                            std::int64_t minor, core::Date issued, core::Date due);
core::ReceiptRecorded receipt(std::uint64_t number, std::uint64_t customer, std::int64_t minor,
                              core::Date date, std::string reference = {});
core::AllocationMade allocation(std::uint64_t number, std::uint64_t receipt, std::uint64_t invoice,
                                std::int64_t minor, core::Date date);
core::Reversed reversal(std::uint64_t number, std::uint64_t target, core::Date date);

IntakeReport must_append(Store& store, std::span<const core::Change> changes);

// A store, and two devices that write into it.
struct Book {
    std::shared_ptr<Facts> facts = std::make_shared<Facts>();
    std::unique_ptr<Store> store = new_store(facts);
    Device a{facts, 1};
    Device b{facts, 2};

    IntakeReport add(std::initializer_list<core::Change> changes) {
        return must_append(*store, std::vector<core::Change>(changes));
    }
    void write(core::Fact fact) { add({a.write(std::move(fact))}); }
};

} // namespace huikuan::store::sample
