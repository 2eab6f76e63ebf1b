/** Snapshots whose digest is right and whose content is not: etcd refuses them, or a cluster begins from them that nothing brings down. */
import { expect, test } from 'vitest';
import { bytesToHex, concat, decodeUtf8, encodeUtf8, sha256Bytes, type Json } from '../base/index.ts';
import { Random } from '../sim/index.ts';
import { loadAllAssets } from './assets.ts';
import { scenarioNamed } from './scenarios/index.ts';
import { World } from './world.ts';

const controlPlane = 'control-plane';
const saved = '/opt/saved.db';
const etcdctl = 'etcdctl --endpoints https://127.0.0.1:2379 --cacert /etc/kubernetes/pki/etcd/ca.crt --cert /etc/kubernetes/pki/etcd/server.crt --key /etc/kubernetes/pki/etcd/server.key';
const ownWords = /undefined|Cannot read|is not (?:a function|iterable)|\[object|assert|RangeError|call stack/;
const keyed = /"etcd"|"key":"[^"]/;
const strange: readonly Json[] = [null, 0, -1, 1e21, '', 'x', '\u0000', true, [], {}, [null], { a: null }, ['x', 5], '9'.repeat(400)];

/** As `snapshot save` would have written it. */
function sealed(lines: readonly string[]): Uint8Array {
  const text = lines.join('\n');
  const body = encodeUtf8(text.padEnd(Math.ceil((encodeUtf8(text).length + 1) / 512) * 512 - (encodeUtf8(text).length - text.length), '\n'));
  return concat([body, sha256Bytes(body)]);
}

function run(world: World, command: string): void {
  world.commands.run(1, controlPlane, command);
  world.clock.run(world.clock.now + 2_000, { stepsMax: 200_000 });
}

/** A value somewhere inside becomes another, or goes. */
function damaged(value: Json, random: Random): Json {
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (names.length === 0 || random.next() % 6 === 0) return random.pick(strange);
  const name = random.pick(names);
  const inside = (value as Record<string, Json>)[name]!;
  if (Array.isArray(value)) return value.map((one: Json, i) => (String(i) === name ? damaged(inside, random) : one));
  if (random.next() % 5 === 0) return Object.fromEntries(Object.entries(value as object).filter(([each]) => each !== name));
  return { ...(value as object), [name]: damaged(inside, random) };
}

function damagedLine(line: string, random: Random): string {
  const kept = JSON.parse(line) as { readonly value?: string };
  if (kept.value?.startsWith('{')) return JSON.stringify({ ...kept, value: JSON.stringify(damaged(JSON.parse(kept.value) as Json, random)) });
  return JSON.stringify(damaged(kept, random));
}

test('damage within', { timeout: 300_000 }, async () => {
  await loadAllAssets();
  const world = new World(scenarioNamed('default'), 'damaged');
  const { files } = world.hosts.get(controlPlane)!;
  run(world, 'export KUBECONFIG=/etc/kubernetes/admin.conf; kubectl create deployment web --image=nginx:1.22 --replicas=2; kubectl expose deployment web --port 80; kubectl create job j --image=busybox -- true; kubectl create namespace n; kubectl autoscale deployment web --max 3; kubectl create pdb p --selector app=web --min-available 1');
  world.clock.run(world.clock.now + 30_000, { stepsMax: 500_000 });
  run(world, `${etcdctl} snapshot save ${saved}`);
  const lines = decodeUtf8(files.readFile(saved).subarray(0, -32)).trimEnd().split('\n');
  expect(bytesToHex(sealed(lines).subarray(-32))).toBe(bytesToHex(files.readFile(saved).subarray(-32)));

  const manifest = '/etc/kubernetes/manifests/etcd.yaml';
  for (let round = 0; round < 10; round++) {
    const random = new Random(`harm ${round}`);
    const file = `/opt/damaged-${round}.db`;
    files.writeFile(file, sealed(lines.map((line, i) => (i > 0 && random.next() % (round % 3 === 0 ? 4 : 60) === 0 ? damagedLine(line, random) : line)).filter((line) => line !== '')));
    run(world, `etcdutl snapshot restore ${file} --data-dir /var/lib/etcd-${round}; sed -i 's#path: /var/lib/etcd.*#path: /var/lib/etcd-${round}#' ${manifest}`);
    world.clock.run(world.clock.now + 60_000, { stepsMax: 500_000 });
    const isWhole = files.readText(file).split('\n').every((line) => !line.startsWith('{') || keyed.test(line));
    expect([round, files.readText(`/var/lib/etcd-${round}/member/snap/db`).startsWith('etcd ')]).toEqual([round, isWhole]);
  }
  expect(world.trace.since(1).filter(({ code, args }) => code === 'program-crashed' || (code === 'reconcile-failed' && ownWords.test(JSON.stringify(args))))).toEqual([]);
});
