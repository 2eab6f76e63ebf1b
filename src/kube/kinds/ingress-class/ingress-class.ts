/** An IngressClass: which controller serves the Ingresses that name it. */
import type { KubeObject } from '../../meta/object.ts';

export interface IngressClass extends KubeObject {
  readonly spec: { readonly controller?: string; readonly parameters?: { readonly apiGroup?: string; readonly kind: string; readonly name: string; readonly scope?: string; readonly namespace?: string } };
}
