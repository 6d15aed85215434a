import { expect, test } from 'vitest';
import { score } from '../src/lib/fuzzy';
import { type Choice, parse, withChoice } from '../src/lib/recent';

const LABELS = ['New generation', 'Go to queue', 'Queue', 'Warteschlange anhalten', 'Über das Studio', 'Theme: Dark'];

test.each([
  ['que', ['Queue', 'Go to queue']],
  ['ng', ['New generation', 'Warteschlange anhalten']],
  ['uber', ['Über das Studio']],
  ['schlange', ['Warteschlange anhalten']],
  ['dark theme', ['Theme: Dark']],
  ['genertion', ['New generation']],
  ['xyz', []],
])('%j finds %j', (query, expected) => {
  const found = LABELS.map((label) => [label, score(query, label)] as const).filter(([, points]) => points > 0);
  expect(found.sort((a, b) => b[1] - a[1]).map(([label]) => label)).toEqual(expected);
});

const page = (href: string): Choice => ({ id: '', href, label: href });

test('the last choice comes first, each once, and old ones go', () => {
  let list: Choice[] = [];
  for (const href of ['/a', '/b', '/c', '/d', '/e', '/f', '/g', '/c']) list = withChoice(list, page(href));
  expect(list.map((choice) => choice.href)).toEqual(['/c', '/g', '/f', '/e', '/d', '/b']);
});

test('what is kept leads nowhere else', () => {
  const bad = ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:1', 7, null];
  const kept = [page('/images/1'), ...bad.map((href) => ({ id: '', href, label: '' })), null, 'x'];
  expect(parse(JSON.stringify(kept))).toEqual([page('/images/1')]);
  expect(parse('{')).toEqual([]);
  expect(parse(null)).toEqual([]);
});
