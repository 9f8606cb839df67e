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

/** Values over time, oldest first. */
export function levels(stats, name) {
  const samples = stats?.[`${name}_details`]?.samples ?? [];
  return samples.map(({ sample, timestamp }) => ({ x: timestamp, y: sample })).reverse();
}

/** How fast a counter grew, per second, from one sample to the next. */
export function speeds(stats, name) {
  const points = levels(stats, name);
  return points.slice(1).map(({ x, y }, i) => ({ x, y: Math.max(0, (y - points[i].y) * 1000 / (x - points[i].x)) }));
}

/** The rate right now. */
export function rateOf(stats, name) {
  return stats?.[`${name}_details`]?.rate ?? 0;
}
