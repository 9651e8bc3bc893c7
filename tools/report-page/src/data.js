// SPDX-License-Identifier: GPL-2.0-only
// The sweep as columns: one typed array for each thing known of every point.

const format = 'xsksim-report-1';

function figureColumns(rows, pointCount) {
  const columns = ['min', 'median', 'max'].map(() => new Float64Array(pointCount).fill(NaN));
  rows.forEach((row, point) => {
    if (row) columns.forEach((column, i) => (column[point] = row[i] ?? NaN));
  });
  return { min: columns[0], median: columns[1], max: columns[2] };
}

function axisFrom(axis) {
  const numbers = axis.values.map((value) => value.number);
  return {
    name: axis.name,
    unit: axis.unit ?? '',
    scale: axis.scale,
    labels: axis.values.map((value) => value.label),
    numbers: axis.scale !== 'category' && numbers.every(Number.isFinite) ? numbers : null,
    settings: axis.values.map((value) => value.settings),
  };
}

export function readSweep(text) {
  if (text.trimStart().startsWith('/*')) throw new Error('this page holds no sweep yet');
  const sweep = JSON.parse(text);
  if (sweep.format !== format)
    throw new Error(`the data are "${sweep.format}", this page reads "${format}"`);
  const { points } = sweep;
  const pointCount = points.at.length;
  const column = (value) => Int32Array.from({ length: pointCount }, (_, point) => value(point));
  const verdictRuns = sweep.verdicts.map((_, v) => column((point) => points.verdicts[point][v]));
  return {
    name: sweep.name,
    question: sweep.question,
    build: sweep.build,
    base: sweep.base,
    good: sweep.good,
    axes: sweep.axes.map(axisFrom),
    figures: sweep.figures,
    verdicts: sweep.verdicts,
    explanations: sweep.explanations ?? {},
    pointCount,
    at: sweep.axes.map((_, axis) => column((point) => points.at[point][axis])),
    seeds: points.seeds,
    // Of a search, whose only figure is where it ended: the value to look at.
    searched: points.settings ?? null,
    runs: column((point) => points.seeds[point].length),
    verdictRuns,
    goodRuns: column((point) => points.good[point]),
    figureValues: points.figures.map((rows) => figureColumns(rows, pointCount)),
  };
}

export const axisTitle = (axis) => (axis.unit ? `${axis.name} (${axis.unit})` : axis.name);

// Of steps that stand for several values a tick names the first.
export const tickTitle = ({ axis, mergedEach }) =>
  mergedEach > 1 ? `${axisTitle(axis)}, from` : axisTitle(axis);

export const valueText = (axis, value) =>
  axis.unit ? `${axis.labels[value]} ${axis.unit}` : axis.labels[value];

export function commandOf(sweep, point, seed) {
  const settings = sweep.axes.flatMap((axis, i) => axis.settings[sweep.at[i][point]]);
  if (sweep.searched) settings.push(...sweep.searched[point]);
  return ['xsksim run', sweep.base, ...settings, `--seed ${seed}`, '--timeline'].join(' ');
}
