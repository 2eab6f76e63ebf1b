/** Connections to ports of a pod for somebody far away, in pairs of channels: data, and what went wrong. */
import { encodeUtf8, frame, FrameReader, type Call } from '../../../base/index.ts';
import { dialRaw, type OpenFile } from '../../../host/index.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { badRequest } from '../../meta/api-status.ts';
import type { Request } from '../../../base/index.ts';
import type { ServerParts } from './kubelet-door.ts';

const protocol = 'v4.channel.k8s.io';
const readMax = 16_384;
const connectTimeoutMs = 10_000;

export function forwardPorts({ runtime }: ServerParts, pod: Pod, request: Request, call: Call): void {
  const ports = (request.query.get('ports') ?? request.query.get('port') ?? []).flatMap((text) => text.split(',')).map(Number);
  if (ports.length === 0) throw badRequest('query parameter "port" is required');
  const wrong = ports.find((port) => !Number.isInteger(port) || port < 1 || port > 65_535);
  if (wrong !== undefined) throw badRequest(`unable to parse "${wrong}" as a port`);
  const process = runtime.sandboxProcess(pod.metadata.uid);
  if (!process) throw badRequest(`unable to do port forwarding: no running sandbox found for pod "${pod.metadata.name}"`);
  call.head(101, { upgrade: 'websocket', connection: 'Upgrade', 'sec-websocket-protocol': protocol });
  const inputs = ports.map((port, i) => new Forwarded(call, process, port, i));
  const reader = new FrameReader();
  call.onInput((chunk) => {
    if (chunk === null) for (const input of inputs) input.endInput();
    else for (const { channel, payload } of reader.push(chunk)) if (channel % 2 === 0) inputs[channel / 2]?.take(payload.slice());
    return true;
  });
  call.onClose(() => {
    for (const input of inputs) input.close();
  });
}

/** One port: its connection, opened with the request, and what waits to be written to it. */
class Forwarded {
  private readonly call: Call;
  private readonly channel: number;
  private socket: OpenFile | undefined;
  private waiting: Uint8Array[] = [];
  private inputEnded = false;
  private closed = false;

  constructor(call: Call, process: Parameters<typeof dialRaw>[0], port: number, index: number) {
    this.call = call;
    this.channel = 2 * index;
    const head = new Uint8Array([port & 255, port >> 8]);
    call.write(frame(this.channel, head));
    call.write(frame(this.channel + 1, head));
    dialRaw(process, { address: '127.0.0.1', port }, connectTimeoutMs, (socket) => this.opened(socket.hold()), () => {
      const why = `error forwarding port ${port} to pod, uid : failed to execute portforward in network namespace: failed to connect to localhost:${port} inside namespace: dial tcp4 127.0.0.1:${port}: connect: connection refused`;
      call.write(frame(this.channel + 1, encodeUtf8(why)));
      call.end();
    });
  }

  take(bytes: Uint8Array): void {
    this.waiting.push(bytes);
    this.flush();
  }

  endInput(): void {
    this.inputEnded = true;
    this.flush();
  }

  close(): void {
    if (!this.closed) this.socket?.release();
    this.closed = true;
  }

  private opened(socket: OpenFile): void {
    if (this.closed) return socket.release();
    this.socket = socket;
    this.flush();
    this.pump();
  }

  private flush(): void {
    const { socket } = this;
    if (!socket || this.closed) return;
    try {
      while (this.waiting.length > 0) {
        const [first] = this.waiting;
        const taken = socket.write(first!);
        if (taken === first!.length) this.waiting.shift();
        else {
          this.waiting[0] = first!.subarray(taken);
          socket.onWritable(() => this.flush());
          return;
        }
      }
    } catch {
      this.waiting = [];
    }
    if (this.inputEnded) this.close();
  }

  private pump(): void {
    for (;;) {
      if (this.closed || !this.socket) return;
      const bytes = this.socket.read(readMax);
      if (bytes === undefined) return void this.socket.onReadable(() => this.pump());
      if (bytes === null) {
        this.close();
        this.call.end();
        return;
      }
      this.call.write(frame(this.channel, bytes));
    }
  }
}
