/** What the server lets pass of pods, and of templates of pods, but warns of: what no longer does anything, and what hides something else. */
import { isJsonObject, tryQuantity, type Json } from '../../../base/index.ts';
import type { KubeObject } from '../../meta/object.ts';
import type { Release } from '../../meta/release.ts';
import type { Container } from './container.ts';
import type { Pod, PodSpec, PodTemplateSpec } from './pod.ts';

const since = 23;

const nodeLabels: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
};

const annotations: Readonly<Record<string, string>> = {
  'scheduler.alpha.kubernetes.io/critical-pod': 'non-functional in v1.16+; use the "priorityClassName" field instead',
  'seccomp.security.alpha.kubernetes.io/pod': 'non-functional in v1.27+; use the "seccompProfile" field instead',
};

interface MakesPods {
  readonly template?: PodTemplateSpec;
  readonly spec?: { readonly template?: PodTemplateSpec; readonly jobTemplate?: { readonly spec?: { readonly template?: PodTemplateSpec } } };
}

/** Of a pod, and of whatever has a template of pods. */
export function podWarnings(object: KubeObject, release: Release): readonly string[] {
  if (!release.atLeast(since)) return [];
  const { template, spec } = object as MakesPods;
  if (Array.isArray((object as Pod).spec?.containers)) return warningsOf(object as Pod, '');
  const [found, path] = template ? [template, 'template.'] : spec?.jobTemplate ? [spec.jobTemplate.spec?.template, 'spec.jobTemplate.spec.template.'] : [spec?.template, 'spec.template.'];
  return Array.isArray(found?.spec?.containers) ? warningsOf(found, path) : [];
}

function warningsOf({ metadata, spec }: Pick<PodTemplateSpec, 'metadata' | 'spec'>, path: string): readonly string[] {
  const lists = ['initContainers', 'containers', 'ephemeralContainers'] as const;
  return [
    ...named(metadata?.annotations, annotations, `${path}metadata.annotations`),
    ...named(spec.nodeSelector, nodeLabels, `${path}spec.nodeSelector`),
    ...((spec.terminationGracePeriodSeconds ?? 0) < 0 ? [`${path}spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`] : []),
    ...lists.flatMap((list) => (spec[list] ?? []).flatMap((container, i) => [...hidden(container, `${path}spec.${list}[${i}]`), ...fractions(container, `${path}spec.${list}[${i}].resources`)])),
    ...samePorts(spec, `${path}spec.containers`),
  ];
}

function named(given: Readonly<Record<string, unknown>> | undefined, why: Readonly<Record<string, string>>, path: string): readonly string[] {
  return Object.keys(given ?? {}).filter((key) => Object.hasOwn(why, key)).sort().map((key) => `${path}[${key}]: ${why[key]}`);
}

function hidden({ env = [] }: Container, path: string): readonly string[] {
  const seen = new Set<string>();
  return env.flatMap(({ name }, i) => {
    if (seen.has(name)) return [`${path}.env[${i}]: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`];
    seen.add(name);
    return [];
  });
}

/** Less than a byte cannot be given. */
function fractions({ resources }: Container, path: string): readonly string[] {
  const of = (part: 'limits' | 'requests') => {
    const amounts: Json | undefined = resources?.[part];
    const text = isJsonObject(amounts) ? amounts['memory'] : undefined;
    const nanos = tryQuantity(typeof text === 'string' ? text : '0')?.nanos ?? 0n;
    return nanos % 1_000_000_000n === 0n ? [] : [`${path}.${part}[memory]: fractional byte value ${JSON.stringify(text)} is invalid, must be an integer`];
  };
  return [...of('requests'), ...of('limits')];
}

function samePorts({ containers }: PodSpec, path: string): readonly string[] {
  const seen = new Map<string, string>();
  return containers.flatMap(({ ports = [] }, i) =>
    ports.flatMap(({ containerPort, protocol = 'TCP' }, j) => {
      const at = `${path}[${i}].ports[${j}]`;
      const key = `${containerPort} ${protocol}`;
      const first = seen.get(key);
      if (first !== undefined) return [`${at}: duplicate port definition with ${first}`];
      seen.set(key, at);
      return [];
    }),
  );
}
