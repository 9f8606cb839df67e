/**
 * What is open at a place: loads what its view shows, draws it, and draws it again at each tick without disturbing the reader.
 *
 * A view is { title(params), load({ params, query, signal }), draw(data, page), isStill }; `draw` returns nodes, and `isStill` says that it
 * costs too much to load at each tick.
 */
import { ApiError, Unreachable } from './api.js';
import { h, morphChildren, replace } from './dom.js';
import { t } from './i18n.js';
import { notice } from './parts/notice.js';

export class Page {
  #abort = new AbortController();
  #parts = new Map();
  #drawn = false;

  /** `logOut` is called when the credentials have stopped to count. */
  constructor(container, { view, params }, query, logOut) {
    this.container = container;
    this.view = view;
    this.params = params;
    this.query = query;
    this.logOut = logOut;
  }

  async open() {
    replace(this.container, h('p', { class: 'loading' }, t('page.loading')));
    await this.reload();
  }

  /** Loads and draws. A page that was closed meanwhile stays as it is. */
  async reload() {
    const { signal } = this.#abort;
    try {
      const data = await this.view.load({ params: this.params, query: this.query, signal });
      if (!signal.aborted) {
        this.#draw(this.view.draw(data, this));
      }
    } catch (failure) {
      if (!signal.aborted) {
        this.#fail(failure);
      }
    }
  }

  /** Does what ends the thing shown here: from now on nothing is asked about it, unless that fails. */
  async end(action) {
    this.#abort.abort();
    try {
      return await action();
    } catch (failure) {
      this.#abort = new AbortController();
      throw failure;
    }
  }

  /** A part with a life of its own ({ element, update(data), destroy() }), made once and told of each new data. */
  keep(key, create, data) {
    let part = this.#parts.get(key);
    const isOld = part !== undefined && part.element.isConnected;
    if (part === undefined) {
      part = create();
      part.element.setAttribute('data-keep', key);
      this.#parts.set(key, part);
    }
    part.update?.(data);
    return isOld ? h(part.element.localName, { 'data-keep': key }) : part.element;
  }

  close() {
    this.#abort.abort();
    this.#parts.forEach(part => part.destroy?.());
    this.#parts.clear();
  }

  #draw(nodes) {
    const fresh = h('div', null, h('h1', { tabindex: -1 }, this.view.title(this.params)), nodes);
    if (this.#drawn) {
      morphChildren(this.container, fresh);
    } else {
      replace(this.container, ...fresh.childNodes);
      this.#drawn = true;
    }
    // a part whose surroundings were replaced stands there as an empty place
    for (const place of this.container.querySelectorAll('[data-keep]')) {
      const part = this.#parts.get(place.getAttribute('data-keep'));
      if (part && part.element !== place) {
        place.replaceWith(part.element);
      }
    }
    this.container.classList.remove('stale');
  }

  #fail(failure) {
    if (failure instanceof ApiError && failure.isLoggedOut) {
      this.logOut();
    } else if (failure instanceof Unreachable) {
      this.#unreachable();
    } else if (failure instanceof ApiError) {
      this.#drawn = false;
      const text = failure.status === 404 ? t('page.notThere') : failure.message;
      replace(this.container, h('h1', { tabindex: -1 }, this.view.title(this.params)), notice('bad', text));
    } else {
      throw failure;
    }
  }

  /** What was seen last stays, but as old news. */
  #unreachable() {
    this.container.classList.add('stale');
    if (!this.#drawn) {
      replace(this.container, notice('bad', t('page.unreachable')));
    } else if (!this.container.querySelector('.unreachable')) {
      this.container.prepend(h('div', { class: 'unreachable' }, notice('bad', t('page.unreachable'))));
    }
  }
}
