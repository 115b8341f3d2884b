#!/bin/sh
# Makes the archive of loaded classes that lets the recorder start in half the time: usage class-archive.sh LIB ARCHIVE
# Runs the demonstration for some seconds and keeps what the JVM has learnt of its classes. JAVA says which java. Without
# the archive, or with one of another JVM, the recorder starts all the same, only later.
set -eu
lib=$1
archive=$2
here=$(cd "$(dirname "$0")" && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export MALLOC_ARENA_MAX=2 LC_ALL=C.UTF-8
"${JAVA:-java}" "@$here/jvm.options" -XX:ArchiveClassesAtExit="$archive.new" -cp "$lib/*" tw.nvr.daemon.Main \
  demo --dir "$place/demo" --port 0 >"$place/out" 2>"$place/err" &
pid=$!
# Until it says its address; then until its cameras are being recorded.
turns=0
while kill -0 "$pid" 2>/dev/null && [ "$turns" -lt 300 ] && ! grep -q http "$place/out"; do
  sleep 0.1
  turns=$((turns + 1))
done
turns=0
while kill -0 "$pid" 2>/dev/null && [ "$turns" -lt 100 ] && ! find "$place/demo/footage" -name '*.part' -size +64k | grep -q .; do
  sleep 0.1
  turns=$((turns + 1))
done
kill "$pid" 2>/dev/null || true
wait "$pid" || true
if [ -s "$archive.new" ]; then
  mv -f "$archive.new" "$archive"
else
  tail -n 5 "$place/err" >&2
  echo "no archive of classes was made; starts take longer" >&2
fi
