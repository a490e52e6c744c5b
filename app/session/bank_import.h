#pragma once
// A bank statement on its way into the book: read whole, shown with everything that does not fit
// together, then written as one step that can be taken back as one step.
//
//   BankImport import(session, file);
//   each frame: import.step(budget_ms);            // -> reading -> ready
//   import.set_layout(...), import.set_account(...) // what a person corrects
//   import.reading(), import.fresh()               // what would go in, and what is there already
//   import.run()                                   // the lines that the book does not have
//
// A layout that a person corrected, and the account of files that do not name one, are learnt: they
// stand in the book's settings, under a name of the file's headings.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/bank.h"
#include "session/import.h"

namespace huikuan::session {

enum class BankImportPhase : std::uint8_t { looking, reading, ready, done, failed };
inline constexpr std::uint64_t bank_limit_bytes = 32ULL * 1024 * 1024;
inline constexpr std::size_t bank_limit_rows = 100'000;

class BankImport {
public:
    BankImport(Session& session, std::shared_ptr<platform::File> file, ImportOptions options = {});
    ~BankImport();
    BankImport(const BankImport&) = delete;
    BankImport& operator=(const BankImport&) = delete;

    void step(double budget_ms);
    [[nodiscard]] bool idle() const;
    [[nodiscard]] BankImportPhase phase() const;
    [[nodiscard]] int progress() const; // 0..1000
    [[nodiscard]] const core::Error& error() const;
    [[nodiscard]] const ImportFile& file() const;

    // --- in ready
    [[nodiscard]] const std::vector<std::string>& headings() const; // column 1 ... where none are
    [[nodiscard]] std::string example(int column) const;            // a cell below the heading
    [[nodiscard]] const core::BankLayout& layout() const;
    void set_layout(const core::BankLayout& layout);
    [[nodiscard]] bool learnt() const; // the book knew these headings
    [[nodiscard]] const std::string& account() const;
    void set_account(const std::string& account);
    [[nodiscard]] const std::vector<core::Error>& questions() const;
    // Empty while there are questions other than the account.
    [[nodiscard]] const core::BankReading& reading() const;
    [[nodiscard]] bool is_known(std::size_t line) const; // the book has reading().lines[line]
    [[nodiscard]] std::size_t fresh() const;
    // Lines that the book has as other columns told them: left out, unless a person says that they
    // are others.
    [[nodiscard]] std::size_t known_otherwise() const;
    [[nodiscard]] bool keeps_otherwise() const;
    void keep_otherwise(bool keep);

    // Writes what is fresh, and learns. nothing_to_do: the book has all of it.
    core::Result<Outcome> run();
    // The refused rows as they were, with the reasons beside them.
    bool save_refused(platform::Outgoing& out,
                      const std::function<std::string(const core::Error&)>& words,
                      const std::string& heading) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace huikuan::session
