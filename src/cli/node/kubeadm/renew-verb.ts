/** kubeadm certs renew: what an authority of this machine has signed is signed anew, for another year. */
import { encodeBase64, makePrivateKey, printYaml, publicKeyOfPrivate, readCertificate, renewCertificate, type Json, type JsonObject } from '../../../base/index.ts';
import type { Process } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import { list, members, text } from '../../kubectl/objects/member.ts';
import type { NodeVerb } from '../tool.ts';
import { leaves, type Leaf } from './certs-verb.ts';
import { decoded, parseConfig } from './cluster-call.ts';

const pki = '/etc/kubernetes/pki';
const yearMs = 365 * 86_400_000;

export const renewVerb: NodeVerb = {
  name: 'certs renew',
  summary: 'Renew certificates for a Kubernetes cluster',
  usage: 'certs renew [command]',
  *run({ p, args }) {
    const [name] = args;
    if (name === undefined) return yield* p.print(`Usage:\n  kubeadm certs renew [command]\n\nAvailable Commands:\n${['all', ...leaves.map((leaf) => leaf.name)].toSorted().map((each) => `  ${each}\n`).join('')}`);
    const wanted = name === 'all' ? leaves : leaves.filter((leaf) => leaf.name === name);
    if (wanted.length === 0) throw new CommandError(`unknown command ${JSON.stringify(name)} for "kubeadm certs renew"`);
    if (p.uid !== 0) throw new CommandError('user is not running as root');
    yield* p.print('[renew] Reading configuration from the "kubeadm-config" ConfigMap in namespace "kube-system"...\n[renew] Use \'kubeadm init phase upload-config kubeadm --config your-config-file\' to re-upload it.\n\n');
    for (const leaf of wanted) {
      if (!p.files.exists(leaf.path)) {
        if (name === 'all') yield* p.print(`MISSING! ${leaf.what}\n`);
        else throw new CommandError(`failed to renew certificate ${leaf.name}: unable to load existing certificate: open ${leaf.path}: no such file or directory`);
        continue;
      }
      renew(p, leaf);
      yield* p.print(`${leaf.what} renewed\n`);
    }
    if (name === 'all') yield* p.print('\nDone renewing certificates. You must restart the kube-apiserver, kube-controller-manager, kube-scheduler and etcd, so that they can use the new certificates.\n');
  },
};

export function renew(p: Process, { name, path, authority }: Leaf): void {
  const folder = authority === 'etcd-ca' ? `${pki}/etcd/ca` : `${pki}/${authority}`;
  const keyPath = `${folder}.key`;
  if (!p.files.exists(keyPath)) throw new CommandError(`failed to renew certificate ${name}: unable to sign certificates: open ${keyPath}: no such file or directory`);
  const content = p.files.readText(path);
  const isKubeconfig = path.endsWith('.conf');
  const config = isKubeconfig ? parseConfig(content, path) : {};
  const pem = isKubeconfig ? decoded(text(config, 'users', 0, 'user', 'client-certificate-data')) : content;
  const key = makePrivateKey(Array.from({ length: 4 }, () => p.random.next()).join(' '));
  const issuer = { certificate: p.files.readText(`${folder}.crt`), key: p.files.readText(keyPath) };
  const old = readCertificate(pem);
  const made = old && renewCertificate(old, publicKeyOfPrivate(key)!, issuer, p.host.wallMs, p.host.wallMs + yearMs);
  if (made === undefined) throw new CommandError(`failed to renew certificate ${name}: unable to load existing certificate: the certificate, or the authority's key, cannot be read`);
  if (isKubeconfig) p.files.writeFile(path, printYaml(withCredentials(config, made, key)));
  else {
    p.files.writeFile(path, made);
    p.files.writeFile(path.replace(/\.crt$/, '.key'), key);
  }
}

function withCredentials(config: JsonObject, certificate: string, key: string): JsonObject {
  const users = list(config, 'users').map((user, i): Json => (i > 0 ? user : { ...members(user), user: { ...members(user, 'user'), 'client-certificate-data': encodeBase64(certificate), 'client-key-data': encodeBase64(key) } }));
  return { ...config, users };
}
