/** Projects, prompts and collections in the browser: made, generated into, used, filled and put in order. */
import { expectAccessible, expectNoSidewaysScroll } from './support/checks.ts';
import { expect, test } from './support/test.ts';

test.use({ reducedMotion: 'reduce' });

test('a project gets its pictures, a prompt is used, a collection is put in order', async ({ signedIn: page }, {
  project,
}) => {
  const screen = (name: string) => ({ path: `test-results/screens/${project.name}/${name}.png`, fullPage: true });
  const looksGood = async (name: string) => {
    await page.screenshot(screen(name));
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  };
  const unique = `${project.name} ${Date.now()}`;

  // A project with a model of its own, and pictures that are made in it.
  await page.goto('/projects/new');
  await page.getByLabel('Name', { exact: true }).fill(`Winter ${unique}`);
  await page.getByLabel('Tags').fill('winter, fox');
  await page.getByLabel('Model').selectOption('fal-ai/flux/schnell');
  await looksGood('project-form');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('No pictures in this project yet')).toBeVisible();
  const projectUrl = page.url();
  await page.getByRole('link', { name: 'Generate here' }).first().click();
  await expect(page.getByText(`Goes to the project Winter ${unique}`)).toBeVisible();
  await expect(page.locator('.picker__current').filter({ hasText: 'schnell' })).toBeVisible();
  await page.getByLabel('Prompt', { exact: true }).fill(`A fox for ${unique}`);
  await page.getByRole('button', { name: /^Generate/ }).click();
  await expect(page.locator('job-card').first()).toContainText(`A fox for ${unique}`);
  await expect(async () => {
    await page.goto(projectUrl);
    await expect(page.locator('.tile')).toHaveCount(4, { timeout: 1000 });
  }).toPass({ timeout: 60_000 });
  await page.getByText('By model and day').click();
  await looksGood('project');

  // A prompt with a gap, filled in on the way to the form.
  await page.goto('/prompts/new');
  await page.getByLabel('Title').fill(`Oil ${unique}`);
  await page.getByLabel('Prompt', { exact: true }).fill('a portrait of {{ subject }} in oil');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('.prompt-card', { hasText: unique }).getByRole('link', { name: 'Use' }).click();
  await page.getByLabel('subject').fill('an owl');
  await looksGood('prompt-use');
  await page.getByRole('button', { name: 'Use' }).click();
  await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue('a portrait of an owl in oil');
  await page.goto('/prompts');
  await looksGood('prompts');

  // A collection of two of the pictures, the second one moved to the front.
  await page.goto('/collections/new');
  await page.getByLabel('Name', { exact: true }).fill(`Wall ${unique}`);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('.choose__item input').nth(0).check();
  await page.locator('.choose__item input').nth(1).check();
  await page.getByRole('button', { name: 'Add the ticked pictures' }).click();
  await expect(page.locator('.tile')).toHaveCount(2);
  const [first, second] = await page.locator('.tile').evaluateAll((tiles) => tiles.map((tile) => tile.id));
  await page.getByRole('button', { name: 'Move picture 2 one place forward' }).click();
  await expect(page.locator('.tile').first()).toHaveAttribute('id', second ?? '');
  await expect(page.locator('.tile').last()).toHaveAttribute('id', first ?? '');
  await looksGood('collection');
});
