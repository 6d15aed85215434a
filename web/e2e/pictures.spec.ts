/** Pictures that a request starts from or is guided by: chosen, searched, brought and taken away again. */
import { expectAccessible, expectNoSidewaysScroll } from './support/checks.ts';
import { expect, finished, startJob, test } from './support/test.ts';

/** Chromium reports each answer of 400 and above as an error of the page; a refused file is one. */
test.beforeEach(({ page, complaints }) => {
  page.on('console', () => {
    const expected = complaints.findIndex((text) => /status of 422/.test(text));
    if (expected >= 0) complaints.splice(expected, 1);
  });
});

/** A PNG of 64 by 64 pixels, half red and half blue. */
const FILE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAAVUlEQVR42u3PMQ0AMAgAMJRwI2L+gwjEIGEXX5MaaEzVqXx9KgQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEfhaSuXEPcrXcXgAAAABJRU5ErkJggg==',
  'base64',
);

test('a composition is chosen, searched for and taken along', async ({ signedIn: page, studioUrl }) => {
  await finished(page.request, await startJob(page.request, studioUrl, 'A windmill that guides', 1));
  await page.goto('/generate?model=fal-ai/flux-general');
  const slot = page.locator('#slot-control');
  await slot.locator('summary').click();
  await slot.getByRole('searchbox', { name: 'Search your images' }).fill('windmill guides');
  await expect(slot.locator('.choose__item')).toHaveCount(1);
  await slot.locator('.choose__item').click();
  await expect(slot.locator('[data-chosen]')).toHaveText('A windmill that guides');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await page.getByLabel('Prompt', { exact: true }).fill('A windmill in winter');
  await page.locator('label', { has: page.locator('[name="num_images"][value="1"]') }).click();
  await expect(page.locator('#generate-button')).toContainText('Generate 1');
  const asked = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/generate'));
  await page.locator('#generate-button').click();
  expect((await asked).postData()).toMatch(/control_image_id=[\da-f-]{36}/);
  const job = page.locator('#results job-card').first();
  await expect(job).toContainText('A windmill in winter');
  await expect(job).toHaveAttribute('data-status', 'completed', { timeout: 60_000 });
});

test('a file that is brought is what the images start from', async ({ signedIn: page }) => {
  await page.goto('/generate');
  await page.getByLabel('Prompt', { exact: true }).fill('Kept while an image comes');
  const slot = page.locator('#slot-source');
  await slot.locator('summary').click();
  await slot.locator('[data-file]').setInputFiles({ name: 'My sketch.png', mimeType: 'image/png', buffer: FILE });
  await expect(slot.locator('[data-chosen]')).toHaveText('My sketch');
  await expect(page.locator('[name="model_id"]')).toHaveValue('fal-ai/flux/dev/image-to-image');
  await expect(page.locator('#p-strength')).toBeVisible();
  await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue('Kept while an image comes');

  // A choice closes the list.
  await slot.locator('summary').click();
  await slot.getByLabel('No image').click();
  await expect(page.locator('[name="model_id"]')).toHaveValue('fal-ai/flux/dev');
  await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue('Kept while an image comes');

  // What is no picture is told where it was brought.
  await slot.locator('[data-file]').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no') });
  await expect(slot.locator('[data-state]')).toContainText('the file cannot be used');
});
