#include "ui/kit/recorder.h"

#include <algorithm>

namespace huikuan::ui {

namespace {

constexpr NodeId offset_basis = 0xCBF29CE484222325ULL;
constexpr NodeId prime = 0x100000001B3ULL;

NodeId hash_text(NodeId seed, std::string_view text) {
    NodeId hash = seed;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * prime;
    return (hash ^ 0xFFU) * prime; // an end mark: "ab","c" is not "a","bc"
}

NodeId hash_number(NodeId seed, std::uint64_t number) {
    NodeId hash = seed;
    for (int i = 0; i < 8; ++i) hash = (hash ^ ((number >> (8 * i)) & 0xFFU)) * prime;
    return hash;
}

} // namespace

void Recorder::post(NodeEvent event) {
    if (event.kind == NodeEventKind::focus) {
        // A press of the pointer has set the focus already; the DOM only confirms it.
        if (focused_ != event.id) {
            focused_ = event.id;
            focus_visible_ = event.number != 0;
        }
    } else if (event.kind == NodeEventKind::blur && focused_ == event.id) {
        focused_ = 0;
    }
    posted_.push_back(std::move(event));
}

void Recorder::begin_frame() {
    nodes_.clear();
    index_.clear();
    ordinals_.clear();
    names_.assign(1, offset_basis);
    parents_.clear();
    events_ = std::move(posted_);
    posted_.clear();
}

void Recorder::end_frame() {
    events_.clear();
    Node* has = focused_ != 0 ? find(focused_) : nullptr;
    if (has != nullptr) has->flags |= node_focused;
    else focused_ = 0; // it is gone
}

NodeId Recorder::id_of(std::string_view name) {
    const NodeId plain = hash_text(names_.back(), name);
    const std::uint32_t ordinal = ordinals_[plain]++;
    const NodeId id = ordinal == 0 ? plain : hash_number(plain, ordinal);
    return id == 0 ? 1 : id;
}

Node& Recorder::add(Node node) {
    if (node.parent == 0) node.parent = parent();
    index_[node.id] = nodes_.size();
    nodes_.push_back(std::move(node));
    return nodes_.back();
}

Node* Recorder::find(NodeId id) {
    const std::size_t* at = index_.find(id);
    return at == nullptr ? nullptr : &nodes_[*at];
}

void Recorder::push_name(std::string_view name) {
    names_.push_back(hash_text(names_.back(), name));
}
void Recorder::push_name(std::uint64_t number) {
    names_.push_back(hash_number(names_.back(), number));
}
void Recorder::pop_name() {
    if (names_.size() > 1) names_.pop_back();
}

void Recorder::push_parent(NodeId id) { parents_.push_back(id); }
void Recorder::pop_parent() {
    if (!parents_.empty()) parents_.pop_back();
}
NodeId Recorder::parent() const { return parents_.empty() ? 0 : parents_.back(); }

void Recorder::focus(NodeId id, bool visible) {
    focused_ = id;
    focus_visible_ = visible;
}

std::optional<NodeEvent> Recorder::take(NodeEventKind kind, NodeId id) {
    const auto at = std::ranges::find_if(
        events_, [&](const NodeEvent& e) { return e.kind == kind && e.id == id; });
    if (at == events_.end()) return std::nullopt;
    NodeEvent event = std::move(*at);
    events_.erase(at);
    return event;
}

bool Recorder::activated(NodeId id) { return take(NodeEventKind::activate, id).has_value(); }
bool Recorder::committed(NodeId id) { return take(NodeEventKind::commit, id).has_value(); }
bool Recorder::cancelled(NodeId id) { return take(NodeEventKind::cancel, id).has_value(); }
bool Recorder::left(NodeId id) { return take(NodeEventKind::blur, id).has_value(); }

std::optional<std::string> Recorder::edited(NodeId id) {
    std::optional<std::string> text; // several in one frame: the last one counts
    while (auto event = take(NodeEventKind::edit, id)) text = std::move(event->text);
    return text;
}

std::optional<double> Recorder::number_set(NodeId id) {
    std::optional<double> number;
    while (auto event = take(NodeEventKind::set, id)) number = event->number;
    return number;
}

} // namespace huikuan::ui
