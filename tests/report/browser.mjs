// SPDX-License-Identifier: GPL-2.0-only
// Opens sweeps in the built page, in a browser that cannot reach any network, and watches what goes wrong.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { filled } from './sweeps.mjs';

const { PAGE, MODULES, CHROMIUM, WORK } = process.env;
const require = createRequire(join(MODULES, 'here.js'));
const { default: puppeteer } = await import(pathToFileURL(require.resolve('puppeteer-core')));
export const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
export const builtPage = readFileSync(PAGE, 'utf8');

let browser;

export async function startBrowser() {
  browser = await puppeteer.launch({
    executablePath: CHROMIUM,
    userDataDir: join(WORK, 'profile'),
    args: ['--disable-gpu', '--proxy-server=127.0.0.1:9', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])],
  });
}

export const stopBrowser = () => browser?.close();

const drawn = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

// What is written on a canvas cannot be read back: keep it when it is drawn.
function keepDrawnTexts() {
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
    (this.canvas.texts ??= new Map()).set(`${Math.round(x)},${Math.round(y)}`, text);
    return fillText.call(this, text, x, y, ...rest);
  };
}

// `wrong` gathers what must stay empty: errors on the console and requests beyond the file itself.
export async function open(sweep, { hash = '', scheme = 'light', html = filled(builtPage, sweep), width = 1400 } = {}) {
  const file = join(WORK, `${sweep?.name ?? 'page'}.html`);
  writeFileSync(file, html);
  const address = `${pathToFileURL(file)}${hash}`;
  const page = await browser.newPage();
  page.wrong = [];
  page.on('console', (said) => ['error', 'warn', 'warning'].includes(said.type()) && page.wrong.push(said.text()));
  page.on('pageerror', (error) => page.wrong.push(error.message));
  page.on('request', (request) => {
    if (!/^(file|data):/.test(request.url())) page.wrong.push(`request: ${request.url()}`);
  });
  await page.setViewport({ width, height: 1000 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.evaluateOnNewDocument(keepDrawnTexts);
  const started = Date.now();
  await page.goto(address);
  await drawn(page);
  page.firstPaintMs = Date.now() - started;
  return page;
}

// What this browser, on this machine and now, needs for work of a known size that is like the page's: a list is
// sorted, its cells are drawn. Limits of time are multiples of it: a slow or busy machine moves both.
export const yardstickMs = (page) => page.evaluate(() => {
  const cells = 50000;
  const canvas = new OffscreenCanvas(1000, 700);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const once = () => {
    const started = performance.now();
    const values = Array.from({ length: cells }, (_, i) => ({ key: (i * 7919) % cells }));
    values.sort((a, b) => a.key - b.key);
    for (const { key } of values) {
      context.fillStyle = `hsl(${key % 360} 50% 50%)`;
      context.fillRect(key % 997, key % 691, 3, 3);
    }
    context.getImageData(0, 0, 1, 1);
    return performance.now() - started;
  };
  return Math.min(once(), once(), once());
});

export const textOf = (page, selector) => page.$eval(selector, (node) => node.textContent);

// Chooses as a reader does; resolves with the time until it is drawn.
export async function choose(page, selector, value) {
  return page.$eval(selector, async (field, chosen) => {
    const started = performance.now();
    if (field.type === 'checkbox') field.click();
    else {
      field.value = chosen;
      field.dispatchEvent(new Event('change'));
    }
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return performance.now() - started;
  }, value);
}

export const shown = (page) => page.evaluate(() => {
  const { slice, measure } = globalThis.xsksimReport.shown();
  return {
    kind: slice.kind, measure: measure.key, points: slice.points.length, cells: slice.cells.length,
    chosen: globalThis.xsksimReport.shown().chosen?.points,
  };
});

// Of every chart: its kind, its marks, and per data set what is drawn.
export const charts = (page) => page.evaluate(() => globalThis.xsksimReport.charts().map((chart) => ({
  type: chart.config.type,
  marks: chart.marks,
  sets: chart.data.datasets.map(({ label, data, pointStyle, borderDash }) => ({
    label, borderDash, pointStyle: typeof pointStyle === 'function' ? undefined : pointStyle,
    data: data.map(({ x, y, v, cell }) => ({ x, y, v, points: cell?.points })),
  })),
})));

// The middle of what stands for a point, in the window.
export async function placeOf(page, point) {
  return page.evaluate((wanted) => {
    for (const chart of globalThis.xsksimReport.charts())
      for (const [set, { data }] of chart.data.datasets.entries())
        for (const [index, { cell }] of data.entries())
          if (cell?.points.includes(wanted)) {
            chart.canvas.scrollIntoView({ block: 'center' });
            const box = chart.canvas.getBoundingClientRect();
            const { x, y } = chart.getDatasetMeta(set).data[index].getCenterPoint();
            return { x: box.x + x, y: box.y + y };
          }
    throw new Error(`point ${wanted} is not drawn`);
  }, point);
}

// The text in the middle of each cell of the first chart.
export const cellTexts = (page) => page.evaluate(() => {
  const [chart] = globalThis.xsksimReport.charts();
  return chart.getDatasetMeta(0).data.map((element) => {
    const { x, y } = element.getCenterPoint();
    return chart.canvas.texts.get(`${Math.round(x)},${Math.round(y)}`);
  });
});

// How many colours there are within a few pixels of the middle of what stands for a point.
export async function coloursAt(page, point) {
  const { x, y } = await placeOf(page, point);
  const [left, top] = await page.evaluate(() => [scrollX, scrollY]);
  const clip = { x: left + x - 5, y: top + y - 5, width: 10, height: 10 };
  const shot = await page.screenshot({ encoding: 'base64', clip });
  return page.evaluate(async (image) => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${image}`;
    await picture.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [picture.width, picture.height];
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    pen.drawImage(picture, 0, 0);
    const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
    return new Set(Array.from({ length: data.length / 4 }, (_, i) => data.slice(4 * i, 4 * i + 3).join())).size;
  }, shot);
}

export async function hover(page, point) {
  const { x, y } = await placeOf(page, point);
  await page.mouse.move(x, y);
  await drawn(page);
  return page.evaluate(() => {
    const tooltip = globalThis.xsksimReport.charts().map((chart) => chart.tooltip).find(({ opacity }) => opacity > 0);
    return tooltip && [...tooltip.title, ...tooltip.body.flatMap(({ lines }) => lines)];
  });
}

export async function click(page, point) {
  const { x, y } = await placeOf(page, point);
  await page.mouse.click(x, y);
  await drawn(page);
}
