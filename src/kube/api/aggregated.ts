/** A group of the API that another server answers for, with the resources that it has told. */
export interface AggregatedGroup {
  readonly group: string;
  readonly version: string;
  readonly resources: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean; readonly singularName: string; readonly verbs: readonly string[] }[];
}
