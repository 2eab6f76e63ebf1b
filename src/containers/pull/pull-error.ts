/** Why a pull or a push failed, in the words of either front end: Docker's and containerd's differ for one and the same answer. */
import type { Reference } from '../images/reference.ts';
import { familiarName, familiarReference, fullReference } from '../images/reference.ts';

export type PullReason =
  | { readonly kind: 'unknown-manifest' }
  | { readonly kind: 'denied' }
  | { readonly kind: 'no-credentials'; readonly url: string }
  | { readonly kind: 'bad-credentials'; readonly url: string }
  /** `detail` is Go's: "dial tcp 10.0.0.2:443: connect: connection refused". */
  | { readonly kind: 'unreachable'; readonly url: string; readonly ping: string; readonly detail: string }
  | { readonly kind: 'broken-off'; readonly detail: string }
  | { readonly kind: 'invalid'; readonly detail: string };

export class PullError extends Error {
  override name = 'PullError';
  readonly reference: Reference;
  readonly reason: PullReason;

  constructor(reference: Reference, reason: PullReason) {
    super(dockerWords(reference, reason));
    this.reference = reference;
    this.reason = reason;
  }

  /** As dockerd answers: "manifest for nginx:1.91 not found: manifest unknown: manifest unknown". */
  get dockerMessage(): string {
    return this.message;
  }

  /** As dockerd answers a push. */
  get pushMessage(): string {
    const { reason } = this;
    if (reason.kind === 'denied') return 'denied: requested access to the resource is denied';
    if (reason.kind === 'no-credentials') return 'no basic auth credentials';
    return reason.kind === 'bad-credentials' ? 'unauthorized: authentication required' : this.message;
  }

  /** As containerd answers, without "rpc error: code = … desc = ". */
  get criMessage(): string {
    const name = fullReference(this.reference);
    return `failed to pull and unpack image "${name}": ${criWords(name, this.reason)}`;
  }

  /** The gRPC code of that answer. */
  get criCode(): 'NotFound' | 'Unknown' {
    const { kind } = this.reason;
    return kind === 'unknown-manifest' || kind === 'denied' ? 'NotFound' : 'Unknown';
  }
}

function dockerWords(reference: Reference, reason: PullReason): string {
  switch (reason.kind) {
    case 'unknown-manifest':
      return `manifest for ${familiarReference(reference)} not found: manifest unknown: manifest unknown`;
    case 'denied':
      return `pull access denied for ${familiarName(reference)}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`;
    case 'no-credentials':
      return `Head "${reason.url}": no basic auth credentials`;
    case 'bad-credentials':
      return `Head "${reason.url}": unauthorized: authentication required`;
    case 'unreachable':
      return `Get "${reason.ping}": ${reason.detail}`;
    case 'broken-off':
    case 'invalid':
      return reason.detail;
  }
}

function criWords(name: string, reason: PullReason): string {
  const resolve = `failed to resolve reference "${name}": `;
  switch (reason.kind) {
    case 'unknown-manifest':
    case 'denied':
      return `${resolve}${name}: not found`;
    case 'no-credentials':
      return `${resolve}pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials`;
    case 'bad-credentials':
      return `${resolve}unexpected status from HEAD request to ${reason.url}: 401 Unauthorized`;
    case 'unreachable':
      return `${resolve}failed to do request: Head "${reason.url}": ${reason.detail}`;
    case 'broken-off':
      return `failed to copy: httpReadSeeker: failed open: ${reason.detail}`;
    case 'invalid':
      return reason.detail;
  }
}
