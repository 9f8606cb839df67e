/** What stays around every view: the menu, the bar above, the choices of the person. */
import { getIfThere } from './api.js';
import { h, replace } from './dom.js';
import { LANGUAGES, language, speak, t } from './i18n.js';
import { button } from './parts/buttons.js';
import { icon } from './parts/icons.js';
import { INTERVALS, refreshEvery, refreshSeconds } from './refresh.js';
import { link } from './router.js';
import { currentUser, may } from './session.js';
import { THEMES, theme, useTheme } from './theme.js';
import { chooseVirtualHost, chosenVirtualHost, virtualHosts } from './vhosts.js';

/** `element` to show, `main` for the view, `arrived(names)` when the place has changed. */
export function shell({ logOut, changed, refresh }) {
  const main = h('main', { id: 'main', tabindex: -1 });
  const nav = menu(logOut, changed);
  const element = h('div', { class: 'shell' });
  const opener = button('menu', t('menu.open'), () => open(!element.classList.contains('menu-open')), { quiet: true, iconOnly: true });
  opener.setAttribute('aria-controls', 'menu');
  const open = isOpen => {
    element.classList.toggle('menu-open', isOpen);
    opener.setAttribute('aria-expanded', String(isOpen));
    isOpen && nav.querySelector('a').focus();
  };
  open(false);
  element.onkeydown = event => {
    if (event.key === 'Escape' && element.classList.contains('menu-open')) {
      open(false);
      opener.focus();
    }
  };
  replace(
    element,
    skipLink(main),
    h('header', { class: 'top' }, h('div', { class: 'opener' }, opener), brand(), h('div', { class: 'choices' }, hostChooser(changed), refreshChooser(refresh))),
    nav,
    h('div', { class: 'shade', onclick: () => open(false) }),
    main,
  );
  return {
    element,
    main,
    arrived(names) {
      const first = names[0] === 'nodes' ? '' : (names[0] ?? '');
      nav.querySelectorAll('a').forEach(each => each.dataset.place === first
        ? each.setAttribute('aria-current', 'page')
        : each.removeAttribute('aria-current'));
      open(false);
    },
  };
}

function skipLink(main) {
  return h(
    'a',
    {
      href: '#main',
      class: 'skip',
      onclick: event => {
        event.preventDefault(); // the hash names the view, not a place in it
        main.focus();
      },
    },
    t('menu.skip'),
  );
}

function brand() {
  return h('a', { href: '#/', class: 'brand' }, h('img', { src: 'favicon.svg', alt: '', width: 28, height: 28 }), 'Warren');
}

function menu(logOut, changed) {
  const actors = entry('actors', 'actors');
  actors.hidden = true;
  getIfThere('actors', 'actors').then(found => (actors.hidden = found === null), () => {});
  return h(
    'nav',
    { id: 'menu', class: 'menu-side', 'aria-label': t('menu.title') },
    h('ul', null, entry('', 'overview'), entry('connections'), entry('channels'), entry('exchanges'), entry('queues'), may('monitoring') && actors),
    h('h2', null, t('menu.admin')),
    h(
      'ul',
      null,
      may('administrator') && entry('users'),
      entry('vhosts'),
      entry('policies'),
      entry('limits'),
      may('administrator') && entry('definitions'),
    ),
    person(logOut, changed),
  );
}

function entry(place, name = place) {
  return h('li', null, h('a', { href: place ? link(place) : '#/', 'data-place': place }, icon(name), t(`${name}.title`)));
}

function person(logOut, changed) {
  const languages = h('select', {
    id: 'language',
    onchange: () => {
      speak(languages.value);
      changed();
    },
  }, Object.entries(LANGUAGES).map(([code, name]) => h('option', { value: code, selected: code === language(), lang: code }, name)));
  return h(
    'div',
    { class: 'person' },
    h('label', { for: 'language' }, t('menu.language')),
    languages,
    themeChooser(),
    h('div', { class: 'who' }, h('span', null, currentUser()?.name), button('logout', t('menu.logOut'), logOut, { quiet: true, iconOnly: true })),
  );
}

function themeChooser() {
  const select = h('select', { id: 'theme', onchange: () => useTheme(select.value) }, THEMES.map(each => h(
    'option',
    { value: each, selected: each === theme() },
    t(`theme.${each}`),
  )));
  return [h('label', { for: 'theme' }, t('menu.theme')), select];
}

function hostChooser(changed) {
  if (virtualHosts().length < 2) {
    return null;
  }
  const select = h('select', {
    'aria-label': t('menu.vhost'),
    id: 'vhost',
    onchange: () => {
      chooseVirtualHost(select.value);
      changed();
    },
  }, h('option', { value: '' }, t('menu.allVhosts')), virtualHosts().map(name => h('option', { value: name, selected: name === chosenVirtualHost() }, name)));
  return select;
}

function refreshChooser(refresh) {
  let before = refreshSeconds() || 5;
  const select = h('select', { 'aria-label': t('menu.refresh'), id: 'refresh', onchange: () => set(Number(select.value)) },
    INTERVALS.map(each => h('option', { value: each, selected: each === refreshSeconds() }, each === 0 ? t('menu.paused') : t('menu.every', { n: each }))));
  const place = h('span');
  const set = seconds => {
    before = seconds || before;
    refreshEvery(seconds);
    select.value = String(seconds);
    draw();
  };
  const draw = () => {
    const isPaused = refreshSeconds() === 0;
    replace(place, button(isPaused ? 'play' : 'pause', t(isPaused ? 'menu.resume' : 'menu.pause'), () => {
      set(isPaused ? before : 0);
      isPaused && refresh();
      place.querySelector('button').focus();
    }, { quiet: true, iconOnly: true }));
  };
  draw();
  return h('div', { class: 'refresh' }, place, select);
}
