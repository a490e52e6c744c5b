#pragma once
// PDFs as small as they can be, for those that count pages.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace huikuan::sample {

// Objects 1, 2, 3 ... in their order, a table of where they stand, and a trailer that says `more`.
inline std::string pdf_of(const std::vector<std::string>& objects, std::string_view more = "") {
    std::string file = "%PDF-1.4\n";
    std::string table = "0000000000 65535 f \n";
    for (std::size_t i = 0; i < objects.size(); ++i) {
        std::string at = std::to_string(file.size());
        table += at.insert(0, 10 - at.size(), '0') + " 00000 n \n";
        file += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const std::string size = std::to_string(objects.size() + 1);
    return file + "xref\n0 " + size + "\n" + table + "trailer\n<< /Size " + size + " /Root 1 0 R " +
           std::string(more) + " >>\nstartxref\n" + std::to_string(file.size()) + "\n%%EOF\n";
}

inline std::string pdf_of_pages(int count) {
    std::vector<std::string> objects{"<< /Type /Catalog /Pages 2 0 R >>", ""};
    std::string kids;
    for (int i = 0; i < count; ++i) {
        kids += std::to_string(i + 3) + " 0 R ";
        objects.emplace_back("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>");
    }
    objects[1] = "<< /Type /Pages /Kids [" + kids + "] /Count " + std::to_string(count) + " >>";
    return pdf_of(objects);
}

} // namespace huikuan::sample
