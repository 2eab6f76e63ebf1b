/** awk: a program over records and fields; what it says of errors are mawk's words, which is the awk of Debian and Ubuntu. */
import { SystemError } from '../../host/index.ts';
import { runAwk } from './run.ts';
import { AwkError } from './syntax.ts';
import { parseAwk } from './parse-program.ts';
import { unescapeValue } from './tokens.ts';
import { textOfBytes } from '../language/byte-text.ts';
import { readPath } from '../tool/inputs.ts';
import { baseName, complain, reason, type Tool } from '../tool/tool.ts';

export const awk: Tool = {
  usage: "[-F fs] [-v var=value] [-f progfile | 'prog'] [file ...]",
  usageCode: 2,
  options: { values: 'FvfW', stopAtOperand: true, long: { 'field-separator': 'F', assign: 'v', file: 'f' } },
  *run(call) {
    const { options, p } = call;
    const rest = [...call.operands];
    const sources: string[] = [];
    for (const path of options.values('f')) {
      const text = yield* readPath(p, path);
      if ('error' in text) return yield* complain(call, `couldn't open file ${path} (${reason(text.error)})`, 2);
      sources.push(textOfBytes(text.value));
    }
    if (sources.length === 0) {
      const source = rest.shift();
      if (source === undefined) return yield* complain(call, "usage: awk [-F fs] [-v var=value] [-f progfile | 'prog'] [file ...]", 2);
      sources.push(source);
    }
    const assignments = options.values('v').map(String);
    const wrong = assignments.find((text) => !/^[A-Za-z_]\w*=/.test(text));
    if (wrong !== undefined) return yield* complain(call, `improper assignment: -v ${wrong}`, 2);
    const separator = options.value('F');
    if (separator !== undefined) assignments.unshift(`FS=${separator === 't' ? '\\t' : unescapeValue(separator).replaceAll('\\', '\\\\')}`);
    try {
      return yield* runAwk(p, parseAwk(sources.join('\n')), [baseName(call.name), ...rest], assignments);
    } catch (error) {
      if (error instanceof AwkError) return yield* complain(call, error.message, 2);
      if (error instanceof SystemError && error.code === 'EPIPE') return 2;
      if (error instanceof SystemError && error.code === 'ENOMEM') return yield* complain(call, 'out of memory', 2);
      throw error;
    }
  },
};
