import { readFile } from 'node:fs/promises';
import { expect, newAccount, test } from './support/test.ts';

test('register, generate, see, download', async ({ page }) => {
  const account = newAccount();
  await page.goto('/');
  await page.getByRole('link', { name: 'Start creating' }).click();
  await page.getByLabel('Name').fill(account.name);
  await page.getByLabel('E-mail address').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page).toHaveURL('/generate');

  let loads = 0;
  page.on('framenavigated', () => {
    loads += 1;
  });
  await page.getByLabel('Prompt', { exact: true }).fill('A lighthouse above a sea of clouds');
  await page.getByRole('button', { name: /^Generate 4/ }).click();
  const job = page.locator('#results job-card').first();
  await expect(job).toContainText('A lighthouse above a sea of clouds');
  await expect(job).toHaveAttribute('data-status', 'completed', { timeout: 60_000 });
  await expect(job.locator('.tile img')).toHaveCount(4);
  await expect(page.locator('#announcer')).toHaveText('4 images are ready.');
  expect(loads, 'the page was loaded again').toBe(0);
  for (const picture of await job.locator('.tile img').all()) {
    await picture.scrollIntoViewIfNeeded();
    await expect
      .poll(() => picture.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth))
      .toBeGreaterThan(0);
  }

  await page.goto('/gallery');
  await expect(page.locator('.tile')).toHaveCount(4);
  const href = await page.locator('.tile__link').first().getAttribute('href');
  await page.goto(href ?? '');
  await expect(page.getByText('A lighthouse above a sea of clouds').first()).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).click(),
  ]);
  const picture = await readFile(await download.path());
  expect(picture.length).toBeGreaterThan(1000);
  expect(['ffd8', '8950']).toContain(picture.subarray(0, 2).toString('hex'));
});

test('a job survives a reload of the page while it runs', async ({ signedIn: page }) => {
  await page.goto('/generate');
  await page.getByLabel('Prompt', { exact: true }).fill('A paper-cut landscape under two moons');
  await page.getByRole('button', { name: /^Generate/ }).click();
  const job = page.locator('#results job-card', { hasText: 'A paper-cut landscape under two moons' });
  const id = await job.first().getAttribute('id');
  await page.reload();
  await expect(page.locator(`#${id}`)).toHaveAttribute('data-status', 'completed', { timeout: 60_000 });
});

test('a picture can be used again with all its settings', async ({ signedIn: page }) => {
  await page.goto('/generate');
  await page.getByLabel('Prompt', { exact: true }).fill('Frost on a maple leaf');
  await page.getByLabel('Seed', { exact: true }).fill('4242');
  await page.getByRole('button', { name: /^Generate/ }).click();
  const job = page.locator('#results job-card', { hasText: 'Frost on a maple leaf' }).first();
  await expect(job).toHaveAttribute('data-status', 'completed', { timeout: 60_000 });
  await page.goto((await job.locator('.tile__link').first().getAttribute('href')) ?? '');
  await page.getByRole('link', { name: 'Use again' }).click();
  await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue('Frost on a maple leaf');
  await expect(page.getByLabel('Seed', { exact: true })).not.toHaveValue('');
});

test('signing out ends the session', async ({ page, studioUrl }) => {
  const account = newAccount();
  await page.request.post('/api/auth/register', { data: account, headers: { origin: studioUrl } });
  await page.goto('/gallery');
  await page.getByRole('button', { name: 'Account of Ada Lovelace' }).click();
  await page.getByRole('button', { name: 'Log out' }).click();
  await expect(page).toHaveURL('/');
  await page.goto('/gallery');
  await expect(page).toHaveURL(/\/login\?next=/);
});
