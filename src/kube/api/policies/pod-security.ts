/** How safe the pods of a namespace must be, by its labels: what is enforced, and what is warned of. */
import type { Namespace } from '../../kinds/namespace/namespace.ts';
import { podSecurityPrefix as prefix } from '../../kinds/namespace/checks.ts';
import { podKind } from '../../kinds/pod/kind.ts';
import type { Pod, PodSpec, PodTemplateSpec } from '../../kinds/pod/pod.ts';
import { forbidden } from '../../meta/api-status.ts';
import type { KubeObject, Labels, NewObject } from '../../meta/object.ts';
import type { ApiServer } from '../api-server.ts';
import { violationsOf, type Level, type Violation } from './pod-security-checks.ts';

const since = 23;

interface Demand {
  readonly level: Level;
  readonly text: string; // "restricted:latest"
}

const strictness: Readonly<Record<string, number>> = { privileged: 0, baseline: 1, restricted: 2 };

function demanded(labels: Labels | undefined, mode: 'enforce' | 'warn'): Demand {
  const given = labels?.[prefix + mode] ?? 'privileged';
  const level = Object.hasOwn(strictness, given) ? (given as Level) : mode === 'enforce' ? 'restricted' : 'privileged';
  return { level, text: `${level}:${labels?.[`${prefix}${mode}-version`] ?? 'latest'}` };
}

/** Who enforces a level and says nothing of warnings is warned by it too. */
function warned(labels: Labels | undefined): Demand {
  return labels?.[`${prefix}warn`] === undefined ? demanded(labels, 'enforce') : demanded(labels, 'warn');
}

const detailed = (violations: readonly Violation[]): string => violations.map(({ reason, detail }) => `${reason} (${detail})`).join(', ');

function namespaceOf({ store }: ApiServer, name: string | undefined): Namespace | undefined {
  return store.get(`namespaces/${name ?? ''}`) as Namespace | undefined;
}

/** Throws 403 with everything that the level does not allow. */
export function checkPodSecurity(server: ApiServer, pod: Pod | NewObject<Pod>): void {
  const { level, text } = demanded(namespaceOf(server, pod.metadata.namespace)?.metadata.labels, 'enforce');
  if (!server.release.atLeast(since) || !Array.isArray(pod.spec?.containers)) return;
  const found = violationsOf(pod.spec, level);
  if (found.length > 0) throw forbidden(podKind, pod.metadata.name ?? '', `violates PodSecurity "${text}": ${detailed(found)}`);
}

/** Of a pod that is let in, and of whatever makes pods by a template. */
export function podSecurityWarnings(server: ApiServer, object: KubeObject): readonly string[] {
  const spec = podSpecOf(object);
  const { labels } = namespaceOf(server, object.metadata.namespace)?.metadata ?? {};
  if (labels === undefined || !spec || !server.release.atLeast(since)) return [];
  const { level, text } = warned(labels);
  const found = violationsOf(spec, level);
  return found.length === 0 ? [] : [`would violate PodSecurity "${text}": ${detailed(found)}`];
}

interface MakesPods {
  readonly template?: PodTemplateSpec;
  readonly spec?: Partial<PodSpec> & { readonly template?: PodTemplateSpec; readonly jobTemplate?: { readonly spec?: { readonly template?: PodTemplateSpec } } };
}

function podSpecOf(object: KubeObject): PodSpec | undefined {
  const { template, spec } = object as unknown as MakesPods;
  const found = spec?.containers ? spec : (template ?? spec?.template ?? spec?.jobTemplate?.spec?.template)?.spec;
  return Array.isArray(found?.containers) ? (found as PodSpec) : undefined;
}

/** Of the pods that a namespace has already, when it becomes stricter. */
export function namespaceWarnings(server: ApiServer, namespace: KubeObject, old: KubeObject): readonly string[] {
  const { level, text } = demanded(namespace.metadata.labels, 'enforce');
  if (!server.release.atLeast(since) || strictness[level]! <= strictness[demanded(old.metadata.labels, 'enforce').level]!) return [];
  const { store } = server;
  const byReasons = new Map<string, string[]>();
  for (const key of [...store.keysBy(podKind.table, 'namespace', namespace.metadata.name)].sort()) {
    const { metadata, spec } = store.get(key) as Pod;
    const reasons = violationsOf(spec, level).map(({ reason }) => reason).join(', ');
    if (reasons !== '') byReasons.set(reasons, [...(byReasons.get(reasons) ?? []), metadata.name]);
  }
  if (byReasons.size === 0) return [];
  const lines = [...byReasons].map(([reasons, [first, ...others]]) => `${first!}${others.length === 0 ? '' : ` (and ${others.length} other ${others.length === 1 ? 'pod' : 'pods'})`}: ${reasons}`);
  return [`existing pods in namespace "${namespace.metadata.name}" violate the new PodSecurity enforce level "${text}"`, ...lines.sort()];
}
