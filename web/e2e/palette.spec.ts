/** The command palette, the keys of pages, and comparing pictures, each by keyboard alone. */
import { expectAccessible } from './support/checks.ts';
import { expect, test } from './support/test.ts';

test.use({ reducedMotion: 'reduce' });

test('the palette goes, does, finds and remembers; keys go and are listed', async ({ signedIn: page, pictures }) => {
  expect(pictures).not.toBe('');
  await page.goto('/queue');
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Search and commands' });
  const field = palette.getByRole('combobox');
  await expect(field).toBeFocused();
  await expect(palette.getByRole('option', { name: 'New generation' })).toBeVisible();
  await expectAccessible(page);

  await field.fill('dark');
  await expect(palette.getByRole('option').first()).toHaveText('Theme: Dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(palette).toBeHidden();

  await page.keyboard.press('Control+k');
  await expect(palette.getByRole('group', { name: 'Recent' }).getByRole('option')).toHaveText(['Theme: Dark']);
  await field.fill('pages that show some');
  const found = palette.getByRole('group', { name: 'Images' }).getByRole('option');
  await expect(found.first()).toContainText('A picture for pages');
  await expectAccessible(page);
  await page.keyboard.press('ArrowDown');
  await expect(found.nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/images\//);

  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet.getByText('Go to the queue')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await expect(page).toHaveURL('/prompts');
  await page.keyboard.press('n');
  await expect(page).toHaveURL('/generate');
  await page.getByLabel('Prompt', { exact: true }).fill('');
  await page.keyboard.type('g q');
  await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue('g q');
  await expect(page).toHaveURL('/generate');
});

test('chosen pictures are compared', async ({ signedIn: page, pictures }) => {
  expect(pictures).not.toBe('');
  await page.goto('/gallery?select=1');
  for (const index of [0, 1]) await page.locator('.tile__select input').nth(index).check();
  await page.getByRole('button', { name: 'Compare' }).click();
  await expect(page).toHaveURL(/\/compare\?ids=/);
  const view = page.locator('compare-view');
  const over = view.locator('[data-pane="B"] .versus__frame');
  const choose = (mode: string) => page.locator('.versus__mode', { hasText: mode }).click();
  await choose('Slider');
  await page.getByLabel('Position').fill('25');
  await expect(over).toHaveCSS('clip-path', 'inset(0px 0px 0px 25%)');
  await choose('Difference');
  await expect(view.locator('[data-place="over"]')).toHaveCSS('mix-blend-mode', 'difference');
  await expectAccessible(page);
  await choose('Side by side');
  await page.getByRole('group', { name: 'Images to compare' }).focus();
  await page.keyboard.press('+');
  await page.keyboard.press('ArrowLeft');
  const moves = await view.locator('img').evaluateAll((all) => all.map((image) => getComputedStyle(image).transform));
  expect(new Set(moves).size).toBe(1);
  expect(moves[0]).toContain('1.5');
});
