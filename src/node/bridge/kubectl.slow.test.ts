/**
 * Real kubectls drive a world through the bridge, and our own kubectl of the same release types the same lines in a world
 * that began alike: both must print the same. A client that cannot be had here is skipped by name; in CI it must be there.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenarioNamed, Session, World } from '../../world/index.ts';
import { expectSameAgain } from './expect-same-again.ts';
import { makeHttpServer } from './http-door.ts';
import { LiveSession } from './live-session.ts';
import { isLeftOut, kubectl, pathOf } from './real-clients.ts';
import { runClient, type Ran } from './run-client.ts';
import { manifest, sixtyCommands } from './sixty-commands.ts';
import { WhileIdle } from './while-idle.ts';

const seed = '1';
const settleMs = 5_000;

describe.each([
  { version: '1.20', scenario: 'golden', host: 'orc', home: '/root' },
  { version: '1.31', scenario: 'default', host: 'laptop', home: '/home/student' },
  { version: '1.35', scenario: 'default', host: 'laptop', home: '/home/student' },
] as const)('kubectl $version', ({ version, scenario, host, home }) => {
  const client = kubectl(version);
  const folder = mkdtempSync(join(tmpdir(), 'bridge-'));
  let live: LiveSession;
  let time: WhileIdle;
  let ours: World;
  let server: ReturnType<typeof makeHttpServer>;

  beforeAll(async () => {
    live = new LiveSession(new Session(scenario, seed));
    time = new WhileIdle(live);
    const same = scenarioNamed(scenario);
    ours = new World({ ...same, clusters: same.clusters.map((cluster) => ({ ...cluster, client: version })) }, seed);
    ours.saveFile(host, `${home}/web.yaml`, manifest);
    writeFileSync(join(folder, 'web.yaml'), manifest);
    server = makeHttpServer(live);
    await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready));
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.skipIf(isLeftOut(client)).each(sixtyCommands(version))('$line', async ({ line, printed }) => {
    const code = Number(/^!(\d+) /.exec(line)?.[1] ?? 0);
    const args = line.replace(/^!\d+ /, '').split(' ').map((arg) => arg.replaceAll('\u00a0', ' '));
    const { port } = server.address() as AddressInfo;
    const real = await time.during(runClient(pathOf(client), [`--server=http://127.0.0.1:${port}`, `--cache-dir=${join(folder, 'cache')}`, ...args], folder));
    expect(`${real.stdout}${real.stderr}`.trim()).toMatch(printed);
    expect(real.code).toBe(code);
    const own = typeHere(ours, host, args);
    const now = Math.max(live.session.world.clock.now, ours.clock.now) + settleMs;
    live.advance(now - live.session.world.clock.now);
    ours.clock.run(now, { stepsMax: Infinity });
    expect(comparable(own.stdout)).toBe(comparable(real.stdout));
    expect(comparable(own.stderr)).toBe(comparable(real.stderr));
    expect(own.code).toBe(code);
  });

  test.skipIf(isLeftOut(client))('the session plays again, requests and all, to the same hash', async () => {
    await expectSameAgain(live.session);
  });
});

function typeHere(world: World, host: string, args: readonly string[]): Ran {
  const ran: Ran[] = [];
  world.commands.ended = ({ exitCode, stdout, stderr }) => void ran.push({ code: exitCode, stdout, stderr });
  world.commands.run(1, host, ['kubectl', ...args].map((arg) => `'${arg.replaceAll("'", String.raw`'\''`)}'`).join(' '));
  while (ran.length === 0) world.clock.run(world.clock.now + 100, { stepsMax: Infinity });
  return ran[0]!;
}

/** Without what is another one each time: ages, ids, tokens, addresses, who built a client, and the widths that columns have of them. */
function comparable(text: string): string {
  return text
    .replaceAll(/\b\d\d:\d\d:\d\d\b/g, '<time>') // a client on a busy machine may be some moments behind
    .replaceAll(/\b\d+(?:\.\d+)?(?:ms|[smhd])(?:\d+[smh])?\b/g, '<age>')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uid>')
    .replaceAll(/\bey[\w-]+\.[\w-]+\.[\w-]+/g, '<token>')
    .replaceAll(/https?:\/\/[\d.]+:\d+/g, '<server>')
    .replaceAll(/(GitCommit|GitTreeState|BuildDate|GoVersion):"[^"]*"/g, '$1')
    .replaceAll(/ {2,}/g, '  ')
    .replaceAll(/ +$/gm, '');
}
