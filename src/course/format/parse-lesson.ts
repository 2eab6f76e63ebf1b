/**
 * A lesson from the files of its folder:
 *   lesson.yaml              scenario, minutes, title and summary in both languages
 *   NN-STEP.en.md            front matter (title, checks, hints), then Markdown
 *   NN-STEP.zh.md            front matter (title, `say` in the order of the checks, hints), then Markdown
 *   start/…                  files of the home
 *   solution.script          with `# step: STEP` before each step's commands
 */
import { parseYaml } from '../../base/index.ts';
import type { Bilingual, Check, Lesson, LessonStep } from './lesson.ts';
import { parseCheck } from './parse-check.ts';
import { fieldsOf, LessonError, listOf, numberOf, textOf } from './reading.ts';

const FILES_MAX = 200;
const BYTES_MAX = 1 << 20;

/** `files` by their path below the lesson's folder. Throws LessonError with the file and what is wrong in it. */
export function parseLesson(id: string, files: Readonly<Record<string, string>>): Lesson {
  const paths = Object.keys(files).sort();
  const size = paths.reduce((sum, p) => sum + files[p]!.length, 0);
  if (paths.length > FILES_MAX || size > BYTES_MAX) throw new LessonError(`${id}: at most ${FILES_MAX} files and ${BYTES_MAX} characters`);
  const head = fieldsOf(yamlOf(need(files, 'lesson.yaml', id), 'lesson.yaml'), 'lesson.yaml', ['scenario', 'minutes', 'title', 'summary']);
  const steps = paths.filter((p) => /^\d+-.*\.en\.md$/.test(p)).map((p) => parseStep(p, files));
  if (steps.length === 0) throw new LessonError(`${id}: no steps; the first is a file like 01-apply.en.md`);
  const solution = need(files, 'solution.script', id);
  for (const step of steps)
    if (!solution.split('\n').includes(`# step: ${step.id}`)) throw new LessonError(`solution.script: no line "# step: ${step.id}"`);
  return {
    id,
    scenario: textOf(head, 'scenario', 'lesson.yaml'),
    minutes: numberOf(head, 'minutes', 'lesson.yaml'),
    title: bilingual(head['title'], 'lesson.yaml: title'),
    summary: bilingual(head['summary'], 'lesson.yaml: summary'),
    files: paths.filter((p) => p.startsWith('start/')).map((p) => ({ path: p.slice('start/'.length), text: files[p]! })),
    steps,
    solution,
  };
}

function parseStep(path: string, files: Readonly<Record<string, string>>): LessonStep {
  const zhPath = path.replace(/\.en\.md$/, '.zh.md');
  const [enHead, enBody] = frontMatter(files[path]!, path);
  const [zhHead, zhBody] = frontMatter(need(files, zhPath, path), zhPath);
  const en = fieldsOf(enHead, path, ['title', 'checks', 'hints']);
  const zh = fieldsOf(zhHead, zhPath, ['title', 'say', 'hints']);
  const checks = listOf(en, 'checks', path).map((c, i) => parseCheck(c, `${path}: checks[${i}]`));
  if (checks.length === 0) throw new LessonError(`${path}: a step needs at least one check`);
  const say = texts(zh, 'say', zhPath, checks.length);
  const hints = listOf(en, 'hints', path).length;
  const [enHints, zhHints] = [texts(en, 'hints', path, hints), texts(zh, 'hints', zhPath, hints)];
  return {
    id: /^\d+-(.*)\.en\.md$/.exec(path)![1]!,
    title: { en: textOf(en, 'title', path), zh: textOf(zh, 'title', zhPath) },
    body: { en: enBody, zh: zhBody },
    hints: enHints.map((hint, i) => ({ en: hint, zh: zhHints[i]! })),
    checks: checks.map((c, i): Check => ({ ...c, say: { en: c.say, zh: say[i]! } })),
  };
}

function frontMatter(text: string, path: string): [unknown, string] {
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text.replaceAll('\r\n', '\n'));
  if (!parts) throw new LessonError(`${path}: begins with front matter between two lines of ---`);
  return [yamlOf(parts[1]!, path), parts[2]!.trim()];
}

function yamlOf(text: string, path: string): unknown {
  const answer = parseYaml(text);
  if ('error' in answer) throw new LessonError(`${path}: ${answer.error}`);
  return answer.value;
}

function texts(fields: Readonly<Record<string, unknown>>, key: string, place: string, count: number): string[] {
  const list = listOf(fields, key, place);
  if (list.length !== count || list.some((t) => typeof t !== 'string')) throw new LessonError(`${place}: "${key}" must be a list of ${count} texts, as many as in the English file`);
  return list as string[];
}

function bilingual(value: unknown, place: string): Bilingual {
  const fields = fieldsOf(value, place, ['en', 'zh']);
  return { en: textOf(fields, 'en', place), zh: textOf(fields, 'zh', place) };
}

function need(files: Readonly<Record<string, string>>, path: string, of: string): string {
  const text = files[path];
  if (text === undefined) throw new LessonError(`${of}: ${path} is missing`);
  return text;
}
