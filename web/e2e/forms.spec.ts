import { expect, newAccount, test } from './support/test.ts';

/** Chromium reports each answer of 400 and above as an error of the page; these tests ask for them. */
test.beforeEach(({ page, complaints }) => {
  page.on('console', () => {
    const expected = complaints.findIndex((text) => /status of 4(01|09|22)/.test(text));
    if (expected >= 0) complaints.splice(expected, 1);
  });
});

test('a wrong registration comes back with values and reasons', async ({ page }) => {
  await page.goto('/register');
  await page.locator('#auth-form').evaluate((form: HTMLFormElement) => {
    form.noValidate = true;
  });
  await page.getByLabel('Name').fill('Ada');
  await page.getByLabel('E-mail address').fill('not an address');
  await page.getByLabel('Password').fill('short');
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByLabel('E-mail address')).toHaveValue('not an address');
  await expect(page.getByLabel('E-mail address')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('#password-error')).toBeVisible();
  await expect(page.getByLabel('Password')).toHaveValue('');
});

test('a wrong password is refused without saying which part was wrong', async ({ page, account }) => {
  await page.goto('/login');
  await page.getByLabel('E-mail address').fill(account.email);
  await page.getByLabel('Password').fill('not the right one');
  await page.getByRole('button', { name: 'Log in' }).click();
  const unknown = await page.getByRole('alert').textContent();
  await page.getByLabel('E-mail address').fill(newAccount().email);
  await page.getByLabel('Password').fill('not the right one');
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByRole('alert')).toHaveText(unknown ?? '');
});

test('a value out of range names its field and keeps what was typed', async ({ signedIn: page }) => {
  await page.goto('/generate');
  await page.locator('#generate-form').evaluate((form: HTMLFormElement) => {
    form.noValidate = true;
  });
  await page.getByLabel('Prompt', { exact: true }).fill('An impossible picture');
  await page.locator('#p-num_inference_steps').fill('5000');
  await page.getByRole('button', { name: /^Generate/ }).click();
  await expect(page.locator('#p-num_inference_steps-error')).toBeVisible();
  await expect(page.locator('#p-num_inference_steps')).toHaveValue('5000');
  await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue('An impossible picture');
  await expect(page.locator('#results')).not.toContainText('An impossible picture');
});

test('the price follows the number of images', async ({ signedIn: page }) => {
  await page.goto('/generate');
  await expect(page.locator('#generate-button')).toContainText('Generate 4');
  const before = await page.locator('#generate-button').textContent();
  await page
    .locator('label')
    .filter({ has: page.locator('[name="num_images"][value="1"]') })
    .click();
  await expect(page.locator('#generate-button')).toContainText('Generate 1');
  expect(await page.locator('#generate-button').textContent()).not.toBe(before);
});

test('another model brings its own settings and keeps the prompt', async ({ signedIn: page }) => {
  await page.goto('/generate');
  await page.getByLabel('Prompt', { exact: true }).fill('Kept across models');
  await page.locator('#model-picker summary').click();
  await page.getByRole('searchbox', { name: 'Search models' }).fill('sdxl');
  await page.locator('.picker__item:visible').first().click();
  await expect(page.getByLabel('Negative prompt')).toBeVisible();
  await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue('Kept across models');
});

test('a preset sets the parameters, and all of them go back', async ({ signedIn: page }) => {
  await page.goto('/generate?model=fal-ai/flux/dev');
  await page.getByLabel('Prompt', { exact: true }).fill('Kept under a preset');
  const steps = page.locator('#p-num_inference_steps');
  await expect(page.getByText('Recommended: 20–40')).toBeVisible();
  await page.getByRole('link', { name: 'Draft' }).click();
  await expect(steps).toHaveValue('12');
  await expect(page.getByRole('link', { name: 'Draft' })).toHaveAttribute('aria-current', 'true');
  await page.getByRole('link', { name: 'Detailed' }).click();
  await expect(steps).toHaveValue('40');
  await expect(page.getByRole('link', { name: 'Draft' })).not.toHaveAttribute('aria-current', 'true');
  await expect(page.locator('input[name="parameters.acceleration"]:checked')).toHaveValue('none');
  await page.getByRole('link', { name: 'Reset all' }).click();
  await expect(steps).toHaveValue('28');
  await expect(page.getByRole('link', { name: 'Detailed' })).not.toHaveAttribute('aria-current', 'true');
  await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue('Kept under a preset');
  expect(new URL(page.url()).search).toBe('?model=fal-ai/flux/dev');
});
