import { resolve } from 'node:path';
import tailwind from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';
import { budget } from './frontend/build/budget.ts';
import { iconSprite } from './frontend/build/icon-sprite.ts';
import { precompress } from './frontend/build/precompress.ts';

const source = (path: string) => resolve(import.meta.dirname, 'frontend', path);
/** Browsers that have everything the guide lets us rely on: `light-dark()`, nesting, popover. */
const browsers = ['chrome130', 'firefox132', 'safari18'];

export default defineConfig({
  root: 'frontend',
  plugins: [tailwind(), iconSprite(), precompress(), budget()],
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: browsers,
    cssTarget: browsers,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: [source('src/app.ts'), source('src/site.ts'), source('src/styles/app.css')] },
  },
  test: { environment: 'node', include: ['tests/**/*.test.ts'] },
});
