#pragma once
// The page's half of the platform, web/files.mjs, as C++ sees it.
#include <cstdint>

extern "C" {
void hk_files_pick(int token, const char* accept);
void hk_files_listen();
void hk_files_read(int file, double offset, double length, int token);
void hk_files_release(int file);
int hk_outgoing_open(const char* name, const char* mime);
int hk_outgoing_write(int outgoing, const void* bytes, int size);
int hk_outgoing_finish(int outgoing);
void hk_outgoing_abandon(int outgoing);
int hk_text_open(const char* encoding); // 0: unknown
// A malloc'ed UTF-8 text of *size bytes, or null and *bad_offset.
char* hk_text_decode(int decoder, const void* bytes, int size, int last, int* text_size,
                     double* bad_offset);
void hk_text_close(int decoder);
char* hk_setting_get(const char* key); // malloc'ed, or null
void hk_setting_set(const char* key, const char* value);
}
