// How a pod looks, from its row and what it waits for: fill, outline, notch, word. State is shape and word first; colour only tells revisions apart.
import type { PodContainer, PodRow } from '../../client/index.ts';

export type Fill = 'none' | 'half' | 'full';
export type Dot = 'ready' | 'running' | 'waiting' | 'done' | 'failed';

export interface PodLook {
  readonly hue: number; // -1 for a pod that no template made
  readonly fill: Fill;
  readonly outline: 'solid' | 'dashed';
  readonly notch: boolean;
  readonly done: boolean; // ended as it should
  readonly dots: readonly Dot[];
  readonly pull: number; // part of the bytes that has come, from 0 to 1; -1 when nothing is pulled
  readonly backoffUntilMs: number; // 0 when it waits for nothing
  readonly grace: { readonly startedMs: number; readonly graceMs: number } | null;
  readonly word: string; // what stands below it instead of its name, '' while all is well
}

/** Waiting reasons that are steps on the way and no failures. */
const ON_THE_WAY = new Set(['', 'ContainerCreating', 'PodInitializing', 'Pending', 'Running', 'Completed', 'Succeeded', 'Terminating', 'NotReady', 'SchedulingGated']);

/** `pull` is the part of its images that has come, -1 when they are there. */
export function lookOfPod(pod: PodRow, pull: number): PodLook {
  const main = pod.containers.filter((c) => !c.init);
  const failing = isFailing(pod);
  const done = pod.phase === 'Succeeded';
  const running = main.some((c) => c.state === 'running');
  return {
    hue: pod.owner === '' ? -1 : pod.hue,
    fill: pod.ready ? 'full' : running && !done ? 'half' : 'none',
    outline: pod.phase === 'Unknown' || pod.status === 'Unknown' || pod.node === '' ? 'dashed' : 'solid',
    notch: failing,
    done,
    dots: main.map(dotOf),
    pull,
    backoffUntilMs: pod.deletion ? 0 : Math.max(0, ...pod.containers.map((c) => c.backoffUntilMs)),
    grace: pod.deletion,
    word: wordOf(pod, failing, done),
  };
}

function isFailing(pod: PodRow): boolean {
  if (pod.deletion) return false;
  if (pod.phase === 'Failed') return true;
  if (pod.phase === 'Succeeded') return false;
  return !ON_THE_WAY.has(pod.status) && !pod.status.startsWith('Init:') ? true : /^Init:.*(?:BackOff|Err|Error)/.test(pod.status);
}

function wordOf(pod: PodRow, failing: boolean, done: boolean): string {
  if (pod.deletion) return 'Terminating';
  if (failing || done || pod.status.startsWith('Init:')) return pod.status;
  if (pod.node === '') return pod.status === 'Pending' ? '' : pod.status;
  return '';
}

function dotOf(container: PodContainer): Dot {
  if (container.state === 'running') return container.ready ? 'ready' : 'running';
  if (container.state === 'waiting') return container.reason !== '' && !ON_THE_WAY.has(container.reason) ? 'failed' : 'waiting';
  return container.exitCode === 0 ? 'done' : 'failed';
}

/** Breaks a word of the API where a capital begins, so that it fits below a pod: "ImagePullBackOff" in two lines. */
export function breakWord(word: string, lineMax: number): string[] {
  if (word.length <= lineMax) return [word];
  const parts = word.split(/(?<=[a-z:])(?=[A-Z0-9])/);
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + part.length <= lineMax) lines[lines.length - 1] = last + part;
    else lines.push(part);
  }
  return lines.length <= 2 ? lines : [lines[0]!, `${lines[1]!}…`];
}

/**
 * What stands below a pod that is well: the last part of its name, which is what tells it from its siblings. A static pod's ends
 * in its node's, which says nothing there.
 */
export function shortName(name: string, node: string): string {
  if (node !== '' && name.endsWith(`-${node}`)) return clipped(name.slice(0, -node.length - 1).replace(/^kube-/, ''));
  const tail = name.slice(name.lastIndexOf('-') + 1);
  if (tail !== name && tail.length >= 3 && tail.length <= 8) return tail;
  return clipped(name);
}

function clipped(name: string): string {
  return name.length > 9 ? `${name.slice(0, 8)}…` : name;
}
