/** What `kubeadm init --dry-run` shows instead of doing it: files, and what the API server would be asked for. */
import { printYaml, type Json, type JsonObject } from '../../base/index.ts';
import { until, type Process, type Syscall } from '../../host/index.ts';
import { addonCode } from '../addon-code.ts';
import type { PlaneSpec } from '../cluster-files/plane-spec.ts';
import { allKinds } from '../kinds/all.ts';
import type { KubeObject } from '../meta/object.ts';
import { configMaps, type UploadParts } from '../processes/upload-config.ts';

type Step<T = void> = Generator<Syscall, T, unknown>;

/** Until then objects were set in by a tab. */
const flushSince = 32;

export function* showFile(p: Process, path: string, content: string): Step {
  yield p.print(`[dryrun] Would write file ${JSON.stringify(path)} with content:\n${content.replace(/^(?=.)/gm, '\t')}`);
}

/** The objects of a phase, each as it would be sent. */
export function* showUploads(p: Process, plane: PlaneSpec, authority: string, { config = false, dns = false, proxy = false }: UploadParts): Step {
  let objects: readonly KubeObject[] = [];
  yield until((wake) => p.host.clock.after(0, p.name, () => {
    const { clusterDns, clusterProxy, kubeadmAccess } = addonCode.get();
    objects = [
      ...(config ? [...configMaps(plane, authority), ...kubeadmAccess(plane.release)] : []),
      ...(proxy ? clusterProxy(plane) : []),
      ...(dns && plane.dnsAddress !== '' ? clusterDns(plane.release, plane.dnsAddress) : []),
    ] as readonly KubeObject[];
    wake();
  }));
  for (const object of objects) yield* showCreate(p, plane, object);
}

function* showCreate(p: Process, { release }: PlaneSpec, object: KubeObject): Step {
  const { apiVersion, kind } = object as unknown as { readonly apiVersion: string; readonly kind: string };
  const plural = allKinds.find((one) => one.kind === kind && apiVersion.startsWith(one.group))?.plural ?? `${kind.toLowerCase()}s`;
  yield p.print(`[dryrun] Would perform action CREATE on resource ${JSON.stringify(plural)} in API group ${JSON.stringify(apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`)}\n[dryrun] Attached object:\n`);
  const text = printYaml(sorted(object as unknown as JsonObject));
  yield p.print(release.atLeast(flushSince) ? `${text}\n` : text.replace(/^(?=.)/gm, '\t'));
}

/** Names in order, as the real one marshals them. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => sorted(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, sorted(member)]));
}
