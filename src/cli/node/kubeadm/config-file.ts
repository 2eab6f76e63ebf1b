/** kubeadm's configuration files: documents of its own kinds, in the versions that its release reads, and what they decide. */
import { isJsonObject, parseYamlDocuments, printYaml, type Json, type JsonObject } from '../../../base/index.ts';
import type { Process } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { list, member, members, text } from '../../kubectl/objects/member.ts';
import { minorOf } from './version-of.ts';

const group = 'kubeadm.k8s.io';

/** By the first release of kubeadm that has it: what it reads gladly, and what it still reads. */
const versions: readonly { readonly since: number; readonly reads: string; readonly former?: string }[] = [
  { since: 31, reads: 'v1beta4', former: 'v1beta3' },
  { since: 22, reads: 'v1beta3', former: 'v1beta2' },
  { since: 15, reads: 'v1beta2', former: 'v1beta1' },
  { since: 13, reads: 'v1beta1', former: 'v1alpha3' },
  { since: 0, reads: 'v1alpha2', former: 'v1alpha1' },
];
const order = ['v1alpha1', 'v1alpha2', 'v1alpha3', 'v1beta1', 'v1beta2', 'v1beta3', 'v1beta4'];
const lastReader: Readonly<Record<string, string>> = { v1alpha1: 'v1.11', v1alpha2: 'v1.12', v1alpha3: 'v1.14', v1beta1: 'v1.20', v1beta2: 'v1.30' };
const ownKinds = ['InitConfiguration', 'ClusterConfiguration', 'JoinConfiguration', 'ResetConfiguration', 'UpgradeConfiguration', 'MasterConfiguration', 'NodeConfiguration'];
const otherKinds = ['KubeletConfiguration', 'KubeProxyConfiguration'];

export type ConfigDocuments = Readonly<Record<string, JsonObject>>; // by kind

export function currentVersion(p: Process): string {
  return versions.find(({ since }) => minorOf(p) >= since)!.reads;
}

/** Warns of what will not be read much longer. */
export function* readConfig(p: Process, path: string): Task<ConfigDocuments> {
  if (!p.files.exists(path)) throw new CommandError(`unable to read config from ${JSON.stringify(path)}: open ${path}: no such file or directory`);
  const documents: Record<string, JsonObject> = {};
  const { reads, former } = versions.find(({ since }) => minorOf(p) >= since)!;
  for (const document of parseYamlDocuments(p.files.readText(path))) {
    if ('error' in document) throw new CommandError(document.error);
    if (document.value === null) continue;
    const value = isJsonObject(document.value) ? document.value : {};
    const [apiVersion, kind] = [text(value, 'apiVersion'), text(value, 'kind')];
    if (apiVersion === '' || kind === '') throw new CommandError(`invalid configuration for GroupVersionKind ${goName(apiVersion, kind)}: kind and apiVersion is mandatory information that must be specified`);
    const [itsGroup = '', version = ''] = apiVersion.split('/');
    if (documents[kind]) throw new CommandError(`invalid configuration: kind ${JSON.stringify(kind)} is specified twice in YAML file`);
    if (itsGroup === group) {
      if (!order.includes(version) || order.indexOf(version) > order.indexOf(reads) || !ownKinds.includes(kind)) throw new CommandError(`no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "k8s.io/kubernetes/cmd/kubeadm/app/apis/kubeadm/scheme/scheme.go:29"`);
      if (version !== reads && version !== former) throw new CommandError(`your configuration file uses an old API spec: ${JSON.stringify(apiVersion)} (kind: ${JSON.stringify(kind)}). Please use kubeadm ${lastReader[version] ?? 'v1.20'} instead and run 'kubeadm config migrate --old-config old.yaml --new-config new.yaml', which will write the new, similar spec using a newer API version.`);
      if (version === former) yield* p.error(`W your configuration file uses a deprecated API spec: ${JSON.stringify(apiVersion)} (kind: ${JSON.stringify(kind)}). Please use 'kubeadm config migrate --old-config old.yaml --new-config new.yaml', which will write the new, similar spec using a newer API version.\n`);
      yield* warnOfUnknown(p, apiVersion, kind, value);
    } else if (!otherKinds.includes(kind)) {
      yield* p.error(`W [config] WARNING: Ignored configuration document with GroupVersionKind ${goName(apiVersion, kind)}\n`);
      continue;
    }
    documents[kind] = value;
  }
  if (Object.keys(documents).length === 0) throw new CommandError('no InitConfiguration, ClusterConfiguration or JoinConfiguration kind was found in the YAML file');
  return documents;
}

function goName(apiVersion: string, kind: string): string {
  return `${apiVersion}, Kind=${kind}`;
}

/** What each kind has: anything else is a slip of the pen, of which the real one warns and which it passes over. */
const fields: Readonly<Record<string, string>> = {
  InitConfiguration: 'bootstrapTokens localAPIEndpoint nodeRegistration certificateKey skipPhases patches dryRun timeouts',
  ClusterConfiguration: 'etcd networking kubernetesVersion controlPlaneEndpoint apiServer controllerManager scheduler dns proxy certificatesDir imageRepository featureGates clusterName encryptionAlgorithm certificateValidityPeriod caCertificateValidityPeriod useHyperKubeImage',
  JoinConfiguration: 'nodeRegistration caCertPath discovery controlPlane skipPhases patches dryRun timeouts',
};

function* warnOfUnknown(p: Process, apiVersion: string, kind: string, value: JsonObject): Task {
  const names = fields[kind]?.split(' ');
  const strange = names ? Object.keys(value).filter((name) => name !== 'apiVersion' && name !== 'kind' && !names.includes(name)) : [];
  if (strange.length > 0) yield* p.error(`W error unmarshaling configuration schema.GroupVersionKind{Group:${JSON.stringify(group)}, Version:${JSON.stringify(apiVersion.split('/')[1])}, Kind:${JSON.stringify(kind)}}: strict decoding error: ${strange.map((name) => `unknown field ${JSON.stringify(name)}`).join(', ')}\n`);
}

/** A list of names and values since v1beta4, a map before. */
export function extraArgs(value: Json | undefined): Readonly<Record<string, string>> {
  const given = member(value, 'extraArgs');
  if (Array.isArray(given)) return Object.fromEntries(list(value, 'extraArgs').map((one) => [text(one, 'name'), text(one, 'value')]));
  return Object.fromEntries(Object.entries(members(value, 'extraArgs')).map(([name, word]) => [name, text(word)]));
}

/** The documents as the current version has them. */
export function migrated(documents: ConfigDocuments, version: string): string {
  const inLists = order.indexOf(version) >= order.indexOf('v1beta4');
  const moved = (value: Json): Json => {
    if (Array.isArray(value)) return value.map((one: Json) => moved(one));
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inLists && /^(?:kubeletExtraArgs|extraArgs)$/.test(name) && isJsonObject(part) ? Object.entries(part).map(([arg, word]) => ({ name: arg, value: text(word) })) : moved(part)]));
  };
  const own = Object.entries(documents).map(([kind, document]) => printYaml(sortedMembers({ ...(moved(known(kind, document)) as JsonObject), ...(ownKinds.includes(kind) && { apiVersion: `${group}/${version}` }) })));
  return own.join('---\n');
}

function known(kind: string, document: JsonObject): JsonObject {
  const names = fields[kind]?.split(' ');
  return names ? Object.fromEntries(Object.entries(document).filter(([name]) => names.includes(name) || name === 'kind')) : document;
}

function sortedMembers(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
