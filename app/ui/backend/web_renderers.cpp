#include <GLES3/gl3.h>
#include <emscripten/html5.h>

#include "imgui.h"
#include "imgui_impl_opengl3.h"
#include "ui/backend/raster.h"
#include "ui/backend/web_backend.h"
#include "ui/backend/web_host.h"

namespace huikuan::ui {

namespace {

float channel(unsigned color, int shift) {
    return static_cast<float>(color >> shift & 0xFFU) / 255.0F;
}

class WebGl final : public Renderer {
public:
    explicit WebGl(EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context) : context_(context) {
        emscripten_webgl_make_context_current(context_);
        ImGui_ImplOpenGL3_Init("#version 300 es");
        keep_texture_flag();
    }
    ~WebGl() override {
        if (!lost_) ImGui_ImplOpenGL3_Shutdown();
        keep_texture_flag();
        emscripten_webgl_destroy_context(context_);
    }
    WebGl(const WebGl&) = delete;
    WebGl& operator=(const WebGl&) = delete;

    void render(ImDrawData& data, int width, int height, unsigned background) override {
        if (width != width_ || height != height_) {
            width_ = width;
            height_ = height;
            hk_canvas_resize(width, height);
        }
        ImGui_ImplOpenGL3_NewFrame();
        glViewport(0, 0, width, height);
        glClearColor(channel(background, 0), channel(background, 8), channel(background, 16), 1);
        glClear(GL_COLOR_BUFFER_BIT);
        ImGui_ImplOpenGL3_RenderDrawData(&data);
    }
    [[nodiscard]] bool ready() const override {
        return !lost_ && emscripten_is_webgl_context_lost(context_) == 0;
    }
    void context_lost() override {
        if (lost_) return;
        lost_ = true;
        ImGui_ImplOpenGL3_Shutdown(); // on a lost context deletions are silent
        keep_texture_flag();
    }
    void context_restored() override {
        if (!lost_) return;
        ImGui_ImplOpenGL3_Init("#version 300 es");
        keep_texture_flag();
        lost_ = false;
        width_ = 0;
    }

private:
    // Shutdown takes the flag back, yet frames go on while there is no context.
    static void keep_texture_flag() {
        ImGui::GetIO().BackendFlags |=
            ImGuiBackendFlags_RendererHasTextures | ImGuiBackendFlags_RendererHasVtxOffset;
    }

    EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context_;
    bool lost_ = false;
    int width_ = 0;
    int height_ = 0;
};

class Software final : public Renderer {
public:
    void render(ImDrawData& data, int width, int height, unsigned background) override {
        if (width != raster_.width() || height != raster_.height()) {
            raster_.resize(width, height);
            hk_canvas_resize(width, height);
        }
        if (accept_textures(data)) raster_.forget();
        const PixelArea area = raster_.paint(data, background);
        if (area.empty()) return;
        hk_canvas_present(raster_.pixels().data(), raster_.width(), raster_.height(), area.x0,
                          area.y0, area.x1 - area.x0, area.y1 - area.y0);
    }
    void context_restored() override { raster_.forget(); }

private:
    Raster raster_;
};

} // namespace

std::unique_ptr<Renderer> make_webgl_renderer() {
    EmscriptenWebGLContextAttributes attributes;
    emscripten_webgl_init_context_attributes(&attributes);
    attributes.alpha = false;
    attributes.depth = false;
    attributes.stencil = false;
    attributes.antialias = false;
    attributes.majorVersion = 2;
    attributes.enableExtensionsByDefault = false;
    const EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context =
        emscripten_webgl_create_context("#canvas", &attributes);
    if (context <= 0) return nullptr;
    return std::make_unique<WebGl>(context);
}

std::unique_ptr<Renderer> make_software_renderer() { return std::make_unique<Software>(); }

} // namespace huikuan::ui
