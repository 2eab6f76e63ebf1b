/** WebSocket messages (RFC 6455), server's side: bytes of the wire to messages and back. Small on purpose: exec and its like need no more. */
import { createHash } from 'node:crypto';

const magic = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
const short = 126;
const long = 127;

export function acceptKey(key: string): string {
  return createHash('sha1').update(key + magic).digest('base64');
}

function sendFrame(opcode: number, payload: Uint8Array): Buffer {
  const { length } = payload;
  const head = length < short ? Buffer.alloc(2) : length < 65_536 ? Buffer.alloc(4) : Buffer.alloc(10);
  head[0] = 0x80 | opcode;
  if (length < short) head[1] = length;
  else if (length < 65_536) head[1] = head.writeUInt16BE(length, 2) && short;
  else head[1] = head.writeBigUInt64BE(BigInt(length), 2) && long;
  return Buffer.concat([head, payload]);
}

export const binaryMessage = (payload: Uint8Array): Buffer => sendFrame(opcodes.binary, payload);
export const closeMessage = (code: number): Buffer => sendFrame(opcodes.close, Buffer.from([code >> 8, code & 255]));

export interface MessageHandler {
  message(payload: Buffer): void;
  ping(answer: Buffer): void;
  close(): void;
}

/** Puts a client's frames together, whatever pieces they come in. */
export class MessageReader {
  private readonly handler: MessageHandler;
  private held: Buffer = Buffer.alloc(0);
  private parts: Buffer[] = [];

  constructor(handler: MessageHandler) {
    this.handler = handler;
  }

  push(chunk: Buffer): void {
    this.held = Buffer.concat([this.held, chunk]);
    for (;;) {
      const frame = this.next();
      if (!frame) return;
      const { opcode, isLast, payload } = frame;
      if (opcode === opcodes.close) return this.handler.close();
      if (opcode === opcodes.ping) this.handler.ping(sendFrame(opcodes.pong, payload));
      if (opcode > opcodes.binary) continue;
      this.parts.push(payload);
      if (isLast) this.handler.message(Buffer.concat(this.parts.splice(0)));
    }
  }

  private next(): { readonly opcode: number; readonly isLast: boolean; readonly payload: Buffer } | undefined {
    const { held } = this;
    if (held.length < 2) return undefined;
    const isMasked = (held[1]! & 0x80) !== 0;
    let length = held[1]! & 0x7f;
    let at = 2;
    if (length === short) {
      if (held.length < 4) return undefined;
      length = held.readUInt16BE(2);
      at = 4;
    } else if (length === long) {
      if (held.length < 10) return undefined;
      length = Number(held.readBigUInt64BE(2));
      at = 10;
    }
    const mask = isMasked ? held.subarray(at, at + 4) : undefined;
    at += isMasked ? 4 : 0;
    if (held.length < at + length) return undefined;
    const payload = Buffer.from(held.subarray(at, at + length));
    if (mask) for (let i = 0; i < payload.length; i++) payload[i]! ^= mask[i % 4]!;
    this.held = held.subarray(at + length);
    return { opcode: held[0]! & 0x0f, isLast: (held[0]! & 0x80) !== 0, payload };
  }
}
