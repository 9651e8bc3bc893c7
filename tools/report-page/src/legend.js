// SPDX-License-Identifier: GPL-2.0-only
// What colours, patterns, shapes and dashes mean, drawn by the same code as the charts.
import { drawPoint } from 'chart.js/helpers';
import { lineTitle } from './cells.js';
import { bandsMax, lineDashes, lineMark } from './curves.js';
import { element } from './dom.js';
import { levelPattern } from './levels.js';
import { unitOf } from './measure.js';
import { levelShapes } from './scatter.js';

const width = 36;
const height = 20;

function swatch(paint) {
  const canvas = element('canvas', { width, height, 'aria-hidden': 'true' });
  paint(canvas.getContext('2d'));
  return canvas;
}

const entry = (paint, text) => element('li', {}, swatch(paint), text);

function paintCell(pen, theme, level) {
  pen.fillStyle = theme.ramp[level];
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = levelPattern(level, theme.inks[level]);
  pen.fillRect(0, 0, width, height);
}

function paintShape(pen, theme, level) {
  pen.fillStyle = theme.ramp[level];
  pen.strokeStyle = theme.ink;
  drawPoint(pen, { pointStyle: levelShapes[level], radius: 7, borderWidth: level > 3 ? 2 : 1 }, width / 2, height / 2);
}

function paintLine(pen, theme, line) {
  const { shape, colour, fill, radius } = lineMark(line, theme);
  pen.strokeStyle = colour;
  pen.fillStyle = fill;
  pen.lineWidth = 2;
  pen.setLineDash(lineDashes[line]);
  pen.beginPath();
  pen.moveTo(0, height / 2);
  pen.lineTo(width, height / 2);
  pen.stroke();
  pen.setLineDash([]);
  drawPoint(pen, { pointStyle: shape, radius, borderWidth: 1.5 }, width / 2, height / 2);
}

function entries({ slice, levels, theme }) {
  if (slice.kind === 'curves') {
    if (!slice.y.axis) return [];
    return slice.y.labels.map((_, line) => entry((pen) => paintLine(pen, theme, line), lineTitle(slice, line)));
  }
  const paint = slice.kind === 'scatter' ? paintShape : paintCell;
  return levels.labels.map((label, level) => entry((pen) => paint(pen, theme, level), label));
}

function remarks({ measure, slice }) {
  const parts = [];
  if (slice.kind === 'curves' && !measure.share)
    parts.push(`${slice.y.size <= bandsMax ? 'Bands' : 'Bars'}: least to most of all runs.`);
  if (slice.kind !== 'scatter' && !measure.share && slice.cells.some(({ stalls }) => stalls))
    parts.push('×: some run stalled.');
  if (slice.cells.some(({ value }) => !Number.isFinite(value)))
    parts.push(`${slice.kind === 'curves' ? 'On the lower edge' : '–'}: no run has the figure.`);
  if (slice.kind === 'heat' && slice.cells.length < slice.x.size * slice.y.size * slice.panels.size)
    parts.push('Empty: not run, or filtered out.');
  return parts.join(' ');
}

export function drawLegend(into, shown) {
  const title = shown.slice.kind === 'curves' ? 'Curves' : `Legend (${unitOf(shown.measure) || 'no unit'})`;
  const list = entries(shown);
  into.replaceChildren(
    ...(list.length ? [element('span', { id: 'legend-title' }, title),
      element('ul', { 'aria-labelledby': 'legend-title' }, ...list)] : []),
    element('span', { class: 'remarks' }, remarks(shown)),
  );
}
