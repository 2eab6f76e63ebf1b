/** What the server refuses of CSINodes, and their table. */
import { deepEqual } from '../../../base/index.ts';
import { duplicateValue, immutableField, invalidTexts, invalidValue, nonNegative, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { goStrings } from '../../meta/go-syntax.ts';
import { checkQualifiedName } from '../../meta/names.ts';
import type { KubeObject } from '../../meta/object.ts';
import { ageColumn, integer, nameColumn } from '../column.ts';
import { driverNameErrors } from '../driver-name.ts';
import type { KindDetails } from '../kind.ts';

interface NodeDriver {
  readonly name: string;
  readonly nodeID: string;
  readonly topologyKeys?: readonly string[];
  readonly allocatable?: { readonly count?: number };
}

interface CSINode extends KubeObject {
  readonly spec: { readonly drivers?: readonly NodeDriver[] | null };
}

export const csiNodeDetails: KindDetails<CSINode> = {
  needsRevision: true,
  validate: ({ spec }, { release }) => (spec.drivers ?? []).flatMap((driver, i, drivers) => driverErrors(driver, drivers.slice(0, i), `spec.drivers[${i}]`, release.atLeast(22) ? idMax : oldIdMax)),
  validateUpdate: ({ spec }, old) =>
    (old.spec.drivers ?? []).flatMap((before) => (spec.drivers ?? []).filter((driver) => driver.name === before.name && !deepEqual(driver, before)).map((driver) => invalidValue('CSINodeDriver', driver, immutableField))),
  columns: [nameColumn, integer('Drivers', ({ spec }) => spec.drivers?.length ?? 0), ageColumn],
};

const idMax = 192;
const oldIdMax = 128;

function driverErrors({ name, nodeID, topologyKeys = [], allocatable }: NodeDriver, earlier: readonly NodeDriver[], path: string, longest: number): readonly FieldError[] {
  return [
    ...driverNameErrors(`${path}.name`, name),
    ...(nodeID === '' ? [requiredValue(`${path}.nodeID`)] : []),
    ...(nodeID.length > longest ? [invalidValue(`${path}.nodeID`, nodeID, `must be ${longest} characters or less`)] : []),
    ...nonNegative(`${path}.allocatable.count`, allocatable?.count),
    ...(earlier.some((other) => other.name === name) ? [duplicateValue(`${path}.name`, name)] : []),
    ...topologyKeys.flatMap((key, i) => [
      ...(key === '' ? [requiredValue(path)] : []),
      ...(topologyKeys.indexOf(key) < i ? [duplicateValue(path, key)] : []),
      ...invalidTexts(path, '', checkQualifiedName(key)).map(({ detail }) => invalidValue(path, goStrings(topologyKeys), detail)),
    ]),
  ];
}
