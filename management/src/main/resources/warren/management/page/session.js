/**
 * Who is logged in. The credentials stand in this tab's session storage, so that a reload does not ask again, and are gone with the tab:
 * no cookie, so no other site can use them.
 */
import { authorize, get } from './api.js';

const KEY = 'warren.authorization';
const TAGS = ['administrator', 'monitoring', 'policymaker', 'management'];

let user = null;

export function currentUser() {
  return user;
}

/** Whether the user's tags allow what this tag stands for. */
export function may(tag) {
  const tags = user?.tags ?? [];
  return tags.includes('administrator') || tags.includes(tag) || (tag === 'management' && tags.some(each => TAGS.includes(each)));
}

/** Fails with an ApiError when the broker does not let this user in. */
export async function logIn(name, password) {
  const header = basic(name, password);
  authorize(header);
  try {
    user = await get('whoami');
  } catch (failure) {
    logOut();
    throw failure;
  }
  sessionStorage.setItem(KEY, header);
}

/** Whether a reload finds somebody who had logged in before. */
export async function resume() {
  const header = sessionStorage.getItem(KEY);
  if (header === null) {
    return false;
  }
  authorize(header);
  try {
    user = await get('whoami');
    return true;
  } catch (failure) {
    if (failure.isLoggedOut) {
      logOut();
      return false;
    }
    throw failure;
  }
}

export function logOut() {
  user = null;
  authorize(null);
  sessionStorage.removeItem(KEY);
}

function basic(name, password) {
  const utf8 = new TextEncoder().encode(`${name}:${password}`);
  return 'Basic ' + btoa(String.fromCharCode(...utf8));
}
