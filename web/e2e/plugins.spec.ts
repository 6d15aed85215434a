/** An administrator takes in a version, tries it, puts it on offer and goes back. */
import { versionOf } from './support/plugins.ts';
import { expect, test } from './support/test.ts';

test('a version is uploaded, promoted and rolled back', async ({ asAdministrator: page }, { project }) => {
  // The sizes run side by side, and a plugin has one version on offer.
  const plugin = project.name === 'desktop' ? 'upscale' : 'nano-banana';
  await page.goto('/admin/plugins');
  await page.getByLabel('Component').setInputFiles({
    name: `${plugin}.wasm`,
    mimeType: 'application/wasm',
    buffer: versionOf(plugin, `journey ${project.name} ${Date.now()}`),
  });
  await page.getByRole('button', { name: 'Upload a plugin' }).click();
  await expect(page).toHaveURL(new RegExp(`/admin/plugins/${plugin}/versions/[0-9a-f]{64}$`));
  await expect(page.getByText('Nothing differs that users would notice.')).toBeVisible();

  await page.getByRole('button', { name: 'Try it' }).click();
  await expect(page.getByText('0 the same, 0 different, 0 with an error')).toBeVisible();

  await page.getByRole('button', { name: 'Put on offer' }).click();
  await expect(page).toHaveURL(`/admin/plugins/${plugin}`);
  await page.getByRole('button', { name: 'Roll back' }).click();
  await expect(page.getByRole('button', { name: 'Roll back' })).toHaveCount(0);
});

test('what is no plugin is refused with the reason', async ({ asAdministrator: page, complaints }) => {
  await page.goto('/admin/plugins');
  await page.getByLabel('Component').setInputFiles({
    name: 'notes.wasm',
    mimeType: 'application/wasm',
    buffer: Buffer.from('these are notes'),
  });
  await page.getByRole('button', { name: 'Upload a plugin' }).click();
  await expect(page.getByText('does not start with the WebAssembly header')).toBeVisible();
  expect(complaints.splice(0).every((text) => text.includes('422'))).toBe(true);
});

test('only administrators see the pages of plugins', async ({ signedIn: page, complaints }) => {
  await page.goto('/admin/plugins');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not allowed');
  expect(complaints.splice(0).every((text) => text.includes('403'))).toBe(true);
});
