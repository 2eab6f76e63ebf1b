/** lessons: content only. Each folder is a lesson; course says how its files are read. */

/** The files of every lesson by "lesson/path", as text, loaded when asked for. */
export const lessonFiles: Readonly<Record<string, () => Promise<string>>> = Object.fromEntries(
  Object.entries(import.meta.glob<string>(['./*/*.{yaml,md,script}', './*/start/**/*'], { query: '?raw', import: 'default' })).map(([path, load]) => [path.slice(2), load]),
);
