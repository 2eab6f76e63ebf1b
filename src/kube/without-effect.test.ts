import { expect, test } from 'vitest';
import { Release } from './meta/release.ts';
import { Structure } from './schema/structure-reader.ts';
import { fieldsWithoutEffect, isWithoutEffect } from './without-effect.ts';

test('each is a field that some release has', () => {
  const structures = ['1.11', '1.20', '1.36'].map((release) => new Structure(new Release(release)));
  for (const path of fieldsWithoutEffect()) {
    const at = path.lastIndexOf('.');
    const isKnown = structures.some((structure) => structure.definition(path.slice(0, at)).fields.has(path.slice(at + 1)));
    expect([path, isKnown]).toEqual([path, true]);
  }
  expect(isWithoutEffect('core.v1.PodSpec', 'containers')).toBe(false);
});
