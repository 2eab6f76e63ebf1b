// The page's side of the protocol: posts inputs and questions, keeps mirror, acts and clock up to date, acknowledges rows when
// the page has drawn them, and keeps the journal that a lost Worker is replaced from.
import { ActLog } from './act-log.ts';
import type { Input, SessionRecord, StampedInput } from './input.ts';
import type { ClockState, FromEngine, Look, OpenedSession, Opening, ToEngine } from './messages.ts';
import { Mirror } from './mirror.ts';
import type { Patch } from './rows/tables.ts';
import type { FileMoment, Trip } from './moments.ts';
import type { Answer, Completion, AnyAsk, Ask, QueryName } from './queries.ts';

/** What carries messages: a Worker in the page, a pair of functions in tests. */
export interface Port {
  post(message: ToEngine): void;
  listen(fn: (message: FromEngine) => void): void;
  close(): void;
}

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

type Heard = Exclude<FromEngine, { type: 'rows' | 'answer' | 'refused' | 'accepted' | 'command-ended' | 'completed' | 'pong' }>;

export interface ClientEvents {
  /** Runs `fn` when what was drawn is on the screen: the next animation frame. */
  readonly afterDrawing: (fn: () => void) => void;
  /** Every message that mirror, clock and questions do not take. */
  readonly heard: (message: Heard) => void;
  readonly trips: (trips: readonly Trip[]) => void;
  readonly files: (files: readonly FileMoment[]) => void;
  /** An input is about to be posted, or has got its stamp. */
  readonly journalled: () => void;
}

interface Waiting {
  readonly answer: (value: unknown) => void;
  readonly refuse: (error: Error) => void;
}

export const CLOCK_BEFORE_OPENING: ClockState = {
  nowMs: 0,
  steps: 0,
  playing: false,
  speed: 1,
  nextMs: -1,
  next: '',
  pending: 0,
  settled: false,
  floorMs: 0,
};

const ROWS_A_FRAME = 32;
const FRAMES_MAX = 5; // more would be seen as jerks

export class Client {
  readonly mirror = new Mirror();
  readonly acts = new ActLog();
  clock: ClockState = CLOCK_BEFORE_OPENING;
  session: OpenedSession | undefined;
  /** How many messages have come: what a watchdog counts. */
  heardCount = 0;
  private readonly port: Port;
  private readonly events: ClientEvents;
  private readonly clockListeners = new Set<() => void>();
  private readonly questions = new Map<number, Waiting>();
  private readonly commands = new Map<number, Waiting>();
  private stamped: StampedInput[] = [];
  private readonly posted = new Map<number, Input>(); // without a stamp yet
  private lastId = 0;

  constructor(port: Port, events: ClientEvents) {
    this.port = port;
    this.events = events;
    port.listen((message) => this.receive(message));
  }

  open(opening: Opening, playing: boolean, speed: number): void {
    this.stamped = [];
    this.posted.clear();
    this.port.post({ type: 'open', opening, playing, speed });
  }

  /** Journals the input, then posts it. */
  input(input: Input): void {
    this.postInput(++this.lastId, input);
  }

  /** Runs a command of a button in a shell of its own; it is an input like a typed line. */
  command(host: string, text: string): Promise<CommandResult> {
    return this.answered((id) => ({ do: 'command', id, host, text }));
  }

  /** The Tab key. */
  complete(tty: string, line: string, cursor: number): Promise<Completion> {
    return this.answered((id) => ({ do: 'complete', id, tty, line, cursor }));
  }

  ask<N extends QueryName>(name: N, ask: Ask<N>): Promise<Answer<N>> & { readonly cancel: () => void } {
    const id = ++this.lastId;
    const promise = new Promise<Answer<N>>((answer, refuse) => {
      this.questions.set(id, { answer: answer as (value: unknown) => void, refuse });
    });
    this.port.post({ type: 'query', id, name, ask } as { type: 'query'; id: number } & AnyAsk);
    const cancel = () => {
      if (this.questions.delete(id)) this.port.post({ type: 'cancel', id });
    };
    return Object.assign(promise, { cancel });
  }

  play(): void {
    this.port.post({ type: 'play' });
  }

  pause(): void {
    this.port.post({ type: 'pause' });
  }

  speed(speed: number): void {
    this.port.post({ type: 'speed', speed });
  }

  step(to: 'event' | 'act'): void {
    this.port.post({ type: 'step', to });
  }

  settle(): void {
    this.port.post({ type: 'settle' });
  }

  stop(): void {
    this.port.post({ type: 'stop' });
  }

  retry(): void {
    this.port.post({ type: 'retry' });
  }

  ping(): void {
    this.port.post({ type: 'ping', id: ++this.lastId });
  }

  credit(tty: string, bytes: number): void {
    this.port.post({ type: 'credit', tty, bytes });
  }

  /** Has the checks of this step judged from now on: they come as rows. '' ends it. */
  lesson(lesson: string, step: number): void {
    this.port.post({ type: 'lesson', lesson, step });
  }

  look(looks: readonly Look[]): void {
    this.port.post({ type: 'looks', looks });
  }

  onClock(fn: () => void): () => void {
    this.clockListeners.add(fn);
    return () => this.clockListeners.delete(fn);
  }

  /** What has been put in so far. Inputs without a stamp yet are left out: they may be what the Worker hangs on. */
  record(): SessionRecord | undefined {
    if (!this.session) return undefined;
    const { engine, seed, scenario, epochMs } = this.session;
    return { engine, seed, scenario, epochMs, inputs: this.stamped };
  }

  /** Inputs that were posted and not yet taken in. */
  get unstamped(): readonly Input[] {
    return [...this.posted.values()];
  }

  /** Ends the port. Whoever waits for an answer is refused. */
  close(): void {
    this.port.close();
    for (const waiting of [...this.questions.values(), ...this.commands.values()]) waiting.refuse(new Error('closed'));
    this.questions.clear();
    this.commands.clear();
  }

  private answered<T>(input: (id: number) => Input): Promise<T> {
    const id = ++this.lastId;
    return new Promise((answer, refuse) => {
      this.commands.set(id, { answer: answer as (value: unknown) => void, refuse });
      this.postInput(id, input(id));
    });
  }

  private postInput(id: number, input: Input): void {
    this.posted.set(id, input);
    this.events.journalled();
    this.port.post({ type: 'input', id, input });
  }

  private receive(message: FromEngine): void {
    this.heardCount++;
    switch (message.type) {
      case 'rows':
        return this.takeRows(message);
      case 'answer':
        return settle(this.questions, message.id, (waiting) => waiting.answer(message.answer));
      case 'refused':
        return settle(this.questions, message.id, (waiting) => waiting.refuse(new Error(message.message)));
      case 'command-ended':
        return settle(this.commands, message.id, (waiting) => waiting.answer(message));
      case 'completed':
        return settle(this.commands, message.id, (waiting) => waiting.answer(message.completed));
      case 'accepted':
        this.posted.delete(message.id);
        this.stamped.push(message.input);
        return this.events.journalled();
      case 'pong':
        return;
      case 'opened':
        this.session = message.session;
        this.stamped = [...message.inputs];
        return this.events.heard(message);
      default:
        return this.events.heard(message);
    }
  }

  private takeRows({ seq, whole, patch, clock, moments }: FromEngine & { type: 'rows' }): void {
    this.clock = clock;
    if (whole) this.acts.clear();
    this.mirror.apply(patch, whole);
    this.acts.add(moments.acts);
    if (moments.trips.length > 0) this.events.trips(moments.trips);
    if (moments.files.length > 0) this.events.files(moments.files);
    for (const listener of this.clockListeners) listener();
    this.ackAfter(1 + Math.min(FRAMES_MAX, Math.floor(rowsIn(patch) / ROWS_A_FRAME)), seq);
  }

  /** Many rows are followed by as many idle frames as they are worth: what changes meanwhile comes as one patch, not as several. */
  private ackAfter(frames: number, seq: number): void {
    this.events.afterDrawing(() => {
      if (frames > 1) this.ackAfter(frames - 1, seq);
      else this.port.post({ type: 'ack', seq });
    });
  }
}

function rowsIn(patch: Patch): number {
  return Object.values(patch).reduce((sum, { puts, drops }) => sum + puts.length + drops.length, 0);
}

function settle(waiting: Map<number, Waiting>, id: number, act: (waiting: Waiting) => void): void {
  const found = waiting.get(id);
  if (!waiting.delete(id) || !found) return;
  act(found);
}
