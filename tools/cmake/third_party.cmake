# Third-party libraries from .deps (tools/setup), each a static target, compiled without warnings.

if(NOT EXISTS ${DEPS}/stamps/emscripten-libraries)
  message(FATAL_ERROR "The dependencies are not there yet: run tools/setup first.")
endif()

function(quiet_library name)
  add_library(${name} STATIC EXCLUDE_FROM_ALL ${ARGN})
  target_compile_options(${name} PRIVATE -w)
  if(HUIKUAN_SANITIZE)
    # Their own undefined behaviour is their authors' business; memory errors are ours.
    target_compile_options(${name} PRIVATE -fno-sanitize=undefined)
  endif()
endfunction()

# SQLite: one thread, no extensions, and "text" in double quotes is an error. What the book does
# not use is left out: it would be a tenth of the first visit.
quiet_library(sqlite3 ${DEPS}/sqlite/sqlite3.c)
target_include_directories(sqlite3 SYSTEM INTERFACE ${DEPS}/sqlite)
target_compile_options(sqlite3 PRIVATE $<IF:$<BOOL:${EMSCRIPTEN}>,-Oz,-Os>) # as fast, measured
target_compile_definitions(sqlite3 PRIVATE
  SQLITE_DEFAULT_MEMSTATUS=0 SQLITE_DQS=0 SQLITE_LIKE_DOESNT_MATCH_BLOBS
  SQLITE_OMIT_AUTHORIZATION SQLITE_OMIT_AUTOVACUUM SQLITE_OMIT_COMPILEOPTION_DIAGS
  SQLITE_OMIT_COMPLETE SQLITE_OMIT_DATETIME_FUNCS SQLITE_OMIT_DECLTYPE SQLITE_OMIT_DEPRECATED
  SQLITE_OMIT_EXPLAIN SQLITE_OMIT_FOREIGN_KEY SQLITE_OMIT_GENERATED_COLUMNS SQLITE_OMIT_GET_TABLE
  SQLITE_OMIT_INCRBLOB SQLITE_OMIT_JSON SQLITE_OMIT_LOAD_EXTENSION
  SQLITE_OMIT_PROGRESS_CALLBACK SQLITE_OMIT_SCHEMA_PRAGMAS SQLITE_OMIT_SHARED_CACHE
  SQLITE_OMIT_TCL_VARIABLE SQLITE_OMIT_TRACE SQLITE_OMIT_UTF16 SQLITE_OMIT_WAL
  SQLITE_TEMP_STORE=3
  SQLITE_THREADSAFE=0 SQLITE_UNTESTABLE SQLITE_USE_ALLOCA)

if(EMSCRIPTEN)
  # SQLite reads through pointers into the pages in memory (app/store/page_vfs.cpp).
  target_compile_definitions(sqlite3 PRIVATE SQLITE_MAX_MMAP_SIZE=0xC0000000)
endif()
if(EMSCRIPTEN AND NOT HUIKUAN_WEB_TESTS)
  # A page has no files: without this, the first random number is asked of /dev/urandom for ever.
  target_compile_definitions(sqlite3 PRIVATE SQLITE_OS_OTHER=1) # app/store/page_vfs_web.cpp
endif()

add_library(nlohmann_json INTERFACE)
target_include_directories(nlohmann_json SYSTEM INTERFACE ${DEPS}/nlohmann-json/usr/include)
add_library(doctest INTERFACE)
target_include_directories(doctest SYSTEM INTERFACE ${DEPS}/doctest/usr/include)

# libsodium: the portable C; files for particular processors are empty without their macros.
file(GLOB_RECURSE sodium_sources ${DEPS}/libsodium/src/libsodium/*.c)
quiet_library(sodium ${sodium_sources})
target_include_directories(sodium SYSTEM INTERFACE ${DEPS}/libsodium/src/libsodium/include)
target_include_directories(sodium PRIVATE
  ${DEPS}/libsodium/src/libsodium/include/sodium ${DEPS}/libsodium/src/libsodium/include)
target_compile_options(sodium PRIVATE $<IF:$<BOOL:${EMSCRIPTEN}>,-Os,-O2>)
target_compile_definitions(sodium PRIVATE CONFIGURED=1 NATIVE_LITTLE_ENDIAN=1 PUBLIC SODIUM_STATIC)

set(zlib_sources
  adler32 compress crc32 deflate infback inffast inflate inftrees trees uncompr zutil)
list(TRANSFORM zlib_sources PREPEND ${DEPS}/zlib/)
list(TRANSFORM zlib_sources APPEND .c)
quiet_library(zlib ${zlib_sources})
target_include_directories(zlib SYSTEM INTERFACE ${DEPS}/zlib)
target_compile_options(zlib PRIVATE $<IF:$<BOOL:${EMSCRIPTEN}>,-Oz,-O2>)
if(EMSCRIPTEN)
  # Its tables of noise are computed at the first use instead of being fetched; every page of a book
  # that is opened is summed.
  target_compile_definitions(zlib PRIVATE DYNAMIC_CRC_TABLE)
  set_source_files_properties(${DEPS}/zlib/crc32.c PROPERTIES COMPILE_OPTIONS -O2)
endif()

# ZIP as its author keeps it beside zlib: over memory (app/sync/zip_file.cpp), without ciphers.
set(minizip ${DEPS}/zlib/contrib/minizip)
quiet_library(minizip ${minizip}/ioapi.c ${minizip}/unzip.c ${minizip}/zip.c)
target_include_directories(minizip SYSTEM INTERFACE ${minizip})
target_compile_definitions(minizip PRIVATE NOCRYPT NOUNCRYPT)
target_link_libraries(minizip PUBLIC zlib)
if(EMSCRIPTEN)
  target_compile_options(minizip PRIVATE -Oz)
endif()

quiet_library(csv ${DEPS}/libcsv/libcsv.c)
target_include_directories(csv SYSTEM INTERFACE ${DEPS}/libcsv)

# Expat without namespaces, document types and entities of a file's own: what reads an invoice needs
# none of them. The salt of its hash tables comes from addresses; names are few and bounded.
# (Its configuration is ours, not one that the machine happens to have.)
string(CONCAT expat_config "#define XML_GE 0\n#define XML_CONTEXT_BYTES 0\n"
  "#define XML_POOR_ENTROPY 1\n#define BYTEORDER 1234\n")
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/expat/expat_config.h CONTENT "${expat_config}" @ONLY)
quiet_library(expat ${DEPS}/expat/expat/lib/xmlparse.c ${DEPS}/expat/expat/lib/xmlrole.c
  ${DEPS}/expat/expat/lib/xmltok.c)
target_include_directories(expat SYSTEM INTERFACE ${DEPS}/expat/expat/lib)
target_include_directories(expat BEFORE PRIVATE ${CMAKE_BINARY_DIR}/expat)
target_compile_definitions(expat PRIVATE XML_STATIC)
if(EMSCRIPTEN)
  target_compile_options(expat PRIVATE -Os)
endif()

# libxls reads workbooks of Excel 97 to 2003 (.xls). Debian has it within readxl, whose copy asks
# for a header of R's: what it needs of the system stands before it. Its configuration is readxl's.
# In C++ it opens a namespace around what it includes; libxls.h has the system's outside of it.
string(CONCAT xls_system "#pragma once\n#include <stddef.h>\n#include <stdint.h>\n"
  "#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <sys/types.h>\n")
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/libxls/cran.h CONTENT "${xls_system}" @ONLY)
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/libxls/libxls.h
  CONTENT "${xls_system}#include <libxls/xls.h>\n" @ONLY)
set(xls_files xls xlstool ole endian locale)
list(TRANSFORM xls_files PREPEND ${DEPS}/r-cran-readxl/src/libxls/)
list(TRANSFORM xls_files APPEND .c)
quiet_library(xls ${xls_files})
target_include_directories(xls SYSTEM PUBLIC ${CMAKE_BINARY_DIR}/libxls
  ${DEPS}/r-cran-readxl/src)
target_include_directories(xls PRIVATE ${DEPS}/r-cran-readxl/src/unix)
target_compile_options(xls PRIVATE -O2)

# pplib reads the objects of a PDF. Debian has it within LuaMetaTeX, whose copy asks for a header of
# that program's, two folders up: one that names zlib and its memory stands in its place.
set(pplib ${DEPS}/luametatex/source/libraries/pplib)
string(CONCAT pplib_zlib "#include <stdlib.h>\n#include <zlib.h>\n"
  "static void* lmt_zlib_alloc(void* o, uInt n, uInt size) { (void)o; return calloc(n, size); }\n"
  "static void lmt_zlib_free(void* o, void* p) { (void)o; free(p); }\n")
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/pplib/utilities/auxzlib.h CONTENT "${pplib_zlib}" @ONLY)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/pplib/libraries/pplib)
file(GLOB pplib_sources ${pplib}/pp*.c ${pplib}/util/*.c)
list(FILTER pplib_sources EXCLUDE REGEX "/pptest[^/]*$")
quiet_library(pplib ${pplib_sources})
target_include_directories(pplib SYSTEM PUBLIC ${pplib})
target_include_directories(pplib PRIVATE ${pplib}/util ${CMAKE_BINARY_DIR}/pplib/libraries/pplib)
target_link_libraries(pplib PRIVATE zlib)
target_compile_options(pplib PRIVATE $<IF:$<BOOL:${EMSCRIPTEN}>,-Oz,-O2>)

# Dear ImGui without its demo. Its options are ours to say (app/ui/backend/imconfig.h); they change
# the layout of its types, so whoever includes imgui.h sees the same ones.
quiet_library(imgui ${DEPS}/imgui/imgui.cpp ${DEPS}/imgui/imgui_draw.cpp
  ${DEPS}/imgui/imgui_tables.cpp ${DEPS}/imgui/imgui_widgets.cpp)
target_include_directories(imgui SYSTEM PUBLIC ${DEPS}/imgui)
target_compile_options(imgui PRIVATE -fno-exceptions -fno-rtti)
if(EMSCRIPTEN)
  target_compile_options(imgui PRIVATE -Oz)
endif()
file(GLOB imconfig CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/app/ui/backend/imconfig.h)
if(imconfig)
  target_compile_definitions(imgui PUBLIC IMGUI_USER_CONFIG="ui/backend/imconfig.h")
  target_include_directories(imgui PUBLIC ${CMAKE_SOURCE_DIR}/app)
endif()
if(EMSCRIPTEN AND NOT HUIKUAN_WEB_TESTS)
  quiet_library(imgui_opengl3 ${DEPS}/imgui/backends/imgui_impl_opengl3.cpp)
  target_include_directories(imgui_opengl3 SYSTEM PUBLIC ${DEPS}/imgui/backends)
  target_link_libraries(imgui_opengl3 PUBLIC imgui)
endif()
