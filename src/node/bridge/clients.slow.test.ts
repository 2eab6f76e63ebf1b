/** What real clients do beyond lines and answers: the library for Node with its informer, forwarded ports, standard input. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Session } from '../../world/index.ts';
import { runByTheWallClock } from './by-the-wall-clock.ts';
import { expectSameAgain } from './expect-same-again.ts';
import { makeHttpServer } from './http-door.ts';
import { LiveSession } from './live-session.ts';
import { clientNode, isLeftOut, kubectl, pathOf } from './real-clients.ts';
import { runClient, type Running } from './run-client.ts';

const program = fileURLToPath(new URL('client-node-program.mjs', import.meta.url));
const library = clientNode();
const clients = (['1.20', '1.31', '1.35'] as const).map((version) => ({ version, client: kubectl(version) }));

const live = new LiveSession(new Session('default', '1'));
const server = makeHttpServer(live);
const folder = mkdtempSync(join(tmpdir(), 'bridge-')); // where clients keep what they found out about a server, by its port
let address = '';
let stop = (): void => {};

beforeAll(async () => {
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stop = runByTheWallClock(live);
});
afterAll(() => {
  stop();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

test.skipIf(isLeftOut(library))('@kubernetes/client-node: apply, list, informer, exec, port-forward, log, delete', async () => {
  const { stdout } = await runClient(process.execPath, [program, pathOf(library), address], folder).ended;
  const { page, log, seen, ...rest } = JSON.parse(stdout) as { page: string; log: string; seen: string[] } & Record<string, unknown>;
  expect(rest).toEqual({
    labels: { app: 'web', tier: 'front' },
    listed: 1,
    ran: { stdout: 'got abc\n', stderr: 'no\n', status: expect.objectContaining({ status: 'Failure', reason: 'NonZeroExitCode' }) },
    refused: 404,
  });
  expect(page).toContain('Welcome to nginx!');
  expect(log).toContain('"GET / HTTP/1.1" 200');
  expect(seen[0]).toBe('add Pending');
  expect(seen).toContain('update Running');
  expect(seen.at(-1)).toMatch(/^delete /);
}, 90_000);

describe.each(clients)('kubectl $version', ({ version, client }) => {
  const name = `pod-${version.replace('.', '-')}`;
  const run = (...args: string[]): Running => runClient(pathOf(client), [`--server=${address}`, ...args], folder);

  test.skipIf(isLeftOut(client))('a forwarded port gives the page of the pod, and what is piped in arrives', async () => {
    await run('run', name, '--image=nginx:1.23').ended;
    await run('wait', '--for=condition=Ready', `pod/${name}`, '--timeout=60s').ended;
    const { process: forward } = run('port-forward', `pod/${name}`, ':80');
    const port = await new Promise<string>((found) => forward.stdout.on('data', (text: Buffer) => found(/127\.0\.0\.1:(\d+)/.exec(text.toString())?.[1] ?? '')));
    const pages = await Promise.all([1, 2, 3].map(async () => (await fetch(`http://127.0.0.1:${port}/`)).text()));
    forward.kill();
    for (const page of pages) expect(page).toContain('Welcome to nginx!');
    const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`).join('');
    const piped = run('exec', '-i', name, '--', 'cat');
    piped.process.stdin.end(lines);
    expect((await piped.ended).stdout).toBe(lines);
  }, 120_000);
});

test('all of it plays again to the same hash', async () => {
  stop();
  await expectSameAgain(live.session);
});
