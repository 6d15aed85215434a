import { startStudio } from './studio.ts';
import { type Account, newAccount } from './test.ts';

/** Starts one studio for all tests; the function it returns ends it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const studio = await startStudio();
  process.env.STUDIO_URL = studio.url;
  process.env.SIMULATOR_URL = studio.simulatorUrl;
  process.env.ADMINISTRATOR = JSON.stringify(await registerFirst(studio.url));
  return studio.stop;
}

/** Whoever registers first administers the studio. */
async function registerFirst(url: string): Promise<Account> {
  const account = newAccount();
  const answer = await fetch(new URL('/api/auth/register', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(account),
  });
  if (answer.status !== 201) throw new Error(`no administrator: ${await answer.text()}`);
  return account;
}
