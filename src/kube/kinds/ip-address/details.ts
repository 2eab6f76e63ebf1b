/** The table of IPAddresses. */
import type { KubeObject } from '../../meta/object.ts';
import { nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface IPAddress extends KubeObject {
  readonly spec: { readonly parentRef?: { readonly group?: string; readonly resource?: string; readonly namespace?: string; readonly name?: string } };
}

export const ipAddressDetails: KindDetails<IPAddress> = {
  columns: [
    nameColumn,
    text('ParentRef', ({ spec }) => [spec.parentRef?.resource, spec.parentRef?.group, spec.parentRef?.namespace, spec.parentRef?.name].filter(Boolean).join('/')),
  ],
};
