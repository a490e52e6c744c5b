#pragma once
// 函件 of an open book: a template filled with what a customer owes on a day. Nothing in it depends
// on the device, the hour or chance, so that two devices write the same letter to the last byte.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/letter.h"
#include "session/dunning.h"

namespace huikuan::session {

struct LetterLine { // of the table on paper
    std::string number;
    core::Date issued, due;
    int days = 0; // late; negative: not yet due
    core::Money amount;
    std::int64_t open = 0; // that is asked for
};
struct LetterDraft {
    core::LetterSent letter; // as it is kept
    std::string marked;      // its text with items_mark where the table stands
    std::vector<LetterLine> lines;
    std::vector<core::IssueInvoice> charges; // what becomes owed with it
};
inline constexpr std::string_view items_mark = "\xEE\x80\x80"; // U+E000
// {{sign}}: the line before who signs. It looks empty wherever the text goes and stays in what is
// kept, so that a letter that was sent prints again as it was.
inline constexpr std::string_view sign_mark = "   ";

struct LetterWish {
    std::string name;                     // of the template
    std::string language;                 // empty: the book's
    std::optional<core::Channel> channel; // none: the step's, or mail
    core::LetterValues values;            // for holes that the book does not fill
    std::string by;
};

// Of these letters only what is late is named, and nothing that is held or disputed.
bool demands(std::string_view letter);

inline constexpr int days_to_pay = 7; // unless the book says otherwise
// As a letter writes them: "2026年12月1日", "人民币 5.00 元"; "1 December 2026", "CNY 5.00".
std::string date_in(std::string_view language, core::Date date);
std::string money_in(std::string_view language, core::Money money);

class Letters {
public:
    explicit Letters(Session& session) : session_(session) {}

    // A step of a ladder. unknown_document (field "letter"): no such template; required: holes that
    // nothing fills (detail: their names); malformed: the template.
    [[nodiscard]] core::Result<LetterDraft> of_step(const DunningRow& row, core::Date day,
                                                    const LetterWish& wish = {}) const;
    // A letter by hand, at no level: reminders and demands name what is overdue, the others all
    // that is open. The id is fresh.
    [[nodiscard]] core::Result<LetterDraft> of(core::CustomerId customer, core::Date day,
                                               const LetterWish& wish) const;
    // What a step charges, by currency: its fee, and the interest that is not entered yet.
    [[nodiscard]] std::vector<core::LetterSum> charges_of(const DunningRow& row,
                                                          core::Date day) const;
    // What is due on a day and goes on paper or by mail, of these customers (none named: of all):
    // the drafts in the order of the preview, and who is left out, with the error of a hole.
    static constexpr std::size_t most_at_once = 500;
    struct Post {
        std::vector<LetterDraft> drafts;
        std::size_t other_channel = 0; // goes by telephone
        std::size_t decided = 0;       // somebody else decides about it
        std::size_t later = 0;         // more than go at once
        std::vector<std::pair<core::CustomerId, core::Error>> refused;
    };
    [[nodiscard]] core::Result<Post> post(core::Date day, const std::optional<std::string>& owner,
                                          std::span<const core::CustomerId> customers,
                                          const std::string& by) const;
    // Keeps them as sent, as one step: all or none.
    core::Result<Outcome> keep_sent(std::span<const LetterDraft> drafts);
    // Writes what is due on a day and nobody else decides about, as one step. What cannot be
    // written (a hole that nothing fills) is left for a person, and named.
    struct Ran {
        std::size_t written = 0;
        std::vector<std::pair<core::CustomerId, core::Error>> refused;
    };
    core::Result<Ran> run(core::Date day, const std::optional<std::string>& owner,
                          const std::string& by);

    [[nodiscard]] std::string language() const; // "company.language", else by the currency
    [[nodiscard]] std::optional<core::LetterTemplate> text_of(std::string_view name,
                                                              std::string_view language) const;
    [[nodiscard]] std::vector<std::string> names() const;
    // malformed: a mark that is not closed, or one that no letter has (detail: which). An empty
    // body: as shipped again.
    core::Result<Outcome> keep(const core::LetterTemplate& letter);
    // With made-up figures, to look at a template; `whole` false: without what may be missing (a
    // contact, money to be matched, charges, disputes, our account and phone).
    [[nodiscard]] core::Result<LetterDraft> sample(const core::LetterTemplate& letter,
                                                   bool whole = true) const;

private:
    Session& session_;
};

} // namespace huikuan::session
