/**
 * The history of a StatefulSet or DaemonSet: an object for each of its templates, so that pods can say which one they are of and
 * a former one can come back. A template that comes back is the same revision under a new number.
 */
import { canonicalJson, fnv32a, safeEncode } from '../../../base/index.ts';
import type { ControllerRevision } from '../../kinds/controller-revision/controller-revision.ts';
import type { PodTemplateSpec } from '../../kinds/pod/pod.ts';
import { ApiStatus } from '../../meta/api-status.ts';
import { controllerOf, controllerReference, type KubeObject, type Labels, type LabelSelector, type NamespacedMeta } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { selectorMatches } from '../selector-match.ts';

const table = 'controllerrevisions.apps';

export interface Revised {
  readonly actor: string;
  readonly key: string;
  readonly owner: KubeObject & { readonly metadata: NamespacedMeta; readonly spec: { readonly selector: LabelSelector; readonly template: PodTemplateSpec; readonly revisionHistoryLimit?: number } };
  /** The label by which a revision carries its hash. */
  readonly hashLabel: string;
}

export interface History {
  /** The revision of the template as it is now. */
  readonly update: ControllerRevision;
  /** All of them, the oldest first. */
  readonly all: readonly ControllerRevision[];
}

export function syncHistory(context: ControllerContext, by: Revised): History {
  const former = revisionsOf(context, by);
  const next = (former.at(-1)?.revision ?? 0) + 1;
  const same = former.filter((revision) => sameTemplate(revision, by.owner.spec.template)).at(-1);
  if (same === undefined) {
    const made = makeRevision(context, by, next);
    return { update: made, all: [...former, made] };
  }
  if (same === former.at(-1)) return { update: same, all: former };
  const { client, trace } = context;
  const id = trace.record(by.actor, 'update', 'owner-returns-to-revision', { owner: by.owner.metadata.name, name: same.metadata.name, revision: next }, [reading(client, by.key, 'spec')]);
  const update = client.update<ControllerRevision>({ ...same, revision: next }, { trace: id });
  return { update, all: [...former.filter((revision) => revision !== same), update] };
}

export function templateOf({ data }: ControllerRevision): PodTemplateSpec {
  let template = templates.get(data!);
  if (!template) {
    const { $patch: _, ...rest } = (data as { readonly spec: { readonly template: PodTemplateSpec & { readonly $patch?: string } } }).spec.template;
    templates.set(data!, (template = rest));
  }
  return template;
}

const templates = new WeakMap<object, PodTemplateSpec>();

/** Forgets the oldest of those that no pod is of, beyond what is to be kept. */
export function truncateHistory({ client, trace }: ControllerContext, by: Revised, { all }: History, live: ReadonlySet<string>): void {
  const spare = all.filter((revision) => !live.has(revision.metadata.name));
  const limit = by.owner.spec.revisionHistoryLimit ?? 10;
  for (const revision of spare.slice(0, Math.max(0, spare.length - limit))) {
    const id = trace.record(by.actor, 'delete', 'owner-forgets-revision', { owner: by.owner.metadata.name, name: revision.metadata.name, limit }, [reading(client, by.key, 'spec')]);
    client.delete(revision, { trace: id });
  }
}

/** Its own, and those of its selector that belong to nobody, which become its own; the oldest first. */
function revisionsOf({ client, trace }: ControllerContext, by: Revised): readonly ControllerRevision[] {
  const { view } = client;
  const { metadata, spec } = by.owner;
  for (const key of [...view.keysBy(table, 'namespace', metadata.namespace)]) {
    const revision = view.get(key) as ControllerRevision;
    if (controllerOf(revision) || metadata.deletionTimestamp !== undefined || !selectorMatches(spec.selector, revision.metadata.labels)) continue;
    const id = trace.record(by.actor, 'update', 'owner-adopts-revision', { owner: metadata.name, name: revision.metadata.name }, [reading(client, by.key, 'spec'), reading(client, key, 'metadata')]);
    client.update({ ...revision, metadata: { ...revision.metadata, ownerReferences: [...(revision.metadata.ownerReferences ?? []), controllerReference(by.owner)] } }, { trace: id });
  }
  const own = [...view.keysBy(table, 'owner', metadata.uid)].map((key) => view.get(key) as ControllerRevision);
  return own.sort((a, b) => a.revision - b.revision || (a.metadata.name < b.metadata.name ? -1 : 1));
}

const texts = new WeakMap<PodTemplateSpec, string>();

function textOf(template: PodTemplateSpec): string {
  let text = texts.get(template);
  if (text === undefined) texts.set(template, (text = canonicalJson(template)));
  return text;
}

function sameTemplate(revision: ControllerRevision, template: PodTemplateSpec): boolean {
  return textOf(templateOf(revision)) === textOf(template);
}

/** Another template may have the name that this one's hash gives: then it is hashed otherwise. */
function makeRevision({ client, trace }: ControllerContext, by: Revised, revision: number): ControllerRevision {
  const { owner, actor, key, hashLabel } = by;
  const { template } = owner.spec;
  const { name, namespace, annotations } = owner.metadata;
  for (let collisions = 0; ; collisions++) {
    const text = textOf(template);
    const hash = safeEncode(fnv32a(collisions > 0 ? `${text}#${collisions}` : text));
    const labels: Labels = { ...template.metadata?.labels, [hashLabel]: hash };
    const id = trace.record(actor, 'create', 'owner-notes-revision', { owner: name, name: `${name}-${hash}`, revision }, [reading(client, key, 'spec')]);
    try {
      return client.create<ControllerRevision>(
        {
          apiVersion: 'apps/v1',
          kind: 'ControllerRevision',
          metadata: { name: `${name}-${hash}`, namespace, labels, ...(annotations && { annotations }), ownerReferences: [controllerReference(owner)] },
          data: { spec: { template: { ...template, $patch: 'replace' } } },
          revision,
        },
        { trace: id },
      );
    } catch (error) {
      if (!(error instanceof ApiStatus) || error.reason !== 'AlreadyExists' || collisions > 10) throw error;
    }
  }
}
