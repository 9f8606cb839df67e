/** The language of the page: the one that was chosen, or else the browser's. */
import en from './i18n/en.js';
import ko from './i18n/ko.js';
import { prefer, preference } from './preferences.js';

const DICTIONARIES = { en, ko };

export const LANGUAGES = { en: 'English', ko: '한국어' };

let current = preference('language', null) ?? browsers();

function browsers() {
  const known = navigator.languages.map(tag => tag.slice(0, 2)).find(tag => tag in DICTIONARIES);
  return known ?? 'en';
}

export function language() {
  return current;
}

export function speak(chosen) {
  current = chosen;
  prefer('language', chosen);
  document.documentElement.lang = chosen;
}

/** The text of this key; `{name}` in it becomes the value of that name, and `{n:one|many}` the word that fits the number n. */
export function t(key, values = {}) {
  const text = DICTIONARIES[current][key] ?? en[key] ?? key;
  return text
    .replace(/\{(\w+):([^|}]*)\|([^}]*)\}/g, (all, name, one, many) => (String(values[name]) === '1' ? one : many))
    .replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}
