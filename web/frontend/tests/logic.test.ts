import { expect, test } from 'vitest';
import { type Box, nearest } from '../src/lib/nearest';
import { isSeed, MAX_SEED, randomSeed } from '../src/lib/seed';
import { type Condition, holds } from '../src/lib/shown-if';
import { actOf } from '../src/lib/viewer-keys';
import cases from './shown-if.json' with { type: 'json' };

test.each(cases)('$json with $values is shown: $shown', ({ json, values, shown }) => {
  const texts: Record<string, string | undefined> = values;
  expect(holds(JSON.parse(json) as Condition, (property) => texts[property] ?? '')).toBe(shown);
});

test('a drawn seed uses all 32 bits', () => {
  expect(randomSeed((into) => into.fill(0))).toBe('0');
  expect(randomSeed((into) => into.fill(MAX_SEED))).toBe('4294967295');
});

test('drawn seeds differ', () => {
  expect(new Set(Array.from({ length: 20 }, () => randomSeed())).size).toBeGreaterThan(15);
});

test.each([
  ['0', true],
  ['4294967295', true],
  ['4294967296', false],
  ['', false],
  ['-1', false],
  ['1.5', false],
  ['1e3', false],
])('%j is a seed: %j', (text, expected) => {
  expect(isSeed(text)).toBe(expected);
});

/** Two columns: a tall box left, two short ones right. */
const boxes: Box[] = [
  { left: 0, top: 0, width: 100, height: 200 },
  { left: 110, top: 0, width: 100, height: 90 },
  { left: 110, top: 100, width: 100, height: 90 },
  { left: 0, top: 210, width: 100, height: 90 },
];
test.each([
  [0, 'ArrowRight', 2],
  [0, 'ArrowDown', 3],
  [1, 'ArrowDown', 2],
  [2, 'ArrowLeft', 0],
  [2, 'ArrowUp', 1],
  [0, 'ArrowLeft', -1],
  [1, 'ArrowRight', -1],
] as const)('from box %i, %s leads to %i', (from, direction, to) => {
  expect(nearest(boxes, boxes[from] as Box, direction)).toBe(to);
});

test('arrows pan a picture that is larger than the stage, and else belong to the neighbours', () => {
  expect([actOf('ArrowLeft', true), actOf('ArrowLeft', false)]).toEqual(['left', undefined]);
  expect(['+', '=', '-', '0', 'i', 'z'].map((key) => actOf(key, false))).toEqual([
    'in',
    'in',
    'out',
    'fit',
    'panel',
    undefined,
  ]);
});
