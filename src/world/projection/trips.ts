/** Requests as trips of the diagram: from whose process, over which Service, to whose. What watches and is told is no trip. */
import type { Outbox, RowKey, Trip } from '../../client/index.ts';
import { podUidLabel } from '../../containers/index.ts';
import type { Process, RequestSeen } from '../../host/index.ts';
import type { Service } from '../../kube/index.ts';
import type { World } from '../world.ts';
import { containerAbove, containersByPid } from './container-of-process.ts';

export class Trips {
  private readonly world: World;
  private readonly outbox: Outbox;
  private readonly stopHearing: () => void;
  private readonly seen: { readonly request: RequestSeen; readonly endMs: number }[] = [];
  private last = 0;

  constructor(world: World, outbox: Outbox) {
    this.world = world;
    this.outbox = outbox;
    this.stopHearing = world.network.observeRequests((request) => {
      if (this.seen.length < KEPT_MAX && request.address !== '') this.seen.push({ request, endMs: world.clock.now });
    });
  }

  flush(): void {
    if (this.seen.length === 0) return;
    const containers = new Map<string, ReadonlyMap<number, string>>();
    for (const { request, endMs } of this.seen.splice(0)) this.outbox.trip(this.tripOf(request, endMs, containers));
  }

  stop(): void {
    this.stopHearing();
  }

  private tripOf({ startMs, client, address, method, path, server, status, error }: RequestSeen, endMs: number, containers: Map<string, ReadonlyMap<number, string>>): Trip {
    return {
      id: ++this.last,
      startMs,
      endMs,
      purpose: purposeOf(client, server),
      from: this.rowOf(client, containers),
      via: this.serviceAt(address),
      to: server ? this.rowOf(server, containers) : '',
      words: status > 0 ? `${method} ${path} ${status}` : error,
      ok: status > 0 && status < 500,
    };
  }

  private rowOf(process: Process, containers: Map<string, ReadonlyMap<number, string>>): RowKey {
    const host = process.host.name;
    let byPid = containers.get(host);
    if (!byPid) containers.set(host, (byPid = containersByPid(this.world, host)));
    const row = containerAbove(process, byPid);
    if (row === '') return `hosts/${host}`;
    const pod = this.world.runtimes.get(host)?.find(row.slice(host.length + 1))?.spec.labels?.[podUidLabel];
    return pod ? `pods/${pod}` : `containers/${row}`;
  }

  private serviceAt(address: string): RowKey | '' {
    for (const { store } of this.world.clusters)
      for (const object of store.list('services')) {
        const { spec, metadata } = object as Service;
        if (spec?.clusterIP === address) return `services/${metadata.uid}`;
      }
    return '';
  }
}

const KEPT_MAX = 200; // between two looks: more cannot be drawn

function purposeOf(client: Process, server: Process | undefined): Trip['purpose'] {
  const asks = client.argv[0] ?? '';
  const answers = server?.argv[0] ?? '';
  if (asks.endsWith('kubelet')) return 'probe';
  if (answers.includes('apiserver')) return 'api';
  return answers.endsWith('registry') ? 'pull' : 'request';
}
