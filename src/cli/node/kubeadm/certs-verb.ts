/** kubeadm certs check-expiration: until when the certificates of this control plane are good. */
import { civilTime, formatTable, monthName, readCertificate, type TableStyle } from '../../../base/index.ts';
import type { Process } from '../../../host/index.ts';
import { text } from '../../kubectl/objects/member.ts';
import type { NodeVerb } from '../tool.ts';
import { decoded, parseConfig } from './cluster-call.ts';

const pki = '/etc/kubernetes/pki';
const table: TableStyle = { minWidth: 10, padding: 3 };
const dayMs = 86_400_000;

const leaves: readonly (readonly [name: string, path: string, authority: string])[] = [
  ['admin.conf', '/etc/kubernetes/admin.conf', 'ca'],
  ['apiserver', `${pki}/apiserver.crt`, 'ca'],
  ['apiserver-etcd-client', `${pki}/apiserver-etcd-client.crt`, 'etcd-ca'],
  ['apiserver-kubelet-client', `${pki}/apiserver-kubelet-client.crt`, 'ca'],
  ['controller-manager.conf', '/etc/kubernetes/controller-manager.conf', 'ca'],
  ['etcd-healthcheck-client', `${pki}/etcd/healthcheck-client.crt`, 'etcd-ca'],
  ['etcd-peer', `${pki}/etcd/peer.crt`, 'etcd-ca'],
  ['etcd-server', `${pki}/etcd/server.crt`, 'etcd-ca'],
  ['front-proxy-client', `${pki}/front-proxy-client.crt`, 'front-proxy-ca'],
  ['scheduler.conf', '/etc/kubernetes/scheduler.conf', 'ca'],
  ['super-admin.conf', '/etc/kubernetes/super-admin.conf', 'ca'],
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
    const leafRows = leaves.flatMap(([name, path, authority]) => row(p, name, path, (expires, left) => [name, expires, left, authority, 'no']));
    const authorityRows = authorities.flatMap(([name, path]) => row(p, name, path, (expires, left) => [name, expires, left, 'no']));
    yield* p.print(formatTable(table, [['CERTIFICATE', 'EXPIRES', 'RESIDUAL TIME', 'CERTIFICATE AUTHORITY', 'EXTERNALLY MANAGED'], ...leafRows]));
    yield* p.print(`\n${formatTable(table, [['CERTIFICATE AUTHORITY', 'EXPIRES', 'RESIDUAL TIME', 'EXTERNALLY MANAGED'], ...authorityRows])}`);
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
