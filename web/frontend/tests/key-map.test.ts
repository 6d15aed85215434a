import { expect, test } from 'vitest';
import { KeySequence, keyMap } from '../src/lib/key-map';

const acts = [
  { id: 'queue', keys: 'g q' },
  { id: 'make', keys: 'n' },
  { id: 'help', keys: '?' },
];

/** What a row of keys sets off; a number is a pause in milliseconds. */
function type(changes: string, ...keys: (string | number)[]): string[] {
  const sequence = new KeySequence(keyMap(acts, changes));
  let now = 0;
  const done: string[] = [];
  for (const key of keys) {
    if (typeof key === 'number') now += key;
    else {
      now += 100;
      const act = sequence.press(key, now);
      if (act) done.push(act.id);
    }
  }
  return done;
}

test('keys are pressed one after the other, without a long pause', () => {
  expect(type('', 'g', 'q', 'n', '?')).toEqual(['queue', 'make', 'help']);
  expect(type('', 'g', 2000, 'q')).toEqual([]);
  expect(type('', 'g', 2000, 'n')).toEqual(['make']);
});

test('a second key that fits nothing does nothing, and is forgotten', () => {
  expect(type('', 'g', 'n', 'n')).toEqual(['make']);
  expect(type('', 'g', 'g', 'q')).toEqual([]);
});

test('keys are other ones, none, or all off', () => {
  expect(type('{"queue":"w","help":""}', 'g', 'q', 'w', '?')).toEqual(['queue']);
  expect(type('off', 'g', 'q', 'n', '?')).toEqual([]);
});
