// SPDX-License-Identifier: GPL-2.0-only
// A measure over one axis: its median as a curve, the least and the most as a band behind it.
import { positions, positionScale } from './position.js';
import { lineTitle } from './cells.js';
import { shareText, shortNumber } from './words.js';

export const lineDashes = [
  [], [8, 4], [2, 3], [10, 3, 2, 3], [5, 5], [14, 4], [2, 6], [8, 3, 2, 3, 2, 3], [24, 4], [1, 2],
];
const shapes = ['circle', 'rect', 'triangle', 'rectRot'];

// The first four shapes hollow, then the same filled, then larger: no two lines look alike without colour.
export const lineMark = (line, theme) => ({
  shape: shapes[line % shapes.length],
  colour: theme.lines[line % theme.lines.length],
  fill: line >= shapes.length ? theme.lines[line % theme.lines.length] : theme.ground,
  radius: line >= 2 * shapes.length ? 6 : 4,
});
export const stallShape = 'crossRot';

// Bands of many curves hide each other; bars do not.
export const bandsMax = 3;

function curve({ measure, slice, theme }, x, line, cells) {
  const mark = lineMark(line, theme);
  const data = cells.filter(({ value }) => Number.isFinite(value))
    .map((cell) => ({ x: x.of(cell.x), y: cell.value, cell }));
  const marked = ({ raw }) => !measure.share && raw?.cell?.stalls;
  return {
    type: 'line',
    label: lineTitle(slice, line),
    data,
    borderColor: mark.colour,
    backgroundColor: mark.fill,
    borderDash: lineDashes[line],
    borderWidth: 2,
    pointStyle: (context) => (marked(context) ? stallShape : mark.shape),
    pointRadius: (context) => (marked(context) ? 7 : data.length > 60 ? 2 : mark.radius),
    pointBorderWidth: (context) => (marked(context) ? 3 : 1.5),
    pointBorderColor: mark.colour,
    pointHoverRadius: 7,
  };
}

function band({ theme }, x, line, cells, firstIndex) {
  const known = cells.filter(({ min, max }) => Number.isFinite(min) && Number.isFinite(max));
  if (!known.some(({ min, max }) => min < max)) return [];
  const edge = (key, fill) => ({
    type: 'line',
    data: known.map((cell) => ({ x: x.of(cell.x), y: cell[key] })),
    borderWidth: 0,
    pointRadius: 0,
    pointHitRadius: 0,
    backgroundColor: `${lineMark(line, theme).colour}38`,
    fill,
  });
  return [edge('min', false), edge('max', firstIndex)];
}

const barsPlugin = ({ theme, slice }) => ({
  id: 'bars',
  beforeDatasetsDraw({ ctx: pen, data, scales }) {
    pen.save();
    pen.lineWidth = 1;
    data.datasets.slice(0, slice.y.size).forEach((dataset, line) => {
      pen.strokeStyle = lineMark(line, theme).colour;
      pen.beginPath();
      for (const { x, cell } of dataset.data) {
        pen.moveTo(scales.x.getPixelForValue(x), scales.y.getPixelForValue(cell.min));
        pen.lineTo(scales.x.getPixelForValue(x), scales.y.getPixelForValue(cell.max));
      }
      pen.stroke();
    });
    pen.restore();
  },
});

// Where no run has the figure: a mark on the lower edge, on a scale of its own, so that it can be chosen too.
function absent({ theme }, x, cells) {
  const data = cells.filter(({ value }) => !Number.isFinite(value)).map((cell) => ({ x: x.of(cell.x), y: 0, cell }));
  if (data.length === 0) return [];
  return [{
    type: 'line',
    label: 'no figure',
    data,
    yAxisID: 'absent',
    showLine: false,
    clip: 10,
    pointStyle: ({ raw }) => (raw?.cell?.stalls ? stallShape : 'line'),
    pointRadius: 7,
    pointBorderWidth: 3,
    pointBorderColor: theme.quiet,
    pointHoverRadius: 9,
  }];
}

function measureScale({ measure, slice, theme, log }) {
  const title = { display: true, color: theme.ink };
  if (measure.share)
    return {
      min: 0, max: 1, grid: { color: theme.rule },
      title: { ...title, text: measure.title },
      ticks: { color: theme.ink, callback: shareText },
    };
  const numbers = slice.cells.flatMap(({ min, max }) => [min, max]).filter(Number.isFinite);
  const least = numbers.reduce((a, b) => Math.min(a, b), Infinity);
  const most = numbers.reduce((a, b) => Math.max(a, b), -Infinity);
  const logarithmic = log && least > 0;
  return {
    type: logarithmic ? 'logarithmic' : 'linear',
    suggestedMin: logarithmic ? least : Math.min(0, least),
    suggestedMax: most,
    grid: { color: theme.rule },
    title: { ...title, text: measure.unit ? `${measure.title} (${measure.unit})` : measure.title },
    ticks: { color: theme.ink, callback: shortNumber },
  };
}

// Curves come first, so that data set i is line i.
export function curvesConfig(shown) {
  const { slice, theme, cells } = shown;
  const x = positions(slice.x);
  const cellsOf = slice.y.labels.map((_, line) => cells.filter((cell) => cell.y === line));
  const datasets = cellsOf.map((own, line) => curve(shown, x, line, own));
  const bands = !shown.measure.share && slice.y.size <= bandsMax;
  if (bands) cellsOf.forEach((own, line) => datasets.push(...band(shown, x, line, own, datasets.length)));
  const without = absent(shown, x, cells);
  const edge = without.length ? { absent: { display: false, min: 0, max: 1 } } : {};
  datasets.push(...without);
  return {
    type: 'line',
    data: { datasets },
    options: { scales: { x: positionScale(slice.x, theme), y: measureScale(shown), ...edge } },
    plugins: bands || shown.measure.share ? [] : [barsPlugin(shown)],
  };
}
