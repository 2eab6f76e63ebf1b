/** kubeadm kubeconfig user: a kubeconfig for somebody whom the cluster's authority vouches for. */
import { encodeBase64, makePrivateKey, parseDuration, printYaml, publicKeyOfPrivate, renewCertificate, subjectOf } from '../../../base/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import { text } from '../../kubectl/objects/member.ts';
import type { NodeVerb } from '../tool.ts';
import { adminConf, fileText, parseConfig } from './cluster-call.ts';

const authority = '/etc/kubernetes/pki/ca';

export const userVerb: NodeVerb = {
  name: 'kubeconfig user',
  summary: 'Output a kubeconfig file for an additional user',
  usage: 'kubeconfig user',
  flags: [
    { name: 'client-name', type: 'string', usage: 'The name of the user, as the CN of its certificate.' },
    { name: 'org', type: 'list', usage: 'The organizations of the certificate.' },
    { name: 'token', type: 'string', usage: 'A token that the kubeconfig is to hold instead of a certificate.' },
    { name: 'validity-period', type: 'string', initial: '8760h0m0s', usage: 'How long the certificate is good for.' },
  ],
  *run({ p, flags }) {
    const name = flags.text('client-name');
    if (name === '') throw new CommandError('required flag(s) "client-name" not set');
    const server = text(parseConfig(fileText(p, adminConf), adminConf), 'clusters', 0, 'cluster', 'server');
    const issuer = { certificate: fileText(p, `${authority}.crt`), key: fileText(p, `${authority}.key`) };
    const life = parseDuration(flags.text('validity-period'));
    if (!('milliseconds' in life)) throw new CommandError(`invalid argument ${JSON.stringify(flags.text('validity-period'))} for "--validity-period" flag: ${life.error}`);
    const key = makePrivateKey(Array.from({ length: 4 }, () => p.random.next()).join(' '));
    const subject = subjectOf([...flags.list('org').map((org) => ['O', org] as const), ['CN', name]])!;
    const token = flags.text('token');
    const certificate = renewCertificate({ subject, names: [] }, publicKeyOfPrivate(key)!, issuer, p.host.wallMs, p.host.wallMs + life.milliseconds);
    if (certificate === undefined) throw new CommandError(`couldn't load the certificate authority: ${authority}.crt and ${authority}.key do not belong together`);
    yield* p.print(printYaml({
      apiVersion: 'v1',
      clusters: [{ cluster: { 'certificate-authority-data': encodeBase64(issuer.certificate), server }, name: 'kubernetes' }],
      contexts: [{ context: { cluster: 'kubernetes', user: name }, name: `${name}@kubernetes` }],
      'current-context': `${name}@kubernetes`,
      kind: 'Config',
      users: [{ name, user: token === '' ? { 'client-certificate-data': encodeBase64(certificate), 'client-key-data': encodeBase64(key) } : { token } }],
    }));
  },
};
