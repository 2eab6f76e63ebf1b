/** The ports that containers publish, on the Mac: for each that the engine has opened in its machine, one here that leads to it. */
import { decodeUtf8, isJsonObject, parseJson, type Json } from '../../base/index.ts';
import { dial, dialRaw, errorCode, type Listener, type OpenFile, type Process, type Response } from '../../host/index.ts';
import { relay } from './relay.ts';

export const ENGINE = { unix: '/var/run/docker.sock' } as const;
const CONNECT_MAX_MS = 5_000;
const READ_MAX = 65_536;

export class PublishedPorts {
  private readonly mac: Process;
  private readonly bridge: Process;
  private readonly open = new Map<string, readonly Listener[]>(); // by container
  private events: Response | undefined;

  constructor(mac: Process, bridge: Process) {
    this.mac = mac;
    this.bridge = bridge;
  }

  /** Hears of what starts and ends from now on, and looks at what runs already. */
  begin(): void {
    const query = new Map([['filters', ['{"type":["container"],"event":["start","die"]}']]]);
    dial(this.bridge, ENGINE, { path: '/events', query }, (response) => {
      this.events = response;
      let text = '';
      follow(response.stream, (chunk) => {
        const lines = (text + decodeUtf8(chunk)).split('\n');
        text = lines.pop()!;
        for (const line of lines) if (line.trim() !== '') this.heard(parseJson(line));
      });
    }, () => {});
    this.ask('/containers/json', (list) => {
      for (const container of Array.isArray(list) ? list : []) this.publish(textAt(container, 'Id'));
    });
  }

  end(): void {
    this.events?.close();
    for (const id of [...this.open.keys()]) this.withdraw(id);
  }

  /** A document of the engine. */
  ask(path: string, then: (document: Json) => void): void {
    dial(this.bridge, ENGINE, { path }, (response) => {
      let text = '';
      follow(response.stream, (chunk) => void (text += decodeUtf8(chunk)), () => then(response.status === 200 ? parseJson(text) : null));
    }, () => then(null));
  }

  /** The first of the ports that somebody else on the Mac listens on: "0.0.0.0:8080". Of those that are taken in the machine, the engine tells. */
  taken(container: Json): string | undefined {
    const { net } = this.mac.namespaces;
    for (const { ip, port } of bindings(at(at(container, 'HostConfig'), 'PortBindings'))) {
      const listener = port > 0 ? net.listenerAt('tcp', ip, port) : undefined;
      if (listener && listener.process !== this.mac) return `${ip}:${port}`;
    }
    return undefined;
  }

  private heard(event: Json): void {
    const id = textAt(at(event, 'Actor'), 'ID');
    if (textAt(event, 'Action') === 'start') this.publish(id);
    else this.withdraw(id);
  }

  private publish(id: string): void {
    this.ask(`/containers/${id}/json`, (container) => {
      this.withdraw(id);
      const listeners = bindings(at(at(container, 'NetworkSettings'), 'Ports')).flatMap(({ ip, port }) => this.listen(ip, port) ?? []);
      if (listeners.length > 0) this.open.set(id, listeners);
    });
  }

  private withdraw(id: string): void {
    for (const listener of this.open.get(id) ?? []) listener.close();
    this.open.delete(id);
  }

  /** Undefined when it is taken: the container runs, and is not reached here. */
  private listen(address: string, port: number): Listener | undefined {
    let listener: Listener;
    try {
      listener = this.mac.listen({ port, address });
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      return undefined;
    }
    const next = (): void => {
      for (let socket = listener.take(); socket; socket = listener.take()) {
        const near = socket;
        dialRaw(this.bridge, { address: '127.0.0.1', port }, CONNECT_MAX_MS, (far) => relay(near, far), () => near.reset());
      }
      if (!listener.closed) listener.onOffer(next);
    };
    next();
    return listener;
  }
}

/** Every chunk of a stream, then its end. */
function follow(stream: OpenFile, take: (chunk: Uint8Array) => void, ended: () => void = () => {}): void {
  const step = (): void => {
    for (;;) {
      let chunk: Uint8Array | null | undefined;
      try {
        chunk = stream.read(READ_MAX);
      } catch {
        chunk = null;
      }
      if (chunk === undefined) return void stream.onReadable(step);
      if (chunk === null) return ended();
      take(chunk);
    }
  };
  step();
}

/** Of TCP, as HostConfig and NetworkSettings have them: {"80/tcp": [{"HostIp": "", "HostPort": "8080"}]}. */
function bindings(ports: Json | undefined): { readonly ip: string; readonly port: number }[] {
  if (!isJsonObject(ports)) return [];
  const tcp = Object.keys(ports).filter((name) => name.endsWith('/tcp'));
  return tcp.flatMap((name) => {
    const list = ports[name];
    return (Array.isArray(list) ? list : []).map((one: Json) => ({ ip: textAt(one, 'HostIp').replace(/^(|::)$/, '0.0.0.0'), port: Number(textAt(one, 'HostPort')) }));
  });
}

function at(value: Json | undefined, name: string): Json | undefined {
  return isJsonObject(value) ? value[name] : undefined;
}

function textAt(value: Json | undefined, name: string): string {
  const text = at(value, name);
  return typeof text === 'string' ? text : '';
}
