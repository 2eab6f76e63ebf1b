/** Rows of the API's door among many pods: all of them listed as a Table, and what one change costs up to the bytes of one watcher. */
import type { Call, Door, Request } from '../../base/index.ts';
import type { World } from '../../world/index.ts';
import { crowdWorld } from './crowd.ts';
import { cpuOf, type Row, type Sample } from './row.ts';
import { deploy } from './world-rows.ts';

const API_PORT = 6443;
const asTable = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
const podsPath = '/api/v1/namespaces/default/pods';

/** The world is made once: a list does not change it. */
export function listAsTable(pods: number): Row {
  let world: World | undefined;
  return (): Sample => {
    world ??= deployed(pods);
    const { clock } = world;
    const door = doorOf(world);
    const reader = new Reader();
    const cpuSeconds = cpuOf(() => {
      door.open(requestOf('GET', podsPath, { accept: asTable }), reader);
      clock.run(clock.now, { stepsMax: Infinity });
    });
    if (reader.ends !== 1) throw new Error('bench: the list was not answered');
    return { cpuSeconds, note: `${(1000 * cpuSeconds).toFixed(0)} ms, ${(reader.bytes / 2 ** 20).toFixed(1)} MiB of JSON` };
  };
}

const CHANGES = 1_000;

/** One pod after the other is changed; then a watch that begins before the changes is told of them all. The note has the changes themselves. */
export function changeToWatcher(pods: number): Row {
  let world: World | undefined;
  let round = 0;
  return (): Sample => {
    world ??= deployed(pods);
    const { clock } = world;
    const door = doorOf(world);
    const { store } = world.clusters[0]!;
    const names = store.keys('pods').slice(0, CHANGES).map((key) => key.slice(key.lastIndexOf('/') + 1));
    const [watcher, answered] = [new Reader(true), new Reader()];
    const from = String(store.revision);
    round++;
    const patch = new TextEncoder().encode(`{"metadata":{"annotations":{"round":"${round}"}}}`);
    const changing = cpuOf(() => {
      for (const name of names) {
        door.open(requestOf('PATCH', `${podsPath}/${name}`, { 'content-type': 'application/merge-patch+json' }, [], patch), answered);
        clock.run(clock.now, { stepsMax: Infinity });
      }
    });
    const cpuSeconds = cpuOf(() => {
      door.open(requestOf('GET', podsPath, {}, [['watch', ['true']], ['resourceVersion', [from]]]), watcher);
      clock.run(clock.now, { stepsMax: Infinity });
    });
    watcher.leave();
    if (answered.ends < names.length) throw new Error(`bench: ${answered.ends} of ${names.length} patches were answered`);
    if (watcher.lines < names.length) throw new Error(`bench: the watcher saw ${watcher.lines} of ${names.length} changes`);
    const each = (s: number) => ((1000 * s) / names.length).toFixed(3);
    return { cpuSeconds, note: `${each(cpuSeconds)} ms a change to a watcher; the patch and what follows ${each(changing)} ms` };
  };
}

const NEWLINE = 10;

/** Counts what it is sent. */
class Reader implements Call {
  bytes = 0;
  lines = 0;
  ends = 0;
  leave = (): void => {};
  private readonly countsLines: boolean;

  constructor(countsLines = false) {
    this.countsLines = countsLines;
  }


  head(): void {}

  write(chunk: Uint8Array): boolean {
    this.bytes += chunk.length;
    if (this.countsLines) for (const byte of chunk) if (byte === NEWLINE) this.lines++;
    return true;
  }

  end(): void {
    this.ends++;
  }

  onInput(): void {}

  acceptInput(): void {}

  onClose(handler: () => void): void {
    this.leave = handler;
  }

  onDrain(): void {}
}

function deployed(pods: number): World {
  const world = crowdWorld(pods);
  deploy(world, pods);
  return world;
}

function doorOf(world: World): Door {
  const { network } = world.hostNamed(world.scenario.clusters[0]!.controlPlane);
  return network.namespace.listenerAt('tcp', network.address, API_PORT)!.door!;
}

function requestOf(method: string, path: string, headers: Record<string, string>, query: readonly (readonly [string, readonly string[]])[] = [], body = new Uint8Array()): Request {
  return { method, path, query: new Map(query), headers, body, peer: { address: '10.0.0.10', user: 'kubernetes-admin' }, cause: 0 };
}
