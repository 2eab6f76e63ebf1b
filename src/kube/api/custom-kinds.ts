/** Keeps a server's registry in step with the CustomResourceDefinitions that its store holds. */
import { customKind } from '../kinds/custom/custom-kind.ts';
import { definitionsOf } from '../kinds/custom/schema-structure.ts';
import { definitionsTable, type CustomResourceDefinition } from '../kinds/custom-resource-definition/custom-resource-definition.ts';
import type { ApiServer } from './api-server.ts';
import { declareTable } from './cluster-store.ts';

export function followDefinitions(server: ApiServer): void {
  const { store, kinds } = server;
  const take = (): void => {
    const custom = (store.list(definitionsTable) as readonly CustomResourceDefinition[]).map(customKind);
    kinds.setCustom(custom);
    for (const kind of custom) declareTable(store, kind);
    for (const { kind, version, definition } of kinds.served) if (kind.custom) server.structure.add(definitionsOf(definition, kind.custom.schemaOf(version.name)));
  };
  if (store.size(definitionsTable) > 0) take();
  server.streams.atEnd(store.watch(store.revision, take, { table: definitionsTable }));
}
