#pragma once
// The recorder keeps the semantic tree of the frame being drawn and the mailbox of what the mirror
// reported since the last one. Order of a frame: post() any number of events, begin_frame(),
// widgets add nodes and ask for events of their id, end_frame(), the backend reads nodes().
//
// Ids are FNV-1a hashes of the path of names that were pushed; a second node of the same path in
// one frame gets the hash of its ordinal too. They never depend on positions on the screen.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ui/kit/frame_map.h"
#include "ui/kit/semantics.h"

namespace huikuan::ui {

using NodeId = std::uint64_t;

class Recorder {
public:
    // --- the backend's side
    void post(NodeEvent event);
    void begin_frame();
    void end_frame();
    [[nodiscard]] std::span<const Node> nodes() const { return nodes_; }

    // Where the focus is. The mirror moves the DOM's focus to the node that carries node_focused
    // when that is not where it is; kit follows the mirror's focus and blur events.
    [[nodiscard]] NodeId focused() const { return focused_; }
    // The ring is shown when focus came by keyboard or by the program, not by the pointer.
    [[nodiscard]] bool focus_visible() const { return focus_visible_; }

    // --- the widgets' side
    NodeId id_of(std::string_view name); // unique in this frame
    // Adds a node; its parent is the innermost pushed one unless it names another.
    Node& add(Node node);
    [[nodiscard]] Node* find(NodeId id); // of this frame, as recorded so far
    void push_name(std::string_view name);
    void push_name(std::uint64_t number);
    void pop_name();
    void push_parent(NodeId id);
    void pop_parent();
    [[nodiscard]] NodeId parent() const;

    void focus(NodeId id, bool visible = true);
    void pointer_focus(NodeId id) { focus(id, false); }

    // Events of one node, consumed by the question.
    bool activated(NodeId id);
    bool committed(NodeId id);
    bool cancelled(NodeId id);
    bool left(NodeId id); // blur
    std::optional<std::string> edited(NodeId id);
    std::optional<double> number_set(NodeId id);
    // Events that no widget asked for in the last frame (their node is gone): none is kept.

private:
    std::optional<NodeEvent> take(NodeEventKind kind, NodeId id);

    std::vector<Node> nodes_;
    FrameMap<std::size_t> index_;
    FrameMap<std::uint32_t> ordinals_;
    std::vector<NodeId> names_;
    std::vector<NodeId> parents_;
    std::vector<NodeEvent> posted_;
    std::vector<NodeEvent> events_;
    NodeId focused_ = 0;
    bool focus_visible_ = false;
};

} // namespace huikuan::ui
