// SPDX-License-Identifier: GPL-2.0-only
// What is known of a cell, in words.
import { longText, measureOver } from './measure.js';
import { count, numberText, plural, verdictWord } from './words.js';

export function fillCells(sweep, measure, slice) {
  const stalled = sweep.verdictRuns[sweep.verdicts.indexOf('stalled')];
  for (const cell of slice.cells) {
    Object.assign(cell, measureOver(sweep, measure, cell.points));
    cell.stalls = stalled ? cell.points.some((point) => stalled[point] > 0) : false;
  }
}

const stepText = (steps, step) =>
  `${steps.axis.name} ${steps.labels[step]}${steps.axis.unit ? ` ${steps.axis.unit}` : ''}`;

export function cellTitle(slice, cell) {
  const parts = [[slice.x, cell.x], [slice.y, cell.y], [slice.panels, cell.panel]];
  return parts.filter(([steps]) => steps.axis).map(([steps, step]) => stepText(steps, step)).join(', ');
}

export const panelTitle = (slice, panel) =>
  slice.panels.axis ? stepText(slice.panels, panel) : '';

export const lineTitle = (slice, line) => (slice.y.axis ? stepText(slice.y, line) : '');

const total = (column, points) => points.reduce((sum, point) => sum + column[point], 0);

export function verdictsText(sweep, points) {
  const runs = total(sweep.runs, points);
  const parts = sweep.verdicts
    .map((verdict, v) => [total(sweep.verdictRuns[v], points), verdict])
    .filter(([of]) => of > 0)
    .map(([of, verdict]) => `${count(of)} ${verdictWord(verdict)}`);
  return `${plural(runs, 'run')}: ${parts.join(', ') || 'none judged'}`;
}

export function measureText(measure, cell) {
  const spread = Number.isFinite(cell.min) && cell.min < cell.max
    ? ` (${numberText(cell.min)} to ${numberText(cell.max)})` : '';
  return `${longText(measure, cell.value)}${spread}`;
}

export function cellLines(sweep, measure, cell) {
  const lines = [`${measure.title}: ${measureText(measure, cell)}`, verdictsText(sweep, cell.points)];
  if (cell.points.length > 1) lines.push(`${count(cell.points.length)} points together`);
  return lines;
}
