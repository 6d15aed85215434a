import { expect, test } from './support/test.ts';

test('the first stop of Tab leads past the navigation', async ({ signedIn: page }) => {
  await page.goto('/generate');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
});

test('pictures can be generated with the keyboard alone', async ({ signedIn: page }) => {
  await page.goto('/generate');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Prompt', { exact: true })).toBeFocused();
  await page.keyboard.type('Typed on a keyboard');
  const numbers = page.locator('[name="num_images"]');
  for (
    let stops = 0;
    stops < 12 && !(await numbers.nth(3).evaluate((radio) => radio === document.activeElement));
    stops += 1
  ) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('ArrowLeft');
  await expect(numbers.nth(2)).toBeChecked();
  await expect(page.locator('#generate-button')).toContainText('Generate 3');
  await page.getByLabel('Prompt', { exact: true }).focus();
  await page.keyboard.press('Control+Enter');
  const job = page.locator('#results job-card').first();
  await expect(job).toContainText('Typed on a keyboard');
  await expect(job).toHaveAttribute('data-status', 'completed', { timeout: 60_000 });
  await expect(job.locator('.tile')).toHaveCount(3);
});

test('menus open, close and give the focus back', async ({ signedIn: page }) => {
  await page.goto('/queue');
  const button = page.getByRole('button', { name: 'Theme' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#theme-menu')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('#theme-menu')).toBeHidden();
  await expect(button).toBeFocused();
});
