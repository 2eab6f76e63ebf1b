/** umount: takes mounts away, at once or (-l) when nobody uses them any more. */
import { shownMounts, unmount } from '../../host/index.ts';
import { complain, print, refuse, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { attempted, strerror } from './words.ts';

export const umount: Tool = {
  usage: '[-hV] | -a [options] | [options] <source> | <directory>',
  options: { flags: 'lfrRnvda', values: 't', long: { all: 'a', types: 't', lazy: 'l', force: 'f', recursive: 'R', verbose: 'v' } },
  *run(call) {
    if (call.options.has('a')) return yield* all(call);
    if (call.operands.length === 0) return yield* refuse(call, 'bad usage', 1);
    let code = 0;
    for (const target of call.operands) code = (yield* one(call, target)) || code;
    return code;
  },
};

/** What programs cannot do without stays. */
function* all(call: ToolCall): ToolRun {
  const types = call.options.value('t')?.split(',');
  const chosen = shownMounts(call.p).filter(({ mount, point }) => point !== '/' && (types ? types.includes(mount.fs.type) : !['proc', 'devtmpfs', 'sysfs', 'devpts'].includes(mount.fs.type)));
  let code = 0;
  for (const { point } of chosen.toReversed()) code = (yield* one(call, point)) || code;
  return code;
}

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
  const source = shownMounts(p).findLast((m) => m.point === point)?.mount.spec.source;
  const refused = attempted(() => unmount(p, point, { lazy }));
  if (refused === undefined) {
    if (options.has('v')) yield* print(`umount: ${point} (${source}) unmounted\n`);
    return 0;
  }
  if (call.flavour === 'busybox') return yield* complain(call, `can't unmount ${point}: ${strerror(refused)}`);
  if (refused === 'EPERM' && p.seenUid !== 0) return yield* complain(call, `${target}: must be superuser to unmount.`, 32);
  return yield* complain(call, `${refused === 'EBUSY' ? point : target}: ${wordsOf(refused)}`, 32);
}

function wordsOf(code: Parameters<typeof strerror>[0]): string {
  if (code === 'EINVAL') return 'not mounted.';
  if (code === 'EBUSY') return 'target is busy.';
  return `${strerror(code)}.`;
}
