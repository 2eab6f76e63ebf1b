/**
 * A session: a world and all that came into it from outside, each input stamped with the time and the number of events
 * executed before it, so that the same record replays to the same history. Speed and pause are no inputs: they are how
 * fast somebody watches.
 */
import type { Input, SessionRecord, StampedInput } from '../client/index.ts';
import { bringFirst } from './brought.ts';
import { inputCode } from './input-code.ts';
import { NeedsAsset } from '../sim/index.ts';
import { scenarioNamed } from './scenarios/index.ts';
import { World } from './world.ts';

export const ENGINE = '0.1.0';
const SLICE_STEPS = 200; // between two looks at whether a replay is still wanted

/** Loads what the world found missing. Rejects when it cannot be had. */
export type LoadAsset = (asset: string) => Promise<void>;

/** Asked now and then on the way; one that takes its time lets others have their turn. */
export type Wanted = () => boolean | Promise<boolean>;

export class Session {
  readonly world: World;
  readonly seed: string;
  private readonly inputs: StampedInput[] = [];

  constructor(scenario: string, seed: string) {
    this.seed = seed;
    this.world = new World(scenarioNamed(scenario), seed);
  }

  /** As the constructor, once all is there that the scenario begins with. */
  static async open(scenario: string, seed: string, load: LoadAsset): Promise<Session> {
    await bringFirst(load);
    for (;;) {
      try {
        return new Session(scenario, seed);
      } catch (error) {
        if (!(error instanceof NeedsAsset)) throw error;
        await load(error.asset);
      }
    }
  }

  get record(): SessionRecord {
    const { scenario, epochMs } = this.world;
    return { engine: ENGINE, seed: this.seed, scenario: scenario.name, epochMs, inputs: this.inputs.slice() };
  }

  get inputCount(): number {
    return this.inputs.length;
  }

  /** Something comes in from outside, now. */
  feed(input: Input): StampedInput {
    const { clock } = this.world;
    const stamped: StampedInput = { atMs: clock.now, step: clock.steps, do: input };
    this.inputs.push(stamped);
    inputCode.get().applyInput(this.world, input);
    return stamped;
  }

  /** The whole of a record, from the beginning, and on to `untilMs`. `wanted` may give up. */
  static async replay(record: SessionRecord, load: LoadAsset, wanted: (doneMs: number) => boolean | Promise<boolean> = () => true, untilMs = 0): Promise<Session> {
    const session = await Session.open(record.scenario, record.seed, load);
    const last = record.inputs.at(-1);
    const goesOn = () => wanted(session.world.clock.now);
    if (last && !(await session.follow(record, 0, last.atMs, load, goesOn, last.step))) return session;
    if (untilMs > session.world.clock.now) await session.runTo(Infinity, untilMs, load, goesOn);
    return session;
  }

  /**
   * Goes on with a record of which `from` inputs have been had, up to the end of `untilMs` (or `untilStep` within it). False
   * when it was given up on the way; it can go on from there.
   */
  async follow(record: SessionRecord, from: number, untilMs: number, load: LoadAsset, wanted: Wanted, untilStep = Infinity): Promise<boolean> {
    this.world.edits.accept(this.world.hosts.values());
    for (const { atMs, step, do: input } of record.inputs.slice(from)) {
      if (atMs > untilMs) break;
      if (!(await this.runTo(step, atMs, load, wanted))) return false;
      this.feed(input);
    }
    return this.runTo(untilStep, untilMs, load, wanted);
  }

  /** In slices, so that whoever waits can give up in between. */
  private async runTo(step: number, atMs: number, load: LoadAsset, wanted: Wanted): Promise<boolean> {
    const { clock } = this.world;
    for (;;) {
      const far = step - clock.steps > SLICE_STEPS;
      const result = far ? clock.run(atMs, { stepsMax: SLICE_STEPS }) : clock.runTo(step, atMs);
      if (result.reason === 'needs') await load(result.needs!);
      else if (!far || result.reason !== 'steps') return true;
      else await Promise.resolve();
      if (!(await wanted())) return false;
    }
  }
}
