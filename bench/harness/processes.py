"""What a recorder costs: a set of processes with everything they started."""
import collections
import glob
import os
import re
import shutil
import signal
import subprocess
import time

from .place import Failed, spawn

TICK = os.sysconf("SC_CLK_TCK")
SYSCALLS = "raw_syscalls:sys_enter"


def tree(pid):
    """The process and all its descendants."""
    todo, found = [pid], []
    while todo:
        p = todo.pop()
        found.append(p)
        try:
            for task in os.listdir(f"/proc/{p}/task"):
                with open(f"/proc/{p}/task/{task}/children") as f:
                    todo += [int(c) for c in f.read().split()]
        except OSError:
            pass
    return found


def clock_of(pid):
    """The CPU clock of a process (clock_getcpuclockid): all its threads, ended ones too, in nanoseconds."""
    return ((~pid) << 3) | 2


class Recording:
    """The processes of one recorder at work, and the folder that they write into."""

    def __init__(self, processes, media, started):
        self.processes = processes
        self.media = media
        self.started = started
        self.written = None

    def pids(self):
        return [q for p in self.processes for q in tree(p.pid)]

    def cpu_seconds(self):
        """User and system time of the tree, reaped children included; and the system share of it, from ticks."""
        total = system = 0.0
        for p in self.pids():
            try:
                with open(f"/proc/{p}/stat") as f:
                    fields = f.read().rsplit(")", 1)[1].split()
                total += time.clock_gettime(clock_of(p)) + (int(fields[13]) + int(fields[14])) / TICK
                system += (int(fields[12]) + int(fields[14])) / TICK
            except OSError:
                pass
        return total, system

    def cpu_by_thread(self):
        """Seconds of CPU by name of the thread (its number cut off): says who inside one process spends it."""
        spent = collections.Counter()
        for p in self.pids():
            for task in glob.glob(f"/proc/{p}/task/*"):
                try:
                    with open(f"{task}/comm") as name, open(f"{task}/schedstat") as s:
                        spent[re.sub(r"[-#]?[0-9]+$", "", name.read().strip())] += int(s.read().split()[0]) / 1e9
                except OSError:
                    pass
        return spent

    def memory_mib(self):
        sums = {"Pss": 0, "Rss": 0}
        for p in self.pids():
            try:
                with open(f"/proc/{p}/smaps_rollup") as f:
                    for line in f:
                        key = line.split(":")[0]
                        if key in sums:
                            sums[key] += int(line.split()[1]) / 1024
            except OSError:
                pass
        return sums

    def threads(self):
        return sum(len(os.listdir(f"/proc/{p}/task")) for p in self.pids() if os.path.exists(f"/proc/{p}/task"))

    def files(self):
        return sorted(f for f in self.media.rglob("*") if f.is_file() and re.search(r"\.(mp4|mkv|part)$", f.name))

    def media_bytes(self):
        total = 0
        for f in self.files():
            try:
                total += f.stat().st_size
            except OSError:
                pass
        return total

    def system_calls(self, seconds):
        """System calls per second, and how they were counted; None where nothing here can count them."""
        pids = self.pids()
        if shutil.which("perf"):
            done = subprocess.run(["perf", "stat", "-x,", "-e", SYSCALLS, "-p", ",".join(map(str, pids)), "sleep",
                                   str(seconds)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            found = re.search(rf"^(\d+),[^,]*,{SYSCALLS}", done.stderr, re.M)
            if found:
                return int(found.group(1)) / seconds, "perf"
        if shutil.which("strace"):
            words = ["strace", "-f", "-c"] + sum((["-p", str(p)] for p in pids), [])
            p = spawn(words, stderr=subprocess.PIPE, text=True)
            time.sleep(seconds)
            p.send_signal(signal.SIGINT)
            found = re.search(r"^100\.00\s+\S+\s+(?:\S+\s+)?(\d+)\s+(?:\d+\s+)?total$", p.communicate()[1], re.M)
            if found:
                return int(found.group(1)) / seconds, "strace"
        return None, "not measurable here: neither perf (CAP_PERFMON) nor strace (CAP_SYS_PTRACE) may look"

    def alive(self):
        for p in self.processes:
            if p.returncode is None and os.waitid(os.P_PID, p.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                return False
        return True

    def stop(self, number=signal.SIGTERM, seconds=30):
        """Ends all; what they wrote to block devices in their life is then known (getrusage, 512-byte blocks)."""
        for p in self.processes:
            if p.returncode is None:
                p.send_signal(number)
        deadline = time.monotonic() + seconds
        late = False
        for p in self.processes:
            late |= not self._reap(p, deadline)
        if late:
            raise Failed(f"did not end within {seconds} s of signal {number}")

    def _reap(self, p, deadline):
        if p.returncode is not None:
            return True
        in_time = True
        while True:
            pid, status, usage = os.wait4(p.pid, os.WNOHANG)
            if pid:
                p.returncode = os.waitstatus_to_exitcode(status)
                self.written = (self.written or 0) + usage.ru_oublock * 512
                return in_time
            if time.monotonic() > deadline and in_time:
                in_time = False
                os.killpg(p.pid, signal.SIGKILL)
            time.sleep(0.02)

    def kill(self):
        for p in self.processes:
            if p.returncode is None:
                try:
                    os.killpg(p.pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
        for p in self.processes:
            self._reap(p, time.monotonic() + 10)
