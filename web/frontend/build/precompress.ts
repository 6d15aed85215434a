/** Writes a brotli and a gzip copy beside every text file of the build, so that the server compresses nothing. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = new Set(['.js', '.css', '.svg', '.json', '.webmanifest', '.txt']);
/** Below this many bytes compression saves no packet. */
const WORTH_IT = 1024;

function compress(file: string): void {
  const data = readFileSync(file);
  if (data.length < WORTH_IT) return;
  writeFileSync(`${file}.gz`, gzipSync(data, { level: 9 }));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT };
  writeFileSync(`${file}.br`, brotliCompressSync(data, { params }));
}

export function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    writeBundle: {
      order: 'post',
      handler({ dir = '' }) {
        for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
          if (TEXT.has(extname(name))) compress(join(dir, name));
        }
      },
    },
  };
}
