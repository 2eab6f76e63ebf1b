/** ssh-copy-id: writes a public key into the list of those that an account of another machine lets in, by way of a key that it lets in already. */
import { NullFile, SinkFile, waitPid, write, type ExitStatus } from '../../host/index.ts';
import { reason, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

const INFO = '/usr/bin/ssh-copy-id: INFO:';
const ERROR = '/usr/bin/ssh-copy-id: ERROR:';

export const sshCopyId: Tool = {
  usage: '[-h|-?|-f|-n|-s|-x] [-i [identity_file]] [-t target_path] [-F ssh_config] [[-o ssh_option] ...] [-p port] [user@]hostname',
  options: { flags: 'fnsxh', values: 'iFopt' },
  *run(call) {
    const { p, options, operands } = call;
    const [place] = operands;
    if (place === undefined || operands.length > 1) return yield* said(`Usage: /usr/bin/ssh-copy-id ${sshCopyId.usage}\n`);
    const path = (options.value('i') ?? `${p.env.get('HOME') ?? ''}/.ssh/id_ed25519`).replace(/(?:\.pub)?$/, '.pub');
    const text = tried(() => p.files.readText(path));
    if ('error' in text) return yield* said(`\n${ERROR} failed to open ID file '${path}': ${reason(text.error)}\n`);
    yield write(2, `${INFO} Source of key(s) to be installed: "${path}"\n`);
    const line = text.value.trim();
    const way = [...options.values('o').flatMap((one) => ['-o', one]), ...(options.has('p') ? ['-p', options.value('p')!] : [])];
    if (!options.has('f')) {
      yield write(2, `${INFO} attempting to log in with the new key(s), to filter out any that are already installed\n`);
      const there = yield* ran(call, ['ssh', ...way, '-i', path.slice(0, -'.pub'.length), '-o', 'LogLevel=quiet', place, 'exit 0'], true);
      if (there === 0) return yield* said('\n/usr/bin/ssh-copy-id: WARNING: All keys were skipped because they already exist on the remote system.\n\t\t(if you think this is a mistake, you may want to use -f option)\n\n', 0);
    }
    yield write(2, `${INFO} 1 key(s) remain to be installed -- if you are prompted now it is to install the new keys\n`);
    const code = yield* ran(call, ['ssh', ...way, place, `exec sh -c 'cd; umask 077; mkdir -p .ssh && echo "${line}" >> .ssh/authorized_keys'`], false);
    if (code !== 0) return code;
    yield write(1, `\nNumber of key(s) added: 1\n\nNow try logging into the machine, with:   "ssh ${way.map((word) => `${word} `).join('')}'${place}'"\nand check to make sure that only the key(s) you wanted were added.\n\n`);
    return 0;
  },
};

function* said(text: string, code = 1): ToolRun {
  yield write(2, text);
  return code;
}

function* ran({ p }: ToolCall, argv: readonly string[], silent: boolean): ToolRun {
  const nowhere = (): SinkFile => new SinkFile('/dev/null', () => {});
  const child = p.spawn('/usr/bin/ssh', argv, silent ? { fds: [new NullFile(), nowhere(), nowhere()] } : {});
  const status: ExitStatus = yield waitPid(child.pid);
  return status.code;
}
