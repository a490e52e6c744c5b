#include "platform/web_host.h"

#include <emscripten.h>

// clang-format off
EM_JS(void, hk_files_pick, (int token, const char* accept), {
    Module.host.files.pick(token, UTF8ToString(accept));
})
EM_JS(void, hk_files_listen, (), { Module.host.files.listen(); })
EM_JS(void, hk_files_read, (int file, double offset, double length, int token), {
    Module.host.files.read(file, offset, length, token);
})
EM_JS(void, hk_files_release, (int file), { Module.host.files.release(file); })
EM_JS(int, hk_outgoing_open, (const char* name, const char* mime), {
    return Module.host.files.open(UTF8ToString(name), UTF8ToString(mime));
})
EM_JS(int, hk_outgoing_write, (int outgoing, const void* bytes, int size), {
    return Module.host.files.write(outgoing, HEAPU8.slice(bytes, bytes + size)) ? 1 : 0;
})
EM_JS(int, hk_outgoing_finish, (int outgoing), {
    return Module.host.files.finish(outgoing) ? 1 : 0;
})
EM_JS(void, hk_outgoing_abandon, (int outgoing), { Module.host.files.abandon(outgoing); })
EM_JS(int, hk_text_open, (const char* encoding), {
    return Module.host.files.open_text(UTF8ToString(encoding));
})
EM_JS(char*, hk_text_decode, (int decoder, const void* bytes, int size, int last, int* textSize,
                              double* badOffset), {
    const chunk = HEAPU8.subarray(bytes, bytes + size);
    const answer = Module.host.files.decode_text(decoder, chunk, last !== 0);
    if (answer.text === null) {
        HEAPF64[badOffset >> 3] = answer.bad_offset;
        return 0;
    }
    const at = _malloc(answer.text.length + 1);
    HEAPU8.set(answer.text, at);
    HEAP32[textSize >> 2] = answer.text.length;
    return at;
})
EM_JS(void, hk_text_close, (int decoder), { Module.host.files.close_text(decoder); })
EM_JS(char*, hk_setting_get, (const char* key), {
    const value = Module.host.settings.get(UTF8ToString(key));
    return value === null ? 0 : stringToNewUTF8(value);
})
EM_JS(void, hk_setting_set, (const char* key, const char* value), {
    Module.host.settings.set(UTF8ToString(key), UTF8ToString(value));
})
// clang-format on
