// SPDX-License-Identifier: GPL-2.0-only
// The head of the page: what was asked and what came out, in plain words.
import { element } from './dom.js';
import { count, plural, verdictWord } from './words.js';

const sum = (column) => column.reduce((total, runs) => total + runs, 0);

export function drawSummary(into, sweep) {
  document.title = `${sweep.name}: xsksim sweep`;
  const runs = sum(sweep.runs);
  const verdicts = sweep.verdicts.map((verdict, v) => [sum(sweep.verdictRuns[v]), verdictWord(verdict)]);
  const judged = verdicts.filter(([of]) => of > 0).map(([of, word]) => `${count(of)} ${word}`);
  const axes = sweep.axes.map((axis) => `${axis.name} (${plural(axis.labels.length, 'value')})`);
  into.replaceChildren(
    element('h1', {}, `Sweep ${sweep.name}`),
    sweep.question ? element('p', { class: 'question' }, sweep.question) : '',
    element('p', { id: 'verdicts' },
      `${plural(runs, 'run')} of ${plural(sweep.pointCount, 'point')}: ${judged.join(', ')}.`),
    element('p', { id: 'good' }, `${count(sum(sweep.goodRuns))} of them are good. Good means: `,
      element('code', {}, sweep.good || 'the verdict is pass'), '.'),
    sweep.searched ? element('p', {},
      'A search: these are the runs at the value next to where it ended, of which the commands show one.') : '',
    element('p', { class: 'quiet' },
      `Axes: ${axes.join(', ')}. Base scenario: ${sweep.base}. Build: ${sweep.build}.`),
  );
}
