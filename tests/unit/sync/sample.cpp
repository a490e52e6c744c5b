#include "sync/sample.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "sync/hash.h"

namespace huikuan::sample {

namespace {

constexpr std::array<std::string_view, 9> texts{
    "",     "ACME",      "杭州某某有限公司", "Ñandú & Söhne", "שלום עולם",
    "😀🧾", "a\"b\\c/d", "x\ny\tz\x7f",      "\xEF\xAC\xB3",
};
std::string any_text(std::mt19937_64& random) {
    return std::string(texts[random() % texts.size()]);
}
std::string some_text(std::mt19937_64& random) { return "n" + any_text(random); }

core::Date any_date(std::mt19937_64& random) {
    return core::add_days(core::date_of(2024, 2, 29).value(),
                          static_cast<std::int32_t>(random() % 1500));
}
core::Money any_money(std::mt19937_64& random) {
    static const std::array codes{core::Currency{"CNY"}, core::Currency{"JPY"},
                                  core::Currency{"KWD"}};
    const std::int64_t most = random() % 8 == 0 ? core::largest_amount_minor : 1'000'000;
    return {static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most)) + 1,
            codes[random() % codes.size()]};
}

core::FieldsSet fields(std::mt19937_64& random) {
    core::FieldsSet set{static_cast<core::RegisterKind>(random() % 4), any_id(random), {}};
    for (const char* name : {"code", "name", "note", "phone", "地区"}) {
        if (set.fields.empty() || random() % 2 == 0)
            set.fields.emplace_back(name, any_text(random));
    }
    return set;
}
core::InvoiceIssued invoice(std::mt19937_64& random) {
    core::InvoiceIssued invoice;
    invoice.id = core::id_cast<core::InvoiceId>(any_id(random));
    invoice.customer = core::id_cast<core::CustomerId>(any_id(random));
    invoice.number = any_text(random);
    invoice.amount = any_money(random);
    invoice.issued = any_date(random);
    invoice.customer_name = any_text(random);
    invoice.note = any_text(random);
    std::int64_t left = invoice.amount.minor;
    core::Date due = invoice.issued;
    while (left > 0) {
        const std::int64_t part = random() % 2 == 0 ? left : (left + 1) / 2;
        invoice.lines.push_back({due, part});
        due = core::add_days(due, static_cast<std::int32_t>(random() % 60));
        left -= part;
    }
    return invoice;
}

} // namespace

core::DeviceId device(std::uint8_t number) {
    return core::mint_device({number, 7, 7, 7, 7, 7, 7, 7, 7, number});
}
core::EntityId entity(std::uint64_t number) { return {0x0199'0000'0000'7000, number}; }
core::EntityId any_id(std::mt19937_64& random) { return entity(random() % 1000 + 1); }

core::Fact fact(std::mt19937_64& random) {
    switch (random() % 6) {
    case 0: return fields(random);
    case 1: return invoice(random);
    case 2: {
        core::ReceiptRecorded receipt;
        receipt.id = core::id_cast<core::ReceiptId>(any_id(random));
        receipt.customer = core::id_cast<core::CustomerId>(any_id(random));
        receipt.amount = any_money(random);
        receipt.date = any_date(random);
        receipt.method = random() % 2 == 0 ? "bank" : "";
        receipt.reference = any_text(random);
        receipt.note = any_text(random);
        return receipt;
    }
    case 3:
        return core::AllocationMade{core::id_cast<core::AllocationId>(any_id(random)),
                                    core::id_cast<core::ReceiptId>(any_id(random)),
                                    core::id_cast<core::InvoiceId>(any_id(random)),
                                    any_money(random), any_date(random)};
    case 4:
        return core::Reversed{any_id(random), any_id(random), any_date(random), any_text(random)};
    default:
        return core::ExceptionResolved{any_id(random), sync::to_hex(sync::sha256(any_text(random))),
                                       some_text(random), any_text(random)};
    }
}

Book book(std::uint64_t seed, std::size_t changes, std::size_t devices) {
    std::mt19937_64 random(seed);
    Book book;
    for (std::size_t number = 0; number < devices; ++number) {
        sync::AuthorState author{device(static_cast<std::uint8_t>(number + 1)), 0, {}, {}};
        const std::size_t share = changes / devices + (number < changes % devices ? 1 : 0);
        std::vector<sync::Draft> drafts;
        for (std::size_t left = share; left > 0; --left) drafts.push_back({fact(random), {}});
        auto stamped = sync::stamp(author, drafts, start_ms);
        if (!stamped) std::abort();
        std::ranges::move(stamped->changes, std::back_inserter(book.changes));
        author = stamped->next;
        book.authors.push_back(author);
        if (author.seq > 0) book.have.push_back({author.device, author.seq, author.tip});
    }
    std::ranges::sort(book.have);
    return book;
}

sync::BundleHeader header(const Book& book) {
    sync::BundleHeader header;
    header.book = core::id_cast<core::BookId>(entity(77));
    header.made_ms = start_ms;
    header.device = device(1);
    header.user = "会计";
    header.app = "1";
    header.have = book.have;
    return header;
}

std::string bundle(const Book& book, sync::BundleForm form) {
    std::string file;
    sync::BundleWriter writer(header(book), form, [&](std::string_view bytes) {
        file += bytes;
        return true;
    });
    for (const core::Change& change : book.changes) {
        if (!writer.change(change)) std::abort();
    }
    if (!writer.finish(sync::sha256("the view"))) std::abort();
    return file;
}

core::Result<void> Read::header(const sync::BundleHeader& header) {
    headers.push_back(header);
    return answer;
}
core::Result<void> Read::change(core::Change change) {
    changes.push_back(std::move(change));
    return answer;
}
core::Result<void> Read::fact(core::Change change) {
    facts.push_back(std::move(change));
    return answer;
}
core::Result<void> Read::attachment(const core::Hash& hash, std::string bytes) {
    files.emplace_back(hash, std::move(bytes));
    return answer;
}
core::Result<void> Read::row(std::string_view table, std::string_view line) {
    rows.emplace_back(table, line);
    return answer;
}
core::Result<void> Read::state(std::uint32_t, const core::Hash& digest) {
    states.push_back(digest);
    return answer;
}
core::Result<void> Read::unreadable(const core::Error& error) {
    bad.push_back(error);
    return answer;
}

Read read(std::string_view file, std::size_t piece, sync::BundleLimits limits,
          sync::BundleReader::Pass pass) {
    Read read;
    sync::BundleReader reader(read, limits, pass);
    for (; !file.empty(); file.remove_prefix(std::min(piece, file.size()))) {
        read.result = reader.feed(file.substr(0, piece));
        if (!read.result) return read;
    }
    read.result = reader.finish();
    return read;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

} // namespace huikuan::sample
