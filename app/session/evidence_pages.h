#pragma once
// Pages of A4 for a bundle of evidence: rows are put on pages until one is full, so that the index
// can say on which pages an exhibit is before anybody prints it. For evidence.cpp.
#include <string>
#include <string_view>
#include <vector>

namespace huikuan::session {

class EvidencePages {
public:
    // Every exhibit begins on a page of its own.
    void begin(const std::string& title);
    void paragraph(std::string_view text);
    void fact(std::string_view name, std::string_view value); // nothing where there is no value
    // A table goes on over pages, its heading on each.
    void table(const std::vector<std::string>& headings,
               const std::vector<std::vector<std::string>>& rows,
               std::string_view numbers = {}); // 'r' at the place of a column of amounts
    void image(std::string_view path, std::string_view title);

    [[nodiscard]] int count() const { return static_cast<int>(pages_.size()); }
    // The whole document; `foot` has %p for the page and %n for their number.
    [[nodiscard]] std::string document(std::string_view title, std::string_view foot,
                                       std::string_view language) const;
    // A document of one long page in the same dress.
    static std::string dressed(std::string_view title, std::string_view body,
                               std::string_view language);

private:
    void room_for(int lines);
    void close_table();

    std::vector<std::string> pages_;
    std::string title_;
    std::string table_head_;
    bool in_table_ = false;
    int used_ = 0;
};

} // namespace huikuan::session
