// SPDX-License-Identifier: GPL-2.0-only
// What a cell shows: a share of runs, or the median of a figure.
import { numberText, shareText, shortNumber, thatVerdict } from './words.js';

export function measures(sweep) {
  const shares = sweep.verdicts.map((verdict, v) => ({
    key: `share:${verdict}`,
    title: `share of runs that ${thatVerdict(verdict, 'are')}`,
    share: sweep.verdictRuns[v],
  }));
  const good = { key: 'share:good', title: 'share of runs that are good', share: sweep.goodRuns };
  const figures = sweep.figures.map((figure, f) => ({
    key: `figure:${figure.name}`,
    title: `median of ${figure.name}`,
    unit: figure.unit,
    meaning: figure.meaning,
    values: sweep.figureValues[f],
  }));
  return { shares: [good, ...shares], figures };
}

export const allMeasures = (sweep) => {
  const { shares, figures } = measures(sweep);
  return [...shares, ...figures];
};

export const someRun = (column) => column.some((runs) => runs > 0);

export function defaultMeasure(sweep) {
  const { shares, figures } = measures(sweep);
  const stalled = shares.find((measure) => measure.key === 'share:stalled');
  if (!sweep.searched && sweep.axes.length > 1 && stalled && someRun(stalled.share)) return stalled.key;
  const figure = figures.find(({ values }) => values.median.some(Number.isFinite));
  return (figure ?? stalled ?? shares[0]).key;
}

function median(numbers) {
  const sorted = Float64Array.from(numbers).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

// {value, min, max}; NaN where no run has the figure.
export function measureOver(sweep, measure, points) {
  if (measure.share) {
    let runs = 0;
    let having = 0;
    for (const point of points) {
      runs += sweep.runs[point];
      having += measure.share[point];
    }
    return { value: runs ? having / runs : NaN };
  }
  const { min, median: medians, max } = measure.values;
  const known = points.filter((point) => Number.isFinite(medians[point]));
  if (known.length === 0) return { value: NaN, min: NaN, max: NaN };
  return {
    value: median(known.map((point) => medians[point])),
    min: known.reduce((least, point) => Math.min(least, min[point]), Infinity),
    max: known.reduce((most, point) => Math.max(most, max[point]), -Infinity),
  };
}

export const longText = (measure, value) =>
  measure.share ? shareText(value) : `${numberText(value)} ${measure.unit ?? ''}`.trimEnd();

export const shortText = (measure, value) =>
  measure.share ? shareText(value) : shortNumber(value);

export const unitOf = (measure) => (measure.share ? '% of runs' : measure.unit);
