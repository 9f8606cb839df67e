/** The virtual host that lists are narrowed to, and those that the user may see. */
import { get } from './api.js';

const KEY = 'warren.vhost';

let known = [];

export async function loadVirtualHosts() {
  known = (await get('vhosts', { columns: 'name' })).map(host => host.name).sort();
}

export function virtualHosts() {
  return known;
}

/** '' for all. */
export function chosenVirtualHost() {
  const chosen = sessionStorage.getItem(KEY) ?? '';
  return known.includes(chosen) ? chosen : '';
}

export function chooseVirtualHost(name) {
  sessionStorage.setItem(KEY, name);
}

/** A field of a form; it begins with the chosen virtual host. */
export function virtualHostField(label, name = 'vhost') {
  const options = known.map(each => ({ value: each, label: each }));
  return { name, label, type: 'select', options, value: chosenVirtualHost() || (known.includes('/') ? '/' : known[0]) };
}
