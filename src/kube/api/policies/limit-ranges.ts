/** LimitRanges: what containers ask for when they say nothing, and how much they may ask for. */
import { addQuantity, canonicalQuantity, compareQuantity, formatQuantity, sortedKeys, tryQuantity, zeroQuantity, type Quantity } from '../../../base/index.ts';
import type { LimitRange, LimitRangeItem } from '../../kinds/limit-range/limit-range.ts';
import { persistentVolumeClaimKind } from '../../kinds/persistent-volume-claim/kind.ts';
import type { PersistentVolumeClaim } from '../../kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { podKind } from '../../kinds/pod/kind.ts';
import type { Container } from '../../kinds/pod/container.ts';
import type { Pod, PodSpec } from '../../kinds/pod/pod.ts';
import { forbidden, type ResourceName } from '../../meta/api-status.ts';
import type { Labels, NewObject } from '../../meta/object.ts';
import type { ApiServer } from '../api-server.ts';

interface Applied {
  readonly version: string;
  readonly spec: PodSpec;
  readonly note: string;
}

/** Pods of one template share what is made of it. */
const applied = new WeakMap<PodSpec, Applied>();

export function applyLimits(server: ApiServer, pod: NewObject<Pod>): NewObject<Pod> {
  const ranges = rangesOf(server, pod.metadata.namespace!);
  if (ranges.length === 0 || !Array.isArray(pod.spec?.containers)) return pod;
  const version = ranges.map((range) => `${range.metadata.uid}/${range.metadata.resourceVersion}`).join();
  let known = applied.get(pod.spec);
  if (known?.version !== version) applied.set(pod.spec, (known = { version, ...fill(pod.spec, ranges) }));
  const errors = ranges.flatMap((range) => (range.spec.limits ?? []).flatMap((item) => check(item, known.spec)));
  demandNone(podKind, pod.metadata.name, errors);
  if (known.note === '') return { ...pod, spec: known.spec };
  return { ...pod, metadata: { ...pod.metadata, annotations: { ...pod.metadata.annotations, 'kubernetes.io/limit-ranger': known.note } }, spec: known.spec };
}

/** How much a claim asks for is bounded alone. */
export function checkClaim(server: ApiServer, claim: NewObject<PersistentVolumeClaim>): void {
  const items = rangesOf(server, claim.metadata.namespace!).flatMap((range) => (range.spec.limits ?? []).filter((item) => item.type === persistentVolumeClaimKind.kind));
  const requests = (claim.spec?.resources?.requests ?? {});
  const errors = items.flatMap((item) => [
    ...belowMin(item, requests, undefined),
    ...sortedKeys(item.max ?? {}).flatMap((name) => {
      const words = `maximum ${name} usage per ${item.type} is ${canonicalQuantity(item.max![name]!)}`;
      if (requests[name] === undefined) return [`${words}.  No request is specified`];
      return isAbove(requests[name], item.max![name]!) ? [`${words}, but request is ${requests[name]}`] : [];
    }),
  ]);
  demandNone(persistentVolumeClaimKind, claim.metadata.name, errors);
}

function rangesOf({ store }: ApiServer, namespace: string): readonly LimitRange[] {
  return [...store.keysBy('limitranges', 'namespace', namespace)].sort().map((key) => store.get(key) as LimitRange);
}

function demandNone(kind: ResourceName, name = '', errors: readonly string[]): void {
  if (errors.length > 0) throw forbidden(kind, name, errors.length === 1 ? errors[0]! : `[${errors.join(', ')}]`);
}

function fill(spec: PodSpec, ranges: readonly LimitRange[]): Omit<Applied, 'version'> {
  const notes: string[] = [];
  const items = ranges.flatMap((range) => (range.spec.limits ?? []).filter((item) => item.type === 'Container'));
  const each = (container: Container, word: string): Container => {
    const limits: Record<string, string | number> = { ...container.resources?.limits };
    const requests: Record<string, string | number> = { ...container.resources?.requests };
    const added = { request: [] as string[], limit: [] as string[] };
    for (const item of items) {
      added.request.push(...addMissing(requests, item.defaultRequest));
      added.limit.push(...addMissing(limits, item.default));
    }
    for (const part of ['request', 'limit'] as const) if (added[part].length > 0) notes.push(`${added[part].join(', ')} ${part} for ${word} ${container.name}`);
    if (added.request.length + added.limit.length === 0) return container;
    return { ...container, resources: { ...container.resources, ...(Object.keys(limits).length > 0 && { limits }), ...(Object.keys(requests).length > 0 && { requests }) } };
  };
  const containers = spec.containers.map((container) => each(container, 'container'));
  const initContainers = spec.initContainers?.map((container) => each(container, 'init container'));
  if (notes.length === 0) return { spec, note: '' };
  return { spec: { ...spec, containers, ...(initContainers && { initContainers }) }, note: `LimitRanger plugin set: ${notes.join('; ')}` };
}

/** Answers the names of what was missing. */
function addMissing(amounts: Record<string, string | number>, defaults: Labels = {}): readonly string[] {
  const missing = sortedKeys(defaults).filter((name) => !(name in amounts));
  for (const name of missing) amounts[name] = defaults[name]!;
  return missing;
}

/** What an item of one type is about: each container, or all of them together. */
const amountsOf: Readonly<Record<string, (spec: PodSpec) => readonly { readonly requests?: Labels; readonly limits?: Labels }[]>> = {
  Container: (spec) => [...spec.containers, ...(spec.initContainers ?? [])].map((container) => (container.resources ?? {}) as { readonly requests?: Labels; readonly limits?: Labels }),
  Pod: (spec) => [{ requests: sumOf(spec, 'requests'), limits: sumOf(spec, 'limits') }],
};

function check(item: LimitRangeItem, spec: PodSpec): readonly string[] {
  return (amountsOf[item.type]?.(spec) ?? []).flatMap(({ requests, limits }) => checkAmounts(item, requests, limits));
}

function sumOf(spec: PodSpec, part: 'requests' | 'limits'): Labels {
  const sums = new Map<string, Quantity>();
  for (const container of spec.containers) {
    for (const [name, amount] of Object.entries(container.resources?.[part] ?? {})) sums.set(name, addQuantity(sums.get(name) ?? zeroQuantity, tryQuantity(String(amount)) ?? zeroQuantity));
  }
  return Object.fromEntries([...sums].map(([name, sum]) => [name, formatQuantity(sum)]));
}

function isAbove(a: string, b: string): boolean {
  const [x, y] = [tryQuantity(a), tryQuantity(b)];
  return x !== undefined && y !== undefined && compareQuantity(x, y) > 0;
}

function checkAmounts(item: LimitRangeItem, requests: Labels | undefined, limits: Labels | undefined): readonly string[] {
  const errors = [...belowMin(item, requests, limits)];
  for (const name of sortedKeys(item.max ?? {})) {
    const most = canonicalQuantity(item.max![name]!);
    const words = `maximum ${name} usage per ${item.type} is ${most}`;
    const asked = requests?.[name];
    const held = limits?.[name];
    if (held === undefined) errors.push(`${words}.  No limit is specified`);
    else if (isAbove(held, most)) errors.push(`${words}, but limit is ${held}`);
    else if (asked !== undefined && isAbove(asked, most)) errors.push(`${words}, but request is ${asked}`);
  }
  for (const name of sortedKeys(item.maxLimitRequestRatio ?? {})) {
    const words = `${name} max limit to request ratio per ${item.type} is ${canonicalQuantity(item.maxLimitRequestRatio![name]!)}`;
    const asked = nanosOf(requests?.[name]);
    const held = nanosOf(limits?.[name]);
    const ratio = Number(held) / Number(asked);
    if (asked === 0n) errors.push(`${words}, but no request is specified or request is 0`);
    else if (held === 0n) errors.push(`${words}, but no limit is specified or limit is 0`);
    else if (ratio * 1e9 > Number(nanosOf(item.maxLimitRequestRatio![name]))) errors.push(`${words}, but provided ratio is ${ratio.toFixed(6)}`);
  }
  return errors;
}

const nanosOf = (amount: string | undefined): bigint => tryQuantity(amount ?? '0')?.nanos ?? 0n;

function belowMin(item: LimitRangeItem, requests: Labels | undefined, limits: Labels | undefined): readonly string[] {
  return sortedKeys(item.min ?? {}).flatMap((name) => {
    const least = canonicalQuantity(item.min![name]!);
    const words = `minimum ${name} usage per ${item.type} is ${least}`;
    const asked = requests?.[name];
    const held = limits?.[name];
    if (asked === undefined) return [`${words}.  No request is specified`];
    if (isAbove(least, asked)) return [`${words}, but request is ${asked}`];
    return held !== undefined && isAbove(least, held) ? [`${words}, but limit is ${held}`] : [];
  });
}
