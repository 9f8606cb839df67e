/** What the API knows of the past (`X_details.samples`), as points for charts. */
import { preference } from '../preferences.js';

/** Seconds that are shown, and between two points. */
export const RANGES = {
  minute: [60, 5],
  tenMinutes: [600, 10],
  hour: [3600, 60],
  eightHours: [28800, 300],
  day: [86400, 900],
};

/** Of single objects the broker keeps an hour. */
export const OBJECT_RANGES = ['minute', 'tenMinutes', 'hour'];

export function chosenRange(allowed = Object.keys(RANGES)) {
  const chosen = preference('range', 'tenMinutes');
  return allowed.includes(chosen) ? chosen : 'hour';
}

/** The query that asks for samples of these kinds: lengths, msg_rates, data_rates. */
export function samplesQuery(range, ...kinds) {
  const [age, incr] = RANGES[range];
  return Object.fromEntries(kinds.flatMap(kind => [[`${kind}_age`, age], [`${kind}_incr`, incr]]));
}

/** Values over time, oldest first, and the value right now, which may be newer than the last sample. */
export function levels(stats, name) {
  return { points: samples(stats, name), now: stats?.[name] ?? 0 };
}

/** How fast a counter grew, per second, from one sample to the next, and grows right now. */
export function speeds(stats, name) {
  const counts = samples(stats, name);
  const points = counts.slice(1).map(({ x, y }, i) => ({ x, y: Math.max(0, (y - counts[i].y) * 1000 / (x - counts[i].x)) }));
  return { points, now: rateOf(stats, name) };
}

/** The rate right now. */
export function rateOf(stats, name) {
  return stats?.[`${name}_details`]?.rate ?? 0;
}

function samples(stats, name) {
  const newestFirst = stats?.[`${name}_details`]?.samples ?? [];
  return newestFirst.map(({ sample, timestamp }) => ({ x: timestamp, y: sample })).reverse();
}
