/** brctl: bridges, as people made them before ip could. */
import { addLink, devicesOf, linkNamed, removeLink, setLinkMaster } from '../../host/index.ts';
import { complain, print, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { attempted, strerror } from './words.ts';

export const brctl: Tool = {
  usage: '[commands]',
  *run(call) {
    const [verb, bridge = '', port = ''] = call.operands;
    const space = call.p.namespaces.net;
    switch (verb) {
      case 'show':
        yield* print(table(call));
        return 0;
      case 'addbr':
        return yield* done(call, () => void addLink(call.p, space, bridge, 'bridge'), { EEXIST: `device ${bridge} already exists; can't create bridge with the same name` });
      case 'delbr':
        if (space.links.get(bridge)?.up) return yield* say(call, `bridge ${bridge} is still up; can't delete it`);
        return yield* done(call, () => removeLink(call.p, space, bridge), { ENODEV: `bridge ${bridge} doesn't exist; can't delete it` });
      case 'addif':
        if (!devicesOf(space).some((d) => d.name === port)) return yield* say(call, `interface ${port} does not exist!`);
        return yield* done(call, () => setLinkMaster(call.p, space, port, bridge), { ENODEV: `bridge ${bridge} does not exist!` });
      case 'delif':
        if (linkMaster(call, port) !== bridge) return yield* say(call, `device ${port} is not a port of ${bridge}`);
        return yield* done(call, () => setLinkMaster(call.p, space, port, undefined), {});
      default:
        return yield* complain(call, verb === undefined ? 'usage: brctl [commands]' : `never heard of command [${verb}]`);
    }
  },
};

function linkMaster(call: ToolCall, name: string): string | undefined {
  return attempted(() => linkNamed(call.p.namespaces.net, name)) ? undefined : linkNamed(call.p.namespaces.net, name).master?.name;
}

function* done(call: ToolCall, act: () => void, words: Readonly<Record<string, string>>): ToolRun {
  const refused = attempted(act);
  return refused ? yield* say(call, words[refused] ?? strerror(refused)) : 0;
}

function* say(call: ToolCall, message: string): ToolRun {
  const { p } = call;
  yield p.error(`${message}\n`);
  return 1;
}

function table(call: ToolCall): string {
  const all = devicesOf(call.p.namespaces.net);
  const rows = all.filter((d) => d.kind === 'bridge').map((bridge) => {
    const ports = all.filter((d) => d.master === bridge.name).map((d) => d.name);
    const id = `8000.${bridge.mac.replaceAll(':', '')}`;
    return `${bridge.name}\t\t${id}\tno\t\t${ports.join('\n\t\t\t\t\t\t\t')}\n`;
  });
  return `bridge name\tbridge id\t\tSTP enabled\tinterfaces\n${rows.join('')}`;
}
