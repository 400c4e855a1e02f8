# The pinned third-party parts of parts.lock, which scripts/setup leaves in the cache:
#
#   genai_part_faiss         imported target; GENAI_FAISS_AVX2 is 1 for users when it needs a CPU with AVX2, else 0
#   GENAI_FAISS_LICENSE      its licence text
#   GENAI_PDFIUM_LIBRARY     libpdfium.so
#   GENAI_PDFIUM_LICENSE     the folder of the licence texts that go with it
#   GENAI_MODEL_MINILM_DIR   model.safetensors, vocab.txt, tokenizer.json of all-MiniLM-L6-v2

# What the environment says is remembered, since Ninja may run CMake again from a shell that says nothing.
if(DEFINED ENV{XDG_CACHE_HOME})
  set(genai_cache_default $ENV{XDG_CACHE_HOME}/genai)
else()
  set(genai_cache_default $ENV{HOME}/.cache/genai)
endif()
set(GENAI_CACHE ${genai_cache_default} CACHE PATH "Where scripts/setup keeps the pinned parts")
if(DEFINED ENV{GENAI_CACHE})
  set(GENAI_CACHE $ENV{GENAI_CACHE} CACHE PATH "Where scripts/setup keeps the pinned parts" FORCE)
endif()

# FAISS is compiled for one instruction set as a whole; the rule is the one of scripts/lib/parts.sh.
file(STRINGS /proc/cpuinfo genai_cpu_flags REGEX "^flags.* avx2 .*" LIMIT_COUNT 1)
if(genai_cpu_flags MATCHES " fma ")
  set(genai_faiss_level_default avx2)
else()
  set(genai_faiss_level_default generic)
endif()
set(GENAI_FAISS_LEVEL ${genai_faiss_level_default} CACHE STRING "What FAISS is built for: avx2 or generic")
if(DEFINED ENV{GENAI_FAISS_LEVEL})
  set(GENAI_FAISS_LEVEL $ENV{GENAI_FAISS_LEVEL} CACHE STRING "What FAISS is built for: avx2 or generic" FORCE)
endif()

set(genai_parts_lock ${CMAKE_CURRENT_LIST_DIR}/../parts.lock)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${genai_parts_lock})

# genai_part(NAME RESULT [SUFFIX]): the directory of the part NAME.
function(genai_part name result)
  file(STRINGS ${genai_parts_lock} rows REGEX "^${name} +[^ ]+ +(any|${CMAKE_SYSTEM_PROCESSOR}) +(crate|wheel) ")
  if(NOT rows MATCHES "^${name} +([^ ]+) +[^ ]+ +[^ ]+ +[^ ]+ +([0-9a-f]+) ")
    message(FATAL_ERROR "parts.lock has no row for ${name} on ${CMAKE_SYSTEM_PROCESSOR}")
  endif()
  set(version ${CMAKE_MATCH_1})
  string(SUBSTRING ${CMAKE_MATCH_2} 0 12 digest)
  set(directory ${GENAI_CACHE}/parts/${name}-${version}-${digest}${ARGN})
  if(NOT IS_DIRECTORY ${directory})
    message(FATAL_ERROR "The part ${name} ${version} is not in ${GENAI_CACHE}: run scripts/setup, which fetches it.")
  endif()
  set(${result} ${directory} PARENT_SCOPE)
endfunction()

genai_part(faiss genai_faiss_dir -${GENAI_FAISS_LEVEL})
genai_part(pdfium genai_pdfium_dir)
genai_part(all-minilm-l6-v2 GENAI_MODEL_MINILM_DIR)

set(GENAI_FAISS_LICENSE ${genai_faiss_dir}/LICENSE)
set(GENAI_PDFIUM_LIBRARY ${genai_pdfium_dir}/lib/libpdfium.so)
set(GENAI_PDFIUM_LICENSE ${genai_pdfium_dir}/licenses)

find_package(OpenMP REQUIRED COMPONENTS CXX)
# The serial flavour first: FAISS calls it from its own threads, and a second pool would compete with them.
find_library(GENAI_OPENBLAS openblas REQUIRED HINTS /usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/openblas-serial)

add_library(genai_part_faiss STATIC IMPORTED GLOBAL)
set_target_properties(genai_part_faiss PROPERTIES IMPORTED_LOCATION ${genai_faiss_dir}/lib/libfaiss.a)
target_include_directories(genai_part_faiss SYSTEM INTERFACE ${genai_faiss_dir}/include)
target_link_libraries(genai_part_faiss INTERFACE $<LINK_ONLY:OpenMP::OpenMP_CXX> ${GENAI_OPENBLAS})
target_compile_definitions(genai_part_faiss INTERFACE GENAI_FAISS_AVX2=$<STREQUAL:${GENAI_FAISS_LEVEL},avx2>)
