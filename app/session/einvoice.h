#pragma once
// 数电票 into the book: several files at once, each looked at before anything is written. Whom it
// was issued to is found by the tax number, else by the name; who is not there is made with what
// the invoice says of him. A number that the book has is refused. The file itself stays beside the
// document.
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/einvoice.h"
#include "session/session.h"

namespace huikuan::session {

struct EInvoiceLook {
    std::string file;
    std::string bytes;
    // What the file says, from the moment that it is read (in a browser a little later).
    std::shared_ptr<std::optional<core::Result<core::EInvoice>>> read;
    bool looked_at = false;
    core::EInvoice invoice;
    // The file cannot be read, or must not be entered (duplicate_number "einvoice").
    std::optional<core::Error> problem;
    std::optional<core::CustomerRow> customer; // none: it will be made
    bool other_seller = false;                 // issued by somebody else than the book's company
    // Of a red one: what it takes back, where the book or one of the files has it.
    std::string blue_number;
    bool blue = false;
};

class EInvoices {
public:
    explicit EInvoices(Session& session) : session_(session) {}

    // The same number twice among the files is refused as well.
    void add(std::string file, std::string bytes);
    void remove(std::size_t index);
    void clear() { looks_.clear(); }
    [[nodiscard]] const std::vector<EInvoiceLook>& looks() const { return looks_; }
    [[nodiscard]] std::size_t ready() const; // how many can be entered
    // Looks again at all: the book has changed.
    void refresh();
    void look_at_read();                       // at those alone that were read since
    [[nodiscard]] bool some_were_read() const; // since they were looked at

    // All that are ready, together or none. An invoice, or (red) a credit note; and the files.
    core::Result<Outcome> enter();

private:
    void look(EInvoiceLook& one, std::span<const EInvoiceLook> before);
    void look_for_blue();
    [[nodiscard]] core::EntityId invoice_of(const EInvoiceLook& red) const;
    [[nodiscard]] bool number_seen(const std::string& number);
    [[nodiscard]] std::optional<core::CustomerRow> find(const core::EInvoice::Party& buyer,
                                                        std::optional<core::Error>& problem) const;

    Session& session_;
    std::vector<EInvoiceLook> looks_;
    std::optional<std::uint64_t> notes_revision_;
    std::vector<std::string> notes_; // numbers of the book's credit notes, sorted
};

} // namespace huikuan::session
