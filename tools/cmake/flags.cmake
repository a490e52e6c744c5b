# How everything is compiled: C++23 without extensions, every warning an error, exceptions as
# WebAssembly has them. Third-party code is compiled quietly (third_party.cmake).

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_EXTENSIONS ON)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
set(CMAKE_COLOR_DIAGNOSTICS ON)

# ccache, with paths below the repository taken as relative: work trees share their objects.
find_program(CCACHE ccache)
if(CCACHE)
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

# For our own code only (huikuan_room, huikuan_unit_tests and the executables link it).
add_library(huikuan_warnings INTERFACE)
target_compile_options(huikuan_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wconversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  -Wimplicit-fallthrough -Wextra-semi -Wunreachable-code -Wnull-dereference -Wdouble-promotion
  -Wno-implicit-int-float-conversion -Wno-missing-field-initializers)

# For tests, after those: a test may count in 64 bits and index with them. The rooms themselves say
# where they cut a number to the page's 32.
add_library(huikuan_test_warnings INTERFACE)
target_link_libraries(huikuan_test_warnings INTERFACE huikuan_warnings)
if(EMSCRIPTEN)
  add_library(huikuan_wide_numbers INTERFACE)
  target_compile_options(huikuan_wide_numbers INTERFACE
    -Wno-shorten-64-to-32 -Wno-c++11-narrowing -Wno-sign-conversion)
  target_link_libraries(huikuan_test_warnings INTERFACE huikuan_wide_numbers)
endif()

# No path of a machine in a binary or in a message.
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)

if(EMSCRIPTEN)
  set(HUIKUAN_OPTIMIZE "-Oz" CACHE STRING "How our own code of the app is optimized")
  set(CMAKE_CXX_FLAGS_RELEASE "${HUIKUAN_OPTIMIZE} -DNDEBUG")
  set(CMAKE_C_FLAGS_RELEASE "${HUIKUAN_OPTIMIZE} -DNDEBUG")
  add_compile_options(-fwasm-exceptions $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>) # names of types weigh
  add_link_options(-fwasm-exceptions)
  # Instructions that every browser with the exceptions above has; a page has one thread, and ends
  # without saying good-bye to its globals; a std::function is a pointer to three functions instead
  # of a class of eight (libc++'s own switch; none of its compiled parts takes one).
  add_compile_options(-mbulk-memory -mnontrapping-fptoint
    $<$<COMPILE_LANGUAGE:CXX>:-fno-threadsafe-statics>
    $<$<COMPILE_LANGUAGE:CXX>:-fno-c++-static-destructors>)
  add_compile_definitions($<$<COMPILE_LANGUAGE:CXX>:_LIBCPP_ABI_OPTIMIZED_FUNCTION>)
  if(HUIKUAN_WEB_TESTS)
    set(CMAKE_CXX_FLAGS_RELEASE "-O1")
    set(CMAKE_C_FLAGS_RELEASE "-O1")
  endif()
else()
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-stdlib=libc++>)
  add_link_options(-stdlib=libc++ -fuse-ld=lld)
  if(CMAKE_CXX_FLAGS_RELWITHDEBINFO STREQUAL "-O2 -g -DNDEBUG") # CMake's own, not somebody's wish
    set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -g")
  endif()
  set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g1")
  add_compile_definitions(
    $<$<COMPILE_LANGUAGE:CXX>:_LIBCPP_HARDENING_MODE=_LIBCPP_HARDENING_MODE_EXTENSIVE>)
  if(HUIKUAN_SANITIZE)
    # Lines, for reports, but no more: types and values of a debugger are a third of the build.
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-g1>)
    add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all
                        -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
  endif()
endif()
