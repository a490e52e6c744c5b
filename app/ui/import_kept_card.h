#pragma once
// The mappings of imports that the book keeps: what there is, another name, away with it.
#include <string>

#include "session/import_kept.h"
#include "ui/desk.h"

namespace huikuan::ui {

class ImportKeptCard {
public:
    void draw(Desk& desk); // nothing where none is kept

private:
    void draw_one(Desk& desk, const session::KeptImport& kept);

    Cached<std::uint64_t, std::vector<session::KeptImport>> kept_;
    Cached<std::uint64_t, std::vector<session::KeptBankLayout>> banks_;
    std::string renaming_; // key
    std::string name_;
    std::string problem_;
};

} // namespace huikuan::ui
