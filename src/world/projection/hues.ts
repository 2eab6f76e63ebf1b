/**
 * Hues: below one topmost owner, templates are numbered in the order of their birth, so that a rolling update is a wave of
 * one hue through another. A number is given once and stays, whatever is deleted.
 */
import { controllerOf, type KubeObject } from '../../kube/index.ts';

export class Hues {
  private readonly given = new Map<string, number>(); // uid of the owner of pods -> hue
  private readonly next = new Map<string, number>(); // uid of the topmost owner -> next hue

  /** Of an owner of pods; `parent` is its own controller, undefined when it has none. */
  of(owner: KubeObject): number {
    const { uid } = owner.metadata;
    const known = this.given.get(uid);
    if (known !== undefined) return known;
    const top = controllerOf(owner)?.uid ?? uid;
    const hue = this.next.get(top) ?? 0;
    if (top !== uid) this.next.set(top, hue + 1);
    this.given.set(uid, hue);
    return hue;
  }
}
