/** Proving an address, forgetting a password and logging browsers out, with the mails that the studio shows. */
import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/checks.ts';
import { expect, newAccount, test } from './support/test.ts';

/** Follows the link of the newest mail to this address. */
async function followMail(page: Page, email: string, subject: string): Promise<void> {
  await page.goto('/dev/outbox');
  const letter = page.locator('.outbox__letter', { hasText: email }).first();
  await expect(letter.getByRole('heading')).toHaveText(subject);
  await letter.getByRole('link', { name: 'Open the link' }).click();
}

test('register, confirm, forget, come back', async ({ page, browser, studioUrl, complaints }) => {
  const account = newAccount();
  const desk = await browser.newContext({ baseURL: studioUrl });
  const answer = await desk.request.post('/api/auth/register', { data: account, headers: { origin: studioUrl } });
  expect(answer.status(), await answer.text()).toBe(201);

  await followMail(page, account.email, 'Confirm your e-mail address');
  await page.getByRole('button', { name: 'Confirm the address' }).click();
  await expect(page.getByRole('status').filter({ hasText: `${account.email} is confirmed.` })).toBeVisible();

  await page.goto('/login');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByLabel('E-mail address').fill(account.email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByRole('link', { name: 'Open the outbox' }).click();
  await followMail(page, account.email, 'Choose a new password');
  const link = page.url();
  await page.getByRole('textbox', { name: 'New password' }).fill('1234567890');
  await page.getByRole('button', { name: 'Save the password' }).click();
  await expect(page.getByText('This is one of the most common passwords.')).toBeVisible();
  await page.getByRole('textbox', { name: 'New password' }).fill('green ferry over snow');
  await page.getByRole('button', { name: 'Save the password' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Your password is changed.' })).toBeVisible();
  expect((await desk.request.get('/api/auth/me')).status(), 'the other browser is logged out').toBe(401);

  await page.getByLabel('E-mail address').fill(account.email);
  await page.getByRole('textbox', { name: 'Password' }).fill('green ferry over snow');
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page).toHaveURL('/generate');
  await page.goto('/settings/account');
  await expect(page.getByText('Confirmed', { exact: true })).toBeVisible();

  await page.goto(link);
  await page.getByRole('textbox', { name: 'New password' }).fill('yellow kite above dunes');
  await page.getByRole('button', { name: 'Save the password' }).click();
  await expect(page.getByRole('alert')).toContainText('This link has expired');
  await desk.close();
  expect(complaints.splice(0).every((text) => text.includes('422'))).toBe(true);
});

test('other browsers are seen and logged out', async ({ page, browser, studioUrl }) => {
  const account = newAccount();
  await page.request.post('/api/auth/register', { data: account, headers: { origin: studioUrl } });
  const phone = await browser.newContext({ baseURL: studioUrl });
  await phone.request.post('/api/auth/login', {
    data: { email: account.email, password: account.password },
    headers: { origin: studioUrl },
  });
  await page.goto('/settings/security');
  await expect(page.locator('.settings__session')).toHaveCount(2);
  await page.getByRole('button', { name: /^Log out: / }).click();
  await expect(page.getByRole('status').filter({ hasText: 'That browser is logged out.' })).toBeVisible();
  await expect(page.locator('.settings__session')).toHaveCount(1);
  expect((await phone.request.get('/api/auth/me')).status()).toBe(401);
  await phone.close();
});

test('an account is given up, and kept after all', async ({ page, studioUrl, complaints }, { project }) => {
  const account = newAccount();
  await page.request.post('/api/auth/register', { data: account, headers: { origin: studioUrl } });
  await page.goto('/settings/danger');
  await page.getByRole('textbox', { name: 'Current password' }).fill('not the right one');
  await page.getByRole('button', { name: 'Delete my account' }).click();
  await expect(page.getByText('This is not your password.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Current password' }).fill(account.password);
  await page.getByRole('button', { name: 'Delete my account' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Your account is going to be deleted.' })).toBeVisible();

  await page.getByLabel('E-mail address').fill(account.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(account.password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page).toHaveURL('/account/leaving');
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.screenshot({ path: `test-results/screens/${project.name}/leaving.png` });
  await page.goto('/gallery');
  await expect(page).toHaveURL('/account/leaving');
  await page.getByRole('button', { name: 'Keep my account' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Your account stays.' })).toBeVisible();
  expect(complaints.splice(0).every((text) => text.includes('422'))).toBe(true);
});
