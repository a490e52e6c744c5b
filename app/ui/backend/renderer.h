#pragma once
// What turns a frame's draw lists into what is seen: WebGL2 or the software rasteriser.
#include <memory>

struct ImDrawData;

namespace huikuan::ui {

class Renderer {
public:
    virtual ~Renderer() = default;
    virtual void render(ImDrawData& data, int width, int height, unsigned background) = 0;
    // False while the graphics context is lost; what is drawn then is not seen.
    [[nodiscard]] virtual bool ready() const { return true; }
    virtual void context_lost() {}
    virtual void context_restored() {}
};

} // namespace huikuan::ui
