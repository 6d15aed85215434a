import { expect, finished, newAccount, startJob, test } from './support/test.ts';

/** One page of the gallery and a part of the next. */
const JOBS = 13;

test('scrolling loads more, the viewer has addresses, back leads to the same place', async ({ page, studioUrl }) => {
  test.setTimeout(240_000);
  await page.request.post('/api/auth/register', { data: newAccount(), headers: { origin: studioUrl } });
  const ids = await Promise.all(
    Array.from({ length: JOBS }, (_, number) => startJob(page.request, studioUrl, `Tile ${number}`)),
  );
  for (const id of ids) await finished(page.request, id);

  await page.goto('/gallery');
  await expect(page.locator('.tile')).toHaveCount(48);
  await page.locator('.more').scrollIntoViewIfNeeded();
  await expect(page.locator('.tile')).toHaveCount(JOBS * 4);
  await expect(page.locator('.more')).toHaveCount(0);

  const tile = page.locator('.tile__link').nth(50);
  await tile.scrollIntoViewIfNeeded();
  const [href, scroll] = [await tile.getAttribute('href'), await page.evaluate(() => window.scrollY)];
  await tile.click();
  const viewer = page.getByRole('dialog', { name: 'Image viewer' });
  await expect(viewer).toBeVisible();
  await expect(page).toHaveURL(href ?? '');
  await expect(viewer.getByRole('link', { name: 'Download' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL((await page.locator('.tile__link').nth(51).getAttribute('href')) ?? '');
  await page.keyboard.press('Escape');
  await expect(viewer).toHaveCount(0);
  await expect(page).toHaveURL('/gallery');
  await expect(page.locator('.tile__link').nth(51)).toBeFocused();

  await page.goto(href ?? '');
  await expect(page.getByRole('link', { name: 'Use again' })).toBeVisible();
  await page.goBack();
  await expect(page.locator('.tile')).toHaveCount(JOBS * 4);
  await expect.poll(() => page.evaluate((y) => Math.abs(window.scrollY - y), scroll)).toBeLessThan(400);
});
