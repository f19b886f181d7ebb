#!/bin/sh
# Takes out of installed packages what this system never runs: binaries of other systems, source maps, type declarations.
set -eu
packages=$1
case "$(uname -m)" in
  x86_64) here=x64 ;;
  aarch64) here=arm64 ;;
  *) here=none ;;
esac
for folder in "$packages"/onnxruntime-node/bin/*/*/*; do
  case "$folder" in
    */linux/"$here") ;;
    *) rm -r "$folder" ;;
  esac
done
find "$packages" -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete
