// The smallest page of the same kind: one line of text by Dear ImGui, the same backend, build,
// boot and page scripts, no book. What tools/bench/run page measures the app against.
#include <imgui.h>

#include <memory>

#include "ui/backend/backend.h"
#include "ui/kit/semantics.h"

namespace {

using namespace huikuan::ui;

class Empty final : public App {
public:
    double frame(std::span<const NodeEvent>) override {
        ImGui::Begin("empty");
        ImGui::TextUnformatted("empty");
        ImGui::End();
        if (nodes_.empty()) {
            Node node;
            node.id = 1;
            node.role = Role::heading;
            node.level = 1;
            node.label = "empty";
            node.rect = {0, 0, 100, 30};
            nodes_.push_back(node);
        }
        return -1;
    }
    [[nodiscard]] std::span<const Node> nodes() const override { return nodes_; }

private:
    std::vector<Node> nodes_;
};

} // namespace

int main() {
    start([](Backend&) { return std::make_unique<Empty>(); });
    return 0;
}
