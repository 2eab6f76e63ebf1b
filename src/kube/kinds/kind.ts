/**
 * What a kind is, as data: its names, versions and the releases that served them, what the server fills in, refuses,
 * resets and prints of it. Everything outside `kinds` treats kinds alike and reads from here what differs.
 */
import type { JsonObject } from '../../base/index.ts';
import type { FieldError } from '../meta/field-error.ts';
import type { KubeObject, Labels, NewObject } from '../meta/object.ts';
import type { Release } from '../meta/release.ts';
import type { Column } from './column.ts';

export interface ServedVersion {
  readonly name: string; // "v1"
  readonly group?: string; // another group that served the same objects: extensions
  readonly since?: number; // minor release
  readonly until?: number; // first minor release without
  /** A delete that does not say what becomes of an object's dependents leaves them, as it did before there was a choice. */
  readonly orphans?: boolean;
  /** What a client is warned of, from the release `since` on. */
  readonly deprecation?: { readonly since: number; readonly text: string };
}

/** From what is stored to a served version and back. */
export interface Conversion {
  readonly toServed?: (object: KubeObject, release: Release) => KubeObject;
  readonly fromServed?: (object: KubeObject, release: Release) => KubeObject;
}

/** What the writers of a kind may look at besides the object. */
export interface KindContext {
  readonly release: Release;
  /** The version in which a request wrote the object. */
  readonly writtenAs?: string;
  /** Another object by its store key. */
  get(key: string): KubeObject | undefined;
  /** The present second as the API writes it. */
  now(): string;
}

/** Who makes an object. */
export interface Maker {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
}

/** What admission may ask and draw beside. */
export interface AdmissionContext extends KindContext {
  readonly serviceCidr: string; // "10.96.0.0/12"
  countBy(table: string, index: string, value: string): number;
  /** All objects of a table, in the order of their keys. */
  list(table: string): readonly KubeObject[];
  /** Five random letters, as generated names end in. */
  suffix(): string;
  /** A random number from 0 to n−1. */
  below(n: number): number;
}

/** What a Scale shows of a kind beside spec.replicas and status.replicas. */
export interface ScaleShape<T extends KubeObject = KubeObject> {
  /** The pods it counts, as the text of a selector. */
  selector(object: T): string;
}

export type Propagation = 'Background' | 'Foreground' | 'Orphan';

/** A function of an object as a method is: kinds of all types go into one list. */
type Of<T, Rest extends unknown[], R> = { of(object: T, ...rest: Rest): R }['of'];

/** What is known of a kind from the start. */
export interface KindNames<T extends KubeObject = KubeObject> {
  readonly kind: string; // "Deployment"
  readonly plural: string; // "deployments"
  readonly singular: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly group: string;
  readonly storage: string; // the version that is kept
  readonly versions: readonly ServedVersion[]; // preferred first
  readonly namespaced: boolean;
  readonly table: string; // of the store: "deployments.apps"
  readonly hasStatus: boolean;
  readonly hasGeneration: boolean; // metadata.generation counts changes of the spec
  readonly generationSince?: number; // the minor release from which it does; in all when left out
  readonly scale?: ScaleShape<T>;
  /** Subresources besides status and scale, for discovery: "binding", "log". */
  readonly subresources?: readonly Subresource[];
  readonly since?: number;
  readonly until?: number;
  /** Answers a delete with the object, where other kinds answer with a Status. */
  readonly returnsDeleted?: boolean;
  readonly listsAs?: string; // kind of its list when not kind + "List"
  readonly verbs?: readonly string[]; // when not all
  /** What only kinds have that a definition in the cluster declares. */
  readonly custom?: CustomShape;
  /** The kind is known by its names alone until its behaviour is loaded. */
  readonly onDemand?: boolean;

  /** The status that an object begins with; without one a creator's is kept. */
  readonly newStatus?: NonNullable<T['status']>;
  /** How many seconds the object keeps after a delete; absent kinds go at once. */
  graceSeconds?(object: T, asked: number | undefined): number;

  /** Names that must not be deleted. */
  readonly undeletable?: readonly string[];
  /** What still has to be undone before the object may go, beside the finalizers of its metadata. */
  isHeld?(object: T): boolean;
  /** What a delete changes of an object that stays for a while. */
  terminate?(object: T): T;

  /** Fields beside metadata.name and metadata.namespace that a field selector may name. */
  readonly fields?: Readonly<Record<string, Of<T, [], string>>>;
  /** Indexes that the store keeps of the kind's table. */
  readonly indexes?: Readonly<Record<string, Of<T, [key: string], readonly string[]>>>;
}

/** A part of an object that is read and written by a path of its own, and alone: `pods/NAME/ephemeralcontainers`. */
export interface WritablePart<T extends KubeObject = KubeObject> {
  /** The object with nothing new but this part. */
  narrow: Of<T, [old: T], T>;
  validate: Of<T, [old: T, context: KindContext], readonly FieldError[]>;
}

/** What the server fills in, refuses and prints of a kind. */
export interface KindRules<T extends KubeObject = KubeObject> {
  defaults?(object: NewObject<T>, context: KindContext): NewObject<T>;
  /** Fills in what depends on other objects or is handed out; `old` is what a write replaces. */
  admit?(object: NewObject<T>, old: T | undefined, context: AdmissionContext): NewObject<T>;
  prepareForCreate?(object: NewObject<T>, context: KindContext, maker: Maker): NewObject<T>;
  prepareForUpdate?(object: T, old: T, context: KindContext): T;
  validate?(object: T, context: KindContext): readonly FieldError[];
  /** What is wrong with it only because it was not there before. */
  validateCreate?(object: T, context: KindContext): readonly FieldError[];
  validateUpdate?(object: T, old: T, context: KindContext): readonly FieldError[];
  validateStatus?(object: T, old: T): readonly FieldError[];
  /** What is wrong with its labels, where they mean something to the server. */
  validateLabels?(labels: Labels, context: KindContext): readonly FieldError[];
  /** What is wrong with a name, when it need not just be a DNS subdomain. */
  readonly checkName?: (name: string, release: Release) => readonly string[];
  /** How served versions differ from what is stored: `autoscaling/v1`. */
  readonly conversions?: Readonly<Record<string, Conversion>>;
  readonly writableParts?: Readonly<Record<string, WritablePart<T>>>;
  /** Whoever replaces an object says which revision of it. */
  readonly needsRevision?: true;
  readonly columns: readonly Column<T>[];
}

export type Kind<T extends KubeObject = KubeObject> = KindNames<T> & KindRules<T>;

/** What is refused and printed of a kind that a cluster begins with. */
export type KindChecks<T extends KubeObject = KubeObject> = Pick<KindRules<T>, 'validate' | 'validateUpdate' | 'validateStatus' | 'validateLabels' | 'checkName' | 'conversions' | 'writableParts' | 'needsRevision' | 'columns'> & Pick<KindNames<T>, 'fields'>;

/** What is loaded of a kind when somebody uses it. */
export type KindDetails<T extends KubeObject = KubeObject> = KindRules<T> & Pick<KindNames<T>, 'newStatus' | 'fields'>;

export interface CustomShape {
  /** The schema of a version, as the definition has it. */
  schemaOf(version: string): JsonObject | undefined;
  /** The name of the version's definition in the structure. */
  definition(version: string): string;
  readonly keepsUnknown: boolean;
  /** The definition is going, and only waits for the objects that there are. */
  readonly isEnding: boolean;
}

export interface Subresource {
  readonly name: string;
  readonly kind: string;
  readonly group?: string; // when not the kind's own
  readonly version?: string;
  readonly verbs: readonly string[];
  readonly since?: number;
  readonly until?: number;
}

export function storeKey(kind: Pick<Kind, 'table' | 'namespaced'>, namespace: string | undefined, name: string): string {
  return kind.namespaced ? `${kind.table}/${namespace}/${name}` : `${kind.table}/${name}`;
}

/** The name of a kind's definition in the structure: `core.v1.Pod`, `discovery.v1beta1.EndpointSlice`. */
export function definitionOf(group: string, version: string, kind: string): string {
  return `${group === '' ? 'core' : group.split('.')[0]}.${version}.${kind}`;
}

/** `apps/v1`, or `v1` for the core group. */
export function apiVersionOf(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}
