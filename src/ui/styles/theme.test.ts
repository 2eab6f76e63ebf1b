import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

function tokens(theme: 'paper' | 'deep'): Map<string, string> {
  const block = css.slice(css.indexOf(`[data-theme='${theme}']`));
  const body = block.slice(block.indexOf('{') + 1, block.indexOf('}'));
  return new Map([...body.matchAll(/--([\w-]+):\s*(#[\da-f]{6});/g)].map(([, name, colour]) => [name!, colour!]));
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

const GROUNDS = ['ground', 'surface', 'sunken'];

for (const theme of ['paper', 'deep'] as const) {
  const of = (name: string) => tokens(theme).get(name)!;
  const check = (front: string, back: string, least: number) => expect(contrast(of(front), of(back)), `${theme}: ${front} on ${back}`).toBeGreaterThanOrEqual(least);

  test(`${theme}: text is AAA on every ground`, () => {
    for (const ground of GROUNDS) for (const text of ['ink', 'ink-soft']) check(text, ground, 7);
    for (const soft of ['accent-soft', 'bad-soft', 'warn-soft', 'glass']) check('ink', soft, 7);
    check('on-accent', 'accent', 7);
    for (const word of ['accent', 'bad', 'warn']) check(word, 'surface', 7);
  });

  test(`${theme}: words on soft grounds are AA, lines and pods 3 to 1`, () => {
    check('ink-soft', 'accent-soft', 4.5);
    check('bad', 'bad-soft', 4.5);
    check('accent', 'accent-soft', 4.5);
    for (const word of ['accent', 'bad', 'warn']) for (const ground of GROUNDS) check(word, ground, 4.5);
    for (const ground of GROUNDS) {
      check('line-strong', ground, 3);
      for (let i = 0; i < 8; i++) check(`hue-${i}`, ground, 3);
      check('hue-none', ground, 3);
    }
  });
}

test('both themes have the same tokens', () => {
  expect([...tokens('deep').keys()]).toEqual([...tokens('paper').keys()]);
});
