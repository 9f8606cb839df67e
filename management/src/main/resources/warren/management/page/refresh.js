/** The clock of the page: asks for news every few seconds, unless it is paused or the tab is hidden. */
import { prefer, preference } from './preferences.js';

/** Seconds; 0: only when asked. */
export const INTERVALS = [0, 1, 2, 5, 10, 30];

let seconds = preference('refresh', 5);
let timer = null;
let task = null;

export function refreshSeconds() {
  return seconds;
}

export function refreshEvery(chosen) {
  seconds = chosen;
  prefer('refresh', chosen);
  schedule();
}

/** From now on this is done at each tick; the next one waits for its end. Null: nothing. */
export function eachTick(work) {
  task = work;
  schedule();
}

/** A tick now. */
export async function refreshNow() {
  clearTimeout(timer);
  const work = task;
  try {
    await work?.();
  } finally {
    if (work === task) {
      schedule();
    }
  }
}

function schedule() {
  clearTimeout(timer);
  if (task && seconds > 0 && !document.hidden) {
    timer = setTimeout(refreshNow, seconds * 1000);
  }
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    clearTimeout(timer);
  } else if (task && seconds > 0) {
    refreshNow();
  }
});
