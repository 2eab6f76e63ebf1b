import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { allKinds } from '../../kinds/all.ts';
import { definitionOf } from '../../kinds/kind.ts';
import type { FieldType, ScalarCode, Structure } from '../../schema/structure-reader.ts';
import { makeCluster, send } from '../test-cluster.ts';

const words = ['', 'a', 'A b', 'default', 'web', 'Always', 'RollingUpdate', 'ClusterIP', 'NodePort', 'None', 'TCP', '10.96.0.7', '50%', 'nginx:1', 'x/y/z', '..', '\u0000', '中', 'a'.repeat(300)];
const scalars: Readonly<Record<ScalarCode, fc.Arbitrary<unknown>>> = {
  s: fc.constantFrom(...words),
  i: fc.constantFrom(0, 1, -1, 80, 30_080, 65_536, 2_147_483_647),
  l: fc.constantFrom(0, 1, -1, 30, 4_294_967_296),
  n: fc.constantFrom(0, 0.5, -1),
  b: fc.boolean(),
  y: fc.constantFrom('', 'YQ==', 'eyJ9'),
  t: fc.constantFrom(null, '2026-11-21T20:00:00Z'),
  T: fc.constantFrom(null, '2026-11-21T20:00:00.000001Z'),
  q: fc.constantFrom('0', '1', '500m', '1Gi', '-1', 3),
  p: fc.constantFrom(0, 80, -1, 'http', '25%', '', '0%'),
  j: fc.constantFrom({}, { a: 1 }),
  f: fc.constantFrom({}, { 'f:spec': {} }, { 'k:broken': {} }),
};

/** Any value of a definition: every type right, hardly anything else. */
function valueOf(type: FieldType, structure: Structure, depth: number): fc.Arbitrary<unknown> {
  if (type.form === 'scalar') return scalars[type.code];
  if (type.form === 'list') return fc.array(valueOf(type.of, structure, depth), { maxLength: 2 });
  if (type.form === 'map') return fc.dictionary(fc.constantFrom('a', 'cpu', 'app', 'bad key', '__proto__'), valueOf(type.of, structure, depth), { maxKeys: 2 });
  if (depth === 0) return fc.constant({});
  const { fields } = structure.definition(type.definition);
  const wanted = [...fields.values()].filter((field) => !unwanted.has(field.name));
  return fc.record(Object.fromEntries(wanted.map((field) => [field.name, valueOf(field.type, structure, depth - 1)])), { requiredKeys: depth > 2 ? wanted.filter((field) => field.isRequired).map((field) => field.name) : [] });
}

/** Said by the path, or refused before anything else is looked at. */
const unwanted = new Set(['apiVersion', 'kind', 'namespace', 'resourceVersion', 'initContainers', 'ephemeralContainers', 'affinity']);

describe.each(['1.20', '1.36'])('objects of %s whose types are right', (release) => {
  const { server, clock } = makeCluster(release);
  const kinds = allKinds.filter((kind) => server.kinds.ofTable(kind.table));

  test.each(kinds.map((kind) => [kind.kind, kind] as const))('%s: is made or refused with its mistakes, and shown', (_, kind) => {
    const served = server.kinds.served.find((s) => s.kind === kind)!;
    const base = served.group === '' ? '/api/v1' : `/apis/${served.apiVersion}`;
    const path = kind.namespaced ? `${base}/namespaces/default/${kind.plural}` : `${base}/${kind.plural}`;
    const value = valueOf({ form: 'object', definition: definitionOf(served.group, served.version.name, kind.kind) }, server.structure, 6);
    let made = 0;
    fc.assert(
      fc.property(value, fc.boolean(), (object, isNamed) => {
        const metadata = isNamed ? { name: `n${made}` } : ((object as { metadata?: object }).metadata ?? {});
        const answer = send(server, 'POST', path, { ...(object as object), metadata });
        if (answer.status === 201) made++;
        else {
          expect(answer.json).toMatchObject({ kind: 'Status', status: 'Failure' });
          expect([answer.status, answer.json.message]).not.toEqual([500, expect.anything()]);
          expect(answer.json.message.replaceAll(/must be (?:true or undefined|undefined to be structural)/g, '')).not.toMatch(/undefined|\[object/);
        }
      }),
      { numRuns: 60 },
    );
    const shown = send(server, 'GET', path, undefined, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' });
    expect(shown.status).toBe(200);
    for (const row of shown.json.rows) expect(row.cells.join(' ')).not.toMatch(/undefined|NaN|\[object/);
    clock.run(clock.now + 1, { stepsMax: 100 });
  });
});
