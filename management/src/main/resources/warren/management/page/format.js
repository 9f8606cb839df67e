/** Numbers, sizes and times as people of the chosen language write them. */
import { language, t } from './i18n.js';

const BYTES = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
const COMPACT_FROM = 1_000_000;

/** A whole number, in short from a million on. Nothing is known of null and undefined. */
export function count(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  return Math.abs(value) >= COMPACT_FROM
    ? value.toLocaleString(language(), { notation: 'compact', maximumFractionDigits: 2 })
    : value.toLocaleString(language(), { maximumFractionDigits: 0 });
}

/** A rate per second, without its unit. */
export function perSecond(value) {
  const rate = value ?? 0;
  return rate.toLocaleString(language(), { maximumFractionDigits: rate > 0 && rate < 10 ? 1 : 0 });
}

export function rate(value) {
  return t('unit.perSecond', { n: perSecond(value) });
}

export function bytes(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  let size = value;
  let unit = 0;
  while (size >= 1024 && unit < BYTES.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${size.toLocaleString(language(), { maximumFractionDigits: size < 10 && unit > 0 ? 1 : 0 })} ${BYTES[unit]}`;
}

/** A length of time in its two largest units. */
export function duration(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  const parts = [
    [Math.floor(seconds / 86400), 'unit.days'],
    [Math.floor((seconds % 86400) / 3600), 'unit.hours'],
    [Math.floor((seconds % 3600) / 60), 'unit.minutes'],
    [seconds % 60, 'unit.seconds'],
  ];
  const first = parts.findIndex(([n]) => n > 0);
  if (first < 0) {
    return t('unit.seconds', { n: 0 });
  }
  return parts.slice(first, first + 2).filter(([n]) => n > 0).map(([n, unit]) => t(unit, { n })).join(' ');
}

export function time(milliseconds) {
  return new Date(milliseconds).toLocaleString(language());
}

/** The time of day alone, with colons in every language: in words it is too long for a chart's axis on a phone. */
export function clock(milliseconds) {
  const date = new Date(milliseconds);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(part => String(part).padStart(2, '0')).join(':');
}

/** A value of JSON as text. */
export function plain(value) {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
