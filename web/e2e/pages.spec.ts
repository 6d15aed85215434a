/** Every page in every theme: accessible, not wider than the window, silent in the console; with a screenshot. */
import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/checks.ts';
import { uploadVersion } from './support/plugins.ts';
import { expect, test } from './support/test.ts';

const THEMES = ['light', 'dark', 'hc-light', 'hc-dark'] as const;
/** On a phone the colours are those of the desktop: one light and one dark theme show what is laid out differently. */
const THEMES_OF: Record<string, readonly string[]> = { desktop: THEMES, mobile: ['light', 'dark'] };

/** Looks at the page at `path` in every theme. The document is loaded once: a theme is an attribute of its root. */
async function look(page: Page, name: string, path: string, project: string): Promise<void> {
  await page.goto(path);
  await page.evaluate(() => document.fonts.ready);
  await expectNoSidewaysScroll(page);
  for (const [index, theme] of (THEMES_OF[project] ?? THEMES).entries()) {
    await page.evaluate((value) => document.documentElement.setAttribute('data-theme', value), theme);
    await page.screenshot({ path: `test-results/screens/${project}/${name}-${theme}.png` });
    await expectAccessible(page, index === 0 ? 'everything' : 'colours');
  }
}

test.describe.configure({ mode: 'parallel' });
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
  ['design', '/design'],
] as const) {
  test(`${name} is fit for everyone`, async ({ page }, { project }) => {
    await look(page, name, path, project.name);
  });
}

for (const [name, path] of [
  ['generate', '/generate'],
  ['models-signed-in', '/models'],
  ['credits', '/credits'],
  ['gallery', '/gallery'],
  ['gallery-masonry', '/gallery?view=masonry'],
  ['gallery-list', '/gallery?view=list'],
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
  ['own-presets', '/presets'],
  ['recipes', '/recipes'],
  ['new-recipe', '/recipes/new'],
  ['api-keys', '/settings/api-keys'],
  ['webhooks', '/settings/webhooks'],
  ['settings-account', '/settings/account'],
  ['settings-security', '/settings/security'],
  ['settings-two-factor', '/settings/security/two-factor'],
  ['settings-preferences', '/settings/preferences'],
  ['settings-keyboard', '/settings/keyboard'],
  ['search', '/search?q=picture'],
  ['settings-privacy', '/settings/privacy'],
  ['settings-danger', '/settings/danger'],
] as const) {
  test(`${name} is fit for everyone`, async ({ signedIn: page, pictures }, { project }) => {
    expect(pictures).not.toBe('');
    await look(page, name, path, project.name);
  });
}

test('the page of one picture and the rooms to repaint it are fit for everyone', async ({ signedIn: page, pictures }, {
  project,
}) => {
  expect(pictures).not.toBe('');
  await page.goto('/gallery');
  const path = (await page.locator('.tile__link').first().getAttribute('href')) ?? '';
  await look(page, 'image', path, project.name);
  await look(page, 'inpaint', `${path}/inpaint`, project.name);
  await look(page, 'outpaint', `${path}/outpaint`, project.name);
  const other = (await page.goto('/gallery')) && (await page.locator('.tile__link').nth(1).getAttribute('href'));
  const ids = [path, other ?? ''].map((href) => href.split('/').pop()).join(',');
  await look(page, 'compare', `/compare?ids=${ids}`, project.name);
});

test('the pages of plugins are fit for everyone', async ({ asAdministrator: page, studioUrl }, { project }) => {
  const { digest } = await uploadVersion(page.request, studioUrl, 'rembg', project.name);
  await look(page, 'plugins', '/admin/plugins', project.name);
  await look(page, 'plugin', '/admin/plugins/rembg', project.name);
  await look(page, 'audit', '/admin/audit', project.name);
  await look(page, 'plugin-version', `/admin/plugins/rembg/versions/${digest}`, project.name);
});

test('an unknown address says so', async ({ page, complaints }, { project }) => {
  await look(page, 'not-found', '/nowhere', project.name);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not found');
  expect(complaints.splice(0).every((text) => text.includes('404'))).toBe(true);
});

test('the theme that was chosen is on the page from the start', async ({ page, studioUrl }) => {
  for (const theme of THEMES) {
    await page.context().addCookies([{ name: 'theme', value: theme, url: studioUrl }]);
    const answer = await page.request.get('/');
    expect(await answer.text()).toContain(`data-theme="${theme}"`);
  }
});
