/** What somebody answers to the questions that a program asks before it removes or overwrites something. */
import { write } from '../../host/index.ts';
import { LineReader } from './inputs.ts';
import type { ToolCall, ToolRun } from './tool.ts';

export class Answers {
  private readonly call: ToolCall;
  private readonly reader = new LineReader(0);
  private lines: string[] = []; // typed ahead

  constructor(call: ToolCall) {
    this.call = call;
  }

  *agree(question: string): ToolRun<boolean> {
    yield write(2, `${this.call.name}: ${question}? `);
    return yield* this.heard();
  }

  /** To a question that has been asked. */
  *heard(): ToolRun<boolean> {
    if (this.lines.length === 0) this.lines = (yield* this.reader.next()) ?? [];
    return /^[yY]/.test(this.lines.shift() ?? '');
  }
}
