// The page 回放: the form, the player and the time line together.
import { Player } from "./player.js";
import { Timeline } from "./timeline.js";
import { Zone, readDate, readTime } from "./walltime.js";
import { Words } from "./words.js";

/** Says to the next page that its form was just sent by a person, who wants to see pictures. A mere link does not. */
const PLAY_NEXT = "nvr-play-next";
const MOST_WITH = 3;

const section = document.getElementById("player");
const form = document.getElementById("ask");
const words = new Words(section);
const zone = new Zone(section.dataset.zone, document.documentElement.lang);
const figures = [...section.querySelectorAll("figure")];
const player = new Player(figures, Number(section.dataset.at), zone, words, () => form.elements.purpose.value);
const timeline = new Timeline(
  document.getElementById("timeline"), [...document.querySelectorAll("[data-zoom]")], player, zone, words, go);

const button = (name) => section.querySelector(`[data-do="${name}"]`);
const speed = document.getElementById("speed");
const fault = document.getElementById("form-fault");

function go(t) {
  player.seek(t);
  showTyped(t);
}

/** The fields follow the playhead where a person moved it, so that 「播放這一刻」 means this moment. */
function showTyped(t) {
  form.elements.date.value = zone.typed(t);
  form.elements.time.value = zone.time(t);
}

function showHead() {
  document.getElementById("clock").textContent = zone.time(player.at);
  document.getElementById("clock-day").textContent = zone.shortDay(player.at);
}

function showState() {
  const toggle = button("toggle");
  toggle.querySelector("use").setAttribute("href", player.playing ? "#i-pause" : "#i-play");
  toggle.querySelector("span").textContent = words.say(player.playing ? "player.pause" : "player.play");
}

/** The moment that was typed; null after saying what cannot be read. */
function typed() {
  const date = readDate(form.elements.date.value);
  const time = readTime(form.elements.time.value);
  fault.hidden = date !== null && time !== null;
  if (date === null || time === null) {
    fault.textContent = words.say(date === null ? "player.date" : "player.time");
    (date === null ? form.elements.date : form.elements.time).focus();
    return null;
  }
  return zone.instant(date.year, date.month, date.day, time);
}

function chosenCameras() {
  const main = form.elements.camera.value;
  const others = [...form.querySelectorAll("[name=with]:checked")].map((c) => c.value).filter((c) => c !== main);
  return [main, ...others];
}

form.addEventListener("submit", (e) => {
  const t = typed();
  const cameras = chosenCameras();
  if (t === null || cameras.length > MOST_WITH + 1) {
    e.preventDefault();
    if (t !== null) {
      fault.hidden = false;
      fault.textContent = words.say("player.with-most");
    }
    return;
  }
  const same = cameras.join() === figures.map((f) => f.dataset.camera).join();
  if (same && zone.day(t) === zone.day(Number(section.dataset.at))) {
    e.preventDefault();
    player.playFrom(t);
  } else {
    sessionStorage.setItem(PLAY_NEXT, form.elements.purpose.value);
  }
});

const actions = {
  "gap-before": () => player.seekGap(-1),
  "gap-after": () => player.seekGap(1),
  back: () => go(player.at - 10_000),
  forward: () => go(player.at + 10_000),
  "frame-before": () => player.step(-1),
  "frame-after": () => player.step(1),
  toggle: () => player.toggle(),
  sound: () => {
    const on = button("sound").ariaPressed !== "true";
    button("sound").setAttribute("aria-pressed", String(on));
    button("sound").querySelector("use").setAttribute("href", on ? "#i-sound" : "#i-silent");
    button("sound").querySelector("span").textContent = words.say(on ? "player.sound-off" : "player.sound-on");
    player.setSound(on);
  },
};

for (const [name, action] of Object.entries(actions)) {
  button(name).disabled = false;
  button(name).addEventListener("click", action);
}
speed.disabled = false;
speed.addEventListener("change", () => player.setRate(Number(speed.value)));

document.addEventListener("click", (e) => {
  const gap = e.target.closest?.("a[data-at]");
  if (gap && !e.ctrlKey && !e.metaKey && !e.shiftKey) {
    e.preventDefault();
    go(Number(gap.dataset.at));
    section.scrollIntoView({ block: "nearest" });
  }
});

// No way to save a picture is offered: footage leaves the box by the access procedure only.
section.addEventListener("contextmenu", (e) => e.preventDefault());
section.addEventListener("dragstart", (e) => e.preventDefault());

player.addEventListener("head", showHead);
player.addEventListener("changed", showState);
player.addEventListener("say", (e) => {
  document.getElementById("say").textContent = e.detail;
});
addEventListener("pagehide", () => player.close());

player.coverage.ensure(player.at)
  .then(() => player.dispatchEvent(new Event("head")))
  .catch((e) => console.info("coverage not loaded: " + e.message));
const wanted = sessionStorage.getItem(PLAY_NEXT);
sessionStorage.removeItem(PLAY_NEXT);
if (wanted !== null) {
  form.elements.purpose.value = wanted;
  player.playFrom(player.at);
}
// For the browser tests: what is played, and where the time line stands.
section.nvr = { player, timeline };
