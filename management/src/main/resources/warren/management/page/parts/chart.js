/** Lines over time, drawn by Chart.js, with a legend in words that shows the newest values and hides lines at a click. */
import '../vendor/chart.js';
import { h, morphChildren } from '../dom.js';
import { clock } from '../format.js';
import { t } from '../i18n.js';
import { onTheme } from '../theme.js';
import { prefer } from '../preferences.js';
import { RANGES, chosenRange } from './series.js';

const { Chart } = globalThis;

/**
 * A part for Page.keep; its data are { points, now }, one for each line.
 *
 * @param lines [{ name, colour }], where colour is the name of a custom property of the theme
 * @param format makes text of a value
 */
export function lineChart({ label, lines, format }) {
  const canvas = h('canvas', { role: 'img', 'aria-label': label });
  const legend = h('div', { class: 'legend' });
  const element = h('div', { class: 'chart' }, legend, h('div', { class: 'canvas' }, canvas));
  const hidden = new Set();
  let chart = null;
  let series = lines.map(() => ({ points: [], now: 0 }));

  const draw = () => {
    const colours = getComputedStyle(document.documentElement);
    chart ??= new Chart(canvas, configuration(lines, format));
    style(chart, lines, colours);
    chart.data.datasets.forEach((dataset, i) => {
      dataset.data = series[i].points;
      dataset.hidden = hidden.has(i);
    });
    chart.update('none');
    morphChildren(legend, h('div', null, lines.map((line, i) => legendEntry(line, i))));
    canvas.setAttribute('aria-label', `${label}: ${lines.map((line, i) => `${line.name} ${newest(i)}`).join(', ')}`);
  };

  const newest = i => format(series[i].now);

  const legendEntry = (line, i) => h(
    'button',
    {
      type: 'button',
      class: `line-${line.colour}`,
      'aria-pressed': String(!hidden.has(i)),
      title: t('chart.toggle'),
      onclick: () => {
        hidden.has(i) ? hidden.delete(i) : hidden.add(i);
        draw();
      },
    },
    line.name,
    h('strong', null, newest(i)),
  );

  const stop = onTheme(() => chart && draw());
  return {
    element,
    update(data) {
      series = data;
      // the canvas has a size only once it is on the page
      element.isConnected ? draw() : requestAnimationFrame(() => element.isConnected && draw());
    },
    destroy() {
      stop();
      chart?.destroy();
    },
  };
}

function configuration(lines, format) {
  return {
    type: 'line',
    data: { datasets: lines.map(line => ({ label: line.name, data: [] })) },
    options: {
      animation: false,
      parsing: false,
      responsive: true,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false, axis: 'x' },
      elements: { point: { radius: 0, hoverRadius: 4 }, line: { borderWidth: 2, tension: 0.3, cubicInterpolationMode: 'monotone', fill: 'origin' } },
      plugins: {
        legend: { display: false },
        tooltip: {
          callbacks: {
            title: items => clock(items[0].parsed.x),
            label: item => ` ${item.dataset.label}: ${format(item.parsed.y)}`,
          },
        },
      },
      scales: {
        x: { type: 'linear', bounds: 'data', border: { display: false }, grid: { display: false }, ticks: { maxTicksLimit: 5, maxRotation: 0, callback: value => clock(value) } },
        y: { beginAtZero: true, suggestedMax: 4, border: { display: false }, ticks: { maxTicksLimit: 5, callback: format } },
      },
    },
  };
}

function style(chart, lines, colours) {
  const colour = name => colours.getPropertyValue(`--${name}`).trim();
  chart.data.datasets.forEach((dataset, i) => {
    dataset.borderColor = colour(lines[i].colour);
    dataset.backgroundColor = `${colour(lines[i].colour)}1c`;
    dataset.pointBackgroundColor = dataset.borderColor;
  });
  const { x, y } = chart.options.scales;
  x.ticks.color = y.ticks.color = colour('ink-soft');
  y.grid = { color: colour('line') };
  const { tooltip } = chart.options.plugins;
  Object.assign(tooltip, { backgroundColor: colour('ink'), titleColor: colour('surface'), bodyColor: colour('surface') });
}

/** Buttons for the time that charts show; `changed` is called after a choice. */
export function rangeChooser(allowed, changed) {
  const chosen = chosenRange(allowed);
  return h('div', { class: 'segments', role: 'group', 'aria-label': t('chart.range') }, Object.keys(RANGES)
    .filter(range => allowed.includes(range))
    .map(range => h(
      'button',
      {
        type: 'button',
        'aria-pressed': String(range === chosen),
        onclick: () => {
          prefer('range', range);
          changed();
        },
      },
      t(`range.${range}`),
    )));
}

/** A line without axes, as high as a word: how something went lately. */
export function spark(points, colour) {
  const width = 96;
  const height = 24;
  const highest = Math.max(1, ...points.map(point => point.y));
  const step = width / Math.max(1, points.length - 1);
  const line = points.map((point, i) => `${(i * step).toFixed(1)},${(height - 1 - (point.y / highest) * (height - 3)).toFixed(1)}`).join(' ');
  return h(
    'svg',
    { class: `spark line-${colour}`, viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    h('polygon', { points: `0,${height} ${line} ${width},${height}` }),
    h('polyline', { points: line }),
  );
}

/** Parts of a whole side by side: [[value, colour], ...]. */
export function bar(parts, whole = parts.reduce((sum, [value]) => sum + value, 0)) {
  let left = 0;
  return h('svg', { class: 'bar', viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, parts.map(([value, colour]) => {
    const width = whole > 0 ? (100 * value) / whole : 0;
    left += width;
    return h('rect', { class: `line-${colour}`, x: left - width, y: 0, width, height: 6 });
  }));
}
