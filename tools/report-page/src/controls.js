// SPDX-License-Identifier: GPL-2.0-only
// The form: which axis goes where, what is shown, which points are in.
import { axisTitle } from './data.js';
import { element } from './dom.js';
import { measures } from './measure.js';
import { withRole } from './view.js';
import { thatVerdict } from './words.js';

const tickedValuesMax = 40;

function choice(id, label, options, chosen, onChange) {
  const select = element('select', { id, onchange: () => onChange(select.value) },
    ...options.map((option) => {
      if (!option.group) return element('option', { value: option.value }, option.text);
      return element('optgroup', { label: option.group },
        ...option.options.map(({ value, text }) => element('option', { value }, text)));
    }));
  select.value = String(chosen);
  return element('label', { class: 'choice' }, label, select);
}

function roleChoices(sweep, view, onView) {
  const axes = sweep.axes.map((axis, i) => ({ value: String(i), text: axisTitle(axis) }));
  const none = (text) => [{ value: '-1', text }];
  const role = (name, label, options) =>
    choice(`role-${name}`, label, options, view[name], (axis) => onView(withRole(view, name, Number(axis))));
  const parts = [role('x', 'Across', axes)];
  if (axes.length > 1) parts.push(role('y', 'Up', [...none('what is shown (curves)'), ...axes]));
  if (axes.length > 1 && view.y < 0) parts.push(role('lines', 'A curve for each', [...none('(one curve)'), ...axes]));
  if (axes.length > 1) parts.push(role('panels', 'A chart for each', [...none('(one chart)'), ...axes]));
  return parts;
}

function showChoice(sweep, view, onView) {
  const { shares, figures } = measures(sweep);
  const asOption = ({ key, title, unit }) => ({ value: key, text: unit ? `${title} (${unit})` : title });
  const options = [{ group: 'Verdicts', options: shares.map(asOption) }];
  if (figures.length) options.push({ group: 'Figures', options: figures.map(asOption) });
  return choice('show', 'Shown', options, view.show, (show) => onView({ ...view, show }));
}

function withChoice(sweep, view, onView) {
  const options = [
    { value: '', text: 'all' },
    { value: 'good', text: 'with a good run' },
    { value: 'not-good', text: 'with a run that is not good' },
    ...sweep.verdicts.map((verdict) => ({ value: verdict, text: `with a run that ${thatVerdict(verdict, 'is')}` })),
  ];
  return choice('with', 'Points', options, view.withRuns, (withRuns) => onView({ ...view, withRuns }));
}

function logChoice(view, onView) {
  const box = element('input', { type: 'checkbox', id: 'log', checked: view.log,
    onchange: () => onView({ ...view, log: box.checked }) });
  return element('label', { class: 'tick' }, box, 'logarithmic figure');
}

function withMask(view, axis, mask) {
  const only = [...view.only];
  only[axis] = mask.every((allowed) => allowed) ? null : mask;
  return { ...view, only };
}

function tickedValues(sweep, view, axis, onView) {
  const { labels } = sweep.axes[axis];
  const mask = view.only[axis] ?? new Uint8Array(labels.length).fill(1);
  const boxes = labels.map((label, value) => {
    const box = element('input', { type: 'checkbox', id: `only-${axis}-${value}`, checked: Boolean(mask[value]),
      onchange: () => onView(withMask(view, axis,
        mask.map((allowed, i) => (i === value ? Number(box.checked) : allowed)))) });
    return element('label', { class: 'tick' }, box, label);
  });
  const all = (text, allowed) => element('button', { type: 'button', id: `only-${axis}-${text}`,
    onclick: () => onView(withMask(view, axis, new Uint8Array(labels.length).fill(allowed))) }, text);
  return [all('all', 1), all('none', 0), ...boxes];
}

// Too many values to tick each: from one to another, as numbers where the axis has them.
function fromTo(sweep, view, axis, onView) {
  const { labels, numbers } = sweep.axes[axis];
  const scale = numbers ?? labels.map((_, value) => value + 1);
  const mask = view.only[axis] ?? new Uint8Array(labels.length).fill(1);
  const bound = (word, value) => element('input', { type: 'number', step: 'any', id: `only-${axis}-${word}`, value,
    onchange: change });
  const from = bound('from', scale[Math.max(0, mask.indexOf(1))]);
  const to = bound('to', scale[Math.max(0, mask.lastIndexOf(1))]);
  function change() {
    const within = (number) => number >= Number(from.value) && number <= Number(to.value);
    onView(withMask(view, axis, Uint8Array.from(scale, (number) => Number(within(number)))));
  }
  return [element('label', { class: 'tick' }, 'from', from), element('label', { class: 'tick' }, 'to', to)];
}

function filters(sweep, view, onView) {
  const set = view.only.filter(Boolean).length;
  const groups = sweep.axes.map((axis, i) => {
    const values = axis.labels.length <= tickedValuesMax ? tickedValues : fromTo;
    return element('fieldset', { class: 'values' }, element('legend', {}, axisTitle(axis)),
      ...values(sweep, view, i, onView));
  });
  return element('details', { id: 'filters' },
    element('summary', {}, set ? `Filters (${set} set)` : 'Filters'), ...groups);
}

// The form is made anew with each view; what was open and focused stays so.
export function drawControls(into, sweep, view, onView) {
  const open = into.querySelector('#filters')?.open ?? view.only.some(Boolean);
  const focused = into.contains(document.activeElement) ? document.activeElement.id : '';
  into.replaceChildren(
    element('div', { class: 'choices' }, ...roleChoices(sweep, view, onView), showChoice(sweep, view, onView),
      withChoice(sweep, view, onView), view.show.startsWith('figure:') ? logChoice(view, onView) : ''),
    filters(sweep, view, onView),
  );
  into.querySelector('#filters').open = open;
  if (focused) document.getElementById(focused)?.focus();
}
