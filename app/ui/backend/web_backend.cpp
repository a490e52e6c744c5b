#include "ui/backend/web_backend.h"

#include "imgui.h"
#include "ui/backend/web_host.h"

namespace huikuan::ui {

WebBackend::WebBackend()
    : loop_([](std::span<const std::uint8_t> block) {
          hk_mirror_apply(block.data(), static_cast<int>(block.size()));
      }),
      glyphs_(make_canvas_glyphs()) {
    fonts_ = add_fonts(*ImGui::GetIO().Fonts, *glyphs_);
}

void WebBackend::choose_renderer(bool software) {
    loop_.use(nullptr);
    std::unique_ptr<Renderer> renderer;
    if (!software && hk_canvas_webgl() != 0) renderer = make_webgl_renderer();
    loop_.environment.software = renderer == nullptr;
    if (renderer == nullptr) renderer = make_software_renderer();
    loop_.use(std::move(renderer));
}

void WebBackend::use_font_file(std::span<const std::uint8_t> file) {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    const Fonts fonts = add_fonts_of_file(atlas, file);
    if (fonts.regular == nullptr || fonts.bold == nullptr) return; // not a font: as it was
    atlas.RemoveFont(fonts_.regular);
    atlas.RemoveFont(fonts_.bold);
    fonts_ = fonts;
    file_fonts_ = true;
}

void WebBackend::request_frame() {
    loop_.wake(1);
    hk_frames_request();
}
void WebBackend::request_frame_in(double ms) { hk_frames_request_in(ms); }

void WebBackend::route_changed(std::string route) {
    route_ = std::move(route);
    loop_.wake();
}

void WebBackend::set_route(const std::string& route, bool replace) {
    if (route == route_) return;
    route_ = route;
    hk_page_set_route(route.c_str(), replace ? 1 : 0);
    request_frame();
}

void WebBackend::go_back() { hk_page_back(); }

void WebBackend::set_title(const std::string& title) {
    if (title == title_) return;
    title_ = title;
    hk_page_set_title(title.c_str());
}

void WebBackend::set_language(const std::string& tag) {
    if (tag == language_) return;
    const bool first = language_.empty();
    language_ = tag;
    hk_page_set_language(tag.c_str());
    if (!first && !file_fonts_) loop_.reset_glyphs(); // another language's variants
}

void WebBackend::take_words(Language language, std::string file) {
    take_texts(language, std::move(file));
    if (language_.empty()) return; // nothing was begun yet
    if (texts_missing()) set_language(std::string(tag_of(ui::language())));
    else prewarm(all_text(language));
    request_frame();
}

void WebBackend::set_page_colors(bool dark, std::uint32_t background_rgba,
                                 std::uint32_t accent_rgba) {
    const std::uint64_t colors = std::uint64_t{background_rgba} << 32 | accent_rgba;
    if (colors == colors_) return;
    colors_ = colors;
    loop_.background = background_rgba;
    hk_page_set_colors(dark ? 1 : 0, background_rgba, accent_rgba);
}

void WebBackend::set_zoom(float zoom) { hk_page_set_zoom(zoom); }

void WebBackend::set_unsaved(bool unsaved) {
    if (unsaved == unsaved_) return;
    unsaved_ = unsaved;
    hk_page_set_unsaved(unsaved ? 1 : 0);
}

void WebBackend::prewarm(std::string_view text) {
    if (file_fonts_) return;
    const float em = ImGui::GetStyle().FontSizeBase * loop_.environment.scale / line_height_per_em;
    hk_glyph_prewarm(std::string(text).c_str(), em);
}

void WebBackend::install() { hk_page_install(); }
void WebBackend::apply_update() { hk_page_apply_update(); }

void WebBackend::copy_text(const Clip& clip) { hk_desk_copy(clip.text.c_str(), clip.html.c_str()); }
void WebBackend::print_html(const std::string& html, const std::string& title) {
    hk_desk_print(html.c_str(), title.c_str());
}
int WebBackend::printing() const { return hk_desk_printing(); }
void WebBackend::stop_printing() { hk_desk_stop_printing(); }
bool WebBackend::share(const std::string& title, const std::string& text) {
    return hk_desk_share(title.c_str(), text.c_str()) != 0;
}
void WebBackend::open_link(const std::string& url) { hk_desk_open(url.c_str()); }

void WebBackend::pick_file(std::string_view accept,
                           std::function<void(std::shared_ptr<platform::File>)> picked) {
    platform::pick_file(accept, [this, picked = std::move(picked)](auto file) {
        picked(std::move(file));
        request_frame();
    });
}

void WebBackend::pick_files(
    std::string_view accept,
    std::function<void(std::vector<std::shared_ptr<platform::File>>)> picked) {
    platform::pick_files(accept, [this, picked = std::move(picked)](auto files) {
        picked(std::move(files));
        request_frame();
    });
}
void WebBackend::pick_picture(std::function<void(std::shared_ptr<platform::File>)> picked) {
    platform::pick_picture(platform::longest_picture_side,
                           [this, picked = std::move(picked)](auto file) {
                               picked(std::move(file));
                               request_frame();
                           });
}
void WebBackend::ask_position(std::function<void(std::optional<std::string>)> answered) {
    platform::ask_position([this, answered = std::move(answered)](auto place) {
        answered(std::move(place));
        request_frame();
    });
}
platform::Reminding WebBackend::reminding() const { return platform::reminding(); }
void WebBackend::ask_to_remind(std::function<void(platform::Reminding)> answered) {
    platform::ask_to_remind([this, answered = std::move(answered)](platform::Reminding state) {
        answered(state);
        request_frame();
    });
}
void WebBackend::remind(std::span<const platform::Reminder> reminders) {
    platform::remind(reminders);
}

void WebBackend::on_files_dropped(
    std::function<void(std::vector<std::shared_ptr<platform::File>>)> dropped) {
    platform::on_files_dropped([this, dropped = std::move(dropped)](auto files) {
        dropped(std::move(files));
        request_frame();
    });
}

std::optional<std::string> WebBackend::setting(std::string_view key) const {
    return platform::device_setting(key);
}
void WebBackend::set_setting(std::string_view key, std::string_view value) {
    platform::set_device_setting(key, value);
}

} // namespace huikuan::ui
