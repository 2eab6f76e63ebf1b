import { describe, expect, test } from 'vitest';
import { makeManager } from '../test-manager.ts';
import type { Deployment } from '../../kinds/deployment/deployment.ts';

describe('the deployment controller', () => {
  test('makes a ReplicaSet, which makes pods, and reports them available', () => {
    const m = makeManager();
    m.apply('web', { replicas: 3, image: 'nginx:1.22' });
    m.run(10_000);
    const deployment = m.client.view.get('deployments.apps/default/web') as Deployment;
    expect(deployment.status).toMatchObject({ replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3, observedGeneration: 1 });
    expect(deployment.status.conditions!.map((c) => [c.type, c.reason])).toEqual([
      ['Available', 'MinimumReplicasAvailable'],
      ['Progressing', 'NewReplicaSetAvailable'],
    ]);
    console.log(m.events().join('\n'));
  });
});
