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
  await expect(page.locator('.day')).toHaveText(['Today']);

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
  await expect(viewer.getByRole('link', { name: 'Download' })).toBeVisible();
  await page.keyboard.press('+');
  await expect(viewer.locator('.pswp--zoomed-in')).toHaveCount(1);
  await page.keyboard.press('0');
  await expect(viewer.locator('.pswp--zoomed-in')).toHaveCount(0);
  await page.keyboard.press('i');
  await expect(viewer.getByRole('link', { name: 'Download' })).toBeHidden();
  await page.keyboard.press('i');
  await expect(viewer.getByRole('link', { name: 'Download' })).toBeVisible();
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

test('pictures stand in columns or lines as well, and are looked at quickly', async ({ signedIn: page, pictures }) => {
  expect(pictures).not.toBe('');
  await page.goto('/gallery');
  const first = page.locator('.tile__link').first();
  await first.focus();
  await page.keyboard.press('Space');
  const look = page.getByRole('group', { name: 'Quick look' });
  await expect(look.getByRole('link', { name: 'Use again' })).toBeFocused();
  await expect(look.getByRole('link', { name: 'Share' })).toHaveAttribute(
    'href',
    `${await first.getAttribute('href')}/share`,
  );
  await page.keyboard.press('Escape');
  await expect(look).toHaveCount(0);
  await expect(first).toBeFocused();

  await page.getByRole('button', { name: 'Masonry' }).click();
  await expect(page).toHaveURL('/gallery?view=masonry');
  const overlaps = await page.locator('.tile').evaluateAll((tiles) => {
    const boxes = tiles.map((tile) => tile.getBoundingClientRect());
    const over = (a: DOMRect, b: DOMRect) =>
      a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    return boxes.flatMap((a, index) => boxes.slice(index + 1).filter((b) => over(a, b))).length;
  });
  expect(overlaps).toBe(0);

  await page.getByRole('button', { name: 'List' }).click();
  await page.goto('/gallery');
  await expect(page.getByRole('button', { name: 'List' })).toHaveAttribute('aria-pressed', 'true');
  const row = page.locator('.listing__row').first();
  await expect(row).toBeVisible();
  const [table, box] = [await page.locator('.listing').first().boundingBox(), await row.boundingBox()];
  expect(box?.width, 'a picture takes the width of its table').toBeGreaterThan((table?.width ?? 0) - 2);
  await page.getByRole('button', { name: 'Grid' }).click();
  await expect(page.locator('.tile').first()).toBeVisible();
});
