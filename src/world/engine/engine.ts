/**
 * The engine behind its messages: one session, its pump and its projection, driven by what the page sends. It runs the same in a
 * Worker and in Node; whoever hosts it hands in wall time and a way to post.
 */
import { Outbox, type AnyAsk, type ClockState, type FromEngine, type Input, type Opening, type ToEngine, type SessionRecord } from '../../client/index.ts';
import { WorldProjection } from '../projection/world-projection.ts';
import { Session, ENGINE, type LoadAsset } from '../session.ts';
import type { TerminalHints } from '../hints/terminal-hints.ts';
import { homeOf } from '../machine.ts';
import type { OpenEdit } from '../edits.ts';
import type { Answering } from './answer.ts';
import { Output } from './output.ts';
import { Pump, type WallTime } from './pump.ts';

/** What watches a session beside the engine and writes rows of its own: a lesson's judge. */
export type Companion = (session: Session, outbox: Outbox) => Watching;

export interface Watching {
  /** Called before rows are sent. */
  look(): void;
  /** The step that is open now; '' is no lesson. Resolved when there is something to send. */
  lesson(id: string, step: number): Promise<void>;
  stop(): void;
}

export interface EngineParts {
  readonly time: WallTime;
  readonly load: LoadAsset;
  post(message: FromEngine): void;
  readonly companion?: Companion;
}

/** All of one opened session: thrown away whole when another is opened. */
interface Stage {
  readonly session: Session;
  readonly outbox: Outbox;
  readonly projection: WorldProjection;
  readonly pump: Pump;
  readonly output: Output;
  answering: Answering | undefined; // from the first question on
  hints: TerminalHints | undefined; // once its code is there
  readonly companion: Watching | undefined;
}

interface Opened {
  readonly session: Session;
  readonly notCarried: readonly string[] | undefined; // by the snapshot that it began with, if it did
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Events that are replayed in about five seconds: more is not worth the wait. */
const REPLAY_STEPS_MAX = 100_000;
const WORK_MS = 30; // wall; of long work at a stretch

function mayReplay({ engine, inputs }: SessionRecord): boolean {
  return engine === ENGINE && (inputs.at(-1)?.step ?? 0) <= REPLAY_STEPS_MAX;
}

export class Engine {
  private readonly parts: EngineParts;
  private stage: Stage | undefined;
  private opening = 0; // counts openings: an older one that is still replaying gives up
  private waiting: ToEngine[] = []; // came while a session was being opened
  private retries: (() => void)[] = []; // of what could not be loaded
  private readonly cancelled = new Set<number>();
  private restedMs = 0; // wall; when others last had their turn

  constructor(parts: EngineParts) {
    this.parts = parts;
  }

  receive(message: ToEngine): void {
    if (message.type === 'ping') return this.parts.post({ type: 'pong', id: message.id });
    if (message.type === 'retry') return this.retries.splice(0).forEach((again) => again());
    if (message.type === 'open') {
      this.waiting = [];
      void this.open(message.opening, message.playing, message.speed);
    } else {
      this.waiting.push(message);
      this.takeWaiting();
    }
  }

  /** What cannot be had now freezes the session until the page says that it is worth another try; no program sees it. */
  private readonly load: LoadAsset = (asset) => this.bring(asset, () => this.parts.load(asset));

  private async bring<T>(asset: string, fetch: () => Promise<T>): Promise<T> {
    for (let failed = false; ; failed = true) {
      try {
        const brought = await fetch();
        if (failed && this.retries.length === 0) this.parts.post({ type: 'needs', asset, state: 'loaded', message: '' });
        return brought;
      } catch (error) {
        this.parts.post({ type: 'needs', asset, state: 'failed', message: messageOf(error) });
        await new Promise<void>((again) => void this.retries.push(again));
      }
    }
  }

  /** Long work lets others in now and then: messages are heard (a ping, an input, another opening), the pump goes on. */
  private async othersHaveHadTheirTurn(): Promise<boolean> {
    const { time } = this.parts;
    if (time.nowMs() - this.restedMs < WORK_MS) return false;
    await new Promise<void>((resolve) => time.later(0, resolve));
    this.restedMs = time.nowMs();
    return true;
  }

  /** In the order they came. */
  private takeWaiting(): void {
    try {
      while (this.stage && this.waiting.length > 0) this.handle(this.stage, this.waiting.shift()!);
    } catch (error) {
      this.crash(error);
    }
  }

  private async open(opening: Opening, playing: boolean, speed: number): Promise<void> {
    const turn = ++this.opening;
    this.stage?.pump.stop();
    this.stage?.projection.stop();
    this.stage?.companion?.stop();
    this.stage = undefined;
    try {
      const opened = await this.openSession(opening, () => turn === this.opening);
      if (turn !== this.opening) return;
      this.stage = this.makeStage(opened, playing, speed);
      this.takeWaiting();
    } catch (error) {
      this.crash(error);
    }
  }

  private async openSession(opening: Opening, wanted: () => boolean): Promise<Opened> {
    if (opening.from === 'scenario') return { session: await Session.open(opening.scenario, opening.seed, this.load), notCarried: undefined };
    if (opening.from === 'link' && !mayReplay(opening.session)) return this.openSnapshot(opening);
    const ofMs = Math.max(opening.session.inputs.at(-1)?.atMs ?? 0, opening.from === 'session' ? opening.untilMs : 0);
    const work = (doneMs: number, done: boolean) => this.parts.post({ type: 'work', what: 'replay', doneMs, ofMs, done, hottest: [] });
    const goesOn = async (doneMs: number): Promise<boolean> => {
      if (await this.othersHaveHadTheirTurn()) work(doneMs, false);
      return wanted();
    };
    const session = await Session.replay(opening.session, this.load, goesOn, ofMs);
    work(ofMs, true);
    return { session, notCarried: undefined };
  }

  private async openSnapshot({ session: { scenario, seed }, snapshot }: Extract<Opening, { from: 'link' }>): Promise<Opened> {
    const { openSnapshot } = await this.bring('snapshot', () => import('./open-snapshot.ts'));
    const { session, left } = await openSnapshot(scenario, seed, snapshot, this.load);
    return { session, notCarried: left };
  }

  private makeStage({ session, notCarried }: Opened, playing: boolean, speed: number): Stage {
    const { time } = this.parts;
    const post = (message: FromEngine): void => this.parts.post(message);
    const outbox = new Outbox();
    const { world } = session;
    const projection = new WorldProjection(world, outbox);
    const output = new Output(world.terminals, post, (held) => (pump.held = held));
    const pump = new Pump(session, time, this.load, {
      ran: () => this.send(),
      settling: (doneMs, ofMs, done, hottest) => post({ type: 'work', what: 'settle', doneMs, ofMs, done, hottest }),
      failed: (error) => this.crash(error),
    });
    const edited = ({ number, process, path }: OpenEdit): void => {
      const text = process.files.exists(path) ? process.files.readText(path) : '';
      post({ type: 'edit', edit: number, host: process.host.name, path, text });
    };
    world.edits.attach(world.hosts.values(), edited, (edit) => post({ type: 'edit', edit, host: '', path: '', text: null }));
    world.completions.ended = (id, completed) => post({ type: 'completed', id, completed });
    world.commands.ended = (result) => post({ type: 'command-ended', ...result });
    post({ type: 'opened', session: this.describe(session, notCarried), inputs: session.record.inputs });
    pump.speed = speed;
    pump.setPlaying(playing);
    pump.start();
    const companion = this.parts.companion?.(session, outbox);
    const stage: Stage = { session, outbox, projection, pump, output, answering: undefined, hints: undefined, companion };
    if (session.inputCount > 0) void this.bringHints(stage);
    return stage;
  }

  /** Hints are spoken of slips only: their code need not be there at the first line. It comes with the first terminal. */
  private async bringHints(stage: Stage): Promise<void> {
    const { TerminalHints } = await this.bring('hints', () => import('../hints/terminal-hints.ts'));
    stage.hints ??= new TerminalHints(stage.session.world.terminals, (tty, code, args) => this.parts.post({ type: 'hint', tty, code, args }));
  }

  private describe({ world, seed }: Session, notCarried: Opened['notCarried']): Extract<FromEngine, { type: 'opened' }>['session'] {
    const { scenario } = world;
    const [first] = scenario.hosts;
    const home = homeOf(first!.user, first!.kernel);
    const files = scenario.opens.map((path) => `${home}/${path}`);
    const { name, suggestions, breakable } = scenario;
    const { epochMs } = world;
    return { engine: ENGINE, scenario: name, seed, epochMs, homeHost: first!.name, home, files, image: breakable, suggestions, notCarried };
  }

  private handle(stage: Stage, message: ToEngine): void {
    const { pump, outbox, projection, output } = stage;
    switch (message.type) {
      case 'input':
        return this.input(stage, message.id, message.input);
      case 'play':
        return pump.setPlaying(true);
      case 'pause':
        return pump.setPlaying(false);
      case 'speed':
        return void (pump.speed = Math.min(100, Math.max(0.1, message.speed)));
      case 'step':
        return message.to === 'event' ? pump.stepEvent() : pump.stepAct();
      case 'settle':
        return pump.settle();
      case 'stop':
        return pump.endSettling([]);
      case 'looks':
        return void projection.setLooks(message.looks, (fetch) => this.bring('looks', fetch)).then(() => pump.kick(), (error: unknown) => this.crash(error));
      case 'ack':
        return outbox.ack(message.seq);
      case 'credit':
        return output.credit(message.tty, message.bytes);
      case 'lesson':
        return void stage.companion?.lesson(message.lesson, message.step).then(() => pump.kick(), (error: unknown) => this.crash(error));
      case 'query':
        return void this.query(stage, message.id, message);
      case 'cancel':
        return void this.cancelled.add(message.id);
      case 'open':
      case 'ping':
      case 'retry':
        return; // handled before
    }
  }

  private input(stage: Stage, id: number, input: Input): void {
    const { session, pump, projection } = stage;
    this.parts.post({ type: 'accepted', id, input: session.feed(input) });
    if (input.do === 'open-tty' && !stage.hints) void this.bringHints(stage);
    if (input.do === 'fault' && input.fault.kind.endsWith('-image')) projection.markImages();
    pump.kick();
  }

  private async query(stage: Stage, id: number, query: AnyAsk): Promise<void> {
    const post = (message: FromEngine): void => this.parts.post(message);
    try {
      const { Answering } = await this.bring('answers', () => import('./answer.ts'));
      stage.answering ??= new Answering(stage, this.load, this.parts);
      const wanted = () => !this.cancelled.has(id) && this.stage === stage;
      const found = await stage.answering.answer(query, async () => {
        await this.othersHaveHadTheirTurn();
        return wanted();
      });
      if (found !== undefined && wanted()) post({ type: 'answer', id, answer: found });
    } catch (error) {
      post({ type: 'refused', id, message: messageOf(error) });
    }
    this.cancelled.delete(id);
  }

  private send(): void {
    const { stage } = this;
    if (!stage?.outbox.ready) return;
    stage.companion?.look();
    stage.output.flush();
    stage.projection.flush();
    stage.hints?.look();
    this.parts.post({ type: 'rows', ...stage.outbox.take(), clock: this.clockOf(stage) });
  }

  private clockOf({ session, pump }: Stage): ClockState {
    const { clock } = session.world;
    const next = clock.peek();
    return {
      nowMs: clock.now,
      steps: clock.steps,
      playing: pump.playing,
      speed: pump.speed,
      nextMs: next?.atMs ?? -1,
      next: next?.label ?? '',
      pending: clock.pending,
      settled: pump.settled,
      floorMs: session.world.startMs,
    };
  }

  private crash(error: unknown): void {
    this.parts.post({ type: 'crashed', message: messageOf(error), detail: error instanceof Error ? (error.stack ?? '') : '' });
  }
}
