/** What has happened, for `docker events`: a short past and whoever listens now. */
import type { Host } from '../host/index.ts';
import type { Cancel } from '../sim/index.ts';

export interface EngineEvent {
  readonly type: 'container' | 'image' | 'network' | 'volume' | 'builder' | 'daemon';
  readonly action: string; // "start", "exec_create: ls"
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly atMs: number; // since 1970
}

const KEPT = 256;

export class EventLog {
  private readonly host: Host;
  private readonly past: EngineEvent[] = [];
  private readonly listeners = new Set<(event: EngineEvent) => void>();

  constructor(host: Host) {
    this.host = host;
  }

  add(type: EngineEvent['type'], action: string, id: string, attributes: Readonly<Record<string, string>> = {}): void {
    const event: EngineEvent = { type, action, id, attributes, atMs: this.host.wallMs };
    this.past.push(event);
    if (this.past.length > KEPT) this.past.shift();
    for (const listener of this.listeners) listener(event);
  }

  between(sinceMs: number, untilMs: number): readonly EngineEvent[] {
    return this.past.filter(({ atMs }) => atMs >= sinceMs && atMs <= untilMs);
  }

  listen(listener: (event: EngineEvent) => void): Cancel {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

export function eventDocument({ type, action, id, attributes, atMs }: EngineEvent): object {
  return {
    ...(type === 'container' || type === 'image' ? { status: action, id } : {}),
    ...(type === 'container' ? { from: attributes['image'] ?? '' } : {}),
    Type: type,
    Action: action,
    Actor: { ID: id, Attributes: attributes },
    scope: 'local',
    time: Math.floor(atMs / 1000),
    timeNano: BigInt(atMs) * 1_000_000n,
  };
}
