# genai_module(NAME [LIBS target...]): the folder NAME becomes the library genai_NAME from its *.cpp, and the program
# genai_NAME_test from its *_test.cpp. Adding a file needs no edit here. By a file's name it is compiled for more than
# the baseline CPU: *_avx2.cpp and *_avx512.cpp, which only code that has asked the CPU may call.

function(genai_module name)
  cmake_parse_arguments(arg "" "" "LIBS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  if(sources)
    add_library(genai_${name} STATIC ${sources})
    set(scope PUBLIC)
  else()
    add_library(genai_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(genai_${name} ${scope} ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(genai_${name} ${scope} genai_flags ${arg_LIBS})

  # Arithmetic over buffers that one thread holds: watched by ThreadSanitizer it takes all the time there is.
  if(GENAI_SANITIZE MATCHES thread)
    set(unwatched ";-fno-sanitize=thread")
  endif()
  foreach(source IN LISTS sources)
    if(source MATCHES "_avx2\\.cpp$")
      set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS "-mavx2;-mfma;-mf16c;-O3${unwatched}")
    elseif(source MATCHES "_avx512\\.cpp$")
      set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS
        "-mavx2;-mfma;-mf16c;-mavx512f;-mavx512bw;-mavx512vl;-mavx512dq;-mavx512vnni;-mprefer-vector-width=512;-O3${unwatched}")
    endif()
  endforeach()

  if(GENAI_TESTS AND tests)
    genai_test(genai_${name}_test SOURCES ${tests} LIBS genai_${name})
  endif()
endfunction()

# genai_test(NAME SOURCES file... LIBS target...): a GoogleTest program, registered as one ctest a test case.
function(genai_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LIBS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LIBS} GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE
    GENAI_SOURCE_DIR="${CMAKE_SOURCE_DIR}" GENAI_BUILD_DIR="${CMAKE_BINARY_DIR}")
  include(GoogleTest)
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300)
endfunction()

# genai_link_file(TARGET FILE PLACE): FILE stands at PLACE in the build tree once TARGET is built: a hard link where the
# file system allows one, else a copy, so that the tree outlives the download cache.
function(genai_link_file target file place)
  get_filename_component(folder ${CMAKE_BINARY_DIR}/${place} DIRECTORY)
  add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/${place}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${folder}
    COMMAND ln -f ${file} ${CMAKE_BINARY_DIR}/${place} || ${CMAKE_COMMAND} -E copy ${file} ${CMAKE_BINARY_DIR}/${place}
    DEPENDS ${file} VERBATIM)
  string(MAKE_C_IDENTIFIER "${target}_${place}" name)
  add_custom_target(${name} DEPENDS ${CMAKE_BINARY_DIR}/${place})
  add_dependencies(${target} ${name})
endfunction()
