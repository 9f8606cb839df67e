/**
 * Fields with labels, and what was written into them.
 *
 * A field is { name, label, type, value, required, hint, options, suggestions }; type is text, password, number, textarea, checkbox,
 * select, file or arguments. A text that is left empty is ''; a number that is, is undefined.
 */
import { h } from '../dom.js';
import { argumentsEditor } from './arguments.js';

let ids = 0;

/** `element` to show, `read()` for the values by name. */
export function form(fields) {
  const made = fields.filter(Boolean).map(field => ({ field, ...control(field, `field-${++ids}`) }));
  return {
    element: h('div', { class: 'fields' }, made.map(each => each.element)),
    read: () => Object.fromEntries(made.map(each => [each.field.name, each.read()])),
  };
}

function control(field, id) {
  if (field.type === 'arguments') {
    const editor = argumentsEditor(field);
    return { element: h('fieldset', { class: 'field' }, h('legend', null, field.label), editor.element, hint(field, id)), read: editor.read };
  }
  if (field.type === 'checkbox') {
    const input = h('input', { ...common(field, id), type: 'checkbox', checked: field.value === true });
    return { element: h('div', { class: 'field check' }, input, h('label', { for: id }, field.label), hint(field, id)), read: () => input.checked };
  }
  const input = element(field, id);
  return {
    element: h('div', { class: 'field' }, h('label', { for: id }, field.label), input, suggestions(field, id), hint(field, id)),
    read: () => value(field, input),
  };
}

function common(field, id) {
  return { id, name: field.name, required: field.required, 'aria-describedby': field.hint ? `${id}-hint` : null };
}

function element(field, id) {
  if (field.type === 'select') {
    return h('select', common(field, id), field.options.map(option => h(
      'option',
      { value: option.value, selected: option.value === field.value },
      option.label,
    )));
  }
  if (field.type === 'textarea') {
    return h('textarea', { ...common(field, id), rows: 5, spellcheck: 'false' }, field.value ?? '');
  }
  return h('input', {
    ...common(field, id),
    type: field.type ?? 'text',
    value: field.value,
    min: field.min,
    accept: field.accept,
    readonly: field.readonly,
    autocomplete: field.autocomplete ?? 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    list: field.suggestions ? `${id}-list` : null,
  });
}

function suggestions(field, id) {
  return field.suggestions && h('datalist', { id: `${id}-list` }, field.suggestions.map(each => h('option', { value: each })));
}

function hint(field, id) {
  return field.hint && h('small', { id: `${id}-hint` }, field.hint);
}

function value(field, input) {
  if (field.type === 'number') {
    return input.value === '' ? undefined : Number(input.value);
  }
  return field.type === 'file' ? input.files[0] : input.value;
}
