/**
 * The connection of a component to the API server: it is there while the server's process listens and the network lets the
 * two reach each other. The component's clients are connected and cut off with it, in the very instant.
 */
import { findWay, isLoopback, isObstacle, type Listener, type NetNamespace, type Process } from '../../host/index.ts';
import type { Cancel } from '../../sim/index.ts';
import { ApiPort } from '../api/api-port.ts';
import type { ApiServer } from '../api/api-server.ts';
import { clusterCode } from '../cluster-code.ts';
import type { ApiClient } from '../client/api-client.ts';

export interface ApiAddress {
  readonly address: string;
  readonly port: number; // 6443
  /** Whom it believes, and what it shows itself; both as PEM. */
  readonly authority?: string;
  readonly certificate?: string;
}

/** How often a component that has no connection tries to get one. */
const retryMs = 1000;
/** Whoever is refused tries again later and later. */
const lastRetryMs = 30_000;
/** A watch lasts between five and ten minutes; who asks for the next is judged anew. */
const watchMs = 450_000;

export class ApiLink {
  private readonly process: Process;
  private readonly target: ApiAddress;
  private readonly refusal: ((server: ApiServer) => string | undefined) | undefined;
  private readonly clients: ApiClient[] = [];
  private readonly listeners = new Set<(connected: boolean) => void>();
  private server: ApiServer | undefined;
  private cancels: Cancel[] = [];
  private cancelRetry: Cancel = () => {};
  private cancelClose: Cancel = () => {};
  private cancelWatch: Cancel = () => {};
  private refusals = 0;
  private told: (why: string) => void = () => {};
  private stopped = false;

  /** `refusal` says why a server that is there cannot be used; asked anew until it can. */
  constructor(process: Process, target: ApiAddress, refusal?: (server: ApiServer) => string | undefined) {
    this.refusal = refusal;
    this.process = process;
    this.target = target;
  }

  get connected(): boolean {
    return this.server !== undefined;
  }

  /** The client follows the link from now on. */
  add(client: ApiClient): void {
    this.clients.push(client);
    if (this.server) client.reconnect(this.server);
  }

  /** Calls `fn` after each change, once the clients have followed it. */
  onChange(fn: (connected: boolean) => void): void {
    this.listeners.add(fn);
  }

  /** Calls `fn` each time that a server is there and does not let it in, or is not believed. */
  onRefusal(fn: (why: string) => void): void {
    this.told = fn;
  }

  start(): void {
    this.cancels = [this.process.host.network.network.observe(() => this.check())];
    this.check();
  }

  stop(): void {
    this.stopped = true;
    for (const cancel of this.cancels) cancel();
    this.cancelRetry();
    this.cancelClose();
    this.cancelWatch();
    this.set(undefined, 'stopped');
  }

  private check(): void {
    if (this.stopped) return;
    const found = this.find();
    const why = typeof found === 'string' ? found : found.server === this.server ? undefined : this.refused(found.server, found.listener);
    if (typeof found === 'string' || why !== undefined) this.set(undefined, why ?? '');
    else this.set(found.server, '', found.listener);
  }

  private refused(server: ApiServer, listener: Listener): string | undefined {
    const why = (clusterCode.isThere ? clusterCode.get().linkRefusal(server, listener.certificateFor(''), this.target) : undefined) ?? this.refusal?.(server);
    this.refusals = why === undefined ? 0 : this.refusals + 1;
    if (why !== undefined) this.told(why);
    return why;
  }

  /** The server, or why there is no way to it, in Go's words. */
  private find(): { readonly server: ApiServer; readonly listener: Listener } | string {
    const { address, port } = this.target;
    const from = this.process.host.network;
    const { network } = from;
    const own = this.process.namespaces.net;
    if (own !== from.namespace) return this.findFrom(own);
    const to = isLoopback(address) || from.namespace.addresses.includes(address) ? from : network.stackAt(address);
    const dial = `dial tcp ${address}:${port}`;
    if (!to?.up) return `${dial}: connect: no route to host`;
    if (!network.reachable(from, to)) return `${dial}: i/o timeout`;
    const listener = to.namespace.listenerAt('tcp', address, port);
    const door = listener?.door;
    return listener && door instanceof ApiPort ? { server: door.server, listener } : `${dial}: connect: connection refused`;
  }

  private watchAgain(server: ApiServer, listener: Listener): void {
    this.cancelWatch = this.process.host.clock.after(watchMs, this.process.name, () => {
      const why = this.refused(server, listener);
      if (why === undefined) this.watchAgain(server, listener);
      else this.set(undefined, why);
    });
  }

  /** From a pod's network, where the address may be a service's. */
  private findFrom(own: NetNamespace): { readonly server: ApiServer; readonly listener: Listener } | string {
    const { address, port } = this.target;
    const way = findWay(own, 'tcp', address, port);
    const dial = `dial tcp ${address}:${port}`;
    if (isObstacle(way)) return `${dial}: ${way.code === 'ECONNREFUSED' ? 'connect: connection refused' : 'i/o timeout'}`;
    const listener = way.to.listenerAt('tcp', way.address, way.port);
    const door = listener?.door;
    return listener && door instanceof ApiPort ? { server: door.server, listener } : `${dial}: connect: connection refused`;
  }

  private set(server: ApiServer | undefined, why: string, listener?: Listener): void {
    const { clock } = this.process.host;
    this.cancelRetry();
    if (!server && !this.stopped) this.cancelRetry = clock.after(Math.min(retryMs * 2 ** Math.max(0, Math.min(this.refusals, 6) - 1), lastRetryMs), this.process.name, () => this.check());
    if (server === this.server) return;
    this.cancelClose();
    this.cancelWatch();
    if (server && listener && this.refusal) this.watchAgain(server, listener);
    this.cancelClose = listener?.onClose(() => this.check()) ?? (() => {});
    this.server = server;
    for (const client of this.clients) {
      if (client.connected) client.disconnect(why);
      if (server) client.reconnect(server);
    }
    for (const fn of this.listeners) fn(server !== undefined);
  }
}
