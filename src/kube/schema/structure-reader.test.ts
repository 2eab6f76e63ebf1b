import { describe, expect, test } from 'vitest';
import { Release } from '../meta/release.ts';
import { structure } from './structure.ts';
import { openApiName, Structure, type FieldType } from './structure-reader.ts';

const of = (release: string) => new Structure(new Release(release));

describe('the structure', () => {
  test('can be read whole, and refers only to what it holds', () => {
    for (const release of ['1.11', '1.20', '1.36']) {
      const all = of(release);
      const check = (type: FieldType): void => {
        if (type.form === 'object') expect([type.definition, all.has(type.definition)]).toEqual([type.definition, true]);
        else if (type.form !== 'scalar') check(type.of);
      };
      for (const line of structure) for (const field of all.definition(/^[^ %]+/.exec(line)![0]).fields.values()) check(field.type);
    }
  });

  test('has the fields of its release', () => {
    const has = (release: string, definition: string, field: string) => of(release).definition(definition).fields.has(field);
    expect(['1.11', '1.20', '1.36'].map((release) => has(release, 'core.v1.Container', 'startupProbe'))).toEqual([false, true, true]);
    expect(['1.11', '1.20', '1.36'].map((release) => has(release, 'core.v1.Container', 'resizePolicy'))).toEqual([false, false, true]);
    expect(['1.11', '1.20', '1.36'].map((release) => has(release, 'core.v1.ServiceSpec', 'topologyKeys'))).toEqual([false, true, false]);
    expect(['1.11', '1.20'].map((release) => has(release, 'meta.v1.ObjectMeta', 'initializers'))).toEqual([true, false]);
  });

  test('knows how lists are merged', () => {
    const field = (definition: string, name: string) => of('1.36').definition(definition).fields.get(name)!;
    expect(field('core.v1.PodSpec', 'containers')).toMatchObject({ mergeKey: 'name', listKeys: ['name'], isRequired: true });
    expect(field('core.v1.Container', 'ports')).toMatchObject({ mergeKey: 'containerPort', listKeys: ['containerPort', 'protocol'] });
    expect(field('core.v1.PodSpec', 'volumes')).toMatchObject({ mergeKey: 'name', retainsKeys: true });
    expect(field('core.v1.PodSpec', 'tolerations')).toMatchObject({ mergeKey: undefined, listKeys: undefined });
    expect(field('meta.v1.ObjectMeta', 'finalizers')).toMatchObject({ mergeKey: '', listKeys: [] });
    expect(field('core.v1.ResourceRequirements', 'limits').type).toEqual({ form: 'map', of: { form: 'scalar', code: 'q' } });
    expect(of('1.36').definition('meta.v1.LabelSelector').isAtomic).toBe(true);
  });

  test('names definitions as OpenAPI does', () => {
    expect(openApiName('core.v1.Container')).toBe('io.k8s.api.core.v1.Container');
    expect(openApiName('meta.v1.ObjectMeta')).toBe('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta');
  });
});
