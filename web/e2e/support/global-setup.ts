import { startStudio } from './studio.ts';

/** Starts one studio for all tests; the function it returns ends it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const studio = await startStudio();
  process.env.STUDIO_URL = studio.url;
  process.env.SIMULATOR_URL = studio.simulatorUrl;
  return studio.stop;
}
