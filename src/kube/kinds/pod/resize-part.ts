/** The part of a pod by which a running container gets other amounts of processor and memory. */
import { compareQuantity, deepEqual, tryQuantity } from '../../../base/index.ts';
import { forbiddenField, invalidValue, type FieldError, wholeObject } from '../../meta/field-error.ts';
import type { WritablePart } from '../kind.ts';
import type { Container } from './container.ts';
import { mirrorAnnotation } from './mirror.ts';
import type { Pod } from './pod.ts';
import { qualityOf } from './quality.ts';

type Amounts = Readonly<Record<string, string | number>>;

export const resizePart: WritablePart<Pod> = {
  narrow({ metadata, spec }, old) {
    const { managedFields } = metadata;
    const containers = old.spec.containers.map((container): Container => {
      const given = spec.containers.find(({ name }) => name === container.name);
      if (!given || (given.resources === container.resources && given.resizePolicy === container.resizePolicy)) return container;
      const { resources: _, resizePolicy: __, ...rest } = container;
      return { ...rest, ...(given.resources && { resources: given.resources }), ...(given.resizePolicy && { resizePolicy: given.resizePolicy }) };
    });
    return { ...old, metadata: { ...old.metadata, ...(managedFields && { managedFields }) }, spec: { ...old.spec, containers } };
  },
  validate(pod, old) {
    if (old.metadata.annotations?.[mirrorAnnotation] !== undefined) return [forbiddenField(wholeObject, 'static pods cannot be resized')];
    const quality = old.status.qosClass ?? qualityOf(old.spec);
    const errors: FieldError[] = quality === qualityOf(pod.spec) ? [] : [invalidValue('spec', quality, 'Pod QOS Class may not change as a result of resizing')];
    let isMore = false;
    for (const [i, { resources = {} }] of old.spec.containers.entries()) {
      const now = pod.spec.containers[i]!.resources ?? {};
      for (const part of ['requests', 'limits'] as const) {
        if (isTakenOut(now[part], resources[part])) errors.push(forbiddenField(`spec.containers[${i}].resources.${part}`, `resource ${part} cannot be removed`));
        if (!sameAmounts(others(now[part]), others(resources[part]))) isMore = true;
      }
    }
    return isMore || !deepEqual(withoutSizes(pod), withoutSizes(old)) ? [...errors, forbiddenField('spec', 'only cpu and memory resources are mutable')] : errors;
  },
};

const sizes = ['cpu', 'memory'];

function isTakenOut(now: Amounts = {}, before: Amounts = {}): boolean {
  return sizes.some((name) => Object.hasOwn(before, name) && !Object.hasOwn(now, name));
}

function others(amounts: Amounts = {}): Amounts {
  return Object.fromEntries(Object.entries(amounts).filter(([name]) => !sizes.includes(name)));
}

function sameAmounts(a: Amounts, b: Amounts): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && compareQuantity(tryQuantity(String(a[name]))!, tryQuantity(String(b[name]))!) === 0);
}

/** What may not differ. */
function withoutSizes({ spec }: Pod): object {
  return { ...spec, containers: spec.containers.map(({ resources, ...rest }) => ({ ...rest, claims: (resources as { readonly claims?: unknown } | undefined)?.claims })) };
}
