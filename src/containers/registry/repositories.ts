/** What a registry stores: blobs by digest, and for each repository its manifests and the tags that point at them. */
import { encodeUtf8, sha256Hex } from '../../base/index.ts';
import { bytesContent, contentDigest, contentText, type Content } from '../../files/index.ts';
import { catalogueImage, catalogueRepositories, catalogueTags } from '../catalogue/catalogue.ts';
import type { BrokenImages } from './broken-images.ts';
import { knownLayer } from '../catalogue/recipe.ts';
import { tarOf, type Image } from '../images/image.ts';
import { manifestOf } from '../images/manifest.ts';
import { parseManifest } from '../images/parse-manifest.ts';
import { fullReference, parseReference, type Reference } from '../images/reference.ts';

export interface StoredManifest {
  readonly bytes: Uint8Array;
  readonly digest: string;
}

interface Repository {
  readonly tags: Map<string, string>; // tag -> digest of a manifest
  readonly manifests: Map<string, StoredManifest>;
}

/** What it serves from the catalogue: all of a domain, or the references that are listed. */
export interface Served {
  readonly domain: string; // "docker.io"
  readonly images: readonly string[] | 'catalogue';
}

export class Repositories {
  private readonly served: readonly Served[];
  private readonly repositories = new Map<string, Repository>(); // by "domain/path"
  private readonly blobs = new Map<string, () => Content>();
  private readonly broken: BrokenImages;

  constructor(served: readonly Served[], broken: BrokenImages) {
    this.served = served;
    this.broken = broken;
  }

  /** Whether there is or was such a repository. */
  has(domain: string, path: string): boolean {
    return this.tags(domain, path).length > 0 || this.repositories.has(`${domain}/${path}`);
  }

  /** By tag or by digest. */
  manifest(domain: string, path: string, name: string): StoredManifest | undefined {
    const byDigest = name.includes(':');
    const reference: Reference = { domain, path, tag: byDigest ? '' : name, digest: byDigest ? name : '' };
    if (this.broken.has(reference)) return undefined;
    if (!byDigest) this.bringFromCatalogue(reference);
    else this.bringAll(domain, path);
    const repository = this.repositories.get(`${domain}/${path}`);
    const digest = byDigest ? name : repository?.tags.get(name);
    const found = digest === undefined ? undefined : repository?.manifests.get(digest);
    return found && !this.brokenManifest(domain, path, found.digest) ? found : undefined;
  }

  /** In byte order. */
  tags(domain: string, path: string): readonly string[] {
    const reference: Reference = { domain, path, tag: '', digest: '' };
    const tags = new Set(this.repositories.get(`${domain}/${path}`)?.tags.keys());
    for (const tag of catalogueTags(reference)) if (this.serves({ ...reference, tag })) tags.add(tag);
    return [...tags].filter((tag) => !this.broken.has({ ...reference, tag })).sort();
  }

  /** Paths of all repositories of a domain, in byte order. */
  paths(domain: string): readonly string[] {
    const paths = new Set<string>();
    const prefix = `${domain}/`;
    for (const name of [...this.repositories.keys(), ...catalogueRepositories()]) {
      if (name.startsWith(prefix) && this.tags(domain, name.slice(prefix.length)).length > 0) paths.add(name.slice(prefix.length));
    }
    return [...paths].sort();
  }

  blob(digest: string): Content | undefined {
    return this.blobs.get(digest)?.();
  }

  /** False when the bytes do not have the digest. A layer of the catalogue is known by its size, so that nobody hashes its holes. */
  addBlob(digest: string, content: Content): boolean {
    const known = knownLayer(digest);
    if (known && tarOf(known).size === content.size) this.blobs.set(digest, () => tarOf(known));
    else if (contentDigest(content) !== digest) return false;
    else this.blobs.set(digest, () => content);
    return true;
  }

  /** Refused when it is no manifest, or names a blob that is not here. */
  addManifest(domain: string, path: string, name: string, bytes: Uint8Array): { readonly digest: string } | { readonly refused: 'invalid' | 'blob-unknown' } {
    const manifest = parseManifest(contentText(bytesContent(bytes)));
    if (!manifest) return { refused: 'invalid' };
    for (const { digest } of [manifest.config, ...manifest.layers]) if (!this.blob(digest)) return { refused: 'blob-unknown' };
    const digest = `sha256:${sha256Hex(bytes)}`;
    this.store(domain, path, name, { bytes, digest });
    return { digest };
  }

  /** As if it had been pushed. */
  addImage(reference: Reference, image: Image): void {
    const { bytes, digest } = manifestOf(image);
    this.blobs.set(image.id, () => bytesContent(encodeUtf8(image.document)));
    for (const layer of image.layers) this.blobs.set(layer.id, () => tarOf(layer));
    this.store(reference.domain, reference.path, reference.tag || digest, { bytes, digest });
  }

  private store(domain: string, path: string, name: string, manifest: StoredManifest): void {
    const key = `${domain}/${path}`;
    let repository = this.repositories.get(key);
    if (!repository) this.repositories.set(key, (repository = { tags: new Map(), manifests: new Map() }));
    repository.manifests.set(manifest.digest, manifest);
    if (!name.includes(':')) repository.tags.set(name, manifest.digest);
  }

  private serves(reference: Reference): boolean {
    const served = this.served.find((s) => s.domain === reference.domain);
    if (!served) return false;
    return served.images === 'catalogue' || served.images.some((image) => fullReference(parseReference(image)) === fullReference(reference));
  }

  private bringFromCatalogue(reference: Reference): void {
    if (!this.serves(reference) || this.repositories.get(`${reference.domain}/${reference.path}`)?.tags.has(reference.tag)) return;
    const image = catalogueImage(reference);
    if (image) this.addImage(reference, image);
  }

  private bringAll(domain: string, path: string): void {
    for (const tag of this.tags(domain, path)) this.bringFromCatalogue({ domain, path, tag, digest: '' });
  }

  /** A manifest is gone with the tag that is broken, even for those who ask for it by digest. */
  private brokenManifest(domain: string, path: string, digest: string): boolean {
    const tags = this.repositories.get(`${domain}/${path}`)?.tags ?? new Map<string, string>();
    for (const [tag, at] of tags) if (at === digest && !this.broken.has({ domain, path, tag, digest: '' })) return false;
    return [...tags.values()].includes(digest);
  }
}
