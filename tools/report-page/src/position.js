// SPDX-License-Identifier: GPL-2.0-only
// Where the steps of an axis stand on a scale of numbers, and that scale.
import { tickTitle } from './data.js';

const ticksMax = 24;
const levelTickLength = 6;

// Short labels stay level and are left out where there is no room; long ones lean.
export const rotationOf = ({ ticks }) => (ticks.every((tick) => tick.length <= levelTickLength) ? 0 : 50);

// Logarithms have no place for zero: such an axis gets even steps.
function kindOf({ axis, mergedEach }) {
  if (!axis.numbers || mergedEach > 1) return 'even';
  if (axis.scale !== 'log') return 'linear';
  return axis.numbers.every((number) => number > 0) ? 'logarithmic' : 'even';
}

export function positions(steps) {
  const kind = kindOf(steps);
  const all = kind === 'even' ? steps.labels.map((_, i) => i) : steps.firsts.map((i) => steps.axis.numbers[i]);
  return { kind, all, of: (step) => all[step] };
}

function paddedRange(kind, all) {
  const [least, most] = [all[0], all[all.length - 1]];
  if (kind === 'even') return { min: -0.5, max: all.length - 0.5 };
  if (kind === 'logarithmic') return { min: least / 1.15, max: most * 1.15 };
  const margin = (most - least || 1) * 0.03;
  return { min: least - margin, max: most + margin };
}

export function positionScale(steps, theme) {
  const { kind, all } = positions(steps);
  const own = kind === 'even' || all.length <= ticksMax;
  const labelOf = new Map(all.map((value, step) => [value, steps.ticks[step]]));
  return {
    type: kind === 'logarithmic' ? 'logarithmic' : 'linear',
    ...paddedRange(kind, all),
    grid: { color: theme.rule },
    title: { display: true, text: tickTitle(steps), color: theme.ink },
    ticks: {
      color: theme.ink,
      includeBounds: false,
      autoSkipPadding: 8,
      maxRotation: rotationOf(steps),
      ...(own ? { callback: (value) => labelOf.get(value) ?? '' } : {}),
    },
    ...(own ? { afterBuildTicks: (scale) => (scale.ticks = all.map((value) => ({ value }))) } : {}),
  };
}
