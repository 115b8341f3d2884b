"""A headless Chromium by the WebDriver protocol (W3C), which needs nothing but HTTP."""
import contextlib
import json
import re
import signal
import subprocess
import time
import urllib.request

from . import place
from .place import Failed, need, spawn

ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,720",
             "--autoplay-policy=no-user-gesture-required", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]


class Browser:
    def __init__(self, port):
        self.base = f"http://127.0.0.1:{port}"
        answer = self.call("/session", {"capabilities": {"alwaysMatch": {"goog:chromeOptions": {"args": ARGUMENTS}}}})
        self.session = "/session/" + answer["sessionId"]
        self.name = f"{answer['capabilities']['browserName']} {answer['capabilities']['browserVersion']}"
        self.call(self.session + "/timeouts", {"script": 60000})

    def call(self, path, body=None, method="POST"):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=90) as answer:
            return json.load(answer)["value"]

    def open(self, url):
        self.call(self.session + "/url", {"url": url})

    def run(self, script, *arguments):
        """A script that calls its last argument when it is done."""
        return self.call(self.session + "/execute/async", {"script": script, "args": list(arguments)})

    def now(self, script, *arguments):
        return self.call(self.session + "/execute/sync", {"script": script, "args": list(arguments)})

    def close(self):
        self.call(self.session, method="DELETE")


@contextlib.contextmanager
def browser():
    """Chromium and its driver end with us; so does the folder that they put on the disk."""
    need("chromium", "apt-get install chromium chromium-driver")
    with place.folder("browser") as temporary:
        driver = spawn([need("chromedriver", "apt-get install chromium-driver"), "--port=0"], stdout=subprocess.PIPE,
                       text=True, env={**place.os.environ, "TMPDIR": str(temporary), "HOME": str(temporary)})
        opened = None
        try:
            port = first(driver, r"started successfully on port (\d+)", 30)
            opened = Browser(port)
            yield opened
        finally:
            if opened:
                with contextlib.suppress(OSError):
                    opened.close()
            with contextlib.suppress(ProcessLookupError):
                place.os.killpg(driver.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                driver.wait(10)
            with contextlib.suppress(ProcessLookupError):
                place.os.killpg(driver.pid, signal.SIGKILL)


@contextlib.contextmanager
def demo(*words):
    """A demonstration: simulated cameras, recorded and shown; its address."""
    with place.folder("demo") as directory:
        p = spawn([place.NVR, "demo", "--dir", directory / "data", "--port", "0", *words], stdout=subprocess.PIPE, text=True)
        try:
            yield first(p, r"(http://[0-9.:]+)", 60)
        finally:
            p.send_signal(signal.SIGTERM)
            try:
                p.wait(30)
            except subprocess.TimeoutExpired:
                p.kill()
                p.wait()


def first(process, pattern, seconds):
    """What the first line that fits says."""
    deadline = time.monotonic() + seconds
    for line in process.stdout:
        if m := re.search(pattern, line):
            return m.group(1)
        if time.monotonic() > deadline:
            break
    raise Failed(f"{process.args[0]} did not say {pattern}")


def get(url):
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read()


def keep(name, figures):
    """Appends the figures to bench/results and writes the page anew."""
    place.RESULTS.mkdir(parents=True, exist_ok=True)
    with open(place.RESULTS / f"{name}.jsonl", "a") as f:
        f.write(json.dumps(figures) + "\n")


