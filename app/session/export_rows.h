#pragma once
// Rows of an export beside the documents: what was said, promised, agreed and disputed, until when
// debts can be enforced, cases, statements of account, lines of bank statements.
// tools/queries.sql says what each holds.
#include <functional>

#include "session/session.h"
#include "sync/bundle.h"

namespace huikuan::session {

using RowSink = std::function<core::Result<void>(const sync::ListRow&)>;

core::Result<void> rows_of_customer(Session& session, core::CustomerId customer, core::Date day,
                                    const RowSink& sink);
core::Result<void> rows_of_book(Session& session, core::Date day, const RowSink& sink);

} // namespace huikuan::session
