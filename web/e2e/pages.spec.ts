/** Every page in every theme: accessible, not wider than the window, silent in the console; with a screenshot. */
import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/checks.ts';
import { uploadVersion } from './support/plugins.ts';
import { expect, finished, startJob, test } from './support/test.ts';

const THEMES = ['light', 'dark', 'hc-light', 'hc-dark'];
const folderOf = (project: string) => `test-results/screens/${project}`;

async function look(page: Page, name: string, path: string, folder: string): Promise<void> {
  for (const theme of THEMES) {
    await page.context().addCookies([{ name: 'theme', value: theme, url: new URL('/', page.url()).href }]);
    await page.goto(path);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: `${folder}/${name}-${theme}.png` });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  }
}

test.use({ reducedMotion: 'reduce' });

for (const [name, path] of [
  ['landing', '/'],
  ['login', '/login'],
  ['register', '/register'],
  ['models', '/models'],
  ['forgot-password', '/forgot-password'],
  ['reset-password', '/reset-password?token=x'],
  ['verify-email', '/verify-email?token=x'],
  ['outbox', '/dev/outbox'],
] as const) {
  test(`${name} is fit for everyone`, async ({ page }, { project }) => {
    await page.goto(path);
    await look(page, name, path, folderOf(project.name));
  });
}

for (const [name, path] of [
  ['generate', '/generate'],
  ['models-signed-in', '/models'],
  ['credits', '/credits'],
  ['gallery', '/gallery'],
  ['trash', '/trash'],
  ['queue', '/queue'],
  ['batches', '/batches'],
  ['new-batch', '/batches/new'],
  ['schedules', '/schedules'],
  ['new-schedule', '/schedules/new'],
  ['projects', '/projects'],
  ['new-project', '/projects/new'],
  ['collections', '/collections'],
  ['new-collection', '/collections/new'],
  ['prompts', '/prompts'],
  ['public-prompts', '/prompts?tab=public'],
  ['new-prompt', '/prompts/new'],
  ['recipes', '/recipes'],
  ['new-recipe', '/recipes/new'],
  ['api-keys', '/settings/api-keys'],
  ['settings-account', '/settings/account'],
  ['settings-security', '/settings/security'],
  ['settings-two-factor', '/settings/security/two-factor'],
  ['settings-preferences', '/settings/preferences'],
] as const) {
  test(`${name} is fit for everyone`, async ({ signedIn: page, studioUrl }, { project }) => {
    await finished(page.request, await startJob(page.request, studioUrl, `A picture for the page ${name}`, 2));
    await page.goto(path);
    await look(page, name, path, folderOf(project.name));
  });
}

test('the page of one picture and the rooms to repaint it are fit for everyone', async ({ signedIn: page, studioUrl }, {
  project,
}) => {
  await finished(page.request, await startJob(page.request, studioUrl, 'A picture with a page of its own', 1));
  await page.goto('/gallery');
  const path = (await page.locator('.tile__link').first().getAttribute('href')) ?? '';
  await look(page, 'image', path, folderOf(project.name));
  await look(page, 'inpaint', `${path}/inpaint`, folderOf(project.name));
  await look(page, 'outpaint', `${path}/outpaint`, folderOf(project.name));
});

test('the pages of plugins are fit for everyone', async ({ asAdministrator: page, studioUrl }, { project }) => {
  const { digest } = await uploadVersion(page.request, studioUrl, 'rembg', project.name);
  await page.goto('/admin/plugins');
  await look(page, 'plugins', '/admin/plugins', folderOf(project.name));
  await look(page, 'plugin', '/admin/plugins/rembg', folderOf(project.name));
  await look(page, 'audit', '/admin/audit', folderOf(project.name));
  await look(page, 'plugin-version', `/admin/plugins/rembg/versions/${digest}`, folderOf(project.name));
});

test('an unknown address says so', async ({ page, complaints }, { project }) => {
  await page.goto('/');
  await look(page, 'not-found', '/nowhere', folderOf(project.name));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not found');
  expect(complaints.splice(0).every((text) => text.includes('404'))).toBe(true);
});
