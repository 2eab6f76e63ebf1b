/** Every kind and every subresource, sent with next to nothing in it: taken, or refused in words; what was taken harms no list and no controller. */
import { expect, test } from 'vitest';
import { decodeUtf8, encodeBase64, encodeUtf8 } from '../base/index.ts';
import { scenarioNamed } from './scenarios/index.ts';
import { World } from './world.ts';

interface Resource {
  readonly name: string;
  readonly namespaced: boolean;
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
}

interface Schema {
  readonly $ref?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly 'x-kubernetes-group-version-kind'?: readonly { readonly group: string; readonly version: string; readonly kind: string }[];
}

type Definitions = Readonly<Record<string, Schema>>;

const DEPTH = 7; // as deep as a probe of a template's container

/** Objects with nothing but the way to one empty object or list entry in them, for each that the schema has. */
function* hollow(schema: Schema, all: Definitions, depth: number): Generator<object> {
  yield {};
  const { properties = {} } = schema.$ref === undefined ? schema : (all[schema.$ref.replace('#/definitions/', '')] ?? {});
  if (depth === 0) return;
  for (const [name, field] of Object.entries(properties)) {
    if (name === 'metadata') continue;
    if (field.$ref !== undefined) for (const value of hollow(field, all, depth - 1)) yield { [name]: value };
    else if (field.items?.$ref !== undefined) for (const value of hollow(field.items, all, depth - 1)) yield { [name]: [value] };
  }
}

const ownWords = /undefined|null|is not (?:a function|iterable)|\[object/;

test('every kind with next to nothing in it', () => {
  const world = new World(scenarioNamed('default'), 'bare');
  let answer = { status: 0, text: '' };
  world.outside.listener = { head: (_, status) => void (answer = { status, text: '' }), write: (_, chunk) => void (answer.text += decodeUtf8(chunk)), end() {} };
  const ask = (method: string, path: string, body?: object): typeof answer => {
    answer = { status: 0, text: '' };
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    world.outside.open(1, { method, path, query: [], headers, body: body ? encodeBase64(encodeUtf8(JSON.stringify(body))) : '', user: 'kubernetes-admin' });
    world.clock.run(world.clock.now, { stepsMax: 1_000 });
    return answer;
  };
  const read = (path: string) => JSON.parse(ask('GET', path).text) as { readonly groupVersion: string; readonly resources: readonly Resource[]; readonly groups: readonly { readonly versions: readonly { readonly groupVersion: string }[] }[] };
  world.commands.run(1, 'laptop', 'kubectl get nodes'); // with the first request the server writes what every cluster begins with
  world.clock.run(world.clock.now + 1_000, { stepsMax: 10_000 });

  const { definitions } = JSON.parse(ask('GET', '/openapi/v2').text) as { readonly definitions: Definitions };
  const lists: string[] = [];
  let asked = 0;
  for (const root of ['/api/v1', ...read('/apis').groups.flatMap(({ versions }) => versions.map(({ groupVersion }) => `/apis/${groupVersion}`))]) {
    const { groupVersion, resources } = read(root);
    for (const { name, namespaced, kind, group, version, verbs } of resources.filter((resource) => !resource.name.endsWith('/proxy'))) {
      const path = `${root}/${namespaced ? 'namespaces/default/' : ''}${name.replace('/', '/x/')}`;
      const method = verbs.includes('create') ? 'POST' : 'PUT';
      const apiVersion = version ? [group, version].filter(Boolean).join('/') : groupVersion;
      const schema = Object.values(definitions).find((one) => one['x-kubernetes-group-version-kind']?.some((of) => of.kind === kind && [of.group, of.version].filter(Boolean).join('/') === apiVersion));
      for (const body of [{ spec: null, status: null }, ...hollow(schema ?? {}, definitions, DEPTH)]) {
        asked++;
        const { status, text } = ask(method, path, { apiVersion, kind, metadata: { name: 'x' }, ...body });
        expect([method, path, body, status < 500 && status > 0], text.slice(0, 300)).toEqual([method, path, body, true]);
      }
      if (verbs.includes('list')) lists.push(path);
    }
  }
  expect(asked).toBeGreaterThan(7_000);
  expect(lists.length).toBeGreaterThan(55);
  world.clock.run(world.clock.now + 60_000, { stepsMax: 1_000_000 });
  for (const path of lists) expect([path, ask('GET', path).status]).toEqual([path, 200]);
  expect(world.trace.since(1).filter(({ code, args }) => code === 'program-crashed' || (code === 'reconcile-failed' && ownWords.test(JSON.stringify(args))))).toEqual([]);
});
