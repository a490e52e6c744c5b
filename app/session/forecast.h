#pragma once
// 回款预测 of an open book: one pass over its open lines, with what was promised and agreed and how
// each customer has paid in the last two years. Nothing is kept: it follows from the day.
#include "core/forecast.h"
#include "session/session.h"

namespace huikuan::session {

core::Forecast forecast(Session& session, core::Date day, int weeks = 13);

} // namespace huikuan::session
