# A room is a folder of app/ and a static library; its unit tests link it and what it stands on.
# Files named native*.cpp or *_native.cpp are for the machine, web*.cpp and *_web.cpp for the page.
# Tests under Node take the former: they are WebAssembly, but have files and no page.

function(room_sources result folder)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cpp)
  if(EMSCRIPTEN AND NOT HUIKUAN_WEB_TESTS)
    list(FILTER sources EXCLUDE REGEX "/(native[^/]*|[^/]*_native)\\.cpp$")
  else()
    list(FILTER sources EXCLUDE REGEX "/(web[^/]*|[^/]*_web)\\.cpp$")
  endif()
  set(${result} ${sources} PARENT_SCOPE)
endfunction()

# What runs once per row of a large book is compiled for speed; the rest of a page waits for people,
# and for them what is small arrives sooner (flags.cmake).
set(hot_files core/aging core/settlement core/sorting store/columns store/database store/log
  store/pack store/page_memory store/projection store/projection_facts store/registers
  store/settling sync/bodies sync/canonical sync/codec sync/csv ui/backend/mirror
  ui/backend/raster ui/kit/ink ui/kit/recorder ui/kit/table ui/kit/table_cards
  ui/kit/table_row)

function(huikuan_room room)
  string(REPLACE "/" "_" name huikuan_${room})
  room_sources(sources ${CMAKE_SOURCE_DIR}/app/${room})
  if(room STREQUAL ui)
    list(FILTER sources EXCLUDE REGEX "/app/ui/backend/")
  endif()
  if(sources)
    add_library(${name} STATIC ${sources})
    set(mode PUBLIC)
    target_link_libraries(${name} PRIVATE huikuan_warnings)
    # A dozen files are compiled as one: what they include was most of the time. Names within these
    # rooms' files do not clash, then. (Files of the page, few and each alone, say EM_JS.)
    if(room MATCHES "^(core|store|sync|session|ui)$")
      set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
    endif()
    if((HUIKUAN_SANITIZE OR HUIKUAN_WEB_TESTS) AND room MATCHES "^(session|ui.*)$")
      target_compile_options(${name} PRIVATE -O0) # compiled in half the time, and hardly slow
    endif()
    if(EMSCRIPTEN)
      # Errors are values: exceptions are for where memory ends, in the files named here. The ways
      # out of every other function for one would only make the page heavier.
      target_compile_options(${name} PRIVATE -fno-exceptions)
      foreach(source IN LISTS sources)
        if(source MATCHES "/(page_vfs|page_memory|gzip)\\.cpp$")
          set_source_files_properties(${source} PROPERTIES
            COMPILE_OPTIONS "-fexceptions;-fwasm-exceptions")
        endif()
        string(REGEX REPLACE "^.*/app/(.*)\\.cpp$" "\\1" path ${source})
        if(path IN_LIST hot_files AND NOT HUIKUAN_WEB_TESTS)
          set_property(SOURCE ${source} APPEND PROPERTY COMPILE_OPTIONS -O2)
        endif()
      endforeach()
    endif()
  else()
    add_library(${name} INTERFACE)
    set(mode INTERFACE)
  endif()
  target_include_directories(${name} ${mode} ${CMAKE_SOURCE_DIR}/app ${EMBEDDED})
  foreach(other IN LISTS ARGN)
    if(TARGET huikuan_${other})
      set(other huikuan_${other})
    endif()
    target_link_libraries(${name} ${mode} ${other})
  endforeach()
  if(room STREQUAL ui/backend AND TARGET imgui_opengl3)
    target_link_libraries(${name} ${mode} imgui_opengl3)
  endif()
endfunction()

# A program of its own that lies in its room's folder (huikuan_workbook_module).
set_source_files_properties(${CMAKE_SOURCE_DIR}/app/sync/workbook_web.cpp PROPERTIES
  SKIP_UNITY_BUILD_INCLUSION ON)

# build/native/huikuan
function(huikuan_command_line)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/cli/*.cpp)
  if(sources)
    add_executable(huikuan ${sources})
    target_link_libraries(huikuan PRIVATE huikuan_session huikuan_warnings)
    set_target_properties(huikuan PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
  endif()
endfunction()

# The JavaScript that stands beside a room's C++, as Emscripten libraries.
function(link_scripts target)
  foreach(room IN LISTS ARGN)
    file(GLOB scripts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/app/${room}/*.js)
    foreach(script IN LISTS scripts)
      target_link_options(${target} PRIVATE "SHELL:--js-library ${script}")
      set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS ${script})
    endforeach()
  endforeach()
endfunction()

# app.mjs and app.wasm: a page that tools/dist.mjs can assemble with web/.
function(huikuan_page target main)
  add_executable(${target} ${main})
  set_target_properties(${target} PROPERTIES OUTPUT_NAME app SUFFIX .mjs)
  target_link_libraries(${target} PRIVATE ${ARGN} huikuan_ui_backend huikuan_warnings)
  # The page calls into these two by name: all their objects are linked, needed by C++ or not.
  foreach(room IN ITEMS platform ui_backend)
    get_target_property(kind huikuan_${room} TYPE)
    if(kind STREQUAL STATIC_LIBRARY)
      target_sources(${target} PRIVATE $<TARGET_OBJECTS:huikuan_${room}>)
    endif()
  endforeach()
  link_scripts(${target} platform ui/backend)
  string(CONCAT runtime_methods UTF8ToString,stringToUTF8,lengthBytesUTF8,stringToNewUTF8,
    HEAPU8,HEAP32,HEAPU32,HEAPF32,HEAPF64)
  # What compresses best, measured on the whole program: -O2 here leaves functions in the order of
  # their files (-Oz sorts them by their uses, 15 kB worse), -Oz for them by hand, and what is
  # called from one place stays a function of its own (inlined it is no shorter: 35 kB worse).
  # The same expression written twice compresses better than a local that holds it, and hints of
  # alignment, which no engine heeds, say nothing when all are equal: 9 kB together.
  # Link-time optimization brings nothing on top of it.
  string(CONCAT passes -Oz,--one-caller-inline-max-function-size=20,--converge,
    --skip-pass=local-cse,--dealign)
  target_link_options(${target} PRIVATE -O2 -sBINARYEN_EXTRA_PASSES=${passes}
    -sMODULARIZE=1 -sEXPORT_ES6=1 -sENVIRONMENT=web,worker -sFILESYSTEM=0 -sDYNAMIC_EXECUTION=0
    -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=4GB -sINITIAL_MEMORY=32MB -sSTACK_SIZE=1MB
    -sMALLOC=${HUIKUAN_MALLOC} -sSUPPORT_LONGJMP=0
    -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2 -sGL_ENABLE_GET_PROC_ADDRESS=0
    -sGL_TRACK_ERRORS=0 -sGL_SUPPORT_AUTOMATIC_ENABLE_EXTENSIONS=0
    -sEXPORTED_RUNTIME_METHODS=${runtime_methods}
    -sEXPORTED_FUNCTIONS=_main,_malloc,_free)
endfunction()

# workbook.wasm: reads workbooks, invoices and PDFs beside the page, without JavaScript of its own.
function(huikuan_workbook_module)
  add_executable(workbook ${CMAKE_SOURCE_DIR}/app/sync/workbook_web.cpp)
  set_target_properties(workbook PROPERTIES SUFFIX .wasm)
  target_link_libraries(workbook PRIVATE huikuan_sync huikuan_warnings)
  target_link_options(workbook PRIVATE --no-entry -sSTANDALONE_WASM -sALLOW_MEMORY_GROWTH=1
    -sMAXIMUM_MEMORY=2GB -sSTACK_SIZE=1MB -sSUPPORT_LONGJMP=0 -sMALLOC=${HUIKUAN_MALLOC}
    -sEXPORTED_FUNCTIONS=_hk_workbook,_hk_einvoice,_hk_pdf,_hk_workbook_text,_malloc)
endfunction()

set(HUIKUAN_MALLOC dlmalloc CACHE STRING "Emscripten's allocator for the app")

# The tests' main() holds doctest's own code: alone, for the others must not bring it.
set_source_files_properties(${CMAKE_SOURCE_DIR}/tests/unit/main.cpp PROPERTIES
  SKIP_UNITY_BUILD_INCLUSION ON)

# One doctest program per room: tests_core, tests_store, ... Run from the repository's root.
function(huikuan_unit_tests)
  file(GLOB folders CONFIGURE_DEPENDS LIST_DIRECTORIES true ${CMAKE_SOURCE_DIR}/tests/unit/*)
  foreach(folder IN LISTS folders)
    if(NOT IS_DIRECTORY ${folder})
      continue()
    endif()
    get_filename_component(name ${folder} NAME)
    room_sources(sources ${folder})
    if(EMSCRIPTEN)
      list(FILTER sources EXCLUDE REGEX "/native_text_test\\.cpp$") # of the machine's own iconv
    endif()
    if(NOT sources)
      continue()
    endif()
    add_executable(tests_${name} ${sources} ${CMAKE_SOURCE_DIR}/tests/unit/main.cpp)
    target_link_libraries(tests_${name} PRIVATE doctest huikuan_test_warnings)
    set_target_properties(tests_${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
    if((HUIKUAN_SANITIZE OR HUIKUAN_WEB_TESTS) AND name MATCHES "^(session|ui|platform)$")
      target_compile_options(tests_${name} PRIVATE -O0) # those below count and compare much
    endif()
    target_include_directories(tests_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests/unit)
    if(TARGET huikuan_${name})
      target_link_libraries(tests_${name} PRIVATE huikuan_${name})
    endif()
    if(name STREQUAL ui AND TARGET huikuan_ui_backend)
      target_link_libraries(tests_${name} PRIVATE huikuan_ui_backend)
    endif()
    if(EMSCRIPTEN)
      target_link_options(tests_${name} PRIVATE -sNODERAWFS=1 -sENVIRONMENT=node -sEXIT_RUNTIME=1
        -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=4GB -sSTACK_SIZE=1MB -sASSERTIONS=1)
    endif()
    add_test(NAME ${name} COMMAND tests_${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  endforeach()
endfunction()

# Programs that measure: tools/bench. Not built unless asked for.
function(huikuan_benches)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/bench/*.cpp)
  foreach(source IN LISTS sources)
    get_filename_component(name ${source} NAME_WE)
    add_executable(bench_${name} EXCLUDE_FROM_ALL ${source})
    target_link_libraries(bench_${name} PRIVATE huikuan_session sqlite3)
    if(EMSCRIPTEN)
      target_sources(bench_${name} PRIVATE $<TARGET_OBJECTS:huikuan_platform>)
      target_link_options(bench_${name} PRIVATE -sNODERAWFS=1 -sENVIRONMENT=node -sEXIT_RUNTIME=1
        -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=4GB -sSTACK_SIZE=1MB)
    endif()
  endforeach()
  if(EMSCRIPTEN AND NOT HUIKUAN_WEB_TESTS)
    huikuan_page(bench_empty ${CMAKE_SOURCE_DIR}/tools/bench/page/empty.cpp)
    set_target_properties(bench_empty PROPERTIES EXCLUDE_FROM_ALL ON
      RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/empty)
  endif()
endfunction()
