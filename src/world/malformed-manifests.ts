/** Manifests for tests: whole ones of many kinds, and the ways in which one can be spoilt so that it must be refused. */
import fc from 'fast-check';
import { encodeUtf8, printYaml, type Json, type JsonObject } from '../base/index.ts';

export interface Manifest {
  readonly path: string;
  readonly value: JsonObject;
}

const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'nginx:1.23', ports: [{ containerPort: 80 }], env: [{ name: 'A', value: 'b' }] }] } };
const selector = { matchLabels: { app: 'a' } };
const core = '/api/v1/namespaces/default';
const made = (path: string, apiVersion: string, kind: string, rest: JsonObject): Manifest => ({ path, value: { apiVersion, kind, metadata: { name: 'm', labels: { app: 'a' } }, ...rest } });

export const wholeManifests: readonly Manifest[] = [
  made(`${core}/pods`, 'v1', 'Pod', { spec: template.spec }),
  made('/apis/apps/v1/namespaces/default/deployments', 'apps/v1', 'Deployment', { spec: { replicas: 1, selector, template } }),
  made('/apis/apps/v1/namespaces/default/statefulsets', 'apps/v1', 'StatefulSet', { spec: { replicas: 1, serviceName: 's', selector, template } }),
  made('/apis/apps/v1/namespaces/default/daemonsets', 'apps/v1', 'DaemonSet', { spec: { selector, template } }),
  made('/apis/batch/v1/namespaces/default/jobs', 'batch/v1', 'Job', { spec: { parallelism: 1, template: { spec: { ...template.spec, restartPolicy: 'Never' } } } }),
  made('/apis/batch/v1/namespaces/default/cronjobs', 'batch/v1', 'CronJob', { spec: { schedule: '* * * * *', suspend: true, jobTemplate: { spec: { parallelism: 1, template: { spec: { ...template.spec, restartPolicy: 'Never' } } } } } }),
  made(`${core}/services`, 'v1', 'Service', { spec: { selector: { app: 'a' }, ports: [{ port: 80, name: 'http' }] } }),
  made(`${core}/configmaps`, 'v1', 'ConfigMap', { data: { key: 'value' } }),
  made(`${core}/secrets`, 'v1', 'Secret', { stringData: { key: 'value' } }),
  made('/apis/networking.k8s.io/v1/namespaces/default/ingresses', 'networking.k8s.io/v1', 'Ingress', { spec: { rules: [{ host: 'a.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 's', port: { number: 80 } } } }] } }] } }),
  made('/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles', 'rbac.authorization.k8s.io/v1', 'Role', { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] }),
  made(`${core}/persistentvolumeclaims`, 'v1', 'PersistentVolumeClaim', { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }),
];

export const asJson = (value: Json): string => JSON.stringify(value);
export const asYaml = (value: Json): string => printYaml(value);

export interface Malformed {
  readonly how: string;
  readonly path: string;
  readonly body: Uint8Array;
  readonly type: 'application/json' | 'application/yaml';
  /** As a file for kubectl. */
  readonly text: string;
  /** kubectl reads YAML as it always has: of a key given twice it takes the last, and sends what is left. */
  readonly isTakenByKubectl?: boolean;
}

/** A way to spoil a whole manifest. `at` chooses the place, `size` how much. */
type Way = (manifest: Manifest, at: number, size: number) => Omit<Malformed, 'how' | 'path'>;

const json = (text: string, more: { readonly isTakenByKubectl?: boolean } = {}): ReturnType<Way> => ({ type: 'application/json', body: encodeUtf8(text), text, ...more });
const yaml = (text: string): ReturnType<Way> => ({ type: 'application/yaml', body: encodeUtf8(text), text });

/** Every place of a value: its objects, and how to put something else there. */
function places(value: Json, replace: (next: Json) => Json): { readonly value: Json; readonly put: (next: Json) => Json }[] {
  const here = [{ value, put: replace }];
  if (Array.isArray(value)) return [...here, ...value.flatMap((item, i) => places(item, (next) => replace(value.with(i, next))))];
  if (value === null || typeof value !== 'object') return here;
  const members = value as JsonObject;
  return [...here, ...Object.keys(members).flatMap((key) => places(members[key]!, (next) => replace({ ...members, [key]: next })))];
}

const all = (value: JsonObject) => places(value, (next) => next);
const pick = <T>(list: readonly T[], at: number): T => list[at % list.length]!;
/** Objects whose fields the schema names: not the maps of the user's own keys. */
const typedObjects = (value: JsonObject) => all(value).filter((place) => typeof place.value === 'object' && place.value !== null && !Array.isArray(place.value) && !isMap(place.value as JsonObject));
const isMap = (value: JsonObject): boolean => ['app', 'key', 'storage'].some((key) => Object.hasOwn(value, key));

/** Of another type than stood there. */
function otherType(value: Json, size: number): Json {
  if (typeof value === 'string') return pick<Json>([{ a: 1 }, [1], true, ...(value === '1Gi' ? [] : [7])], size); // a quantity may be a number
  if (typeof value === 'number') return pick<Json>(['x', {}, [], true, 1.5], size);
  if (typeof value === 'boolean') return pick<Json>(['x', 1, {}, []], size);
  return Array.isArray(value) ? pick<Json>(['x', 1, true, { a: 'b' }], size) : pick<Json>(['x', 1, true, ['a']], size);
}

const hugeNumbers = ['1e999', '99999999999999999999', '-1e400', `1${'0'.repeat(400)}`, '9223372036854775808', '2147483648.5'];
const pollution = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];

const ways: Readonly<Record<string, Way>> = {
  deep: ({ value }, at, size) => {
    const depth = 200 + size * 500;
    const inner = at % 2 === 0 ? `${'['.repeat(depth)}${']'.repeat(depth)}` : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    return json(asJson({ ...value, spec: '@' }).replace('"@"', inner));
  },
  huge: ({ value }, at, size) => {
    const long = 'x'.repeat(3_200_000 + size);
    return json(asJson(at % 2 === 0 ? { ...value, metadata: { name: 'm', annotations: { long } } } : { ...value, data: { [long]: 'x' } }));
  },
  aliases: ({ value }, at, size) => {
    const levels = 8 + (size % 30);
    const list = (of: string): string => `[${Array.from({ length: 10 }, () => of).join(',')}]`;
    const bombs = Array.from({ length: levels }, (_, i) => `b${i}: &b${i} ${list(i === 0 ? '"lol"' : `*b${i - 1}`)}`);
    return yaml(`${bombs.join('\n')}\n${asYaml(value)}\n${pick(['spec2', 'zz'], at)}: *b${levels - 1}\n`);
  },
  'wrong type': ({ value }, at, size) => {
    const place = pick(all(value).slice(1).filter((p) => p.value !== null), at);
    return json(asJson(place.put(otherType(place.value, size))));
  },
  'control characters': ({ value }, at, size) => {
    const char = String.fromCharCode(pick([0, 1, 7, 8, 11, 12, 14, 27, 31, 127], size));
    const text = at % 2 === 0 ? asYaml(value) : asJson(value);
    const cut = text.indexOf('name') + 2;
    const spoilt = text.slice(0, cut) + char + text.slice(cut);
    return at % 2 === 0 ? yaml(spoilt) : json(spoilt);
  },
  'a key twice': ({ value }, at) => {
    const place = pick(typedObjects(value).filter((p) => Object.keys(p.value as object).length > 0), at);
    const members = place.value as JsonObject;
    const key = pick(Object.keys(members), at);
    const twice = `${asJson(members).slice(0, -1)},${asJson(key)}:${asJson(members[key]!)}}`;
    return json(asJson(place.put('@@')).replace('"@@"', () => twice), { isTakenByKubectl: true });
  },
  'an unknown field': ({ value }, at, size) => {
    const place = pick(typedObjects(value), at);
    return json(asJson(place.put({ ...(place.value as JsonObject), [pick(['replica', 'Spec', 'foo', 'imagePullPolice', 'x'.repeat(50), '中文', ''], size)]: 1 })));
  },
  'wrong encoding': ({ value }, at) => {
    const text = asJson(value);
    const bytes = pick([utf16(text), new Uint8Array([0xff, 0xfe, ...encodeUtf8(text)]), new Uint8Array([0x80, 0x81, ...encodeUtf8(text)]), new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0])], at);
    return { type: 'application/json', body: bytes, text: `\ufffd\ufffd${text}` };
  },
  'enormous numbers': ({ value }, at, size) => {
    const counted = { ...value, metadata: { ...(value['metadata'] as JsonObject), generation: 1 } };
    const place = pick(all(counted).filter((p) => typeof p.value === 'number'), at);
    return json(asJson(place.put('@')).replace('"@"', pick(hugeNumbers, size)));
  },
  pollution: ({ value }, at, size) => {
    const place = pick(typedObjects(value), at);
    const spoilt = `${asJson(place.value).slice(0, -1)},"${pick(pollution, size)}":{"polluted":1}}`.replace('{,', '{');
    return json(asJson(place.put('@@')).replace('"@@"', () => spoilt));
  },
  'cut off': ({ value }, at) => {
    const text = asJson(value);
    return json(text.slice(0, 1 + (at % (text.length - 1))));
  },
};

function utf16(text: string): Uint8Array {
  return new Uint8Array([...text].flatMap((char) => [char.charCodeAt(0) & 255, char.charCodeAt(0) >> 8]));
}

/** Of megabytes a few will do. */
const weights: Readonly<Record<string, number>> = { huge: 1, deep: 10 };

export const malformed: fc.Arbitrary<Malformed> = fc
  .tuple(fc.constantFrom(...wholeManifests), fc.oneof(...Object.keys(ways).map((how) => ({ weight: weights[how] ?? 40, arbitrary: fc.constant(how) }))), fc.nat(10_000), fc.nat(100))
  .map(([manifest, how, at, size]) => ({ how, path: manifest.path, ...ways[how]!(manifest, at, size) }));
