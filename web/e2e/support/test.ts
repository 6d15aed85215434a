/** The `test` of all journeys: knows the studio's address and fails when a page complains in the console. */
import { randomUUID } from 'node:crypto';
import { type APIRequest, type APIRequestContext, test as base, expect, type Page } from '@playwright/test';

export interface Account {
  email: string;
  password: string;
  name: string;
}

/** An account that nobody has yet. */
export function newAccount(): Account {
  return { email: `${randomUUID()}@example.org`, password: 'a long enough sentence', name: 'Ada Lovelace' };
}

interface Fixtures {
  /** What pages wrote to the console as errors, policy violations included. Must be empty at the end. */
  complaints: string[];
  /** The page, signed in with the worker's account. */
  signedIn: Page;
  /** The page, signed in as an administrator. */
  asAdministrator: Page;
}

interface WorkerFixtures {
  studioUrl: string;
  /** An account of this worker, registered once: registering is limited in rate and slow on purpose. */
  account: Account;
  /** The worker's sessions: signing in is limited in rate and slow on purpose as well. */
  sessions: Sessions;
  /** The worker's account has made pictures, once for all tests that only look at them. */
  pictures: string;
}

type Cookies = Awaited<ReturnType<APIRequestContext['storageState']>>['cookies'];

/** Signs accounts in, each once for as long as its session lives. */
class Sessions {
  private readonly known = new Map<string, Cookies>();
  private readonly requests: APIRequest;
  private readonly origin: string;

  constructor(requests: APIRequest, origin: string) {
    this.requests = requests;
    this.origin = origin;
  }

  /** The cookies of a session of this account; a new one when an earlier test has ended the last. */
  async cookiesOf({ email, password }: Account): Promise<Cookies> {
    const request = await this.requests.newContext({
      baseURL: this.origin,
      extraHTTPHeaders: { origin: this.origin },
      storageState: { cookies: this.known.get(email) ?? [], origins: [] },
    });
    if ((await request.get('/api/auth/me')).status() === 401) {
      const answer = await request.post('/api/auth/login', { data: { email, password } });
      expect(answer.ok(), await answer.text()).toBe(true);
    }
    const { cookies } = await request.storageState();
    this.known.set(email, cookies);
    await request.dispose();
    return cookies;
  }
}

/**
 * Chromium's own promise of a transition between two documents, rejected when it gives the transition up, as it does while the
 * window is being captured or resized. No script of ours asks for one: the style sheet does (`@view-transition`).
 */
const SKIPPED_TRANSITION = 'Transition was aborted because of invalid state';

export const test = base.extend<Fixtures, WorkerFixtures>({
  studioUrl: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the wanted fixtures from this pattern.
    async ({}, use) => {
      const url = process.env.STUDIO_URL;
      if (!url) throw new Error('global-setup.ts has not started a studio');
      await use(url);
    },
    { scope: 'worker' },
  ],
  account: [
    async ({ playwright, studioUrl }, use) => {
      const account = newAccount();
      const request = await playwright.request.newContext({
        baseURL: studioUrl,
        extraHTTPHeaders: { origin: studioUrl },
      });
      const answer = await request.post('/api/auth/register', { data: account });
      expect(answer.status(), await answer.text()).toBe(201);
      await request.dispose();
      await use(account);
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ studioUrl }, use) => use(studioUrl),
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`);
      });
      page.on('pageerror', (error) => {
        if (error.message !== SKIPPED_TRANSITION) complaints.push(`${page.url()}: ${error.message}`);
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
  sessions: [
    async ({ playwright, studioUrl }, use) => {
      await use(new Sessions(playwright.request, studioUrl));
    },
    { scope: 'worker' },
  ],
  pictures: [
    async ({ playwright, studioUrl, account, sessions }, use) => {
      const request = await playwright.request.newContext({
        baseURL: studioUrl,
        storageState: { cookies: await sessions.cookiesOf(account), origins: [] },
      });
      const id = await startJob(request, studioUrl, 'A picture for pages that show some', 2);
      await finished(request, id);
      await request.dispose();
      await use(id);
    },
    { scope: 'worker' },
  ],
  signedIn: async ({ page, account, sessions }, use) => {
    await page.context().addCookies(await sessions.cookiesOf(account));
    await use(page);
  },
  asAdministrator: async ({ page, sessions }, use) => {
    const account = process.env.ADMINISTRATOR;
    if (!account) throw new Error('global-setup.ts has not registered an administrator');
    await page.context().addCookies(await sessions.cookiesOf(JSON.parse(account) as Account));
    await use(page);
  },
});

export { type APIRequestContext, expect };

/** The model that the simulator answers fastest. */
export const QUICK_MODEL = 'fal-ai/flux/schnell';

interface Job {
  id: string;
  status: string;
}

/** Starts a job with small pictures through the API and gives its id. */
export async function startJob(
  request: APIRequestContext,
  origin: string,
  prompt: string,
  pictures = 4,
): Promise<string> {
  const answer = await request.post('/api/generate/text-to-image', {
    data: {
      model_id: QUICK_MODEL,
      prompt,
      num_images: pictures,
      parameters: { image_size: 'custom', width: 256, height: 256 },
    },
    headers: { origin },
  });
  expect(answer.status(), await answer.text()).toBe(202);
  return ((await answer.json()) as { job: Job }).job.id;
}

/** Waits until a job is completed. */
export async function finished(request: APIRequestContext, id: string): Promise<void> {
  await expect
    .poll(async () => ((await (await request.get(`/api/generate/queue/${id}/status`)).json()) as Job).status, {
      timeout: 60_000,
    })
    .toBe('completed');
}
