// SPDX-License-Identifier: GPL-2.0-only
// Numbers and verdicts as people read them.

const verdictWords = { pass: 'passed', fail: 'failed' };
export const verdictWord = (verdict) => verdictWords[verdict] ?? verdict;

// To follow "runs that" or "a run that".
export const thatVerdict = (verdict, be) =>
  verdict === 'inconclusive' ? `${be} inconclusive` : verdictWord(verdict);

export const count = (number) => number.toLocaleString('en-GB');

export const plural = (number, one, many = `${one}s`) =>
  `${count(number)} ${number === 1 ? one : many}`;

export function numberText(number) {
  if (!Number.isFinite(number)) return 'none';
  return number.toLocaleString('en-GB', { maximumSignificantDigits: 5 });
}

const prefixes = [[1e9, 'G'], [1e6, 'M'], [1e3, 'k']];

// For axes and cells: 1200000 is 1.2M, what is below 10000 stays as it is.
export function shortNumber(number) {
  if (!Number.isFinite(number)) return '–';
  const [divisor, prefix] = (Math.abs(number) >= 1e4 && prefixes.find(([at]) => Math.abs(number) >= at)) || [1, ''];
  return (number / divisor).toLocaleString('en-GB', { maximumSignificantDigits: 3, useGrouping: false }) + prefix;
}

// Never rounds to "none" or "all" what is not.
export function shareText(share) {
  if (!Number.isFinite(share)) return 'none';
  const percent = Math.round(share * 100);
  if (percent === 0 && share > 0) return '<1 %';
  if (percent === 100 && share < 1) return '>99 %';
  return `${percent} %`;
}
