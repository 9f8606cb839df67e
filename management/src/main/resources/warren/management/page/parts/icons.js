/** Line icons, 24 by 24, in the colour of the text around them. Each has words beside it or in its button's label. */
import { h } from '../dom.js';

const PATHS = {
  overview: 'M3 12h4l3-8 4 16 3-8h4',
  connections: 'M9 7V3m6 4V3M6 7h12v4a6 6 0 0 1-12 0zm6 10v4',
  channels: 'M4 6h16M4 12h16M4 18h16M8 4v4m8 2v4m-5 2v4',
  exchanges: 'M4 12h6l5-6h5m-10 6 5 6h5m-2-14 2 2-2 2m0 8 2 2-2 2',
  queues: 'M4 6h16v4H4zm0 8h16v4H4zM8 8h1m-1 8h1',
  actors: 'M12 5v4m0 0H6v4m6-4h6v4M12 3a1.6 1.6 0 1 1 0 .1M6 15a2 2 0 1 1 0 4 2 2 0 0 1 0-4m12 0a2 2 0 1 1 0 4 2 2 0 0 1 0-4',
  users: 'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8m-6 10c0-4 3-6 6-6s6 2 6 6m1-18a4 4 0 0 1 0 8m5 10c0-3-1-5-4-6',
  vhosts: 'M4 20V8l8-5 8 5v12zm6 0v-6h4v6',
  policies: 'M6 3h9l4 4v14H6zm3 8h7m-7 4h7m-7-8h3',
  limits: 'M4 18a8 8 0 1 1 16 0m-8 0 4-6',
  definitions: 'M12 4v10m0 0-4-4m4 4 4-4M4 16v4h16v-4',
  node: 'M4 5h16v6H4zm0 8h16v6H4zm3-5h1m-1 8h1',
  menu: 'M4 6h16M4 12h16M4 18h16',
  close: 'M6 6l12 12M18 6 6 18',
  plus: 'M12 5v14M5 12h14',
  trash: 'M4 7h16M9 7V4h6v3m-8 0 1 13h8l1-13m-7 4v6m4-6v6',
  send: 'M4 12 20 4l-5 16-4-6zm7 2 9-10',
  inbox: 'M4 13h5l1 3h4l1-3h5M4 13l3-9h10l3 9v7H4z',
  move: 'M4 12h15m-5-5 5 5-5 5',
  broom: 'M14 4l6 6M17 7l-6 6m-3-1 4 4-3 5H4v-5z',
  edit: 'M4 20h4L19 9l-4-4L4 16z',
  pause: 'M8 5v14M16 5v14',
  play: 'M7 4l12 8-12 8z',
  search: 'M10 4a6 6 0 1 0 0 12 6 6 0 0 0 0-12m4.500 10.500L20 20',
  columns: 'M4 5h16v14H4zm5 0v14m6-14v14',
  check: 'M5 12l5 5 9-11',
  warning: 'M12 4 2.500 20h19zm0 6v5m0 2.500v.5',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18m0 8v6m0-10v.5',
  logout: 'M10 4H5v16h5m4-12 4 4-4 4m4-4H9',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8m0-5v2m0 14v2M3 12h2m14 0h2M5.600 5.600 7 7m10 10 1.400 1.400m0-12.800L17 7M7 17l-1.400 1.400',
  download: 'M12 4v11m0 0-4-4m4 4 4-4M4 20h16',
  upload: 'M12 16V5m0 0L8 9m4-4 4 4M4 20h16',
  arrow: 'M5 12h14m-5-5 5 5-5 5',
};

export function icon(name) {
  return h(
    'svg',
    { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
    h('path', { d: PATHS[name] }),
  );
}
