/** systemctl edit: a fragment beside a unit's file, or with --full the file itself, in an editor; what was written counts at once. */
import type { Process } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { openEditor } from '../../kubectl/command/open-editor.ts';
import type { NodeVerb } from '../tool.ts';
import { demandRoot } from './unit-file-verbs.ts';
import { fullName, unitsNamed } from './unit-names.ts';

const above = '### Anything between here and the comment below will become the contents of the drop-in file';
const below = '### Edits below this comment will be discarded';

export const editVerb: NodeVerb = {
  name: 'edit',
  summary: 'Edit one or more unit files',
  usage: 'edit UNIT...',
  flags: [
    { name: 'full', short: 'l', type: 'bool', initial: 'false', usage: 'Edit full unit file' },
    { name: 'force', type: 'bool', initial: 'false', usage: 'Create a unit file that is not there yet' },
  ],
  *run({ p, args, flags }) {
    if (args.length === 0) throw new CommandError('Too few arguments.', { isBare: true });
    for (const unit of unitsNamed(p.host.init, args)) {
      const file = p.host.init.find(unit);
      if (file?.isMasked) throw new CommandError(`Cannot edit ${fullName(unit)}: unit is masked.`, { isBare: true });
      if (!file && !flags.bool('force')) throw new CommandError(`No files found for ${fullName(unit)}.\nRun 'systemctl edit --force --full ${fullName(unit)}' to create a new unit.`, { isBare: true });
      demandRoot(p.uid, 'Failed to create directories for edits: Permission denied');
      const own = `/etc/systemd/system/${fullName(unit)}`;
      if (flags.bool('full')) yield* edited(p, own, file ? p.files.readText(file.path) : '', (text) => text);
      else {
        const path = `${own}.d/override.conf`;
        const now = p.files.exists(path) ? p.files.readText(path) : '';
        const shown = [...(file ? [file.path, ...file.dropIns] : [])].filter((each) => each !== path).map((each) => `### ${each}\n${p.files.readText(each).replace(/^(?=.)/gm, '# ')}`);
        yield* edited(p, path, `### Editing ${path}\n${above}\n\n${now}\n\n${below}\n\n\n${shown.join('\n\n')}`, between);
      }
    }
    p.host.init.reload();
  },
};

function between(text: string): string {
  const from = text.indexOf(above);
  const to = text.indexOf(below);
  return text.slice(from < 0 ? 0 : from + above.length, to < 0 ? undefined : to).trim().replace(/(?<=.)$/, '\n');
}

/** The file itself is touched only when the editor has left something to be written. */
function* edited(p: Process, path: string, text: string, kept: (text: string) => string): Task {
  const folder = path.slice(0, path.lastIndexOf('/'));
  p.files.mkdir(folder, { recursive: true });
  const draft = `${folder}/.#${path.slice(folder.length + 1)}${Array.from({ length: 4 }, () => (p.random.next() & 0xffff).toString(16).padStart(4, '0')).join('')}`;
  p.files.writeFile(draft, text, { mode: 0o644 });
  try {
    yield* openEditor({ p }, draft);
    const result = kept(p.files.readText(draft));
    if (result.trim() === '') return yield* p.error(`${path}: after editing, new contents are empty, not writing file.\n`);
    p.files.writeFile(path, result, { mode: 0o644 });
    yield* p.error(`Successfully installed edited file '${path}'.\n`);
  } finally {
    p.files.unlink(draft);
  }
}
