/** Builds a kustomization: what it accumulates, in an order that can be applied, names final and variables resolved. */
import { compareBytes, type JsonObject } from '../../../base/index.ts';
import { logHead } from '../command/discovery-log.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { list, text, withMember } from '../objects/member.ts';
import { accumulated, type Visit } from './accumulate.ts';
import { accumulatedOld } from './accumulate-old.ts';
import { contentHash } from '../objects/content-hash.ts';
import { oldRankOf, rankOf } from './facts.ts';
import { held } from './growth.ts';
import { groupVersion } from './ids.ts';
import { oldFieldWarning, readKustomization, type Kustomization } from './kustomization.ts';
import { absolute } from '../command/paths.ts';
import { directory, fourthSince } from './loader.ts';
import { withOrigins } from './origin.ts';
import type { Part } from './part.ts';
import { renamed } from './transform.ts';
import { withVariables } from './variables.ts';

/** The first client whose hashes leave the name out. */
const namelessSince = fourthSince;
/** The first client that warns of fields of old. */
const warnsSince = 27;
/** The first client whose kustomize knows its own version when it labels. */
const versionKnownSince = 35;

export interface BuildOptions {
  readonly isUnrestricted?: boolean;
  readonly helm?: string | undefined;
  /** --reorder: what the order is when the kustomization says none. */
  readonly order?: string;
}

/** What it warns of is printed, whether it can be built or not. */
export function* buildKustomization(k: Invocation, folder: string, options: BuildOptions = {}): Task<readonly JsonObject[]> {
  const { minor } = k.release;
  const visit: Visit = { loading: { p: k.p, isUnrestricted: options.isUnrestricted ?? false, helm: options.helm, minor }, outer: [], origin: '', old: [], variables: [] };
  try {
    const root = directory(visit.loading, absolute(k.p, folder), folder.replace(/(?<=.)\/+$/, ''));
    const kustomization = readKustomization(k.p, root, minor);
    const built = withVariables(namedByContent(minor < fourthSince ? accumulatedOld({ ...visit, origin: root }, kustomization) : accumulated({ ...visit, origin: root }, kustomization, []), minor), visit.variables);
    held(k.p, built.parts.map((part) => part.object));
    yield* warned(k, visit);
    if (built.unused.length > 0) yield* k.warn(`${logHead(k, 'I')} log.go:245] well-defined vars that were never replaced: ${built.unused.join(',')}\n`);
    const parts = minor < fourthSince ? inOldOrder(built.parts) : inOrder(built.parts, kustomization, options.order);
    return withOrigins(parts, list(kustomization.content, 'buildMetadata').map(String), minor < versionKnownSince ? '(devel)' : k.release.kustomizeVersion).map((part) => part.object);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    yield* warned(k, visit);
    throw error;
  }
}

function* warned(k: Invocation, visit: Visit): Task {
  if (k.release.minor >= warnsSince) for (const field of visit.old.splice(0)) yield* k.warn(oldFieldWarning(field));
}

function namedByContent(parts: readonly Part[], minor: number): readonly Part[] {
  return renamed(parts, ({ object, hashed }) => (hashed ? `${text(object, 'metadata', 'name')}-${contentHash(minor < namelessSince ? object : withMember(object, ['metadata', 'name'], ''))}` : text(object, 'metadata', 'name')));
}

function inOldOrder(parts: readonly Part[]): readonly Part[] {
  const key = ({ object }: Part): string => [...groupVersion(text(object, 'apiVersion')).map((word) => word || '~G'), text(object, 'kind')].join('_') + `|${text(object, 'metadata', 'namespace') || '~X'}|${text(object, 'metadata', 'name')}`;
  return parts.toSorted((a, b) => oldRankOf(text(a.object, 'kind')) - oldRankOf(text(b.object, 'kind')) || compareBytes(key(a), key(b)));
}

function inOrder(parts: readonly Part[], kustomization: Kustomization, given = 'legacy'): readonly Part[] {
  const order = text(kustomization.content, 'sortOptions', 'order') || (given === 'none' ? 'fifo' : given);
  if (!['fifo', 'legacy'].includes(order)) throw new CommandError("the field 'sortOptions.order' must be one of [fifo, legacy]");
  if (order === 'fifo') return parts;
  const key = ({ object }: Part): string => [text(object, 'kind'), text(object, 'apiVersion'), text(object, 'metadata', 'namespace'), text(object, 'metadata', 'name')].join('\n');
  return parts.toSorted((a, b) => rankOf(text(a.object, 'kind')) - rankOf(text(b.object, 'kind')) || compareBytes(key(a), key(b)));
}
