#pragma once
// The whole interface without a window, as its tests use it: a book, a person who presses and types
// by role and name, and what can be seen.
#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <string_view>

#include "platform/native.h"
#include "platform/vault.h"
#include "session/demo.h"
#include "ui/backend/hooks.h"
#include "ui/backend/native_backend.h"
#include "ui/kit/strings.h"
#include "ui/shell.h"

namespace huikuan::test {

using namespace huikuan::ui;

inline core::Date day(const char* iso) { return core::parse_iso(iso).value(); }

class Paper final : public platform::Outgoing {
public:
    explicit Paper(std::string& text) : text_(text) {}
    bool write(std::span<const std::uint8_t> bytes) override {
        text_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return true;
    }
    bool finish() override { return true; }
    void abandon() override { text_ = "abandoned"; }

private:
    std::string& text_;
};

class World {
public:
    explicit World(float width = 1440, float height = 900, const char* language = "zh-CN") {
        platform::forget_native_vaults();
        backend = std::make_unique<NativeBackend>(width, height);
        backend->set_setting("language", language);
        auto library = std::make_unique<Library>([this] { backend->request_frame(); },
                                                 [this](std::string_view name, std::string_view) {
                                                     saved_name = std::string(name);
                                                     saved.clear();
                                                     return std::make_unique<Paper>(saved);
                                                 });
        library_ = library.get();
        backend->carry(std::make_unique<Shell>(*backend, std::move(library)));
        settle();
    }
    ~World() {
        audit_items(nullptr);
        backend.reset();
        platform::forget_native_vaults();
    }

    void settle() {
        for (int i = 0; i < 4; ++i) {
            backend->settle();
            while (platform::run_vault_callbacks() || platform::run_file_callbacks()) {}
        }
        backend->settle();
    }
    void open_book(int customers, int invoices) {
        library_->create({"甲公司", core::parse_currency("CNY").value(), 7});
        settle();
        session::Session* session = library_->session();
        REQUIRE(session != nullptr);
        session->set_today(core::parse_iso("2026-11-22").value());
        if (customers == 0) return;
        session::DemoOptions options;
        options.customers = customers;
        options.invoices = invoices;
        options.seed = 3;
        options.today = session->today();
        session::DemoJob job(*session, options);
        while (!job.finished()) job.step(50);
        settle();
    }
    void visit(const std::string& route) {
        backend->visit(route);
        settle();
    }
    bool press(Role role, std::string_view label) {
        const bool found = backend->activate(role, label);
        settle();
        return found;
    }
    bool type(std::string_view label, const std::string& text, Role role = Role::textbox) {
        const bool found = backend->type(role, label, text);
        settle();
        return found;
    }
    // On a phone what waits beside the day's list stands behind one button.
    void unfold_waiting() {
        for (int ways = 1; ways < 10; ++ways) {
            if (press(Role::button, say("today.waiting", ways))) return;
        }
    }
    [[nodiscard]] bool shows(std::string_view words) const {
        for (const Node& node : backend->app()->nodes()) {
            if (node.label.contains(words) || node.value.contains(words) ||
                node.description.contains(words)) {
                return true;
            }
        }
        return false;
    }
    session::Session& book() { return *library_->session(); }
    Library* library() { return library_; }

    std::unique_ptr<NativeBackend> backend;
    std::string saved; // the last file that left
    std::string saved_name;

private:
    Library* library_ = nullptr;
};

// A customer with a contact, a contract, a head of its group, a record that looks like it, a
// dispute and unapplied money: its id. (ledger_test.cpp)
std::string customer_with_everything(session::Session& book);

} // namespace huikuan::test
