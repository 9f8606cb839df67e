/** The way in. */
import { ApiError } from '../api.js';
import { h, replace } from '../dom.js';
import { LANGUAGES, language, speak, t } from '../i18n.js';
import { explain } from '../parts/dialog.js';
import { notice } from '../parts/notice.js';
import { logIn } from '../session.js';

/** `entered` is called when the broker has let somebody in. */
export function loginForm(entered) {
  const failure = h('div', { class: 'form-failure', 'aria-live': 'assertive' });
  const name = h('input', { id: 'user', name: 'user', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', required: true });
  const password = h('input', { id: 'password', name: 'password', type: 'password', autocomplete: 'current-password' });
  const submit = h('button', { type: 'submit', class: 'primary' }, t('login.submit'));
  const onsubmit = async event => {
    event.preventDefault();
    submit.disabled = true;
    try {
      await logIn(name.value, password.value);
      await entered();
    } catch (problem) {
      replace(failure, notice('bad', advice(problem, name.value)));
      password.select();
    } finally {
      submit.disabled = false;
    }
  };
  return h(
    'main',
    { class: 'login', id: 'main' },
    h(
      'form',
      { onsubmit },
      h('img', { src: 'favicon.svg', alt: '', width: 56, height: 56 }),
      h('h1', null, 'Warren'),
      h('p', { class: 'intro' }, t('login.intro')),
      h('div', { class: 'field' }, h('label', { for: 'user' }, t('login.user')), name),
      h('div', { class: 'field' }, h('label', { for: 'password' }, t('login.password')), password),
      failure,
      submit,
    ),
    languageLinks(),
  );
}

/** What to do about a refusal. */
function advice(problem, user) {
  if (!(problem instanceof ApiError)) {
    return explain(problem);
  }
  if (problem.message.startsWith('User can only log in via localhost')) {
    return t('login.onlyLocal', { user });
  }
  if (problem.message.startsWith('Not management user')) {
    return t('login.noTag', { user });
  }
  return problem.isLoggedOut ? t('login.wrong') : problem.message;
}

function languageLinks() {
  return h('div', { class: 'languages' }, Object.entries(LANGUAGES).map(([code, name]) => h(
    'button',
    {
      type: 'button',
      class: 'quiet',
      lang: code,
      'aria-pressed': String(code === language()),
      onclick: () => {
        speak(code);
        dispatchEvent(new Event('warren:language'));
      },
    },
    name,
  )));
}
