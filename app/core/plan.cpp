// How a receipt is proposed to be used: the oldest debt first.
#include <algorithm>
#include <map>
#include <tuple>

#include "core/decide.h"
#include "core/sorting.h"

namespace huikuan::core {
namespace {

// What one line of an invoice still owes: what is paid has filled the lines before it.
struct OpenLine {
    Date due;
    const InvoiceIssued* invoice;
    std::int64_t minor;
};

void append_open_lines(std::vector<OpenLine>& result, const OpenInvoice& invoice) {
    std::int64_t open = std::min(invoice.open_minor, invoice.fact.amount.minor);
    const std::size_t first = result.size();
    // From the last line back: it is paid last, so what is open is open there first.
    for (std::size_t index = invoice.fact.lines.size(); index-- > 0 && open > 0;) {
        const ScheduleLine& line = invoice.fact.lines[index];
        const std::int64_t part = std::min(open, std::max<std::int64_t>(line.minor, 0));
        if (part > 0) {
            result.push_back({line.due, &invoice.fact, part});
            open -= part;
        }
    }
    if (open > 0 && invoice.fact.lines.empty()) {
        result.push_back({invoice.fact.issued, &invoice.fact, open});
    }
    std::reverse(result.begin() + static_cast<std::ptrdiff_t>(first), result.end());
}

} // namespace

std::vector<AllocationPart> plan_oldest_first(std::span<const OpenInvoice* const> invoices,
                                              std::int64_t available_minor, Currency currency) {
    std::vector<OpenLine> lines;
    for (const OpenInvoice* invoice : invoices) {
        if (!invoice->voided && invoice->fact.amount.currency == currency) {
            append_open_lines(lines, *invoice);
        }
    }
    core::sort(lines, std::less{}, [](const OpenLine& line) {
        return std::tie(line.due, line.invoice->issued, line.invoice->number, line.invoice->id);
    });
    std::vector<AllocationPart> parts;
    std::map<InvoiceId, std::size_t> part_of;
    for (const OpenLine& line : lines) {
        const std::int64_t minor = std::min(line.minor, available_minor);
        if (minor <= 0) { break; }
        available_minor -= minor;
        const auto [place, fresh] = part_of.try_emplace(line.invoice->id, parts.size());
        if (fresh) { parts.push_back({line.invoice->id, 0}); }
        parts[place->second].minor += minor;
    }
    return parts;
}

std::vector<AllocationPart> plan_oldest_first(const std::vector<OpenInvoice>& invoices,
                                              std::int64_t available_minor, Currency currency) {
    std::vector<const OpenInvoice*> all;
    for (const OpenInvoice& invoice : invoices) { all.push_back(&invoice); }
    return plan_oldest_first(all, available_minor, currency);
}

} // namespace huikuan::core
