import { expect, test } from 'vitest';
import { Release } from '../meta/release.ts';
import { Structure } from '../schema/structure-reader.ts';
import { allKinds } from './all.ts';
import { kinds as moreKinds } from './more-kinds.ts';
import { KindRegistry } from './registry.ts';

const names = (kinds: readonly { readonly kind: string }[]) => kinds.map(({ kind }) => kind).toSorted();

test('every kind that is known by its names alone has the rest in more-kinds.ts', () => {
  expect(names(moreKinds.map(([kind]) => kind)), 'list the kind in all.ts, with onDemand, and with its details in more-kinds.ts').toEqual(names(allKinds.filter((kind) => kind.onDemand)));
});

test.each(['1.11', '1.20', '1.36'])('the fields of every kind that %s serves are in the structure', (text) => {
  const release = new Release(text);
  const structure = new Structure(release);
  const missing = new KindRegistry(allKinds, release).served.map(({ definition }) => definition).filter((definition) => !structure.has(definition));
  expect(missing, 'src/node/make-schema.ts writes the structure').toEqual([]);
});
