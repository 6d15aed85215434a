/** A webhook is made, tried against a server of this test, and tells by its signature that it is the studio's. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expectAccessible, expectNoSidewaysScroll } from './support/checks.ts';
import { expect, test } from './support/test.ts';

test.use({ reducedMotion: 'reduce' });

test('a webhook is shown its secret once, is tried and removed', async ({ signedIn: page }, { project }) => {
  const arrived: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    arrived.push({ headers: request.headers, body });
    response.end('thank you');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const name = `Printer ${project.name} ${Date.now()}`;

  await page.goto('/settings/webhooks');
  await page.getByLabel('Address').fill(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`);
  await page.getByLabel('Description').fill(name);
  await page.getByRole('button', { name: 'Make the webhook' }).click();
  const secret = (await page.locator('#made-secret').textContent()) ?? '';
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  await page.screenshot({ path: `test-results/screens/${project.name}/webhook-made.png`, fullPage: true });
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'A test is on its way' })).toBeVisible();
  await expect(page.locator('#made-secret')).toHaveCount(0);
  await expect(async () => {
    await page.reload();
    await expect(page.getByText('answered 200')).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.locator('summary', { hasText: 'Details' }).first().click();
  await expect(page.getByText('thank you')).toBeVisible();
  await page.screenshot({ path: `test-results/screens/${project.name}/webhook.png`, fullPage: true });
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);

  const [{ headers, body }] = arrived as [(typeof arrived)[0]];
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);

  await page.getByText('Remove it …').click();
  await page.getByRole('button', { name: 'Remove the webhook' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'The webhook was removed' })).toBeVisible();
  await expect(page.getByText(name)).toHaveCount(0);
  server.close();
});
