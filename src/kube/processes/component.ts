/** What the programs of all components do alike: a link to the API, clients and loops on it, and the end of them all with the process. */
import { encodeUtf8, type Door } from '../../base/index.ts';
import type { Process } from '../../host/index.ts';
import { ControlLoop, type Reconciler } from '../../sim/index.ts';
import type { ApiServer } from '../api/api-server.ts';
import { createClusterStore } from '../api/cluster-store.ts';
import { clusterCode } from '../cluster-code.ts';
import { ApiClient } from '../client/api-client.ts';
import type { ControllerContext } from '../controllers/controller-context.ts';
import type { CrewOptions } from '../controllers/crew-member.ts';
import { isLate, triggers, type Crew } from '../controllers/crews.ts';
import { moreControllers } from '../controllers/more-controllers.ts';
import type { KubeObject } from '../meta/object.ts';
import type { Release } from '../meta/release.ts';
import { ApiLink, type ApiAddress } from './api-link.ts';

export interface ComponentOptions {
  readonly api: ApiAddress;
  readonly release: Release;
  /** Virtual ms between a change and a loop's turn. */
  readonly latencyMs: () => number;
  /** Whether it answers who asks for its health, as the real ones do at a port of their own. */
  readonly servesHealth?: boolean;
  /** Why a server that is there will not have it; nothing stands in the way of who was given no reason. */
  readonly refusal?: (server: ApiServer) => string | undefined;
}

export class Component {
  readonly process: Process;
  readonly options: ComponentOptions;
  readonly link: ApiLink;
  private readonly stops: (() => void)[] = [];
  private readonly loops: ControlLoop<KubeObject>[] = [];

  constructor(process: Process, options: ComponentOptions) {
    this.process = process;
    this.options = options;
    this.link = new ApiLink(process, options.api, options.refusal);
  }

  /** The port at which it is asked how it is, and the one for whoever has no certificate, which later releases close. */
  serveHealth(port: number, insecurePort: number): void {
    if (!this.options.servesHealth) return;
    this.process.listen({ port, address: '127.0.0.1', door: healthDoor });
    if (!this.options.release.atLeast(19)) this.process.listen({ port: insecurePort, address: '127.0.0.1', door: healthDoor });
  }

  /** A client of its own, that sees nothing before the link is up. */
  client(user: string, component: string): ApiClient {
    const { host } = this.process;
    const client = new ApiClient(createClusterStore('unconnected', host.clock), user, component === 'kubelet' || component === 'kube-proxy' ? { component, host: host.name } : { component });
    this.link.add(client);
    return client;
  }

  context(user: string, component: string): ControllerContext {
    const { host, random } = this.process;
    const { release, latencyMs } = this.options;
    return { client: this.client(user, component), clock: host.clock, trace: host.trace, random: random.fork(component), release, latencyMs };
  }

  /** A loop that lives as long as the process. `make` gets a context with a client of its own. */
  loop(user: string, component: string, make: (context: ControllerContext) => Reconciler<KubeObject>): void {
    const context = this.context(user, component);
    const { clock, trace, client, latencyMs } = { ...context };
    const loop = new ControlLoop(make(context), { clock, trace, view: client.view, latencyMs });
    this.loops.push(loop);
    loop.start();
  }

  /** The loops of a crew begin when there is an object that brings them, in an event of their own, which waits for their code. */
  loopsOnDemand(crew: Crew, options: CrewOptions = {}): void {
    const { name, host: { clock } } = this.process;
    const { view } = this.client(name, name);
    const watching: (() => void)[] = [];
    let asked = false;
    const begin = (): void => {
      const members = isLate(crew) ? moreControllers.get().moreCrewMembers[crew] : clusterCode.get().crewMembers[crew];
      for (const stop of watching.splice(0)) stop();
      for (const member of members) if (this.options.release.has(member)) this.loop(member.user, member.component, (context) => member.make(context, options));
    };
    for (const { counts, ...filter } of triggers[crew]) {
      const look = (key: string): void => {
        const object = view.get(key);
        if (asked || !object || counts?.(object) === false) return;
        asked = true;
        watching.push(clock.after(0, name, begin));
      };
      watching.push(view.subscribe(filter, look));
    }
    this.stops.push(() => {
      for (const stop of watching) stop();
    });
  }

  stop(): void {
    for (const stop of this.stops) stop();
    for (const loop of this.loops) loop.stop();
    this.link.stop();
  }
}

/** Who answers is well. */
const healthDoor: Door = {
  open({ path }, call) {
    const known = /^\/(?:healthz|livez|readyz)$/.test(path);
    const text = known ? 'ok' : '404 page not found\n';
    call.head(known ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8', 'content-length': String(text.length) });
    call.write(encodeUtf8(text));
    call.end();
  },
};
