# Text files that the program carries: words for people, migrations, templates.
#
# Each file below assets/ and app/ with one of these endings becomes a string literal of the same
# path below "embed/", to be used as
#   constexpr std::string_view words =
#   #include "embed/assets/strings/zh.txt"
#       ;
# (An include, unlike #embed, is seen by ccache.)

set(EMBEDDED ${CMAKE_BINARY_DIR}/embedded)
file(GLOB_RECURSE embedded_files CONFIGURE_DEPENDS
  LIST_DIRECTORIES false RELATIVE ${CMAKE_SOURCE_DIR}
  assets/*.txt assets/*.csv assets/*.html assets/*.md app/*.sql app/*.txt)
foreach(path IN LISTS embedded_files)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
  file(READ ${path} text)
  if(path MATCHES "\\.sql$") # what is said to readers between statements stays at home
    string(REGEX REPLACE "(^|\n)--[^\n]*" "\\1" text "${text}")
  endif()
  set(literal "R\"~huikuan~(${text})~huikuan~\"\n")
  set(target ${EMBEDDED}/embed/${path})
  set(old "")
  if(EXISTS ${target})
    file(READ ${target} old)
  endif()
  if(NOT old STREQUAL literal)
    file(WRITE ${target} "${literal}")
  endif()
endforeach()

# The first letters of pinyin, which the build makes (tools/initials.mjs says from what).
set(initials ${EMBEDDED}/embed/app/core/initials.txt)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS tools/initials.mjs)
if(${CMAKE_SOURCE_DIR}/tools/initials.mjs IS_NEWER_THAN ${initials})
  file(MAKE_DIRECTORY ${EMBEDDED}/embed/app/core)
  execute_process(COMMAND node ${CMAKE_SOURCE_DIR}/tools/initials.mjs ${initials}
    COMMAND_ERROR_IS_FATAL ANY)
endif()
