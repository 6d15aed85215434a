/** Fails the build when a page would load more than its budget. Sizes are those of the gzip copies, as they go over the wire. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

interface Chunk {
  file: string;
  css?: string[];
  imports?: string[];
}

const KB = 1024;
const island = (name: string) => `src/islands/${name}.ts`;
/** Islands that stand in the frame of every page. */
const FRAME = ['theme-switch', 'toast-stack'].map(island);
const GENERATE = ['param-form', 'picture-slot', 'seed-field', 'list-filter', 'job-card', 'local-time'].map(island);
const GALLERY = [island('gallery-grid')];

/** The sizes of a finished build. */
class Build {
  readonly #dir: string;
  readonly #manifest: Record<string, Chunk>;

  constructor(dir: string) {
    this.#dir = dir;
    this.#manifest = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8'));
  }

  size(file: string): number {
    const compressed = join(this.#dir, `${file}.gz`);
    return statSync(existsSync(compressed) ? compressed : join(this.#dir, file)).size;
  }

  /** What the given sources and everything they import weigh, each file once. */
  scripts(...sources: string[]): number {
    const files = new Set<string>();
    for (const source of sources) this.#collect(source, files);
    return [...files].reduce((sum, file) => sum + this.size(file), 0);
  }

  largestIsland(): number {
    const islands = Object.entries(this.#manifest).filter(([source]) => source.startsWith('src/islands/'));
    return Math.max(...islands.map(([, chunk]) => this.size(chunk.file)));
  }

  styles(): number {
    const files = Object.values(this.#manifest).flatMap((chunk) => [chunk.file, ...(chunk.css ?? [])]);
    const styles = new Set(files.filter((file) => file.endsWith('.css')));
    return [...styles].reduce((sum, file) => sum + this.size(file), 0);
  }

  icons(): number {
    return this.size(this.#chunk('icons.svg').file);
  }

  #chunk(source: string): Chunk {
    const chunk = this.#manifest[source];
    if (!chunk) throw new Error(`the manifest does not know ${source}`);
    return chunk;
  }

  #collect(source: string, files: Set<string>): void {
    const chunk = this.#chunk(source);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const name of chunk.imports ?? []) this.#collect(name, files);
  }
}

/** What, how many bytes it has, how many it may have. */
type Line = [what: string, bytes: number, limit: number];

function measure(build: Build): Line[] {
  const gallery = ['src/app.ts', ...FRAME, ...GALLERY];
  return [
    ['scripts of a visitor page', build.scripts('src/site.ts', ...FRAME), 30 * KB],
    ['scripts of the generate page', build.scripts('src/app.ts', ...FRAME, ...GENERATE), 30 * KB],
    ['scripts of the gallery', build.scripts(...gallery), 40 * KB],
    ['scripts of the gallery with viewer', build.scripts(...gallery, 'src/lib/viewer.ts'), 60 * KB],
    ['largest island', build.largestIsland(), 3 * KB],
    ['all styles', build.styles(), 20 * KB],
    ['icons', build.icons(), 6 * KB],
  ];
}

const text = ([what, bytes, limit]: Line) => `${what}: ${(bytes / KB).toFixed(1)} of ${limit / KB} KB`;

/** Prints the sizes after a build and fails it when one is over its budget. */
export function budget(): Plugin {
  let dir = '';
  return {
    name: 'budget',
    apply: 'build',
    configResolved(config) {
      dir = join(config.root, config.build.outDir);
    },
    closeBundle: {
      order: 'post',
      handler(error) {
        if (error) return;
        const lines = measure(new Build(dir));
        this.info(lines.map(text).join('; '));
        const tooLarge = lines.filter(([, bytes, limit]) => bytes > limit);
        if (tooLarge.length > 0) throw new Error(`over budget: ${tooLarge.map(text).join('; ')}`);
      },
    },
  };
}
