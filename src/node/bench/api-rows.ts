/** Rows of the API's door among many pods: all of them listed as a Table, and what one change costs up to the bytes of one watcher. */
import { ask, type Call, type Door, type Request } from '../../base/index.ts';
import type { World } from '../../world/index.ts';
import { crowdWorld } from './crowd.ts';
import { cpuOf, type Row, type Sample } from './row.ts';
import { deploy } from './world-rows.ts';

const API_PORT = 6443;
const asTable = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
const podsPath = '/api/v1/namespaces/default/pods';

/** The world is made once: a list does not change it. */
export function listAsTable(pods: number): Row {
  let door: Door | undefined;
  return (): Sample => {
    door ??= doorOf(deployed(pods));
    const request = requestOf('GET', podsPath, { accept: asTable });
    let bytes = 0;
    const cpuSeconds = cpuOf(() => (bytes = ask(door!, request).body.length));
    return { cpuSeconds, note: `${(1000 * cpuSeconds).toFixed(0)} ms, ${(bytes / 2 ** 20).toFixed(1)} MiB of JSON` };
  };
}

const CHANGES = 1_000;

/** A label of one pod after the other, with a watch of all of them open; what the controllers then do with it is part of it. */
export function changeToWatcher(pods: number): Row {
  let world: World | undefined;
  let round = 0;
  return (): Sample => {
    world ??= deployed(pods);
    const { clock } = world;
    const door = doorOf(world);
    const names = world.clusters[0]!.store.keys('pods').slice(0, CHANGES).map((key) => key.slice(key.lastIndexOf('/') + 1));
    const watcher = new Watcher();
    door.open(requestOf('GET', podsPath, {}, [['watch', ['true']], ['resourceVersion', [String(world.clusters[0]!.store.revision)]]]), watcher);
    round++;
    const patch = new TextEncoder().encode(`{"metadata":{"annotations":{"round":"${round}"}}}`);
    const cpuSeconds = cpuOf(() => {
      for (const name of names) {
        ask(door, requestOf('PATCH', `${podsPath}/${name}`, { 'content-type': 'application/merge-patch+json' }, [], patch));
        clock.run(clock.now, { stepsMax: Infinity });
      }
    });
    watcher.leave();
    if (watcher.chunks < names.length) throw new Error(`bench: the watcher saw ${watcher.chunks} of ${names.length} changes`);
    return { cpuSeconds, note: `${(1000 * cpuSeconds / names.length).toFixed(3)} ms a change: patch, watch event, what follows` };
  };
}

class Watcher implements Call {
  chunks = 0;
  leave = (): void => {};

  head(): void {}

  write(): boolean {
    this.chunks++;
    return true;
  }

  end(): void {}

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
