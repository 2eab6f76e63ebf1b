// The sentences of one language, fetched on demand.

export async function loadSentences(language: 'en' | 'zh'): Promise<Readonly<Record<string, string>>> {
  return language === 'zh' ? (await import('./zh.ts')).sentencesZh : (await import('./en.ts')).sentencesEn;
}
