/** The events of a watch, one JSON document a line, as they come. */
import { parseJson, Utf8Decoder, type Json } from '../../../base/index.ts';
import type { Response } from '../../../host/index.ts';
import type { Task } from '../command/task.ts';
import { text } from '../objects/member.ts';
import type { ApiClient } from './api-client.ts';
import { readBefore } from './read-before.ts';
import { StatusError } from './status-error.ts';

export interface WatchEvent {
  readonly type: string; // ADDED, MODIFIED, DELETED, BOOKMARK
  readonly object: Json;
}

export class WatchStream {
  private readonly client: ApiClient;
  private readonly response: Response;
  private readonly decoder = new Utf8Decoder();
  private readonly lines: string[] = [];
  private readonly endsMs: number; // --request-timeout ends a watch as the server would
  private cut = '';

  constructor(client: ApiClient, response: Response) {
    this.client = client;
    this.response = response;
    this.endsMs = client.timeoutMs === undefined ? Infinity : client.p.host.clock.now + client.timeoutMs;
  }

  /** Null when the server has ended the watch; 'late' at the deadline, in the clock's milliseconds. A refusal is thrown. */
  *next(deadlineMs = Infinity): Task<WatchEvent | null | 'late'> {
    const soonest = Math.min(deadlineMs, this.endsMs);
    while (this.lines.length === 0) {
      const bytes = yield* readBefore(this.client.p, this.response.stream, soonest === Infinity ? undefined : soonest);
      if (bytes === 'late') return this.endsMs < deadlineMs ? null : 'late';
      if (bytes === null) return null;
      const pieces = (this.cut + this.decoder.push(bytes)).split('\n');
      this.cut = pieces.pop()!;
      for (const piece of pieces) if (piece !== '') this.lines.push(piece);
    }
    const event = parseJson(this.lines.shift()!) as { readonly type: string; readonly object: Json };
    if (event.type === 'ERROR') throw new StatusError(event.object, Number(text(event.object, 'code') || 500));
    return event;
  }

  close(): void {
    this.response.close();
  }
}
