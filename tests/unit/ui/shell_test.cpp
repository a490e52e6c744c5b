// The whole interface without a window: every page in both languages and both widths; what a person
// does there changes the book; nothing is drawn that has no role and no name.
#include "ui/shell.h"

#include <doctest/doctest.h>

#include <set>

#include "imgui.h"
#include "imgui_internal.h"
#include "platform/native.h"
#include "platform/vault.h"
#include "session/demo.h"
#include "ui/aging_view.h"
#include "ui/backend/hooks.h"
#include "ui/backend/native_backend.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"

using namespace huikuan;
using namespace huikuan::ui;

namespace {

class World {
public:
    explicit World(float width = 1440, float height = 900, const char* language = "zh-CN") {
        platform::forget_native_vaults();
        backend = std::make_unique<NativeBackend>(width, height);
        backend->set_setting("language", language);
        auto library =
            std::make_unique<Library>([this] { backend->request_frame(); },
                                      [](std::string_view, std::string_view) { return nullptr; });
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

    std::unique_ptr<NativeBackend> backend;

private:
    Library* library_ = nullptr;
};

constexpr const char* routes[] = {
    "/customers",
    "/receivables/aging",
    "/receivables/aging?bucket=5",
    "/receivables/invoices",
    "/receipts",
    "/import",
    "/exceptions",
    "/integrity",
    "/settings",
    "/receipts?new=receipt",
    "/receivables/invoices?new=invoice",
};

bool needs_name(Role role) {
    switch (role) {
    case Role::none:
    case Role::row:
    case Role::cell:
    case Role::rowheader:
    case Role::text:
    case Role::status:
    case Role::alert: return false;
    default: return true;
    }
}

void check_nodes(std::span<const Node> nodes) {
    std::set<NodeId> seen;
    for (const Node& node : nodes) {
        CHECK_MESSAGE(seen.insert(node.id).second, "twice: ", node.label);
        CHECK(node.role != Role::none);
        if (needs_name(node.role)) CHECK_MESSAGE(!node.label.empty(), static_cast<int>(node.role));
        if (node.parent != 0) CHECK_MESSAGE(seen.contains(node.parent), "parent: ", node.label);
        // A key that nobody translated would be seen as itself.
        const bool key =
            node.label.find(' ') == std::string::npos && has_key(Language::zh, node.label);
        CHECK_MESSAGE(!key, node.label);
    }
}

} // namespace

TEST_CASE("every page, in both languages, at both widths: each item has a role and a name") {
    for (const char* tongue : {"zh-CN", "en"}) {
        for (const float width : {1440.0F, 390.0F}) {
            World world(width, 844, tongue);
            CAPTURE(tongue);
            CAPTURE(width);
            check_nodes(world.backend->app()->nodes()); // the start page
            world.open_book(12, 60);
            for (const char* route : routes) {
                CAPTURE(route);
                world.visit(route);
                const auto nodes = world.backend->app()->nodes();
                CHECK(nodes.size() > 10);
                check_nodes(nodes);
                std::vector<DrawnItem> drawn;
                audit_items(&drawn);
                world.backend->request_frame();
                world.backend->settle();
                audit_items(nullptr);
                std::set<unsigned> spoken;
                for (const Node& node : world.backend->app()->nodes()) {
                    auto id = static_cast<unsigned>(node.id ^ (node.id >> 32U));
                    spoken.insert(id);
                    spoken.insert(id | 1U);
                }
                for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
                    auto* one = const_cast<ImGuiWindow*>(window);
                    spoken.insert({window->ID, window->ChildId, window->MoveId,
                                   ImGui::GetWindowScrollbarID(one, ImGuiAxis_X),
                                   ImGui::GetWindowScrollbarID(one, ImGuiAxis_Y)});
                }
                for (const DrawnItem& item : drawn) {
                    if (item.box.w <= 0 || item.box.h <= 0) continue;
                    const ImGuiWindow* own = ImGui::FindWindowByName("Debug##Default");
                    const bool of_imgui =
                        own != nullptr && own->Pos.x == item.box.x && own->Pos.y == item.box.y;
                    if (of_imgui) continue; // ImGui's fallback window, never seen
                    CHECK_MESSAGE(spoken.contains(item.id), "mute item: ", item.box.x, " ",
                                  item.box.y, " ", item.box.w, " ", item.box.h, " ", item.label);
                }
            }
        }
    }
}

TEST_CASE("a person makes a book, a customer, an invoice and a receipt, and takes it back") {
    World world;
    CHECK(world.press(Role::button, say("start.new_book")));
    CHECK(world.press(Role::button, say("start.create"))); // refused: no company
    CHECK(world.shows(say("start.company_missing")));
    CHECK(world.type(say("label.company"), "江南机电"));
    CHECK(world.press(Role::button, say("start.create")));
    REQUIRE(world.shows("江南机电"));
    world.book().set_today(core::parse_iso("2026-11-22").value());

    CHECK(world.shows(say("customers.empty")));
    CHECK(world.press(Role::button, say("customers.new")));
    CHECK(world.press(Role::button, say("kit.save")));
    CHECK(world.shows(say("customer.name_missing")));
    CHECK(world.type(say("label.name"), "王氏五金 𠮷 🙂"));
    CHECK(world.press(Role::button, say("kit.save")));
    CHECK(world.shows("王氏五金 𠮷 🙂"));
    CHECK(world.book().counts().customers == 1);

    CHECK(world.press(Role::button, say("invoices.issue")));
    CHECK(world.press(Role::button, say("invoices.save")));
    CHECK(world.book().counts().invoices == 0);
    CHECK(world.type(say("label.number"), "A-1"));
    CHECK(world.type(say("label.amount"), "1.2万"));
    CHECK(world.shows("12,000.00")); // says what it understood
    CHECK(world.press(Role::button, say("invoices.save")));
    CHECK(world.book().counts().invoices == 1);

    CHECK(world.press(Role::button, say("receipts.record")));
    CHECK(world.type(say("label.amount"), "5000"));
    CHECK(world.shows(say("receipts.exact"))); // the split is shown before anything is written
    CHECK(world.book().counts().receipts == 0);
    CHECK(world.press(Role::button, say("receipts.save")));
    CHECK(world.book().counts().receipts == 1);
    core::ListQuery query;
    query.as_of = world.book().today();
    const auto keys = world.book().invoice_keys(query);
    REQUIRE(keys.size() == 1);
    CHECK(world.book().invoices(keys, query.as_of)[0].open == 700'000);
    CHECK(world.press(Role::button, say("undo")));
    CHECK(world.book().invoices(keys, query.as_of)[0].open == 1'200'000);
}

TEST_CASE("by hand: an amount above what is open is refused beside its field") {
    World world;
    world.open_book(0, 0);
    const auto customer = world.book().mint();
    REQUIRE(world.book().run(
        core::SetFields{{core::RegisterKind::customer, customer, {{"name", "甲"}}}}));
    core::IssueInvoice issue;
    issue.invoice.id = core::id_cast<core::InvoiceId>(world.book().mint());
    issue.invoice.customer = core::id_cast<core::CustomerId>(customer);
    issue.invoice.number = "B-9";
    issue.invoice.amount = {10'000, core::parse_currency("CNY").value()};
    issue.invoice.issued = core::parse_iso("2026-10-01").value();
    REQUIRE(world.book().run(issue));
    world.visit("/customers/" + core::to_text(customer) + "?new=receipt");
    CHECK(world.type(say("label.amount"), "80"));
    CHECK(world.press(Role::radio, say("allocate.by_hand")));
    CHECK(world.type(say("allocate.amount_for", "B-9"), "100.01"));
    CHECK(world.shows(say("allocate.more_than_open", "CNY 100.00")));
    CHECK(world.press(Role::button, say("receipts.save")));
    CHECK(world.book().counts().receipts == 0);
    CHECK(world.type(say("allocate.amount_for", "B-9"), "79.99"));
    CHECK(world.press(Role::button, say("receipts.save")));
    REQUIRE(world.book().counts().receipts == 1);
    core::ListQuery query;
    query.as_of = world.book().today();
    const auto rows = world.book().receipts(world.book().receipt_keys(query), query.as_of);
    CHECK(rows[0].unapplied == 1); // 0.01 stays unapplied
}

TEST_CASE("the aging drills from a bucket to a customer to documents that add up to it") {
    World world;
    world.open_book(12, 120);
    world.visit("/receivables/aging");
    core::AgingQuery query;
    query.as_of = world.book().today();
    const auto report = world.book().aging(query);
    REQUIRE(!report.parties.empty());
    const auto& parties = world.book().aging_entries().parties;
    for (const auto& party : report.parties) {
        const auto& at = parties[party.party];
        for (std::size_t bucket = 0; bucket < party.line.buckets.size(); ++bucket) {
            std::int64_t sum = 0;
            core::ListQuery list;
            list.customer = at.customer;
            list.open_only = true;
            list.as_of = query.as_of;
            for (const auto& row :
                 world.book().invoices(world.book().invoice_keys(list), query.as_of)) {
                if (row.amount.currency != at.currency) continue;
                for (const auto& line : aged_lines(row, query)) {
                    if (line.slot == bucket + 1) sum += line.open;
                }
            }
            CHECK(sum == party.line.buckets[bucket]);
        }
    }
    const std::string customer = core::to_text(parties[report.parties[0].party].customer);
    world.visit("/receivables/aging?customer=" + customer);
    CHECK(world.shows(say("aging.documents")));
    world.visit("/receivables/aging?customer=nonsense&bucket=99&currency=XXX");
    CHECK(world.shows(say("aging.title")));
}

TEST_CASE("links that lead nowhere say so, and nothing breaks") {
    World world;
    world.open_book(3, 10);
    world.visit("/customers/0199b0c2-0000-7000-8000-000000000000");
    CHECK(world.shows(say("customer.gone")));
    world.visit("/customers/%F0%9F%98%80");
    CHECK(world.shows(say("customer.gone")));
    world.visit("/receipts?receipt=0199b0c2-0000-7000-8000-000000000000");
    CHECK(world.shows(say("receipt.gone")));
    world.visit("/receivables/invoices?invoice=x");
    CHECK(world.shows(say("invoice.gone")));
    world.visit("/no/such/page");
    CHECK(world.shows(say("nav.customers")));
}

TEST_CASE("nothing is drawn when nothing changes") {
    World world;
    world.open_book(5, 20);
    for (const char* route : routes) {
        CAPTURE(route);
        world.visit(route);
        world.backend->settle();
        const auto before = world.backend->loop().frames_run();
        world.backend->advance(10'000);
        CHECK(world.backend->loop().frames_run() - before <= 2);
    }
}
