#include "ui/kit/strings.h"

namespace huikuan::ui {

namespace {

// Longer than every compiler has to take; the one that we have takes them.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Woverlength-strings"
constexpr std::string_view chinese[] = {
#include "embed/assets/strings/zh.txt"
    ,
#include "embed/assets/strings/errors_zh.txt"
    ,
#include "embed/assets/strings/letters_zh.txt"
    ,
#include "embed/assets/strings/collect_zh.txt"
};
constexpr std::string_view english[] = {
#include "embed/assets/strings/en.txt"
    ,
#include "embed/assets/strings/errors_en.txt"
    ,
#include "embed/assets/strings/letters_en.txt"
    ,
#include "embed/assets/strings/collect_en.txt"
};
#pragma clang diagnostic pop

} // namespace

std::string shipped_texts(Language language) {
    std::string all;
    for (const std::string_view file : language == Language::zh ? chinese : english) {
        (all += file) += '\n';
    }
    return all;
}

} // namespace huikuan::ui
