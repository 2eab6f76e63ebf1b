/** What the server fills in of a volume: its files' mode, and an empty directory where nothing is said. */
import type { DownwardFile, ProjectedSource, Volume } from './volume.ts';

const readableByAll = 0o644;

export function defaultVolume(volume: Volume): Volume {
  const { secret, configMap, downwardAPI, projected, hostPath, ephemeral } = volume;
  if (Object.keys(volume).every((field) => field === 'name')) return { ...volume, emptyDir: {} };
  if (secret) return { ...volume, secret: { defaultMode: readableByAll, ...secret } };
  if (configMap) return { ...volume, configMap: { defaultMode: readableByAll, ...configMap } };
  if (hostPath) return { ...volume, hostPath: { type: '', ...hostPath } };
  if (downwardAPI) return { ...volume, downwardAPI: { defaultMode: readableByAll, ...downwardAPI, ...defaultItems(downwardAPI.items) } };
  if (projected) {
    const sources = projected.sources?.map(defaultSource);
    return { ...volume, projected: { defaultMode: readableByAll, ...projected, ...(sources && { sources }) } };
  }
  if (ephemeral?.volumeClaimTemplate) {
    const { spec, ...template } = ephemeral.volumeClaimTemplate;
    return { ...volume, ephemeral: { volumeClaimTemplate: { ...template, spec: { volumeMode: 'Filesystem', ...spec } } } };
  }
  return volume;
}

function defaultSource(source: ProjectedSource): ProjectedSource {
  const { serviceAccountToken, downwardAPI } = source;
  if (serviceAccountToken) return { ...source, serviceAccountToken: { expirationSeconds: 3600, ...serviceAccountToken } };
  if (downwardAPI) return { ...source, downwardAPI: { ...downwardAPI, ...defaultItems(downwardAPI.items) } };
  return source;
}

function defaultItems(items: readonly DownwardFile[] | undefined): { readonly items?: readonly DownwardFile[] } {
  if (items === undefined) return {};
  return { items: items.map((item) => (item.fieldRef && item.fieldRef.apiVersion === undefined ? { ...item, fieldRef: { apiVersion: 'v1', ...item.fieldRef } } : item)) };
}
