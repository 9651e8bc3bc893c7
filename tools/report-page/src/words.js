// SPDX-License-Identifier: GPL-2.0-only
// Numbers and verdicts as people read them.

const verdictWords = { pass: 'passed', fail: 'failed' };
export const verdictWord = (verdict) => verdictWords[verdict] ?? verdict;

export const count = (number) => number.toLocaleString('en-GB');

export const plural = (number, one, many = `${one}s`) =>
  `${count(number)} ${number === 1 ? one : many}`;

export function numberText(number) {
  if (!Number.isFinite(number)) return 'none';
  return number.toLocaleString('en-GB', { maximumSignificantDigits: 5 });
}

const compact = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumSignificantDigits: 3 });
export const shortNumber = (number) => (Number.isFinite(number) ? compact.format(number) : '–');

// Never rounds to "none" or "all" what is not.
export function shareText(share) {
  if (!Number.isFinite(share)) return 'none';
  const percent = Math.round(share * 100);
  if (percent === 0 && share > 0) return '<1 %';
  if (percent === 100 && share < 1) return '>99 %';
  return `${percent} %`;
}
