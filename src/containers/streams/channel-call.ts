/** The server's end of the streams of exec and attach, a kubelet's or the runtime's own: frames to the client as fast as it takes them, frames from it by channel. */
import { canonicalJson, channelProtocol, channels, decodeUtf8, encodeUtf8, frame, FrameReader, packMode, wantsTtyMode, type Call, type FarMode, type Request } from '../../base/index.ts';
import type { OpenFile, Tty } from '../../host/index.ts';

const readMax = 16_384;

export interface ChannelInput {
  /** Bytes for standard input; null when it is closed. False holds the rest back until `acceptInput`. */
  readonly input: (bytes: Uint8Array | null) => boolean;
  readonly resize: (cols: number, rows: number) => void;
}

export class ChannelCall {
  private readonly call: Call;
  private readonly reader = new FrameReader();
  private pumping = 0;
  private last: (() => void) | undefined;
  private ended = false;
  private stopFollowing: () => void = () => {};

  constructor(call: Call) {
    this.call = call;
    call.head(101, { upgrade: 'websocket', connection: 'Upgrade', 'sec-websocket-protocol': channelProtocol });
  }

  onInput({ input, resize }: ChannelInput): void {
    this.call.onInput((chunk) => {
      if (chunk === null) {
        input(null);
        return true;
      }
      let more = true;
      for (const { channel, payload } of this.reader.push(chunk)) {
        if (channel === channels.stdin) more = input(payload.slice()) && more;
        else if (channel === channels.close && payload[0] === channels.stdin) input(null);
        else if (channel === channels.resize) resizeOf(payload, resize);
      }
      return more;
    });
  }

  acceptInput(): void {
    this.call.acceptInput();
  }

  /** False: the client is behind. */
  write(channel: number, bytes: Uint8Array): boolean {
    return this.ended || this.call.write(frame(channel, bytes));
  }

  /** Tells a client that asked for it how the terminal wants its input, now and whenever that changes. */
  followMode(request: Request, tty: Tty | undefined): void {
    if (!tty || !wantsTtyMode(request.headers)) return;
    const tell = (mode: FarMode) => void this.write(channels.mode, packMode(mode));
    if (!tty.mode.canonical || !tty.mode.echo) tell(tty.mode);
    this.stopFollowing = tty.onMode(tell);
  }

  /** Carries what comes from `file` to the client, as fast as that takes it. */
  pump(channel: number, file: OpenFile): void {
    this.pumping++;
    const step = (): void => {
      for (;;) {
        if (this.ended) return;
        const bytes = file.read(readMax);
        if (bytes === undefined) return void file.onReadable(step);
        if (bytes === null) break;
        if (!this.write(channel, bytes)) return this.whenDrained(step);
      }
      this.pumping--;
      if (this.pumping === 0) this.last?.();
    };
    step();
  }

  /** The client's status, after all that is still being carried; then the end. */
  finish(status: object): void {
    this.last = () => {
      if (this.ended) return;
      this.write(channels.error, encodeUtf8(canonicalJson(status)));
      this.ended = true;
      this.call.end();
    };
    if (this.pumping === 0) this.last();
  }

  onClose(handler: () => void): void {
    this.call.onClose(() => {
      this.ended = true;
      this.stopFollowing();
      handler();
    });
  }

  private readonly draining = new Set<() => void>();
  private listens = false;

  private whenDrained(step: () => void): void {
    this.draining.add(step);
    if (this.listens) return;
    this.listens = true;
    this.call.onDrain(() => {
      const steps = [...this.draining];
      this.draining.clear();
      for (const go of steps) go();
    });
  }
}

function resizeOf(payload: Uint8Array, resize: (cols: number, rows: number) => void): void {
  const match = /"Width"\s*:\s*(\d+)\s*,\s*"Height"\s*:\s*(\d+)/.exec(decodeUtf8(payload));
  if (match) resize(Number(match[1]), Number(match[2]));
}

export const success = { metadata: {}, status: 'Success' };

export function exited(code: number): object {
  if (code === 0) return success;
  return {
    metadata: {},
    status: 'Failure',
    reason: 'NonZeroExitCode',
    message: `command terminated with non-zero exit code: exit status ${code}`,
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  };
}

export function failed(why: string): object {
  const message = `Internal error occurred: ${why}`;
  return { metadata: {}, status: 'Failure', reason: 'InternalError', message, details: { causes: [{ message: why }] }, code: 500 };
}
