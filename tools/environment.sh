# The PATH of every command in tools/: a Node.js and npm that tools/bootstrap fetched come first.
# Sourced with the repository's root as the working folder.
# shellcheck shell=bash
for folder in "$PWD/.tools/npm/bin" "$PWD/.tools/node/bin"; do
  if [[ -d $folder ]]; then PATH=$folder:$PATH; fi
done
export PATH
