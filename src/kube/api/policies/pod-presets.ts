/** PodPresets of releases before 1.20: environment and volumes that are added to pods which their selectors find. */
import { matchesSelector } from '../../meta/label-selector.ts';
import type { PodPreset } from '../../kinds/pod-preset/pod-preset.ts';
import { podPresetKind } from '../../kinds/pod-preset/kind.ts';
import type { Container } from '../../kinds/pod/container.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import type { NewObject } from '../../meta/object.ts';
import type { ApiServer } from '../api-server.ts';

const excluded = 'podpreset.admission.kubernetes.io/exclude';

/** A preset that contradicts the pod is left out as a whole. */
export function applyPresets(server: ApiServer, pod: NewObject<Pod>): NewObject<Pod> {
  const { store, kinds } = server;
  if (!kinds.ofTable(podPresetKind.table) || !Array.isArray(pod.spec?.containers) || pod.metadata.annotations?.[excluded] === 'true') return pod;
  const labels = pod.metadata.labels ?? {};
  const presets = [...store.keysBy(podPresetKind.table, 'namespace', pod.metadata.namespace!)].sort().map((key) => store.get(key) as PodPreset).filter((preset) => matchesSelector(preset.spec.selector ?? {}, labels));
  if (presets.length === 0 || presets.some((preset) => contradicts(preset, pod))) return pod;
  const notes = Object.fromEntries(presets.map(({ metadata }) => [`podpreset.admission.kubernetes.io/podpreset-${metadata.name}`, metadata.resourceVersion]));
  const volumes = [...(pod.spec.volumes ?? []), ...presets.flatMap(({ spec }) => spec.volumes ?? []).filter((volume) => !pod.spec.volumes?.some((own) => own.name === volume.name))];
  const containers = pod.spec.containers.map((container) => presets.reduce(applied, container));
  return { ...pod, metadata: { ...pod.metadata, annotations: { ...pod.metadata.annotations, ...notes } }, spec: { ...pod.spec, containers, ...(volumes.length > 0 && { volumes }) } };
}

function contradicts({ spec }: PodPreset, pod: NewObject<Pod>): boolean {
  return pod.spec.containers.some(
    (container) =>
      spec.env?.some((variable) => container.env?.some((own) => own.name === variable.name && own.value !== variable.value)) === true ||
      spec.volumeMounts?.some((mount) => container.volumeMounts?.some((own) => own.mountPath === mount.mountPath && own.name !== mount.name)) === true,
  );
}

function applied(container: Container, { spec }: PodPreset): Container {
  const env = [...(container.env ?? []), ...(spec.env ?? []).filter((variable) => !container.env?.some((own) => own.name === variable.name))];
  const envFrom = [...(container.envFrom ?? []), ...(spec.envFrom ?? [])];
  const volumeMounts = [...(container.volumeMounts ?? []), ...(spec.volumeMounts ?? []).filter((mount) => !container.volumeMounts?.some((own) => own.mountPath === mount.mountPath))];
  return { ...container, ...(env.length > 0 && { env }), ...(envFrom.length > 0 && { envFrom }), ...(volumeMounts.length > 0 && { volumeMounts }) };
}
