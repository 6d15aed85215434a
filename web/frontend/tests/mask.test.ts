import { expect, test } from 'vitest';
import { fromMask, type Step, Steps, toMask } from '../src/lib/mask-steps';

const clear: Step = { kind: 'clear' };
const invert: Step = { kind: 'invert' };

test('steps are taken back and done again until another one is added', () => {
  const steps = new Steps();
  steps.add(clear);
  steps.add(invert);
  steps.undo();
  expect(steps.done).toEqual([clear]);
  steps.redo();
  steps.redo();
  expect(steps.done).toEqual([clear, invert]);
  steps.undo();
  steps.add(clear);
  expect(steps.canRedo).toBe(false);
  steps.undo();
  steps.undo();
  steps.undo();
  expect(steps.done).toEqual([]);
});

test('what is at least half opaque is white, all else black, and nothing is transparent', () => {
  const pixels = new Uint8ClampedArray([139, 92, 246, 255, 139, 92, 246, 128, 139, 92, 246, 127, 0, 0, 0, 0]);
  expect(toMask(pixels)).toBe(2);
  expect([...pixels]).toEqual([255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255]);
});

test('a mask file is as opaque as it is light', () => {
  const pixels = new Uint8ClampedArray([255, 255, 255, 255, 0, 0, 0, 255, 255, 255, 255, 0]);
  fromMask(pixels);
  expect([pixels[3], pixels[7], pixels[11]]).toEqual([255, 0, 0]);
});
