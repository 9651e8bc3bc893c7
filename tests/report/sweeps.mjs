// SPDX-License-Identifier: GPL-2.0-only
// Made-up results in the form that `xsksim report` writes, with values that a test can tell in advance.

const verdicts = ['pass', 'stalled', 'fail', 'inconclusive', 'crashed'];

export const percent = {
  name: 'percent', unit: '%', scale: 'linear', pointer: '/driver/parameters/xsk_num_percent',
  numbers: Array.from({ length: 20 }, (_, i) => 5 * (i + 1)),
};
export const timeout = {
  name: 'timeout', unit: 'µs', scale: 'log', pointer: '/driver/parameters/xsk_check_timeout',
  numbers: [0, 10, 20, 50, 100, 200, 500, 1000, 10000],
};
export const ring = {
  name: 'ring', unit: 'descriptors', scale: 'log', pointer: '/device/ring_size', numbers: [256, 512, 1024, 2048],
};
export const indirect = {
  name: 'indirect', unit: '', scale: 'category', pointer: '/device/indirect_desc', words: ['false', 'true'],
};
export const even = (name, length) => ({
  name, unit: 'µs', scale: 'linear', pointer: `/made_up/${name}`,
  numbers: Array.from({ length }, (_, i) => i + 1),
});

function axisOf({ name, unit, scale, pointer, numbers, words }) {
  const values = (numbers ?? words).map((value) => ({
    label: String(value), ...(numbers ? { number: value } : {}), settings: [`--set ${pointer}=${value}`],
  }));
  return { name, unit, scale, values };
}

export function* product(axes) {
  const sizes = sizesOf(axes);
  const total = sizes.reduce((a, b) => a * b, 1);
  for (let n = 0; n < total; ++n) {
    let rest = n;
    yield sizes.map((size) => {
      const value = rest % size;
      rest = Math.floor(rest / size);
      return value;
    });
  }
}

const sizesOf = (axes) => axes.map(({ numbers, words }) => (numbers ?? words).length);

// Stalls below a slanted edge through all axes.
export function stalledRuns(axes, at) {
  const sizes = sizesOf(axes);
  const edge = at.reduce((sum, value, axis) => sum + (10 * value) / sizes[axis], 0);
  return edge < 6 ? 3 : edge < 7 ? 2 : edge < 8 ? 1 : 0;
}

export function rateOf(at) {
  const middle = 100000 * (at[0] + 1) + 1000 * (at[1] ?? 0);
  return [middle - 20000, middle, middle + 50000];
}

export function sweepOf(name, axes, places = product(axes)) {
  const points = { at: [], seeds: [], verdicts: [], good: [], figures: [[], []] };
  const explanations = {};
  for (const at of places) {
    const stalled = stalledRuns(axes, at);
    const point = points.at.length;
    points.at.push(at);
    points.seeds.push([1, 2, 3]);
    points.verdicts.push([3 - stalled, stalled, 0, 0, 0]);
    points.good.push(3 - stalled);
    points.figures[0].push(stalled === 3 ? null : rateOf(at));
    points.figures[1].push([stalled, stalled * 2, stalled * 5]);
    if (stalled)
      explanations[point] = {
        seed: 4 - stalled, text: `Point ${point}: interrupt 7 was lost.\nThe queue waits for <nobody>.`,
      };
  }
  return {
    format: 'xsksim-report-1', name, question: 'Which timeout never stalls?', build: '0ec06d7',
    base: 'scenarios/baseline.json', good: 'pass && stalls == 0', axes: axes.map(axisOf),
    figures: [
      {
        name: 'sustained_packets_per_second', unit: 'packets/s',
        meaning: 'Packets completed per second of simulated time',
      },
      { name: 'longest_wait', unit: 'µs', meaning: 'Longest time that a frame waited' },
    ],
    verdicts, points, explanations,
  };
}

// Evenly spread without a random generator: the golden ratio and its square.
export function spread(axes, number) {
  const sizes = sizesOf(axes);
  const steps = [0.6180339887, 0.4142135624, 0.7320508076];
  return Array.from({ length: number }, (_, n) =>
    sizes.map((size, axis) => Math.floor(((n * steps[axis % 3]) % 1) * size)));
}

export const filled = (page, sweep) =>
  page.replace('/*XSKSIM-DATA*/', () => JSON.stringify(sweep).replaceAll('<', '\\u003c'));
