/** Starting a program, waiting until it answers, ending it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:net';

/** A port of the loopback address that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

export interface Program {
  name: string;
  file: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /** Answers 200 when the program is ready. */
  readyUrl: string;
  /** Where its output goes. */
  log: string;
}

/** Starts a program and waits until it is ready. */
export async function start(program: Program): Promise<ChildProcess> {
  const child = spawn(program.file, program.args, { env: program.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(program.log);
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  await ready(program, child);
  return child;
}

const READY_WITHIN_MS = 60_000;
const PAUSE_MS = 100;

async function ready({ name, readyUrl, log }: Program, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}, see ${log}`);
    const answer = await fetch(readyUrl).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  child.kill('SIGKILL');
  throw new Error(`${name} was not ready after ${READY_WITHIN_MS / 1000} s, see ${log}`);
}

/** Asks a program to end and waits for it; after ten seconds it is killed. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
}
