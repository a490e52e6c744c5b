// What a bundle costs: export and import of a large book, their time beside the time in which the
// book was made, and the memory that they need above the book itself; and how the cost of one
// change grows with the book. Prints figures, asserts nothing.
// Arguments: how many invoices (default 200,000; each is about two changes).
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <memory>
#include <string>
#include <vector>

#include "core/command.h"
#include "platform/platform.h"
#include "session/bundle.h"
#include "session/demo.h"
#include "session/session.h"

#if !defined(__EMSCRIPTEN__)
#include <sys/resource.h>
#endif

using namespace huikuan;

namespace {

// Of a page, memory never shrinks: what was the most is what it is now.
std::size_t most_memory() {
#if defined(__EMSCRIPTEN__)
    return __builtin_wasm_memory_size(0) * 65'536;
#else
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::size_t>(usage.ru_maxrss) * 1024;
#endif
}
double in_mb(std::size_t bytes) { return static_cast<double>(bytes) / 1e6; }

// A file outside of memory, as a page has it.
class DiskFile final : public platform::File {
public:
    explicit DiskFile(const std::string& path) : file_(std::fopen(path.c_str(), "rb")) {
        std::fseek(file_, 0, SEEK_END);
        size_ = static_cast<std::uint64_t>(std::ftell(file_));
    }
    ~DiskFile() override { std::fclose(file_); }
    [[nodiscard]] std::string name() const override { return "bench.ndjson.gz"; }
    [[nodiscard]] std::uint64_t size() const override { return size_; }
    void read(std::uint64_t offset, std::size_t length, Done done) override {
        std::vector<std::uint8_t> bytes(length);
        std::fseek(file_, static_cast<long>(offset), SEEK_SET);
        bytes.resize(std::fread(bytes.data(), 1, length, file_));
        done(std::move(bytes));
    }

private:
    std::FILE* file_;
    std::uint64_t size_ = 0;
};
class DiskOutgoing final : public platform::Outgoing {
public:
    explicit DiskOutgoing(const std::string& path) : file_(std::fopen(path.c_str(), "wb")) {}
    ~DiskOutgoing() override {
        if (file_ != nullptr) std::fclose(file_);
    }
    bool write(std::span<const std::uint8_t> bytes) override {
        return std::fwrite(bytes.data(), 1, bytes.size(), file_) == bytes.size();
    }
    bool finish() override {
        const bool closed = std::fclose(file_) == 0;
        file_ = nullptr;
        return closed;
    }
    void abandon() override {}

private:
    std::FILE* file_;
};

using Book = std::unique_ptr<session::Session>;
Book new_book(const char* company) {
    const auto currency = core::parse_currency("CNY").value();
    return session::Session::create_file(":memory:", {company, currency, 7}).value();
}

// Microseconds for one receipt, written alone, in a book as it is.
double one_receipt(session::Session& book) {
    core::ListQuery query;
    query.as_of = book.today();
    const auto customers = book.customers(book.customer_keys(query), book.today());
    std::vector<double> took;
    for (std::size_t i = 0; i < 300; ++i) {
        core::RecordReceipt wish;
        wish.receipt.id = core::id_cast<core::ReceiptId>(book.mint());
        wish.receipt.customer = customers[i % customers.size()].id;
        wish.receipt.amount = {static_cast<std::int64_t>(100 + i),
                               core::parse_currency("CNY").value()};
        wish.receipt.date = book.today();
        wish.receipt.method = "bank";
        const double start = platform::monotonic_ms();
        if (!book.run(wish)) std::exit(1);
        took.push_back((platform::monotonic_ms() - start) * 1000);
    }
    std::ranges::sort(took);
    return took[took.size() / 2];
}

void grow(session::Session& book, int invoices, std::uint64_t seed) {
    session::DemoOptions options;
    options.customers = std::max(50, invoices / 100);
    options.invoices = invoices;
    options.seed = seed;
    options.today = book.today();
    session::DemoJob job(book, options);
    while (!job.finished()) job.step(1000);
    if (job.error()) std::exit(1);
}

} // namespace

int main(int count, char** values) {
    const int invoices = count > 1 ? std::atoi(values[1]) : 200'000;
    const std::string path = "bench-bundle-" + std::to_string(invoices) + ".ndjson.gz";
    const double start = platform::monotonic_ms();
    auto book = new_book("bench");
    std::uint64_t seed = 1;
    for (int size = std::max(1, invoices / 100), at = 0; at < invoices; size *= 10) {
        grow(*book, std::min(size, invoices) - at, ++seed);
        at = std::min(size, invoices);
        std::puts(std::format("{} changes: one receipt in {:.0f} us", book->counts().changes,
                              one_receipt(*book))
                      .c_str());
    }
    const auto changes = book->counts().changes;
    const double made = platform::monotonic_ms();
    const std::size_t of_book = most_memory();
    {
        session::ExportJob job(*book, {}, std::make_unique<DiskOutgoing>(path));
        while (job.phase() == session::JobPhase::working) job.step(1000);
        if (job.phase() != session::JobPhase::done) return 1;
    }
    const double written = platform::monotonic_ms();
    const std::size_t of_export = most_memory();
    std::puts(std::format("export of {} changes: {:.1f} s, {:.0f} MB of file; {:.0f} MB above the "
                          "book of {:.0f} MB",
                          changes, (written - made) / 1000, in_mb(std::filesystem::file_size(path)),
                          in_mb(of_export - of_book), in_mb(of_book))
                  .c_str());
    book.reset();
    auto other = new_book("");
    {
        session::MergeJob job(*other, std::make_shared<DiskFile>(path));
        while (job.phase() == session::JobPhase::working) job.step(1000);
        job.accept();
        if (job.phase() != session::JobPhase::done) return 1;
    }
    const double read = platform::monotonic_ms();
    std::puts(std::format("import: {:.1f} s (making it took {:.1f} s); {:.0f} MB above the export, "
                          "beside whose room it found the first book's again",
                          (read - written) / 1000, (made - start) / 1000,
                          in_mb(most_memory() - of_export))
                  .c_str());
    std::filesystem::remove(path);
    return 0;
}
