#pragma once
// 核销: by which rule money is used, and for what. The rule's answer is shown before anything is
// written, with what stays open and, where the law decides, why in this order.
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ui/desk.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

struct MoneyToUse {
    core::CustomerId customer;
    core::Currency currency;
    std::int64_t minor = 0;
    core::Rate rate; // of the money, where it is foreign and one was given
    core::Date on;
};

// What is allocated: money that may wait, what of it has waited, or what is given up, which no
// debtor designates and no law orders.
enum class AllocationUse : std::uint8_t { money, unapplied, write_off };

class AllocationPicker {
public:
    void reset();
    void draw(Desk& desk, const MoneyToUse& money, const core::Result<session::Outcome>& preview);
    // `to_the_end`: what is paid by hand is paid whole (the difference is written off beside it).
    [[nodiscard]] core::AllocationPlan plan(bool to_the_end = false) const;
    [[nodiscard]] std::string key() const; // for caches
    [[nodiscard]] bool unreadable() const; // an amount by hand that is no amount
    // What the previewed allocations leave open of the documents that they pay.
    [[nodiscard]] std::int64_t left_of_paid(const core::Result<session::Outcome>& preview) const;
    // Money of a case: its invoices as the debtor would name them, and before each what is owed
    // for it as costs, then as interest (民法典 561); of a case that names none the law decides.
    void claim(std::vector<core::InvoiceId> invoices) {
        rule_ = invoices.empty() ? 3 : 2;
        claimed_ = std::move(invoices);
    }
    // What may be kept, on that day, of what the previewed allocations leave open, for paying
    // early: as far as `minor` and the discounts settle whole documents. 0: nothing.
    [[nodiscard]] std::int64_t discount_due(const core::Result<session::Outcome>& preview,
                                            std::int64_t minor, core::Date on) const;
    // What is paid by hand is paid whole.
    void pay_whole();
    // One document by hand, as far as the money goes.
    void prefer(core::InvoiceId invoice) { preferred_ = invoice; }
    [[nodiscard]] bool waits() const { return preferred_ != core::InvoiceId{}; } // to say it
    AllocationUse use = AllocationUse::money;
    // The rule and what was said by hand, for a draft: take(kept()) is the same.
    [[nodiscard]] std::string kept() const;
    void take(std::string_view kept);

private:
    struct Part {
        const core::InvoiceRow* row = nullptr;
        std::int64_t minor = 0;
    };
    [[nodiscard]] std::vector<Part> parts_of(const core::Result<session::Outcome>& preview) const;
    [[nodiscard]] core::AllocationRule rule() const;
    [[nodiscard]] bool offers(core::AllocationRule rule) const;
    void draw_rules();
    void read_invoices(Desk& desk, const MoneyToUse& money);
    void list_invoices(Desk& desk, const MoneyToUse& money);
    void read_beyond(Desk& desk, core::InvoiceId id);
    void read_previewed(Desk& desk, const core::Result<session::Outcome>& preview);
    void index();
    [[nodiscard]] std::span<const core::InvoiceRow> offered() const {
        return std::span(invoices_).first(offered_);
    }
    [[nodiscard]] const core::InvoiceRow* find(core::InvoiceId id) const;
    void draw_search();
    void take_preference(Desk& desk, const MoneyToUse& money);
    void take_claim();
    void draw_by_hand(const MoneyToUse& money);
    void draw_line(const core::InvoiceRow& row, const MoneyToUse& money, std::int64_t& used);
    void draw_designation();
    void draw_preview(Desk& desk, const std::vector<Part>& parts, const MoneyToUse& money);
    void draw_gain(Desk& desk, const std::vector<Part>& parts, const MoneyToUse& money) const;
    void fill_oldest(std::int64_t available);
    [[nodiscard]] std::string why(Desk& desk, const core::InvoiceRow& row, core::Date on) const;
    std::string& typed_of(core::InvoiceId invoice);
    [[nodiscard]] std::int64_t hand_minor(core::InvoiceId invoice) const;

    int rule_ = 0;
    std::vector<std::pair<core::InvoiceId, std::string>> typed_;
    std::vector<core::InvoiceId> named_; // by the debtor, in its order
    // Those that are listed, then others that were named before or that the rule pays.
    std::vector<core::InvoiceRow> invoices_;
    std::vector<std::pair<core::InvoiceId, std::size_t>> places_; // in invoices_, by id
    std::size_t offered_ = 0; // of invoices_: what a person may choose from
    std::size_t cut_ = 0;     // open documents that are not listed
    std::string search_;
    std::vector<core::CustomerId> family_; // of the payer, itself included
    core::CustomerId payer_;
    bool of_group_ = false; // some are of other customers of the group
    std::string asked_;
    core::Currency currency_;
    core::InvoiceId preferred_;
    std::vector<core::InvoiceId> claimed_;
    TableState state_;
    Cached<std::string, std::vector<std::string>> reasons_;
};

} // namespace huikuan::ui
