#pragma once
// 证据材料 of a customer as a file that leaves: made exhibit by exhibit between frames, with a bar
// that can be cancelled.
#include "core/id.h"
#include "ui/desk.h"

namespace huikuan::ui {

void make_evidence(Desk& desk, core::CustomerId customer);

} // namespace huikuan::ui
