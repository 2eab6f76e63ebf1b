/** A socket unit: init itself holds the port, and starts the program for each connection, which is its input and output. */
import { NetError } from '../errors.ts';
import { machineCode } from '../machine-code.ts';
import { listenOn, type Listener } from '../network/listener.ts';
import type { Init } from './init.ts';

export interface SocketSpec {
  /** As systemctl names it, without ".socket"; what the program says on its standard error is the journal's of this name. */
  readonly name: string;
  readonly port: number;
  readonly argv: readonly string[];
}

export class SocketUnit {
  readonly spec: SocketSpec;
  readonly init: Init;
  private listener: Listener | undefined;
  /** Connections so far. */
  accepted = 0;

  constructor(init: Init, spec: SocketSpec) {
    this.init = init;
    this.spec = spec;
  }

  start(): void {
    const { process } = this.init;
    if (!process || this.listener?.closed === false) return;
    try {
      this.listener = listenOn(process, { port: this.spec.port });
    } catch (error) {
      if (!(error instanceof NetError)) throw error;
      return this.say('systemd', 1, `${this.spec.name}.socket: Failed to create listening socket (${error.message}).`);
    }
    this.wait(this.listener);
  }

  stop(): void {
    this.listener?.close();
    this.listener = undefined;
  }

  say(identifier: string, pid: number, text: string): void {
    const { host, journal } = this.init;
    journal.add(host.wallMs, this.spec.name, identifier, pid, text);
  }

  private wait(listener: Listener): void {
    listener.onOffer(() => {
      for (let socket = listener.take(); socket; socket = listener.take()) machineCode.get().serveSocket(this, socket);
      if (!listener.closed) this.wait(listener);
    });
  }
}
