/** open -a: starts an application, which is a folder with a program of its name in it. */
import { waitPid } from '../../host/index.ts';
import { complain, refuse, type Tool } from '../tool/tool.ts';

export const open: Tool = {
  usage: '[-a <application>] [filenames]',
  options: { flags: 'egnWFRj', values: 'a' },
  *run(call) {
    const name = call.options.value('a');
    if (name === undefined) return yield* refuse(call, 'only applications can be opened here: open -a NAME');
    const path = `/Applications/${name}.app/Contents/MacOS/${name}`;
    if (!call.p.files.exists(path)) return yield* complain(call, `Unable to find application named '${name}'`);
    const child = call.p.spawn(path, [path], { setsid: true });
    yield waitPid(child.pid);
    return 0;
  },
};
