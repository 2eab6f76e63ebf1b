/**
 * The turns of a rolling update: one more of the new, one less of the old, never fewer ready than wanted and never more than one
 * beyond. What has been reached stands in annotations, so that another run goes on where this one ended.
 */
import { parseDuration, type JsonObject } from '../../base/index.ts';
import { sleep } from '../../host/index.ts';
import { CommandError } from '../kubectl/command/errors.ts';
import type { Invocation } from '../kubectl/command/invocation.ts';
import type { Task } from '../kubectl/command/task.ts';
import { count, members, text, withMember } from '../kubectl/objects/member.ts';
import type { Controllers } from './replication-controllers.ts';

export const annotation = {
  source: 'kubectl.kubernetes.io/update-source-id',
  desired: 'kubectl.kubernetes.io/desired-replicas',
  original: 'kubectl.kubernetes.io/original-replicas',
  next: 'kubectl.kubernetes.io/next-controller-id',
} as const;

const SURGE = 1;

const nameOf = (controller: JsonObject): string => text(controller, 'metadata', 'name');
const sizeOf = (controller: JsonObject): number => count(controller, 'spec', 'replicas');
const sourceOf = (controller: JsonObject): string => `${nameOf(controller)}:${text(controller, 'metadata', 'uid')}`;
const annotated = (controller: JsonObject, key: string, value: string): JsonObject => withMember(controller, ['metadata', 'annotations', key], value);

/** An update that is under way turned round: what was next is now the old one. */
export function* abort(k: Invocation, controllers: Controllers, old: JsonObject, next: JsonObject): Task<readonly [from: JsonObject, to: JsonObject]> {
  const original = text(old, 'metadata', 'annotations', annotation.original);
  if (original === '') throw new CommandError(`couldn't find original replica count of ${JSON.stringify(nameOf(old))}`);
  yield* k.print(`Setting ${JSON.stringify(nameOf(old))} replicas to ${original}\n`);
  const to = yield* controllers.change(nameOf(old), (rc) => annotated(annotated(rc, annotation.source, sourceOf(next)), annotation.desired, original));
  return [next, to];
}

export class RollingUpdater {
  private readonly k: Invocation;
  private readonly controllers: Controllers;
  private readonly keepsName: boolean;
  private readonly periodMs: number;
  private readonly pollMs: number;
  private readonly timeoutMs: number;

  constructor(k: Invocation, controllers: Controllers, keepsName: boolean) {
    this.k = k;
    this.controllers = controllers;
    this.keepsName = keepsName;
    const duration = (flag: string): number => {
      const parsed = parseDuration(k.flags.text(flag));
      return 'milliseconds' in parsed ? parsed.milliseconds : 0;
    };
    this.periodMs = duration('update-period');
    this.pollMs = Math.max(1, duration('poll-interval'));
    this.timeoutMs = duration('timeout');
  }

  *update(from: JsonObject, to: JsonObject): Task {
    const { k, controllers } = this;
    let next = yield* this.target(to, from);
    const desired = Number(text(next, 'metadata', 'annotations', annotation.desired));
    let old = text(from, 'metadata', 'annotations', annotation.original) === '' ? yield* controllers.change(nameOf(from), (rc) => annotated(rc, annotation.original, String(sizeOf(rc)))) : from;
    const bounds = `(keep ${desired} pods available, don't exceed ${desired + SURGE} pods)`;
    yield* k.print(`Scaling up ${nameOf(next)} from ${sizeOf(next)} to ${desired}, scaling down ${nameOf(old)} from ${sizeOf(old)} to 0 ${bounds}\n`);
    let progressMs = k.p.host.clock.now;
    while (sizeOf(next) !== desired || sizeOf(old) !== 0) {
      const before = [sizeOf(next), sizeOf(old)];
      next = yield* this.scaleUp(next, old, desired);
      yield* sleep(this.periodMs);
      old = yield* this.scaleDown(next, old, desired);
      const { now } = k.p.host.clock;
      if (sizeOf(next) !== before[0] || sizeOf(old) !== before[1]) progressMs = now;
      else if (now - progressMs > this.timeoutMs) throw new CommandError('timed out waiting for any update progress to be made');
      else if (this.periodMs === 0) yield* sleep(this.pollMs);
    }
    yield* this.cleanUp(old, next);
  }

  /** Made with nobody, and with a note of how many it shall have; or found as an earlier run left it. */
  private *target(controller: JsonObject, from: JsonObject): Task<JsonObject> {
    const existing = yield* this.controllers.find(nameOf(controller));
    if (!existing) {
      const noted = annotated(annotated(controller, annotation.desired, String(sizeOf(controller))), annotation.source, sourceOf(from));
      const made = yield* this.controllers.create(withMember(noted, ['spec', 'replicas'], 0));
      yield* this.k.print(`Created ${nameOf(made)}\n`);
      return made;
    }
    const notes = members(existing, 'metadata', 'annotations');
    if (notes[annotation.source] !== sourceOf(from) || notes[annotation.desired] === undefined) {
      const shown = Object.entries(notes).map(([key, value]) => `${key}:${text(value)}`);
      throw new CommandError(`missing/unexpected annotations for controller ${nameOf(controller)}, expected ${sourceOf(from)} : map[${shown.join(' ')}]`);
    }
    yield* this.k.print(`Continuing update with existing controller ${nameOf(existing)}.\n`);
    return existing;
  }

  private *scaleUp(next: JsonObject, old: JsonObject, desired: number): Task<JsonObject> {
    const room = sizeOf(old) === 0 ? desired - sizeOf(next) : desired + SURGE - sizeOf(old) - sizeOf(next);
    if (sizeOf(next) === desired || room <= 0) return next;
    const size = Math.min(desired, sizeOf(next) + room);
    yield* this.k.print(`Scaling ${nameOf(next)} up to ${size}\n`);
    return yield* this.controllers.scaleAndWait(nameOf(next), size, this.pollMs, this.timeoutMs);
  }

  private *scaleDown(next: JsonObject, old: JsonObject, desired: number): Task<JsonObject> {
    if (sizeOf(old) === 0) return old;
    const ready = yield* this.controllers.ready(next);
    const surplus = sizeOf(old) + sizeOf(next) - desired - (sizeOf(next) - ready);
    if (surplus <= 0) return old;
    const size = sizeOf(next) === desired && ready === desired ? 0 : Math.max(0, sizeOf(old) - surplus);
    yield* this.k.print(`Scaling ${nameOf(old)} down to ${size}\n`);
    return yield* this.controllers.scaleAndWait(nameOf(old), size, this.pollMs, this.timeoutMs);
  }

  private *cleanUp(old: JsonObject, next: JsonObject): Task {
    const { k, controllers } = this;
    const done = yield* controllers.change(nameOf(next), (rc) => {
      const { [annotation.source]: _, [annotation.desired]: __, ...rest } = members(rc, 'metadata', 'annotations');
      return withMember(rc, ['metadata', 'annotations'], rest);
    });
    if (!this.keepsName) {
      yield* k.print(`Update succeeded. Deleting ${nameOf(old)}\n`);
      return yield* controllers.delete(nameOf(old));
    }
    yield* k.print(`Update succeeded. Deleting old controller: ${nameOf(old)}\n`);
    yield* controllers.delete(nameOf(old));
    yield* k.print(`Renaming ${nameOf(done)} to ${nameOf(old)}\n`);
    yield* controllers.rename(done, nameOf(old));
  }
}
