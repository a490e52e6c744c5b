#include "platform/workbook.h"

#include <emscripten.h>

#include <map>
#include <utility>

// clang-format off
EM_JS(void, hk_workbook_read, (const void* bytes, int size, int token, int reader), {
    Module.host.workbooks.read(HEAPU8.slice(bytes, bytes + size), token,
        ['hk_workbook', 'hk_einvoice', 'hk_pdf'][reader]);
})
EM_JS(void, hk_workbook_fetch, (), { Module.host.workbooks.fetch(); })
// clang-format on

namespace huikuan::platform {

namespace {

int last_token = 0;
std::map<int, WorkbookRead> waiting;

void read(std::span<const std::uint8_t> bytes, WorkbookRead done, int reader) {
    waiting.emplace(++last_token, std::move(done));
    hk_workbook_read(bytes.data(), static_cast<int>(bytes.size()), last_token, reader);
}

} // namespace

void read_workbook(std::span<const std::uint8_t> bytes, WorkbookRead done) {
    read(bytes, std::move(done), 0);
}
void read_einvoice(std::span<const std::uint8_t> bytes, WorkbookRead done) {
    read(bytes, std::move(done), 1);
}
void count_pdf_pages(std::span<const std::uint8_t> bytes, WorkbookRead done) {
    read(bytes, std::move(done), 2);
}

void fetch_workbook_reader() { hk_workbook_fetch(); }

// `text` null: no answer.
extern "C" EMSCRIPTEN_KEEPALIVE void hk_workbook_answer(int token, const char* text, double size,
                                                        int reached) {
    const auto at = waiting.find(token);
    if (at == waiting.end()) return;
    const WorkbookRead done = std::move(at->second);
    waiting.erase(at);
    if (text == nullptr) done(std::nullopt, reached != 0);
    else done(std::string(text, static_cast<std::size_t>(size)), true);
}

} // namespace huikuan::platform
