/** A key is made, copied, used by a program and revoked. */
import { expectAccessible, expectNoSidewaysScroll } from './support/checks.ts';
import { expect, test } from './support/test.ts';

test.use({ reducedMotion: 'reduce', permissions: ['clipboard-read', 'clipboard-write'] });

test('a key is shown once, lets a program in and is revoked', async ({ signedIn: page, studioUrl, playwright }, {
  project,
}) => {
  const name = `Printer ${project.name} ${Date.now()}`;
  await page.goto('/settings/api-keys');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Generate').check();
  await page.getByLabel('How long it lasts').selectOption('30');
  await page.getByRole('button', { name: 'Make the key' }).click();

  const shown = page.locator('#made-key');
  await expect(shown).toHaveText(/^aistudio_[0-9a-f]{48}$/);
  await page.getByRole('button', { name: 'Copy the key' }).click();
  const key = await page.evaluate(() => navigator.clipboard.readText());
  expect(key).toBe(await shown.textContent());
  await page.screenshot({ path: `test-results/screens/${project.name}/api-key-made.png`, fullPage: true });
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);

  const program = await playwright.request.newContext({
    baseURL: studioUrl,
    extraHTTPHeaders: { authorization: `Bearer ${key}` },
  });
  expect((await program.get('/api/images')).status()).toBe(200);
  expect((await program.post('/api/projects', { data: { name: 'Owls' } })).status()).toBe(403);

  await page.goto('/settings/api-keys');
  await expect(shown).toHaveCount(0);
  const line = page.locator('.key', { hasText: name });
  await expect(line).toContainText('last used');
  await line.getByText('Revoke', { exact: true }).click();
  await line.getByRole('button', { name: 'Revoke it' }).click();
  await expect(page.locator('.key', { hasText: name })).toHaveCount(0);
  expect((await program.get('/api/images')).status()).toBe(401);
  await program.dispose();
});
