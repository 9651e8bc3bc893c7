# SPDX-License-Identifier: GPL-2.0-only
# cmake -D NPM=.. -D SOURCE=.. -D BUILD=.. -D PAGE=.. -P build_page.cmake
# Works on a copy, so that nothing is written beside the sources. An error in them fails the build; npm out of
# reach of its packages does not.
file(MAKE_DIRECTORY ${BUILD})
file(REMOVE_RECURSE ${BUILD}/src)
file(COPY ${SOURCE}/src ${SOURCE}/package.json ${SOURCE}/package-lock.json ${SOURCE}/build.mjs DESTINATION ${BUILD})

# What is installed is kept as long as the lock file stays the same: then no network is needed.
set(installed ${BUILD}/installed-lock.json)
execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${SOURCE}/package-lock.json ${installed}
  RESULT_VARIABLE lock_differs OUTPUT_QUIET ERROR_QUIET)
if(lock_differs)
  file(REMOVE ${installed})
  execute_process(COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --fetch-retries=1
    --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=2000 --fetch-timeout=20000 --loglevel=error
    WORKING_DIRECTORY ${BUILD} RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said)
  if(failed)
    string(REGEX REPLACE "^(([^\n]*\n)([^\n]*\n)).*" "\\1" said "${said}")
    message("${said}npm could not fetch the packages of the page: xsksim is built without the page of `xsksim report`.\n"
      "To try again: rm ${PAGE}, and build.")
    file(WRITE ${PAGE} "")
    return()
  endif()
  configure_file(${SOURCE}/package-lock.json ${installed} COPYONLY)
endif()

execute_process(COMMAND ${NPM} run --silent build -- ${PAGE} WORKING_DIRECTORY ${BUILD} RESULT_VARIABLE failed)
if(failed)
  file(REMOVE ${PAGE})
  message(FATAL_ERROR "the page of `xsksim report` does not build")
endif()
