/**
 * The middle of `kubeadm init`: certificates, kubeconfigs, manifests and the kubelet's settings are written, the kubelet is started,
 * and when the control plane that it runs from them answers, the cluster is told of itself.
 */
import { Cidr, NetError, request, sleep, type Process, type Program, type Syscall } from '../../host/index.ts';
import { componentImage, pauseImageOf, planeComponents } from '../cluster-files/component-images.ts';
import { planeKubeconfigs } from '../cluster-files/kubeconfigs.ts';
import { kubeletFiles } from '../cluster-files/kubelet-files.ts';
import { pkiFiles } from '../cluster-files/pki.ts';
import { planeManifests } from '../cluster-files/plane-manifests.ts';
import { paths, type PlaneSpec } from '../cluster-files/plane-spec.ts';
import { readFlags, releaseOfExecutable, StartFailure } from './flags.ts';
import { uploadConfig } from './upload-config.ts';

const known: ReadonlySet<string> = new Set(`apiserver-advertise-address apiserver-bind-port cri-socket ignore-preflight-errors kubernetes-version node-name pod-network-cidr service-cidr
  service-dns-domain token token-ttl upload-certs v`.split(/\s+/));
/** Of its address in the range of services. */
const dnsNumber = 10;
const waitMs = 240_000;
const lookMs = 500;

type Step = Generator<Syscall, void, unknown>;

export function kubeadmPlane({ latencyMs }: { readonly latencyMs: () => number }): Program {
  return function* init(p) {
    try {
      const plane = planeOf(p);
      yield* writePlane(p, plane);
      yield* startKubelet(p, plane);
      yield p.print('[upload-config] Storing the configuration used in ConfigMap "kubeadm-config" in the "kube-system" Namespace\n[kubelet] Creating a ConfigMap "kubelet-config" in namespace kube-system with the configuration for the kubelets in the cluster\n');
      yield* uploadConfig({ api: { address: plane.address, port: plane.port }, release: plane.release, latencyMs }, plane)(p);
      yield p.print('[upload-certs] Skipping phase. Please see --upload-certs\n');
      yield* markNode(p, plane);
      return 0;
    } catch (error) {
      if (!(error instanceof StartFailure)) throw error;
      yield p.error(`${error.message}\nTo see the stack trace of this error execute with --v=5 or higher\n`);
      return 1;
    }
  };
}

function planeOf(p: Process): PlaneSpec {
  const flags = readFlags(['kubeadm', ...p.argv.slice(2)], known);
  const release = releaseOfExecutable(p);
  const wanted = flags.get('kubernetes-version');
  if (wanted !== undefined && wanted !== release.gitVersion && `v${wanted}` !== release.gitVersion) {
    throw new StartFailure(`this version of kubeadm only supports deploying the control plane version ${release.gitVersion}: the images of "${wanted}" cannot be had`);
  }
  for (const name of ['pod-network-cidr', 'service-cidr'] as const) {
    const text = flags.get(name);
    if (text !== undefined && !Cidr.parse(text)) throw new StartFailure(`${name === 'service-cidr' ? 'serviceSubnet' : 'podSubnet'}: Invalid value: "${text}": couldn't parse subnet`);
  }
  const serviceCidr = flags.get('service-cidr') ?? '10.96.0.0/12';
  return {
    clusterName: 'kubernetes',
    release,
    nodeName: flags.get('node-name') ?? p.host.name,
    address: flags.get('apiserver-advertise-address') ?? p.host.network.address,
    port: Number(flags.get('apiserver-bind-port') ?? 6443),
    podCidr: flags.get('pod-network-cidr') ?? '',
    serviceCidr,
    dnsAddress: Cidr.parse(serviceCidr)!.at(dnsNumber),
    nowMs: p.host.wallMs,
  };
}

function* writePlane(p: Process, plane: PlaneSpec): Step {
  const seed = `${p.host.name} ${p.random.next()}`;
  const pki = pkiFiles(plane, seed);
  yield p.print(`[certs] Using certificateDir folder "${paths.pki}"\n`);
  for (const path of Object.keys(pki).filter((file) => file.endsWith('.crt'))) yield p.print(`[certs] Generating "${path.slice(paths.pki.length + 1, -'.crt'.length)}" certificate and key\n`);
  yield p.print('[certs] Generating "sa" key and public key\n[kubeconfig] Using kubeconfig folder "/etc/kubernetes"\n');
  const kubeconfigs = planeKubeconfigs(plane, pki[paths.authority]!, seed);
  for (const path of Object.keys(kubeconfigs)) yield p.print(`[kubeconfig] Writing "${nameOf(path)}" kubeconfig file\n`);
  yield p.print(`[etcd] Creating static Pod manifest for local etcd in "${paths.manifests}"\n[control-plane] Using manifest folder "${paths.manifests}"\n`);
  for (const name of planeComponents.filter((component) => component !== 'etcd')) yield p.print(`[control-plane] Creating static Pod manifest for "${name}"\n`);
  put(p, { ...pki, ...kubeconfigs, ...planeManifests(plane) });
  const settings = kubeletFiles({ release: plane.release, clusterDns: plane.dnsAddress, tainted: true });
  for (const [path, what] of [[paths.kubeletFlags, 'environment file with flags'], [paths.kubeletConfig, 'configuration']] as const) yield p.print(`[kubelet-start] Writing kubelet ${what} to file "${path}"\n`);
  put(p, settings);
}

function put(p: Process, texts: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(texts)) {
    p.files.mkdir(path.slice(0, path.lastIndexOf('/')), { recursive: true });
    p.files.writeFile(path, text, { mode: /\.(?:key|conf|yaml)$/.test(path) ? 0o600 : 0o644 });
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function* startKubelet(p: Process, { address, port }: PlaneSpec): Step {
  yield p.print('[kubelet-start] Starting the kubelet\n');
  p.host.init.enable('kubelet', true);
  p.host.init.restart('kubelet');
  yield p.print(`[wait-control-plane] Waiting for the kubelet to boot up the control plane as static Pods from directory "${paths.manifests}"\n[control-plane-check] Waiting for healthy control plane components. This can take up to 4m0s\n`);
  const begunMs = p.host.clock.now;
  const checks = [['kube-apiserver', address, port, '/livez'], ['kube-controller-manager', '127.0.0.1', 10_257, '/healthz'], ['kube-scheduler', '127.0.0.1', 10_259, '/livez']] as const;
  for (const [name, at, on, path] of checks) yield p.print(`[control-plane-check] Checking ${name} at https://${at}:${on}${path}\n`);
  for (const [name, at, on, path] of checks) {
    while ((yield* askStatus({ address: at, port: on }, { method: 'GET', path })) !== 200) {
      if (p.host.clock.now - begunMs >= waitMs) throw new StartFailure(`error execution phase wait-control-plane: failed while waiting for the control plane to start: ${name} check failed at https://${at}:${on}${path}`);
      yield sleep(lookMs);
    }
    yield p.print(`[control-plane-check] ${name} is healthy after ${(p.host.clock.now - begunMs) / 1000}s\n`);
  }
}

/** Undefined while nobody answers there. */
function* askStatus(...asked: Parameters<typeof request>): Generator<Syscall, number | undefined, unknown> {
  try {
    const response = (yield request(...asked)) as { readonly status: number; close(): void };
    response.close();
    return response.status;
  } catch (error) {
    if (!(error instanceof NetError)) throw error;
    return undefined;
  }
}

const roleLabels = ['node-role.kubernetes.io/control-plane', 'node.kubernetes.io/exclude-from-external-load-balancers'];

/** Its kubelet has registered it by now, or will any moment. */
function* markNode(p: Process, { address, port, nodeName }: PlaneSpec): Step {
  yield p.print(`[mark-control-plane] Marking the node ${nodeName} as control-plane by adding the labels: [${roleLabels.join(' ')}]\n[mark-control-plane] Marking the node ${nodeName} as control-plane by adding the taints [${roleLabels[0]!}:NoSchedule]\n`);
  const body = JSON.stringify({ metadata: { labels: Object.fromEntries(roleLabels.map((label) => [label, ''])) } });
  for (let waitedMs = 0; waitedMs < waitMs; waitedMs += lookMs) {
    const status = yield* askStatus({ address, port }, { method: 'PATCH', path: `/api/v1/nodes/${nodeName}`, headers: { 'content-type': 'application/merge-patch+json', 'user-agent': 'kubeadm' }, body, user: 'kubernetes-super-admin' });
    if (status !== undefined && status < 400) return;
    yield sleep(lookMs);
  }
  throw new StartFailure(`error execution phase mark-control-plane: timed out waiting for the node ${nodeName}`);
}

/** `kubeadm config images list`. */
export const kubeadmImages: Program = function* images(p) {
  const release = releaseOfExecutable(p);
  const shown = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy', 'coredns'] as const;
  for (const image of [...shown.map((name) => componentImage(name, release)), pauseImageOf(release), componentImage('etcd', release)]) yield p.print(`${image}\n`);
  return 0;
};
