/** From what is typed (po, deployments.apps, Deployment) or stands in a file (apiVersion and kind) to the server's type. */
import { CommandError } from '../command/errors.ts';
import { apiVersionOf, qualifiedName, type ApiResource, type Discovery } from './discovery.ts';

export interface Resolved {
  readonly resource: ApiResource;
  /** Other types that the short name could mean too, less preferred ones. */
  readonly alsoMatches: readonly ApiResource[];
}

/** Undefined when the server has no such type. */
export function findResource(discovery: Discovery, typed: string): Resolved | undefined {
  const words = typed.toLowerCase().split('.');
  const name = words[0]!;
  const short = typed.split('.')[0]!; // a short name is none in capitals
  const suffix = words.slice(1);
  if (suffix.length >= 2 && /^v\d/.test(suffix[0]!)) {
    const versioned = candidates(discovery, suffix.slice(1).join('.'), suffix[0]);
    const exact = versioned.find((resource) => matches(resource, name)) ?? versioned.find((resource) => resource.shortNames.includes(short));
    return exact && { resource: exact, alsoMatches: [] };
  }
  const inGroup = suffix.length === 0 ? undefined : suffix.join('.');
  const all = candidates(discovery, inGroup, undefined);
  const named = all.find((resource) => matches(resource, name));
  if (named) return { resource: named, alsoMatches: [] };
  const meant = all.filter((resource) => resource.shortNames.includes(short));
  if (meant.length === 0) return undefined;
  const names = new Set([qualifiedName(meant[0]!)]);
  const also = meant.filter((resource) => resource.plural !== meant[0]!.plural || resource.group !== meant[0]!.group);
  return { resource: meant[0]!, alsoMatches: also.filter((resource) => !names.has(qualifiedName(resource)) && names.add(qualifiedName(resource))) };
}

/** Fails in the words of the real client. */
export function resolveResource(discovery: Discovery, typed: string): Resolved {
  const found = findResource(discovery, typed);
  if (!found) throw new CommandError(`the server doesn't have a resource type "${typed.split('.')[0]!}"`);
  return found;
}

/** Types of a category: what `all` stands for. */
export function categoryResources(discovery: Discovery, category: string): readonly ApiResource[] {
  const seen = new Set<string>();
  const found: ApiResource[] = [];
  for (const resource of preferred(discovery)) {
    if (!resource.categories.includes(category) || seen.has(qualifiedName(resource))) continue;
    seen.add(qualifiedName(resource));
    found.push(resource);
  }
  return found;
}

export function findKind(discovery: Discovery, apiVersion: string, kind: string): ApiResource | undefined {
  for (const group of discovery.groups) {
    for (const resource of group.resources) {
      if (resource.kind !== kind && resource.kind.toLowerCase() !== kind) continue; // in small letters it is found too, and refused by the server
      if (apiVersionOf(resource) === apiVersion) return resource;
    }
  }
  return undefined;
}

/** Every type once, in its preferred version: by group in the server's order. */
export function preferred(discovery: Discovery): readonly ApiResource[] {
  return discovery.groups.flatMap((group) => {
    const seen = new Set<string>();
    return group.resources.filter((resource) => !seen.has(resource.plural) && seen.add(resource.plural));
  });
}

/** `group` undefined is any group; one that is not known by its whole name is tried as the beginning of one. */
function candidates(discovery: Discovery, group: string | undefined, version: string | undefined): readonly ApiResource[] {
  const exact = group === undefined ? discovery.groups : discovery.groups.filter((known) => known.name === group);
  const groups = exact.length > 0 || group === undefined ? exact : discovery.groups.filter((known) => known.name.startsWith(group));
  return groups.flatMap((known) => known.resources.filter((resource) => version === undefined || resource.version === version));
}

function matches(resource: ApiResource, name: string): boolean {
  return resource.plural === name || (resource.singular !== '' && resource.singular === name) || resource.kind.toLowerCase() === name;
}
