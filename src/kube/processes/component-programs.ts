/**
 * The components as programs on a disk, by the names in their executables: what each is told, it is told by its flags and by the
 * files that these name, so that a manifest changed, a kubeconfig lost or a wrong address has its real consequence.
 */
import { isJsonObject, type Json, type JsonObject, type Signer } from '../../base/index.ts';
import type { Runtime } from '../../containers/index.ts';
import { Cidr, type Host, type Process, type Program } from '../../host/index.ts';
import type { Taint } from '../kinds/node/node.ts';
import { addonCode } from '../addon-code.ts';
import { clusterCode } from '../cluster-code.ts';
import { kubeadmCode } from '../kubeadm-code.ts';
import type { Labels } from '../meta/object.ts';
import { paths } from '../cluster-files/plane-spec.ts';
import type { KubeletAccess } from '../kubelet/server/access.ts';
import type { ClusterRange } from '../controllers/node-lifecycle/node-ipam-controller.ts';
import { etcd } from './etcd.ts';
import { apiOfKubeconfig, readFile, readFlags, readSettings, releaseOfExecutable, StartFailure, type FlagValues } from './flags.ts';
import { knownFlags } from './known-flags.ts';
import { kubeApiserver } from './kube-apiserver.ts';
import { kubeControllerManager } from './kube-controller-manager.ts';
import { kubelet } from './kubelet.ts';
import { kubeScheduler } from './kube-scheduler.ts';

/** What programs take from the world around them and no flag can say. */
export interface ComponentSurroundings {
  /** Virtual ms between a change and a loop's turn. */
  readonly latencyMs: () => number;
  readonly relistMs: () => number;
  readonly sandboxMs: () => number;
  readonly statusMs: () => number;
  /** Told when the images of pods will be tried again, by uid of the pod and image: no API says so. */
  readonly pullWaits: Map<string, number>;
  readonly runtimeOf: (host: Host) => Runtime;
  /** Labels that somebody has given the node of a host when it was put up. */
  readonly labelsOf: (host: Host) => Labels;
  /** Ranges that are meant for certain nodes, by name. */
  readonly nodeRangesOf: (host: Host) => Readonly<Record<string, string>>;
}

export function componentPrograms(around: ComponentSurroundings): Readonly<Record<string, Program>> {
  const { latencyMs } = around;
  return {
    etcd: started('etcd', (p, flags) => {
      const pem = pemOf(p, flags);
      pem('key-file');
      const port = /:(\d+)(?:,|$)/.exec(flags.get('listen-client-urls') ?? '')?.[1];
      const [certificate, authority] = [pem('cert-file'), pem('trusted-ca-file')];
      return etcd({
        name: flags.get('name') ?? 'default',
        dataDir: flags.get('data-dir') ?? 'default.etcd',
        ...(port !== undefined && { port: Number(port) }),
        ...(certificate !== undefined && { certificate }),
        ...(authority !== undefined && flags.get('client-cert-auth') === 'true' && { clientAuthority: authority }),
        ...metricsPort(flags),
      });
    }),
    'kube-apiserver': started('kube-apiserver', (p, flags) => {
      const read = pemOf(p, flags);
      for (const flag of filesOfServer) read(flag);
      const pem = (name: string, flag: string) => (flags.has(flag) ? { [name]: read(flag) } : {});
      const servers = flags.get('etcd-servers');
      if (servers === undefined) throw new StartFailure('[--etcd-servers must be specified]');
      const at = /^https?:\/\/([^:/,]+):(\d+)/.exec(servers);
      if (!at) throw new StartFailure(`invalid --etcd-servers: ${servers}`);
      const serviceCidr = flags.get('service-cluster-ip-range') ?? '10.0.0.0/24';
      if (!Cidr.parse(serviceCidr)) throw new StartFailure(`invalid CIDR address: ${serviceCidr}`);
      return kubeApiserver({ release: releaseOfExecutable(p), etcd: { address: at[1]!, port: Number(at[2]), ...pem('authority', 'etcd-cafile'), ...pem('certificate', 'etcd-certfile') }, port: Number(flags.get('secure-port') ?? '6443'), serviceCidr, ...pem('certificate', 'tls-cert-file'), ...pem('clientAuthority', 'client-ca-file') });
    }),
    'kube-controller-manager': started('kube-controller-manager', (p, flags) => {
      const root = flags.get('root-ca-file');
      const range = rangeOf(flags);
      return kubeControllerManager({
        ...optionsOf(p, flags, latencyMs),
        ...(range && { range }),
        nodeRanges: around.nodeRangesOf(p.host),
        rootCertificate: root === undefined ? '' : readFile(p, root),
        ...signerOf(p, flags),
        servesHealth: true,
        signsTokens: (flags.get('controllers') ?? '').includes('bootstrapsigner'),
      });
    }),
    'kube-scheduler': started('kube-scheduler', (p, flags) => kubeScheduler({ ...optionsOf(p, flags, latencyMs), servesHealth: true })),
    'kube-proxy': started('kube-proxy', (p, flags) => addonCode.get().proxyOf(p, flags, latencyMs)),
    'kubeadm-images': (p) => kubeadmCode.get().kubeadmImages(p),
    'kubeadm-plane': (p) => kubeadmCode.get().kubeadmPlane(around)(p),
    kubelet: started('kubelet', (p, flags) => kubeletOf(p, flags, around)),
  };
}

/** Reads the flags, then runs what they make; what they do not allow is said on standard error. */
function started(name: keyof typeof knownFlags, make: (p: Process, flags: FlagValues) => Program): Program {
  return function* component(p) {
    let program: Program;
    try {
      const flags = readFlags(p.argv, knownFlags[name]);
      if (flags.has('version')) {
        yield p.print(`Kubernetes ${releaseOfExecutable(p).gitVersion}\n`);
        return 0;
      }
      program = make(p, flags);
    } catch (error) {
      if (!(error instanceof StartFailure)) throw error;
      yield p.error(`Error: ${error.message}\n`);
      return 1;
    }
    return yield* program(p);
  };
}

/** Files that a server reads before it does anything else. */
const filesOfServer = ['tls-private-key-file', 'etcd-keyfile', 'kubelet-client-certificate', 'kubelet-client-key', 'proxy-client-cert-file', 'proxy-client-key-file', 'requestheader-client-ca-file', 'service-account-key-file', 'service-account-signing-key-file'];

/** Reads the file that a flag names; undefined without the flag. */
function pemOf(p: Process, flags: FlagValues): (flag: string) => string | undefined {
  return (flag) => (flags.has(flag) ? readFile(p, flags.get(flag)!) : undefined);
}

function optionsOf(p: Process, flags: FlagValues, latencyMs: () => number) {
  const path = flags.get('kubeconfig');
  if (path === undefined) throw new StartFailure('invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable');
  return { api: apiOfKubeconfig(p, path), release: releaseOfExecutable(p), latencyMs };
}

function signerOf(p: Process, flags: FlagValues): { readonly signer?: Signer } {
  const [certificate, key] = [flags.get('cluster-signing-cert-file'), flags.get('cluster-signing-key-file')];
  return certificate === undefined || key === undefined ? {} : { signer: { certificate: readFile(p, certificate), key: readFile(p, key) } };
}

function metricsPort(flags: FlagValues): { readonly metricsPort?: number } {
  const port = /:(\d+)$/.exec(flags.get('listen-metrics-urls') ?? '')?.[1];
  return port === undefined ? {} : { metricsPort: Number(port) };
}

function rangeOf(flags: FlagValues): ClusterRange | undefined {
  if (flags.get('allocate-node-cidrs') !== 'true') return undefined;
  const text = flags.get('cluster-cidr') ?? '';
  const cidr = Cidr.parse(text);
  if (!cidr) throw new StartFailure(`invalid CIDR address: ${text}`);
  return { address: cidr.at(0), bits: cidr.bits, nodeBits: Number(flags.get('node-cidr-mask-size') ?? '24') };
}

/** A node that has joined has a kubeconfig; one that is about to, the one that its token gave it. */
function kubeletOf(p: Process, flags: FlagValues, around: ComponentSurroundings): Program {
  const configPath = flags.get('config');
  const config = configPath === undefined ? {} : readKubeletConfig(p, configPath);
  const own = flags.get('kubeconfig') ?? '';
  const bootstrap = flags.get('bootstrap-kubeconfig') ?? '';
  if (!p.files.exists(own)) {
    if (!p.files.exists(bootstrap)) throw new StartFailure(`failed to run Kubelet: unable to load bootstrap kubeconfig: stat ${bootstrap}: no such file or directory`);
    const nodeName = flags.get('hostname-override') ?? p.host.name;
    return function* joins(joining) {
      yield* clusterCode.get().bootstrapKubelet(joining, releaseOfExecutable(joining), nodeName, bootstrap, own);
      return yield* kubeletOf(joining, flags, around)(joining);
    };
  }
  const { runtimeOf, labelsOf, latencyMs, relistMs, sandboxMs, statusMs, pullWaits } = around;
  const [dns] = Array.isArray(config['clusterDNS']) ? (config['clusterDNS'] as readonly unknown[]) : [];
  const taints = config['registerWithTaints'] as readonly Taint[] | undefined;
  const pauseImage = flags.get('pod-infra-container-image');
  return kubelet({
    api: apiOfKubeconfig(p, own),
    release: releaseOfExecutable(p),
    runtime: runtimeOf(p.host),
    labels: { ...labelsOf(p.host), ...labelsOfFlag(flags.get('node-labels')) },
    ...(taints && { taints }),
    ...(flags.has('hostname-override') && { nodeName: flags.get('hostname-override')! }),
    clusterDns: typeof dns === 'string' ? dns : '',
    clusterDomain: typeof config['clusterDomain'] === 'string' ? config['clusterDomain'] : 'cluster.local',
    manifests: typeof config['staticPodPath'] === 'string' ? config['staticPodPath'] : '',
    ...(typeof config['maxPods'] === 'number' && { podsMax: config['maxPods'] }),
    ...(pauseImage && { pauseImage }),
    access: accessOf(config),
    latencyMs,
    relistMs,
    sandboxMs,
    statusMs,
    pullWaits,
  });
}

function accessOf({ authentication, authorization }: JsonObject): KubeletAccess {
  const settings = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});
  return { anonymous: settings(settings(authentication)['anonymous'])['enabled'] === true, alwaysAllow: settings(authorization)['mode'] === 'AlwaysAllow' };
}

function readKubeletConfig(p: Process, path: string) {
  if (p.files.exists(path)) return readSettings(p, path);
  const why = `failed to read kubelet config file "${path}", error: open ${path}: no such file or directory`;
  throw new StartFailure(`failed to load kubelet config file, path: ${path}, error: failed to load Kubelet config file ${path}, error ${why}`);
}

function labelsOfFlag(text = ''): Labels {
  return Object.fromEntries(text.split(',').filter((pair) => pair.includes('=')).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

/** Where they are told of the cluster that they belong to. */
export const kubeletArguments: readonly string[] = ['/usr/bin/kubelet', `--bootstrap-kubeconfig=${paths.bootstrap}`, `--kubeconfig=${paths.kubelet}`, `--config=${paths.kubeletConfig}`, '$KUBELET_KUBEADM_ARGS', '$KUBELET_EXTRA_ARGS'];
