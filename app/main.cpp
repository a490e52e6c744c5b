// The app of the page: the shell over the books of this device, carried by the backend.
#include "platform/platform.h"
#include "ui/backend/backend.h"
#include "ui/shell.h"

int main() {
    using namespace huikuan;
    ui::start([](ui::Backend& backend) -> std::unique_ptr<ui::App> {
        auto library = std::make_unique<ui::Library>([&backend] { backend.request_frame(); },
                                                     platform::save_file);
        return std::make_unique<ui::Shell>(backend, std::move(library));
    });
    return 0;
}
