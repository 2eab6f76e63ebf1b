/** A pod template with its tabs left as they are: `rollout history --revision` prints it so. */
import type { Json } from '../../../base/index.ts';
import { DescribeText } from './describe-text.ts';
import { describeTemplate } from './describe-template.ts';

export function rawTemplateText(template: Json, minor: number): string {
  const out = new DescribeText();
  describeTemplate(out, template, minor);
  return out.raw;
}
