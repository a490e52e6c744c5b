#include "ui/kit/recorder.h"

#include <doctest/doctest.h>

#include <set>

using namespace huikuan::ui;

namespace {

Node button(NodeId id) {
    Node node;
    node.id = id;
    node.role = Role::button;
    return node;
}

} // namespace

TEST_CASE("ids depend on the path, not on the place, and are unique in a frame") {
    Recorder recorder;
    recorder.begin_frame();
    const NodeId first = recorder.id_of("save");
    const NodeId again = recorder.id_of("save");
    recorder.push_name("form");
    const NodeId inner = recorder.id_of("save");
    recorder.pop_name();
    CHECK(std::set<NodeId>{first, again, inner}.size() == 3);
    recorder.begin_frame();
    recorder.id_of("something else before it");
    CHECK(recorder.id_of("save") == first);
    CHECK(recorder.id_of("save") == again);
    // "ab" + "c" is another path than "a" + "bc"
    recorder.begin_frame();
    recorder.push_name("ab");
    const NodeId abc = recorder.id_of("c");
    recorder.pop_name();
    recorder.push_name("a");
    CHECK(recorder.id_of("bc") != abc);
}

TEST_CASE("parents are the innermost pushed ones") {
    Recorder recorder;
    recorder.begin_frame();
    recorder.add(button(7));
    recorder.push_parent(7);
    recorder.add(button(8));
    recorder.push_parent(0); // an overlay belongs to the page
    recorder.add(button(9));
    recorder.pop_parent();
    recorder.pop_parent();
    recorder.pop_parent(); // one too many does no harm
    CHECK(recorder.find(8)->parent == 7);
    CHECK(recorder.find(9)->parent == 0);
    CHECK(recorder.find(10) == nullptr);
}

TEST_CASE("an event reaches its widget once, in the next frame only") {
    Recorder recorder;
    recorder.post({NodeEventKind::activate, 5, "", 0});
    recorder.post({NodeEventKind::edit, 6, "a", 0});
    recorder.post({NodeEventKind::edit, 6, "ab", 0});
    recorder.post({NodeEventKind::set, 7, "", 3});
    recorder.begin_frame();
    CHECK_FALSE(recorder.activated(6));
    CHECK(recorder.activated(5));
    CHECK_FALSE(recorder.activated(5));
    CHECK(recorder.edited(6) == "ab"); // the last of several
    CHECK_FALSE(recorder.edited(6));
    recorder.end_frame();
    recorder.begin_frame();
    CHECK_FALSE(recorder.number_set(7)); // nobody asked in time
}

TEST_CASE("focus follows the mirror, and goes when its node goes") {
    Recorder recorder;
    recorder.post({NodeEventKind::focus, 5, "", 1}); // by the keyboard: the ring is drawn
    recorder.begin_frame();
    recorder.add(button(5));
    recorder.end_frame();
    CHECK(recorder.focused() == 5);
    CHECK(recorder.focus_visible());
    CHECK((recorder.nodes()[0].flags & node_focused) != 0);
    recorder.pointer_focus(5);
    recorder.post({NodeEventKind::focus, 5, "", 0}); // the DOM confirms what the pointer did
    CHECK_FALSE(recorder.focus_visible());
    recorder.post({NodeEventKind::blur, 9, "", 0}); // another one's blur
    CHECK(recorder.focused() == 5);
    recorder.begin_frame();
    recorder.end_frame(); // not drawn any more
    CHECK(recorder.focused() == 0);
}
