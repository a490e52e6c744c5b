#include "sync/codec.h"

#include <algorithm>
#include <array>

#include "sync/bodies.h"
#include "sync/canonical.h"
#include "sync/clock.h"
#include "sync/hash.h"

namespace huikuan::sync {

namespace {

using core::ErrorCode;
using core::fail;

constexpr std::size_t longest_kind = 64;
constexpr std::int64_t largest_sequence = UINT32_MAX;

bool is_kind_name(std::string_view kind) {
    const auto allowed = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
               letter == '.' || letter == '_' || letter == '-';
    };
    return !kind.empty() && kind.size() <= longest_kind && std::ranges::all_of(kind, allowed);
}

Value json_of(const core::Context& context) {
    Object members;
    for (const core::Dot& dot : context) {
        members.emplace_back(std::string(dot.device.view()), static_cast<std::int64_t>(dot.seq));
    }
    return members;
}

core::Result<core::Context> read_context(const Value& value) {
    const Object* members = value.object();
    if (members == nullptr) return fail(ErrorCode::malformed, "c");
    core::Context context;
    context.reserve(members->size());
    for (const auto& [name, seq] : *members) {
        const auto device = core::parse_device(name);
        const std::int64_t* number = seq.integer();
        if (!device || number == nullptr || *number < 1) {
            return fail(ErrorCode::malformed, "c", name);
        }
        context.push_back({*device, static_cast<std::uint64_t>(*number)});
    }
    return context; // names of one alphabet: sorted already, as JCS sorts them
}

// The members of the envelope, each read by its own rule.
class Envelope {
public:
    explicit Envelope(const Value& line) : line_(line) {}

    core::Result<core::Change> read() {
        if (line_.object() == nullptr) return fail(ErrorCode::malformed, "change", "no object");
        core::Change change;
        const auto device = core::parse_device(text("d"));
        if (!device) return fail(ErrorCode::malformed, "d", std::string(text("d")));
        const auto time = parse_time(text("t"));
        if (!time) return fail(ErrorCode::malformed, "t", std::string(text("t")));
        const auto entity = core::parse_id(text("e"));
        if (!entity || entity->is_nil()) {
            return fail(ErrorCode::malformed, "e", std::string(text("e")));
        }
        const std::int64_t seq = number("s");
        if (seq < 1 || seq > largest_sequence) {
            return fail(ErrorCode::out_of_range, "s", std::to_string(seq));
        }
        const std::int64_t view = number("r");
        if (view < 1 || view > INT32_MAX) {
            return fail(ErrorCode::out_of_range, "r", std::to_string(view));
        }
        if (!is_kind_name(text("k"))) {
            return fail(ErrorCode::malformed, "k", std::string(text("k").substr(0, longest_kind)));
        }
        if (line_.find("b") == nullptr) return fail(ErrorCode::malformed, "b", "missing");
        change.device = *device;
        change.seq = static_cast<std::uint64_t>(seq);
        change.time = *time;
        change.kind = text("k");
        change.entity = *entity;
        change.view = static_cast<std::uint32_t>(view);
        return optional_members(std::move(change));
    }

private:
    core::Result<core::Change> optional_members(core::Change change) {
        if (const Value* seen = line_.find("c")) {
            auto context = read_context(*seen);
            if (!context) return std::unexpected(std::move(context.error()));
            change.context = std::move(*context);
        }
        if (const Value* payload = line_.find("x")) {
            change.payload = parse_hash(payload->text() != nullptr ? *payload->text() : "");
            if (!change.payload) return fail(ErrorCode::malformed, "x");
        }
        return change;
    }
    [[nodiscard]] std::string_view text(std::string_view name) const {
        const Value* value = line_.find(name);
        const std::string* found = value != nullptr ? value->text() : nullptr;
        return found != nullptr ? std::string_view(*found) : std::string_view();
    }
    [[nodiscard]] std::int64_t number(std::string_view name) const {
        const Value* value = line_.find(name);
        const std::int64_t* found = value != nullptr ? value->integer() : nullptr;
        return found != nullptr ? *found : 0;
    }

    const Value& line_;
};

// `line` is what `bytes` say.
core::Result<core::Change> read_line(const Value& line, std::string bytes) {
    auto change = Envelope(line).read();
    if (!change) return change;
    if (change->view <= view_version) {
        change->fact = read_body(change->kind, change->entity, *line.find("b"));
        // A reader of the view that it claims would count it as something else.
        if (change->fact && core::least_view(*change->fact) > change->view) change->fact.reset();
    }
    change->bytes = std::move(bytes);
    return change;
}

core::Result<core::Change> decode_line(std::string_view bytes) {
    auto line = parse_canonical(bytes);
    if (!line) return std::unexpected(std::move(line.error()));
    return read_line(*line, std::string(bytes));
}

core::Result<core::Change> chained(core::Result<core::Change> change, const core::Hash& previous) {
    if (!change) return change;
    if ((change->seq == 1) != (previous == core::Hash{})) {
        return fail(ErrorCode::corrupt, "s", std::to_string(change->seq));
    }
    change->previous = previous;
    change->hash = chain_hash(previous, change->bytes);
    return change;
}

// The limits that a reader sets on texts (its depth and integers need no look: write_body nests
// three deep, and canonical() refuses what is no integer of JSON).
bool within_limits(const Value& value, const JsonLimits& limits) {
    if (const std::string* text = value.text()) return text->size() <= limits.string;
    if (const Array* array = value.array()) {
        return std::ranges::all_of(*array,
                                   [&](const Value& v) { return within_limits(v, limits); });
    }
    if (const Object* object = value.object()) {
        return std::ranges::all_of(*object, [&](const Member& member) {
            return member.first.size() <= limits.string && within_limits(member.second, limits);
        });
    }
    return true;
}

bool is_register(const core::Fact& fact) { return std::holds_alternative<core::FieldsSet>(fact); }

} // namespace

namespace {

core::Result<Value> line_of(const core::Change& change) {
    if (!change.fact) return fail(ErrorCode::required, "fact");
    Object line;
    line.reserve(9);
    line.emplace_back("b", write_body(*change.fact));
    if (is_register(*change.fact)) line.emplace_back("c", json_of(change.context));
    line.emplace_back("d", change.device.view());
    line.emplace_back("e", core::to_text(core::entity_of(*change.fact)));
    line.emplace_back("k", core::kind_of(*change.fact));
    line.emplace_back("r", std::int64_t{change.view});
    line.emplace_back("s", static_cast<std::int64_t>(change.seq));
    line.emplace_back("t", to_text(change.time));
    if (change.payload) line.emplace_back("x", to_hex(*change.payload));
    return line;
}

core::Result<std::string> bytes_of(const Value& line) {
    auto bytes = canonical(line);
    if (!bytes) return bytes;
    if (bytes->size() > largest_change_bytes) {
        return fail(ErrorCode::too_long, "change", std::to_string(bytes->size()));
    }
    return bytes;
}

} // namespace

core::Result<std::string> encode(const core::Change& change) {
    auto line = line_of(change);
    if (!line) return std::unexpected(std::move(line.error()));
    return bytes_of(*line);
}

core::Result<core::Change> encode_chained(const core::Change& change, const core::Hash& previous) {
    auto line = line_of(change);
    if (!line) return std::unexpected(std::move(line.error()));
    auto bytes = bytes_of(*line);
    if (!bytes) return std::unexpected(std::move(bytes.error()));
    // A register's members are read in the order of the bytes, so they take the whole way back.
    if (is_register(*change.fact)) return decode(*bytes, previous);
    if (!within_limits(*line, JsonLimits{})) return fail(ErrorCode::too_large, "json", "string");
    return chained(read_line(*line, *std::move(bytes)), previous);
}

core::Hash chain_hash(const core::Hash& previous, std::string_view bytes) {
    Sha256 hash;
    hash.update("arc1\n");
    if (previous != core::Hash{}) hash.update(to_hex(previous));
    hash.update("\n");
    hash.update(bytes);
    return hash.digest();
}

core::Result<core::Change> decode(std::string_view bytes, const core::Hash& previous) {
    return chained(decode_line(bytes), previous);
}

core::Result<core::Change> decode_unchained(std::string_view bytes, const core::Hash& hash) {
    auto change = decode_line(bytes);
    if (change) change->hash = hash;
    return change;
}

std::optional<core::Fact> decode_fact(std::string_view kind, std::string_view bytes) {
    auto change = decode_line(bytes);
    if (!change || change->kind != kind) return std::nullopt;
    return std::move(change->fact);
}

} // namespace huikuan::sync
