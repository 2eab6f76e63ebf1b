import { expect, test } from 'vitest';
import { compileGoTemplate } from './go-template.ts';

test.each(['{{if 1}}', '{{range .}}', '{{if 1}}{{else if 1}}', '(', '.a'])('%s without end is refused by its reader, wherever the stack ends', (text) => {
  const many = text.repeat(50_000);
  expect(compileGoTemplate(text.length < 3 ? `{{${many}}}` : many)).toEqual({ error: 'max expression depth exceeded' });
});
