/**
 * The part of `kubeadm init` that makes a control plane, phase by phase: certificates, kubeconfigs, manifests and the kubelet's settings are
 * written, the kubelet is started, and when what it runs from them answers, the cluster is told of itself.
 */
import { parseJson, printJson, publicKeyOfPrivate } from '../../base/index.ts';
import { NetError, request, sleep, type Process, type Program, type Syscall } from '../../host/index.ts';
import { componentImage, pauseImageOf, type PlaneComponent } from '../cluster-files/component-images.ts';
import { planeKubeconfigs } from '../cluster-files/kubeconfigs.ts';
import { kubeletFiles } from '../cluster-files/kubelet-files.ts';
import { authorities, pkiFiles } from '../cluster-files/pki.ts';
import { planeManifests } from '../cluster-files/plane-manifests.ts';
import { paths, type PlaneSpec } from '../cluster-files/plane-spec.ts';
import { releaseOfExecutable, StartFailure } from '../processes/flags.ts';
import { uploadConfig } from '../processes/upload-config.ts';
import { showFile, showUploads } from './dry-run.ts';

const waitMs = 240_000;
const lookMs = 500;

type Step = Generator<Syscall, void, unknown>;

/** What `kubeadm` has made of its flags and of its configuration file, as its one argument. */
export interface PlaneSettings extends Omit<PlaneSpec, 'clusterName' | 'release' | 'nowMs'> {
  /** "certs", "certs/ca": what is to be done; nothing named is everything. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** Where everything is put instead of where it belongs, when nothing is to be done but shown. */
  readonly dryRunDir?: string;
}

interface Task {
  readonly p: Process;
  readonly plane: PlaneSpec;
  readonly latencyMs: () => number;
  /** Whether this part of a phase is to be done. */
  readonly has: (part: string) => boolean;
  readonly dryRunDir: string | undefined;
  /** Where a file of that path is put. */
  readonly at: (path: string) => string;
}

const phases: readonly (readonly [name: string, run: (task: Task) => Step])[] = [
  ['certs', writeCertificates],
  ['kubeconfig', writeKubeconfigs],
  ['etcd', (task) => writeManifests(task, 'etcd', { local: 'etcd' })],
  ['control-plane', (task) => writeManifests(task, 'control-plane', { apiserver: 'kube-apiserver', 'controller-manager': 'kube-controller-manager', scheduler: 'kube-scheduler' })],
  ['kubelet-start', startKubelet],
  ['wait-control-plane', waitForPlane],
  ['upload-config', upload],
  ['mark-control-plane', markNode],
  ['addon', addons],
];

export function kubeadmPlane({ latencyMs }: { readonly latencyMs: () => number }): Program {
  return function* init(p) {
    const { only, skip, dryRunDir, ...settings } = parseJson(p.argv[1]!) as unknown as PlaneSettings;
    const plane: PlaneSpec = { ...settings, clusterName: 'kubernetes', release: releaseOfExecutable(p), nowMs: p.host.wallMs };
    const isNamed = (names: readonly string[], phase: string, part: string) => names.includes(phase) || names.includes(`${phase}/${part}`);
    const at = (path: string): string => (dryRunDir === undefined ? path : `${dryRunDir}${path.startsWith(paths.pki) ? path.slice(paths.pki.length) : path.slice(path.lastIndexOf('/'))}`);
    try {
      for (const [name, run] of phases) {
        if (skip.includes(name) || (only.length > 0 && !only.some((one) => one.split('/')[0] === name))) continue;
        yield* run({ p, plane, latencyMs, dryRunDir, at, has: (part) => !isNamed(skip, name, part) && (only.length === 0 || isNamed(only, name, part)) });
      }
      return 0;
    } catch (error) {
      if (!(error instanceof StartFailure)) throw error;
      yield p.error(`${error.message}\nTo see the stack trace of this error execute with --v=5 or higher\n`);
      return 1;
    }
  };
}

/** An authority that is there already stays, and signs what is not. */
function* writeCertificates({ p, plane, has, at }: Task): Step {
  yield p.print(`[certs] Using certificateDir folder "${at(paths.pki)}"\n`);
  const there = (path: string): string | undefined => (p.files.exists(at(path)) ? p.files.readText(at(path)) : undefined);
  const made = pkiFiles(plane, seedOf(p), (authority) => {
    const key = there(`${paths.pki}/${authority}.key`);
    return key === undefined ? undefined : publicKeyOfPrivate(key);
  });
  for (const path of Object.keys(made).filter((file) => file.endsWith('.crt') || file.endsWith('sa.key'))) {
    const file = path.slice(paths.pki.length + 1).replace(/\.\w+$/, '');
    if (!has(partOf(file))) continue;
    const isAuthority = authorities.some((one) => one.file === file);
    const what = file === 'sa' ? 'key and public key' : 'certificate and key';
    if (there(path) !== undefined) {
      yield p.print(isAuthority ? `[certs] Using existing ${file} certificate authority\n` : file === 'sa' ? '[certs] Using the existing "sa" key\n' : `[certs] Using existing ${file} certificate and key on disk\n`);
      continue;
    }
    yield p.print(`[certs] Generating "${file}" ${what}\n`);
    put(p, at, Object.fromEntries(Object.entries(made).filter(([each]) => each.replace(/\.\w+$/, '') === `${paths.pki}/${file}`)));
    const names = plane.certNames ?? [];
    if (file === 'apiserver') yield p.print(`[certs] apiserver serving cert is signed for DNS names [${[plane.nodeName, 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local', ...names].toSorted().join(' ')}] and IPs [${plane.address}]\n`);
  }
}

/** "etcd/server" is the part "etcd-server". */
function partOf(file: string): string {
  return file.replace('/', '-');
}

function seedOf(p: Process): string {
  return `${p.host.name} ${p.random.next()}`;
}

const kubeconfigParts: Readonly<Record<string, string>> = { 'admin.conf': 'admin', 'super-admin.conf': 'super-admin', 'kubelet.conf': 'kubelet', 'controller-manager.conf': 'controller-manager', 'scheduler.conf': 'scheduler' };

function* writeKubeconfigs({ p, plane, has, at, dryRunDir }: Task): Step {
  yield p.print(`[kubeconfig] Using kubeconfig folder "${dryRunDir ?? '/etc/kubernetes'}"\n`);
  const authority = { certificate: read(p, at(paths.authority), 'kubeconfig'), key: read(p, at(`${paths.pki}/ca.key`), 'kubeconfig') };
  for (const [path, text] of Object.entries(planeKubeconfigs(plane, authority.certificate, seedOf(p), publicKeyOfPrivate(authority.key)))) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (!has(kubeconfigParts[name]!)) continue;
    if (p.files.exists(at(path))) {
      yield p.print(`[kubeconfig] Using existing kubeconfig file: "${path}"\n`);
      continue;
    }
    yield p.print(`[kubeconfig] Writing "${name}" kubeconfig file\n`);
    put(p, at, { [path]: text });
  }
}

function read(p: Process, path: string, phase: string): string {
  if (p.files.exists(path)) return p.files.readText(path);
  throw new StartFailure(`error execution phase ${phase}: couldn't load CA certificate ca: failed to load certificate: couldn't load the certificate file ${path}: open ${path}: no such file or directory`);
}

function* writeManifests({ p, plane, has, at, dryRunDir }: Task, phase: string, parts: Readonly<Record<string, PlaneComponent>>): Step {
  const folder = dryRunDir ?? paths.manifests;
  if (phase === 'etcd' && dryRunDir !== undefined) yield p.print(`[etcd] Would ensure that "${plane.dataDir ?? paths.etcdData}" directory is present\n`);
  yield p.print(phase === 'etcd' ? `[etcd] Creating static Pod manifest for local etcd in "${folder}"\n` : `[control-plane] Using manifest folder "${folder}"\n`);
  const manifests = planeManifests(plane);
  for (const [part, component] of Object.entries(parts)) {
    if (!has(part)) continue;
    if (phase !== 'etcd') yield p.print(`[control-plane] Creating static Pod manifest for "${component}"\n`);
    const path = `${paths.manifests}/${component}.yaml`;
    put(p, at, { [path]: manifests[path]! });
  }
}

function put(p: Process, at: Task['at'], texts: Readonly<Record<string, string>>): void {
  for (const [wanted, text] of Object.entries(texts)) {
    const path = at(wanted);
    p.files.mkdir(path.slice(0, path.lastIndexOf('/')), { recursive: true });
    p.files.writeFile(path, text, { mode: /\.(?:key|conf|yaml)$/.test(path) ? 0o600 : 0o644 });
  }
}

function* startKubelet({ p, plane, at, dryRunDir }: Task): Step {
  const settings = kubeletFiles({ release: plane.release, clusterDns: plane.dnsAddress, tainted: plane.untainted !== true, ...(plane.kubelet && { config: plane.kubelet }) });
  for (const [path, what] of [[paths.kubeletFlags, 'environment file with flags'], [paths.kubeletConfig, 'configuration']] as const) yield p.print(`[kubelet-start] Writing kubelet ${what} to file "${at(path)}"\n`);
  const args = plane.nodeName === p.host.name ? '' : ` --hostname-override=${plane.nodeName}`;
  put(p, at, { ...settings, [paths.kubeletFlags]: settings[paths.kubeletFlags]!.replace(/"\n$/, `${args}"\n`) });
  if (dryRunDir !== undefined) return yield* showWritten(p, plane, at, dryRunDir);
  yield p.print('[kubelet-start] Starting the kubelet\n');
  p.host.init.enable('kubelet', true);
  p.host.init.restart('kubelet');
}

/** What is secret is not shown. */
function* showWritten(p: Process, plane: PlaneSpec, at: Task['at'], dir: string): Step {
  yield p.print(`[dryrun] Wrote certificates, kubeconfig files and control plane manifests to the "${dir}" directory\n[dryrun] The certificates or kubeconfig files would not be printed due to their sensitive nature\n[dryrun] Please examine the "${dir}" directory for details about what would be written\n`);
  for (const path of [...Object.keys(planeManifests(plane)), paths.kubeletConfig, paths.kubeletFlags]) if (p.files.exists(at(path))) yield* showFile(p, path, p.files.readText(at(path)));
}

function* waitForPlane({ p, plane: { address, port }, dryRunDir }: Task): Step {
  yield p.print(`[wait-control-plane] Waiting for the kubelet to boot up the control plane as static Pods from directory "${dryRunDir ?? paths.manifests}"\n`);
  if (dryRunDir !== undefined) return;
  yield p.print(`[control-plane-check] Waiting for healthy control plane components. This can take up to 4m0s\n`);
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

function* upload({ p, plane, latencyMs, has, at, dryRunDir }: Task): Step {
  if (has('kubeadm')) yield p.print('[upload-config] Storing the configuration used in ConfigMap "kubeadm-config" in the "kube-system" Namespace\n');
  if (has('kubelet')) yield p.print('[kubelet] Creating a ConfigMap "kubelet-config" in namespace kube-system with the configuration for the kubelets in the cluster\n');
  if (dryRunDir !== undefined) yield* showUploads(p, plane, read(p, at(paths.authority), 'upload-config'), { config: true });
  else yield* uploadConfig({ api: { address: plane.address, port: plane.port }, release: plane.release, latencyMs }, plane, { config: true })(p);
  yield p.print('[upload-certs] Skipping phase. Please see --upload-certs\n');
}

function* addons({ p, plane, latencyMs, has, dryRunDir }: Task): Step {
  const wanted = { dns: has('coredns'), proxy: has('kube-proxy') };
  if (dryRunDir !== undefined) yield* showUploads(p, plane, '', wanted);
  else yield* uploadConfig({ api: { address: plane.address, port: plane.port }, release: plane.release, latencyMs }, plane, wanted)(p);
  if (wanted.dns) yield p.print('[addons] Applied essential addon: CoreDNS\n');
  if (wanted.proxy) yield p.print('[addons] Applied essential addon: kube-proxy\n');
}

const roleLabels = ['node-role.kubernetes.io/control-plane', 'node.kubernetes.io/exclude-from-external-load-balancers'];

/** Its kubelet has registered it by now, or will any moment. */
function* markNode({ p, plane: { address, port, nodeName, untainted }, dryRunDir }: Task): Step {
  yield p.print(`[mark-control-plane] Marking the node ${nodeName} as control-plane by adding the labels: [${roleLabels.join(' ')}]\n`);
  if (!untainted) yield p.print(`[mark-control-plane] Marking the node ${nodeName} as control-plane by adding the taints [${roleLabels[0]!}:NoSchedule]\n`);
  const body = printJson({ metadata: { labels: Object.fromEntries(roleLabels.map((label) => [label, ''])) } });
  if (dryRunDir !== undefined) return void (yield p.print(`[dryrun] Would perform action PATCH on resource "nodes" in API group "core/v1"\n[dryrun] Resource name ${JSON.stringify(nodeName)}, namespace ""\n[dryrun] Attached patch:\n\t${body}\n`));
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
