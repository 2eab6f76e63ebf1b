/** kubeadm config images: what a control plane is made of, listed and fetched through the node's runtime. */
import { decodeUtf8 } from '../../../base/index.ts';
import { readFrom, waitPid, type Process } from '../../../host/index.ts';
import { Flags } from '../../kubectl/command/flag.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { askImages } from '../crictl/cri-client.ts';
import type { NodeVerb } from '../tool.ts';
import { outputFlags, printerFor } from './output.ts';
import { criSocketFlag } from './preflight.ts';
import { versionOf } from './version-of.ts';

const repositories = /^(?:registry\.k8s\.io|k8s\.gcr\.io)(?=\/)/;

/** As another process of kubeadm lists them. */
export function* neededImages(p: Process): Task<readonly string[]> {
  const [from, to] = p.makePipe();
  const child = p.spawn(p.exe, [p.argv[0]!, 'config', 'images', 'list'], { fds: [p.fds.get(0), to, p.fds.get(2)] });
  const source = from.hold();
  let said = '';
  for (let bytes = yield* readFrom(source); bytes !== null; bytes = yield* readFrom(source)) said += decodeUtf8(bytes);
  source.release();
  yield waitPid(child.pid);
  return said.split('\n').filter((line) => line !== '');
}

/** One that is there already is there at once. */
export function* pullImage(p: Process, criSocket: string, image: string): Task {
  const call = { p, args: [], flags: new Flags(new Map(), new Map([['runtime-endpoint', [criSocket]]])) };
  if ((yield* askImages(call, 'ImageStatus', { image: { image } }))['image'] !== undefined) return;
  try {
    yield* askImages(call, 'PullImage', { image: { image } });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`failed to pull image ${JSON.stringify(image)}: ${error.message}`);
  }
}

function demandVersion(p: Process, wanted: string): void {
  const own = versionOf(p);
  if (wanted !== '' && wanted.replace(/^v?/, 'v') !== own && !wanted.startsWith('stable')) throw new CommandError(`the images of ${JSON.stringify(wanted)} cannot be had: this kubeadm brings those of ${own}`);
}

const versionFlag = { name: 'kubernetes-version', type: 'string', usage: 'The version of the control plane.' } as const;

export const imagesListVerb: NodeVerb = {
  name: 'config images list',
  summary: 'Print a list of images kubeadm will use',
  usage: 'config images list',
  flags: [versionFlag, { name: 'image-repository', type: 'string', usage: 'The registry to pull from.' }, ...outputFlags],
  *run(call) {
    const { p, flags } = call;
    demandVersion(p, flags.text('kubernetes-version'));
    const printer = printerFor(call, 'Images');
    const repository = flags.text('image-repository');
    if (!printer && repository === '') return yield* p.host.programs.get('kubeadm-images')(p);
    const images = (yield* neededImages(p)).map((image) => (repository === '' ? image : image.replace(repositories, repository).replace('/coredns/coredns:', '/coredns:')));
    yield* p.print(printer ? printer({ images }) : images.map((image) => `${image}\n`).join(''));
    return 0;
  },
};

export const imagesPullVerb: NodeVerb = {
  name: 'config images pull',
  summary: 'Pull images used by kubeadm',
  usage: 'config images pull',
  flags: [versionFlag, criSocketFlag],
  *run({ p, flags }) {
    demandVersion(p, flags.text('kubernetes-version'));
    for (const image of yield* neededImages(p)) {
      yield* pullImage(p, flags.text('cri-socket'), image);
      yield* p.print(`[config/images] Pulled ${image}\n`);
    }
  },
};
