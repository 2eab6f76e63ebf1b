/** CustomResourceDefinitions as apiextensions.k8s.io/v1beta1 has them: one schema for all versions, paths under another name. */
import { deepEqual } from '../../../base/index.ts';
import type { KubeObject } from '../../meta/object.ts';
import type { Conversion } from '../kind.ts';
import type { CustomResourceDefinition, CustomVersion, PrinterColumn } from './custom-resource-definition.ts';

type BetaColumn = Omit<PrinterColumn, 'jsonPath'> & { readonly JSONPath: string };

interface BetaVersion extends Omit<CustomVersion, 'additionalPrinterColumns'> {
  readonly additionalPrinterColumns?: readonly BetaColumn[];
}

interface BetaSpec extends Omit<CustomResourceDefinition['spec'], 'versions' | 'conversion'> {
  readonly version?: string;
  readonly versions?: readonly BetaVersion[];
  readonly validation?: CustomVersion['schema'];
  readonly subresources?: CustomVersion['subresources'];
  readonly additionalPrinterColumns?: readonly BetaColumn[];
  readonly conversion?: { readonly strategy: string };
}

const fromColumns = (columns: readonly BetaColumn[] | undefined) => columns?.map(({ JSONPath, ...rest }): PrinterColumn => ({ ...rest, jsonPath: JSONPath }));
const toColumns = (columns: readonly PrinterColumn[] | undefined) => columns?.map(({ jsonPath, ...rest }): BetaColumn => ({ ...rest, JSONPath: jsonPath }));

export const inBeta: Conversion = {
  /** What all versions have alike stands beside them. */
  toServed(object, release) {
    const { spec, ...rest } = object as CustomResourceDefinition;
    const { conversion, preserveUnknownFields, ...others } = spec;
    const own = spec.versions.map(({ schema: validation, subresources, additionalPrinterColumns, ...version }) => ({ version, parts: { validation, subresources, additionalPrinterColumns: toColumns(additionalPrinterColumns) } }));
    const shared = own.every(({ parts }) => deepEqual(parts, own[0]!.parts)) ? own[0]?.parts : undefined;
    const versions = own.map(({ version, parts: { validation, subresources, additionalPrinterColumns } }): BetaVersion =>
      shared ? version : { ...version, ...(validation && { schema: validation }), ...(subresources && { subresources }), ...(additionalPrinterColumns && { additionalPrinterColumns }) },
    );
    const { validation, subresources, additionalPrinterColumns } = shared ?? {};
    return {
      ...rest,
      spec: {
        ...(additionalPrinterColumns && { additionalPrinterColumns }),
        ...(release.atLeast(13) && { conversion }),
        ...others,
        ...(release.atLeast(15) && { preserveUnknownFields }),
        ...(subresources && { subresources }),
        ...(validation && { validation }),
        version: versions[0]?.name,
        versions,
      },
    };
  },
  fromServed(object) {
    const { spec, ...rest } = object as unknown as { spec?: BetaSpec };
    if (!spec) return object;
    const { version, versions, validation, subresources, additionalPrinterColumns, ...others } = spec;
    const given: readonly BetaVersion[] = versions && versions.length > 0 ? versions : version === undefined ? [] : [{ name: version, served: true, storage: true }];
    const read = given.map(({ additionalPrinterColumns: own, ...one }): CustomVersion => {
      const columns = fromColumns(own ?? additionalPrinterColumns);
      const schema = one.schema ?? validation;
      return { ...one, ...(schema && { schema }), ...(one.subresources ?? subresources ? { subresources: one.subresources ?? subresources! } : {}), ...(columns && { additionalPrinterColumns: columns }) };
    });
    return { ...rest, spec: { preserveUnknownFields: true, ...others, versions: read } } as unknown as KubeObject;
  },
};
