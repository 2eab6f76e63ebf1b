/** Processes below their parents, with what is drawn in front of each. */
import type { Process } from '../../../host/index.ts';

export interface Placed {
  readonly one: Process;
  readonly indent: string;
}

/** With `branches` drawn, init's children begin at the margin; without, two blanks a step stand for them. */
export function forest(processes: readonly Process[], pidOf: (one: Process) => number, branches: boolean): Placed[] {
  const shown = new Set(processes);
  const below = new Map<Process | undefined, Process[]>();
  for (const one of processes) {
    const parent = one.parent && shown.has(one.parent) && !(branches && pidOf(one.parent) === 1) ? one.parent : undefined;
    const siblings = below.get(parent);
    if (siblings) siblings.push(one);
    else below.set(parent, [one]);
  }
  const placed: Placed[] = [];
  // A list of what is still to be shown, and no recursion: how deep children go is their own affair.
  const waiting = (below.get(undefined) ?? []).map((one) => ({ one, indent: '', inner: '' })).reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { one, indent, inner } = next;
    placed.push({ one, indent });
    const children = below.get(one) ?? [];
    for (let i = children.length - 1; i >= 0; i--) {
      const line = i === children.length - 1 ? '    ' : ' |  ';
      waiting.push({ one: children[i]!, indent: branches ? `${inner} \\_ ` : `${inner}  `, inner: inner + (branches ? line : '  ') });
    }
  }
  return placed;
}
