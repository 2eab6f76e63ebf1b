/** Names of images as the client itself reads them: for pull, push, tag and run it asks by whole names. */
import { ClientError } from '../command/errors.ts';

export interface ImageName {
  readonly repository: string; // "docker.io/library/nginx"
  readonly familiar: string; // "nginx"
  readonly tag: string;
  readonly digest: string;
}

const componentForm = /^[a-z0-9]+(?:(?:\.|__|_|-+)[a-z0-9]+)*$/;
const digestForm = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const tagForm = /^\w[\w.-]{0,127}$/;

export function imageName(text: string): ImageName {
  if (/^[0-9a-f]{64}$/.test(text)) throw new ClientError(`invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`);
  const slash = text.indexOf('/');
  const first = slash < 0 ? '' : text.slice(0, slash);
  const isDomain = slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || /[A-Z]/.test(first));
  const domain = isDomain ? first : 'docker.io';
  const rest = isDomain ? text.slice(slash + 1) : text;
  const remainder = !isDomain && slash < 0 ? `library/${rest}` : rest;
  const named = remainder.split(':')[0]!.split('@')[0]!;
  if (/[A-Z]/.test(named)) throw new ClientError(`invalid reference format: repository name (${named}) must be lowercase`);
  const [beforeDigest = '', digest = ''] = remainder.split('@');
  const colon = beforeDigest.indexOf(':');
  const path = colon < 0 ? beforeDigest : beforeDigest.slice(0, colon);
  const tag = colon < 0 ? '' : beforeDigest.slice(colon + 1);
  if (!path.split('/').every((part) => componentForm.test(part)) || (colon >= 0 && !tagForm.test(tag)) || (remainder.includes('@') && !digestForm.test(digest))) throw new ClientError('invalid reference format');
  const official = domain === 'docker.io' && path.startsWith('library/');
  return { repository: `${domain}/${path}`, familiar: domain === 'docker.io' ? (official ? path.slice('library/'.length) : path) : `${domain}/${path}`, tag, digest };
}

/** The name with the tag that goes without saying. */
export function withLatest(name: ImageName): ImageName {
  return name.tag === '' && name.digest === '' ? { ...name, tag: 'latest' } : name;
}

export function suffixOf({ tag, digest }: ImageName): string {
  return (tag && `:${tag}`) + (digest && `@${digest}`);
}
