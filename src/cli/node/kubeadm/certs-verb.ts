/** kubeadm certs check-expiration: until when the certificates of this control plane are good. */
import { bytesToHex, civilTime, formatTable, monthName, randomBytes, readCertificate, type TableStyle } from '../../../base/index.ts';
import type { Process } from '../../../host/index.ts';
import { text } from '../../kubectl/objects/member.ts';
import type { NodeVerb } from '../tool.ts';
import { decoded, parseConfig } from './cluster-call.ts';

const pki = '/etc/kubernetes/pki';
const table: TableStyle = { minWidth: 10, padding: 3 };
const dayMs = 86_400_000;

export interface Leaf {
  readonly name: string;
  readonly path: string;
  readonly authority: string;
  readonly what: string;
}

const leaf = (name: string, path: string, authority: string, what: string): Leaf => ({ name, path, authority, what });
const embedded = (name: string, whom: string): Leaf => leaf(name, `/etc/kubernetes/${name}`, 'ca', `certificate embedded in the kubeconfig file for ${whom}`);

export const leaves: readonly Leaf[] = [
  embedded('admin.conf', 'the admin to use and for kubeadm itself'),
  leaf('apiserver', `${pki}/apiserver.crt`, 'ca', 'certificate for serving the Kubernetes API'),
  leaf('apiserver-etcd-client', `${pki}/apiserver-etcd-client.crt`, 'etcd-ca', 'certificate the apiserver uses to access etcd'),
  leaf('apiserver-kubelet-client', `${pki}/apiserver-kubelet-client.crt`, 'ca', 'certificate for the API server to connect to kubelet'),
  embedded('controller-manager.conf', 'the controller manager to use'),
  leaf('etcd-healthcheck-client', `${pki}/etcd/healthcheck-client.crt`, 'etcd-ca', 'certificate for liveness probes to healthcheck etcd'),
  leaf('etcd-peer', `${pki}/etcd/peer.crt`, 'etcd-ca', 'certificate for etcd nodes to communicate with each other'),
  leaf('etcd-server', `${pki}/etcd/server.crt`, 'etcd-ca', 'certificate for serving etcd'),
  leaf('front-proxy-client', `${pki}/front-proxy-client.crt`, 'front-proxy-ca', 'certificate for the front proxy client'),
  embedded('scheduler.conf', 'the scheduler manager to use'),
  embedded('super-admin.conf', 'the super-admin'),
];
const authorities: readonly (readonly [name: string, path: string])[] = [
  ['ca', `${pki}/ca.crt`],
  ['etcd-ca', `${pki}/etcd/ca.crt`],
  ['front-proxy-ca', `${pki}/front-proxy-ca.crt`],
];

export const checkExpirationVerb: NodeVerb = {
  name: 'certs check-expiration',
  summary: 'Check certificates expiration for a Kubernetes cluster',
  usage: 'certs check-expiration',
  *run({ p }) {
    if (p.files.exists('/etc/kubernetes/admin.conf')) yield* p.print('[check-expiration] Reading configuration from the "kubeadm-config" ConfigMap in namespace "kube-system"...\n[check-expiration] Use \'kubeadm init phase upload-config kubeadm --config your-config-file\' to re-upload it.\n\n');
    const leafRows = leaves.flatMap(({ name, path, authority }) => row(p, name, path, (expires, left) => [name, expires, left, authority, 'no']));
    const authorityRows = authorities.flatMap(([name, path]) => row(p, name, path, (expires, left) => [name, expires, left, 'no']));
    yield* p.print(formatTable(table, [['CERTIFICATE', 'EXPIRES', 'RESIDUAL TIME', 'CERTIFICATE AUTHORITY', 'EXTERNALLY MANAGED'], ...leafRows]));
    yield* p.print(`\n${formatTable(table, [['CERTIFICATE AUTHORITY', 'EXPIRES', 'RESIDUAL TIME', 'EXTERNALLY MANAGED'], ...authorityRows])}`);
  },
};

const keyBytes = 32;

export const certificateKeyVerb: NodeVerb = {
  name: 'certs certificate-key',
  summary: 'Generate certificate keys',
  usage: 'certs certificate-key',
  *run({ p }) {
    yield* p.print(`${bytesToHex(randomBytes(() => p.random.next(), keyBytes))}\n`);
  },
};

function row(p: Process, name: string, path: string, cells: (expires: string, left: string) => readonly string[]): (readonly string[])[] {
  if (!p.files.exists(path)) return name === 'super-admin.conf' ? [] : [cells('!MISSING!', '')];
  const content = p.files.readText(path);
  const pem = path.endsWith('.conf') ? decoded(text(parseConfig(content, path), 'users', 0, 'user', 'client-certificate-data')) : content;
  const certificate = readCertificate(pem);
  if (!certificate) return [cells('!INVALID!', '')];
  return [cells(expiry(certificate.notAfterMs), residual(certificate.notAfterMs - p.host.wallMs))];
}

/** `Mar 02, 2027 08:58 UTC`. */
function expiry(ms: number): string {
  const t = civilTime(ms);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${monthName(t.month).slice(0, 3)} ${two(t.day)}, ${t.year} ${two(t.hour)}:${two(t.minute)} UTC`;
}

function residual(ms: number): string {
  if (ms < 0) return '<invalid>';
  const days = Math.floor(ms / dayMs);
  if (days >= 730) return `${Math.floor(days / 365)}y`;
  return days > 0 ? `${days}d` : `${Math.floor(ms / 3_600_000)}h`;
}
