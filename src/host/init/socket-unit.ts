/** A socket unit: init itself holds the port, and starts the program for each connection, which is its input and output. */
import { errorCode, NetError } from '../errors.ts';
import { listenOn, type Listener } from '../network/listener.ts';
import { SinkFile } from '../process/pipe.ts';
import type { Init } from './init.ts';
import { LineCutter } from './journal.ts';

export interface SocketSpec {
  /** As systemctl names it, without ".socket"; what the program says on its standard error is the journal's of this name. */
  readonly name: string;
  readonly description: string;
  readonly port: number;
  readonly argv: readonly string[];
}

export class SocketUnit {
  readonly spec: SocketSpec;
  private readonly init: Init;
  private listener: Listener | undefined;
  private accepted = 0;

  constructor(init: Init, spec: SocketSpec) {
    this.init = init;
    this.spec = spec;
  }

  get listening(): boolean {
    return this.listener?.closed === false;
  }

  start(): void {
    const { process } = this.init;
    if (!process || this.listening) return;
    try {
      this.listener = listenOn(process, { port: this.spec.port });
    } catch (error) {
      if (!(error instanceof NetError)) throw error;
      return this.say('systemd', 1, `${this.spec.name}.socket: Failed to create listening socket (${error.target}): ${error.message.slice(error.target.length + 2)}`);
    }
    this.wait(this.listener);
  }

  stop(): void {
    this.listener?.close();
    this.listener = undefined;
  }

  private wait(listener: Listener): void {
    listener.onOffer(() => {
      for (let socket = listener.take(); socket; socket = listener.take()) this.serve(socket);
      if (!listener.closed) this.wait(listener);
    });
  }

  private serve(socket: NonNullable<ReturnType<Listener['take']>>): void {
    const { host, process } = this.init;
    const { name, argv } = this.spec;
    const path = argv[0]!;
    const program = path.slice(path.lastIndexOf('/') + 1);
    const lines = new LineCutter((text) => this.say(program, child.hostPid, text));
    const log = new SinkFile('socket:[journal]', (bytes) => lines.push(bytes), () => lines.end());
    const unit = `${name}@${this.accepted++}-${socket.local}-${socket.remote}.service`;
    let child: ReturnType<typeof host.spawn>;
    try {
      child = host.kernel.spawn(process, path, argv, { fds: [socket, socket, log], setsid: true, cgroup: host.cgroups.child('system.slice').child(`${name}.service`) });
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      socket.reset();
      return this.say('systemd', 1, `${unit}: Failed to start: ${(error as Error).message}`);
    }
  }

  private say(identifier: string, pid: number, text: string): void {
    const { host, journal } = this.init;
    journal.add(host.wallMs, this.spec.name, identifier, pid, text);
  }
}
