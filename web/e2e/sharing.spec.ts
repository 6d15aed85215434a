/** Sharing in the browser: a link is made, followed without an account, asked for a password, and revoked; comments and the bell. */
import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/checks.ts';
import { expect, finished, startJob, test } from './support/test.ts';

test.use({ reducedMotion: 'reduce' });

test('a picture is shared with somebody who has no account', async ({ signedIn: page, studioUrl, browser }, {
  project,
}) => {
  const folder = `test-results/screens/${project.name}`;
  const looksGood = async (shown: Page, name: string) => {
    for (const theme of ['light', 'dark', 'hc-light', 'hc-dark']) {
      await shown.context().addCookies([{ name: 'theme', value: theme, url: studioUrl }]);
      await shown.goto(shown.url());
      await shown.screenshot({ path: `${folder}/${name}-${theme}.png`, fullPage: true });
      await expectNoSidewaysScroll(shown);
      await expectAccessible(shown);
    }
  };
  const prompt = `A gate for ${project.name} ${Date.now()}`;
  await finished(page.request, await startJob(page.request, studioUrl, prompt, 1));
  await page.goto('/gallery');
  await page.goto((await page.locator('.tile__link').first().getAttribute('href')) ?? '');
  const pictureUrl = page.url();

  // What is said about it.
  await page.getByLabel('Add a comment').fill('The hinge is upside down, see https://example.org/hinge.');
  await page.getByRole('button', { name: 'Comment', exact: true }).click();
  await expect(page.getByRole('link', { name: 'https://example.org/hinge' })).toHaveAttribute('rel', /nofollow/);
  await expect(page.getByRole('heading', { name: '1 comment' })).toBeVisible();

  // A link with a password.
  await page.getByRole('link', { name: 'Share', exact: true }).click();
  await page.getByLabel('Password (optional)').fill('owls at dusk');
  await page.getByLabel('Show the prompts').check();
  await page.getByRole('button', { name: 'Make a link' }).click();
  const address = await page.getByLabel('Address of the link').inputValue();
  await expect(page.getByText('With a password', { exact: true })).toBeVisible();
  await looksGood(page, 'share');

  const context = await browser.newContext({ reducedMotion: 'reduce', viewport: page.viewportSize() });
  const visitor = await context.newPage();
  await visitor.goto(address);
  await expect(visitor.getByText(prompt)).toHaveCount(0);
  await looksGood(visitor, 'shared-locked');
  await visitor.getByRole('textbox', { name: 'Password' }).fill('owls at dawn');
  await visitor.getByRole('button', { name: 'Show it' }).click();
  await expect(visitor.getByText('That is not the password of this link.')).toBeVisible();
  await visitor.getByRole('textbox', { name: 'Password' }).fill('owls at dusk');
  await visitor.getByRole('button', { name: 'Show it' }).click();
  await expect(visitor.getByText(prompt)).toBeVisible();
  await expect
    .poll(() => visitor.locator('.picture__img').evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(0);
  await looksGood(visitor, 'shared-image');

  // Revoked.
  await page.goto('/shares');
  await looksGood(page, 'shares');
  await page.goto(`${pictureUrl}/share`);
  await expect(page.getByText('1 visitor')).toBeVisible();
  await page.getByRole('button', { name: 'Revoke' }).click();
  await visitor.goto(address);
  await expect(visitor.getByRole('heading', { level: 1 })).toHaveText('This link shows nothing');
  await looksGood(visitor, 'shared-gone');
  await context.close();

  await page.goto('/notifications');
  await looksGood(page, 'notifications');
});
