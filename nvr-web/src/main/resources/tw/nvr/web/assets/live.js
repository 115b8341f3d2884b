// The page 即時影像: asks for cameras and purpose, opens a look, shows the pictures.
import { LiveStream } from "./livestream.js";
import { Look, NoLook } from "./look.js";
import { Words } from "./words.js";

const root = document.getElementById("live");
const form = document.getElementById("live-form");
const most = Number(root.dataset.most);
const words = new Words(root);
const views = document.getElementById("live-views");
const frame = document.getElementById("live-player");
const fault = document.getElementById("live-fault");
const stopButton = document.getElementById("live-stop");

let look = null;
let streams = [];
let reopening = null;

function complain(text) {
  fault.hidden = !text;
  fault.textContent = text;
}

function refusal(e) {
  return e.words === null ? words.say("live.unreachable") : words.say("live.refused", e.words);
}

/** A look that the recorder does not know any more (it was restarted, or the look ended by itself) is asked for anew. */
async function addressOf(camera, cameras, purpose, refused) {
  if (refused) {
    reopening ??= Look.open("live", cameras, purpose).then((fresh) => {
      look = fresh;
    }).finally(() => setTimeout(() => {
      reopening = null;
    }, 3_000));
    await reopening;
  }
  return `${look.base}/live/${camera}`;
}

function view(box, cameras, purpose) {
  const figure = document.getElementById("live-view").content.firstElementChild.cloneNode(true);
  const said = figure.querySelector(".view-words");
  const note = figure.querySelector(".view-note");
  figure.querySelector(".view-name").textContent = box.dataset.name;
  views.append(figure);
  const video = figure.querySelector("video");
  video.muted = true;
  const stream = new LiveStream(video, (key, ...values) => {
    const playing = key === "live.playing";
    const text = words.say(key, ...values);
    if (said.textContent !== (playing ? "" : text)) {
      said.textContent = playing ? "" : text;
    }
    figure.classList.toggle("covered", !playing);
    note.textContent = playing ? text : "";
  });
  streams.push(stream);
  stream.run((refused) => addressOf(box.value, cameras, purpose, refused));
}

function stop() {
  streams.forEach((s) => s.stop());
  streams = [];
  look?.close();
  look = null;
  views.replaceChildren();
  frame.hidden = true;
  stopButton.hidden = true;
}

form?.addEventListener("submit", async (e) => {
  e.preventDefault();
  const boxes = [...form.querySelectorAll("[name=camera]:checked")];
  if (!boxes.length || boxes.length > most) {
    complain(boxes.length ? words.say("live.most", most, boxes.length - most) : words.say("live.none"));
    return;
  }
  stop();
  complain(words.say("live.opening"));
  const cameras = boxes.map((b) => b.value);
  const purpose = form.elements.purpose.value;
  try {
    look = await Look.open("live", cameras, purpose);
  } catch (reason) {
    if (!(reason instanceof NoLook)) {
      throw reason;
    }
    complain(refusal(reason));
    return;
  }
  complain("");
  frame.hidden = false;
  stopButton.hidden = false;
  boxes.forEach((box) => view(box, cameras, purpose));
});

stopButton?.addEventListener("click", stop);
frame?.addEventListener("contextmenu", (e) => e.preventDefault());
addEventListener("pagehide", () => {
  streams.forEach((s) => s.stop());
  look?.close();
});
