/** The start of the page: lets somebody in, then shows what the address bar names. */
import { Unreachable } from './api.js';
import { h, replace } from './dom.js';
import { language, speak, t } from './i18n.js';
import { Page } from './page.js';
import { button } from './parts/buttons.js';
import { notice } from './parts/notice.js';
import { eachTick, refreshNow } from './refresh.js';
import { find, place } from './router.js';
import { ROUTES } from './routes.js';
import { logOut, resume } from './session.js';
import { shell } from './shell.js';
import { loadVirtualHosts } from './vhosts.js';
import { loginForm } from './views/login.js';

const root = document.getElementById('app');
let frame = null;
let page = null;

async function start() {
  speak(language());
  try {
    (await resume()) ? await enter() : showLogin();
  } catch (failure) {
    if (!(failure instanceof Unreachable)) {
      throw failure;
    }
    replace(root, notice('bad', t('page.unreachable')), button('play', t('action.tryAgain'), start));
  }
}

function showLogin() {
  leave();
  document.title = `${t('login.title')} · Warren`;
  replace(root, loginForm(enter));
  root.querySelector('input').focus();
}

async function enter() {
  await loadVirtualHosts();
  frame = shell({ logOut: quit, changed: rebuild, refresh: () => page?.reload() });
  replace(root, frame.element);
  await showPlace();
}

/** Somebody went to another place: who listens to the page or uses the keyboard is now at its title. */
async function move() {
  if (frame) {
    await showPlace();
    frame?.main.querySelector('h1')?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

/** Another language or another virtual host: everything again. */
async function rebuild() {
  const used = document.activeElement?.id;
  if (frame) {
    await enter();
    used && document.getElementById(used)?.focus();
  } else {
    showLogin();
  }
}

function quit() {
  logOut();
  showLogin();
}

function leave() {
  page?.close();
  page = null;
  frame = null;
  eachTick(null);
}

async function showPlace() {
  const { names, query } = place();
  const route = find(ROUTES, names);
  page?.close();
  document.querySelectorAll('dialog').forEach(dialog => dialog.close());
  frame.arrived(names);
  eachTick(null);
  if (route === null) {
    page = null;
    document.title = 'Warren';
    replace(frame.main, h('h1', { tabindex: -1 }, t('page.noSuchPlace')), h('a', { href: '#/' }, t('overview.title')));
    return;
  }
  const opened = new Page(frame.main, route, query, showLoginAgain);
  page = opened;
  document.title = `${route.view.title(route.params)} · Warren`;
  await opened.open();
  if (page === opened) {
    route.view.isStill || eachTick(() => opened.reload());
  }
}

/** The user was deleted, or has another password now. */
function showLoginAgain() {
  logOut();
  showLogin();
  replace(root.querySelector('.form-failure'), notice('warn', t('login.ended')));
}

addEventListener('hashchange', move);
addEventListener('warren:language', rebuild);
addEventListener('warren:changed', refreshNow);
start();
