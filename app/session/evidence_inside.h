#pragma once
// What a maker of evidence has at hand while it goes from exhibit to exhibit. For evidence.cpp (the
// parties, what was agreed, delivered, invoiced, paid) and evidence_law.cpp (how it was asked for,
// interest, clocks, cases, the chain).
#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/sorting.h"
#include "session/evidence.h"
#include "session/evidence_pages.h"
#include "session/inside.h"
#include "session/ledger.h"
#include "session/legal.h"
#include "sync/hash.h"
#include "sync/zip_file.h"

namespace huikuan::session {

// As exhibits write them.
inline std::string evidence_money(std::int64_t minor, core::Currency currency) {
    return core::to_text(core::Money{minor, currency}) + " " + std::string(currency.view());
}
inline std::string evidence_date(const std::optional<core::Date>& day) {
    return day ? core::to_text(*day) : "";
}

// A PDF whose pages are being counted; whoever counts may answer when nobody waits any more.
struct EvidencePdf {
    std::size_t page = 0; // its slip
    std::size_t exhibit = 0, file = 0;
    bool answered = false;
    std::optional<int> pages;
};

struct EvidenceMaker::Inside {
    Session& session;
    EvidenceQuery query;
    std::optional<core::CustomerRow> customer;
    std::vector<core::InvoiceRow> invoices; // by issue date
    EvidencePages pages;
    sync::ZipWriter zip;
    std::vector<EvidenceExhibit> exhibits;
    std::size_t done = 0;
    std::optional<core::Error> problem;
    std::size_t files = 0;
    std::vector<core::EntityId> sources; // whose files of a kind go to the exhibit of that kind
    std::set<core::EntityId> attached;   // files that have their slip
    std::set<core::EntityId> printed;    // what the exhibits say, by its id
    std::vector<std::shared_ptr<EvidencePdf>> pdfs; // in the order of their slips
    std::vector<CaseRow> cases_told;
    std::optional<core::Date> interest_end; // the debtor went bankrupt on the day after

    Inside(Session& book, EvidenceQuery asked)
        : session(book), query(std::move(asked)), zip(query.day) {}

    std::string say(std::string_view key) const {
        return query.word("evidence." + std::string(key));
    }
    std::string named(std::string_view group, std::string_view name) const {
        return say(std::string(group) + "." + std::string(name));
    }

    void load();
    void exhibit(std::string_view key);
    // As if no pages of files followed; number_pages() puts that right when all are counted.
    void end_exhibit() { exhibits.back().last_page = static_cast<int>(pages.count()); }
    void number_pages();
    void keep(const std::string& name, std::string_view bytes) {
        if (auto added = zip.add(name, bytes); !added && !problem) { problem = added.error(); }
    }
    void attach(core::EntityId of, core::FileKind home = core::FileKind::other);
    void attach_kind(core::FileKind kind);
    [[nodiscard]] bool has_kind(core::FileKind kind) const;
    void slip(const core::AttachmentRow& file);

    void parties();
    void contracts();
    void invoices_issued();
    void delivery();
    void payments();
    void statement();
    void answers();
    void contacts();
    void promises();
    [[nodiscard]] std::string fee_words(const core::LateFee& fee) const;
    void interest();
    [[nodiscard]] std::string why(const core::LimitationClock& clock) const;
    void clocks();
    void cases();
    void chain();
    void index();
};

} // namespace huikuan::session
