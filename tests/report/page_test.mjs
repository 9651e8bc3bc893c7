// SPDX-License-Identifier: GPL-2.0-only
// What a reader of `xsksim report` sees and does.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import {
  axeSource, builtPage, cellTexts, charts, choose, click, coloursAt, hover, open, shown, startBrowser, stopBrowser,
  textOf, yardstickMs,
} from './browser.mjs';
import { even, indirect, percent, rateOf, ring, spread, sweepOf, timeout } from './sweeps.mjs';

// In yardsticks. Measured: 6 to 10, and 1.1 to 1.9.
const firstPaintMax = 40;
const filterMax = 8;

const one = sweepOf('one', [percent]);
const two = sweepOf('two', [percent, timeout]);
const three = sweepOf('three', [percent, timeout, ring]);
const four = sweepOf('four', [percent, timeout, ring, indirect]);
const wide = [even('a', 1000), even('b', 1000)];
const sparse = sweepOf('sparse', wide, spread(wide, 150));
const large = sweepOf('large', [even('a', 50), even('b', 50), even('c', 40)]);
const square = sweepOf('square', [even('a', 316), even('b', 316)]);
const cloudAxes = [even('a', 100000), even('b', 100000)];
const cloud = sweepOf('cloud', cloudAxes, spread(cloudAxes, 100000));

let page;
const opened = async (...what) => (page = await open(...what));

before(startBrowser);
after(stopBrowser);
afterEach(async () => {
  const wrong = page?.wrong ?? [];
  await page?.close();
  page = undefined;
  assert.deepEqual(wrong, [], 'errors on the console or requests');
});

const runsOf = (sweep, verdict) => sweep.points.verdicts.reduce((sum, runs) => sum + runs[verdict], 0);
const commandAt = (settings, seed) => `xsksim run scenarios/baseline.json ${settings} --seed ${seed} --timeline`;
const pointAt = (sweep, at) => sweep.points.at.findIndex((other) => other.join() === at.join());
const chosenCommand = () => textOf(page, '#detail .command');

test('the head says what was asked and what came out', async () => {
  await opened(two);
  const head = await textOf(page, '#summary');
  for (const text of ['Which timeout never stalls?', 'pass && stalls == 0', '0ec06d7', 'scenarios/baseline.json',
    `540 runs of 180 points: ${runsOf(two, 0)} passed, ${runsOf(two, 1)} stalled.`])
    assert.ok(head.includes(text), `"${text}" in: ${head}`);
});

test('two axes are a heat map with a cell a point, and its number in it', async () => {
  await opened(two);
  const [chart, ...others] = await charts(page);
  assert.equal(others.length, 0);
  assert.equal(chart.type, 'matrix');
  assert.equal(chart.marks, 'text');
  assert.equal(chart.sets[0].data.length, 180);
  for (const { x, y, v, points } of chart.sets[0].data) {
    assert.deepEqual([x, y], two.points.at[points[0]]);
    assert.equal(v, two.points.verdicts[points[0]][1] / 3);
  }
  assert.deepEqual(await cellTexts(page), two.points.verdicts.map((runs) => ['0', '33', '67', '100'][runs[1]]));
});

test('a cell without a figure says so, and each cell says whether a run stalled', async () => {
  await opened(two, { hash: '#show=figure%3Asustained_packets_per_second&only.percent=9-12' });
  const texts = await cellTexts(page);
  const wanted = two.points.at.map((at, point) => [at, point]).filter(([at]) => at[0] >= 9 && at[0] <= 12)
    .map(([at, point]) => {
      const rate = rateOf(at)[1];
      const known = two.points.figures[0][point];
      const text = known ? `${(rate / 1e6).toLocaleString('en-GB', { maximumSignificantDigits: 3 })}M` : '–';
      return two.points.verdicts[point][1] ? `${text} ×` : text;
    });
  assert.deepEqual(texts, wanted);
});

test('pointing at a cell says its values, in units', async () => {
  await opened(two);
  const point = two.points.verdicts.findIndex((runs) => runs[1] === 1);
  const [x, y] = two.points.at[point];
  assert.deepEqual(await hover(page, point), [
    `percent ${percent.numbers[x]} %, timeout ${timeout.numbers[y]} µs`,
    'share of runs that stalled: 33 %',
    '3 runs: 2 passed, 1 stalled',
  ]);
  await choose(page, '#show', 'figure:sustained_packets_per_second');
  const [least, middle, most] = rateOf([x, y]).map((rate) => rate.toLocaleString('en-GB'));
  assert.equal((await hover(page, point))[1],
    `median of sustained_packets_per_second: ${middle} packets/s (${least} to ${most})`);
});

test('choosing a cell shows the command that repeats it and why it stalled', async () => {
  await opened(two);
  const point = pointAt(two, [4, 2]);
  await click(page, point);
  const settings = '--set /driver/parameters/xsk_num_percent=25 --set /driver/parameters/xsk_check_timeout=20';
  const { seed, text } = two.explanations[point];
  assert.equal(await chosenCommand(), commandAt(settings, seed));
  assert.equal(await textOf(page, '#detail .why pre'), text);
  assert.match(await textOf(page, '#detail .why h3'), new RegExp(`seed ${seed}`));
  await choose(page, '#detail .repeat select', '3');
  assert.equal(await chosenCommand(), commandAt(settings, 3));
  await page.click('#detail .copy');
  await page.waitForFunction(() => /Copied|Ctrl-C/.test(document.querySelector('#detail .copy').textContent));
});

test('a cell without a stall has a command and no explanation', async () => {
  await opened(two);
  await click(page, pointAt(two, [19, 8]));
  assert.match(await chosenCommand(), /xsk_num_percent=100 --set .*xsk_check_timeout=10000 --seed 1 /);
  assert.equal(await page.$('#detail .why'), null);
});

test('a search shows where it ended, and the command a run at the value next to it', async () => {
  const searched = sweepOf('searched', [percent, timeout]);
  searched.points.settings = searched.points.at.map((_, point) => [`--set /faults/0/probability=0.${point + 1}`]);
  await opened(searched);
  assert.match(await textOf(page, '#caption'), /^Median of sustained_packets_per_second /);
  assert.match(await textOf(page, '#summary'), /A search: /);
  const point = pointAt(searched, [4, 2]);
  await click(page, point);
  assert.match(await chosenCommand(), new RegExp(`xsk_check_timeout=20 --set /faults/0/probability=0.${point + 1} --seed `));
});

test('filters change what is shown', async () => {
  await opened(two);
  await page.click('#filters summary');
  await choose(page, '#only-0-0');
  assert.equal((await shown(page)).cells, 171);
  assert.match(await textOf(page, '#notes'), /^171 of 180 points are selected/);
});

test('no value ticked shows nothing and says so, and all brings it back', async () => {
  await opened(two);
  await page.click('#filters summary');
  await page.click('#only-1-none');
  assert.equal((await charts(page)).length, 0);
  assert.match(await textOf(page, '#notes'), /No point is selected/);
  await page.click('#only-1-all');
  assert.equal((await shown(page)).cells, 180);
});

test('points can be limited to those with a verdict', async () => {
  await opened(two);
  await choose(page, '#with', 'stalled');
  assert.equal((await shown(page)).points, two.points.verdicts.filter((runs) => runs[1] > 0).length);
});

test('the hash holds the view: a link shows the same', async () => {
  await opened(three);
  await choose(page, '#role-x', '2');
  await choose(page, '#show', 'figure:longest_wait');
  await choose(page, '#log');
  await page.click('#filters summary');
  await choose(page, '#only-1-3');
  await choose(page, '#with', 'stalled');
  await click(page, pointAt(three, [0, 1, 1]));
  const before = await shown(page);
  const hash = await page.evaluate(() => location.hash);
  const detail = await textOf(page, '#detail');
  await page.close();
  await opened(three, { hash });
  assert.deepEqual(await shown(page), before);
  assert.equal(before.measure, 'figure:longest_wait');
  assert.equal(await textOf(page, '#detail'), detail);
  assert.equal(await page.$eval('#role-x', (field) => field.value), '2');
  assert.equal(await page.$eval('#only-1-3', (box) => box.checked), false);
  assert.equal(await page.$eval('#log', (box) => box.checked), true);
  await page.evaluate(() => (location.hash = ''));
  await page.waitForFunction(() => document.querySelector('#role-x').value === '0');
});

test('a hash that makes no sense shows the usual view', async () => {
  await opened(two, { hash: '#x=nothing&show=figure:none&only.percent=7-x,,99&at=-5&with=luck' });
  assert.equal((await shown(page)).kind, 'heat');
});

test('one axis is a curve of medians with the spread of all runs', async () => {
  await opened(one);
  const [{ type, sets: [curve, least, most, none] }] = await charts(page);
  assert.equal(type, 'line');
  const known = one.points.at.filter((_, point) => one.points.figures[0][point]);
  assert.deepEqual(curve.data.map(({ x, y }) => [x, y]), known.map((at) => [percent.numbers[at[0]], rateOf(at)[1]]));
  assert.deepEqual(least.data.map(({ y }) => y), known.map((at) => rateOf(at)[0]));
  assert.deepEqual(most.data.map(({ y }) => y), known.map((at) => rateOf(at)[2]));
  assert.equal(none.data.length, one.points.at.length - known.length);
  assert.match(await textOf(page, '#legend'), /On the lower edge: no run has the figure/);
  await click(page, none.data[2].points[0]);
  assert.match(await chosenCommand(), /xsk_num_percent=15 /);
});

test('curves can be split by an axis, each with a dash and a mark of its own', async () => {
  await opened(two, { hash: '#y=&lines=timeout&show=figure%3Alongest_wait' });
  const [{ sets }] = await charts(page);
  const styles = await page.evaluate(() => {
    const [chart] = globalThis.xsksimReport.charts();
    return chart.data.datasets.map(({ borderDash, backgroundColor }, set) => {
      const calm = chart.data.datasets[set].data.findIndex(({ cell }) => !cell.stalls);
      const { pointStyle, radius } = chart.getDatasetMeta(set).data[calm].options;
      const filled = backgroundColor === chart.data.datasets[set].borderColor;
      return { dash: borderDash.join(), mark: [pointStyle, radius, filled].join() };
    });
  });
  assert.equal(sets.length, timeout.numbers.length);
  for (const way of ['dash', 'mark']) assert.equal(new Set(styles.map((style) => style[way])).size, sets.length);
});

test('marks that lie on one another are chosen together', async () => {
  await opened(two, { hash: '#y=&lines=timeout&show=figure%3Asustained_packets_per_second' });
  await click(page, pointAt(two, [0, 0]));
  const commands = await page.$$eval('#detail .command', (all) => all.map(({ textContent }) => textContent));
  const there = two.points.at.filter((at, point) => at[0] === 0 && !two.points.figures[0][point]);
  assert.equal(commands.length, there.length);
  assert.match(await textOf(page, '#detail-title'), /points in one place/);
});

test('a stall is seen in a curve by its shape', async () => {
  await opened(one);
  const shapes = await page.evaluate(() => {
    const [chart] = globalThis.xsksimReport.charts();
    return chart.getDatasetMeta(0).data.map(({ options }, i) =>
      [chart.data.datasets[0].data[i].cell.stalls, options.pointStyle]);
  });
  for (const [stalls, shape] of shapes) assert.equal(shape === 'crossRot', stalls);
  assert.equal(new Set(shapes.map(String)).size, 2);
});

test('a third axis is small multiples', async () => {
  await opened(three);
  const drawn = await charts(page);
  assert.deepEqual(drawn.map(({ sets }) => sets[0].data.length), [180, 180, 180, 180]);
  assert.equal(await textOf(page, 'figure:nth-of-type(3) figcaption'), 'ring 1024 descriptors');
  await click(page, pointAt(three, [1, 1, 2]));
  assert.match(await chosenCommand(), /ring_size=1024/);
});

test('further axes are taken together until a filter picks a value', async () => {
  await opened(four);
  assert.match(await textOf(page, '#notes'), /All values of indirect are taken together/);
  assert.deepEqual(await shown(page).then(({ points, cells }) => [points, cells]), [1440, 720]);
  await page.click('#filters summary');
  await choose(page, '#only-3-0');
  assert.deepEqual(await shown(page).then(({ points, cells }) => [points, cells]), [720, 720]);
  assert.doesNotMatch(await textOf(page, '#notes'), /taken together/);
  await click(page, pointAt(four, [0, 0, 0, 1]));
  assert.match(await chosenCommand(), /indirect_desc=true/);
});

test('a sparse sample is a scatter, each level with a shape of its own', async () => {
  await opened(sparse);
  const [{ type, sets }] = await charts(page);
  assert.equal(type, 'scatter');
  assert.equal(sets.reduce((sum, { data }) => sum + data.length, 0), 150);
  assert.equal(new Set(sets.map(({ pointStyle }) => pointStyle)).size, 6);
  const { points: [point] } = sets[0].data[0];
  assert.deepEqual([sets[0].data[0].x, sets[0].data[0].y], sparse.points.at[point].map((value) => value + 1));
});

for (const scheme of ['light', 'dark'])
  test(`levels are told apart without hue, ${scheme}`, async () => {
    await opened(three, { scheme });
    const swatches = await page.$$eval('#legend canvas', (all) => all.map((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const pixels = Array.from({ length: data.length / 4 }, (_, i) => data.slice(4 * i, 4 * i + 3).join());
      const counts = {};
      for (const pixel of pixels) counts[pixel] = (counts[pixel] ?? 0) + 1;
      const [fill] = Object.entries(counts).sort(([, a], [, b]) => b - a)[0];
      return { mask: pixels.map((pixel) => Number(pixel !== fill)).join('') };
    }));
    assert.equal(swatches.length, 6);
    assert.equal(new Set(swatches.map(({ mask }) => mask)).size, 6, 'six patterns');
    const light = await page.evaluate(() => globalThis.xsksimReport.shown().theme.ramp.map((colour) => {
      const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    }));
    const steps = light.slice(1).map((next, i) =>
      (Math.max(next, light[i]) + 0.05) / (Math.min(next, light[i]) + 0.05));
    const rising = light[5] > light[0];
    assert.ok(light.slice(1).every((next, i) => next > light[i] === rising), `in order: ${light}`);
    assert.ok(steps.every((ratio) => ratio > 1.2), `steps of lightness: ${steps}`);
    assert.equal(rising, scheme === 'dark');
  });

test('cells too small for numbers carry the pattern of their level', async () => {
  await opened(three);
  assert.equal((await charts(page))[0].marks, 'pattern');
  assert.ok((await coloursAt(page, pointAt(three, [0, 0, 0]))) > 1, 'always stalls: a pattern');
  assert.equal(await coloursAt(page, pointAt(three, [19, 8, 0])), 1, 'never stalls: plain');
});

test('all can be done from the keyboard', async () => {
  await opened(two);
  for (let i = 0; i < 20; ++i) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement.tagName === 'CANVAS')) break;
  }
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'CANVAS');
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowUp']) await page.keyboard.press(key);
  assert.match(await textOf(page, '#spoken'), /^percent 10 %, timeout 10 µs\. share of runs that stalled: 100 %/);
  await page.keyboard.press('Enter');
  assert.match(await chosenCommand(), /xsk_num_percent=10 --set .*xsk_check_timeout=10 /);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'detail-title');
});

test('a control keeps the focus when its choice redraws the page', async () => {
  await opened(two);
  await page.focus('#show');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'show');
});

test('the table has the same cells, with their commands', async () => {
  await opened(two);
  await page.click('#table summary');
  await page.waitForSelector('#table tbody tr');
  const rows = await page.$$eval('#table tbody tr', (all) =>
    all.map((row) => [...row.cells].map((cell) => cell.textContent)));
  assert.equal(rows.length, 180);
  const point = pointAt(two, [2, 3]);
  const runs = two.points.verdicts[point];
  assert.deepEqual(rows[point].slice(0, 9), ['15', '50', '1', '3', ...runs.map(String)]);
  await page.click(`#table tbody tr:nth-child(${point + 1}) button`);
  assert.match(await chosenCommand(), /xsk_num_percent=15 --set .*xsk_check_timeout=50 /);
});

for (const sweep of [large, square, cloud])
  test(`100,000 points stay usable: ${sweep.name}`, async () => {
    await opened(sweep);
    assert.equal((await shown(page)).kind, 'heat');
    assert.equal((await shown(page)).points, sweep.points.at.length);
    await page.click('#filters summary');
    // The machine is shared: of each filter the fastest of three counts, and the yardstick is measured beside it.
    const yardsticks = [await yardstickMs(page)];
    const times = [];
    for (const [field, values] of [['#with', ['stalled', 'good', '']], ['#only-0-from', ['10', '5', '10']]]) {
      const each = [];
      for (const value of values) each.push(await choose(page, field, value));
      times.push(Math.min(...each));
      yardsticks.push(await yardstickMs(page));
    }
    const yardstick = Math.max(...yardsticks);
    assert.ok((await shown(page)).points < sweep.points.at.length);
    const told = `first paint ${page.firstPaintMs} ms, filters ${times.map(Math.round).join(', ')} ms, ` +
      `yardstick ${Math.round(yardstick)} ms`;
    console.log(`# ${sweep.name}: ${told}`);
    assert.ok(page.firstPaintMs < firstPaintMax * yardstick, told);
    assert.ok(Math.max(...times) < filterMax * yardstick, told);
  });

for (const [sweep, scheme] of [[two, 'light'], [two, 'dark'], [three, 'light'], [one, 'dark']])
  test(`axe finds nothing: ${sweep.name}, ${scheme}`, async () => {
    await opened(sweep, { scheme, hash: '#at=0&table=1' });
    await page.click('#filters summary');
    await page.click('#licences summary');
    await page.evaluate(axeSource);
    const found = await page.evaluate(() => globalThis.axe.run());
    assert.deepEqual(found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`), []);
    assert.ok(found.passes.length > 15);
  });

test('narrow windows need no sideways scrolling', async () => {
  await opened(three, { width: 400 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});

test('the page holds the licences of what it contains and nothing to fetch', async () => {
  await opened(two);
  const licences = await textOf(page, '#licences');
  for (const name of ['chart.js', 'chartjs-chart-matrix', '@kurkle/color'])
    assert.match(licences, new RegExp(`${name} \\d+\\.\\d+\\.\\d+ \\(MIT\\)`));
  assert.match(licences, /Permission is hereby granted/);
  assert.doesNotMatch(builtPage.replace(/<pre.*?<\/pre>/s, ''), /(src|href)=["']?https?:|@import|url\(/);
});

test('data that are not for this page are refused in words', async () => {
  await opened({ ...two, format: 'xsksim-report-9' });
  assert.match(await textOf(page, '[role=alert]'), /the data are "xsksim-report-9", this page reads "xsksim-report-1"/);
  await page.close();
  await opened(undefined, { html: builtPage });
  assert.match(await textOf(page, '[role=alert]'), /holds no sweep/);
});
