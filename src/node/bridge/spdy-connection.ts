/** A connection of SPDY/3.1, server's side: streams that the client opens, data both ways. It has no window, as the clients have none. */
import { HeaderReader, HeaderWriter, u32, type SpdyHeaders } from './spdy-headers.ts';

const types = { synStream: 1, synReply: 2, rstStream: 3, ping: 6, goAway: 7, headers: 8 } as const;
const control = 0x8003; // the bit of control frames, and the version
const finFlag = 1;
const headBytes = 8;
const idMask = 0x7fffffff;
const dataMax = 0x8000;

export interface SpdyOutput {
  write(bytes: Buffer): void;
  end(): void;
}

/** What is done with one stream of the client. */
export interface StreamHandler {
  data(bytes: Buffer): void;
  /** The client sends no more on it, or has given it up. Told once. */
  ended(): void;
}

export class SpdyStream {
  readonly headers: SpdyHeaders;
  handler: StreamHandler = { data() {}, ended() {} };
  private readonly send: (flags: number, bytes: Uint8Array) => void;
  private readonly forget: () => void;
  private isOpen = true;
  private isHeard = true;

  /** `forget` is called when both sides have ended. */
  constructor(headers: SpdyHeaders, send: (flags: number, bytes: Uint8Array) => void, forget: () => void) {
    this.headers = headers;
    this.send = send;
    this.forget = forget;
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; this.isOpen && at < bytes.length; at += dataMax) this.send(0, bytes.subarray(at, at + dataMax));
  }

  end(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.send(finFlag, new Uint8Array(0));
    if (!this.isHeard) this.forget();
  }

  heardAll(): void {
    if (!this.isHeard) return;
    this.isHeard = false;
    if (!this.isOpen) this.forget();
    this.handler.ended();
  }
}

export class SpdyConnection {
  onStream: (stream: SpdyStream) => void = () => {};
  onClose: () => void = () => {};
  private readonly output: SpdyOutput;
  private readonly reader = new HeaderReader();
  private readonly writer = new HeaderWriter();
  private readonly streams = new Map<number, SpdyStream>();
  private held: Buffer = Buffer.alloc(0);
  private lastId = 0;

  constructor(output: SpdyOutput) {
    this.output = output;
  }

  push(chunk: Buffer): void {
    this.held = Buffer.concat([this.held, chunk]);
    while (this.held.length >= headBytes) {
      const { held } = this;
      const end = headBytes + held.readUIntBE(5, 3);
      if (held.length < end) return;
      this.held = held.subarray(end);
      const flags = held[4]!;
      const payload = held.subarray(headBytes, end);
      if ((held[0]! & 0x80) === 0) this.take(held.readUInt32BE(0), flags, payload);
      else this.obey(held.readUInt16BE(2), flags, payload);
    }
  }

  /** All has been said. */
  end(): void {
    this.output.write(controlFrame(types.goAway, 0, Buffer.concat([u32(this.lastId), u32(0)])));
    this.output.end();
  }

  /** The client has gone. */
  close(): void {
    const streams = [...this.streams.values()];
    this.streams.clear();
    for (const stream of streams) stream.heardAll();
    this.onClose();
  }

  private take(id: number, flags: number, bytes: Buffer): void {
    const stream = this.streams.get(id);
    if (!stream) return;
    if (bytes.length > 0) stream.handler.data(bytes);
    if (flags & finFlag) stream.heardAll();
  }

  private obey(type: number, flags: number, payload: Buffer): void {
    if (type === types.ping) this.output.write(controlFrame(types.ping, 0, payload));
    else if (type === types.synStream) this.openStream(flags, payload);
    else if (type === types.headers) this.reader.read(payload.subarray(4)); // read, or the next block could not be
    else if (type === types.rstStream) {
      const id = payload.readUInt32BE(0) & idMask;
      const stream = this.streams.get(id);
      this.streams.delete(id);
      stream?.heardAll();
    }
  }

  private openStream(flags: number, payload: Buffer): void {
    const id = payload.readUInt32BE(0) & idMask;
    const send = (bits: number, bytes: Uint8Array): void => this.output.write(dataFrame(id, bits, bytes));
    const stream = new SpdyStream(this.reader.read(payload.subarray(10)), send, () => void this.streams.delete(id));
    this.streams.set(id, stream);
    this.lastId = id;
    this.output.write(controlFrame(types.synReply, 0, Buffer.concat([u32(id), this.writer.write(new Map())])));
    this.onStream(stream);
    if (flags & finFlag) stream.heardAll();
  }
}

function controlFrame(type: number, flags: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeUInt16BE(control, 0);
  head.writeUInt16BE(type, 2);
  head[4] = flags;
  head.writeUIntBE(payload.length, 5, 3);
  return Buffer.concat([head, payload]);
}

function dataFrame(id: number, flags: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeUInt32BE(id, 0);
  head[4] = flags;
  head.writeUIntBE(payload.length, 5, 3);
  return Buffer.concat([head, payload]);
}
