/** Names of images: what a person types, what a registry is asked for, and what is shown again, by Docker's rules and in its words. */

/** `docker.io/library/nginx:1.23` in its parts. Without a tag and a digest it names a repository. */
export interface Reference {
  readonly domain: string; // "docker.io", "localhost:5000"
  readonly path: string; // "library/nginx"
  readonly tag: string; // '' when none was given
  readonly digest: string; // "sha256:…", or ''
}

/** What is no reference. */
export class InvalidReference extends Error {
  override name = 'InvalidReference';
}

const DEFAULT_DOMAIN = 'docker.io';
const OFFICIAL = 'library/';
const NAME_MAX = 255;

const domainForm = /^(?:[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;
const componentForm = /^[a-z0-9]+(?:(?:\.|__|_|-+)[a-z0-9]+)*$/;
const tagForm = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const digestForm = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const imageId = /^(?:sha256:)?[0-9a-f]{64}$/;

const known = new Map<string, Reference>();
const KNOWN_MAX = 500;

/** What a person types; names of Docker's own registry may leave it and `library/` out. Throws InvalidReference. */
export function parseReference(text: string): Reference {
  let reference = known.get(text);
  if (!reference) {
    reference = parse(text);
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(text, reference);
  }
  return reference;
}

function parse(text: string): Reference {
  if (/^[0-9a-f]{64}$/.test(text)) {
    throw new InvalidReference(`invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`);
  }
  const { domain, remainder } = splitDomain(text);
  const colon = remainder.indexOf(':');
  const remote = colon < 0 ? remainder : remainder.slice(0, colon);
  if (/[A-Z]/.test(remote.split('@')[0]!)) throw new InvalidReference(`invalid reference format: repository name (${remote}) must be lowercase`);
  const at = remainder.indexOf('@');
  const digest = at < 0 ? '' : remainder.slice(at + 1);
  const named = at < 0 ? remainder : remainder.slice(0, at);
  const tagAt = named.lastIndexOf(':');
  const path = tagAt < 0 ? named : named.slice(0, tagAt);
  const tag = tagAt < 0 ? '' : named.slice(tagAt + 1);
  const isWhole = domainForm.test(domain) && path.split('/').every((part) => componentForm.test(part));
  if (!isWhole || (tagAt >= 0 && !tagForm.test(tag)) || (at >= 0 && !digestForm.test(digest))) throw new InvalidReference('invalid reference format');
  if (domain.length + 1 + path.length > NAME_MAX) throw new InvalidReference('repository name must not be more than 255 characters');
  return { domain, path, tag, digest };
}

/** Undefined where `parseReference` would throw. */
export function tryReference(text: string): Reference | undefined {
  try {
    return parseReference(text);
  } catch (error) {
    if (error instanceof InvalidReference) return undefined;
    throw error;
  }
}

/** What `parseReference` says against a text, if anything. */
export function whyNoReference(text: string): string | undefined {
  try {
    parseReference(text);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidReference) return error.message;
    throw error;
  }
}

function splitDomain(text: string): { domain: string; remainder: string } {
  const slash = text.indexOf('/');
  const first = slash < 0 ? '' : text.slice(0, slash);
  const isDomain = slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || /[A-Z]/.test(first));
  let domain = isDomain ? first : DEFAULT_DOMAIN;
  let remainder = isDomain ? text.slice(slash + 1) : text;
  if (domain === 'index.docker.io') domain = DEFAULT_DOMAIN;
  if (domain === DEFAULT_DOMAIN && !remainder.includes('/')) remainder = OFFICIAL + remainder;
  return { domain, remainder };
}

/** `latest`, when it names neither tag nor digest. */
export function withDefaultTag(reference: Reference): Reference {
  return reference.tag || reference.digest ? reference : { ...reference, tag: 'latest' };
}

/** `docker.io/library/nginx`: a repository, without doubt which. */
export function repositoryOf({ domain, path }: Reference): string {
  return `${domain}/${path}`;
}

/** `docker.io/library/nginx:1.23`: as containerd and `docker pull -q` write it. */
export function fullReference(reference: Reference): string {
  return repositoryOf(reference) + suffix(reference);
}

/** `nginx`: the repository as Docker shows it. */
export function familiarName({ domain, path }: Reference): string {
  if (domain !== DEFAULT_DOMAIN) return `${domain}/${path}`;
  return path.startsWith(OFFICIAL) ? path.slice(OFFICIAL.length) : path;
}

/** `nginx:1.23`. */
export function familiarReference(reference: Reference): string {
  return familiarName(reference) + suffix(reference);
}

/** Whether the text can only be an image's id, or the beginning of one. */
export function isImageId(text: string): boolean {
  return imageId.test(text);
}

function suffix({ tag, digest }: Reference): string {
  return (tag && `:${tag}`) + (digest && `@${digest}`);
}
