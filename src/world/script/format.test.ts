import { describe, expect, it } from 'vitest';
import { parseScript, printScript, ScriptError } from './format.ts';
import { playScript, type Stage } from './player.ts';
import { comparable, makeRenaming, renameScript } from './rename.ts';

const text = `@scenario golden
@names web 8080

# A Deployment, watched.
$ kubectl get rs -w
@for 10s
@while kubectl apply -f web.yaml
NAME   DESIRED
web    3

@run 5s
$ cat <<EOF
> a
>
> EOF
a
·
`;

/** A stage that echoes, in words, what it was asked to do. */
function echoStage(): Stage & { log: string[] } {
  const log: string[] = [];
  let output = '';
  return {
    log,
    typeLine: (t, l) => (log.push(`${t}: ${l}`), (output += `${l}\n`)),
    interrupt: (t) => void log.push(`${t}: ^C`),
    takeOutput: () => {
      const o = output;
      output = '';
      return o;
    },
    runUntilPrompt: () => true,
    runFor: (ms) => void log.push(`run ${ms}`),
    settle: () => void log.push('settle'),
    fault: (w) => void log.push(`fault ${w}`),
  };
}

describe('script', () => {
  it('prints back what it parsed', () => {
    const script = parseScript(text);
    expect(script.items.map((i) => i.kind)).toEqual(['prose', 'command', 'prose', 'run', 'command']);
    expect(printScript(script, [])).toBe(text);
  });

  it('names the line that is no script', () => {
    expect(() => parseScript('# x\nkubectl get pods\n')).toThrow(new ScriptError('line 2: neither a command ($), a directive (@) nor prose (#): kubectl get pods'));
    expect(() => parseScript('$ a\n$ b\n')).toThrow('line 2: this command follows');
    expect(() => parseScript('@run soon\n')).toThrow('line 1');
  });

  it('types, waits, interrupts, and reports each difference', () => {
    const stage = echoStage();
    const played = playScript(parseScript(text), stage);
    expect(stage.log).toEqual(['laptop: kubectl get rs -w', 'laptop#2: kubectl apply -f web.yaml', 'run 10000', 'laptop: ^C', 'run 5000', 'laptop: cat <<EOF', 'laptop: a', 'laptop: ', 'laptop: EOF']);
    expect(played.differences.map((d) => d.line)).toEqual([5, 12]);
  });

  it('renames whole words only, and back again', () => {
    const renaming = makeRenaming(['web', '8080'], 1);
    const script = renameScript(parseScript(text), renaming, 1);
    const typed = script.items.flatMap((i) => (i.kind === 'command' ? [i.meanwhile ?? ''] : []))[0]!;
    expect(typed).not.toContain('web.yaml');
    expect(typed).toMatch(/^kubectl apply -f [a-z]{3}\.yaml$/);
    const other = renaming.to.get('web')!;
    expect(comparable([`${other}-7bc7b544f5-6krrn  website ${renaming.to.get('8080')}`], renaming)).toEqual(['web-<pod> website 8080']);
  });
});
