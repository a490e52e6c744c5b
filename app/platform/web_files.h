#pragma once
// A file that the page's half holds, under its handle.
#include <cstdint>
#include <memory>
#include <string>

#include "platform/platform.h"

namespace huikuan::platform {

std::shared_ptr<File> page_file(int handle, std::string name, std::uint64_t size);

} // namespace huikuan::platform
