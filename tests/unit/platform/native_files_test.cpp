#include <unistd.h>

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "platform/bytes.h"
#include "platform/native.h"

using namespace huikuan::platform;
using huikuan::test::bytes_of;
namespace fs = std::filesystem;

namespace {

struct Folder {
    fs::path path = fs::temp_directory_path() / ("huikuan-files-" + std::to_string(::getpid()));
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(path / name, std::ios::binary) << text;
        return (path / name).string();
    }
    std::string read(const std::string& name) const {
        std::ifstream file(path / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    std::size_t count() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(path), fs::directory_iterator()));
    }
};

// "unreadable", or what was read.
std::string read_part(File& file, std::uint64_t offset, std::size_t length) {
    std::string text = "never called";
    file.read(offset, length, [&](std::optional<std::vector<std::uint8_t>> bytes) {
        text = bytes ? std::string(bytes->begin(), bytes->end()) : "unreadable";
    });
    CHECK(text == "never called"); // not within the call
    CHECK(run_file_callbacks());
    return text;
}

} // namespace

TEST_CASE("a file is read in slices, and beyond its end there is nothing") {
    const Folder folder;
    const auto file = open_path(folder.write("发票.csv", "0123456789"));
    REQUIRE(file != nullptr);
    CHECK(file->name() == "发票.csv");
    CHECK(file->size() == 10);
    CHECK(read_part(*file, 0, 4) == "0123");
    CHECK(read_part(*file, 8, 100) == "89");
    CHECK(read_part(*file, 10, 5).empty());
    CHECK(read_part(*file, std::uint64_t{1} << 60U, 5).empty());
    CHECK(!run_file_callbacks());
}

TEST_CASE("a file that became shorter is unreadable, not silently short") {
    const Folder folder;
    const std::string path = folder.write("a.csv", std::string(1000, 'x'));
    const auto file = open_path(path);
    fs::resize_file(path, 10);
    CHECK(read_part(*file, 0, 1000) == "unreadable");
}

TEST_CASE("what is not a file cannot be opened") {
    const Folder folder;
    CHECK(open_path((folder.path / "missing.csv").string()) == nullptr);
    CHECK(open_path(folder.path.string()) == nullptr);
}

TEST_CASE("a file that leaves stands under its name only when it is whole") {
    const Folder folder;
    const std::string path = (folder.path / "book.ndjson").string();
    folder.write("book.ndjson", "the old one");
    {
        const auto out = save_path(path);
        REQUIRE(out != nullptr);
        CHECK(out->write(bytes_of("new")));
        CHECK(folder.read("book.ndjson") == "the old one");
        CHECK(out->write(bytes_of(" text")));
        CHECK(out->finish());
        CHECK(!out->write(bytes_of("more")));
        CHECK(!out->finish());
    }
    CHECK(folder.read("book.ndjson") == "new text");
    CHECK(folder.count() == 1);
}

TEST_CASE("an abandoned file leaves nothing, and so does one that is forgotten") {
    const Folder folder;
    save_path((folder.path / "a").string())->abandon();
    save_path((folder.path / "b").string())->write(bytes_of("text"));
    CHECK(folder.count() == 0);
}

TEST_CASE("a folder that is not there takes no file") {
    const Folder folder;
    CHECK(save_path((folder.path / "none" / "a").string()) == nullptr);
}

TEST_CASE("a name from a book does not choose the folder") {
    const Folder folder;
    set_save_folder(folder.path.string());
    const auto out = save_file("../../outside.csv", "text/csv");
    REQUIRE(out != nullptr);
    CHECK(out->finish());
    CHECK(fs::exists(folder.path / "outside.csv"));
    CHECK(save_file("..", "text/csv") == nullptr);
    CHECK(save_file("", "text/csv") == nullptr);
    set_save_folder(".");
}

TEST_CASE("the picker answers the file that was chosen once, then that nothing was") {
    const Folder folder;
    set_next_pick(open_path(folder.write("a.csv", "x")));
    int picked = 0;
    int cancelled = 0;
    const auto count = [&](const std::shared_ptr<File>& file) { ++(file ? picked : cancelled); };
    pick_file(".csv", count);
    pick_file(".csv", count);
    CHECK(picked + cancelled == 0);
    run_file_callbacks();
    CHECK(picked == 1);
    CHECK(cancelled == 1);
}

TEST_CASE("settings of the device survive whatever their text is") {
    const Folder folder;
    set_settings_file((folder.path / "deep" / "settings").string());
    CHECK(!device_setting("language"));
    set_device_setting("language", "zh-CN");
    set_device_setting("odd\tkey", "two\nlines\\and a tab\t.");
    set_device_setting("language", "en");
    CHECK(device_setting("language") == "en");
    CHECK(device_setting("odd\tkey") == "two\nlines\\and a tab\t.");
    folder.write("broken", "no tab here\nkey\tvalue\\");
    set_settings_file((folder.path / "broken").string());
    CHECK(device_setting("key") == "value\\");
    set_settings_file("");
}
