#include "ui/attachments.h"

#include <array>

#include "session/ledger.h"
#include "ui/backend/backend.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"

namespace huikuan::ui {

namespace {

// What a file is, by its name: the browser is told when it is opened.
std::string media_of(std::string name) {
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    constexpr std::array<std::pair<std::string_view, const char*>, 18> known{
        {{".pdf", "application/pdf"},
         {".png", "image/png"},
         {".jpg", "image/jpeg"},
         {".jpeg", "image/jpeg"},
         {".xml", "application/xml"},
         {".ofd", "application/ofd"},
         {".txt", "text/plain"},
         {".csv", "text/csv"},
         {".zip", "application/zip"},
         {".heic", "image/heic"},
         {".webp", "image/webp"},
         {".mp3", "audio/mpeg"},
         {".m4a", "audio/mp4"},
         {".wav", "audio/wav"},
         {".amr", "audio/amr"},
         {".aac", "audio/aac"},
         {".mp4", "video/mp4"},
         {".mov", "video/quicktime"}}};
    for (const auto& [ending, media] : known) {
        if (name.ends_with(ending)) return media;
    }
    return "application/octet-stream";
}

std::string kind_words(core::FileKind kind) {
    return say("files.kind." + std::string(core::name_of(kind)));
}

std::string hash_words(const std::array<std::uint8_t, 32>& hash) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const std::uint8_t byte : hash) {
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
    return out;
}

std::string size_words(std::int64_t bytes) {
    if (bytes < 1024) return say("size.bytes", bytes);
    if (bytes < 1024 * 1024) return say("size.kb", (bytes + 1023) / 1024);
    const std::int64_t tenths = bytes * 10 / (1024 * 1024);
    return say("size.mb", std::to_string(tenths / 10) + "." + std::to_string(tenths % 10));
}

} // namespace

void Attachments::add(Desk& desk, core::EntityId of, std::shared_ptr<platform::File> file) {
    if (!file) return;
    const std::uint64_t size = file->size();
    if (size > static_cast<std::uint64_t>(core::largest_attachment_bytes)) {
        toast(error_words({core::ErrorCode::too_large, "file",
                           std::to_string(core::largest_attachment_bytes), 0}),
              {}, true);
        return;
    }
    platform::File& source = *file;
    source.read(
        0, static_cast<std::size_t>(size),
        [&desk, of, kind = static_cast<core::FileKind>(kind_),
         file = std::move(file)](std::optional<std::vector<std::uint8_t>> bytes) {
            if (!bytes) {
                toast(error_words({core::ErrorCode::io, "file", {}, 0}), {}, true);
                return;
            }
            desk.act(
                [of, kind, name = file->name(), bytes = std::move(*bytes)](session::Session& book) {
                    const std::string_view view(reinterpret_cast<const char*>(bytes.data()),
                                                bytes.size());
                    return session::Ledger(book).attach(book.mint(), of, name, media_of(name), view,
                                                        kind);
                },
                say("files.added", file->name()));
            desk.backend.request_frame();
        });
}

void Attachments::draw_row(Desk& desk, const core::AttachmentRow& row) {
    const Named named(core::to_text(row.id));
    {
        Row line(10, true, 32);
        text(row.name, {.letters = Letters::strong, .tone = row.voided ? Tone::faint : Tone::text});
        text(size_words(row.bytes), {.tone = Tone::soft});
        const core::FileKind kind = session::Ledger(desk.session).kind_of_file(row.id);
        if (kind != core::FileKind::other) badge(kind_words(kind), BadgeKind::accent);
        if (row.voided) badge(say("status.voided"), BadgeKind::neutral);
        else if (!row.here) badge(say("files.elsewhere"), BadgeKind::warn);
        if (row.here && !row.voided &&
            button(say("files.open"), {.kind = ButtonKind::quiet, .icon = Icon::download})) {
            desk.later([&desk, row] {
                const auto bytes = session::Ledger(desk.session).file(row.sha256);
                auto out = bytes ? desk.library.save_file(row.name, row.media) : nullptr;
                if (out == nullptr) return;
                const std::span data(reinterpret_cast<const std::uint8_t*>(bytes->data()),
                                     bytes->size());
                if (!out->write(data) || !out->finish()) {
                    toast(error_words({core::ErrorCode::io, "file", {}, 0}), {}, true);
                }
            });
        }
        if (!row.voided && icon_button(Icon::undo, say("files.remove"))) {
            desk.run(core::Reverse{desk.session.mint(), row.id, std::nullopt, say("files.removed")},
                     say("files.removed_done", row.name));
        }
    }
    caption("SHA-256 " + hash_words(row.sha256), Tone::faint);
}

void Attachments::draw(Desk& desk, core::EntityId of, Offers offers) {
    const std::string key = core::to_text(of) + "@" + std::to_string(desk.session.revision());
    const auto& rows =
        rows_.get(key, [&] { return session::Ledger(desk.session).attachments(of); });
    if (rows.empty()) text(say("files.none"), {.tone = Tone::soft});
    for (const core::AttachmentRow& row : rows) draw_row(desk, row);
    if (offers.kinds) {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < core::file_kinds; ++i) {
            names.push_back(kind_words(static_cast<core::FileKind>(i)));
        }
        select(say("files.kind"), kind_, names, {.hint = say("files.kind_hint"), .width = 260});
    } else {
        kind_ = 0;
    }
    {
        Row row(8);
        if (offers.photo && button(say("task.photo"), {.icon = Icon::camera})) {
            // Of a picture that could not be drawn anew nothing came: it would tell what the camera
            // wrote beside it.
            desk.backend.pick_picture([this, &desk, of](std::shared_ptr<platform::File> file) {
                if (file && file->size() == 0)
                    toast(say("files.no_picture", file->name()), {}, true);
                else add(desk, of, std::move(file));
            });
        }
        if (button(say("files.add"), {.icon = Icon::upload})) {
            desk.backend.pick_file("", [this, &desk, of](std::shared_ptr<platform::File> file) {
                add(desk, of, std::move(file));
            });
        }
    }
    // Nothing is dropped by a finger.
    caption(say(narrow() ? "files.hint_small" : "files.hint",
                core::largest_attachment_bytes / (1024 * 1024)));
    desk.take_files = [this, &desk, of](const Desk::Files& files) {
        for (const auto& file : files) add(desk, of, file);
        return true;
    };
}

} // namespace huikuan::ui
