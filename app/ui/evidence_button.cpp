#include "ui/evidence_button.h"

#include "session/evidence.h"
#include "session/legal.h"
#include "ui/backend/backend.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/reversal.h"

namespace huikuan::ui {

namespace {

class EvidenceJob final : public Job {
public:
    EvidenceJob(Desk& desk, session::EvidenceQuery query)
        : library_(desk.library), maker_(desk.session, std::move(query)) {}

    // One exhibit is one step: none of them takes long.
    bool step(double) override {
        if (cancelled_) return true;
        if (maker_.step()) return false;
        const auto bytes = maker_.finish();
        if (!bytes) {
            toast(error_words(bytes.error()), {}, true);
            return true;
        }
        auto out = library_.save_file(maker_.file_name(), "application/zip");
        if (!out) return true;
        const auto* first = reinterpret_cast<const std::uint8_t*>(bytes->data());
        if (out->write({first, bytes->size()}) && out->finish()) {
            toast(say("law.evidence_done", maker_.exhibits().size(),
                      maker_.exhibits().back().last_page));
        } else {
            out->abandon();
            toast(say("law.evidence_failed"), {}, true);
        }
        return true;
    }
    void cancel() override { cancelled_ = true; }
    [[nodiscard]] std::string title() const override { return say("law.evidence"); }
    [[nodiscard]] int progress() const override { return maker_.permille(); }
    [[nodiscard]] std::string detail() const override {
        return maker_.exhibits().empty() ? std::string() : maker_.exhibits().back().title;
    }

private:
    Library& library_;
    session::EvidenceMaker maker_;
    bool cancelled_ = false;
};

session::EvidenceQuery query_of(const Desk& desk, core::CustomerId customer,
                                core::EntityId of_case) {
    session::EvidenceQuery query;
    query.customer = customer;
    query.day = desk.as_of;
    query.word = [](std::string_view key) { return std::string(word(key)); };
    if (of_case.is_nil()) return query;
    query.of_case = of_case;
    const auto row = session::Legal(desk.session).one_case(of_case, desk.as_of);
    if (row) query.invoices = row->what.invoices;
    return query;
}

std::vector<std::string> barred_of(const Desk& desk, const session::EvidenceQuery& query) {
    return session::Legal(desk.session).barred(query.customer, query.invoices, query.day);
}

void start_evidence(Desk& desk, session::EvidenceQuery query) {
    desk.later([&desk, query = std::move(query)] {
        if (desk.job) {
            toast(say("list.export_busy"), {}, true);
            return;
        }
        desk.job = std::make_unique<EvidenceJob>(desk, query);
        desk.backend.request_frame();
    });
}

} // namespace

void make_evidence(Desk& desk, core::CustomerId customer, core::EntityId of_case) {
    session::EvidenceQuery query = query_of(desk, customer, of_case);
    if (barred_of(desk, query).empty()) return start_evidence(desk, std::move(query));
    Route route = parse_route(with_sheet(desk, "evidence", core::to_text(customer)));
    if (!of_case.is_nil()) route.set("of_case", core::to_text(of_case));
    desk.go(route.text());
}

void EvidenceQuestion::draw(Desk& desk) {
    const std::string id = desk.route.option("evidence");
    const auto parsed = core::parse_id(id);
    bool open = parsed.has_value();
    if (!open) return;
    const auto of_case = core::parse_id(desk.route.option("of_case")).value_or(core::EntityId{});
    const auto customer = core::id_cast<core::CustomerId>(*parsed);
    const auto& barred = barred_.get(moment_key(desk, id + core::to_text(of_case)), [&] {
        return barred_of(desk, query_of(desk, customer, of_case));
    });
    {
        Dialog dialog("evidence_question", say("law.evidence"), open);
        if (!dialog) return;
        std::string numbers;
        for (const std::string& one : barred) numbers += (numbers.empty() ? "" : " · ") + one;
        notice(say("law.evidence_barred", numbers), BadgeKind::warn);
        Row row(8);
        if (button(say("law.evidence_anyway"), {.kind = ButtonKind::primary})) {
            start_evidence(desk, query_of(desk, customer, of_case));
            open = false;
        }
        if (button(say("kit.cancel"))) open = false;
    }
    if (open) return;
    Route route = parse_route(with_sheet(desk, "evidence", {}));
    route.set("of_case", {});
    desk.go(route.text(), true);
}

} // namespace huikuan::ui
