/** find: walks directories and asks an expression about each file. */
import { tick } from '../../host/index.ts';
import { parseExpression, type Finding } from '../tool/find-expression.ts';
import { complain, print, reason, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const find: Tool = {
  version: 'find (GNU findutils) 4.9.0',
  usage: '[-H] [-L] [-P] [PATH]... [EXPRESSION]',
  options: { none: true },
  *run(call) {
    let args = call.operands;
    const links = args[0] === '-L' ? 'follow' : args[0] === '-H' ? 'operands' : 'never';
    if (/^-[HLP]$/.test(args[0] ?? '')) args = args.slice(1);
    let paths = args.slice(0, args.findIndex((a) => /^[-(!]/.test(a) || a === ')') < 0 ? args.length : args.findIndex((a) => /^[-(!]/.test(a) || a === ')'));
    const parsed = parseExpression(call, args.slice(paths.length));
    if (typeof parsed === 'string') return yield* complain(call, parsed);
    if (paths.length === 0) paths = ['.'];
    const walk = new Walk(call, parsed, links);
    for (const path of paths) yield* walk.visit(path, path, path, 0);
    yield* walk.finish();
    return walk.code;
  },
};

class Walk {
  private readonly call: ToolCall;
  private readonly finding: Finding;
  private readonly links: 'follow' | 'operands' | 'never';
  private over = false;
  private out = '';
  code = 0;

  constructor(call: ToolCall, finding: Finding, links: 'follow' | 'operands' | 'never') {
    this.call = call;
    this.finding = finding;
    this.links = links;
  }

  *visit(start: string, path: string, name: string, depth: number): ToolRun<void> {
    if (this.over) return;
    const { files } = this.call.p;
    const { finding } = this;
    const own = tried(() => files.lstat(path));
    const follows = this.links === 'follow' || (this.links === 'operands' && depth === 0);
    const through = follows ? tried(() => files.stat(path)) : own;
    const stat = 'value' in through ? through : own; // a link that leads nowhere is itself
    if ('error' in stat) return yield* this.refused(path, reason(stat.error));
    this.call.p.charge(2);
    if (this.call.p.owedUs > 800) yield tick();
    const visit = { path, start, quit: () => void (this.over = true), name: depth === 0 ? name.slice(name.replace(/\/+$/, '').lastIndexOf('/') + 1) : name, stat: stat.value, depth, prune: false, print: (text: string) => void (this.out += text), flush: () => this.flush() };
    if (!finding.depthFirst && depth >= finding.minDepth) yield* finding.test(visit);
    if (stat.value.kind === 'dir' && depth < finding.maxDepth && !visit.prune) {
      const names = tried(() => files.readdir(path));
      if ('error' in names) yield* this.refused(path, reason(names.error));
      else for (const inner of names.value) yield* this.visit(start, path.endsWith('/') ? path + inner : `${path}/${inner}`, inner, depth + 1);
    }
    if (finding.depthFirst && depth >= finding.minDepth && !this.over) yield* finding.test(visit);
    if (this.out.length > 4096) yield* this.flush();
  }

  *finish(): ToolRun<void> {
    yield* this.flush();
    for (const last of this.finding.atEnd) if ((yield* last()) !== 0) this.code = 1;
  }

  private *flush(): ToolRun<void> {
    yield* print(this.out);
    this.out = '';
  }

  private *refused(path: string, why: string): ToolRun<void> {
    yield* this.flush();
    this.code = yield* complain(this.call, this.call.flavour === 'gnu' ? `‘${path}’: ${why}` : `${path}: ${why}`);
  }
}
