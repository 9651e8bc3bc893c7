// SPDX-License-Identifier: GPL-2.0-only
// From the reader's choices to cells: which points are in, and which of them share a cell.

const linesMax = 10;
const panelsMax = 12;
const scatterPointsMax = 3000;
const filledShareMin = 0.5;

function runsWith(sweep, withRuns) {
  if (withRuns === 'good') return (point) => sweep.goodRuns[point] > 0;
  if (withRuns === 'not-good') return (point) => sweep.goodRuns[point] < sweep.runs[point];
  const column = sweep.verdictRuns[sweep.verdicts.indexOf(withRuns)];
  return column ? (point) => column[point] > 0 : () => true;
}

export function selectedPoints(sweep, view) {
  const masks = view.only.map((mask, axis) => [mask, sweep.at[axis]]).filter(([mask]) => mask);
  const wanted = runsWith(sweep, view.withRuns);
  const points = [];
  for (let point = 0; point < sweep.pointCount; ++point)
    if (masks.every(([mask, at]) => mask[at[point]]) && wanted(point)) points.push(point);
  return points;
}

function valuesUsed(sweep, axisIndex, points) {
  const at = sweep.at[axisIndex];
  const used = new Uint8Array(sweep.axes[axisIndex].labels.length);
  for (const point of points) used[at[point]] = 1;
  const values = [];
  for (let value = 0; value < used.length; ++value) if (used[value]) values.push(value);
  return values;
}

// The values of an axis that occur, neighbours merged until at most `stepsMax` steps are left.
function stepsOf(sweep, axisIndex, points, stepsMax) {
  if (axisIndex < 0) return { axis: null, labels: [''], size: 1, mergedEach: 1, stepOf: () => 0 };
  const axis = sweep.axes[axisIndex];
  const at = sweep.at[axisIndex];
  const values = valuesUsed(sweep, axisIndex, points);
  const mergedEach = Math.max(1, Math.ceil(values.length / stepsMax));
  const step = new Int32Array(axis.labels.length);
  const firsts = [];
  const labels = [];
  const ticks = [];
  values.forEach((value, rank) => {
    step[value] = Math.floor(rank / mergedEach);
    if (rank % mergedEach) return;
    firsts.push(value);
    ticks.push(axis.labels[value]);
    const last = values[Math.min(rank + mergedEach, values.length) - 1];
    labels.push(last === value ? axis.labels[value] : `${axis.labels[value]} to ${axis.labels[last]}`);
  });
  return {
    axis, labels, ticks, firsts, size: labels.length, mergedEach, stepOf: (point) => step[at[point]],
  };
}

function cellsOf(points, x, y, panels) {
  const cells = new Map();
  for (const point of points) {
    const [cx, cy, cp] = [x.stepOf(point), y.stepOf(point), panels.stepOf(point)];
    const key = (cp * y.size + cy) * x.size + cx;
    const cell = cells.get(key);
    if (cell) cell.points.push(point);
    else cells.set(key, { key, panel: cp, x: cx, y: cy, points: [point] });
  }
  return [...cells.values()].sort((a, b) => a.key - b.key);
}

// How many cells unmerged axes would have, counted up to `most`.
function countCells(sweep, view, points, panels, most) {
  const [x, y] = [sweep.at[view.x], sweep.at[view.y]];
  const [columns, rows] = [sweep.axes[view.x].labels.length, sweep.axes[view.y].labels.length];
  const found = new Set();
  for (const point of points) {
    found.add((panels.stepOf(point) * rows + y[point]) * columns + x[point]);
    if (found.size > most) break;
  }
  return found.size;
}

// {kind: heat | scatter | curves, x, y, panels, cells, points, sparse}
export function sliceOf(sweep, view, { columnsMax, rowsMax }) {
  const points = selectedPoints(sweep, view);
  const panels = stepsOf(sweep, view.panels, points, panelsMax);
  if (view.y < 0) {
    const x = stepsOf(sweep, view.x, points, columnsMax * 4);
    const lines = stepsOf(sweep, view.lines, points, linesMax);
    return { kind: 'curves', x, y: lines, panels, cells: cellsOf(points, x, lines, panels), points };
  }
  const grid = valuesUsed(sweep, view.x, points).length * valuesUsed(sweep, view.y, points).length * panels.size;
  const filledMin = filledShareMin * grid;
  const filled = countCells(sweep, view, points, panels, Math.max(filledMin, scatterPointsMax));
  const sparse = filled < filledMin;
  const kind = sparse && filled <= scatterPointsMax ? 'scatter' : 'heat';
  const x = stepsOf(sweep, view.x, points, kind === 'heat' ? columnsMax : Infinity);
  const y = stepsOf(sweep, view.y, points, kind === 'heat' ? rowsMax : Infinity);
  return { kind, x, y, panels, cells: cellsOf(points, x, y, panels), points, sparse };
}
