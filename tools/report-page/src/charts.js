// SPDX-License-Identifier: GPL-2.0-only
// One chart a panel; what all kinds of chart share: hover text, choosing by pointer and by key.
import {
  CategoryScale, Chart, Filler, LinearScale, LineController, LineElement, LogarithmicScale,
  PointElement, ScatterController, Tooltip,
} from 'chart.js';
import { MatrixController, MatrixElement } from 'chartjs-chart-matrix';
import { chosenPlugin } from './chosen.js';
import { cellLines, cellTitle, panelTitle } from './cells.js';
import { curvesConfig } from './curves.js';
import { element } from './dom.js';
import { heatConfig } from './heat.js';
import { moveByKey } from './keyboard.js';
import { scatterConfig } from './scatter.js';

Chart.register(
  CategoryScale, Filler, LinearScale, LineController, LineElement, LogarithmicScale, MatrixController,
  MatrixElement, PointElement, ScatterController, Tooltip,
);

const configs = { heat: heatConfig, scatter: scatterConfig, curves: curvesConfig };
const rowHeight = 30;
let charts = [];

export const currentCharts = () => charts;

export const drawChosen = () => charts.forEach((chart) => chart.draw());

const cellOfItem = (chart, item) => item && chart.data.datasets[item.datasetIndex].data[item.index].cell;

function tooltipOptions({ sweep, measure, slice, theme }) {
  return {
    animation: false,
    displayColors: false,
    backgroundColor: theme.ink,
    titleColor: theme.ground,
    bodyColor: theme.ground,
    titleFont: { size: 13 },
    bodyFont: { size: 13 },
    filter: (item) => Boolean(item.raw.cell),
    callbacks: {
      title: (items) => (items.length ? cellTitle(slice, items[0].raw.cell) : ''),
      label: ({ raw }) => cellLines(sweep, measure, raw.cell),
    },
  };
}

function commonOptions(shown, onPick) {
  return {
    animation: false,
    parsing: false,
    normalized: true,
    responsive: true,
    maintainAspectRatio: false,
    font: { family: 'sans-serif' },
    interaction: { mode: 'nearest', intersect: shown.slice.kind === 'heat' },
    onClick: (_, items, chart) => {
      const cells = items.map((item) => cellOfItem(chart, item)).filter(Boolean);
      if (cells.length) onPick(cells, false);
    },
    plugins: { tooltip: tooltipOptions(shown) },
  };
}

function heightOf({ slice }) {
  const several = slice.panels.size > 1;
  if (slice.kind !== 'heat') return several ? 300 : 420;
  return Math.min(several ? 320 : 560, Math.max(180, slice.y.size * rowHeight + 90));
}

function drawPanel(shown, panel, onPick, onSpeak) {
  const cells = shown.slice.cells.filter((cell) => cell.panel === panel);
  const { type, data, options, plugins = [] } = configs[shown.slice.kind]({ ...shown, cells });
  const common = commonOptions(shown, onPick);
  const title = panelTitle(shown.slice, panel);
  const canvas = element('canvas', {
    tabindex: 0, role: 'application', 'aria-roledescription': 'chart',
    'aria-label': `${shown.title}${title ? `, ${title}` : ''}. Arrow keys move, Enter chooses.`,
  });
  const plot = element('div', { class: 'plot', style: `height: ${heightOf(shown)}px` }, canvas);
  const figure = element('figure', {}, title ? element('figcaption', {}, title) : '', plot);
  document.getElementById('panels').append(figure);
  const chart = new Chart(canvas, {
    type, data, options: { ...common, ...options }, plugins: [...plugins, chosenPlugin(shown)],
  });
  moveByKey(chart, {
    onMove: (cell) =>
      onSpeak([cellTitle(shown.slice, cell), ...cellLines(shown.sweep, shown.measure, cell)].join('. ')),
    onPick: (cell) => onPick([cell], true),
  });
  return chart;
}

export function drawCharts(shown, onPick, onSpeak) {
  charts.forEach((chart) => chart.destroy());
  const panels = document.getElementById('panels');
  panels.replaceChildren();
  panels.classList.toggle('few', [2, 4].includes(shown.slice.panels.size));
  panels.classList.toggle('several', shown.slice.panels.size > 1);
  charts = shown.slice.cells.length
    ? shown.slice.panels.labels.map((_, panel) => drawPanel(shown, panel, onPick, onSpeak)) : [];
}
