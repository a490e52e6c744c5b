#include "ui/evidence_button.h"

#include "session/evidence.h"
#include "ui/backend/backend.h"
#include "ui/kit/format.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"

namespace huikuan::ui {

namespace {

class EvidenceJob final : public Job {
public:
    EvidenceJob(Desk& desk, core::CustomerId customer)
        : library_(desk.library),
          maker_(desk.session, {customer, {}, desk.as_of, [](std::string_view key) {
                                    return std::string(word(key));
                                }}) {}

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

} // namespace

void make_evidence(Desk& desk, core::CustomerId customer) {
    desk.later([&desk, customer] {
        if (desk.job) {
            toast(say("list.export_busy"), {}, true);
            return;
        }
        desk.job = std::make_unique<EvidenceJob>(desk, customer);
        desk.backend.request_frame();
    });
}

} // namespace huikuan::ui
