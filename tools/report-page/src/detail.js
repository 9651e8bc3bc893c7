// SPDX-License-Identifier: GPL-2.0-only
// The chosen cell: each of its points with the command that repeats it and, for a stall, why.
import { cellTitle, verdictsText } from './cells.js';
import { commandOf, valueText } from './data.js';
import { element } from './dom.js';
import { numberText, plural } from './words.js';

const pointsShownMax = 20;

async function copy(text, code) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // the clipboard is closed to pages from files in some browsers: select, for Ctrl-C
    getSelection().selectAllChildren(code);
    return document.execCommand('copy');
  }
  return true;
}

function copyButton(code) {
  const button = element('button', { type: 'button', class: 'copy', onclick: async () => {
    button.textContent = (await copy(code.textContent, code)) ? 'Copied' : 'Selected: press Ctrl-C';
  } }, 'Copy');
  return button;
}

function commandPart(sweep, point) {
  const seeds = sweep.seeds[point];
  const first = sweep.explanations[point]?.seed ?? seeds[0];
  const code = element('code', { class: 'command' }, commandOf(sweep, point, first));
  const parts = [element('pre', { tabindex: 0 }, code), copyButton(code)];
  if (seeds.length > 1) {
    const select = element('select', { onchange: () => {
      code.textContent = commandOf(sweep, point, select.value);
    } }, ...seeds.map((seed) => element('option', { value: seed }, seed)));
    select.value = String(first);
    parts.push(element('label', { class: 'tick' }, 'seed', select));
  }
  return element('div', { class: 'repeat' }, ...parts);
}

function figuresPart(sweep, point) {
  const rows = sweep.figures.flatMap((figure, f) => {
    const { min, median, max } = sweep.figureValues[f];
    if (!Number.isFinite(median[point])) return [];
    const spread = min[point] < max[point] ? ` (${numberText(min[point])} to ${numberText(max[point])})` : '';
    return [element('dt', figure.meaning ? { title: figure.meaning } : {}, figure.name),
      element('dd', {}, `${numberText(median[point])}${spread} ${figure.unit ?? ''}`)];
  });
  return rows.length ? element('dl', {}, ...rows) : '';
}

const pointTitle = (sweep, point) =>
  sweep.axes.map((axis, i) => `${axis.name} ${valueText(axis, sweep.at[i][point])}`).join(', ');

function pointPart(sweep, point, titled) {
  const why = sweep.explanations[point];
  return element('article', { 'data-point': point },
    titled ? element('h3', {}, pointTitle(sweep, point)) : '',
    element('p', {}, `${verdictsText(sweep, [point])}. ${sweep.goodRuns[point]} good.`),
    figuresPart(sweep, point),
    commandPart(sweep, point),
    why ? element('div', { class: 'why' }, element(titled ? 'h4' : 'h3', {}, `Why it stalled (seed ${why.seed})`),
      element('pre', { tabindex: 0 }, why.text)) : '');
}

function headline(sweep, slice, cells, points) {
  if (cells.length > 1) return `${plural(points.length, 'point')} in one place`;
  return points.length > 1 ? cellTitle(slice, cells[0]) : pointTitle(sweep, points[0]);
}

export function drawDetail(into, sweep, slice, cells) {
  if (cells.length === 0) {
    into.replaceChildren(element('h2', { id: 'detail-title', tabindex: -1 }, 'No cell chosen'),
      element('p', {}, 'Choose a cell: its command and, for a stall, the explanation appear here.'));
    return;
  }
  // Those with an explanation first: that is what a reader comes for.
  const explained = (point) => Number(point in sweep.explanations);
  const points = cells.flatMap((cell) => cell.points).sort((a, b) => explained(b) - explained(a) || a - b);
  const left = points.length - pointsShownMax;
  into.replaceChildren(
    element('h2', { id: 'detail-title', tabindex: -1 }, headline(sweep, slice, cells, points)),
    points.length > 1
      ? element('p', {}, `${plural(points.length, 'point')} together. ${verdictsText(sweep, points)}.`) : '',
    ...points.slice(0, pointsShownMax).map((point) => pointPart(sweep, point, points.length > 1)),
    left > 0 ? element('p', {}, `And ${plural(left, 'more point')}: set filters to see them.`) : '',
  );
}
