#pragma once
// What the commands that write share.
#include <string>

#include "arguments.h"
#include "core/command.h"
#include "platform/native.h"
#include "session/ledger.h"
#include "session/session.h"

namespace huikuan::cli {

core::EntityId id_of(session::Session& book, const Arguments& arguments); // --id, or a fresh one
core::Rate rate_of(const Arguments& arguments);                           // --rate 7.1234
// Of this customer, by its number or id. unknown_document.
core::EntityId find_contract(session::Session& book, core::CustomerId customer,
                             const std::string& name);
core::AllocationPlan plan_of(session::Session& book, const Arguments& arguments,
                             core::CustomerId customer, core::Currency currency);
// Runs the command, or with --preview only says what it would write.
void run(session::Session& book, const Arguments& arguments, const core::Command& command);
// What was written, as `run` says it.
void tell_written(session::Session& book, const Arguments& arguments,
                  const session::Outcome& outcome);

// Steps an import until it waits for an answer or is done; what its files answer comes in between.
template <class Import>
void run_until_idle(Import& import) {
    while (!import.idle()) {
        import.step(500.0);
        platform::run_file_callbacks();
    }
}

} // namespace huikuan::cli
