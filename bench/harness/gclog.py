"""The JVM's unified log of gc and safepoint, with uptime decorations."""
import re

GC = re.compile(r"^\[([\d.]+)s\].*Pause.* ([\d.]+)ms$")
SAFEPOINT = re.compile(r'^\[([\d.]+)s\].*Safepoint "([^"]+)".*Total: +(\d+) ns')


def pauses(text, begin, end):
    """Pauses between two uptimes (seconds): of the collector, and of any kind."""
    collector, any_kind = [], []
    for line in text.splitlines():
        if (m := GC.match(line)) and begin <= float(m.group(1)) <= end:
            collector.append(float(m.group(2)))
        elif (m := SAFEPOINT.match(line)) and begin <= float(m.group(1)) <= end:
            any_kind.append((int(m.group(3)) / 1e6, m.group(2)))
    longest = max(any_kind, default=(0.0, None))
    return {"gc_pauses": len(collector), "gc_longest_ms": max(collector, default=0.0),
            "safepoints": len(any_kind), "safepoint_longest_ms": longest[0], "safepoint_longest": longest[1]}
