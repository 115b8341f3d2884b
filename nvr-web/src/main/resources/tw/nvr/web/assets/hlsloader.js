// hls.js is ten times the page: it is fetched when somebody plays, not when somebody looks at the time line.
let loading = null;

/** Resolves when hls.js is there or cannot be had; the caller looks whether it is. */
export function loadHls() {
  loading ??= new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = new URL("./hls.js", import.meta.url).href;
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => {
      loading = null;
      script.remove();
      resolve();
    });
    document.head.append(script);
  });
  return loading;
}
