import { expectAccessible, expectNoSidewaysScroll } from './support/checks.ts';
import { expect, startJob, test } from './support/test.ts';

test('a job can be cancelled and run again', async ({ signedIn: page, studioUrl }) => {
  // It waits for as long as the test wants: a running one may well finish before it is cancelled.
  const headers = { origin: studioUrl };
  await page.request.put('/api/generate/queue/pause', { headers });
  const id = await startJob(page.request, studioUrl, 'To be cancelled');
  await page.goto('/queue');
  const job = page.locator(`#job-${id}`);
  await job.getByRole('button', { name: 'Cancel' }).click();
  await expect(job).toHaveAttribute('data-status', 'cancelled');
  await page.request.delete('/api/generate/queue/pause', { headers });
  await job.getByRole('button', { name: 'Run again' }).click();
  await expect(page.locator('job-card', { hasText: 'To be cancelled' }).first()).toHaveAttribute(
    'data-status',
    'completed',
    { timeout: 60_000 },
  );
});

test('the queue can be limited to one state', async ({ signedIn: page, studioUrl }) => {
  await startJob(page.request, studioUrl, 'Counted in the queue', 1);
  await page.goto('/queue');
  await page
    .getByRole('navigation', { name: 'Filter jobs' })
    .getByRole('link', { name: /^Failed/ })
    .click();
  await expect(page).toHaveURL('/queue?state=failed');
  await expect(page.locator('job-card[data-status="completed"]')).toHaveCount(0);
});

test('the queue is paused, says so, and goes on', async ({ signedIn: page, studioUrl }, { project }) => {
  await page.request.put('/api/generate/queue/pause', { headers: { origin: studioUrl } });
  const first = await startJob(page.request, studioUrl, 'Waits for the queue', 1);
  const second = await startJob(page.request, studioUrl, 'Goes first in the end', 1);
  await page.goto('/queue');
  await expect(page.getByText('Your queue is paused.')).toBeVisible();
  const job = page.locator(`#job-${second}`);
  await expect(job).toContainText('Place 2 in the queue');
  await job.getByRole('button', { name: 'Move to front' }).click();
  await expect(job).toContainText('Place 1 in the queue');
  await page.locator(`#job-${first}`).getByRole('button', { name: 'Pause' }).click();
  await expect(page.locator(`#job-${first}`).getByRole('button', { name: 'Resume' })).toBeVisible();
  await page.screenshot({ path: `test-results/screens/${project.name}/queue-paused.png` });
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Resume the queue' }).click();
  await expect(page.locator(`#job-${second}`)).toHaveAttribute('data-status', 'completed', { timeout: 60_000 });
  await page.locator(`#job-${first}`).getByRole('button', { name: 'Resume' }).click();
  await expect(page.locator(`#job-${first}`)).toHaveAttribute('data-status', 'completed', { timeout: 60_000 });
});

test('a batch is watched, paused, resumed and cancelled', async ({ signedIn: page, studioUrl }, { project }) => {
  const answer = await page.request.post('/api/generate/batch', {
    headers: { origin: studioUrl },
    data: {
      name: `A batch with a ${'very'.repeat(40)} long name`,
      spec: { source: 'prompts', prompts: Array.from({ length: 60 }, (_, number) => `Row ${number}`) },
      defaults: { model_id: 'fal-ai/flux/schnell', parameters: { image_size: 'square' } },
      window_jobs: 4,
    },
  });
  expect(answer.status()).toBe(202);
  const { batch } = await answer.json();
  await page.goto('/queue');
  const card = page.locator(`#batch-${batch.id}`);
  await expect(card.getByText('Running', { exact: true })).toBeVisible();
  // Without a reload: the stream brings it.
  await expect(card.getByRole('progressbar')).not.toHaveAttribute('aria-valuenow', '0', { timeout: 60_000 });
  await card.getByRole('button', { name: 'Pause' }).click();
  await expect(card.getByText('Paused', { exact: true })).toBeVisible();
  await page.screenshot({ path: `test-results/screens/${project.name}/queue-batch.png` });
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await card.getByRole('button', { name: 'Resume' }).click();
  await expect(card.getByText('Running', { exact: true })).toBeVisible();
  await card.getByRole('button', { name: 'Cancel' }).click();
  await expect(card).toHaveCount(0, { timeout: 60_000 });
});
