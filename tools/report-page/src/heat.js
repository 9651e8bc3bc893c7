// SPDX-License-Identifier: GPL-2.0-only
// Two axes as a heat map: colour by level, and in each cell its number or, where that has no room, a pattern.
import { tickTitle } from './data.js';
import { rotationOf } from './position.js';
import { levelPattern } from './levels.js';
import { shortText } from './measure.js';

const gap = 1;
const markFonts = ['12px sans-serif', '10px sans-serif'];

const stepScale = (steps, position, theme) => ({
  type: 'linear',
  position,
  offset: false,
  reverse: false,
  min: -0.5,
  max: steps.size - 0.5,
  grid: { display: false },
  border: { color: theme.rule },
  title: { display: true, text: tickTitle(steps), color: theme.ink },
  ticks: {
    color: theme.ink, autoSkipPadding: 8, maxRotation: rotationOf(steps), callback: (step) => steps.ticks[step],
  },
  afterBuildTicks: (scale) => (scale.ticks = steps.labels.map((_, value) => ({ value }))),
});

const stallMark = '×';

function textOf(measure, cell) {
  const text = shortText(measure, cell.value).replace(' %', ''); // the legend says that it is %
  return !measure.share && cell.stalls ? `${text} ${stallMark}` : text;
}

function marksFit(pen, texts, width, height) {
  for (const font of markFonts) {
    pen.font = font;
    if (height >= 15 && texts.every((text) => pen.measureText(text).width <= width - 4)) return 'text';
  }
  return width >= 6 && height >= 6 ? 'pattern' : 'none';
}

function drawMark(pen, text, x, y, ink, halo) {
  if (halo) {
    pen.strokeStyle = halo;
    pen.lineWidth = 4;
    pen.strokeText(text, x, y);
  }
  pen.fillStyle = ink;
  pen.fillText(text, x, y);
}

// Over the coloured cells, when their size is known.
const marksPlugin = ({ measure, levels, theme, cells }) => ({
  id: 'marks',
  afterDatasetsDraw(chart) {
    const { ctx: pen } = chart;
    const elements = chart.getDatasetMeta(0).data;
    if (elements.length === 0) return;
    const { width, height } = elements[0];
    pen.save();
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    const texts = cells.map((cell) => textOf(measure, cell));
    chart.marks = marksFit(pen, texts, width, height);
    const patterns = theme.inks.map((ink, level) => levelPattern(level, ink));
    elements.forEach(({ x, y }, i) => {
      if (chart.marks === 'none') return;
      const { value, stalls } = cells[i];
      const known = Number.isFinite(value);
      const level = known ? levels.of(value) : 0;
      const middle = [x + width / 2, y + height / 2];
      if (chart.marks === 'text') {
        drawMark(pen, texts[i], ...middle, theme.inks[level]);
        return;
      }
      pen.fillStyle = patterns[level];
      if (known) pen.fillRect(x, y, width, height);
      if (!measure.share && stalls) drawMark(pen, stallMark, ...middle, theme.ink, theme.ground);
    });
    pen.restore();
  },
});

export function heatConfig({ measure, slice, levels, theme, cells }) {
  const colourOf = ({ value }) => (Number.isFinite(value) ? theme.ramp[levels.of(value)] : theme.ground);
  return {
    type: 'matrix',
    data: {
      datasets: [{
        data: cells.map((cell) => ({ x: cell.x, y: cell.y, v: cell.value, cell })),
        backgroundColor: ({ raw }) => (raw ? colourOf(raw.cell) : theme.ground),
        borderWidth: 0,
        hoverBackgroundColor: ({ raw }) => colourOf(raw.cell),
        hoverBorderWidth: 2,
        hoverBorderColor: theme.ink,
        width: ({ chart }) => (chart.chartArea?.width ?? 0) / slice.x.size - gap,
        height: ({ chart }) => (chart.chartArea?.height ?? 0) / slice.y.size - gap,
      }],
    },
    options: {
      scales: { x: stepScale(slice.x, 'bottom', theme), y: stepScale(slice.y, 'left', theme) },
    },
    plugins: [marksPlugin({ measure, levels, theme, cells })],
  };
}
