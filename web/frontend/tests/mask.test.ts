import { expect, test } from 'vitest';
import { actionOf } from '../src/lib/mask-keys';
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

test('keys act on the mask, and the browser keeps its own', () => {
  const press = (key: string, ...held: string[]) =>
    actionOf({
      key,
      ctrlKey: held.includes('ctrl'),
      metaKey: held.includes('meta'),
      shiftKey: held.includes('shift'),
    });
  expect(press('z', 'ctrl')).toEqual({ kind: 'step', name: 'undo' });
  expect(press('Z', 'meta', 'shift')).toEqual({ kind: 'step', name: 'redo' });
  expect(press('ArrowUp', 'shift')).toEqual({ kind: 'travel', x: 0, y: -1, isFine: true });
  expect(press(']')).toEqual({ kind: 'resize', factor: 1.25 });
  for (const own of ['r', '+', 'ArrowLeft']) expect(press(own, 'ctrl')).toBeUndefined();
  expect(press('Tab')).toBeUndefined();
});
