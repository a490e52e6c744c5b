# Programs that prove the merge, built by tools/simulate and tools/fuzz in build folders of their
# own: the simulator, and one libFuzzer program per file of tests/fuzz.

function(huikuan_simulator)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/sim/*.cpp)
  if(NOT sources OR NOT TARGET huikuan_store OR NOT TARGET huikuan_sync)
    return()
  endif()
  add_executable(simulate EXCLUDE_FROM_ALL ${sources})
  set_target_properties(simulate PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
  target_include_directories(simulate PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(simulate PRIVATE huikuan_store huikuan_sync huikuan_warnings)
endfunction()

option(HUIKUAN_FUZZ "Compile everything for libFuzzer, and build the programs of tests/fuzz" OFF)
if(HUIKUAN_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

function(huikuan_fuzzers)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/fuzz/*.cpp)
  foreach(source IN LISTS sources)
    get_filename_component(name ${source} NAME_WE)
    add_executable(fuzz_${name} ${source})
    target_link_libraries(fuzz_${name} PRIVATE huikuan_sync huikuan_warnings)
    # Debian's libFuzzer is built with the other standard library; the two do not meet.
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer -l:libstdc++.so.6)
  endforeach()
endfunction()
