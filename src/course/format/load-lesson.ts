/** One lesson out of a table of every lesson's files, each of which is loaded when asked for. */
import type { Lesson } from './lesson.ts';
import { parseLesson } from './parse-lesson.ts';
import { LessonError } from './reading.ts';

/** Loaders by "lesson/path". */
export type LessonFiles = Readonly<Record<string, () => Promise<string>>>;

export function lessonIds(files: LessonFiles): readonly string[] {
  return [...new Set(Object.keys(files).map((path) => path.slice(0, path.indexOf('/'))))];
}

export async function loadLesson(files: LessonFiles, id: string): Promise<Lesson> {
  const own = Object.entries(files).filter(([path]) => path.startsWith(`${id}/`));
  if (own.length === 0) throw new LessonError(`no lesson "${id}"; there are ${lessonIds(files).join(', ')}`);
  const texts = await Promise.all(own.map(async ([path, load]) => [path.slice(id.length + 1), await load()] as const));
  return parseLesson(id, Object.fromEntries(texts));
}
