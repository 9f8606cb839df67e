/** What a person has chosen for this browser: theme, language, columns. No secrets, nothing of the broker. */

const PREFIX = 'warren.';

export function preference(name, fallback) {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? fallback : JSON.parse(text);
  } catch {
    return fallback; // storage is switched off, or somebody else wrote there
  }
}

export function prefer(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // then it holds until the page is closed
  }
}
