/** Keeping pictures in order: mark, rate, describe, find, throw away, take back. */
import { expectAccessible, expectNoSidewaysScroll } from './support/checks.ts';
import { expect, finished, newAccount, startJob, test } from './support/test.ts';

test.use({ reducedMotion: 'reduce' });

test('pictures are marked, found, thrown away and taken back', async ({ page, studioUrl }, { project }) => {
  test.setTimeout(120_000);
  const screen = (name: string) => ({ path: `test-results/screens/${project.name}/${name}.png`, fullPage: true });
  await page.request.post('/api/auth/register', { data: newAccount(), headers: { origin: studioUrl } });
  await finished(page.request, await startJob(page.request, studioUrl, 'A lighthouse at dawn', 1));
  await finished(page.request, await startJob(page.request, studioUrl, 'A fox in the snow', 2));
  await page.goto('/gallery');
  await expect(page.locator('.tile')).toHaveCount(3);

  // Marked in the list, without leaving it.
  const tile = page.locator('.tile', { hasText: 'A lighthouse at dawn' });
  await tile.hover();
  await tile.getByRole('button', { name: 'Favourite' }).click();
  await expect(tile.getByRole('button', { name: 'Favourite' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page).toHaveURL('/gallery');

  // Rated and described on its page.
  const href = (await tile.locator('.tile__link').getAttribute('href')) ?? '';
  await page.goto(href);
  await page.getByRole('button', { name: '4 stars' }).click();
  await expect(page.getByRole('group', { name: 'Rated 4 of 5' })).toBeVisible();
  await page.getByText('Name, tags and notes').click();
  await page.getByLabel('Name', { exact: true }).fill('Calendar, January');
  await page.getByLabel('Tags').fill('Sea, night sky');
  await expectAccessible(page);
  await page.screenshot(screen('image-details'));
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Calendar, January' })).toBeVisible();
  await expect(page.getByText('night sky')).toBeVisible();

  // Found by the beginning of a word and by its stars; a chip takes a limit away.
  await page.goto('/gallery');
  await page.getByRole('searchbox').fill('calen');
  await page.getByText('Filters').click();
  await page.getByLabel('Stars, at least').selectOption('4');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/q=calen.*rating=4|rating=4.*q=calen/);
  await expect(page.locator('.tile')).toHaveCount(1);
  await page.screenshot(screen('gallery-filtered'));
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.locator('.chip', { hasText: 'calen' }).click();
  await page.getByRole('link', { name: 'Show all images' }).click();
  await expect(page.locator('.tile')).toHaveCount(3);

  // Thrown away and taken back at once.
  await page.goto(href);
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.locator('.tile')).toHaveCount(2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page).toHaveURL(href);

  // Many at once, and back.
  await page.goto('/gallery?q=fox');
  await page.getByRole('link', { name: 'Select', exact: true }).click();
  await page.getByLabel('All 2 images of this list').check();
  await page.screenshot(screen('gallery-select'));
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('2 images changed.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('.tile')).toHaveCount(2);

  // Out of the trash, and the end.
  await page.goto(href);
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.goto('/trash');
  await page.screenshot(screen('trash-full'));
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Restore: Calendar, January' }).click();
  await expect(page).toHaveURL(href);
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.goto('/trash');
  await page.getByText('Empty the trash').click();
  await page.getByRole('button', { name: 'Remove for good', exact: true }).first().click();
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
});
