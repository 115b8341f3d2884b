"""What is in recorded files, read by ffprobe: a tool that none of the recorders wrote."""
import collections
import subprocess

from .place import with_us

Packet = collections.namedtuple("Packet", "size digest corrupt")


def packets(path, stream="v:0", digests=False):
    """The packets of one stream of one file, in the order of the file; none when nothing can read it."""
    words = ["ffprobe", "-v", "quiet", "-select_streams", stream, "-show_entries",
             "packet=size,flags" + (",data_hash" if digests else ""), "-of", "compact=p=0"]
    if digests:
        words += ["-show_data_hash", "md5"]
    done = subprocess.run(words + [str(path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                          preexec_fn=with_us)
    found = []
    for line in done.stdout.splitlines():
        fields = dict(part.split("=", 1) for part in line.strip().split("|") if "=" in part)
        if "size" in fields:
            found.append(Packet(int(fields["size"]), fields.get("data_hash"), "C" in fields.get("flags", "")))
    return found


def whole_pictures(files):
    """How many pictures of a camera's files can be used: a last one that was cut off cannot."""
    return sum(1 for f in files for p in packets(f) if not p.corrupt)


def payload(files):
    """Bytes of pictures and sound, without any container."""
    return sum(p.size for f in files for stream in ("v:0", "a:0") for p in packets(f, stream))


def digests(files, stream="v:0"):
    return [p.digest for f in files for p in packets(f, stream, True)]


class Cycle:
    """A clip that is sent over and over: tells from the pictures' digests which were lost and which came twice."""

    def __init__(self, clip, stream="v:0"):
        sent = digests([clip], stream)
        self.place = {}
        for i, d in enumerate(sent):
            if d in self.place:
                self.length = i
                break
            self.place[d] = i
        else:
            self.length = len(sent)

    def compare(self, kept):
        """(same, lost, twice, unknown): pictures as sent, missing between two kept, repeated, never sent like that."""
        lost = twice = unknown = 0
        last = None
        for d in kept:
            at = self.place.get(d)
            if at is None:
                unknown += 1
                continue
            if last is not None:
                step = (at - last) % self.length
                if step == 0 or step > self.length // 2:
                    twice += 1
                else:
                    lost += step - 1
            last = at
        return len(kept) - unknown, lost, twice, unknown
