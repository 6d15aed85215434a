/** Steps that follow on a picture, from the form to the run. */
import { expectAccessible, expectNoSidewaysScroll } from './support/checks.ts';
import { expect, finished, startJob, test } from './support/test.ts';

test.use({ reducedMotion: 'reduce' });

test('a recipe is made and run on a picture', async ({ signedIn: page, studioUrl, complaints }, { project }) => {
  const screen = (name: string) => ({ path: `test-results/screens/${project.name}/${name}.png`, fullPage: true });
  await finished(page.request, await startJob(page.request, studioUrl, 'A picture for a recipe', 1));
  await page.goto('/recipes/new');
  await page.getByLabel('Parameters').fill('no colon');
  await page.getByLabel('What it does').selectOption('upscale|fal-ai/esrgan');
  await page.getByRole('button', { name: 'Save' }).last().click();

  // The wrong field is told, and what was typed is still there.
  await expect(page.locator('[id="parameters.1-error"]')).toBeVisible();
  await expect(page.getByLabel('What it does')).toHaveValue('upscale|fal-ai/esrgan');
  await expectAccessible(page);
  // The browser writes a refused form to the console.
  expect(complaints.splice(0).every((text) => text.includes('422'))).toBe(true);
  await page.getByLabel('Parameters').fill('');
  await page.getByLabel('Name', { exact: true }).fill(`Large ${project.name} ${Date.now()}`);
  await page.getByRole('button', { name: 'Save' }).last().click();

  await expect(page.getByText('One picture costs about')).toBeVisible();
  await page.locator('.choose__item input').first().check();
  await page.screenshot(screen('recipe'));
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Run the recipe' }).click();

  await expect(page).toHaveURL(/\/recipe-runs\//);
  await expect(async () => {
    await page.reload();
    await expect(page.locator('.page-head').getByText('Done')).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 60_000 });
  await page.screenshot(screen('recipe-run'));
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});
