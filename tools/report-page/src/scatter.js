// SPDX-License-Identifier: GPL-2.0-only
// A sparse sample: one mark a point, its shape and colour by level.
import { positions, positionScale } from './position.js';

export const levelShapes = ['circle', 'rect', 'triangle', 'rectRot', 'cross', 'star'];
export const absentShape = 'line';

export function scatterConfig({ slice, levels, theme, cells }) {
  const [x, y] = [positions(slice.x), positions(slice.y)];
  const known = cells.filter(({ value }) => Number.isFinite(value));
  const datasets = levels.labels.map((label, level) => ({
    label,
    data: known.filter(({ value }) => levels.of(value) === level)
      .map((cell) => ({ x: x.of(cell.x), y: y.of(cell.y), cell })),
    pointStyle: levelShapes[level],
    radius: known.length > 1000 ? 4 : 6,
    hoverRadius: 9,
    backgroundColor: theme.ramp[level],
    borderColor: theme.ink,
    borderWidth: level > 3 ? 2 : 1,
  }));
  const absent = cells.filter(({ value }) => !Number.isFinite(value));
  if (absent.length)
    datasets.push({
      label: 'no figure', data: absent.map((cell) => ({ x: x.of(cell.x), y: y.of(cell.y), cell })),
      pointStyle: absentShape, radius: 6, hoverRadius: 9, borderColor: theme.quiet, borderWidth: 2,
    });
  return {
    type: 'scatter',
    data: { datasets },
    options: { scales: { x: positionScale(slice.x, theme), y: positionScale(slice.y, theme) } },
  };
}
