/** What no template, style sheet or script may contain, and what every icon needs. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { symbol } from '../build/icon-sprite';
import icons from '../src/icons.json' with { type: 'json' };

const root = join(import.meta.dirname, '..');

function files(folder: string, ending: string): [name: string, text: string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
}

const templates = files(join(root, '../templates'), '.html');
const styles = files(join(root, 'src/styles'), '.css');
const scripts = files(join(root, 'src'), '.ts');

test('there is something to look at', () => {
  expect(Math.min(templates.length, styles.length, scripts.length)).toBeGreaterThan(10);
});

describe('templates', () => {
  /** These need `eval` or an inline script; under our policy they fail without a word. */
  test.each([
    /hx-on[:=]/,
    /\bjs:/,
    /javascript:/,
    /\son[a-z]+=/,
    /<style/,
    /<script(?![^>]*\ssrc=)(?![^>]*json)/,
    /hx-boost/,
  ])('none has %s', (banned) => {
    expect(templates.filter(([, text]) => banned.test(text)).map(([name]) => name)).toEqual([]);
  });

  test('icons that are named where they are drawn are in the list', () => {
    const named = templates.flatMap(([, text]) => [...text.matchAll(/icon\("([a-z0-9-]+)"/g)].map((match) => match[1]));
    expect(named.filter((name) => !icons.includes(name ?? ''))).toEqual([]);
  });
});

test.each(icons)('the icon %s exists', (name) => {
  expect(symbol(name)).toContain(`<symbol id="${name}"`);
});

test('only tokens name colours', () => {
  const named = styles.filter(([name, text]) => name !== 'tokens.css' && /#[\da-f]{3,8}\b|\brgb\(|\bhsl\(/i.test(text));
  expect(named.map(([name]) => name)).toEqual([]);
});

test('every token that is used is defined', () => {
  const all = styles.map(([, text]) => text).join('\n');
  const defined = new Set([...all.matchAll(/(--[\w-]+):/g)].map((match) => match[1]));
  for (const [, text] of templates) for (const match of text.matchAll(/(--[\w-]+):/g)) defined.add(match[1]);
  const used = [...all.matchAll(/var\((--[\w-]+)\)/g)].map((match) => match[1]);
  expect([...new Set(used)].filter((name) => !defined.has(name))).toEqual([]);
});

test('no script builds HTML from text or asks for eval', () => {
  const banned = /\.innerHTML|outerHTML\s*=|insertAdjacentHTML|\beval\(|new Function/;
  expect(scripts.filter(([, text]) => banned.test(text)).map(([name]) => name)).toEqual([]);
});
