#pragma once
// 证据材料 of a customer or of one case as a file that leaves: made exhibit by exhibit between
// frames, with a bar that can be cancelled. Where the limitation of a debt is over a person is
// asked first: the bundle would prove that to the court. ?evidence=CUSTOMER, of_case=CASE
#include <string>
#include <vector>

#include "core/id.h"
#include "ui/desk.h"

namespace huikuan::ui {

// `of_case` nil: of all that is owed, with all cases.
void make_evidence(Desk& desk, core::CustomerId customer, core::EntityId of_case = {});

class EvidenceQuestion {
public:
    void draw(Desk& desk);

private:
    Cached<std::string, std::vector<std::string>> barred_;
};

} // namespace huikuan::ui
