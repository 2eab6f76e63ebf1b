/** umount: takes mounts away, at once or (-l) when nobody uses them any more. */
import { shownMounts, unmount } from '../../host/index.ts';
import { complain, refuse, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { attempted, strerror } from './words.ts';

export const umount: Tool = {
  usage: '[-hV] | -a [options] | [options] <source> | <directory>',
  options: { flags: 'lfrRnvd', long: { lazy: 'l', force: 'f', recursive: 'R', verbose: 'v' } },
  *run(call) {
    if (call.operands.length === 0) return yield* refuse(call, 'bad usage', 1);
    let code = 0;
    for (const target of call.operands) code = (yield* one(call, target)) || code;
    return code;
  },
};

function* one(call: ToolCall, target: string): ToolRun {
  const { p, options } = call;
  const lazy = options.has('l');
  const bySource = shownMounts(p).findLast(({ mount }) => mount.spec.source === target);
  if (!p.files.exists(target) && !bySource) return yield* complain(call, `${target}: no mount point specified.`, 32);
  const point = p.files.exists(target) ? p.files.realpath(target) : bySource!.point;
  if (options.has('R')) {
    const inside = shownMounts(p).filter((m) => m.point.startsWith(`${point === '/' ? '' : point}/`));
    for (const { point: inner } of inside.toReversed()) {
      const refused = attempted(() => unmount(p, inner, { lazy }));
      if (refused) return yield* complain(call, `${inner}: ${wordsOf(refused)}`, 32);
    }
  }
  const refused = attempted(() => unmount(p, point, { lazy }));
  if (refused === undefined) return 0;
  if (call.flavour === 'busybox') return yield* complain(call, `can't unmount ${point}: ${strerror(refused)}`);
  if (refused === 'EPERM' && p.seenUid !== 0) return yield* complain(call, `${target}: must be superuser to unmount.`, 32);
  return yield* complain(call, `${target}: ${wordsOf(refused)}`, 32);
}

function wordsOf(code: Parameters<typeof strerror>[0]): string {
  if (code === 'EINVAL') return 'not mounted.';
  if (code === 'EBUSY') return 'target is busy.';
  return `${strerror(code)}.`;
}
