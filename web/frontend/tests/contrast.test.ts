/** Computes the contrast of every pair of colour tokens that pages use, in every theme, from the style sheet itself. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

type Tokens = Record<string, string>;
const css = readFileSync(new URL('../src/styles/tokens.css', import.meta.url), 'utf8');

/** The custom properties of the first rule with this selector. */
function rule(selector: string): Tokens {
  const start = css.indexOf(`${selector} {`);
  const body = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start));
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]));
}

/** The hexadecimal value of a token in a light or dark scheme. */
function value(tokens: Tokens, name: string, scheme: 'light' | 'dark'): string {
  const text = tokens[name] ?? '';
  const pair = /light-dark\((#\w+),\s*(#\w+)\)/.exec(text);
  const hex = pair ? (scheme === 'light' ? pair[1] : pair[2]) : text;
  expect(hex, `--${name}`).toMatch(/^#[\da-f]{6}$/);
  return hex ?? '';
}

/** Relative luminance, WCAG 2.2: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const normal = rule(':root');
const high = { ...normal, ...rule(':root[data-theme^="hc-"]') };
const themes = [
  ['light', normal, 'light'],
  ['dark', normal, 'dark'],
  ['high contrast light', high, 'light'],
  ['high contrast dark', high, 'dark'],
] as const;

const SURFACES = ['bg', 'surface', 'surface-2'];
const TEXTS = ['fg', 'muted', 'link', 'accent', 'info', 'ok', 'warn', 'danger'];
const LINES = ['field-line', 'ring'];

describe.each(themes)('%s', (_name, tokens, scheme) => {
  const ratio = (a: string, b: string) => contrast(value(tokens, a, scheme), value(tokens, b, scheme));

  test.each(TEXTS)('text in --%s is readable on every surface', (text) => {
    for (const surface of SURFACES) expect(ratio(text, surface), surface).toBeGreaterThanOrEqual(4.5);
  });

  test.each(LINES)('--%s can be seen on every surface', (line) => {
    for (const surface of SURFACES) expect(ratio(line, surface), surface).toBeGreaterThanOrEqual(3);
  });

  test.each(['primary', 'primary-hover'])('text on --%s is readable', (fill) => {
    expect(ratio('on-primary', fill)).toBeGreaterThanOrEqual(4.5);
  });
});

test('high contrast is the same whether chosen or asked for by the system', () => {
  expect(rule(':root:not([data-theme])')).toEqual(rule(':root[data-theme^="hc-"]'));
});

test('black on white is 21', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#8b5cf6', '#ffffff')).toBeCloseTo(4.23, 2);
});
