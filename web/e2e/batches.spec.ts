/** A batch from the form to its pictures. */
import { expectAccessible, expectNoSidewaysScroll } from './support/checks.ts';
import { expect, test } from './support/test.ts';

test.use({ reducedMotion: 'reduce' });

test('a batch is asked for, watched and changed', async ({ signedIn: page, complaints }, { project }) => {
  const screen = (name: string) => ({ path: `test-results/screens/${project.name}/${name}.png`, fullPage: true });
  await page.goto('/batches/new');
  await page.getByRole('radio', { name: 'A template' }).check();
  await page.getByLabel('Template', { exact: true }).fill('a {{ color }} fox');
  await page.getByLabel('Lists', { exact: true }).fill('color: red, white');
  await page.getByLabel('With several seeds').fill('some');
  await page.getByRole('button', { name: 'Preview' }).last().click();

  // The wrong field is told, and what was typed is still there.
  await expect(page.locator('#axis_seeds-error')).toBeVisible();
  await expect(page.getByLabel('Lists', { exact: true })).toHaveValue('color: red, white');
  await page.screenshot(screen('new-batch-wrong'));
  await expectAccessible(page);
  // The browser writes a refused form to the console.
  expect(complaints.splice(0).every((text) => text.includes('422'))).toBe(true);
  await page.getByLabel('With several seeds').fill('1-2');
  await page.getByLabel('Name', { exact: true }).fill('Foxes of the form');
  await page.getByRole('button', { name: 'Preview' }).last().click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Preview of the batch');
  await expect(page.locator('.first-rows__row')).toHaveCount(4);
  await page.screenshot(screen('batch-preview'));
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Start the batch' }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Foxes of the form');
  // Without a reload: the stream brings it.
  await expect(page.locator('[id^="batch-summary-"]').getByText('4 / 4')).toBeVisible({ timeout: 60_000 });
  await page.reload();
  await expect(page.locator('.rows__row')).toHaveCount(4);
  await page.locator('.axis__value', { hasText: 'red' }).click();
  await expect(page.locator('.rows__row')).toHaveCount(2);
  await page.screenshot(screen('batch'));
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);

  await page.locator('.rows__row').first().getByRole('link', { name: 'Details' }).click();
  await expect(page.locator('.timeline__item')).not.toHaveCount(0);
  await page.screenshot(screen('job'));
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);

  await page.goto('/batches');
  await page.getByRole('link', { name: 'Foxes of the form' }).first().click();
  await page.getByRole('link', { name: 'Change and run again' }).click();
  await expect(page.getByLabel('Lists', { exact: true })).toHaveValue('color: red, white');
});
