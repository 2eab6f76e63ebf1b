/** pause: the container that holds a pod's namespaces and does nothing else. */
import { epochOf } from '../../base/index.ts';
import { FileList, type Recipe } from './recipe.ts';

export function pause(registry: string, version: string, builtMs: number, bytes: number): Recipe {
  return {
    repository: `${registry}/pause`,
    tags: [version],
    createdMs: builtMs,
    config: {
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      Entrypoint: ['/pause'],
      User: version === '3.2' ? '' : '65535:65535',
      WorkingDir: '/',
    },
    instructions: [
      { by: 'ARG ARCH' },
      { by: 'ADD bin/pause-linux-amd64 /pause # buildkit', layer: { name: `pause-${version}`, files: () => new FileList(builtMs).program('/pause', 'pause', bytes) } },
      ...(version === '3.2' ? [] : [{ by: 'USER 65535:65535' }]),
      { by: 'ENTRYPOINT ["/pause"]' },
    ],
  };
}

/** The newest. */
export const pauseRecipe: Recipe = pause('registry.k8s.io', '3.10.1', epochOf(2025, 6, 10), 735_544);
