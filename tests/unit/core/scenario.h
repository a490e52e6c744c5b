#pragma once
// A scenario is a plain text: one command a line, and below it, indented, what the book answers.
// Running it gives the same text with the answers as they are now; the two must be equal.
//
//   # a comment                          stays as it is
//   customer ACME name="Acme Ltd" terms_days=30
//       ok customer.set
//   invoice INV-1 customer=ACME amount=100.00 issued=2025-01-10
//       ok invoice.issue 100.00 due 2025-02-09
//   aging 2025-04-30 basis=issue edges=30,60
//       CNY  total 100.00  ...
//
// A word is a name, `key=value` or `key="value with blanks"`; in quotes \n is a line end, \t a tab,
// \xNN a byte, and {x*65} stands for x sixty-five times.
#include <set>
#include <string>

#include "core/result.h"

namespace huikuan::core {

struct ScenarioRun {
    std::string text;            // the scenario with today's answers
    std::set<std::string> words; // commands that were run, errors that were answered
};
ScenarioRun run_scenario(const std::string& text);

} // namespace huikuan::core
