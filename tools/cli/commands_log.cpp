// Who wrote what, when, on which device.
#include "book.h"
#include "commands.h"
#include "output.h"
#include "session/inside.h"
#include "sync/clock.h"
#include "sync/codec.h"
#include "sync/hash.h"

namespace huikuan::cli {

namespace {

std::string describe(const core::HistoryRow& row) {
    if (!row.fact) { return "(written by a newer version)"; }
    return cli::json_of(*row.fact).dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

void list_changes(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const auto device = arguments.option("--device");
    const bool json = arguments.has("--json");
    Json list = Json::array();
    must(book->inside().store->every_change([&](const core::Change& change) {
        if (device && change.device.view() != *device) { return true; }
        if (json) {
            list.push_back({{"device", change.device.view()},
                            {"seq", change.seq},
                            {"time", sync::to_text(change.time)},
                            {"kind", change.kind},
                            {"entity", core::to_text(change.entity)},
                            {"hash", sync::to_hex(change.hash)}});
        } else {
            print(std::string(change.device.view()) + " " + std::to_string(change.seq) + " " +
                  sync::to_text(change.time) + " " + change.kind + " " +
                  core::to_text(change.entity) + " " + sync::to_hex(change.hash));
        }
        return true;
    }));
    if (json) { print(Json{{"changes", list}}); }
}

namespace {

// By id; else the customer of this code or name, or the invoice of this number.
core::EntityId entity_named(const session::Session& book, const std::string& name) {
    if (const auto id = core::parse_id(name)) { return *id; }
    const bool invoice =
        customers_named(book, name).empty() && !invoices_numbered(book, name, {}).empty();
    return invoice ? core::entity_of(find_invoice(book, name, {}).id)
                   : core::entity_of(find_customer(book, name).id);
}

} // namespace

void show_history(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::EntityId entity = entity_named(*book, arguments.word(1));
    const auto rows = book->history(entity);
    if (rows.empty()) {
        refuse({core::ErrorCode::unknown_document, "target", arguments.word(1), 0});
    }
    if (arguments.has("--json")) {
        Json list = Json::array();
        for (const core::HistoryRow& row : rows) {
            list.push_back({{"device", row.device.view()},
                            {"seq", row.seq},
                            {"time", sync::to_text(row.time)},
                            {"kind", row.kind},
                            {"entity", core::to_text(row.entity)},
                            {"fact", row.fact ? json_of(*row.fact) : Json()},
                            {"before", row.before},
                            {"voided", row.voided},
                            {"hash", row.hash_hex}});
        }
        print(Json{{"history", list}});
        return;
    }
    for (const core::HistoryRow& row : rows) {
        print(sync::to_text(row.time) + "  " + std::string(row.device.view()) + ":" +
              std::to_string(row.seq) + "  " + row.kind + (row.voided ? " (reversed)" : "") + "  " +
              describe(row));
    }
}

} // namespace huikuan::cli
