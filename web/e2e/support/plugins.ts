/** Versions of plugins for tests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type APIRequestContext, expect } from './test.ts';

/** A built plugin with another digest: a custom section changes the file and nothing else. */
export function versionOf(plugin: string, mark: string): Buffer {
  const folder = process.env.PLUGINS_DIR;
  if (!folder) throw new Error('PLUGINS_DIR is not set: run `cargo xtask test`');
  const name = Buffer.from('new');
  const payload = Buffer.concat([Buffer.from([name.length]), name, Buffer.from(mark)]);
  if (payload.length > 127) throw new Error('the mark is too long');
  const section = Buffer.concat([Buffer.from([0, payload.length]), payload]);
  return Buffer.concat([readFileSync(join(folder, `${plugin}.wasm`)), section]);
}

/** Uploads one as an administrator. */
export async function uploadVersion(
  request: APIRequestContext,
  origin: string,
  plugin: string,
  mark: string,
): Promise<{ digest: string }> {
  const answer = await request.post('/api/admin/plugins', {
    data: versionOf(plugin, mark),
    headers: { origin, 'content-type': 'application/wasm' },
  });
  expect([200, 201], await answer.text()).toContain(answer.status());
  return (await answer.json()) as { digest: string };
}
