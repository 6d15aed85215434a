import { expect, newAccount, test } from './support/test.ts';

test.use({ javaScriptEnabled: false });

test('everything works without scripts', async ({ page }) => {
  const account = newAccount();
  await page.goto('/register');
  await page.getByLabel('Name').fill(account.name);
  await page.getByLabel('E-mail address').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page).toHaveURL('/generate');

  await page.locator('#model-picker summary').click();
  await page.locator('.picker__item', { hasText: 'schnell' }).click();
  await expect(page).toHaveURL(/model=/);
  await page.getByLabel('Prompt', { exact: true }).fill('Drawn without scripts');
  await page.getByRole('button', { name: /^Generate/ }).click();
  await expect(page).toHaveURL('/generate');
  await expect(page.locator('job-card').first()).toContainText('Drawn without scripts');

  await expect(async () => {
    await page.goto('/gallery');
    await expect(page.locator('.tile')).toHaveCount(4, { timeout: 1000 });
  }).toPass({ timeout: 60_000 });
  await page.getByRole('button', { name: 'List' }).click();
  await expect(page.locator('.listing__row')).toHaveCount(4);
  await page.getByLabel('Go to date').fill('2020-01-31');
  await page.getByRole('button', { name: 'Go', exact: true }).click();
  await page.getByRole('link', { name: 'Today' }).click();
  await expect(page.locator('.listing__row')).toHaveCount(4);
  await page.getByRole('button', { name: 'Grid' }).click();
  await page.locator('.tile__link').first().click();
  await expect(page).toHaveURL(/\/images\//);
  await expect(page.getByText('Drawn without scripts').first()).toBeVisible();

  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('button', { name: 'Dark', exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('button', { name: 'Log out' }).click();
  await expect(page).toHaveURL('/');
});
