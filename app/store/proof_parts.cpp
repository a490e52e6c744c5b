#include "store/proof_parts.h"

#include <algorithm>

#include "core/sorting.h"
#include "core/text.h"

namespace huikuan::store {
namespace {

// A text as part of a line: no line ends, no separators of its own.
std::string plain(std::string_view text) {
    std::string safe;
    safe.reserve(text.size());
    for (const char c : text) {
        switch (c) {
        case '\\': safe += "\\\\"; break;
        case '\n': safe += "\\n"; break;
        case '\r': safe += "\\r"; break;
        case '\t': safe += "\\t"; break;
        default: safe.push_back(c);
        }
    }
    return safe;
}

std::string day(core::Date date) { return date == core::far_future ? "-" : core::to_text(date); }

class Dump {
public:
    Dump(Store::Inside& inside, const LineSink& sink) : inside_(inside), sink_(sink) {}

    void section(int which) {
        switch (which) {
        case 0: return registers();
        case 1: return customers();
        case 2: return invoices();
        case 3: return receipts();
        case 4: return allocations();
        case 5: return reversals();
        case 6: return resolutions();
        case 7: return statements(), letter_items(), differences(), bank_lines();
        default: return unknown();
        }
    }

private:
    void line(std::initializer_list<core::Piece> fields) {
        buffer_.clear();
        core::append(buffer_, fields, "\t");
        sink_(buffer_);
    }
    static std::string id(const Rows& rows, int column) { return core::to_text(rows.id(column)); }
    static std::string id_if(const Rows& rows, int column) {
        return rows.is_null(column) ? std::string("-") : id(rows, column);
    }
    std::string dot(ChangeKey key) { return inside_.log.dot_text(key); }

    void registers() {
        Statement all(*inside_.database,
                      "SELECT e.id, r.kind, r.field, r.value, r.change, r.joined, r.entity,"
                      " r.crowded FROM register r JOIN entity e ON e.no = r.entity"
                      " ORDER BY e.id, r.kind, r.field");
        Statement writes(*inside_.database, "SELECT change, value FROM concurrent_write"
                                            " WHERE entity = ? AND kind = ? AND field = ?");
        for (Rows rows = all.query(); rows.next();) {
            std::string joined;
            for (const core::Dot& dot : context_of_blob(rows.blob(5))) {
                core::append(joined, {" ", dot.device.view(), ":", dot.seq});
            }
            line({"register", id(rows, 0), rows.integer(1), plain(rows.text(2)),
                  plain(rows.text(3)), dot(rows.integer(4)), joined});
            if (rows.integer(7) == 0) continue;
            std::vector<std::string> beside;
            for (Rows of = writes.query(rows.integer(6), rows.integer(1), rows.text(2));
                 of.next();) {
                beside.push_back(dot(of.integer(0)) + "\t" + plain(of.text(1)));
            }
            core::sort(beside);
            for (const std::string& write : beside) line({"concurrent", write});
        }
    }
    void customers() {
        Statement all(*inside_.database,
                      "SELECT e.id, c.code, c.name, c.region, c.phone, c.owner, c.terms_days,"
                      " c.archived, c.no, h.id, c.tax_no, c.tier, c.tags, c.parent, c.terms,"
                      " c.search FROM customer c JOIN entity e ON e.no = c.no"
                      " JOIN entity h ON h.no = c.holder ORDER BY e.id");
        for (Rows rows = all.query(); rows.next();) {
            line({"customer", id(rows, 0), plain(rows.text(1)), plain(rows.text(2)),
                  plain(rows.text(3)), plain(rows.text(4)), plain(rows.text(5)), rows.integer(6),
                  rows.integer(7), inside_.needs_newer_version(rows.integer(8)) ? "newer" : "",
                  id(rows, 9)});
            line({"master", plain(rows.text(10)), plain(rows.text(11)), plain(rows.text(12)),
                  plain(rows.text(13)), plain(rows.text(14)), plain(rows.text(15))});
        }
    }
    void invoices() {
        Statement all(*inside_.database,
                      "SELECT e.id, c.id, d.number, d.minor, d.currency, d.issued, d.due, d.lines,"
                      " d.ends, d.known, d.open, e.change, d.no, t.id, d.type, a.id, k.id, d.search"
                      " FROM invoice d JOIN entity e ON e.no = d.no"
                      " JOIN entity c ON c.no = d.customer JOIN entity t ON t.no = d.issued_to"
                      " LEFT JOIN entity a ON a.no = d.against"
                      " LEFT JOIN entity k ON k.no = d.contract ORDER BY e.id");
        Statement lines(*inside_.database,
                        "SELECT due, minor FROM schedule WHERE invoice = ? ORDER BY line");
        for (Rows rows = all.query(); rows.next();) {
            line({"invoice", id(rows, 0), id(rows, 1), plain(rows.text(2)), rows.integer(3),
                  rows.text(4), day(rows.date(5)), day(rows.date(6)), rows.integer(7),
                  day(rows.date(8)), rows.integer(9), rows.integer(10), dot(rows.integer(11))});
            line({"debit", id(rows, 13), rows.integer(14), id_if(rows, 15), id_if(rows, 16),
                  plain(rows.text(17))});
            if (rows.integer(7) == 1) continue;
            for (Rows of = lines.query(rows.integer(12)); of.next();) {
                line({"line", day(of.date(0)), of.integer(1)});
            }
        }
    }
    void receipts() {
        Statement all(*inside_.database,
                      "SELECT e.id, c.id, d.minor, d.currency, d.date, d.method, d.reference,"
                      " d.ends, d.known, d.unapplied, e.change, t.id, d.type, a.id, d.number,"
                      " d.maturity, d.search FROM receipt d JOIN entity e ON e.no = d.no"
                      " JOIN entity c ON c.no = d.customer JOIN entity t ON t.no = d.issued_to"
                      " LEFT JOIN entity a ON a.no = d.against ORDER BY e.id");
        for (Rows rows = all.query(); rows.next();) {
            line({"receipt", id(rows, 0), id(rows, 1), rows.integer(2), rows.text(3),
                  day(rows.date(4)), plain(rows.text(5)), plain(rows.text(6)), day(rows.date(7)),
                  rows.integer(8), rows.integer(9), dot(rows.integer(10))});
            line({"credit", id(rows, 11), rows.integer(12), id_if(rows, 13), plain(rows.text(14)),
                  day(rows.date(15)), plain(rows.text(16))});
        }
    }
    void allocations() {
        Statement all(*inside_.database,
                      "SELECT e.id, r.id, i.id, a.minor, a.currency, a.date, a.ends, a.start,"
                      " a.until, a.effective, a.parked, e.change, a.across FROM allocation a"
                      " JOIN entity e ON e.no = a.no JOIN entity r ON r.no = a.receipt"
                      " JOIN entity i ON i.no = a.invoice ORDER BY e.id");
        for (Rows rows = all.query(); rows.next();) {
            line({"allocation", id(rows, 0), id(rows, 1), id(rows, 2), rows.integer(3),
                  rows.text(4), day(rows.date(5)), day(rows.date(6)), day(rows.date(7)),
                  day(rows.date(8)), rows.integer(9), rows.integer(10), dot(rows.integer(11)),
                  rows.integer(12)});
        }
    }
    void reversals() {
        Statement all(*inside_.database,
                      "SELECT e.id, t.id, r.date, e.change FROM reversal r"
                      " JOIN entity e ON e.no = r.no JOIN entity t ON t.no = r.target"
                      " ORDER BY e.id");
        for (Rows rows = all.query(); rows.next();) {
            line({"reversal", id(rows, 0), id(rows, 1), day(rows.date(2)), dot(rows.integer(3))});
        }
    }
    void resolutions() {
        Statement all(*inside_.database,
                      "SELECT e.id, r.exception, r.ends, e.change FROM resolution r"
                      " JOIN entity e ON e.no = r.no ORDER BY e.id");
        for (Rows rows = all.query(); rows.next();) {
            line({"resolution", id(rows, 0), hex(rows.hash(1)), day(rows.date(2)),
                  dot(rows.integer(3))});
        }
    }
    // Merges, attachments, disputes, steps of bills, the work of collecting, the law, statements.
    void statements() {
        struct Table {
            std::string_view name, columns, references, also = "0";
        };
        constexpr Table tables[] = {
            {"merging", "s.date", "s.target", "s.source"},
            {"attachment", "s.name || char(9) || s.media || char(9) || s.bytes || hex(s.hash)",
             "s.subject"},
            {"dispute", "s.minor || s.currency || s.date", "s.invoice"},
            {"bill_step", "s.step || char(9) || s.date", "s.bill"},
            {"work",
             "s.type || char(9) || s.date || char(9) || ifnull(s.until, '-') || char(9) || s.minor"
             " || s.currency || char(9) || s.code || char(9) || s.flags",
             "s.customer", "s.subject"},
            {"legal",
             "s.type || char(9) || s.date || char(9) || ifnull(s.until, '-') || char(9) || s.minor"
             " || s.currency || char(9) || s.code || char(9) || s.flags",
             "s.customer", "s.subject"},
            {"statement",
             "s.type || char(9) || s.date || char(9) || ifnull(s.since, '-') || char(9)"
             " || ifnull(s.until, '-') || char(9) || s.minor || s.currency || char(9) || s.name"
             " || char(9) || s.code || char(9) || s.detail",
             "s.customer", "s.subject"},
        };
        for (const Table& table : tables) {
            Statement all(
                *inside_.database,
                core::joined(
                    {"SELECT e.id, t.id, ", table.columns, ", s.ends, e.change, f.id FROM ",
                     table.name,
                     " s JOIN entity e ON e.no = s.no JOIN entity t ON t.no = ", table.references,
                     " LEFT JOIN entity f ON f.no = ", table.also, " ORDER BY e.id"}));
            for (Rows rows = all.query(); rows.next();) {
                line({table.name, id(rows, 0), id(rows, 1), id_if(rows, 5), plain(rows.text(2)),
                      day(rows.date(3)), dot(rows.integer(4))});
            }
        }
    }
    void letter_items() {
        Statement all(*inside_.database,
                      "SELECT l.id, i.id, t.due, t.level FROM letter_item t"
                      " JOIN entity l ON l.no = t.letter JOIN entity i ON i.no = t.invoice"
                      " ORDER BY l.id, i.id, t.due");
        for (Rows rows = all.query(); rows.next();) {
            line({"letter_item", id(rows, 0), id(rows, 1), day(rows.date(2)), rows.integer(3)});
        }
    }
    void differences() {
        Statement all(*inside_.database,
                      "SELECT e.id, d.line, d.number, d.minor, d.cause, d.owner, d.answer_by"
                      " FROM difference d JOIN entity e ON e.no = d.answer ORDER BY e.id, d.line");
        for (Rows rows = all.query(); rows.next();) {
            line({"difference", id(rows, 0), rows.integer(1), plain(rows.text(2)), rows.integer(3),
                  rows.integer(4), plain(rows.text(5)), day(rows.date(6))});
        }
    }
    void bank_lines() {
        Statement imports(*inside_.database,
                          "SELECT e.id, i.account, i.currency, i.file, i.lines, i.ends, e.change,"
                          " i.no FROM bank_import i JOIN entity e ON e.no = i.no ORDER BY e.id");
        Statement lines(*inside_.database,
                        "SELECT e.id, l.date, l.minor, l.balance, l.payer, l.payer_account, l.memo,"
                        " l.reference FROM bank_line l JOIN entity e ON e.no = l.line"
                        " WHERE l.import = ? ORDER BY e.id");
        for (Rows rows = imports.query(); rows.next();) {
            line({"bank_import", id(rows, 0), plain(rows.text(1)), rows.text(2),
                  plain(rows.text(3)), rows.integer(4), day(rows.date(5)), dot(rows.integer(6))});
            for (Rows of = lines.query(rows.integer(7)); of.next();) {
                line({"bank_line", id(of, 0), day(of.date(1)), of.integer(2), of.text(3),
                      plain(of.text(4)), plain(of.text(5)), plain(of.text(6)), plain(of.text(7))});
            }
        }
        Statement uses(*inside_.database,
                       "SELECT e.id, l.id, r.id, u.reason, u.ends, e.change FROM bank_use u"
                       " JOIN entity e ON e.no = u.no JOIN entity l ON l.no = u.line"
                       " LEFT JOIN entity r ON r.no = u.receipt ORDER BY e.id");
        for (Rows rows = uses.query(); rows.next();) {
            line({"bank_use", id(rows, 0), id(rows, 1), id_if(rows, 2), plain(rows.text(3)),
                  day(rows.date(4)), dot(rows.integer(5))});
        }
    }
    void unknown() {
        std::vector<std::string> lines;
        std::vector<std::tuple<ChangeKey, std::string, std::int64_t>> found;
        Statement all(*inside_.database, "SELECT u.change, e.id, u.flaw FROM unknown u"
                                         " JOIN entity e ON e.no = u.entity");
        for (Rows rows = all.query(); rows.next();) {
            found.emplace_back(rows.integer(0), id(rows, 1), rows.integer(2));
        }
        for (const auto& [key, entity, flaw] : found) {
            lines.push_back(core::joined({"unknown", entity, dot(key), flaw}, "\t"));
        }
        core::sort(lines);
        for (const std::string& text : lines) sink_(text);
    }

    Store::Inside& inside_;
    const LineSink& sink_;
    std::string buffer_;
};

void dump_exceptions(const Store& store, const LineSink& sink) {
    for (const core::ExceptionRow& row : store.exceptions(true)) {
        std::string text =
            core::joined({"exception", core::name_of(row.kind), row.id,
                          core::to_text(core::entity_of(row.customer)), row.minor,
                          row.currency.view(), plain(row.field), row.resolved ? "resolved" : ""},
                         "\t");
        for (const std::string& member : row.members) text += "\t" + plain(member);
        text += "\t=";
        for (const std::string& value : row.values) text += "\t" + plain(value);
        sink(text);
    }
}

// Do the columns say what the bytes say?
bool says_so_itself(const StoreOptions& options, const core::Change& kept) {
    if (!options.envelope) return true;
    // Of a loose change the predecessor is not at hand; that there is one, its sequence says.
    core::Hash previous = kept.previous;
    if (previous == core::Hash{} && kept.seq > 1) previous.fill(1);
    const std::optional<core::Change> read = options.envelope(kept.bytes, previous);
    return read && read->device == kept.device && read->seq == kept.seq &&
           read->time == kept.time && read->kind == kept.kind && read->entity == kept.entity &&
           read->view == kept.view && read->context == kept.context &&
           read->payload == kept.payload;
}

} // namespace

void dump(Store::Inside& inside, const Store& store, int section, const LineSink& sink) {
    if (section + 1 == dump_sections) dump_exceptions(store, sink);
    else Dump(inside, sink).section(section);
}

std::optional<core::Error> first_broken_link(Store::Inside& inside, ChangeKey first,
                                             ChangeKey last) {
    std::optional<core::Error> bad;
    const bool loose = inside.log.chain_of(first).is_loose();
    std::uint64_t expected = Log::seq_of(first);
    const auto holds = [&](ChangeKey key, const core::Change& change) {
        if (loose) return says_so_itself(inside.options, change);
        std::string text = "arc1\n";
        if (change.previous != core::Hash{}) text += hex(change.previous);
        text += "\n" + change.bytes;
        return Log::seq_of(key) == expected && inside.options.hash(text) == change.hash &&
               says_so_itself(inside.options, change);
    };
    inside.log.scan(first, last, [&](ChangeKey key, const core::Change& change) {
        if (loose) expected = change.seq;
        if (holds(key, change)) {
            ++expected;
            return true;
        }
        bad = core::Error{core::ErrorCode::corrupt, "chain",
                          core::joined({change.device.view(), ":", expected}), 0};
        return false;
    });
    // An entry that is not there at all.
    if (!bad && !loose && expected != Log::seq_of(last) + 1) {
        bad =
            core::Error{core::ErrorCode::corrupt, "chain",
                        core::joined({inside.log.chain_of(first).device.view(), ":", expected}), 0};
    }
    return bad;
}

} // namespace huikuan::store
