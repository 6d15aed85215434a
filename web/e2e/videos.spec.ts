/** Videos: asked for in the form, marked in the gallery, played on their page and in the viewer. */
import { expectAccessible, expectNoSidewaysScroll } from './support/checks.ts';
import { expect, test } from './support/test.ts';

/** Plays a video until it moves, and says how it went. */
async function played(video: import('@playwright/test').Locator): Promise<{ duration: number; width: number }> {
  return video.evaluate(async (element: HTMLVideoElement) => {
    element.muted = true;
    await element.play();
    await new Promise((resolve) => element.addEventListener('timeupdate', resolve, { once: true }));
    if (element.error) throw new Error(element.error.message);
    if (element.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) throw new Error(`ready: ${element.readyState}`);
    return { duration: element.duration, width: element.videoWidth };
  });
}

test('a video is made, marked, and played in the viewer and on its page', async ({ signedIn: page, studioUrl }, {
  project,
}) => {
  const prompt = `A lake at dusk, ${project.name}`;
  await page.goto('/generate?model=fal-ai/ltx-video');
  await page.getByLabel('Prompt', { exact: true }).fill(prompt);
  await page.getByRole('button', { name: /^Generate a video/ }).click();
  const card = page.locator('job-card').filter({ hasText: prompt });
  await expect(card.locator('.tile__video')).toBeVisible({ timeout: 60_000 });

  await page.goto('/gallery');
  const tile = page.locator('.tile').filter({ hasText: prompt });
  await expect(tile.locator('.tile__video')).toHaveText(/Video, 2\ss/);
  const href = (await tile.locator('.tile__link').getAttribute('href')) ?? '';
  await tile.locator('.tile__link').click();
  const viewer = page.getByRole('dialog', { name: 'Image viewer' });
  expect((await played(viewer.locator('video'))).width).toBe(768);
  await page.keyboard.press('Escape');

  await page.goto(href);
  const video = page.locator('video');
  await expect(video).toHaveAttribute('preload', 'none');
  expect(await played(video)).toEqual({ duration: 2, width: 768 });
  await video.evaluate((element: HTMLVideoElement) => element.pause());
  await expect(page.getByRole('link', { name: 'Start from this image' })).toHaveCount(0);
  for (const theme of ['light', 'dark']) {
    await page.context().addCookies([{ name: 'theme', value: theme, url: studioUrl }]);
    await page.goto(href);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.screenshot({ path: `test-results/screens/${project.name}/video-${theme}.png` });
  }
});
