#include "core/letter.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace huikuan::core {
namespace {

constexpr std::string_view chinese =
#include "embed/assets/letters/zh.txt"
    ;
constexpr std::string_view english =
#include "embed/assets/letters/en.txt"
    ;

constexpr std::array<std::string_view, 9> shipped_names{
    "reminder", "demand_soft", "demand_firm", "demand_final", "statement",
    "lawyer",   "agreement",   "assignment",  "thanks"};

constexpr std::array<std::string_view, 27> merge_fields{"customer",     "contact",
                                                        "company",      "items",
                                                        "total",        "overdue",
                                                        "balance",      "net",
                                                        "interest",     "interest_before",
                                                        "interest_all", "fee",
                                                        "unapplied",    "disputed",
                                                        "days",         "level",
                                                        "date",         "pay_by",
                                                        "bank",         "phone",
                                                        "owner",        "plan",
                                                        "law_firm",     "lawyer",
                                                        "assignee",     "assignee_account",
                                                        "sign"};

// Between "== name" and the next one.
std::optional<std::string_view> section(std::string_view file, std::string_view name) {
    const std::string head = joined({"== ", name, "\n"});
    std::size_t at = 0;
    if (!file.starts_with(head)) {
        at = file.find("\n" + head);
        if (at == std::string_view::npos) { return std::nullopt; }
        ++at;
    }
    file.remove_prefix(at + head.size());
    const auto end = file.find("\n== ");
    return file.substr(0, end);
}

void split_subject(std::string_view text, LetterTemplate& into) {
    const auto line = text.find('\n');
    into.subject = trim(text.substr(0, line));
    into.body =
        line == std::string_view::npos ? std::string() : std::string(trim(text.substr(line)));
}

struct Mark {
    enum class Kind : char { value, given = '#', missing = '^', end = '/' };
    Kind kind = Kind::value;
    std::string_view name;
    std::size_t first = 0; // of the text that it takes
    std::size_t last = 0;  // behind it
};

// The next mark from `at`; nullopt: none.
Result<std::optional<Mark>> next_mark(std::string_view text, std::size_t at) {
    const auto open = text.find("{{", at);
    if (open == std::string_view::npos) { return std::nullopt; }
    const auto close = text.find("}}", open);
    const auto line = text.find('\n', open);
    if (close == std::string_view::npos || close > line) {
        return fail(ErrorCode::malformed, "letter", std::string(text.substr(open, 40)));
    }
    Mark mark{Mark::Kind::value, trim(text.substr(open + 2, close - open - 2)), open, close + 2};
    for (const char sign : {'#', '^', '/'}) {
        if (mark.name.starts_with(sign)) { mark.kind = static_cast<Mark::Kind>(sign); }
    }
    if (mark.kind != Mark::Kind::value) {
        mark.name = trim(mark.name.substr(1));
        const bool begins = open == 0 || text[open - 1] == '\n';
        if (begins && mark.last < text.size() && text[mark.last] == '\n') {
            ++mark.last; // alone on its line
        } else if (begins && mark.last == text.size() && open > 0) {
            --mark.first;
        }
    }
    if (mark.name.empty()) {
        return fail(ErrorCode::malformed, "letter",
                    std::string(text.substr(open, close + 2 - open)));
    }
    return mark;
}

class Expander {
public:
    Expander(std::string_view text, const LetterValues& values) : text_(text), values_(values) {}

    Result<std::string> run() {
        if (auto done = part({}, true); !done) { return std::unexpected(done.error()); }
        if (missing_.empty()) { return std::move(out_); }
        std::string names;
        for (const std::string& name : missing_) { names += (names.empty() ? "" : ",") + name; }
        return fail(ErrorCode::required, "letter", names);
    }

private:
    const std::string* value_of(std::string_view name) const {
        const auto found = std::ranges::find(
            values_, name, [](const auto& one) { return std::string_view(one.first); });
        return found == values_.end() || found->second.empty() ? nullptr : &found->second;
    }
    void take(std::string_view text, bool shown) {
        if (shown) { out_ += text; }
    }

    // Up to the end mark of `until`, or of the text.
    Result<void> part(std::string_view until, bool shown) {
        if (++depth_ > 8) { return fail(ErrorCode::malformed, "letter", std::string(until)); }
        for (;;) {
            const auto found = next_mark(text_, at_);
            if (!found) { return std::unexpected(found.error()); }
            if (!*found) {
                if (!until.empty()) {
                    return fail(ErrorCode::malformed, "letter", joined({"{{#", until, "}}"}));
                }
                take(text_.substr(at_), shown);
                --depth_;
                return {};
            }
            const Mark mark = **found;
            take(text_.substr(at_, mark.first - at_), shown);
            at_ = mark.last;
            const std::string* value = value_of(mark.name);
            switch (mark.kind) {
            case Mark::Kind::end:
                if (mark.name != until) {
                    return fail(ErrorCode::malformed, "letter", joined({"{{/", mark.name, "}}"}));
                }
                --depth_;
                return {};
            case Mark::Kind::given:
            case Mark::Kind::missing: {
                const bool wanted = (value != nullptr) == (mark.kind == Mark::Kind::given);
                if (auto inner = part(mark.name, shown && wanted); !inner) { return inner; }
                break;
            }
            case Mark::Kind::value:
                if (!shown) { break; }
                if (value != nullptr) {
                    out_ += *value;
                } else if (!std::ranges::contains(missing_, mark.name)) {
                    missing_.emplace_back(mark.name);
                }
                break;
            }
        }
    }

    std::string_view text_;
    const LetterValues& values_;
    std::size_t at_ = 0;
    int depth_ = 0;
    std::string out_;
    std::vector<std::string> missing_;
};

} // namespace

std::span<const std::string_view> letter_fields() { return merge_fields; }

bool is_shipped_letter(std::string_view name) { return std::ranges::contains(shipped_names, name); }

std::string_view letter_part(std::string_view name, std::string_view language) {
    return trim(section(language == "zh" ? chinese : english, name).value_or(std::string_view()));
}

std::optional<LetterTemplate> letter_template(LetterSettings settings, std::string_view name,
                                              std::string_view language) {
    LetterTemplate found{std::string(name), std::string(language), {}, {}, false};
    const std::string key = joined({"letter.", name, ".", language});
    const auto own = std::ranges::find(settings, key, &std::pair<std::string, std::string>::first);
    if (own != settings.end() && !own->second.empty()) {
        split_subject(own->second, found);
        found.own = true;
        return found;
    }
    const auto shipped = section(language == "zh" ? chinese : english, name);
    if (!shipped || !is_shipped_letter(name)) { return std::nullopt; }
    split_subject(*shipped, found);
    return found;
}

std::vector<std::string> letter_names(LetterSettings settings) {
    std::vector<std::string> names(shipped_names.begin(), shipped_names.end());
    for (const auto& [key, value] : settings) {
        if (!key.starts_with("letter.") || value.empty()) { continue; }
        const std::string_view rest = std::string_view(key).substr(7);
        const auto dot = rest.rfind('.');
        if (dot == std::string_view::npos) { continue; }
        const std::string_view language = rest.substr(dot + 1);
        const std::string_view name = rest.substr(0, dot);
        const bool sound = !name.empty() && (language == "zh" || language == "en");
        if (sound && !std::ranges::contains(names, name)) { names.emplace_back(name); }
    }
    return names;
}

Result<std::string> expand(std::string_view text, const LetterValues& values) {
    return Expander(text, values).run();
}

Result<std::vector<std::string>> marks_of(std::string_view text) {
    std::vector<std::string> names;
    for (std::size_t at = 0;;) {
        const auto found = next_mark(text, at);
        if (!found) { return std::unexpected(found.error()); }
        if (!*found) { break; }
        at = (*found)->last;
        if (!std::ranges::contains(names, (*found)->name)) { names.emplace_back((*found)->name); }
    }
    // That what is opened is closed, an expansion with everything missing says.
    const auto whole = expand(text, {});
    if (!whole && whole.error().code == ErrorCode::malformed) {
        return std::unexpected(whole.error());
    }
    return names;
}

} // namespace huikuan::core
