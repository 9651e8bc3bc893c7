// SPDX-License-Identifier: GPL-2.0-only
// npm run build -- OUTFILE: one HTML file that needs nothing beside it.
import { build } from 'esbuild';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const placeholder = '/*XSKSIM-DATA*/';

function fail(message) {
  console.error(`report page: ${message}`);
  process.exit(1);
}

async function bundle(entry) {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    legalComments: 'none', // the licences stand in the page, whole
    charset: 'utf8',
    target: ['chrome100', 'firefox100', 'safari15.4'],
  }).catch(() => fail(`${entry} does not bundle`)); // esbuild has said why
  return { text: result.outputFiles[0].text, inputs: Object.keys(result.metafile.inputs) };
}

function bundledPackages(inputs) {
  const found = inputs.map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(found.filter(Boolean))].sort();
}

function licenceOf(folder) {
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name));
  if (files.length === 0) fail(`${about.name} ${about.version} has no licence file`);
  const texts = files.sort().map((name) => readFileSync(join(folder, name), 'utf8').trim());
  return `${about.name} ${about.version} (${about.license})\n\n${texts.join('\n\n')}`;
}

const escapeHtml = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const outfile = process.argv[2];
if (!outfile) fail('no output file given: npm run build -- OUTFILE');

const script = await bundle('src/main.js');
const style = await bundle('src/page.css');
const parts = {
  STYLE: style.text.trim(),
  SCRIPT: script.text.trim(),
  LICENCES: escapeHtml(
    bundledPackages(script.inputs).map(licenceOf).join(`\n\n${'-'.repeat(72)}\n\n`),
  ),
};
const page = readFileSync('src/page.html', 'utf8').replace(
  /\{\{(\w+)\}\}/g,
  (whole, name) => parts[name] ?? fail(`src/page.html asks for ${whole}, which is not made`),
);
if (page.split(placeholder).length !== 2)
  fail(`${placeholder} must stand in the page exactly once`);
writeFileSync(outfile, page);
