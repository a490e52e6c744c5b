#pragma once
// A company's devices and the files between them, for one seed: people work, devices join, are
// cloned, restored and crash, clocks lie, files are lost, doubled, late, cut and bent. At the end
// everyone has seen everyone's file and all must say the same.
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sim/random.h"
#include "sim/replica.h"

namespace huikuan::sim {

// What happened in a run, summed over all runs: a simulator that does nothing finds nothing.
struct Tally {
    std::map<std::string, std::uint64_t> counts;

    void operator()(const std::string& name) { ++counts[name]; }
};

class World {
public:
    World(std::uint64_t seed, Tally& tally);
    // Throws Failure.
    void run();

private:
    struct File {
        std::string bytes;
        bool whole = true;
        bool torn = false;        // its end is missing
        sync::VersionVector peer; // what its reader must have; none for a whole book
    };

    void step();
    void act();       // a person, by the rules
    void misbehave(); // an app that does not ask decide
    void send();
    void deliver();
    void break_file(File& file);
    void join();
    void copy();
    void settle_down();
    void compare_all();
    void replay(Replica& replica);
    void check(Replica& replica);
    void note_lost(const std::set<core::Hash>& before);

    core::EntityId any_known(const std::vector<core::EntityId>& ids);
    core::EntityId fresh_id();
    core::CustomerId any_customer();
    core::Date any_date();
    core::Money any_money();
    core::Command any_command(Replica& replica);
    core::Fact any_fact();
    // sim/facts.cpp
    core::Command newer_command();
    core::Fact any_newer_fact();
    core::FieldsSet any_fields();
    core::Fact any_debit();
    core::Fact any_credit();
    core::Fact any_work();
    core::Fact any_bank();
    core::Fact any_legal();
    core::Fact any_statement();
    static std::optional<core::Command> command_for(const core::Fact& fact);
    void note(const core::Fact& fact);
    core::EntityId any_of(const std::vector<core::EntityId>& ids);
    core::EntityId subject(const std::vector<core::EntityId>& ids, core::CustomerId& customer);
    core::Date any_later_date();
    core::EntityId id_for(const std::vector<core::EntityId>& used);

    Random random_;
    Tally& tally_;
    std::int64_t now_ms_;
    std::set<core::Hash> written_;
    std::vector<std::unique_ptr<Replica>> replicas_;
    std::vector<Image> old_images_;
    std::vector<File> files_;
    std::vector<core::EntityId> customers_;
    std::vector<core::EntityId> invoices_; // ids that were used, here or there
    std::vector<core::EntityId> receipts_;
    std::vector<core::EntityId> others_; // any fact that is no document
    std::vector<core::EntityId> disputes_;
    std::vector<core::EntityId> plans_;
    std::vector<core::EntityId> statements_;
    std::vector<core::EntityId> answers_;
    std::vector<core::EntityId> bills_;
    std::vector<core::EntityId> cases_;
    std::vector<core::EntityId> records_; // contacts, contracts, tasks
    std::map<core::EntityId, core::CustomerId> owners_;
    std::vector<core::BankLine> lines_;
    std::set<core::Hash> acknowledged_; // were on a disk, and must never be lost
    std::map<std::pair<std::uint32_t, core::Hash>, core::Hash> views_; // of each set, by version
};

} // namespace huikuan::sim
