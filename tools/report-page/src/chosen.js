// SPDX-License-Identifier: GPL-2.0-only
// A frame round the chosen cell, so that it and its details are seen to belong together.

export const chosenPlugin = {
  id: 'chosen',
  afterDatasetsDraw(chart, _, { shown }) {
    if (!shown?.chosen) return;
    const { ctx: pen } = chart;
    chart.data.datasets.forEach(({ data }, datasetIndex) => {
      const index = data.findIndex(({ cell }) => cell && cell === shown.chosen);
      if (index < 0) return;
      const { x, y, width, height } = chart.getDatasetMeta(datasetIndex).data[index];
      pen.save();
      pen.strokeStyle = shown.theme.ink;
      pen.lineWidth = 3;
      pen.beginPath();
      if (chart.config.type === 'matrix') pen.rect(x, y, width, height);
      else pen.arc(x, y, 11, 0, 2 * Math.PI);
      pen.stroke();
      pen.restore();
    });
  },
};
