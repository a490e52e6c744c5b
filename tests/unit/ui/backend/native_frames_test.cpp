#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "imgui.h"
#include "ui/backend/native_backend.h"

using namespace huikuan::ui;

namespace {

// One button, one list that scrolls, and a note of what came.
class Sample final : public App {
public:
    explicit Sample(Backend& backend) : backend_(backend) {}

    double frame(std::span<const NodeEvent> events) override {
        ++frames;
        for (const NodeEvent& event : events) came.push_back(event);
        nodes_.clear();
        const Environment& e = backend_.environment();
        ImGui::SetNextWindowPos({0, 0});
        ImGui::SetNextWindowSize({e.width, e.height});
        ImGui::Begin("page", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
        if (ImGui::Button("Save", {120, 40})) ++saved;
        add(1, "Save");
        ImGui::TextUnformatted(std::to_string(saved).c_str());
        ImGui::BeginChild("list", {0, 200});
        for (int row = 0; row < rows; ++row) ImGui::Text("row %d", row);
        scrolled = ImGui::GetScrollY();
        ImGui::EndChild();
        ImGui::End();
        return wish_ms;
    }
    [[nodiscard]] std::span<const Node> nodes() const override { return nodes_; }

    int frames = 0;
    int rows = 100;
    int saved = 0;
    float scrolled = 0;
    double wish_ms = -1;
    std::vector<NodeEvent> came;

private:
    void add(std::uint64_t id, const char* label) {
        const ImVec2 from = ImGui::GetItemRectMin();
        const ImVec2 size = ImGui::GetItemRectSize();
        Node node;
        node.id = id;
        node.role = Role::button;
        node.label = label;
        node.rect = {from.x, from.y, size.x, size.y};
        nodes_.push_back(node);
    }
    Backend& backend_;
    std::vector<Node> nodes_;
};

struct Stage {
    NativeBackend backend{400, 400};
    Sample* app = nullptr;
    Stage() {
        auto made = std::make_unique<Sample>(backend);
        app = made.get();
        backend.carry(std::move(made));
        CHECK(backend.settle() == -1);
    }
};

} // namespace

TEST_CASE("a list that outgrows its area has its bar in the picture that stays") {
    Stage stage;
    for (const int rows : {3, 100, 2, 500}) {
        stage.app->rows = rows;
        stage.backend.loop().wake(1);
        CHECK(stage.backend.settle() == -1);
        const auto drawn = stage.backend.loop().frames_drawn();
        stage.backend.loop().wake(3);
        CHECK(stage.backend.settle() == -1);
        CHECK(stage.backend.loop().frames_drawn() == drawn);
    }
}

TEST_CASE("when nothing happens no frame is due, and the same picture is not drawn twice") {
    Stage stage;
    const auto drawn = stage.backend.loop().frames_drawn();
    CHECK(drawn >= 1);
    stage.backend.loop().wake(3);
    CHECK(stage.backend.settle() == -1);
    CHECK(stage.backend.loop().frames_drawn() == drawn);
}

TEST_CASE("a click is one click, and its effect is in the picture that follows") {
    Stage stage;
    const auto drawn = stage.backend.loop().frames_drawn();
    REQUIRE(stage.backend.click_on(Role::button, "Save"));
    CHECK(stage.app->saved == 1);
    CHECK(stage.backend.loop().frames_drawn() > drawn);
    REQUIRE(stage.backend.click_on(Role::button, "Save"));
    CHECK(stage.app->saved == 2);
}

TEST_CASE("two clicks with a long rest between them are not a double click") {
    Stage stage;
    stage.backend.click_on(Role::button, "Save");
    stage.backend.advance(5000);
    const Node* save = stage.backend.find(Role::button, "Save");
    REQUIRE(save != nullptr);
    stage.backend.move(save->rect.x + 5, save->rect.y + 5);
    ImGui::GetIO().AddMouseButtonEvent(0, true);
    stage.backend.loop().wake(1);
    stage.backend.loop().frame(1e6);
    CHECK(!ImGui::IsMouseDoubleClicked(0));
}

TEST_CASE("while a button is held every frame is wanted") {
    Stage stage;
    stage.backend.move(20, 20);
    ImGui::GetIO().AddMouseButtonEvent(0, true);
    stage.backend.loop().wake();
    CHECK(stage.backend.settle() == 0);
    ImGui::GetIO().AddMouseButtonEvent(0, false);
    stage.backend.loop().wake();
    CHECK(stage.backend.settle() == -1);
}

TEST_CASE("the App's own wish is kept, whatever key is held") {
    Stage stage;
    stage.app->wish_ms = 700;
    stage.backend.loop().wake();
    CHECK(stage.backend.settle() == 700);
    ImGui::GetIO().AddKeyEvent(ImGuiKey_DownArrow, true);
    stage.backend.loop().wake();
    CHECK(stage.backend.settle() == 700); // the browser repeats a key, not a clock
    ImGui::GetIO().AddKeyEvent(ImGuiKey_DownArrow, false);
    stage.backend.loop().wake();
    CHECK(stage.backend.settle() == 700);
}

TEST_CASE("an event of the mirror arrives once") {
    Stage stage;
    CHECK(stage.backend.type(Role::button, "Save", "文字"));
    REQUIRE(stage.app->came.size() == 2);
    CHECK(stage.app->came[0].kind == NodeEventKind::focus);
    CHECK(stage.app->came[1].text == "文字");
    stage.backend.advance(100);
    CHECK(stage.app->came.size() == 2);
}

TEST_CASE("content scrolls by the pixels that a finger moved, and stops at its ends") {
    Stage stage;
    FrameLoop& loop = stage.backend.loop();
    loop.begin_scroll(50, 250);
    CHECK(loop.scroll(0, 37));
    stage.backend.settle();
    CHECK(stage.app->scrolled == 37);
    CHECK(loop.scroll(0, 1e9F));
    stage.backend.settle();
    const float end = stage.app->scrolled;
    CHECK(end > 500);
    CHECK(!loop.scroll(0, 10));
    CHECK(loop.scroll(0, -1e9F));
    stage.backend.settle();
    CHECK(stage.app->scrolled == 0);
    loop.begin_scroll(5000, 5000); // nothing is there
    CHECK(!loop.scroll(0, 10));
}

TEST_CASE("back leads to the route before, and the first one stays") {
    Stage stage;
    stage.backend.set_route("/customers");
    stage.backend.set_route("/customers/1");
    stage.backend.set_route("/customers/2", true);
    CHECK(stage.backend.route() == "/customers/2");
    stage.backend.go_back();
    CHECK(stage.backend.route() == "/customers");
    stage.backend.go_back();
    stage.backend.go_back();
    CHECK(stage.backend.route().empty());
}
