/** The certificates and keys of a cluster, as kubeadm lays them out below /etc/kubernetes/pki: three authorities, and who they speak for. */
import { makeCertificate, makePrivateKey, makePublicKey } from '../../base/index.ts';
import { Cidr } from '../../host/index.ts';
import { paths, type PlaneSpec } from './plane-spec.ts';

const dayMs = 86_400_000;
const leafDays = 365;
const authorityDays = 3650;

interface Leaf {
  readonly file: string;
  readonly authority: string;
  readonly commonName: (nodeName: string) => string;
  readonly organization?: string;
}

export const authorities: readonly { readonly file: string; readonly commonName: string }[] = [
  { file: 'ca', commonName: 'kubernetes' },
  { file: 'etcd/ca', commonName: 'etcd-ca' },
  { file: 'front-proxy-ca', commonName: 'front-proxy-ca' },
];

const leaves: readonly Leaf[] = [
  { file: 'apiserver', authority: 'ca', commonName: () => 'kube-apiserver' },
  { file: 'apiserver-kubelet-client', authority: 'ca', commonName: () => 'kube-apiserver-kubelet-client', organization: 'kubeadm:cluster-admins' },
  { file: 'front-proxy-client', authority: 'front-proxy-ca', commonName: () => 'front-proxy-client' },
  { file: 'etcd/server', authority: 'etcd/ca', commonName: (node) => node },
  { file: 'etcd/peer', authority: 'etcd/ca', commonName: (node) => node },
  { file: 'etcd/healthcheck-client', authority: 'etcd/ca', commonName: () => 'kube-etcd-healthcheck-client' },
  { file: 'apiserver-etcd-client', authority: 'etcd/ca', commonName: () => 'kube-apiserver-etcd-client' },
];

/** What the API server is called, beside the name and the address of its node. */
const serverNames = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local'];

export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

/** By path. `seed` decides the keys: another cluster, or one made anew, has others. `issuerKeyOf` knows the public half of an authority's key that is there already, which signs what is made now. */
export function pkiFiles({ nodeName, nowMs, address, serviceCidr, certNames = [] }: PlaneSpec, seed: string, issuerKeyOf: (authority: string) => Uint8Array | undefined = () => undefined): Readonly<Record<string, string>> {
  const ofEtcd = [nodeName, 'localhost', address, '127.0.0.1'];
  const names: Readonly<Record<string, readonly string[]>> = { apiserver: [nodeName, ...serverNames, Cidr.parse(serviceCidr)!.at(1), address, ...certNames], 'etcd/server': ofEtcd, 'etcd/peer': ofEtcd };
  const files: Record<string, string> = {};
  for (const { file, commonName } of authorities) {
    const keySeed = `${seed} ${file}`;
    files[`${paths.pki}/${file}.crt`] = makeCertificate({ commonName, issuer: commonName, notBeforeMs: nowMs, notAfterMs: nowMs + authorityDays * dayMs, isAuthority: true, seed: keySeed });
    files[`${paths.pki}/${file}.key`] = makePrivateKey(keySeed);
  }
  for (const { file, authority, commonName, organization } of leaves) {
    const issuer = authorities.find((a) => a.file === authority)!.commonName;
    const keySeed = `${seed} ${file}`;
    const subject = { commonName: commonName(nodeName), ...(organization && { organization }) };
    const issuerKey = issuerKeyOf(authority);
    files[`${paths.pki}/${file}.crt`] = makeCertificate({ ...subject, issuer, issuerSeed: `${seed} ${authority}`, ...(issuerKey && { issuerKey }), ...(names[file] && { names: names[file] }), notBeforeMs: nowMs, notAfterMs: nowMs + leafDays * dayMs, isAuthority: false, seed: keySeed });
    files[`${paths.pki}/${file}.key`] = makePrivateKey(keySeed);
  }
  files[`${paths.pki}/sa.key`] = makePrivateKey(`${seed} sa`);
  files[`${paths.pki}/sa.pub`] = makePublicKey(`${seed} sa`);
  return files;
}

/** A client of the API server, as a kubeconfig holds it. */
export function clientIdentity(commonName: string, organization: string, nowMs: number, seed: string, issuerKey?: Uint8Array): Identity {
  const keySeed = `${seed} client ${commonName}`;
  const certificate = makeCertificate({ commonName, organization, issuer: 'kubernetes', issuerSeed: `${seed} ca`, ...(issuerKey && { issuerKey }), notBeforeMs: nowMs, notAfterMs: nowMs + leafDays * dayMs, isAuthority: false, seed: keySeed });
  return { certificate, key: makePrivateKey(keySeed) };
}
