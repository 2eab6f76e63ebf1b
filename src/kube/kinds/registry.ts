/** The kinds that a cluster of a release knows, found by what a request or an object names. */
import { assert } from '../../base/index.ts';
import type { KubeObject } from '../meta/object.ts';
import type { Release } from '../meta/release.ts';
import { apiVersionOf, definitionOf, type Kind, type ServedVersion } from './kind.ts';

/** A kind in one of the versions that it is served in. */
export interface ServedKind {
  readonly kind: Kind;
  readonly group: string;
  readonly version: ServedVersion;
  readonly apiVersion: string;
  readonly definition: string; // of the structure
  readonly release: Release;
}

export class KindRegistry {
  readonly release: Release;
  kinds: readonly Kind[] = [];
  served: readonly ServedKind[] = [];
  private readonly builtIn: readonly Kind[];
  private readonly byKind = new Map<string, ServedKind>(); // "apps/v1/Deployment"
  private readonly byResource = new Map<string, ServedKind>(); // "apps/v1/deployments"
  private readonly byStored = new Map<string, Kind>(); // apiVersion/kind as stored
  private readonly byTable = new Map<string, Kind>();

  constructor(kinds: readonly Kind[], release: Release) {
    this.release = release;
    this.builtIn = kinds.filter((kind) => release.has(kind) && kind.versions.some((version) => release.has(version)));
    this.setCustom([]);
  }

  /** The kinds that definitions of the cluster add now; former ones are forgotten. */
  setCustom(custom: readonly Kind[]): void {
    for (const map of [this.byKind, this.byResource, this.byStored, this.byTable]) map.clear();
    const names = new Set(this.builtIn.map((kind) => kind.table));
    this.kinds = [...this.builtIn, ...custom.filter((kind) => !names.has(kind.table))];
    this.served = this.kinds.flatMap((kind) => this.serve(kind));
  }

  private serve(kind: Kind): ServedKind[] {
    this.byTable.set(kind.table, kind);
    this.byStored.set(`${apiVersionOf(kind.group, kind.storage)}/${kind.kind}`, kind);
    return kind.versions.filter((version) => this.release.has(version)).map((version) => {
      const group = version.group ?? kind.group;
      const apiVersion = apiVersionOf(group, version.name);
      const definition = kind.custom?.definition(version.name) ?? definitionOf(group, version.name, kind.kind);
      const entry = { kind, group, version, apiVersion, definition, release: this.release };
      this.byKind.set(`${apiVersion}/${kind.kind}`, entry);
      this.byResource.set(`${apiVersion}/${kind.plural}`, entry);
      return entry;
    });
  }

  /** The kind of an object in the form that is stored. */
  kindOf(object: { readonly apiVersion: string; readonly kind: string }): Kind {
    const kind = this.byStored.get(`${object.apiVersion}/${object.kind}`);
    assert(kind, 'kind registry: no such kind', { apiVersion: object.apiVersion, kind: object.kind });
    return kind;
  }

  ofTable(table: string): Kind | undefined {
    return this.byTable.get(table);
  }

  servedKind(apiVersion: string, kind: string): ServedKind | undefined {
    return this.byKind.get(`${apiVersion}/${kind}`);
  }

  servedResource(apiVersion: string, plural: string): ServedKind | undefined {
    return this.byResource.get(`${apiVersion}/${plural}`);
  }

  /** The key of an object in the store. */
  keyOf(object: KubeObject): string {
    const kind = this.kindOf(object);
    const { namespace, name } = object.metadata;
    return kind.namespaced ? `${kind.table}/${namespace}/${name}` : `${kind.table}/${name}`;
  }
}
