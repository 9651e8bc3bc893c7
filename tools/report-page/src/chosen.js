// SPDX-License-Identifier: GPL-2.0-only
// A frame round the chosen cell, so that it and its details are seen to belong together.

export const chosenPlugin = (shown) => ({
  id: 'chosen',
  afterDatasetsDraw(chart) {
    if (!shown.chosen) return;
    const { ctx: pen } = chart;
    chart.data.datasets.forEach(({ data }, datasetIndex) => {
      const index = data.findIndex(({ cell }) => cell && cell === shown.chosen);
      if (index < 0) return;
      const { x, y, width, height } = chart.getDatasetMeta(datasetIndex).data[index];
      pen.save();
      pen.beginPath();
      if (chart.config.type === 'matrix') pen.rect(x, y, width, height);
      else pen.arc(x, y, 11, 0, 2 * Math.PI);
      for (const [colour, lineWidth] of [[shown.theme.ground, 7], [shown.theme.ink, 3]]) {
        pen.strokeStyle = colour;
        pen.lineWidth = lineWidth;
        pen.stroke();
      }
      pen.restore();
    });
  },
});
