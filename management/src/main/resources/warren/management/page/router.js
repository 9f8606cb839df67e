/** Places in the page are hashes, the same as in RabbitMQ's: `#/queues/%2F/orders`. */

/** The hash of these names, each one part. */
export function link(...names) {
  return '#/' + names.map(encodeURIComponent).join('/');
}

/** Where the address bar is: names and what stands behind the question mark. */
export function place() {
  const [route, query] = location.hash.replace(/^#\/?/, '').split('?', 2);
  const names = route.split('/').filter(part => part !== '').map(decode);
  return { names, query: new URLSearchParams(query ?? '') };
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // somebody typed a percent sign
  }
}

/** The first of `routes` ({ pattern: 'queues/:vhost/:name', view }) that fits, with the names in the place. */
export function find(routes, names) {
  for (const route of routes) {
    const parts = route.pattern === '' ? [] : route.pattern.split('/');
    if (parts.length === names.length && parts.every((part, i) => part.startsWith(':') || part === names[i])) {
      const params = {};
      parts.forEach((part, i) => part.startsWith(':') && (params[part.slice(1)] = names[i]));
      return { ...route, params };
    }
  }
  return null;
}

export function go(hash) {
  if (location.hash === hash) {
    dispatchEvent(new HashChangeEvent('hashchange'));
  } else {
    location.hash = hash;
  }
}
