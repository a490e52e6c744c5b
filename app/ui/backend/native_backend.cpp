#include "ui/backend/native_backend.h"

#include <algorithm>
#include <cmath>

#include "imgui.h"

namespace huikuan::ui {

// Every character is a hollow box; wide ones (Chinese) one em, others half of it.
class NativeBackend::BoxGlyphs final : public GlyphSource {
public:
    LineMetrics line(Weight, float em_px) override {
        return {std::round(em_px * 0.9F), std::round(em_px * 0.25F)};
    }
    float advance(char32_t character, Weight, float em_px) override {
        return std::round(em_px * (character >= 0x1100 ? 1.0F : 0.5F));
    }
    void draw(char32_t character, Weight weight, float em_px, Glyph& glyph) override {
        glyph.advance = advance(character, weight, em_px);
        if (character == ' ') return;
        glyph.width = std::max(1, static_cast<int>(glyph.advance) - 2);
        glyph.height = std::max(1, static_cast<int>(em_px * 0.7F));
        glyph.left = 1;
        glyph.top = -glyph.height;
        const int stroke = weight == Weight::bold ? 2 : 1;
        for (int y = 0; y < glyph.height; ++y)
            for (int x = 0; x < glyph.width; ++x) {
                const int edge = std::min({x, y, glyph.width - 1 - x, glyph.height - 1 - y});
                glyph.pixels.push_back(edge < stroke ? 255 : 0);
            }
    }
};

namespace {

// Draws nothing until a test asks for the picture.
class NoRenderer final : public Renderer {
public:
    explicit NoRenderer(Raster& raster) : raster_(raster) {}
    void render(ImDrawData& data, int, int, unsigned) override {
        if (accept_textures(data)) raster_.forget();
    }

private:
    Raster& raster_;
};

} // namespace

NativeBackend::NativeBackend(float width, float height, float scale)
    : loop_([](std::span<const std::uint8_t>) {}), glyphs_(std::make_unique<BoxGlyphs>()) {
    fonts_ = add_fonts(*ImGui::GetIO().Fonts, *glyphs_);
    loop_.use(std::make_unique<NoRenderer>(raster_));
    loop_.environment.language = "zh-CN";
    resize(width, height, scale);
}

NativeBackend::~NativeBackend() = default;

void NativeBackend::request_frame_in(double) { loop_.wake(1); }

void NativeBackend::set_route(const std::string& route, bool replace) {
    if (route == history_.back()) return;
    if (replace) history_.back() = route;
    else history_.push_back(route);
    loop_.wake();
}

void NativeBackend::go_back() {
    if (history_.size() > 1) history_.pop_back();
    loop_.wake();
}

void NativeBackend::visit(const std::string& route) {
    set_route(route);
    settle();
}

void NativeBackend::set_page_colors(bool, std::uint32_t background_rgba, std::uint32_t) {
    loop_.background = background_rgba;
}

void NativeBackend::set_zoom(float zoom) {
    Environment& e = loop_.environment;
    e.scale = e.scale / zoom_ * zoom;
    zoom_ = zoom;
    loop_.wake();
}

void NativeBackend::print_html(const std::string& html, const std::string& title) {
    printed = html;
    printed_title = title;
}

int NativeBackend::printing() const { return counted; }

void NativeBackend::stop_printing() {
    printed.clear();
    counted = -1;
}

bool NativeBackend::share(const std::string& title, const std::string& text) {
    shared = title + "\n" + text;
    return true;
}

void NativeBackend::pick_file(std::string_view accept,
                              std::function<void(std::shared_ptr<platform::File>)> picked) {
    platform::pick_file(accept, std::move(picked));
}

void NativeBackend::pick_files(
    std::string_view accept,
    std::function<void(std::vector<std::shared_ptr<platform::File>>)> picked) {
    platform::pick_files(accept, std::move(picked));
}
void NativeBackend::pick_picture(std::function<void(std::shared_ptr<platform::File>)> picked) {
    platform::pick_picture(platform::longest_picture_side, std::move(picked));
}
void NativeBackend::ask_position(std::function<void(std::optional<std::string>)> answered) {
    platform::ask_position(std::move(answered));
}
platform::Reminding NativeBackend::reminding() const { return platform::reminding(); }
void NativeBackend::ask_to_remind(std::function<void(platform::Reminding)> answered) {
    platform::ask_to_remind(std::move(answered));
}
void NativeBackend::remind(std::span<const platform::Reminder> reminders) {
    platform::remind(reminders);
}

void NativeBackend::on_files_dropped(
    std::function<void(std::vector<std::shared_ptr<platform::File>>)> dropped) {
    platform::on_files_dropped(std::move(dropped));
}

std::optional<std::string> NativeBackend::setting(std::string_view key) const {
    const auto found = settings_.find(key);
    if (found == settings_.end()) return std::nullopt;
    return found->second;
}

void NativeBackend::set_setting(std::string_view key, std::string_view value) {
    settings_.insert_or_assign(std::string(key), std::string(value));
}

double NativeBackend::settle() {
    double due = 0;
    for (int i = 0; i < 20 && due == 0; ++i) {
        now_ms_ += 16;
        due = loop_.settle(now_ms_);
    }
    return due;
}

void NativeBackend::advance(double ms) {
    now_ms_ += ms;
    loop_.wake(1);
    settle();
}

void NativeBackend::resize(float width, float height, float scale) {
    Environment& e = loop_.environment;
    e.width = width;
    e.height = height;
    e.dpr = scale;
    e.scale = scale * zoom_;
    loop_.wake();
}

void NativeBackend::change_environment(const Environment& environment) {
    loop_.environment = environment;
    loop_.wake();
}

void NativeBackend::move(float x, float y) {
    ImGui::GetIO().AddMousePosEvent(x, y);
    loop_.wake();
    settle();
}

void NativeBackend::click(float x, float y, int button) {
    move(x, y);
    for (const bool down : {true, false}) {
        ImGui::GetIO().AddMouseButtonEvent(button, down);
        loop_.wake();
        settle();
    }
}

void NativeBackend::wheel(float x, float y, float pixels) {
    move(x, y);
    loop_.begin_scroll(x, y);
    loop_.scroll(0, pixels);
    settle();
}

const Node* NativeBackend::find(Role role, std::string_view label) const {
    const App* app = loop_.app();
    if (app == nullptr) return nullptr;
    for (const Node& node : app->nodes())
        if (node.role == role && node.label == label) return &node;
    return nullptr;
}

bool NativeBackend::activate(Role role, std::string_view label) {
    const Node* node = find(role, label);
    if (node == nullptr || (node->flags & node_disabled) != 0) return false;
    loop_.post({NodeEventKind::activate, node->id, {}, 0});
    settle();
    return true;
}

bool NativeBackend::click_on(Role role, std::string_view label) {
    const Node* node = find(role, label);
    if (node == nullptr || node->rect.w <= 0 || node->rect.h <= 0) return false;
    click(node->rect.x + node->rect.w / 2, node->rect.y + node->rect.h / 2);
    return true;
}

bool NativeBackend::type(Role role, std::string_view label, const std::string& text) {
    const Node* node = find(role, label);
    if (node == nullptr || (node->flags & (node_disabled | node_read_only)) != 0) return false;
    const std::uint64_t id = node->id;
    loop_.post({NodeEventKind::focus, id, {}, 1});
    loop_.post({NodeEventKind::edit, id, text, 0});
    settle();
    return true;
}

const Raster& NativeBackend::picture() {
    const Environment& e = loop_.environment;
    raster_.resize(static_cast<int>(e.width), static_cast<int>(e.height));
    if (const ImDrawData* data = ImGui::GetDrawData()) raster_.paint(*data, loop_.background);
    return raster_;
}

} // namespace huikuan::ui
