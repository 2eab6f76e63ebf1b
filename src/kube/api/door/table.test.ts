// Rows are kept with their objects: what speaks of time is said anew, and so is all of what has changed.
import { expect, test } from 'vitest';
import type { Pod } from '../../kinds/pod/pod.ts';
import { makeCluster, send } from '../test-cluster.ts';

const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

test('a table that is asked for again has new ages, and new cells where a pod has changed', () => {
  const { server, client, clock } = makeCluster();
  const make = (name: string) => client.create<Pod>({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } });
  make('a');
  const b = make('b');
  const rows = () => {
    const table = send(server, 'GET', '/api/v1/namespaces/default/pods', undefined, { accept }).json;
    const shown = ['Name', 'Status', 'Age'].map((name) => table.columnDefinitions.findIndex((column: { name: string }) => column.name === name));
    return table.rows.map(({ cells, object }: { cells: unknown[]; object: Pod }) => [...shown.map((at) => cells[at]), object.metadata.annotations?.['mark'] ?? '']);
  };
  expect(rows()).toEqual([['a', 'Pending', '0s', ''], ['b', 'Pending', '0s', '']]);
  clock.run(30_000, { stepsMax: Infinity });
  expect(rows()).toEqual([['a', 'Pending', '30s', ''], ['b', 'Pending', '30s', '']]);
  const marked = client.update<Pod>({ ...b, metadata: { ...b.metadata, annotations: { mark: 'm' } } });
  client.updateStatus<Pod>({ ...marked, status: { ...marked.status, phase: 'Failed', reason: 'Evicted' } });
  expect(rows()).toEqual([['a', 'Pending', '30s', ''], ['b', 'Evicted', '30s', 'm']]);
});
