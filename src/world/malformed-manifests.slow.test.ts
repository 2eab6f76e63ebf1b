/**
 * Manifests that are wrong in every way that a text can be: each is refused in words, by the API and by kubectl, and leaves the
 * cluster as it was. What may grow (texts, aliases, depth) is bounded by counts, and by the time that the slowest of them takes.
 */
import fc from 'fast-check';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { decodeUtf8, encodeBase64, encodeUtf8 } from '../base/index.ts';
import { loadAllAssets } from './assets.ts';
import { asJson, asYaml, malformed, wholeManifests, type Malformed } from './malformed-manifests.ts';
import { scenarioNamed } from './scenarios/index.ts';
import { World } from './world.ts';

let world: World;
let answer = { status: 0, text: '' };

beforeAll(loadAllAssets);
beforeEach(() => {
  world = new World(scenarioNamed('default'), 'malformed');
  world.outside.listener = {
    head: (_, status) => void (answer = { status, text: '' }),
    write: (_, chunk) => void (answer.text += decodeUtf8(chunk)),
    end() {},
  };
  world.commands.run(1, 'laptop', 'kubectl get nodes'); // with the first request the server writes what every cluster begins with
  world.clock.run(world.clock.now + 1_000, { stepsMax: 10_000 });
});

/** Answered in this very instant, or the test waits in vain. */
function post(path: string, body: Uint8Array, type: string): typeof answer {
  answer = { status: 0, text: '' };
  const headers = { 'content-type': type, 'user-agent': 'kubectl/v1.36.0' };
  world.outside.open(1, { method: 'POST', path, query: [['fieldValidation', ['Strict']]], headers, body: encodeBase64(body), user: 'kubernetes-admin' });
  world.clock.run(world.clock.now, { stepsMax: 100 });
  return answer;
}

const revision = (): number => world.clusters[0]!.store.revision;
/** CPU time, since others may be at work: far above what megabytes take, far below what grows without bound. */
const slowestMs = 10_000;

function timed(how: string, run: () => void): void {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  expect([how, (user + system) / 1000 < slowestMs]).toEqual([how, true]);
}

const ownWords = /undefined|Cannot read|is not (?:a function|iterable)|\[object|assert|RangeError|call stack/;

test('unharmed, each of them is taken', () => {
  for (const { path, value } of wholeManifests) {
    const before = revision();
    expect([path, post(path, encodeUtf8(asJson(value)), 'application/json').status]).toEqual([path, 201]);
    expect(post(path, encodeUtf8(asYaml({ ...value, metadata: { ...(value['metadata'] as object), name: 'again' } })), 'application/yaml').status).toBe(201);
    expect(revision()).toBeGreaterThan(before);
  }
});

test('9,000 at the API\'s door', { timeout: 600_000 }, () => {
  const kinds = new Map<string, number>();
  fc.assert(
    fc.property(fc.noShrink(malformed), ({ how, path, body, type }: Malformed) => {
      const before = revision();
      timed(how, () => post(path, body, type));
      const { status: code, text } = answer;
      const status = JSON.parse(text) as { kind: string; status: string; code: number; message: string };
      expect([how, status], text.slice(0, 500)).toEqual([how, expect.objectContaining({ kind: 'Status', status: 'Failure', code })]);
      expect(code).toBeGreaterThanOrEqual(400);
      expect(code).toBeLessThan(500);
      expect(status.message.length).toBeGreaterThan(10);
      expect(status.message.length).toBeLessThan(100_000);
      expect(status.message).not.toMatch(ownWords);
      expect(revision()).toBe(before);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      kinds.set(how, (kinds.get(how) ?? 0) + 1);
    }),
    { numRuns: 9_000, seed: 1, endOnFailure: true },
  );
  expect([...kinds.values()].every((count) => count > 10)).toBe(true);
  expect(kinds.size).toBe(11);
});

test('1,000 by kubectl apply', { timeout: 600_000 }, () => {
  let typed = 0;
  fc.assert(
    fc.property(fc.noShrink(malformed), ({ how, text, isTakenByKubectl }: Malformed) => {
      if (isTakenByKubectl) return;
      typed++;
      world.hostNamed('laptop').files.writeFile('/home/student/bad.yaml', text);
      const before = revision();
      let ended: { exitCode: number; stderr: string } | undefined;
      world.commands.ended = (result) => void (ended = result);
      world.commands.run(1, 'laptop', 'kubectl apply -f bad.yaml');
      let reason: unknown;
      timed(how, () => ({ reason } = world.clock.run(world.clock.now, { stepsMax: 5_000 })));
      expect([how, reason, ended?.exitCode, ended?.stderr.slice(0, 300)]).toEqual([how, expect.anything(), 1, expect.stringMatching(/^(?:error|Error from server|The |Warning: )/)]);
      expect(ended!.stderr).not.toMatch(ownWords);
      expect(revision()).toBe(before);
    }),
    { numRuns: 1_100, seed: 2, endOnFailure: true },
  );
  expect(typed).toBeGreaterThan(950);
});
