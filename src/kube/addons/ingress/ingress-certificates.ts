/** Which certificate ingress-nginx shows for a host: that of the secret which an Ingress names for it, else one that it made for itself. */
import { decodeBase64, decodeUtf8, makePrivateKey, publicKeyOfPrivate, readCertificate, selfSigned, speaksFor, subjectOf } from '../../../base/index.ts';
import type { ApiClient } from '../../client/api-client.ts';
import type { Ingress } from '../../kinds/ingress/ingress.ts';
import type { Secret } from '../../kinds/secret/secret.ts';

const yearMs = 365 * 86_400_000;

export class IngressCertificates {
  private readonly client: ApiClient;
  private readonly ingresses: () => readonly Ingress[];
  private readonly say: (line: string) => void;
  private readonly standard: string;

  constructor(client: ApiClient, ingresses: () => readonly Ingress[], nowMs: number, say: (line: string) => void) {
    this.client = client;
    this.ingresses = ingresses;
    this.say = say;
    this.standard = fakeCertificate(nowMs);
  }

  for(host: string): string {
    const named = this.ingresses().flatMap(({ metadata: { namespace }, spec }) => (spec.tls ?? []).filter(({ hosts = [] }) => speaksFor(hosts, host)).map(({ secretName }) => ({ namespace, secretName })));
    for (const { namespace, secretName } of named) {
      const found = secretName && this.certificateOf(`${namespace}/${secretName}`, host);
      if (found) return found;
    }
    return this.standard;
  }

  /** One that does not speak for the host is as good as none. */
  private certificateOf(secret: string, host: string): string | undefined {
    const found = this.client.view.get(`secrets/${secret}`) as Secret | undefined;
    if (!found) return this.without(secret, `local SSL certificate ${secret} was not found`);
    const decoded = decodeBase64(found.data?.['tls.crt'] ?? '');
    const pem = 'bytes' in decoded ? decodeUtf8(decoded.bytes) : '';
    const certificate = readCertificate(pem);
    if (!certificate) return this.without(secret, 'no valid PEM formatted block found');
    const { names, commonName } = certificate;
    return speaksFor(names.length > 0 ? names : [commonName], host) ? pem : this.without(secret, `x509: certificate is not valid for ${host}`);
  }

  private without(secret: string, why: string): undefined {
    this.say(`W "Error getting SSL certificate" secret="${secret}" err="${why}"; using default certificate`);
  }
}

function fakeCertificate(nowMs: number): string {
  const commonName = 'Kubernetes Ingress Controller Fake Certificate';
  const subject = subjectOf([['O', 'Acme Co'], ['CN', commonName]])!;
  const publicKeyInfo = publicKeyOfPrivate(makePrivateKey('ingress-nginx'))!;
  return selfSigned({ commonName, organizations: ['Acme Co'], subject, publicKeyInfo }, nowMs, nowMs + yearMs);
}
