/**
 * The streams of exec and attach between kubectl and a kubelet, many in one: what WebSocket messages of v5.channel.k8s.io are
 * on a real wire. Here a frame is the channel, the length in four bytes, and the payload; a bridge turns each into a message.
 */
import { concat } from './door.ts';

/** `mode` is ours alone, and only for a client that asked for it. */
export const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, mode: 5, close: 255 } as const;
export const channelProtocol = 'v5.channel.k8s.io';

export interface Frame {
  readonly channel: number;
  readonly payload: Uint8Array;
}

const headBytes = 5;

export function frame(channel: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(headBytes + payload.length);
  bytes[0] = channel;
  new DataView(bytes.buffer).setUint32(1, payload.length);
  bytes.set(payload, headBytes);
  return bytes;
}

/** The client's half-close of its input: a message of channel 255 that names the channel closed. */
export const closeInputFrame = frame(channels.close, new Uint8Array([channels.stdin]));

/** Puts frames together again out of whatever pieces come. */
export class FrameReader {
  private held: Uint8Array = new Uint8Array(0);

  push(chunk: Uint8Array): Frame[] {
    let bytes = this.held.length === 0 ? chunk : concat([this.held, chunk]);
    const frames: Frame[] = [];
    while (bytes.length >= headBytes) {
      const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
      if (bytes.length < headBytes + size) break;
      frames.push({ channel: bytes[0]!, payload: bytes.subarray(headBytes, headBytes + size) });
      bytes = bytes.subarray(headBytes + size);
    }
    this.held = bytes.slice();
    return frames;
  }
}
