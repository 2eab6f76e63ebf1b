/** What goes between two rsyncs: messages as JSON, and contents in pieces, holes as their length. */
import { channels, decodeUtf8, encodeUtf8, frame, FrameReader, type Frame } from '../../base/index.ts';
import { bytesContent, emptyContent, holeContent, joinContent, type Content } from '../../files/index.ts';
import { readFrom, SystemError, writeTo, type OpenFile } from '../../host/index.ts';
import type { ToolRun } from '../tool/tool.ts';
import type { Listed, ListOptions } from './rsync-list.ts';
import type { Plan, ReceiveOptions } from './rsync-receive.ts';

export type Message = { readonly send: ListOptions } | { readonly receive: ReceiveOptions; readonly listed: Listed } | { readonly listed: Listed } | { readonly plan: Plan } | { readonly problems: readonly string[] };

const PIECE_BYTES = 65_536;

export class Wire {
  private readonly input: OpenFile;
  private readonly output: OpenFile;
  private readonly reader = new FrameReader();
  private readonly frames: Frame[] = [];
  sent = 0;
  received = 0;

  constructor(input: OpenFile, output: OpenFile) {
    this.input = input;
    this.output = output;
  }

  /** False when the other side is gone. */
  *say(message: Message): ToolRun<boolean> {
    return yield* this.put(frame(channels.error, encodeUtf8(JSON.stringify(message))));
  }

  *content(content: Content): ToolRun<boolean> {
    for (const chunk of content.chunks) {
      if (!chunk.bytes) yield* this.put(frame(channels.resize, encodeUtf8(String(chunk.size))));
      else for (let at = 0; at < chunk.size; at += PIECE_BYTES) yield* this.put(frame(channels.stdout, chunk.bytes.subarray(at, at + PIECE_BYTES)));
    }
    return yield* this.put(frame(channels.close, new Uint8Array()));
  }

  /** Undefined when the other side is gone or speaks something else. */
  *hear(): ToolRun<Message | undefined> {
    const next = yield* this.next();
    if (next?.channel !== channels.error) return undefined;
    return JSON.parse(decodeUtf8(next.payload)) as Message;
  }

  *hearContent(): ToolRun<Content | undefined> {
    const parts: Content[] = [];
    for (;;) {
      const next = yield* this.next();
      if (!next) return undefined;
      if (next.channel === channels.close) return parts.length === 0 ? emptyContent : joinContent(...parts);
      parts.push(next.channel === channels.resize ? holeContent(Number(decodeUtf8(next.payload))) : bytesContent(next.payload.slice()));
    }
  }

  private *put(bytes: Uint8Array): ToolRun<boolean> {
    this.sent += bytes.length;
    try {
      yield* writeTo(this.output, bytes);
      return true;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      return false;
    }
  }

  private *next(): ToolRun<Frame | undefined> {
    while (this.frames.length === 0) {
      const bytes = yield* readFrom(this.input);
      if (bytes === null) return undefined;
      this.received += bytes.length;
      this.frames.push(...this.reader.push(bytes));
    }
    return this.frames.shift();
  }
}
