#include "session/bundle.h"

#include <filesystem>
#include <unistd.h>

#include "session/world.h"

using namespace huikuan;
using namespace huikuan::test;

TEST_CASE("a colleague joins, both write offline, and files both ways make the books equal") {
    const Book office = new_book();
    const auto customer = add_customer(*office, "乙公司");
    const auto number_one = office->mint();
    REQUIRE(office->run(invoice(number_one, customer, "A-1", 1'000, "2026-09-01", "2026-10-01")));

    const Book field = new_book("");
    CHECK(field->book().id.is_nil());
    const auto joined = merged(*field, exported(*office));
    CHECK(joined.fresh == office->counts().changes);
    CHECK(field->book().company == "甲公司");
    CHECK(digest(*field) == digest(*office));

    // One receipt of 1,000 each, both for the same invoice.
    REQUIRE(office->run(receipt(office->mint(), customer, 1'000, "2026-11-01")));
    REQUIRE(field->run(receipt(field->mint(), customer, 1'000, "2026-11-20")));
    merged(*field, exported(*office));
    merged(*office, exported(*field));
    CHECK(digest(*field) == digest(*office));
    const auto row = office->customer(customer, office->today());
    CHECK(row->balances.at(0).balance == -1'000);
    CHECK(office->counts().exceptions == field->counts().exceptions);
    CHECK(office->counts().exceptions > 0);

    SUBCASE("again is harmless") {
        const auto again = merged(*office, exported(*field));
        CHECK(again.fresh == 0);
        CHECK(again.known == again.read);
    }
    SUBCASE("only what is new since the colleague's last file") {
        REQUIRE(office->run(receipt(office->mint(), customer, 5, "2026-11-21")));
        const auto known = session::peers(*office);
        REQUIRE(known.size() == 1);
        session::ExportOptions options;
        options.since = known[0].device;
        const auto report = merged(*field, exported(*office, options));
        CHECK(report.read == 1);
        CHECK(report.fresh == 1);
        CHECK(digest(*field) == digest(*office));
    }
}

TEST_CASE("a merge that is cancelled in the preview leaves the book as it was") {
    const Book office = new_book();
    const auto customer = add_customer(*office, "乙公司");
    const Book field = new_book("");
    merged(*field, exported(*office));
    REQUIRE(field->run(receipt(field->mint(), customer, 70, "2026-11-01")));
    const auto before = digest(*office);
    {
        session::MergeJob job(*office, std::make_shared<MemoryFile>(exported(*field)));
        while (job.phase() == session::JobPhase::working) job.step(1000);
        REQUIRE(job.phase() == session::JobPhase::preview);
        CHECK(job.report().fresh == 1);
        CHECK(job.report().after.receipts == 1);
        const auto busy = office->run(receipt(office->mint(), customer, 1, "2026-11-01"));
        REQUIRE_FALSE(busy);
        CHECK(busy.error().code == core::ErrorCode::read_only);
        SUBCASE("by the person") { job.cancel(); }
        SUBCASE("by closing the page") {}
    }
    CHECK(digest(*office) == before);
    CHECK(office->counts().receipts == 0);
    CHECK(office->run(receipt(office->mint(), customer, 1, "2026-11-01")));
    CHECK(session::check_integrity(*office).sound);
}

TEST_CASE("what cannot be merged is refused and changes nothing") {
    const Book office = new_book();
    add_customer(*office, "乙公司");
    const Book other = new_book("另一家");
    session::ExportOptions options;
    options.form = session::BundleForm::ndjson;
    std::string bytes = exported(*office, options);
    core::ErrorCode expected = core::ErrorCode::corrupt;
    bool into_blank = true;
    SUBCASE("another book") {
        into_blank = false;
        expected = core::ErrorCode::wrong_book;
    }
    SUBCASE("cut in the middle") {
        bytes.resize(bytes.size() / 2);
        bytes.resize(bytes.rfind('\n') + 1);
        expected = core::ErrorCode::truncated;
    }
    SUBCASE("one byte changed") { bytes[bytes.find("乙")] ^= 1; }
    SUBCASE("no bundle") {
        bytes = "<!doctype html><title>login</title>";
        expected = core::ErrorCode::not_a_book;
    }
    const Book blank = new_book("");
    const Book& target = into_blank ? blank : other;
    const auto before = target->counts().changes;
    session::MergeJob job(*target, std::make_shared<MemoryFile>(bytes));
    while (job.phase() == session::JobPhase::working) job.step(1000);
    CHECK(job.phase() == session::JobPhase::failed);
    CHECK(core::name_of(job.error().code) == core::name_of(expected));
    CHECK(target->counts().changes == before);
}

TEST_CASE("a bundle of more changes than one slice holds, and two merges one after the other") {
    const std::string path = (std::filesystem::temp_directory_path() /
                              ("huikuan-two-merges-" + std::to_string(::getpid())))
                                 .string();
    auto office = session::Session::create_file(path, {"甲公司", cny()}).value();
    const Book field = new_book("");
    merged(*field, exported(*office));
    const auto customer = add_customer(*field, "乙公司");
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 300; ++i) {
            const auto id = field->mint();
            REQUIRE(field->run(invoice(id, customer, std::to_string(round * 1000 + i), 100,
                                       "2026-09-01", "2026-10-01")));
        }
        CHECK(merged(*office, exported(*field)).fresh == (round == 0 ? 301 : 300));
    }
    CHECK(digest(*field) == digest(*office));
    office.reset();
    for (const char* ending : {"", ".before-merge", "-wal", "-shm", "-journal"})
        std::filesystem::remove(path + ending);
}
