# The PATH of every command in tools/: a Node.js and npm that tools/bootstrap fetched come first.
# Sourced with the repository's root as the working folder.
# shellcheck shell=bash
for folder in "$PWD/.tools/npm/bin" "$PWD/.tools/node/bin"; do
  if [[ -d $folder ]]; then PATH=$folder:$PATH; fi
done
export PATH
# As many compilers at once as there are cores: the files of the core need much memory each.
export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(getconf _NPROCESSORS_ONLN)}
