/** The lesson format: what a lesson is and how the files of its folder are read. The page may know this much of the room. */
export { LAPTOP, type Bilingual, type Check, type Lesson, type LessonStep, type Subject, type Test, type When } from './lesson.ts';
export { lessonIds, loadLesson, type LessonFiles } from './load-lesson.ts';
export { parseLesson } from './parse-lesson.ts';
export { LessonError } from './reading.ts';
