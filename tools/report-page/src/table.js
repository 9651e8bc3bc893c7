// SPDX-License-Identifier: GPL-2.0-only
// The selected cells as rows: the same as the charts, for who would rather read.
import { axisTitle } from './data.js';
import { element } from './dom.js';
import { longText } from './measure.js';
import { count, numberText, verdictWord } from './words.js';

const rowsShownMax = 500;

function columnsOf({ sweep, measure, slice }) {
  const runsOf = (column, points) => points.reduce((sum, point) => sum + column[point], 0);
  const places = [[slice.panels, 'panel'], [slice.x, 'x'], [slice.y, 'y']]
    .filter(([steps]) => steps.axis)
    .map(([steps, key]) => [axisTitle(steps.axis), (cell) => steps.labels[cell[key]]]);
  const verdicts = sweep.verdicts.map((verdict, v) =>
    [verdictWord(verdict), ({ points }) => count(runsOf(sweep.verdictRuns[v], points))]);
  const spread = measure.share ? [] : ['min', 'max'].map((key) =>
    [key === 'min' ? 'least' : 'most', (cell) => numberText(cell[key])]);
  return [
    ...places,
    ['points', ({ points }) => count(points.length)],
    ['runs', ({ points }) => count(runsOf(sweep.runs, points))],
    ...verdicts,
    [measure.unit ? `${measure.title} (${measure.unit})` : measure.title,
      ({ value }) => longText({ ...measure, unit: '' }, value)],
    ...spread,
  ];
}

function row(columns, cell, title, onPick) {
  const button = element('button', { type: 'button', 'aria-label': `Command for ${title}`,
    onclick: () => onPick([cell], true) }, 'command');
  return element('tr', {}, ...columns.map(([, text]) => element('td', {}, text(cell))), element('td', {}, button));
}

export function drawTable(into, shown, titleOf, onPick) {
  const columns = columnsOf(shown);
  const { cells } = shown.slice;
  const rows = cells.slice(0, rowsShownMax).map((cell) => row(columns, cell, titleOf(cell), onPick));
  const caption = cells.length > rowsShownMax
    ? `The first ${count(rowsShownMax)} of ${count(cells.length)} cells. Set filters to see others.`
    : `All ${count(cells.length)} cells.`;
  into.replaceChildren(element('table', {},
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, ...columns.map(([title]) => element('th', { scope: 'col' }, title)),
      element('th', { scope: 'col' }, 'repeat it'))),
    element('tbody', {}, ...rows)));
}
