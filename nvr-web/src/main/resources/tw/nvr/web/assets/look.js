// A look: pictures are given to whoever said what for, after it was written to the audit log.

/** Why there is no look: words of the server, or null when it could not be reached. */
export class NoLook extends Error {
  constructor(words) {
    super(words ?? "unreachable");
    this.words = words;
  }
}

const MARK = { "X-NVR": "1" };

export class Look {
  #id;

  constructor(id) {
    this.#id = id;
    this.base = "/looks/" + id;
  }

  static async open(kind, cameras, purpose) {
    const body = new URLSearchParams([["kind", kind], ["purpose", purpose], ...cameras.map((c) => ["camera", c])]);
    let answer;
    try {
      answer = await fetch("/looks", { method: "POST", body, headers: { ...MARK, Accept: "application/json" } });
    } catch (e) {
      throw new NoLook(null);
    }
    if (!answer.ok) {
      const problem = await answer.json().catch(() => ({}));
      throw new NoLook(problem.title ?? String(answer.status));
    }
    return new Look((await answer.json()).look);
  }

  /** Ends it, also while the page is being left. */
  close() {
    fetch("/looks/" + this.#id + "/close", { method: "POST", headers: MARK, keepalive: true })
      .catch((e) => console.info("the look ends by itself: " + e.message));
  }
}
