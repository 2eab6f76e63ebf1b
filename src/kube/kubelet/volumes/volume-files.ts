/** The files of a volume that comes from the API: a config map, a secret, the pod's own fields, or several of these together. */
import { decodeBase64, encodeUtf8 } from '../../../base/index.ts';
import type { ConfigMap } from '../../kinds/config-map/config-map.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import type { DownwardFile, KeyToPath, ProjectedSource, Volume } from '../../kinds/pod/volume.ts';
import type { Secret } from '../../kinds/secret/secret.ts';
import type { ServiceAccount } from '../../kinds/service-account/service-account.ts';
import { serviceAccountToken } from '../../controllers/service-accounts/token.ts';
import { ConfigError } from '../config-error.ts';
import { fieldOf, resourceFieldOf } from '../downward.ts';
import type { KubeletContext } from '../kubelet-context.ts';

export interface VolumeFile {
  readonly bytes: Uint8Array;
  readonly mode: number;
}

/** By path inside the volume. Equal sources give the same value, so that nothing is written twice. */
export type VolumeFiles = ReadonlyMap<string, VolumeFile>;

const defaultMode = 0o644;

/** Undefined for a volume that has no files of its own. Throws ConfigError when its source is not there. */
export function volumeFiles(context: KubeletContext, pod: Pod, volume: Volume): VolumeFiles | undefined {
  const { configMap, secret, downwardAPI, projected } = volume;
  const { namespace } = pod.metadata;
  if (configMap) return configMapFiles(context, namespace, configMap.name ?? '', configMap.items, configMap.defaultMode, configMap.optional);
  if (secret) return secretFiles(context, namespace, secret.secretName ?? '', secret.items, secret.defaultMode, secret.optional);
  if (downwardAPI) return downwardFiles(context, pod, downwardAPI.items ?? [], downwardAPI.defaultMode);
  return projected && projectedFiles(context, pod, volume);
}

interface Projection {
  readonly sources: readonly (readonly [key: string, object: unknown])[];
  readonly files: VolumeFiles;
}

const projections = new WeakMap<Volume, Map<string, Projection>>();

/** Pods of a template share the volume, and on one node its files, until one of its sources changes. */
function projectedFiles(context: KubeletContext, pod: Pod, volume: Volume): VolumeFiles {
  const { view } = context.client;
  const { namespace } = pod.metadata;
  const place = `${context.nodeName}/${namespace}`;
  const known = projections.get(volume)?.get(place);
  if (known?.sources.every(([key, object]) => view.get(key) === object)) return known.files;
  const { sources = [], defaultMode: mode } = volume.projected!;
  const files = joined(sources.map((source) => sourceFiles(context, pod, source, mode)));
  const keys = sources.flatMap((source) => keysOf(source, namespace, pod.spec.serviceAccountName ?? 'default'));
  if (keys.includes('')) return files; // the pod's own fields are in it
  let byPlace = projections.get(volume);
  if (!byPlace) projections.set(volume, (byPlace = new Map()));
  byPlace.set(place, { sources: keys.map((key) => [key, view.get(key)] as const), files });
  return files;
}

/** The keys of what a source is made from; '' for the pod itself. */
function keysOf({ configMap, secret, downwardAPI, serviceAccountToken: token }: ProjectedSource, namespace: string, account: string): string[] {
  if (configMap) return [`configmaps/${namespace}/${configMap.name}`];
  if (secret) return [`secrets/${namespace}/${secret.name}`];
  if (token) return [`serviceaccounts/${namespace}/${account}`];
  return downwardAPI?.items?.every((item) => item.fieldRef?.fieldPath === 'metadata.namespace') ? [] : [''];
}

function sourceFiles(context: KubeletContext, pod: Pod, source: ProjectedSource, mode = defaultMode): VolumeFiles {
  const { configMap, secret, downwardAPI, serviceAccountToken: token } = source;
  const { namespace } = pod.metadata;
  if (configMap) return configMapFiles(context, namespace, configMap.name ?? '', configMap.items, mode, configMap.optional);
  if (secret) return secretFiles(context, namespace, secret.name ?? '', secret.items, mode, secret.optional);
  if (downwardAPI) return downwardFiles(context, pod, downwardAPI.items ?? [], mode);
  return token ? tokenFiles(context, pod, token.path, mode) : new Map();
}

const made = new WeakMap<object, Map<string, VolumeFiles>>();

/** The files that one API object gives under one set of wishes, worked out once. */
function remembered(source: object, wishes: string, make: () => VolumeFiles): VolumeFiles {
  let byWishes = made.get(source);
  if (!byWishes) made.set(source, (byWishes = new Map()));
  let files = byWishes.get(wishes);
  if (!files) byWishes.set(wishes, (files = make()));
  return files;
}

function configMapFiles(context: KubeletContext, namespace: string, name: string, items?: readonly KeyToPath[], mode = defaultMode, optional = false): VolumeFiles {
  const map = context.client.view.get(`configmaps/${namespace}/${name}`) as ConfigMap | undefined;
  if (!map) return absent(`configmap "${name}" not found`, optional);
  return remembered(map, wishesText(items, mode), () => {
    const entries = new Map<string, Uint8Array>();
    for (const [key, text] of Object.entries(map.data ?? {})) entries.set(key, encodeUtf8(text));
    for (const [key, text] of Object.entries(map.binaryData ?? {})) entries.set(key, bytesOf(text));
    return chosen(entries, items, mode, optional, 'configmap');
  });
}

function secretFiles(context: KubeletContext, namespace: string, name: string, items?: readonly KeyToPath[], mode = defaultMode, optional = false): VolumeFiles {
  const secret = context.client.view.get(`secrets/${namespace}/${name}`) as Secret | undefined;
  if (!secret) return absent(`secret "${name}" not found`, optional);
  return remembered(secret, wishesText(items, mode), () => {
    const entries = new Map(Object.entries(secret.data ?? {}).map(([key, text]) => [key, bytesOf(text)]));
    return chosen(entries, items, mode, optional, 'secret');
  });
}

function absent(message: string, optional: boolean): VolumeFiles {
  if (!optional) throw new ConfigError(message);
  return nothing;
}

const nothing: VolumeFiles = new Map();

function chosen(entries: ReadonlyMap<string, Uint8Array>, items: readonly KeyToPath[] | undefined, mode: number, optional: boolean, kind: string): VolumeFiles {
  if (!items) return new Map([...entries].map(([key, bytes]) => [key, { bytes, mode }]));
  const files = new Map<string, VolumeFile>();
  for (const item of items) {
    const bytes = entries.get(item.key);
    if (bytes) files.set(item.path, { bytes, mode: item.mode ?? mode });
    else if (!optional) throw new ConfigError(`${kind} references non-existent ${kind === 'secret' ? 'secret' : 'config'} key: ${item.key}`);
  }
  return files;
}

function downwardFiles(context: KubeletContext, pod: Pod, items: readonly DownwardFile[], mode = defaultMode): VolumeFiles {
  const onlyNamespace = items.every((item) => item.fieldRef?.fieldPath === 'metadata.namespace');
  const make = () => {
    const place = { podIp: pod.status.podIP ?? '', hostIp: context.hostIp };
    return new Map(
      items.map((item) => {
        const text = item.fieldRef ? fieldOf(pod, item.fieldRef.fieldPath, place) : item.resourceFieldRef ? resourceFieldOf(pod, undefined, item.resourceFieldRef) : '';
        return [item.path, { bytes: encodeUtf8(text), mode: item.mode ?? mode }];
      }),
    );
  };
  // Every pod of a namespace asks for its name: that is the same for all of them.
  return onlyNamespace ? remembered(items, `${pod.metadata.namespace}/${mode}`, make) : remembered(pod, wishesText(items, mode), make);
}

/** One token for all pods of an account on this node, renewed with the account. */
function tokenFiles({ client, epochMs, clock, nodeName }: KubeletContext, pod: Pod, path: string, mode: number): VolumeFiles {
  const { namespace } = pod.metadata;
  const name = pod.spec.serviceAccountName ?? 'default';
  const account = client.view.get(`serviceaccounts/${namespace}/${name}`) as ServiceAccount | undefined;
  if (!account) throw new ConfigError(`failed to fetch token: serviceaccounts "${name}" not found`);
  return remembered(account, `${nodeName}/${path}/${mode}`, () => {
    const token = serviceAccountToken({ namespace, name, uid: account.metadata.uid, issuedMs: epochMs + clock.now, node: nodeName });
    return new Map([[path, { bytes: encodeUtf8(token), mode }]]);
  });
}

const unions = new WeakMap<VolumeFiles, { readonly parts: readonly VolumeFiles[]; readonly whole: VolumeFiles }>();

/** The parts put together; the same value for the same parts. */
function joined(parts: readonly VolumeFiles[]): VolumeFiles {
  const [first] = parts;
  if (!first) return nothing;
  const known = unions.get(first);
  if (known && known.parts.length === parts.length && known.parts.every((part, i) => part === parts[i])) return known.whole;
  const whole: VolumeFiles = new Map(parts.flatMap((part) => [...part]));
  unions.set(first, { parts, whole });
  return whole;
}

function wishesText(items: readonly unknown[] | undefined, mode: number): string {
  return items ? `${mode}${JSON.stringify(items)}` : String(mode);
}

function bytesOf(base64: string): Uint8Array {
  const decoded = decodeBase64(base64);
  return 'bytes' in decoded ? decoded.bytes : new Uint8Array(0);
}
