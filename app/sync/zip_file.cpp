#include "sync/zip_file.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <unordered_set>
#include <utility>

#include <unzip.h>
#include <zip.h>

namespace huikuan::sync {

namespace {

using core::ErrorCode;
using core::fail;

constexpr std::size_t zip_piece = 64 * 1024;
constexpr std::size_t longest_name = 1024;
constexpr int deflate_level = 6;
constexpr uLong utf8_names = 1U << 11;
constexpr uLong made_by_unix = (3U << 8) | 20;
constexpr uLong plain_file = 0100644UL << 16;
constexpr std::uint64_t largest_without_zip64 = 0xFFFFFFFE;

// --- minizip's file is a place in memory ---------------------------------------------------------

struct Memory {
    std::string* written = nullptr; // of a writer
    std::string_view read;          // of a reader
    std::uint64_t at = 0;
    bool failed = false;

    std::uint64_t size() const { return written != nullptr ? written->size() : read.size(); }
};

Memory& memory_of(voidpf stream) { return *static_cast<Memory*>(stream); }

voidpf open_memory(voidpf opaque, const void* /*name*/, int /*mode*/) { return opaque; }

uLong read_memory(voidpf, voidpf stream, void* into, uLong bytes) {
    Memory& memory = memory_of(stream);
    const std::uint64_t left = memory.size() - memory.at; // a seek never goes beyond the end
    if (left < bytes) memory.failed = true; // else minizip takes the missing bytes for zeros
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left, bytes));
    const char* from = memory.written != nullptr ? memory.written->data() : memory.read.data();
    std::memcpy(into, from + memory.at, count);
    memory.at += count;
    return static_cast<uLong>(count);
}

uLong write_memory(voidpf, voidpf stream, const void* from, uLong bytes) {
    Memory& memory = memory_of(stream);
    const std::uint64_t end = memory.at + bytes;
    if (memory.written == nullptr || end > largest_without_zip64) {
        memory.failed = true;
        return 0;
    }
    if (end > memory.written->size()) memory.written->resize(static_cast<std::size_t>(end));
    std::memcpy(memory.written->data() + memory.at, from, static_cast<std::size_t>(bytes));
    memory.at = end;
    return bytes;
}

ZPOS64_T tell_memory(voidpf, voidpf stream) { return memory_of(stream).at; }

long seek_memory(voidpf, voidpf stream, ZPOS64_T offset, int origin) {
    Memory& memory = memory_of(stream);
    std::uint64_t base = 0;
    if (origin == ZLIB_FILEFUNC_SEEK_CUR) base = memory.at;
    if (origin == ZLIB_FILEFUNC_SEEK_END) base = memory.size();
    if (offset > memory.size() || base + offset > memory.size()) return -1;
    memory.at = base + offset;
    return 0;
}

int close_memory(voidpf, voidpf) { return 0; }
int error_of_memory(voidpf, voidpf stream) { return memory_of(stream).failed ? 1 : 0; }

zlib_filefunc64_def over(Memory& memory) {
    return {open_memory, read_memory,  write_memory,    tell_memory,
            seek_memory, close_memory, error_of_memory, &memory};
}

bool is_good_name(std::string_view name) {
    if (name.empty() || name.size() > longest_name || name.front() == '/') return false;
    for (const char byte : name) {
        if (static_cast<unsigned char>(byte) < 0x20 || byte == '\\' || byte == 0x7F) return false;
    }
    for (std::string_view rest = name; !rest.empty();) {
        const std::size_t slash = std::min(rest.find('/'), rest.size());
        const std::string_view part = rest.substr(0, slash);
        if (part.empty() || part == "." || part == "..") return false;
        rest.remove_prefix(std::min(slash + 1, rest.size()));
    }
    return name.back() != '/';
}

std::string folded(std::string_view name) {
    std::string answer(name);
    for (char& letter : answer) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return answer;
}

} // namespace

// --- writing -------------------------------------------------------------------------------------

struct ZipWriter::Inside {
    std::string bytes;
    Memory memory;
    zipFile file = nullptr;
    zip_fileinfo info{};
    std::unordered_set<std::string> names; // folded: one machine's two files are another's one
};

ZipWriter::ZipWriter(core::Date day) : inside_(std::make_unique<Inside>()) {
    core::Ymd date = core::ymd_of(day);
    if (date.year < 1980) date = {1980, 1, 1};
    if (date.year > 2107) date = {2107, 12, 31};
    inside_->info.tmz_date.tm_year = date.year;
    inside_->info.tmz_date.tm_mon = date.month - 1;
    inside_->info.tmz_date.tm_mday = date.day;
    inside_->info.external_fa = plain_file;
    inside_->memory.written = &inside_->bytes;
    zlib_filefunc64_def functions = over(inside_->memory);
    inside_->file = zipOpen2_64("", APPEND_STATUS_CREATE, nullptr, &functions);
}

ZipWriter::~ZipWriter() {
    if (inside_->file != nullptr) zipClose(inside_->file, nullptr);
}

core::Result<void> ZipWriter::add(std::string_view name, std::string_view bytes) {
    if (!is_good_name(name)) return fail(ErrorCode::malformed, "name", std::string(name));
    if (!inside_->names.insert(folded(name)).second) {
        return fail(ErrorCode::duplicate_number, "name", std::string(name));
    }
    const std::string terminated(name);
    if (inside_->file == nullptr ||
        zipOpenNewFileInZip4_64(inside_->file, terminated.c_str(), &inside_->info, nullptr, 0,
                                nullptr, 0, nullptr, Z_DEFLATED, deflate_level, 0, -MAX_WBITS,
                                DEF_MEM_LEVEL, Z_DEFAULT_STRATEGY, nullptr, 0, made_by_unix,
                                utf8_names, 0) != ZIP_OK) {
        return fail(ErrorCode::too_large, "zip");
    }
    while (!bytes.empty()) {
        const std::string_view part = bytes.substr(0, 1U << 30);
        if (zipWriteInFileInZip(inside_->file, part.data(), static_cast<unsigned>(part.size())) !=
            ZIP_OK) {
            return fail(ErrorCode::too_large, "zip");
        }
        bytes.remove_prefix(part.size());
    }
    if (zipCloseFileInZip(inside_->file) != ZIP_OK) return fail(ErrorCode::too_large, "zip");
    return {};
}

core::Result<std::string> ZipWriter::finish() {
    if (inside_->file == nullptr) return fail(ErrorCode::too_large, "zip");
    const int answer = zipClose(std::exchange(inside_->file, nullptr), nullptr);
    if (answer != ZIP_OK || inside_->memory.failed) return fail(ErrorCode::too_large, "zip");
    return std::move(inside_->bytes);
}

// --- reading -------------------------------------------------------------------------------------

struct ZipReader::Inside {
    Memory memory;
    unzFile file = nullptr;
    std::vector<ZipEntry> entries;
    std::vector<unz64_file_pos> places; // beside each entry

    ~Inside() {
        if (file != nullptr) unzClose(file);
    }
};

ZipReader::ZipReader(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
ZipReader::~ZipReader() = default;
ZipReader::ZipReader(ZipReader&&) noexcept = default;
ZipReader& ZipReader::operator=(ZipReader&&) noexcept = default;

core::Result<ZipReader> ZipReader::open(std::string_view bytes, std::size_t most_entries) {
    auto inside = std::make_unique<Inside>();
    inside->memory.read = bytes;
    zlib_filefunc64_def functions = over(inside->memory);
    inside->file = unzOpen2_64("", &functions);
    unz_global_info64 about{};
    if (inside->file == nullptr || unzGetGlobalInfo64(inside->file, &about) != UNZ_OK) {
        return fail(ErrorCode::corrupt, "zip");
    }
    if (about.number_entry > most_entries) {
        return fail(ErrorCode::too_large, "zip", std::to_string(most_entries));
    }
    int step = about.number_entry == 0 ? UNZ_END_OF_LIST_OF_FILE : unzGoToFirstFile(inside->file);
    for (; step == UNZ_OK; step = unzGoToNextFile(inside->file)) {
        if (inside->entries.size() >= most_entries) return fail(ErrorCode::corrupt, "zip");
        unz_file_info64 info{};
        std::string name(longest_name + 1, '\0');
        unz64_file_pos place{};
        if (unzGetCurrentFileInfo64(inside->file, &info, name.data(), longest_name, nullptr, 0,
                                    nullptr, 0) != UNZ_OK ||
            info.size_filename > longest_name || unzGetFilePos64(inside->file, &place) != UNZ_OK) {
            return fail(ErrorCode::corrupt, "zip");
        }
        name.resize(info.size_filename);
        inside->entries.push_back({std::move(name), info.uncompressed_size});
        inside->places.push_back(place);
    }
    if (step != UNZ_END_OF_LIST_OF_FILE) return fail(ErrorCode::corrupt, "zip");
    return ZipReader(std::move(inside));
}

const std::vector<ZipEntry>& ZipReader::entries() const { return inside_->entries; }

bool ZipReader::has(std::string_view name) const {
    return std::ranges::contains(inside_->entries, name, &ZipEntry::name);
}

core::Result<std::string> ZipReader::read(std::string_view name, std::size_t limit) {
    const auto found = std::ranges::find(inside_->entries, name, &ZipEntry::name);
    if (found == inside_->entries.end()) return fail(ErrorCode::required, "zip", std::string(name));
    const auto index = static_cast<std::size_t>(found - inside_->entries.begin());
    unz_file_info64 info{};
    if (unzGoToFilePos64(inside_->file, &inside_->places[index]) != UNZ_OK ||
        unzGetCurrentFileInfo64(inside_->file, &info, nullptr, 0, nullptr, 0, nullptr, 0) !=
            UNZ_OK) {
        return fail(ErrorCode::corrupt, "zip", std::string(name));
    }
    const bool packed_as_known =
        info.compression_method == 0 || info.compression_method == Z_DEFLATED;
    if ((info.flag & 1U) != 0 || !packed_as_known) {
        return fail(ErrorCode::unsupported, "zip", std::string(name));
    }
    if (unzOpenCurrentFile(inside_->file) != UNZ_OK) {
        return fail(ErrorCode::corrupt, "zip", std::string(name));
    }
    std::string text;
    std::string part(zip_piece, '\0');
    int count = 0;
    while ((count = unzReadCurrentFile(inside_->file, part.data(), zip_piece)) > 0) {
        if (static_cast<std::size_t>(count) > limit - text.size()) {
            unzCloseCurrentFile(inside_->file);
            return fail(ErrorCode::too_large, "zip", std::string(name));
        }
        text.append(part.data(), static_cast<std::size_t>(count));
    }
    const int closed = unzCloseCurrentFile(inside_->file); // says whether the sum was right
    if (count < 0 || closed != UNZ_OK || text.size() != info.uncompressed_size) {
        return fail(ErrorCode::corrupt, "zip", std::string(name));
    }
    return text;
}

} // namespace huikuan::sync
