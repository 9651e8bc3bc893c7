// SPDX-License-Identifier: GPL-2.0-only
// Two axes as a heat map: colour by level, and in each cell its number or, where that has no room, a pattern.
import { axisTitle } from './data.js';
import { levelPattern } from './levels.js';
import { shortText } from './measure.js';

const gap = 1;

const stepScale = (steps, position, theme) => ({
  type: 'linear',
  position,
  offset: false,
  reverse: false,
  min: -0.5,
  max: steps.size - 0.5,
  grid: { display: false },
  border: { color: theme.rule },
  title: { display: true, text: axisTitle(steps.axis), color: theme.ink },
  ticks: { color: theme.ink, callback: (step) => steps.labels[step], autoSkipPadding: 6 },
  afterBuildTicks: (scale) => (scale.ticks = steps.labels.map((_, value) => ({ value }))),
});

const stallMark = '×';

function textOf(measure, cell) {
  const text = shortText(measure, cell.value).replace(' %', ''); // the legend says that it is %
  return !measure.share && cell.stalls ? `${text} ${stallMark}` : text;
}

function marksFit(pen, texts, width, height) {
  if (height >= 15 && texts.every((text) => pen.measureText(text).width <= width - 4)) return 'text';
  return width >= 6 && height >= 6 ? 'pattern' : 'none';
}

// Over the coloured cells, when their size is known.
export const marksPlugin = {
  id: 'marks',
  afterDatasetsDraw(chart, _, { measure, levels, theme, font }) {
    if (!measure) return;
    const { ctx: pen } = chart;
    const elements = chart.getDatasetMeta(0).data;
    if (elements.length === 0) return;
    const { width, height } = elements[0].getProps(['width', 'height']);
    pen.save();
    pen.font = font;
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    const cells = chart.data.datasets[0].data.map(({ cell }) => cell);
    const texts = cells.map((cell) => textOf(measure, cell));
    chart.marks = marksFit(pen, texts, width, height);
    const patterns = theme.inks.map((ink, level) => levelPattern(level, ink));
    elements.forEach((element, i) => {
      if (chart.marks === 'none') return;
      const { x, y } = element.getProps(['x', 'y']);
      const known = Number.isFinite(cells[i].value);
      const level = known ? levels.of(cells[i].value) : 0;
      const asText = chart.marks === 'text' || !known;
      pen.fillStyle = asText ? theme.inks[level] : patterns[level];
      if (asText) pen.fillText(known || chart.marks === 'text' ? texts[i] : stallMark, x + width / 2, y + height / 2);
      else pen.fillRect(x, y, width, height);
    });
    pen.restore();
  },
};

export function heatConfig({ measure, slice, levels, theme, cells }) {
  const colourOf = ({ value }) => (Number.isFinite(value) ? theme.ramp[levels.of(value)] : theme.ground);
  return {
    type: 'matrix',
    data: {
      datasets: [{
        data: cells.map((cell) => ({ x: cell.x, y: cell.y, v: cell.value, cell })),
        backgroundColor: ({ raw }) => (raw ? colourOf(raw.cell) : theme.ground),
        borderWidth: 0,
        hoverBorderWidth: 2,
        hoverBorderColor: theme.ink,
        width: ({ chart }) => (chart.chartArea?.width ?? 0) / slice.x.size - gap,
        height: ({ chart }) => (chart.chartArea?.height ?? 0) / slice.y.size - gap,
      }],
    },
    options: {
      scales: { x: stepScale(slice.x, 'bottom', theme), y: stepScale(slice.y, 'left', theme) },
      plugins: { marks: { measure, levels, theme, font: '12px sans-serif' } },
    },
  };
}
