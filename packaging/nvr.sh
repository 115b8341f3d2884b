#!/bin/sh
# The command nvr of a box where docs/install.md was followed: the recorder's jars, run by the system's Java.
set -eu
export MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=131072 LC_ALL=C.UTF-8
share=/usr/share/nvr
case "${1:-} ${2:-}" in
  run*) set -- "@$share/recorder.options" "-XX:CompilerDirectivesFile=$share/compiler.json" -cp "$share/lib/*" tw.nvr.daemon.Main "$@" ;;
  demo* | "storage "* | "camera simulate") set -- -cp "$share/lib/*" tw.nvr.daemon.Main "$@" ;;
  *) set -- -XX:TieredStopAtLevel=1 -cp "$share/lib/*" tw.nvr.daemon.Main "$@" ;;
esac
exec java "@$share/jvm.options" "-XX:SharedArchiveFile=$share/classes.jsa" "$@"
