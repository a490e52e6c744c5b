#pragma once
// Small helpers of the session tests: a book in memory, files in memory, commands in a line.
#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "core/command.h"
#include "platform/platform.h"
#include "platform/vault.h"
#include "session/bundle.h"
#include "session/session.h"

namespace huikuan::test {

inline core::Date day(const char* iso) { return core::parse_iso(iso).value(); }
inline core::Currency cny() { return core::parse_currency("CNY").value(); }

using Book = std::unique_ptr<session::Session>;
inline Book new_book(const char* company = "甲公司") {
    auto made = session::Session::create_file(":memory:", {company, cny()});
    REQUIRE(made);
    (*made)->set_today(day("2026-11-22"));
    return *std::move(made);
}

inline std::string digest(session::Session& book) {
    return session::check_integrity(book).view_digest;
}

inline core::CustomerId add_customer(session::Session& book, const std::string& name) {
    const auto id = book.mint();
    REQUIRE(book.run(core::SetFields{{core::RegisterKind::customer, id, {{"name", name}}}}));
    return core::id_cast<core::CustomerId>(id);
}

inline core::IssueInvoice invoice(core::EntityId id, core::CustomerId customer,
                                  const std::string& number, std::int64_t minor, const char* issued,
                                  const char* due) {
    core::IssueInvoice command;
    command.invoice.id = core::id_cast<core::InvoiceId>(id);
    command.invoice.customer = customer;
    command.invoice.number = number;
    command.invoice.amount = {minor, cny()};
    command.invoice.issued = day(issued);
    command.due = day(due);
    return command;
}

inline core::RecordReceipt
receipt(core::EntityId id, core::CustomerId customer, std::int64_t minor, const char* date,
        core::AllocationRule rule = core::AllocationRule::oldest_due_first) {
    core::RecordReceipt command;
    command.receipt.id = core::id_cast<core::ReceiptId>(id);
    command.receipt.customer = customer;
    command.receipt.amount = {minor, cny()};
    command.receipt.date = day(date);
    command.receipt.method = "bank";
    command.plan.rule = rule;
    return command;
}

class MemoryFile final : public platform::File {
public:
    explicit MemoryFile(std::string bytes) : bytes_(std::move(bytes)) {}
    [[nodiscard]] std::string name() const override { return "memory.ndjson"; }
    [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
    void read(std::uint64_t offset, std::size_t length, Done done) override {
        const auto part = std::string_view(bytes_).substr(static_cast<std::size_t>(offset), length);
        done(std::vector<std::uint8_t>(part.begin(), part.end()));
    }

private:
    std::string bytes_;
};

class MemoryOutgoing final : public platform::Outgoing {
public:
    explicit MemoryOutgoing(std::string& bytes) : bytes_(bytes) {}
    bool write(std::span<const std::uint8_t> bytes) override {
        bytes_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return true;
    }
    bool finish() override { return true; }
    void abandon() override { bytes_.clear(); }

private:
    std::string& bytes_;
};

inline std::string exported(session::Session& book, session::ExportOptions options = {}) {
    std::string bytes;
    session::ExportJob job(book, options, std::make_unique<MemoryOutgoing>(bytes));
    while (job.phase() == session::JobPhase::working) job.step(1000);
    REQUIRE(job.phase() == session::JobPhase::done);
    return bytes;
}

inline session::MergeReport merged(session::Session& book, const std::string& bytes) {
    session::MergeJob job(book, std::make_shared<MemoryFile>(bytes));
    while (job.phase() == session::JobPhase::working) job.step(1000);
    INFO(std::string(core::name_of(job.error().code)) << " " << job.error().detail);
    REQUIRE(job.phase() == session::JobPhase::preview);
    job.accept();
    REQUIRE(job.phase() == session::JobPhase::done);
    return job.report();
}

struct Fresh { // each test of vaults starts with none at all
    Fresh() { platform::forget_native_vaults(); }
    ~Fresh() { platform::forget_native_vaults(); }
};
inline void run_all() {
    while (platform::run_vault_callbacks()) {}
}

} // namespace huikuan::test
