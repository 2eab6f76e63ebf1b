/**
 * npm run play -- FILE.script [--seed N] [--scenario NAME] [--update] [--rename SEED]
 * Types a script's commands in a fresh world and compares what they print; a file of bare commands, or `-` for standard input,
 * just prints what the terminal would, prompt and typed line included.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { comparable, loadAllAssets, makeRenaming, parseScript, playScript, printScript, renameScript, Session, SessionStage, type Difference } from '../world/index.ts';
import { knownScenario, wholeNumber } from './misuse.ts';

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: { seed: { type: 'string' }, scenario: { type: 'string' }, update: { type: 'boolean' }, rename: { type: 'string' } },
});
const [path] = positionals;
if (path === undefined) {
  process.stderr.write('usage: npm run play -- FILE.script|- [--seed N] [--scenario NAME] [--update] [--rename SEED]\n');
  process.exit(2);
}
await loadAllAssets();
const text = readFileSync(path === '-' ? 0 : path, 'utf8');
process.exitCode = path.endsWith('.script') ? playFile(path, text) : typeOut(text);

function playFile(file: string, source: string): number {
  const script = parseScript(source);
  const scenario = knownScenario(values.scenario ?? script.scenario ?? 'default');
  const first = playScript(script, new SessionStage(new Session(scenario, values.seed ?? String(script.seed))));
  if (values.update) {
    writeFileSync(file, printScript(script, first.outputs));
    return 0;
  }
  process.stdout.write(printScript(script, first.outputs));
  if (values.rename === undefined) return report(first.differences);
  const seed = wholeNumber('rename', values.rename);
  const renaming = makeRenaming(script.names, seed);
  const other = renameScript(script, renaming, seed);
  const again = playScript(other, new SessionStage(new Session(scenario, String(other.seed))));
  const commands = script.items.flatMap((item) => (item.kind === 'command' ? [item] : []));
  return report(
    commands.flatMap((item, i) => {
      const [expected, printed] = [comparable(first.outputs[i]!), comparable(again.outputs[i]!, renaming)];
      return expected.join('\n') === printed.join('\n') ? [] : [{ line: item.line, typed: item.typed.join('\n'), expected, printed }];
    }),
  );
}

function report(differences: readonly Difference[]): number {
  for (const { line, typed, expected, printed } of differences)
    process.stderr.write(`\nline ${line}: $ ${typed}\n--- expected\n${expected.join('\n')}\n--- printed\n${printed.join('\n')}\n`);
  return differences.length === 0 ? 0 : 1;
}

/** What a terminal would show, until the input ends. */
function typeOut(source: string): number {
  const stage = new SessionStage(new Session(knownScenario(values.scenario ?? 'default'), values.seed ?? '1'));
  const lines = source.split('\n');
  if (lines.at(-1) === '') lines.pop();
  stage.runUntilPrompt('laptop', 1_000);
  let screen = stage.prompt('laptop');
  for (const line of lines) {
    stage.typeLine('laptop', line);
    stage.runUntilPrompt('laptop', 30 * 60_000);
    screen += `${line}\n${stage.takeScreen('laptop')}`;
  }
  process.stdout.write(`${screen}\n`);
  return 0;
}
