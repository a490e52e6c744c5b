#pragma once
// Icons as strokes on a grid of 24, drawn in any size and colour. They carry no meaning alone: the
// word stands beside them or in the node's label.
#include <cstdint>

namespace huikuan::ui {

enum class Icon : std::uint8_t {
    none,
    home,
    people,
    document,
    coin,
    import,
    inbox,
    shield,
    settings,
    search,
    plus,
    close,
    check,
    chevron_left,
    chevron_right,
    chevron_up,
    chevron_down,
    sort_up,
    sort_down,
    calendar,
    warning,
    info,
    more,
    download,
    upload,
    file,
    undo,
    globe,
    sun,
    copy,
    arrow_left,
    clock,
    user,
    link,
    save,
    print,
    join,
    sample,
    pencil,
    phone,
    palette,
    split,
    cloud_off,
    building,
    columns,
    share,
    mail,
    message,
};

} // namespace huikuan::ui
