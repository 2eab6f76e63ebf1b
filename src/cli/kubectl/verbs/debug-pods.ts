/** What kubectl debug makes: containers and pods, and what the profiles allow them. */
import { isJsonObject, randomSuffix, type Json, type JsonObject } from '../../../base/index.ts';
import type { Invocation } from '../command/invocation.ts';
import { mergeStrategically } from '../patch/strategic-merge.ts';
import { commandAfterDash, newMetadata } from '../kinds/generate.ts';
import { list, member, members, text } from '../objects/member.ts';
import { allContainers } from './pods-of.ts';

/** The first clients with profiles (before, --profile is that of every verb), and that say who made the pod beside a node. */
const PROFILES_SINCE = 23;
const LABELS_SINCE = 32;

export function profileOf(k: Invocation): string {
  return k.release.minor < PROFILES_SINCE ? 'legacy' : k.flags.text('profile') || 'legacy';
}

type Place = 'ephemeral' | 'copy' | 'node';

const suffix = ({ p }: Invocation): string => randomSuffix(() => p.random.next());

/** One that the pod does not have. */
export function newContainerName(k: Invocation, pod: JsonObject): string {
  const taken = allContainers(pod).map((c) => text(c, 'name'));
  for (;;) {
    const name = `debugger-${suffix(k)}`;
    if (!taken.includes(name)) return name;
  }
}

export function debugContainer(k: Invocation, name: string): JsonObject {
  const { flags } = k;
  const env = flags.list('env').map((pair): Json => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1) }));
  return {
    name,
    image: flags.text('image'),
    ...(flags.text('image-pull-policy') !== '' && { imagePullPolicy: flags.text('image-pull-policy') }),
    ...commandOf(k),
    ...(env.length > 0 && { env }),
    ...(flags.bool('stdin') && { stdin: true }),
    ...(flags.bool('tty') && { tty: true }),
    terminationMessagePolicy: 'File',
    resources: {},
  };
}

function commandOf(k: Invocation): JsonObject {
  const words = commandAfterDash(k);
  if (words.length === 0) return {};
  return k.flags.bool('arguments-only') ? { args: words } : { command: words };
}

/** What each profile gives the container, by where it stands. */
const allowances: Readonly<Record<string, Partial<Record<Place, JsonObject>>>> = {
  general: { ephemeral: { capabilities: { add: ['SYS_PTRACE'] } }, copy: { capabilities: { add: ['SYS_PTRACE'] } } },
  netadmin: {
    ephemeral: { capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
    copy: { capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
    node: { capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
  },
  sysadmin: { ephemeral: { privileged: true }, copy: { privileged: true }, node: { privileged: true } },
};

const restriction: JsonObject = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

export function withProfile(profile: string, place: Place, container: JsonObject, custom: JsonObject | undefined): JsonObject {
  const securityContext = profile === 'restricted' ? restriction : allowances[profile]?.[place];
  const made: JsonObject = {
    ...container,
    ...(securityContext && { securityContext }),
    ...(seesNode(profile) && place === 'node' && { volumeMounts: [{ mountPath: '/host', name: 'host-root' }] }),
  };
  return custom === undefined ? made : (mergeStrategically(made, custom) as JsonObject);
}

/** Whether a pod of this profile sees the files of its node. */
function seesNode(profile: string): boolean {
  return profile === 'legacy' || profile === 'general' || profile === 'sysadmin';
}

export function debugNodePod(k: Invocation, node: string, container: JsonObject, profile: string): JsonObject {
  const isIsolated = profile === 'baseline' || profile === 'restricted';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: newMetadata(k, { ...(k.release.minor >= LABELS_SINCE && { labels: { 'app.kubernetes.io/managed-by': 'kubectl-debug' } }), name: `node-debugger-${node}-${suffix(k)}` }),
    spec: {
      containers: [container],
      ...(!isIsolated && { hostIPC: true, hostNetwork: true, hostPID: true }),
      nodeName: node,
      restartPolicy: 'Never',
      tolerations: [{ operator: 'Exists' }],
      ...(seesNode(profile) && { volumes: [{ name: 'host-root', hostPath: { path: '/' } }] }),
    },
  };
}

/** The pod again under another name, with one container more, or with one that runs something else. */
export function debugCopy(k: Invocation, pod: JsonObject, name: string, isNew: boolean, allow: (container: JsonObject) => JsonObject): JsonObject {
  const { flags } = k;
  const isLegacy = profileOf(k) === 'legacy';
  const images = new Map(flags.list('set-image').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
  const changed = (value: Json): JsonObject => {
    const container = value as JsonObject;
    const own = text(container, 'name');
    const image = images.get(own) ?? images.get('*') ?? (own === name && flags.text('image') !== '' ? flags.text('image') : undefined);
    const kept = isLegacy ? container : withoutProbes(k, container);
    return { ...kept, ...(image !== undefined && { image }), ...(own === name && !isNew && { ...commandOf(k), ...(flags.bool('stdin') && { stdin: true }), ...(flags.bool('tty') && { tty: true }) }) };
  };
  const { ephemeralContainers: _, nodeName, initContainers, ...spec } = members(pod, 'spec');
  const containers = list(pod, 'spec', 'containers').map(changed);
  const keepsInits = isLegacy || flags.bool('keep-init-containers');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: newMetadata(k, { name: flags.text('copy-to'), ...keptMetadata(k, pod, isLegacy) }),
    spec: {
      ...spec,
      ...(flags.bool('same-node') && nodeName !== undefined && { nodeName }),
      ...(keepsInits && initContainers !== undefined && { initContainers }),
      containers: isNew ? [...containers, allow(debugContainer(k, name))] : containers,
      ...(flags.bool('share-processes') && { shareProcessNamespace: true }),
    },
  };
}

function keptMetadata({ flags }: Invocation, pod: JsonObject, isLegacy: boolean): JsonObject {
  const annotations = member(pod, 'metadata', 'annotations');
  const labels = member(pod, 'metadata', 'labels');
  return {
    ...((isLegacy || flags.bool('keep-annotations')) && isJsonObject(annotations) && { annotations }),
    ...(!isLegacy && flags.bool('keep-labels') && isJsonObject(labels) && { labels }),
  };
}

function withoutProbes({ flags }: Invocation, container: JsonObject): JsonObject {
  const { livenessProbe, readinessProbe, startupProbe, ...rest } = container;
  return {
    ...rest,
    ...(flags.bool('keep-liveness') && livenessProbe !== undefined && { livenessProbe }),
    ...(flags.bool('keep-readiness') && readinessProbe !== undefined && { readinessProbe }),
    ...(flags.bool('keep-startup') && startupProbe !== undefined && { startupProbe }),
  };
}
