/** The pods of a Job: how many there should be, which numbers are still to be done, and what each begins with. */
import type { Job } from '../../kinds/job/job.ts';
import type { Container } from '../../kinds/pod/container.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { controllerReference, type Labels, type NewObject } from '../../meta/object.ts';
import type { Release } from '../../meta/release.ts';
import { trackingFinalizer, trackingSince } from './turn.ts';

export const indexKey = 'batch.kubernetes.io/job-completion-index';

export function indexOf({ metadata }: Pod): number {
  const text = metadata.annotations?.[indexKey];
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : -1;
}

/** How many pods should be running now. */
export function wantedActive({ spec }: Job, active: number, succeeded: number): number {
  const parallelism = spec.parallelism ?? 1;
  if (spec.completions === undefined) return succeeded > 0 ? active : parallelism;
  return Math.max(0, Math.min(spec.completions - succeeded, parallelism));
}

/** `0-2,4`: the numbers as the status writes them; two in a row as `0,1`. */
export function indexesText(indexes: ReadonlySet<number>): string {
  const sorted = [...indexes].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let i = 0; i < sorted.length; ) {
    let end = i;
    while (sorted[end + 1] === sorted[end]! + 1) end++;
    parts.push(end > i ? `${sorted[i]}${end > i + 1 ? '-' : ','}${sorted[end]}` : String(sorted[i]));
    i = end + 1;
  }
  return parts.join(',');
}

export function parseIndexes(text: string | undefined): Set<number> {
  const indexes = new Set<number>();
  for (const part of (text ?? '').split(',').filter((p) => p !== '')) {
    const [from, to = from] = part.split('-').map(Number) as [number, number?];
    for (let i = from; i <= to; i++) indexes.add(i);
  }
  return indexes;
}

/** The lowest numbers that are not over and that nobody is at. */
export function freeIndexes({ spec }: Job, isOver: (index: number) => boolean, busy: readonly Pod[], count: number): number[] {
  const taken = new Set(busy.map(indexOf));
  const free: number[] = [];
  for (let i = 0; i < (spec.completions ?? 0) && free.length < count; i++) if (!isOver(i) && !taken.has(i)) free.push(i);
  return free;
}

/** `marks` are annotations of this pod alone. */
export function newJobPod(job: Job, index: number | undefined, release: Release, marks: Labels = {}): NewObject<Pod> {
  const { name, namespace } = job.metadata;
  const { template } = job.spec;
  const { labels, annotations, finalizers = [] } = template.metadata ?? {};
  const kept = release.atLeast(trackingSince) ? [...finalizers, trackingFinalizer] : finalizers;
  const numbered = index !== undefined;
  const number = { [indexKey]: String(index) };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: numbered ? `${name}-${index}-` : `${name}-`,
      namespace,
      ...((labels || numbered) && { labels: { ...labels, ...(numbered && release.atLeast(28) && number) } }),
      ...((annotations || numbered) && { annotations: { ...annotations, ...(numbered && number), ...marks } }),
      ...(kept.length > 0 && { finalizers: kept }),
      ownerReferences: [controllerReference(job)],
    },
    spec: numbered ? numberedSpec(template.spec, `${name}-${index}`, release) : template.spec,
  };
}

function numberedSpec(spec: Pod['spec'], hostname: string, release: Release): Pod['spec'] {
  const fieldPath = release.atLeast(32) ? `metadata.labels['${indexKey}']` : `metadata.annotations['${indexKey}']`;
  const variable = { name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } } };
  const withNumber = (container: Container): Container => (container.env?.some((env) => env.name === variable.name) ? container : { ...container, env: [...(container.env ?? []), variable] });
  return { ...spec, hostname: spec.hostname ?? hostname, containers: spec.containers.map(withNumber), ...(spec.initContainers && { initContainers: spec.initContainers.map(withNumber) }) };
}
