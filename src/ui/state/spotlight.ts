// Which acts the diagram speaks of: the last three as arrows for a moment, one of them as a sentence for as long as reading takes.
// While the world is paused the last one stays, so that a step can be read in peace.
import type { Act } from '../../client/index.ts';
import type { Place } from './place.ts';

const ARROWS_MAX = 3;
const ARROW_MS = 2_400;
const READING_MS = 1_500;
const CAPTION_MS = 7_000;

export interface Lit {
  readonly arrows: readonly Act[];
  readonly caption: Act | undefined;
}

export interface SpotlightHands {
  show(lit: Lit): void;
  now(): number;
  later(ms: number, fn: () => void): () => void;
}

/** Acts that somebody can see: those that did something to an object, and what a hand did: lines typed, things broken and mended. */
export function isShown(act: Act): boolean {
  return act.about !== '' || act.act === 'typed' || act.act === 'fault';
}

/** Acts that did something, rather than reported what is. */
export function isDeed(act: Act): boolean {
  return act.act !== 'update-status' && isShown(act);
}

/** What is inside machines is spoken of when one looks inside, not over the whole cluster. */
const INSIDE = /^(?:images|layers|pulls|builds|containers)\//;

function isSpokenOf(act: Act, lens: Place['lens']): boolean {
  return isDeed(act) && (lens !== 'cluster' || !INSIDE.test(act.about));
}

/** What is told of acts just heard. Stepping, each step tells something: a report too, when nothing else was done. */
export function spokenOf(acts: readonly Act[], lens: Place['lens'], playing: boolean): readonly Act[] {
  const deeds = acts.filter((act) => isSpokenOf(act, lens));
  return deeds.length > 0 || playing ? deeds : acts.filter((act) => act.about !== '');
}

export class Spotlight {
  private readonly hands: SpotlightHands;
  private arrows: { readonly act: Act; readonly untilMs: number }[] = [];
  private caption: { readonly act: Act; readonly sinceMs: number } | undefined;
  private next: Act | undefined;
  private playing = false;
  private cancel = () => {};

  constructor(hands: SpotlightHands) {
    this.hands = hands;
  }

  heard(deeds: readonly Act[], playing: boolean): void {
    this.playing = playing;
    const last = deeds.at(-1);
    if (last) {
      const untilMs = this.hands.now() + ARROW_MS;
      this.arrows = [...this.arrows, ...deeds.filter((act) => act.from !== '' && act.about !== '').map((act) => ({ act, untilMs }))].slice(-ARROWS_MAX);
      this.next = last;
    }
    this.turn();
  }

  clear(): void {
    this.cancel();
    this.arrows = [];
    this.caption = undefined;
    this.next = undefined;
    this.hands.show({ arrows: [], caption: undefined });
  }

  private turn(): void {
    this.cancel();
    const now = this.hands.now();
    if (this.next && (!this.caption || !this.playing || now - this.caption.sinceMs >= READING_MS)) {
      this.caption = { act: this.next, sinceMs: now };
      this.next = undefined;
    }
    if (this.playing) {
      this.arrows = this.arrows.filter((arrow) => arrow.untilMs > now);
      if (this.caption && !this.next && now - this.caption.sinceMs >= CAPTION_MS) this.caption = undefined;
    }
    this.hands.show({ arrows: this.arrows.map((arrow) => arrow.act), caption: this.caption?.act });
    if (this.playing && (this.arrows.length > 0 || this.caption)) this.cancel = this.hands.later(this.waitMs(now), () => this.turn());
  }

  private waitMs(now: number): number {
    const ends = this.arrows.map((arrow) => arrow.untilMs);
    if (this.caption) ends.push(this.caption.sinceMs + (this.next ? READING_MS : CAPTION_MS));
    return Math.max(16, Math.min(...ends) - now);
  }
}
