/** Requests to the HTTP API. What goes wrong comes as an ApiError whose message is the broker's `reason`. */

export class ApiError extends Error {
  constructor(status, reason) {
    super(reason);
    this.status = status;
  }

  /** The credentials do not count any more, or never did. */
  get isLoggedOut() {
    return this.status === 401 && (this.message === '' || LOGIN_REASONS.some(reason => this.message.startsWith(reason)));
  }
}

/** The broker could not be reached at all. */
export class Unreachable extends Error {}

const LOGIN_REASONS = ['Login failed', 'User can only log in via localhost'];

let authorization = null;

/** The header that says who asks; null: nobody. */
export function authorize(header) {
  authorization = header;
}

/** path`queues/${vhost}/${name}`: each value is one part of the path. */
export function path(parts, ...values) {
  return parts.reduce((all, part, i) => all + encodeURIComponent(values[i - 1]) + part);
}

/** The answer's JSON; null when it has none. */
export async function call(method, where, { body, query, headers, signal } = {}) {
  const answer = await send(method, where, { body, query, headers, signal });
  const text = await answer.text();
  if (!answer.ok) {
    throw new ApiError(answer.status, reason(answer, text));
  }
  return text === '' ? null : JSON.parse(text);
}

export const get = (where, query, signal) => call('GET', where, { query, signal });
export const put = (where, body) => call('PUT', where, { body });
export const post = (where, body) => call('POST', where, { body });
export const remove = (where, query) => call('DELETE', where, { query });

const missing = new Set();
const present = new Set();

/**
 * The same, or null where the broker has no such path for this object; then it is not asked again until the page is loaded anew.
 *
 * @param feature names what is asked for, whatever the object
 */
export async function getIfThere(feature, where, query, signal) {
  return optional(feature, () => get(where, query, signal));
}

/** Whether the broker has this path, without asking it for anything. */
export async function isThere(feature, where) {
  if (!present.has(feature) && await optional(feature, async () => (await call('OPTIONS', where)) ?? true)) {
    present.add(feature);
  }
  return present.has(feature);
}

async function optional(feature, ask) {
  if (missing.has(feature)) {
    return null;
  }
  try {
    return await ask();
  } catch (failure) {
    if (failure instanceof ApiError && !failure.isLoggedOut && [401, 404, 405].includes(failure.status)) {
      failure.status === 401 || missing.add(feature);
      return null;
    }
    throw failure;
  }
}

async function send(method, where, { body, query, headers, signal }) {
  const search = new URLSearchParams(query ?? {}).toString();
  try {
    return await fetch(`api/${where}${search && '?' + search}`, {
      method,
      signal,
      // so the browser neither adds what it remembers nor asks for a password itself
      credentials: 'omit',
      cache: 'no-store',
      headers: {
        ...(authorization && { Authorization: authorization }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        'X-Warren-Page': '1',
        ...headers,
      },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new Unreachable();
  }
}

function reason(answer, text) {
  try {
    const { reason } = JSON.parse(text);
    return typeof reason === 'string' ? reason : JSON.stringify(reason);
  } catch {
    return text || (answer.status === 401 ? '' : `${answer.status} ${answer.statusText}`);
  }
}
