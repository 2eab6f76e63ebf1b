/** A CustomResourceDefinition in the form of apiextensions.k8s.io/v1, in which it is kept. */
import type { Condition, KubeObject } from '../../meta/object.ts';
import type { JsonObject } from '../../../base/index.ts';
import type { WebhookClient } from '../webhook-client.ts';

export interface CustomNames {
  readonly plural: string;
  readonly kind: string;
  readonly singular?: string;
  readonly shortNames?: readonly string[];
  readonly listKind?: string;
  readonly categories?: readonly string[];
}

export interface PrinterColumn {
  readonly name: string;
  readonly type: string;
  readonly jsonPath: string;
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
}

export interface CustomVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly deprecated?: boolean;
  readonly deprecationWarning?: string;
  readonly schema?: { readonly openAPIV3Schema?: JsonObject };
  readonly subresources?: { readonly status?: object; readonly scale?: { readonly specReplicasPath: string; readonly statusReplicasPath: string; readonly labelSelectorPath?: string } };
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
  readonly selectableFields?: readonly { readonly jsonPath: string }[];
}

export interface CustomConversion {
  readonly strategy?: string;
  readonly webhook?: { readonly clientConfig?: WebhookClient; readonly conversionReviewVersions?: readonly string[] };
}

export interface CustomResourceDefinition extends KubeObject {
  readonly spec: {
    readonly group: string;
    readonly names: CustomNames;
    readonly scope: 'Namespaced' | 'Cluster';
    readonly versions: readonly CustomVersion[];
    readonly conversion?: CustomConversion;
    readonly preserveUnknownFields?: boolean;
  };
  readonly status: { readonly conditions?: readonly Condition[]; readonly acceptedNames?: CustomNames; readonly storedVersions?: readonly string[] };
}

export const definitionsTable = 'customresourcedefinitions.apiextensions.k8s.io';
/** Keeps a definition until the objects of its kind are gone. */
export const cleanupFinalizer = 'customresourcecleanup.apiextensions.k8s.io';
