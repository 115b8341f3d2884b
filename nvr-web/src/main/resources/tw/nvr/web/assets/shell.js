// On every page: lets the clock in the masthead go on from the recorder's time, never from the browser's.
import { Zone } from "./walltime.js";

const clock = document.getElementById("now");
const zone = new Zone(clock.dataset.zone);
const made = Date.parse(clock.dateTime);
const loaded = performance.now();
const shownDay = clock.textContent.slice(0, clock.textContent.lastIndexOf(" "));
const dayMade = zone.day(made);

function tick() {
  const now = made + (performance.now() - loaded);
  // Past midnight the date in words is the server's to say; a reload brings it.
  if (zone.day(now) === dayMade) {
    clock.textContent = shownDay + " " + zone.time(now);
  }
}

setInterval(tick, 1000);
