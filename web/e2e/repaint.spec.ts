/** Repainting pictures: a part under a painted mask, and what lies beyond the edges. */
import type { Locator, Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/checks.ts';
import { expect, finished, startJob, test } from './support/test.ts';

/** Chromium reports each answer of 400 and above as an error of the page; a refused form is one. */
test.beforeEach(({ page, complaints }) => {
  page.on('console', () => {
    const expected = complaints.findIndex((text) => /status of 422/.test(text));
    if (expected >= 0) complaints.splice(expected, 1);
  });
});

/** A new picture of 256 by 256 pixels; gives its id. */
async function picture(page: Page, origin: string, prompt: string): Promise<string> {
  const job = await startJob(page.request, origin, prompt, 1);
  await finished(page.request, job);
  const status = await (await page.request.get(`/api/generate/queue/${job}/status`)).json();
  return status.images[0].id;
}

/** The id of the picture that a card shows when its job is done. */
async function made(card: Locator): Promise<string> {
  await expect(card).toHaveAttribute('data-status', 'completed', { timeout: 60_000 });
  return ((await card.locator('.tile__link').getAttribute('href')) ?? '').split('/').at(-1) ?? '';
}

/** How far two pictures differ at most (0 to 255), in a rectangle and outside; `at` is where the first one lies. */
async function difference(page: Page, ids: [string, string], box: number[], at: [number, number] = [0, 0]) {
  return page.evaluate(
    async ([ids, box, [dx, dy]]) => {
      const [left = 0, top = 0, width = 0, height = 0] = box;
      const read = async (id: string) => {
        const bitmap = await createImageBitmap(await (await fetch(`/api/images/download/${id}`)).blob());
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
        context?.drawImage(bitmap, 0, 0);
        return context?.getImageData(0, 0, bitmap.width, bitmap.height) as ImageData;
      };
      const [before, after] = [await read(ids[0] ?? ''), await read(ids[1] ?? '')];
      let [inside, outside] = [0, 0];
      for (let y = 0; y < before.height; y += 1) {
        for (let x = 0; x < before.width; x += 1) {
          const [a, b] = [4 * (y * before.width + x), 4 * ((y + dy) * after.width + x + dx)];
          const steps = [0, 1, 2].map((c) => Math.abs((before.data[a + c] ?? 0) - (after.data[b + c] ?? 0)));
          const apart = Math.max(...steps);
          const isInside = x >= left && x < left + width && y >= top && y < top + height;
          if (isInside) inside = Math.max(inside, apart);
          else outside = Math.max(outside, apart);
        }
      }
      return { size: [after.width, after.height], inside, outside };
    },
    [ids, box, at] as const,
  );
}

/** Files are JPEG where the model has no other, and are decoded by another program here than there. */
const SAME = 12;

test('only what is painted over changes', async ({ signedIn: page, studioUrl }) => {
  const id = await picture(page, studioUrl, 'A harbour to be repainted');
  await page.goto(`/images/${id}`);
  await page.getByRole('link', { name: 'Change a part' }).click();
  await expect(page.locator('mask-painter [data-step="undo"]')).toBeDisabled();

  await page.getByLabel('Prompt', { exact: true }).fill('A red boat');
  await page.locator('#generate-button').click();
  await expect(page.getByRole('alert')).toContainText('Nothing is marked');

  // Two strokes; the second one is taken back.
  await page.locator('[data-size]').fill('40');
  const canvas = page.locator('.painter__mask');
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  if (!box) throw new Error('the canvas has no place');
  const at = (x: number, y: number): [number, number] => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at(0.3, 0.3));
  await page.mouse.down();
  await page.mouse.move(...at(0.5, 0.3), { steps: 4 });
  await page.mouse.up();
  await expect(page.locator('[data-state]')).toContainText('% of the image is marked');
  const marked = await page.locator('[data-state]').textContent();
  await page.mouse.move(...at(0.8, 0.8));
  await page.mouse.down();
  await page.mouse.up();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('[data-state]')).toHaveText(marked ?? '');

  // A refused form keeps what was painted and typed.
  const seed = page.getByLabel('Seed', { exact: true });
  await seed.evaluate((input: HTMLInputElement) => {
    (input.form as HTMLFormElement).noValidate = true;
    input.value = 'no seed';
  });
  await page.locator('#generate-button').click();
  await expect(page.locator('#seed-error')).toBeVisible();
  await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue('A red boat');
  await seed.fill('7');
  await page.locator('label', { hasText: 'PNG' }).first().click();
  await expect(page.locator('#generate-button')).toBeEnabled();
  await page.locator('#generate-button').click();
  const card = page.locator('#results job-card').first();
  const child = await made(card);

  const found = await difference(page, [id, child], [0.2 * 256, 0.2 * 256, 0.4 * 256, 0.2 * 256]);
  expect(found.size).toEqual([256, 256]);
  expect(found.inside).toBeGreaterThan(40);
  expect(found.outside).toBeLessThan(SAME);
  const parent = await (await page.request.get(`/api/images/${child}`)).json();
  expect(parent.parent_image_id).toBe(id);
});

test('the keyboard paints as well, and a rectangle needs no painting', async ({ signedIn: page, studioUrl }) => {
  const id = await picture(page, studioUrl, 'A harbour for the keyboard');
  await page.goto(`/images/${id}/inpaint`);
  const stage = page.getByRole('application', { name: 'Canvas for the mask' });
  await stage.focus();
  await stage.press('Space');
  await expect(page.locator('[data-state]')).toHaveText('Brush is down.');
  for (let step = 0; step < 4; step += 1) await stage.press('ArrowRight');
  await stage.press('Space');
  await expect(page.locator('[data-state]')).toContainText('% of the image is marked');
  await stage.press('Control+z');
  await expect(page.locator('[data-state]')).toHaveText('Nothing is marked yet.');
  const size = page.locator('[data-size]');
  const before = Number(await size.inputValue());
  await stage.press(']');
  expect(Number(await size.inputValue())).toBeGreaterThan(before);

  await page.locator('#mask-otherwise summary').click();
  for (const [name, value] of [
    ['From the left', '128'],
    ['From the top', '0'],
    ['Width', '128'],
    ['Height', '256'],
  ] as const) {
    await page.getByLabel(name, { exact: true }).fill(value);
  }
  await page.getByRole('button', { name: 'Mark the rectangle' }).click();
  await expect(page.locator('[data-state]')).toHaveText('50 % of the image is marked.');
  await page.getByRole('button', { name: 'Invert the mask' }).click();
  await expect(page.locator('[data-state]')).toHaveText('50 % of the image is marked.');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test('a picture grows to a shape and stays what it is', async ({ signedIn: page, studioUrl }) => {
  const id = await picture(page, studioUrl, 'A harbour to be extended');
  await page.goto(`/images/${id}`);
  await page.getByRole('link', { name: 'Extend' }).click();
  await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue('A harbour to be extended');
  await expect(page.locator('.canvas__text')).toHaveText('256 × 256 px become 384 × 256 px.');
  await page.getByLabel('Top', { exact: true }).fill('64');
  await expect(page.locator('.canvas__text')).toHaveText('256 × 256 px become 384 × 320 px.');
  await page.locator('label', { has: page.locator('[name="aspect_ratio"][value="3:2"]') }).click();
  await expect(page.locator('.canvas__text')).toHaveText('256 × 256 px become 384 × 256 px.');
  await expect(page.getByLabel('Top', { exact: true })).toBeHidden();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.locator('label', { hasText: 'PNG' }).first().click();
  await page.locator('#generate-button').click();
  const child = await made(page.locator('#results job-card').first());
  const found = await difference(page, [id, child], [0, 0, 0, 0], [64, 0]);
  expect(found).toMatchObject({ size: [384, 256] });
  expect(found.outside).toBeLessThan(SAME);
});
