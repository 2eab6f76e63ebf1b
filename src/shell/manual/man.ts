/** man, whatis and apropos: pages of the manual, through the pager when there is a terminal. */
import { encodeUtf8 } from '../../base/index.ts';
import { SystemError, waitPid, write, writeTo, type ExitStatus } from '../../host/index.ts';
import { complain, print, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { layOut, readPages, type Page } from './page.ts';
import { conceptPages } from './pages/concepts.ts';
import { filePages } from './pages/files.ts';
import { machinePages } from './pages/machine.ts';
import { networkPages } from './pages/network.ts';
import { processPages } from './pages/processes.ts';
import { textPages } from './pages/text.ts';

const NOTHING_FOUND = 16;
const WIDTH_LEAST = 40;

const pages: readonly Page[] = [filePages, textPages, processPages, networkPages, machinePages, conceptPages].flatMap(readPages);

export const man: Tool = {
  usage: '[-k | -f] [SECTION] PAGE...',
  options: { flags: 'kf', values: 'PSs', long: { apropos: 'k', whatis: 'f', pager: 'P', sections: 's' } },
  *run(call) {
    const { options } = call;
    if (options.has('k')) return yield* apropos.run(call);
    if (options.has('f')) return yield* whatis.run(call);
    let section = options.value('s') ?? options.value('S');
    let names = call.operands;
    if (section === undefined && names.length > 1 && /^[1-9]$/.test(names[0]!)) [section, ...names] = names as [string, ...string[]];
    if (names.length === 0) return yield* nothingAsked('What manual page do you want?\nFor example, try \'man man\'.\n');
    let code = 0;
    for (const name of names) {
      const found = pages.find((page) => page.names.includes(name) && (section === undefined || page.section === section));
      if (found) yield* show(call, layOut(found, name, widthOf(call)));
      else code = yield* missing(`No manual entry for ${name}${section === undefined ? '' : ` in section ${section}`}\n`);
    }
    return code;
  },
};

export const whatis: Tool = {
  usage: 'NAME...',
  *run(call) {
    if (call.operands.length === 0) return yield* nothingAsked(`${call.name} what?\n`);
    return yield* eachFound(call, (page, name) => page.names.includes(name));
  },
};

export const apropos: Tool = {
  usage: 'KEYWORD...',
  *run(call) {
    if (call.operands.length === 0) return yield* nothingAsked(`${call.name} what?\n`);
    return yield* eachFound(call, (page, word) => [...page.names, page.summary].some((text) => text.toLowerCase().includes(word.toLowerCase())));
  },
};

function* eachFound(call: ToolCall, fits: (page: Page, word: string) => boolean): ToolRun {
  let code = 0;
  for (const word of call.operands) {
    const lines = pages.filter((page) => fits(page, word)).flatMap((page) => page.names.map((name) => `${`${name} (${page.section})`.padEnd(20)} - ${page.summary}\n`));
    if (lines.length > 0) yield* print(lines.sort().join(''));
    else code = yield* missing(`${word}: nothing appropriate.\n`);
  }
  return code;
}

function* missing(text: string): ToolRun {
  yield write(2, text);
  return NOTHING_FOUND;
}

function* nothingAsked(text: string): ToolRun {
  yield write(2, text);
  return 1;
}

function widthOf({ p }: ToolCall): number {
  const asked = Number(p.env.get('MANWIDTH') ?? (p.isTty(1) ? p.tty?.cols : undefined) ?? 80);
  return Number.isInteger(asked) ? Math.max(WIDTH_LEAST, asked) : 80;
}

/** Through the pager when somebody looks on; straight out when it goes elsewhere. */
function* show(call: ToolCall, text: string): ToolRun<void> {
  const { p, options } = call;
  if (!p.isTty(1)) return yield* print(text);
  const pager = options.value('P') ?? p.env.get('MANPAGER') ?? p.env.get('PAGER') ?? 'less';
  const [reader, writer] = p.makePipe();
  const child = p.spawn('/bin/sh', ['sh', '-c', pager], { fds: [reader, p.fds.get(1), p.fds.get(2)] });
  const out = writer.hold();
  try {
    yield* writeTo(out, encodeUtf8(text));
  } catch (error) {
    if (!(error instanceof SystemError) || error.code !== 'EPIPE') throw error;
  } finally {
    out.release();
  }
  const status: ExitStatus = yield waitPid(child.pid);
  if (status.code === 127) yield* complain(call, `couldn't execute pager ${pager}`);
}
