#include "sync/pdf.h"

#include <doctest/doctest.h>

#include "sync/pdf_sample.h"

namespace {

using namespace huikuan;

std::optional<int> pages_of(const std::string& file) {
    return sync::pdf_pages({reinterpret_cast<const std::uint8_t*>(file.data()), file.size()});
}

// Objects in a stream and a table that is one itself, as programs have written since 2003: nothing
// compressed, so that it can be read here.
std::string pdf_with_streams() {
    const std::string inside = "<< /Type /Catalog /Pages 2 0 R >> "
                               "<< /Type /Pages /Kids [3 0 R] /Count 1 >> ";
    const std::string first = "1 0 2 34 ";
    std::string file = "%PDF-1.5\n";
    const std::size_t objects = file.size();
    file += "4 0 obj\n<< /Type /ObjStm /N 2 /First " + std::to_string(first.size()) + " /Length " +
            std::to_string(first.size() + inside.size()) + " >>\nstream\n" + first + inside +
            "\nendstream\nendobj\n";
    const std::size_t page = file.size();
    file += "3 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n";
    const std::size_t table = file.size();
    std::string entries;
    const auto entry = [&](int kind, std::size_t where, int last) {
        entries += static_cast<char>(kind);
        entries += static_cast<char>(where >> 8U);
        entries += static_cast<char>(where & 0xFFU);
        entries += static_cast<char>(last);
    };
    entry(0, 0, 0);
    entry(2, 4, 0);
    entry(2, 4, 1);
    entry(1, page, 0);
    entry(1, objects, 0);
    entry(1, table, 0);
    return file + "5 0 obj\n<< /Type /XRef /Size 6 /W [1 2 1] /Root 1 0 R /Length " +
           std::to_string(entries.size()) + " >>\nstream\n" + entries +
           "\nendstream\nendobj\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
}

} // namespace

TEST_CASE("the pages of a PDF are the leaves of its tree, whatever it says of itself") {
    CHECK(pages_of(sample::pdf_of_pages(1)) == 1);
    CHECK(pages_of(sample::pdf_of_pages(2)) == 2);
    CHECK(pages_of(sample::pdf_of_pages(300)) == 300);
    CHECK(pages_of(pdf_with_streams()) == 1);
    // What stands behind its end, and an end that is longer than any should be.
    const std::string two = sample::pdf_of_pages(2);
    CHECK(pages_of(two + std::string(1000, '\0')) == 2);
    CHECK(pages_of(two.substr(0, two.find("%%EOF")) + "%00000000000000000000000000%EOF\n") == 2);
    const std::string page = "<< /Type /Page /Parent 2 0 R >>";
    // Two pages, one of them in a branch of its own; it says nine.
    CHECK(pages_of(sample::pdf_of({"<< /Type /Catalog /Pages 2 0 R >>",
                                   "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 9 >>", page,
                                   "<< /Type /Pages /Kids [5 0 R] /Count 1 >>", page})) == 2);
}

TEST_CASE("a PDF that is broken, goes in circles or asks for a password has pages nobody knows") {
    const std::string whole = sample::pdf_of_pages(2);
    CHECK(!pages_of(""));
    CHECK(!pages_of("%PDF-1.4\n"));
    CHECK(!pages_of("<html>"));
    for (std::size_t cut = 0; cut + 20 < whole.size(); cut += 7) {
        CAPTURE(cut);
        CHECK(!pages_of(whole.substr(0, cut)));
    }
    CHECK(!pages_of(sample::pdf_of_pages(0)));
    CHECK(!pages_of(sample::pdf_of({"<< /Type /Catalog >>"})));
    CHECK(!pages_of(sample::pdf_of(
        {"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"})));
    CHECK(!pages_of(sample::pdf_of({"<< /Type /Catalog /Pages 2 0 R >>",
                                    "<< /Type /Pages /Kids [3 0 R 9 0 R] /Count 2 >>",
                                    "<< /Type /Page /Parent 2 0 R >>"})));
    const std::string secret(32, 'x');
    const std::string lock = "/ID [(0123456789abcdef) (0123456789abcdef)] /Encrypt << /Filter "
                             "/Standard /V 1 /R 2 /P -4 /O (" +
                             secret + ") /U (" + secret + ") >>";
    CHECK(!pages_of(sample::pdf_of({"<< /Type /Catalog /Pages 2 0 R >>",
                                    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                                    "<< /Type /Page /Parent 2 0 R >>"},
                                   lock)));
}
