import { expect, test } from 'vitest';
import { Mirror, type ContainerRow } from '../../../client/index.ts';
import { followCommand } from './follow-command.ts';

function world(): Mirror {
  const mirror = new Mirror();
  mirror.apply({
    clusters: { puts: [{ id: 'demo', release: '1.36', host: 'cp', namespaces: [] }], drops: [] },
    containers: { puts: [{ id: 'laptop/1', host: 'laptop', name: 'site' } as ContainerRow], drops: [] },
  });
  return mirror;
}

test('kubectl is watched on the cluster, docker on the machine, a write in a container on its layers', () => {
  const follow = (command: string) => followCommand(command, world(), 'laptop');
  expect(follow('kubectl apply -f web.yaml')).toEqual({ lens: 'cluster', cluster: 'demo' });
  expect(follow('docker build -t site site')).toEqual({ lens: 'host', host: 'laptop' });
  expect(follow('docker exec site rm /usr/share/nginx/html/50x.html')).toEqual({ lens: 'stack', of: 'laptop/1', folder: '/usr/share/nginx/html' });
  expect(follow('docker exec other ls')).toEqual({ lens: 'host', host: 'laptop' });
  expect(follow('ls')).toBeUndefined();
});
