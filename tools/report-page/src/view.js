// SPDX-License-Identifier: GPL-2.0-only
// What the reader chose, and the same as a location hash.
import { allMeasures, defaultMeasure } from './measure.js';

const roles = ['x', 'y', 'lines', 'panels'];

// {x, y, lines, panels: an axis or -1; show; withRuns; log; table; at; only: per axis a mask or null}
export function defaultView(sweep) {
  const [x, y, panels] = sweep.axes.map((_, axis) => axis).concat(-1, -1, -1);
  return {
    x, y, lines: -1, panels, show: defaultMeasure(sweep), withRuns: '', log: false, table: false,
    at: -1, only: sweep.axes.map(() => null),
  };
}

// An axis has one role; taking it from another leaves that one with what this one had.
export function withRole(view, role, axis) {
  const next = { ...view };
  const holder = roles.find((other) => other !== role && view[other] === axis);
  next[role] = axis;
  if (axis >= 0 && holder) next[holder] = view[role];
  if (next.x < 0) next.x = view.x;
  if (next.y >= 0) next.lines = -1;
  return next;
}

function maskText(mask) {
  const runs = [];
  for (let i = 0; i < mask.length; ++i) {
    if (!mask[i]) continue;
    let last = i;
    while (mask[last + 1]) ++last;
    runs.push(last > i ? `${i}-${last}` : `${i}`);
    i = last;
  }
  return runs.join(',');
}

function maskFrom(text, length) {
  const mask = new Uint8Array(length);
  for (const run of text.split(',')) {
    const [first, last = first] = run.split('-').map(Number);
    if (run && first <= last) mask.fill(1, first, last + 1);
  }
  return mask.every((allowed) => allowed) ? null : mask;
}

export function hashOf(sweep, view) {
  const usual = defaultView(sweep);
  const hash = new URLSearchParams();
  for (const role of roles)
    if (view[role] !== usual[role]) hash.set(role, sweep.axes[view[role]]?.name ?? '');
  if (view.show !== usual.show) hash.set('show', view.show);
  if (view.withRuns) hash.set('with', view.withRuns);
  if (view.log) hash.set('log', '1');
  if (view.table) hash.set('table', '1');
  view.only.forEach((mask, axis) => {
    if (mask) hash.set(`only.${sweep.axes[axis].name}`, maskText(mask));
  });
  if (view.at >= 0) hash.set('at', view.at);
  return hash.toString();
}

export function viewFrom(sweep, hashText) {
  const hash = new URLSearchParams(hashText.replace(/^#/, ''));
  const view = defaultView(sweep);
  for (const role of roles)
    if (hash.has(role))
      view[role] = sweep.axes.findIndex((axis) => axis.name === hash.get(role));
  if (view.x < 0) view.x = 0;
  if (view.y >= 0) view.lines = -1;
  const show = hash.get('show');
  if (allMeasures(sweep).some(({ key }) => key === show)) view.show = show;
  if (['good', 'not-good', ...sweep.verdicts].includes(hash.get('with')))
    view.withRuns = hash.get('with');
  view.log = hash.has('log');
  view.table = hash.has('table');
  sweep.axes.forEach((axis, i) => {
    const text = hash.get(`only.${axis.name}`);
    if (text !== null) view.only[i] = maskFrom(text, axis.labels.length);
  });
  const at = Number(hash.get('at') ?? -1);
  if (Number.isInteger(at) && at < sweep.pointCount) view.at = at;
  return view;
}
