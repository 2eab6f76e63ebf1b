/** What a Deployment writes into its ReplicaSets' annotations: the revision, and for what size of the whole it sized them. */
import type { Deployment } from '../../kinds/deployment/deployment.ts';
import type { ReplicaSet } from '../../kinds/replica-set/replica-set.ts';
import type { KubeObject, Labels } from '../../meta/object.ts';
import { maxTotal } from './rolling-arithmetic.ts';
import type { RollingBounds } from './rolling-bounds.ts';

const prefix = 'deployment.kubernetes.io/';
export const revisionAnnotation = `${prefix}revision`;
const historyAnnotation = `${prefix}revision-history`;
const desiredAnnotation = `${prefix}desired-replicas`;
const maxAnnotation = `${prefix}max-replicas`;
const historyCharsMax = 2000;

/** Those that are the Deployment's own and say nothing of a revision. */
const notCopied = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  historyAnnotation,
  desiredAnnotation,
  maxAnnotation,
  'deprecated.deployment.rollback.to',
]);

const none: Labels = {};

export function revisionOf(object: KubeObject): number {
  return wholeNumber(object.metadata.annotations?.[revisionAnnotation]);
}

/** What the whole was to be when the ReplicaSet was last sized; undefined when nothing says. */
export function desiredWhenSized(set: ReplicaSet): number | undefined {
  const text = set.metadata.annotations?.[desiredAnnotation];
  return text === undefined ? undefined : wholeNumber(text);
}

export function maxWhenSized(set: ReplicaSet): number {
  return wholeNumber(set.metadata.annotations?.[maxAnnotation]);
}

/** The annotations with the size of the whole in them; the same value when they say it already. */
export function withSize(annotations: Labels = none, bounds: RollingBounds): Labels {
  const desired = String(bounds.desired);
  const max = String(maxTotal(bounds));
  if (annotations[desiredAnnotation] === desired && annotations[maxAnnotation] === max) return annotations;
  return { ...annotations, [desiredAnnotation]: desired, [maxAnnotation]: max };
}

/** The annotations of a ReplicaSet that now is revision `revision`: the Deployment's copied, the former revision remembered. */
export function withRevision(annotations: Labels = none, deployment: Deployment, revision: number): Labels {
  const next: Record<string, string> = { ...annotations };
  for (const [name, value] of Object.entries(deployment.metadata.annotations ?? none)) if (!notCopied.has(name)) next[name] = value;
  const former = annotations[revisionAnnotation];
  if (wholeNumber(former) < revision) {
    next[revisionAnnotation] = String(revision);
    if (former !== undefined) next[historyAnnotation] = remembered(annotations[historyAnnotation], former);
  }
  return sameEntries(next, annotations) ? annotations : next;
}

function remembered(history: string | undefined, former: string): string {
  if (history === undefined || history === '') return former;
  let revisions = `${history},${former}`;
  while (revisions.length > historyCharsMax) revisions = revisions.slice(revisions.indexOf(',') + 1);
  return revisions;
}

function sameEntries(a: Labels, b: Labels): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function wholeNumber(text: string | undefined): number {
  const number = Number(text ?? 0);
  return Number.isSafeInteger(number) ? number : 0;
}
