#!/bin/sh
# The command nvr of a box where docs/install.md was followed: the recorder's jars, run by the system's Java.
set -eu
export MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=131072 LC_ALL=C.UTF-8
exec java -Xms16m -Xmx128m -Xss512k -XX:MaxDirectMemorySize=768m -XX:+UseSerialGC -XX:-UsePerfData \
  -Djava.awt.headless=true -Dfile.encoding=UTF-8 -cp '/usr/share/nvr/lib/*' tw.nvr.daemon.Main "$@"
