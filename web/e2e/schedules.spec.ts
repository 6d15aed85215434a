/** A batch that recurs, from the form to its page. */
import { expectAccessible, expectNoSidewaysScroll } from './support/checks.ts';
import { expect, QUICK_MODEL, test } from './support/test.ts';

test.use({ reducedMotion: 'reduce' });

test('a preset is made to recur, held back and run by hand', async ({ signedIn: page, studioUrl, complaints }, {
  project,
}) => {
  const screen = (name: string) => ({ path: `test-results/screens/${project.name}/${name}.png`, fullPage: true });
  const name = `Foxes of ${project.name} ${Date.now()}`;
  const preset = await page.request.post('/api/batches/presets', {
    headers: { origin: studioUrl },
    data: {
      name,
      request: { spec: { source: 'prompts', prompts: ['a fox at dawn'] }, defaults: { model_id: QUICK_MODEL } },
    },
  });
  expect(preset.status(), await preset.text()).toBe(201);
  await page.goto('/schedules/new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('The batch of each run').selectOption(name);
  await page.getByLabel('Every', { exact: true }).selectOption('Month');
  await page.getByLabel('Day of the month').fill('31');
  await page.getByRole('button', { name: 'Show the next runs' }).click();

  // The wrong field is told, and what was typed is still there.
  await expect(page.locator('#day-error')).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name);
  // The browser writes a refused form to the console.
  expect(complaints.splice(0).every((text) => text.includes('422'))).toBe(true);
  await page.getByLabel('Day of the month').fill('28');
  await page.getByRole('button', { name: 'Show the next runs' }).click();
  await expect(page.getByRole('heading', { name: 'The next runs' })).toBeVisible();
  await page.screenshot(screen('new-schedule-preview'));
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save' }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('You paused this schedule.')).toBeVisible();
  await page.getByRole('button', { name: 'Run now' }).click();
  await expect(async () => {
    await page.reload();
    await expect(page.locator('.timeline__item').getByText('Done')).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 60_000 });
  await page.screenshot(screen('schedule'));
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL('/schedules');
});
