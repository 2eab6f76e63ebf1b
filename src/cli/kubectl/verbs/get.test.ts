// kubectl get as a person meets it: tables, formats, watches and refusals.
import { describe, expect, test } from 'vitest';
import { TestLaptop } from '../test-server/test-laptop.ts';

const pod = (name: string, labels = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels },
  spec: { containers: [{ name: 'nginx', image: 'nginx:1.22' }] },
  status: { phase: 'Running', containerStatuses: [{ ready: true, restartCount: 0 }] },
});

describe('get', () => {
  test('prints a table', () => {
    const laptop = new TestLaptop([pod('web-1'), pod('web-2')]);
    expect(laptop.run('kubectl get pods')).toEqual({
      code: 0,
      err: '',
      out: 'NAME    READY   STATUS    RESTARTS   AGE\nweb-1   1/1     Running   0          0s\nweb-2   1/1     Running   0          0s\n',
    });
    expect(laptop.server.requests).toEqual(['GET /api/v1/namespaces/default/pods?limit=500']);
  });
});
