import { describe, expect, it } from 'vitest';
import { Judge, parseLesson, type Lesson, type Subject } from './index.ts';

const files: Record<string, string> = {
  'lesson.yaml': 'scenario: default\nminutes: 5\ntitle: {en: T, zh: 题}\nsummary: {en: S, zh: 要}\n',
  '01-one.en.md': "---\ntitle: One\nchecks:\n- get: pods/a\n  path: '{.x}'\n  atLeast: 2\n  eventuallyWithin: 10s\n  say: Two.\n- file: /etc/x\n  matches: ^a\n  when: always\n  say: Stays.\n---\nText\n",
  '01-one.zh.md': '---\ntitle: 一\nsay: [两个。, 不变。]\n---\n文\n',
  'start/a.yaml': 'kind: Pod\n',
  'solution.script': '# step: one\n$ true\n',
};

const broken = (path: string, from: string, to: string) => () => parseLesson('l', { ...files, [path]: files[path]!.replace(from, to) });

describe('lesson files', () => {
  it('make a lesson in two languages', () => {
    const lesson = parseLesson('l', files);
    expect(lesson.files).toEqual([{ path: 'a.yaml', text: 'kind: Pod\n' }]);
    expect(lesson.steps[0]).toMatchObject({ id: 'one', title: { en: 'One', zh: '一' }, body: { en: 'Text', zh: '文' } });
    expect(lesson.steps[0]!.checks.map((c) => c.say.zh)).toEqual(['两个。', '不变。']);
  });

  it.each([
    [broken('01-one.en.md', 'atLeast: 2', 'atLast: 2'), 'unknown key "atLast"'],
    [broken('01-one.en.md', 'atLeast: 2', ''), 'needs exactly one of is, atLeast, matches, exists; has none'],
    [broken('01-one.en.md', '10s', 'soon'), 'write 30s or 2m'],
    [broken('01-one.en.md', '^a', '"(a"'), 'missing closing )'],
    [broken('01-one.en.md', 'pods/a', 'pods'), 'RESOURCE/NAME'],
    [broken('01-one.zh.md', '两个。, ', ''), 'must be a list of 2 texts'],
    [broken('lesson.yaml', 'zh: 题', 'ch: 题'), 'unknown key "ch"'],
    [broken('solution.script', 'one', 'two'), 'no line "# step: one"'],
  ])('say what is wrong in them %#', (parse, message) => {
    expect(parse).toThrow(message);
  });
});

describe('judge', () => {
  const lesson: Lesson = parseLesson('l', files);
  const seeing = (pods: string | undefined, file: string | undefined) => (s: Subject) => (s.kind === 'get' ? pods : file);

  it('passes a step when what must come has come and what must stay has stayed', () => {
    const judge = new Judge(lesson.steps[0]!, 0);
    expect(judge.look(1000, seeing('1', 'abc'))).toBe(false);
    expect(judge.look(2000, seeing('2', 'abc'))).toBe(true);
    expect(judge.look(3000, seeing('1', 'abc'))).toBe(true);
  });

  it('keeps the moment at which a lasting check broke', () => {
    const judge = new Judge(lesson.steps[0]!, 0);
    judge.look(1000, seeing('1', 'xyz'));
    expect(judge.look(2000, seeing('2', 'abc'))).toBe(false);
    expect(judge.states[1]).toEqual({ state: 'broken', saw: 'xyz', sinceMs: 1000 });
  });

  it('fails what comes too late', () => {
    const judge = new Judge(lesson.steps[0]!, 0);
    judge.look(10_001, seeing('1', 'abc'));
    expect(judge.look(11_000, seeing('2', 'abc'))).toBe(false);
    expect(judge.states[0]!.state).toBe('failed');
  });
});
