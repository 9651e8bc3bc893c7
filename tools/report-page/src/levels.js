// SPDX-License-Identifier: GPL-2.0-only
// Six steps from little to much. Each has a lightness (see page.css) and a pattern of its own, so that
// no reader needs to tell hues apart. Of shares, the first is exactly none and the last exactly all.
import { shortText } from './measure.js';

export const levelsCount = 6;

function shareLevels() {
  return {
    of: (share) => (share <= 0 ? 0 : share >= 1 ? 5 : 1 + Math.min(3, Math.floor(share * 4))),
    labels: ['none', 'below 25 %', '25 % to 50 %', '50 % to 75 %', 'from 75 %', 'all'],
  };
}

function figureLevels(measure, values, log) {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!(most > least)) return { of: () => 0, labels: [shortText(measure, least)] };
  const [to, from] = log && least > 0 ? [Math.log, Math.exp] : [Number, Number];
  const step = (to(most) - to(least)) / levelsCount;
  const edge = (level) => shortText(measure, from(to(least) + level * step));
  return {
    of: (value) => Math.min(levelsCount - 1, Math.floor((to(value) - to(least)) / step)),
    labels: Array.from({ length: levelsCount }, (_, level) => `${edge(level)} to ${edge(level + 1)}`),
  };
}

export function levelsFor(measure, cells, log) {
  if (measure.share) return shareLevels();
  return figureLevels(measure, cells.map(({ value }) => value).filter(Number.isFinite), log);
}

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function theme() {
  const ramp = Array.from({ length: levelsCount }, (_, level) => style(`--level-${level}`));
  const inks = ramp.map((_, level) => style(`--level-ink-${level}`));
  const lines = Array.from({ length: 8 }, (_, line) => style(`--line-${line}`));
  return {
    ramp, inks, lines, ink: style('--ink'), quiet: style('--quiet'), rule: style('--rule'),
    ground: style('--ground'),
  };
}

function strokeDiagonals(pen, size, both) {
  pen.beginPath();
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift - 1, size + 1);
    pen.lineTo(shift + size + 1, -1);
    if (!both) continue;
    pen.moveTo(shift - 1, -1);
    pen.lineTo(shift + size + 1, size + 1);
  }
  pen.stroke();
}

const patternPainters = [
  () => {},
  (pen) => pen.fillRect(3, 3, 2, 2),
  (pen, size) => strokeDiagonals(pen, size, false),
  (pen, size) => pen.fillRect(0, 3, size, 2),
  (pen, size) => strokeDiagonals(pen, size, true),
  (pen) => {
    pen.fillRect(3, 1, 2, 6);
    pen.fillRect(1, 3, 6, 2);
  },
];

// The ink of a level's pattern, to lay over its colour.
export function levelPattern(level, ink) {
  const tile = document.createElement('canvas');
  tile.width = tile.height = 8;
  const pen = tile.getContext('2d');
  pen.fillStyle = pen.strokeStyle = ink;
  pen.globalAlpha = 0.6;
  patternPainters[level](pen, 8);
  return pen.createPattern(tile, 'repeat');
}
