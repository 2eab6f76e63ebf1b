/** hello-world: an image of a single file, to see that all the parts work. */
import { epochOf } from '../../base/index.ts';
import { FileList, type Recipe } from './recipe.ts';

const builtMs = epochOf(2025, 8, 8);

export const helloWorldRecipe: Recipe = {
  repository: 'docker.io/library/hello-world',
  tags: ['latest', 'linux'],
  createdMs: builtMs,
  config: { Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'], Cmd: ['/hello'], WorkingDir: '/' },
  instructions: [
    { by: 'COPY hello / # buildkit', layer: { name: 'hello-world', files: () => new FileList(builtMs).program('/hello', 'hello-world', 10_072) } },
    { by: 'CMD ["/hello"]' },
  ],
};
