/** Light, dark, or as the system has it. */
import { prefer, preference } from './preferences.js';

export const THEMES = ['system', 'light', 'dark'];

const systemDark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set();

export function theme() {
  return preference('theme', 'system');
}

function isDark() {
  return theme() === 'dark' || (theme() === 'system' && systemDark.matches);
}

export function useTheme(chosen) {
  prefer('theme', chosen);
  apply();
}

/** Calls `listener` whenever the colours change, until the function that it returns is called. */
export function onTheme(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function apply() {
  document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
  listeners.forEach(listener => listener());
}

systemDark.addEventListener('change', apply);
apply();
