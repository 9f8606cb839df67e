/** Elements and how they change. There is no HTML in strings: what comes from users is always text. */

const SVG = 'http://www.w3.org/2000/svg';
const SVG_TAGS = new Set(['svg', 'path', 'rect', 'circle', 'line', 'polyline', 'polygon', 'g']);

/** An element with attributes (`onclick` and the like take functions; false and null leave an attribute out) and children. */
export function h(tag, attributes, ...children) {
  const element = SVG_TAGS.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  element.handlers = [];
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith('on')) {
      element[name] = value;
      element.handlers.push(name);
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  append(element, children);
  return element;
}

/** Adds nodes and texts; lists are flattened, nothing is made of null, undefined and false. */
export function append(element, children) {
  for (const child of [children].flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(child instanceof Node ? child : String(child));
    }
  }
}

/** Puts these children where others were. */
export function replace(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

/**
 * Makes the children of `live` look like those of `fresh`, and touches nothing else, so that focus, selection and scrolling stay.
 * Children with `data-key` are followed when they move; those with `data-keep` have a life of their own and are left alone.
 */
export function morphChildren(live, fresh) {
  const focused = document.activeElement;
  morphList(live, fresh);
  if (focused && focused !== document.body && focused.isConnected && document.activeElement !== focused) {
    focused.focus({ preventScroll: true });
  }
}

function identity(node) {
  return node.nodeType === Node.ELEMENT_NODE ? (node.getAttribute('data-keep') ?? node.getAttribute('data-key')) : null;
}

function morphList(live, fresh) {
  const known = new Map();
  for (const node of live.childNodes) {
    if (identity(node) !== null) {
      known.set(identity(node), node);
    }
  }
  let place = live.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const key = identity(wanted);
    while (place && key === null && identity(place) !== null && !wantedLater(fresh, place)) {
      place = drop(place);
    }
    const match = key !== null ? known.get(key) : place && identity(place) === null ? place : null;
    if (!match) {
      live.insertBefore(wanted, place);
      continue;
    }
    if (match !== place) {
      live.insertBefore(match, place);
    }
    place = match.nextSibling;
    morph(match, wanted);
  }
  while (place) {
    place = drop(place);
  }
}

function wantedLater(fresh, node) {
  return [...fresh.childNodes].some(each => identity(each) === identity(node));
}

function drop(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

function morph(live, fresh) {
  if (live.nodeName !== fresh.nodeName || identity(live) !== identity(fresh)) {
    live.replaceWith(fresh);
  } else if (live.nodeType === Node.TEXT_NODE) {
    if (live.data !== fresh.data) {
      live.data = fresh.data;
    }
  } else if (!live.hasAttribute('data-keep')) {
    morphAttributes(live, fresh);
    morphList(live, fresh);
  }
}

/** What the reader has opened or closed stays so. */
function isReaders(element, attribute) {
  return element.nodeName === 'DETAILS' && attribute === 'open';
}

function morphAttributes(live, fresh) {
  for (const { name, value } of [...fresh.attributes]) {
    if (live.getAttribute(name) !== value && !isReaders(live, name)) {
      live.setAttribute(name, value);
    }
  }
  for (const { name } of [...live.attributes]) {
    if (!fresh.hasAttribute(name) && !isReaders(live, name)) {
      live.removeAttribute(name);
    }
  }
  for (const name of live.handlers ?? []) {
    live[name] = null;
  }
  for (const name of fresh.handlers ?? []) {
    live[name] = fresh[name];
  }
  live.handlers = fresh.handlers;
}
