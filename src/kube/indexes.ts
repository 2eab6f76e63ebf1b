/**
 * Indexes that the controllers count by, beside those the kinds declare. An index is asked twice a write, so the strings
 * are worked out once for each value that pods of one template share.
 */
import type { IndexOf } from '../sim/index.ts';
import { canonicalJson } from '../base/index.ts';
import { controllerOf, type KubeObject, type Labels, type OwnerReference } from './meta/object.ts';

const none: readonly string[] = [];
const noLabels: Labels = {};

export const controllerIndexes: Readonly<Record<string, Readonly<Record<string, IndexOf<KubeObject>>>>> = {
  pods: {
    /** Those that no controller owns, by namespace. */
    orphan: orphanNamespace,
    /** By owner and exact labels: when all pods of an owner are filed together, none has been relabelled. */
    ownerLabels: (pod) => {
      const { ownerReferences, labels = noLabels } = pod.metadata;
      return ownerReferences === undefined ? none : ownerLabels(ownerReferences, labels);
    },
    /** By namespace and each label: what a service's selector starts from. */
    label: (pod) => namespaceLabels(pod.metadata.namespace!, pod.metadata.labels ?? noLabels),
  },
  'replicasets.apps': { orphan: orphanNamespace },
  'endpointslices.discovery.k8s.io': { label: (slice) => namespaceLabels(slice.metadata.namespace!, slice.metadata.labels ?? noLabels) },
};

/** The value that `ownerLabels` files the pods of an owner under. */
export function ownerLabelsValue(uid: string, labels: Labels): string {
  return `${uid}|${labelsText(labels)}`;
}

/** The value that `label` files an object of a namespace under. */
export function labelValue(namespace: string, key: string, value: string): string {
  return `${namespace}/${key}=${value}`;
}

function orphanNamespace(object: KubeObject): readonly string[] {
  return controllerOf(object) === undefined ? [object.metadata.namespace!] : none;
}

const byReferences = new WeakMap<readonly OwnerReference[], WeakMap<Labels, readonly string[]>>();

function ownerLabels(references: readonly OwnerReference[], labels: Labels): readonly string[] {
  let byLabels = byReferences.get(references);
  if (!byLabels) byReferences.set(references, (byLabels = new WeakMap()));
  let values = byLabels.get(labels);
  if (!values) {
    const controller = references.find((reference) => reference.controller === true);
    values = controller ? [ownerLabelsValue(controller.uid, labels)] : none;
    byLabels.set(labels, values);
  }
  return values;
}

const texts = new WeakMap<Labels, string>();

function labelsText(labels: Labels): string {
  let text = texts.get(labels);
  if (text === undefined) texts.set(labels, (text = canonicalJson(labels)));
  return text;
}

const byNamespace = new WeakMap<Labels, Map<string, readonly string[]>>();

function namespaceLabels(namespace: string, labels: Labels): readonly string[] {
  let filed = byNamespace.get(labels);
  if (!filed) byNamespace.set(labels, (filed = new Map()));
  let values = filed.get(namespace);
  if (!values) filed.set(namespace, (values = Object.keys(labels).map((key) => labelValue(namespace, key, labels[key]!))));
  return values;
}
