/** Windows above the page. The browser keeps the focus in them, and Esc closes them. */
import { ApiError, Unreachable } from '../api.js';
import { h, replace } from '../dom.js';
import { t } from '../i18n.js';
import { button } from './buttons.js';
import { form } from './form.js';
import { notice } from './notice.js';
import { toast } from './toast.js';

/** Opens a window with this content; it is gone when it is closed, and focus is back where it was. */
export function openDialog(title, content, { wide = false } = {}) {
  const before = document.activeElement;
  const heading = h('h2', { id: `dialog-${Date.now()}` }, title);
  const dialog = h(
    'dialog',
    { class: wide ? 'wide' : null, 'aria-labelledby': heading.id },
    h('header', null, heading, button('close', t('action.close'), () => dialog.close(), { quiet: true, iconOnly: true })),
    content,
  );
  dialog.addEventListener('close', () => {
    dialog.remove();
    before?.isConnected && before.focus();
  });
  // a click beside the window; one that began inside it, selecting text, is none
  dialog.addEventListener('mousedown', event => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector('form :is(input, select, textarea, button)')?.focus();
  return dialog;
}

/**
 * Asks for values and does something with them. It stays open, and shows the broker's reason, until that has worked.
 *
 * `done`: what is then said; `after` is called behind it.
 */
export function formDialog({ title, intro, fields, submit, danger = false, action, done, after, wide = false }) {
  const failure = h('div', { class: 'form-failure', 'aria-live': 'assertive' });
  const values = form(fields);
  const submitting = h('button', { type: 'submit', class: danger ? 'danger' : 'primary' }, submit);
  const element = h(
    'form',
    {
      onsubmit: async event => {
        event.preventDefault();
        replace(failure);
        submitting.disabled = true;
        try {
          const given = values.read();
          const result = await action(given);
          dialog.close();
          const text = typeof done === 'function' ? done(given, result) : done;
          text && toast(text);
          after?.(given, result);
        } catch (problem) {
          replace(failure, notice('bad', explain(problem)));
        } finally {
          submitting.disabled = false;
        }
      },
    },
    intro && h('p', { class: 'intro' }, intro),
    values.element,
    failure,
    h('footer', null, h('button', { type: 'button', onclick: () => dialog.close() }, t('action.cancel')), submitting),
  );
  const dialog = openDialog(title, element, { wide });
  return dialog;
}

/** Asks before something that cannot be taken back. */
export function confirmDialog({ title, text, submit, fields = [], action, done, after }) {
  return formDialog({ title, intro: text, fields, submit, danger: true, action, done, after });
}

/** What went wrong, in the broker's words where it has any. */
export function explain(problem) {
  if (problem instanceof ApiError || problem instanceof SyntaxError) {
    return problem.message;
  }
  if (problem instanceof Unreachable) {
    return t('page.unreachable');
  }
  throw problem;
}
