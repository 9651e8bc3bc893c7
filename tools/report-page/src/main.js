// SPDX-License-Identifier: GPL-2.0-only
// From the data and the location hash to the page, and back with each choice.
import { cellTitle, fillCells } from './cells.js';
import { currentCharts, drawCharts, drawChosen } from './charts.js';
import { drawControls } from './controls.js';
import { axisTitle, readSweep } from './data.js';
import { drawDetail } from './detail.js';
import { byId, element } from './dom.js';
import { drawLegend } from './legend.js';
import { levelsFor, theme } from './levels.js';
import { allMeasures } from './measure.js';
import { sliceOf } from './slice.js';
import { drawSummary } from './summary.js';
import { drawTable } from './table.js';
import { hashOf, viewFrom } from './view.js';
import { count, plural } from './words.js';

const cellPixelsMin = 9;
const axisPixels = 90;
const severalPanelPixels = 310;
const heightMax = 470;
const severalHeightMax = 230;

let sweep;
let view;
let shown;

function limits() {
  const width = byId('charts').clientWidth;
  const panel = view.panels < 0 ? width : Math.min(width, severalPanelPixels);
  return {
    columnsMax: Math.max(8, Math.floor((panel - axisPixels) / cellPixelsMin)),
    rowsMax: Math.floor((view.panels < 0 ? heightMax : severalHeightMax) / cellPixelsMin),
  };
}

function captionOf(measure, slice) {
  const over = [slice.x, slice.y].filter(({ axis }) => axis).map(({ axis }) => axisTitle(axis));
  const each = slice.panels.axis ? `, one chart for each ${slice.panels.axis.name}` : '';
  return `${measure.title[0].toUpperCase()}${measure.title.slice(1)} by ${over.join(' and ')}${each}`;
}

function notesOf({ points, x, y, panels, cells, kind, sparse }) {
  const notes = [points.length === sweep.pointCount ? `All ${plural(points.length, 'point')}.`
    : `${count(points.length)} of ${plural(sweep.pointCount, 'point')} are selected.`];
  if (points.length > cells.length)
    notes.push(`${plural(cells.length, 'place')} in the chart: some stand for several points.`);
  for (const { axis, mergedEach } of [x, y, panels])
    if (mergedEach > 1) notes.push(`${axis.name}: each ${mergedEach} neighbouring values are shown as one.`);
  if (sparse && kind === 'scatter') notes.push('A sparse sample: each mark is a point of it.');
  const usable = new Set([x, y, panels].map(({ axis }) => axis));
  const pooled = sweep.axes.filter((axis, i) => !usable.has(axis) && axis.labels.length > 1 && !singleValue(i));
  if (pooled.length) {
    const names = pooled.map(({ name }) => name).join(', ');
    notes.push(`All values of ${names} are taken together; filters pick one.`);
  }
  return notes.join(' ');
}

const singleValue = (axis) => view.only[axis]?.reduce((sum, allowed) => sum + allowed, 0) === 1;

function saveView() {
  const hash = hashOf(sweep, view);
  if (hash !== location.hash.slice(1)) history.replaceState(null, '', `#${hash}`);
}

function cellOf(point) {
  return point < 0 ? undefined : shown.slice.cells.find(({ points }) => points.includes(point));
}

// Marks of several cells may lie on one another.
function pick(cells, moveFocus) {
  view = { ...view, at: cells[0].points[0] };
  saveView();
  shown.chosen = cells[0];
  drawChosen();
  drawDetail(byId('detail'), sweep, shown.slice, cells);
  if (moveFocus) byId('detail-title').focus();
  byId('detail').scrollIntoView({ block: 'nearest' });
}

function drawTableIfOpen() {
  byId('table').open = view.table;
  const box = byId('table').querySelector('.scroll');
  if (view.table) drawTable(box, shown, (cell) => cellTitle(shown.slice, cell), pick);
  else box.replaceChildren();
}

function drawResult() {
  const measure = allMeasures(sweep).find(({ key }) => key === view.show);
  const slice = sliceOf(sweep, view, limits());
  fillCells(sweep, measure, slice);
  shown = {
    sweep, measure, slice, log: view.log, levels: levelsFor(measure, slice.cells, view.log), theme: theme(),
    title: captionOf(measure, slice),
  };
  shown.chosen = cellOf(view.at);
  byId('caption').textContent = shown.title;
  byId('notes').textContent = slice.points.length
    ? [measure.meaning ? `${measure.meaning}.`.replace('..', '.') : '', notesOf(slice)].join(' ').trim()
    : 'No point is selected. Change the filters.';
  drawLegend(byId('legend'), shown);
  drawCharts(shown, pick, (text) => (byId('spoken').textContent = text));
  drawDetail(byId('detail'), sweep, slice, shown.chosen ? [shown.chosen] : []);
  drawTableIfOpen();
}

function show(next) {
  view = next;
  drawControls(byId('controls'), sweep, view, (chosen) => {
    show(chosen);
    saveView();
  });
  drawResult();
}

function redrawWhenNeeded() {
  let widthBefore = innerWidth;
  let timer;
  addEventListener('resize', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (innerWidth !== widthBefore) drawResult();
      widthBefore = innerWidth;
    }, 200);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawResult);
  addEventListener('hashchange', () => show(viewFrom(sweep, location.hash)));
  byId('table').addEventListener('toggle', () => {
    if (view.table === byId('table').open) return;
    view = { ...view, table: byId('table').open };
    saveView();
    drawTableIfOpen();
  });
}

try {
  const data = byId('data');
  sweep = readSweep(data.textContent);
  data.remove(); // read; as text it only holds memory
  drawSummary(byId('summary'), sweep);
  show(viewFrom(sweep, location.hash));
  redrawWhenNeeded();
} catch (error) {
  byId('controls').replaceChildren(element('p', { role: 'alert' }, `Cannot show the sweep: ${error.message}.`));
}

// For tests and the browser's console.
globalThis.xsksimReport = { charts: currentCharts, shown: () => shown };
