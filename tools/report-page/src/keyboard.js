// SPDX-License-Identifier: GPL-2.0-only
// Arrow keys move from cell to cell of a chart as the pointer would, Enter chooses.

const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function stops(chart) {
  return chart.data.datasets.flatMap(({ data }, datasetIndex) => {
    const { data: elements } = chart.getDatasetMeta(datasetIndex);
    return data.map(({ cell }, index) => ({ datasetIndex, index, cell, place: elements[index] }))
      .filter(({ cell }) => cell);
  }).map((stop) => ({ ...stop, ...stop.place.getCenterPoint() }));
}

// Of those that lie in that direction the nearest, sideways counting thrice.
function nextStop(all, from, [dx, dy]) {
  const cost = ({ x, y }) => {
    const ahead = (x - from.x) * dx + (y - from.y) * dy;
    const aside = Math.abs((x - from.x) * dy) + Math.abs((y - from.y) * dx);
    return ahead > 0.5 ? ahead + 3 * aside : Infinity;
  };
  const best = all.reduce((least, stop) => (cost(stop) < cost(least) ? stop : least), from);
  return best === from ? null : best;
}

export function moveByKey(chart, { onMove, onPick }) {
  let here = null;
  const go = (stop) => {
    here = stop;
    const items = [{ datasetIndex: stop.datasetIndex, index: stop.index }];
    chart.setActiveElements(items);
    chart.tooltip.setActiveElements(items, { x: stop.x, y: stop.y });
    chart.update('none');
    onMove(stop.cell);
  };
  chart.canvas.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && here) onPick(here.cell);
    const way = ways[event.key];
    if (!way) return;
    event.preventDefault();
    const all = stops(chart);
    const next = here ? nextStop(all, here, way) : all[0];
    if (next) go(next);
  });
  chart.canvas.addEventListener('blur', () => {
    here = null;
    chart.setActiveElements([]);
    chart.tooltip.setActiveElements([], { x: 0, y: 0 });
    chart.update('none');
  });
}
