// Words of the lesson panel and of the lesson menu, in Simplified Chinese.
import type { LessonWords } from './words.en.ts';

export const lessonZh: LessonWords = {
  close: '关闭课程',
  minutes: (n) => `${n} 分钟`,
  step: (n, all) => `第 ${n} 步，共 ${all} 步`,
  steps: '步骤',
  type: (command) => `输入：${command}`,
  checks: '检查项',
  states: { waiting: '尚未满足', holding: '目前成立', passed: '已满足', failed: '超过了时限', broken: '曾经不成立' },
  saw: '实际为',
  passed: '这一步已完成。',
  allPassed: '所有步骤都已完成。',
  hint: (n, all) => `显示提示 ${n}/${all}`,
  previous: '上一步',
  next: '下一步',
  restart: '重新开始课程',
  resetStep: '重新开始这一步',
  resetStepTitle: '世界回到这一步开始时的样子；此后所做的可以找回',
  restartTitle: '全新的世界与课程的文件；之前的会话可以找回',
  begin: (title) => `从全新的世界开始：${title}`,
  done: '已完成',
  failed: '课程无法打开。',
};
