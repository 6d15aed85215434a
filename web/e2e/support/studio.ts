/**
 * A real studio for the tests: its own database, folder, simulator and server.
 *
 * The caller provides, in the environment: `STUDIO_BIN` the built program, `PG_ADMIN_URL` a PostgreSQL superuser's URL,
 * `PLUGINS_DIR` the folder of built plugins, `CHROMIUM_BIN` unless Playwright has a browser of its own, and
 * `PLUGIN_CACHE_DIR` if there is a folder of compiled ones.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from './database.ts';
import { freePort, start, stop } from './process.ts';

const logs = join(import.meta.dirname, '../../test-results');

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; e2e/support/studio.ts says what it must be`);
  return value;
}

export interface Studio {
  url: string;
  simulatorUrl: string;
  stop: () => Promise<void>;
}

export async function startStudio(): Promise<Studio> {
  const file = required('STUDIO_BIN');
  mkdirSync(logs, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'studio-e2e-'));
  const database = await createDatabase(required('PG_ADMIN_URL'));
  const [simPort, port] = [await freePort(), await freePort()];
  const [sim, url] = [`http://127.0.0.1:${simPort}`, `http://127.0.0.1:${port}`];
  const simulator = await start({
    name: 'the simulator',
    file,
    args: ['sim', '--port', String(simPort)],
    env: process.env,
    readyUrl: `${sim}/sim/ledger`,
    log: join(logs, 'simulator.log'),
  });
  const server = await start({
    name: 'the studio',
    file,
    args: ['serve'],
    env: settings(database.url, folder, sim, port),
    readyUrl: `${url}/readyz`,
    log: join(logs, 'studio.log'),
  });
  const end = async () => {
    await stop(server);
    await stop(simulator);
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, simulatorUrl: sim, stop: end };
}

function settings(databaseUrl: string, folder: string, sim: string, port: number): NodeJS.ProcessEnv {
  return {
    ...process.env,
    HOST: '127.0.0.1',
    PORT: String(port),
    APP_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: randomBytes(32).toString('hex'),
    STORAGE_TYPE: 'local',
    STORAGE_PATH: join(folder, 'objects'),
    PLUGINS_DIR: required('PLUGINS_DIR'),
    PLUGIN_CACHE_DIR: process.env.PLUGIN_CACHE_DIR ?? join(folder, 'plugin-cache'),
    FAL_KEY: '',
    FAL_QUEUE_URL: `${sim}/queue`,
    FAL_RUN_URL: `${sim}/run`,
    FAL_REST_URL: `${sim}/rest`,
    FAL_API_URL: `${sim}/api/v1`,
    SIGNUP_CREDITS: '100000',
    SMTP_URL: '',
    MAIL_OUTBOX: 'open',
    OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8',
    OUTBOUND_HTTP: 'allow',
  };
}
