import { expect, test } from 'vitest';
import { moved, WHOLE, within, zoomed } from '../src/lib/pan-zoom';

test('the whole picture cannot be moved, a larger one up to its edges', () => {
  expect(moved(WHOLE, 30, -30)).toEqual(WHOLE);
  expect(moved({ zoom: 2, x: 0, y: 0 }, 30, -80)).toEqual({ zoom: 2, x: 30, y: -50 });
  expect(within({ zoom: 20, x: 0, y: 0 }).zoom).toBe(8);
  expect(zoomed({ zoom: 2, x: 50, y: 50 }, 0.1)).toEqual(WHOLE);
});

test('what is under the finger stays there', () => {
  const point = { x: 20, y: -10 };
  const before = { zoom: 2, x: 5, y: 5 };
  const after = zoomed(before, 1.5, point.x, point.y);
  const under = (view: typeof before) => [(point.x - view.x) / view.zoom, (point.y - view.y) / view.zoom];
  expect(under(after)[0]).toBeCloseTo(under(before)[0] ?? 0);
  expect(under(after)[1]).toBeCloseTo(under(before)[1] ?? 0);
});
