#pragma once
// Pages of A4 for a bundle of evidence: rows are put on pages until one is full, so that the index
// can say on which pages an exhibit is before anybody prints it. Behind a page may follow the pages
// of a file, which are numbered with it and printed apart. For evidence.cpp.
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace huikuan::session {

// The first of each hole filled: filled("%p/%n", {{"%p", "1"}, {"%n", "2"}}).
std::string filled(std::string text,
                   std::initializer_list<std::pair<std::string_view, std::string>> holes);

std::string page_range(int first, int last); // "6", "6–7"

class EvidencePages {
public:
    // Every exhibit begins on a page of its own.
    void begin(const std::string& title);
    void paragraph(std::string_view text);
    void heading(std::string_view text);                      // stays with the table that follows
    void fact(std::string_view name, std::string_view value); // nothing where there is no value
    static std::string fact_line(std::string_view name, std::string_view value);
    // A table goes on over pages, its heading on each; a column that says nothing is left out.
    void table(const std::vector<std::string>& headings,
               const std::vector<std::vector<std::string>>& rows,
               std::string_view numbers = {}); // 'r' at the place of a column of amounts
    void image(std::string_view path, std::string_view title);

    [[nodiscard]] std::size_t count() const { return pages_.size(); }
    // So many pages of a file follow this one (counted from zero), which says so: `words` has %n
    // for how many and %r for their numbers. Once all pages are there, in their order.
    void follow(std::size_t page, int pages, std::string words);
    // Of the page itself, and of the last that follows it.
    [[nodiscard]] int number_of(std::size_t page) const;
    [[nodiscard]] int last_of(std::size_t page) const;
    // The whole document; `foot` has %p for the page and %n for their number.
    [[nodiscard]] std::string document(std::string_view title, std::string_view foot,
                                       std::string_view language) const;
    // A document of one long page in the same dress.
    static std::string dressed(std::string_view title, std::string_view body,
                               std::string_view language);

private:
    void write(std::string_view text, int with);
    void room_for(int height, int with = 0);
    void close_table();

    std::vector<std::string> pages_;
    std::vector<std::pair<std::size_t, int>> followed_; // pages of which others follow
    std::string title_;
    std::string table_head_;
    bool in_table_ = false;
    int used_ = 0; // of the page, in tenths of a millimetre
};

} // namespace huikuan::session
