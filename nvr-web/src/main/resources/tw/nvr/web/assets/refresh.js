// The dashboard's facts, made anew by the server every ten seconds and put in place of the old ones.

const EVERY_MS = 10_000;
const PARTS = ["status", "problems", "facts", "box"];

function replace(fresh) {
  for (const id of PARTS) {
    const old = document.getElementById(id);
    const made = fresh.getElementById(id);
    if (!old || !made || old.innerHTML === made.innerHTML) {
      continue;
    }
    const focused = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    old.replaceChildren(...made.childNodes);
    if (focused) {
      old.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
    }
  }
}

async function refresh() {
  if (document.visibilityState === "visible") {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (answer.ok) {
        replace(new DOMParser().parseFromString(await answer.text(), "text/html"));
      }
    } catch (e) {
      // The recorder is being restarted: the page keeps what it last knew, and its clock shows from when.
      console.info("not refreshed: " + e.message);
    }
  }
  setTimeout(refresh, EVERY_MS);
}

setTimeout(refresh, EVERY_MS);
