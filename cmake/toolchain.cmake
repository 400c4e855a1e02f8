# How everything of ours is compiled. The flags live on genai_flags, so that third-party code never sees them.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(GENAI_CCACHE ccache)
if(GENAI_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${GENAI_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${GENAI_CCACHE})
endif()

find_program(GENAI_MOLD mold)
if(GENAI_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# What every program of ours is compiled with. The extraction child takes this one alone: it lives under an
# address-space limit, where a sanitizer's shadow memory has no room.
add_library(genai_warnings INTERFACE)
target_compile_options(genai_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Werror
  -Wno-restrict)  # GCC 12 reports std::string + at -O2, falsely (GCC bug 105651)
if(GENAI_ASSERTIONS)
  target_compile_definitions(genai_warnings INTERFACE _GLIBCXX_ASSERTIONS)
endif()

add_library(genai_flags INTERFACE)
target_link_libraries(genai_flags INTERFACE genai_warnings)
if(GENAI_SANITIZE)
  target_compile_options(genai_flags INTERFACE -fsanitize=${GENAI_SANITIZE} -fno-omit-frame-pointer -g1)
  target_link_options(genai_flags INTERFACE -fsanitize=${GENAI_SANITIZE})
  # Under a sanitizer GCC 12 sees faults in Boost that are none: frames that Asio frees by its own means, optionals.
  target_compile_options(genai_flags INTERFACE -Wno-mismatched-new-delete -Wno-maybe-uninitialized)
  if(GENAI_SANITIZE MATCHES thread)
    target_compile_options(genai_flags INTERFACE -Wno-tsan)  # Asio's fences; its queues' locks order the same accesses
  endif()
  if(GENAI_SANITIZE MATCHES undefined)
    target_compile_options(genai_flags INTERFACE -fno-sanitize-recover=undefined)
  endif()
endif()
