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

// The values of an axis that occur, neighbours merged until at most `stepsMax` steps are left.
export function stepsOf(sweep, axisIndex, points, stepsMax) {
  if (axisIndex < 0) return { axis: null, labels: [''], size: 1, mergedEach: 1, stepOf: () => 0 };
  const axis = sweep.axes[axisIndex];
  const at = sweep.at[axisIndex];
  const used = new Uint8Array(axis.labels.length);
  for (const point of points) used[at[point]] = 1;
  const values = Array.from(used.keys()).filter((value) => used[value]);
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

// {kind: heat | scatter | curves, x, y, panels, cells, points, sparse}
export function sliceOf(sweep, view, { columnsMax, rowsMax }) {
  const points = selectedPoints(sweep, view);
  const panels = stepsOf(sweep, view.panels, points, panelsMax);
  if (view.y < 0) {
    const x = stepsOf(sweep, view.x, points, columnsMax * 4);
    const lines = stepsOf(sweep, view.lines, points, linesMax);
    return { kind: 'curves', x, y: lines, panels, cells: cellsOf(points, x, lines, panels), points };
  }
  const wholeX = stepsOf(sweep, view.x, points, Infinity);
  const wholeY = stepsOf(sweep, view.y, points, Infinity);
  const whole = cellsOf(points, wholeX, wholeY, panels);
  const sparse = whole.length < filledShareMin * wholeX.size * wholeY.size * panels.size;
  if (sparse && whole.length <= scatterPointsMax)
    return { kind: 'scatter', x: wholeX, y: wholeY, panels, cells: whole, points, sparse };
  const x = stepsOf(sweep, view.x, points, columnsMax);
  const y = stepsOf(sweep, view.y, points, rowsMax);
  const merged = x.mergedEach > 1 || y.mergedEach > 1;
  const cells = merged ? cellsOf(points, x, y, panels) : whole;
  return { kind: 'heat', x, y, panels, cells, points, sparse };
}
